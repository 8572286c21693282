package dev.tms.demo.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A visit with a profile of its own, which notes what no test may see. */
final class Visit implements AutoCloseable {
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final Set<String> hosts = new TreeSet<>();

  Visit(BrowserContext context) {
    this.context = context;
    this.page = context.newPage();
    context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text() + " at " + message.location());
          }
        });
    page.onPageError(complaints::add);
    context.onRequest(this::note);
  }

  Page page() {
    return page;
  }

  /** Errors and warnings of the console, violations of the content security policy among them. */
  List<String> complaints() {
    return complaints;
  }

  /** Every host that was asked for anything. */
  Set<String> hosts() {
    return hosts;
  }

  @Override
  public void close() {
    context.close();
  }

  private void note(Request request) {
    hosts.add(URI.create(request.url()).getHost());
  }
}
