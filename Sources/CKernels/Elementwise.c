#include "CKernels.h"
#include <math.h>
#include <string.h>
#pragma clang fp reassociate(on) contract(fast)

STEMMA_KERNEL
void stemma_add(float *target, const float *source, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) target[j] += source[j];
}

STEMMA_KERNEL
void stemma_scale(float *x, ptrdiff_t count, float factor) {
  for (ptrdiff_t j = 0; j < count; j++) x[j] *= factor;
}

STEMMA_KERNEL
void stemma_add_bias(float *x, ptrdiff_t stride, const float *b, ptrdiff_t rows, ptrdiff_t width) {
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t j = 0; j < width; j++) x[i * stride + j] += b[j];
}

STEMMA_KERNEL
void stemma_add_column_sums(const float *x, ptrdiff_t stride, float *sums, ptrdiff_t rows,
                            ptrdiff_t width) {
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t j = 0; j < width; j++) sums[j] += x[i * stride + j];
}

STEMMA_KERNEL
void stemma_row_dots(const float *x, ptrdiff_t x_stride, const float *y, ptrdiff_t y_stride,
                     float *dots, ptrdiff_t rows, ptrdiff_t width) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float sum = 0;
    for (ptrdiff_t j = 0; j < width; j++) sum += x[i * x_stride + j] * y[i * y_stride + j];
    dots[i] = sum;
  }
}

STEMMA_KERNEL
double stemma_sum_of_squares(const float *x, ptrdiff_t count) {
  double sum = 0;
  for (ptrdiff_t j = 0; j < count; j++) sum += (double)x[j] * (double)x[j];
  return sum;
}

STEMMA_KERNEL
void stemma_clamp(float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t width, float limit) {
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t j = 0; j < width; j++) {
      float v = x[i * stride + j];
      v = v > limit ? limit : v;
      x[i * stride + j] = v < -limit ? -limit : v;
    }
}

STEMMA_KERNEL
void stemma_clamp_backward(const float *clamped, ptrdiff_t stride, float *d, ptrdiff_t d_stride,
                           ptrdiff_t rows, ptrdiff_t width, float limit) {
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t j = 0; j < width; j++) {
      float v = clamped[i * stride + j];
      if (v >= limit || v <= -limit) d[i * d_stride + j] = 0;
    }
}

STEMMA_KERNEL
void stemma_from_bf16(const uint16_t *source, float *target, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) {
    uint32_t bits = (uint32_t)source[j] << 16;
    memcpy(&target[j], &bits, 4);
  }
}

void stemma_from_f16(const uint16_t *source, float *target, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) {
    uint32_t sign = (uint32_t)(source[j] & 0x8000) << 16;
    uint32_t exponent = (source[j] >> 10) & 0x1F, mantissa = source[j] & 0x3FF;
    float magnitude;
    if (exponent == 0)
      magnitude = (float)mantissa * 0x1p-24f;
    else {
      uint32_t bits = exponent == 31 ? 0x7F800000u | (mantissa << 13)
                                     : ((exponent + 112) << 23) | (mantissa << 13);
      memcpy(&magnitude, &bits, 4);
    }
    uint32_t bits;
    memcpy(&bits, &magnitude, 4);
    bits |= sign;
    memcpy(&target[j], &bits, 4);
  }
}

STEMMA_KERNEL
void stemma_from_f64(const double *source, float *target, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) target[j] = (float)source[j];
}

STEMMA_KERNEL
void stemma_to_bf16(const float *source, uint16_t *target, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) {
    uint32_t bits;
    memcpy(&bits, &source[j], 4);
    uint32_t rounded = bits + 0x7FFF + ((bits >> 16) & 1);
    target[j] = (uint16_t)((bits & 0x7FFFFFFF) > 0x7F800000 ? (bits >> 16) | 0x40 : rounded >> 16);
  }
}

STEMMA_KERNEL
void stemma_adamw(float *parameter, const float *gradient, float *first, float *second,
                  ptrdiff_t count, float rate, float beta1, float beta2, float epsilon, float decay,
                  float c1, float c2, float gradient_scale) {
  for (ptrdiff_t j = 0; j < count; j++) {
    float g = gradient[j] * gradient_scale;
    float m = beta1 * first[j] + (1.0f - beta1) * g;
    float v = beta2 * second[j] + (1.0f - beta2) * g * g;
    first[j] = m;
    second[j] = v;
    parameter[j] -= rate * (m / c1 / (sqrtf(v / c2) + epsilon) + decay * parameter[j]);
  }
}
