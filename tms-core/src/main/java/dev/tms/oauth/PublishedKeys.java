package dev.tms.oauth;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import dev.tms.http.Foreign;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JWK set (RFC 7517) that verify signatures, and why the others do not. What counts
 * is a key's material: a member beside it that is odd or malformed is passed over. Immutable; the
 * identity of an object tells one fetch from the next.
 */
final class PublishedKeys {
  private static final int MAX_KEYS = 100;
  static final String FOR_ENCRYPTION = "it is for encryption";
  private static final int MAX_CANDIDATES = 20;
  private static final int MIN_RSA_BITS = 2048;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

  /** Names of algorithms that mean something (RFC 7518); a JWK may have others, or a wrong one. */
  private static final Set<String> KNOWN_ALGORITHMS =
      Stream.<Set<? extends Algorithm>>of(
              JWSAlgorithm.Family.SIGNATURE,
              JWSAlgorithm.Family.HMAC_SHA,
              JWEAlgorithm.Family.ASYMMETRIC,
              JWEAlgorithm.Family.SYMMETRIC)
          .flatMap(Set::stream)
          .map(Algorithm::getName)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * A key that verifies signatures.
   *
   * @param kid its own name; null where it has none
   * @param algorithm the only one that it is for; null where it may be any that fits
   * @param thumbprints of its certificate, {@code x5t} and {@code x5t#S256}
   * @param material what was read, and nothing else of the JWK
   */
  record Key(
      @Nullable String kid, @Nullable String algorithm, Set<String> thumbprints, JWK material) {
    @Override
    public String toString() {
      return "Key[" + (kid == null ? "" : printable(kid)) + "]";
    }

    /** Whether a signature of this algorithm can be this key's. */
    boolean fits(JWSAlgorithm wanted) {
      boolean kind =
          switch (material.getKeyType().getValue()) {
            case "RSA" -> JWSAlgorithm.Family.RSA.contains(wanted);
            case "EC" ->
                Optional.ofNullable(Curve.forJWSAlgorithm(wanted))
                    .orElse(Set.of())
                    .contains(material.toECKey().getCurve());
            default -> JWSAlgorithm.Family.ED.contains(wanted);
          };
      return kind && (algorithm == null || same(algorithm, wanted.getName()));
    }
  }

  private final List<Key> keys;
  private final List<String> leftOut;

  private PublishedKeys(List<Key> keys, List<String> leftOut) {
    this.keys = List.copyOf(keys);
    this.leftOut = List.copyOf(leftOut);
  }

  /** The keys of the member {@code keys}; empty where that is no list. */
  static Optional<PublishedKeys> read(@Nullable Object member) {
    if (!(member instanceof List<?> list)) {
      return Optional.empty();
    }
    List<Key> keys = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (i == MAX_KEYS) {
        leftOut.add("all after the first " + MAX_KEYS + ": a key set has no need of so many");
        break;
      }
      Map<?, ?> members = list.get(i) instanceof Map<?, ?> map ? map : Map.of();
      String problem = problem(members);
      Optional<JWK> material = problem == null ? material(members) : Optional.empty();
      if (problem == null) {
        problem = material.map(PublishedKeys::weakness).orElse("its material cannot be read");
      }
      if (problem.isEmpty()) {
        keys.add(key(members, material.orElseThrow()));
      } else {
        leftOut.add(name(members, i) + ": " + problem);
      }
    }
    return Optional.of(new PublishedKeys(keys, leftOut));
  }

  List<Key> keys() {
    return keys;
  }

  /** The others, each with the reason; for operators. */
  List<String> leftOut() {
    return leftOut;
  }

  /**
   * The keys that a signature of this header may be of, the likeliest first. A key without an id
   * may be any; a thumbprint is a hint (RFC 7515 sections 4.1.4, 4.1.7, 4.1.8).
   */
  List<Key> candidates(JWSAlgorithm algorithm, @Nullable String id, Set<String> thumbprints) {
    return keys.stream()
        .filter(key -> key.fits(algorithm))
        .filter(key -> id == null || key.kid == null || id.equals(key.kid))
        .sorted(
            Comparator.comparing((Key key) -> id == null || key.kid == null)
                .thenComparing(key -> key.thumbprints.stream().noneMatch(thumbprints::contains)))
        .limit(MAX_CANDIDATES)
        .toList();
  }

  /** RFC 9864: {@code Ed25519} is the newer name of what {@code EdDSA} means here. */
  static boolean same(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  private static String canonical(String algorithm) {
    return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
  }

  /** What an id means that some write as a number; null where it means nothing. */
  static @Nullable String id(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
      return value.toString();
    }
    return value instanceof String text && !text.isEmpty() ? text : null;
  }

  static Set<String> thumbprints(Map<?, ?> members) {
    return Stream.of(members.get("x5t"), members.get("x5t#S256"))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String problem(Map<?, ?> members) {
    Object use = members.get("use");
    // RFC 7517 4.2: the intended use of the key; a key for encryption signs nothing
    if (use instanceof String text && text.strip().toLowerCase(Locale.ROOT).equals("enc")) {
      return FOR_ENCRYPTION;
    }
    Object type = members.get("kty");
    if ("oct".equals(type)) {
      return "it is a symmetric key, which is a secret and must not be published";
    }
    boolean known = "RSA".equals(type) || "EC".equals(type) || "OKP".equals(type);
    return known ? null : "its kty is none of RSA, EC and OKP";
  }

  /** The material alone: what stands beside it can be wrong without the key being bad. */
  private static Optional<JWK> material(Map<?, ?> members) {
    Map<String, Object> material = new LinkedHashMap<>();
    for (String name : List.of("kty", "n", "e", "crv", "x", "y")) {
      if (members.get(name) != null) {
        material.put(name, members.get(name));
      }
    }
    // Nimbus refuses a point that is not on its curve
    return Foreign.read(() -> JWK.parse(material));
  }

  /** Why the key is not good enough; empty where it is. */
  private static String weakness(JWK key) {
    return switch (key.getKeyType().getValue()) {
      case "RSA" -> {
        int bits = key.toRSAKey().getModulus().decodeToBigInteger().bitLength();
        // RFC 7518 3.3: a key of size 2048 bits or larger MUST be used
        yield bits < MIN_RSA_BITS ? "it has " + bits + " bits, and RSA needs 2048" : "";
      }
      case "EC" ->
          CURVES.contains(key.toECKey().getCurve()) ? "" : "its curve is not used for signatures";
      default ->
          key.toOctetKeyPair().getCurve().equals(Curve.Ed25519)
              ? ""
              : "its curve is not used for signatures";
    };
  }

  private static Key key(Map<?, ?> members, JWK material) {
    String algorithm =
        members.get("alg") instanceof String name && KNOWN_ALGORITHMS.contains(name) ? name : null;
    return new Key(id(members.get("kid")), algorithm, thumbprints(members), material);
  }

  private static String name(Map<?, ?> members, int index) {
    String id = id(members.get("kid"));
    return "key " + (id == null ? "no. " + (index + 1) : printable(id));
  }

  static String printable(String id) {
    return id.matches("[\\x21-\\x7E]{1,100}") ? id : "under an id that cannot be shown";
  }
}
