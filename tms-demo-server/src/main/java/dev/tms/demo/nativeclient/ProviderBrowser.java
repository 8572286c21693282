package dev.tms.demo.nativeclient;

import dev.tms.registration.doctor.Browser;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;

/** The native client's web view at a provider without a service. Not thread-safe. */
public final class ProviderBrowser implements Browser {
  private final Http http;
  private final Account account;

  public ProviderBrowser(HttpClient client, Account account) {
    this.http = new Http(client, new CookieJar(InstantSource.system()), WebView.ACCEPT);
    this.account = account;
  }

  @Override
  public URI signIn(URI start, URI end) throws Stuck {
    String trouble;
    try {
      trouble = "it ends at " + Answer.place(webView(end).signIn(start, account));
    } catch (ClientFailure e) {
      trouble = e.getMessage() + ""; // as always where no service answers at the end
    }
    return reached(new Stuck(trouble));
  }

  @Override
  public URI signOut(URI start, URI end) throws Stuck {
    Stuck trouble;
    try {
      Answer last = webView(end).signOut(start, account);
      trouble = new Stuck(last + " (" + last.problem() + ")", last.status() / 100 == 4);
    } catch (ClientFailure e) {
      trouble = new Stuck(e.getMessage() + "");
    }
    return reached(trouble);
  }

  private URI reached(Stuck trouble) throws Stuck {
    Optional<URI> reached = http.reached();
    if (reached.isEmpty()) {
      throw trouble;
    }
    return reached.get();
  }

  private WebView webView(URI end) {
    http.endAt(end);
    return new WebView(http, end, null, new Transcript(new PrintWriter(Writer.nullWriter())));
  }
}
