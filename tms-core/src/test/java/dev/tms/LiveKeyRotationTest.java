package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.http.SameSite;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.web.CookiePolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are rotated while people are signed in. */
@DisplayName("Pain 12: keys are rotated without signing users out")
class LiveKeyRotationTest extends CoreTopic {
  @TempDir Path folder;

  private Keys keys() {
    return Keys.file(folder.resolve("keys.json"));
  }

  private void reload() {
    pass(Duration.ofSeconds(61));
  }

  private int promoteANewKey() {
    KeyRotation rotation = KeyRotation.of(keys());
    KeyInfo added = rotation.add();
    reload();
    rotation.promote(added.id());
    reload();
    return added.id();
  }

  @Test
  void promotedKey_oldSessionsOpenAndAreSealedAgainOnce() throws Exception {
    Site site = site(Variant.with(b -> b.keys(keys())));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    site.retrieve(browser, token);
    String sealedBefore = valueOf(browser, "tms");
    promoteANewKey();

    Page check = site.checkSession(browser);
    Page page = site.retrieve(browser, token);
    Page next = site.retrieve(browser, token);

    assertThat(check.json()).containsEntry("isLoggedIn", true);
    assertThat(page.status()).isEqualTo(200);
    assertThat(cookiesIn(page)).contains("tms");
    assertThat(valueOf(browser, "tms")).isNotEqualTo(sealedBefore);
    assertThat(next.headers("Set-Cookie")).isEmpty();
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void promotedKey_antiforgeryCookieIsSealedAgain() throws Exception {
    Site site = site(Variant.with(b -> b.keys(keys())));
    TestBrowser browser = new TestBrowser();
    String token = site.token(browser);
    promoteANewKey();

    Page check = site.checkSession(browser);
    site.login(browser);

    assertThat(cookiesIn(check)).containsExactly("tms-csrf");
    assertThat(site.retrieve(browser, token).status())
        .as("the token from before the login and the rotation")
        .isEqualTo(200);
  }

  @Test
  void promotedKey_loginInProgress_completes() throws Exception {
    Site site = site(Variant.with(b -> b.keys(keys())));
    TestBrowser browser = new TestBrowser();
    Page begun = browser.get(site.at("/Auth/BeginLogin"));
    promoteANewKey();

    Page page = site.goOn(browser, begun, "alice", site.frontEnd);

    assertThat(page.location()).contains(URI.create(site.frontEnd));
  }

  @Test
  void promotedKey_olderCookie_doesNotOverwriteANewerGeneration() throws Exception {
    Site site = site(Variant.with(b -> b.keys(keys())));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    String newest = site.accessToken(site.retrieve(browser, token, "?force=true"));
    KeyRotation rotation = KeyRotation.of(keys());
    KeyInfo added = rotation.add();
    rotation.promote(added.id());
    reload();

    Page user =
        old.get(site.at("/Session/User"), java.util.Map.of("RequestVerificationToken", token));

    assertThat(user.status()).isEqualTo(200);
    assertThat(cookiesIn(user)).as("the old generation is not sealed again").doesNotContain("tms");
    assertThat(site.accessToken(site.retrieve(browser, token))).isEqualTo(newest);
  }

  @Test
  void retiredKey_sessionFromBefore_isASilentNewLogin() throws Exception {
    Site site = site(Variant.with(b -> b.keys(keys())));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    int old = KeyRotation.of(keys()).show().get(0).id();
    promoteANewKey();
    KeyRotation.of(keys()).retire(old);
    reload();
    String before = valueOf(browser, "tms");

    Page check = site.checkSession(browser);
    Page page = site.retrieve(browser, token);

    assertThat(check.status()).isEqualTo(200);
    assertThat(check.json()).containsEntry("isLoggedIn", false);
    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("no_session");
    assertThat(valueOf(browser, "tms")).as("never cleared for not opening").isEqualTo(before);
    assertThat(site.login(browser).location()).contains(URI.create(site.frontEnd));
    assertThat(site.retrieve(browser, site.token(browser)).status()).isEqualTo(200);
  }

  @Test
  void retiredKey_sessionSealedAgain_endsQuietlyToo() throws Exception {
    Site site = site(Variant.with(b -> b.keys(keys())));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    int old = KeyRotation.of(keys()).show().get(0).id();
    promoteANewKey();
    assertThat(cookiesIn(site.retrieve(browser, token))).contains("tms");
    KeyRotation.of(keys()).retire(old);
    reload();

    Page page = site.retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("no_session");
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(site.login(browser).location()).contains(URI.create(site.frontEnd));
  }

  @Test
  @DisplayName("Pain 13: a session in a format that this version does not know is a new login")
  void unknownFormat_isASilentNewLogin() throws Exception {
    Keys shared = Keys.inMemory();
    Site site = site(Variant.with(b -> b.keys(shared)));
    SealScope scope = new SealScope("tms", provider().issuer(), site.clientId, site.publicOrigin);
    Sealer sealer = new Sealer(shared.open(world().clock(), event -> {}), scope);
    SealedCookie cookie =
        new SealedCookie(new CookiePolicy("tms", SameSite.LAX, false), "", sealer, Purpose.SESSION);
    byte[] fromTheFuture = new byte[300];
    fromTheFuture[0] = 99;
    String value = cookie.write(fromTheFuture).get(0).value();

    Page check = site.raw("GET", "/Session/CheckSession", "Cookie", "tms=" + value);
    Page retrieve = site.raw("POST", "/Session/RetrieveToken", "Cookie", "tms=" + value);

    assertThat(check.json()).containsEntry("isLoggedIn", false);
    assertThat(code(retrieve)).isEqualTo("no_session");
    assertThat(retrieve.headers("Set-Cookie")).isEmpty();
  }
}
