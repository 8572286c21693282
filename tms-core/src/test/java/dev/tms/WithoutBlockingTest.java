package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.contract.SwitchableStore;
import dev.tms.contract.Variant;
import dev.tms.event.TmsEvent;
import dev.tms.http.FakeRequest;
import dev.tms.http.Response;
import dev.tms.seal.Keys;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered on a thread that must not wait, such as a server's I/O thread. */
class WithoutBlockingTest extends CoreTopic {
  private static final String CHECK = "GET /Session/CheckSession";
  private static final String RETRIEVE = "POST /Session/RetrieveToken";

  private static FakeRequest request(Site site, TestBrowser browser, String line) {
    String[] parts = line.split(" ");
    return FakeRequest.of(parts[0], parts[1])
        .header("Origin", site.frontEndOrigin)
        .header("Cookie", browser.cookies().header(URI.create(site.origin)))
        .header("RequestVerificationToken", site.token(browser));
  }

  private static Optional<Integer> atOnce(Site site, FakeRequest request) {
    return site.tms().handleWithoutBlocking(request).map(Response::status);
  }

  private static String body(Response answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void goodToken_isAnsweredAsByHandle() throws Exception {
    Site site = plain();
    TestBrowser browser = site.signedIn();
    FakeRequest retrieve = request(site, browser, RETRIEVE);

    assertThat(site.tms().handleWithoutBlocking(retrieve).map(WithoutBlockingTest::body))
        .contains(body(site.tms().handle(retrieve)));
    assertThat(atOnce(site, request(site, browser, CHECK))).contains(200);
    assertThat(atOnce(site, request(site, browser, "GET /Session/User"))).contains(200);
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS /Session/RetrieveToken, 204",
    "GET /Session/RetrieveToken, 405",
    "POST /Session/RetrieveToken, 401"
  })
  void refusal_isAnswered(String line, int status) throws Exception {
    FakeRequest request =
        request(plain(), new TestBrowser(), line).header("Access-Control-Request-Method", "POST");

    assertThat(atOnce(plain(), request)).contains(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /Auth/BeginLogin",
    "POST /Auth/LogOut",
    "GET /callback",
    "POST /Session/LogOutEverywhere",
    "GET /nothing/here"
  })
  void anythingElse_isLeftToHandle(String line) throws Exception {
    TestBrowser browser = plain().signedIn();

    assertThat(atOnce(plain(), request(plain(), browser, line))).isEmpty();
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @Test
  void refreshDue_isLeftToHandle_andNothingIsSent() throws Exception {
    Site site = plain();
    TestBrowser browser = site.signedIn();
    FakeRequest retrieve = request(site, browser, RETRIEVE);
    pass(Duration.ofMinutes(11));
    int events = site.events.size();

    assertThat(atOnce(site, retrieve)).isEmpty();
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
    assertThat(site.events.subList(events, site.events.size()))
        .hasOnlyElementsOfType(TmsEvent.StoreCalled.class); // of the store in memory

    assertThat(site.tms().handle(retrieve).status()).isEqualTo(200);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void sharedStore_isAskedByHandleAlone() throws Exception {
    SwitchableStore store = new SwitchableStore(world().clock());
    Site site = site(Variant.with(builder -> builder.store(store)));
    TestBrowser browser = site.signedIn();
    FakeRequest retrieve = request(site, browser, RETRIEVE);
    pass(Duration.ofSeconds(6));

    store.down();
    assertThat(atOnce(site, retrieve)).isEmpty();
    store.up();

    assertThat(site.tms().handle(retrieve).status()).isEqualTo(200);
    store.down();
    assertThat(atOnce(site, retrieve)).contains(200);
    store.up();
  }

  @Test
  void keysetFileDue_isReadByHandleAlone(@TempDir Path folder) throws Exception {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    Site site = site(Variant.with(builder -> builder.keys(keys)));
    FakeRequest check = request(site, new TestBrowser(), CHECK);
    assertThat(atOnce(site, check)).contains(200);
    pass(Duration.ofSeconds(61));

    assertThat(atOnce(site, check)).isEmpty();
    assertThat(site.tms().handle(check).status()).isEqualTo(200);
    assertThat(atOnce(site, check)).contains(200);
  }
}
