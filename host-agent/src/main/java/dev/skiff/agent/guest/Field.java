package dev.skiff.agent.guest;

/// The tags of control payloads (`u8 tag | u32 length | bytes`, numbers as 8 bytes big-endian).
enum Field {
  PROTOCOL(1),
  BOOT_ID(2),
  STATE(3),
  STDOUT_OFFSET(4),
  STDERR_OFFSET(5),
  STDIN_OFFSET(6),
  HOSTNAME(7),
  ARGUMENT(8),
  ENVIRONMENT(9),
  WORKDIR(10),
  USER(11),
  TTY(12),
  STDIN(13),
  PID(14),
  EXIT_CODE(15),
  EXIT_SIGNAL(16),
  OOM(17),
  ERROR(18),
  WALL_CLOCK(19),
  SERVE(20),
  PORT(21),
  ENTROPY(22);

  final byte tag;

  Field(int tag) {
    this.tag = (byte) tag;
  }
}
