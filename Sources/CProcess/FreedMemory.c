// Memory that is freed goes back to the system.
#include "CProcess.h"
#include <malloc.h>

void stemma_return_freed_memory(void) {
  // By itself glibc raises this limit to the largest block freed so far, and then every thread's heap keeps
  // what it once held: a seventh of the engine's memory on a small model.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
}
