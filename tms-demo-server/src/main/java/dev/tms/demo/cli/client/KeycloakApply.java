package dev.tms.demo.cli.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.keycloak.KeycloakAdminApi;
import dev.tms.registration.keycloak.KeycloakClient;
import dev.tms.registration.keycloak.KeycloakConversion;
import dev.tms.registration.keycloak.KeycloakDiff;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.token.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Makes one client so in a realm of Keycloak.
 *
 * @param calls go to the realm
 * @param out what differs, and what was done
 * @param err what is lost
 */
record KeycloakApply(RemoteCalls calls, PrintWriter out, PrintWriter err) {
  int run(
      URI realm,
      BearerTokens tokens,
      ClientRegistration client,
      @Nullable Secret secret,
      boolean dryRun) {
    KeycloakAdminApi api;
    try {
      api = KeycloakAdminApi.at(realm, tokens, calls);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid("--url: " + e.getMessage());
    }
    Converted<KeycloakClient> converted = KeycloakConversion.toKeycloak(client, secret);
    Outcomes.tell(converted.losses(), err);
    KeycloakClient wanted = converted.value();
    Optional<KeycloakClient> found = Outcomes.get(api.find(wanted.clientId()));
    KeycloakDiff diff =
        found
            .map(current -> KeycloakDiff.towards(current, wanted))
            .orElseGet(() -> KeycloakDiff.creation(wanted));
    out.print(diff.toText());
    if (diff.isEmpty()) {
      out.println("nothing to do");
    }
    out.flush();
    if (dryRun || diff.isEmpty()) {
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
}
