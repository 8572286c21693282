package dev.tms.registration.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** Whether a certificate's names are a host's (RFC 9525 section 6.3). */
final class HostNames {
  private HostNames() {}

  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  static boolean matches(String host, List<String> names) {
    String wanted = normal(host);
    return names.stream().map(HostNames::normal).anyMatch(name -> matches(wanted, name));
  }

  private static boolean matches(String host, String name) {
    if (name.equals(host)) {
      return true;
    }
    // the wildcard character appears only as the complete content of the left-most label
    int dot = host.indexOf('.');
    return name.startsWith("*.")
        && !isAddress(host)
        && dot > 0
        && host.substring(dot).equals(name.substring(1));
  }

  private static String normal(String name) {
    if (isAddress(name)) {
      try {
        return InetAddress.getByName(name).getHostAddress(); // a literal: nothing is looked up
      } catch (UnknownHostException e) {
        return name;
      }
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
