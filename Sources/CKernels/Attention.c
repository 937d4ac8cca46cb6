#include "CKernels.h"
#include "FastMath.h"
#include <math.h>
#pragma clang fp reassociate(on) contract(fast)

STEMMA_KERNEL
void stemma_rotate(float *x, ptrdiff_t stride, const int32_t *positions, const float *cosines,
                   const float *sines, ptrdiff_t rows, ptrdiff_t half, int interleaved,
                   float direction) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float *xi = x + i * stride;
    const float *c = cosines + positions[i] * half;
    const float *s = sines + positions[i] * half;
    if (interleaved)
      for (ptrdiff_t j = 0; j < half; j++) {
        float a = xi[2 * j], b = xi[2 * j + 1];
        xi[2 * j] = a * c[j] - b * s[j] * direction;
        xi[2 * j + 1] = b * c[j] + a * s[j] * direction;
      }
    else
      for (ptrdiff_t j = 0; j < half; j++) {
        float a = xi[j], b = xi[j + half];
        xi[j] = a * c[j] - b * s[j] * direction;
        xi[j + half] = b * c[j] + a * s[j] * direction;
      }
  }
}

static inline __attribute__((always_inline)) void scale_and_cap(float *row, ptrdiff_t first,
                                                                ptrdiff_t last, float scale,
                                                                float cap) {
  if (cap > 0)
    for (ptrdiff_t j = first; j <= last; j++) row[j] = cap * fast_tanh(row[j] * scale / cap);
  else
    for (ptrdiff_t j = first; j <= last; j++) row[j] *= scale;
}

static inline __attribute__((always_inline)) ptrdiff_t first_seen(ptrdiff_t last, ptrdiff_t window) {
  ptrdiff_t first = last - window + 1;
  return first > 0 ? first : 0;
}

STEMMA_KERNEL
void stemma_causal_softmax(float *scores, ptrdiff_t stride, float *log_sums, ptrdiff_t rows,
                           ptrdiff_t columns, ptrdiff_t shift, ptrdiff_t window, float scale,
                           float cap) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float *row = scores + i * stride;
    ptrdiff_t last = i + shift, first = first_seen(last, window);
    scale_and_cap(row, first, last, scale, cap);
    float largest = largest_of(row + first, last - first + 1);
    float sum = 0;
    for (ptrdiff_t j = first; j <= last; j++) {
      float e = fast_exp(row[j] - largest);
      row[j] = e;
      sum += e;
    }
    float inverse = 1.0f / sum;
    for (ptrdiff_t j = first; j <= last; j++) row[j] *= inverse;
    for (ptrdiff_t j = 0; j < first; j++) row[j] = 0;
    for (ptrdiff_t j = last + 1; j < columns; j++) row[j] = 0;
    log_sums[i] = largest + logf(sum);
  }
}

STEMMA_KERNEL
void stemma_causal_softmax_again(float *scores, ptrdiff_t stride, const float *log_sums,
                                 ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t shift,
                                 ptrdiff_t window, float scale, float cap) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float *row = scores + i * stride;
    ptrdiff_t last = i + shift, first = first_seen(last, window);
    scale_and_cap(row, first, last, scale, cap);
    float log_sum = log_sums[i];
    for (ptrdiff_t j = first; j <= last; j++) row[j] = fast_exp(row[j] - log_sum);
    for (ptrdiff_t j = 0; j < first; j++) row[j] = 0;
    for (ptrdiff_t j = last + 1; j < columns; j++) row[j] = 0;
  }
}

STEMMA_KERNEL
void stemma_causal_softmax_backward(const float *restrict p, ptrdiff_t p_stride, float *restrict dp,
                                    ptrdiff_t dp_stride, const float *restrict dots,
                                    const float *restrict raw, ptrdiff_t raw_stride, ptrdiff_t rows,
                                    ptrdiff_t columns, ptrdiff_t shift, ptrdiff_t window,
                                    float scale, float cap) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *pi = p + i * p_stride;
    float *di = dp + i * dp_stride;
    float dot = dots[i];
    ptrdiff_t last = i + shift, first = first_seen(last, window);
    for (ptrdiff_t j = first; j <= last; j++) di[j] = pi[j] * (di[j] - dot) * scale;
    if (cap > 0) {
      const float *ri = raw + i * raw_stride;
      for (ptrdiff_t j = first; j <= last; j++) {
        float t = fast_tanh(ri[j] * scale / cap);
        di[j] *= 1.0f - t * t;
      }
    }
    for (ptrdiff_t j = 0; j < first; j++) di[j] = 0;
    for (ptrdiff_t j = last + 1; j < columns; j++) di[j] = 0;
  }
}
