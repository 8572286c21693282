package dev.tms.registration.doctor;

import static dev.tms.registration.doctor.StubIssuer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.token.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What shows only when a user signs in. */
final class BrokenSessionTest extends BrokenInstallation {
  private static final String PASSWORD = "alice";
  private static final String SIGNED_OUT = Installation.PUBLIC_URL + "/Auth/LoggedOut";

  private final TestBrowser pages = new TestBrowser();

  @BeforeEach
  void begin() {
    provider.behave().clearRequests().register(client(SIGNED_OUT));
  }

  private static TestClient client(String postLogoutUri) {
    return TestClient.confidential("shop", Installation.SECRET)
        .redirectUri(Installation.PUBLIC_URL + "/callback")
        .postLogoutRedirectUri(postLogoutUri)
        .build();
  }

  /** A user's browser; a page that stays and is no login form ends the way. */
  private class User implements Browser {
    private final String password;

    User(String password) {
      this.password = password;
    }

    @Override
    public URI signIn(URI start, URI end) throws Stuck {
      return follow(start, end, password);
    }

    @Override
    public URI signOut(URI start, URI end) throws Stuck {
      return follow(start, end, null);
    }
  }

  private URI follow(URI start, URI end, @Nullable String password) throws Browser.Stuck {
    Page page = pages.get(start);
    for (int step = 0; step < 10; step++) {
      URI location = page.location().orElse(null);
      if (location != null && location.toString().startsWith(end.toString())) {
        return location;
      }
      if (page.autoSubmitForm().filter(form -> form.action().equals(end)).isPresent()) {
        return URI.create(end + "?" + encoded(page.autoSubmitForm().get().fields()));
      }
      Page current = page;
      page =
          pages
              .step(current)
              .or(
                  () ->
                      current
                          .loginForm()
                          .filter(form -> password != null)
                          .map(
                              form ->
                                  pages.submitLogin(current, "alice", String.valueOf(password))))
              .orElseThrow(
                  () ->
                      new Browser.Stuck(
                          "a page stays (" + current.status() + ")", current.status() / 100 == 4));
    }
    throw new Browser.Stuck("the form comes again");
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Diagnosis signIn(Installation installation) {
    return installation.examine(
        Installation.doctor().signIn(Secret.of(PASSWORD), client -> new User(PASSWORD)));
  }

  private static Look session(Diagnosis diagnosis) {
    return diagnosis.looks().stream()
        .filter(look -> look.area() == Area.SESSION)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void session_withoutUser_isListedAsNotChecked() {
    Diagnosis diagnosis = installation().examine();

    assertThat(session(diagnosis).outcome()).isEqualTo(Look.Outcome.SKIPPED);
    assertThat(diagnosis.toText("tms.json"))
        .containsPattern(
            "not checked +session: .*offline access.*DPoP or PAR.*unlisted algorithm.*userinfo.*"
                + "post-logout URI");
  }

  @Test
  void session_soundInstallation_isFineAndLeavesNothingBehind() {
    Diagnosis diagnosis = signIn(installation().set("Client", "UserInfo", true));

    assertThat(session(diagnosis).outcome())
        .as(diagnosis.toText("tms.json"))
        .isEqualTo(Look.Outcome.FINE);
    assertThat(session(diagnosis).detail())
        .isEqualTo("signed in, userinfo fetched, refreshed, signed out");
    assertThat(provider.requests(RequestKind.TOKEN_REFRESH)).hasSize(1);
    assertThat(provider.requests(RequestKind.REVOCATION)).hasSize(1);
    assertThat(provider.requests(RequestKind.END_SESSION)).isNotEmpty();
  }

  @Test
  void session_answerByForm_isReadAndNotSent() {
    String secure = Installation.PUBLIC_URL.replace("http:", "https:");
    provider.register(
        TestClient.confidential("shop", Installation.SECRET)
            .redirectUri(secure + "/callback")
            .postLogoutRedirectUri(secure + "/Auth/LoggedOut")
            .build());

    Diagnosis diagnosis =
        signIn(
            installation()
                .set("Server", "PublicUrl", secure)
                .set("FrontEnd", "FrontEndRedirectUrl", "https://localhost:3000/")
                .set("Client", "ResponseMode", "form_post"));

    assertThat(session(diagnosis).outcome())
        .as(diagnosis.toText("tms.json"))
        .isEqualTo(Look.Outcome.FINE);
  }

  @Test
  void session_wrongPassword() {
    Diagnosis diagnosis =
        installation()
            .examine(
                Installation.doctor()
                    .signIn(Secret.of(PASSWORD), client -> new User("another one")));

    names(diagnosis, "sign-in-failed", "the login does not end", "the form comes again");
  }

  @Test
  void session_accessDenied() {
    provider.always(RequestKind.AUTHORIZATION, Misbehaviour.RESPONSE_ACCESS_DENIED);

    Diagnosis diagnosis = signIn(installation());

    hasFound(diagnosis, "sign-in-refused");
    assertThat(diagnosis.toText("tms.json")).contains("the login is refused: ", "access_denied");
  }

  @Test
  void session_pushedRequestsDemanded() {
    stub.authorizes(
        StubIssuer.back(
            "error=invalid_request"
                + "&error_description=Pushed+Authorization+Request+is+only+allowed"));

    Diagnosis diagnosis = signIn(atStub());

    hasFound(diagnosis, "demands-more");
    assertThat(diagnosis.toText("tms.json"))
        .contains("the provider demands pushed authorization requests (RFC 9126)");
  }

  @Test
  void session_dpopDemanded() {
    stub.signsIn().token(json(400, Map.of("error", "invalid_dpop_proof")));

    Diagnosis diagnosis = signIn(atStub());

    hasFound(diagnosis, "demands-more");
    assertThat(diagnosis.toText("tms.json")).contains("DPoP, RFC 9449", "invalid_dpop_proof");
  }

  @Test
  void session_idTokenIsRefused_leavesNoRefreshToken() {
    provider.always(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_EXPIRED);

    Diagnosis diagnosis = signIn(installation());

    names(diagnosis, "code-refused", "the ID token was refused");
    assertThat(provider.requests(RequestKind.REVOCATION)).hasSize(1);
  }

  @Test
  void session_unlistedAlgorithm() {
    provider.always(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_UNLISTED_ALGORITHM);

    Diagnosis diagnosis = signIn(installation());

    hasFound(diagnosis, "algorithm-unlisted");
    assertThat(diagnosis.toText("tms.json")).contains("signed with RS512");
  }

  @Test
  void session_offlineAccessDoesNotCome() {
    provider.always(RequestKind.TOKEN_CODE, Misbehaviour.NO_REFRESH_TOKEN);

    names(signIn(installation()), "no-refresh-token", "offline_access");
  }

  @Test
  void session_refreshIsRefused() {
    provider.always(RequestKind.TOKEN_REFRESH, Misbehaviour.INVALID_GRANT);

    Diagnosis diagnosis = signIn(installation());

    names(diagnosis, "refresh-refused", "invalid_grant");
    assertThat(session(diagnosis).detail()).isEqualTo("signed in, signed out");
  }

  @Test
  void session_userInfoIsRefused() {
    provider.always(RequestKind.USERINFO, Misbehaviour.INVALID_CLIENT);

    Diagnosis diagnosis = signIn(installation().set("Client", "UserInfo", true));

    names(diagnosis, "userinfo-refused", "401");
    assertThat(provider.requests(RequestKind.REVOCATION)).hasSize(1);
  }

  @Test
  void session_revocationIsRefused() {
    provider.always(RequestKind.REVOCATION, Misbehaviour.STATUS_500);

    hasFound(signIn(installation()), "revocation-refused");
  }

  @Test
  void session_postLogoutUriIsNotRegistered() {
    provider.register(client("https://elsewhere.example/"));

    Diagnosis diagnosis = signIn(installation());

    hasFound(diagnosis, "post-logout-uri-refused");
    assertThat(diagnosis.toText("tms.json")).contains(SIGNED_OUT);
    assertThat(diagnosis.isIll()).isTrue();
  }

  @Test
  void session_providerKeepsTheUserAfterALogout_isAWarning() {
    Diagnosis diagnosis =
        installation()
            .examine(
                Installation.doctor()
                    .signIn(
                        Secret.of(PASSWORD),
                        client ->
                            new User(PASSWORD) {
                              @Override
                              public URI signOut(URI start, URI end) throws Stuck {
                                throw new Stuck("it asks whether to sign out");
                              }
                            }));

    hasFound(diagnosis, "logout-stays");
    assertThat(diagnosis.toText("tms.json")).contains(SIGNED_OUT, "it asks whether to sign out");
    assertThat(diagnosis.isIll()).isFalse();
  }

  @Test
  void session_tokensAreInNoReport() {
    provider.always(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_WRONG_NONCE);

    Diagnosis diagnosis = signIn(installation());

    assertThat(diagnosis.toText("tms.json") + diagnosis.toJson("tms.json"))
        .doesNotContainPattern("eyJ[A-Za-z0-9_-]{10}")
        .doesNotContain("code=");
  }
}
