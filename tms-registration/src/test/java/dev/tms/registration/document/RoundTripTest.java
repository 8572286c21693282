package dev.tms.registration.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.Spelling;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a document holds, it holds when it is written again. */
final class RoundTripTest {
  private static final int COUNT = Boolean.getBoolean("tms.full") ? 20_000 : 300;
  private static final List<String> FLAGS =
      List.of("enabled", "requirePkce", "requireConsent", "allowOfflineAccess", "includeJwtId");
  private static final List<String> SECONDS =
      List.of("accessTokenLifetime", "consentLifetime", "slidingRefreshTokenLifetime");
  private static final List<String> LISTS =
      List.of("redirectUris", "allowedScopes", "allowedGrantTypes", "allowedCorsOrigins");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void document_random_isReadAndWrittenWithoutLoss() {
    for (int i = 0; i < COUNT; i++) {
      Object root = document();
      String json = JsonText.write(root);

      RegistrationDocument document = RegistrationDocument.parse(json);

      assertThat(document.toJson()).as("seed %d", seed).isEqualTo(json);
      assertThat(JsonText.parse(json).root()).as("seed %d", seed).isEqualTo(root);
    }
  }

  @Test
  void number_withAnExponentThatMakesItWhole_isTheSameWhenReadAgain() {
    for (String number : List.of("86e0", "8.6e1", "86e00", "86e2", "-0e0", "1.0", "1e-3")) {
      RegistrationDocument read =
          RegistrationDocument.parse("{\"clientId\": \"c\", \"x\": %s}".formatted(number));

      assertThat(RegistrationDocument.parse(read.toJson()).contents()).isEqualTo(read.contents());
    }
  }

  @Test
  void spelling_thereAndBack_isTheSameContent() {
    for (int i = 0; i < COUNT; i++) {
      RegistrationDocument document = RegistrationDocument.parse(JsonText.write(document()));

      RegistrationDocument there = document.spelled(Spelling.PASCAL);

      assertThat(there.contents()).as("seed %d", seed).isEqualTo(document.contents());
      assertThat(there.spelled(Spelling.CAMEL).toJson())
          .as("seed %d", seed)
          .isEqualTo(document.spelled(Spelling.CAMEL).toJson());
    }
  }

  @Test
  void mutilated_random_isReadOrRefusedClearly() {
    for (int i = 0; i < COUNT; i++) {
      StringBuilder json = new StringBuilder(JsonText.write(document()));
      for (int cuts = random.nextInt(4); cuts >= 0; cuts--) {
        int at = random.nextInt(json.length());
        json.setCharAt(at, "{}[],:\"\\0-e_* \n/".charAt(random.nextInt(16)));
      }
      try {
        RegistrationDocument.parse(json.toString()).toJson();
      } catch (InvalidDocumentException e) {
        assertThat(e.problems()).as("seed %d", seed).isNotEmpty();
      }
    }
  }

  private Object document() {
    Spelling spelling = random.nextBoolean() ? Spelling.CAMEL : Spelling.PASCAL;
    switch (random.nextInt(3)) {
      case 0:
        return client(spelling);
      case 1:
        return Collections.nCopies(1 + random.nextInt(3), client(spelling));
      default:
        Map<String, Object> several = new LinkedHashMap<>();
        several.put(spelling.of("clients"), List.of(client(spelling), client(spelling)));
        several.put(spelling.of("apiScopes"), List.of(named(spelling), named(spelling)));
        several.put(spelling.of("apiResources"), List.of(resource(spelling)));
        several.put("note", value(2));
        return several;
    }
  }

  private Map<String, Object> client(Spelling spelling) {
    Map<String, Object> client = new LinkedHashMap<>();
    maybeUnknown(client);
    client.put(spelling.of("clientId"), "c" + text());
    for (String flag : FLAGS) {
      maybe(client, spelling.of(flag), random.nextBoolean());
    }
    for (String seconds : SECONDS) {
      maybe(client, spelling.of(seconds), random.nextLong());
    }
    for (String list : LISTS) {
      maybe(client, spelling.of(list), texts());
    }
    maybe(client, spelling.of("refreshTokenUsage"), (long) random.nextInt(2));
    maybe(client, spelling.of("accessTokenType"), random.nextBoolean() ? "Jwt" : "REFERENCE");
    Map<String, Object> secret = new LinkedHashMap<>();
    maybe(secret, spelling.of("value"), text());
    maybe(secret, spelling.of("expiration"), "2027-01-31T00:00:00Z");
    maybeUnknown(secret);
    maybe(client, spelling.of("clientSecrets"), List.of(secret));
    maybe(client, spelling.of("properties"), Map.of(text(), text()));
    maybe(client, spelling.of("clientName"), "__Name" + random.nextInt(9) + "__");
    maybeUnknown(client);
    return client;
  }

  private Map<String, Object> named(Spelling spelling) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put(spelling.of("name"), "s" + text());
    maybe(scope, spelling.of("userClaims"), texts());
    maybeUnknown(scope);
    return scope;
  }

  private Map<String, Object> resource(Spelling spelling) {
    Map<String, Object> resource = named(spelling);
    maybe(resource, spelling.of("scopes"), List.of("x", named(spelling)));
    maybe(resource, spelling.of("userClaims"), List.of(Map.of(spelling.of("type"), "t" + text())));
    return resource;
  }

  private void maybe(Map<String, Object> members, String name, Object value) {
    int dice = random.nextInt(4);
    if (dice < 2) {
      members.put(name, dice == 0 && random.nextBoolean() ? null : value);
    }
  }

  private void maybeUnknown(Map<String, Object> members) {
    if (random.nextInt(3) == 0) {
      members.put("x-" + text(), value(0));
    }
  }

  private List<Object> texts() {
    List<Object> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private Object value(int depth) {
    switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0:
        return text();
      case 1:
        return random.nextBoolean();
      case 2:
        return null;
      case 3:
        return random.nextLong();
      case 4:
        return BigInteger.valueOf(Long.MAX_VALUE)
            .add(new BigInteger(100, random).add(BigInteger.ONE));
      case 5:
        return new BigDecimal(new BigInteger(50, random), random.nextInt(20) + 1);
      case 6:
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(depth + 1));
        }
        return items;
      default:
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put("m" + text(), value(depth + 1));
        }
        return members;
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(
          "ab'\"\\/*#_ .é\u0000\n\u2028\uD83D\uDE00".codePointAt(random.nextInt(15)));
    }
    return text.toString();
  }
}
