// Says which file was cut off while it was read, in place of a crash.
//
// Reading a mapped page that the file no longer has raises SIGBUS. This handler looks up in the process's
// own list of mappings whose page it was, so that every mapping is covered, those of libraries too. It calls
// only what is safe in a signal handler.
#define _GNU_SOURCE
#include "CProcess.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static struct sigaction previous;
static atomic_flag is_speaking = ATOMIC_FLAG_INIT;

static uintptr_t hexadecimal(const char **text) {
  uintptr_t value = 0;
  for (;; (*text)++) {
    char c = **text;
    if (c >= '0' && c <= '9') value = value << 4 | (uintptr_t)(c - '0');
    else if (c >= 'a' && c <= 'f') value = value << 4 | (uintptr_t)(c - 'a' + 10);
    else return value;
  }
}

// The path in a line "start-end mode offset device inode path" when the address lies in its range.
static const char *path_of(const char *line, uintptr_t address) {
  uintptr_t start = hexadecimal(&line);
  if (*line++ != '-' || address < start || address >= hexadecimal(&line)) return 0;
  const char *path = strchr(line, '/');
  return path;
}

// The path of the file mapped at an address; `line` keeps it.
static const char *mapped_path(uintptr_t address, char *line, size_t size) {
  int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (maps < 0) return 0;
  char part[1024];
  const char *path = 0;
  size_t length = 0;
  for (ssize_t count; !path && (count = read(maps, part, sizeof part)) > 0;) {
    for (ssize_t i = 0; i < count && !path; i++) {
      if (part[i] == '\n') {
        line[length] = 0;
        path = path_of(line, address);
        length = 0;
      } else if (length + 1 < size) {
        unsigned char byte = (unsigned char)part[i];
        line[length++] = byte < 0x20 || byte == 0x7f ? '?' : part[i];
      }
    }
  }
  close(maps);
  return path;
}

static void explain(int sig, siginfo_t *info, void *context) {
  (void)context;
  static char line[8192];
  if (info->si_code == BUS_ADRERR) {
    // Of several threads that meet the same end one speaks.
    while (atomic_flag_test_and_set(&is_speaking)) pause();
    const char *path = mapped_path((uintptr_t)info->si_addr, line, sizeof line);
    static const char says[] = ": was cut off, or its disk failed, while it was being read; put the whole file back"
                               " and run again, nothing committed is lost\n";
    if (path) {
      (void)!write(STDERR_FILENO, "stemma: ", 8);
      (void)!write(STDERR_FILENO, path, strlen(path));
      (void)!write(STDERR_FILENO, says, sizeof says - 1);
      _exit(1);
    }
    atomic_flag_clear(&is_speaking);
  }
  // Anything else is a fault of the program: it recurs, and is reported as ever.
  sigaction(sig, &previous, 0);
  if (info->si_code <= 0) raise(sig);
}

void stemma_explain_cut_mappings(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = explain;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &previous);
}
