package dev.tms.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tms.ApiMarker;
import dev.tms.Tms;
import dev.tms.demo.cli.Main;
import dev.tms.registration.ClientRegistration;
import dev.tms.servlet.TmsFilter;
import dev.tms.store.redis.RedisStore;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.text.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A module uses only what is API of another, as the documentation of its packages says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModulesTest {
  private static final Map<String, Class<?>> MODULES =
      Map.of(
          "tms-core", Tms.class,
          "tms-servlet-adapter", TmsFilter.class,
          "tms-store-redis", RedisStore.class,
          "tms-registration", ClientRegistration.class,
          "tms-testkit", TestProvider.class,
          "tms-demo-server", Main.class);

  private final List<JavaClass> types = new ArrayList<>();

  /** The module of each package, and what its documentation says. */
  private final Map<String, String> modules = new HashMap<>();

  private final Map<String, ApiMarker> markers = new HashMap<>();

  @BeforeAll
  void readClasses() throws IOException {
    for (Map.Entry<String, Class<?>> module : MODULES.entrySet()) {
      for (JavaClass type : classes(module.getValue())) {
        types.add(type);
        modules.put(type.getPackageName(), module.getKey());
      }
    }
    for (Map.Entry<String, String> each : modules.entrySet()) {
      Path info = Path.of("..", each.getValue(), "src/main/java", each.getKey().replace('.', '/'));
      ApiMarker.read(Files.readString(info.resolve("package-info.java")))
          .ifPresent(marker -> markers.put(each.getKey(), marker));
    }
  }

  @Test
  void packages_ofEveryModule_sayWhetherTheyAreApi() {
    assertThat(markers.keySet())
        .as("package-info has 'API.', 'Internal.' or 'API: A, B; the rest is internal.'")
        .containsExactlyInAnyOrderElementsOf(modules.keySet());
    assertThat(new TreeSet<>(modules.values())).isEqualTo(new TreeSet<>(MODULES.keySet()));
  }

  @Test
  void modules_useTheApiOfOthersOnly() {
    assertThat(violations(types)).isEmpty();
  }

  @Test
  void violations_ofInternalTypes_areFound() {
    assertThat(violations(List.of(new ClassFileImporter().importClass(Trespasser.class))))
        .hasSize(2)
        .anyMatch(one -> one.contains("dev.tms.text.Json"))
        .anyMatch(one -> one.contains("dev.tms.testkit.http.LoopbackServer"));
  }

  private interface Trespasser {
    Json ofCore(LoopbackServer ofTheTestkit, Tms open);
  }

  private Set<String> violations(List<JavaClass> users) {
    Set<String> violations = new TreeSet<>();
    for (JavaClass user : users) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass().getBaseComponentType();
        String module = modules.get(used.getPackageName());
        if (module != null && !module.equals(modules.get(user.getPackageName())) && !isApi(used)) {
          violations.add(user.getName() + " uses " + used.getName() + " of " + module);
        }
      }
    }
    return violations;
  }

  private boolean isApi(JavaClass type) {
    String room = type.getPackageName();
    String outermost = type.getName().substring(room.length() + 1).replaceAll("\\$.*", "");
    return markers.getOrDefault(room, ApiMarker.NONE).covers(outermost);
  }

  /** From a folder, or from the jar that the build has made of it. */
  private static Iterable<JavaClass> classes(Class<?> one) throws IOException {
    String file = String.valueOf(one.getResource(one.getSimpleName() + ".class"));
    String all = file.substring(0, file.lastIndexOf(one.getName().replace('.', '/')));
    return new ClassFileImporter().importUrl(URI.create(all).toURL());
  }
}
