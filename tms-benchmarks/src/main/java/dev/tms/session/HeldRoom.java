package dev.tms.session;

import dev.tms.http.SameSite;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.store.ExpiringStore;
import dev.tms.token.User;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Sessions that are held in a store, with the list of each user's sessions. */
public final class HeldRoom {
  private final TokenStore tokens;
  private final SessionIndex index;

  /** Holds them there. */
  public HeldRoom(ExpiringStore store, SealedRoom room, InstantSource clock) {
    SealedStore sealed = new SealedStore(store, room.sealer, room.hash, Purpose.STORED_SESSION);
    index = new SessionIndex(sealed, clock, Runnable::run, SealedRoom.quiet());
    tokens =
        new ServerTokenStore(
            sealed,
            new CookiePolicy("tms", SameSite.LAX, true),
            room.sealer,
            index,
            true,
            clock,
            new SecureRandom(),
            SealedRoom.quiet());
  }

  /** Holds a new session; the {@code Cookie} field that finds it. */
  public List<String> begin(Session session) {
    return List.of(
        tokens.begin(session, DeviceLabel.UNKNOWN).stream()
            .filter(cookie -> !cookie.clear())
            .map(cookie -> cookie.name() + "=" + cookie.value())
            .collect(Collectors.joining("; ")));
  }

  /** The session that a {@code Cookie} field finds. */
  public Session find(List<String> cookieField) {
    if (tokens.load(Cookies.parse(cookieField)) instanceof LoadOutcome.Loaded loaded) {
      return loaded.session();
    }
    throw new IllegalStateException("the session is not there");
  }

  /** How many sessions the user of this one has. */
  public int list(Session session) {
    User user = session.user();
    return index.rows(user.issuer(), user.subject()).size();
  }
}
