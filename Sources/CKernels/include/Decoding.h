#ifndef STEMMA_CKERNELS_DECODING_H
#define STEMMA_CKERNELS_DECODING_H
#include "CKernels.h"

// Products of a few tokens with weights: what reading the weights takes decides, not the arithmetic.

enum {
  /// Columns of weights that are widened at a time.
  STEMMA_DECODING_WIDTH = 1024
};

/// y = W x, or added to y, for one token; W is `[outputs × width]` in bfloat16, contiguous.
void stemma_apply_bf16(const uint16_t *w, ptrdiff_t outputs, ptrdiff_t width, const float *x,
                       float *y, int adds);
/// Y = X Wᵀ, or added to Y, for some tokens; X is `[rows × width]`, Y `[rows × outputs]`.
void stemma_apply_bf16_rows(const uint16_t *w, ptrdiff_t outputs, ptrdiff_t width, const float *x,
                            ptrdiff_t x_stride, ptrdiff_t rows, float *y, ptrdiff_t y_stride,
                            int adds);
/// result[i] = x · row i.
void stemma_row_products(const float *x, const float *rows, ptrdiff_t stride, ptrdiff_t count,
                         ptrdiff_t width, float *result);
/// result = Σ weights[i] · row i.
void stemma_weighted_rows(const float *weights, const float *rows, ptrdiff_t stride,
                          ptrdiff_t count, ptrdiff_t width, float *result);

#endif
