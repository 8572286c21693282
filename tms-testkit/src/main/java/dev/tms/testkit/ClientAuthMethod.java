package dev.tms.testkit;

/** The authentication method of a client. Only the registered method is accepted. */
public enum ClientAuthMethod {
  /** {@code client_secret_basic}, with both parts form-encoded (RFC 6749 section 2.3.1). */
  BASIC("client_secret_basic"),
  /** {@code client_secret_post}. */
  POST("client_secret_post"),
  /** {@code none}, for public clients. */
  NONE("none");

  private final String registeredName;

  ClientAuthMethod(String registeredName) {
    this.registeredName = registeredName;
  }

  /** Returns the registered name (RFC 7591). */
  public String registeredName() {
    return registeredName;
  }
}
