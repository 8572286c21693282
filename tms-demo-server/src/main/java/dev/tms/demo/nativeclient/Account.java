package dev.tms.demo.nativeclient;

/** The user's credentials at the provider. */
public record Account(String user, String password) {
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
