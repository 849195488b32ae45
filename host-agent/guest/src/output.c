#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "port.h"
#include "wire.h"

int output_open(struct output *output, int fd, uint8_t type, uint32_t size) {
  memset(output, 0, sizeof *output);
  output->fd = fd;
  output->type = type;
  output->size = size;
  output->ring = malloc(size);
  return output->ring ? 0 : -1;
}

void output_close(struct output *output) {
  if (output->fd >= 0) close(output->fd);
  output->fd = -1;
}

static uint32_t room(const struct output *output) {
  return output->size - (uint32_t)(output->produced - output->acknowledged);
}

bool output_has_room(const struct output *output) { return room(output) > 0; }

bool output_fill(struct output *output) {
  while (output->fd >= 0 && room(output) > 0) {
    uint32_t at = (uint32_t)(output->produced & (output->size - 1));
    uint32_t free = room(output);
    uint32_t first = free < output->size - at ? free : output->size - at;
    struct iovec parts[2] = {{output->ring + at, first}, {output->ring, free - first}};
    ssize_t count = readv(output->fd, parts, 2);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return true;
    if (count <= 0) return false; /* also EIO: the last user of the terminal has gone */
    output->produced += (uint64_t)count;
  }
  return output->fd >= 0;
}

bool output_send(struct output *output, struct port *port, uint16_t stream) {
  uint64_t left = output->produced - output->sent;
  uint32_t length = left < WIRE_MAX_DATA ? (uint32_t)left : WIRE_MAX_DATA;
  if (length == 0 || !port_has_room(port, length + PORT_RESERVE)) return false;
  uint8_t *payload = port_frame(port, output->type, stream, length);
  uint32_t at = (uint32_t)(output->sent & (output->size - 1));
  uint32_t first = length < output->size - at ? length : output->size - at;
  memcpy(payload, output->ring + at, first);
  memcpy(payload + first, output->ring, length - first);
  output->sent += length;
  return true;
}

bool output_acknowledge(struct output *output, uint64_t offset) {
  if (offset < output->acknowledged || offset > output->sent) return false;
  output->acknowledged = offset;
  return true;
}

void output_rewind(struct output *output, uint64_t offset) {
  if (offset > output->acknowledged) output->acknowledged = offset < output->produced ? offset : output->produced;
  output->sent = output->acknowledged;
}
