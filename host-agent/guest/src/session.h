/* The conversation with the host: what comes in is done, what there is to say is queued. */
#ifndef SKIFF_SESSION_H
#define SKIFF_SESSION_H

#include <stdbool.h>

#include "input.h"
#include "port.h"

struct session {
  struct port *port;
  struct input input;
  bool attached;       /* between the host's HELLO and the next sync mark */
  bool serving;        /* there is no command of the machine's own */
  bool frozen;         /* everything but this process stands still, for a snapshot */
  const char *failure; /* why this machine can run nothing; NULL when it can */
  uint64_t failed_or_ended_at; /* CLOCK_BOOTTIME seconds; 0: still of use */
};

/* Returns NULL or what is missing. */
const char *session_open(struct session *session, struct port *port);

/* Reads and does everything the host has sent. */
void session_receive(struct session *session);

/* Queues and writes what there is to say, until nothing is left or the port is full. */
void session_send(struct session *session);

#endif
