package dev.tms.trace;

import dev.tms.text.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JWS or JWE (RFC 7515, RFC 7516), of which only what does not concern a user is shown:
 * algorithm, issuer, audience and times. Claims are empty if encrypted or not JSON.
 */
record Jwt(Map<String, Object> header, Map<String, Object> claims) {
  private static final List<String> HEADER = List.of("alg", "enc", "kid", "typ", "cty");
  private static final List<String> WHO = List.of("iss", "aud", "azp", "client_id", "scope", "scp");
  private static final List<String> WHEN = List.of("auth_time", "iat", "nbf", "exp");
  private static final int MOST_VALUES = 8;

  static Optional<Jwt> read(String text) {
    String[] parts = text.split("\\.", 6);
    if (parts.length != 3 && parts.length != 5) {
      return Optional.empty();
    }
    Map<String, Object> header = object(parts[0]);
    if (header == null || !(header.get("alg") instanceof String)) {
      return Optional.empty();
    }
    Map<String, Object> claims = parts.length == 5 ? null : object(parts[1]);
    return Optional.of(new Jwt(header, claims == null ? Map.of() : claims));
  }

  private static @Nullable Map<String, Object> object(String part) {
    try {
      return Json.read(Base64.getUrlDecoder().decode(part)).orElse(null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns what may be shown; all other values are remembered as secret. */
  String shown(Masker masker) {
    claims.forEach((name, value) -> hide(masker, name, value));
    List<String> shown = new ArrayList<>();
    HEADER.forEach(name -> add(shown, name, shown(masker, name, header.get(name))));
    WHO.forEach(name -> add(shown, name, shown(masker, name, claims.get(name))));
    WHEN.forEach(name -> add(shown, name, time(claims.get(name))));
    return String.join(", ", shown);
  }

  private static void add(List<String> shown, String name, @Nullable String value) {
    if (value != null) {
      shown.add(name + " " + value);
    }
  }

  private static void hide(Masker masker, String name, Object value) {
    if (value instanceof String text && !Names.parameter(name).isShown()) {
      masker.value(Names.parameter(name), text);
    } else if (value instanceof List<?> list && !Names.parameter(name).isShown()) {
      list.forEach(element -> hide(masker, name, element));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(element -> hide(masker, "hidden", element));
    }
  }

  private static @Nullable String shown(Masker masker, String name, @Nullable Object value) {
    if (value instanceof String text) {
      return masker.value(Names.parameter(name), text);
    }
    return value instanceof List<?> list
        ? list.stream()
            .limit(MOST_VALUES)
            .filter(String.class::isInstance)
            .map(element -> masker.value(Names.parameter(name), (String) element))
            .collect(Collectors.joining(" ", "[", list.size() > MOST_VALUES ? " ...]" : "]"))
        : null;
  }

  private static @Nullable String time(@Nullable Object value) {
    try {
      return value instanceof Number number
          ? Instant.ofEpochSecond(number.longValue()).toString()
          : null;
    } catch (DateTimeException e) {
      return "never";
    }
  }

  @Override
  public String toString() {
    return "Jwt[redacted]";
  }
}
