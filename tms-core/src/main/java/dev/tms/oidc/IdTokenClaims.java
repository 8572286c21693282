package dev.tms.oidc;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of an ID token by type (Core section 2): a claim of another type counts as absent. */
record IdTokenClaims(Map<String, Object> all) {
  private static final long LATEST = 253_402_300_799L; // the end of year 9999

  boolean has(String name) {
    return all.get(name) != null;
  }

  @Nullable String text(String name) {
    return all.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  @Nullable Instant time(String name) {
    if (!(all.get(name) instanceof Number number)) {
      return null;
    }
    double seconds = number.doubleValue();
    return seconds >= 0 && seconds <= LATEST ? Instant.ofEpochSecond((long) seconds) : null;
  }

  /** {@code aud}: one text or a list of texts; empty for all else. */
  List<String> audience() {
    Object aud = all.get("aud");
    if (aud instanceof String one) {
      return List.of(one);
    }
    if (aud instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    return List.of();
  }

  /** Why these claims are not meant for this client; null where they are. */
  @Nullable String audienceProblem(String clientId) {
    List<String> audience = audience();
    // Core 3.1.3.7 (3): the aud Claim MUST contain its client_id
    if (!audience.contains(clientId)) {
      return "its aud does not contain this client";
    }
    // of several audiences azp says which one the token was issued to
    if (audience.size() > 1 && !has("azp")) {
      return "it has several audiences and no azp";
    }
    // Core 3.1.3.7 (5): if an azp Claim is present, its value is this client_id
    if (has("azp") && !clientId.equals(text("azp"))) {
      return "its azp is not this client";
    }
    return null;
  }
}
