package dev.tms.session;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Roughly what a session is used from, so that users recognise it in a list: words of our own,
 * chosen by what a {@code User-Agent} contains, never a part of it. It proves nothing. Immutable.
 *
 * @param family the kind of browser
 * @param platform the operating system
 */
public record DeviceLabel(Family family, Platform platform) {
  private static final int MOST_LOOKED_AT = 512;

  /** A label for a request that does not say. */
  public static final DeviceLabel UNKNOWN = new DeviceLabel(Family.UNKNOWN, Platform.UNKNOWN);

  /** Kinds of browsers, in the order in which they are looked for: many name others, too. */
  enum Family {
    /** Microsoft Edge. */
    EDGE("Edge", "edg/|edga/|edgios/"),
    /** Opera. */
    OPERA("Opera", "opr/|opios/"),
    /** Samsung Internet. */
    SAMSUNG("Samsung Internet", "samsungbrowser/"),
    /** Firefox. */
    FIREFOX("Firefox", "firefox/|fxios/"),
    /** Chrome and Chromium. */
    CHROME("Chrome", "chrome/|crios/|chromium/"),
    /** Safari, and web views of Apple systems. */
    SAFARI("Safari", "safari/|applewebkit/"),
    /** Anything else. */
    UNKNOWN("Unknown browser", "");

    private final String word;
    private final String signs;

    Family(String word, String signs) {
      this.word = word;
      this.signs = signs;
    }
  }

  /** Operating systems, in the order in which they are looked for. */
  enum Platform {
    /** iPhone and iPod. */
    IPHONE("iPhone", "iphone|ipod"),
    /** iPad. */
    IPAD("iPad", "ipad"),
    /** Android. */
    ANDROID("Android", "android"),
    /** Windows. */
    WINDOWS("Windows", "windows"),
    /** ChromeOS. */
    CHROME_OS("ChromeOS", "cros "),
    /** macOS, and iPads that pose as such. */
    MAC("macOS", "mac os x|macintosh"),
    /** Linux. */
    LINUX("Linux", "linux"),
    /** Anything else. */
    UNKNOWN("unknown system", "");

    private final String word;
    private final String signs;

    Platform(String word, String signs) {
      this.word = word;
      this.signs = signs;
    }
  }

  /** Checks that nothing is missing. */
  public DeviceLabel {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(platform, "platform");
  }

  /** The label for this {@code User-Agent}, of which the first 512 characters are looked at. */
  public static DeviceLabel of(@Nullable String userAgent) {
    if (userAgent == null) {
      return UNKNOWN;
    }
    String text =
        userAgent
            .substring(0, Math.min(userAgent.length(), MOST_LOOKED_AT))
            .toLowerCase(Locale.ROOT);
    return new DeviceLabel(family(text), platform(text));
  }

  private static Family family(String text) {
    for (Family family : Family.values()) {
      if (containsAny(text, family.signs)) {
        return family;
      }
    }
    return Family.UNKNOWN;
  }

  private static Platform platform(String text) {
    for (Platform platform : Platform.values()) {
      if (containsAny(text, platform.signs)) {
        return platform;
      }
    }
    return Platform.UNKNOWN;
  }

  private static boolean containsAny(String text, String signs) {
    return !signs.isEmpty() && Stream.of(signs.split("\\|", -1)).anyMatch(text::contains);
  }

  /** For people, for example {@code Firefox on Windows}. */
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
