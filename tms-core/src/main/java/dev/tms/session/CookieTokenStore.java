package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.SealedCookie.CookieTooLargeException;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps sessions in sealed cookies, and nothing on the server. */
final class CookieTokenStore implements TokenStore {
  private final SealedCookie cookie;
  private final boolean keepIdToken;

  /** With {@code keepIdToken}, the raw ID token is kept if it fits. */
  CookieTokenStore(CookiePolicy policy, Sealer sealer, boolean keepIdToken) {
    this.cookie = new SealedCookie(policy, "", sealer, Purpose.SESSION);
    this.keepIdToken = keepIdToken;
  }

  @Override
  public LoadOutcome load(Cookies cookies) {
    SealedCookie.Read read = cookie.read(cookies);
    if (read instanceof SealedCookie.Absent) {
      return new LoadOutcome.Absent();
    }
    if (read instanceof Opened opened) {
      Optional<Session> session = SessionReader.decode(opened.plain());
      if (session.isPresent()) {
        return new LoadOutcome.Loaded(session.get(), opened.stale());
      }
      cookie.unreadable();
    }
    return new LoadOutcome.Unopenable();
  }

  @Override
  public List<SetCookie> begin(Session session, DeviceLabel device) {
    return save(session);
  }

  @Override
  public List<SetCookie> reseal(Session session) {
    return save(session);
  }

  @Override
  public Optional<Session> end(SessionRef session, ErrorCode reason) {
    return Optional.empty();
  }

  @Override
  public void used(Session session, Instant activeUntil) {
    // the last-use cookie records it
  }

  @Override
  public List<SetCookie> save(Session session) {
    Session smaller = session.withTokens(session.tokens().withoutIdToken());
    if (keepIdToken) {
      try {
        return cookie.write(SessionWriter.encode(session));
      } catch (CookieTooLargeException e) {
        // the ID token is left out below
      }
    }
    try {
      return cookie.write(SessionWriter.encode(smaller));
    } catch (CookieTooLargeException e) {
      throw new Session.TooLargeException(
          "the session needs "
              + e.needed()
              + " characters of cookie and "
              + e.available()
              + " are possible; "
              + SessionWeight.of(smaller));
    }
  }

  @Override
  public List<SetCookie> clear() {
    return cookie.clear();
  }
}
