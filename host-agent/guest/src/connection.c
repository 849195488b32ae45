#include "connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

int connection_open(uint16_t port, int *fd) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int at_once = 1;
  *fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (*fd < 0) return errno;
  setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (!connect(*fd, (struct sockaddr *)&address, sizeof address)) return 0;
  int problem = errno;
  if (problem == EINPROGRESS) return problem;
  close(*fd);
  *fd = -1;
  return problem;
}

int connection_outcome(int fd) {
  int problem = 0;
  socklen_t size = sizeof problem;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size) ? errno : problem;
}
