package dev.tms.demo.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest has it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = number();
    return new String[] {
      "TMS " + (version == null ? "(not packaged)" : version), "on Java ${java.version}"
    };
  }

  /** The number alone; null where this runs from no jar. */
  static @Nullable String number() {
    return Version.class.getPackage().getImplementationVersion();
  }
}
