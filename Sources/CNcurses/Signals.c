#define _GNU_SOURCE
#include "CNcurses.h"
#include "Guard.h"
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

// A blocking read can miss a signal that arrives just before it; a pipe inside `poll` cannot.
enum { watched_count = 6 };
static const int watched[watched_count] = {SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGTSTP};
static int ends[2] = {-1, -1};
static volatile sig_atomic_t asked_to_end;
static struct timespec first_asked;

/// Whether an end was asked for before, and not as part of one request to the whole process group.
static int is_asked_again(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (!asked_to_end) {
    asked_to_end = 1;
    first_asked = now;
    return 0;
  }
  return (now.tv_sec - first_asked.tv_sec) * 1000 + (now.tv_nsec - first_asked.tv_nsec) / 1000000 > 200;
}

static int asks_to_end(int sig) { return sig == SIGTERM || sig == SIGHUP || sig == SIGINT; }

static void forward(int sig) {
  int saved = errno;
  if (asks_to_end(sig) && is_asked_again()) {
    ncx_restore_now();
    _exit(128 + sig);
  }
  // Whoever continues the program alone wakes the parent, which would sleep past its end.
  if (sig == SIGCONT && ncx_lease->parent_is_stopped) kill(getppid(), SIGCONT);
  unsigned char byte = (unsigned char)sig;
  (void)!write(ends[1], &byte, 1);
  errno = saved;
}

int ncx_signal_pipe(void) {
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  asked_to_end = 0;
  struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  // Whoever started the program may have blocked them, as the threads of some schedulers do.
  sigset_t wanted;
  sigemptyset(&wanted);
  for (int i = 0; i < watched_count; i++) {
    sigaction(watched[i], &action, NULL);
    sigaddset(&wanted, watched[i]);
  }
  const int more[] = {SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
  for (unsigned i = 0; i < sizeof more / sizeof *more; i++) sigaddset(&wanted, more[i]);
  pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
  return ends[0];
}

void ncx_close_signal_pipe(void) {
  if (ends[0] < 0) return;
  // The handlers of before are those of ncurses, which end a program with status 1. Whoever was asked to end is about
  // to: the rest of that request still comes to the handler that knows it.
  for (int i = 0; i < watched_count; i++)
    if (!asked_to_end || !asks_to_end(watched[i])) signal(watched[i], SIG_DFL);
  const int pipe[] = {ends[0], ends[1]};
  ends[0] = ends[1] = -1;
  close(pipe[0]);
  close(pipe[1]);
}

/// Takes out of the pipe the requests to stop that the stop has fulfilled.
static void forget_stops(void) {
  unsigned char bytes[64];
  ssize_t count = read(ends[0], bytes, sizeof bytes);
  for (ssize_t i = 0; i < count; i++)
    if (bytes[i] != SIGTSTP) (void)!write(ends[1], &bytes[i], 1);
}

void ncx_stop(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL}, former;
  sigemptyset(&standard.sa_mask);
  sigaction(SIGTSTP, &standard, &former);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &former, NULL);
  forget_stops();
}
