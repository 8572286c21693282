package dev.tms.seal;

import dev.tms.seal.Keys.InvalidKeysException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Checks that the class path has a protobuf version with which Tink's classes load. */
final class TinkCheck {
  /** The version required by {@link #TINK}; a test compares both with the build's class path. */
  static final String PROTOBUF = "4.33.6";

  static final String TINK = "1.24.0";

  private static final String UNKNOWN = "of an unknown version";

  private static final @Nullable String PROBLEM = look();

  private TinkCheck() {}

  static void require() {
    if (PROBLEM != null) {
      throw new InvalidKeysException(PROBLEM);
    }
  }

  private static @Nullable String look() {
    try {
      KeySets.generate();
      return null;
    } catch (LinkageError | RuntimeException e) {
      return "Tink "
          + TINK
          + ", which seals sessions, cannot be loaded with protobuf-java "
          + protobuf()
          + ": it needs "
          + PROTOBUF
          + " or newer, and a platform on the class path pins another. Pin"
          + " com.google.protobuf:protobuf-java to "
          + PROTOBUF
          + " in dependencyManagement, before the platform's BOM ("
          + rootOf(e).getClass().getName()
          + ")";
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String protobuf() {
    String type = "com/google/protobuf/Message.class";
    ClassLoader loader = TinkCheck.class.getClassLoader();
    URL place = loader == null ? null : loader.getResource(type);
    if (place != null) {
      String root = place.toString().substring(0, place.toString().length() - type.length());
      try (InputStream in = new URL(root + "META-INF/MANIFEST.MF").openStream()) {
        String version = new Manifest(in).getMainAttributes().getValue("Bundle-Version");
        return version == null ? UNKNOWN : version;
      } catch (IOException e) {
        return UNKNOWN;
      }
    }
    return UNKNOWN;
  }
}
