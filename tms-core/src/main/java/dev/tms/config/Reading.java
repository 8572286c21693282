package dev.tms.config;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.MachineTokensBuilder;
import dev.tms.Paths;
import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.config.Settings.Value;
import dev.tms.config.TmsConfiguration.ServerSettings;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.http.FrontEnd;
import dev.tms.http.NetworkSettings;
import dev.tms.http.PublicUrl;
import dev.tms.machine.MachineClient;
import dev.tms.oauth.Provider;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.web.CookiePolicy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All sections of a configuration without problems. */
record Reading(
    Problems problems,
    ServerSettings server,
    Provider provider,
    ClientSection client,
    NetworkSettings network,
    Paths paths,
    FrontEnd frontEnd,
    TenantsSection tenants,
    SessionPolicy sessions,
    RefreshPolicy refresh,
    LogoutPolicy logout,
    @Nullable SharedStore store,
    Map<String, MachineClient> machine,
    Sections.Keyset keys) {
  private static final Logger log = System.getLogger(TmsConfiguration.class.getName());

  static Reading of(
      String label,
      String text,
      Path folder,
      Map<String, String> environment,
      @Nullable Path configurationFile,
      boolean isEmbedded) {
    Problems problems = new Problems();
    Settings settings = new Settings(problems);
    settings.addFile(JsonFile.parse(label, text, problems));
    if (configurationFile != null) {
      warnAboutReadableSecrets(settings, problems, configurationFile);
    }
    Environment.addTo(settings, environment, problems);
    KnownKeys.ALL.stream()
        .filter(key -> key.later() && settings.find(key.path()) != null)
        .forEach(key -> problems.add(key.path(), "is not in this version"));
    boolean isMachineAlone =
        settings.paths().stream().noneMatch(path -> path.startsWith("Client."))
            && !settings.ownNames("Machine").isEmpty();
    if (isEmbedded) {
      addDefaultsOfApplications(settings, problems, isMachineAlone);
    }
    Reading reading = sections(settings, problems, folder);
    new CrossChecks(problems, settings, reading.server.publicUrl())
        .check(
            reading.client.settings(),
            reading.frontEnd,
            reading.sessions.sameSite(),
            reading.refresh);
    if (problems.any()) {
      reading.lookAtKeys();
    }
    if (isMachineAlone) {
      problems.setAside("Client.");
    }
    problems.throwIfAny();
    return reading;
  }

  /** Adds the builder's defaults, under which an application serves its own pages. */
  private static void addDefaultsOfApplications(
      Settings settings, Problems problems, boolean isMachineAlone) {
    settings.addDefault("Tenants.Mode", "single");
    Value given = settings.find("Server.PublicUrl");
    if (given == null && isMachineAlone) {
      return;
    }
    if (given == null) {
      problems.add(
          "Server.PublicUrl",
          "is missing: an application must say where browsers reach it, context path included, for"
              + " example https://shop.example/shop");
      return;
    }
    try {
      String own = PublicUrl.of(String.valueOf(given.raw())).origin() + "/";
      settings.addDefault("FrontEnd.FrontEndRedirectUrl", own);
    } catch (IllegalArgumentException e) {
      return; // already reported by the section
    }
  }

  /** Throws if the configuration has machine clients only. */
  Reading requireClient() {
    problems.throwIfSetAside();
    return this;
  }

  private static Reading sections(Settings settings, Problems problems, Path folder) {
    Section client = new Section("Client", settings, problems, folder);
    ProviderSection provider = ProviderSection.read(client);
    TenantsSection tenants =
        TenantsSection.read(
            new Section("Tenants", settings, problems, folder), client.textOrNull("ApplicationId"));
    ClientSection own = ClientSection.read(client, provider.preset(), tenants.discovers());
    own.checkAt(provider.provider(), client);
    SharedStore store = StoreSection.read(new Section("Store", settings, problems, folder));
    return new Reading(
        problems,
        ServerSection.read(new Section("Server", settings, problems, folder)),
        provider.provider(),
        own,
        Sections.network(client),
        Sections.paths(new Section("Endpoints", settings, problems, folder), client),
        Sections.frontEnd(new Section("FrontEnd", settings, problems, folder)),
        tenants,
        Sections.sessions(new Section("Session", settings, problems, folder)),
        Sections.refresh(new Section("Refresh", settings, problems, folder)),
        Sections.logout(new Section("Logout", settings, problems, folder), client, store != null),
        store,
        MachineSection.read(new Section("Machine", settings, problems, folder)),
        Sections.keys(new Section("Keys", settings, problems, folder), store != null));
  }

  /**
   * Reports an invalid existing keyset together with the other problems. If there are none, the
   * builder checks the keys, which are thus opened only once.
   */
  private void lookAtKeys() {
    if (problems.sound("Keys.File", "Keys.Passphrase", "Keys.PassphraseFile")
        && (store != null || Files.exists(keys.file(), LinkOption.NOFOLLOW_LINKS))) {
      try {
        keys.keys().open(() -> Instant.EPOCH, event -> {});
      } catch (InvalidKeysException e) {
        problems.add("Keys.File", String.valueOf(e.getMessage()));
      }
    }
  }

  private static void warnAboutReadableSecrets(Settings settings, Problems problems, Path file) {
    for (String path : settings.paths()) {
      Value value = settings.find(path);
      if (value != null && value.key().type() == KnownKey.Type.SECRET && isReadableByAll(file)) {
        problems.warn(
            path,
            "stands in a file that all users of this machine can read: restrict the file, or use "
                + path
                + "File or the environment");
      }
    }
  }

  private static boolean isReadableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Returns warnings about the file, followed by those about weakened security. */
  Stream<String> warnings() {
    Stream<Problem> weaknesses =
        Stream.concat(
            problems.hasSetAside() ? Stream.empty() : builder().weaknesses().stream(),
            machineTokens().weaknesses().stream());
    return Stream.concat(
        problems.warnings().stream(), weaknesses.map(BuilderPaths::toKey).map(Problem::toString));
  }

  TmsBuilder builder() {
    TmsBuilder builder =
        Tms.builder()
            .publicUrl(server.publicUrl().toString())
            .provider(provider)
            .network(network)
            .paths(paths)
            .frontEnd(frontEnd)
            .sessions(sessions)
            .refresh(refresh)
            .logout(logout)
            .onWarning(Reading::warn)
            .keys(keys.keys());
    client.applyTo(builder);
    tenants.applyTo(builder);
    if (store != null) {
      builder.store(store::open);
    }
    return builder;
  }

  private static void warn(Problem weakness) {
    log.log(Level.WARNING, "{0}", BuilderPaths.toKey(weakness));
  }

  SealScope scope() {
    CookiePolicy cookies =
        new CookiePolicy(sessions.cookieName(), sessions.sameSite(), server.publicUrl().isSecure());
    return new SealScope(
        cookies.name(""),
        provider.issuer(),
        client.settings().clientId(),
        server.publicUrl().origin());
  }

  MachineTokensBuilder machineTokens() {
    MachineTokensBuilder builder = Tms.machineTokens().network(network).onWarning(Reading::warn);
    machine.forEach(builder::client);
    return builder;
  }
}
