package dev.tms.endpoint;

import dev.tms.http.Request;
import dev.tms.http.Response;
import java.net.URI;
import java.util.List;

/**
 * {@code GET /Auth/LoggedOut}: where the provider returns to after a sign-out. Nothing is done
 * here.
 */
final class LoggedOutEndpoint implements Endpoint {
  private final Pages pages;

  /** Sends browsers on to the front end. */
  LoggedOutEndpoint(URI frontEnd) {
    this.pages = new Pages(frontEnd);
  }

  @Override
  public Response handle(Request request) {
    return pages.signedOut(request, List.of());
  }
}
