package dev.tms.registration.remote;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates in header fields (RFC 9110 section 5.6.7). */
public final class HttpDate {
  // a recipient that parses a timestamp value MUST accept all three HTTP-date formats
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH));

  private HttpDate() {}

  /** The instant; empty where the text is no date. */
  public static Optional<Instant> parse(String text) {
    for (DateTimeFormatter format : FORMATS) {
      try {
        return Optional.of(
            LocalDateTime.from(format.parse(text.strip())).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        // perhaps the next format
      }
    }
    return Optional.empty();
  }
}
