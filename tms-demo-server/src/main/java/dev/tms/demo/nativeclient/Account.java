package dev.tms.demo.nativeclient;

/** What the user types into the provider's form. */
public record Account(String user, String password) {
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
