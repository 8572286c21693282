package dev.tms.registration.doctor;

import java.net.URI;

/** A browser that signs a user in at a provider. Keeps its cookies between calls. */
public interface Browser {
  /**
   * Signs the user in, starting at one address, until the provider sends the browser to the other.
   *
   * @param start the first address
   * @param end scheme, host, port and path of the final address, which is not called
   * @return the final address, with the parameters of the provider's response as its query, whether
   *     the provider sent them in a redirect or in a form
   * @throws Stuck if the browser does not get there
   */
  URI signIn(URI start, URI end) throws Stuck;

  /**
   * Signs the user out, as {@link #signIn}. Confirms the sign-out if the provider asks, and does
   * not sign in.
   *
   * @throws Stuck if the browser does not get there
   */
  URI signOut(URI start, URI end) throws Stuck;

  /** The browser did not reach its target. The message gives the reason, without secrets. */
  final class Stuck extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isRefused;

    public Stuck(String reason) {
      this(reason, false);
    }

    /**
     * Says whether the provider refuses.
     *
     * @param isRefused whether the last response is an error of the request: a status from 400 to
     *     499
     */
    public Stuck(String reason, boolean isRefused) {
      super(reason);
      this.isRefused = isRefused;
    }

    /** Whether the last response is an error of the request. */
    public boolean isRefused() {
      return isRefused;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
