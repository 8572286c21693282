package dev.tms.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.tms.http.Foreign;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of a token endpoint. By hand, not with Nimbus' parser: that one discards the whole
 * answer for one member it does not like, and with it a refresh token that there is only one of.
 */
final class TokenAnswers {
  private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

  private static final String UNRECOGNIZED = "unrecognized";
  private static final int SHORTEST_SECRET = 4;
  private static final int LONGEST_SCANNED = 2000;
  private static final int LONGEST_SAID = 200;
  private static final String HIDDEN = "...";

  /** What looks like a token or an identifier: long, without a space, and not only lower case. */
  private static final Pattern OPAQUE =
      Pattern.compile("(?=[a-z_.-]*[^a-z_.\\s-])[^\\s'\"<>(),;:]{16,}");

  private final Duration defaultLifetime;
  private final boolean assumeBearer;
  private final ProviderQuirks quirks;

  TokenAnswers(Duration defaultLifetime, boolean assumeBearer, ProviderQuirks quirks) {
    this.defaultLifetime = defaultLifetime;
    this.assumeBearer = assumeBearer;
    this.quirks = quirks;
  }

  /** What came of a request in which these secrets were sent. */
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

  /** Whether there is an access token or a refresh token among the members. */
  static boolean hasTokens(Map<String, Object> members) {
    return secret(members, "access_token") != null || secret(members, "refresh_token") != null;
  }

  /** Whether it is an error, whatever its status: some providers answer 200 and say so inside. */
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
      words.add(text); // a sentence where a code should be
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
        said(String.join("; ", words), secrets));
  }

  /** The beginning of a description, without markup and without what may be secret. */
  static @Nullable String said(String description, List<String> secrets) {
    String text = description.substring(0, Math.min(description.length(), LONGEST_SCANNED));
    for (String secret : secrets) {
      text = secret.length() < SHORTEST_SECRET ? text : text.replace(secret, HIDDEN);
    }
    text =
        OPAQUE
            .matcher(text)
            .replaceAll(HIDDEN)
            .replaceAll("[^A-Za-z0-9 .,:;_()'/=-]+", " ")
            .strip();
    if (text.length() > LONGEST_SAID) {
      text = text.substring(0, LONGEST_SAID) + HIDDEN;
    }
    return text.isEmpty() ? null : text;
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

  /** Why the token cannot be used as a bearer token; null where it can. */
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
    return members.get(name) instanceof String text ? Secret.ofNullable(text) : null;
  }

  /**
   * What was granted: RFC 6749 section 3.3 has one text, some providers send a list. Null for all
   * else.
   */
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

  /** Null where neither answer nor token say. */
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

  /** A number of seconds above 0, also as text; null for all else. */
  private static @Nullable Long seconds(@Nullable Object value) {
    double seconds;
    if (value instanceof Number number) {
      seconds = number.doubleValue();
    } else if (value instanceof String text && text.matches("[0-9]{1,18}")) {
      seconds = Double.parseDouble(text);
    } else {
      return null;
    }
    return seconds >= 1 ? (long) Math.min(seconds, (double) LONGEST_SECONDS) : null;
  }

  /** The {@code exp} of an access token that is a JWT: for its life only, nothing is trusted. */
  private static @Nullable Instant expiryInside(Secret token) {
    return Foreign.read(() -> JWTParser.parse(token.reveal()).getJWTClaimsSet())
        .map(JWTClaimsSet::getExpirationTime)
        .map(Date::toInstant)
        .orElse(null);
  }

  static Instant latest(Instant expiry, Instant now) {
    Instant most = now.plusSeconds(LONGEST_SECONDS);
    return expiry.isAfter(most) ? most : expiry;
  }

  /** The code where it can be one of RFC 6749 section 5.2 or an extension's. */
  static String sanitized(String code) {
    return code.matches("[a-z][a-z0-9_]{0,63}") ? code : UNRECOGNIZED;
  }
}
