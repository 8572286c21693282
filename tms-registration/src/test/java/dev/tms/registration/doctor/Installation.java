package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A configuration file for a provider in this process, to be broken. */
final class Installation {
  static final String SECRET = "correct horse battery staple";
  static final String PUBLIC_URL = "http://localhost:7182";

  private final Path folder;
  private final Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private Installation(Path folder) {
    this.folder = folder;
  }

  static TestProvider provider() {
    return TestProvider.builder()
        .client(
            TestClient.confidential("shop", SECRET)
                .redirectUri(PUBLIC_URL + "/callback")
                .postLogoutRedirectUri(PUBLIC_URL + "/loggedout/callback")
                .build())
        .start();
  }

  /** One that works at this issuer. */
  static Installation at(String issuer, Path folder) {
    return new Installation(folder)
        .set("Client", "Authority", issuer)
        .set("Client", "ClientId", "shop")
        .set("Client", "ClientSecret", SECRET)
        .set("Server", "Port", 7182)
        .set("Server", "PublicUrl", PUBLIC_URL)
        .set("FrontEnd", "FrontEndRedirectUrl", "http://localhost:3000/")
        .set("Tenants", "Mode", "single");
  }

  Installation set(String section, String key, @Nullable Object value) {
    Map<String, Object> members = sections.computeIfAbsent(section, name -> new LinkedHashMap<>());
    if (value == null) {
      members.remove(key);
    } else {
      members.put(key, value);
    }
    return this;
  }

  Installation environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Path folder() {
    return folder;
  }

  /** The configuration file, readable by its owner alone. */
  Path file() {
    Path file = folder.resolve("tms.json");
    try {
      Files.write(file, Json.write(sections));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  TmsConfiguration configuration() {
    return TmsConfiguration.load(file(), environment);
  }

  static Doctor doctor() {
    return Doctor.of(InstantSource.system(), new SecureRandom());
  }

  Diagnosis examine() {
    return examine(doctor());
  }

  Diagnosis examine(Doctor doctor) {
    return doctor.examine(file(), environment);
  }

  /** With a document of the right client, changed. */
  Diagnosis examine(UnaryOperator<ClientRegistration> change) {
    ClientRegistration right = ClientTemplates.forTms(configuration(), "Shop");
    return doctor()
        .offline()
        .examine(file(), environment, RegistrationDocument.of(change.apply(right)));
  }
}
