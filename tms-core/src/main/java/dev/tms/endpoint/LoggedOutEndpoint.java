package dev.tms.endpoint;

import dev.tms.http.Request;
import dev.tms.http.Response;
import java.net.URI;

/**
 * {@code GET /Auth/LoggedOut}: where the provider returns to after a sign-out. Nothing is done
 * here.
 */
public final class LoggedOutEndpoint implements Endpoint {
  private final URI frontEnd;

  /** Sends browsers on to the front end. */
  public LoggedOutEndpoint(URI frontEnd) {
    this.frontEnd = frontEnd;
  }

  @Override
  public Response handle(Request request) {
    return Response.status(302).header("Location", frontEnd.toString()).build();
  }
}
