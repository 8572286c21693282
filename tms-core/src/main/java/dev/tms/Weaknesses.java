package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.http.PublicUrl;
import dev.tms.http.SameSite;
import dev.tms.machine.MachineClient;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.tenant.DiscoverySettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the weaknesses of a service whose settings are valid. Not thread-safe. */
final class Weaknesses {
  private static final String PLAIN_HTTP =
      "is plain http, which is for trying things out on this machine: use https";

  /** Claims that may change and be reassigned to another user (OpenID Connect Core section 5.7). */
  private static final Set<String> REASSIGNED =
      Set.of("email", "preferred_username", "phone_number", "name", "nickname");

  private final List<Problem> found = new ArrayList<>();

  List<Problem> found() {
    return List.copyOf(found);
  }

  Weaknesses of(PublicUrl publicUrl) {
    return add(
        !publicUrl.isSecure(), "publicUrl", PLAIN_HTTP + "; cookies lose Secure and their prefix");
  }

  Weaknesses of(Provider provider) {
    provider.plainHttp().forEach(url -> add(true, "provider." + url, PLAIN_HTTP));
    return this;
  }

  Weaknesses of(@Nullable DiscoverySettings discovery) {
    return add(
        discovery != null && isHttp(discovery.urlTemplate()), "tenants.urlTemplate", PLAIN_HTTP);
  }

  Weaknesses of(String name, MachineClient client) {
    MachineClient.Source source = client.source();
    return source instanceof MachineClient.Discovery discovery
        ? add(isHttp(discovery.issuer()), "client." + name + ".issuer", PLAIN_HTTP)
        : add(
            isHttp(((MachineClient.TokenEndpoint) source).url()),
            "client." + name + ".tokenEndpoint",
            PLAIN_HTTP);
  }

  private static boolean isHttp(String url) {
    return url.regionMatches(true, 0, "http:", 0, 5);
  }

  Weaknesses of(ClientSettings client) {
    add(
        !client.usePkce(),
        "protocol.pkce",
        "is off: without PKCE codes are protected by the client secret alone");
    add(
        client.identity() != IdentitySource.ID_TOKEN,
        "protocol.identity",
        "is "
            + client.identity().name().toLowerCase(Locale.ROOT)
            + ": without an ID token no nonce binds the user to the login, only PKCE and state do");
    add(
        REASSIGNED.contains(client.subjectClaim()),
        "protocol.subjectClaim",
        "is "
            + client.subjectClaim()
            + ", which can change and be given to another user, who then takes over the account:"
            + " use a claim that stays the user's for ever");
    return add(
        client.offlineAccessConsent() && !client.scopes().contains("offline_access"),
        "protocol.offlineAccessConsent",
        "is on and does nothing, because logins do not ask for the scope offline_access: ask for"
            + " it");
  }

  Weaknesses of(SameSite sameSite) {
    return add(
        sameSite == SameSite.NONE,
        "sessions.sameSite",
        "is None: browsers that block third-party cookies will not send the session's cookies");
  }

  Weaknesses of(Keys keys) {
    return add(
        keys.mayBeReadByAll(),
        "keys.allowReadableByAll",
        "is on: who can read the keyset file can forge sessions");
  }

  /** Returns the given sink, or else one that logs under the name of {@code speaker}. */
  static Consumer<Problem> sink(@Nullable Consumer<Problem> given, Class<?> speaker) {
    Logger log = System.getLogger(speaker.getName());
    return given != null ? given : warning -> log.log(Level.WARNING, "{0}", warning);
  }

  private Weaknesses add(boolean isWeak, String path, String message) {
    if (isWeak) {
      found.add(new Problem(path, message));
    }
    return this;
  }
}
