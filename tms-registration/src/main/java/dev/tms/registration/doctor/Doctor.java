package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.http.NetworkSettings;
import dev.tms.registration.doctor.Look.Outcome;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.report.Rule;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreSettings;
import dev.tms.token.Secret;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Examines installations. Changes nothing, and signs a user in only after {@link #signIn}. Writes
 * and removes one entry under a random name in the store. Sends the provider requests that it
 * should refuse, and token requests of machine clients. Not thread-safe, but can be reused.
 */
public final class Doctor {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

  // the server's own limit, less what the client adds
  private static final int LARGEST_HEAD = 65_000;

  private final InstantSource clock;
  private final SecureRandom random;
  private final Set<Area> areas = EnumSet.allOf(Area.class);
  private Duration timeout = TIMEOUT;
  private int headBytes;
  private @Nullable String selfSigned;
  private Function<SharedStore, ExpiringStore> stores;
  private Consumer<Area> progress = area -> {};
  private @Nullable Function<HttpClient, Browser> browser;
  private List<Secret> ofTheUser = List.of();

  private Doctor(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    this.stores = shared -> shared.open(StoreSettings.of(clock, random));
  }

  /** Creates a doctor that examines every area, with a timeout of 10 s for each response. */
  public static Doctor of(InstantSource clock, SecureRandom random) {
    return new Doctor(clock, random);
  }

  public Doctor without(Collection<Area> others) {
    areas.removeAll(others);
    return this;
  }

  public Doctor offline() {
    areas.removeIf(Area::asksOthers);
    return this;
  }

  /**
   * Sets the timeout for a response.
   *
   * @throws IllegalArgumentException if it is not above 0 and at most 2 min
   */
  public Doctor timeout(Duration longest) {
    if (longest.isNegative() || longest.isZero() || longest.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("must be above 0 and at most 2 min, got " + longest);
    }
    timeout = longest;
    return this;
  }

  /**
   * Sends one request with a header of this size through the public URL. Default: none.
   *
   * @throws IllegalArgumentException if it is not 1 to 65,000
   */
  public Doctor headBytes(int bytes) {
    if (bytes < 1 || bytes > LARGEST_HEAD) {
      throw new IllegalArgumentException("must be 1 to " + LARGEST_HEAD + " bytes, got " + bytes);
    }
    headBytes = bytes;
    return this;
  }

  /**
   * Trusts the server's self-signed certificate if no other is configured.
   *
   * @param name of the PEM file in the keyset's directory
   */
  public Doctor selfSigned(String name) {
    selfSigned = name;
    return this;
  }

  /**
   * Sets how stores are opened. By default there is no connection pool, so a database must be
   * supplied.
   *
   * @param open may throw {@link IllegalArgumentException} for an invalid address
   */
  public Doctor stores(Function<SharedStore, ExpiringStore> open) {
    stores = open;
    return this;
  }

  /**
   * Performs a login, refresh, userinfo call and logout, after which the refresh token is revoked
   * and the session at the provider has ended. Default: no user signs in.
   *
   * @param password of the user, which appears in no report
   * @param opens a browser over an HTTP client that has the proxy and trust settings and follows no
   *     redirects
   */
  public Doctor signIn(Secret password, Function<HttpClient, Browser> opens) {
    ofTheUser = List.of(password);
    browser = opens;
    return this;
  }

  public Doctor progress(Consumer<Area> listener) {
    progress = listener;
    return this;
  }

  /** All faults that an examination can report, by area. */
  public static List<Rule> faults() {
    return List.copyOf(Patient.FAULTS.values());
  }

  /**
   * Examines the installation of a configuration file.
   *
   * @param environment environment variables, as from {@link System#getenv()}
   */
  public Diagnosis examine(Path configuration, Map<String, String> environment) {
    return examine(configuration, environment, null);
  }

  /**
   * Examines the installation of a configuration file.
   *
   * @param environment environment variables, as from {@link System#getenv()}
   * @param registration the provider's registrations; null if unknown
   */
  public Diagnosis examine(
      Path configuration,
      Map<String, String> environment,
      @Nullable RegistrationDocument registration) {
    Patient patient = new Patient(registration);
    List<Look> looks = new ArrayList<>();
    progress.accept(Area.CONFIGURATION);
    Optional<TmsConfiguration> loaded =
        HouseChecks.configuration(configuration, environment, patient);
    loaded.ifPresent(sound -> patient.hide(secrets(sound)));
    patient.hide(ofTheUser);
    looks.add(seen(Look.at(Area.CONFIGURATION, configuration.toString()), 0, patient));
    NetworkSettings network = loaded.map(this::network).orElse(NetworkSettings.DEFAULT);
    for (Check check : checks(network)) {
      looks.add(
          loaded
              .map(sound -> look(check, sound, patient))
              .orElseGet(() -> Look.skipped(check.area, "the configuration is not sound")));
    }
    looks.sort(Comparator.comparing(Look::area));
    return new Diagnosis(patient.findings(), looks);
  }

  private NetworkSettings network(TmsConfiguration configuration) {
    NetworkSettings network = configuration.network();
    if (selfSigned == null
        || configuration.server().keyStore() != null
        || !configuration.server().listensWithTls()) {
      return network;
    }
    Path certificate = configuration.keysFile().resolveSibling(selfSigned);
    return Files.isReadable(certificate) ? network.withTrustedCertificates(certificate) : network;
  }

  private static List<Secret> secrets(TmsConfiguration configuration) {
    return Stream.concat(
            configuration.hasClient()
                ? configuration.expectedRegistration().secret().stream()
                : Stream.empty(),
            Stream.concat(
                configuration.sharedStore().map(SharedStore::password).stream(),
                configuration.network().proxyAuthorization().stream()))
        .toList();
  }

  private Look look(Check check, TmsConfiguration configuration, Patient patient) {
    if (!areas.contains(check.area)) {
      return Look.skipped(check.area, "left out");
    }
    if (!configuration.hasClient() && check.area != Area.MACHINE) {
      return Look.skipped(check.area, "the configuration has machine clients alone");
    }
    progress.accept(check.area);
    int before = patient.findings().size();
    return seen(check.look.apply(configuration, patient), before, patient);
  }

  private static Look seen(Look look, int findingsBefore, Patient patient) {
    boolean isFine = patient.findings().size() == findingsBefore;
    return isFine || look.outcome() == Outcome.SKIPPED ? look : look.withFindings();
  }

  /** In order, because later checks use earlier results. */
  private List<Check> checks(NetworkSettings settings) {
    Network network = Network.of(settings, timeout, clock, random);
    Browser user = browser == null ? null : browser.apply(network.client());
    return List.of(
        new Check(Area.KEYS, (sound, patient) -> HouseChecks.keys(sound, patient, clock)),
        new Check(Area.STORE, new HouseChecks.StoreCheck(stores, clock, random)::look),
        new Check(Area.SERVER, (sound, patient) -> HouseChecks.server(sound, patient, clock)),
        new Check(Area.PROVIDER, new ProviderCheck(network)::look),
        new Check(Area.TLS, new TlsCheck(network)::look),
        new Check(Area.CLOCK, (sound, patient) -> HouseChecks.clock(patient)),
        new Check(Area.REGISTRATION, new RegistrationCheck(clock)::look),
        new Check(Area.COOKIES, FrontEndChecks::cookies),
        new Check(Area.CORS, FrontEndChecks::cors),
        new Check(
            Area.HEADS,
            (sound, patient) -> FrontEndChecks.heads(sound, patient, network.web(), headBytes)),
        new Check(Area.LOGIN, new LoginCheck(network)::look),
        new Check(Area.CLIENT, new ClientCheck(network)::look),
        new Check(Area.SESSION, new SignInCheck(network, user)::look),
        new Check(Area.MACHINE, (sound, patient) -> HouseChecks.machine(sound, patient, network)));
  }

  /** {@code look} adds findings to the patient and returns what was examined. */
  private record Check(Area area, BiFunction<TmsConfiguration, Patient, Look> look) {}
}
