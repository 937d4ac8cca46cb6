#include "build.h"

// Package.swift defines this from what git says of the checkout; nothing else is built anew when it changes.
#ifndef STEMMA_COMMIT
#define STEMMA_COMMIT ""
#endif

const char *stemma_build_commit(void) { return STEMMA_COMMIT; }
