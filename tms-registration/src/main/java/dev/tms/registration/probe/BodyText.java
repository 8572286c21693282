package dev.tms.registration.probe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes of a body as text: by byte order mark, header, page, and at last by trying. */
final class BodyText {
  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final int PREAMBLE = 1024; // where a page names its character set (HTML standard)
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*+=\\s*+[\"']?+([\\w:.-]{1,40})", Pattern.CASE_INSENSITIVE);

  private BodyText() {}

  static String of(byte[] body, String contentType) {
    if (startsWith(body, 0xEF, 0xBB, 0xBF)) {
      return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
    }
    if (startsWith(body, 0xFE, 0xFF) || startsWith(body, 0xFF, 0xFE)) {
      return new String(body, StandardCharsets.UTF_16);
    }
    return named(contentType)
        .or(() -> named(preamble(body)))
        .map(charset -> new String(body, charset))
        .orElseGet(() -> tried(body));
  }

  private static boolean startsWith(byte[] body, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= body.length || (body[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String preamble(byte[] body) {
    String start =
        new String(body, 0, Math.min(body.length, PREAMBLE), StandardCharsets.ISO_8859_1);
    return start.stripLeading().startsWith("<") ? start : "";
  }

  private static Optional<Charset> named(String text) {
    Matcher name = CHARSET.matcher(text);
    try {
      return name.find() ? Optional.of(Charset.forName(name.group(1))) : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static String tried(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return new String(body, WESTERN);
    }
  }
}
