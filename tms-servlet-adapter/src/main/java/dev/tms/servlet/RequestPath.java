package dev.tms.servlet;

import dev.tms.http.Percent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request as its container read it, beside the path as it was sent.
 *
 * @param context the context path, decoded
 * @param matched servlet path and path info: decoded by the container, by which it finds servlets
 * @param raw the whole path as it was sent
 */
record RequestPath(String context, String matched, String raw) {
  static RequestPath of(HttpServletRequest request) {
    String context = request.getServletContext().getContextPath();
    String info = request.getPathInfo();
    String matched = request.getServletPath() + (info == null ? "" : info);
    return new RequestPath(
        context.isEmpty() ? context : Objects.requireNonNullElse(Percent.decode(context), context),
        matched.isEmpty() ? "/" : matched,
        request.getRequestURI());
  }

  /** The whole path, decoded once by the container. */
  String whole() {
    return context + matched;
  }

  /** The path below the context as it was sent, decoded once; empty where it is malformed. */
  String sent() {
    @Nullable String decoded = Percent.decode(raw);
    if (decoded == null || !decoded.startsWith(context)) {
      return "";
    }
    String below = decoded.substring(context.length());
    return below.isEmpty() ? "/" : below;
  }

  /**
   * Whether container, filter and application could take the path for different ones: it holds what
   * some of them drop, resolve or decode again, or what the container made of it is not what was
   * sent.
   */
  boolean isAmbiguous() {
    String sent = sent();
    return !raw.chars().allMatch(RequestPath::isPathChar)
        || containsEncodedSlash(raw)
        || !sent.startsWith("/")
        || !isPlain(sent)
        || !isPlain(matched)
        || !(matched.equals(sent) || isWelcomeFile(matched, sent));
  }

  /** Containers may answer a directory with a file in it, and then say so. */
  private static boolean isWelcomeFile(String matched, String directory) {
    return directory.endsWith("/")
        && matched.startsWith(directory)
        && matched.indexOf('/', directory.length()) < 0;
  }

  private static boolean isPathChar(int c) {
    // RFC 3986 3.3, and those characters beyond it that browsers leave as they are
    return c > 0x20 && c < 0x7F && "\\;?#".indexOf(c) < 0;
  }

  private static boolean containsEncodedSlash(String raw) {
    return raw.contains("%2F") || raw.contains("%2f");
  }

  /**
   * Whether a decoded path can be read in one way only: no empty or dot segments, backslashes,
   * parameters, marks of a query or fragment, controls, and nothing that could be decoded again.
   */
  static boolean isPlain(String decoded) {
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (Character.isISOControl(c)
          || "\\;?#".indexOf(c) >= 0
          || Percent.isEscape(decoded, i)
          || (c == '/' && !isPlainSegmentAt(decoded, i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainSegmentAt(String path, int start) {
    int slash = path.indexOf('/', start);
    String segment = path.substring(start, slash < 0 ? path.length() : slash);
    return !(segment.equals(".") || segment.equals("..") || (segment.isEmpty() && slash >= 0));
  }
}
