package dev.tms.contract;

import dev.tms.Tms;

/** What {@link HttpContract} wants to have started. */
public interface ServiceSetup {
  /**
   * The path below which the service has to answer, as a part of the public URL: empty, or for
   * example {@code /tms}.
   */
  String basePath();

  /**
   * Builds the service for the address where it will listen. The public URL may have the scheme
   * https nevertheless, as behind a proxy that ends TLS. To be called once.
   *
   * @param origin as in {@link RunningService#origin()}
   */
  Tms build(String origin);
}
