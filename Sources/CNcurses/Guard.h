#ifndef STEMMA_CNCURSES_GUARD_H
#define STEMMA_CNCURSES_GUARD_H
#include <signal.h>
#include <stddef.h>
#include <termios.h>

/// How to give the terminal back; in memory that the waiting parent shares, if there is one.
struct ncx_lease {
  /// Whether the program holds the terminal now.
  volatile sig_atomic_t is_taken;
  /// Whether the waiting parent has stopped and must be woken along with the program.
  volatile sig_atomic_t parent_is_stopped;
  int terminal;
  struct termios shell_mode;
  char leave[192];
  size_t leave_length;
};
extern struct ncx_lease *ncx_lease;

/// Writes the precomputed restore string and the shell's terminal modes, if the terminal is taken.
///
/// Only `write` and `tcsetattr` are called: both are async-signal-safe.
void ncx_restore_now(void);
#endif
