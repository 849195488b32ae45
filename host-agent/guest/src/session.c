#include "session.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "command.h"
#include "fields.h"
#include "process.h"
#include "system.h"

enum { CONTROL_BYTES = 1024 };

static int hex_token(const char *text, uint8_t token[WIRE_TOKEN_BYTES]) {
  if (strlen(text) != 2 * WIRE_TOKEN_BYTES) return -1;
  for (int i = 0; i < WIRE_TOKEN_BYTES; i++) {
    unsigned byte;
    if (sscanf(text + 2 * i, "%2x", &byte) != 1) return -1;
    token[i] = (uint8_t)byte;
  }
  return 0;
}

const char *session_open(struct session *session, struct port *port) {
  char text[2 * WIRE_TOKEN_BYTES + 1];
  uint8_t token[WIRE_TOKEN_BYTES];
  memset(session, 0, sizeof *session);
  session->port = port;
  if (command_line_value("skiff.sync", text, sizeof text) || hex_token(text, token)) return "no skiff.sync on the kernel's command line";
  return input_open(&session->input, token) ? "no memory" : NULL;
}

static void send_fields(struct session *session, uint8_t type, uint16_t stream, const struct field_writer *writer) {
  if (!port_has_room(session->port, writer->used)) return;
  memcpy(port_frame(session->port, type, stream, (uint32_t)writer->used), writer->buffer, writer->used);
}

static uint64_t main_state(const struct session *session) {
  switch (processes[0].state) {
    case PROCESS_RUNNING: return MAIN_RUNNING;
    case PROCESS_ENDED: return MAIN_EXITED;
    case PROCESS_FREE: break;
  }
  return session->serving ? MAIN_SERVING : MAIN_WAITING;
}

static void say_hello(struct session *session) {
  uint8_t buffer[CONTROL_BYTES];
  struct field_writer writer = {buffer, sizeof buffer, 0};
  struct process *own = &processes[0];
  char id[37];
  boot_id(id);
  field_u64(&writer, FIELD_PROTOCOL, WIRE_PROTOCOL);
  field_bytes(&writer, FIELD_BOOT_ID, id, strlen(id));
  field_u64(&writer, FIELD_STATE, main_state(session));
  field_u64(&writer, FIELD_STDOUT_OFFSET, own->out.sent);
  field_u64(&writer, FIELD_STDERR_OFFSET, own->err.sent);
  field_u64(&writer, FIELD_STDIN_OFFSET, own->input_received);
  send_fields(session, FRAME_HELLO, 0, &writer);
}

static void send_text(struct session *session, uint8_t type, const char *text) {
  size_t length = strlen(text);
  if (port_has_room(session->port, length)) memcpy(port_frame(session->port, type, 0, (uint32_t)length), text, length);
}

/* The mark is queued; it goes out, and anything else may follow, only once the host's HELLO has come. */
static void begin(struct session *session) {
  process_abandon_execs();
  port_clear(session->port);
  port_raw(session->port, WIRE_SYNC_MAGIC, WIRE_SYNC_MAGIC_BYTES);
  port_raw(session->port, session->input.nonce, WIRE_NONCE_BYTES);
  session->attached = false;
}

/* The host's HELLO says how far its log is; it is the answer to it that makes the session. */
static void on_hello(struct session *session, const struct frame *frame) {
  struct field_reader reader = {frame->payload, frame->length, false};
  struct field field;
  struct process *own = &processes[0];
  uint64_t out = 0;
  uint64_t err = 0;
  while (field_next(&reader, &field)) {
    if (field.tag == FIELD_STDOUT_OFFSET) out = field_number(&field);
    if (field.tag == FIELD_STDERR_OFFSET) err = field_number(&field);
  }
  if (own->state != PROCESS_FREE) {
    output_rewind(&own->out, out);
    output_rewind(&own->err, err);
    own->exit_sent = false;
    own->input_told = 0;
  }
  session->attached = true;
  say_hello(session);
  if (session->failure) send_text(session, FRAME_FAILED, session->failure);
}

static void send_started(struct session *session, const struct process *process) {
  uint8_t buffer[CONTROL_BYTES];
  struct field_writer writer = {buffer, sizeof buffer, 0};
  field_u64(&writer, FIELD_PID, (uint64_t)process->pid);
  send_fields(session, FRAME_STARTED, process->stream, &writer);
}

