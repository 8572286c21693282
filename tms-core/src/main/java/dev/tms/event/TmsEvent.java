package dev.tms.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something worth counting, alerting on or auditing. No event holds a token, cookie, code or
 * secret; texts are fixed words unless said otherwise. {@link LoginCompleted} and {@link
 * SessionSuperseded} name a user.
 */
public sealed interface TmsEvent {
  /** A browser was sent to the provider to sign in; {@code tenant} is the customer domain. */
  record LoginStarted(@Nullable String tenant) implements TmsEvent {}

  /** A user signed in; {@code after} is the time since the login was begun. */
  record LoginCompleted(String issuer, String subject, @Nullable String tenant, Duration after)
      implements TmsEvent {}

  /**
   * A login was not begun, or did not complete; {@code reason} is one of our own fixed words,
   * {@code detail} a sentence for operators.
   *
   * @param after the time since the login was begun; null where none was, or it is not known which
   */
  record LoginFailed(String reason, String detail, @Nullable Duration after) implements TmsEvent {
    /** How the detail begins where a provider may have answered with an error and no state. */
    public static final String ERROR_WITHOUT_STATE = "an error without state";
  }

  /** A session was ended; {@code reason} is the code that later requests will be answered with. */
  record SessionEnded(String reason, Cause cause) implements TmsEvent {
    /** Who or what has ended it. */
    public enum Cause {
      /** Its user has signed out. */
      SIGN_OUT,
      /** Its user has signed in again. */
      REPLACED,
      /** Its user has ended it from another session. */
      OWN_LIST,
      /** The provider has announced a logout, and the session was found to be meant. */
      BACK_CHANNEL,
      /** The provider's page has told the browser of a logout. */
      FRONT_CHANNEL,
      /** Its refresh was refused, or brought another user. */
      REFRESH
    }
  }

  /**
   * A copy of a session's cookie came that is older than one confirmed in use, beyond the grace
   * time: a forgotten copy, or a stolen one. A node tells it once for each copy.
   *
   * @param generation how often the session had been refreshed when the copy was made
   */
  record SessionSuperseded(String issuer, String subject, int generation) implements TmsEvent {}

  /**
   * The provider has announced a logout, or someone in its name. {@code channel} is {@code back} or
   * {@code front}; {@code detail} a sentence for operators.
   */
  record LogoutReceived(String channel, Verdict verdict, String detail) implements TmsEvent {
    /** What became of it. */
    public enum Verdict {
      /** It is noted, and the sessions that it names are over. */
      ACCEPTED,
      /** It is not signed by the provider: anyone can send such a token. */
      REFUSED,
      /**
       * The provider has signed it, but it is not for this client, malformed or too old: provider
       * and service disagree, and the sessions live on.
       */
      INVALID,
      /** It was received before. */
      REPLAYED,
      /** It could not be checked or noted now; the provider may send it again. */
      UNAVAILABLE
    }
  }

  /** A refresh was asked for and this is how it went. */
  record Refreshed(Outcome outcome) implements TmsEvent {
    /** How a refresh went. */
    public enum Outcome {
      /** This request made the token call. */
      WON,
      /** Another request made the token call, and this one waited for it. */
      WAITED,
      /** A newer generation was there already. */
      REUSED,
      /**
       * The cookie is older than one confirmed in use, beyond the grace time: possibly a stolen
       * copy.
       */
      SUPERSEDED,
      /**
       * The session is over, or will be when its access token expires: the provider refused the
       * refresh token, or named another user, or the session was ended meanwhile.
       */
      REJECTED,
      /** The provider refused it after an earlier try had no complete answer. */
      LOST,
      /**
       * Provider or store could not be reached, or the provider refused for a reason that does not
       * end the session.
       */
      UNAVAILABLE
    }
  }

  /**
   * A login asked for {@code offline_access}, and the provider gave no refresh token.
   *
   * @param isKept whether the session has the one of the session before: the login was silent
   */
  record RefreshTokenMissing(boolean isKept) implements TmsEvent {}

