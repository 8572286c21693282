package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.FakeRequest;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PagesTest {
  private final Pages pages = new Pages(URI.create("https://app.example/"));

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void problem_everyCode_isAPageWithAPlainTitleAndASentenceOfWhatToDo(ErrorCode code) {
    FakeRequest navigation = FakeRequest.get("/callback").header("Accept", "text/html");

    Response answer = pages.problem(navigation, code, null);

    assertThat(answer.status()).isEqualTo(code.status());
    String page = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(page)
        .containsPattern("<title>([A-Z][^<_{]*[^<.])</title>")
        .containsPattern("<h1>([A-Z][^<_{]*[^<.])</h1><p>[A-Z][^<{]*\\.</p>")
        .contains("href=\"https://app.example/\"", "<code>" + code.wire() + "</code>");
  }
}
