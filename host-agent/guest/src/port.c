#include "port.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Port 1 of the only virtio-serial device; the first number in its name depends on the order of the VM's devices. */
static bool find(char *path, size_t size) {
  unsigned device;
  unsigned number;
  bool found = false;
  DIR *directory = opendir("/dev");
  for (struct dirent *entry = NULL; directory && !found && (entry = readdir(directory));)
    if (sscanf(entry->d_name, "vport%up%u", &device, &number) == 2 && number == 1)
      found = snprintf(path, size, "/dev/%s", entry->d_name) < (int)size;
  if (directory) closedir(directory);
  return found;
}

/* virtio_console makes the node a moment after it was loaded. */
int port_open(struct port *port) {
  static const struct timespec pause = {0, 1000000};
  char path[300];
  port->start = port->end = 0;
  for (int i = 0; i < 10000; i++) {
    port->fd = find(path, sizeof path) ? open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC) : -1;
    if (port->fd >= 0) return 0;
    nanosleep(&pause, NULL);
  }
  return -1;
}

void port_clear(struct port *port) { port->start = port->end = 0; }

bool port_has_room(const struct port *port, size_t payload) {
  return sizeof port->buffer - (port->end - port->start) >= WIRE_HEADER_BYTES + payload;
}

static uint8_t *append(struct port *port, size_t length) {
  if (sizeof port->buffer - port->end < length) {
    memmove(port->buffer, port->buffer + port->start, port->end - port->start);
    port->end -= port->start;
    port->start = 0;
  }
  uint8_t *at = port->buffer + port->end;
  port->end += length;
  return at;
}

uint8_t *port_frame(struct port *port, uint8_t type, uint16_t stream, uint32_t payload) {
  uint8_t *at = append(port, WIRE_HEADER_BYTES + payload);
  wire_put32(at, payload);
  at[4] = type;
  at[5] = 0;
  wire_put16(at + 6, stream);
  return at + WIRE_HEADER_BYTES;
}

void port_raw(struct port *port, const void *bytes, size_t length) { memcpy(append(port, length), bytes, length); }

bool port_flush(struct port *port) {
  while (port->start < port->end) {
    ssize_t written = write(port->fd, port->buffer + port->start, port->end - port->start);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false; /* full, or nobody is there: epoll tells when that changes */
    port->start += (size_t)written;
  }
  port_clear(port);
  return true;
}
