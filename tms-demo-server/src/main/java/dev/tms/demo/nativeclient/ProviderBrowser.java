package dev.tms.demo.nativeclient;

import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;

/** The native client's web view at a provider without a service. Not thread-safe. */
public final class ProviderBrowser {
  private final Http http;
  private final Account account;

  public ProviderBrowser(HttpClient client, Account account) {
    this.http = new Http(client, new CookieJar(InstantSource.system()), WebView.ACCEPT);
    this.account = account;
  }

  /**
   * Signs in if the provider asks. Returns the address of the redirect to {@code end}, which is not
   * requested; only its scheme, host, port and path count.
   */
  public URI signIn(URI start, URI end) throws ClientFailure {
    String trouble;
    try {
      URI last = webView(end).signIn(start, account);
      trouble = "it ends at " + Answer.place(last);
    } catch (ClientFailure e) {
      trouble = String.valueOf(e.getMessage()); // as always where no service answers at the end
    }
    return reached(trouble);
  }

  /** Signs out, and confirms if the provider asks. Returns as {@link #signIn} does. */
  public URI signOut(URI start, URI end) throws ClientFailure {
    Answer last = webView(end).signOut(start, account);
    return reached(last + " (" + last.problem() + ")");
  }

  private URI reached(String trouble) throws ClientFailure {
    Optional<URI> reached = http.reached();
    if (reached.isEmpty()) {
      throw new ClientFailure(trouble);
    }
    return reached.get();
  }

  private WebView webView(URI end) {
    http.endAt(end);
    return new WebView(http, end, null, new Transcript(new PrintWriter(Writer.nullWriter())));
  }
}
