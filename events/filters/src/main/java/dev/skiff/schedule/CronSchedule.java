package dev.skiff.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Moments as cron has them: minute, hour, day of month, month, day of week, in a time zone. Where
/// both days are given, either will do. Immutable and safe for concurrent use.
///
/// When clocks are put back, an hour's moments come once; those of an hour that clocks leap over
/// come right after it, or not at all if the schedule comes again anyway.
public final class CronSchedule {
  private static final String FORM =
      " (expected: minute, hour, day of month, month, day of week, such as 30 2 * * 1-5)";
  private static final int MAX_LENGTH = 200;

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronSchedule(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /// @param zone null for UTC
  /// @throws IllegalArgumentException when there is no such schedule or zone
  public static CronSchedule parse(String schedule, @Nullable String zone) {
    if (schedule.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(schedule.length() + " characters" + FORM);
    }
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    try {
      return new CronSchedule(
          ExecutionTime.forCron(parser.parse(schedule).validate()),
          zone == null ? ZoneOffset.UTC : zone(zone));
    } catch (ZoneException refused) {
      throw refused;
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("\"" + schedule + "\": " + reason(refused) + FORM);
    }
  }

  /// @throws IllegalArgumentException when there is no such zone
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException refused) {
      throw new ZoneException(name);
    }
  }

  /// The first moment after another one; empty when there is none within some years.
  public Optional<Instant> next(Instant after) {
    return times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
  }

  private static String reason(IllegalArgumentException refused) {
    return String.valueOf(refused.getMessage()).replace("Failed to parse cron expression. ", "");
  }

  private static final class ZoneException extends IllegalArgumentException {
    ZoneException(String name) {
      super("\"" + name + "\" (expected: a time zone such as Europe/Berlin)");
    }
  }
}
