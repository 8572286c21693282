package dev.tms.demo.nativeclient;

import dev.tms.registration.doctor.Browser;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;

/** The native client's web view at a provider alone, without a service. Not thread-safe. */
public final class ProviderBrowser implements Browser {
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
  public URI signIn(URI start, URI end) throws Stuck {
    String trouble;
    try {
      URI last = webView(end).signIn(start, account);
      trouble = "it ends at " + Answer.place(last);
    } catch (ClientFailure e) {
      trouble = String.valueOf(e.getMessage()); // as always where no service answers at the end
    }
    return reached(trouble);
  }

  @Override
  public URI signOut(URI start, URI end) throws Stuck {
    try {
      Answer last = webView(end).follow(start);
      return reached(last + " (" + last.problem() + ")");
    } catch (ClientFailure e) {
      throw new Stuck(String.valueOf(e.getMessage()));
    }
  }

  private URI reached(String trouble) throws Stuck {
    Optional<URI> reached = http.reached();
    if (reached.isEmpty()) {
      throw new Stuck(trouble);
    }
    return reached.get();
  }

  /** A web view whose way ends there, as if a service answered. */
  private WebView webView(URI end) {
    http.endAt(end);
    return new WebView(http, end, null, new Transcript(new PrintWriter(Writer.nullWriter())));
  }
}