static void refuse(struct session *session, uint16_t stream) {
  uint8_t buffer[CONTROL_BYTES];
  struct field_writer writer = {buffer, sizeof buffer, 0};
  static const char refused[] = "too many processes, or a request that cannot be read";
  field_u64(&writer, FIELD_EXIT_CODE, 126);
  field_bytes(&writer, FIELD_ERROR, refused, sizeof refused - 1);
  send_fields(session, FRAME_EXIT, stream, &writer);
}

static bool is_taken(const struct session *session, uint16_t stream) {
  if (stream == 0) return session->serving || processes[0].state != PROCESS_FREE;
  return process_find(stream);
}

static void identify(const struct command_extras *extras) {
  if (extras->wall_clock) set_wall_clock(extras->wall_clock);
  if (extras->hostname) set_host_name(extras->hostname);
}

static void on_start(struct session *session, const struct frame *frame) {
  struct command command;
  struct command_extras extras;
  struct process *process = NULL;
  bool own = frame->type == FRAME_CONFIG;
  if (session->failure || own != (frame->stream == 0) || is_taken(session, frame->stream)) return;
  if (command_parse(frame, own, &command, &extras)) {
    identify(&extras);
    if (own) {
      session->serving = extras.serve;
      if (session->serving) make_directories(command.workdir);
      send_text(session, FRAME_READY, "");
    }
    if (!own || !session->serving) process = process_start(frame->stream, &command);
  }
  command_free(&command, &extras);
  if (process && process->state == PROCESS_RUNNING) {
    send_started(session, process);
  } else if (!process && !(own && session->serving)) {
    refuse(session, frame->stream);
  }
}

/* That it is connected is said once it is. */
static void on_connect(struct session *session, const struct frame *frame) {
  struct field_reader reader = {frame->payload, frame->length, false};
  struct field field;
  uint64_t port = 0;
  if (session->failure || frame->stream == 0 || is_taken(session, frame->stream)) return;
  while (field_next(&reader, &field))
    if (field.tag == FIELD_PORT) port = field_number(&field);
  if (port == 0 || port > UINT16_MAX || !process_connect(frame->stream, (uint16_t)port)) refuse(session, frame->stream);
}

/* What is on disk is all there when the host hears of it. */
static void on_freeze(struct session *session) {
  process_stop_all();
  sync();
  session->frozen = true;
  send_text(session, FRAME_FROZEN, "");
}

/* Two machines go on from one snapshot: nothing of a user's may run before this one is itself. */
static void on_restore(struct session *session, const struct frame *frame) {
  struct command command;
  struct command_extras extras;
  if (!session->frozen) return;
  bool read = command_restore(frame, &command, &extras);
  if (!read || reseed(extras.entropy, sizeof extras.entropy)) {
    send_text(session, FRAME_FAILED, read ? "its random numbers could not be drawn anew" : "RESTORE cannot be read");
  } else {
    identify(&extras);
    renew_machine_id();
    process_abandon_execs();
    session->frozen = false;
    process_continue_all();
    send_text(session, FRAME_RESTORED, "");
  }
  command_free(&command, &extras);
}

static void on_credit(struct process *process, const struct frame *frame) {
  if (frame->length != 9) return;
  uint64_t offset = wire_get64(frame->payload + 1);
  if (frame->payload[0] == 1) output_acknowledge(&process->out, offset);
  if (frame->payload[0] == 2) output_acknowledge(&process->err, offset);
}

static void on_signal(struct process *process, const struct frame *frame) {
  if (frame->length != 1 || process->state != PROCESS_RUNNING) return;
  uint8_t signal = frame->payload[0];
  if (process->connection) {
    process_hang_up(process);
  } else {
    /* An exec leads its own group: what it has started is killed with it. */
    kill(process->stream != 0 && signal == SIGKILL ? -process->pid : process->pid, signal);
  }
}

static void on_resize(const struct process *process, const struct frame *frame) {
  if (frame->length != 4 || !process->tty || process->out.fd < 0) return;
  struct winsize size = {.ws_col = wire_get16(frame->payload), .ws_row = wire_get16(frame->payload + 2)};
  ioctl(process->out.fd, TIOCSWINSZ, &size);
}

static void on_process_frame(const struct frame *frame) {
  struct process *process = process_find(frame->stream);
  if (!process) return; /* it has ended in the meantime */
  switch (frame->type) {
    case FRAME_STDIN: process_input(process, frame->payload, frame->length, frame->flags & WIRE_FLAG_EOF); break;
    case FRAME_CREDIT: on_credit(process, frame); break;
    case FRAME_SIGNAL: on_signal(process, frame); break;
    case FRAME_RESIZE: on_resize(process, frame); break;
    case FRAME_ACK:
      if (process->stream == 0 && process->exit_sent) power_off();
      break;
    default: break; /* a newer host may say more */
  }
}

