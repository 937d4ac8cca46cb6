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
void stemma_add_floats(const float *restrict x, ptrdiff_t count, double *restrict sums) {
  for (ptrdiff_t i = 0; i < count; i++) sums[i] += x[i];
}

STEMMA_KERNEL
int stemma_scaled_floats(const double *restrict source, double scale, float *restrict target,
                         ptrdiff_t count) {
  uint32_t bad = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    target[i] = (float)(source[i] * scale);
    uint32_t bits;
    __builtin_memcpy(&bits, &target[i], 4);
    bad |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  return bad == 0;
}

STEMMA_KERNEL
void stemma_scaled_doubles(const float *restrict source, double scale, double *restrict target,
                           ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) target[i] = source[i] * scale;
}

STEMMA_KERNEL
void stemma_transpose_to_float(const double *restrict source, float *restrict target,
                               ptrdiff_t order) {
  enum { EDGE = 32 };
  for (ptrdiff_t i = 0; i < order; i += EDGE)
    for (ptrdiff_t j = 0; j < order; j += EDGE)
      for (ptrdiff_t column = j; column < order && column < j + EDGE; column++)
        for (ptrdiff_t row = i; row < order && row < i + EDGE; row++)
          target[column * order + row] = (float)source[row * order + column];
}

STEMMA_KERNEL
void stemma_add_scaled(float *restrict target, const float *restrict source, float factor,
                       ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) target[i] += factor * source[i];
}

STEMMA_KERNEL
double stemma_dot(const float *x, const float *y, ptrdiff_t count) {
  double sum = 0;
  for (ptrdiff_t j = 0; j < count; j++) sum += (double)x[j] * (double)y[j];
  return sum;
}

STEMMA_KERNEL
void stemma_multiply(float *restrict target, const float *restrict factors, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) target[i] *= factors[i];
}

STEMMA_KERNEL
void stemma_hadamard(float *x, ptrdiff_t count) {
  for (ptrdiff_t half = 1; half < count; half *= 2)
    for (ptrdiff_t start = 0; start < count; start += 2 * half) {
      float *restrict low = x + start, *restrict high = x + start + half;
      for (ptrdiff_t i = 0; i < half; i++) {
        float sum = low[i] + high[i];
        high[i] = low[i] - high[i];
        low[i] = sum;
      }
    }
}

STEMMA_KERNEL
float stemma_pack_signs(const float *x, uint64_t *words, ptrdiff_t count) {
  double sizes = 0, squares = 0;
  for (ptrdiff_t j = 0; j < count; j++) {
    sizes += x[j] < 0 ? -x[j] : x[j];
    squares += (double)x[j] * x[j];
    words[j / 64] |= (uint64_t)(x[j] > 0) << (j % 64);
  }
  // Neither infinities nor anything else that compares as false.
  return sizes > 0 && squares < 1e38 * sizes ? (float)(squares / sizes) : 0;
}

static inline uint64_t word_at(const uint8_t *code, ptrdiff_t index) {
  uint64_t word;
  __builtin_memcpy(&word, code + 8 * index, 8);
  return word;
}

STEMMA_KERNEL
int64_t stemma_count_bits(const uint8_t *code, ptrdiff_t words) {
  int64_t sum = 0;
  for (ptrdiff_t i = 0; i < words; i++) sum += __builtin_popcountll(word_at(code, i));
  return sum;
}

STEMMA_KERNEL
int64_t stemma_count_weighted(const uint8_t *code, const uint64_t *digits, ptrdiff_t words) {
  int64_t sum = 0;
  for (ptrdiff_t digit = 0; digit < 4; digit++) {
    const uint64_t *own = digits + digit * words;
    int64_t count = 0;
    for (ptrdiff_t i = 0; i < words; i++) count += __builtin_popcountll(word_at(code, i) & own[i]);
    sum += count << digit;
  }
  return sum;
}

uint64_t stemma_checksum(const uint8_t *bytes, ptrdiff_t count) {
  // Four lanes of multiply and rotate, so that a whole index is checked at the speed of memory.
  uint64_t lanes[4] = {0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u, 0x94d049bb133111ebu, 1};
  ptrdiff_t i = 0;
  for (; i + 32 <= count; i += 32)
    for (int lane = 0; lane < 4; lane++) {
      uint64_t word;
      __builtin_memcpy(&word, bytes + i + 8 * lane, 8);
      uint64_t mix = (lanes[lane] ^ word) * 0xd6e8feb86659fd93u;
      lanes[lane] = mix ^ (mix >> 32);
    }
  uint64_t sum = (uint64_t)count;
  for (int lane = 0; lane < 4; lane++) {
    uint64_t mix = (sum ^ lanes[lane]) * 0xd6e8feb86659fd93u;
    sum = mix ^ (mix >> 32);
  }
  for (; i < count; i++) {
    uint64_t mix = (sum ^ bytes[i]) * 0xd6e8feb86659fd93u;
    sum = mix ^ (mix >> 32);
  }
  return sum;
}

STEMMA_KERNEL
int stemma_all_finite(const float *x, ptrdiff_t count) {
  // By the exponent, since this file lets the compiler assume nothing odd about sums.
  const uint32_t *bits = (const uint32_t *)x;
  uint32_t bad = 0;
  for (ptrdiff_t i = 0; i < count; i++) bad |= (bits[i] & 0x7f800000u) == 0x7f800000u;
  return bad == 0;
}

STEMMA_KERNEL
void stemma_to_blocks(const float *x, int8_t *levels, float *scales, ptrdiff_t count) {
  for (ptrdiff_t start = 0; start < count; start += 64) {
    ptrdiff_t width = count - start < 64 ? count - start : 64;
    float largest = 0;
    for (ptrdiff_t i = 0; i < width; i++) {
      float size = __builtin_fabsf(x[start + i]);
      largest = size > largest ? size : largest;
    }
    float inverse = largest > 0 ? 127 / largest : 0;
    // Of numbers so small that the quotient overflows nothing is left.
    if (!(inverse < 3e38f)) inverse = 0;
    scales[start / 64] = inverse > 0 ? largest / 127 : 0;
    for (ptrdiff_t i = 0; i < width; i++) {
      float level = x[start + i] * inverse;
      levels[start + i] = (int8_t)(level + (level < 0 ? -0.5f : 0.5f));
    }
  }
}

STEMMA_KERNEL
void stemma_from_blocks(const int8_t *levels, const float *scales, float *x, ptrdiff_t count) {
  for (ptrdiff_t start = 0; start < count; start += 64) {
    ptrdiff_t width = count - start < 64 ? count - start : 64;
    float scale = scales[start / 64];
    for (ptrdiff_t i = 0; i < width; i++) x[start + i] = scale * (float)levels[start + i];
  }
}
