package dev.tms.servlet;

import dev.tms.token.User;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in user as returned by {@code getUserPrincipal()}. Equality is by issuer and subject,
 * since no other claim identifies a user (OpenID Connect Core 5.7). Immutable.
 */
public final class TmsPrincipal implements Principal {
  private final User user;
  private final String name;

  TmsPrincipal(User user, String name) {
    this.user = user;
    this.name = name;
  }

  /**
   * Returns the subject, which is unique at the provider; or the claim that {@link
   * dev.tms.policy.SessionPolicy#withNameClaim} names.
   */
  @Override
  public String getName() {
    return name;
  }

  /** Returns the user with the claims that the session keeps. */
  public User user() {
    return user;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TmsPrincipal that
        && user.subject().equals(that.user.subject())
        && user.issuer().equals(that.user.issuer());
  }

  @Override
  public int hashCode() {
    return Objects.hash(user.issuer(), user.subject());
  }

  /** Omits personal data. */
  @Override
  public String toString() {
    return "TmsPrincipal[" + user.issuer() + "]";
  }
}
