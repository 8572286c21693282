package dev.tms.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.tms.InvalidConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file with one JSON object, comments and trailing commas allowed; messages never quote it. */
final class JsonFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final JsonFactory factory =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
          .build();

  private final String label;
  private final Problems problems;

  private JsonFile(String label, Problems problems) {
    this.label = label;
    this.problems = problems;
  }

  static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw single(file.toString(), "is a directory, not a configuration file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw single(file.toString(), "does not exist");
    } catch (AccessDeniedException e) {
      throw single(file.toString(), "may not be read by this user");
    } catch (IOException e) {
      throw single(file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    if (bytes.length > MAX_BYTES) {
      throw single(file.toString(), "is larger than 1 MiB");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw single(file.toString(), "is not text in UTF-8");
    }
  }

  /** Parses the object into maps, lists and scalars. A duplicate name is a problem. */
  static Map<String, Object> parse(String label, String text, Problems problems) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (json.isBlank()) {
      throw single(label, "is empty");
    }
    try (JsonParser parser = factory.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw single(label, "is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        throw single(label, "must be a JSON object: { ... }");
      }
      Map<String, Object> object = new JsonFile(label, problems).object(parser, "");
      if (parser.nextToken() != null) {
        throw broken(label, parser.currentTokenLocation(), "goes on after its object");
      }
      return object;
    } catch (JsonEOFException e) {
      throw broken(label, e.getLocation(), "ends too early");
    } catch (JsonProcessingException e) {
      throw broken(label, e.getLocation(), "is not valid JSON");
    } catch (IOException e) {
      throw single(label, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Map<String, Object> object(JsonParser parser, String path) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      String full = path.isEmpty() ? name : path + "." + name;
      Integer earlier = lines.putIfAbsent(KnownKeys.lower(name), line);
      parser.nextToken();
      Object value = value(parser, full);
      if (earlier == null) {
        members.put(name, value);
      } else {
        problems.add(
            KnownKeys.spelled(full),
            earlier == line
                ? "is set twice in line " + line
                : "is set twice, in lines " + earlier + " and " + line);
      }
    }
    return members;
  }

  private @Nullable Object value(JsonParser parser, String path) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(parser, path);
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser, path));
      }
      return items;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return parser.getBooleanValue();
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getNumberValue();
    }
    throw broken(label, parser.currentTokenLocation(), "is not valid JSON");
  }

  private static InvalidConfigurationException broken(
      String label, @Nullable JsonLocation where, String what) {
    return single(
        label,
        where == null
            ? what
            : what + " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")");
  }

  private static InvalidConfigurationException single(String label, String message) {
    return new InvalidConfigurationException(Problems.line(label), message);
  }
}
