package dev.tms.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import dev.tms.http.Header;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.outbound.Budget;
import dev.tms.outbound.Sender.Call;
import dev.tms.text.Foreign;
import dev.tms.text.Json;
import dev.tms.text.Printable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures of JWTs (RFC 7515, RFC 8725) and leaves the claims to the caller. It takes
 * the keys from the provider's key set and accepts a fixed list of asymmetric algorithms. A
 * symmetric algorithm is accepted only if the settings name it, and then with the client secret.
 * From the header it uses only what it needs to find the key. Thread-safe.
 */
public final class JwtVerifier {
  /**
   * What is verified. Decides which algorithms are accepted and how often a fetch may be triggered.
   */
  public enum Kind {
    /** From a token response. */
    ID_TOKEN,
    /** From the back channel, to which anyone can post. */
    LOGOUT_TOKEN,
    /** A signed userinfo response. Any of the asymmetric algorithms is accepted. */
    USER_INFO
  }

  public sealed interface Outcome {}

  /** The reason is a sentence for operators. */
  public sealed interface Failure extends Outcome {
    String reason();
  }

  /**
   * @param algorithm the JWS algorithm, for {@code at_hash}
   * @param type the header's {@code typ}
   */
  public record Verified(Map<String, Object> claims, String algorithm, @Nullable String type)
      implements Outcome {
    /** Names only: values may identify a person. */
    @Override
    public String toString() {
      return "Verified[" + algorithm + ", " + claims.keySet() + "]";
    }
  }

  /**
   * @param reason a sentence for operators
   * @param isSigned whether the provider's signature was verified nevertheless
   */
  public record Refused(String reason, boolean isSigned) implements Failure {
    Refused(String reason) {
      this(reason, false);
    }
  }

  /**
   * Either the algorithm contradicts the configuration, or the provider publishes no key set. The
   * signature was not verified. The reason is a sentence for operators.
   */
  public record Misconfigured(String reason) implements Failure {}

  /** The key set could not be fetched. */
  public record KeysUnavailable(Duration retryAfter, String reason) implements Failure {}

  private static final Logger log = System.getLogger(JwtVerifier.class.getName());

