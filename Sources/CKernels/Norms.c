#include "CKernels.h"
#include <math.h>
// Lets the compiler reassociate sums in this file only, as vectorising a reduction needs.
#pragma clang fp reassociate(on) contract(fast)

STEMMA_KERNEL
void stemma_rms_norm(const float *x, ptrdiff_t x_stride, const float *w, float offset, float *y,
                     ptrdiff_t y_stride, float *inverse, ptrdiff_t rows, ptrdiff_t width,
                     float epsilon) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *xi = x + i * x_stride;
    float *yi = y + i * y_stride;
    float sum = 0;
    for (ptrdiff_t j = 0; j < width; j++) sum += xi[j] * xi[j];
    float scale = 1.0f / sqrtf(sum / (float)width + epsilon);
    inverse[i] = scale;
    for (ptrdiff_t j = 0; j < width; j++) yi[j] = xi[j] * scale * (w[j] + offset);
  }
}

STEMMA_KERNEL
void stemma_rms_norm_backward(const float *x, ptrdiff_t x_stride, const float *w, float offset,
                              const float *inverse, const float *dy, ptrdiff_t dy_stride, float *dx,
                              ptrdiff_t dx_stride, float *dw, ptrdiff_t rows, ptrdiff_t width,
                              int accumulate) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *xi = x + i * x_stride;
    const float *di = dy + i * dy_stride;
    float *oi = dx + i * dx_stride;
    float scale = inverse[i];
    float dot = 0;
    for (ptrdiff_t j = 0; j < width; j++) dot += di[j] * (w[j] + offset) * xi[j];
    float back = dot * scale * scale * scale / (float)width;
    if (dw)
      for (ptrdiff_t j = 0; j < width; j++) dw[j] += di[j] * xi[j] * scale;
    if (accumulate)
      for (ptrdiff_t j = 0; j < width; j++)
        oi[j] += di[j] * (w[j] + offset) * scale - xi[j] * back;
    else
      for (ptrdiff_t j = 0; j < width; j++)
        oi[j] = di[j] * (w[j] + offset) * scale - xi[j] * back;
  }
}

STEMMA_KERNEL
void stemma_layer_norm(const float *x, ptrdiff_t x_stride, const float *w, const float *b, float *y,
                       ptrdiff_t y_stride, float *mean, float *inverse, ptrdiff_t rows,
                       ptrdiff_t width, float epsilon) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *xi = x + i * x_stride;
    float *yi = y + i * y_stride;
    float sum = 0, squares = 0;
    for (ptrdiff_t j = 0; j < width; j++) sum += xi[j];
    float m = sum / (float)width;
    for (ptrdiff_t j = 0; j < width; j++) squares += (xi[j] - m) * (xi[j] - m);
    float scale = 1.0f / sqrtf(squares / (float)width + epsilon);
    mean[i] = m;
    inverse[i] = scale;
    for (ptrdiff_t j = 0; j < width; j++) yi[j] = (xi[j] - m) * scale;
    if (w)
      for (ptrdiff_t j = 0; j < width; j++) yi[j] *= w[j];
    if (b)
      for (ptrdiff_t j = 0; j < width; j++) yi[j] += b[j];
  }
}

STEMMA_KERNEL
void stemma_layer_norm_backward(const float *x, ptrdiff_t x_stride, const float *w,
                                const float *mean, const float *inverse, const float *dy,
                                ptrdiff_t dy_stride, float *dx, ptrdiff_t dx_stride, float *dw,
                                float *db, ptrdiff_t rows, ptrdiff_t width, int accumulate) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *xi = x + i * x_stride;
    const float *di = dy + i * dy_stride;
    float *oi = dx + i * dx_stride;
    float m = mean[i], scale = inverse[i], sum = 0, dot = 0;
    for (ptrdiff_t j = 0; j < width; j++) {
      float d = w ? di[j] * w[j] : di[j];
      sum += d;
      dot += d * (xi[j] - m) * scale;
    }
    if (dw)
      for (ptrdiff_t j = 0; j < width; j++) dw[j] += di[j] * (xi[j] - m) * scale;
    if (db)
      for (ptrdiff_t j = 0; j < width; j++) db[j] += di[j];
    sum /= (float)width;
    dot /= (float)width;
    for (ptrdiff_t j = 0; j < width; j++) {
      float d = w ? di[j] * w[j] : di[j];
      float value = scale * (d - sum - (xi[j] - m) * scale * dot);
      oi[j] = accumulate ? oi[j] + value : value;
    }
  }
}
