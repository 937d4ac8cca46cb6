#ifndef STEMMA_CKERNELS_TANGENTS_H
#define STEMMA_CKERNELS_TANGENTS_H
#include "CKernels.h"

// Directional derivatives of the kernels: what a small change of the inputs does to the outputs. `dx` holds the
// inputs' change, `dy` receives the outputs'; the two may be the same memory where strides agree.

/// Of `stemma_rms_norm`, whose `inverse` was kept.
void stemma_rms_norm_tangent(const float *x, ptrdiff_t x_stride, const float *w, float offset,
                             const float *inverse, const float *dx, ptrdiff_t dx_stride, float *dy,
                             ptrdiff_t dy_stride, ptrdiff_t rows, ptrdiff_t width);
/// Of `stemma_layer_norm`, whose `mean` and `inverse` were kept; w may be null.
void stemma_layer_norm_tangent(const float *x, ptrdiff_t x_stride, const float *w, const float *mean,
                               const float *inverse, const float *dx, ptrdiff_t dx_stride, float *dy,
                               ptrdiff_t dy_stride, ptrdiff_t rows, ptrdiff_t width);
/// Of `stemma_activate`: dout = f'(gate) · up · dgate + f(gate) · dup; up and dup may be null.
void stemma_activate_tangent(int kind, const float *gate, ptrdiff_t gate_stride, const float *up,
                             ptrdiff_t up_stride, const float *dgate, ptrdiff_t dgate_stride,
                             const float *dup, ptrdiff_t dup_stride, float *dout,
                             ptrdiff_t dout_stride, ptrdiff_t rows, ptrdiff_t width);
/// Of `stemma_causal_softmax`, in place of the raw scores' change: p · (dz - p·dz), dz being the change
/// after scale and cap. `raw` holds the unscaled scores and is read only when cap > 0.
void stemma_causal_softmax_tangent(const float *p, ptrdiff_t p_stride, float *ds,
                                   ptrdiff_t ds_stride, const float *raw, ptrdiff_t raw_stride,
                                   ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t shift,
                                   ptrdiff_t window, float scale, float cap);
/// Logits of one row into softmax(logits), in place.
void stemma_softmax(float *logits, ptrdiff_t count);
/// The softmax's Hessian on a change of the logits, in place: d := p · (d - p·d).
void stemma_softmax_hessian(const float *p, float *d, ptrdiff_t count);

#endif
