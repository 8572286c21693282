package dev.tms.machine;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

final class ReplayableBody implements BodyPublisher {
  private static final BodyPublisher TEXT = BodyPublishers.ofString("x");
  private static final Class<?> ADAPTER = BodyPublishers.fromPublisher(TEXT, 1).getClass();
  private static final Class<?> CONCATENATION = BodyPublishers.concat(TEXT, TEXT).getClass();

  private final BodyPublisher body;

  ReplayableBody(BodyPublisher body) {
    this.body = body;
  }

  /** Whether the body is known to be replayable; an absent one is. */
  static boolean isReplayable(@Nullable BodyPublisher body) {
    if (body == null || body instanceof ReplayableBody) {
      return true;
    }
    // JDK publishers of known length read from memory or a file, except for these two, which wrap
    // other content
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
