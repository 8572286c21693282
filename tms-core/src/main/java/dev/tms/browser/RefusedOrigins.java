package dev.tms.browser;

import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says in the log from which origins requests are refused, once for each, and what to set if that
 * is a mistake: the browser tells the user nothing, and its console little. Thread-safe.
 */
public final class RefusedOrigins {
  private static final Logger log = System.getLogger(RefusedOrigins.class.getName());
  private static final int MOST = 100;
  private static final int MOST_LENGTH = 200;

  private final String publicOrigin;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Refusals of the service at this URL. */
  public RefusedOrigins(PublicUrl publicUrl) {
    this.publicOrigin = publicUrl.origin();
  }

  /** Notes that this request, or what it asks leave for, is refused for where it comes from. */
  public void tell(Request request) {
    List<String> origins = request.headers("Origin");
    String origin = printable(origins.isEmpty() ? "" : String.join(" ", origins));
    if (told.size() >= MOST || !told.add(origin)) {
      return; // a stranger can send as many as they like
    }
    log.log(
        Level.WARNING,
        "{0} {1} is not open to {2}: {3}",
        printable(request.method()),
        printable(request.path()),
        origins.isEmpty() ? "a request without Origin" : "origin " + origin,
        reason(origins));
    if (told.size() >= MOST) {
      log.log(Level.WARNING, "further origins from which requests are refused are not logged");
    }
  }

  private String reason(List<String> origins) {
    if (origins.isEmpty()) {
      return "a page of another site sent the browser here, or embeds this address. Call it by"
          + " script from a front end instead";
    }
    if (origins.size() > 1) {
      return "a browser sends one Origin; a proxy in between may add another";
    }
    if (origins.get(0).equals("null")) {
      return "the page hides where it is, as one with Referrer-Policy no-referrer or same-origin, a"
          + " sandboxed frame or a local file does. Where it is the front end's, send it with"
          + " Referrer-Policy: strict-origin-when-cross-origin";
    }
    return "if that is the front end, add it to FrontEnd.FrontEndCorsOrigin; if it is this service"
        + " itself, set Server.PublicUrl, now "
        + publicOrigin
        + ", to where browsers reach it";
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[^!-~]", "?");
    return clean.length() <= MOST_LENGTH ? clean : clean.substring(0, MOST_LENGTH) + "...";
  }
}
