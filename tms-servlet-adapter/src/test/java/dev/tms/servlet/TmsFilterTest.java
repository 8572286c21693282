package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.InvalidConfigurationException;
import dev.tms.Tms;
import dev.tms.oauth.Provider;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.Keys;
import dev.tms.token.Claims;
import dev.tms.token.User;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TmsFilterTest {
  private static final Map<String, String> NONE = Map.of();

  private final Tms tms = tms("https://shop.example/shop");

  private static Tms tms(String publicUrl) {
    return Tms.builder()
        .publicUrl(publicUrl)
        .provider(Provider.discover("https://id.example"))
        .publicClient("shop")
        .keys(Keys.inMemory())
        .build();
  }

  @AfterEach
  void close() {
    tms.close();
  }

  private static FilterConfig in(String contextPath, Map<String, String> parameters) {
    return Contexts.filter(Contexts.context(contextPath, NONE), parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/shop"})
  void init_publicUrlUnderContextPath_starts(String contextPath) {
    assertThatCode(() -> TmsFilter.of(tms).init(in(contextPath, NONE))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other", "/sho", "/shop/more", "/Shop"})
  void init_publicUrlElsewhere_saysSo(String contextPath) {
    assertThatThrownBy(() -> TmsFilter.of(tms).init(in(contextPath, NONE)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("publicUrl: https://shop.example/shop")
        .hasMessageContaining(contextPath);
  }

  @Test
  void init_noConfigurationFile_saysWhichParameter() {
    assertThatThrownBy(() -> new TmsFilter().init(in("", NONE)))
        .isInstanceOf(ServletException.class)
        .hasMessageContaining("dev.tms.config");
  }

  @Test
  void init_configurationFileMissing_saysSo() {
    assertThatThrownBy(
            () -> new TmsFilter().init(in("", Map.of(TmsFilter.CONFIG, "/no/such/tms.json"))))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("/no/such/tms.json");
  }

  @Test
  @DisplayName("Lesson 7: a protection that cannot work keeps the application from starting")
  void init_patternNotValid_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TmsFilter.of(tms).init(in("", Map.of(TmsFilter.PROTECT, "/account/*, account"))))
        .withMessageContaining("not account");
  }

  @Test
  void doFilter_beforeInit_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new TmsFilter().doFilter(null, null, null))
        .withMessageContaining("not been initialized");
  }

  @Test
  void protect_onFilterOfContainer_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new TmsFilter().protect("/*"))
        .withMessageContaining("dev.tms.protect");
  }

  @Test
  void addTo_contextWithTmsFilter_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TmsFilter.of(tms).addTo(Contexts.context("/shop", NONE)))
        .withMessageContaining("already");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"null", "''", "'  '"},
      nullValues = "null")
  void initializer_noParameter_doesNothing(String value) {
    ServletContext context =
        Contexts.context("/shop", value == null ? NONE : Map.of(TmsFilter.CONFIG, value));

    assertThatCode(() -> new TmsInitializer().onStartup(Set.of(), context))
        .doesNotThrowAnyException();
  }

  @Test
  void destroy_serviceThatWasGiven_goesOn() throws Exception {
    TmsFilter filter = TmsFilter.of(tms);
    filter.init(in("/shop", NONE));

    filter.destroy();

    assertThat(tms.session(SessionRequest.WITHOUT_COOKIES).isSignedIn()).isFalse();
  }

  @Test
  void service_ofTheContext_isThatOfItsFilter() throws Exception {
    ServletContext context = Contexts.context("/shop", NONE);
    TmsFilter.of(tms).init(Contexts.filter(context, NONE));

    assertThat(TmsFilter.service(context)).isSameAs(tms);
  }

  @Test
  void service_noFilter_saysWhatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TmsFilter.service(Contexts.context("/shop", NONE)))
        .withMessageContaining("no TmsFilter");
  }

  @Test
  void session_requestThatPassedNoFilter_saysWhatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TmsSession.of(Contexts.request()))
        .withMessageContaining("TmsFilter");
  }

  private static TmsSession sessionOf(TmsPrincipal principal) {
    return new TmsSession(
        principal, null, Duration.ZERO, ErrorCode.NO_SESSION, List.of(), () -> null);
  }

  @Test
  @DisplayName("A framework that keeps an earlier user shows no one another user's data")
  void session_requestOfAnotherUser_isRefused() {
    TmsPrincipal bob = principal("https://id.example", "u-bob", "Bob");
    TmsSession session = sessionOf(bob);
    Principal alice = () -> "u-alice";
    TmsPrincipal bobElsewhere = principal("https://other.example", "u-bob", "Bob");

    for (ServletRequest request :
        List.of(
            Contexts.request(session, alice, "u-alice"),
            Contexts.request(session, alice, null),
            Contexts.request(session, alice, "u-bob"),
            Contexts.request(session, () -> null, null),
            Contexts.request(session, () -> null, "u-bob"),
            Contexts.request(session, null, ""),
            Contexts.request(session, null, "u-alice"),
            Contexts.request(session, bob, "u-alice"),
            Contexts.request(session, bobElsewhere, "u-bob"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> TmsSession.of(request))
          .withMessageContaining("is not the user of its TMS session")
          .withMessageContaining("Session.NameClaim")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("u-alice", "u-bob"));
    }
  }

  @Test
  void session_requestOfAnotherUser_saysWhichOfTheTwoNamesHim() {
    TmsPrincipal bob = principal("https://id.example", "u-bob", "Bob");
    TmsSession session = sessionOf(bob);
    Principal alice = new NamedPrincipal("u-alice");

    assertRefusal(
        Contexts.request(session, alice, null), "by " + NamedPrincipal.class.getName() + ",");
    assertRefusal(Contexts.request(session, null, "u-alice"), "by getRemoteUser(),");
    assertRefusal(Contexts.request(session, bob, "u-alice"), "by getRemoteUser(),");
  }

  private static void assertRefusal(ServletRequest request, String words) {
    assertThatIllegalStateException()
        .isThrownBy(() -> TmsSession.of(request))
        .withMessageContaining(words);
  }

  private record NamedPrincipal(String getName) implements Principal {}

  @Test
  void session_requestOfTheSameOrNoUser_isGiven() {
    TmsPrincipal bob = principal("https://id.example", "u-bob", "Bob");
    TmsSession session = sessionOf(bob);
    Principal named = () -> "u-bob";

    assertThat(TmsSession.of(Contexts.request(session, bob, "u-bob"))).isSameAs(session);
    assertThat(TmsSession.of(Contexts.request(session, named, "u-bob"))).isSameAs(session);
    assertThat(TmsSession.of(Contexts.request(session, null, null))).isSameAs(session);
    assertThat(TmsSession.of(Contexts.request(session, named, null))).isSameAs(session);
    assertThat(TmsSession.of(Contexts.request(session, null, "u-bob"))).isSameAs(session);
    assertThat(session.principal()).contains(bob);
    TmsSession none = sessionOf(null);
    assertThat(TmsSession.of(Contexts.request(none, named, "u-bob")).isSignedIn()).isFalse();
  }

  @Test
  void addTo_publicUrlElsewhere_saysSoThere() {
    assertThatThrownBy(() -> TmsFilter.of(tms).addTo(Contexts.context("/other", NONE)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("https://shop.example/shop")
        .hasMessageContaining("/other");
  }

  @ParameterizedTest
  @CsvSource({
    "dev.tms.origin-check, false, must be on (the default) or off",
    "dev.tms.no-store, no, must be on (the default) or off",
    "dev.tms.permit, *.css, a permitted path is"
  })
  void init_parameterNotValid_isRefused(String parameter, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TmsFilter.of(tms).init(in("", Map.of(parameter, value))))
        .withMessageContaining(message);
  }

  @Test
  void toString_ofEverything_tellsNothingOfUserAndCookies() {
    assertThat(TmsSession.signedOut(tms)).hasToString("TmsSession[no_session]");
    assertThat(new SessionRequest(List.of("tms=secret"))).hasToString("SessionRequest");
    User user = new User("https://id.example", "u-1", null, Instant.EPOCH, null, null, Claims.NONE);
    assertThat(new TmsPrincipal(user, "u-1")).hasToString("TmsPrincipal[https://id.example]");
  }

  @Test
  void principal_isWhoIssuerAndSubjectSay() {
    TmsPrincipal one = principal("https://id.example", "u-1", "One");

    assertThat(one).isEqualTo(principal("https://id.example", "u-1", "Renamed"));
    assertThat(one).hasSameHashCodeAs(principal("https://id.example", "u-1", "Renamed"));
    assertThat(one).isNotEqualTo(principal("https://id.example", "u-2", "One"));
    assertThat(one).isNotEqualTo(principal("https://other.example", "u-1", "One"));
    assertThat(one.getName()).isEqualTo("u-1");
  }

  private static TmsPrincipal principal(String issuer, String subject, String name) {
    return new TmsPrincipal(
        new User(issuer, subject, null, Instant.EPOCH, null, null, Claims.of("name", name)),
        subject);
  }
}
