/* The processes the host knows: number 0 is the VM's own command, the others are execs of the present session, or
 * connections to a port of the guest: a connection is a process without a number, whose output and input are a socket. */
#ifndef SKIFF_PROCESS_H
#define SKIFF_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "output.h"
#include "spawn.h"
#include "wire.h"

enum { PROCESS_SLOTS = WIRE_MAX_EXECS + 1 };

enum process_state { PROCESS_FREE, PROCESS_RUNNING, PROCESS_ENDED };

struct process {
  enum process_state state;
  uint16_t stream;
  pid_t pid;
  bool tty;
  bool connection;
  bool connecting;   /* the socket is not connected yet */
  bool started_told; /* of a connection: the host has heard that it is there */
  bool abandoned; /* an exec whose session is over: nothing of it is reported */
  bool exit_sent;
  uint8_t code;
  uint8_t signal;
  bool oom;
  uint64_t oom_before;
  char error[256]; /* why it could not be started */
  struct output out;
  struct output err;
  int input;        /* -1 when closed; a connection's is the descriptor of `out` */
  bool input_ends;  /* close it once everything was written */
  uint8_t *pending; /* standard input that was received and not yet written */
  uint32_t pending_start;
  uint32_t pending_end;
  uint64_t input_received;
  uint64_t input_consumed;
  uint64_t input_told; /* how much of that the host has heard */
};

extern struct process processes[PROCESS_SLOTS];

/* NULL when there is none with this stream. */
struct process *process_find(uint16_t stream);

/* Starts a command in a free slot. On failure the slot is ENDED with its code and error. NULL: no free slot. */
struct process *process_start(uint16_t stream, const struct command *command);

/* Connects to a port in a free slot. On failure the slot is ENDED with an error. NULL: no free slot. */
struct process *process_connect(uint16_t stream, uint16_t port);

/* The socket of a connection can be written to: it is connected, or will not be. */
void process_connected(struct process *process);

/* The other side of a connection has closed it, or the host wants no more of it. */
void process_hang_up(struct process *process);

void process_free(struct process *process);

/* Reaps every child that has ended. */
void process_reap(void);

/* Kills every other process of the machine. */
void process_kill_all(void);

/* Lets every other process of the machine stand still, and go on. */
void process_stop_all(void);
void process_continue_all(void);

/* Kills the execs, whose host is gone. */
void process_abandon_execs(void);

/* Takes standard input from the host; what is beyond the granted window is dropped. */
void process_input(struct process *process, const uint8_t *data, uint32_t length, bool ends);

/* Writes pending standard input. */
void process_feed(struct process *process);

/* Whether everything it wrote was read, and sent to the host. */
bool process_drained(const struct process *process);

#endif
