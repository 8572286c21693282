package dev.tms.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
import dev.tms.text.Foreign;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads token responses. Nimbus' parser is not used because it rejects the whole response for one
 * bad member, and with it the only copy of a refresh token.
 */
final class TokenAnswers {
  private static final long MAX_LIFETIME_SECONDS = Duration.ofDays(3650).toSeconds();

  private static final String UNRECOGNIZED = "unrecognized";

  private final Duration defaultLifetime;
  private final boolean assumeBearer;
  private final ProviderQuirks quirks;

  TokenAnswers(Duration defaultLifetime, boolean assumeBearer, ProviderQuirks quirks) {
    this.defaultLifetime = defaultLifetime;
    this.assumeBearer = assumeBearer;
    this.quirks = quirks;
  }

  /**
   * @param secrets what the request contained and no log may repeat
   */
  TokenOutcome read(Reply reply, Scopes asked, Instant now, URI endpoint, List<String> secrets) {
    if (reply instanceof ProviderTrouble trouble) {
      return trouble.status() / 100 == 4
          ? refused(trouble.status(), Map.of(), trouble.retryAfter(), trouble.reason(), secrets)
          : trouble;
    }
    Reply.Json json = (Reply.Json) reply;
    Map<String, Object> members = json.members();
    String answered = ProviderCalls.place(endpoint) + " answered " + json.status();
    return json.isOk() && (hasTokens(members) || !isRefusal(members))
        ? issued(members, asked, now, endpoint)
        : refused(json.status(), members, json.retryAfter(), answered, secrets);
  }

  /** Whether the response has an access token or a refresh token. */
  static boolean hasTokens(Map<String, Object> members) {
    return secret(members, "access_token") != null || secret(members, "refresh_token") != null;
  }

  /** Whether the members are an error. Some providers send errors with status 200. */
  private static boolean isRefusal(Map<String, Object> members) {
    Object error = members.get("error");
    Object ok = members.get("ok");
    return (error != null && !error.equals("") && !error.equals(false))
        || (ok != null && ok.toString().equalsIgnoreCase("false"));
  }

  private TokenOutcome refused(
      int status,
      Map<String, Object> members,
      @Nullable Duration retryAfter,
      String answered,
      List<String> secrets) {
    String code =
        members.get("error") instanceof String text && !text.isEmpty()
            ? text.toLowerCase(Locale.ROOT)
            : null;
    TokenRefusal refusal = TokenRefusal.of(status, code);
    String error = code == null ? UNRECOGNIZED : sanitized(code);
    if (refusal == TokenRefusal.MOMENT) {
      String word = error.equals(UNRECOGNIZED) ? "" : " " + error;
      return new ProviderTrouble(
          ProviderTrouble.Kind.NOT_DONE, status, retryAfter, answered + word);
    }
    Object description = members.get("error_description");
    List<String> words = new ArrayList<>();
    if (error.equals(UNRECOGNIZED) && members.get("error") instanceof String text) {
      words.add(text); // some providers send a sentence instead of a code
    }
    if (description instanceof String text) {
      words.add(text);
    }
    return new TokenOutcome.Rejected(
        refusal,
        status,
        error,
        code != null,
        retryAfter,
        code == null ? null : quirks.explain(code, description).orElse(null),
        ProviderCalls.said(String.join("; ", words), secrets));
  }

  private TokenOutcome issued(
      Map<String, Object> members, Scopes asked, Instant now, URI endpoint) {
    Secret refreshToken = secret(members, "refresh_token");
    Instant refreshExpiresAt = refreshExpiry(members, now);
    Secret token = secret(members, "access_token");
    String problem = token == null ? " answered without an access token" : typeProblem(members);
    if (token == null || problem != null) {
      return new TokenOutcome.Unusable(
          refreshToken, refreshExpiresAt, ProviderCalls.place(endpoint) + problem);
    }
    Instant expiry = expiry(members, token, now);
    return new TokenOutcome.Issued(
        new AccessToken(
            token,
            now,
            expiry == null ? now.plus(defaultLifetime) : expiry,
            scopes(members, asked)),
        refreshToken,
        refreshExpiresAt,
        secret(members, "id_token"),
        expiry != null,
        members.get("scope") != null);
  }

