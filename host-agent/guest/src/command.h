/* Reads the payload of CONFIG, EXEC and RESTORE. */
#ifndef SKIFF_COMMAND_H
#define SKIFF_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "input.h"
#include "spawn.h"

struct command_extras {
  char *hostname; /* NULL when not told */
  uint64_t wall_clock; /* microseconds since the epoch; 0 when not told */
  bool serve;          /* run no command, but remember what execs inherit */
  uint8_t entropy[WIRE_ENTROPY_BYTES];
  bool has_entropy;
};

/* An exec inherits environment, working directory and user of the VM's own command, which this remembers.
 * Returns false for a payload that cannot be used. Free in either case. */
bool command_parse(const struct frame *frame, bool own, struct command *command, struct command_extras *extras);

/* Reads the payload of RESTORE; its environment is added to what execs inherit. Free with an empty command. */
bool command_restore(const struct frame *frame, struct command *command, struct command_extras *extras);
void command_free(struct command *command, struct command_extras *extras);

#endif
