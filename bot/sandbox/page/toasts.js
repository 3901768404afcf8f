// Short words at the bottom of a column that go away by themselves: the answer to a press, or why something failed.

import { el } from "./dom.js";

const SHOWN = 4_000; // milliseconds, longer for long texts

export class Toasts {
  constructor() {
    this.element = el("div", { class: "toasts", role: "status" });
  }

  show(text, { failed = false } = {}) {
    const toast = el("div", { class: failed ? "toast failed" : "toast" }, text);
    this.element.append(toast);
    setTimeout(() => toast.remove(), SHOWN + text.length * 30);
  }
}
