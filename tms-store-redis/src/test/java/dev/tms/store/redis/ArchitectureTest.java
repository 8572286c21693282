package dev.tms.store.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses classes =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void types_public_areTheApiAlone() {
    assertThat(classes.that(new IsPublic()).stream().map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder("RedisStore", "RedisStoreFactory");
  }

  @Test
  void core_internalRooms_areNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of core, outside the stores",
                type ->
                    type.getPackageName().startsWith("dev.tms")
                        && !type.getPackageName().startsWith("dev.tms.store")
                        && !type.getPackageName().equals("dev.tms.problem")))
        .check(classes);
  }

  @Test
  void time_wallClock_isNeverRead() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(classes);
  }

  private static final class IsPublic extends DescribedPredicate<JavaClass> {
    IsPublic() {
      super("are public");
    }

    @Override
    public boolean test(JavaClass type) {
      return type.getModifiers().contains(JavaModifier.PUBLIC);
    }
  }
}
