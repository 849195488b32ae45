/* One output stream of a process: what it wrote is kept until the host has acknowledged it, so that a host session
 * can end and the next one go on without loss or repetition. Offsets count the stream's bytes from its beginning:
 * acknowledged <= sent <= produced <= acknowledged + size. */
#ifndef SKIFF_OUTPUT_H
#define SKIFF_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct port;

struct output {
  int fd; /* read end of the pipe or the terminal's master; -1 when it has ended */
  uint8_t type;
  uint8_t *ring;
  uint32_t size; /* a power of two */
  uint64_t acknowledged;
  uint64_t sent;
  uint64_t produced;
};

/* Returns 0, or -1 when memory is short. */
int output_open(struct output *output, int fd, uint8_t type, uint32_t size);
void output_close(struct output *output);

bool output_has_room(const struct output *output);

/* Reads what is there and fits. Returns false once the stream has ended. */
bool output_fill(struct output *output);

/* Queues one frame if there is something to send and room in the port. */
bool output_send(struct output *output, struct port *port, uint16_t stream);

/* The host has consumed everything before this offset. Returns false for an offset that cannot be. */
bool output_acknowledge(struct output *output, uint64_t offset);

/* A new session begins: everything unacknowledged is sent again, from where the host says it stopped. */
void output_rewind(struct output *output, uint64_t offset);

#endif
