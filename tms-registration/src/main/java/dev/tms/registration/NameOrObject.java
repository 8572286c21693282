package dev.tms.registration;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The type of {@link NameOr}. */
final class NameOrObject<D extends Described<D>> extends Kind<NameOr<D>> {
  private final Kind<D> objects;
  private final Function<D, String> nameOf;

  NameOrObject(Kind<D> objects, Function<D, String> nameOf) {
    super("names or " + objects.name() + " objects");
    this.objects = objects;
    this.nameOf = nameOf;
  }

  @Override
  String expectation() {
    return "a text or an object";
  }

  @Override
  @Nullable NameOr<D> read(Object json) {
    if (json instanceof String name) {
      return NameOr.name(name);
    }
    D object = objects.read(json);
    return object == null ? null : NameOr.inline(nameOf.apply(object), object);
  }

  @Override
  void check(@Nullable Object json, String path, Complaints complaints) {
    if (json instanceof java.util.Map<?, ?>) {
      objects.check(json, path, complaints);
    } else {
      super.check(json, path, complaints);
    }
  }

  @Override
  Object write(NameOr<D> value, Spelling spelling) {
    return value.inline().map(object -> objects.write(object, spelling)).orElseGet(value::name);
  }

  @Override
  @Nullable Object spell(@Nullable Object json, Spelling spelling) {
    return objects.spell(json, spelling);
  }

  @Override
  @Nullable Object fill(@Nullable Object json, UnaryOperator<String> filler) {
    return objects.fill(json, filler);
  }
}
