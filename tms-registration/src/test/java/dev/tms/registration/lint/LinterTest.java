package dev.tms.registration.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientProperties.RefreshTokenUsage;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.NewSecret;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter.FixOutcome;
import dev.tms.registration.lint.Linter.LintOptions;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Rule;
import dev.tms.registration.template.ClientTemplates;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LinterTest {
  private static final Linter LINTER = Bases.linter();

  /** As a person who knows these providers would read it aloud. */
  private static final String IMPLICIT_VIEWER =
      """
      {
        'absoluteRefreshTokenLifetime': 2592000, 'accessTokenLifetime': 10800, 'accessTokenType': 0,
        'allowAccessTokensViaBrowser': true, 'allowOfflineAccess': true,
        'allowedCorsOrigins': ['https://viewer:7001', 'https://viewer:9090'],
        'allowedGrantTypes': ['implicit'],
        'allowedScopes': ['openid', 'profile', 'viewerscope', 'api1'],
        'alwaysIncludeUserClaimsInIdToken': true, 'alwaysSendClientClaims': true,
        'authorizationCodeLifetime': 30000,
        'claims': [{'type': 'role', 'value': 'READER'}, {'type': 'portal_user', 'value': 'admin'}],
        'clientClaimsPrefix': '', 'clientId': 'viewer', 'clientName': 'Viewer',
        'clientSecrets': [{'description': 'viewer', 'value': ''}],
        'identityTokenLifetime': 3600, 'includeJwtId': false,
        'postLogoutRedirectUris': ['https://viewer:7001/'],
        'redirectUris': ['https://viewer:7001/', 'https://viewer:7002/',
          'https://viewer:7001/assets/silent-refresh.html'],
        'refreshTokenExpiration': 1, 'requireClientSecret': false,
        'slidingRefreshTokenLifetime': 86400
      }
      """;

  private static final String ADMIN_APP =
      """
      {
        'AlwaysIncludeUserClaimsInIdToken': true, 'AllowOfflineAccess': true,
        'AllowedScopes': ['pol.api', 'openid', 'profile'], 'AlwaysSendClientClaims': true,
        'Claims': [], 'ClientClaimsPrefix': 'client_', 'ClientId': 'pol.admin',
        'ClientSecrets': [{'Description': 'd', 'Value': '__Hash__', 'Expiration': null}],
        'RequireClientSecret': false, 'ClientName': 'Admin', 'AllowedCorsOrigins': ['__ApiUrl__'],
        'AllowedGrantTypes': ['authorization_code'], 'AllowAccessTokensViaBrowser': true,
        'RedirectUris': ['__AdminUrl__/#/callback#', '__AdminUrl__/#/silentrefresh#'],
        'PostLogoutRedirectUris': ['__AdminUrl__'], 'BackChannelLogoutUri': null,
        'FrontChannelLogoutUri': null
      }
      """;

  private static List<String> ids(RegistrationDocument document) {
    return LINTER.check(document).findings().stream()
        .map(finding -> finding.rule().id())
        .distinct()
        .toList();
  }

  @Test
  void check_olderImplicitClient_findsWhatAPersonFinds() {
    assertThat(ids(Bases.document(IMPLICIT_VIEWER)))
        .containsExactlyInAnyOrder("implicit-grant", "secret-empty");
  }

  @Test
  void check_exportWithPlaceholders_findsWhatAPersonFinds() {
    assertThat(ids(Bases.document(ADMIN_APP)))
        .containsExactlyInAnyOrder("tokens-via-browser", "redirect-fragment");
  }

  @Test
  void check_documentInPascalCase_namesPathsAsTheyAreWritten() {
    Report report = LINTER.check(Bases.document(ADMIN_APP));

    assertThat(report.findings()).extracting(Finding::path).contains("$.RedirectUris[0]");
    assertThat(report.findings())
        .allSatisfy(finding -> assertThat(finding.position()).isNotNull())
        .allSatisfy(f -> assertThat(f.subject()).isEqualTo("client pol.admin"));
  }

  @Test
  void fix_olderImplicitClient_fixesWhatHasOneFixAndKeepsTheRest() {
    RegistrationDocument document = Bases.document(IMPLICIT_VIEWER);

    FixOutcome outcome = LINTER.fix(document);

    assertThat(outcome.fixed()).extracting(f -> f.rule().id()).containsExactly("secret-empty");
    assertThat(outcome.left()).allSatisfy(f -> assertThat(f.rule().isFixable()).isFalse());
    Map<String, Object> members = outcome.document().client().members();
    assertThat(members.keySet()).containsExactlyElementsOf(document.client().members().keySet());
    assertThat(members).containsEntry("accessTokenLifetime", 10800L);
  }

  @Test
  void fix_nothingFixable_isTheSameDocument() {
    RegistrationDocument document = Bases.client(Bases.WEB, "'enabled': false");

    FixOutcome outcome = LINTER.fix(document);

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.document().toJson()).isEqualTo(document.toJson());
  }

  @Test
  void check_ownHosts_decideWhatIsForeign() {
    RegistrationDocument document =
        Bases.client(Bases.WEB, "'redirectUris': ['https://a.test/', 'https://x.shop.example/']");
    Linter linter = LINTER.with(LintOptions.DEFAULT.withHosts(Set.of("Shop.example")));

    assertThat(linter.check(document).findings())
        .filteredOn(f -> f.rule().id().equals("redirect-foreign-host"))
        .extracting(Finding::message)
        .containsExactly("https://a.test/ is on another site than shop.example");
  }

  @Test
  void check_scopesDefinedElsewhere_areKnown() {
    RegistrationDocument document = Bases.client(Bases.MACHINE, "");

    assertThat(
            LINTER.with(LintOptions.DEFAULT.withScopes(Set.of("other"))).check(document).findings())
        .extracting(f -> f.rule().id())
        .containsExactly("scope-undefined");
    assertThat(
            LINTER
                .with(LintOptions.DEFAULT.withScopes(Set.of("shop.orders")))
                .check(document)
                .findings())
        .isEmpty();
  }

  @Test
  void check_ignoredRule_isNotApplied() {
    RegistrationDocument document = Bases.client(Bases.WEB, "'allowPlainTextPkce': true");
    Linter linter = LINTER.with(LintOptions.DEFAULT.ignoring(Set.of("plain-pkce")));

    assertThat(linter.check(document).findings()).isEmpty();
    assertThat(linter.fix(document).changed()).isFalse();
  }

  @Test
  void check_expiryWarning_isAsLongAsAsked() {
    RegistrationDocument document = Bases.client(Bases.WEB, "");
    Linter patient = LINTER.with(LintOptions.DEFAULT.withExpiryWarning(Duration.ofDays(365)));

    assertThat(patient.check(document).findings())
        .extracting(f -> f.rule().id())
        .containsExactly("secret-expiring");
  }

  static Stream<ClientRegistration> templates() {
    ClientSecret secret =
        NewSecret.generate("x", Duration.ofDays(365), () -> Bases.NOW, new SecureRandom()).stored();
    return Stream.of(
        ClientTemplates.clientCredentials("job", "Job", secret, List.of("wf.api")),
        ClientTemplates.browserApp(
            "spa", "App", URI.create("https://app.example/cb"), List.of("wf.api")),
        ClientTemplates.nativeApp(
            "app", "App", URI.create("com.example.app:/cb"), List.of("wf.api")),
        ClientTemplates.hybrid(
            "web", "Web", URI.create("https://web.example/cb"), secret, List.of("wf.api")));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void check_templates_haveNoErrors(ClientRegistration client) {
    List<Finding> findings = LINTER.check(RegistrationDocument.of(client)).findings();

    assertThat(findings).extracting(f -> f.rule().id()).isEmpty();
  }

  @Test
  void check_tmsFromItsConfiguration_findsNothing() {
    String json =
        """
        {
          "Client": {"ClientId": "tms", "ClientSecret": "PHq8vJ2cN0sW4yT6bR1dK3", "Scopes": ["openid"]},
          "FrontEnd": {"FrontEndRedirectUrl": "https://app.shop.example/"},
          "Server": {"PublicUrl": "https://login.shop.example/tms"}
        }
        """;
    ClientRegistration client =
        ClientTemplates.forTms(TmsConfiguration.parse(json, Path.of("."), Map.of()), "TMS");

    assertThat(LINTER.check(RegistrationDocument.of(client)).findings())
        .extracting(f -> f.rule().id())
        .isEmpty();
  }

  @Test
  void check_mutilatedDocuments_neverFails() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int count = Boolean.getBoolean("tms.full") ? 100_000 : 300;
    String text = "{'clients': [" + IMPLICIT_VIEWER + "," + ADMIN_APP + "]}";
    String salt = "{}[],:'#*/.0-9 _e%\\\uD800https://";
    for (int i = 0; i < count; i++) {
      StringBuilder json = new StringBuilder(text);
      for (int cuts = random.nextInt(3); cuts >= 0; cuts--) {
        int at = random.nextInt(json.length() - 20);
        json.replace(at, at + random.nextInt(12), "" + salt.charAt(random.nextInt(salt.length())));
      }
      RegistrationDocument document;
      try {
        document = Bases.document(json.toString());
      } catch (InvalidDocumentException e) {
        continue;
      }
      FixOutcome outcome = LINTER.fix(document);

      assertThat(RegistrationDocument.parse(outcome.document().toJson()).contents())
          .as("seed %d", seed)
          .isEqualTo(outcome.document().contents());
      assertThat(Report.of(Linter.rules(), outcome.left()).toSarif("x")).isNotEmpty();
    }
  }

  @Test
  void check_manyRegistrations_takesTimeInProportion() {
    StringBuilder json = new StringBuilder("{'clients': [");
    for (int i = 0; i < 2_000; i++) {
      json.append("{'clientId': 'c%d', 'allowedScopes': ['s%d']".formatted(i, i))
          .append(", 'clientSecrets': [{'value': 'same'}]},");
    }
    json.append("], 'apiScopes': [");
    for (int i = 0; i < 2_000; i++) {
      json.append("{'name': 's%d'},".formatted(i));
    }
    RegistrationDocument document = Bases.document(json.append("]}").toString());

    FixOutcome outcome =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> LINTER.fix(document));

    assertThat(outcome.left()).hasSizeGreaterThan(3_000);
  }

  @Test
  void check_longHostileTexts_areNotTooMuch() {
    for (String text :
        List.of(
            "__a" + "_a".repeat(49_000),
            "__a_".repeat(20_000),
            "//".repeat(40_000),
            "/silentx".repeat(12_000),
            "/..".repeat(30_000),
            "https://" + "@".repeat(90_000),
            "a.".repeat(45_000))) {
      RegistrationDocument document =
          Bases.client(
              Bases.SPA,
              "'redirectUris': ['%s'], 'allowedScopes': ['%s'], 'logoUri': '%s', 'allowedCorsOrigins': ['%s']"
                  .formatted(text, text, text, text));

      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> LINTER.fix(document));
    }
  }

  @Test
  void messages_hostileValues_areShortPrintableAndWithoutSecrets() {
    String esc = "\\u001B[31m\\u202E";
    RegistrationDocument document =
        Bases.client(
            Bases.WEB,
            "'redirectUris': ['https://user:hush@shop.example/#"
                + "x".repeat(500)
                + "', 'http://a.test/"
                + esc
                + "'], 'clientSecrets': [{'value': 'hush-hush', 'type': 'Odd'}]");
    Report report = LINTER.check(document);

    for (String text :
        List.of(report.toText("c.json"), report.toJson("c.json"), report.toSarif("c.json"))) {
      assertThat(text).doesNotContain("hush").doesNotContain("\u001B").doesNotContain("\u202E");
    }
    assertThat(report.findings()).allSatisfy(f -> assertThat(f.message()).hasSizeLessThan(250));
  }

  @Test
  void toText_findings_nameThePlaceTheReasonAndTheFix() {
    Report report =
        LINTER.check(Bases.client(Bases.WEB, "'enabled': false, 'allowPlainTextPkce': true"));

    assertThat(report.toText("shop.json"))
        .isEqualTo(
            """
            shop.json:28:25: error: plain PKCE is allowed [plain-pkce]
              at $.allowPlainTextPkce of client shop.web
              why: the proof key then travels in the authorization request, where a thief of codes reads it too (RFC 7636 section 7.2)
              fix: set allowPlainTextPkce to false (--fix)

            shop.json:27:14: warning: the client is disabled [client-disabled]
              at $.enabled of client shop.web
              why: every request of it is answered with unauthorized_client (RFC 6749 section 4.1.2.1)
              fix: set enabled to true, or remove the client

            1 error, 1 warning, 0 notes
            """);
    assertThat(report.hasErrors()).isTrue();
    assertThat(Report.of(Linter.rules(), List.of()).toText("x")).isEqualTo("nothing found\n");
  }

  @Test
  void toJson_findings_haveEveryMember() {
    Report report = LINTER.check(Bases.client(Bases.WEB, "'enabled': false"));

    assertThat(report.toJson("shop.json"))
        .startsWith("{\n  \"file\": \"shop.json\",\n  \"errors\": 0,\n  \"warnings\": 1,")
        .contains("\"rule\": \"client-disabled\"", "\"line\": 27", "\"path\": \"$.enabled\"")
        .contains("\"severity\": \"warning\"", "\"fixable\": false");
  }

  @Test
  void toSarif_findings_areResultsOfRulesThatAreThere() {
    Report report = LINTER.check(Bases.client(Bases.WEB, "'enabled': false"));

    String sarif = report.toSarif("some folder/shop.json");

    assertThat(sarif)
        .contains("\"version\": \"2.1.0\"", "\"uri\": \"some%20folder/shop.json\"")
        .contains("\"startLine\": 27", "\"startColumn\": 14", "\"ruleId\": \"client-disabled\"")
        .contains("\"level\": \"warning\"", "\"fullyQualifiedName\": \"$.enabled\"");
    int index = Linter.rules().stream().map(Rule::id).toList().indexOf("client-disabled");
    assertThat(sarif).contains("\"ruleIndex\": " + index);
    assertThat(JsonText.write(Map.of("a", 1))).isEqualTo("{\n  \"a\": 1\n}\n");
  }

  @Test
  void check_scopeThatIsNearlyDefined_saysWhichIsMeant() {
    RegistrationDocument document =
        Bases.document(
            "{'clients': [{'clientId': 'a', 'allowedScopes': ['shop.wirte', 'billing']}],"
                + " 'apiScopes': [{'name': 'shop.write'}, {'name': 'shop.read'}]}");

    assertThat(Bases.linter().check(document).findings())
        .filteredOn(finding -> finding.rule().id().equals("scope-undefined"))
        .extracting(Finding::message)
        .containsExactly(
            "scope shop.wirte is not defined; is shop.write meant?",
            "scope billing is not defined");
  }

  @Test
  void fix_fixThatLaysOpenAnother_namesBoth() {
    RegistrationDocument document =
        Bases.client(
            Bases.SPA, "'allowedScopes': ['openid', 'offline_access'], 'refreshTokenUsage': 0");

    FixOutcome outcome = Bases.linter().fix(document);

    assertThat(outcome.document().client().get(ClientProperties.REFRESH_TOKEN_USAGE))
        .isEqualTo(RefreshTokenUsage.ONE_TIME_ONLY);
    assertThat(outcome.fixed())
        .extracting(finding -> finding.rule().id())
        .contains("offline-scope-without-permission", "refresh-reuse-public");
  }
}
