/* What the guest's kernel is asked and told. */
#ifndef SKIFF_SYSTEM_H
#define SKIFF_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

void mkdir_quietly(const char *path);

/* A folder with those above it; the path is changed on the way and back. */
void make_directories(char *path);

/* Copies the value of a `name=value` word of the kernel's command line; returns 0, or -1 when it is not there. */
int command_line_value(const char *name, char *value, int size);

/* How many processes the kernel has killed for lack of memory since it booted. */
uint64_t oom_kills(void);

/* PID 1 must outlive what it runs; its children are ordinary victims. */
void forbid_oom_kill(void);
void allow_oom_kill(void);

void set_host_name(const char *name);
void set_wall_clock(uint64_t micros);
void loopback_up(void);

/* Mixes bytes into the kernel's random numbers and has all of them drawn anew. Returns 0, or -1 with errno. */
int reseed(const uint8_t *bytes, size_t length);

/* Gives the machine another /etc/machine-id, if it has one. */
void renew_machine_id(void);

/* 36 characters and a NUL; empty when the kernel does not tell. */
void boot_id(char id[37]);

/* Ends the machine at once. */
_Noreturn void power_off(void);

#endif
