package dev.tms.oidc;

import dev.tms.token.TokenSet;

/** How the end of a login went. The reasons are sentences for operators. */
public sealed interface RedeemOutcome {
  /** The user is signed in. */
  record Redeemed(Identity identity, TokenSet tokens) implements RedeemOutcome {
    /** Without anything of the user's. */
    @Override
    public String toString() {
      return "Redeemed[" + identity.issuer() + "]";
    }
  }

  /** The provider refused the code, or what it answered does not prove who the user is. */
  record Failed(String reason) implements RedeemOutcome {}

  /** What the provider answers is sound, and contradicts the configuration. */
  record Misconfigured(String reason) implements RedeemOutcome {}

  /** The provider cannot be asked now. */
  record Unavailable(String reason) implements RedeemOutcome {}
}