static void on_frame(struct session *session, const struct frame *frame) {
  if (!session->attached && frame->type != FRAME_HELLO) return;
  switch (frame->type) {
    case FRAME_HELLO: on_hello(session, frame); break;
    case FRAME_CONFIG:
    case FRAME_EXEC: on_start(session, frame); break;
    case FRAME_CONNECT: on_connect(session, frame); break;
    case FRAME_FREEZE: on_freeze(session); break;
    case FRAME_RESTORE: on_restore(session, frame); break;
    case FRAME_PING:
      if (frame->length <= 8 && port_has_room(session->port, frame->length))
        memcpy(port_frame(session->port, FRAME_PONG, 0, frame->length), frame->payload, frame->length);
      break;
    case FRAME_CLOCK:
      if (frame->length == 8) set_wall_clock(wire_get64(frame->payload));
      break;
    case FRAME_SHUTDOWN: power_off();
    default: on_process_frame(frame); break;
  }
}

/* The host let go of the port, or has just taken it again: the kernel hears of that on another queue than the data, so
   a new session's first bytes may come before. Hence the session itself ends at the next mark only; until the host is
   there, writes to the port do not go through. */
static void on_end_of_file(void) { process_abandon_execs(); }

static void take(struct session *session) {
  struct frame frame;
  for (;;) {
    switch (input_next(&session->input, &frame)) {
      case INPUT_MORE: return;
      case INPUT_SYNC: begin(session); break;
      case INPUT_FRAME: on_frame(session, &frame); break;
      case INPUT_BROKEN: fprintf(stderr, "skiff-init: a broken frame from the host\n"); break;
    }
  }
}

void session_receive(struct session *session) {
  for (;;) {
    size_t size;
    uint8_t *space = input_space(&session->input, &size);
    ssize_t count = read(session->port->fd, space, size);
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) on_end_of_file();
    if (count <= 0) return;
    input_received(&session->input, (size_t)count);
    take(session);
  }
}

static void send_exit(struct session *session, struct process *process) {
  uint8_t buffer[CONTROL_BYTES];
  struct field_writer writer = {buffer, sizeof buffer, 0};
  field_u64(&writer, FIELD_EXIT_CODE, process->code);
  field_u64(&writer, FIELD_EXIT_SIGNAL, process->signal);
  field_u64(&writer, FIELD_OOM, process->oom);
  if (process->error[0]) field_bytes(&writer, FIELD_ERROR, process->error, strlen(process->error));
  send_fields(session, FRAME_EXIT, process->stream, &writer);
  process->exit_sent = true;
}

static bool send_stdin_credit(struct session *session, struct process *process) {
  if (process->input_told == process->input_consumed || !port_has_room(session->port, 9)) return false;
  uint8_t *payload = port_frame(session->port, FRAME_CREDIT, process->stream, 9);
  payload[0] = 0;
  wire_put64(payload + 1, process->input_consumed);
  process->input_told = process->input_consumed;
  return true;
}

/* That a connection is there comes before anything else of it. */
static bool tell_connected(struct session *session, struct process *process) {
  if (process->connecting || process->started_told || !port_has_room(session->port, CONTROL_BYTES)) return false;
  process->started_told = true;
  if (process->error[0]) return false; /* its exit says so */
  send_started(session, process);
  return true;
}

/* One frame of each kind a round, so that a talkative process does not keep the others waiting. */
static bool send_round(struct session *session) {
  bool sent = false;
  for (int i = 0; i < PROCESS_SLOTS; i++) {
    struct process *process = &processes[i];
    if (process->state == PROCESS_FREE || process->abandoned) continue;
    if (process->connection) sent |= tell_connected(session, process);
    if (process->connection && !process->started_told) continue;
    sent |= send_stdin_credit(session, process);
    sent |= output_send(&process->out, session->port, process->stream);
    sent |= output_send(&process->err, session->port, process->stream);
    if (process->state == PROCESS_ENDED && !process->exit_sent && process_drained(process) &&
        port_has_room(session->port, CONTROL_BYTES)) {
      send_exit(session, process);
      sent = true;
      if (i > 0) process_free(process);
    }
  }
  return sent;
}

void session_send(struct session *session) {
  if (!session->attached) return;
  while (port_flush(session->port) && send_round(session)) {}
}
