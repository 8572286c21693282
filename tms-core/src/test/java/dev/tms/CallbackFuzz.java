package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.FuzzService.Begun;
import dev.tms.http.FakeRequest;
import dev.tms.http.Response;
import dev.tms.oauth.ResponseMode;
import dev.tms.text.Percent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Parameters of the redirect URI, for a fuzzer: a query or, after a {@code !}, a form. {@code
 * {state}} and {@code {code}} stand for those of a login in progress. Every answer is below 500,
 * redirects go to the front end, and only the right code with the right state makes a session.
 */
public final class CallbackFuzz {
  private static final FuzzService QUERY = service(ResponseMode.QUERY);
  private static final FuzzService FORM = service(ResponseMode.FORM_POST);
  private static final String SESSION = "__Host-tms=";

  private CallbackFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether the parameters complete the login. */
  public static boolean accepts(byte[] bytes) {
    String template = new String(bytes, StandardCharsets.UTF_8);
    FuzzService service = template.startsWith("!") ? FORM : QUERY;
    service.emptyTheStore();
    Begun begun = service.begin();
    String text = template.replace("{state}", begun.state()).replace("{code}", FuzzService.CODE);
    FakeRequest request =
        text.startsWith("!")
            ? FakeRequest.post("/callback").form(text.substring(1))
            : FakeRequest.get("/callback?" + text);

    Response answer = service.handle(FuzzService.with(begun.cookies(), request));

    assertThat(answer.status()).isBetween(200, 499);
    String location = answer.header("Location");
    if (location != null) {
      URI target = URI.create(location);
      assertThat(target.getScheme() + "://" + target.getRawAuthority())
          .isEqualTo(FuzzService.ORIGIN);
      assertThat(location).matches("[!-~]+").doesNotContain("\\");
    }
    assertThat(answer.headers()).noneMatch(h -> h.value().matches("(?s).*[\r\n\0].*"));
    String page = new String(answer.body(), StandardCharsets.UTF_8);
    Stream.of(text.split("[&=]"))
        .filter(part -> part.contains("<") && part.length() > 3)
        .forEach(part -> assertThat(page).doesNotContain(part));
    boolean hasSession =
        FuzzService.cookies(answer).stream().anyMatch(c -> c.value().startsWith(SESSION));
    if (hasSession) {
      assertThat(Percent.decode(text))
          .contains("state=" + begun.state(), "code=" + FuzzService.CODE);
      assertThat(text.split("[!&]")).noneMatch(part -> part.startsWith("error="));
      assertThat(location).isEqualTo(FuzzService.ORIGIN + "/");
    }
    return hasSession;
  }

  private static FuzzService service(ResponseMode mode) {
    return new FuzzService(settings -> settings.withResponseMode(mode));
  }
}
