// The activations' slopes, which the backward pass and the tangents share.
#ifndef STEMMA_SLOPES_H
#define STEMMA_SLOPES_H
#include "CKernels.h"
#include "FastMath.h"
#include <math.h>
#pragma clang fp contract(fast)

static const float gelu_c = 0.7978845608028654f, gelu_a = 0.044715f;  // sqrt(2/π)

/// The activation's value and its slope at x, which share most of their work.
static inline __attribute__((always_inline)) float value_and_slope(int kind, float x, float *slope) {
  switch (kind) {
    case STEMMA_SILU: {
      float s = fast_sigmoid(x);
      *slope = s * (1.0f + x * (1.0f - s));
      return x * s;
    }
    case STEMMA_GELU_TANH: {
      float t = fast_tanh(gelu_c * (x + gelu_a * x * x * x));
      *slope = 0.5f * (1.0f + t) +
               0.5f * x * (1.0f - t * t) * gelu_c * (1.0f + 3.0f * gelu_a * x * x);
      return 0.5f * x * (1.0f + t);
    }
    case STEMMA_GELU_ERF: {
      float phi = 0.5f * (1.0f + erff(x * 0.70710678118654752f));
      *slope = phi + x * 0.3989422804014327f * fast_exp(-0.5f * x * x);
      return x * phi;
    }
    default: *slope = x > 0 ? 1 : 0; return x > 0 ? x : 0;
  }
}
#endif
