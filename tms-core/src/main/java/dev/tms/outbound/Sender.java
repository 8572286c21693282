package dev.tms.outbound;

/**
 * Sends calls to other servers. Thread-safe; blocks until the answer, or the reason why there is
 * none, is known.
 */
public interface Sender {
  /** Sends the call once. Never throws for what the network or the other server does. */
  SendOutcome send(Call call);
}
