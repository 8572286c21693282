package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.tms.testkit.http.Incoming;
import java.util.Optional;

/** Authenticates clients by the method they are registered with. */
final class ClientAuthenticator {
  private final Core core;

  ClientAuthenticator(Core core) {
    this.core = core;
  }

  /** Throws {@link Refusal} with {@code invalid_client} or {@code invalid_request}. */
  TestClient authenticate(Incoming request, HTTPRequest parsed) {
    boolean header = request.header("authorization").isPresent();
    if (header && request.form().containsKey("client_secret")) {
      // RFC 6749 2.3: the client MUST NOT use more than one authentication method in each request
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "more than one authentication method");
    }
    Optional<ClientAuthentication> presented = presented(request, parsed);
    String id =
        presented
            .map(p -> p.getClientID().getValue())
            .or(() -> request.formValue("client_id"))
            .orElseThrow(() -> invalid(request, "no client authentication"));
    if (request.form().containsKey("client_id")
        && !request.formValue("client_id").equals(Optional.of(id))) {
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "client_id differs from the authentication");
    }
    TestClient client =
        core.registry().client(id).orElseThrow(() -> invalid(request, "unknown client"));
    String method = presented.map(p -> p.getMethod().getValue()).orElse("none");
    if (!method.equals(client.authMethod.registeredName())) {
      throw invalid(request, "registered for another authentication method");
    }
    if (presented.isPresent() && !secretFits(presented.get(), client)) {
      throw invalid(request, "wrong secret");
    }
    return client;
  }

  /** RFC 6749 2.3.1: the credentials of Basic are form-encoded; Nimbus decodes them. */
  private static Optional<ClientAuthentication> presented(Incoming request, HTTPRequest parsed) {
    try {
      return Optional.ofNullable(ClientAuthentication.parse(parsed));
    } catch (ParseException | IllegalArgumentException e) {
      throw invalid(request, "unreadable client authentication");
    }
  }

  private static boolean secretFits(ClientAuthentication presented, TestClient client) {
    return client.secret != null
        && presented instanceof PlainClientSecret plain
        && Registry.same(client.secret, plain.getClientSecret().getValue());
  }

  private static Refusal invalid(Incoming request, String reason) {
    Refusal refusal = Refusal.of(OAuth2Error.INVALID_CLIENT, reason);
    return request.header("authorization").isPresent()
        ? refusal.challenging("Basic realm=\"testkit\", charset=\"UTF-8\"")
        : refusal;
  }
}
