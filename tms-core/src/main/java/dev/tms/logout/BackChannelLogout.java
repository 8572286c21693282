package dev.tms.logout;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.LogoutToken;
import dev.tms.oidc.OidcClient.LogoutTokenOutcome;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Missing;
import dev.tms.seal.SealedStore.Name;
import dev.tms.session.LogoutMarks;
import dev.tms.session.SessionEnder;
import dev.tms.session.SessionIndex;
import dev.tms.session.SessionIndex.SessionRow;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accepts logout tokens (OpenID Connect Back-Channel Logout 1.0) and marks what they name, so that
 * every node rejects those sessions, wherever they are held. Thread-safe.
 */
public final class BackChannelLogout {
  private static final String CHANNEL = "back";

  private final OidcClient provider;
  private final LogoutMarks marks;
  private final ReplayGuard replays;
  private final @Nullable SessionIndex index;
  private final SessionEnder ender;
  private final TmsListener events;

  /** {@code replays} stores {@code jti} values; without stored sessions, {@code index} is null. */
  public BackChannelLogout(
      OidcClient provider,
      LogoutMarks marks,
      SealedStore replays,
      @Nullable SessionIndex index,
      SessionEnder ender,
      InstantSource clock,
      TmsListener events) {
    this.provider = provider;
    this.marks = marks;
    this.replays = new ReplayGuard(replays, clock);
    this.index = index;
    this.ender = ender;
    this.events = events;
  }

  /** Processes a logout token; returns null if the request has none or several. */
  public TmsEvent.LogoutReceived.Verdict receive(@Nullable String logoutToken) {
    if (logoutToken == null) {
      return told(TmsEvent.LogoutReceived.Verdict.REFUSED, "it must have exactly one logout_token");
    }
    LogoutTokenOutcome checked = provider.checkLogout(logoutToken);
    if (checked instanceof LogoutTokenOutcome.Refused refused) {
      return told(TmsEvent.LogoutReceived.Verdict.REFUSED, refused.reason());
    }
    if (checked instanceof LogoutTokenOutcome.Invalid invalid) {
      return told(TmsEvent.LogoutReceived.Verdict.INVALID, invalid.reason());
    }
    if (checked instanceof LogoutTokenOutcome.Unavailable unavailable) {
      return told(TmsEvent.LogoutReceived.Verdict.UNAVAILABLE, unavailable.reason());
    }
    LogoutToken token = ((LogoutTokenOutcome.Verified) checked).token();
    try {
      // recorded after the marks, so that a token whose marks failed can be sent again
      if (replays.hasSeen(token) || !markAndRecord(token)) {
        return told(TmsEvent.LogoutReceived.Verdict.REPLAYED, "its jti was received before");
      }
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("marks"));
      return told(TmsEvent.LogoutReceived.Verdict.UNAVAILABLE, "the store cannot be reached");
    }
    ender.later(() -> endHeld(token));
    return told(TmsEvent.LogoutReceived.Verdict.ACCEPTED, "its sessions are over");
  }

  private boolean markAndRecord(LogoutToken token) {
    String sid = token.providerSession();
    String subject = token.subject();
    if (sid != null) {
      marks.markProviderSession(token.issuer(), sid);
      if (subject != null) {
        // some providers name a sid here although their ID tokens have none
        marks.markUserWithoutSid(token.issuer(), subject, token.issuedAt());
      }
    } else if (subject != null) {
      marks.markUser(token.issuer(), subject, token.issuedAt());
    }
    return replays.record(token);
  }

  /** Ends stored sessions at once if the token names their user; others end when next used. */
  private void endHeld(LogoutToken token) {
    String subject = token.subject();
    if (index == null || subject == null) {
      return;
    }
    try {
      for (SessionRow row : index.rows(token.issuer(), subject)) {
        if (isMeant(token, row)) {
          ender.endMarked(row.ref(), null);
        }
      }
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("index"));
    }
  }

  private static boolean isMeant(LogoutToken token, SessionRow row) {
    String sid = token.providerSession();
    String ofRow = row.providerSession();
    if (sid != null && ofRow != null) {
      return sid.equals(ofRow);
    }
    return !row.loginAt().isAfter(token.issuedAt());
  }

  private TmsEvent.LogoutReceived.Verdict told(
      TmsEvent.LogoutReceived.Verdict verdict, String detail) {
    events.on(new TmsEvent.LogoutReceived(CHANNEL, verdict, detail));
    return verdict;
  }

  /**
   * Rejects repeated {@code jti} values (Back-Channel Logout 1.0 section 2.6). Throws {@link
   * StoreUnavailableException} if the store is unavailable. Thread-safe.
   */
  static final class ReplayGuard {
    private static final String LABEL = "jti";
    private static final byte[] SEEN = {1};
    private static final Duration MARGIN = Duration.ofSeconds(60); // clock skew between nodes

    private final SealedStore store;
    private final InstantSource clock;

    ReplayGuard(SealedStore store, InstantSource clock) {
      this.store = store;
      this.clock = clock;
    }

    /** Returns whether any node has received the token. */
    boolean hasSeen(LogoutToken token) {
      return names(token).stream().anyMatch(name -> !(store.get(name) instanceof Missing));
    }

    /** Returns false if a concurrent request was first. */
    boolean record(LogoutToken token) {
      Duration timeToLive = Duration.between(clock.instant(), token.acceptableUntil()).plus(MARGIN);
      return store.putIfAbsent(names(token).get(0), SEEN, timeToLive).isPresent();
    }

    private List<Name> names(LogoutToken token) {
      return store.names(LABEL, token.issuer(), token.id());
    }
  }
}
