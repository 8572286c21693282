package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.problem.ErrorCode;
import dev.tms.session.SessionId;
import dev.tms.token.Secret;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a type says of itself holds no secret: records are made with a marked text wherever a secret
 * may stand, and asked.
 */
final class ToStringTest {
  private static final String MARK = "MARKED-secret-0123456789abcdefghijklmnopqrs";
  private static final int DEEPEST = 4;

  /** Names of components that may hold secrets, where their type does not say it. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(token|secret|verifier|password|passphrase|cookie|antiforgery|nonce|state|handle"
              + "|credential|assertion|body|plain|sealed|form|bytes).*|code|value|jti|hint|id");

  /** Types with a component that sounds like a secret and holds none. */
  private static final Set<String> HARMLESS =
      Set.of(
          "TmsEvent$RequestRefused", // an error code
          "KnownKey", // of the documentation
          "KnownKeys$Node",
          "Environment$Items", // lists of the configuration, none of them secret
          "LogoutMarks$Key", // sub or sid, in a private map
          "PendingLogins$Found", // the end of a cookie's name
          "Sealer$SealScope", // names of the configuration
          "KeyProtection$Wrapping", // salt and iterations, as they stand in the file
          "ClientSettings", // the name of an algorithm
          "CustomerDomain",
          "SessionPolicy", // a cookie's name
          "SessionParts$Settings", // has it
          "Reading", // has it
          "SessionId"); // refuses what is not of its length: see below

  private static final List<Class<?>> records = new ArrayList<>();

  @BeforeAll
  static void findRecords() throws Exception {
    Path compiled =
        Path.of(ErrorCode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> files;
    try (Stream<Path> all = Files.walk(compiled)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      String name = compiled.relativize(file).toString().replaceAll("[/\\\\]", ".");
      Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
      if (type.isRecord()) {
        records.add(type);
      }
    }
    assertThat(records).hasSizeGreaterThan(80);
  }

  @Test
  @DisplayName("Lesson 20, 33: no toString says a secret")
  void toString_ofEveryRecord_leavesSecretsOut() {
    Set<String> leaking = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (Class<?> type : records) {
      Optional<Object> made = make(type, 0);
      if (made.isPresent()) {
        if (said(made.get()).contains(MARK)) {
          leaking.add(type.getName());
        }
      } else if (hasMarked(type)) {
        unknown.add(type.getName());
      }
    }

    leaking.removeIf(ToStringTest::isHarmless);
    unknown.removeIf(ToStringTest::isHarmless);
    assertThat(leaking).as("say what may be a secret").isEmpty();
    assertThat(unknown).as("cannot be made here: look at them yourself").isEmpty();
  }

  @Test
  void toString_ofASessionId_isRedacted() {
    assertThat(SessionId.random(new SecureRandom())).hasToString("SessionId[redacted]");
  }

  private static boolean isHarmless(String name) {
    return HARMLESS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String said(Object made) {
    try {
      return made.toString();
    } catch (RuntimeException e) {
      return ""; // it has to have what no one gave it here
    }
  }

  private static boolean hasMarked(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(one -> isText(one.getType()) && isSecret(one));
  }

  private static boolean isText(Class<?> type) {
    return type == String.class || type == char[].class;
  }

  private static boolean isSecret(RecordComponent component) {
    return SECRET_NAME.matcher(component.getName()).matches();
  }

  private static Optional<Object> make(Class<?> type, int depth) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(components[i], depth);
      }
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Object value(RecordComponent component, int depth) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return isSecret(component) ? MARK : "plain";
    }
    if (type == byte[].class) {
      return MARK.getBytes(StandardCharsets.UTF_8);
    }
    if (type == URI.class) {
      boolean carries = component.getName().equals("location");
      return URI.create("https://id.example/a" + (carries ? "?hint=" + MARK : ""));
    }
    if (type == Secret.class) {
      return Secret.of(MARK);
    }
    if (type == List.class) {
      boolean ofTexts = component.getGenericType().getTypeName().endsWith("<java.lang.String>");
      return ofTexts && isSecret(component) ? List.of(MARK) : List.of();
    }
    if (type == Map.class) {
      String generic = component.getGenericType().getTypeName();
      return generic.matches(".*<java.lang.String, java.lang.(String|Object)>")
          ? Map.of("plain", MARK)
          : Map.of();
    }
    return plain(type, depth);
  }

  private static Object plain(Class<?> type, int depth) {
    if (type == boolean.class) {
      return false;
    }
    if (type.isPrimitive()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == Instant.class) {
      return Instant.EPOCH;
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == URI.class) {
      return URI.create("https://id.example/a");
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == Set.class) {
      return Set.of();
    }
    if (type == Integer.class) {
      return 1;
    }
    if (type.isRecord() && depth < DEEPEST) {
      return make(type, depth + 1).orElse(null);
    }
    return null;
  }
}
