#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "identity.h"
#include "system.h"

enum { CANNOT_RUN = 126, NOT_FOUND = 127 };

/* The descriptors of the child's side and of ours. */
struct plumbing {
  int child[3];
  struct spawned ours;
};

static void close_all(struct plumbing *plumbing) {
  for (int i = 0; i < 3; i++)
    if (plumbing->child[i] >= 0) close(plumbing->child[i]);
}

static int open_terminal(struct plumbing *plumbing) {
  int unlock = 0;
  int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (master < 0) return -1;
  plumbing->ours.output = master;
  if (ioctl(master, TIOCSPTLCK, &unlock)) return -1;
  int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0) return -1;
  struct winsize size = {.ws_row = 24, .ws_col = 80};
  ioctl(master, TIOCSWINSZ, &size);
  plumbing->child[0] = plumbing->child[1] = plumbing->child[2] = slave;
  plumbing->ours.input = fcntl(master, F_DUPFD_CLOEXEC, 3);
  return plumbing->ours.input < 0 ? -1 : 0;
}

static int open_pipe(int *child, int *ours, int child_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return -1;
  *child = ends[child_end];
  *ours = ends[1 - child_end];
  return fcntl(*ours, F_SETFL, O_NONBLOCK);
}

static int open_pipes(struct plumbing *plumbing, bool stdin_open) {
  if (stdin_open) {
    if (open_pipe(&plumbing->child[0], &plumbing->ours.input, 0)) return -1;
  } else if ((plumbing->child[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) {
    return -1;
  }
  return open_pipe(&plumbing->child[1], &plumbing->ours.output, 1) || open_pipe(&plumbing->child[2], &plumbing->ours.errors, 1)
             ? -1
             : 0;
}

/* In the child: says why over `report` (its exit status first) and ends. */
static _Noreturn void refuse(int report, int status, const char *what, const char *why) {
  char message[512];
  message[0] = (char)status;
  int length = snprintf(message + 1, sizeof message - 1, "%s: %s", what, why);
  size_t size = (size_t)length < sizeof message - 2 ? (size_t)length + 1 : sizeof message - 1;
  if (write(report, message, size) < 0) _exit(CANNOT_RUN);
  _exit(status);
}

static _Noreturn void child(const struct command *command, struct plumbing *plumbing, int report) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  setsid();
  for (int i = 0; i < 3; i++)
    if (dup2(plumbing->child[i], i) < 0) refuse(report, CANNOT_RUN, "standard streams", strerror(errno));
  if (command->tty) ioctl(0, TIOCSCTTY, 0);
  allow_oom_kill();

  environ = command->environment;
  struct identity identity;
  const char *unknown = identity_find(command->user, &identity);
  if (unknown) refuse(report, CANNOT_RUN, command->user, unknown);
  identity_complete_environment(&identity, command->tty);
  if (command->tty && fchown(0, identity.uid, (gid_t)-1)) refuse(report, CANNOT_RUN, "terminal", strerror(errno));
  if (command->make_workdir) make_directories(command->workdir);
  if (chdir(command->workdir)) refuse(report, CANNOT_RUN, command->workdir, strerror(errno));
  if (identity_assume(&identity)) refuse(report, CANNOT_RUN, "changing the user", strerror(errno));
  execvp(command->arguments[0], command->arguments);
  if (errno == ENOENT || errno == ENOTDIR)
    refuse(report, NOT_FOUND, command->arguments[0], "not found in the image (or its interpreter is not)");
  refuse(report, CANNOT_RUN, command->arguments[0], strerror(errno));
}

static int outcome(int report, pid_t pid, char *error, size_t error_size) {
  char message[512];
  ssize_t length;
  while ((length = read(report, message, sizeof message)) < 0 && errno == EINTR) {}
  if (length <= 0) return 0; /* closed by the exec */
  waitpid(pid, NULL, 0);
  snprintf(error, error_size, "%.*s", (int)length - 1, message + 1);
  return (unsigned char)message[0];
}

int spawn(const struct command *command, struct spawned *spawned, char *error, size_t error_size) {
  struct plumbing plumbing = {{-1, -1, -1}, {-1, -1, -1, -1}};
  int report[2] = {-1, -1};
  int status = CANNOT_RUN;
  if ((command->tty ? open_terminal(&plumbing) : open_pipes(&plumbing, command->stdin_open)) || pipe2(report, O_CLOEXEC)) {
    snprintf(error, error_size, "opening the standard streams: %s", strerror(errno));
  } else if ((plumbing.ours.pid = fork()) < 0) {
    snprintf(error, error_size, "fork: %s", strerror(errno));
  } else if (plumbing.ours.pid == 0) {
    child(command, &plumbing, report[1]);
  } else {
    close(report[1]);
    report[1] = -1;
    status = outcome(report[0], plumbing.ours.pid, error, error_size);
  }
  for (int i = 0; i < 2; i++)
    if (report[i] >= 0) close(report[i]);
  if (command->tty) plumbing.child[1] = plumbing.child[2] = -1;
  close_all(&plumbing);
  if (status) {
    if (plumbing.ours.input >= 0) close(plumbing.ours.input);
    if (plumbing.ours.output >= 0) close(plumbing.ours.output);
    if (plumbing.ours.errors >= 0) close(plumbing.ours.errors);
    return status;
  }
  *spawned = plumbing.ours;
  return 0;
}
