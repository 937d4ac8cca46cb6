// Vectorisable exponential and hyperbolic tangent, to about one unit in the last place.
#ifndef STEMMA_FAST_MATH_H
#define STEMMA_FAST_MATH_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline __attribute__((always_inline)) float fast_exp(float x) {
  // 2^n · e^r with |r| <= ln(2)/2 and a polynomial for e^r (Cephes' coefficients, public domain).
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  float n = __builtin_floorf(x * 1.44269504088896341f + 0.5f);
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t bits = ((int32_t)n + 127) << 23;
  float power;
  memcpy(&power, &bits, 4);
  return p * power;
}

static inline __attribute__((always_inline)) float fast_sigmoid(float x) {
  return 1.0f / (1.0f + fast_exp(-x));
}

static inline __attribute__((always_inline)) float fast_tanh(float x) {
  return 1.0f - 2.0f / (1.0f + fast_exp(2.0f * x));
}

/// Largest of at least one value; lanes of their own let the compiler vectorise the search.
static inline __attribute__((always_inline)) float largest_of(const float *x, ptrdiff_t count) {
  float lanes[16];
  for (int l = 0; l < 16; l++) lanes[l] = x[0];
  ptrdiff_t j = 0;
  for (; j + 16 <= count; j += 16)
    for (int l = 0; l < 16; l++) lanes[l] = x[j + l] > lanes[l] ? x[j + l] : lanes[l];
  for (; j < count; j++) lanes[0] = x[j] > lanes[0] ? x[j] : lanes[0];
  for (int l = 1; l < 16; l++) lanes[0] = lanes[l] > lanes[0] ? lanes[l] : lanes[0];
  return lanes[0];
}
#endif
