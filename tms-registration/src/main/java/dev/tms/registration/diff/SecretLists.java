package dev.tms.registration.diff;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.Property;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares secrets with what a provider shows of them: their hashes, or something in their place,
 * or nothing.
 */
final class SecretLists {
  enum Verdict {
    SAME,
    DIFFERENT,
    /** Nothing that is shown differs; the rest is not shown. */
    HIDDEN
  }

  private static final int COMPARED = 200;

  private SecretLists() {}

  /** Whether secrets are kept here. */
  static boolean isFor(Property<?> property) {
    return property == ClientProperties.CLIENT_SECRETS || property == ApiResource.API_SECRETS;
  }

  /** The secrets of such a property. */
  static List<ClientSecret> of(Described<?> described, Property<?> property) {
    List<ClientSecret> secrets = new ArrayList<>();
    if (described.find(property).orElse(null) instanceof List<?> list) {
      list.forEach(one -> secrets.add((ClientSecret) one));
    }
    return secrets;
  }

  static Verdict compare(List<ClientSecret> have, List<ClientSecret> want) {
    if (have.isEmpty() || want.isEmpty()) {
      return want.isEmpty()
          ? have.isEmpty() ? Verdict.SAME : Verdict.DIFFERENT
          : Verdict.HIDDEN; // an empty list is how some providers hide them
    }
    // each is compared with each, and hashed for it
    if (have.size() != want.size() || have.size() > COMPARED) {
      return have.equals(want) ? Verdict.SAME : Verdict.DIFFERENT;
    }
    Verdict worst = Verdict.SAME;
    for (ClientSecret one : want) {
      Verdict best = Verdict.DIFFERENT;
      for (ClientSecret other : have) {
        Verdict verdict = compare(other, one);
        best = verdict == Verdict.SAME || best == Verdict.DIFFERENT ? verdict : best;
        if (best == Verdict.SAME) {
          break;
        }
      }
      if (best == Verdict.DIFFERENT) {
        return best;
      }
      worst = best == Verdict.HIDDEN ? best : worst;
    }
    return worst;
  }

  private static Verdict compare(ClientSecret have, ClientSecret want) {
    boolean alike =
        have.type().equals(want.type())
            && have.description().orElse("").equals(want.description().orElse(""))
            && seconds(have.expiration()).equals(seconds(want.expiration()));
    return alike
        ? compare(have.value().orElse(null), want.value().orElse(null))
        : Verdict.DIFFERENT;
  }

  private static Optional<Instant> seconds(Optional<Instant> time) {
    return time.map(t -> t.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Verdict compare(@Nullable Secret have, @Nullable Secret want) {
    if (want == null || want.equals(have)) {
      return Verdict.SAME;
    }
    if (have == null) {
      return Verdict.HIDDEN;
    }
    // the provider may hash what it is given, be that clear or a hash
    if (SecretHash.matches(have, want) || SecretHash.matches(want, have)) {
      return Verdict.SAME;
    }
    boolean shown =
        SecretHash.isHash(have) || (!SecretHash.isHash(want) && !SecretHash.isMask(have));
    return shown ? Verdict.DIFFERENT : Verdict.HIDDEN;
  }

  /** Whether the values are such that they can be sent back as they were shown. */
  static boolean areWhole(List<ClientSecret> shown) {
    return shown.stream().allMatch(s -> s.value().filter(SecretHash::isHash).isPresent());
  }
}
