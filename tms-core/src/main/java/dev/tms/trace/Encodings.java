package dev.tms.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The forms in which somebody may quote a secret. */
final class Encodings {
  private Encodings() {}

  /** As texts: in a form, in a form within a form, in HTML, in a JSON string. */
  static List<String> asText(String secret) {
    String form = URLEncoder.encode(secret, UTF_8);
    String html =
        secret
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;");
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
    List<String> forms = new ArrayList<>();
    for (String text :
        new String[] {form, form.replace("+", "%20"), URLEncoder.encode(form, UTF_8), html, json}) {
      if (!text.equals(secret) && !forms.contains(text)) {
        forms.add(text);
      }
    }
    return forms;
  }

  /**
   * As bytes: in hexadecimal, and the characters of base64 that depend on nothing else, for each
   * place at which the secret can begin within what was encoded.
   */
  static List<String> asBytes(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    List<String> forms = new ArrayList<>();
    forms.add(HexFormat.of().formatHex(bytes));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String text = new String(Base64.getEncoder().encode(shifted), ISO_8859_1);
      forms.add(text.substring(before == 0 ? 0 : before + 1, shifted.length * 8 / 6));
    }
    return forms;
  }
}
