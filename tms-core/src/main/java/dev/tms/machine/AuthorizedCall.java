package dev.tms.machine;

import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokens.ClientSlot;
import dev.tms.token.AccessToken;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous request with a token attached, and once more after a 401. No thread waits.
 * Cancelling what {@link #begin} returns cancels the exchange that is under way.
 */
final class AuthorizedCall<T> {
  private final HttpClient client;
  private final ClientSlot tokens;
  private final Duration patience;
  private final HttpRequest request;
  private final BodyHandler<T> handler;
  private final @Nullable PushPromiseHandler<T> pushes;
  private volatile @Nullable CompletableFuture<?> exchange;

  AuthorizedCall(
      HttpClient client,
      ClientSlot tokens,
      Duration patience,
      HttpRequest request,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushes) {
    this.client = client;
    this.tokens = tokens;
    this.patience = patience;
    this.request = request;
    this.handler = handler;
    this.pushes = pushes;
  }

  CompletableFuture<HttpResponse<T>> begin() {
    CompletableFuture<HttpResponse<T>> answer =
        Waiting.within(tokens.slot().ask(), patience).thenCompose(this::first);
    CompletableFuture<?> unused =
        answer.whenComplete(
            (response, problem) -> {
              CompletableFuture<?> underWay = exchange;
              if (answer.isCancelled() && underWay != null) {
                underWay.cancel(true);
              }
            });
    return answer;
  }

  private CompletionStage<HttpResponse<T>> first(MachineTokenOutcome outcome) {
    if (!(outcome instanceof Granted granted)) {
      return CompletableFuture.failedFuture(AuthorizingClient.noToken(tokens.name(), outcome));
    }
    boolean repeatable = AuthorizingClient.isRepeatable(request);
    return exchange(granted.token(), repeatable)
        .thenCompose(response -> afterFirst(response, granted.token()));
  }

  private CompletionStage<HttpResponse<T>> afterFirst(
      HttpResponse<Received<T>> response, AccessToken token) {
    if (response.statusCode() != AuthorizingClient.UNAUTHORIZED) {
      return passed(response);
    }
    CompletableFuture<MachineTokenOutcome> renewal = tokens.slot().renew(token);
    if (!(response.body() instanceof Received.Held<T> held)) {
      return passed(response); // renewed for the next request
    }
    return Waiting.within(renewal, patience)
        .thenCompose(outcome -> afterRenewal(outcome, token, response, held));
  }

  private CompletionStage<HttpResponse<T>> afterRenewal(
      MachineTokenOutcome outcome,
      AccessToken refused,
      HttpResponse<Received<T>> response,
      Received.Held<T> held) {
    AccessToken other = AuthorizingClient.other(outcome, refused);
    if (other == null) {
      return held.replay(handler)
          .thenApply(body -> new AuthorizedResponse<>(response, request, body));
    }
    return exchange(other, false).thenCompose(this::passed);
  }

  private CompletionStage<HttpResponse<T>> passed(HttpResponse<Received<T>> response) {
    return CompletableFuture.completedFuture(AuthorizingClient.passed(response, request));
  }

  private CompletableFuture<HttpResponse<Received<T>>> exchange(AccessToken token, boolean hold) {
    CompletableFuture<HttpResponse<Received<T>>> started =
        client.sendAsync(
            AuthorizingClient.authorized(request, token),
            Received.handler(handler, hold),
            pushes == null ? null : passing(pushes));
    exchange = started;
    return started;
  }

  private static <T> PushPromiseHandler<Received<T>> passing(PushPromiseHandler<T> pushes) {
    return (initiating, pushed, acceptor) ->
        pushes.applyPushPromise(initiating, pushed, passing(pushed, acceptor));
  }

  private static <T> Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> passing(
      HttpRequest pushed,
      Function<BodyHandler<Received<T>>, CompletableFuture<HttpResponse<Received<T>>>> acceptor) {
    return handler ->
        acceptor
            .apply(Received.handler(handler, false))
            .thenApply(response -> AuthorizingClient.passed(response, pushed));
  }
}
