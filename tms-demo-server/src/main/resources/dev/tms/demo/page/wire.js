// Shows exchanges: the server's view of them, and beside it the bodies that the page has seen itself.

import { abbreviated } from "./token.js";

const SECRETS = new Set(["accessToken", "requestVerificationToken"]);

/** Fills the exchanges of a step in. */
export function showExchanges(step, exchanges) {
  const wire = step.querySelector(".wire");
  wire.classList.toggle("has", exchanges.length > 0);
  wire.querySelector(".exchanges").replaceChildren(...exchanges.map(exchange));
}

function exchange(seen) {
  const box = make("div", "exchange");
  const line = make("div", "line");
  const isBad = seen.status === 0 || seen.status >= 400;
  line.append(
    make("span", "method", seen.method),
    make("span", "url", seen.url),
    make("span", isBad ? "status bad" : "status", seen.status === 0 ? "no answer" : String(seen.status)),
    make("span", "millis", `${seen.millis} ms`),
  );
  box.append(line);
  const headers = make("dl");
  addHeaders(headers, "to", seen.sent);
  addHeaders(headers, "from", seen.received);
  if (headers.childElementCount > 0) {
    box.append(headers);
  }
  if (seen.body) {
    box.append(body(seen.body));
  }
  if (seen.behind.length > 0) {
    box.append(behind(seen.behind));
  }
  return box;
}

function addHeaders(list, direction, headers) {
  for (const [name, values] of Object.entries(headers)) {
    for (const value of values) {
      const shown = name === "Authorization" ? `Bearer ${abbreviated(value.slice(7))}` : value;
      list.append(make("dt", direction, name), make("dd", "", shown));
    }
  }
}

function body(json) {
  const shown = JSON.stringify(json, (name, value) => (SECRETS.has(name) ? abbreviated(value) : value), 2);
  return make("pre", "", shown);
}

/** What the service asked the provider meanwhile, which no browser sees. */
function behind(requests) {
  const list = make("ul", "behind");
  for (const request of requests) {
    const item = make("li", "", "meanwhile, from the service to the provider: ");
    const details = [request.grant, request.hint].filter(Boolean).join(", ");
    item.append(make("b", "", `${request.method} ${request.path}`), ` ${details} ${request.status}`);
    list.append(item);
  }
  return list;
}

function make(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
