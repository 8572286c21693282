package dev.tms.http;

import dev.tms.text.Percent;
import dev.tms.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Validates and escapes the parts of a URL. */
final class UrlText {
  /** Deeper nesting of escapes indicates an attack. */
  private static final int MAX_DEPTH = 8;

  private static final String SAFE = "-._~!$&'()*+,;=:@/%";
  // RFC 3986 forbids these, but browsers leave them unescaped in location.href
  private static final String LENIENT = "[]{}|^`";

  private UrlText() {}

  /**
   * Returns the canonical path; null if it does not begin with a slash, has dot segments, or
   * repeated decoding yields white space, a control character, a backslash or a second leading
   * slash.
   */
  static @Nullable String path(String raw) {
    if (!raw.startsWith("/") || raw.indexOf('?') >= 0) {
      return null;
    }
    String text = escape(raw, SAFE);
    return text != null && isPlain(text, UrlText::isPlainPath) ? text : null;
  }

  /**
   * Returns the canonical query or fragment, including its first character; null if repeated
   * decoding yields control characters or white space other than an escaped space.
   */
  static @Nullable String query(String raw) {
    if (raw.isEmpty()) {
      return raw;
    }
    String text = escape(raw.substring(1), SAFE + "?");
    return text != null && isPlain(text, UrlText::isPlainQuery) ? raw.charAt(0) + text : null;
  }

  private static boolean isPlain(String escaped, Predicate<String> rule) {
    String text = Percent.decode(escaped);
    if (text == null) {
      return false;
    }
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      if (!rule.test(text)) {
        return false;
      }
      // from the second decoding on, a lone percent sign is plain text
      String next = text.indexOf('%') < 0 ? text : decodeWellFormed(text);
      if (next.equals(text)) {
        return true;
      }
      text = next;
    }
    return false;
  }

  private static String decodeWellFormed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      if (Percent.isEscape(text, i)) {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 3;
      } else {
        int point = text.codePointAt(i);
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isPlainPath(String text) {
    if (text.startsWith("//") || text.codePoints().anyMatch(c -> c == '\\' || isSpace(c))) {
      return false;
    }
    for (String segment : text.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainQuery(String text) {
    return text.codePoints().noneMatch(c -> c != ' ' && isSpace(c));
  }

  /** White space, controls, and invisible or bidirectional formatting characters. */
  private static boolean isSpace(int c) {
    return !Printable.isSafe(c) || Character.isSpaceChar(c);
  }

  /** Escapes characters that are not in {@code safe}; null if one is not allowed in a URL. */
  private static @Nullable String escape(String raw, String safe) {
    StringBuilder text = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      if (c == '%') {
        if (!Percent.isEscape(raw, i)) {
          return null;
        }
        text.append(raw.substring(i, i + 3).toUpperCase(Locale.ROOT));
        i += 3;
        continue;
      }
      if (c < 0x80 ? isAlphanumeric(c) || safe.indexOf(c) >= 0 : false) {
        text.append((char) c);
      } else if (LENIENT.indexOf(c) >= 0 || (c >= 0x80 && isLetterOrMark(c))) {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          text.append('%').append(String.format(Locale.ROOT, "%02X", b));
        }
      } else {
        return null;
      }
      i += Character.charCount(c);
    }
    return text.toString();
  }

  private static boolean isLetterOrMark(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
