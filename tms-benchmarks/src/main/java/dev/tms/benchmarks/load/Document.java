package dev.tms.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A document with a part that the driver writes, and charts beside it. */
final class Document {
  static final String BEGIN = "<!-- written by the load driver -->\n";
  static final String END = "<!-- end of what the load driver writes -->\n";

  private Document() {}

  /** Replaces the part, and writes the charts into the folder {@code images}. */
  static void write(Path document, String part, Map<String, String> charts) throws IOException {
    Files.writeString(document, replaced(Files.readString(document), part));
    Path images = Files.createDirectories(document.resolveSibling("images"));
    for (Map.Entry<String, String> chart : charts.entrySet()) {
      Files.writeString(images.resolve(chart.getKey()), chart.getValue());
    }
  }

  /** Throws IllegalStateException if the text does not have such a part. */
  static String replaced(String text, String part) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(
          "the document needs these two lines, for what is written between them:\n" + BEGIN + END);
    }
    return text.substring(0, begin) + BEGIN + "\n" + part + "\n" + text.substring(end);
  }
}
