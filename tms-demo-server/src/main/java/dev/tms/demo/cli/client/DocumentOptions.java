package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.RegistrationDocument;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How documents are read. */
final class DocumentOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "fills the placeholder __NAME__; may be repeated")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      converter = KindConverter.class,
      description =
          "what a registration outside of a package is: client, api-resource, api-scope or"
              + " identity-resource (default: told by the command and its members)")
  private @Nullable RegistrationKind kind;

  /** Kinds by their names with hyphens. */
  static final class KindConverter implements ITypeConverter<RegistrationKind> {
    @Override
    public RegistrationKind convert(String value) {
      try {
        return RegistrationKind.valueOf(value.replace('-', '_').toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + value + "' is none of client, api-resource, api-scope, identity-resource");
      }
    }
  }

  boolean fills() {
    return !values.isEmpty();
  }

  /** Those that the command is about, as the options say. */
  Kinds kinds(Kinds kinds) {
    return kind == null ? kinds : kinds.with(kind);
  }

  /**
   * The document, with its placeholders filled.
   *
   * @throws CommandFailure if it cannot be read or filled
   */
  RegistrationDocument read(Input input, Kinds kinds) {
    return read(input, input.text(), kinds);
  }

  /** As {@link #read(Input, Kinds)}, of this text of it. */
  RegistrationDocument read(Input input, String text, Kinds kinds) {
    RegistrationDocument document = input.document(text, kinds(kinds));
    for (String name : values.keySet()) {
      if (document.placeholders().stream()
          .noneMatch(use -> use.placeholder().name().equals(name))) {
        throw CommandFailure.invalid(
            input.label() + ": has no placeholder __" + name + "__, which --set fills");
      }
    }
    try {
      return fills() ? document.filled(name -> Optional.ofNullable(values.get(name))) : document;
    } catch (InvalidDocumentException e) {
      throw input.invalid(e);
    }
  }
}
