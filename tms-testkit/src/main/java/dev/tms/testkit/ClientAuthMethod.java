package dev.tms.testkit;

/** How a client authenticates; exactly the registered method is accepted. */
public enum ClientAuthMethod {
  /** {@code client_secret_basic}: both halves form-encoded (RFC 6749 section 2.3.1). */
  BASIC("client_secret_basic"),
  /** {@code client_secret_post}. */
  POST("client_secret_post"),
  /** {@code none}: a public client. */
  NONE("none");

  private final String registeredName;

  ClientAuthMethod(String registeredName) {
    this.registeredName = registeredName;
  }

  /** The name in the registry of RFC 7591. */
  public String registeredName() {
    return registeredName;
  }
}
