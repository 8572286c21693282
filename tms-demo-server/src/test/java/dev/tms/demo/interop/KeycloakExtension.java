package dev.tms.demo.interop;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts Keycloak before the first test that asks for it, and stops it after the last of all. */
final class KeycloakExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(KeycloakExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Workbench.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    KeycloakServer keycloak =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                KeycloakServer.class,
                key -> KeycloakServer.start(Realm.forTests()),
                KeycloakServer.class);
    return new Workbench(keycloak);
  }
}
