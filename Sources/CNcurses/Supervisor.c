#define _GNU_SOURCE
#include "CNcurses.h"
#include "Guard.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// What somebody sends to the parent, whose id is the one that shells and scripts know, is meant for the program.
static const int forwarded[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2,
                                SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
enum { forwarded_count = sizeof forwarded / sizeof *forwarded };
static pid_t program;

static void pass_on(int sig, siginfo_t *info, void *context) {
  (void)context;
  // What the interrupted call said is still to be read.
  int saved = errno;
  if (info->si_code <= 0) {
    // What the program sends to its whole group, as for Ctrl-Z, has reached it already.
    if (info->si_pid != program) kill(program, sig);
  } else if (sig == SIGHUP) {
    // A terminal that goes away tells only the leader of its session.
    kill(program, sig);
  } else if (sig != SIGINT && sig != SIGQUIT && sig != SIGTSTP) {
    // A fault of this process: it recurs without the handler.
    signal(sig, SIG_DFL);
  }
  errno = saved;
}

/// Whether nobody would continue this process after a stop.
static int is_orphan(void) { return getsid(getppid()) != getsid(0); }

static void give_terminal_back(void) {
  // Allowed from the background too, where the shell has taken the terminal already.
  void (*former)(int) = signal(SIGTTOU, SIG_IGN);
  ncx_restore_now();
  signal(SIGTTOU, former);
}

/// Lets the program go on from the stop that was waited for, unless somebody has done so already.
///
/// By then it may have stopped once more, and a late SIGCONT would undo that.
static void continue_program(void) {
  siginfo_t news = {0};
  if (waitid(P_PID, (id_t)program, &news, WCONTINUED | WNOHANG) == 0 && news.si_pid != 0) return;
  if (waitid(P_PID, (id_t)program, &news, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) == 0 && news.si_pid != 0) return;
  kill(program, SIGCONT);
}

/// Stops as the program has, so that the shell takes the terminal, and goes on with it.
static void stop_too(int sig) {
  give_terminal_back();
  if (is_orphan()) return;
  struct sigaction standard = {.sa_handler = SIG_DFL}, former;
  sigemptyset(&standard.sa_mask);
  ncx_lease->parent_is_stopped = 1;
  if (sig != SIGSTOP) sigaction(sig, &standard, &former);
  raise(sig);
  if (sig != SIGSTOP) sigaction(sig, &former, NULL);
  ncx_lease->parent_is_stopped = 0;
  continue_program();
}

/// Ends as the program ended: with its status, or by its signal.
static void end_too(int status) {
  if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
  int sig = WTERMSIG(status);
  if (sig == SIGKILL) {
    const char text[] =
        "stemma: the explorer was killed, perhaps because memory ran out; the terminal is as it was, and what"
        " was computed is kept\n";
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
  }
  // The program may have left a core; this process has nothing to tell.
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(sig, SIG_DFL);
  raise(sig);
  _exit(128 + sig);
}

static const char inheritance[] = "STEMMA_SUPERVISOR";

/// Takes the lease over from the waiting parent that started this program anew; 0 if there is none.
static int inherit(void) {
  const char *text = getenv(inheritance);
  int memory, parent;
  if (text == NULL || sscanf(text, "%d,%d", &memory, &parent) != 2) return 0;
  unsetenv(inheritance);
  struct stat facts;
  if (parent != getppid() || fstat(memory, &facts) != 0 || facts.st_size != sizeof *ncx_lease) return 0;
  struct ncx_lease *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  close(memory);
  if (shared == MAP_FAILED) return 0;
  ncx_lease = shared;
  return 1;
}

/// Starts the program anew in this process.
///
/// Swift's locks remember the number of the thread that they first saw, which after a fork is the parent's: two
/// threads that then meet at a lock wait for ever.
static void start_anew(int memory, pid_t parent) {
  static char words[1 << 17], path[4096], value[32];
  static char *arguments[1 << 12];
  int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t length = read(file, words, sizeof words - 1);
  close(file);
  ssize_t end = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0 || length == sizeof words - 1 || end <= 0) return;
  size_t count = 0;
  for (char *word = words; word < words + length; word += strlen(word) + 1) {
    if (count + 1 == sizeof arguments / sizeof *arguments) return;
    arguments[count++] = word;
  }
  snprintf(value, sizeof value, "%d,%d", memory, (int)parent);
  setenv(inheritance, value, 1);
  execv(path, arguments);
  unsetenv(inheritance);
}

int ncx_supervise(void) {
  if (inherit()) return 0;
  int memory = memfd_create("stemma", 0);
  if (memory < 0 || ftruncate(memory, sizeof(struct ncx_lease)) != 0) return -1;
  struct ncx_lease *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  if (shared == MAP_FAILED) return -1;
  *shared = *ncx_lease;
  // An inherited "ignore" would let the program's status get lost.
  signal(SIGCHLD, SIG_DFL);
  // Whoever started the program may have blocked signals; a program with a terminal wants all of them, those
  // of job control above all.
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  sigprocmask(SIG_BLOCK, &all, NULL);
  pid_t parent = getpid();
  program = fork();
  if (program <= 0) {
    if (program < 0) munmap(shared, sizeof *shared);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (program == 0) {
      // Without its parent nothing tells the shell about the program, so it ends as after a lost connection.
      prctl(PR_SET_PDEATHSIG, SIGHUP);
      if (getppid() != parent) raise(SIGHUP);
      start_anew(memory, parent);
      ncx_lease = shared;
    }
    close(memory);
    return program;
  }
  close(memory);
  ncx_lease = shared;
  struct sigaction action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < forwarded_count; i++) sigaction(forwarded[i], &action, NULL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (;;) {
    int status;
    if (waitpid(program, &status, WUNTRACED) < 0) {
      if (errno == EINTR) continue;
      _exit(1);
    }
    if (WIFSTOPPED(status)) {
      stop_too(WSTOPSIG(status));
      continue;
    }
    give_terminal_back();
    end_too(status);
  }
}
