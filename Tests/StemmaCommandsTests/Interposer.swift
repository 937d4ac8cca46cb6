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

  /// Changes a file as soon as the program has mapped one, read of one, or renamed one into its place:
  /// FAULT_CALL says which.
  ///
  /// FAULT_FILE is how that file's path ends, FAULT_TARGET the file that changes if it is another one,
  /// FAULT_OTHER what is put in its place; without that it is emptied.
  static let changingFile = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/mman.h>
    #include <unistd.h>
    static void change(const char *call, const char *path) {
      const char *wanted = getenv("FAULT_CALL"), *ending = getenv("FAULT_FILE");
      const char *target = getenv("FAULT_TARGET"), *other = getenv("FAULT_OTHER");
      static int isDone;
      if (isDone || !wanted || !ending || strcmp(wanted, call) != 0) return;
      if (strlen(path) < strlen(ending)) return;
      if (strcmp(path + strlen(path) - strlen(ending), ending) != 0) return;
      isDone = 1;
      if (!target) target = path;
      if (other ? rename(other, target) : truncate(target, 0)) perror(target);
    }
    static void changeOpen(const char *call, int descriptor) {
      char link[64], path[4096];
      if (descriptor < 0) return;
      snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
      ssize_t length = readlink(link, path, sizeof path - 1);
      if (length < 0) return;
      path[length] = 0;
      change(call, path);
    }
    void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
      static void *(*real)(void *, size_t, int, int, int, off_t);
      if (!real) real = dlsym(RTLD_NEXT, "mmap");
      void *result = real(address, length, protection, flags, descriptor, offset);
      changeOpen("mmap", descriptor);
      return result;
    }
    ssize_t read(int descriptor, void *bytes, size_t count) {
      static ssize_t (*real)(int, void *, size_t);
      if (!real) real = dlsym(RTLD_NEXT, "read");
      ssize_t result = real(descriptor, bytes, count);
      changeOpen("read", descriptor);
      return result;
    }
    int rename(const char *from, const char *to) {
      static int (*real)(const char *, const char *);
      if (!real) real = dlsym(RTLD_NEXT, "rename");
      int result = real(from, to);
      if (result == 0) change("rename", to);
      return result;
    }
    """
}