  // RFC 8725 3.1: libraries MUST enable the caller to specify a supported set of algorithms
  private static final Set<JWSAlgorithm> ALLOWED =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.EdDSA,
          JWSAlgorithm.Ed25519);
  private static final int MAX_LENGTH = 128 * 1024;
  private static final int MAX_KEYS_BYTES = 256 * 1024;
  private static final Duration KEEP_KEYS = Duration.ofHours(1);
  // RFC 7515 7.1: BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)
  private static final Pattern JWS = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]*+");
  private static final Pattern JWE = Pattern.compile("[\\w-]++(?:\\.[\\w-]*+){4}");

  private final ClientSettings settings;
  private final InstantSource clock;
  private final MetadataSource metadata;
  private final ProviderCalls calls;
  private final RemoteValue<PublishedKeys> keys;
  private final Budget logoutTokenBudget;
  private final Budget responseBudget;
  private volatile Set<String> loggedLeftOut = Set.of();

  /** The accepted signature algorithms (RFC 7518 section 3.1), all of them asymmetric. */
  public static Set<String> algorithms() {
    return ALLOWED.stream().map(JWSAlgorithm::getName).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The keys of a key set that verify signatures, and why the others do not.
   *
   * @param algorithms the accepted algorithms that have a key
   * @param leftOut the unusable keys, each with the reason
   */
  public record KeySet(Set<String> algorithms, List<String> leftOut) {
    public KeySet {
      algorithms = Set.copyOf(algorithms);
      leftOut = List.copyOf(leftOut);
    }

    /** The unusable keys, except those that are meant for encryption. */
    public List<String> unusable() {
      return leftOut.stream().filter(key -> !key.endsWith(PublishedKeys.FOR_ENCRYPTION)).toList();
    }
  }

  /** Reads a JWK set (RFC 7517 section 5) as this verifier does; empty if it has no key list. */
  public static Optional<KeySet> inspect(Map<String, Object> jwks) {
    return PublishedKeys.read(jwks.get("keys"))
        .map(
            keys -> {
              Set<String> algorithms = new TreeSet<>(algorithms());
              algorithms.removeIf(
                  name ->
                      keys.keys().stream().noneMatch(key -> key.fits(JWSAlgorithm.parse(name))));
              return new KeySet(algorithms, keys.leftOut());
            });
  }

  public JwtVerifier(
      MetadataSource metadata,
      ClientSettings settings,
      ProviderCalls calls,
      InstantSource clock,
      SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.metadata = metadata;
    this.calls = calls;
    this.keys =
        new RemoteValue<>("key set of " + metadata.issuer(), this::fetch, KEEP_KEYS, clock, random);
    this.logoutTokenBudget = new Budget(3, Duration.ofSeconds(20), clock);
    this.responseBudget = new Budget(10, Duration.ofSeconds(1), clock);
  }

  public Outcome verify(Kind kind, String compact) {
    return verify(kind, compact, settings.timeout());
  }

  /** Waits no longer than {@code patience} for the key set and for the metadata that name it. */
  public Outcome verify(Kind kind, String compact, Duration patience) {
    if (compact.length() > MAX_LENGTH) {
      return new Refused("the token is longer than any token should be");
    }
    if (JWE.matcher(compact).matches() && isEncrypted(compact)) {
      return new Refused(
          "the token is encrypted, which is not supported: have the provider sign it only");
    }
    Jws jws = JWS.matcher(compact).matches() ? Jws.read(compact).orElse(null) : null;
    if (jws == null) {
      return new Refused("the token is not a signed JWT");
    }
    if (jws.header.containsKey("crit")
        || !Boolean.TRUE.equals(jws.header.getOrDefault("b64", true))) {
      // RFC 7515 4.1.11: a critical parameter that is not understood makes the JWS invalid;
      // RFC 7797 6: this includes an unencoded payload (b64)
      return new Refused("the token has critical header parameters that are not understood");
    }
    Outcome unfit = algorithmProblem(jws, kind);
    if (unfit instanceof Misconfigured problem && kind == Kind.LOGOUT_TOKEN) {
      // a signed one means that a genuine logout is lost; an unsigned one can come from anyone
      return new Refused(problem.reason(), signatureProblem(jws, kind, patience) == null);
    }
    if (unfit == null) {
      unfit = signatureProblem(jws, kind, patience);
    }
    return unfit != null ? unfit : claims(jws);
  }

  /** Returns null if the signature is valid. */
  private @Nullable Outcome signatureProblem(Jws jws, Kind kind, Duration patience) {
    return JWSAlgorithm.Family.HMAC_SHA.contains(jws.algorithm)
        ? secretProblem(jws)
        : keyProblem(
            jws, kind, patience.compareTo(settings.timeout()) < 0 ? patience : settings.timeout());
  }

  /** Drops the key set, so that the next use fetches it. */
  public void forget() {
    keys.forget();
  }

  private static Outcome claims(Jws jws) {
    Map<String, Object> claims = json(jws.part(1));
    if (claims == null) {
      return new Refused("the token's payload is not one JSON object", true);
    }
    Object type = jws.header.get("typ");
    return new Verified(
        claims, jws.algorithm.getName(), type == null ? null : String.valueOf(type));
  }

  /** Returns null if the algorithm is accepted. */
  private @Nullable Outcome algorithmProblem(Jws jws, Kind kind) {
    String wanted = kind == Kind.USER_INFO ? null : settings.idTokenSigningAlgorithm();
    String actual = jws.algorithm.getName();
    if (wanted == null ? ALLOWED.contains(jws.algorithm) : PublishedKeys.same(wanted, actual)) {
      return null;
    }
    boolean known =
        JWSAlgorithm.Family.SIGNATURE.contains(jws.algorithm)
            || JWSAlgorithm.Family.HMAC_SHA.contains(jws.algorithm);
    if (!known) {
      // RFC 8725 3.2: a token without protection ("none") is not accepted, whatever is configured
      return new Refused("the token is signed with no algorithm that is known, or not at all");
    }
    String signed =
        "the token is signed with "
            + actual
            + (jws.keyId == null
                ? ""
                : " and key " + Printable.quote(jws.keyId, PublishedKeys.SHOWN));
    if (wanted != null) {
      return new Misconfigured(signed + ", and Client.IdTokenSigningAlgorithm is " + wanted);
    }
    return new Misconfigured(
        signed
            + (JWSAlgorithm.Family.HMAC_SHA.contains(jws.algorithm) && kind != Kind.USER_INFO
                ? ", which is taken only where Client.IdTokenSigningAlgorithm names it"
                : ", which is not one of those that are taken"));
  }

  /**
   * Returns null if the signature was made with the client secret. Published keys are never tried:
   * they are public.
   */
  private @Nullable Outcome secretProblem(Jws jws) {
    // Core 10.1: the octets of the UTF-8 representation of the client_secret are used as the key
    for (byte[] secret : settings.verifyingSecrets(jws.algorithm.getName(), clock.instant())) {
      if (jws.verifies(() -> new MACVerifier(secret))) {
        return null;
      }
    }
    return new Refused("the token's signature is not made with the client's secret");
  }

  /** Returns null if one of the provider's keys made the signature. */
  private @Nullable Outcome keyProblem(Jws jws, Kind kind, Duration patience) {
    RemoteValue.Lookup<PublishedKeys> lookup = keys.get(patience);
    PublishedKeys known = lookup.value();
    if (known == null) {
      return noKeys(lookup);
    }
    List<PublishedKeys.Key> candidates = jws.candidates(known);
    if (jws.isSignedByOneOf(candidates)) {
      return null;
    }
    boolean named = candidates.stream().anyMatch(jws::names);
    if (named && kind == Kind.LOGOUT_TOKEN) {
      return new Refused("the token's signature is wrong");
    }
    // a provider that was set up again may publish a new key under an old id
    Budget budget = kind == Kind.LOGOUT_TOKEN ? logoutTokenBudget : responseBudget;
    RemoteValue.Lookup<PublishedKeys> newer = newerThan(known, budget, patience);
    PublishedKeys fetched = newer.value();
    if (fetched == null) {
      return named ? new Refused("the token's signature is wrong") : noKeys(newer);
    }
    List<PublishedKeys.Key> others = jws.candidates(fetched);
    if (jws.isSignedByOneOf(others)) {
      return null;
    }
    return new Refused(
        others.stream().anyMatch(jws::names)
            ? "the token's signature is wrong"
            : "the token is not signed with a key of the provider" + leftOut(fetched));
  }

  /** Returns a newer key set than {@code insufficient}; the budget pays for the fetch. */
  private RemoteValue.Lookup<PublishedKeys> newerThan(
      PublishedKeys insufficient, Budget budget, Duration patience) {
    if (!budget.tryTake()) {
      return RemoteValue.Lookup.failed(
          budget.earnedIn(), "keys that are not published were asked for too often");
    }
    return keys.otherThan(insufficient, patience);
  }

  private RemoteValue.Lookup<PublishedKeys> fetch(Duration patience) {
    MetadataSource.Outcome outcome = metadata.get(patience);
    if (outcome instanceof ProviderTrouble trouble) {
      return new RemoteValue.Lookup<>(null, trouble);
    }
    URI uri = ((ProviderMetadata) outcome).jwksUri();
    if (uri == null) {
      return RemoteValue.Lookup.misconfigured("no jwks_uri of the provider is known");
    }
    Call call =
        new Call(
            "GET",
            uri,
            List.of(new Header("Accept", "application/jwk-set+json, application/json")),
            new byte[0],
            patience,
            MAX_KEYS_BYTES);
    Reply reply = calls.send("keys", call);
    if (reply instanceof ProviderTrouble failed) {
      return RemoteValue.Lookup.failed(failed.retryAfter(), failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    Optional<PublishedKeys> keys = PublishedKeys.read(json.members().get("keys"));
    if (!json.isOk() || keys.isEmpty()) {
      return RemoteValue.Lookup.failed(
          json.retryAfter(),
          ProviderCalls.place(uri) + " answered " + json.status() + " without a key set");
    }
    logOnce(keys.get());
    return RemoteValue.Lookup.of(keys.get());
  }

  /** Logs each unusable key once, not on every fetch. */
  private void logOnce(PublishedKeys keys) {
    for (String one : keys.leftOut()) {
      if (!loggedLeftOut.contains(one)) {
        log.log(Level.INFO, "key set of {0}: left out: {1}", metadata.issuer(), one);
      }
    }
    loggedLeftOut = Set.copyOf(keys.leftOut());
  }

  private static String leftOut(PublishedKeys keys) {
    return keys.leftOut().isEmpty() ? "" : "; left out: " + keys.leftOut().get(0);
  }

  private static Outcome noKeys(RemoteValue.Lookup<PublishedKeys> lookup) {
    ProviderTrouble trouble = lookup.requireTrouble();
    return trouble.isMisconfigured()
        ? new Misconfigured(trouble.reason())
        : new KeysUnavailable(
            Objects.requireNonNullElse(trouble.retryAfter(), Duration.ZERO), trouble.reason());
  }

  /** RFC 7516 section 9: the header of a JWE has {@code enc}. */
  private static boolean isEncrypted(String compact) {
    Map<String, Object> header = json(compact.substring(0, compact.indexOf('.')));
    return header != null && header.containsKey("enc");
  }

  private static @Nullable Map<String, Object> json(String part) {
    return Foreign.read(() -> Base64.getUrlDecoder().decode(part)).flatMap(Json::read).orElse(null);
  }

  /**
   * A JWS in compact serialization (RFC 7515 section 7.1). The header is parsed here because Nimbus
   * rejects tokens for header members that do not matter.
   */
  private record Jws(
      String compact, Map<String, Object> header, JWSAlgorithm algorithm, @Nullable String keyId) {
    static Optional<Jws> read(String compact) {
      Map<String, Object> header = json(compact.substring(0, compact.indexOf('.')));
      // RFC 7515 4.1.1: alg MUST be present and MUST be understood
      return header != null && header.get("alg") instanceof String name
          ? Optional.of(
              new Jws(
                  compact, header, JWSAlgorithm.parse(name), PublishedKeys.id(header.get("kid"))))
          : Optional.empty();
    }

    String part(int index) {
      return compact.split("\\.", -1)[index];
    }

    boolean names(PublishedKeys.Key key) {
      return keyId != null && keyId.equals(key.kid());
    }

    List<PublishedKeys.Key> candidates(PublishedKeys published) {
      return published.candidates(algorithm, keyId, PublishedKeys.thumbprints(header));
    }

    boolean isSignedByOneOf(List<PublishedKeys.Key> candidates) {
      return candidates.stream().anyMatch(key -> verifies(() -> verifier(key.material())));
    }

    /** Returns false also if the key does not fit the algorithm. */
    boolean verifies(Callable<JWSVerifier> verifier) {
      byte[] input =
          compact.substring(0, compact.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
      return Foreign.read(
              () -> verifier.call().verify(new JWSHeader(algorithm), input, new Base64URL(part(2))))
          .orElse(false);
    }

    private static JWSVerifier verifier(JWK key) throws Exception {
      return switch (key.getKeyType().getValue()) {
        case "RSA" -> new RSASSAVerifier(key.toRSAKey());
        case "EC" -> new ECDSAVerifier(key.toECKey());
        default -> new Ed25519Verifier(key.toOctetKeyPair());
      };
    }

    @Override
    public String toString() {
      return "Jws";
    }
  }
}
