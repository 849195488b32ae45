/* The guest protocol's numbers; PROTOCOL.md says what they mean. The host's side is dev.skiff.agent.guest. */
#ifndef SKIFF_WIRE_H
#define SKIFF_WIRE_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_PROTOCOL 1
#define WIRE_HEADER_BYTES 8
#define WIRE_TOKEN_BYTES 16
#define WIRE_NONCE_BYTES 16
#define WIRE_SYNC_BYTES (WIRE_TOKEN_BYTES + WIRE_NONCE_BYTES)
#define WIRE_SYNC_MAGIC "SKIFFSYN"
#define WIRE_SYNC_MAGIC_BYTES 8
#define WIRE_MAX_FROM_HOST (256 * 1024)
#define WIRE_MAX_DATA (16 * 1024)
#define WIRE_MAIN_WINDOW (256 * 1024)
#define WIRE_EXEC_WINDOW (64 * 1024)
#define WIRE_STDIN_WINDOW (64 * 1024)
#define WIRE_MAX_EXECS 32
#define WIRE_FLAG_EOF 1
#define WIRE_ENTROPY_BYTES 32

enum frame_type {
  FRAME_HELLO = 1,
  FRAME_CONFIG = 2,
  FRAME_READY = 3,
  FRAME_RESTORE = 4,
  FRAME_RESTORED = 5,
  FRAME_EXEC = 6,
  FRAME_STARTED = 7,
  FRAME_STDIN = 8,
  FRAME_STDOUT = 9,
  FRAME_STDERR = 10,
  FRAME_CREDIT = 11,
  FRAME_SIGNAL = 12,
  FRAME_RESIZE = 13,
  FRAME_EXIT = 14,
  FRAME_ACK = 15,
  FRAME_PING = 16,
  FRAME_PONG = 17,
  FRAME_SHUTDOWN = 18,
  FRAME_FAILED = 19,
  FRAME_CLOCK = 20,
  FRAME_CONNECT = 21,
  FRAME_FREEZE = 22,
  FRAME_FROZEN = 23,
};

enum field_tag {
  FIELD_PROTOCOL = 1,
  FIELD_BOOT_ID = 2,
  FIELD_STATE = 3,
  FIELD_STDOUT_OFFSET = 4,
  FIELD_STDERR_OFFSET = 5,
  FIELD_STDIN_OFFSET = 6,
  FIELD_HOSTNAME = 7,
  FIELD_ARGUMENT = 8,
  FIELD_ENVIRONMENT = 9,
  FIELD_WORKDIR = 10,
  FIELD_USER = 11,
  FIELD_TTY = 12,
  FIELD_STDIN = 13,
  FIELD_PID = 14,
  FIELD_EXIT_CODE = 15,
  FIELD_EXIT_SIGNAL = 16,
  FIELD_OOM = 17,
  FIELD_ERROR = 18,
  FIELD_WALL_CLOCK = 19,
  FIELD_SERVE = 20,
  FIELD_PORT = 21,
  FIELD_ENTROPY = 22,
};

enum main_state { MAIN_WAITING = 0, MAIN_RUNNING = 1, MAIN_EXITED = 2, MAIN_SERVING = 3 };

static inline uint32_t wire_get32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint16_t wire_get16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }

static inline uint64_t wire_get64(const uint8_t *p) {
  return (uint64_t)wire_get32(p) << 32 | wire_get32(p + 4);
}

static inline void wire_put16(uint8_t *p, uint16_t value) {
  p[0] = (uint8_t)(value >> 8);
  p[1] = (uint8_t)value;
}

static inline void wire_put32(uint8_t *p, uint32_t value) {
  wire_put16(p, (uint16_t)(value >> 16));
  wire_put16(p + 2, (uint16_t)value);
}

static inline void wire_put64(uint8_t *p, uint64_t value) {
  wire_put32(p, (uint32_t)(value >> 32));
  wire_put32(p + 4, (uint32_t)value);
}

#endif
