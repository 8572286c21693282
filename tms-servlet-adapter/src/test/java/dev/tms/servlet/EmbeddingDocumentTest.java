package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java example of {@code docs/embedding.md} compiles, without a warning. */
final class EmbeddingDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "embedding.md");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TYPE =
      Pattern.compile("^public (?:class|record) (\\w+)", Pattern.MULTILINE);

  /** What the example for Spring Boot uses of it, which is no dependency of this module. */
  private static final List<JavaFileObject> SPRING =
      List.of(
          source(
              "org.springframework.boot.web.servlet.FilterRegistrationBean",
              """
              package org.springframework.boot.web.servlet;
              public class FilterRegistrationBean<T extends jakarta.servlet.Filter> {
                public FilterRegistrationBean(T filter) {}
                public void addUrlPatterns(String... patterns) {}
                public void setDispatcherTypes(
                    java.util.EnumSet<jakarta.servlet.DispatcherType> types) {}
                public void setOrder(int order) {}
              }
              """),
          source(
              "org.springframework.context.annotation.Bean",
              """
              package org.springframework.context.annotation;
              public @interface Bean {
                String destroyMethod() default "";
              }
              """),
          source(
              "org.springframework.context.annotation.Configuration",
              """
              package org.springframework.context.annotation;
              public @interface Configuration {}
              """),
          source(
              "org.springframework.core.Ordered",
              """
              package org.springframework.core;
              public interface Ordered {
                int HIGHEST_PRECEDENCE = Integer.MIN_VALUE;
              }
              """));

  @Test
  void javaExamples_ofTheDocument_compile(@TempDir Path classes) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>(SPRING);
    for (String example : examples()) {
      Matcher type = TYPE.matcher(example);
      assertThat(type.find()).as(example).isTrue();
      sources.add(source(type.group(1), example));
    }
    assertThat(sources).hasSizeGreaterThanOrEqualTo(SPRING.size() + 5);

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "--release",
            "17",
            "-proc:none",
            "-Xlint:all,-processing,-classfile,-options,-path",
            "-classpath",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      compiler.getTask(null, files, found, options, null, sources).call();
    }

    assertThat(found.getDiagnostics()).isEmpty();
  }

  @Test
  void xmlExamples_ofTheDocument_nameTheParameters() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains("<param-name>" + TmsFilter.CONFIG + "</param-name>")
        .contains("<param-name>" + TmsFilter.PROTECT + "</param-name>")
        .contains("<filter-class>" + TmsFilter.class.getName() + "</filter-class>")
        .contains("`" + TmsFilter.AUTH_TYPE + "`");
  }

  @Test
  void dependency_ofTheDocument_isThisModuleInItsVersion() throws IOException {
    String parent = Files.readString(Path.of("pom.xml")).split("</parent>")[0];
    String version = parent.replaceFirst("(?s).*<version>([^<]+)</version>.*", "$1");

    assertThat(Files.readString(DOCUMENT).replaceAll("\\s", ""))
        .contains(
            "<dependency><groupId>dev.tms</groupId><artifactId>tms-servlet-adapter</artifactId>"
                + "<version>"
                + version
                + "</version></dependency>");
  }

  private static List<String> examples() throws IOException {
    return EXAMPLE.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group(1)).toList();
  }

  private static JavaFileObject source(String type, String text) {
    URI uri = URI.create("string:///" + type.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
