package dev.tms.registration.diff;

import dev.tms.registration.Described;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is there, with what is wanted. */
final class Merge {
  private Merge() {}

  static Registration of(Registration current, Registration wanted, List<DiffNote> notes) {
    Described<?> have = (Described<?>) current;
    Described<?> want = ((Described<?>) wanted).spelled(have.spelling());
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(have.members());
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(want.members());
    for (Property<?> property : want.properties()) {
      String from = want.writtenName(property);
      String to = have.writtenName(property);
      if (!rest.containsKey(from)) {
        if (SecretLists.isFor(property) && !SecretLists.areWhole(SecretLists.of(have, property))) {
          // what is shown in place of a secret must not become the secret
          merged.remove(to);
          notes.add(
              new DiffNote(
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
      if (!keep) { // else the provider's form of it stays, with the members that it added
        merged.put(to, value);
      }
    }
    Members names = new Members(merged);
    rest.forEach((name, value) -> merged.put(names.nameOf(name), value));
    return current.kind().of(merged);
  }
}
