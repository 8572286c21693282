package dev.tms.demo.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration that a page of {@code docs/providers} shows: the suite runs what readers copy.
 */
final class ProviderPage {
  private static final Pattern CONFIGURATION =
      Pattern.compile("## Configure\\R.*?```json\\R(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper mapper = new ObjectMapper();

  private ProviderPage() {}

  /**
   * The page's configuration with the addresses of a test in place of the page's own.
   *
   * @param directory gets the file with the client's secret that the page names
   */
  static ObjectNode configuration(
      String name, String issuer, URI publicUrl, Path directory, String secret) {
    Path page = Path.of("../docs/providers", name + ".md");
    try {
      Matcher found = CONFIGURATION.matcher(Files.readString(page));
      if (!found.find()) {
        throw new IllegalStateException(page + " shows no configuration");
      }
      ObjectNode configuration = (ObjectNode) mapper.readTree(found.group(1));
      ObjectNode client = configuration.withObject("/Client");
      client.put("Authority", issuer).remove("Tenant");
      Path file = directory.resolve(client.path("ClientSecretFile").asText());
      Files.createDirectories(file.getParent());
      Files.writeString(file, secret);
      configuration
          .withObject("/FrontEnd")
          .put("FrontEndRedirectUrl", "http://localhost:3000/")
          .remove("FrontEndCorsOrigin");
      configuration
          .putObject("Server")
          .put("Port", publicUrl.getPort())
          .put("PublicUrl", publicUrl.toString());
      return configuration;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The provider's metadata. */
  static JsonNode metadata(String issuer) {
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    return new Rest().get(URI.create(base + ".well-known/openid-configuration"), Map.of()).json();
  }

  /** Names all endpoints, with the token endpoint behind the proxy. */
  static void behind(TokenProxy proxy, JsonNode metadata, ObjectNode configuration) {
    ObjectNode client = configuration.withObject("/Client");
    Map.of(
            "AuthorizationEndpoint", "authorization_endpoint",
            "JwksUri", "jwks_uri",
            "UserInfoEndpoint", "userinfo_endpoint",
            "RevocationEndpoint", "revocation_endpoint",
            "EndSessionEndpoint", "end_session_endpoint")
        .forEach(
            (key, member) -> {
              if (metadata.hasNonNull(member)) {
                client.put(key, metadata.path(member).asText());
              }
            });
    client.put("TokenEndpoint", proxy.url().toString());
  }
}
