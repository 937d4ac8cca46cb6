#define _GNU_SOURCE
#include "CNcurses.h"
#include "Guard.h"
#include <signal.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

enum { fatal_count = 7 };
static const int fatal_signals[fatal_count] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT};
static struct sigaction previous[fatal_count];
static struct termios shell_mode;
static char leave[192];
static size_t leave_length;
static int terminal = -1;
static char handler_stack[65536];

// Only write and tcsetattr are called here: both are async-signal-safe.
void ncx_restore_now(void) {
  if (terminal < 0) return;
  (void)!write(terminal, leave, leave_length);
  tcsetattr(terminal, TCSANOW, &shell_mode);
}

static void restore(int sig, siginfo_t *info, void *context) {
  (void)context;
  ncx_restore_now();
  for (int i = 0; i < fatal_count; i++)
    if (fatal_signals[i] == sig) sigaction(sig, &previous[i], NULL);
  // A fault recurs when its instruction is retried; what a process sent (code 0 or less) does not.
  if (sig == SIGABRT || sig == SIGQUIT || info->si_code <= 0) raise(sig);
}

void ncx_restore_terminal_on_crash(int fd) {
  const char *parts[] = {"\x1b[?1006;1000l\x1b[?2004l", exit_attribute_mode, orig_pair, cursor_normal, exit_ca_mode, "\r\n"};
  leave_length = 0;
  for (int i = 0; i < 6; i++) {
    if (parts[i] == NULL) continue;
    size_t n = strlen(parts[i]);
    if (leave_length + n > sizeof leave) break;
    memcpy(leave + leave_length, parts[i], n);
    leave_length += n;
  }
  def_prog_mode();
  reset_shell_mode();
  tcgetattr(fd, &shell_mode);
  reset_prog_mode();
  terminal = fd;
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = restore, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < fatal_count; i++) sigaction(fatal_signals[i], &action, &previous[i]);
}

void ncx_forget_crash_guard(void) {
  if (terminal < 0) return;
  terminal = -1;
  for (int i = 0; i < fatal_count; i++) sigaction(fatal_signals[i], &previous[i], NULL);
}
