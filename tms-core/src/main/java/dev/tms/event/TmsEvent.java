package dev.tms.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something worth counting, alerting on or auditing. No event holds a token, cookie, code or
 * secret.
 */
public sealed interface TmsEvent {
  /** A browser was sent to the provider to sign in. */
  record LoginStarted(@Nullable String tenant) implements TmsEvent {}

  /** A user signed in. */
  record LoginCompleted(String issuer, String subject, @Nullable String tenant)
      implements TmsEvent {}

  /**
   * A login did not complete; {@code reason} is one of our own fixed words, {@code detail} a
   * sentence for operators.
   */
  record LoginFailed(String reason, String detail) implements TmsEvent {}

  /** A session was ended; {@code reason} is the code that later requests will be answered with. */
  record SessionEnded(String reason) implements TmsEvent {}

  /**
   * The provider has told of a logout, or somebody in its name. {@code channel} is {@code back} or
   * {@code front}; {@code detail} a sentence for operators.
   */
  record LogoutReceived(String channel, Verdict verdict, String detail) implements TmsEvent {
    /** What became of it. */
    public enum Verdict {
      /** It is noted, and the sessions that it names are over. */
      ACCEPTED,
      /** It is not the provider's, malformed, or too old. */
      REFUSED,
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
      /** The provider refused the refresh token. */
      REJECTED,
      /** The provider refused it after an earlier try had no complete answer. */
      LOST,
      /** Provider or store could not be reached. */
      UNAVAILABLE
    }
  }

  /**
   * A call to the provider ended. {@code operation} is for example {@code token}; {@code outcome}
   * one fixed word.
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
   * A sealed value did not open, was malformed, or came twice; {@code what} names the cookie's
   * role.
   */
  record OpenFailed(String what) implements TmsEvent {}

  /** A request was refused for its origin or antiforgery token. */
  record RequestRefused(String code) implements TmsEvent {}

  /** The keyset file was re-read with a new content. */
  record KeysReloaded(int keys) implements TmsEvent {}

  /** The keyset file could not be re-read; the keys in use stay. */
  record KeysReloadFailed(String reason) implements TmsEvent {}

  /**
   * A refreshed session could not be published to the store; the request was answered all the same.
   */
  record PublishFailed() implements TmsEvent {}

  /** The store could not be reached. */
  record StoreFailed(String operation) implements TmsEvent {}

  /** Session cookies were written; {@code bytes} is the sum of their values. */
  record SessionWritten(int bytes) implements TmsEvent {}
}
