#pragma once

#include <stdbool.h>
#include <sys/types.h>

// What Swift cannot do by itself: between its birth and the program that it becomes, a process may
// call little, and nothing of a runtime. posix_spawn has no word for the signal that a process gets
// when its parent dies.

// How a program is started.
struct process_start {
  // The program and its arguments, then NULL; without a slash it is looked for on the PATH.
  char *const *words;
  // NAME=value, then NULL.
  char *const *environment;
  // What it finds at 0, 1, 2 and so on: descriptors of this process, three at least. The list is
  // changed while the program starts.
  int *descriptors;
  int descriptor_count;
  // Whether it leads a process group of its own.
  bool leads_group;
  // The signal that it gets when the thread that started it ends; 0 for none.
  int signal_at_death;
};

// Starts a program, with no signal blocked and SIGPIPE as a shell leaves it. Returns 0, or the number
// of the error that kept it from starting; then there is no process.
int process_start(const struct process_start *how, pid_t *process);

// Has no program inherit what this process has open by now, but for its three streams: also what it has
// inherited itself. A system that cannot do it leaves that as it is.
void process_keep_descriptors(void);

// A descriptor that can be read once a process has ended, which no program inherits; -1 with errno set
// when there is none.
int process_descriptor(pid_t process);

// Writes as write does; when nobody reads any more that is EPIPE, and no signal.
ssize_t process_write(int descriptor, const void *bytes, size_t count);

// A pipe that no program inherits, not even one that another thread starts meanwhile.
int process_pipe(int ends[2]);

// Processors, a bit each.
struct process_processors {
  unsigned long bits[16];
};

// The processors that the calling thread may run on. Returns 0, or -1 where that is not known.
int process_allowed(struct process_processors *allowed);

// The one that the calling thread runs on now. Returns 0, or -1 where that is not known.
int process_current(struct process_processors *current);

// Has the first thread of a process run on these processors alone, and all that it starts from then on;
// 0 is the calling thread. Returns 0, or -1 where that cannot be asked for.
int process_allow(pid_t process, const struct process_processors *allowed);
