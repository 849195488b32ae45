/* Tests of the guest's own logic that need no guest: the input parser against garbage and sync marks in any place, the
 * output ring against every split, control fields against cut payloads. Seeded; prints the seed that failed. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../src/connection.h"
#include "../src/fields.h"
#include "../src/input.h"
#include "../src/output.h"
#include "../src/port.h"

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "line %d, seed %u: %s\n", __LINE__, seed, #condition); \
      exit(1);                                                                  \
    }                                                                           \
  } while (0)

static unsigned seed;
static const uint8_t token[WIRE_TOKEN_BYTES] = "0123456789abcdef";

static uint8_t *put_frame(uint8_t *at, uint8_t type, uint16_t stream, uint32_t length, uint8_t fill) {
  wire_put32(at, length);
  at[4] = type;
  at[5] = 0;
  wire_put16(at + 6, stream);
  memset(at + WIRE_HEADER_BYTES, fill, length);
  return at + WIRE_HEADER_BYTES + length;
}

static uint8_t *put_sync(uint8_t *at, uint8_t nonce) {
  memcpy(at, token, WIRE_TOKEN_BYTES);
  memset(at + WIRE_TOKEN_BYTES, nonce, WIRE_NONCE_BYTES);
  return at + WIRE_SYNC_BYTES;
}

/* Garbage, an old session that stops in the middle of a frame, a new session: its frames come whole and in order. */
static void shouldFindTheNewSessionHoweverItArrives(void) {
  static uint8_t stream[1 << 20];
  uint8_t *at = stream;
  for (int i = rand() % 3000; i > 0; i--) *at++ = (uint8_t)rand();
  at = put_sync(at, 1);
  for (int i = rand() % 20; i > 0; i--) at = put_frame(at, FRAME_PING, 7, (uint32_t)(rand() % 2000), 0xee);
  uint8_t *cut = put_frame(at, FRAME_STDIN, 1, 5000, 0xdd);
  at += 1 + rand() % (cut - at - 1);
  at = put_sync(at, 2);
  uint32_t lengths[50];
  for (int i = 0; i < 50; i++) at = put_frame(at, FRAME_STDIN, (uint16_t)i, lengths[i] = (uint32_t)(rand() % 3000), (uint8_t)i);

  struct input input;
  struct frame frame;
  CHECK(!input_open(&input, token));
  int next = 0;
  for (uint8_t *from = stream; from < at;) {
    size_t size;
    uint8_t *space = input_space(&input, &size);
    size_t chunk = 1 + (size_t)rand() % 4000;
    if (chunk > size) chunk = size;
    if (chunk > (size_t)(at - from)) chunk = (size_t)(at - from);
    memcpy(space, from, chunk);
    from += chunk;
    input_received(&input, chunk);
    enum input_result result;
    while ((result = input_next(&input, &frame)) != INPUT_MORE) {
      CHECK(result != INPUT_BROKEN);
      if (result == INPUT_SYNC || input.nonce[0] != 2) continue;
      CHECK(frame.stream == next && frame.length == lengths[next]);
      for (uint32_t i = 0; i < frame.length; i++) CHECK(frame.payload[i] == (uint8_t)next);
      next++;
    }
  }
  CHECK(next == 50);
  free(input.buffer);
}

static void shouldSkipToTheNextSessionAfterAFrameThatIsTooLong(void) {
  uint8_t stream[200];
  struct input input;
  struct frame frame;
  size_t size;
  CHECK(!input_open(&input, token));
  uint8_t *at = put_sync(stream, 1);
  wire_put32(at, WIRE_MAX_FROM_HOST + 1);
  memset(at + 4, 0, 4);
  at = put_frame(put_sync(at + WIRE_HEADER_BYTES, 2), FRAME_PING, 0, 3, 1);
  /* One byte at a time: what comes together is skipped together. */
  int broken = 0;
  int pings = 0;
  for (uint8_t *from = stream; from < at; from++) {
    *input_space(&input, &size) = *from;
    input_received(&input, 1);
    enum input_result result;
    while ((result = input_next(&input, &frame)) != INPUT_MORE) {
      broken += result == INPUT_BROKEN;
      pings += result == INPUT_FRAME;
    }
  }
  CHECK(broken == 1 && pings == 1);
  free(input.buffer);
}

