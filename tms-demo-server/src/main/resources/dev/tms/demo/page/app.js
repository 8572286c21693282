// The app: seven steps, what they need, and what came of them.

import { callApi, checkSession, config, exchanges, loginAddress, retrieveToken } from "./service.js";
import { TokenPanel, abbreviated } from "./token.js";
import { showExchanges } from "./wire.js";

const STEPS = ["check", "login", "callback", "token", "api", "renew", "logout"];
const element = (id) => document.getElementById(id);
const step = (name) => element(`step-${name}`);

const panel = new TokenPanel(announce);
const seenByPage = new Map(); // exchange number → the page's view, which has the body
let apiExchange = null;
let signedIn = false;
let settings = { api: "", tokenLifetime: 0 };

// the verification token outlives the navigations of a login, as it does in an app; a tab is the app
const kept = {
  get verificationToken() {
    return sessionStorage.getItem("verificationToken");
  },
  set verificationToken(token) {
    sessionStorage.setItem("verificationToken", token);
    element("verification").textContent = abbreviated(token);
  },
  get away() {
    return sessionStorage.getItem("away");
  },
  set away(why) {
    why ? sessionStorage.setItem("away", why) : sessionStorage.removeItem("away");
  },
};

element("check").addEventListener("click", () => run("check", () => check(true)));
element("retrieve").addEventListener("click", () => run("token", () => retrieve(false)));
element("call").addEventListener("click", () => run("api", callTheApi));
element("renew").addEventListener("click", () => run("renew", () => retrieve(true)));
element("login").addEventListener("submit", (event) => {
  event.preventDefault();
  kept.away = "login";
  location.assign(loginAddress(element("domain").value.trim()));
});
element("logout").addEventListener("submit", () => {
  kept.away = "logout";
});
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

await begin();

/** What an app does when it comes up: it looks whether somebody is signed in. */
async function begin() {
  settings = await config();
  const came = kept.away;
  kept.away = null;
  await run("check", () => check(came === "logout"));
  const error = new URLSearchParams(location.search).get("error");
  history.replaceState(null, "", "/");
  if (came === "login" && error) {
    finish("callback", "failed", `The login failed: ${error}`);
    focus("begin");
  } else if (came === "login" && signedIn) {
    focus("retrieve");
  } else if (came === "logout" && !signedIn) {
    finish("logout", "done", "Logged out. The old cookies and tokens are worth nothing now.");
    focus("begin");
  }
  paint();
}

async function run(name, action) {
  step(name).dataset.state = "busy";
  const [state, text] = await action();
  finish(name, state, text);
  await showWire(name);
  paint();
}

async function check(takeToken) {
  const answer = seen(await checkSession());
  if (answer.status !== 200) {
    return ["failed", refused(answer)];
  }
  signedIn = answer.body.isLoggedIn;
  if (takeToken || !signedIn || !kept.verificationToken) {
    kept.verificationToken = answer.body.requestVerificationToken;
  } else {
    kept.verificationToken = kept.verificationToken; // the one from before the login is still good
  }
  const domain = answer.body.workspaceDomain;
  element("session").dataset.state = signedIn ? "in" : "out";
  element("session-text").textContent = signedIn ? `Signed in${domain ? ` at ${domain}` : ""}` : "Signed out";
  if (signedIn) {
    finish("login", "done", "");
    finish("callback", "done", "A session, sealed in a cookie.");
  } else {
    forget();
  }
  return ["done", signedIn ? "Somebody is signed in." : "Nobody is signed in."];
}

async function retrieve(force) {
  const answer = seen(await retrieveToken(kept.verificationToken, force));
  if (answer.status === 401) {
    signedIn = false;
    element("session").dataset.state = "out";
    element("session-text").textContent = "Signed out";
    forget();
    return ["failed", `${refused(answer)}. Begin a new login.`];
  }
  if (answer.status !== 200) {
    return ["failed", refused(answer)];
  }
  const { accessToken, expiresIn } = answer.body;
  const isNew = panel.show(accessToken, expiresIn, settings.tokenLifetime);
  if (isNew) {
    return ["done", `A new token, good for ${expiresIn} s.`];
  }
  return ["done", `The same token, ${expiresIn} s left.${force ? " By force only once in 30 s." : ""}`];
}

async function callTheApi() {
  apiExchange = await callApi(settings.api, panel.token);
  return apiExchange.status === 200
    ? ["done", `“${apiExchange.body.greeting}”, says the API.`]
    : ["failed", apiExchange.status === 401 ? "The API refuses the token." : "The API does not answer."];
}

/** What is gone with the session. */
function forget() {
  panel.clear();
  apiExchange = null;
  for (const name of STEPS.slice(1)) {
    finish(name, "open", "");
  }
}

function refused(answer) {
  if (answer.status === 0) {
    return "The service does not answer";
  }
  const code = answer.body?.code ?? "";
  const when = answer.retryAfter ? `, try again in ${answer.retryAfter} s` : "";
  return `Refused: ${answer.status} ${code}${when}`;
}

function seen(answer) {
  if (answer.number) {
    seenByPage.set(answer.number, answer);
  }
  return answer;
}

function finish(name, state, text) {
  step(name).dataset.state = state;
  step(name).querySelector(".outcome").textContent = text;
  if (text) {
    announce(`${step(name).querySelector("h2").textContent}: ${text}`);
  }
}

/** Enables what can be done, and marks what comes next. Nothing can before the first look at the session. */
function paint() {
  const has = { session: signedIn, token: panel.token !== null };
  let next = null;
  for (const name of STEPS) {
    const needs = step(name).dataset.needs;
    const able = !needs || has[needs];
    const button = step(name).querySelector(".act button");
    if (button) {
      button.disabled = !able;
    }
    if (step(name).dataset.state === "next") {
      step(name).dataset.state = "open";
    }
    if (able && button && !next && step(name).dataset.state === "open" && name !== "logout") {
      next = name;
    }
  }
  if (next) {
    step(next).dataset.state = "next";
  }
}

/** Shows the latest exchanges of each step, and opens those of the one that was taken. */
async function showWire(taken) {
  const groups = Object.fromEntries(STEPS.map((name) => [name, []]));
  for (const exchange of await exchanges()) {
    const name = stepOf(exchange);
    if (!name) {
      continue;
    }
    const belongsToLast = name === "logout" && /LoggedOut/i.test(exchange.url) && groups.logout.length > 0;
    const body = seenByPage.get(exchange.number)?.body;
    groups[name] = belongsToLast ? [...groups[name], exchange] : [{ ...exchange, body }];
  }
  groups.api = apiExchange ? [apiExchange] : [];
  for (const name of STEPS) {
    showExchanges(step(name), groups[name]);
    step(name).querySelector(".wire").open ||= name === taken && name !== "check";
  }
}

function stepOf({ method, url }) {
  const path = url.split("?")[0].toLowerCase();
  if (path === "/session/checksession") return "check";
  if (path.endsWith("/beginlogin")) return "login";
  if (path === "/callback") return "callback";
  if (path === "/session/retrievetoken" && method === "POST") return url.includes("force=") ? "renew" : "token";
  if (path === "/auth/logout" || path === "/auth/loggedout") return "logout";
  return null;
}

function focus(id) {
  paint();
  element(id).focus();
}

function announce(text) {
  element("announcer").textContent = text;
}
