package dev.tms.session;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browser and operating system of a session, so that users recognise it in a list. A guess from
 * the {@code User-Agent}, of which no part is kept. Immutable.
 */
public record DeviceLabel(Family family, Platform platform) {
  private static final int MOST_CHARACTERS = 512;

  public static final DeviceLabel UNKNOWN = new DeviceLabel(Family.UNKNOWN, Platform.UNKNOWN);

  /** In matching order, because many browsers also name others. */
  enum Family {
    EDGE("Edge", "edg/|edga/|edgios/"),
    OPERA("Opera", "opr/|opios/"),
    SAMSUNG("Samsung Internet", "samsungbrowser/"),
    FIREFOX("Firefox", "firefox/|fxios/"),
    CHROME("Chrome", "chrome/|crios/|chromium/"),
    /** Includes web views of Apple systems. */
    SAFARI("Safari", "safari/|applewebkit/"),
    UNKNOWN("Unknown browser", "");

    private final String word;
    private final String signs;

    Family(String word, String signs) {
      this.word = word;
      this.signs = signs;
    }
  }

  /** In matching order. */
  enum Platform {
    IPHONE("iPhone", "iphone|ipod"),
    IPAD("iPad", "ipad"),
    ANDROID("Android", "android"),
    WINDOWS("Windows", "windows"),
    CHROME_OS("ChromeOS", "cros "),
    /** Includes iPads in desktop mode. */
    MAC("macOS", "mac os x|macintosh"),
    LINUX("Linux", "linux"),
    UNKNOWN("unknown system", "");

    private final String word;
    private final String signs;

    Platform(String word, String signs) {
      this.word = word;
      this.signs = signs;
    }
  }

  /** Reads the first 512 characters of this {@code User-Agent}. */
  public static DeviceLabel of(@Nullable String userAgent) {
    if (userAgent == null) {
      return UNKNOWN;
    }
    String text =
        userAgent
            .substring(0, Math.min(userAgent.length(), MOST_CHARACTERS))
            .toLowerCase(Locale.ROOT);
    return new DeviceLabel(
        first(Family.values(), family -> containsAny(text, family.signs), Family.UNKNOWN),
        first(Platform.values(), platform -> containsAny(text, platform.signs), Platform.UNKNOWN));
  }

  private static <T> T first(T[] values, Predicate<T> matches, T otherwise) {
    return Stream.of(values).filter(matches).findFirst().orElse(otherwise);
  }

  private static boolean containsAny(String text, String signs) {
    return !signs.isEmpty() && Stream.of(signs.split("\\|", -1)).anyMatch(text::contains);
  }

  /** For display, for example {@code Firefox on Windows}. */
  public String text() {
    if (platform == Platform.UNKNOWN) {
      return family == Family.UNKNOWN ? "Unknown device" : family.word;
    }
    return family.word + " on " + platform.word;
  }

  @Override
  public String toString() {
    return text();
  }
}
