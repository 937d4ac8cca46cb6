#define _GNU_SOURCE
#include "CNcurses.h"
#include "Guard.h"
#include <string.h>
#include <term.h>
#include <unistd.h>

enum { fatal_count = 7 };
static const int fatal_signals[fatal_count] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT};
static struct sigaction previous[fatal_count];
static char handler_stack[65536];
static int is_guarded;
static struct ncx_lease own_lease;
struct ncx_lease *ncx_lease = &own_lease;

void ncx_restore_now(void) {
  if (!ncx_lease->is_taken) return;
  ncx_lease->is_taken = 0;
  (void)!write(ncx_lease->terminal, ncx_lease->leave, ncx_lease->leave_length);
  tcsetattr(ncx_lease->terminal, TCSANOW, &ncx_lease->shell_mode);
}

void ncx_lend_terminal(void) { ncx_lease->is_taken = 0; }

void ncx_take_terminal_back(int fd) {
  pid_t foreground = tcgetpgrp(fd);
  // Continued in the background, as by `bg`: only `fg` gives the terminal.
  if (foreground > 0 && foreground != getpgrp()) raise(SIGTTIN);
  int was_taken = ncx_lease->is_taken;
  ncx_lease->is_taken = 1;
  // Where the parent has given the terminal back, ncurses does not know.
  if (was_taken || isendwin()) return;
  reset_prog_mode();
  if (enter_ca_mode) (void)!write(fd, enter_ca_mode, strlen(enter_ca_mode));
  if (keypad_xmit) (void)!write(fd, keypad_xmit, strlen(keypad_xmit));
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
  const char *parts[] = {"\x1b[?1006;1000l\x1b[?2004l", exit_attribute_mode, orig_pair, cursor_normal, exit_ca_mode,
                         keypad_local, "\r\n"};
  struct ncx_lease *lease = ncx_lease;
  lease->leave_length = 0;
  for (int i = 0; i < 7; i++) {
    if (parts[i] == NULL) continue;
    size_t n = strlen(parts[i]);
    if (lease->leave_length + n > sizeof lease->leave) break;
    memcpy(lease->leave + lease->leave_length, parts[i], n);
    lease->leave_length += n;
  }
  def_prog_mode();
  reset_shell_mode();
  tcgetattr(fd, &lease->shell_mode);
  reset_prog_mode();
  lease->terminal = fd;
  lease->is_taken = 1;
  is_guarded = 1;
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = restore, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < fatal_count; i++) sigaction(fatal_signals[i], &action, &previous[i]);
}

void ncx_forget_crash_guard(void) {
  if (!is_guarded) return;
  is_guarded = 0;
  ncx_lease->is_taken = 0;
  for (int i = 0; i < fatal_count; i++) sigaction(fatal_signals[i], &previous[i], NULL);
}
