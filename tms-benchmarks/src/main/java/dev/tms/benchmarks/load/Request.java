package dev.tms.benchmarks.load;

import java.net.URI;
import java.util.Map;

/**
 * What wrk sends, over and over.
 *
 * @param method without a body
 * @param answerBytes length of the body that came back when a browser sent it
 */
record Request(String method, URI uri, Map<String, String> fields, int answerBytes) {
  int cookieBytes() {
    return fields.getOrDefault("Cookie", "").length();
  }
}
