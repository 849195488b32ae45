#include "boot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "system.h"

/* In the order of the file, which the agent computed: what a module needs comes before it. */
static void load_modules(void) {
  char path[256];
  char line[200];
  FILE *order = fopen("/modules.order", "re");
  if (!order) return;
  while (fgets(line, sizeof line, order)) {
    line[strcspn(line, "\n")] = 0;
    snprintf(path, sizeof path, "/modules/%s", line);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST))
      fprintf(stderr, "skiff-init: module %s: %s\n", line, strerror(errno));
    if (fd >= 0) close(fd);
  }
  fclose(order);
}

void boot_devices(void) {
  mkdir_quietly("/dev");
  mkdir_quietly("/proc");
  mkdir_quietly("/sys");
  mount("dev", "/dev", "devtmpfs", MS_NOSUID, "mode=0755");
  mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
  mount("sys", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
  load_modules();
}

static const char *overlay(void) {
  mkdir_quietly("/image");
  mkdir_quietly("/layer");
  mkdir_quietly("/root");
  if (mount("/dev/vda", "/image", "squashfs", MS_RDONLY, "")) return "mounting the image (/dev/vda, squashfs)";
  /* The host made this file system a moment ago; its size bounds what the VM may write. */
  if (mount("/dev/vdb", "/layer", "ext4", MS_NOATIME, "nobarrier")) return "mounting the writable layer (/dev/vdb, ext4)";
  mkdir_quietly("/layer/upper");
  mkdir_quietly("/layer/work");
  if (mount("root", "/root", "overlay", 0, "lowerdir=/image,upperdir=/layer/upper,workdir=/layer/work"))
    return "mounting the overlay";
  return NULL;
}

static void move_mount(const char *from, const char *to) {
  mkdir_quietly(to);
  if (mount(from, to, NULL, MS_MOVE, NULL)) fprintf(stderr, "skiff-init: moving %s: %s\n", from, strerror(errno));
}

static void extra_mounts(void) {
  mkdir_quietly("/dev/pts");
  mkdir_quietly("/dev/shm");
  mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "ptmxmode=0666,mode=0620,gid=5");
  mount("shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777");
  mount("cgroup", "/sys/fs/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
  unlink("/dev/ptmx");
  const char *links[][2] = {{"pts/ptmx", "/dev/ptmx"},
                            {"/proc/self/fd", "/dev/fd"},
                            {"/proc/self/fd/0", "/dev/stdin"},
                            {"/proc/self/fd/1", "/dev/stdout"},
                            {"/proc/self/fd/2", "/dev/stderr"}};
  for (size_t i = 0; i < sizeof links / sizeof *links; i++)
    if (symlink(links[i][0], links[i][1]) && errno != EEXIST) perror(links[i][1]);
  if (!mkdir("/tmp", 01777)) chmod("/tmp", 01777);
}

const char *boot_root(void) {
  const char *failed = overlay();
  if (failed) return failed;
  move_mount("/dev", "/root/dev");
  move_mount("/proc", "/root/proc");
  move_mount("/sys", "/root/sys");
  if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/")) return "switching to the image's root";
  extra_mounts();
  return NULL;
}
