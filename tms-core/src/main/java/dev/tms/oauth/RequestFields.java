package dev.tms.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What tells one request for a token by client credentials from another: everything that is sent,
 * in a fixed order and unambiguous. It holds the client's secret, so it is for a keyed hash and for
 * nothing else.
 */
public final class RequestFields {
  private RequestFields() {}

  /**
   * The fields.
   *
   * @param destination where it is sent: the issuer, or the token endpoint
   */
  public static String[] of(
      String destination,
      String clientId,
      ClientAuthentication authentication,
      Grant.ClientCredentials grant) {
    List<String> fields = new ArrayList<>(List.of(destination, clientId));
    credentials(authentication, fields);
    list(grant.scopes().values(), fields);
    list(grant.resources().stream().map(URI::toString).toList(), fields);
    fields.add(Integer.toString(grant.parameters().size()));
    grant.parameters().forEach((name, value) -> fields.addAll(List.of(name, value)));
    return fields.toArray(new String[0]);
  }

  private static void credentials(ClientAuthentication authentication, List<String> fields) {
    if (authentication instanceof ClientAuthentication.Basic basic) {
      fields.addAll(List.of("client_secret_basic", basic.secret().value().reveal()));
    } else if (authentication instanceof ClientAuthentication.Post post) {
      fields.addAll(List.of("client_secret_post", post.secret().value().reveal()));
    } else if (authentication instanceof ClientAuthentication.None) {
      fields.add("none");
    } else {
      throw new AssertionError(authentication.getClass());
    }
  }

  /** Behind its length, so that no value can pass for one of the next list. */
  private static void list(List<String> values, List<String> fields) {
    fields.add(Integer.toString(values.size()));
    fields.addAll(values);
  }
}
