package dev.tms.demo.cli.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.document.InvalidDocumentException;
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
  private static final ObjectReader json = json();

  private static ObjectReader json() {
    JsonMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build());
    return mapper
        .readerFor(new TypeReference<Map<String, Object>>() {})
        .with(
            DeserializationFeature.USE_LONG_FOR_INTS,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

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
  static Optional<Map<String, Object>> members(String text) {
    try {
      return Optional.ofNullable(json.readValue(text));
    } catch (JacksonException e) {
      return Optional.empty(); // its message may quote a secret
    }
  }

  /** The members of a JSON object that is not a registration document. */
  Map<String, Object> members() {
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
