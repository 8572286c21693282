package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

final class SignedInTest {
  @Test
  void on_request_isThatOfTheUser() {
    HttpServletRequest request =
        SignedIn.as("alice").claim("name", "Alice").accessToken("at-1").on(Contexts.plain(), null);

    TmsSession session = TmsSession.of(request);

    assertThat(request.getRemoteUser()).isEqualTo("alice");
    assertThat(request.getUserPrincipal()).isEqualTo(SignedIn.as("alice").principal());
    assertThat(session.claims().string("name")).contains("Alice");
    assertThat(session.accessToken().reveal()).isEqualTo("at-1");
  }

  @Test
  void withoutToken_accessToken_throwsAsTheSessionDoes() {
    TmsSession session =
        SignedIn.as("alice").withoutToken(ErrorCode.PROVIDER_UNAVAILABLE).session();

    assertThatThrownBy(session::accessToken)
        .isInstanceOfSatisfying(
            TmsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE));
  }

  @Test
  void nobody_request_hasNoUser() {
    TmsSession session = TmsSession.of(SignedIn.signedOut(Contexts.plain()));

    assertThat(session.isSignedIn()).isFalse();
    assertThatThrownBy(session::accessToken).isInstanceOf(TmsException.class);
  }
}
