/* Starts a program in the guest. */
#ifndef SKIFF_SPAWN_H
#define SKIFF_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

struct command {
  char **arguments; /* NULL-terminated, as the next */
  char **environment;
  char *workdir;
  char *user; /* NULL is root */
  bool make_workdir;
  bool tty;
  bool stdin_open;
};

struct spawned {
  pid_t pid;
  int input;  /* -1 when it was not asked for; the terminal's master for a tty */
  int output; /* the terminal's master for a tty */
  int errors; /* -1 for a tty */
};

/* Returns 0 once the program was executed; otherwise 126 or 127 and a sentence in `error`. */
int spawn(const struct command *command, struct spawned *spawned, char *error, size_t error_size);

#endif
