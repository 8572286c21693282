package dev.tms.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.RuntimeVersion;
import dev.tms.InvalidConfigurationException;
import dev.tms.Tms;
import dev.tms.machine.MachineClient;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On a class path whose platform pins an older protobuf: the build runs it so, and otherwise not.
 */
final class OldProtobufTest {
  @BeforeEach
  void onlyThere() {
    assumeTrue(
        !versionOf(RuntimeVersion.class).equals(TinkCheck.PROTOBUF), "protobuf is new enough");
  }

  @Test
  void build_oldProtobuf_isOneProblemThatNamesVersionsAndPinEachTime() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  Tms.builder()
                      .publicUrl("nonsense")
                      .provider(Provider.discover("https://id.example"))
                      .publicClient("shop")
                      .keys(Keys.inMemory())
                      .build())
          .isInstanceOfSatisfying(
              InvalidConfigurationException.class,
              e -> {
                assertThat(e.problems())
                    .extracting(InvalidConfigurationException.Problem::path)
                    .containsExactly("publicUrl", "keys");
                assertThat(e.problems().get(1).message())
                    .contains("Tink " + TinkCheck.TINK)
                    .contains("protobuf-java " + versionOf(RuntimeVersion.class))
                    .contains("com.google.protobuf:protobuf-java to " + TinkCheck.PROTOBUF);
              });
    }
  }

  @Test
  void build_machineTokensWithoutSharedCache_isTheSameProblem() {
    assertThatThrownBy(
            () ->
                Tms.machineTokens()
                    .client(
                        "worker",
                        MachineClient.at(
                            "https://id.example/t", "worker", ClientSecret.of("very secret")))
                    .build())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("keys: Tink " + TinkCheck.TINK)
        .hasMessageContaining("com.google.protobuf:protobuf-java to " + TinkCheck.PROTOBUF);
  }

  /** The version in the name of the jar that has this class. */
  static String versionOf(Class<?> type) {
    String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.substring(jar.lastIndexOf('-') + 1, jar.length() - ".jar".length());
  }
}
