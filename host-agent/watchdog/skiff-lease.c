/* skiff-lease FILE PROGRAM [ARGUMENT]...: becomes PROGRAM, and leaves a watchdog beside it that kills it once the lease
 * in FILE has ended.
 *
 * FILE holds the end of the lease in microseconds of CLOCK_BOOTTIME (uptime that goes on while the host sleeps), as
 * decimal digits at its beginning. The host agent replaces it whenever the lease is renewed; the watchdog looks again
 * when the end that it knows has come, and kills when that is still the end, or when the file is not there any more. So
 * an agent that is dead, stopped or cut off lets the lease run out. Before it kills, it makes the file `lease-ended` in
 * the working directory, by which the next agent knows why.
 *
 * The program never runs without its watchdog: it is started only when the watchdog is, and holds the process by a
 * descriptor, so that it can neither miss it nor hit another. Needs Linux 5.3. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

enum { CANNOT_WATCH = 125, CANNOT_RUN = 126, NOT_FOUND = 127 };

static int fail(int status, const char *what) {
  fprintf(stderr, "skiff-lease: %s: %s\n", what, strerror(errno));
  return status;
}

/* 0 when there is no lease. */
static int64_t lease_end(const char *path) {
  char text[32];
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  if (length <= 0) return 0;
  text[length] = 0;
  long long end = strtoll(text, NULL, 10);
  return end > 0 ? end : 0;
}

static int64_t uptime(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_BOOTTIME, &now)) return INT64_MAX;
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void kill_it(int process) {
  int mark = open("lease-ended", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (mark >= 0) close(mark);
  fprintf(stderr, "skiff-lease: the host's lease has ended, and the VM with it\n");
  syscall(SYS_pidfd_send_signal, process, SIGKILL, NULL, 0);
}

/* Returns when the process is gone. */
static void watch(int process, int timer, const char *path) {
  struct pollfd wait[] = {{.fd = process, .events = POLLIN}, {.fd = timer, .events = POLLIN}};
  for (;;) {
    int64_t end = lease_end(path);
    int killed = end <= uptime();
    if (killed) kill_it(process);
    /* What does not die at once (it waits for a disk that hangs) is killed again. */
    struct itimerspec when = {.it_value = {.tv_sec = end / 1000000, .tv_nsec = end % 1000000 * 1000}};
    if (killed) when.it_value = (struct timespec){.tv_sec = uptime() / 1000000 + 1};
    if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL)) kill_it(process);
    uint64_t expirations;
    while (poll(wait, 2, -1) < 0 && errno == EINTR) {}
    if (wait[0].revents) return;
    if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) kill_it(process);
  }
}

/* A session of its own, so that nothing that ends the VMM's or the agent's group ends it; and hard to kill for lack of
 * memory, as far as the host permits. */
static void settle(void) {
  setsid();
  signal(SIGTERM, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_NAME, "skiff-lease");
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) {
    ssize_t written = write(score, "-1000", 5);
    (void)written;
    close(score);
  }
}

int main(int count, char **arguments) {
  if (count < 3) {
    fprintf(stderr, "usage: skiff-lease FILE PROGRAM [ARGUMENT]...\n");
    return CANNOT_WATCH;
  }
  int ready[2];
  int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
  if (self < 0) return fail(CANNOT_WATCH, "pidfd_open");
  if (pipe2(ready, O_CLOEXEC)) return fail(CANNOT_WATCH, "pipe");
  pid_t child = fork();
  if (child < 0) return fail(CANNOT_WATCH, "fork");
  if (child == 0) {
    /* Its parent goes at once, so that the program has no child that it does not know. */
    pid_t watchdog = fork();
    if (watchdog != 0) _exit(watchdog < 0 ? CANNOT_WATCH : 0);
    settle();
    int timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer < 0 || write(ready[1], "!", 1) != 1) _exit(CANNOT_WATCH);
    close(ready[0]);
    close(ready[1]);
    watch(self, timer, arguments[1]);
    _exit(0);
  }
  close(ready[1]);
  char mark;
  ssize_t armed;
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
  while ((armed = read(ready[0], &mark, 1)) < 0 && errno == EINTR) {}
  if (armed != 1) {
    errno = EAGAIN;
    return fail(CANNOT_WATCH, "the watchdog did not start");
  }
  execvp(arguments[2], arguments + 2);
  return fail(errno == ENOENT ? NOT_FOUND : CANNOT_RUN, arguments[2]);
}
