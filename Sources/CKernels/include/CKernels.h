#ifndef STEMMA_CKERNELS_H
#define STEMMA_CKERNELS_H

/// Compiles a kernel twice, for AVX2 with FMA and for any x86-64; the loader picks one.
#if defined(__x86_64__)
#define STEMMA_KERNEL __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define STEMMA_KERNEL
#endif

#endif
