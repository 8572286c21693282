package dev.tms.demo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tms.registration.doctor.Browser;

/** What this module's packages may know of each other. */
@AnalyzeClasses(packages = "dev.tms.demo", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String NATIVE_CLIENT = "dev.tms.demo.nativeclient..";

  @ArchTest
  static final ArchRule the_native_client_knows_nothing_of_the_service =
      noClasses()
          .that()
          .resideInAPackage(NATIVE_CLIENT)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.tms..")
                  .and(resideOutsideOfPackage(NATIVE_CLIENT))
                  // an interface of the doctor, which the client's browser implements
                  .and(not(belongToAnyOf(Browser.class, Browser.Stuck.class))));

  @ArchTest
  static final ArchRule nobody_knows_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tms.demo.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tms.demo.cli..");

  @ArchTest
  static final ArchRule concepts_do_not_know_each_other =
      slices()
          .matching("dev.tms.demo.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage("dev.tms.demo.cli.."), resideInAPackage("dev.tms.."));

  @ArchTest
  static final ArchRule only_the_page_knows_the_testkit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tms.demo.page..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tms.testkit..");
}
