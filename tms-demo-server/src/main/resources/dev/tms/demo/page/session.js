// The session: who is signed in, until when, and from where else.

const element = (id) => document.getElementById(id);

/** The panel that shows the session. */
export class SessionPanel {
  #idleEnds = 0;
  #absoluteEnds = 0;
  #timer = null;
  #end;

  /** @param end is called with the id of a session that the user wants to end */
  constructor(end) {
    this.#end = end;
  }

  /** Shows what the service says of the user, and of the user's sessions. */
  show(user, sessions, absoluteTimeout) {
    const current = sessions.find((session) => session.current);
    this.#idleEnds = Date.now() + user.sessionExpiresIn * 1000;
    this.#absoluteEnds = current ? Date.parse(current.firstUse) + absoluteTimeout * 1000 : 0;
    element("sessions").tBodies[0].replaceChildren(...sessions.map((session) => this.#row(session)));
    element("session-panel").dataset.state = "some";
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  /** Shows that there is none. */
  clear() {
    clearInterval(this.#timer);
    element("session-panel").dataset.state = "none";
    element("sessions").tBodies[0].replaceChildren();
  }

  #tick() {
    element("idle").textContent = duration(this.#idleEnds - Date.now());
    element("absolute").textContent = duration(this.#absoluteEnds - Date.now());
  }

  #row(session) {
    const row = document.createElement("tr");
    row.insertCell().textContent = session.device || "Unknown device";
    row.insertCell().textContent = new Date(session.lastUse).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const cell = row.insertCell();
    if (session.current) {
      cell.textContent = "this one";
    } else {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "small";
      button.textContent = "End";
      button.setAttribute("aria-label", `End the session on ${session.device || "an unknown device"}`);
      button.addEventListener("click", () => this.#end(session.id));
      cell.append(button);
    }
    return row;
  }
}

function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const padded = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${padded(minutes)}:${padded(seconds % 60)}` : `${minutes}:${padded(seconds % 60)}`;
}
