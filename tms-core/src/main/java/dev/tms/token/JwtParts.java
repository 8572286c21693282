package dev.tms.token;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as the bytes between its dots, where joining them gives the very same text: a JWS or JWE
 * in compact serialization (RFC 7515 section 7.1, RFC 7516 section 7.1), an opaque token of the
 * base64url alphabet as one part, or anything else of that shape.
 *
 * @param parts one to {@link #MOST}, each possibly empty
 */
record JwtParts(List<byte[]> parts) {
  /** A JWE has five. */
  static final int MOST = 5;

  /** The token taken apart, or null where that is not exactly reversible. */
  static @Nullable JwtParts of(String token) {
    List<byte[]> parts = new ArrayList<>(MOST);
    int start = 0;
    for (int dot = token.indexOf('.'); ; dot = token.indexOf('.', start)) {
      byte[] part = Base64Url.decode(token.substring(start, dot < 0 ? token.length() : dot));
      if (part == null || parts.size() == MOST) {
        return null;
      }
      parts.add(part);
      if (dot < 0) {
        break;
      }
      start = dot + 1;
    }
    JwtParts taken = new JwtParts(parts);
    return taken.join().equals(token) ? taken : null;
  }

  /** Whether a part is a JSON object by its first and last byte: worth deflating. */
  boolean isJson(int part) {
    byte[] bytes = parts.get(part);
    return bytes.length > 1 && bytes[0] == '{' && bytes[bytes.length - 1] == '}';
  }

  private String join() {
    ByteSink text = new ByteSink(1024, Integer.MAX_VALUE);
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        text.put('.');
      }
      Base64Url.encode(parts.get(i), 0, parts.get(i).length, text);
    }
    return new String(text.array(), 0, text.size(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
