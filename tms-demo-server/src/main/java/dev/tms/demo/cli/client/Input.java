package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.token.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An input file, or standard input {@code in} for the name {@code -}. */
record Input(String name, InputStream in) {
  private static final int MAX_BYTES = 4 << 20;

  boolean isStandard() {
    return name.equals("-");
  }

  String label() {
    return isStandard() ? "<stdin>" : name;
  }

  String text() {
    try {
      byte[] bytes = bytes();
      if (bytes.length > MAX_BYTES) {
        throw CommandFailure.invalid(label() + ": is larger than 4 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw CommandFailure.invalid(label() + ": does not exist");
    } catch (CharacterCodingException e) {
      throw CommandFailure.invalid(label() + ": is not text in UTF-8");
    } catch (IOException e) {
      throw CommandFailure.invalid(
          label() + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private byte[] bytes() throws IOException {
    if (!isStandard() && Files.isDirectory(Path.of(name))) {
      throw CommandFailure.invalid(label() + ": is a directory");
    }
    if (isStandard()) {
      return in.readNBytes(MAX_BYTES + 1);
    }
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return file.readNBytes(MAX_BYTES + 1);
    }
  }

  RegistrationDocument document(String text, @Nullable RegistrationKind standard) {
    try {
      return RegistrationDocument.parse(text, standard);
    } catch (InvalidDocumentException e) {
      throw invalid(e);
    }
  }

  CommandFailure invalid(InvalidDocumentException e) {
    return CommandFailure.invalid(
        e.problems().stream()
            .map(problem -> label() + ": " + problem)
            .collect(Collectors.joining("\n")));
  }

  /** Empty unless the text is a JSON object. */
  static Optional<Map<String, @Nullable Object>> members(String text) {
    return JsonText.read(text).filter(Map.class::isInstance).map(Input::members);
  }

  @SuppressWarnings("unchecked") // names in JSON are strings
  private static Map<String, @Nullable Object> members(Object json) {
    return (Map<String, @Nullable Object>) json;
  }

  /** The members of a JSON object that is not a registration document. */
  Map<String, @Nullable Object> members() {
    return members(text())
        .orElseThrow(() -> CommandFailure.invalid(label() + ": is no JSON object"));
  }

  /** The content without a final line break; throws {@link CommandFailure} if empty. */
  Secret secret() {
    @Nullable Secret secret = Secret.ofNullable(text().replaceFirst("\\R$", ""));
    if (secret == null) {
      throw CommandFailure.invalid(label() + ": is empty, and a secret is expected");
    }
    return secret;
  }
}
