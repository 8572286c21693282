package dev.tms.servlet;

import dev.tms.http.Request;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request path, both as the container read it and as it was sent.
 *
 * @param context the context path, decoded
 * @param matched servlet path and path info, decoded by the container, which selects the servlet
 * @param raw the whole path as sent
 */
record RequestPath(String context, String matched, String raw) {
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  static RequestPath of(HttpServletRequest request) {
    String context = request.getServletContext().getContextPath();
    String info = request.getPathInfo();
    String matched = request.getServletPath() + (info == null ? "" : info);
    return new RequestPath(
        context.isEmpty()
            ? context
            : Objects.requireNonNullElse(Request.decodePath(context), context),
        matched.isEmpty() ? "/" : matched,
        request.getRequestURI());
  }

  String whole() {
    return context + matched;
  }

  /** The path below the context as sent, decoded once; empty if malformed. */
  String sent() {
    @Nullable String decoded = Request.decodePath(raw);
    if (decoded == null || !decoded.startsWith(context)) {
      return "";
    }
    String below = decoded.substring(context.length());
    return below.isEmpty() ? "/" : below;
  }

  /**
   * Whether container, filter and application could read different paths: the path contains
   * something that some of them drop, resolve or decode again, or the container read another path
   * than was sent.
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

  /** Containers may serve a directory by a file in it, and then report the path of the file. */
  private static boolean isWelcomeFile(String matched, String directory) {
    return directory.endsWith("/")
        && matched.startsWith(directory)
        && matched.indexOf('/', directory.length()) < 0;
  }

  private static boolean isPathChar(int c) {
    // RFC 3986 3.3, and the characters that browsers also leave unencoded
    return c > 0x20 && c < 0x7F && "\\;?#".indexOf(c) < 0;
  }

  private static boolean containsEncodedSlash(String raw) {
    return raw.contains("%2F") || raw.contains("%2f");
  }

  /**
   * Whether a decoded path has only one reading: it has no empty segments, dot segments,
   * backslashes, path parameters, query or fragment delimiters, control characters or escapes.
   */
  static boolean isPlain(String decoded) {
    if (ESCAPE.matcher(decoded).find()) {
      return false;
    }
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (Character.isISOControl(c)
          || "\\;?#".indexOf(c) >= 0
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
