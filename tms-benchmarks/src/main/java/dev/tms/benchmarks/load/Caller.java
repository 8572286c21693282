package dev.tms.benchmarks.load;

/** Who calls a server. */
@FunctionalInterface
interface Caller {
  /**
   * What a browser sends now.
   *
   * @throws IllegalStateException if the server does not answer it as it must
   */
  Request request(CallKind kind);
}
