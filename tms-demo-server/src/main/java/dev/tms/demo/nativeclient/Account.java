package dev.tms.demo.nativeclient;

public record Account(String user, String password) {
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
