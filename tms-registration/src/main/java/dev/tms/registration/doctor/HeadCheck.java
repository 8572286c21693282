package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.registration.probe.NotSeen;
import dev.tms.registration.probe.PlainText;
import dev.tms.registration.probe.Seen;
import dev.tms.registration.probe.WebOutcome;
import dev.tms.registration.report.Rule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a request with a large head gets through what stands in front of the service.
 *
 * @param bytes of the fields that are sent; 0: nothing is
 */
record HeadCheck(Network network, int bytes) implements Check {
  private static final Rule REFUSED = Faults.named("head-refused");
  private static final Rule NOT_ANSWERED = Faults.named("head-not-answered");
  // many proxies limit each field besides the whole: one that no browser's cookies reach
  private static final int FIELD_BYTES = 4 * 1024;
  private static final int MAX_SERVER = 100;

  @Override
  public Area area() {
    return Area.HEADS;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    if (bytes == 0) {
      return Look.skipped(area(), "--head-bytes says how large");
    }
    URI endpoint = configuration.server().publicUrl().resolve("/Session/CheckSession");
    WebOutcome small = network.web().get(endpoint, List.of());
    WebOutcome large = network.web().get(endpoint, fields());
    if (!isAnswered(small)) {
      patient.find(NOT_ANSWERED, endpoint + " without a large head: " + what(small));
    } else if (!isAnswered(large)) {
      patient.find(REFUSED, endpoint + " with a head of " + bytes + " bytes: " + what(large));
    }
    return Look.at(area(), "a head of " + bytes + " bytes through " + endpoint);
  }

  private List<Header> fields() {
    List<Header> fields = new ArrayList<>();
    for (int left = bytes; left > 0; left -= FIELD_BYTES) {
      String name = "X-Head-" + fields.size();
      int size = Math.min(left, FIELD_BYTES) - name.length() - ": \r\n".length();
      fields.add(new Header(name, "x".repeat(Math.max(0, size))));
    }
    return fields;
  }

  private static boolean isAnswered(WebOutcome outcome) {
    return outcome instanceof Seen seen && seen.status() == 200;
  }

  private static String what(WebOutcome outcome) {
    if (outcome instanceof Seen seen) {
      String server = PlainText.cut(PlainText.line(seen.header("Server").orElse("")), MAX_SERVER);
      return "status " + seen.status() + (server.isEmpty() ? "" : " from " + server);
    }
    return outcome instanceof NotSeen none ? none.detail() : outcome.toString();
  }
}
