package dev.tms.registration.dynamic;

import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.remote.RemoteCalls.Reply;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registration endpoint (RFC 7591) and the management of its clients (RFC 7592). Errors of the
 * provider, such as {@code invalid_redirect_uri}, are in {@link CallProblem#code()}. Thread-safe;
 * blocks.
 */
public final class RegistrationEndpoint {
  private final URI endpoint;
  private final RemoteCalls calls;

  private RegistrationEndpoint(URI endpoint, RemoteCalls calls) {
    this.endpoint = endpoint;
    this.calls = calls;
  }

  /**
   * Creates a client of the {@code registration_endpoint} in the provider's metadata.
   *
   * @throws IllegalArgumentException if the URL is not https (or http on a loopback host), or has
   *     user information or a fragment
   */
  public static RegistrationEndpoint at(URI endpoint, RemoteCalls calls) {
    if (!RemoteCalls.isSafe(endpoint)) {
      throw new IllegalArgumentException(
          "the endpoint must be https (http on loopback hosts), without user and fragment");
    }
    return new RegistrationEndpoint(endpoint, calls);
  }

  /** Registers a client without a token (RFC 7591 section 3.1). */
  public CallOutcome<RegisteredClient> register(ClientMetadata metadata) {
    return calls
        .sendOpenly("POST", endpoint, metadata.members())
        .then(reply -> client(reply, "POST " + endpoint));
  }

  /** Registers a client with an initial access token (RFC 7591 section 3.1). */
  public CallOutcome<RegisteredClient> register(
      ClientMetadata metadata, BearerTokens initialAccessToken) {
    return calls
        .send("POST", endpoint, metadata.members(), initialAccessToken)
        .then(reply -> client(reply, "POST " + endpoint));
  }

  /**
   * Reads the current registration (RFC 7592 section 2.1). Use the result from now on, because the
   * provider may have issued a new secret or token.
   */
  public CallOutcome<RegisteredClient> read(RegisteredClient client) {
    return manage("GET", client, null)
        .then(reply -> client(reply, "GET " + client))
        .then(now -> same(client, now));
  }

  /**
   * Replaces the metadata (RFC 7592 section 2.2); omitted members return to their defaults. Use the
   * result from now on, as with {@link #read}.
   */
  public CallOutcome<RegisteredClient> update(RegisteredClient client, ClientMetadata metadata) {
    // RFC 7592 2.2: MUST include client_id; MUST NOT include registration_access_token,
    // registration_client_uri, client_secret_expires_at, client_id_issued_at; a client_secret MUST
    // be the current one
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("client_id", client.clientId());
    client.secret().ifPresent(secret -> body.put("client_secret", secret.reveal()));
    body.putAll(MetadataConversion.unissued(metadata).value().members());
    return manage("PUT", client, body)
        .then(reply -> client(reply, "PUT " + client))
        .then(now -> same(client, now));
  }

  /** Deletes the client (RFC 7592 section 2.3). Returns its id. */
  public CallOutcome<String> delete(RegisteredClient client) {
    return manage("DELETE", client, null).map(reply -> client.clientId());
  }

  private CallOutcome<Reply> manage(
      String method, RegisteredClient client, @Nullable Map<String, @Nullable Object> body) {
    URI uri = client.registrationClientUri().orElse(null);
    Secret token = client.registrationAccessToken().orElse(null);
    if (uri == null || token == null) {
      return new Failed<>(
          CallProblem.of(
              CallProblem.Kind.NO_TOKEN,
              method + " " + client,
              "the provider gave no registration_client_uri or registration_access_token"));
    }
    return calls.send(method, uri, body, () -> token);
  }

  private static CallOutcome<RegisteredClient> same(RegisteredClient before, RegisteredClient now) {
    return before.clientId().equals(now.clientId())
        ? new Done<>(now.completedBy(before))
        : unreadable("answer for " + before, "the answer is about another client");
  }

  private static CallOutcome<RegisteredClient> client(Reply reply, String call) {
    if (!(reply.json().orElse(null) instanceof Map<?, ?> map)) {
      return unreadable(call, "the answer is no JSON object");
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, value) -> members.put(name.toString(), value));
    try {
      return new Done<>(RegisteredClient.of(members));
    } catch (IllegalArgumentException e) {
      return unreadable(call, "of the answer: " + e.getMessage());
    }
  }

  private static CallOutcome<RegisteredClient> unreadable(String call, String message) {
    return new Failed<>(CallProblem.of(CallProblem.Kind.UNREADABLE, call, message));
  }

  @Override
  public String toString() {
    return "RegistrationEndpoint[" + endpoint + "]";
  }
}
