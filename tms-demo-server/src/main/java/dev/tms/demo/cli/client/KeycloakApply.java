package dev.tms.demo.cli.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.keycloak.KeycloakAdminApi;
import dev.tms.registration.keycloak.KeycloakClient;
import dev.tms.registration.keycloak.KeycloakConversion;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.token.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Makes one client so in a realm of Keycloak.
 *
 * @param out what differs, and what was done
 * @param err what is lost
 */
record KeycloakApply(PrintWriter out, PrintWriter err) {
  int run(
      URI realm,
      BearerTokens tokens,
      ClientRegistration client,
      @Nullable Secret secret,
      boolean dryRun) {
    KeycloakAdminApi api;
    try {
      api = KeycloakAdminApi.at(realm, tokens, RemoteCalls.standard());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid("--url: " + e.getMessage());
    }
    Converted<KeycloakClient> converted = KeycloakConversion.toKeycloak(client, secret);
    Outcomes.tell(converted.losses(), err);
    KeycloakClient wanted = converted.value();
    Optional<KeycloakClient> found = Outcomes.get(api.find(wanted.clientId()));
    boolean same = tell(found.map(KeycloakClient::members).orElse(null), wanted);
    if (dryRun || same) {
      return CommandLine.ExitCode.OK;
    }
    List<String> missing = Outcomes.get(api.put(wanted));
    out.println("done");
    if (missing.isEmpty()) {
      return CommandLine.ExitCode.OK;
    }
    err.println(
        "the realm has no client scopes "
            + String.join(", ", missing)
            + ": a login that asks for one fails");
    return 1;
  }

  /** Whether nothing differs. */
  private boolean tell(@Nullable Map<String, @Nullable Object> have, KeycloakClient wanted) {
    if (have == null) {
      out.println("create client " + wanted.clientId());
      return false;
    }
    StringBuilder changes = new StringBuilder();
    compare("$", have, wanted.members(), changes);
    out.println((changes.isEmpty() ? "keep client " : "update client ") + wanted.clientId());
    out.print(changes);
    out.flush();
    return changes.isEmpty();
  }

  private static void compare(
      String path, Map<?, ?> have, Map<?, ?> wanted, StringBuilder changes) {
    wanted.forEach(
        (name, after) -> {
          Object before = have.get(name);
          String at = path + "." + name;
          if (before instanceof Map<?, ?> then && after instanceof Map<?, ?> now) {
            compare(at, then, now, changes);
          } else if (!isSame(name.toString(), before, after)) {
            changes.append("  ").append(at).append(" changes\n");
          }
        });
  }

  private static boolean isSame(String name, @Nullable Object before, @Nullable Object after) {
    if (before instanceof List<?> then && after instanceof List<?> now) {
      if (name.equals("protocolMappers")) {
        return names(then).containsAll(names(now)); // Keycloak gives them ids
      }
      // an existing client keeps its scopes
      return name.endsWith("ClientScopes")
          ? new HashSet<>(then).containsAll(now)
          : new HashSet<>(then).equals(new HashSet<>(now));
    }
    return String.valueOf(before).equals(String.valueOf(after));
  }

  private static HashSet<String> names(List<?> mappers) {
    HashSet<String> names = new HashSet<>();
    mappers.forEach(
        one -> names.add(one instanceof Map<?, ?> map ? String.valueOf(map.get("name")) : ""));
    return names;
  }
}
