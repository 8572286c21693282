package dev.tms.demo.cli.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.RegistrationDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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

  /** Throws {@link CommandFailure} if the document cannot be read or filled. */
  RegistrationDocument read(Input input, Kinds kinds) {
    return read(input, input.text(), kinds);
  }

  /** The kind of a registration outside a package; null to detect it from the members. */
  @Nullable RegistrationKind kindOf(Kinds kinds) {
    return kind == null ? kinds.standard() : kind;
  }

  RegistrationDocument read(Input input, String text, Kinds kinds) {
    RegistrationDocument document = input.document(text, kindOf(kinds));
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

  static final class OneClient {
    @Option(
        names = "--client",
        paramLabel = "ID",
        description = "which client, where the document has several")
    private @Nullable String id;

    boolean isGiven() {
      return id != null;
    }

    ClientRegistration of(RegistrationDocument document, Input input) {
      List<ClientRegistration> clients =
          document.contents().clients().stream()
              .filter(client -> id == null || client.clientId().equals(id))
              .toList();
      if (clients.size() == 1) {
        return clients.get(0);
      }
      if (clients.isEmpty()) {
        throw CommandFailure.invalid(
            input.label() + ": has no client" + (id == null ? "" : " with the id " + id));
      }
      throw CommandFailure.invalid(
          input.label()
              + ": has several clients, choose with --client: "
              + clients.stream()
                  .map(ClientRegistration::clientId)
                  .collect(Collectors.joining(", ")));
    }
  }
}
