package dev.tms.machine;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer: read by the caller's handler, or that of a 401, held back until it is
 * known whether the caller will see this answer at all. A handler may write a file or feed a
 * subscriber that can be subscribed once, so that it must not see two answers.
 */
sealed interface Received<T> {
  /** The most that is held back. */
  int MAX_HELD_BYTES = 64 * 1024;

  /** What the caller's handler has made of it. */
  record Passed<T>(@Nullable T body) implements Received<T> {}

  /** Held back. */
  record Held<T>(ResponseInfo info, byte[] bytes) implements Received<T> {
    /** Gives it to the caller's handler after all. */
    CompletionStage<T> replay(BodyHandler<T> handler) {
      BodySubscriber<T> subscriber = handler.apply(info);
      BodyPublishers.ofByteArray(bytes).subscribe(new Replay(subscriber));
      return subscriber.getBody();
    }
  }

  /** Reads answers through the caller's handler, and holds a 401 back where that is asked for. */
  static <T> BodyHandler<Received<T>> handler(BodyHandler<T> handler, boolean holdUnauthorized) {
    return info ->
        holdUnauthorized && info.statusCode() == AuthorizingClient.UNAUTHORIZED
            ? new Holder<>(info)
            : BodySubscribers.mapping(handler.apply(info), Passed::new);
  }

  /** Collects a body, up to the limit. */
  final class Holder<T> implements BodySubscriber<Received<T>> {
    private final ResponseInfo info;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<Received<T>> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    Holder(ResponseInfo info) {
      this.info = info;
    }

    @Override
    public CompletionStage<Received<T>> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_HELD_BYTES - collected.size())];
        buffer.get(bytes);
        collected.writeBytes(bytes);
        if (buffer.hasRemaining()) {
          onComplete();
          if (subscription != null) {
            subscription.cancel();
          }
          return;
        }
      }
    }

    @Override
    public void onError(Throwable problem) {
      whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      whole.complete(new Held<>(info, collected.toByteArray()));
    }
  }

  /** Buffers one by one for a subscriber of lists of them. */
  record Replay(BodySubscriber<?> subscriber) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
      subscriber.onNext(List.of(buffer));
    }

    @Override
    public void onError(Throwable problem) {
      subscriber.onError(problem);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }
}
