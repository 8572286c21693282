package dev.tms.registration;

import java.util.Map;
import java.util.Optional;

/** A claim of the client itself, which the provider adds to its access tokens. Immutable. */
public final class ClientClaim extends Described<ClientClaim> {
  private static final Property.Table table = new Property.Table();

  public static final Property<String> TYPE = table.row("type", Kind.TEXT, "name of the claim");
  public static final Property<String> VALUE = table.row("value", Kind.TEXT, "value of the claim");
  public static final Property<String> VALUE_TYPE =
      table.row("valueType", Kind.TEXT, "type of the value, a URI of XML Schema");

  static final Shape SHAPE = new Shape("claim", TYPE, true, table.rows());
  static final Kind<ClientClaim> KIND = new Kind.ObjectOf<>(SHAPE, ClientClaim::new);

  private ClientClaim(Map<?, ?> members) {
    super(SHAPE, members);
  }

  /**
   * Creates a claim from its members.
   *
   * @throws IllegalArgumentException if the type is missing, or a known member has a value of the
   *     wrong type
   */
  public static ClientClaim of(Map<String, ?> members) {
    return new ClientClaim(members);
  }

  /** Creates a claim with a string value. */
  public static ClientClaim of(String type, String value) {
    return new ClientClaim(Map.of("type", type)).with(VALUE, value);
  }

  @Override
  ClientClaim make(Map<String, ?> changed) {
    return new ClientClaim(changed);
  }

  public String type() {
    return get(TYPE);
  }

  public Optional<String> value() {
    return find(VALUE);
  }
}
