package dev.tms.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A header field.
 *
 * @param name the name as written, a token (RFC 9110 section 5.6.2)
 * @param value ASCII or ISO 8859-1, without line breaks and other control characters
 */
public record Header(String name, String value) {
  /**
   * Checks name and value, against response splitting.
   *
   * @throws IllegalArgumentException if name or value contains forbidden characters
   */
  public Header {
    if (!isToken(name)) {
      throw new IllegalArgumentException("not the name of a header");
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isFieldChar(value.charAt(i))) {
        throw new IllegalArgumentException("not the value of a header: " + name);
      }
    }
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isTokenChar(int c) {
    return c > 0x20 && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
  }

  private static boolean isFieldChar(int c) {
    // servers write only the low byte of a character: U+010A would become a line feed
    return c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0x80 && c <= 0xFF);
  }

  /** The headers of a response; malformed ones are left out. */
  public static List<Header> of(HttpHeaders headers) {
    return headers.map().entrySet().stream()
        .filter(header -> isToken(header.getKey()))
        .flatMap(
            header ->
                header.getValue().stream()
                    .filter(value -> value.chars().allMatch(Header::isFieldChar))
                    .map(value -> new Header(header.getKey(), value)))
        .toList();
  }

  /** The first value of a header, case-insensitive; null if absent. */
  public static @Nullable String first(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** The media type without parameters, in lower case. */
  public static String mediaType(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Prints only the name: values may be tokens and cookies. */
  @Override
  public String toString() {
    return "Header[" + name + "]";
  }
}
