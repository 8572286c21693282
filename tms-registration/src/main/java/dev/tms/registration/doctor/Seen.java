package dev.tms.registration.doctor;

import dev.tms.http.Header;
import dev.tms.inspect.Inspection;
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

record Seen(URI uri, int status, List<Header> headers, byte[] body, Instant asked, Duration took)
    implements WebOutcome {
  private static final int MAX_TYPE = 200;
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*+=\\s*+[\"']?+([\\w:.-]{1,40})", Pattern.CASE_INSENSITIVE);

  public Seen {
    headers = List.copyOf(headers);
  }

  /** Any 2xx, as for the service: proxies turn 200 into 203. */
  boolean isOk() {
    return status / 100 == 2;
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  Optional<String> contentType() {
    return header("Content-Type").map(type -> PlainText.cut(PlainText.line(type), MAX_TYPE));
  }

  /** The skew of the server's clock; empty if the response does not show it. */
  Optional<ClockSkew> clockSkew() {
    // RFC 9111 5.1: a response with an Age comes from a cache, and so does its Date
    return header("Age").isPresent()
        ? Optional.empty()
        : header("Date").flatMap(HttpDate::parse).map(at -> ClockSkew.between(asked, took, at));
  }

  Optional<Map<String, Object>> json() {
    return Inspection.json(body);
  }

  /** The text for display: title and text of an HTML page, or the body. */
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

  /** Without a charset in the header, jsoup detects it from the page. */
  Document html() {
    try {
      return Jsoup.parse(new ByteArrayInputStream(body), charset(), uri.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
  }

  private @Nullable String charset() {
    Matcher name = CHARSET.matcher(header("Content-Type").orElse(""));
    try {
      return name.find() && Charset.isSupported(name.group(1)) ? name.group(1) : null;
    } catch (IllegalArgumentException e) {
      return null; // unknown charset
    }
  }

  /** Status and size only, because bodies may hold tokens, and queries a code. */
  @Override
  public String toString() {
    return "Seen[" + status + ", " + body.length + " bytes]";
  }

  /**
   * How far another clock is ahead, negative if behind. An interval, because the response was
   * created between request and receipt, and its date has whole seconds.
   */
  record ClockSkew(Duration least, Duration most) {
    // RFC 9110 5.6.7: an HTTP-date has no fraction of a second
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    static ClockSkew between(Instant asked, Duration took, Instant date) {
      Duration fromAsking = Duration.between(asked, date);
      return new ClockSkew(
          fromAsking.minus(took.isNegative() ? Duration.ZERO : took), fromAsking.plus(RESOLUTION));
    }

    /** Unsigned; zero if the clocks may agree. */
    Duration certain() {
      return isAhead() ? least : most.isNegative() ? most.negated() : Duration.ZERO;
    }

    boolean isAhead() {
      return least.compareTo(Duration.ZERO) > 0;
    }
  }
}
