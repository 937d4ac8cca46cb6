#include "Decoding.h"

// Lets the compiler reassociate sums in this file only, as vectorising a reduction needs.
#pragma clang fp reassociate(on) contract(fast)

#if defined(__x86_64__) && defined(__linux__)
#define STEMMA_DECODING                                                                            \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define STEMMA_DECODING
#endif

/// A bfloat16 is the upper half of a float32.
static inline __attribute__((always_inline)) float widened(uint16_t half) {
  uint32_t bits = (uint32_t)half << 16;
  float value;
  __builtin_memcpy(&value, &bits, 4);
  return value;
}

enum {
  /// How far ahead of the products weights are asked for: what comes from memory meanwhile.
  AHEAD = 16 << 10,
  /// Columns whose inputs are kept apart by even and odd.
  PART = 8192
};

static inline __attribute__((always_inline)) float of_bits(uint32_t bits) {
  float value;
  __builtin_memcpy(&value, &bits, 4);
  return value;
}

static inline __attribute__((always_inline)) uint32_t two_halves(const uint16_t *p) {
  uint32_t bits;
  __builtin_memcpy(&bits, p, 4);
  return bits;
}

static inline __attribute__((always_inline)) void fetch(const void *from, ptrdiff_t bytes) {
  const char *p = (const char *)from + AHEAD;
  for (ptrdiff_t at = 0; at < bytes; at += 64) __builtin_prefetch(p + at, 0, 3);
}

/// Σ over a row's columns, which are taken two at a time: the lower half of each word is the even one.
static inline __attribute__((always_inline)) float product(const uint16_t *w, const float *even,
                                                           const float *odd, ptrdiff_t count) {
  float sum = 0;
  for (ptrdiff_t k = 0; k < count / 2; k++) {
    uint32_t pair = two_halves(w + 2 * k);
    sum += of_bits(pair << 16) * even[k] + of_bits(pair & 0xffff0000u) * odd[k];
  }
  if (count % 2) sum += widened(w[count - 1]) * even[count / 2];
  return sum;
}

STEMMA_DECODING
void stemma_apply_bf16(const uint16_t *w, ptrdiff_t outputs, ptrdiff_t width, const float *x,
                       float *y, int adds) {
  float even[PART / 2], odd[PART / 2];
  for (ptrdiff_t start = 0; start < width; start += PART) {
    ptrdiff_t count = width - start < PART ? width - start : PART;
    for (ptrdiff_t k = 0; k < count / 2; k++) {
      even[k] = x[start + 2 * k];
      odd[k] = x[start + 2 * k + 1];
    }
    if (count % 2) even[count / 2] = x[start + count - 1];
    int isMore = adds || start > 0;
    ptrdiff_t j = 0;
    // Four rows of weights read what they are multiplied with together.
    for (; j + 4 <= outputs; j += 4) {
      const uint16_t *a = w + j * width + start, *b = a + width, *c = b + width, *d = c + width;
      fetch(a, 8 * count);
      float p = 0, q = 0, r = 0, s = 0;
      for (ptrdiff_t k = 0; k < count / 2; k++) {
        uint32_t t = two_halves(a + 2 * k), u = two_halves(b + 2 * k), v = two_halves(c + 2 * k),
                 z = two_halves(d + 2 * k);
        float e = even[k], o = odd[k];
        p += of_bits(t << 16) * e + of_bits(t & 0xffff0000u) * o;
        q += of_bits(u << 16) * e + of_bits(u & 0xffff0000u) * o;
        r += of_bits(v << 16) * e + of_bits(v & 0xffff0000u) * o;
        s += of_bits(z << 16) * e + of_bits(z & 0xffff0000u) * o;
      }
      if (count % 2) {
        float e = even[count / 2];
        p += widened(a[count - 1]) * e;
        q += widened(b[count - 1]) * e;
        r += widened(c[count - 1]) * e;
        s += widened(d[count - 1]) * e;
      }
      y[j] = p + (isMore ? y[j] : 0);
      y[j + 1] = q + (isMore ? y[j + 1] : 0);
      y[j + 2] = r + (isMore ? y[j + 2] : 0);
      y[j + 3] = s + (isMore ? y[j + 3] : 0);
    }
    for (; j < outputs; j++)
      y[j] = product(w + j * width + start, even, odd, count) + (isMore ? y[j] : 0);
  }
}

