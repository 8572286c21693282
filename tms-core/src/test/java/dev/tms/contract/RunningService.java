package dev.tms.contract;

/** A service that answers, as {@link HttpContract} needs it. */
public interface RunningService extends AutoCloseable {
  /** Where it listens, for example {@code http://localhost:34567}: clear http, host localhost. */
  String origin();

  /** Stops it and frees the port; what was built by the {@link ServiceSetup} may be closed too. */
  @Override
  void close();
}
