package dev.tms.machine;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A request body that can be sent more than once, as its maker says.
 *
 * <p>Of the JDK's publishers these are known to be so: {@link BodyPublishers#noBody}, {@link
 * BodyPublishers#ofString}, {@link BodyPublishers#ofByteArray} and {@link BodyPublishers#ofFile}.
 * Of all others it cannot be seen: {@link BodyPublishers#ofInputStream} may be given a supplier of
 * one and the same stream, {@link BodyPublishers#fromPublisher} a publisher that publishes once,
 * {@link BodyPublishers#ofByteArrays} an iterable that is used up, and {@link
 * BodyPublishers#concat} any of these; they count as bodies for one use unless they are wrapped
 * here. Thread-safe where the publisher is.
 */
public final class ReplayableBody implements BodyPublisher {
  private static final BodyPublisher TEXT = BodyPublishers.ofString("x");
  private static final Class<?> ADAPTER = BodyPublishers.fromPublisher(TEXT, 1).getClass();
  private static final Class<?> CONCATENATION = BodyPublishers.concat(TEXT, TEXT).getClass();

  private final BodyPublisher body;

  private ReplayableBody(BodyPublisher body) {
    this.body = body;
  }

  /**
   * Says that this body publishes the same bytes to every subscriber, for example {@code
   * ReplayableBody.of(BodyPublishers.ofInputStream(() -> open(report)))} with an {@code open} that
   * opens it anew.
   */
  public static ReplayableBody of(BodyPublisher body) {
    return new ReplayableBody(Objects.requireNonNull(body, "body"));
  }

  /** Whether the body is known to be replayable; no body is. */
  static boolean isReplayable(@Nullable BodyPublisher body) {
    if (body == null || body instanceof ReplayableBody) {
      return true;
    }
    // what the JDK makes with a length known beforehand reads from memory or from a file, except
    // for these two, whose content comes from elsewhere
    return body.getClass().getModule().equals(HttpClient.class.getModule())
        && body.contentLength() >= 0
        && !body.getClass().equals(ADAPTER)
        && !body.getClass().equals(CONCATENATION);
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(subscriber);
  }
}
