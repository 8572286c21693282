package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.FakeRequest;
import dev.tms.http.FrontEnd;
import dev.tms.http.PublicUrl;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginCheckTest {
  private final OriginCheck site =
      new OriginCheck(
          FrontEnd.at("https://localhost:7183/").withOrigins(List.of("https://localhost:7183")),
          PublicUrl.of("https://localhost:7182/base"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,-,true",
        "same-origin,-,true",
        "none,-,true",
        "same-origin,https://localhost:7182,true",
        "same-origin,null,true",
        "same-site,https://localhost:7183,true",
        "cross-site,https://localhost:7183,true",
        "-,https://localhost:7183,true",
        "-,https://localhost:7182,true",
        "same-site,-,false",
        "cross-site,-,false",
        "same-site,null,false",
        "cross-site,null,false",
        "-,null,false",
        "cross-site,https://evil.example,false",
        "same-site,https://localhost:9999,false",
        "-,https://evil.example,false",
        "-,http://localhost:7183,false",
        "-,https://localhost:7183.evil.example,false",
        "-,https://localhost:7183/,false",
        "-,HTTPS://localhost:7183,false",
        "-,'',false",
        "'',-,false",
        "'',https://evil.example,false",
        "Same-Origin,-,false",
        "'same-origin, cross-site',-,false",
        "navigate,-,false",
        "-,'https://localhost:7183, https://evil.example',false",
      })
  @DisplayName("Lesson 1: only our own pages, the front ends', and programs may change a session")
  void accepts_headers_decide(String fetchSite, String origin, boolean accepted) {
    FakeRequest request = FakeRequest.post("/Auth/LogOut");
    request = fetchSite == null ? request : request.header("Sec-Fetch-Site", fetchSite);
    request = origin == null ? request : request.header("Origin", origin);

    assertThat(site.accepts(request)).isEqualTo(accepted);
  }

  @Test
  void accepts_headerTwice_isRefused() {
    assertThat(
            site.accepts(
                FakeRequest.post("/")
                    .header("Origin", "https://localhost:7183")
                    .header("Origin", "https://localhost:7183")))
        .isFalse();
    assertThat(
            site.accepts(
                FakeRequest.post("/")
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("sec-fetch-site", "cross-site")))
        .isFalse();
  }

  @Test
  void accepts_redirectUrlThatIsNoConfiguredOrigin_isRefused() {
    OriginCheck nativeOnly =
        new OriginCheck(
            FrontEnd.at("https://done.example/").withOrigins(List.of()),
            PublicUrl.of("https://tms.example"));

    assertThat(nativeOnly.accepts(FakeRequest.post("/").header("Origin", "https://done.example")))
        .isFalse();
    assertThat(nativeOnly.accepts(FakeRequest.post("/").header("Origin", "https://tms.example")))
        .isTrue();
  }
}
