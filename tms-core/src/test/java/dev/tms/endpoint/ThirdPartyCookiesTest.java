package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.http.FakeRequest;
import dev.tms.http.FrontEnd;
import dev.tms.http.PublicUrl;
import dev.tms.http.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ThirdPartyCookiesTest {
  private static final PublicUrl URL = PublicUrl.of("https://login.example");
  private static final String APP = "https://app.other";

  private final CapturedLog log = new CapturedLog(ThirdPartyCookies.class);
  private final ThirdPartyCookies watch = watching(FrontEnd.at(APP + "/"));

  @AfterEach
  void close() {
    log.close();
  }

  private static ThirdPartyCookies watching(FrontEnd frontEnd) {
    return new ThirdPartyCookies(frontEnd, URL, "__Host-tms");
  }

  private static Response login(String location) {
    return Response.status(302)
        .header("Location", location)
        .header("Set-Cookie", "__Host-tms-login-1=; Path=/; Max-Age=0")
        .header("Set-Cookie", "__Host-tms=sealed; Path=/; Secure; HttpOnly; SameSite=None")
        .build();
  }

  private static FakeRequest call(String origin) {
    return FakeRequest.get("/Session/CheckSession").header("Origin", origin);
  }

  private static FakeRequest withCookie(FakeRequest request) {
    return request.header("Cookie", "__Host-tms-csrf=x; __Host-tms=sealed");
  }

  @Test
  void called_withoutTheCookieAfterALogin_isLoggedOnceWithTheCause() {
    watch.answered(login(APP + "/home?a=b#c"));
    watch.called(call(APP).header("Cookie", "__Host-tms-csrf=x"));
    watch.called(call(APP));
    watch.answered(login(APP + "/"));
    watch.called(call(APP));

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING a login sent a browser to https://app.other")
        .contains("another site than https://login.example", "third-party cookies")
        .contains("FrontEnd.FrontEndCorsOrigin");
  }

  @Test
  void called_withTheCookie_isWellForever() {
    watch.answered(login(APP + "/"));
    watch.called(withCookie(call(APP)));
    watch.called(call(APP));

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void called_beforeAnyLogin_orAfterAFailedOne_isNothing() {
    watch.called(call(APP));
    watch.answered(
        Response.status(302)
            .header("Location", APP + "/?error=access_denied")
            .header("Set-Cookie", "__Host-tms=; Path=/; Max-Age=0")
            .build());
    watch.called(call(APP));

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void called_byAnotherOriginThanTheLoginWentTo_isNothing() {
    ThirdPartyCookies two =
        watching(FrontEnd.at(APP + "/").withOrigins(List.of(APP, "https://second.other")));
    two.answered(login(APP + "/"));
    two.called(call("https://second.other"));
    two.called(FakeRequest.get("/Session/CheckSession"));
    assertThat(log.lines()).isEmpty();

    two.called(call(APP));
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void called_sameSiteFrontEnd_isNotWatched() {
    ThirdPartyCookies none = watching(FrontEnd.at("https://app.login.example/"));
    none.answered(login("https://app.login.example/"));
    none.called(call("https://app.login.example"));

    assertThat(log.lines()).isEmpty();
  }
}
