package dev.tms.registration.fuzz;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;

/**
 * Grows a document out of bytes: known members, mostly with values that suit them. The same bytes
 * give the same document, and a changed byte changes one of its choices.
 */
final class Grower {
  private static final int LONGEST = 40_000;
  private static final int DEEPEST = 5;

  private final byte[] bytes;
  private final StringBuilder out = new StringBuilder();
  private int at;

  Grower(byte[] bytes) {
    this.bytes = bytes;
  }

  String document() {
    switch (next(8)) {
      case 0, 1, 2 -> object(Words.CLIENT, Words.CLIENT_KEY);
      case 3 -> list(4, this::anyRegistration);
      case 4, 5, 6 -> several();
      default -> anyRegistration();
    }
    return out.toString();
  }

  /** Zeros after the end, so that a document comes to its end. */
  private int next(int bound) {
    return at < bytes.length ? (bytes[at++] & 0xff) % bound : 0;
  }

  private boolean isSpent() {
    return at >= bytes.length || out.length() > LONGEST;
  }

  private void anyRegistration() {
    switch (next(6)) {
      case 0, 1, 2 -> object(Words.CLIENT, Words.CLIENT_KEY);
      case 3 -> object(Words.API_RESOURCE, Words.NAME_KEY);
      case 4 -> object(Words.SCOPE, Words.NAME_KEY);
      default -> object(Words.METADATA, Words.METADATA_KEY);
    }
  }

  private void several() {
    out.append('{');
    boolean nested = next(5) == 4;
    if (nested) {
      out.append("\"Authorization\":{");
    }
    for (int i = 0; i < Words.COLLECTIONS.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      text(Words.COLLECTIONS.get(i));
      out.append(':');
      int kind = i;
      list(
          4,
          () -> {
            switch (kind) {
              case 0 -> object(Words.CLIENT, Words.CLIENT_KEY);
              case 1 -> object(Words.API_RESOURCE, Words.NAME_KEY);
              default -> object(Words.SCOPE, Words.NAME_KEY);
            }
          });
    }
    out.append(nested ? "}}" : "}");
  }

  private void list(int most, Runnable item) {
    out.append('[');
    for (int i = next(most + 1); i > 0; i--) {
      item.run();
      out.append(i > 1 || next(16) == 15 ? "," : "");
      if (isSpent() && i > 1) {
        item.run();
        break;
      }
    }
    out.append(']');
  }

  private void object(List<String> names, String key) {
    int spelling = next(8);
    out.append('{');
    text(spelled(key, spelling));
    out.append(':');
    text(next(8) == 7 ? word() : Words.NAMES.get(next(Words.NAMES.size())));
    int members = next(24);
    for (int i = 0; i < members && !isSpent(); i++) {
      out.append(next(64) == 63 ? ",//\n" : ",");
      String name = names.get(next(names.size()));
      text(next(32) == 31 ? word() + i : spelled(name, spelling));
      out.append(':');
      if (next(12) == 11) {
        anything(0);
      } else {
        fitting(name);
      }
    }
    out.append('}');
  }

  private static String spelled(String name, int spelling) {
    return switch (spelling) {
      case 0, 1 -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      case 2 -> name.toUpperCase(Locale.ROOT);
      default -> name;
    };
  }

  /** What such a member mostly holds. */
  private void fitting(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith("uris") || lower.endsWith("origins")) {
      list(4, () -> text(Words.URIS.get(next(Words.URIS.size()))));
    } else if (lower.endsWith("uri") || lower.endsWith("url")) {
      text(Words.URIS.get(next(Words.URIS.size())));
    } else if (lower.endsWith("secrets")) {
      list(3, this::secret);
    } else if (lower.equals("claims") || lower.equals("userclaims")) {
      list(3, this::claim);
    } else if (lower.equals("scopes")) {
      list(3, this::scope);
    } else if (lower.endsWith("types") || lower.endsWith("scopes") || lower.endsWith("ithms")) {
      list(4, () -> text(Words.TOKENS.get(next(Words.TOKENS.size()))));
    } else if (lower.endsWith("lifetime") || lower.endsWith("usage") || lower.endsWith("ation")) {
      out.append(Words.NUMBERS.get(next(Words.NUMBERS.size())));
    } else if (lower.matches("(allow|require|enable|always|include|update|show|public).*")
        || lower.endsWith("required")) {
      out.append(next(2) == 1);
    } else {
      anything(2);
    }
  }

  private void secret() {
    out.append("{\"value\":");
    text(Words.SECRETS.get(next(Words.SECRETS.size())));
    out.append(",\"type\":");
    text(next(3) == 2 ? word() : "SharedSecret");
    if (next(2) == 1) {
      out.append(",\"expiration\":");
      text(Words.TIMES.get(next(Words.TIMES.size())));
    }
    if (next(3) == 1) {
      out.append(",\"description\":");
      text(word());
    }
    out.append('}');
  }

  private void claim() {
    if (next(4) == 3) {
      text(word());
    } else {
      out.append("{\"type\":");
      text(Words.TOKENS.get(next(Words.TOKENS.size())));
      out.append(",\"value\":");
      text(word());
      out.append('}');
    }
  }

  private void scope() {
    if (next(2) == 1) {
      text(Words.NAMES.get(next(Words.NAMES.size())));
    } else {
      object(Words.SCOPE, Words.NAME_KEY);
    }
  }

  private void anything(int depth) {
    switch (next(depth > DEEPEST ? 6 : 8)) {
      case 0, 1 -> text(word());
      case 2 -> out.append(Words.NUMBERS.get(next(Words.NUMBERS.size())));
      case 3 -> out.append(next(2) == 1);
      case 4 -> out.append("null");
      case 5 -> text(Words.URIS.get(next(Words.URIS.size())));
      case 6 -> list(3, () -> anything(depth + 1));
      default -> {
        out.append("{\"a\":");
        anything(depth + 1);
        out.append(",");
        text("b" + word());
        out.append(':');
        anything(depth + 1);
        out.append('}');
      }
    }
  }

  private String word() {
    return Words.TEXTS.get(next(Words.TEXTS.size()));
  }

  /** Half a character can stand in JSON as an escape alone. */
  private void text(String text) {
    out.append('"');
    for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
      out.append(Character.isSurrogate(c) ? "\\u%04x".formatted((int) c) : c);
    }
    out.append('"');
  }
}
