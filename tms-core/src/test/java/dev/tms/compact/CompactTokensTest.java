package dev.tms.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.compact.CompactWriter.AccessTokenHash;
import dev.tms.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every token comes back bit for bit. */
class CompactTokensTest {
  private static final long BASE = 1_795_321_996;

  static Stream<String> shapes() {
    String header = url("{\"alg\":\"RS256\",\"typ\" : \"JWT\"}");
    String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[256]);
    return Stream.of(
        "a",
        "opaque",
        "opaque~token/with+other=characters",
        "b5a0f4c2-0a4e-4a53-9d5c-0c5b4f6f3f6e",
        "0123456789ABCDEF0123456789ABCDEF-1",
        ".",
        "..",
        "...",
        "....",
        ".....",
        "a..b",
        "YQ..Yg",
        ".YQ",
        "YQ.",
        "YR.YQ.YQ",
        "YQ==.YQ==.YQ==",
        header + ".." + signature,
        header + "." + header + "." + header + "." + header + "." + header,
        header + "." + header + "." + header + "." + header + "." + header + "." + header,
        header + ".YQ.YWE.YWFh." + signature,
        header + "." + url("{}") + ".",
        header
            + "."
            + url("{\"a\":\"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\"}")
            + ".YQ",
        header
            + "."
            + url("{\r\n\t\"exp\" : 1795321996 ,\n \"x\":[1,2,\"ä🙂\"]\r\n}")
            + "."
            + signature,
        header + "." + latin1("{\"invalid utf-8\":\"\u00ff\u00fe\u0080\"}") + "." + signature,
        header
            + "."
            + url("{\"exp\":1000000000,\"iat\":1999999999,\"nbf\":2000000000,\"x\":01795321996}")
            + ".",
        header
            + "."
            + url("{\"t\":\"1795321996\",\"u\":11795321996,\"v\":1795321996.5,\"w\":-1795321996}")
            + ".",
        header
            + "."
            + url(
                "{\"u\":\"b5a0f4c2-0a4e-4a53-9d5c-0c5b4f6f3f6e\",\"U\":\"B5A0F4C2-0A4E-4A53-9D5C-0C5B4F6F3F6E\","
                    + "\"v\":\"b5a0f4c2-0a4e-4a53-9d5c-0c5b4f6f3f6e-\",\"w\":\"b5a0f4c2-0a4e-4a53-9d5c-0c5b4f6f3f6e\","
                    + "\"x\":\"-5a0f4c2-0a4e-4a53-9d5c-0c5b4f6f3f6-\"}")
            + ".",
        header
            + "."
            + url(
                "{\"h\":\"0123456789abcdef\",\"H\":\"0123456789ABCDEF\",\"odd\":\"0123456789abcdef0\","
                    + "\"mixed\":\"0123456789abcdEF\",\"digits\":\"0123456789012345\",\"b\":\"Aa0_-Aa0_-Aa0_-Aa0Q\"}")
            + ".",
        header + "." + url("{\"x\":\"" + "aB3".repeat(400) + "\"}") + "." + signature,
        header + "." + url("{\"x\":\"" + "groups/all ".repeat(5_000) + "\"}") + "." + signature,
        "x".repeat(80_000),
        "ünïcödé 🙂",
        "lone \ud800 surrogate",
        "\udc00",
        "\ufeff",
        "\u0000",
        " ");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void token_ofAnyShape_comesBackExactly(String token) {
    assertThat(roundTrip(List.of(token, token, token))).containsExactly(token, token, token);
  }

  @Test
  void tokens_allTogether_comeBackExactly() {
    List<String> tokens = shapes().filter(token -> token.length() < 50_000).toList();

    assertThat(roundTrip(tokens)).isEqualTo(tokens);
  }

  @Test
  void tokens_random_comeBackExactly() {
    int rounds = Boolean.getBoolean("tms.full") ? 200_000 : 20_000;
    Random random = new Random(20_261_122);
    for (int i = 0; i < rounds; i++) {
      List<String> tokens = List.of(randomToken(random), randomToken(random), randomToken(random));
      assertThat(roundTrip(tokens)).as("round %d", i).isEqualTo(tokens);
    }
  }

  @Test
  void idToken_withHashOfTheAccessToken_isSmallerByIt() {
    String access = "access-token";
    String hash = new String(AccessTokenHash.of(Secret.of(access)), StandardCharsets.US_ASCII);
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("another hash 123".getBytes(StandardCharsets.US_ASCII));

    int withIt = length(access, "{\"at_hash\":\"" + hash + "\"}");
    int withAnother = length(access, "{\"at_hash\":\"" + other + "\"}");

    assertThat(withAnother - withIt).isEqualTo(16);
  }

