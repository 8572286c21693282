// The app: seven steps, what they need, and what came of them.

import {
  answers, callApi, checkSession, config, endSession, exchanges, loginAddress, retrieveToken, sessionList, user,
} from "./service.js";
import { SessionPanel } from "./session.js";
import { TokenPanel, abbreviated } from "./token.js";
import { showExchanges } from "./wire.js";

const STEPS = ["check", "login", "callback", "token", "api", "renew", "logout"];
const element = (id) => document.getElementById(id);
const step = (name) => element(`step-${name}`);

const panel = new TokenPanel(announce);
const sessionPanel = new SessionPanel((id) => run("check", () => endOther(id)));
const otherTabs = new BroadcastChannel("tms-demo");
const seenByPage = new Map(); // exchange number → the page's view, which has the body
let apiExchange = null;
let signedIn = false;
let settings = null;

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
element("switch").addEventListener("click", () => {
  kept.away = "login";
});
element("logout").addEventListener("submit", () => {
  kept.away = "logout";
});
element("retry").addEventListener("click", () => location.reload());
for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", () => copy(button.dataset.copies));
}
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
otherTabs.addEventListener("message", look);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
setInterval(listen, 5000);

await begin();

/** What an app does when it comes up: it checks whether a user is signed in. */
async function begin() {
  settings = await config();
  if (!settings) {
    lost();
    return;
  }
  const came = kept.away;
  kept.away = null;
  await run("check", () => check(came === "logout"));
  if (came) {
    otherTabs.postMessage("changed");
  }
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
  const wasSignedIn = signedIn;
  signedIn = answer.body.isLoggedIn;
  if (takeToken || !signedIn || !kept.verificationToken) {
    kept.verificationToken = answer.body.requestVerificationToken;
  } else {
    kept.verificationToken = kept.verificationToken; // the one from before the login is still good
  }
  const domain = answer.body.workspaceDomain;
  if (!signedIn) {
    signedOut();
    return ["done", "No user is signed in."];
  }
  if (!wasSignedIn) {
    forget();
  }
  const name = await showSession();
  element("session").dataset.state = "in";
  element("session-text").textContent = `${name} is signed in${domain ? ` at ${domain}` : ""}`;
  element("switch").hidden = false;
  finish("login", "done", "");
  finish("callback", "done", "A session, held by the service; the cookie only names it.");
  return ["done", `${name} is signed in.`];
}

/** Shows the user and the user's sessions; gives the user's name. */
async function showSession() {
  const [who, all] = await Promise.all([user(kept.verificationToken), sessionList(kept.verificationToken)]);
  if (who.status !== 200 || all.status !== 200) {
    return "A user";
  }
  sessionPanel.show(who.body, all.body.sessions, settings.absoluteTimeout);
  return who.body.claims.name ?? who.body.claims.sub;
}

/** Ends another session of the user, and shows what is left. */
async function endOther(id) {
  const answer = await endSession(kept.verificationToken, id);
  otherTabs.postMessage("changed");
  return answer.status === 204 || answer.status === 404 ? check(false) : ["failed", refused(answer)];
}

/** Notices what another tab, or another device, has changed. */
async function look() {
  if (settings && step("check").dataset.state !== "busy") {
    await run("check", () => check(false));
  }
}

async function retrieve(force) {
  const answer = seen(await retrieveToken(kept.verificationToken, force));
  if (answer.status === 401) {
    signedOut();
    otherTabs.postMessage("changed");
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

function signedOut() {
  signedIn = false;
  element("session").dataset.state = "out";
  element("session-text").textContent = "Signed out";
  element("switch").hidden = true;
  forget();
}

/** Notices a server that is gone, although the user does nothing. */
async function listen() {
  if (document.visibilityState === "visible" && element("down").hidden && !(await answers())) {
    lost();
    paint();
  }
}

/** Shows that the server does not answer, and nothing that may no longer be true. */
function lost() {
  signedIn = false;
  element("verification").textContent = "";
  element("down").hidden = false;
  element("session").dataset.state = "unknown";
  element("session-text").textContent = "Unknown";
  element("switch").hidden = true;
  forget();
}

/** What is gone with the session. */
function forget() {
  panel.clear();
  sessionPanel.clear();
  apiExchange = null;
  for (const name of STEPS.slice(1)) {
    finish(name, "open", "");
  }
}

function refused(answer) {
  if (answer.status === 0) {
    lost();
    return "The service does not answer";
  }
  const code = answer.body?.code ?? "";
  const when = answer.retryAfter ? `, try again in ${answer.retryAfter} s` : "";
  return `Refused: ${answer.status} ${code}${when}`;
}

function seen(answer) {
  element("down").hidden ||= answer.status !== 0;
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
  const has = { session: signedIn, token: panel.token !== null, server: element("down").hidden };
  let next = null;
  for (const name of STEPS) {
    const needs = step(name).dataset.needs;
    const able = has.server ? !needs || has[needs] : name === "check";
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

/** Copies what an element stands for: the whole token, not its abbreviation. */
async function copy(id) {
  const text = id === "access" ? panel.token : kept.verificationToken;
  try {
    await navigator.clipboard.writeText(text ?? "");
    announce("Copied.");
  } catch {
    announce("The browser does not allow copying.");
  }
}

function announce(text) {
  element("announcer").textContent = text;
}
