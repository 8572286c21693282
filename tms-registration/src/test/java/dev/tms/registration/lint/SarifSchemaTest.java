package dev.tms.registration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports by the schema of OASIS, as an artefact of the registry carries it. */
final class SarifSchemaTest {
  private static final JsonSchema schema = schema();

  private static JsonSchema schema() {
    String file = "/schema/sarif-schema-2.1.0.json";
    try (InputStream in = SarifSchemaTest.class.getResourceAsStream(file)) {
      return JsonSchemaFactory.getInstance(VersionFlag.V7)
          .getSchema(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<ValidationMessage> problems(String sarif) {
    return schema.validate(
        sarif,
        InputFormat.JSON,
        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.json",
        "some folder/shöp.json",
        "/srv/a b.json",
        "C:\\srv\\c.json",
        "<stdin>",
        "a#b?c%d:e.json",
        "..\\x.json"
      })
  void toSarif_ofAnyFile_isAsTheSchemaWants(String file) {
    Report report =
        Bases.linter()
            .check(
                Bases.client(Bases.WEB, "'enabled': false, 'redirectUris': ['x', 'http://a b']"));

    assertThat(report.findings()).isNotEmpty();
    assertThat(problems(report.toSarif(file))).isEmpty();
  }

  @Test
  void toSarif_everyRuleBroken_isAsTheSchemaWants() {
    for (Case one : RulesTest.cases()) {
      assertThat(problems(Bases.linter().check(one.broken()).toSarif("c.json"))).isEmpty();
    }
  }

  @Test
  void toSarif_nothingFoundOrNoPlace_isAsTheSchemaWants() {
    Report unplaced =
        Bases.linter().check(RegistrationDocument.of(Bases.document("{'clientId': 'a'}").client()));

    assertThat(problems(Report.of(Linter.rules(), List.of()).toSarif("c.json"))).isEmpty();
    assertThat(unplaced.findings()).allMatch(finding -> finding.position() == null);
    assertThat(problems(unplaced.toSarif("c.json"))).isEmpty();
  }

  @Test
  void schema_ofSomethingElse_findsProblems() {
    String sarif = Report.of(Linter.rules(), List.of()).toSarif("c.json");

    assertThat(problems(sarif.replace("\"version\": \"2.1.0\"", "\"version\": \"2\"")))
        .isNotEmpty();
    assertThat(problems(sarif.replace("\"results\"", "\"result\""))).isNotEmpty();
  }
}
