package dev.tms.registration;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An object of a known shape. */
final class ObjectOf<D extends Described<D>> extends Kind<D> {
  private final Shape shape;
  private final Function<Map<?, ?>, D> of;

  ObjectOf(Shape shape, Function<Map<?, ?>, D> of) {
    super(shape.what());
    this.shape = shape;
    this.of = of;
  }

  @Override
  String expectation() {
    return "an object";
  }

  @Override
  @Nullable D read(Object json) {
    return json instanceof Map<?, ?> members ? of.apply(members) : null;
  }

  @Override
  void check(@Nullable Object json, String path, Complaints complaints) {
    if (json instanceof Map<?, ?> members) {
      shape.check(members, path, complaints);
    } else {
      super.check(json, path, complaints);
    }
  }

  @Override
  Object write(D value, Spelling spelling) {
    return value.spelled(spelling).members();
  }

  @Override
  @Nullable Object spell(@Nullable Object json, Spelling spelling) {
    return json instanceof Map<?, ?> members ? shape.spell(members, spelling) : json;
  }

  @Override
  @Nullable Object fill(@Nullable Object json, UnaryOperator<String> filler) {
    return json instanceof Map<?, ?> members
        ? shape.fill(members, filler)
        : super.fill(json, filler);
  }
}
