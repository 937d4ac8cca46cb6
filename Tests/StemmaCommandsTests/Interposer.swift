import Foundation
import Testing

/// A library that stands between the program and the system's calls.
struct Interposer {
  let path: String

  /// Compiles C.
  init(_ source: String, in folder: TemporaryFolder) throws {
    path = folder.path + "/interposer.so"
    try Data(source.utf8).write(to: URL(filePath: folder.path + "/interposer.c"))
    let made = try Program.shell(
      "cd \"$1\" && for c in clang cc; do $c -shared -fPIC -o interposer.so interposer.c && exit; done",
      folder.path)
    try #require(FileManager.default.fileExists(atPath: path), "\(made.errors)")
  }

  /// Sets the system's clock an hour back and forth.
  static let jumpingClock = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <time.h>
    int clock_gettime(clockid_t clock, struct timespec *time) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
      int result = real(clock, time);
      struct timespec steady;
      real(CLOCK_MONOTONIC, &steady);
      if (clock == CLOCK_REALTIME && steady.tv_nsec < 500000000) time->tv_sec -= 3600;
      return result;
    }
    """

  /// Changes a file as soon as the program has mapped it, or read of it: FAULT_CALL says which of the two.
  ///
  /// FAULT_FILE is how its path ends, FAULT_OTHER what is put in its place; without that it is emptied.
  static let changingFile = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/mman.h>
    #include <unistd.h>
    static void change(const char *call, int descriptor) {
      const char *wanted = getenv("FAULT_CALL"), *ending = getenv("FAULT_FILE");
      const char *other = getenv("FAULT_OTHER");
      if (descriptor < 0 || !wanted || !ending || strcmp(wanted, call) != 0) return;
      char link[64], path[4096];
      snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
      ssize_t length = readlink(link, path, sizeof path - 1);
      if (length < (ssize_t)strlen(ending)) return;
      path[length] = 0;
      if (strcmp(path + length - strlen(ending), ending) != 0) return;
      if (other) rename(other, path);
      else if (truncate(path, 0) != 0) perror(path);
    }
    void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
      static void *(*real)(void *, size_t, int, int, int, off_t);
      if (!real) real = dlsym(RTLD_NEXT, "mmap");
      void *result = real(address, length, protection, flags, descriptor, offset);
      change("mmap", descriptor);
      return result;
    }
    ssize_t read(int descriptor, void *bytes, size_t count) {
      static ssize_t (*real)(int, void *, size_t);
      if (!real) real = dlsym(RTLD_NEXT, "read");
      ssize_t result = real(descriptor, bytes, count);
      change("read", descriptor);
      return result;
    }
    """
}
