package dev.tms.oauth;

import dev.tms.text.Json;
import dev.tms.text.Percent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a token response. A malformed member spoils only itself, because the response
 * may hold the only copy of a refresh token. Takes time in proportion to the body.
 *
 * @param members an unusable member has the value {@link #SPOILED}
 * @param notes tolerated faults, for operators; they quote names of members and no values
 */
record TokenBody(Map<String, Object> members, Set<String> notes) {
  /** The value of a member that cannot be read or occurs twice with different values. */
  static final Object SPOILED =
      new Object() {
        @Override
        public String toString() {
          return "spoiled";
        }
      };

  /** Replaces malformed UTF-8: an unpaired surrogate, which valid UTF-8 never decodes to. */
  private static final char BAD_BYTE = '\uDFFF';

  private static final String REFRESH_TOKEN = "refresh_token";
  private static final Pattern NAME =
      Pattern.compile("\\s*\"([a-z_]{1,40})\"\\s*:.*", Pattern.DOTALL);
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{1,64}=[^<>]*");
  private static final Set<String> FORM_MARKERS =
      Set.of("access_token", REFRESH_TOKEN, "id_token", "error", "ok");
  private static final Set<String> NOTED =
      Set.of(
          ("access_token token_type expires_in refresh_token refresh_expires_in"
                  + " refresh_token_expires_in id_token scope error error_description")
              .split(" "));

  /** Stands for null until all members are read: others of the same name may follow. */
  private static final Object NULL = new Object();

  /**
   * Reads a JSON object of any content type, or a form whose content type is form or text; empty if
   * the body is neither.
   */
  static Optional<TokenBody> read(byte[] body, @Nullable String contentType) {
    Optional<Map<String, Object>> sound = Json.read(body);
    if (sound.isPresent()) {
      return Optional.of(new TokenBody(sound.get(), Set.of()));
    }
    String text = text(body);
    Collected collected = new Collected();
    boolean isRead =
        collected.takeObject(text) || (isFormType(contentType) && collected.takeForm(text));
    collected.members.values().removeIf(value -> value == NULL);
    return isRead
        ? Optional.of(new TokenBody(collected.members, collected.notes))
        : Optional.empty();
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .replaceWith(String.valueOf(BAD_BYTE))
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("bad bytes are replaced", e);
    }
  }

  private static boolean isFormType(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
    return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/");
  }

  /** Names only: values may be tokens. */
  @Override
  public String toString() {
    return "TokenBody" + members.keySet();
  }

  private static final class Collected {
    private final Map<String, Object> members = new HashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /** Reads each member by itself. Returns false if the text is not an object. */
    boolean takeObject(String text) {
      String object = withoutFiller(text);
      if (!object.startsWith("{")) {
        return false;
      }
      if (!text.stripLeading().equals(object)) {
        notes.add("bytes before the JSON object, which are ignored");
      }
      int at = 1;
      int end = endOfMember(object, at);
      while (end >= 0) {
        takeMember(object.substring(at, end));
        at = end + 1;
        if (object.charAt(end) == '}') {
          if (!object.substring(at).isBlank()) {
            notes.add("text after the JSON object, which is ignored");
          }
          return true;
        }
        end = endOfMember(object, at);
      }
      return false; // truncated
    }

    /** Without leading white space, byte order marks, NULs and malformed bytes. */
    private static String withoutFiller(String text) {
      int at = 0;
      while (at < text.length()
          && (Character.isWhitespace(text.charAt(at))
              || "\uFEFF\0".indexOf(text.charAt(at)) >= 0
              || text.charAt(at) == BAD_BYTE)) {
        at++;
      }
      return text.substring(at);
    }

    /** Returns the index of the comma or closing brace after the member at {@code start}, or -1. */
    private static int endOfMember(String text, int start) {
      int depth = 0;
      boolean isString = false;
      for (int i = start; i < text.length(); i++) {
        char c = text.charAt(i);
        if (isString) {
          if (c == '\\') {
            i++;
          } else if (c == '"') {
            isString = false;
          }
        } else if (c == '"') {
          isString = true;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if (depth == 0 && (c == ',' || c == '}')) {
          return i;
        } else if (depth > 0 && (c == '}' || c == ']')) {
          depth--;
        }
      }
      return -1;
    }

    private void takeMember(String text) {
      String member = withoutStrayBytes(text);
      Optional<Map<String, Object>> read =
          member.indexOf(BAD_BYTE) >= 0
              ? Optional.empty()
              : Json.read(("{" + member + "}").getBytes(StandardCharsets.UTF_8));
      if (read.isPresent()) {
        read.get().forEach((name, value) -> put(name, value == null ? NULL : value));
      } else {
        Matcher name = NAME.matcher(member);
        if (name.matches()) {
          put(name.group(1), SPOILED);
        }
      }
    }

    /** Malformed bytes inside a string spoil the member, those outside spoil nothing. */
    private String withoutStrayBytes(String member) {
      if (member.indexOf(BAD_BYTE) < 0) {
        return member;
      }
      StringBuilder kept = new StringBuilder(member.length());
      boolean isString = false;
      for (int i = 0; i < member.length(); i++) {
        char c = member.charAt(i);
        if (c == BAD_BYTE && !isString) {
          notes.add("bytes between members that are not UTF-8, which are ignored");
          continue;
        }
        kept.append(c);
        if (isString && c == '\\' && i + 1 < member.length()) {
          kept.append(member.charAt(++i));
        } else if (c == '"') {
          isString = !isString;
        }
      }
      return kept.toString();
    }

    /** Returns false if the text is not a token response in form encoding. */
    boolean takeForm(String text) {
      String form = text.strip();
      if (!FORM.matcher(form).matches()) {
        return false;
      }
      for (String pair : form.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (name != null) {
          put(name, value == null ? SPOILED : value);
        }
      }
      boolean isTokenAnswer = members.keySet().stream().anyMatch(FORM_MARKERS::contains);
      if (isTokenAnswer) {
        notes.add("a form where RFC 6749 section 5.1 asks for JSON");
      }
      return isTokenAnswer;
    }

    private static @Nullable String decoded(String text) {
      return text.indexOf(BAD_BYTE) >= 0 ? null : Percent.decode(text.replace('+', ' '));
    }

    private void put(String name, Object value) {
      if (value == SPOILED) {
        note(name, "an unreadable member ");
      }
      Object before = members.putIfAbsent(name, value);
      if (before == null || (before.equals(value) && value != SPOILED)) {
        return; // an identical repetition is harmless
      }
      note(name, "two different members ");
      if (!name.equals(REFRESH_TOKEN)) {
        members.put(name, SPOILED);
      } else if (isToken(value) || !isToken(before)) {
        members.put(name, value); // issuing the last one may have invalidated the others
      }
    }

    private void note(String name, String what) {
      if (NOTED.contains(name)) {
        notes.add(what + name);
      }
    }

    private static boolean isToken(Object value) {
      return value instanceof String text && !text.isBlank();
    }
  }
}
