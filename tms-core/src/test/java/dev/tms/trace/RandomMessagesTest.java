package dev.tms.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import dev.tms.outbound.Sender.Answer;
import dev.tms.text.Json;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Secrets of many kinds, sent and received in many places and quoted in many ways. The same ones in
 * every build; others by hand with {@code -Dtms.trace.seed} and {@code -Dtms.trace.rounds}.
 */
final class RandomMessagesTest {
  private static final int ROUNDS = Integer.getInteger("tms.trace.rounds", 500);
  private static final List<String> OF_SECRETS =
      List.of("code", "client_secret", "refresh_token", "password", "assertion", "state", "apiKey");
  private static final List<String> OF_ANYTHING =
      List.of("x", "account", "Ticket", "data", "sessionData", "sub", "handle");
  private static final List<String> SHOWN =
      List.of("error", "error_description", "scope", "message", "kid", "issuer", "redirect_uri");

  private final long seed = Long.getLong("tms.trace.seed", 20_261_122L);
  private final Random random = new Random(seed);

  @Test
  void secret_anywhereAndQuotedAnyhow_isNotShown() {
    for (int round = 0; round < ROUNDS; round++) {
      String secret = ascii(secret());
      Notebook notebook = new Notebook();
      List<String> sent = new ArrayList<>();
      String form = "grant_type=x";
      List<Header> headers = new ArrayList<>();
      switch (random.nextInt(4)) {
        case 0 -> form += "&" + one(OF_SECRETS) + "=" + encoded(secret);
        case 1 ->
            headers.add(new Header("Authorization", "Basic " + base64("id:" + encoded(secret))));
        case 2 -> headers.add(new Header("Authorization", "Bearer " + ascii(secret)));
        default -> form += "&" + one(OF_ANYTHING) + "=" + encoded(secret);
      }
      sent.add(notebook.post(form, headers, answer(secret)));
      for (String block : sent) {
        for (int i = 0; i + 12 <= secret.length(); i++) {
          assertThat(block)
              .as("seed " + seed + ", round " + round)
              .doesNotContainIgnoringCase(secret.substring(i, i + 12));
        }
      }
    }
  }

  @Test
  void message_ofAnyKind_makesOneBlockOfPlainText() {
    Notebook notebook = new Notebook();
    List<String> parts =
        List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\u0000",
            "\\",
            "&",
            "=",
            "%",
            "%41",
            "%zz",
            "?",
            "#",
            "//",
            "://",
            "@",
            ";",
            "eyJhbGciOiJub25lIn0",
            ".",
            "<",
            ">",
            "<script>",
            "\u001b[2J",
            "\r\n",
            "\u202e",
            "\ud83d\ude00",
            "\ue000",
            "error",
            "iss",
            "code",
            " ",
            "Basic ",
            "1e9",
            "true",
            "null",
            "issuer",
            "\"exp\":-99999999999999");
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        body.append(one(parts));
      }
      byte[] bytes = body.toString().getBytes(UTF_8);
      if (random.nextInt(8) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String field = ascii(body.toString());
      List<Header> headers =
          List.of(
              new Header(one(List.of("Location", "Set-Cookie", "Cookie", "X-Y", "Date")), field),
              new Header("Content-Type", one(List.of("application/json", "text/html", field))));
      String form = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);

      String block =
          notebook.post(
              form,
              List.of(new Header("Authorization", one(List.of("Basic ", "")) + field)),
              new Answer(400, headers, bytes));

      assertThat(notebook.blocks).hasSize(round + 1);
      assertThat(block)
          .startsWith("#" + (round + 1) + " sent POST https://id.example/token\n")
          .matches("(?s)[\\P{C}\n]*")
          .doesNotContain("\ue000");
      assertThat(block.lines().skip(1)).allMatch(line -> line.matches("    (> |< |\\.\\.\\.).*"));
    }
  }

  private Answer answer(String secret) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", "invalid_grant");
    json.put(one(SHOWN), "about " + quoted(secret) + " and so on");
    json.put(one(OF_SECRETS), secret);
    json.put(one(OF_ANYTHING), Map.of("deep", List.of(secret, Map.of(one(OF_ANYTHING), secret))));
    json.put(one(SHOWN) + "_more", List.of(secret));
    String text = new String(Json.write(json), UTF_8);
    int status = random.nextBoolean() ? 400 : 200;
    return switch (random.nextInt(6)) {
      case 0 -> Notebook.json(status, text.substring(0, random.nextInt(text.length())));
      case 1 -> Notebook.json(status, "[" + text + "," + text + "]");
      case 2 ->
          Notebook.answer(
              status, "text/html", "<html><p>Not " + quoted(secret) + "!<b>" + secret + "</b>");
      case 3 ->
          Notebook.answer(
              status,
              "application/x-www-form-urlencoded",
              one(OF_ANYTHING) + "=" + encoded(secret) + "&error_description=" + encoded(secret));
      case 4 ->
          new Answer(
              status,
              List.of(
                  new Header("Location", "https://a.example/" + encoded(secret) + "?a=b#" + "c"),
                  new Header("X-" + one(OF_ANYTHING), encoded(secret)),
                  new Header("WWW-Authenticate", "Bearer error=\"" + encoded(secret) + "\""),
                  new Header("Set-Cookie", "s=" + encoded(secret) + "; Path=/" + encoded(secret))),
              text.getBytes(UTF_8));
      default -> Notebook.json(status, text);
    };
  }

  private String quoted(String secret) {
    return switch (random.nextInt(6)) {
      case 0 -> encoded(secret);
      case 1 -> secret.toUpperCase(Locale.ROOT);
      case 2 -> "<" + secret + ">";
      case 3 -> "https://a.example/?z=" + encoded(secret);
      case 4 -> "\u001b[1m" + secret + "\r\n";
      default -> secret;
    };
  }

  private String secret() {
    byte[] bytes = new byte[16 + random.nextInt(17)];
    random.nextBytes(bytes);
    return switch (random.nextInt(4)) {
      case 0 -> HexFormat.of().formatHex(bytes);
      case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case 2 -> Base64.getEncoder().encodeToString(bytes);
      default -> "p&ss: " + HexFormat.of().formatHex(bytes, 0, 10) + " \"<w0rd>'/%\u00e9";
    };
  }

  private static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "-");
  }

  private String one(List<String> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
