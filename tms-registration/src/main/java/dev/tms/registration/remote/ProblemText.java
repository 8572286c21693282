package dev.tms.registration.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider says of a problem, fit to be printed: bounded, in one line, without secrets. */
final class ProblemText {
  private static final int MAX = 500;
  private static final List<String> MEMBERS =
      List.of("title", "detail", "error", "error_description", "errorMessage", "message");

  private ProblemText() {}

  /** An empty text where it says nothing. */
  static String of(Reply body, @Nullable String contentType, Set<String> secrets) {
    String text = body.text().orElse("");
    Object json = body.json().orElse(null);
    if (json != null) {
      List<String> parts = new ArrayList<>();
      collect(json, parts);
      text = String.join("; ", parts);
    } else if ((contentType != null && contentType.contains("html")) || text.startsWith("<")) {
      text = text.isEmpty() ? "" : "a page of HTML";
    }
    // a secret may stand across the cut
    for (String secret : secrets) {
      text = text.replace(secret, "(hidden)");
    }
    text = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return text.length() > MAX ? text.substring(0, MAX) + "…" : text;
  }

  private static void collect(Object json, List<String> parts) {
    if (json instanceof Map<?, ?> members) {
      for (String name : MEMBERS) {
        if (members.get(name) instanceof String text && !text.isBlank()) {
          parts.add(text);
        }
      }
      // as ASP.NET says it: {"errors": {"ClientId": ["The field is required."]}}
      if (members.get("errors") instanceof Map<?, ?> errors) {
        errors.forEach((name, value) -> parts.add(name + ": " + plain(value)));
      } else if (members.get("errors") instanceof List<?> errors) {
        errors.forEach(error -> parts.add(plain(error)));
      }
    } else if (json instanceof List<?> list) {
      list.forEach(item -> parts.add(plain(item)));
    } else {
      parts.add(plain(json));
    }
  }

  private static String plain(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return String.join(", ", list.stream().map(ProblemText::plain).toList());
    }
    if (value instanceof Map<?, ?> map) {
      List<String> parts = new ArrayList<>();
      map.values().forEach(member -> parts.add(plain(member)));
      return String.join(", ", parts);
    }
    return String.valueOf(value);
  }

  /** The code in an OAuth error. */
  static Optional<String> code(Reply body) {
    return body.json().orElse(null) instanceof Map<?, ?> members
            && members.get("error") instanceof String code
            && code.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,60}")
        ? Optional.of(code)
        : Optional.empty();
  }
}
