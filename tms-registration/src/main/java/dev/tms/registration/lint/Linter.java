package dev.tms.registration.lint;

import dev.tms.registration.Registration;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.document.RegistrationDocument.Entry;
import dev.tms.registration.lint.Check.Spots;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks registrations, and fixes findings that have only one fix. Immutable and thread-safe. */
public final class Linter {
  private static final List<Check> CHECKS =
      Stream.of(FlowRules.GRANTS, FlowRules.ADDRESSES, SecretRules.ALL, DocumentRules.ALL)
          .flatMap(Collection::stream)
          .toList();
  // a fix can reveal what another rule fixes
  private static final int ROUNDS = 3;

  private final InstantSource clock;
  private final LintOptions options;

  private Linter(InstantSource clock, LintOptions options) {
    this.clock = clock;
    this.options = options;
  }

  /** Creates a linter with {@link LintOptions#DEFAULT}. */
  public static Linter of(InstantSource clock) {
    return new Linter(clock, LintOptions.DEFAULT);
  }

  public Linter with(LintOptions other) {
    return new Linter(clock, other);
  }

  public static List<Rule> rules() {
    return CHECKS.stream().map(Check::rule).toList();
  }

  /** Returns the findings: by registration in document order, then by topic. */
  public Report check(RegistrationDocument document) {
    return report(find(document));
  }

  private static Report report(List<List<Finding>> found) {
    return new Report(rules(), found.stream().flatMap(Collection::stream).toList());
  }

  private List<List<Finding>> find(RegistrationDocument document) {
    Instant now = clock.instant();
    Knowledge knowledge = new Knowledge(document);
    List<Check> applied =
        CHECKS.stream().filter(one -> !options.ignored().contains(one.rule().id())).toList();
    List<List<Finding>> all = new ArrayList<>();
    for (Entry entry : document.entries()) {
      List<Finding> findings = new ArrayList<>();
      Registration registration = entry.registration();
      for (Check check : applied) {
        check
            .look()
            .accept(
                registration,
                new Spots(
                    check.rule(),
                    registration,
                    entry.path(),
                    document,
                    knowledge,
                    options,
                    now,
                    findings));
      }
      all.add(findings);
    }
    return all;
  }

  /** Fixes the findings of {@link Rule#isFixable()} rules, and changes nothing else. */
  public FixOutcome fix(RegistrationDocument document) {
    RegistrationDocument fixed = document;
    List<List<Finding>> left = find(document);
    Set<Finding> gone = new LinkedHashSet<>();
    for (int i = 0; i < ROUNDS && left.stream().anyMatch(Linter::hasFixable); i++) {
      fixed = fixOnce(fixed, left);
      List<List<Finding>> next = find(fixed);
      for (Finding finding : gone(left, next)) {
        // without a fix and not found at first: a by-product of another fix
        if (i == 0 || finding.rule().isFixable()) {
          gone.add(finding);
        }
      }
      left = next;
    }
    return new FixOutcome(fixed, List.copyOf(gone), report(left).findings());
  }

  private static boolean hasFixable(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.rule().isFixable());
  }

  private static RegistrationDocument fixOnce(
      RegistrationDocument document, List<List<Finding>> found) {
    Map<String, Registration> changed = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      Entry entry = document.entries().get(i);
      Set<Rule> broken = rulesOf(found.get(i));
      Registration registration = entry.registration();
      for (Check check : CHECKS) {
        if (check.fix() != null && broken.contains(check.rule())) {
          registration = check.fix().apply(registration);
        }
      }
      changed.put(entry.path(), registration);
    }
    return document.with(changed);
  }

  private static Set<Rule> rulesOf(List<Finding> findings) {
    return findings.stream().map(Finding::rule).collect(Collectors.toSet());
  }

  /** Matches by rule and registration, because indexes shift when list items are removed. */
  private static List<Finding> gone(List<List<Finding>> before, List<List<Finding>> after) {
    List<Finding> gone = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Set<Rule> left = rulesOf(after.get(i));
      before.get(i).stream().filter(one -> !left.contains(one.rule())).forEach(gone::add);
    }
    return gone;
  }

  /** The result of a fix. */
  public record FixOutcome(RegistrationDocument document, List<Finding> fixed, List<Finding> left) {
    public FixOutcome {
      fixed = List.copyOf(fixed);
      left = List.copyOf(left);
    }

    /** Whether the document was changed. */
    public boolean changed() {
      return !fixed.isEmpty();
    }
  }

  /**
   * The options of a check. Immutable.
   *
   * @param hosts the client's own hosts in lower case, including their subdomains. Default: none,
   *     so that hosts are compared with each other
   * @param scopes names of scopes that are defined elsewhere; default: none
   * @param expiryWarning how long before its expiry a secret is reported; default 30 days
   * @param ignored ids of rules that are not applied; default: none
   */
  public record LintOptions(
      Set<String> hosts, Set<String> scopes, Duration expiryWarning, Set<String> ignored) {
    private static final Duration LONGEST_WARNING = Duration.ofDays(3650);

    public static final LintOptions DEFAULT =
        new LintOptions(Set.of(), Set.of(), Duration.ofDays(30), Set.of());

    /**
     * Validates the duration and copies the sets.
     *
     * @throws IllegalArgumentException if the duration is negative or longer than 10 years
     */
    public LintOptions {
      hosts = hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
      hosts = Set.copyOf(hosts);
      scopes = Set.copyOf(scopes);
      ignored = Set.copyOf(ignored);
      if (expiryWarning.isNegative() || expiryWarning.compareTo(LONGEST_WARNING) > 0) {
        throw new IllegalArgumentException("must be 0 to 10 years, got " + expiryWarning);
      }
    }

    public LintOptions withHosts(Collection<String> own) {
      return new LintOptions(Set.copyOf(own), scopes, expiryWarning, ignored);
    }

    public LintOptions withScopes(Collection<String> elsewhere) {
      return new LintOptions(hosts, Set.copyOf(elsewhere), expiryWarning, ignored);
    }

    /**
     * Returns a copy with another warning period for secrets.
     *
     * @throws IllegalArgumentException if it is negative or longer than 10 years
     */
    public LintOptions withExpiryWarning(Duration before) {
      return new LintOptions(hosts, scopes, before, ignored);
    }

    public LintOptions ignoring(Collection<String> ids) {
      return new LintOptions(hosts, scopes, expiryWarning, Set.copyOf(ids));
    }
  }
}
