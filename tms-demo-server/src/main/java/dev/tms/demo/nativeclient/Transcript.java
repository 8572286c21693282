package dev.tms.demo.nativeclient;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints steps, never secrets. Not thread-safe. */
final class Transcript {
  private final PrintWriter out;
  private int steps;

  Transcript(PrintWriter out) {
    this.out = out;
  }

  int steps() {
    return steps;
  }

  void step(String title) {
    print("%2d  %s", ++steps, title);
  }

  void step(String title, Answer answer) {
    print("%2d  %-72s %d %6d ms", ++steps, title, answer.status(), answer.took().toMillis());
  }

  void request(Answer answer, String note) {
    String request = answer.method() + " " + Answer.place(answer.uri());
    print("      %-70s %d %6d ms", request, answer.status(), answer.took().toMillis());
    if (!note.isEmpty()) {
      print("        %s", note);
    }
  }

  void result(String text) {
    print("    %s", text);
  }

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }
}