  @Test
  void accessTokens_twiceTheSame_keepLaterValuesInStep() {
    Secret access = Secret.of("access-token");
    String random = "{\"sid\":\"F-48qnGqfzjftTtykBdmI2Ve\",\"again\":\"F-48qnGqfzjftTtykBdmI2Ve\"}";
    CompactWriter out = new CompactWriter(1, BASE);
    out.accessToken(1, access);
    out.accessToken(2, access);
    out.text(3, random);

    CompactReader in = new CompactReader(out.finish(), 1);

    assertThat(in.next()).isEqualTo(1);
    assertThat(in.accessToken()).isEqualTo(access);
    assertThat(in.next()).isEqualTo(2);
    assertThat(in.accessToken()).isEqualTo(access);
    assertThat(in.next()).isEqualTo(3);
    assertThat(in.text()).isEqualTo(random);
    assertThat(in.next()).isZero();
  }

  @Test
  void opaqueTokens_alike_areNotDeflated() {
    String token = "abcdefgh".repeat(12);

    assertThat(length(token)).isBetween(72, 96);
    assertThat(length("~" + token)).isBetween(97, 128);
  }

  @Test
  void numbersAndTimes_comeBackExactly() {
    long[] numbers = {0, 1, -1, 63, 64, -64, -65, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE};
    CompactWriter out = new CompactWriter(1, BASE);
    for (long number : numbers) {
      out.number(1, number);
      out.time(2, number);
    }

    CompactReader in = new CompactReader(out.finish(), 1);

    for (long number : numbers) {
      assertThat(in.next()).isEqualTo(1);
      assertThat(in.number()).isEqualTo(number);
      assertThat(in.next()).isEqualTo(2);
      assertThat(in.time()).isEqualTo(number);
    }
  }

  @Test
  void field_outOfRange_isRefused() {
    CompactWriter out = new CompactWriter(1, BASE);
    assertThatThrownBy(() -> out.number(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> out.number(64, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void base64url_everySpellingOfTwoCharacters_decodesOnlyWhereItEncodesToTheSame() {
    for (char first = 0; first < 200; first++) {
      for (char second = 0; second < 200; second++) {
        String text = "" + first + second;
        byte[] bytes = Base64Url.decode(text);
        if (bytes != null) {
          assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)).isEqualTo(text);
        }
      }
    }
  }

  private static String randomToken(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> randomText(random, "abcXYZ019-_.=~ä\u0001", 1 + random.nextInt(60));
      case 1 -> randomText(random, "aQ.", 1 + random.nextInt(8));
      case 2 -> randomText(random, "abcdefABCDEF0123456789-_", 1 + random.nextInt(80));
      default -> {
        int parts = 1 + random.nextInt(5);
        StringBuilder token = new StringBuilder();
        for (int i = 0; i < parts; i++) {
          token.append(i == 0 ? "" : ".").append(randomPart(random));
        }
        yield token.isEmpty() ? "." : token.toString();
      }
    };
  }

  private static String randomPart(Random random) {
    if (random.nextInt(3) == 0) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
    StringBuilder json = new StringBuilder("{");
    for (int i = random.nextInt(6); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> json.append(1_000_000_000L + random.nextInt(1_100_000_000));
        case 1 -> json.append(new java.util.UUID(random.nextInt(3), random.nextInt(3)));
        case 2 -> json.append(randomText(random, "0123456789abcdef", 10 + random.nextInt(30)));
        case 3 -> json.append(randomText(random, "0123456789ABCDEF", 10 + random.nextInt(30)));
        case 4 -> json.append(randomText(random, "abcXYZ019-_", 10 + random.nextInt(30)));
        default -> json.append(randomText(random, "\u0000\u0006\u0007\u0008\n\"{}:,äx", 10));
      }
      json.append(",\":x-".charAt(random.nextInt(5)));
    }
    return url(json.append('}').toString());
  }

  private static String randomText(Random random, String characters, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  private static List<String> roundTrip(List<String> tokens) {
    CompactWriter out = new CompactWriter(1, BASE);
    for (String token : tokens) {
      out.accessToken(5, Secret.of(token));
    }
    CompactReader in = new CompactReader(out.finish(), 1);
    List<String> read = new ArrayList<>();
    while (in.next() != 0) {
      read.add(in.accessToken().reveal());
    }
    return read;
  }

  private static int length(String accessToken, String payload) {
    CompactWriter out = new CompactWriter(1, BASE);
    out.accessToken(1, Secret.of(accessToken));
    out.token(2, Secret.of(url("{\"alg\":\"RS256\"}") + "." + url(payload) + "."));
    return out.finish().length;
  }

  private static int length(String token) {
    CompactWriter out = new CompactWriter(1, BASE);
    out.token(1, Secret.of(token));
    return out.finish().length;
  }

  private static String url(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String latin1(String bytes) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
