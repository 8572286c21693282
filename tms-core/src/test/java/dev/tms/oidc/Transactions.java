package dev.tms.oidc;

import java.security.SecureRandom;

/** Transactions for the tests of other rooms. */
public final class Transactions {
  private Transactions() {}

  /** A transaction that has just begun. */
  public static Transaction begin(SecureRandom random, String issuer) {
    return Transaction.begin(random, true, null, true, issuer);
  }
}
