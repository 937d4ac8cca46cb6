#ifndef STEMMA_COPENBLAS_SHIM_H
#define STEMMA_COPENBLAS_SHIM_H
#include <cblas.h>

// Needed because Debian builds OpenBLAS without LAPACKE: the Fortran entry is declared here.
// Character lengths come last and by value, as gfortran passes them.
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda,
             double *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, unsigned long jobz_length, unsigned long uplo_length);
#endif
