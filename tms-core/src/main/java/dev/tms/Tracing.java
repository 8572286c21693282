package dev.tms;

import dev.tms.outbound.Sender;
import dev.tms.trace.Trace;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The trace, where there is one, and calls that it notes. */
final class Tracing {
  final @Nullable Trace trace;

  Tracing(@Nullable Consumer<String> sink, InstantSource clock, SecureRandom random) {
    trace = sink == null ? null : Trace.into(sink, clock, random);
  }

  Sender around(Sender sender) {
    return trace == null ? sender : trace.around(sender);
  }
}
