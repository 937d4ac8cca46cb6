#include "CKernels.h"
#include "FastMath.h"
#include "Slopes.h"
#include <math.h>
#pragma clang fp contract(fast)

static inline __attribute__((always_inline)) float value(int kind, float x) {
  switch (kind) {
    case STEMMA_SILU: return x * fast_sigmoid(x);
    case STEMMA_GELU_TANH: return 0.5f * x * (1.0f + fast_tanh(gelu_c * (x + gelu_a * x * x * x)));
    case STEMMA_GELU_ERF: return 0.5f * x * (1.0f + erff(x * 0.70710678118654752f));
    default: return x > 0 ? x : 0;
  }
}

// One row each. `restrict` lets the compiler vectorise without asking whether the rows overlap.
static inline __attribute__((always_inline)) void forward_row(int kind, const float *restrict g,
                                                              const float *restrict u,
                                                              float *restrict o, ptrdiff_t width) {
  if (u)
    for (ptrdiff_t j = 0; j < width; j++) o[j] = value(kind, g[j]) * u[j];
  else
    for (ptrdiff_t j = 0; j < width; j++) o[j] = value(kind, g[j]);
}

static inline __attribute__((always_inline)) void backward_row(int kind, const float *restrict g,
                                                               const float *restrict u,
                                                               const float *restrict d,
                                                               float *restrict dg,
                                                               float *restrict du,
                                                               ptrdiff_t width) {
  if (u)
    for (ptrdiff_t j = 0; j < width; j++) {
      float slope, value = value_and_slope(kind, g[j], &slope);
      du[j] = d[j] * value;
      dg[j] = d[j] * u[j] * slope;
    }
  else
    for (ptrdiff_t j = 0; j < width; j++) {
      float slope;
      value_and_slope(kind, g[j], &slope);
      dg[j] = d[j] * slope;
    }
}

#define FORWARD(KIND)                                                                   \
  for (ptrdiff_t i = 0; i < rows; i++)                                                  \
    forward_row(KIND, gate + i * gate_stride, up ? up + i * up_stride : 0,              \
                out + i * out_stride, width);

STEMMA_KERNEL
void stemma_activate(int kind, const float *gate, ptrdiff_t gate_stride, const float *up,
                     ptrdiff_t up_stride, float *out, ptrdiff_t out_stride, ptrdiff_t rows,
                     ptrdiff_t width) {
  switch (kind) {
    case STEMMA_SILU: FORWARD(STEMMA_SILU) break;
    case STEMMA_GELU_TANH: FORWARD(STEMMA_GELU_TANH) break;
    case STEMMA_GELU_ERF: FORWARD(STEMMA_GELU_ERF) break;
    default: FORWARD(STEMMA_RELU)
  }
}

#define BACKWARD(KIND)                                                                  \
  for (ptrdiff_t i = 0; i < rows; i++)                                                  \
    backward_row(KIND, gate + i * gate_stride, up ? up + i * up_stride : 0,             \
                 dout + i * dout_stride, dgate + i * dgate_stride,                      \
                 dup ? dup + i * dup_stride : 0, width);

STEMMA_KERNEL
void stemma_activate_backward(int kind, const float *gate, ptrdiff_t gate_stride, const float *up,
                              ptrdiff_t up_stride, const float *dout, ptrdiff_t dout_stride,
                              float *dgate, ptrdiff_t dgate_stride, float *dup,
                              ptrdiff_t dup_stride, ptrdiff_t rows, ptrdiff_t width) {
  switch (kind) {
    case STEMMA_SILU: BACKWARD(STEMMA_SILU) break;
    case STEMMA_GELU_TANH: BACKWARD(STEMMA_GELU_TANH) break;
    case STEMMA_GELU_ERF: BACKWARD(STEMMA_GELU_ERF) break;
    default: BACKWARD(STEMMA_RELU)
  }
}
