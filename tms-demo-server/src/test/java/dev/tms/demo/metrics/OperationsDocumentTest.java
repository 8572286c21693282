package dev.tms.demo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.demo.page.Demo;
import dev.tms.demo.server.Binding;
import dev.tms.demo.server.Health;
import dev.tms.demo.server.Management;
import dev.tms.demo.server.TmsServer;
import dev.tms.event.TmsEvent;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pages for operators, the dashboard and the alerting rules name metrics and labels that the
 * server shows after someone has signed in, been refreshed, and signed out.
 */
final class OperationsDocumentTest {
  private static final Path PAGES = Path.of("../docs/operations");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:tms|jvm|process|system)_[a-z0-9_]+\\b(?!\")");
  private static final Pattern SELECTOR = Pattern.compile("\\b(tms_[a-z0-9_]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!=|!~|=)\"([^\"]*)\"");
  private static final Pattern GROUPING =
      Pattern.compile("by \\(([^)]*)\\) ?\\(([^()]|\\([^()]*\\))*");
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

  private static Scrape scrape;

  @BeforeAll
  static void scriptedRun() {
    int port = FreePort.next();
    Health health = new Health();
    try (Metrics metrics = new Metrics(InstantSource.system());
        Demo demo = Demo.start(port, new SecureRandom())) {
      Tms tms = demo.service().quickListener(metrics.listener()).build();
      metrics.showKeys(tms::keys);
      metrics.showHealth(() -> health.state().wire());
      metrics.showVersion("test");
      TmsServer server =
          TmsServer.start(
              tms,
              Binding.clear("127.0.0.1", port),
              health,
              service -> metrics.measured(demo.inFrontOf(service)),
              new Management(metrics.handler(), metrics.largeHeads(), request -> true));
      try (server) {
        live(demo.publicUrl());
        // what a healthy hour does not bring
        for (TmsEvent.MachineTokenFetched.Result result :
            TmsEvent.MachineTokenFetched.Result.values()) {
          metrics.listener().on(new TmsEvent.MachineTokenFetched("billing", result));
        }
        metrics.listener().on(new TmsEvent.OlderKeyUsed("session", 1));
        metrics.listener().on(new TmsEvent.StoreFailed("claim"));
        scrape = new Scrape(new TestBrowser().get(demo.publicUrl() + "/metrics").body());
      }
    }
  }

  private static void live(String url) {
    TestBrowser browser = new TestBrowser();
    Page form = browser.follow(browser.get(url + "/Auth/BeginLogin"));
    Page back = browser.followUntil(browser.submitLogin(form, "alice", "alice"), url + "/callback");
    browser.get(back.location().orElseThrow());
    String token =
        String.valueOf(
            browser.get(url + "/Session/CheckSession").json().get("requestVerificationToken"));
    Page retrieved =
        browser.send(
            "POST",
            java.net.URI.create(url + "/Session/RetrieveToken?force=true"),
            Map.of("RequestVerificationToken", token),
            null);
    assertThat(retrieved.status()).isEqualTo(200);
    browser.send("POST", java.net.URI.create(url + "/Auth/LogOut"), Map.of(), null);
  }

  @Test
  void scriptedRun_isCounted() {
    assertThat(scrape.value("tms_logins_completed_total{tenant=\"none\"}")).isEqualTo(1);
    assertThat(scrape.value("tms_refreshes_total{outcome=\"won\"}")).isEqualTo(1);
    assertThat(scrape.value("tms_revocations_total{answer=\"confirmed\"}")).isEqualTo(1);
    assertThat(scrape.value("tms_sessions_ended_total{cause=\"sign_out\",reason=\"logged_out\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("tms_provider_call_seconds_count{operation=\"token\"}")).isEqualTo(2);
    assertThat(
            scrape.value("tms_http_request_seconds_count{route=\"retrievetoken\",status=\"2xx\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("tms_session_cookie_bytes_count"))
        .as("sessions are in the store: a refresh changes no cookie")
        .isEqualTo(1);
    assertThat(scrape.value("tms_logins_pending")).isZero();
  }

  @Test
  void metricsPage_listsEveryMetricAsItIs() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      String labels =
          String.join(", ", meter.labels().stream().map(label -> "`" + label + "`").toList());
      expected.add(
          "| `%s` | %s | %s | %s |"
              .formatted(meter.prometheusName(), meter.kind(), labels, meter.meaning()));
    }
    List<String> rows =
        Files.readAllLines(PAGES.resolve("metrics.md")).stream()
            .filter(line -> line.startsWith("| `tms_"))
            .toList();

    assertThat(rows).containsExactlyElementsOf(expected);
  }

  @Test
  void metrics_allOfThem_areShown() {
    for (Meter meter : Meter.values()) {
      String suffix = meter.kind() == Meter.Kind.HISTOGRAM ? "_bucket" : "";
      assertThat(scrape.names()).contains(meter.prometheusName() + suffix);
    }
    Set<String> ours = new TreeSet<>(scrape.names());
    ours.removeIf(name -> !name.startsWith("tms_"));
    assertThat(ours)
        .allMatch(
            name ->
                Arrays.stream(Meter.values())
                    .anyMatch(
                        meter ->
                            name.replaceAll("_(bucket|sum|count|max)$", "")
                                .equals(meter.prometheusName())));
  }

  @Test
  void dashboard_isWholeAndNamesWhatIsThere() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(PAGES.resolve("dashboard.json").toFile());
    List<String> expressions = new ArrayList<>();
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      assertThat(panel.get("title").asText()).isNotBlank();
      panel.path("targets").forEach(target -> expressions.add(target.get("expr").asText()));
    }
    dashboard
        .get("templating")
        .get("list")
        .forEach(variable -> expressions.add(variable.path("definition").asText()));

    assertThat(dashboard.get("uid").asText()).isEqualTo("tms");
    assertThat(expressions).hasSizeGreaterThan(30);
    expressions.forEach(OperationsDocumentTest::check);
    String all = String.join("\n", expressions);
    assertThat(Meter.values()).allMatch(meter -> all.contains(meter.prometheusName()));
  }

  @Test
  void alerts_nameWhatIsThereAndAreExplained() throws IOException {
    Map<String, String> alerts = new LinkedHashMap<>();
    String name = "";
    for (String line : Files.readAllLines(PAGES.resolve("alerts.rules.yml"))) {
      String text = line.strip();
      if (text.startsWith("- alert: ")) {
        name = text.substring("- alert: ".length());
      } else if (text.startsWith("expr: ")) {
        assertThat(alerts.put(name, text.substring("expr: ".length()))).isNull();
      }
    }
    List<String> explained =
        Files.readAllLines(PAGES.resolve("alerts.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`")[1])
            .toList();

    assertThat(alerts).hasSizeGreaterThan(20);
    assertThat(explained).containsExactlyElementsOf(alerts.keySet());
    alerts.values().forEach(OperationsDocumentTest::check);
  }

  @Test
  void pages_metricsInTheText_areThere() throws IOException {
    for (String page : List.of("README.md", "alerts.md")) {
      Matcher matcher = METRIC.matcher(Files.readString(PAGES.resolve(page)));
      while (matcher.find()) {
        assertThat(scrape.names()).as(page).contains(matcher.group());
      }
    }
  }

  /** The metrics of an expression exist, and so do the labels and values that it selects by. */
  private static void check(String expression) {
    assertThat(expression.chars().filter(c -> c == '(').count())
        .as(expression)
        .isEqualTo(expression.chars().filter(c -> c == ')').count());
    Matcher metric = METRIC.matcher(expression.replaceAll("\"[^\"]*\"", "\"\""));
    while (metric.find()) {
      assertThat(scrape.names()).as(expression).contains(metric.group());
    }
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Matcher matcher = MATCHER.matcher(selector.group(2));
      while (matcher.find()) {
        checkSelection(expression, selector.group(1), matcher);
      }
    }
    Matcher grouping = GROUPING.matcher(expression);
    while (grouping.find()) {
      for (String label : grouping.group(1).split(", *")) {
        if (!OF_PROMETHEUS.contains(label)) {
          Matcher inside = METRIC.matcher(grouping.group());
          assertThat(inside.find()).as(expression).isTrue();
          assertThat(labels(inside.group())).as(expression).contains(label);
        }
      }
    }
  }

  private static void checkSelection(String expression, String metric, Matcher matcher) {
    String label = matcher.group(1);
    if (OF_PROMETHEUS.contains(label)) {
      return;
    }
    assertThat(labels(metric)).as(expression).contains(label);
    String[] values = matcher.group(3).split("\\|");
    for (String value : matcher.group(2).contains("~") ? values : new String[] {matcher.group(3)}) {
      if (value.equals("5xx") || value.contains("*")) {
        continue; // none was answered
      }
      assertThat(scrape.all().keySet())
          .as(expression + ": " + label + "=" + value)
          .anyMatch(
              series ->
                  series.startsWith(metric.replaceAll("_bucket$", "_count"))
                      && series.contains(label + "=\"" + value + "\""));
    }
  }

  private static Set<String> labels(String metric) {
    Set<String> labels = new TreeSet<>();
    for (String series : scrape.all().keySet()) {
      if (series.startsWith(metric + "{")) {
        Matcher matcher = MATCHER.matcher(series);
        while (matcher.find()) {
          labels.add(matcher.group(1));
        }
      }
    }
    return labels;
  }
}
