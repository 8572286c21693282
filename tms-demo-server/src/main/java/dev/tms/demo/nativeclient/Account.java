package dev.tms.demo.nativeclient;

/**
 * What the user types into the provider's form.
 *
 * @param user the user name
 * @param password the password
 */
public record Account(String user, String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
