package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.outbound.Sender.Call;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client secret whose file changes while it is in use. */
class ClientSecretTest {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
  private static final URI ENDPOINT = URI.create("https://id.example/token");
  private static final Grant REFRESH = new Grant.RefreshToken(Secret.of("rt-1"), List.of());

  @TempDir Path folder;
  private Path file;
  private ClientSecret secret;
  private final Rig rig = new Rig();
  private int writes;

  @BeforeEach
  void oldSecret() throws Exception {
    file = folder.resolve("secret");
    write("old");
    secret = ClientSecret.fromFile(file);
    secret.refreshIfDue(now());
  }

  private void write(String text) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000 + ++writes)));
  }

  private Instant now() {
    return rig.clock.instant();
  }

  private Secret later(Duration time) {
    rig.clock.advance(time);
    secret.refreshIfDue(now());
    return secret.value();
  }

  @Test
  void refreshIfDue_fileChanged_readsItAfterFiveSeconds() throws Exception {
    write("new\n");

    assertThat(later(FIVE_SECONDS.minusNanos(1))).isEqualTo(Secret.of("old"));
    assertThat(later(Duration.ofNanos(1))).isEqualTo(Secret.of("new"));
  }

  @Test
  void refreshIfDue_fileReplacedByAnother_readsIt() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "new");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(later(FIVE_SECONDS)).isEqualTo(Secret.of("new"));
  }

  @Test
  void refreshIfDue_fileBad_keepsTheOldOneAndSaysItOnce() throws Exception {
    try (CapturedLog log = new CapturedLog(ClientSecret.class)) {
      write("");
      assertThat(later(FIVE_SECONDS)).isEqualTo(Secret.of("old"));
      assertThat(later(FIVE_SECONDS)).isEqualTo(Secret.of("old"));
      Files.delete(file);
      assertThat(later(FIVE_SECONDS)).isEqualTo(Secret.of("old"));

      assertThat(log.lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("WARNING") && line.contains(file.toString()))
          .noneMatch(line -> line.contains("old"));
    }
    write("new");
    assertThat(later(FIVE_SECONDS)).isEqualTo(Secret.of("new"));
  }

  @Test
  void verifying_formerSecret_countsForTenMinutes() throws Exception {
    write("new");
    assertThat(later(FIVE_SECONDS)).isEqualTo(Secret.of("new"));

    rig.clock.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(secret.verifying(now())).containsExactly(Secret.of("new"), Secret.of("old"));
    rig.clock.advance(Duration.ofNanos(1));
    assertThat(secret.verifying(now())).containsExactly(Secret.of("new"));
  }

  @Test
  void verifying_changedFile_isReadFirst() throws Exception {
    write("new");
    rig.clock.advance(FIVE_SECONDS);

    assertThat(secret.verifying(now())).containsExactly(Secret.of("new"), Secret.of("old"));
  }

  private TokenOutcome redeem() {
    ClientSettings settings =
        ClientSettings.of(
            "shop",
            ClientAuthentication.post(secret),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));
    return new TokenEndpoint(settings, ProviderQuirks.NONE, rig.calls, rig.clock)
        .redeem(ENDPOINT, REFRESH, Scopes.of("openid"));
  }

  private void providerTakes(String right) {
    rig.sender.on(
        "/token",
        call ->
            body(call).contains("client_secret=" + right)
                ? FakeSender.json(200, Map.of("access_token", "at", "token_type", "Bearer"))
                : FakeSender.json(401, Map.of("error", "invalid_client")));
  }

  private static String body(Call call) {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  @Test
  void redeem_secretChangedAtTheProviderAndInTheFile_isSentOnceMore() throws Exception {
    providerTakes("new");
    write("new");

    assertThat(redeem()).isInstanceOf(TokenOutcome.Issued.class);
    assertThat(rig.sender.count("/token")).isEqualTo(2);
  }

  @Test
  void redeem_secretWrong_isSentOnce() {
    providerTakes("new");

    assertThat(redeem()).isInstanceOf(TokenOutcome.Rejected.class);
    assertThat(rig.sender.count("/token")).isEqualTo(1);
  }

  @Test
  void redeem_fileChangedLongAgo_sendsTheNewOneAtFirst() throws Exception {
    providerTakes("new");
    write("new");
    rig.clock.advance(FIVE_SECONDS);

    assertThat(redeem()).isInstanceOf(TokenOutcome.Issued.class);
    assertThat(rig.sender.count("/token")).isEqualTo(1);
  }
}
