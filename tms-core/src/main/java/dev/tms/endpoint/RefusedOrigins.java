package dev.tms.endpoint;

import dev.tms.event.ThrottledLog;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs each refused origin once, with the setting that would allow it: browsers hardly explain the
 * refusal. Limits lines about origins that strangers invent. Thread-safe.
 */
final class RefusedOrigins {
  private static final int MOST = 1000;
  private static final int MOST_LENGTH = 200;

  private final PublicUrl publicUrl;
  private final ThrottledLog log;
  private final Map<String, Boolean> told = new Newest(); // guarded by itself

  RefusedOrigins(PublicUrl publicUrl, InstantSource clock) {
    this.publicUrl = publicUrl;
    this.log = new ThrottledLog(System.getLogger(RefusedOrigins.class.getName()), clock);
  }

  private static final class Newest extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.@Nullable Entry<String, Boolean> eldest) {
      return size() > MOST;
    }
  }

  /** Logs that a request, or a preflight, was refused because of its origin. */
  void tell(Request request) {
    List<String> origins = request.headers("Origin");
    String origin = printable(origins.isEmpty() ? "" : String.join(" ", origins));
    synchronized (told) {
      if (!told.containsKey(origin)
          && log.log(
              Level.WARNING,
              "refused origins",
              printable(request.method())
                  + " "
                  + printable(request.path())
                  + " is not open to "
                  + (origins.isEmpty() ? "a request without Origin" : "origin " + origin)
                  + ": "
                  + reason(origins))) {
        told.put(origin, true);
      }
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
        + publicUrl
        + ", to where browsers reach it";
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[^!-~]", "?");
    return clean.length() <= MOST_LENGTH ? clean : clean.substring(0, MOST_LENGTH) + "...";
  }
}
