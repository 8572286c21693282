package dev.tms.registration.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Large documents, shaped to take long. What takes seconds here takes minutes where one comparison
 * of each with each has slipped in.
 */
final class LargeDocumentsTest {
  private static final int SIZE = Boolean.getBoolean("tms.full") ? 20_000 : 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static String list(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(",", "[", "]"));
  }

  private static String twoClients(String member, IntFunction<String> items, int count) {
    return "[{\"clientId\":\"a\",\"requireClientSecret\":false,\"%s\":%s},"
            .formatted(member, list(count, items))
        + "{\"clientId\":\"b\",\"%s\":%s}]"
            .formatted(member, list(count, i -> items.apply(i + count / 2)));
  }

  private static Arguments of(String name, String text) {
    return Arguments.argumentSet(name, text);
  }

  static Stream<Arguments> documents() {
    String uri = "\"https://h%d.shop.example/%d\"";
    return Stream.of(
        of("clients", list(SIZE, i -> "{\"clientId\":\"c%d\"}".formatted(i))),
        of("clients of one name", list(SIZE, i -> "{\"clientId\":\"c\"}")),
        of("redirect URIs", twoClients("redirectUris", i -> uri.formatted(i, i), SIZE)),
        of("redirect URIs that are fixed", twoClients("redirectUris", i -> "\"x\"", 2 * SIZE)),
        of("pages", twoClients("postLogoutRedirectUris", i -> uri.formatted(i, i), SIZE)),
        of("origins", twoClients("allowedCorsOrigins", i -> uri.formatted(i, i), SIZE)),
        of("scopes", twoClients("allowedScopes", i -> "\"scope%d\"".formatted(i), 2 * SIZE)),
        of("grants", twoClients("allowedGrantTypes", i -> "\"grant%d\"".formatted(i), 2 * SIZE)),
        of("secrets", twoClients("clientSecrets", i -> "{\"value\":\"v%d\"}".formatted(i), SIZE)),
        of("claims", twoClients("claims", i -> "{\"type\":\"t%d\"}".formatted(i), SIZE)),
        of("unknown lists", twoClients("x", i -> "{\"a\":[%d]}".formatted(i), SIZE)),
        of(
            "properties",
            twoClients("allowedScopes", i -> "\"s\"", 10)
                .replace(
                    "\"clientId\":\"b\"",
                    "\"properties\":{\"\":\"\""
                        + IntStream.range(0, 2 * SIZE)
                            .mapToObj(i -> ",\"p%d\":\"\"".formatted(i))
                            .collect(Collectors.joining())
                        + "},\"clientId\":\"b\"")),
        of(
            "members",
            IntStream.range(0, 2 * SIZE)
                    .mapToObj(i -> ",\"x%d\":1".formatted(i))
                    .collect(Collectors.joining("", "[{\"clientId\":\"a\"", "},"))
                + IntStream.range(0, 2 * SIZE)
                    .mapToObj(i -> ",\"X%d\":1".formatted(i))
                    .collect(Collectors.joining("", "{\"clientId\":\"b\"", "}]"))),
        of(
            "scopes that look alike",
            "{\"apiScopes\":%s,\"clients\":[{\"clientId\":\"a\",\"allowedScopes\":%s}]}"
                .formatted(
                    list(SIZE, i -> "{\"name\":\"s%d\"}".formatted(i)),
                    list(SIZE, i -> "\"S%d\"".formatted(i)))),
        of(
            "long names that look alike",
            "{\"apiScopes\":[{\"name\":\"%s\"}],\"clients\":[{\"clientId\":\"a\",\"allowedScopes\":[\"%s\"]}]}"
                .formatted("a".repeat(90_000), "b" + "a".repeat(90_000))),
        of(
            "scopes of an API",
            "{\"apiResources\":[{\"name\":\"a\",\"scopes\":"
                + list(SIZE, i -> "{\"name\":\"s%d\"}".formatted(i))
                + "},{\"name\":\"b\",\"scopes\":"
                + list(SIZE, i -> "\"s%d\"".formatted(i))
                + "}]}"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void document_large_takesSeconds(String text) {
    assertTimeoutPreemptively(LONGEST, () -> Everything.holdsOf(text));
  }
}
