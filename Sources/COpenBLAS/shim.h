#ifndef STEMMA_COPENBLAS_SHIM_H
#define STEMMA_COPENBLAS_SHIM_H
#include <cblas.h>

// Needed because Debian builds OpenBLAS without LAPACKE: the Fortran entries are declared here.
// Character lengths come last and by value, as gfortran passes them.
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda,
             double *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, unsigned long jobz_length, unsigned long uplo_length);
void sgeqrf_(const blasint *m, const blasint *n, float *a, const blasint *lda, float *tau,
             float *work, const blasint *lwork, blasint *info);
void sorgqr_(const blasint *m, const blasint *n, const blasint *k, float *a, const blasint *lda,
             const float *tau, float *work, const blasint *lwork, blasint *info);
#endif
