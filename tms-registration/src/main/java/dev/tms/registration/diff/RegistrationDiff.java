package dev.tms.registration.diff;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.JsonPath;
import dev.tms.registration.NameOr;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import dev.tms.registration.SecretHash;
import dev.tms.registration.diff.Difference.Masked;
import dev.tms.token.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two registrations of a kind. Values are compared by meaning: a choice by
 * number or name, a time with or without an offset, lists in any order, and a missing member as its
 * default. Immutable.
 */
public final class RegistrationDiff {
  private final RegistrationKind kind;
  private final String name;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final Registration result;

  private RegistrationDiff(
      @Nullable Registration current, Registration wanted, boolean whole, HiddenSecrets hidden) {
    if (current != null && current.kind() != wanted.kind()) {
      throw new IllegalArgumentException(
          "not of one kind: " + current.kind() + " and " + wanted.kind());
    }
    this.kind = wanted.kind();
    this.name = wanted.name();
    if (current == null) {
      wanted
          .members()
          .forEach(
              (member, value) -> {
                if (value != null) {
                  differences.add(new Difference(path(member), null, value));
                }
              });
      this.result = wanted;
      return;
    }
    Described<?> have = (Described<?>) current;
    Described<?> want = (Described<?>) wanted;
    for (Property<?> property : want.properties()) {
      compareKnown(property, have, want, whole, hidden);
    }
    compareUnknown(current, wanted, whole);
    this.result = whole ? wanted : Merge.of(current, wanted, notes);
  }

  /** Compares all members of two registrations, including those that only one has. */
  public static RegistrationDiff whole(Registration before, Registration after) {
    return new RegistrationDiff(before, after, true, HiddenSecrets.SEND);
  }

  /**
   * Compares only the members that the wanted registration has; a null member stands for the
   * default. Other members stay unchanged, with a note if they differ from the default. Secrets
   * that the provider does not return count as equal if what it returns of them matches.
   */
  public static RegistrationDiff towards(
      Registration current, Registration wanted, HiddenSecrets hidden) {
    return new RegistrationDiff(current, wanted, false, hidden);
  }

  /** Treats all members as new, for a registration that does not exist. */
  public static RegistrationDiff creation(Registration wanted) {
    return new RegistrationDiff(null, wanted, false, HiddenSecrets.SEND);
  }

  private static String path(String member) {
    return JsonPath.member(JsonPath.ROOT, member);
  }

  private void compareKnown(
      Property<?> property,
      Described<?> have,
      Described<?> want,
      boolean whole,
      HiddenSecrets hidden) {
    String member = want.writtenName(property);
    Object before = have.members().get(have.writtenName(property));
    Object after = want.members().get(member);
    boolean same = same(property, have, want, after);
    if (!whole && !want.members().containsKey(member)) {
      if (!same && !SecretLists.isFor(property)) {
        notes.add(
            new Note(
                path(member),
                "stays "
                    + Difference.Compact.of(Masked.value(path(member), before))
                    + ", of which the document says nothing"));
      }
    } else if (!whole && SecretLists.isFor(property)) {
      compareSecrets(property, have, want, hidden);
    } else if (!same) {
      differences.add(new Difference(path(member), before, after));
    }
  }

  private static boolean same(
      Property<?> property, Described<?> have, Described<?> want, @Nullable Object after) {
    if (after instanceof String text && Placeholder.isIn(text)) {
      return after.equals(have.members().get(have.writtenName(property)));
    }
    return Same.values(have.find(property).orElse(null), want.find(property).orElse(null));
  }

  private void compareSecrets(
      Property<?> property, Described<?> have, Described<?> want, HiddenSecrets hidden) {
    SecretLists.Verdict verdict =
        SecretLists.compare(SecretLists.of(have, property), SecretLists.of(want, property));
    String path = path(want.writtenName(property));
    boolean send = hidden == HiddenSecrets.SEND && verdict == SecretLists.Verdict.HIDDEN;
    if (send || verdict == SecretLists.Verdict.DIFFERENT) {
      differences.add(
          new Difference(
              path,
              have.members().get(have.writtenName(property)),
              want.members().get(want.writtenName(property))));
    } else if (verdict == SecretLists.Verdict.HIDDEN) {
      notes.add(
          new Note(
              path, "the provider does not show its secrets; sent along when something changes"));
    }
  }

  private void compareUnknown(Registration current, Registration wanted, boolean whole) {
    Map<String, @Nullable Object> all = current.unknownMembers();
    Members have = new Members(all);
    Members want = new Members(wanted.unknownMembers());
    wanted
        .unknownMembers()
        .forEach(
            (member, after) -> {
              Object before = have.get(member);
              boolean there = have.has(member);
              if (!whole && !there && after != null) {
                notes.add(
                    new Note(
                        path(member),
                        "the provider shows no such member; sent along when something changes"));
              } else if (!Same.json(before, after)) {
                differences.add(new Difference(path(member), before, after));
              }
            });
    if (whole) {
      all.forEach(
          (member, before) -> {
            if (!want.has(member) && before != null) {
              differences.add(new Difference(path(member), before, null));
            }
          });
    }
  }

