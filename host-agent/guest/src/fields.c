#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "wire.h"

enum { FIELD_HEADER_BYTES = 5 };

bool field_next(struct field_reader *reader, struct field *field) {
  if (reader->left == 0) return false;
  if (reader->left < FIELD_HEADER_BYTES) {
    reader->broken = true;
    return false;
  }
  field->tag = reader->at[0];
  field->length = wire_get32(reader->at + 1);
  field->bytes = reader->at + FIELD_HEADER_BYTES;
  reader->left -= FIELD_HEADER_BYTES;
  if (field->length > reader->left) {
    reader->broken = true;
    return false;
  }
  reader->left -= field->length;
  reader->at = field->bytes + field->length;
  return true;
}

uint64_t field_number(const struct field *field) {
  uint64_t value = 0;
  if (field->length > 8) return 0;
  for (uint32_t i = 0; i < field->length; i++) value = value << 8 | field->bytes[i];
  return value;
}

char *field_text(const struct field *field) {
  if (memchr(field->bytes, 0, field->length)) return NULL;
  char *text = malloc((size_t)field->length + 1);
  if (!text) return NULL;
  memcpy(text, field->bytes, field->length);
  text[field->length] = 0;
  return text;
}

void field_bytes(struct field_writer *writer, uint8_t tag, const void *bytes, size_t length) {
  if (length > UINT32_MAX || writer->size - writer->used < FIELD_HEADER_BYTES + length) return;
  uint8_t *at = writer->buffer + writer->used;
  at[0] = tag;
  wire_put32(at + 1, (uint32_t)length);
  memcpy(at + FIELD_HEADER_BYTES, bytes, length);
  writer->used += FIELD_HEADER_BYTES + length;
}

void field_u64(struct field_writer *writer, uint8_t tag, uint64_t value) {
  uint8_t bytes[8];
  wire_put64(bytes, value);
  field_bytes(writer, tag, bytes, sizeof bytes);
}
