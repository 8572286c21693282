package dev.tms.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event worth counting, alerting on or auditing. Contains no token, cookie, code or secret;
 * texts are fixed words unless noted otherwise. {@link LoginCompleted} and {@link
 * SessionSuperseded} identify a user.
 */
public sealed interface TmsEvent {
  /** A browser was sent to the provider for a login; {@code tenant} is the customer domain. */
  record LoginStarted(@Nullable String tenant) implements TmsEvent {}

  /** A user signed in; {@code after} is the time since the start of the login. */
  record LoginCompleted(String issuer, String subject, @Nullable String tenant, Duration after)
      implements TmsEvent {}

  /**
   * A login did not begin or did not complete; {@code reason} is a fixed word, {@code detail} a
   * sentence for operators.
   *
   * @param after the time since the start of the login; null if none began or it is unknown
   */
  record LoginFailed(String reason, String detail, @Nullable Duration after) implements TmsEvent {
    /** The start of {@code detail} if the provider may have sent an error without state. */
    public static final String ERROR_WITHOUT_STATE = "an error without state";
  }

  /** A session ended; {@code reason} is the error code of later requests. */
  record SessionEnded(String reason, Cause cause) implements TmsEvent {
    /** What ended the session. */
    public enum Cause {
      /** The user signed out. */
      SIGN_OUT,
      /** The user signed in again. */
      REPLACED,
      /** The user ended it from another session. */
      OWN_LIST,
      /** A back-channel logout named the session. */
      BACK_CHANNEL,
      /** A front-channel logout named the session. */
      FRONT_CHANNEL,
      /** A refresh was rejected or returned another user. */
      REFRESH
    }
  }

  /**
   * A session cookie was older than one confirmed in use, beyond the grace time: a forgotten or
   * stolen copy. Each node reports a copy once.
   *
   * @param generation the number of refreshes when the copy was made
   */
  record SessionSuperseded(String issuer, String subject, int generation) implements TmsEvent {}

  /**
   * A logout of the provider, genuine or forged, was received. {@code channel} is {@code back} or
   * {@code front}; {@code detail} is a sentence for operators.
   */
  record LogoutReceived(String channel, Verdict verdict, String detail) implements TmsEvent {
    /** The result of a logout request. */
    public enum Verdict {
      /** Recorded; the sessions it names have ended. */
      ACCEPTED,
      /** Not signed by the provider: anyone can send such a token. */
      REFUSED,
      /**
       * Signed by the provider, but for another client, malformed or too old: provider and service
       * disagree, and the sessions go on.
       */
      INVALID,
      /** Received before. */
      REPLAYED,
      /** Could not be verified or recorded now; the provider may retry. */
      UNAVAILABLE
    }
  }

  /** A request asked for a refresh. */
  record Refreshed(Outcome outcome) implements TmsEvent {
    /** The result of a refresh. */
    public enum Outcome {
      /** This request called the token endpoint. */
      WON,
      /** This request waited for the token call of another. */
      WAITED,
      /** A newer generation already existed. */
      REUSED,
      /** The cookie is older than one confirmed in use, beyond the grace time; perhaps stolen. */
      SUPERSEDED,
      /**
       * The session has ended, or will when its access token expires: the provider rejected the
       * refresh token or named another user, or the session was ended meanwhile.
       */
      REJECTED,
      /** The provider rejected the refresh token after an attempt without complete response. */
      LOST,
      /** The provider or store was unavailable, or the error does not end the session. */
      UNAVAILABLE
    }
  }

  /**
   * A login requested {@code offline_access}, but the provider issued no refresh token.
   *
   * @param isKept whether the session keeps its previous refresh token, after a silent login
   */
  record RefreshTokenMissing(boolean isKept) implements TmsEvent {}

  /**
   * A refresh returned an invalid ID token. The session keeps the previous one and uses the other
   * new tokens. {@code reason} is a sentence for operators.
   */
  record IdTokenNotTakenOver(String reason) implements TmsEvent {}

  /** A refresh token was sent for revocation. */
  record Revoked(Answer answer) implements TmsEvent {
    /** The result of a revocation. */
    public enum Answer {
      /** The provider confirmed it. */
      CONFIRMED,
      /** The provider rejected it or was unavailable; the token remains valid until it expires. */
      FAILED,
      /** The provider does not support revocation. */
      UNSUPPORTED
    }
  }

  /**
   * A call to the provider ended. {@code operation} is {@code token}, {@code discovery}, {@code
   * keys}, {@code userinfo} or {@code revocation}; {@code outcome} is a fixed word, {@code ok} for
   * success.
   */
  record ProviderCalled(String operation, String outcome, Duration took) implements TmsEvent {}

  /** A machine client requested a token; {@code client} is its configured name. */
  record MachineTokenFetched(String client, Result result) implements TmsEvent {
    /** The result of a token request. */
    public enum Result {
      /** The provider issued a token. */
      ISSUED,
      /** Another node had stored a token in the shared cache. */
      SHARED,
      /** The provider rejected the client or its request. */
      REFUSED,
      /** The provider was unavailable or its response unusable. */
      UNAVAILABLE
    }
  }

  /**
   * A sealed value did not open. Clients do not learn why.
   *
   * @param what the expected purpose: {@code session}, {@code login}, {@code antiforgery}, {@code
   *     ledger} and so on
   */
  record OpenFailed(String what, Reason reason) implements TmsEvent {
    /** The reason, as far as it is visible from outside. */
    public enum Reason {
      /** It occurred twice, with different contents. */
      REPEATED,
      /** Not a sealed value: truncated, incomplete or with invalid characters. */
      MALFORMED,
      /** It names a key that is not enabled here. */
      UNKNOWN_KEY,
      /** It was altered, or sealed for another purpose, configuration or place. */
      REFUSED,
      /** It opened, but its content has an unknown format or no longer exists. */
      UNREADABLE
    }
  }

  /**
   * A value opened under a key that is no longer the primary one; {@code what} as in {@link
   * OpenFailed}. Do not retire the key while this occurs.
   */
  record OlderKeyUsed(String what, int keyId) implements TmsEvent {}

  /** A request was rejected because of its origin or antiforgery token. */
  record RequestRefused(String code) implements TmsEvent {}

  /** A changed keyset file was reloaded. */
  record KeysReloaded(int keys) implements TmsEvent {}

  /** The keyset file could not be reloaded; the keys stay. {@code reason} is for operators. */
  record KeysReloadFailed(String reason) implements TmsEvent {}

  /** A refreshed session could not be written to the store; the request succeeded. */
  record PublishFailed() implements TmsEvent {}

  /**
   * Something was not recorded, because memory is full or a file cannot be written. {@code what} is
   * {@code marks} (logouts at the provider; this node then looks them up in the store) or {@code
   * ended_file} (an ended session or logout is forgotten at a restart).
   */
  record NotRemembered(String what) implements TmsEvent {}

  /** An operation failed because the store was unavailable; {@code operation} names it. */
  record StoreFailed(String operation) implements TmsEvent {}

  /**
   * A call to the store ended. {@code operation} is {@code get}, {@code put}, {@code
   * put_if_absent}, {@code replace}, {@code remove} or {@code take}; {@code answered} is false if
   * it failed.
   */
  record StoreCalled(String operation, boolean answered, Duration took) implements TmsEvent {}

  /** Session cookies were written; {@code bytes} is the total size of their values. */
  record SessionWritten(int bytes) implements TmsEvent {}
}
