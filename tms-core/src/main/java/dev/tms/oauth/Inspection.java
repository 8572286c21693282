package dev.tms.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider publishes, read as the service reads it: for tools that examine a provider, so
 * that they say the same of it.
 */
public final class Inspection {
  /**
   * A key set.
   *
   * @param algorithms those of signatures that its keys verify, of the ones that are taken
   * @param leftOut the keys that verify none, each with the reason
   */
  public record KeySet(Set<String> algorithms, List<String> leftOut) {
    public KeySet {
      algorithms = Set.copyOf(algorithms);
      leftOut = List.copyOf(leftOut);
    }

    /** The keys that are meant to verify signatures and verify none, each with the reason. */
    public List<String> unusable() {
      return leftOut.stream().filter(key -> !key.endsWith(PublishedKeys.FOR_ENCRYPTION)).toList();
    }
  }

  private Inspection() {}

  /** The keys of a JWK set (RFC 7517 section 5); empty where it has no list of keys. */
  public static Optional<KeySet> keys(Map<String, Object> jwks) {
    return PublishedKeys.read(jwks.get("keys"))
        .map(keys -> new KeySet(algorithms(keys), keys.leftOut()));
  }

  private static Set<String> algorithms(PublishedKeys keys) {
    Set<String> algorithms = new TreeSet<>(JwtVerifier.algorithms());
    algorithms.removeIf(
        name -> keys.keys().stream().noneMatch(key -> key.fits(JWSAlgorithm.parse(name))));
    return algorithms;
  }

  /**
   * The algorithms that are taken of ID tokens and logout tokens of a client of these settings.
   *
   * @return one where {@link ClientSettings#idTokenSigningAlgorithm} names one; never empty
   */
  public static Set<String> taken(ClientSettings settings) {
    String only = settings.idTokenSigningAlgorithm();
    return only == null ? JwtVerifier.algorithms() : Set.of(only);
  }

  /** Whether ID tokens are verified with the client's secret, so that no key set is needed. */
  public static boolean needsNoKeys(ClientSettings settings) {
    return settings.verifiesWithSecret();
  }
}
