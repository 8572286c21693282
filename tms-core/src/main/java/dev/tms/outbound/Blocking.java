package dev.tms.outbound;

import java.util.Optional;
import java.util.function.Supplier;

/** Keeps blocking work off threads that must not wait, such as a server's I/O threads. */
public final class Blocking {
  private static final ThreadLocal<Boolean> refused = ThreadLocal.withInitial(() -> false);

  private Blocking() {}

  /** An error, so that no handler of defects catches it. */
  private static final class WouldBlock extends Error {
    private static final long serialVersionUID = 1L;

    WouldBlock() {
      super("this work would block", null, false, false);
    }
  }

  /**
   * Does the work if it does not block; otherwise stops it at its first {@link #begin} and returns
   * empty. The work must be repeatable up to there.
   */
  public static <T> Optional<T> avoid(Supplier<T> work) {
    refused.set(true);
    try {
      return Optional.of(work.get());
    } catch (WouldBlock e) {
      return Optional.empty();
    } finally {
      refused.set(false);
    }
  }

  /** Must be called before work that blocks. */
  public static void begin() {
    if (refused.get()) {
      throw new WouldBlock();
    }
  }
}