STEMMA_DECODING
void stemma_apply_bf16_rows(const uint16_t *w, ptrdiff_t outputs, ptrdiff_t width, const float *x,
                            ptrdiff_t x_stride, ptrdiff_t rows, float *y, ptrdiff_t y_stride,
                            int adds) {
  // A row of weights is widened once and then meets four rows at a time.
  float wide[2][STEMMA_DECODING_WIDTH];
  for (ptrdiff_t j = 0; j < outputs; j += 2) {
    ptrdiff_t other = j + 1 < outputs ? j + 1 : j;
    for (ptrdiff_t start = 0; start < width; start += STEMMA_DECODING_WIDTH) {
      ptrdiff_t count =
        width - start < STEMMA_DECODING_WIDTH ? width - start : STEMMA_DECODING_WIDTH;
      const uint16_t *a = w + j * width + start, *b = w + other * width + start;
      fetch(a, 2 * count);
      fetch(b, 2 * count);
      for (ptrdiff_t k = 0; k < count; k++) wide[0][k] = widened(a[k]);
      for (ptrdiff_t k = 0; k < count; k++) wide[1][k] = widened(b[k]);
      int isMore = adds || start > 0;
      for (ptrdiff_t row = 0; row < rows; row += 4) {
        // Rows that are not there repeat the last one.
        ptrdiff_t last = rows - 1;
        ptrdiff_t at[4] = {row, row + 1 < rows ? row + 1 : last, row + 2 < rows ? row + 2 : last,
                           row + 3 < rows ? row + 3 : last};
        const float *e = x + at[0] * x_stride + start, *f = x + at[1] * x_stride + start,
                    *g = x + at[2] * x_stride + start, *h = x + at[3] * x_stride + start;
        float p[4] = {0, 0, 0, 0}, q[4] = {0, 0, 0, 0};
        for (ptrdiff_t k = 0; k < count; k++) {
          float u = wide[0][k], v = wide[1][k];
          p[0] += u * e[k];
          p[1] += u * f[k];
          p[2] += u * g[k];
          p[3] += u * h[k];
          q[0] += v * e[k];
          q[1] += v * f[k];
          q[2] += v * g[k];
          q[3] += v * h[k];
        }
        for (ptrdiff_t i = 0; i < 4 && row + i < rows; i++) {
          float *target = y + (row + i) * y_stride;
          target[j] = p[i] + (isMore ? target[j] : 0);
          if (other != j) target[other] = q[i] + (isMore ? target[other] : 0);
        }
      }
    }
  }
}

STEMMA_DECODING
void stemma_row_products(const float *x, const float *rows, ptrdiff_t stride, ptrdiff_t count,
                         ptrdiff_t width, float *result) {
  for (ptrdiff_t row = 0; row < count; row++) {
    const float *source = rows + row * stride;
    float sum = 0;
    for (ptrdiff_t k = 0; k < width; k++) sum += x[k] * source[k];
    result[row] = sum;
  }
}

STEMMA_DECODING
void stemma_weighted_rows(const float *weights, const float *rows, ptrdiff_t stride,
                          ptrdiff_t count, ptrdiff_t width, float *result) {
  for (ptrdiff_t k = 0; k < width; k++) result[k] = 0;
  for (ptrdiff_t row = 0; row < count; row++) {
    const float *source = rows + row * stride;
    float weight = weights[row];
    for (ptrdiff_t k = 0; k < width; k++) result[k] += weight * source[k];
  }
}