  /**
   * The ID token of a refresh errs, so that the one before stays in the session; its other tokens
   * are used. {@code reason} is a sentence for operators.
   */
  record IdTokenNotTakenOver(String reason) implements TmsEvent {}

  /** A refresh token was to be revoked at the provider, and this is how it went. */
  record Revoked(Answer answer) implements TmsEvent {
    /** How a revocation went. */
    public enum Answer {
      /** The provider has confirmed it. */
      CONFIRMED,
      /** The provider has refused it or could not be reached; the token dies by its own expiry. */
      FAILED,
      /** The provider revokes no tokens. */
      UNSUPPORTED
    }
  }

  /**
   * A call to the provider ended. {@code operation} is {@code token}, {@code discovery}, {@code
   * keys}, {@code userinfo} or {@code revocation}; {@code outcome} one fixed word, {@code ok} where
   * it went well.
   */
  record ProviderCalled(String operation, String outcome, Duration took) implements TmsEvent {}

  /** A token of a machine client was fetched, or not; {@code client} is its name here. */
  record MachineTokenFetched(String client, Result result) implements TmsEvent {
    /** How it went. */
    public enum Result {
      /** The provider has issued one. */
      ISSUED,
      /** Another node had put one into the shared cache. */
      SHARED,
      /** The provider refuses the client or what it asks for. */
      REFUSED,
      /** The provider could not be reached, or its answer was not usable. */
      UNAVAILABLE
    }
  }

  /**
   * A sealed value did not open. Anyone who sent it is not told why.
   *
   * @param what the purpose for which it should have been sealed: {@code session}, {@code login},
   *     {@code antiforgery}, {@code ledger} and so on
   */
  record OpenFailed(String what, Reason reason) implements TmsEvent {
    /** Why, as far as it shows from outside. */
    public enum Reason {
      /** It came twice, with different contents. */
      REPEATED,
      /** It is not a sealed value: truncated, incomplete, or of another alphabet. */
      MALFORMED,
      /** It says that it was sealed under a key that is not enabled here. */
      UNKNOWN_KEY,
      /** It was altered, or sealed for another purpose, configuration or place. */
      REFUSED,
      /** It opened, and what is inside is of no format known here, or cannot be found any more. */
      UNREADABLE
    }
  }

  /**
   * A value opened that was sealed under a key that is not the primary one any more; {@code what}
   * as in {@link OpenFailed}. While this occurs, the key must not be retired.
   */
  record OlderKeyUsed(String what, int keyId) implements TmsEvent {}

  /** A request was refused for its origin or antiforgery token. */
  record RequestRefused(String code) implements TmsEvent {}

  /** The keyset file was re-read with a new content. */
  record KeysReloaded(int keys) implements TmsEvent {}

  /**
   * The keyset file could not be re-read; the keys in use stay. {@code reason} is a sentence for
   * operators.
   */
  record KeysReloadFailed(String reason) implements TmsEvent {}

  /** A refreshed session could not be published to the store; the request was answered anyway. */
  record PublishFailed() implements TmsEvent {}

  /**
   * A bounded memory is full, or a file cannot be written, so that something is not remembered
   * where it should be. {@code what} is {@code marks}: this node's memory of logouts at the
   * provider, which it looks up in the store then; or {@code ended_file}: an ended session, or such
   * a logout, does not outlive a restart.
   */
  record NotRemembered(String what) implements TmsEvent {}

  /**
   * Something could not be done because the store could not be reached; {@code operation} names it.
   */
  record StoreFailed(String operation) implements TmsEvent {}

  /**
   * A call to the store ended. {@code operation} is {@code get}, {@code put}, {@code
   * put_if_absent}, {@code replace}, {@code remove} or {@code take}; not {@code answered} where it
   * failed.
   */
  record StoreCalled(String operation, boolean answered, Duration took) implements TmsEvent {}

  /** Session cookies were written; {@code bytes} is the sum of their values. */
  record SessionWritten(int bytes) implements TmsEvent {}
}
