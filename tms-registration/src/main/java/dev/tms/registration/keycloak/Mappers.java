package dev.tms.registration.keycloak;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keycloak's protocol mappers for claims of one value. */
final class Mappers {
  private static final String HARDCODED = "oidc-hardcoded-claim-mapper";

  /**
   * A claim of one value.
   *
   * @param name of the claim
   * @param value as a text
   */
  record FixedClaim(String name, String value) {}

  private Mappers() {}

  static Map<String, Object> hardcoded(String name, String value) {
    Map<String, Object> mapper = new LinkedHashMap<>();
    mapper.put("name", "claim " + name);
    mapper.put("protocol", "openid-connect");
    mapper.put("protocolMapper", HARDCODED);
    // a dot makes an object of it otherwise
    mapper.put(
        "config",
        Map.of(
            "claim.name",
            name.replace(".", "\\."),
            "claim.value",
            value,
            "jsonType.label",
            "String",
            "access.token.claim",
            "true",
            "id.token.claim",
            "false",
            "userinfo.token.claim",
            "false"));
    return mapper;
  }

  /** The claim of such a mapper; empty for another one. */
  static Optional<FixedClaim> fixedClaim(@Nullable Object mapper) {
    if (mapper instanceof Map<?, ?> members
        && HARDCODED.equals(members.get("protocolMapper"))
        && members.get("config") instanceof Map<?, ?> config
        && config.get("claim.name") instanceof String name
        && "true".equals(String.valueOf(config.get("access.token.claim")))) {
      Object value = config.get("claim.value");
      return Optional.of(
          new FixedClaim(name.replace("\\.", "."), value == null ? "" : value.toString()));
    }
    return Optional.empty();
  }
}