/* A process writes, the host acknowledges some, a new session begins: no byte is missing or doubled. */
static void shouldSendEveryByteOnceAcrossSessions(void) {
  enum { TOTAL = 200000, RING = 4096 };
  static struct port port;
  struct output output;
  int ends[2];
  CHECK(!pipe2(ends, O_NONBLOCK) && !output_open(&output, ends[0], FRAME_STDOUT, RING));
  uint32_t written = 0;
  uint64_t received = 0;
  while (received < TOTAL) {
    uint8_t bytes[1000];
    uint32_t wanted = 1 + (uint32_t)rand() % sizeof bytes;
    for (uint32_t i = 0; i < wanted; i++) bytes[i] = (uint8_t)((written + i) * 31 >> 3);
    if (written < TOTAL) {
      ssize_t took = write(ends[1], bytes, wanted < TOTAL - written ? wanted : TOTAL - written);
      if (took > 0) written += (uint32_t)took;
    }
    output_fill(&output);
    if (rand() % 10 == 0) output_rewind(&output, received);
    uint64_t before = output.sent;
    port_clear(&port);
    if (!output_send(&output, &port, 0)) {
      CHECK(output_acknowledge(&output, received));
      continue;
    }
    CHECK(before == received);
    uint32_t length = wire_get32(port.buffer);
    for (uint32_t i = 0; i < length; i++)
      CHECK(port.buffer[WIRE_HEADER_BYTES + i] == (uint8_t)(((uint32_t)received + i) * 31 >> 3));
    received += length;
    if (rand() % 3 == 0) CHECK(output_acknowledge(&output, received));
    CHECK(!output_acknowledge(&output, received + 1));
  }
  output_close(&output);
  close(ends[1]);
  free(output.ring);
}

static void shouldReadNoFieldBeyondItsPayload(void) {
  uint8_t buffer[300];
  struct field_writer writer = {buffer, sizeof buffer, 0};
  field_bytes(&writer, FIELD_ARGUMENT, "abc", 3);
  field_u64(&writer, FIELD_TTY, 1);
  for (size_t cut = 0; cut <= writer.used; cut++) {
    struct field_reader reader = {buffer, cut, false};
    struct field field;
    int count = 0;
    while (field_next(&reader, &field)) {
      CHECK(field.bytes + field.length <= buffer + cut);
      count++;
    }
    CHECK(reader.broken == (cut != 0 && cut != 8 && cut != writer.used));
    CHECK(count == (cut >= 8) + (cut == writer.used));
  }
}

static int connect_and_wait(uint16_t port, int *fd) {
  int problem = connection_open(port, fd);
  if (problem != EINPROGRESS) return problem;
  struct pollfd writable = {.fd = *fd, .events = POLLOUT};
  CHECK(poll(&writable, 1, 10000) == 1);
  return connection_outcome(*fd);
}

static void shouldConnectToAPortThatIsOpenAndToNoOther(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM, 0);
  int fd;
  char byte = 0;
  CHECK(!bind(server, (struct sockaddr *)&address, size) && !getsockname(server, (struct sockaddr *)&address, &size));
  CHECK(connect_and_wait(ntohs(address.sin_port), &fd) == ECONNREFUSED);
  if (fd >= 0) close(fd);
  CHECK(!listen(server, 1) && !connect_and_wait(ntohs(address.sin_port), &fd));
  int peer = accept(server, NULL, NULL);
  CHECK(write(fd, "x", 1) == 1 && read(peer, &byte, 1) == 1 && byte == 'x');
  close(peer);
  close(fd);
  close(server);
}

int main(void) {
  shouldConnectToAPortThatIsOpenAndToNoOther();
  for (seed = 1; seed <= 200; seed++) {
    srand(seed);
    shouldFindTheNewSessionHoweverItArrives();
    shouldSkipToTheNextSessionAfterAFrameThatIsTooLong();
    shouldSendEveryByteOnceAcrossSessions();
    shouldReadNoFieldBeyondItsPayload();
  }
  return 0;
}
