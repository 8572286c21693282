package dev.tms.registration.lint;

import dev.tms.registration.Registration;
import dev.tms.registration.document.DocumentEntry;
import dev.tms.registration.document.RegistrationDocument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what is wrong with the registrations of a document, and fixes what has one fix only.
 * Immutable and thread-safe.
 */
public final class Linter {
  private static final List<Rule> RULES =
      Stream.of(
              GrantRules.RULES,
              UriRules.RULES,
              SecretRules.RULES,
              ScopeRules.RULES,
              TokenRules.RULES,
              DocumentRules.RULES)
          .flatMap(Collection::stream)
          .toList();
  // a fix can lay open what another rule fixes
  private static final int ROUNDS = 3;

  private final InstantSource clock;
  private final LintOptions options;

  private Linter(InstantSource clock, LintOptions options) {
    this.clock = clock;
    this.options = options;
  }

  /** A linter with {@link LintOptions#DEFAULT}. */
  public static Linter of(InstantSource clock) {
    return new Linter(clock, LintOptions.DEFAULT);
  }

  /** The same with these options. */
  public Linter with(LintOptions other) {
    return new Linter(clock, other);
  }

  /** All rules, by topic. */
  public static List<Rule> rules() {
    return RULES;
  }

  /** What is wrong: by registration in the order of the document, then by topic. */
  public LintReport check(RegistrationDocument document) {
    return report(find(document));
  }

  /** What was found in one registration. */
  private record Found(DocumentEntry entry, List<Finding> findings) {}

  private static LintReport report(List<Found> found) {
    return new LintReport(found.stream().flatMap(one -> one.findings.stream()).toList());
  }

  private List<Found> find(RegistrationDocument document) {
    Instant now = clock.instant();
    Knowledge knowledge = new Knowledge(document);
    List<Rule> applied =
        RULES.stream().filter(rule -> !options.ignored().contains(rule.id())).toList();
    List<Found> all = new ArrayList<>();
    for (DocumentEntry entry : document.entries()) {
      Registration registration = entry.registration();
      String subject = registration.kind() + " " + Texts.quote(registration.name());
      List<Finding> findings = new ArrayList<>();
      for (Rule rule : applied) {
        Spots.Sink sink =
            (path, message) ->
                findings.add(
                    new Finding(
                        rule, subject, path, message, document.position(path).orElse(null)));
        rule.look(registration, new Spots(knowledge, entry, options, now, sink));
      }
      all.add(new Found(entry, findings));
    }
    return all;
  }

  /** Fixes what {@link Rule#isFixable()} says; nothing else of the document changes. */
  public FixOutcome fix(RegistrationDocument document) {
    List<Found> before = find(document);
    RegistrationDocument fixed = document;
    List<Found> after = before;
    Set<Finding> gone = new LinkedHashSet<>();
    for (int i = 0; i < ROUNDS && hasFixable(after); i++) {
      fixed = fixOnce(fixed, after);
      List<Found> next = find(fixed);
      for (Finding finding : gone(after, next)) {
        // what no fix is for, and was not there at first, was in between only
        if (i == 0 || finding.rule().isFixable()) {
          gone.add(finding);
        }
      }
      after = next;
    }
    List<Finding> left = report(after).findings();
    return new FixOutcome(fixed, List.copyOf(gone), left);
  }

  private static boolean hasFixable(List<Found> found) {
    return found.stream()
        .flatMap(one -> one.findings.stream())
        .anyMatch(finding -> finding.rule().isFixable());
  }

  private RegistrationDocument fixOnce(RegistrationDocument document, List<Found> found) {
    Instant now = clock.instant();
    Knowledge knowledge = new Knowledge(document);
    Map<String, Registration> changed = new HashMap<>();
    for (Found one : found) {
      Spots spots = new Spots(knowledge, one.entry, options, now, (path, message) -> {});
      Registration registration = one.entry.registration();
      for (Rule rule : one.findings.stream().map(Finding::rule).distinct().toList()) {
        if (rule.fix().isPresent()) {
          registration = rule.fix().get().apply(registration, spots);
        }
      }
      changed.put(one.entry.path(), registration);
    }
    return document.with(changed);
  }

  /** Paths of list items move when others go, so findings are matched by rule and registration. */
  private static List<Finding> gone(List<Found> before, List<Found> after) {
    List<Finding> gone = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Set<Rule> left = new HashSet<>();
      after.get(i).findings.forEach(finding -> left.add(finding.rule()));
      before.get(i).findings.stream()
          .filter(finding -> !left.contains(finding.rule()))
          .forEach(gone::add);
    }
    return gone;
  }
}
