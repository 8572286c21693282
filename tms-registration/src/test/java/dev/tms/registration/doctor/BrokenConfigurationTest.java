package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.registration.report.Severity;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this machine has: configuration, keys, store, its own certificate. */
final class BrokenConfigurationTest extends BrokenInstallation {
  @Test
  void nothingBroken_hasNoErrors() {
    Diagnosis diagnosis = installation().examine();

    assertThat(diagnosis.count(Severity.ERROR)).as(diagnosis.toText("tms.json")).isZero();
    hasFound(diagnosis, "keys-missing");
    hasFound(diagnosis, "configuration-doubtful"); // plain http
    assertThat(diagnosis.looks())
        .filteredOn(look -> look.outcome() == Look.Outcome.SKIPPED)
        .extracting(Look::area)
        .containsExactly(Area.REGISTRATION, Area.HEADS, Area.SESSION);
  }

  @Test
  void configuration_keyMissing() {
    Diagnosis diagnosis = installation().set("Client", "ClientId", null).examine();

    names(diagnosis, "configuration-invalid", "Client.ClientId: is missing");
    assertThat(diagnosis.toText("tms.json"))
        .contains("not checked", "the configuration is not sound");
  }

  @Test
  void configuration_ofAPublicClient_isNoted() {
    Diagnosis diagnosis = installation().set("Client", "ClientSecret", null).examine();

    hasFound(diagnosis, "configuration-notice");
  }

  @Test
  void configuration_noJson() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.json"), "{ \"Client\": ");

    names(Installation.doctor().examine(file, Map.of()), "configuration-invalid", "broken.json");
  }

  @Test
  void configuration_noFile() {
    Path file = folder.resolve("nowhere.json");

    names(Installation.doctor().examine(file, Map.of()), "configuration-invalid", "nowhere.json");
  }

  @Test
  void keys_damaged() throws IOException {
    Files.writeString(folder.resolve("tms-keys.json"), "{}");
    Files.setPosixFilePermissions(
        folder.resolve("tms-keys.json"), PosixFilePermissions.fromString("rw-------"));

    names(installation().examine(), "keys-unusable", "Keys.File");
  }

  @Test
  void offline_asksNobody() {
    String url = stub.url();
    stub.close();

    Diagnosis diagnosis = Installation.at(url, folder).examine(Installation.doctor().offline());

    assertThat(diagnosis.count(Severity.ERROR)).isZero();
    assertThat(diagnosis.looks())
        .filteredOn(look -> look.area().asksOthers())
        .allMatch(look -> look.outcome() == Look.Outcome.SKIPPED);
  }

  @Test
  void store_addressWrong() {
    Diagnosis diagnosis =
        shared()
            .examine(
                withStore(
                    shared -> {
                      throw new IllegalArgumentException("there is no driver for jdbc:none:");
                    }));

    names(diagnosis, "store-invalid", "Store.Url: there is no driver");
  }

  @Test
  void store_noAnswer() {
    Diagnosis diagnosis = shared().examine(withStore(shared -> new FaultyStore().down()));

    names(diagnosis, "store-unreachable", "jdbc", "connection refused");
  }

  @Test
  void store_isAReplica() {
    Diagnosis diagnosis =
        shared()
            .examine(
                withStore(
                    shared -> {
                      throw new StoreUnavailableException("a:6379 refused the command: READONLY");
                    }));

    names(diagnosis, "store-unfaithful", "READONLY");
  }

  @Test
  void store_evicts() {
    Diagnosis diagnosis =
        shared()
            .examine(
                withStore(
                    shared ->
                        new FaultyStore().weak(() -> List.of("maxmemory-policy is allkeys-lru"))));

    hasFound(diagnosis, "store-evicts");
    assertThat(diagnosis.toText("tms.json")).contains("maxmemory-policy is allkeys-lru");
  }

  @Test
  void store_doesNotShowItsSettings() {
    Diagnosis diagnosis =
        shared()
            .examine(
                withStore(
                    shared ->
                        new FaultyStore()
                            .weak(
                                () -> {
                                  throw new StoreUnavailableException("NOPERM");
                                })));

    hasFound(diagnosis, "store-settings-unseen");
    assertThat(diagnosis.toText("tms.json")).contains("NOPERM");
  }

  @Test
  void store_forgets() {
    Diagnosis diagnosis = shared().examine(withStore(shared -> new FaultyStore().forgetting()));

    names(diagnosis, "store-unfaithful", "does not keep what was just written");
  }

  @Test
  void store_letsTwoClaim() {
    Diagnosis diagnosis = shared().examine(withStore(shared -> new FaultyStore().generous()));

    names(diagnosis, "store-unfaithful", "two callers");
  }

  @Test
  void store_otherNodesHaveOtherKeys(@TempDir Path otherNode) {
    FaultyStore store = new FaultyStore();
    Installation other = Installation.at(provider.issuer(), otherNode);
    other.configuration().toTms().close(); // makes its keys
    other.configuration().builder().store(store).build().close();

    Diagnosis diagnosis = shared().examine(withStore(shared -> store));

    names(diagnosis, "keys-foreign", "recorded other keys");
  }

  private static Doctor withStore(Function<SharedStore, ExpiringStore> open) {
    return Installation.doctor().stores(open);
  }

  /** With a store, and the keys that it then needs. */
  private Installation shared() {
    Installation installation = installation();
    installation.configuration().toTms().close();
    return installation.set("Store", "Kind", "jdbc").set("Store", "Url", "jdbc:h2:mem:x");
  }
}
