package dev.tms.oauth;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import dev.tms.text.Foreign;
import dev.tms.text.Printable;
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
 * The keys of a JWK set (RFC 7517) that verify signatures, and why the others do not. Only the key
 * material counts; odd or malformed members beside it are ignored.
 *
 * @param leftOut the unusable keys, each with the reason; for operators
 */
record PublishedKeys(List<Key> keys, List<String> leftOut) {
  private static final int MAX_KEYS = 100;

  /** Characters of a key ID in messages. */
  static final int SHOWN = 100;

  static final String FOR_ENCRYPTION = "it is for encryption";
  private static final int MAX_CANDIDATES = 20;
  private static final int MIN_RSA_BITS = 2048;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

  /** The algorithm names of RFC 7518. Any other {@code alg} of a JWK is ignored. */
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
   * @param algorithm the only algorithm that the key may be used with; null for any that fits
   * @param thumbprints {@code x5t} and {@code x5t#S256} of its certificate
   * @param material the key material without the other members of the JWK
   */
  record Key(
      @Nullable String kid, @Nullable String algorithm, Set<String> thumbprints, JWK material) {
    @Override
    public String toString() {
      return "Key[" + (kid == null ? "" : Printable.quote(kid, SHOWN)) + "]";
    }

    /** Whether this key can make a signature of this algorithm. */
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

  PublishedKeys {
    keys = List.copyOf(keys);
    leftOut = List.copyOf(leftOut);
  }

  /** Reads the member {@code keys}; empty if it is not a list. */
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

  /**
   * The keys that may have made the signature, the likeliest first. A key without an id may be any;
   * a thumbprint is only a hint (RFC 7515 sections 4.1.4, 4.1.7, 4.1.8).
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

  /** RFC 9864: {@code Ed25519} is the newer name of {@code EdDSA}. */
  static boolean same(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  private static String canonical(String algorithm) {
    return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
  }

  /** Returns the id, which some providers send as a number; null if it is absent or malformed. */
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

  /** Why the key must not be used; empty if it may be. */
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
    return "key " + (id == null ? "no. " + (index + 1) : Printable.quote(id, SHOWN));
  }
}
