/* Takes the bytes from the host apart into frames, and finds the sync mark with which a new host session begins.
 *
 * A virtio-serial port has no connections: an agent that was killed may have left half a frame behind. So every
 * session begins with `token | nonce`; the token is this VM's own secret, hence nothing a user pipes through by
 * accident, and it is looked for at every byte, also inside a frame. */
#ifndef SKIFF_INPUT_H
#define SKIFF_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "wire.h"

struct frame {
  uint8_t type;
  uint8_t flags;
  uint16_t stream;
  uint32_t length;
  const uint8_t *payload; /* valid until the next call on the input */
};

enum input_result { INPUT_MORE, INPUT_FRAME, INPUT_SYNC, INPUT_BROKEN };

struct input {
  uint8_t token[WIRE_TOKEN_BYTES];
  uint8_t nonce[WIRE_NONCE_BYTES]; /* of the last sync */
  uint8_t *buffer;
  size_t start;   /* first byte that was not taken */
  size_t end;     /* behind the last byte received */
  size_t scanned; /* bytes before this one cannot begin a sync mark */
  int synced;     /* 0: bytes are skipped until a sync mark comes */
};

/* Returns 0, or -1 when memory is short. */
int input_open(struct input *input, const uint8_t token[WIRE_TOKEN_BYTES]);

/* Where to put received bytes, and how many fit (at least 1). */
uint8_t *input_space(struct input *input, size_t *size);
void input_received(struct input *input, size_t count);

/* INPUT_BROKEN: a length over the limit; everything up to the next sync mark is skipped. */
enum input_result input_next(struct input *input, struct frame *frame);

#endif
