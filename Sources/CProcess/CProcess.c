#define _GNU_SOURCE

#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

ssize_t process_write(int descriptor, const void *bytes, size_t count) {
  // The signal goes to the thread that writes, which blocks it meanwhile and takes it back.
  sigset_t pipe, before, pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  ssize_t written = write(descriptor, bytes, count);
  int failure = errno;
  if (written < 0 && failure == EPIPE && !sigismember(&pending, SIGPIPE)) {
    struct timespec now = {0, 0};
    while (sigtimedwait(&pipe, 0, &now) < 0 && errno == EINTR) {}
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
  errno = failure;
  return written;
}

void process_keep_descriptors(void) {
  // CLOSE_RANGE_CLOEXEC, which the headers of older systems lack.
  syscall(SYS_close_range, 3, ~0U, 1U << 2);
}

int process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int process_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int process_allowed(struct process_processors *allowed) {
  *allowed = (struct process_processors){0};
  return syscall(SYS_sched_getaffinity, 0, sizeof allowed->bits, allowed->bits) < 0 ? -1 : 0;
}

int process_current(struct process_processors *current) {
  const int word = 8 * sizeof current->bits[0];
  int place = sched_getcpu();
  if (place < 0 || place >= 8 * (int)sizeof current->bits) return -1;
  *current = (struct process_processors){0};
  current->bits[place / word] = 1UL << place % word;
  return 0;
}

int process_allow(pid_t process, const struct process_processors *allowed) {
  return (int)syscall(SYS_sched_setaffinity, process, sizeof allowed->bits, allowed->bits);
}

// Puts the descriptors in their places. Those that stand in another's place are moved out of the way
// first; one that is in its own only has to be inherited.
static int place(int *from, int count) {
  for (int target = 0; target < count; target++) {
    if (from[target] < count && from[target] != target) {
      from[target] = fcntl(from[target], F_DUPFD_CLOEXEC, count);
      if (from[target] < 0) return -1;
    }
  }
  for (int target = 0; target < count; target++) {
    if (from[target] == target) {
      if (fcntl(target, F_SETFD, 0) < 0) return -1;
    } else if (dup2(from[target], target) < 0) {
      return -1;
    }
  }
  return 0;
}

// A handler of the parent must not run in the child, which shares its memory; what is ignored stays
// so, but for SIGPIPE, by which a filter ends.
static void forget_handlers(void) {
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, 0, &action) != 0 || action.sa_handler == SIG_DFL) continue;
    if (action.sa_handler == SIG_IGN && number != SIGPIPE) continue;
    action = (struct sigaction){.sa_handler = SIG_DFL};
    sigaction(number, &action, 0);
  }
}

// Becomes the program, or returns with errno set.
static void become(const struct process_start *how, pid_t parent) {
  if (how->leads_group && setpgid(0, 0) != 0) return;
  if (how->signal_at_death != 0) {
    if (prctl(PR_SET_PDEATHSIG, how->signal_at_death) != 0) return;
    // It may have died before it was asked.
    if (getppid() != parent) _exit(128 + how->signal_at_death);
  }
  if (place(how->descriptors, how->descriptor_count) != 0) return;
  forget_handlers();
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  execvpe(how->words[0], how->words, how->environment);
}

int process_start(const struct process_start *how, pid_t *process) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  // Written by the child in the memory that both share, while the parent waits.
  volatile int failure = 0;
  pid_t child = vfork();
  if (child == 0) {
    become(how, parent);
    failure = errno;
    _exit(127);
  }
  if (child < 0) failure = errno;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (child > 0 && failure != 0) {
    while (waitpid(child, 0, 0) < 0 && errno == EINTR) {}
  } else {
    *process = child;
  }
  return failure;
}
