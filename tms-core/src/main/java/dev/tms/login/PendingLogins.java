package dev.tms.login;

import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie.SmallSealedCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Logins in progress, each in a sealed cookie named after its {@code state}, so that parallel
 * logins in one browser do not interfere. At most five, and 4,096 bytes in total; a further one
 * evicts the oldest. Thread-safe.
 */
final class PendingLogins {
  static final int MOST = 5;

  static final Duration TIME = Duration.ofMinutes(15);

  private static final String SUFFIX = "-login-";
  private static final int ID_LENGTH = 11;
  // names and values; servers accept 8 KiB of cookies, including those of the session
  private static final int MOST_BYTES = 4_096;
  private static final int MOST_CLEARED = 20;

  private final CookiePolicy policy;
  private final Sealer sealer;
  private final TakenLogins taken;
  private final InstantSource clock;

  PendingLogins(CookiePolicy policy, Sealer sealer, TakenLogins taken, InstantSource clock) {
    this.policy = policy.lasting(TIME);
    this.sealer = sealer;
    this.taken = taken;
    this.clock = clock;
  }

  /** Returns the cookies that add a login and evict others. */
  List<SetCookie> add(Cookies cookies, PendingLogin login) {
    SetCookie added =
        cookie(idOf(login.transaction().state())).write(PendingLogin.Codec.encode(login));
    List<SetCookie> changes = evict(cookies, MOST_BYTES - bytes(added.name(), added.value()));
    changes.add(added);
    return changes;
  }

  /** Returns empty if the login is missing, expired or does not open. */
  Optional<PendingLogin> find(Cookies cookies, @Nullable String state) {
    if (state == null || state.length() < ID_LENGTH || !state.matches("[A-Za-z0-9_-]+")) {
      return Optional.empty();
    }
    return open(cookies, idOf(state))
        .filter(login -> isSame(login.transaction().state(), state))
        .filter(login -> clock.instant().isBefore(login.begunAt().plus(TIME)))
        .findFirst();
  }

  /** Takes the login; of several callbacks with one state, only one gets true. */
  boolean take(PendingLogin login) {
    Duration left = Duration.between(clock.instant(), login.begunAt().plus(TIME));
    return left.compareTo(Duration.ZERO) > 0 && taken.take(login.transaction().state(), left);
  }

  SetCookie clear(PendingLogin login) {
    return cookie(idOf(login.transaction().state())).clear();
  }

  private record Found(String id, Instant begunAt, int bytes) {}

  /** Evicts cookies that do not open, then the oldest. */
  private List<SetCookie> evict(Cookies cookies, int room) {
    List<Found> found = found(cookies);
    int bytes = found.stream().mapToInt(Found::bytes).sum();
    List<SetCookie> cleared = new ArrayList<>();
    for (Found old : found) {
      boolean fits = found.size() - cleared.size() < MOST && bytes <= room;
      // later logins evict the rest
      if (fits || cleared.size() == MOST_CLEARED) {
        break;
      }
      bytes -= old.bytes;
      cleared.add(cookie(old.id).clear());
    }
    return cleared;
  }

  private List<Found> found(Cookies cookies) {
    String prefix = policy.name(SUFFIX);
    return cookies.names().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(id -> id.length() == ID_LENGTH && id.matches("[A-Za-z0-9_-]+"))
        .map(id -> found(cookies, prefix + id, id))
        .sorted(Comparator.comparing(Found::begunAt))
        .toList();
  }

  private Found found(Cookies cookies, String name, String id) {
    Instant begunAt =
        open(cookies, id)
            .map(PendingLogin::begunAt)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    int bytes = cookies.values(name).stream().mapToInt(value -> bytes(name, value)).sum();
    return new Found(id, begunAt, bytes);
  }

  /** The size of a cookie in a request: name, value and delimiters. */
  private static int bytes(String name, String value) {
    return name.length() + value.length() + 3;
  }

  private Stream<PendingLogin> open(Cookies cookies, String id) {
    return cookie(id).readAll(cookies).flatMap(plain -> PendingLogin.Codec.decode(plain).stream());
  }

  private SmallSealedCookie cookie(String id) {
    return new SmallSealedCookie(policy, SUFFIX + id, sealer, Purpose.LOGIN);
  }

  private static boolean isSame(String expected, String state) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), state.getBytes(StandardCharsets.US_ASCII));
  }

  private static String idOf(String state) {
    return state.substring(0, ID_LENGTH);
  }
}
