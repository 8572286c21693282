package dev.tms.demo.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that calls a provider does so through the proxy of the configuration. */
final class ThroughProxyTest {
  private static final String DOCUMENT =
      """
      {
        "clientId": "app", "clientName": "App", "requireClientSecret": false,
        "allowedGrantTypes": ["authorization_code"], "allowedScopes": ["openid"],
        "redirectUris": ["https://app.example/callback"]
      }
      """;
  private static final String REGISTERED =
      """
      {
        "client_id": "made", "registration_access_token": "t",
        "registration_client_uri": "https://id.invalid/register/made"
      }
      """;

  @TempDir private Path folder;
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private ServerSocket proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread refusing = new Thread(this::refuseAll, "proxy");
    refusing.setDaemon(true);
    refusing.start();
  }

  private void refuseAll() {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept()) {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int c = client.getInputStream().read();
          if (c < 0) {
            break;
          }
          head.append((char) c);
        }
        asked.add(head.toString().lines().findFirst().orElse(""));
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 502 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // closed, by the test or by the client
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client register DOCUMENT --url https://id.invalid/register",
        "client register DOCUMENT --url https://id.invalid/register --token-file TOKEN",
        "client registered read --registration REGISTERED",
        "client registered update DOCUMENT --registration REGISTERED",
        "client registered delete --registration REGISTERED",
        "client apply DOCUMENT --url https://id.invalid/v1 --token-file TOKEN",
        "client diff DOCUMENT --url https://id.invalid/v1 --token-file TOKEN"
      })
  void command_withAConfiguration_callsThroughItsProxy(String line) throws Exception {
    String configuration =
        file(
            "tms.json",
            """
            {"Client": {"ClientId": "x", "Authority": "https://id.invalid", "Proxy": "http://127.0.0.1:%d"},
             "Tenants": {"Mode": "single"}, "Server": {"PublicUrl": "https://localhost"},
             "FrontEnd": {"FrontEndRedirectUrl": "https://localhost/"}}
            """
                .formatted(proxy.getLocalPort()));
    String filled =
        line.replace("DOCUMENT", file("app.json", DOCUMENT))
            .replace("REGISTERED", file("registered.json", REGISTERED))
            .replace("TOKEN", file("token", "t"));
    List<String> arguments =
        Stream.concat(Stream.of(filled.split(" ")), Stream.of("--config", configuration)).toList();

    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));

    assertThat(asked.poll(30, TimeUnit.SECONDS))
        .as(run.err())
        .startsWith("CONNECT id.invalid:443 ");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
  }
}
