// The access token: how long it is good for, its text, its claims.

const MEANINGS = {
  iss: "who issued it",
  sub: "whom it is about",
  aud: "whom it is for",
  client_id: "which client got it",
  azp: "which client got it",
  scope: "what it allows",
  iat: "issued",
  nbf: "good from",
  exp: "good until",
  auth_time: "the user signed in",
  jti: "its own id",
  sid: "the provider’s session",
  acr: "how the user signed in",
  typ: "kind",
  alg: "signed by",
  kid: "with the key",
};
const TIMES = new Set(["iat", "nbf", "exp", "auth_time"]);

const element = (id) => document.getElementById(id);

/** The panel that shows a token. */
export class TokenPanel {
  #panel = element("panel");
  #token = null;
  #expires = 0;
  #life = 0;
  #revealed = false;
  #timer = null;
  #announce;

  constructor(announce) {
    this.#announce = announce;
    element("reveal").addEventListener("click", () => this.#toggle());
  }

  /** The token's text; null where there is none. */
  get token() {
    return this.#token;
  }

  /** Whole seconds that are left. */
  get left() {
    return Math.max(0, Math.ceil((this.#expires - performance.now()) / 1000));
  }

  /** Shows a token; tells whether it is another one than before. */
  show(token, seconds, life) {
    const isNew = token !== this.#token;
    this.#token = token;
    this.#expires = performance.now() + seconds * 1000;
    if (isNew) {
      this.#life = Math.max(seconds, life);
      this.#revealed = false;
      this.#fillClaims();
    }
    this.#fillText();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), 250);
    this.#tick();
    return isNew;
  }

  /** Shows that there is none. */
  clear() {
    this.#token = null;
    clearInterval(this.#timer);
    this.#panel.dataset.state = "none";
    for (const id of ["access", "mini-token"]) {
      element(id).textContent = "";
    }
    element("claims").tBodies[0].replaceChildren();
  }

  #tick() {
    const left = this.left;
    const early = Math.min(Math.max(90, Math.min(this.#life * 0.2, 300)), this.#life / 2);
    const state = left === 0 ? "expired" : left <= early ? "early" : "fresh";
    const before = this.#panel.dataset.state;
    for (const clock of ["clock", "mini-clock"]) {
      element(clock).textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    }
    element("clock-note").textContent = left === 0 ? "expired" : "left";
    element("bar").style.transform = `scaleX(${this.#life ? Math.min(1, left / this.#life) : 0})`;
    element("early").textContent = {
      fresh: `Retrieved again it is the same one, until ${Math.round(early)} s are left: then the service renews it.`,
      early: "Close to its end: retrieved again it is a new one.",
      expired: "APIs refuse it now. Retrieve a new one.",
    }[state];
    this.#panel.dataset.state = state;
    if (state !== before && state !== "fresh" && before !== "none") {
      this.#announce(state === "expired" ? "The access token has expired." : `The access token has ${left} seconds left.`);
    }
    if (left === 0) {
      clearInterval(this.#timer);
    }
  }

  #toggle() {
    this.#revealed = !this.#revealed;
    this.#fillText();
  }

  #fillText() {
    element("access").textContent = this.#revealed ? this.#token : abbreviated(this.#token);
    element("mini-token").textContent = abbreviated(this.#token);
    element("reveal").textContent = this.#revealed ? "Hide" : "Reveal";
    element("reveal").setAttribute("aria-pressed", String(this.#revealed));
  }

  #fillClaims() {
    const rows = element("claims").tBodies[0];
    rows.replaceChildren();
    const parts = decoded(this.#token);
    element("claims").hidden = parts === null;
    for (const [name, value] of Object.entries(parts ?? {})) {
      const row = rows.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = name;
      row.append(head);
      const cell = row.insertCell();
      cell.textContent = TIMES.has(name) ? time(value) : typeof value === "string" ? value : JSON.stringify(value);
      if (MEANINGS[name]) {
        const meaning = document.createElement("small");
        meaning.textContent = MEANINGS[name];
        cell.append("  ", meaning);
      }
    }
  }
}

/** A secret's beginning and end, and its length. */
export function abbreviated(text) {
  return text.length <= 24 ? text : `${text.slice(0, 12)}…${text.slice(-6)} (${text.length} characters)`;
}

/** The claims of a JWT with those of its header that matter; null where it is no JWT. */
function decoded(token) {
  const parts = token.split(".");
  try {
    const [header, payload] = parts.slice(0, 2).map(segment);
    return parts.length === 3 ? { ...payload, alg: header.alg, kid: header.kid } : null;
  } catch {
    return null;
  }
}

function segment(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
