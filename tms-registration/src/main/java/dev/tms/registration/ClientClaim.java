package dev.tms.registration;

import java.util.Map;
import java.util.Optional;

/** A claim that a client itself brings into its access tokens. Immutable. */
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
   * A claim of these members.
   *
   * @throws IllegalArgumentException if there is no type, or a known member has a value of another
   *     type
   */
  public static ClientClaim of(Map<String, ?> members) {
    return new ClientClaim(members);
  }

  /** A claim with a text as its value. */
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

  /** Value of the claim; empty where there is none. */
  public Optional<String> value() {
    return find(VALUE);
  }
}
