/* The virtio-serial port to the host. Non-blocking; bytes to send are queued here and written when there is room. */
#ifndef SKIFF_PORT_H
#define SKIFF_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

/* Output leaves that much of the queue to control frames. */
#define PORT_RESERVE (8 * 1024)

struct port {
  int fd;
  size_t start;
  size_t end;
  uint8_t buffer[4 * WIRE_MAX_DATA];
};

/* Waits for the device to appear and opens it; -1 on failure. */
int port_open(struct port *port);

/* Forgets what was queued: it belonged to a session that is over. */
void port_clear(struct port *port);

/* Room for a frame with that much payload? */
bool port_has_room(const struct port *port, size_t payload);

/* Begins a frame in the queue and returns where its payload goes; the caller has asked port_has_room. */
uint8_t *port_frame(struct port *port, uint8_t type, uint16_t stream, uint32_t payload);

/* Queues raw bytes (the sync mark). */
void port_raw(struct port *port, const void *bytes, size_t length);

/* Writes what the host takes now. Returns true when the queue is empty. */
bool port_flush(struct port *port);

#endif
