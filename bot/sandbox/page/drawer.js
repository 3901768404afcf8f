// The drawer with every call of the bot: what was asked, what was answered, and how long it took.

import { el, iconButton } from "./dom.js";
import { jsonView } from "./json-view.js";
import { followCalls } from "./live.js";

const KEPT = 500; // the newest calls that are shown
const KEPT_POLLS = 50; // of getUpdates fewer: a bot that waits does little else

export class Drawer {
  #calls = new Map(); // serial → {call, row}
  #stop = null;

  /** `nameOf` gives a person's name for a chat's id, if there is one. */
  constructor(opener, nameOf) {
    this.opener = opener;
    this.nameOf = nameOf;
    this.filter = el("input", { type: "search", placeholder: "Filter: method, chat, text…", "aria-label": "Filter calls", oninput: () => this.#sift() });
    this.polls = el("input", { type: "checkbox", onchange: () => this.#sift() });
    this.list = el("ol", { class: "calls", "aria-label": "Calls, newest first" });
    this.none = el("p", { class: "no-calls" }, "No calls yet.");
    this.element = el(
      "aside", { class: "drawer", id: "drawer", "aria-label": "API calls", hidden: true },
      el("header", {}, el("h2", {}, "API calls"), iconButton("close", "Close the drawer", () => this.toggle(false))),
      el("div", { class: "drawer-tools" }, this.filter, el("label", { class: "tick" }, this.polls, "getUpdates")),
      this.none, this.list,
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle(false);
    });
    opener.addEventListener("click", () => this.toggle());
  }

  toggle(open = this.element.hidden) {
    this.element.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    this.#stop?.();
    this.#stop = null;
    if (!open) return this.opener.focus();
    this.#calls.clear();
    this.list.replaceChildren();
    this.#stop = followCalls((call) => this.#take(call));
    return this.filter.focus();
  }

  #take(call) {
    const known = this.#calls.get(call.serial);
    const row = this.#row(call, known?.row);
    if (known) known.row.replaceWith(row);
    else this.list.prepend(row);
    this.#calls.set(call.serial, { call, row });
    row.hidden = !this.#fits(call);
    this.none.hidden = true;
    const alike = [...this.#calls.values()].filter((other) => isPoll(other.call) === isPoll(call));
    if (alike.length <= (isPoll(call) ? KEPT_POLLS : KEPT)) return;
    this.#calls.delete(alike[0].call.serial);
    alike[0].row.remove();
  }

  #row(call, before) {
    const open = before?.querySelector("details")?.open ?? false;
    const focused = before?.contains(document.activeElement) ?? false;
    const details = el(
      "details", { open },
      el(
        "summary", {},
        el("span", { class: "call-number" }, call.number ?? "·"),
        el("span", { class: "call-method" }, call.method, this.#whither(call)),
        el("span", { class: `call-status ${tone(call)}` }, call.ended === null ? "…" : call.status || "dropped"),
        el("span", { class: "call-time" }, call.ended === null ? "" : duration(call.ended - call.began)),
      ),
    );
    const fill = () => {
      if (details.childElementCount > 1 || !details.open) return;
      details.append(el("div", { class: "call-body" }, part("Parameters", call.parameters), call.unknown.length > 0 && part("Unknown parameters", call.unknown), part("Answer", call.answer)));
    };
    details.addEventListener("toggle", fill);
    if (open) fill();
    const row = el("li", {}, details);
    if (focused) queueMicrotask(() => details.firstElementChild.focus());
    return row;
  }

  #whither({ parameters }) {
    if (!parameters.chat_id) return null;
    return el("span", { class: "call-chat" }, ` → ${this.nameOf(Number(parameters.chat_id)) ?? parameters.chat_id}`);
  }

  #sift() {
    for (const { call, row } of this.#calls.values()) row.hidden = !this.#fits(call);
  }

  #fits(call) {
    if (isPoll(call) && !this.polls.checked) return false;
    const wanted = this.filter.value.trim().toLowerCase();
    return !wanted || JSON.stringify([call.method, this.nameOf(Number(call.parameters.chat_id)), call.number, call.status, call.parameters, call.answer]).toLowerCase().includes(wanted);
  }
}

const isPoll = (call) => call.number === null;

const part = (heading, value) => el("div", {}, el("h3", {}, heading), jsonView(value));

const tone = (call) => (call.ended === null ? "waiting" : call.status === 200 ? "good" : "bad");

const duration = (seconds) => (seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`);
