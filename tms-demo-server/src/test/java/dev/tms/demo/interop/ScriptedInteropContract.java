package dev.tms.demo.interop;

import java.net.URI;
import java.util.Optional;

/** The contract for providers that scripts start. */
abstract class ScriptedInteropContract extends InteropContract {
  private final String script;
  private Optional<ScriptedProvider> provider = Optional.empty();

  ScriptedInteropContract(String name, SignIn user) {
    super(name, user);
    this.script = name;
  }

  @Override
  final String startProvider(URI app) {
    provider = ScriptedProvider.start(script, app.toString());
    return provider.map(ScriptedProvider::version).orElse("");
  }

  @Override
  final void stopProvider() {
    provider.ifPresent(ScriptedProvider::close);
  }

  @Override
  final String issuer() {
    return provider.orElseThrow().issuer();
  }
}
