package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KeyType.LIST;
import static dev.tms.config.KeyType.ONE_OR_LIST;
import static dev.tms.config.KeyType.SECRET;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KeyType.URL;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.open;

import dev.tms.machine.MachineClient;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Section {@code Machine}: clients that fetch tokens in their own name, by names of the file's. */
final class MachineSection {
  static final List<KnownKey> KEYS =
      List.of(
          open(
              "Machine.<name>.Authority",
              URL,
              "this or `TokenEndpoint`",
              "issuer whose discovery document names the token endpoint"),
          open(
              "Machine.<name>.TokenEndpoint",
              URL,
              "this or `Authority`",
              "the token endpoint itself"),
          open("Machine.<name>.ClientId", TEXT, "required", "client id, as registered"),
          open("Machine.<name>.ClientSecret", SECRET, "required", "client secret, as registered"),
          open(
              "Machine.<name>.ClientSecretFile",
              FILE,
              "none",
              "file that holds the client secret instead"),
          choice(
              "Machine.<name>.ClientAuthentication",
              "how the client proves who it is",
              "client_secret_basic",
              "client_secret_post"),
          open("Machine.<name>.Scopes", LIST, "what the provider grants", "what is asked for"),
          open(
              "Machine.<name>.Resource",
              ONE_OR_LIST,
              "none",
              "what the token is for (RFC 8707): absolute URIs"),
          open(
              "Machine.<name>.Parameters.<parameter>",
              TEXT,
              "none",
              "sent besides, such as `audience`; its case counts"),
          key(
              "Machine.<name>.Timeout",
              DURATION,
              "PT10S",
              "for one call to the provider; at most PT2M"),
          key(
              "Machine.<name>.DefaultTokenLifetime",
              DURATION,
              "PT5M",
              "life of a token where neither the answer nor the token says"),
          key(
              "Machine.<name>.AssumeBearer",
              BOOLEAN,
              "false",
              "a token that comes without `token_type` is taken for a bearer token"));

  private static final ClientSecret ANY_SECRET = ClientSecret.of("any");
  private static final MachineClient UNUSABLE =
      MachineClient.at("https://localhost/", "unknown", ANY_SECRET);

  private final Section in;
  private final Problems problems;

  private MachineSection(Section in) {
    this.in = in;
    this.problems = in.problems();
  }

  /** The clients by name, in lower case. */
  static Map<String, MachineClient> read(Section root) {
    Map<String, MachineClient> clients = new LinkedHashMap<>();
    for (String name : root.ownNames()) {
      Section one = root.own("<name>", name);
      if (name.matches("[a-z0-9._-]{1,64}")) {
        clients.put(name, new MachineSection(one).client());
      } else {
        root.problems()
            .add(root.path(name), "is no name: 1 to 64 letters, digits, dots, '-' and '_'");
      }
    }
    return clients;
  }

  private MachineClient client() {
    MachineClient plain =
        MachineClient.of(source(), UNUSABLE.clientId(), ClientAuthentication.basic(ANY_SECRET));
    MachineClient named = named(plain, required("ClientId"));
    MachineClient known = named.withAuthentication(authentication());
    List<String> scopes = in.listOrNull("Scopes");
    MachineClient scoped =
        scopes == null
            ? known
            : problems.attempt(
                in.path("Scopes"), known, () -> known.withScopes(scopes.toArray(String[]::new)));
    List<String> resources = in.listOrNull("Resource");
    MachineClient meant =
        resources == null
            ? scoped
            : problems.attempt(
                in.path("Resource"),
                scoped,
                () -> scoped.withResources(resources.toArray(String[]::new)));
    return timed(withParameters(meant));
  }

  private MachineClient.Source source() {
    String issuer = in.urlOrNull("Authority");
    String endpoint = in.urlOrNull("TokenEndpoint");
    if (in.isSet("Authority") && in.isSet("TokenEndpoint")) {
      problems.add(
          in.path("TokenEndpoint"), "is set, and " + in.path("Authority") + " too: keep one");
    } else if (issuer != null) {
      return problems.attempt(
          in.path("Authority"), UNUSABLE.source(), () -> new MachineClient.Discovery(issuer));
    } else if (endpoint != null) {
      return problems.attempt(
          in.path("TokenEndpoint"),
          UNUSABLE.source(),
          () -> new MachineClient.TokenEndpoint(endpoint));
    } else if (problems.sound(in.path("Authority"), in.path("TokenEndpoint"))) {
      problems.add(in.path("Authority"), "is missing, and so is " + in.path("TokenEndpoint"));
    }
    return UNUSABLE.source();
  }

  private MachineClient named(MachineClient client, @Nullable String id) {
    return id == null
        ? client
        : problems.attempt(
            in.path("ClientId"),
            client,
            () -> MachineClient.of(client.source(), id, client.authentication()));
  }

  private @Nullable String required(String key) {
    String text = in.textOrNull(key);
    if (text == null && problems.sound(in.path(key))) {
      problems.add(in.path(key), "is missing");
    }
    return text;
  }

  private ClientAuthentication authentication() {
    ClientSecret given = in.clientSecret("ClientSecret");
    if (given == null && problems.sound(in.path("ClientSecret"), in.path("ClientSecretFile"))) {
      // RFC 6749 4.4: MUST only be used by confidential clients
      problems.add(in.path("ClientSecret"), "is missing: who has none gets no token of its own");
    }
    ClientSecret secret = given == null ? ANY_SECRET : given;
    return in.choice("ClientAuthentication").equals("client_secret_post")
        ? ClientAuthentication.post(secret)
        : ClientAuthentication.basic(secret);
  }

  private MachineClient withParameters(MachineClient client) {
    MachineClient more = client;
    Section parameters = in.below("Parameters");
    for (String name : parameters.ownNames()) {
      String value = parameters.textOrNull(name);
      MachineClient before = more;
      if (value != null) {
        more =
            problems.attempt(
                parameters.path(name), before, () -> before.withParameter(name, value));
      }
    }
    return more;
  }

  private MachineClient timed(MachineClient client) {
    Duration timeout = in.duration("Timeout");
    Duration life = in.duration("DefaultTokenLifetime");
    MachineClient timed =
        problems.attempt(in.path("Timeout"), client, () -> client.withTimeout(timeout));
    MachineClient aged =
        problems.attempt(
            in.path("DefaultTokenLifetime"), timed, () -> timed.withDefaultTokenLifetime(life));
    return in.flag("AssumeBearer") ? aged.withAssumedBearer() : aged;
  }
}
