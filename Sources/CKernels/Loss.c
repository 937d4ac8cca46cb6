#include "CKernels.h"
#include "FastMath.h"
#include <math.h>
#pragma clang fp reassociate(on) contract(fast)

STEMMA_KERNEL
float stemma_cross_entropy(float *logits, ptrdiff_t count, ptrdiff_t target, int gradient) {
  float largest = largest_of(logits, count);
  float aimed = logits[target];
  float sum = 0;
  if (gradient) {
    for (ptrdiff_t j = 0; j < count; j++) {
      float e = fast_exp(logits[j] - largest);
      logits[j] = e;
      sum += e;
    }
    float inverse = 1.0f / sum;
    for (ptrdiff_t j = 0; j < count; j++) logits[j] *= inverse;
    logits[target] -= 1.0f;
  } else {
    for (ptrdiff_t j = 0; j < count; j++) sum += fast_exp(logits[j] - largest);
  }
  return (largest - aimed) + logf(sum);
}

STEMMA_KERNEL
ptrdiff_t stemma_draw(const float *logits, ptrdiff_t count, double u) {
  float largest = largest_of(logits, count);
  float sum = 0;
  for (ptrdiff_t j = 0; j < count; j++) sum += fast_exp(logits[j] - largest);
  double aim = u * (double)sum, seen = 0;
  for (ptrdiff_t j = 0; j < count; j++) {
    seen += (double)fast_exp(logits[j] - largest);
    if (seen > aim) return j;
  }
  return count - 1;
}

STEMMA_KERNEL
void stemma_scale_and_cap(float *x, ptrdiff_t count, float scale, float cap) {
  if (cap > 0)
    for (ptrdiff_t j = 0; j < count; j++) x[j] = cap * fast_tanh(x[j] * scale / cap);
  else
    for (ptrdiff_t j = 0; j < count; j++) x[j] *= scale;
}

STEMMA_KERNEL
void stemma_scale_and_cap_backward(const float *capped, float *d, ptrdiff_t count, float scale,
                                   float cap) {
  if (cap > 0)
    for (ptrdiff_t j = 0; j < count; j++) {
      float t = capped[j] / cap;
      d[j] *= scale * (1.0f - t * t);
    }
  else
    for (ptrdiff_t j = 0; j < count; j++) d[j] *= scale;
}
