/* A TCP connection to a port of this guest itself. */
#ifndef SKIFF_CONNECTION_H
#define SKIFF_CONNECTION_H

#include <stdint.h>

/* Returns 0 when it is there, EINPROGRESS when it will be or not once the socket is writable, or why there is none.
 * `fd` is a non-blocking socket, -1 with the last. */
int connection_open(uint16_t port, int *fd);

/* What became of it, asked once the socket is writable: 0 or an errno. */
int connection_outcome(int fd);

#endif
