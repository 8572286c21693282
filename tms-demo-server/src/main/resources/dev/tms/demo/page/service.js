// The calls of an app to the service. Every answer is an exchange: what was asked for, what came back.

/** GET /Session/CheckSession */
export function checkSession() {
  return call("GET", "/Session/CheckSession");
}

/** POST /Session/RetrieveToken, with the verification token that CheckSession gave. */
export function retrieveToken(verificationToken, force) {
  const path = "/Session/RetrieveToken" + (force ? "?force=true" : "");
  return call("POST", path, { RequestVerificationToken: verificationToken });
}

/** GET /Session/User: the claims of the signed-in user, and how long the session lasts. */
export function user(verificationToken) {
  return call("GET", "/Session/User", { RequestVerificationToken: verificationToken });
}

/** GET /Session/List: all sessions of the signed-in user. */
export function sessionList(verificationToken) {
  return call("GET", "/Session/List", { RequestVerificationToken: verificationToken });
}

/** DELETE /Session/List/{id}: ends one of them. */
export function endSession(verificationToken, id) {
  return call("DELETE", `/Session/List/${encodeURIComponent(id)}`, { RequestVerificationToken: verificationToken });
}

/** Where a login begins: an address to navigate to. */
export function loginAddress(domain) {
  return domain ? `/Auth/Domains/${encodeURIComponent(domain)}/BeginLogin` : "/Auth/BeginLogin";
}

/** GET of an API on another origin: the token is all that it gets. */
export function callApi(url, accessToken) {
  return call("GET", url, { Authorization: `Bearer ${accessToken}` }, "omit");
}

/** What the server saw of this browser's exchanges, redirects and cookies included. */
export async function exchanges() {
  return (await call("GET", "/demo/exchanges.json")).body?.exchanges ?? [];
}

/** Whether the server answers at all. */
export async function answers() {
  return (await call("GET", "/health/live")).status !== 0;
}

/** What the page has to know of its surroundings; null where the server does not answer. */
export async function config() {
  return (await call("GET", "/demo/config.json")).body;
}

async function call(method, url, headers = {}, credentials = "same-origin") {
  const begin = performance.now();
  try {
    const answer = await fetch(url, { method, headers, credentials, cache: "no-store" });
    const text = await answer.text();
    return {
      method,
      url,
      status: answer.status,
      number: Number(answer.headers.get("Demo-Exchange")) || null,
      millis: Math.round(performance.now() - begin),
      sent: listed(headers),
      received: listed({
        "Content-Type": answer.headers.get("Content-Type"),
        "WWW-Authenticate": answer.headers.get("WWW-Authenticate"),
      }),
      behind: [],
      body: json(text),
      retryAfter: answer.headers.get("Retry-After"),
    };
  } catch {
    return { method, url, status: 0, number: null, millis: 0, sent: {}, received: {}, behind: [], body: null };
  }
}

function listed(headers) {
  const present = Object.entries(headers).filter(([, value]) => value);
  return Object.fromEntries(present.map(([name, value]) => [name, [value]]));
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
