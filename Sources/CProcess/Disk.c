#include "CProcess.h"

#include <sys/vfs.h>

long stemma_disk_kind(const char *path) {
  struct statfs facts;
  // As 32 bits: some kernels extend the sign of numbers whose highest bit is set, some do not.
  return statfs(path, &facts) == 0 ? (long)(unsigned int)facts.f_type : -1;
}
