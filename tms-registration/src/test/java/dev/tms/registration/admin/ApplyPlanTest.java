package dev.tms.registration.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.admin.ApplyPlan.Outcome;
import dev.tms.registration.admin.ApplyPlan.Result;
import dev.tms.registration.admin.ApplyPlan.Result.State;
import dev.tms.registration.admin.ApplyPlan.Step;
import dev.tms.registration.admin.ApplyPlan.Step.Action;
import dev.tms.registration.diff.RegistrationDiff.HiddenSecrets;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A document is made so at a provider that keeps state, and fails on demand. */
final class ApplyPlanTest {
  private static final StubAdmin admin = new StubAdmin();
  private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";

  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1").extensions(admin))
          .build();

  private static final String DOCUMENT =
      """
      {
        "Clients": [{
          "ClientId": "shop", "ClientName": "Shop", "AllowedGrantTypes": ["authorization_code"],
          "RedirectUris": ["https://shop.example/callback"], "AllowedScopes": ["openid", "wf.api"],
          "ClientSecrets": [{"Description": "d", "Value": "%s", "Type": "SharedSecret"}]
        }],
        "ApiResources": [{"Name": "wf", "Scopes": ["wf.api"]}],
        "IdentityResources": [{"Name": "openid", "UserClaims": ["sub"]}],
        "ApiScopes": [{"Name": "wf.api", "DisplayName": "Workflow"}]
      }
      """
          .formatted(SECRET);

  private AdminApi api;

  @BeforeEach
  void start() {
    admin.reset();
    server.stubFor(any(anyUrl()).willReturn(aResponse()));
    api =
        AdminApi.at(
            URI.create("http://127.0.0.1:" + server.getPort() + "/api/v1/"),
            BearerTokens.of(Secret.of("a-token")));
  }

  private static RegistrationPackage wanted() {
    return RegistrationDocument.parse(DOCUMENT).contents();
  }

  private ApplyPlan plan() {
    return ((Done<ApplyPlan>) ApplyPlan.of(api, wanted(), HiddenSecrets.KEEP)).value();
  }

  private static ResponseDefinition status(int status) {
    return aResponse().withStatus(status).build();
  }

  @Test
  void run_emptyProvider_createsScopesThenResourcesThenClients() {
    ApplyPlan plan = plan();
    assertThat(admin.writes).as("a plan writes nothing: a dry run").isEmpty();

    List<State> told = new ArrayList<>();
    Outcome report = plan.run(result -> told.add(result.state()));

    assertThat(report.isComplete()).as(report.toText()).isTrue();
    assertThat(told).containsOnly(State.DONE).hasSize(4);
    assertThat(admin.writes)
        .containsExactly(
            "POST Resource/ApiScope/wf.api",
            "POST Resource/IdentityResource/openid",
            "POST Resource/ApiResource/wf",
            "POST Client/shop");
    assertThat(admin.kept.get("Client/shop")).containsEntry("clientName", "Shop");
  }

  @Test
  void run_twice_changesNothingTheSecondTime() {
    assertThat(plan().run().isComplete()).isTrue();
    admin.writes.clear();

    ApplyPlan second = plan();

    assertThat(second.isEmpty()).as(second.toText()).isTrue();
    assertThat(second.run().isComplete()).isTrue();
    assertThat(admin.writes).isEmpty();
    assertThat(second.toText()).contains("4 as they are", "does not show its secrets");
  }

  @Test
  void toText_neverShowsSecrets() {
    ApplyPlan plan = plan();
    String text = plan.toText() + plan.steps() + plan.run().toText();

    assertThat(text).contains("create client shop", "(hidden)").doesNotContain(SECRET, "a-token");
  }

  @Test
  void run_driftAtTheProvider_isUpdatedAndItsOwnMembersStay() {
    plan().run();
    Map<String, Object> client = new LinkedHashMap<>(admin.kept.get("Client/shop"));
    client.put("redirectUris", List.of("https://evil.example/"));
    client.put("addedByTheProvider", true);
    admin.kept.put("Client/shop", client);

    ApplyPlan plan = plan();

    assertThat(plan.steps().stream().map(Step::action))
        .containsExactly(Action.KEEP, Action.KEEP, Action.KEEP, Action.UPDATE);
    assertThat(plan.toText())
        .contains("+ \"https://shop.example/callback\", - \"https://evil.example/\"");
    assertThat(plan.run().isComplete()).isTrue();
    assertThat(admin.kept.get("Client/shop"))
        .containsEntry("addedByTheProvider", true)
        .containsEntry("redirectUris", List.of("https://shop.example/callback"));
    // what stood in place of the secret is not the secret
    assertThat(admin.kept.get("Client/shop").get("clientSecrets").toString()).contains(SECRET);
  }

