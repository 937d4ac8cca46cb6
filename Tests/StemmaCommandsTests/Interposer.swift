import Foundation
import TestSupport
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

  /// Stands before every product of matrices: C with the product as `multiply(alpha)`.
  private static func product(_ body: String) -> String {
    """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdlib.h>
    #define multiply(factor) \\
      real(order, left, right, m, n, k, factor, a, lda, b, ldb, beta, c, ldc)
    void cblas_sgemm(
        int order, int left, int right, int m, int n, int k, float alpha, const float *a, int lda,
        const float *b, int ldb, float beta, float *c, int ldc) {
      static void (*real)(
          int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
      if (!real) real = dlsym(RTLD_NEXT, "cblas_sgemm");
    \(body)
    }
    """
  }

  /// Every third product of matrices comes out a tenth too large.
  static let wrongProducts = product(
    """
      static int count;
      multiply(alpha);
      if (__sync_add_and_fetch(&count, 1) % 3 != 0) return;
      for (int row = 0; row < m; row++)
        for (int column = 0; column < n; column++) c[row * (long)ldc + column] *= 1.1f;
    """)

  /// Every product takes a thousandth of a second at least.
  static let slowProducts =
    "#include <unistd.h>\n"
    + product(
      """
        usleep(1000);
        multiply(alpha);
      """)

  /// The product of passages' gradients with FAULT_STEPS steps comes out with the other sign.
  static let turnedScores = product(
    """
      const int transposed = 112;
      multiply(n == atoi(getenv("FAULT_STEPS")) && right == transposed && beta == 1 ? -alpha : alpha);
    """)

  /// Sends the program FAULT_SIGNAL within each transaction that writes with the words FAULT_SQL, or within the
  /// one of the number FAULT_COUNT.
  static let signalling = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <signal.h>
    #include <stdlib.h>
    #include <string.h>
    int sqlite3_step(void *statement) {
      static int (*real)(void *);
      static const char *(*text)(void *);
      static int count;
      if (!real) {
        text = dlsym(RTLD_NEXT, "sqlite3_sql");
        real = dlsym(RTLD_NEXT, "sqlite3_step");
      }
      int result = real(statement);
      const char *wanted = getenv("FAULT_SQL"), *number = getenv("FAULT_COUNT"), *sql = text(statement);
      if (wanted && sql && strstr(sql, wanted) && (++count == (number ? atoi(number) : count)))
        raise(atoi(getenv("FAULT_SIGNAL")));
      return result;
    }
    """

  /// Holds the program for ever in the stage FAULT_STAGE, as one endless call would.
  ///
  /// The thread that says the stage is held at what it does next. Files in FAULT_FOLDER tell: `held`, and `heard` once a
  /// signal's handler has set its timer, on whatever thread. With FAULT_PATIENCE no timer goes off.
  static let endlessStage = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <time.h>
    #include <unistd.h>
    static __thread int isArmed;
    static void tell(const char *name) {
      char path[4096];
      snprintf(path, sizeof path, "%s/%s", getenv("FAULT_FOLDER"), name);
      close(open(path, O_CREAT | O_WRONLY, 0600));
    }
    static void hold(void) {
      if (!isArmed) return;
      isArmed = 0;
      tell("held");
      for (;;) {
        struct timespec while_ = {3600, 0};
        nanosleep(&while_, NULL);
      }
    }
    int sqlite3_step(void *statement) {
      static int (*real)(void *);
      static char *(*expanded)(void *);
      static void (*release)(void *);
      if (!real) {
        expanded = dlsym(RTLD_NEXT, "sqlite3_expanded_sql");
        release = dlsym(RTLD_NEXT, "sqlite3_free");
        real = dlsym(RTLD_NEXT, "sqlite3_step");
      }
      hold();
      char *sql = expanded(statement), wanted[64];
      snprintf(wanted, sizeof wanted, "'%s'", getenv("FAULT_STAGE"));
      int isStage = sql && strstr(sql, "INTO engine") && strstr(sql, wanted);
      release(sql);
      int result = real(statement);
      if (isStage) isArmed = 1;
      return result;
    }
    int clock_gettime(clockid_t clock, struct timespec *now) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
      hold();
      return real(clock, now);
    }
    void cblas_sgemm(
        int order, int left, int right, int m, int n, int k, float alpha, const float *a, int lda,
        const float *b, int ldb, float beta, float *c, int ldc) {
      static void (*real)(
          int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
      if (!real) real = dlsym(RTLD_NEXT, "cblas_sgemm");
      hold();
      real(order, left, right, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
    int setitimer(int which, const void *value, void *former) {
      static int (*real)(int, const void *, void *);
      if (!real) real = dlsym(RTLD_NEXT, "setitimer");
      tell("heard");
      return getenv("FAULT_PATIENCE") ? 0 : real(which, value, former);
    }
    """

  /// The machine is called FAULT_HOST, its disks are NFS, and what it locks no other machine hears of.
  static let sharedDisk = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdarg.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/vfs.h>
    int gethostname(char *name, size_t length) {
      strncpy(name, getenv("FAULT_HOST"), length);
      return 0;
    }
    int statfs(const char *path, struct statfs *facts) {
      static int (*real)(const char *, struct statfs *);
      if (!real) real = dlsym(RTLD_NEXT, "statfs");
      int result = real(path, facts);
      if (result == 0) facts->f_type = 0x6969;
      return result;
    }
    static int lockNothing(const char *name, int descriptor, int command, void *argument) {
      int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
      if (command == F_OFD_SETLK) return 0;
      if (command == F_OFD_GETLK) {
        ((struct flock *)argument)->l_type = F_UNLCK;
        return 0;
      }
      return real(descriptor, command, argument);
    }
    int fcntl(int descriptor, int command, ...) {
      va_list rest;
      va_start(rest, command);
      void *argument = va_arg(rest, void *);
      va_end(rest);
      return lockNothing("fcntl", descriptor, command, argument);
    }
    int fcntl64(int descriptor, int command, ...) {
      va_list rest;
      va_start(rest, command);
      void *argument = va_arg(rest, void *);
      va_end(rest);
      return lockNothing("fcntl64", descriptor, command, argument);
    }
    """

  /// Two engines reach for a workspace at the same moment, and whoever gets it works once the other is refused.
  ///
  /// They tell each other by files in FAULT_FOLDER.
  static let meeting = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdarg.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <unistd.h>
    static const char *place(const char *name) {
      static char path[4096];
      snprintf(path, sizeof path, "%s/%s", getenv("FAULT_FOLDER"), name);
      return path;
    }
    static int make(const char *name) { return open(place(name), O_CREAT | O_EXCL | O_WRONLY, 0600); }
    static void await(const char *name) {
      for (int tries = 0; tries < 6000 && access(place(name), F_OK) != 0; tries++) usleep(1000);
    }
    static int meet(const char *name, int descriptor, int command, void *argument) {
      int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
      if (!getenv("FAULT_FOLDER") || command != F_OFD_SETLK) return real(descriptor, command, argument);
      if (make("first") < 0) make("second");
      await("second");
      int result = real(descriptor, command, argument);
      if (result == 0) await("refused");
      else make("refused");
      return result;
    }
    int fcntl(int descriptor, int command, ...) {
      va_list rest;
      va_start(rest, command);
      void *argument = va_arg(rest, void *);
      va_end(rest);
      return meet("fcntl", descriptor, command, argument);
    }
    int fcntl64(int descriptor, int command, ...) {
      va_list rest;
      va_start(rest, command);
      void *argument = va_arg(rest, void *);
      va_end(rest);
      return meet("fcntl64", descriptor, command, argument);
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
