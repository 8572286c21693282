package dev.tms.registration.fuzz;

/** Where the fuzzer begins that grows documents, so that it gets behind the reading of JSON. */
public final class GrownText {
  private GrownText() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new Grower(bytes).document();
    try {
      Everything.holdsOf(text);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("of the document\n" + text, e);
    }
  }
}
