package dev.tms.registration.probe;

import dev.tms.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Error messages in the data of pages that scripts draw. Microsoft Entra ID's error page is one:
 * its cause is nowhere else.
 */
final class ScriptText {
  private static final int MAX_MESSAGES = 5;
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\"(?:strServiceExceptionMessage|error_description|errorDescription|errorMessage)\""
              + "\\s*+:\\s*+(\"(?:[^\"\\\\]|\\\\.){1,2000}+\")");

  private ScriptText() {}

  /** A line for each. */
  static String errorsOf(Document document) {
    List<String> messages = new ArrayList<>();
    for (Element script : document.select("script")) {
      Matcher message = MESSAGE.matcher(script.data());
      while (messages.size() < MAX_MESSAGES && message.find()) {
        byte[] json = ("{\"m\":" + message.group(1) + "}").getBytes(StandardCharsets.UTF_8);
        Json.read(json).ifPresent(read -> messages.add(String.valueOf(read.get("m"))));
      }
    }
    return String.join("\n", messages);
  }
}
