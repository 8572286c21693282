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
import dev.tms.http.Foreign;
import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.outbound.Budget;
import dev.tms.outbound.Sender.Call;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures of JWTs (RFC 7515, RFC 8725), and nothing else: the claims are judged
 * elsewhere. The keys are the provider's published ones, and the algorithms a fixed list of
 * asymmetric ones; a symmetric one is taken only where the settings name it, with the client's
 * secret. Of the header nothing counts but what is needed to find the key. Thread-safe.
 */
public final class JwtVerifier {
  /** What is verified: it decides on the algorithms, and on how often a fetch may be caused. */
  public enum Kind {
    /** An ID token in an answer of the token endpoint. */
    ID_TOKEN,
    /** A logout token, which anyone can post. */
    LOGOUT_TOKEN,
    /** An answer of the userinfo endpoint; with any of the asymmetric algorithms. */
    USER_INFO
  }

  /** How it went. */
  public sealed interface Outcome {}

  /**
   * The signature is the provider's.
   *
   * @param claims the payload
   * @param algorithm the JWS algorithm, for {@code at_hash}
   * @param type the header's {@code typ}
   */
  public record Verified(Map<String, Object> claims, String algorithm, @Nullable String type)
      implements Outcome {
    /** The names only: values may identify a person. */
    @Override
    public String toString() {
      return "Verified[" + algorithm + ", " + claims.keySet() + "]";
    }
  }

  /**
   * It is not taken.
   *
   * @param reason a sentence for operators
   * @param isSigned whether its signature is the provider's nevertheless, as far as was looked
   */
  public record Refused(String reason, boolean isSigned) implements Outcome {
    Refused(String reason) {
      this(reason, false);
    }
  }

  /**
   * It is protected in a way that contradicts the configuration, or the provider names no keys; the
   * reason is a sentence for operators. It is not a token of the provider as far as is known.
   */
  public record Misconfigured(String reason) implements Outcome {}

