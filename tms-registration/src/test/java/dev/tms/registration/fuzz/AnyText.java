package dev.tms.registration.fuzz;

import java.nio.charset.StandardCharsets;

/** Where the fuzzer begins that makes texts out of texts: bytes as a file holds them. */
public final class AnyText {
  private AnyText() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Everything.holdsOf(new String(bytes, StandardCharsets.UTF_8));
  }
}
