package dev.tms.demo.server;

import dev.tms.http.Response;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;

/** What stands at {@code /} where nothing else does: the service has no pages of its own. */
final class RunningPage {
  private static final Response RUNNING =
      Response.status(200)
          .header("Cache-Control", "no-store")
          .header(
              "Content-Security-Policy",
              "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors"
                  + " 'none'")
          .body(
              "text/html; charset=utf-8",
              """
              <!doctype html>
              <html lang="en">
              <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>TMS is running</title>
              <link rel="icon" href="data:,">
              <style>
              :root { color-scheme: light dark }
              body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif }
              main { max-width: 32rem; padding: 2rem }
              h1 { font-size: 1.35rem; margin: 0 0 .25rem }
              </style>
              </head>
              <body><main>
              <h1>TMS is running</h1>
              <p>This is the Token Management Service. It has no pages of its own: applications call it, and their users sign in
              through them. Whether it is ready says <code>/health/ready</code>.</p>
              </main></body>
              </html>
              """)
          .build();

  private RunningPage() {}

  static boolean isFor(HttpServerExchange exchange) {
    return exchange.getRequestPath().equals("/")
        && (exchange.getRequestMethod().equals(Methods.GET)
            || exchange.getRequestMethod().equals(Methods.HEAD));
  }

  static void send(HttpServerExchange exchange) {
    Answers.send(exchange, RUNNING);
  }
}
