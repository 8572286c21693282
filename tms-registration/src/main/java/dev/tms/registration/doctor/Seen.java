package dev.tms.registration.doctor;

import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import dev.tms.registration.remote.RemoteCalls.HttpDate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** A whole answer. */
record Seen(URI uri, int status, List<Header> headers, byte[] body, Instant asked, Duration took)
    implements WebOutcome {
  private static final int MAX_TYPE = 200;
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*+=\\s*+[\"']?+([\\w:.-]{1,40})", Pattern.CASE_INSENSITIVE);

  public Seen {
    headers = List.copyOf(headers);
  }

  /** The first value of a header, without regard to case. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The {@code Content-Type}, printable. */
  Optional<String> contentType() {
    return header("Content-Type").map(type -> PlainText.cut(PlainText.line(type), MAX_TYPE));
  }

  /** How far the server's clock is from ours; empty where the answer does not tell. */
  Optional<ClockSkew> clockSkew() {
    // RFC 9111 5.1: an answer with an age comes from a cache, and so does its date
    return header("Age").isPresent()
        ? Optional.empty()
        : header("Date").flatMap(HttpDate::parse).map(at -> ClockSkew.between(asked, took, at));
  }

  /** The JSON object that the body is. */
  Optional<Map<String, Object>> json() {
    return Json.read(body);
  }

  /** What it says to a person: title and text of a page on two lines; any other text as it is. */
  String text() {
    return isHtml() ? new HtmlPage(this).text() : PlainText.lines(plain());
  }

  boolean isHtml() {
    String type = contentType().orElse("").toLowerCase(Locale.ROOT);
    return type.contains("html")
        || (!type.contains("json") && plain().stripLeading().startsWith("<"));
  }

  private String plain() {
    String charset = charset();
    return new String(body, charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset));
  }

  /** Where the header names no character set, jsoup looks for it in the page. */
  Document html() {
    try {
      return Jsoup.parse(new ByteArrayInputStream(body), charset(), uri.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has none
    }
  }

  private @Nullable String charset() {
    Matcher name = CHARSET.matcher(header("Content-Type").orElse(""));
    try {
      return name.find() && Charset.isSupported(name.group(1)) ? name.group(1) : null;
    } catch (IllegalArgumentException e) {
      return null; // no name of one
    }
  }

  /** Status and size: a body may hold tokens, a query a code. */
  @Override
  public String toString() {
    return "Seen[" + status + ", " + body.length + " bytes]";
  }

  /**
   * How far another clock is ahead of ours, as an interval: the answer was made at some moment
   * between asking and having it, and its date has whole seconds only. Negative where the other is
   * behind.
   */
  record ClockSkew(Duration least, Duration most) {
    // RFC 9110 5.6.7: an HTTP-date has no fraction of a second
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** From the date of an answer (RFC 9110 section 6.6.1). */
    static ClockSkew between(Instant asked, Duration took, Instant date) {
      Duration fromAsking = Duration.between(asked, date);
      return new ClockSkew(
          fromAsking.minus(took.isNegative() ? Duration.ZERO : took), fromAsking.plus(RESOLUTION));
    }

    /** By how much they differ at least, without a sign; zero where they may be the same. */
    Duration certain() {
      return isAhead() ? least : most.isNegative() ? most.negated() : Duration.ZERO;
    }

    /** Whether the other clock is ahead for certain. */
    boolean isAhead() {
      return least.compareTo(Duration.ZERO) > 0;
    }
  }
}
