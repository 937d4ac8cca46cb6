#ifndef STEMMA_CKERNELS_H
#define STEMMA_CKERNELS_H
#include <stddef.h>
#include <stdint.h>

/// Compiles a kernel twice, for AVX2 with FMA and for any x86-64; the loader picks one.
///
/// Not under ThreadSanitizer, which is not there yet when the loader asks.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STEMMA_ONE_KERNEL
#endif
#endif
#if defined(__x86_64__) && !defined(STEMMA_ONE_KERNEL)
#define STEMMA_KERNEL __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define STEMMA_KERNEL
#endif

// Matrices are row-major float32. `stride` counts floats between the starts of rows.

/// y = x / sqrt(mean(x²) + epsilon) · (w + offset), row by row; keeps 1/sqrt(…) per row in `inverse`.
void stemma_rms_norm(const float *x, ptrdiff_t x_stride, const float *w, float offset, float *y,
                     ptrdiff_t y_stride, float *inverse, ptrdiff_t rows, ptrdiff_t width,
                     float epsilon);
/// Writes dx (adds when `accumulate`), adds to dw when it is not null.
void stemma_rms_norm_backward(const float *x, ptrdiff_t x_stride, const float *w, float offset,
                              const float *inverse, const float *dy, ptrdiff_t dy_stride, float *dx,
                              ptrdiff_t dx_stride, float *dw, ptrdiff_t rows, ptrdiff_t width,
                              int accumulate);
/// y = (x - mean) / sqrt(var + epsilon) · w + b; w and b may be null. Keeps mean and 1/sqrt(…).
void stemma_layer_norm(const float *x, ptrdiff_t x_stride, const float *w, const float *b, float *y,
                       ptrdiff_t y_stride, float *mean, float *inverse, ptrdiff_t rows,
                       ptrdiff_t width, float epsilon);
void stemma_layer_norm_backward(const float *x, ptrdiff_t x_stride, const float *w,
                                const float *mean, const float *inverse, const float *dy,
                                ptrdiff_t dy_stride, float *dx, ptrdiff_t dx_stride, float *dw,
                                float *db, ptrdiff_t rows, ptrdiff_t width, int accumulate);

/// Activation kinds, as `stemma_activate` takes them.
enum { STEMMA_SILU = 0, STEMMA_GELU_TANH = 1, STEMMA_GELU_ERF = 2, STEMMA_RELU = 3 };

/// out = f(gate) · up; `up` may be null for an ungated layer.
void stemma_activate(int kind, const float *gate, ptrdiff_t gate_stride, const float *up,
                     ptrdiff_t up_stride, float *out, ptrdiff_t out_stride, ptrdiff_t rows,
                     ptrdiff_t width);
/// dgate = dout · up · f'(gate), dup = dout · f(gate).
void stemma_activate_backward(int kind, const float *gate, ptrdiff_t gate_stride, const float *up,
                              ptrdiff_t up_stride, const float *dout, ptrdiff_t dout_stride,
                              float *dgate, ptrdiff_t dgate_stride, float *dup,
                              ptrdiff_t dup_stride, ptrdiff_t rows, ptrdiff_t width);

/// Rotates one head of every row in place; `positions` picks the row of cosines and sines.
/// `direction` is 1 forward, -1 for the inverse that the backward pass needs.
void stemma_rotate(float *x, ptrdiff_t stride, const int32_t *positions, const float *cosines,
                   const float *sines, ptrdiff_t rows, ptrdiff_t half, int interleaved,
                   float direction);

/// Turns a block of one head's scores into probabilities in place: row i sees the columns
/// i + shift - window + 1 ... i + shift; the others become 0.
/// Scores are first scaled and, if cap > 0, capped to cap · tanh(score / cap).
/// Keeps log(sum(exp)) per row.
void stemma_causal_softmax(float *scores, ptrdiff_t stride, float *log_sums, ptrdiff_t rows,
                           ptrdiff_t columns, ptrdiff_t shift, ptrdiff_t window, float scale,
                           float cap);
/// The same from the log-sums kept by the forward pass.
void stemma_causal_softmax_again(float *scores, ptrdiff_t stride, const float *log_sums,
                                 ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t shift,
                                 ptrdiff_t window, float scale, float cap);
/// dscores (in place of dp) = p · (dp - dot) · scale, times the cap's slope when cap > 0.
/// `raw` holds the unscaled scores and is read only when cap > 0.
void stemma_causal_softmax_backward(const float *p, ptrdiff_t p_stride, float *dp,
                                    ptrdiff_t dp_stride, const float *dots, const float *raw,
                                    ptrdiff_t raw_stride, ptrdiff_t rows, ptrdiff_t columns,
                                    ptrdiff_t shift, ptrdiff_t window, float scale, float cap);

/// Cross-entropy in nats of one row of logits against `target`; writes (softmax - onehot) · weight over
/// the logits when `gradient` is not 0.
float stemma_cross_entropy(float *logits, ptrdiff_t count, ptrdiff_t target, int gradient);
/// Index drawn from softmax(logits) by the inverse of its cumulative sum at u in 0 ..< 1.
ptrdiff_t stemma_draw(const float *logits, ptrdiff_t count, double u);
/// Scales logits and caps them to cap · tanh(x / cap) when cap > 0.
void stemma_scale_and_cap(float *x, ptrdiff_t count, float scale, float cap);
/// Gradient of the above in place, from the capped values.
void stemma_scale_and_cap_backward(const float *capped, float *d, ptrdiff_t count, float scale,
                                   float cap);

void stemma_add(float *target, const float *source, ptrdiff_t count);
void stemma_scale(float *x, ptrdiff_t count, float factor);
/// Adds `b` to every row.
void stemma_add_bias(float *x, ptrdiff_t stride, const float *b, ptrdiff_t rows, ptrdiff_t width);
/// Adds the sum over rows to `sums`.
void stemma_add_column_sums(const float *x, ptrdiff_t stride, float *sums, ptrdiff_t rows,
                            ptrdiff_t width);
/// dots[i] = x_i · y_i.
void stemma_row_dots(const float *x, ptrdiff_t x_stride, const float *y, ptrdiff_t y_stride,
                     float *dots, ptrdiff_t rows, ptrdiff_t width);
/// Sum of squares in double precision.
double stemma_sum_of_squares(const float *x, ptrdiff_t count);
/// Clamps to -limit ... limit.
void stemma_clamp(float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t width, float limit);
/// Zeroes gradients where the clamped value sits on the limit.
void stemma_clamp_backward(const float *clamped, ptrdiff_t stride, float *d, ptrdiff_t d_stride,
                           ptrdiff_t rows, ptrdiff_t width, float limit);

void stemma_from_bf16(const uint16_t *source, float *target, ptrdiff_t count);
void stemma_from_f16(const uint16_t *source, float *target, ptrdiff_t count);
void stemma_from_f64(const double *source, float *target, ptrdiff_t count);
/// Rounds to nearest even.
void stemma_to_bf16(const float *source, uint16_t *target, ptrdiff_t count);

/// One AdamW step (Loshchilov and Hutter 2019) with decoupled decay; `c1`, `c2` are 1 - beta^t.
void stemma_adamw(float *parameter, const float *gradient, float *first, float *second,
                  ptrdiff_t count, float rate, float beta1, float beta2, float epsilon, float decay,
                  float c1, float c2, float gradient_scale);

#include "Decoding.h"
#include "Influence.h"
#include "Tangents.h"

#endif
