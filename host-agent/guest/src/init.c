/* PID 1 of every Skiff guest: brings the image up, runs the VM's command for the host, and ends the machine when the
 * host has heard how that went. Start reading here; PROTOCOL.md describes the conversation. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "boot.h"
#include "port.h"
#include "process.h"
#include "session.h"
#include "system.h"

/* How long an exit waits for a host that is away, and a failure for one to hear it. */
enum { KEEP_EXIT_SECONDS = 24 * 60 * 60, KEEP_FAILURE_SECONDS = 30 };

enum { EVENTS = 64, KIND_PORT = 1, KIND_CHILD = 2, KIND_OUT = 3, KIND_ERR = 4, KIND_INPUT = 5, KIND_SOCKET = 6 };

static int poller;

static uint64_t event_key(int kind, size_t slot) { return (uint64_t)slot << 8 | (uint64_t)kind; }

static void watch(int fd, uint32_t events, uint64_t key) {
  struct epoll_event event = {.events = events, .data.u64 = key};
  if (fd < 0) return;
  if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) && errno == EEXIST) epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event);
}

static void unwatch(int fd) {
  if (fd >= 0) epoll_ctl(poller, EPOLL_CTL_DEL, fd, NULL);
}

/* A pipe whose ring is full is not watched: its writer waits, and so do we. */
static void watch_output(const struct output *output, int kind, size_t slot) {
  if (output_has_room(output)) {
    watch(output->fd, EPOLLIN, event_key(kind, slot));
  } else {
    unwatch(output->fd);
  }
}

/* One descriptor for both directions. A socket of which nothing is wanted now is not watched at all: that the other
 * side is gone would be told again and again. */
static void watch_connection(const struct process *process, size_t slot) {
  bool reads = !process->connecting && output_has_room(&process->out);
  bool writes = process->connecting || (process->input >= 0 && process->pending_start < process->pending_end);
  if (reads || writes) {
    watch(process->out.fd, (reads ? (uint32_t)EPOLLIN : 0) | (writes ? (uint32_t)EPOLLOUT : 0), event_key(KIND_SOCKET, slot));
  } else {
    unwatch(process->out.fd);
  }
}

static void watch_processes(void) {
  for (size_t i = 0; i < PROCESS_SLOTS; i++) {
    struct process *process = &processes[i];
    if (process->state == PROCESS_FREE) continue;
    if (process->connection) {
      watch_connection(process, i);
      continue;
    }
    watch_output(&process->out, KIND_OUT, i);
    watch_output(&process->err, KIND_ERR, i);
    if (process->pending_start < process->pending_end) {
      watch(process->input, EPOLLOUT, event_key(KIND_INPUT, i));
    } else {
      unwatch(process->input);
    }
  }
}

static void fill(struct output *output, bool last) {
  if (output->fd < 0) return;
  bool more = output_fill(output);
  /* Whoever else holds the pipe is not waited for once the process has ended: what is in it now is all that counts. */
  if (!more || (last && output_has_room(output))) output_close(output);
}

static void collect(void) {
  process_reap();
  if (processes[0].state == PROCESS_ENDED) process_kill_all();
  for (int i = 0; i < PROCESS_SLOTS; i++) {
    struct process *process = &processes[i];
    if (process->state == PROCESS_FREE || process->connecting) continue;
    fill(&process->out, process->state == PROCESS_ENDED);
    fill(&process->err, process->state == PROCESS_ENDED);
    if (process->connection && process->state == PROCESS_RUNNING && process->out.fd < 0) {
      process->input = -1; /* it was closed with the output */
      process_hang_up(process);
    }
    if (process->abandoned && process->state == PROCESS_ENDED) process_free(process);
  }
}

static uint64_t seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (uint64_t)now.tv_sec;
}

/* Milliseconds until the machine has waited long enough for a host; -1: it is in use. */
static int patience(struct session *session) {
  bool over = session->failure || processes[0].state == PROCESS_ENDED;
  if (!over) return -1;
  if (!session->failed_or_ended_at) session->failed_or_ended_at = seconds() + 1;
  uint64_t end = session->failed_or_ended_at + (session->failure ? KEEP_FAILURE_SECONDS : KEEP_EXIT_SECONDS);
  uint64_t now = seconds();
  if (now >= end) power_off();
  return (int)(end - now) * 1000;
}

/* What there is to read is read in the next round. The slot may have been taken anew since the event was told, so it
 * only means that looking is worth while. */
static void on_socket(struct process *process) {
  if (process->connecting) {
    process_connected(process);
  } else {
    process_feed(process);
  }
}

static void serve(struct session *session, int children) {
  struct epoll_event events[EVENTS];
  struct signalfd_siginfo child;
  for (;;) {
    collect();
    session_send(session);
    /* Sending and acknowledging make room, and room lets a drained process report its exit. */
    watch_processes();
    int count = epoll_wait(poller, events, EVENTS, patience(session));
    for (int i = 0; i < count; i++) {
      int kind = (int)(events[i].data.u64 & 0xff);
      size_t slot = (size_t)(events[i].data.u64 >> 8);
      if (kind == KIND_PORT) session_receive(session);
      if (kind == KIND_CHILD)
        while (read(children, &child, sizeof child) > 0) {}
      if (kind == KIND_INPUT && processes[slot].state != PROCESS_FREE) process_feed(&processes[slot]);
      if (kind == KIND_SOCKET && processes[slot].state == PROCESS_RUNNING) on_socket(&processes[slot]);
    }
  }
}

int main(void) {
  static struct port port;
  static struct session session;
  sigset_t mask;
  if (getpid() != 1) {
    fprintf(stderr, "skiff-init is the first process of a Skiff guest; it does nothing elsewhere\n");
    return 1;
  }
  sigemptyset(&mask);
  sigaddset(&mask, SIGCHLD);
  sigprocmask(SIG_BLOCK, &mask, NULL);
  signal(SIGPIPE, SIG_IGN);
  boot_devices();
  forbid_oom_kill();
  int children = signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);
  poller = epoll_create1(EPOLL_CLOEXEC);
  const char *failed = port_open(&port) ? "the virtio-serial port did not appear" : session_open(&session, &port);
  if (failed) {
    fprintf(stderr, "skiff-init: %s\n", failed);
    power_off();
  }
  static char failure[256];
  failed = boot_root();
  if (failed) {
    snprintf(failure, sizeof failure, "%s: %s", failed, strerror(errno));
    fprintf(stderr, "skiff-init: %s\n", failure);
    session.failure = failure;
  }
  loopback_up();
  /* Edge-triggered: while no host is there the port is "hung up" all the time, and that must not keep us awake. */
  watch(port.fd, EPOLLIN | EPOLLOUT | EPOLLET, event_key(KIND_PORT, 0));
  watch(children, EPOLLIN, event_key(KIND_CHILD, 0));
  serve(&session, children);
}
