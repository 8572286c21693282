package dev.tms.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.Request.Body;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.text.Json;
import dev.tms.web.CookiePolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesTest {
  @Nested
  final class HeaderFields {
    @ParameterizedTest
    @ValueSource(
        strings = {"a\r\nb", "a\nb", "a\rb", "a\u0000b", "a\u007Fb", "a\u010Ab", "a\u560Db", "a😀"})
    void constructor_valueThatWouldEndTheLine_isRefused(String value) {
      // containers write the low byte of a character: U+010A becomes a line feed
      assertThatThrownBy(() -> new Header("X", value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\n", "é", "a\u0000", "(a)"})
    void constructor_nameThatIsNoToken_isRefused(String name) {
      assertThatThrownBy(() -> new Header(name, "v")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void constructor_tabAndLatin1_arePermitted() {
      assertThat(new Header("X", "a\tb é").value()).isEqualTo("a\tb é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Set-Cookie", "cookie", "Authorization", "RequestVerificationToken"})
    void toString_secretHeader_hasNoValue(String name) {
      assertThat(new Header(name, "topsecret").toString()).doesNotContain("topsecret");
    }
  }

  @Nested
  final class Answers {
    @Test
    void header_anyCase_findsTheFirst() {
      Response response = Response.status(200).header("Vary", "a").header("vary", "b").build();

      assertThat(response.header("VARY")).isEqualTo("a");
      assertThat(response.header("X")).isNull();
    }

    @Test
    void with_moreHeaders_keepsTheRest() {
      Response response = Response.status(201).body("text/plain", "hallo").build();

      Response more = response.with(List.of(new Header("A", "1")));

      assertThat(more.status()).isEqualTo(201);
      assertThat(more.body()).isEqualTo("hallo".getBytes(UTF_8));
      assertThat(more.header("A")).isEqualTo("1");
      assertThat(response.header("A")).isNull();
      assertThat(response.with(List.of())).isSameAs(response);
    }

    @Test
    void build_twice_firstStaysAsItWas() {
      Response.Builder builder = Response.status(200);
      Response first = builder.build();

      builder.header("A", "1");

      assertThat(first.headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 600})
    void status_notFinal_isRefused(int status) {
      assertThatThrownBy(() -> Response.status(status))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cookies_several_areOneFieldEach() {
      CookiePolicy policy = new CookiePolicy("tms", SameSite.LAX, true);

      Response response =
          Response.status(204).cookies(List.of(policy.set("", "a"), policy.clear(".1"))).build();

      assertThat(response.headers()).extracting(Header::name).containsOnly("Set-Cookie").hasSize(2);
    }
  }

  @Nested
  final class Bodies {
    @Test
    void readAll_withinTheLimit_isRead() {
      assertThat(Body.of(new byte[5]).readAll(5)).hasSize(5);
      assertThat(Body.NONE.readAll(0)).isEmpty();
      assertThat(Body.of(new byte[5]).readAll(Integer.MAX_VALUE)).hasSize(5);
    }

    @Test
    void readAll_beyondTheLimit_isTooLarge() {
      assertCode(Body.of(new byte[6]), 5, ErrorCode.REQUEST_TOO_LARGE);
    }

    @Test
    void readAll_endlessStream_stopsAtTheLimit() {
      Body endless =
          Body.of(
              () ->
                  new InputStream() {
                    @Override
                    public int read() {
                      return 'x';
                    }
                  });

      assertCode(endless, 1000, ErrorCode.REQUEST_TOO_LARGE);
    }

    @Test
    void readAll_streamBreaks_isInvalid() {
      Body breaking =
          Body.of(
              () ->
                  new InputStream() {
                    @Override
                    public int read() throws IOException {
                      throw new IOException("reset");
                    }
                  });
      Body unopenable =
          Body.of(
              () -> {
                throw new UncheckedIOException(new IOException("reset"));
              });

      assertCode(breaking, 10, ErrorCode.REQUEST_INVALID);
      assertCode(unopenable, 10, ErrorCode.REQUEST_INVALID);
    }

    @Test
    void stream_ofBytes_canBeReadTwice() throws IOException {
      Body body = Body.of("ab".getBytes(UTF_8));

      assertThat(body.stream().readAllBytes()).isEqualTo(body.stream().readAllBytes());
      assertThat(Body.of(() -> new ByteArrayInputStream(new byte[2])).readAll(2)).hasSize(2);
    }

    private static void assertCode(Body body, int limit, ErrorCode code) {
      assertThatThrownBy(() -> body.readAll(limit))
          .isInstanceOfSatisfying(TmsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
  }

  @Nested
  final class Problems {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void of_everyCode_isAProblemDocument(ErrorCode code) {
      Response response = Response.problem(code);

      Map<String, Object> body = Json.read(response.body()).orElseThrow();
      assertThat(response.status()).isEqualTo(code.status());
      assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(body)
          .containsEntry("code", code.wire())
          .containsEntry("status", code.status())
          .containsEntry("title", code.title());
      assertThat(response.header("Retry-After") != null).isEqualTo(code.status() == 503);
      assertThat(response.header("WWW-Authenticate") != null).isEqualTo(code.status() == 401);
    }

    @ParameterizedTest
    @CsvSource({
      "PT0S,1",
      "PT-5S,1",
      "PT0.001S,1",
      "PT1S,1",
      "PT1.001S,2",
      "PT30S,30",
      "PT2562047788015215H30M7S,31536000",
    })
    void of_retryAfter_isWholeSecondsRoundedUp(Duration retryAfter, String seconds) {
      assertThat(Response.problem(ErrorCode.PROVIDER_UNAVAILABLE, retryAfter).header("Retry-After"))
          .isEqualTo(seconds);
    }

    @Test
    void of_exception_doesNotShowItsMessage() {
      Response response =
          Response.problem(new TmsException(ErrorCode.INTERNAL_ERROR, "topsecret detail"));

      assertThat(new String(response.body(), UTF_8)).doesNotContain("topsecret");
    }
  }
}
