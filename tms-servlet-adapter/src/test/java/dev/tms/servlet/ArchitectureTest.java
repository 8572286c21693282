package dev.tms.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.tms.servlet", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule no_http_session =
      noClasses().should().dependOnClassesThat().areAssignableTo(HttpSession.class);

  @ArchTest
  static final ArchRule no_call_that_makes_one =
      noClasses()
          .should()
          .callMethod(HttpServletRequest.class, "getSession")
          .orShould()
          .callMethod(HttpServletRequest.class, "getSession", boolean.class)
          .orShould()
          .callMethod(HttpServletRequest.class, "changeSessionId");

  @ArchTest
  static final ArchRule no_error_pages_for_answers_of_the_service =
      noClasses()
          .should()
          .callMethod(HttpServletResponse.class, "sendError", int.class)
          .orShould()
          .callMethod(HttpServletResponse.class, "sendError", int.class, String.class);

  @ArchTest
  static final ArchRule parameters_are_left_to_the_application =
      noClasses().should().callMethod(HttpServletRequest.class, "getParameter", String.class);

  @ArchTest
  static final ArchRule only_servlets_and_core =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "jakarta.servlet..",
              "org.jspecify..",
              "dev.tms.servlet",
              "dev.tms",
              "dev.tms.config",
              "dev.tms.http",
              "dev.tms.problem",
              "dev.tms.token");

  @ArchTest
  static final ArchRule no_time_of_its_own = noClasses().should().callMethod(Instant.class, "now");
}
