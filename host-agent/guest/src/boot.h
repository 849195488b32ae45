/* From the kernel's first process to the image's root: modules, devices, file systems. */
#ifndef SKIFF_BOOT_H
#define SKIFF_BOOT_H

/* Mounts /dev, /proc and /sys and loads the modules of the initramfs. */
void boot_devices(void);

/* Mounts the image with its writable layer and makes it the root. Returns NULL, or what failed with errno set. */
const char *boot_root(void);

#endif
