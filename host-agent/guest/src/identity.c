#include "identity.h"

#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool number(const char *text, unsigned *value) {
  char *end;
  if (*text < '0' || *text > '9') return false;
  unsigned long parsed = strtoul(text, &end, 10);
  *value = (unsigned)parsed;
  return *end == 0 && parsed < UINT32_MAX;
}

static const char *find_group(const char *text, struct identity *identity) {
  unsigned id;
  identity->only_group = true;
  if (number(text, &id)) {
    identity->gid = id;
    return NULL;
  }
  struct group *group = getgrnam(text);
  if (!group) return "no such group in the image's /etc/group";
  identity->gid = group->gr_gid;
  return NULL;
}

const char *identity_find(const char *user, struct identity *identity) {
  char text[256];
  unsigned id;
  memset(identity, 0, sizeof *identity);
  if (snprintf(text, sizeof text, "%s", user && *user ? user : "0") >= (int)sizeof text) return "longer than 255 bytes";
  char *group = strchr(text, ':');
  if (group) *group++ = 0;
  bool numeric = number(text, &id);
  struct passwd *entry = numeric ? getpwuid(id) : getpwnam(text);
  if (!entry && !numeric) return "no such user in the image's /etc/passwd";
  identity->uid = entry ? entry->pw_uid : id;
  identity->gid = entry ? entry->pw_gid : 0;
  snprintf(identity->name, sizeof identity->name, "%s", entry ? entry->pw_name : "");
  snprintf(identity->home, sizeof identity->home, "%s", entry && *entry->pw_dir ? entry->pw_dir : identity->uid ? "/" : "/root");
  return group ? find_group(group, identity) : NULL;
}

void identity_complete_environment(const struct identity *identity, bool tty) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 0);
  setenv("HOME", identity->home, 0);
  setenv("HOSTNAME", host, 0);
  if (tty) setenv("TERM", "xterm", 0);
}

int identity_assume(const struct identity *identity) {
  bool by_name = identity->name[0] && !identity->only_group;
  if (by_name ? initgroups(identity->name, identity->gid) : setgroups(0, NULL)) return -1;
  return setgid(identity->gid) || setuid(identity->uid) ? -1 : 0;
}
