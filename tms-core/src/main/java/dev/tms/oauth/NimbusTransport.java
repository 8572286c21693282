package dev.tms.oauth;

import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.tms.http.Header;
import dev.tms.outbound.Sender.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts Nimbus requests to calls of our own sender. */
final class NimbusTransport {
  private NimbusTransport() {}

  /** Returns the client's credentials; null for a public client, which sends only its id. */
  static com.nimbusds.oauth2.sdk.auth.@Nullable ClientAuthentication authentication(
      String clientId, ClientAuthentication authentication, Instant now) {
    authentication.sharedSecret().ifPresent(secret -> secret.refreshIfDue(now));
    ClientID id = new ClientID(clientId);
    if (authentication instanceof ClientAuthentication.Basic basic) {
      return new ClientSecretBasic(id, secret(basic.secret()));
    }
    if (authentication instanceof ClientAuthentication.Post post) {
      return new ClientSecretPost(id, secret(post.secret()));
    }
    return null;
  }

  private static Secret secret(ClientSecret secret) {
    return new Secret(secret.value().reveal());
  }

  static Call call(HTTPRequest request, Duration timeout, int maxBytes) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Accept", "application/json"));
    for (Map.Entry<String, List<String>> entry : request.getHeaderMap().entrySet()) {
      if (!entry.getKey().equalsIgnoreCase("Accept")) {
        for (String value : entry.getValue()) {
          headers.add(new Header(entry.getKey(), value));
        }
      }
    }
    String body = request.getBody() == null ? "" : request.getBody();
    return new Call(
        request.getMethod().name(),
        request.getURI(),
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        timeout,
        maxBytes);
  }
}
