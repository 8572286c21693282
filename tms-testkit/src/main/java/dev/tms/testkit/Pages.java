package dev.tms.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.testkit.http.Reply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The provider's HTML pages. Values are escaped; styles and scripts are allowed by hash only. */
final class Pages {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--page:#eef1f5;--card:#fff;\
      --line:#7d8796;--act:#1f5fbf;--bad:#b3261e}
      @media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a3adbb;--page:#12161c;\
      --card:#1c222b;--line:#7c8798;--act:#6ea8ff;--bad:#ff8a80}}
      *{box-sizing:border-box}
      body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;\
      background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
      main{width:100%;max-width:24rem;background:var(--card);border:1px solid var(--line);\
      border-radius:.75rem;padding:2rem}
      h1{font-size:1.35rem;line-height:1.25;margin:0 0 .25rem}
      p{margin:0 0 1.25rem;color:var(--soft)}
      label{display:block;font-weight:600;margin:0 0 .25rem}
      input{width:100%;font:inherit;color:inherit;background:transparent;\
      border:1px solid var(--line);border-radius:.4rem;padding:.55rem .7rem;margin:0 0 1rem}
      button{width:100%;font:inherit;font-weight:600;color:var(--card);background:var(--act);\
      border:0;border-radius:.4rem;padding:.65rem;cursor:pointer}
      :focus-visible{outline:3px solid var(--act);outline-offset:2px}
      .bad{color:var(--bad);font-weight:600}
      footer{margin-top:1.5rem;font-size:.85rem;color:var(--soft)}
      """;
  // an icon, so that browsers do not request /favicon.ico
  private static final String ICON =
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
          + "%3Crect width='32' height='32' rx='7' fill='%231f5fbf'/%3E"
          + "%3Cpath d='M13 16h12m-4 0v4M13 16a4 4 0 1 0-8 0 4 4 0 0 0 8 0' "
          + "fill='none' stroke='white' stroke-width='3'/%3E%3C/svg%3E";
  private static final String SUBMIT = "document.forms[0].submit()";

  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src data:; style-src '"
          + hash(STYLE)
          + "'; script-src '"
          + hash(SUBMIT)
          + "'";

  private Pages() {}

  /** With a message, the login form asks again. */
  static Reply login(
      String action, String clientId, String username, String footer, @Nullable String message) {
    String alert =
        message == null
            ? ""
            : "<p class=\"bad\" role=\"alert\" id=\"message\">" + escape(message) + "</p>";
    boolean named = !username.isEmpty();
    return page(
        200,
        "Sign in",
        """
        <h1>Sign in</h1>
        <p>to continue to <strong>%s</strong></p>
        %s
        <form method="post" action="%s">
        <label for="username">User name</label>
        <input id="username" name="username" type="text" value="%s" autocomplete="username" \
        autocapitalize="none" spellcheck="false" required%s>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" \
        required%s>
        <button type="submit" id="sign-in">Sign in</button>
        </form>
        <footer>%s</footer>
        """
            .formatted(
                escape(clientId),
                alert,
                escape(action),
                escape(username),
                named ? "" : " autofocus",
                named ? " autofocus" : "",
                escape(footer)));
  }

  /** A page that posts the authorization response (OAuth 2.0 Form Post Response Mode). */
  static Reply formPost(String action, Map<String, String> parameters) {
    return page(
        200,
        "Signing in",
        """
        <h1>Signing in</h1>
        <form method="post" action="%s">
        %s
        <noscript><button type="submit">Continue</button></noscript>
        </form>
        <script>%s</script>
        """
            .formatted(escape(action), hidden(parameters), SUBMIT));
  }

  static Reply confirmLogout(String action, Map<String, String> parameters) {
    return page(
        200,
        "Sign out",
        """
        <h1>Sign out?</h1>
        <p>You will be signed out of this provider.</p>
        <form method="post" action="%s">
        %s
        <button type="submit" id="sign-out">Sign out</button>
        </form>
        """
            .formatted(escape(action), hidden(parameters)));
  }

  static Reply message(int status, String title, String text) {
    return page(status, title, "<h1>" + escape(title) + "</h1>\n<p>" + escape(text) + "</p>\n");
  }

  private static Reply page(int status, String title, String main) {
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <title>%s</title>
        <link rel="icon" href="%s">
        <style>%s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
            .formatted(escape(title), ICON, STYLE, main);
    // no form-action, because browsers apply it to the subsequent redirects to the client
    return Reply.text(status, "text/html;charset=UTF-8", html)
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff");
  }

  private static String hidden(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            e ->
                "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                    .formatted(escape(e.getKey()), escape(e.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
