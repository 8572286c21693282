package dev.tms.login;

import dev.tms.http.CookiePolicy;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Opened;
import dev.tms.seal.Purpose;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.SmallSealedCookie;
import dev.tms.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logins in progress: one sealed cookie each, named after its {@code state}, so that parallel
 * logins in one browser do not disturb each other. Five are kept; a further one evicts the oldest.
 * Thread-safe.
 */
public final class PendingLogins {
  /** How many logins a browser can have in progress. */
  public static final int MOST = 5;

  /** How long a login may take. */
  public static final Duration TIME = Duration.ofMinutes(15);

  private static final String SUFFIX = "-login-";
  private static final int ID_LENGTH = 11;
  private static final String LABEL = "login-used";
  private static final byte[] MARK = {1};

  private final CookiePolicy policy;
  private final Sealer sealer;
  private final SealedStore used;
  private final KeyedHash hash;
  private final InstantSource clock;

  /** Logins in cookies of this policy; those that were completed are remembered in the store. */
  public PendingLogins(
      CookiePolicy policy, Sealer sealer, SealedStore used, KeyedHash hash, InstantSource clock) {
    this.policy = policy;
    this.sealer = sealer;
    this.used = used;
    this.hash = hash;
    this.clock = clock;
  }

  /** The cookies that keep one more login, and make room for it. */
  List<SetCookie> add(Cookies cookies, PendingLogin login) {
    List<SetCookie> changes = new ArrayList<>(evict(cookies));
    changes.add(cookie(idOf(login.transaction().state())).write(PendingLoginCodec.encode(login)));
    return changes;
  }

  /**
   * The login in progress with this state; empty where there is none, it does not open, or its time
   * is over.
   */
  Optional<PendingLogin> find(Cookies cookies, @Nullable String state) {
    if (state == null || state.length() < ID_LENGTH || !state.matches("[A-Za-z0-9_-]+")) {
      return Optional.empty();
    }
    return open(cookies, idOf(state))
        .filter(login -> isSame(login.transaction().state(), state))
        .filter(login -> clock.instant().isBefore(login.begunAt().plus(TIME)));
  }

  /**
   * Takes the login: of several callbacks with one state, one gets true. While the store is down
   * the provider's own check of the code has to do.
   */
  boolean take(PendingLogin login) {
    try {
      return used.name(hash.primaryId(), LABEL, login.transaction().state())
          .map(name -> used.putIfAbsent(name, MARK, TIME).isPresent())
          .orElse(true);
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  /** The cookie to set so that the browser forgets this login. */
  SetCookie clear(PendingLogin login) {
    return cookie(idOf(login.transaction().state())).clear();
  }

  private List<SetCookie> evict(Cookies cookies) {
    String prefix = policy.name(SUFFIX);
    record Found(String id, Instant begunAt) {}
    List<Found> found =
        cookies.names().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .filter(id -> id.length() == ID_LENGTH && id.matches("[A-Za-z0-9_-]+"))
            .map(
                id ->
                    new Found(id, open(cookies, id).map(PendingLogin::begunAt).orElse(Instant.MIN)))
            .sorted(Comparator.comparing(Found::begunAt))
            .toList();
    int tooMany = Math.max(0, found.size() - (MOST - 1));
    return found.subList(0, tooMany).stream().map(old -> cookie(old.id).clear()).toList();
  }

  private Optional<PendingLogin> open(Cookies cookies, String id) {
    return cookie(id).read(cookies) instanceof Opened opened
        ? PendingLoginCodec.decode(opened.plain())
        : Optional.empty();
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
