package dev.tms.oauth;

import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks the provider about access tokens (RFC 7662). A positive answer is cached for 30 seconds, but
 * not beyond the token's expiry, for at most a thousand tokens. Thread-safe.
 */
public final class Introspection {
  public sealed interface Outcome permits Active, Inactive, ProviderTrouble {}

  /**
   * @param members all members of the response
   * @param expiresAt null if the response does not say
   * @param scopes the granted scopes; null if the response does not say
   */
  public record Active(
      Map<String, Object> members, @Nullable Instant expiresAt, @Nullable Scopes scopes)
      implements Outcome {
    /** Names only: values may identify a person. */
    @Override
    public String toString() {
      return "Active[" + members.keySet() + "]";
    }
  }

  /** The token is expired, revoked, unknown, or not visible to this client. */
  public record Inactive() implements Outcome {}

  private static final Duration TOLERANCE = Duration.ofSeconds(60);
  private static final Duration KEEP = Duration.ofSeconds(30);
  private static final int MAX_CACHED = 1000;
  private static final int MAX_BYTES = 64 * 1024;

  private final ClientSettings settings;
  private final ProviderCalls calls;
  private final InstantSource clock;

  private record Kept(Active answer, Instant until) {}

  private final ReentrantLock lock = new ReentrantLock(); // guards kept; never held in a call
  private final Map<String, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MAX_CACHED;
        }
      };

  public Introspection(ClientSettings settings, ProviderCalls calls, InstantSource clock) {
    this.settings = settings;
    this.calls = calls;
    this.clock = clock;
  }

  /** A {@link ProviderTrouble} is {@code MISCONFIGURED} if the provider rejects this client. */
  public Outcome ask(URI endpoint, Secret accessToken) {
    String name = hash(accessToken);
    Active known = find(name);
    if (known != null) {
      return known;
    }
    Outcome outcome = send(endpoint, accessToken);
    if (outcome instanceof Active active) {
      keep(name, active);
    }
    return outcome;
  }

  private Outcome send(URI endpoint, Secret accessToken) {
    com.nimbusds.oauth2.sdk.auth.ClientAuthentication credentials =
        NimbusTransport.authentication(
            settings.clientId(), settings.authentication(), clock.instant());
    if (credentials == null) {
      // RFC 7662 2.1: the endpoint MUST also require some form of authorization
      return ProviderTrouble.of(Kind.MISCONFIGURED, "introspection needs a client with a secret");
    }
    TokenIntrospectionRequest request =
        new TokenIntrospectionRequest(
            endpoint, credentials, new BearerAccessToken(accessToken.reveal()));
    Reply reply =
        calls.send(
            "introspection",
            NimbusTransport.call(request.toHTTPRequest(), settings.timeout(), MAX_BYTES));
    if (reply instanceof ProviderTrouble failed) {
      return ProviderTrouble.of(Kind.NOT_DONE, failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    if (!json.isOk()) {
      boolean refused = json.status() / 100 == 4 && json.status() != 429;
      return ProviderTrouble.of(
          refused ? Kind.MISCONFIGURED : Kind.NOT_DONE,
          ProviderCalls.place(endpoint)
              + " answered "
              + json.status()
              + (refused ? ": this client may not introspect tokens there" : ""));
    }
    return read(json.members());
  }

  private Outcome read(Map<String, Object> members) {
    Instant now = clock.instant();
    Instant expiresAt = time(members.get("exp"), now);
    Instant notBefore = time(members.get("nbf"), now);
    // RFC 7662 2.2: active is a boolean, REQUIRED; anything but true is no token that works
    boolean active = Boolean.TRUE.equals(members.get("active"));
    // the same clock tolerance as for ID tokens
    if (!active
        || (expiresAt != null && !expiresAt.plus(TOLERANCE).isAfter(now))
        || (notBefore != null && notBefore.isAfter(now.plus(TOLERANCE)))) {
      return new Inactive();
    }
    return new Active(members, expiresAt, TokenAnswers.scopes(members.get("scope")));
  }

  private static @Nullable Instant time(@Nullable Object value, Instant now) {
    if (!(value instanceof Number number)) {
      return null;
    }
    double most = (double) TokenAnswers.latest(Instant.MAX, now).getEpochSecond();
    return Instant.ofEpochSecond((long) Math.max(0, Math.min(number.doubleValue(), most)));
  }

  private @Nullable Active find(String name) {
    lock.lock();
    try {
      Kept found = kept.get(name);
      return found != null && clock.instant().isBefore(found.until) ? found.answer : null;
    } finally {
      lock.unlock();
    }
  }

  private void keep(String name, Active answer) {
    Instant until = clock.instant().plus(KEEP);
    Instant end = answer.expiresAt;
    lock.lock();
    try {
      kept.put(name, new Kept(answer, end != null && end.isBefore(until) ? end : until));
    } finally {
      lock.unlock();
    }
  }

  /** RFC 7662 section 4: a cache must not reveal the token, so it is keyed by a hash. */
  private static String hash(Secret token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(token.reveal().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }
}