  /** Why the token is not usable as a bearer token; null if it is. */
  private @Nullable String typeProblem(Map<String, Object> members) {
    Object type = members.get("token_type");
    if (type == null || type.equals("")) {
      return assumeBearer
          ? null
          : " answered without token_type, which says how to use the token; if the provider never"
              + " sends it, set Client.AssumeBearer (of a machine client:"
              + " Machine.<name>.AssumeBearer)";
    }
    // RFC 6749 7.1: the client MUST NOT use an access token if it does not understand the token
    // type; 5.1: value is case insensitive
    return type instanceof String text && text.equalsIgnoreCase("Bearer")
        ? null
        : " answered with a token_type that is not Bearer";
  }

  private static @Nullable Secret secret(Map<String, Object> members, String name) {
    return members.get(name) instanceof String text && !text.isBlank() ? Secret.of(text) : null;
  }

  /** Reads {@code scope}: one string (RFC 6749 section 3.3), or the list that some send. */
  static @Nullable Scopes scopes(@Nullable Object scope) {
    if (scope instanceof String text) {
      return Scopes.parse(text);
    }
    return scope instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
        ? Scopes.parse(list.stream().map(String.class::cast).collect(Collectors.joining(" ")))
        : null;
  }

  private static Scopes scopes(Map<String, Object> members, Scopes asked) {
    // RFC 6749 5.1: OPTIONAL, if identical to the scope requested by the client
    if (members.get("scope") == null) {
      return asked;
    }
    Scopes granted = scopes(members.get("scope"));
    return granted == null ? Scopes.NONE : granted;
  }

  /** Null if neither the response nor the token states its expiry. */
  private static @Nullable Instant expiry(Map<String, Object> members, Secret token, Instant now) {
    Long seconds = seconds(members.get("expires_in"));
    if (seconds != null) {
      return now.plusSeconds(seconds);
    }
    Instant own = expiryInside(token);
    return own != null && own.isAfter(now) ? latest(own, now) : null;
  }

  private static @Nullable Instant refreshExpiry(Map<String, Object> members, Instant now) {
    Long seconds = seconds(members.get("refresh_expires_in"));
    if (seconds == null) {
      seconds = seconds(members.get("refresh_token_expires_in"));
    }
    return seconds == null ? null : now.plusSeconds(seconds);
  }

  /** A number of seconds of at least 1, also as a string; null for anything else. */
  private static @Nullable Long seconds(@Nullable Object value) {
    double seconds;
    if (value instanceof Number number) {
      seconds = number.doubleValue();
    } else if (value instanceof String text && text.matches("[0-9]{1,18}")) {
      seconds = Double.parseDouble(text);
    } else {
      return null;
    }
    return seconds >= 1 ? (long) Math.min(seconds, (double) MAX_LIFETIME_SECONDS) : null;
  }

  /** The unverified {@code exp} of an access token that is a JWT. */
  private static @Nullable Instant expiryInside(Secret token) {
    return Foreign.read(() -> JWTParser.parse(token.reveal()).getJWTClaimsSet())
        .map(JWTClaimsSet::getExpirationTime)
        .map(Date::toInstant)
        .orElse(null);
  }

  static Instant latest(Instant expiry, Instant now) {
    Instant most = now.plusSeconds(MAX_LIFETIME_SECONDS);
    return expiry.isAfter(most) ? most : expiry;
  }

  /** Returns the code if it has the form of an error code (RFC 6749 section 5.2). */
  static String sanitized(String code) {
    return code.matches("[a-z][a-z0-9_]{0,63}") ? code : UNRECOGNIZED;
  }
}
