package dev.tms.registration.doctor;

import java.util.Locale;

/** The areas of an examination, in an order in which causes precede consequences. */
public enum Area {
  /** The configuration file and the environment. */
  CONFIGURATION(false, "the file and the environment variables over it"),
  /** The keyset that seals cookies. */
  KEYS(false, "whether the keyset can be opened, and what is in it"),
  /** The shared store. */
  STORE(true, "whether it answers, keeps what it is given, and is used by nodes with these keys"),
  /** The service's own key and certificate. */
  SERVER(false, "the key and the certificates in `Server.KeyStore`"),
  /** The certificates of the provider and of the public URL. */
  TLS(true, "certificates of the provider's hosts and of the public URL"),
  /** The provider's metadata and capabilities. */
  PROVIDER(true, "metadata, signing keys, and each capability that the configuration needs"),
  /** The clock, compared with the provider's. */
  CLOCK(true, "this machine's time against the provider's"),
  /** The client's registration at the provider. */
  REGISTRATION(
      false, "redirect and logout URIs, secret, scopes and grants of `--registration FILE`"),
  /** Whether browsers send this service's cookies. */
  COOKIES(false, "the front ends' sites against this service's, by the public-suffix list"),
  /** The origins that may call. */
  CORS(false, "origins that may call, against the front end's own"),
  /** Whether large request headers reach this service. */
  HEADS(true, "with `--head-bytes N`: a request with a head of that size, through the public URL"),
  /** Whether the provider accepts an authorization request. */
  LOGIN(true, "an authorization request with `prompt=none`, for which no user has to sign in"),
  /** Whether the provider accepts this client's credentials. */
  CLIENT(true, "a token request with a made-up code"),
  /** Whether login, refresh and logout work. */
  SESSION(true, "with `--user U`: one login, refresh, userinfo call and logout"),
  /** Whether machine clients get tokens. */
  MACHINE(true, "a token for each client of the section `Machine`");

  private final boolean asksOthers;
  private final String what;

  Area(boolean asksOthers, String what) {
    this.asksOthers = asksOthers;
    this.what = what;
  }

  /** Whether the area uses the network. */
  public boolean asksOthers() {
    return asksOthers;
  }

  /** What is examined, in Markdown. */
  public String what() {
    return what;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
