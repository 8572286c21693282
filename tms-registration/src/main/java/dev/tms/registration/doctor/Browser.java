package dev.tms.registration.doctor;

import java.net.URI;

/**
 * A browser with a user in front of it, who signs in where a provider asks for it. It keeps its
 * cookies from one call to the next.
 */
public interface Browser {
  /**
   * Signs the user in: goes to an address, and on from there until the provider sends the browser
   * to another one.
   *
   * @param start where to begin
   * @param end scheme, host, port and path of where it ends; nothing is sent there
   * @return that address with the parameters of the provider's answer as its query, however they
   *     are sent: in the address of a redirect, or in a form
   * @throws Stuck if it does not get there
   */
  URI signIn(URI start, URI end) throws Stuck;

  /**
   * Signs the user out: as {@link #signIn}, says yes where the provider asks whether to sign out,
   * and signs in nowhere.
   *
   * @throws Stuck if it does not get there
   */
  URI signOut(URI start, URI end) throws Stuck;

  /** The browser did not get where it had to; the message says why, without anything secret. */
  final class Stuck extends Exception {
    private static final long serialVersionUID = 1L;

    public Stuck(String reason) {
      super(reason);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
