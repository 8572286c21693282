package dev.tms.session;

import java.time.Duration;

/**
 * One step of a schedule. Numbers are taken modulo what there is at that moment, and a step that
 * finds nothing to do does nothing, so that any part of a schedule is a schedule.
 */
sealed interface Step {
  /** What a browser asks for. */
  enum Call {
    RETRIEVE,
    FORCE,
    LOOK
  }

  /** What the provider does with a token request. */
  enum Provider {
    SLOW,
    SLOW_AFTER_REDEEMING,
    DROP_BEFORE_REDEEMING,
    DROP_AFTER_REDEEMING,
    ANSWER_503,
    REFUSE_UNCLEARLY,
    REFUSE_CONNECTION,
    IDENTITY_CHANGED
  }

  /** What becomes of a write that times out. */
  enum Write {
    DONE,
    NOT_DONE,
    DONE_LATER
  }

  /** A browser sends a request. */
  record Request(int browser, int node, Call call) implements Step {}

  /** Something that was begun goes on, for so many of its steps. */
  record Continue(int actor, int seams) implements Step {}

  /** An answer reaches its browser. */
  record Deliver(int answer) implements Step {}

  /** An answer is lost on its way. */
  record Lose(int answer) implements Step {}

  /** A client gives up while it waits. */
  record Abort(int actor) implements Step {}

  /** A browser's cookies are copied, and the copy is used from then on too. */
  record Copy(int browser) implements Step {}

  /** Time passes. */
  record Advance(Duration time) implements Step {}

  /** A node dies at once, and is started again. */
  record Crash(int node) implements Step {}

  /** A node stands still. */
  record Freeze(int node) implements Step {}

  /** It goes on. */
  record Thaw(int node) implements Step {}

  /** What becomes of the next token request. */
  record NextTokenRequest(Provider behaviour) implements Step {}

  /** The provider is down, or up again. */
  record ProviderDown(boolean down) implements Step {}

  /** The provider ends the grant of a user, without a word. */
  record ProviderRevokes(int login) implements Step {}

  /** The provider refuses the refreshes of a user in words that say nothing, or not any more. */
  record ProviderUnclear(int login, boolean unclear) implements Step {}

  /** The store is down for all, or up again. */
  record StoreDown(boolean down) implements Step {}

  /** One node is cut off from the store, or not any more. */
  record Cut(int node, boolean cut) implements Step {}

  /** The next write times out. */
  record NextWrite(Write outcome) implements Step {}

  /** The store fails over to a replica that lacks the latest writes. */
  record FailOver(int writes) implements Step {}

  /** A user signs out. */
  record LogOut(int browser, int node) implements Step {}

  /** A browser signs in again, silently, and the provider gives no refresh token. */
  record SilentLogin(int browser, int node) implements Step {}

  /** The provider tells that it has ended a session. */
  record Mark(int login, int node) implements Step {}
}
