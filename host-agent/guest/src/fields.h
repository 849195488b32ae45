/* Control payloads: a sequence of `u8 tag | u32 length | bytes`. Unknown tags are skipped, so fields can be added. */
#ifndef SKIFF_FIELDS_H
#define SKIFF_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct field {
  uint8_t tag;
  uint32_t length;
  const uint8_t *bytes;
};

struct field_reader {
  const uint8_t *at;
  size_t left;
  bool broken; /* a length ran past the payload's end */
};

struct field_writer {
  uint8_t *buffer;
  size_t size;
  size_t used;
};

bool field_next(struct field_reader *reader, struct field *field);

/* A field's number, big-endian, of whatever length up to 8; 0 for anything else. */
uint64_t field_number(const struct field *field);

/* A NUL-terminated copy; NULL when the text holds a NUL itself or memory is short. */
char *field_text(const struct field *field);

/* What does not fit is left out whole. */
void field_bytes(struct field_writer *writer, uint8_t tag, const void *bytes, size_t length);
void field_u64(struct field_writer *writer, uint8_t tag, uint64_t value);

#endif
