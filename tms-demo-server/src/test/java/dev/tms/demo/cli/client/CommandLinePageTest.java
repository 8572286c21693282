package dev.tms.demo.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on the page runs, in the order of the page, and ends as the page says. */
final class CommandLinePageTest {
  private static final Path PAGE = Path.of("..", "docs", "registrations", "command-line.md");
  private static final String PROGRAM = "java -jar tms-demo-server.jar ";
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern EXIT_CODE = Pattern.compile("^(.*?) # exit code ([0-9])$");

  @TempDir private Path folder;
  private StubProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = new StubProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void commands_ofThePage_endAsItSays() throws IOException {
    write(
        "tms.json",
        """
        {
          "Client": {
            "Authority": "https://id.example", "ClientId": "shop", "ClientSecret": "a very long secret indeed"
          },
          "FrontEnd": { "FrontEndRedirectUrl": "https://localhost:3000/" },
          "Tenants": { "Mode": "single" },
          "Machine": { "admin": { "TokenEndpoint": "%s/token", "ClientId": "admin", "ClientSecret": "another very long secret" } }
        }
        """
            .formatted(provider.url()));
    write(
        "old.json",
        """
        {
          "clientId": "old", "clientName": "Old", "requirePkce": false, "requireClientSecret": false,
          "allowedGrantTypes": ["authorization_code"], "allowedScopes": ["openid"],
          "redirectUris": ["https://old.example/*"]
        }
        """);
    write(
        "all.json",
        """
        {
          "clients": [{
            "clientId": "a", "requireClientSecret": false, "allowedGrantTypes": ["authorization_code"],
            "allowedScopes": ["openid"], "redirectUris": ["https://a.example/callback"]
          }],
          "apiScopes": [{"name": "wf.api"}]
        }
        """);
    write("admin.token", StubProvider.TOKEN);
    int commands = 0;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith(PROGRAM)) {
        run(line.substring(PROGRAM.length()));
        commands++;
      }
    }
    assertThat(commands).isGreaterThan(10);
    assertThat(Files.readString(folder.resolve("old.json"))).contains("\"requirePkce\": true");
  }

  private void run(String line) {
    Matcher exit = EXIT_CODE.matcher(line);
    boolean coded = exit.matches();
    String command = coded ? exit.group(1) : line;
    List<String> args = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String plain = word.group(2);
      args.add(plain == null ? word.group(1) : inFolder(atStub(plain)));
    }
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode())
        .as("%s%n%s%s", line, run.out(), run.err())
        .isEqualTo(coded ? Integer.parseInt(exit.group(2)) : 0);
  }

  private String atStub(String word) {
    return word.startsWith("https://id.example/")
        ? word.replace("https://id.example", provider.url())
        : word;
  }

  private String inFolder(String word) {
    return word.matches("[a-z0-9-]+\\.(json|secret|token)")
        ? folder.resolve(word).toString()
        : word;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
