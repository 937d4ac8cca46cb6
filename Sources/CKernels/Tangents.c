#include "CKernels.h"
#include "FastMath.h"
#include "Slopes.h"
#include <math.h>
#pragma clang fp reassociate(on) contract(fast)

STEMMA_KERNEL
void stemma_rms_norm_tangent(const float *x, ptrdiff_t x_stride, const float *w, float offset,
                             const float *inverse, const float *dx, ptrdiff_t dx_stride, float *dy,
                             ptrdiff_t dy_stride, ptrdiff_t rows, ptrdiff_t width) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *xi = x + i * x_stride;
    const float *di = dx + i * dx_stride;
    float *oi = dy + i * dy_stride;
    float scale = inverse[i], dot = 0;
    for (ptrdiff_t j = 0; j < width; j++) dot += di[j] * xi[j];
    float back = dot * scale * scale * scale / (float)width;
    for (ptrdiff_t j = 0; j < width; j++)
      oi[j] = (di[j] * scale - xi[j] * back) * (w[j] + offset);
  }
}

STEMMA_KERNEL
void stemma_layer_norm_tangent(const float *x, ptrdiff_t x_stride, const float *w, const float *mean,
                               const float *inverse, const float *dx, ptrdiff_t dx_stride, float *dy,
                               ptrdiff_t dy_stride, ptrdiff_t rows, ptrdiff_t width) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *xi = x + i * x_stride;
    const float *di = dx + i * dx_stride;
    float *oi = dy + i * dy_stride;
    float m = mean[i], scale = inverse[i], sum = 0, dot = 0;
    for (ptrdiff_t j = 0; j < width; j++) {
      sum += di[j];
      dot += di[j] * (xi[j] - m) * scale;
    }
    sum /= (float)width;
    dot /= (float)width;
    for (ptrdiff_t j = 0; j < width; j++)
      oi[j] = scale * (di[j] - sum - (xi[j] - m) * scale * dot) * (w ? w[j] : 1.0f);
  }
}

#define TANGENT(KIND)                                                                     \
  for (ptrdiff_t i = 0; i < rows; i++) {                                                  \
    const float *gi = gate + i * gate_stride, *dgi = dgate + i * dgate_stride;            \
    const float *ui = up ? up + i * up_stride : 0, *dui = dup ? dup + i * dup_stride : 0; \
    float *oi = dout + i * dout_stride;                                                   \
    for (ptrdiff_t j = 0; j < width; j++) {                                               \
      float slope, value = value_and_slope(KIND, gi[j], &slope);                          \
      oi[j] = ui ? slope * ui[j] * dgi[j] + value * dui[j] : slope * dgi[j];              \
    }                                                                                     \
  }

STEMMA_KERNEL
void stemma_activate_tangent(int kind, const float *gate, ptrdiff_t gate_stride, const float *up,
                             ptrdiff_t up_stride, const float *dgate, ptrdiff_t dgate_stride,
                             const float *dup, ptrdiff_t dup_stride, float *dout,
                             ptrdiff_t dout_stride, ptrdiff_t rows, ptrdiff_t width) {
  switch (kind) {
    case STEMMA_SILU: TANGENT(STEMMA_SILU) break;
    case STEMMA_GELU_TANH: TANGENT(STEMMA_GELU_TANH) break;
    case STEMMA_GELU_ERF: TANGENT(STEMMA_GELU_ERF) break;
    default: TANGENT(STEMMA_RELU)
  }
}

STEMMA_KERNEL
void stemma_causal_softmax_tangent(const float *p, ptrdiff_t p_stride, float *ds,
                                   ptrdiff_t ds_stride, const float *raw, ptrdiff_t raw_stride,
                                   ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t shift,
                                   ptrdiff_t window, float scale, float cap) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *pi = p + i * p_stride;
    float *di = ds + i * ds_stride;
    ptrdiff_t last = i + shift, first = last - window + 1;
    if (first < 0) first = 0;
    for (ptrdiff_t j = first; j <= last; j++) di[j] *= scale;
    if (cap > 0) {
      const float *ri = raw + i * raw_stride;
      for (ptrdiff_t j = first; j <= last; j++) {
        float t = fast_tanh(ri[j] * scale / cap);
        di[j] *= 1.0f - t * t;
      }
    }
    float dot = 0;
    for (ptrdiff_t j = first; j <= last; j++) dot += pi[j] * di[j];
    for (ptrdiff_t j = first; j <= last; j++) di[j] = pi[j] * (di[j] - dot);
    for (ptrdiff_t j = 0; j < first; j++) di[j] = 0;
    for (ptrdiff_t j = last + 1; j < columns; j++) di[j] = 0;
  }
}

STEMMA_KERNEL
void stemma_softmax(float *logits, ptrdiff_t count) {
  float largest = largest_of(logits, count), sum = 0;
  for (ptrdiff_t j = 0; j < count; j++) {
    float e = fast_exp(logits[j] - largest);
    logits[j] = e;
    sum += e;
  }
  float inverse = 1.0f / sum;
  for (ptrdiff_t j = 0; j < count; j++) logits[j] *= inverse;
}

STEMMA_KERNEL
void stemma_softmax_hessian(const float *p, float *d, ptrdiff_t count) {
  float dot = 0;
  for (ptrdiff_t j = 0; j < count; j++) dot += p[j] * d[j];
  for (ptrdiff_t j = 0; j < count; j++) d[j] = p[j] * (d[j] - dot);
}
