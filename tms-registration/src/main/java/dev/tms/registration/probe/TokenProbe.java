package dev.tms.registration.probe;

import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.registration.probe.TokenOutcome.Answered;
import dev.tms.registration.probe.TokenOutcome.Other;
import dev.tms.registration.probe.TokenOutcome.Refused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sends a request to a token endpoint. Credentials that were sent, and tokens that came, are in no
 * outcome, also where the answer repeats them. Thread-safe; blocks.
 */
public final class TokenProbe {
  private static final int MAX_DESCRIPTION = 1000;
  private static final int MAX_WORD = 200;
  private static final int MAX_MEMBERS = 50;

  private final WebProbe web;

  /** Through this probe. */
  public TokenProbe(WebProbe web) {
    this.web = web;
  }

  /**
   * What the endpoint says.
   *
   * @param headers with {@code Authorization} where the client authenticates by it
   * @param form the parameters
   */
  public TokenOutcome ask(URI endpoint, List<Header> headers, Map<String, String> form) {
    List<Header> all = new ArrayList<>(headers);
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Accept"))) {
      all.add(new Header("Accept", "application/json"));
    }
    WebOutcome outcome = web.post(endpoint, all, form);
    if (outcome instanceof NotSeen notSeen) {
      return notSeen;
    }
    return read((Seen) outcome, SentSecrets.of(headers, form));
  }

  private static TokenOutcome read(Seen seen, SentSecrets secrets) {
    Optional<Map<String, Object>> json = Json.read(seen.body().getBytes(StandardCharsets.UTF_8));
    if (json.isEmpty()) {
      return new Other(
          seen.status(),
          seen.contentType().map(type -> text(type, MAX_WORD, secrets)),
          PageText.of(seen, secrets::hide));
    }
    if (json.get().get("error") instanceof String error) {
      return new Refused(
          seen.status(),
          text(error, MAX_WORD, secrets),
          Optional.ofNullable(json.get().get("error_description"))
              .map(words -> text(words.toString(), MAX_DESCRIPTION, secrets)));
    }
    return new Answered(
        seen.status(),
        json.get().keySet().stream()
            .limit(MAX_MEMBERS)
            .map(name -> text(name, MAX_WORD, secrets))
            .collect(Collectors.toSet()));
  }

  private static String text(String text, int max, SentSecrets secrets) {
    return PlainText.cut(secrets.hide(PlainText.line(text)), max);
  }
}
