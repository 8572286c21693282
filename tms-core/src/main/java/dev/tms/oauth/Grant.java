package dev.tms.oauth;

import dev.tms.problem.Checked;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a token request hands in. */
public sealed interface Grant {
  /**
   * An authorization code (RFC 6749 section 4.1.3).
   *
   * @param code the code
   * @param redirectUri the redirect URI of the authorization request
   * @param codeVerifier the PKCE verifier (RFC 7636 section 4.5), where PKCE is used
   * @param resources what the access token is for (RFC 8707 section 2.2)
   */
  record AuthorizationCode(
      Secret code, URI redirectUri, @Nullable Secret codeVerifier, List<URI> resources)
      implements Grant {
    /** Copies the resources. */
    public AuthorizationCode {
      resources = List.copyOf(resources);
    }
  }

  /**
   * A refresh token (RFC 6749 section 6).
   *
   * @param token the refresh token
   * @param resources what the access token is for (RFC 8707 section 2.2)
   */
  record RefreshToken(Secret token, List<URI> resources) implements Grant {
    /** Copies the resources. */
    public RefreshToken {
      resources = List.copyOf(resources);
    }
  }

  /**
   * The client's own credentials (RFC 6749 section 4.4), which stand in the request anyway.
   *
   * @param scopes what is asked for; none leaves it to the provider
   * @param resources what the token is for (RFC 8707); absolute, without a fragment
   * @param parameters sent besides, in the order of their names
   */
  record ClientCredentials(Scopes scopes, List<URI> resources, Map<String, String> parameters)
      implements Grant, Checked<ClientCredentials> {
    private static final Set<String> OURS =
        Set.of(
            "grant_type",
            "scope",
            "resource",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type");

    /** Copies the collections. */
    public ClientCredentials {
      resources = List.copyOf(resources);
      parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /**
     * Which resources are not absolute or have a fragment, and which parameters have no name, no
     * value, or the name of one that is sent anyway.
     */
    @Override
    public List<String> problems() {
      List<String> found = new ArrayList<>(scopes.problems());
      found.addAll(ClientChecks.problems(resources));
      found.addAll(
          Checked.failures(parameters.entrySet(), one -> check(one.getKey(), one.getValue())));
      return List.copyOf(found);
    }

    private static void check(String name, String value) {
      // RFC 6749 3.2: parameters sent without a value MUST be treated as if omitted
      Checked.require(
          name.matches("[\\x21-\\x7E]{1,100}") && !value.isEmpty(),
          "a parameter has a name of printable ASCII characters and a value: " + name);
      Checked.require(
          !OURS.contains(name), "the parameter " + name + " is set by settings of its own");
    }

    /** Without the parameters' values, which may be secret. */
    @Override
    public String toString() {
      return "ClientCredentials[" + scopes + ", " + resources + ", " + parameters.keySet() + "]";
    }
  }
}
