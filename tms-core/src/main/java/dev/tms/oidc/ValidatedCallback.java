package dev.tms.oidc;

import dev.tms.token.Secret;

/**
 * An answer with a code that belongs to its login: only {@link OidcClient#check} makes one.
 * Immutable.
 */
public final class ValidatedCallback {
  private final Transaction transaction;
  private final Secret code;

  ValidatedCallback(Transaction transaction, Secret code) {
    this.transaction = transaction;
    this.code = code;
  }

  /** The login that it belongs to. */
  public Transaction transaction() {
    return transaction;
  }

  Secret code() {
    return code;
  }

  @Override
  public String toString() {
    return "ValidatedCallback[" + transaction.issuer() + "]";
  }
}
