#include "Influence.h"

// Lets the compiler reassociate sums in this file only, as vectorising a reduction needs.
#pragma clang fp reassociate(on) contract(fast)

enum { BLOCK = 512 };

STEMMA_KERNEL
void stemma_add_squares(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t width,
                        double *sums) {
  float partial[BLOCK];
  for (ptrdiff_t start = 0; start < width; start += BLOCK) {
    ptrdiff_t count = width - start < BLOCK ? width - start : BLOCK;
    for (ptrdiff_t j = 0; j < count; j++) partial[j] = 0;
    for (ptrdiff_t row = 0; row < rows; row++) {
      const float *source = x + row * x_stride + start;
      for (ptrdiff_t j = 0; j < count; j++) partial[j] += source[j] * source[j];
    }
    for (ptrdiff_t j = 0; j < count; j++) sums[start + j] += partial[j];
  }
}

STEMMA_KERNEL
void stemma_weighted_squares(const float *x, ptrdiff_t x_stride, const float *w, ptrdiff_t rows,
                             ptrdiff_t width, double *result) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    const float *source = x + row * x_stride;
    double total = 0;
    for (ptrdiff_t start = 0; start < width; start += BLOCK) {
      ptrdiff_t count = width - start < BLOCK ? width - start : BLOCK;
      float sum = 0;
      for (ptrdiff_t j = start; j < start + count; j++) sum += source[j] * source[j] * w[j];
      total += sum;
    }
    result[row] += total;
  }
}

STEMMA_KERNEL
void stemma_to_f64(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t width,
                   double *target) {
  for (ptrdiff_t row = 0; row < rows; row++)
    for (ptrdiff_t j = 0; j < width; j++) target[row * width + j] = x[row * x_stride + j];
}

STEMMA_KERNEL
void stemma_add_scaled(float *restrict target, const float *restrict source, float factor,
                       ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) target[i] += factor * source[i];
}

STEMMA_KERNEL
int stemma_all_finite(const float *x, ptrdiff_t count) {
  // By the exponent, since this file lets the compiler assume nothing odd about sums.
  const uint32_t *bits = (const uint32_t *)x;
  uint32_t bad = 0;
  for (ptrdiff_t i = 0; i < count; i++) bad |= (bits[i] & 0x7f800000u) == 0x7f800000u;
  return bad == 0;
}
