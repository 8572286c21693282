package dev.tms.registration.doctor;

import java.util.Locale;

/** What is looked at, in this order: what comes first is a cause of what comes later. */
public enum Area {
  /** The configuration file and the environment. */
  CONFIGURATION(false, "the file and the environment variables over it"),
  /** The keyset that cookies are sealed with. */
  KEYS(false, "whether the keyset can be opened, and what is in it"),
  /** The store that nodes share. */
  STORE(true, "whether it answers, keeps what it is given, and is used by nodes with these keys"),
  /** The key and the certificate that this service itself answers with. */
  SERVER(false, "the key and the certificates in `Server.KeyStore`"),
  /** Certificates that are shown to this machine. */
  TLS(true, "certificates of the provider's hosts and of the public URL"),
  /** What the provider says of itself, and whether that is enough. */
  PROVIDER(true, "metadata, signing keys, and each capability that the configuration needs"),
  /** This machine's clock against the provider's. */
  CLOCK(true, "this machine's time against the provider's"),
  /** The document that the provider keeps about this client. */
  REGISTRATION(
      false, "redirect and logout URIs, secret, scopes and grants of `--registration FILE`"),
  /** Whether browsers send this service's cookies. */
  COOKIES(false, "the front ends' sites against this service's, by the public-suffix list"),
  /** Which pages may call. */
  CORS(false, "origins that may call, against the front end's own"),
  /** Whether a large head gets through to this service. */
  HEADS(true, "with `--head-bytes N`: a request with a head of that size, through the public URL"),
  /** Whether the provider takes an authorization request. */
  LOGIN(true, "an authorization request with `prompt=none`, for which no user has to sign in"),
  /** Whether the provider takes this client's credentials. */
  CLIENT(true, "a token request with a made-up code"),
  /** Whether a user gets a session, keeps it, and can end it. */
  SESSION(true, "with `--user U`: one login, refresh, userinfo call and logout"),
  /** Whether machine clients get tokens. */
  MACHINE(true, "a token for each client of the section `Machine`");

  private final boolean asksOthers;
  private final String what;

  Area(boolean asksOthers, String what) {
    this.asksOthers = asksOthers;
    this.what = what;
  }

  /** Whether something is asked over the network. */
  public boolean asksOthers() {
    return asksOthers;
  }

  /** What is looked at, in Markdown. */
  public String what() {
    return what;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
