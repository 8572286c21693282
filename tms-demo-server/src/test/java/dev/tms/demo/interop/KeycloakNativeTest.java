package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.demo.nativeclient.ClientFailure;
import dev.tms.testkit.browser.Page;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native client's order of calls, in each way to find the tenant. */
@KeycloakTest
class KeycloakNativeTest {
  private static final String DOMAIN = "acme.cloud.test";

  @TempDir Path directory;

  @Test
  void recipe_asWritten_nativeClientGoesThrough(Workbench bench) throws Exception {
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      String transcript = NativeRun.at(tms).as(null, "alice");

      assertThat(transcript)
          .contains("the front end comes up", "refused, as it must be: logged_out")
          .contains("/protocol/openid-connect/logout");
    }
  }

  @Test
  void single_allowedDomain_nativeClientGoesThrough(Workbench bench) throws Exception {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Tenants").putArray("AllowedDomains").add("*.cloud.test");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      assertThat(NativeRun.at(tms).as(DOMAIN, "alice")).contains("signed in, at " + DOMAIN);
    }
  }

  @Test
  void fixed_domainInTheTable_nativeClientGoesThrough(Workbench bench) throws Exception {
    ObjectNode configuration = bench.configuration();
    ObjectNode tenants = section(configuration, "Tenants").put("Mode", "fixed");
    tenants.putObject("Fixed").putObject(DOMAIN).put("AcrValues", "1").put("PromptLogin", true);

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      assertThat(NativeRun.at(tms).as(DOMAIN, "alice")).contains("signed in, at " + DOMAIN);
      assertThatThrownBy(() -> NativeRun.at(tms).as("other.cloud.test", "alice"))
          .isInstanceOf(ClientFailure.class)
          .hasMessageContaining("404");
    }
  }

  @Test
  void discovery_directoryKnowsTheDomain_nativeClientGoesThrough(Workbench bench) throws Exception {
    try (Directory tenants = new Directory(DOMAIN, false);
        RunningTms tms = RunningTms.start(directory, discovery(bench, tenants))) {
      assertThat(NativeRun.at(tms).as(DOMAIN, "alice")).contains("signed in, at " + DOMAIN);
      assertThatThrownBy(() -> NativeRun.at(tms).as("other.cloud.test", "alice"))
          .isInstanceOf(ClientFailure.class)
          .hasMessageContaining("404");

      // one look-up each: the answer for the first domain is still good
      assertThat(tenants.applications()).containsExactly("an-application", "an-application");
    }
  }

  @Test
  void discovery_promptLogin_asksAgainDespiteSingleSignOn(Workbench bench) {
    try (Directory tenants = new Directory(DOMAIN, true);
        RunningTms tms = RunningTms.start(directory, discovery(bench, tenants))) {
      App app = new App(tms);
      app.signIn("/Auth/Domains/" + DOMAIN + "/BeginLogin", "alice");

      Page again = app.webView().open(tms.url() + "/Auth/Domains/" + DOMAIN + "/BeginLogin");

      assertThat(again.loginForm()).isPresent();
    }
  }

  @Test
  void signedInAtKeycloak_anotherLogin_asksNothing(Workbench bench) {
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");

      Page again =
          app.webView()
              .followUntil(app.webView().get(tms.url() + "/Auth/BeginLogin"), tms.frontEnd());

      assertThat(again.location()).hasValue(URI.create(tms.frontEnd()));
    }
  }

  private static ObjectNode discovery(Workbench bench, Directory tenants) {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Tenants")
        .put("Mode", "discovery")
        .put("DiscoveryUrlTemplate", tenants.urlTemplate());
    section(configuration, "Client").put("ApplicationId", "an-application");
    return configuration;
  }
}