  /** The keys could not be had, so that it is not known. */
  public record KeysUnavailable(Duration retryAfter, String reason) implements Outcome {}

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
  // RFC 7515 7.1: BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)
  private static final Pattern JWS = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]*+");
  private static final Pattern JWE = Pattern.compile("[\\w-]++(?:\\.[\\w-]*+){4}");

  private final ClientSettings settings;
  private final InstantSource clock;
  private final KeySource keys;
  private final Budget forStrangers;
  private final Budget forAnswers;

  /** The algorithms of signatures that are taken (RFC 7518 section 3.1). */
  public static Set<String> algorithms() {
    return ALLOWED.stream().map(JWSAlgorithm::getName).collect(Collectors.toUnmodifiableSet());
  }

  /** A verifier over the provider's key set, for this client. */
  public JwtVerifier(
      MetadataSource metadata,
      ClientSettings settings,
      ProviderCalls calls,
      InstantSource clock,
      SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.keys = new KeySource(metadata, calls, settings.timeout(), clock, random);
    this.forStrangers = new Budget(3, Duration.ofSeconds(20), clock);
    this.forAnswers = new Budget(10, Duration.ofSeconds(1), clock);
  }

  public Outcome verify(Kind kind, String compact) {
    return verify(kind, compact, settings.timeout());
  }

  /** As the other, and waits no longer than this for each document it needs. */
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
      // RFC 7515 4.1.11: what is critical and not understood makes the JWS invalid; RFC 7797 6: a
      // payload that is not encoded is one of these
      return new Refused("the token has critical header parameters that are not understood");
    }
    Outcome unfit = algorithmProblem(jws, kind);
    if (unfit instanceof Misconfigured problem && kind == Kind.LOGOUT_TOKEN) {
      // one that the provider has signed is a logout that is lost; anyone can send the others
      return new Refused(problem.reason(), signatureProblem(jws, kind, patience) == null);
    }
    if (unfit == null) {
      unfit = signatureProblem(jws, kind, patience);
    }
    return unfit != null ? unfit : claims(jws);
  }

  /** Null where the signature is good. */
  private @Nullable Outcome signatureProblem(Jws jws, Kind kind, Duration patience) {
    return JWSAlgorithm.Family.HMAC_SHA.contains(jws.algorithm)
        ? secretProblem(jws)
        : keyProblem(jws, kind, patience);
  }

  /** Forgets the provider's keys: the next use fetches them. */
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

  /** Null where the algorithm is one that is taken. */
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
            + (jws.keyId == null ? "" : " and key " + PublishedKeys.printable(jws.keyId));
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
   * Null where the signature is made with the client's secret. The keys of the provider have no
   * part in it: they are public.
   */
  private @Nullable Outcome secretProblem(Jws jws) {
    // Core 10.1: the octets of the UTF-8 representation of the client_secret are used as the key
    for (byte[] secret : settings.verifyingSecrets(clock.instant())) {
      if (jws.verifies(() -> new MACVerifier(secret))) {
        return null;
      }
    }
    return new Refused("the token's signature is not made with the client's secret");
  }

  /** Null where the signature is good. */
  private @Nullable Outcome keyProblem(Jws jws, Kind kind, Duration patience) {
    RemoteValue.Lookup<PublishedKeys> lookup = keys.keys(patience);
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
    // a provider that was set up anew may have another key under an old id
    Budget budget = kind == Kind.LOGOUT_TOKEN ? forStrangers : forAnswers;
    RemoteValue.Lookup<PublishedKeys> newer = keys.newerThan(known, budget, patience);
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

  private static String leftOut(PublishedKeys keys) {
    return keys.leftOut().isEmpty() ? "" : "; left out: " + keys.leftOut().get(0);
  }

  private static Outcome noKeys(RemoteValue.Lookup<PublishedKeys> lookup) {
    return lookup.contradicts()
        ? new Misconfigured(lookup.reason())
        : new KeysUnavailable(lookup.retryAfter(), lookup.reason());
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
   * A JWS in compact serialization (RFC 7515 section 7.1). Its header is read here and not by the
   * library, which refuses a token for members that decide nothing.
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

    /** Whether the signature is good; a key that does not go with the algorithm says no. */
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

  /** A provider's public signing keys (RFC 7517), kept for an hour. Thread-safe. */
  static final class KeySource {
    private static final Logger log = System.getLogger(KeySource.class.getName());
    private static final Duration KEEP = Duration.ofHours(1);
    private static final int MAX_BYTES = 256 * 1024;

    private final MetadataSource metadata;
    private final ProviderCalls calls;
    private final Duration timeout;
    private final RemoteValue<PublishedKeys> fetched;
    private volatile Set<String> toldLeftOut = Set.of();

    KeySource(
        MetadataSource metadata,
        ProviderCalls calls,
        Duration timeout,
        InstantSource clock,
        SecureRandom random) {
      this.metadata = metadata;
      this.calls = calls;
      this.timeout = timeout;
      this.fetched =
          new RemoteValue<>("key set of " + metadata.issuer(), this::fetch, KEEP, clock, random);
    }

    /** The keys; no value where they cannot be had now. */
    RemoteValue.Lookup<PublishedKeys> keys(Duration patience) {
      return fetched.get(bounded(patience));
    }

    /**
     * Keys fetched after these, which lack one; no value where they cannot be had now.
     *
     * @param budget pays for the fetch
     */
    RemoteValue.Lookup<PublishedKeys> newerThan(
        PublishedKeys insufficient, Budget budget, Duration patience) {
      if (!budget.tryTake()) {
        return RemoteValue.Lookup.none(
            budget.earnedIn(), "keys that are not published were asked for too often");
      }
      return fetched.otherThan(insufficient, bounded(patience));
    }

    void forget() {
      fetched.forget();
    }

    private Duration bounded(Duration patience) {
      return patience.compareTo(timeout) < 0 ? patience : timeout;
    }

    private RemoteValue.Fetched<PublishedKeys> fetch(Duration patience) {
      MetadataSource.Outcome outcome = metadata.get(patience);
      if (outcome instanceof MetadataSource.Misconfigured misconfigured) {
        return RemoteValue.Fetched.contradictory(misconfigured.reason());
      }
      if (outcome instanceof MetadataSource.Unknown unknown) {
        return RemoteValue.Fetched.failed(unknown.retryAfter(), unknown.reason());
      }
      URI uri = ((MetadataSource.Known) outcome).metadata().jwksUri();
      if (uri == null) {
        return RemoteValue.Fetched.contradictory("no jwks_uri of the provider is known");
      }
      Call call =
          new Call(
              "GET",
              uri,
              List.of(new Header("Accept", "application/jwk-set+json, application/json")),
              new byte[0],
              patience,
              MAX_BYTES);
      Reply reply = calls.send("keys", call);
      if (reply instanceof ProviderTrouble failed) {
        return RemoteValue.Fetched.failed(failed.retryAfter(), failed.reason());
      }
      Reply.Json json = (Reply.Json) reply;
      Optional<PublishedKeys> keys = PublishedKeys.read(json.members().get("keys"));
      if (!json.isOk() || keys.isEmpty()) {
        return RemoteValue.Fetched.failed(
            json.retryAfter(),
            ProviderCalls.place(uri) + " answered " + json.status() + " without a key set");
      }
      tell(keys.get());
      return RemoteValue.Fetched.of(keys.get());
    }

    /** What is left out is said once, not with every fetch. */
    private void tell(PublishedKeys keys) {
      for (String one : keys.leftOut()) {
        if (!toldLeftOut.contains(one)) {
          log.log(Level.INFO, "key set of {0}: left out: {1}", metadata.issuer(), one);
        }
      }
      toldLeftOut = Set.copyOf(keys.leftOut());
    }
  }
}
