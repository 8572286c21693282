package dev.tms.demo.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One exchange between a browser and the service, as the page shows it: without anything that could
 * be used.
 *
 * @param number counts all exchanges of the process
 * @param url path and query, secrets abbreviated
 * @param millis until the answer's headers were complete
 * @param sent the request's headers that matter
 * @param received the answer's headers that matter
 * @param providerFrom how many requests the provider had answered before
 */
record Exchange(
    long number,
    String method,
    String url,
    int status,
    long millis,
    Map<String, List<String>> sent,
    Map<String, List<String>> received,
    int providerFrom) {

  Map<String, Object> json(List<Map<String, Object>> behind) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("method", method);
    json.put("url", url);
    json.put("status", status);
    json.put("millis", millis);
    json.put("sent", sent);
    json.put("received", received);
    json.put("behind", behind);
    return json;
  }
}
