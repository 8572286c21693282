package dev.tms.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.SignedJWT;
import dev.tms.http.Json;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures of JWTs against the provider's keys (RFC 7515, RFC 8725), and nothing else: the
 * claims are judged elsewhere. The algorithms are a fixed list of asymmetric ones; a token that is
 * unsigned or encrypted does not even parse here. Thread-safe.
 */
public final class JwtVerifier {
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

  /** It is not a token of the provider; the reason is a sentence for operators. */
  public record Refused(String reason) implements Outcome {}

  /** The keys could not be had, so that nobody knows. */
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
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_CANDIDATES = 20;

  private final MetadataSource metadata;
  private final KeySource keys;
  private final Duration timeout;

  /** The algorithms of signatures that are taken (RFC 7518 section 3.1). */
  public static Set<String> algorithms() {
    return ALLOWED.stream().map(JWSAlgorithm::getName).collect(Collectors.toUnmodifiableSet());
  }

  /** A verifier over the provider's key set; fetching it takes no longer than the timeout. */
  public JwtVerifier(
      MetadataSource metadata,
      ProviderCalls calls,
      Duration timeout,
      InstantSource clock,
      SecureRandom random) {
    this.metadata = metadata;
    this.timeout = timeout;
    this.keys = new KeySource(metadata, calls, timeout, clock, random);
  }

  /** Checks the signature of this compact JWT. */
  public Outcome verify(String compact) {
    return verify(compact, timeout);
  }

  /** As {@link #verify(String)}, and waits no longer than this for each document it needs. */
  public Outcome verify(String compact, Duration patience) {
    SignedJWT jwt;
    try {
      if (compact.length() > MAX_LENGTH) {
        return new Refused("the token is longer than any token should be");
      }
      jwt = SignedJWT.parse(compact);
    } catch (ParseException | IllegalArgumentException e) {
      return new Refused("the token is not a signed JWT");
    }
    JWSHeader header = jwt.getHeader();
    if (!ALLOWED.contains(header.getAlgorithm())) {
      return new Refused("the token is signed with an algorithm that is not allowed");
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      // RFC 7515 4.1.11: what is critical and not understood makes the JWS invalid
      return new Refused("the token has critical header parameters that are not understood");
    }
    Outcome signature = checkSignature(jwt, patience);
    return signature != null ? signature : claims(jwt);
  }

  private static Outcome claims(SignedJWT jwt) {
    Map<String, Object> claims = Json.read(jwt.getPayload().toBytes()).orElse(null);
    if (claims == null) {
      return new Refused("the token's payload is not one JSON object");
    }
    JWSHeader header = jwt.getHeader();
    return new Verified(
        claims,
        header.getAlgorithm().getName(),
        header.getType() == null ? null : header.getType().getType());
  }

  /** Null where it is good. */
  private @Nullable Outcome checkSignature(SignedJWT jwt, Duration patience) {
    MetadataSource.Outcome provider = metadata.get(patience);
    if (provider instanceof MetadataSource.Unknown unknown) {
      return new KeysUnavailable(unknown.retryAfter(), unknown.reason());
    }
    Set<String> listed = ((MetadataSource.Known) provider).metadata().signatureAlgorithms();
    if (!listed.isEmpty() && !listed.contains(jwt.getHeader().getAlgorithm().getName())) {
      return new Refused("the token is signed with an algorithm that the provider does not list");
    }
    RemoteValue.Lookup<KeySource.KeySet> lookup = keys.keys(patience);
    KeySource.KeySet known = lookup.value();
    if (known == null) {
      return new KeysUnavailable(lookup.retryAfter(), lookup.reason());
    }
    List<JWK> candidates = candidates(jwt.getHeader(), known);
    if (isSignedByOneOf(candidates, jwt)) {
      return null;
    }
    if (jwt.getHeader().getKeyID() != null && !candidates.isEmpty()) {
      return new Refused("the token's signature is wrong");
    }
    RemoteValue.Lookup<KeySource.KeySet> newer = keys.newerThan(known, patience);
    if (newer.value() == null) {
      return new KeysUnavailable(newer.retryAfter(), newer.reason());
    }
    return isSignedByOneOf(candidates(jwt.getHeader(), newer.value()), jwt)
        ? null
        : new Refused("the token is not signed with a key of the provider");
  }

  private static List<JWK> candidates(JWSHeader header, KeySource.KeySet set) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
    return set.keys().stream().filter(matcher::matches).limit(MAX_CANDIDATES).toList();
  }

  private static boolean isSignedByOneOf(List<JWK> candidates, SignedJWT jwt) {
    for (JWK key : candidates) {
      try {
        JWSVerifier verifier = verifier(key);
        if (verifier != null && jwt.verify(verifier)) {
          return true;
        }
      } catch (JOSEException e) {
        // this key does not go with this algorithm: the next one may
      }
    }
    return false;
  }

  private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
    if (key.getKeyType().equals(KeyType.RSA)) {
      // RFC 7518 3.3: a key of size 2048 bits or larger MUST be used
      return key.size() < MIN_RSA_BITS ? null : new RSASSAVerifier(key.toRSAKey());
    }
    if (key.getKeyType().equals(KeyType.EC)) {
      return new ECDSAVerifier(key.toECKey());
    }
    return key.getKeyType().equals(KeyType.OKP) ? new Ed25519Verifier(key.toOctetKeyPair()) : null;
  }
}
