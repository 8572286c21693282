package dev.tms.testkit.grant;

import org.jspecify.annotations.Nullable;

/** What became of a code or refresh token that was presented. */
public sealed interface Redemption {
  /**
   * It was good.
   *
   * @param grant its family
   * @param refreshToken the token to hand out, where there is one
   */
  record Accepted(Grant grant, @Nullable String refreshToken) implements Redemption {}

  /**
   * It was not, and the answer is {@code invalid_grant}.
   *
   * @param reason for people
   */
  record Refused(String reason) implements Redemption {}
}
