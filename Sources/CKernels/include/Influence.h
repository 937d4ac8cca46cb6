#ifndef STEMMA_CKERNELS_INFLUENCE_H
#define STEMMA_CKERNELS_INFLUENCE_H
#include "CKernels.h"

/// sums[j] += Σ_rows x[row, j]², summed over the rows in float32 and onto `sums` in float64.
void stemma_add_squares(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t width,
                        double *sums);
/// result[row] += Σ_j x[row, j]² · w[j].
void stemma_weighted_squares(const float *x, ptrdiff_t x_stride, const float *w, ptrdiff_t rows,
                             ptrdiff_t width, double *result);
/// sums += x.
void stemma_add_floats(const float *x, ptrdiff_t count, double *sums);
/// target = source · scale, rounded to float32; returns whether every element is finite.
int stemma_scaled_floats(const double *source, double scale, float *target, ptrdiff_t count);
/// target = source · scale, in float64.
void stemma_scaled_doubles(const float *source, double scale, double *target, ptrdiff_t count);
/// target[j, i] = source[i, j] in float32; both are contiguous and [order, order].
void stemma_transpose_to_float(const double *source, float *target, ptrdiff_t order);
/// target += factor · source.
void stemma_add_scaled(float *target, const float *source, float factor, ptrdiff_t count);
/// Σ x·y, summed in float64.
double stemma_dot(const float *x, const float *y, ptrdiff_t count);
/// Multiplies element by element.
void stemma_multiply(float *target, const float *factors, ptrdiff_t count);
/// Hadamard transform in place, not divided by √count; `count` is a power of two.
void stemma_hadamard(float *x, ptrdiff_t count);
/// Sets the bits of positive elements, others stay; returns ‖x‖² / ‖x‖₁, 0 where that is no number.
float stemma_pack_signs(const float *x, uint64_t *words, ptrdiff_t count);
/// How many of the first 64 · words bits are set.
int64_t stemma_count_bits(const uint8_t *code, ptrdiff_t words);
/// Σ of four-bit numbers, given as binary digits `[4 × words]`, the lowest first, over the bits that are set.
int64_t stemma_count_weighted(const uint8_t *code, const uint64_t *digits, ptrdiff_t words);
/// Rounds runs of 64 numbers to whole multiples of their largest size / 127; `scales` gets one number a run.
void stemma_to_blocks(const float *x, int8_t *levels, float *scales, ptrdiff_t count);
/// The numbers that were rounded, but for the rounding.
void stemma_from_blocks(const int8_t *levels, const float *scales, float *x, ptrdiff_t count);
/// Sum over all bytes in which every bit and its place counts, eight bytes at a time.
uint64_t stemma_checksum(const uint8_t *bytes, ptrdiff_t count);
/// Whether every element is finite.
int stemma_all_finite(const float *x, ptrdiff_t count);

#endif
