// Lets OpenBLAS use the vector units of processors that are younger than it.
//
// A processor that OpenBLAS does not know gets its oldest kernels (Prescott, SSE3): on such a machine
// products were measured four times slower than with the kernels below. OpenBLAS chooses before main;
// this runs after that and before the first product, and lets it choose again, with a hint.
// The symbols are weak: a build of OpenBLAS for one processor lacks them, and nothing happens.
#if defined(__x86_64__)
#include <stdlib.h>
#include <string.h>

extern char *openblas_get_corename(void) __attribute__((weak));
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

__attribute__((constructor)) static void use_vector_units(void) {
  static const char *const hint = "OPENBLAS_CORETYPE";
  if (!openblas_get_corename || !gotoblas_dynamic_init || !gotoblas_dynamic_quit) return;
  if (getenv(hint) || strcmp(openblas_get_corename(), "Prescott") != 0) return;
  __builtin_cpu_init();
  const char *kernels = 0;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) kernels = "Haswell";
  if (kernels && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    kernels = "SkylakeX";
  if (!kernels) return;
  setenv(hint, kernels, 1);
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv(hint);
}
#endif
