package dev.tms.registration.doctor;

import dev.tms.http.Json;
import dev.tms.http.Parameters;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.problem.TmsException;
import dev.tms.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the token endpoint issues, seen on its way: whatever becomes of the login, the refresh token
 * is revoked, and no token gets into a report. Not thread-safe.
 */
final class IssuedTokens implements Sender {
  private static final List<String> TOKENS = List.of("access_token", "refresh_token", "id_token");

  private final Sender sender;
  private final ProviderMetadata metadata;
  private final Patient patient;
  private @Nullable Secret refreshToken;
  private @Nullable Secret idToken;
  private boolean userInfoIsAsked;

  IssuedTokens(Sender sender, ProviderMetadata metadata, Patient patient) {
    this.sender = sender;
    this.metadata = metadata;
    this.patient = patient;
  }

  @Override
  public SendOutcome send(Call call) {
    SendOutcome outcome = sender.send(call);
    if (call.uri().equals(metadata.userInfoEndpoint())) {
      userInfoIsAsked = true;
    } else if (call.uri().equals(metadata.tokenEndpoint()) && outcome instanceof Answer answer) {
      keep(answer);
    }
    return outcome;
  }

  private void keep(Answer answer) {
    for (String name : TOKENS) {
      Secret token = Secret.ofNullable(member(answer, name));
      if (token != null) {
        patient.hide(List.of(token));
        refreshToken = name.equals("refresh_token") ? token : refreshToken;
        idToken = name.equals("id_token") ? token : idToken;
      }
    }
  }

  /** In JSON as it has to be, or in a form as some providers have it. */
  private static @Nullable String member(Answer answer, String name) {
    Optional<Map<String, Object>> json = Json.read(answer.body());
    if (json.isPresent()) {
      return json.get().get(name) instanceof String text ? text : null;
    }
    try {
      return Parameters.parse(new String(answer.body(), StandardCharsets.UTF_8)).first(name);
    } catch (TmsException e) {
      return null;
    }
  }

  /** The newest. */
  Optional<Secret> refreshToken() {
    return Optional.ofNullable(refreshToken);
  }

  /** The newest, which no one may have verified. */
  Optional<Secret> idToken() {
    return Optional.ofNullable(idToken);
  }

  /** What the newest ID token says it is signed with (RFC 7515 section 4.1.1). */
  Optional<String> algorithm() {
    return idToken()
        .flatMap(token -> header(token.reveal()))
        .map(header -> header.get("alg"))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private static Optional<Map<String, Object>> header(String jwt) {
    int dot = jwt.indexOf('.');
    try {
      return dot < 0
          ? Optional.empty()
          : Json.read(Base64.getUrlDecoder().decode(jwt.substring(0, dot)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether userinfo was asked for, which is done when all before is well. */
  boolean userInfoIsAsked() {
    return userInfoIsAsked;
  }
}
