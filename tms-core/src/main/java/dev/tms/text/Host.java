package dev.tms.text;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The host of a URL, as browsers serialize it. */
public final class Host {
  private static final int MAX_LENGTH = 253; // RFC 1035 2.3.4, without the final dot
  private static final int MAX_LABEL = 63;

  private Host() {}

  /**
   * Returns the host as browsers serialize it: a domain name in lower case, a dotted-decimal IPv4
   * address, or a compressed IPv6 address in brackets. Null for anything else, including what
   * browsers would rewrite: escapes, Unicode (write {@code xn--…}), a final dot, {@code 127.1},
   * {@code 0x7f.0.0.1}.
   */
  public static @Nullable String canonical(String text) {
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    // before converting to lower case, which turns the Kelvin sign into a k
    if (text.isEmpty() || text.length() > MAX_LENGTH || text.chars().anyMatch(c -> c > 0x7E)) {
      return null;
    }
    String host = text.toLowerCase(Locale.ROOT);
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!isLabel(label)) {
        return null;
      }
    }
    // WHATWG URL 3.5: a host whose last label is a number is an IPv4 address
    return isNumber(labels[labels.length - 1]) && !isIpv4(labels) ? null : host;
  }

  public static boolean isAddress(String canonical) {
    return canonical.startsWith("[") || isIpv4(canonical.split("\\.", -1));
  }

  /** Returns true for localhost, 127.0.0.0/8 and ::1. */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("::1")
        || (name.startsWith("127.") && isIpv4(name.split("\\.", -1)));
  }

  private static boolean isLabel(String label) {
    if (label.isEmpty() || label.length() > MAX_LABEL) {
      return false;
    }
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean hyphen = c == '-' && i > 0 && i < label.length() - 1;
      if (!hyphen && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String label) {
    return label.matches("[0-9]+|0x[0-9a-f]*");
  }

  private static boolean isIpv4(String[] labels) {
    if (labels.length != 4) {
      return false;
    }
    for (String label : labels) {
      if (!label.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(label) > 255) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String ipv6(String text) {
    if (!text.matches("\\[[0-9A-Fa-f:.]{2,45}]")) {
      return null; // zone identifiers are not allowed either
    }
    try {
      // an address in brackets causes no DNS lookup
      return InetAddress.getByName(text) instanceof Inet6Address address
          ? serialize(address.getAddress())
          : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** WHATWG URL 3.5, RFC 5952 4: {@code ::} replaces the first longest run of two or more zeros. */
  private static String serialize(byte[] bytes) {
    int[] pieces = new int[8];
    for (int i = 0; i < 8; i++) {
      pieces[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
    }
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && pieces[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        text.append(i == 0 ? "::" : ":");
        i += bestLength - 1;
      } else {
        text.append(Integer.toHexString(pieces[i])).append(i == 7 ? "" : ":");
      }
    }
    return text.append(']').toString();
  }

  // well-known public suffixes; used for a check at startup and for grouping, never to decide
  // whether a request is allowed
  private static final Set<String> COUNTRY_SECOND_LEVEL =
      Set.of("ac", "co", "com", "edu", "gob", "gov", "gouv", "ne", "net", "or", "org", "sch");

  private static final Set<String> SHARED_HOSTING =
      Set.of(
          "appspot.com",
          "azurestaticapps.net",
          "azurewebsites.net",
          "cloudapp.net",
          "cloudfront.net",
          "firebaseapp.com",
          "fly.dev",
          "github.io",
          "gitlab.io",
          "herokuapp.com",
          "netlify.app",
          "ngrok.app",
          "ngrok.io",
          "onrender.com",
          "pages.dev",
          "run.app",
          "vercel.app",
          "web.app",
          "workers.dev");

  public static boolean haveCommonParent(String one, String other) {
    String parent = registrable(one);
    return parent != null && parent.equals(registrable(other));
  }

  /** Returns null if there is no registrable domain, as for an address or a public suffix. */
  public static @Nullable String registrable(String host) {
    if (isAddress(host)) {
      return null;
    }
    String[] labels = host.split("\\.", -1);
    int count = labels.length;
    if (count < 2) {
      return null;
    }
    String top = labels[count - 1];
    String second = labels[count - 2];
    String two = second + "." + top;
    boolean suffix =
        SHARED_HOSTING.contains(two)
            || (top.length() == 2 && COUNTRY_SECOND_LEVEL.contains(second));
    if (!suffix) {
      return two;
    }
    return count < 3 ? null : labels[count - 3] + "." + two;
  }
}