  public RegistrationKind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public boolean isEmpty() {
    return differences.isEmpty();
  }

  public List<Difference> differences() {
    return List.copyOf(differences);
  }

  /** Notes on what stays unchanged, where that may be unexpected. */
  public List<Note> notes() {
    return List.copyOf(notes);
  }

  /** The current registration, changed as wanted, to be written. Includes secrets. */
  public Registration result() {
    return result;
  }

  /** A line for each difference and each note, indented by two spaces. Without secrets. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    differences.forEach(one -> text.append("  ").append(one).append('\n'));
    notes.forEach(one -> text.append("  note: ").append(one).append('\n'));
    return text.toString();
  }

  @Override
  public String toString() {
    return result.label() + ": " + differences.size() + " differences";
  }

  /**
   * A note on a member that stays unchanged.
   *
   * @param path of the member, for example {@code $.clientSecrets}
   * @param text the reason, as a sentence without secrets
   */
  public record Note(String path, String text) {

    @Override
    public String toString() {
      return path + ": " + text;
    }
  }

  /** How to treat secrets that the provider does not return and that cannot be compared. */
  public enum HiddenSecrets {
    /** They count as equal, with a note. */
    KEEP,
    /** They count as different, so that they are written. */
    SEND
  }

  private static final class Merge {
    private Merge() {}

    static Registration of(Registration current, Registration wanted, List<Note> notes) {
      Described<?> have = (Described<?>) current;
      Described<?> want = ((Described<?>) wanted).spelled(have.spelling());
      Map<String, @Nullable Object> merged = new LinkedHashMap<>(have.members());
      Map<String, @Nullable Object> rest = new LinkedHashMap<>(want.members());
      for (Property<?> property : want.properties()) {
        String from = want.writtenName(property);
        String to = have.writtenName(property);
        if (!rest.containsKey(from)) {
          if (SecretLists.isFor(property)
              && !SecretLists.areWhole(SecretLists.of(have, property))) {
            // a mask must not become the secret
            merged.remove(to);
            notes.add(
                new Note(
                    JsonPath.member(JsonPath.ROOT, to),
                    "not shown by the provider, so left out of what is sent"));
          }
          continue;
        }
        Object value = rest.remove(from);
        boolean keep =
            !SecretLists.isFor(property)
                && merged.get(to) != null
                && Same.values(have.find(property).orElse(null), want.find(property).orElse(null));
        if (!keep) { // otherwise the provider's form is kept, with the members that it added
          merged.put(to, value);
        }
      }
      Members names = new Members(merged);
      rest.forEach((name, value) -> merged.put(names.nameOf(name), value));
      return current.kind().of(merged);
    }
  }

  /**
   * Compares lists without order. Objects may have more members than wanted, because providers add
   * their own.
   */
  private static final class Same {
    private static final long COMPARED = 1_000_000;

    private Same() {}

    static boolean values(@Nullable Object have, @Nullable Object want) {
      if (isNothing(have) || isNothing(want)) {
        return isNothing(have) && isNothing(want);
      }
      if (have instanceof List<?> a && want instanceof List<?> b) {
        return lists(a, b);
      }
      if (have instanceof NameOr<?> a && want instanceof NameOr<?> b) {
        // some products write names, others objects
        boolean names = a.inline().isEmpty() || b.inline().isEmpty();
        return a.name().equals(b.name())
            && (names || described(a.inline().orElseThrow(), b.inline().orElseThrow()));
      }
      if (have instanceof Described<?> a && want instanceof Described<?> b) {
        return described(a, b);
      }
      return have != null && have.equals(want);
    }

    /** Some products store an empty string, others null. */
    private static boolean isNothing(@Nullable Object value) {
      return value == null
          || (value instanceof String text && text.isEmpty())
          || (value instanceof RegisteredUri uri && uri.text().isEmpty());
    }

    private static boolean lists(List<?> have, List<?> want) {
      Set<Object> there = new HashSet<>(have);
      Set<Object> wanted = new HashSet<>(want);
      // comparing all pairs takes too long for generated lists
      return there.equals(wanted)
          || ((long) have.size() * want.size() <= COMPARED
              && want.stream()
                  .allMatch(w -> there.contains(w) || have.stream().anyMatch(h -> values(h, w)))
              && have.stream()
                  .allMatch(h -> wanted.contains(h) || want.stream().anyMatch(w -> values(h, w))));
    }

