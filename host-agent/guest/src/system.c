#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* From linux/random.h, which a compiler for musl need not have. */
#define RNDADDENTROPY _IOW('R', 0x03, int[2])
#define RNDRESEEDCRNG _IO('R', 0x07)

void mkdir_quietly(const char *path) { mkdir(path, 0755); }

void make_directories(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir_quietly(path);
    *slash = '/';
  }
  mkdir_quietly(path);
}

static ssize_t read_file(const char *path, char *text, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  size_t used = 0;
  ssize_t count;
  while (used < size - 1 && (count = read(fd, text + used, size - 1 - used)) > 0) used += (size_t)count;
  close(fd);
  text[used] = 0;
  return (ssize_t)used;
}

static void write_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return;
  if (write(fd, text, strlen(text)) < 0) perror(path);
  close(fd);
}

int command_line_value(const char *name, char *value, int size) {
  char line[4096];
  size_t length = strlen(name);
  if (read_file("/proc/cmdline", line, sizeof line) < 0) return -1;
  for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n"))
    if (!strncmp(word, name, length) && word[length] == '=')
      return snprintf(value, (size_t)size, "%s", word + length + 1) < size ? 0 : -1;
  return -1;
}

uint64_t oom_kills(void) {
  static char text[16384];
  if (read_file("/proc/vmstat", text, sizeof text) < 0) return 0;
  char *line = strstr(text, "\noom_kill ");
  return line ? strtoull(line + sizeof "\noom_kill " - 1, NULL, 10) : 0;
}

void forbid_oom_kill(void) { write_file("/proc/self/oom_score_adj", "-1000"); }

void allow_oom_kill(void) { write_file("/proc/self/oom_score_adj", "0"); }

void set_host_name(const char *name) {
  char text[512];
  if (sethostname(name, strlen(name))) perror("sethostname");
  mkdir_quietly("/etc");
  /* The image's own files may be links to anywhere: replace, never follow. */
  unlink("/etc/hostname");
  snprintf(text, sizeof text, "%s\n", name);
  write_file("/etc/hostname", text);
  unlink("/etc/hosts");
  snprintf(text, sizeof text, "127.0.0.1\tlocalhost %s\n::1\tlocalhost ip6-localhost ip6-loopback\n", name);
  write_file("/etc/hosts", text);
  if (access("/etc/resolv.conf", F_OK)) {
    unlink("/etc/resolv.conf");
    write_file("/etc/resolv.conf", "# this VM has no name server\n");
  }
}

void set_wall_clock(uint64_t micros) {
  struct timespec now = {(time_t)(micros / 1000000), (long)(micros % 1000000) * 1000};
  if (clock_settime(CLOCK_REALTIME, &now)) perror("clock_settime");
}

void loopback_up(void) {
  struct ifreq request = {.ifr_name = "lo"};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(fd, SIOCSIFFLAGS, &request)) perror("lo");
  close(fd);
}

int reseed(const uint8_t *bytes, size_t length) {
  struct {
    int bits;
    int size;
    uint8_t bytes[64];
  } pool = {(int)length * 8, (int)length, {0}};
  if (length > sizeof pool.bytes) {
    errno = EINVAL;
    return -1;
  }
  memcpy(pool.bytes, bytes, length);
  int fd = open("/dev/random", O_RDWR | O_CLOEXEC);
  if (fd < 0) return -1;
  int result = ioctl(fd, RNDADDENTROPY, &pool) || ioctl(fd, RNDRESEEDCRNG) ? -1 : 0;
  int problem = errno;
  close(fd);
  errno = problem;
  return result;
}

void renew_machine_id(void) {
  static const char path[] = "/etc/machine-id";
  uint8_t id[16];
  char text[2 * sizeof id + 2];
  struct stat file;
  if (lstat(path, &file) || getrandom(id, sizeof id, GRND_NONBLOCK) != (ssize_t)sizeof id) return;
  for (size_t i = 0; i < sizeof id; i++) snprintf(text + 2 * i, 3, "%02x", id[i]);
  text[2 * sizeof id] = '\n';
  text[2 * sizeof id + 1] = 0;
  unlink(path);
  write_file(path, text);
}

void boot_id(char id[37]) {
  if (read_file("/proc/sys/kernel/random/boot_id", id, 37) != 36) id[0] = 0;
}

_Noreturn void power_off(void) {
  /* The VMM is told not to reboot, so a reset ends it; that is quicker than ACPI's way. */
  for (;;) {
    reboot(RB_AUTOBOOT);
    pause();
  }
}
