#include "input.h"

#include <stdlib.h>
#include <string.h>

/* A whole frame with a whole sync mark behind it always fits. */
enum { INPUT_SIZE = 2 * (WIRE_MAX_FROM_HOST + WIRE_HEADER_BYTES + WIRE_SYNC_BYTES) };

int input_open(struct input *input, const uint8_t token[WIRE_TOKEN_BYTES]) {
  memset(input, 0, sizeof *input);
  memcpy(input->token, token, WIRE_TOKEN_BYTES);
  input->buffer = malloc(INPUT_SIZE);
  return input->buffer ? 0 : -1;
}

uint8_t *input_space(struct input *input, size_t *size) {
  if (input->start > 0) {
    memmove(input->buffer, input->buffer + input->start, input->end - input->start);
    input->end -= input->start;
    input->scanned = input->scanned > input->start ? input->scanned - input->start : 0;
    input->start = 0;
  }
  *size = INPUT_SIZE - input->end;
  return input->buffer + input->end;
}

void input_received(struct input *input, size_t count) { input->end += count; }

/* Finds the last sync mark that is wholly there: only the newest session counts. */
static int find_sync(struct input *input) {
  int found = 0;
  if (input->scanned < input->start) input->scanned = input->start;
  while (input->end - input->scanned >= WIRE_SYNC_BYTES) {
    uint8_t *at = memmem(input->buffer + input->scanned, input->end - input->scanned, input->token, WIRE_TOKEN_BYTES);
    size_t position = at ? (size_t)(at - input->buffer) : input->end - WIRE_TOKEN_BYTES + 1;
    if (!at || input->end - position < WIRE_SYNC_BYTES) {
      input->scanned = position;
      break;
    }
    memcpy(input->nonce, at + WIRE_TOKEN_BYTES, WIRE_NONCE_BYTES);
    input->start = input->scanned = position + WIRE_SYNC_BYTES;
    found = 1;
  }
  return found;
}

enum input_result input_next(struct input *input, struct frame *frame) {
  if (find_sync(input)) {
    input->synced = 1;
    return INPUT_SYNC;
  }
  if (!input->synced) {
    input->start = input->scanned;
    return INPUT_MORE;
  }
  size_t available = input->end - input->start;
  if (available < WIRE_HEADER_BYTES) return INPUT_MORE;
  const uint8_t *at = input->buffer + input->start;
  uint32_t length = wire_get32(at);
  if (length > WIRE_MAX_FROM_HOST) {
    input->synced = 0;
    return INPUT_BROKEN;
  }
  if (available < WIRE_HEADER_BYTES + (size_t)length) return INPUT_MORE;
  frame->type = at[4];
  frame->flags = at[5];
  frame->stream = wire_get16(at + 6);
  frame->length = length;
  frame->payload = at + WIRE_HEADER_BYTES;
  input->start += WIRE_HEADER_BYTES + length;
  return INPUT_FRAME;
}
