package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The URL of a Redis deployment, as described in {@link RedisStoreFactory}. Messages never quote
 * it, as it may contain a password. Without sentinels, {@code primary} is empty.
 */
record RedisUrl(
    Kind kind,
    boolean tls,
    List<HostAndPort> nodes,
    String primary,
    int database,
    @Nullable String user,
    @Nullable String password,
    String prefix,
    int connections,
    @Nullable String certificates,
    boolean sentinelsAsk) {
  enum Kind {
    ONE,
    SENTINEL,
    CLUSTER
  }

  private static final Pattern FORM =
      Pattern.compile(
          "(redis|rediss|valkey|valkeys)(-sentinel|-cluster)?://(?:([^@/?#]*)@)?([^@/?#]+)"
              + "(?:/([^?#]*))?(?:\\?([^#]*))?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NODE =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?");
  private static final Pattern PREFIX =
      Pattern.compile("[!-z|~]{0,50}"); // no braces: they select the slot
  private static final Set<String> OPTIONS =
      Set.of("prefix", "connections", "certificates", "sentinel-auth");
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  static RedisUrl parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    check(
        form.matches(),
        "is not redis://host:port/database, redis-sentinel://host:port,host:port/name or"
            + " redis-cluster://host:port,host:port (rediss… for TLS)");
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String suffix = form.group(2) == null ? "" : form.group(2).toLowerCase(Locale.ROOT);
    Kind kind =
        switch (suffix) {
          case "-sentinel" -> Kind.SENTINEL;
          case "-cluster" -> Kind.CLUSTER;
          default -> Kind.ONE;
        };
    List<HostAndPort> nodes = nodes(form.group(4), kind == Kind.SENTINEL ? SENTINEL_PORT : PORT);
    check(kind != Kind.ONE || nodes.size() == 1, "has more than one host: which kind is it?");

    String[] path = (form.group(5) == null ? "" : form.group(5)).split("/", -1);
    String primary = kind == Kind.SENTINEL ? decoded(path[0]) : "";
    check(
        kind != Kind.SENTINEL || !primary.isEmpty(), "has no name of the primary after the hosts");
    int at = kind == Kind.SENTINEL ? 1 : 0;
    check(path.length <= at + 1, "has too many parts after the hosts");
    int database =
        path.length > at && !path[at].isEmpty() ? number(path[at], "database", 0, 65535) : 0;
    check(kind != Kind.CLUSTER || database == 0, "names a database: a cluster has only one");

    Map<String, String> options = options(form.group(6));
    String prefix = options.getOrDefault("prefix", "tms:");
    check(
        PREFIX.matcher(prefix).matches(),
        "has a prefix that is not up to 50 printable characters without spaces and braces");
    String[] userInfo = form.group(3) == null ? new String[0] : form.group(3).split(":", 2);
    check(userInfo.length != 1, "has a user without a password");
    String auth = options.getOrDefault("sentinel-auth", "none");
    check(
        auth.equals("none") || auth.equals("same"), "has a sentinel-auth that is not none or same");
    return new RedisUrl(
        kind,
        scheme.endsWith("s") && !scheme.equals("redis"),
        nodes,
        primary,
        database,
        userInfo.length == 2 && !userInfo[0].isEmpty() ? decoded(userInfo[0]) : null,
        userInfo.length == 2 ? decoded(userInfo[1]) : null,
        prefix,
        number(options.getOrDefault("connections", "16"), "number of connections", 1, 1000),
        options.get("certificates"),
        auth.equals("same"));
  }

  private static List<HostAndPort> nodes(String text, int defaultPort) {
    List<HostAndPort> nodes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher node = NODE.matcher(part.strip());
      check(node.matches(), "has a host that is not a name or an address, with or without a port");
      String host = node.group(1);
      int port = node.group(2) == null ? defaultPort : number(node.group(2), "port", 1, 65535);
      nodes.add(
          new HostAndPort(
              host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
    }
    return List.copyOf(nodes);
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new HashMap<>();
    if (query == null || query.isEmpty()) {
      return options;
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      check(
          equals > 0 && OPTIONS.contains(name),
          "has an option that is not one of "
              + String.join(", ", new java.util.TreeSet<>(OPTIONS)));
      check(
          options.put(name, decoded(part.substring(equals + 1))) == null,
          "has the option " + name + " twice");
    }
    return options;
  }

  private static int number(String text, String what, int least, int most) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      number = Integer.MIN_VALUE;
    }
    check(number >= least && number <= most, "has a " + what + " outside " + least + " to " + most);
    return number;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the store's address has a broken %-escape", e);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("the store's address " + what);
    }
  }

  @Override
  public String toString() {
    return "RedisUrl[" + kind + ", tls=" + tls + ", nodes=" + nodes + "]";
  }
}
