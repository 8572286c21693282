package dev.tms.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.text.Percent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Return URLs, for a fuzzer. What is accepted leads to an allowed origin: for a browser that reads
 * the given text, for one that reads the redirect, and for java.net.URI.
 */
public final class ReturnUrlFuzz {
  private static final String FRONT_END = "https://shop.example/app/";
  private static final Set<String> ALLOWED =
      Set.of(
          "https://shop.example",
          "https://api.shop.example:8443",
          "http://localhost:3000",
          "https://[2001:db8::1]",
          "https://login.example");
  private static final ReturnUrls URLS =
      new ReturnUrls(
          FrontEnd.at(FRONT_END)
              .withOrigins(
                  List.of(
                      "https://api.shop.example:8443",
                      "http://localhost:3000",
                      "https://[2001:db8::1]")),
          PublicUrl.of("https://login.example/tms"));
  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):(.*)$");
  private static final Pattern DOTS = Pattern.compile("(?i)(?:\\.|%2e){1,2}");

  private ReturnUrlFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether the text is accepted; then its target is an allowed one. */
  public static boolean accepts(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    URI target = URLS.resolve(text).orElse(null);
    if (target == null) {
      return false;
    }
    isAllowed(target);
    assertThat(origin(text)).as("the origin that a browser sees").isEqualTo(origin(target));
    assertThat(URLS.resolve(target.toString())).as("the target itself").contains(target);

    URI withError = ReturnUrls.withError(target, "some_code");

    isAllowed(withError);
    assertThat(origin(withError)).isEqualTo(origin(target));
    assertThat(withError.getRawPath()).isEqualTo(target.getRawPath());
    assertThat(withError.getRawFragment()).isEqualTo(target.getRawFragment());
    assertThat(errors(withError)).containsExactly("error=some_code");
    assertThat(ReturnUrls.withError(withError, "some_code")).isEqualTo(withError);
    return true;
  }

  private static void isAllowed(URI target) {
    String text = target.toString();
    assertThat(text).matches("[!-~]{1,2100}").doesNotContain("\\", "\"", "<", ">");
    assertThat(ALLOWED).contains(origin(target)).contains(origin(text));
    assertThat(target.getRawUserInfo()).isNull();
    assertThat(target.getRawPath()).startsWith("/").doesNotStartWith("//");
    assertThat(target.getRawPath().split("/", -1)).noneMatch(s -> DOTS.matcher(s).matches());
  }

  private static List<String> errors(URI uri) {
    return Stream.of(uri.getRawQuery().split("&"))
        .filter(pair -> "error".equals(Percent.decode(pair.replaceFirst("=.*", ""))))
        .toList();
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /**
   * The origin to which a browser goes from the front end's page: as much of the basic URL parser
   * (https://url.spec.whatwg.org/#concept-basic-url-parser) as finds the host.
   */
  private static String origin(String input) {
    String text =
        input.replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$", "").replaceAll("[\t\n\r]", "");
    String scheme = "https";
    Matcher matcher = SCHEME.matcher(text.replaceAll("[\\x0B\\f\\x85\\u2028\\u2029]", "\0"));
    if (matcher.matches()) {
      scheme = matcher.group(1).toLowerCase(Locale.ROOT);
      text = matcher.group(2);
      if (!scheme.equals("https") && !scheme.equals("http")) {
        return scheme + ":";
      }
      if (!scheme.equals("https") || text.startsWith("//")) {
        return scheme + "://" + host(text.replaceFirst("^[/\\\\]+", ""), scheme);
      }
    }
    return text.matches("(?s)[/\\\\]{2}.*")
        ? scheme + "://" + host(text.replaceFirst("^[/\\\\]+", ""), scheme)
        : "https://shop.example";
  }

  private static String host(String rest, String scheme) {
    String authority = rest.split("[/\\\\?#]", 2)[0];
    String place = authority.substring(authority.lastIndexOf('@') + 1);
    String decoded = Percent.decode(place);
    String host = (decoded == null ? place : decoded).toLowerCase(Locale.ROOT);
    return host.replaceFirst(scheme.equals("https") ? ":0*443$|:$" : ":0*80$|:$", "");
  }
}
