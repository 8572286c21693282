package dev.tms.demo.nativeclient;

import dev.tms.registration.doctor.Browser;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;

/** The native client's web view at a provider alone, without a service. Not thread-safe. */
public final class ProviderBrowser implements Browser {
  // no address is below it
  private static final URI NO_SERVICE = URI.create("about:blank");

  private final Http http;
  private final Account account;

  /**
   * A browser without cookies.
   *
   * @param client follows no redirects
   * @param account what is typed into the provider's form
   */
  public ProviderBrowser(HttpClient client, Account account) {
    this.http = new Http(client, new CookieJar(InstantSource.system()), WebView.ACCEPT);
    this.account = account;
  }

  @Override
  public URI follow(URI start, URI end) throws Stuck {
    Transcript silent = new Transcript(new PrintWriter(Writer.nullWriter()));
    try {
      return new WebView(http, NO_SERVICE, end, silent).signIn(start, account);
    } catch (ClientFailure e) {
      throw new Stuck(String.valueOf(e.getMessage()));
    }
  }
}
