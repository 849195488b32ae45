#include "process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "connection.h"
#include "system.h"

struct process processes[PROCESS_SLOTS];

enum { END_OF_TRANSMISSION = 4, KILLED_BY_KERNEL = 128 + SIGKILL, NOT_CONNECTED = 1 };

struct process *process_find(uint16_t stream) {
  for (int i = 0; i < PROCESS_SLOTS; i++)
    if (processes[i].state != PROCESS_FREE && processes[i].stream == stream && !processes[i].abandoned) return &processes[i];
  return NULL;
}

static struct process *free_slot(uint16_t stream) {
  if (stream == 0) return processes[0].state == PROCESS_FREE ? &processes[0] : NULL;
  for (int i = 1; i < PROCESS_SLOTS; i++)
    if (processes[i].state == PROCESS_FREE) return &processes[i];
  return NULL;
}

struct process *process_start(uint16_t stream, const struct command *command) {
  struct process *process = free_slot(stream);
  if (!process) return NULL;
  uint32_t window = stream == 0 ? WIRE_MAIN_WINDOW : WIRE_EXEC_WINDOW;
  struct spawned spawned = {-1, -1, -1, -1};
  memset(process, 0, sizeof *process);
  process->stream = stream;
  process->tty = command->tty;
  process->oom_before = oom_kills();
  process->input = process->out.fd = process->err.fd = -1;
  process->code = (uint8_t)spawn(command, &spawned, process->error, sizeof process->error);
  process->state = process->code ? PROCESS_ENDED : PROCESS_RUNNING;
  if (process->code) return process;
  process->pid = spawned.pid;
  process->input = spawned.input;
  process->pending = malloc(WIRE_STDIN_WINDOW);
  if (output_open(&process->out, spawned.output, FRAME_STDOUT, window) || !process->pending ||
      (spawned.errors >= 0 && output_open(&process->err, spawned.errors, FRAME_STDERR, window)))
    power_off(); /* no memory for the command's pipes: the machine is of no use */
  if (spawned.errors < 0) process->err.fd = -1;
  return process;
}

static void close_input(struct process *process) {
  if (process->input >= 0 && process->connection) shutdown(process->input, SHUT_WR);
  if (process->input >= 0 && !process->connection) close(process->input);
  process->input = -1;
}

static void not_connected(struct process *process, int problem) {
  snprintf(process->error, sizeof process->error, "connecting: %s", strerror(problem));
  process->input = -1;
  process->connecting = false;
  output_close(&process->out);
  process->state = PROCESS_ENDED;
  process->code = NOT_CONNECTED;
}

struct process *process_connect(uint16_t stream, uint16_t port) {
  struct process *process = free_slot(stream);
  if (!process) return NULL;
  memset(process, 0, sizeof *process);
  process->stream = stream;
  process->connection = true;
  process->state = PROCESS_RUNNING;
  process->input = process->out.fd = process->err.fd = -1;
  int fd;
  int problem = connection_open(port, &fd);
  if (fd < 0) {
    not_connected(process, problem);
    return process;
  }
  process->connecting = problem != 0;
  process->input = fd;
  process->pending = malloc(WIRE_STDIN_WINDOW);
  if (output_open(&process->out, fd, FRAME_STDOUT, WIRE_EXEC_WINDOW) || !process->pending)
    power_off(); /* as for a command's pipes */
  return process;
}

void process_connected(struct process *process) {
  int problem = connection_outcome(process->input);
  process->connecting = false;
  if (problem) {
    not_connected(process, problem);
  } else {
    process_feed(process);
  }
}

void process_hang_up(struct process *process) {
  close_input(process);
  output_close(&process->out);
  process->connecting = false;
  process->state = PROCESS_ENDED;
}

void process_free(struct process *process) {
  close_input(process);
  output_close(&process->out);
  output_close(&process->err);
  free(process->out.ring);
  free(process->err.ring);
  free(process->pending);
  memset(process, 0, sizeof *process);
}

static void ended(struct process *process, int status) {
  process->state = PROCESS_ENDED;
  process->signal = WIFSIGNALED(status) ? (uint8_t)WTERMSIG(status) : 0;
  process->code = (uint8_t)(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  /* A shell whose child was the victim ends with the victim's status. */
  process->oom = process->code == KILLED_BY_KERNEL && oom_kills() > process->oom_before;
  close_input(process);
}

void process_reap(void) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0 || (pid < 0 && errno == EINTR))
    for (int i = 0; i < PROCESS_SLOTS; i++)
      if (processes[i].state == PROCESS_RUNNING && processes[i].pid == pid) ended(&processes[i], status);
}

void process_kill_all(void) { kill(-1, SIGKILL); }

void process_stop_all(void) { kill(-1, SIGSTOP); }

void process_continue_all(void) { kill(-1, SIGCONT); }

void process_abandon_execs(void) {
  for (int i = 1; i < PROCESS_SLOTS; i++) {
    struct process *process = &processes[i];
    if (process->state == PROCESS_FREE) continue;
    process->abandoned = true;
    if (process->connection) {
      process_hang_up(process);
      continue;
    }
    /* It leads its own session and group; what it left in the background goes with it. */
    if (process->state == PROCESS_RUNNING) kill(-process->pid, SIGKILL);
    close_input(process);
    output_close(&process->out);
    output_close(&process->err);
  }
}

void process_input(struct process *process, const uint8_t *data, uint32_t length, bool ends) {
  uint32_t used = process->pending_end - process->pending_start;
  process->input_received += length;
  if (process->input < 0 || !process->pending || length > WIRE_STDIN_WINDOW - used) {
    process->input_consumed += length;
  } else {
    if (process->pending_end + length > WIRE_STDIN_WINDOW) {
      memmove(process->pending, process->pending + process->pending_start, used);
      process->pending_start = 0;
      process->pending_end = used;
    }
    memcpy(process->pending + process->pending_end, data, length);
    process->pending_end += length;
  }
  process->input_ends |= ends;
  process_feed(process);
}

void process_feed(struct process *process) {
  if (process->connecting) return;
  while (process->input >= 0 && process->pending_start < process->pending_end) {
    ssize_t written =
        write(process->input, process->pending + process->pending_start, process->pending_end - process->pending_start);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return;
    if (written < 0) { /* nobody reads any more */
      process->input_consumed += process->pending_end - process->pending_start;
      process->pending_start = process->pending_end = 0;
      close_input(process);
      return;
    }
    process->pending_start += (uint32_t)written;
    process->input_consumed += (uint64_t)written;
  }
  if (process->input_ends && process->input >= 0) {
    static const char end = END_OF_TRANSMISSION;
    if (process->tty && write(process->input, &end, 1) < 0 && errno == EAGAIN) return;
    close_input(process);
  }
}

bool process_drained(const struct process *process) {
  return process->out.fd < 0 && process->err.fd < 0 && process->out.sent == process->out.produced &&
         process->err.sent == process->err.produced;
}
