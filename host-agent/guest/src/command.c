#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"

static char **inherited_environment;
static char *inherited_workdir;
static char *inherited_user;

static size_t count(char **list) {
  size_t size = 0;
  while (list && list[size]) size++;
  return size;
}

static bool add(char ***list, char *text) {
  size_t size = count(*list);
  char **longer = text ? realloc(*list, (size + 2) * sizeof *longer) : NULL;
  if (!longer) {
    free(text);
    return false;
  }
  longer[size] = text;
  longer[size + 1] = NULL;
  *list = longer;
  return true;
}

/* A later `NAME=...` replaces an earlier one. */
static bool add_variable(char ***list, char *text) {
  const char *equals = text ? strchr(text, '=') : NULL;
  for (char **entry = *list; equals && entry && *entry; entry++)
    if (!strncmp(*entry, text, (size_t)(equals - text) + 1)) {
      free(*entry);
      *entry = text;
      return true;
    }
  return add(list, text);
}

static bool replace(char **old, char *text) {
  if (!text) return false;
  free(*old);
  *old = text;
  return true;
}

static bool take(const struct field *field, struct command *command, struct command_extras *extras) {
  switch (field->tag) {
    case FIELD_ARGUMENT: return add(&command->arguments, field_text(field));
    case FIELD_ENVIRONMENT: return add_variable(&command->environment, field_text(field));
    case FIELD_WORKDIR: return replace(&command->workdir, field_text(field));
    case FIELD_USER: return replace(&command->user, field_text(field));
    case FIELD_HOSTNAME: return replace(&extras->hostname, field_text(field));
    case FIELD_TTY: command->tty = field_number(field); return true;
    case FIELD_STDIN: command->stdin_open = field_number(field); return true;
    case FIELD_WALL_CLOCK: extras->wall_clock = field_number(field); return true;
    case FIELD_SERVE: extras->serve = field_number(field); return true;
    case FIELD_ENTROPY:
      extras->has_entropy = field->length == WIRE_ENTROPY_BYTES;
      if (extras->has_entropy) memcpy(extras->entropy, field->bytes, WIRE_ENTROPY_BYTES);
      return true;
    default: return true;
  }
}

static bool inherit(struct command *command) {
  for (char **entry = inherited_environment; entry && *entry; entry++)
    if (!add(&command->environment, strdup(*entry))) return false;
  return (!inherited_workdir || replace(&command->workdir, strdup(inherited_workdir))) &&
         (!inherited_user || replace(&command->user, strdup(inherited_user)));
}

static void remember(const struct command *command) {
  for (char **entry = command->environment; entry && *entry; entry++) add(&inherited_environment, strdup(*entry));
  inherited_workdir = strdup(command->workdir);
  inherited_user = command->user ? strdup(command->user) : NULL;
}

bool command_parse(const struct frame *frame, bool own, struct command *command, struct command_extras *extras) {
  struct field_reader reader = {frame->payload, frame->length, false};
  struct field field;
  memset(command, 0, sizeof *command);
  memset(extras, 0, sizeof *extras);
  command->make_workdir = own;
  if (!own && !inherit(command)) return false;
  while (field_next(&reader, &field))
    if (!take(&field, command, extras)) return false;
  if (reader.broken || !command->arguments) return false;
  if ((!command->workdir || !*command->workdir) && !replace(&command->workdir, strdup("/"))) return false;
  if (!command->environment && !(command->environment = calloc(1, sizeof *command->environment))) return false;
  if (own) remember(command);
  return true;
}

bool command_restore(const struct frame *frame, struct command *command, struct command_extras *extras) {
  struct field_reader reader = {frame->payload, frame->length, false};
  struct field field;
  memset(command, 0, sizeof *command);
  memset(extras, 0, sizeof *extras);
  while (field_next(&reader, &field)) {
    bool taken = field.tag == FIELD_ENVIRONMENT ? add_variable(&inherited_environment, field_text(&field))
                                                : take(&field, command, extras);
    if (!taken) return false;
  }
  return !reader.broken && extras->has_entropy;
}

static void free_list(char **list) {
  for (char **entry = list; entry && *entry; entry++) free(*entry);
  free(list);
}

void command_free(struct command *command, struct command_extras *extras) {
  free_list(command->arguments);
  free_list(command->environment);
  free(command->workdir);
  free(command->user);
  free(extras->hostname);
}