    private static boolean described(Described<?> have, Described<?> want) {
      for (Property<?> property : want.properties()) {
        if (want.isWritten(property)
            && !values(have.find(property).orElse(null), want.find(property).orElse(null))) {
          return false;
        }
      }
      return json(have.unknownMembers(), want.unknownMembers());
    }

    static boolean json(@Nullable Object have, @Nullable Object want) {
      if (have instanceof Map<?, ?> a && want instanceof Map<?, ?> b) {
        Members members = new Members(a);
        return b.entrySet().stream()
            .allMatch(e -> json(members.get(e.getKey().toString()), e.getValue()));
      }
      if (have instanceof List<?> a && want instanceof List<?> b) {
        for (int i = 0; i < b.size(); i++) {
          if (a.size() != b.size() || !json(a.get(i), b.get(i))) {
            return false;
          }
        }
        return a.size() == b.size();
      }
      if (have instanceof Number a && want instanceof Number b) {
        return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
      }
      return have == null ? want == null : have.equals(want);
    }
  }

  /** Compares secrets with what a provider returns of them: hashes, masks or nothing. */
  private static final class SecretLists {
    enum Verdict {
      SAME,
      DIFFERENT,
      HIDDEN
    }

    private static final int COMPARED = 200;

    private SecretLists() {}

    static boolean isFor(Property<?> property) {
      return property == ClientProperties.CLIENT_SECRETS || property == Resource.API_SECRETS;
    }

    static List<ClientSecret> of(Described<?> described, Property<?> property) {
      List<ClientSecret> secrets = new ArrayList<>();
      if (described.find(property).orElse(null) instanceof List<?> list) {
        list.forEach(one -> secrets.add((ClientSecret) one));
      }
      return secrets;
    }

    static Verdict compare(List<ClientSecret> have, List<ClientSecret> want) {
      if (have.isEmpty() || want.isEmpty()) {
        return want.isEmpty()
            ? have.isEmpty() ? Verdict.SAME : Verdict.DIFFERENT
            : Verdict.HIDDEN; // some providers hide secrets in this way
      }
      // all pairs are compared and hashed
      if (have.size() != want.size() || have.size() > COMPARED) {
        return have.equals(want) ? Verdict.SAME : Verdict.DIFFERENT;
      }
      Verdict worst = Verdict.SAME;
      for (ClientSecret one : want) {
        Verdict best = Verdict.DIFFERENT;
        for (ClientSecret other : have) {
          Verdict verdict = compare(other, one);
          best = verdict == Verdict.SAME || best == Verdict.DIFFERENT ? verdict : best;
          if (best == Verdict.SAME) {
            break;
          }
        }
        if (best == Verdict.DIFFERENT) {
          return best;
        }
        worst = best == Verdict.HIDDEN ? best : worst;
      }
      return worst;
    }

    private static Verdict compare(ClientSecret have, ClientSecret want) {
      boolean alike =
          have.type().equals(want.type())
              && have.description().orElse("").equals(want.description().orElse(""))
              && seconds(have.expiration()).equals(seconds(want.expiration()));
      return alike
          ? compare(have.value().orElse(null), want.value().orElse(null))
          : Verdict.DIFFERENT;
    }

    private static Optional<Instant> seconds(Optional<Instant> time) {
      return time.map(t -> t.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Verdict compare(@Nullable Secret have, @Nullable Secret want) {
      if (want == null || want.equals(have)) {
        return Verdict.SAME;
      }
      if (have == null) {
        return Verdict.HIDDEN;
      }
      // the provider may have hashed what it was sent, whether clear text or hash
      if (SecretHash.matches(have, want) || SecretHash.matches(want, have)) {
        return Verdict.SAME;
      }
      boolean shown =
          SecretHash.isHash(have) || (!SecretHash.isHash(want) && !SecretHash.isMask(have));
      return shown ? Verdict.DIFFERENT : Verdict.HIDDEN;
    }

    /** Whether the values can be sent back unchanged. */
    static boolean areWhole(List<ClientSecret> shown) {
      return shown.stream().allMatch(s -> s.value().filter(SecretHash::isHash).isPresent());
    }
  }

  /** Members by exact name, or else in any case. */
  private static final class Members {
    private final Map<?, ?> asWritten;
    private final Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Members(Map<?, ?> members) {
      this.asWritten = members;
      members.keySet().forEach(name -> anyCase.putIfAbsent(name.toString(), name.toString()));
    }

    boolean has(String name) {
      return anyCase.containsKey(name);
    }

    @Nullable Object get(String name) {
      Object exact = asWritten.get(name);
      return exact == null ? asWritten.get(nameOf(name)) : exact;
    }

    String nameOf(String name) {
      return anyCase.getOrDefault(name, name);
    }
  }
}
