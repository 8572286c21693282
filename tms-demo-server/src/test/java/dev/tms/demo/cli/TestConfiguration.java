package dev.tms.demo.cli;

import dev.tms.contract.FreePort;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file for a service at https, and the provider that it names. */
final class TestConfiguration implements AutoCloseable {
  private final TestProvider provider;
  private final String publicUrl;
  private final Path file;

  TestConfiguration(Path folder) throws IOException {
    this(folder, "", "query");
  }

  TestConfiguration(Path folder, String basePath, String responseMode) throws IOException {
    int port = FreePort.next();
    publicUrl = "https://localhost:" + port + basePath;
    provider =
        TestProvider.builder()
            .client(
                TestClient.confidential("app", "app secret")
                    .redirectUri(publicUrl + "/callback")
                    .postLogoutRedirectUri(publicUrl + "/Auth/LoggedOut")
                    .postLogoutRedirectUri(publicUrl + "/Auth/LoggedOut")
                    .build())
            .start();
    file =
        Files.writeString(
            folder.resolve("tms.json"),
            """
            {
              "Client": {
                "Authority": "%s", "ClientId": "app", "ClientSecret": "app secret", "ResponseMode": "%s"
              },
              "FrontEnd": { "FrontEndRedirectUrl": "https://localhost:3000/" },
              "Tenants": { "Mode": "fixed", "Fixed": { "acme.cloud.test": {} } },
              "Server": { "Port": %d, "BasePath": "%s" } // all else is default
            }
            """
                .formatted(provider.issuer(), responseMode, port, basePath));
  }

  /** Adds sections, and the keyset that a shared store needs. */
  TestConfiguration sharing(String sections) throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"Server\":", sections + ", \"Server\":"));
    KeyRotation.of(Keys.file(file.resolveSibling("tms-keys.json"))).create();
    return this;
  }

  Path file() {
    return file;
  }

  String publicUrl() {
    return publicUrl;
  }

  @Override
  public void close() {
    provider.close();
  }
}