  @Test
  void run_failureInTheMiddle_canBeRepeated() {
    admin.trouble = (method, key) -> key.startsWith("Resource/ApiResource") ? status(500) : null;

    Outcome half = plan().run();

    assertThat(half.results().stream().map(Result::state))
        .containsExactly(State.DONE, State.DONE, State.FAILED, State.NOT_TRIED);
    assertThat(half.isComplete()).isFalse();
    assertThat(half.toText()).contains("create api resource wf: failed", "500", "run it again");
    assertThat(admin.kept).doesNotContainKey("Client/shop");

    admin.trouble = (method, key) -> null;
    admin.writes.clear();
    Outcome rest = plan().run();

    assertThat(rest.isComplete()).isTrue();
    assertThat(admin.writes).containsExactly("POST Resource/ApiResource/wf", "POST Client/shop");
  }

  @Test
  void run_answerLostAfterTheWork_isFoundDone() {
    admin.worksInTrouble = true;
    admin.trouble =
        (method, key) ->
            key.startsWith("Client") ? aResponse().withFault(Fault.EMPTY_RESPONSE).build() : null;

    assertThat(plan().run().isComplete()).isTrue();
  }

  @Test
  void run_answerLostBeforeTheWork_failsAndSaysSo() {
    admin.trouble =
        (method, key) ->
            key.startsWith("Client") ? aResponse().withFault(Fault.EMPTY_RESPONSE).build() : null;

    Outcome report = plan().run();

    Result last = report.results().get(3);
    assertThat(last.state()).isEqualTo(State.FAILED);
    assertThat(last.problem().orElseThrow().kind()).isEqualTo(CallProblem.Kind.NO_ANSWER);
  }

  @Test
  void run_madeByAnotherSinceThePlan_isUpdatedInstead() {
    ApplyPlan plan = plan();
    admin.kept.put("Client/shop", Map.of("clientId", "shop", "clientName", "Other"));

    assertThat(plan.run().isComplete()).isTrue();
    assertThat(admin.writes).endsWith("POST Client/shop", "PUT Client/shop");
    assertThat(admin.kept.get("Client/shop")).containsEntry("clientName", "Shop");
  }

  @Test
  void run_providerThatDropsAMember_saysWhatIsStillDifferent() {
    plan().run();
    Map<String, Object> scope = new LinkedHashMap<>(admin.kept.get("Resource/ApiScope/wf.api"));
    scope.remove("displayName");
    admin.kept.put("Resource/ApiScope/wf.api", scope);
    admin.trouble =
        (method, key) -> key.contains("ApiScope") ? status(204) : null; // taken, and not kept
    Result first = plan().run().results().get(0);

    assertThat(first.state()).isEqualTo(State.NOT_KEPT);
    assertThat(first.toText()).contains("still: $.DisplayName: not set → \"Workflow\"");
  }

  @Test
  void of_readingFails_isNoPlan() {
    AdminApi elsewhere =
        AdminApi.at(URI.create("http://127.0.0.1:1/"), BearerTokens.of(Secret.of("t")));

    CallProblem problem =
        ApplyPlan.of(elsewhere, wanted(), HiddenSecrets.KEEP).fold(plan -> null, failed -> failed);

    assertThat(problem.kind()).isEqualTo(CallProblem.Kind.NOT_CONNECTED);
  }

  @Test
  void of_placeholdersLeft_orNamesTwice_areRefusedBeforeAnyCall() {
    RegistrationPackage gaps =
        RegistrationDocument.parse("{\"clientId\": \"c\", \"redirectUris\": [\"__Url__/cb\"]}")
            .contents();
    RegistrationPackage twice =
        RegistrationDocument.parse("[{\"clientId\": \"c\"}, {\"clientId\": \"c\"}]").contents();

    assertThatThrownBy(() -> ApplyPlan.of(api, gaps, HiddenSecrets.KEEP))
        .hasMessage("still to be filled in client c: __Url__");
    assertThatThrownBy(() -> ApplyPlan.of(api, twice, HiddenSecrets.KEEP))
        .hasMessageContaining("twice");
  }
}
