/* Who a command runs as: `name`, `uid`, `name:group` or `uid:gid`, looked up in the image's own files. Used only in
 * the child, so that an odd /etc/passwd cannot harm PID 1. */
#ifndef SKIFF_IDENTITY_H
#define SKIFF_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

struct identity {
  uid_t uid;
  gid_t gid;
  char name[64]; /* empty when the uid has no entry */
  char home[256];
  bool only_group; /* the group was named: no supplementary groups of the user */
};

/* Returns NULL, or why there is no such identity. NULL or "" is root. */
const char *identity_find(const char *user, struct identity *identity);

/* Adds HOME, PATH, HOSTNAME and, for terminals, TERM where the environment lacks them. */
void identity_complete_environment(const struct identity *identity, bool tty);

/* Returns 0, or -1 with errno. */
int identity_assume(const struct identity *identity);

#endif
