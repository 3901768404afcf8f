// The messages of a chat, one below the other: drawn anew only where something has changed, read aloud as they come,
// and walked through with the arrow keys.

import { bubble } from "./bubble.js";
import { el } from "./dom.js";
import { senderOf } from "./thread.js";

const AT_ONCE = 150; // how many of the newest blocks are drawn before one asks for earlier ones
const NEAR = 80; // pixels from the bottom within which new messages keep the view there
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const CONTROLS = "a, button, video, audio, [role=button]";

export class Log {
  #context;
  #drawn = new Map(); // a block's key → {signature, element}
  #limit = AT_ONCE;
  #atEnd = true;

  constructor(context) {
    this.#context = context;
    this.list = el("div", { class: "log", role: "log", "aria-label": "Messages", tabindex: "-1" });
    this.jump = el("button", { type: "button", class: "jump", hidden: true, "aria-label": "Go to the newest message", onclick: () => this.toEnd(true) }, "↓");
    this.element = el("div", { class: "log-frame" }, this.list, this.jump);
    this.list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("focusin", (event) => this.#choose(event.target.closest("article")));
    this.list.addEventListener("contextmenu", (event) => this.#menu(event));
    this.list.addEventListener("dblclick", (event) => this.#twice(event));
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.list);
    this.list.addEventListener("load", () => this.#atEnd && this.toEnd(), true);
  }

  /** Shows the chat as it is now. */
  draw() {
    const all = blocks(this.#context.thread);
    const shown = all.slice(-this.#limit);
    const focused = this.list.contains(document.activeElement) ? place(document.activeElement) : null;
    const elements = [];
    if (shown.length < all.length) elements.push(this.#earlier(all.length - shown.length));
    const kept = new Map();
    for (const block of shown) {
      const before = this.#drawn.get(block.key);
      const drawn = before && same(before.signature, block.signature) ? before : { signature: block.signature, element: this.#element(block) };
      kept.set(block.key, drawn);
      elements.push(drawn.element);
    }
    this.#drawn = kept;
    replace(this.list, elements);
    this.#choose((focused && this.list.querySelector("article[tabindex='0']")) || this.#articles().at(-1));
    if (focused && !this.list.contains(document.activeElement)) this.#refocus(focused);
    if (this.#atEnd) this.toEnd();
  }

  /** Goes to the newest message. */
  toEnd(smoothly = false) {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
  }

  /** Shows a message and points it out for a moment. */
  show(messageId) {
    const found = this.list.querySelector(`[data-message-id="${messageId}"]`);
    if (!found) return;
    found.scrollIntoView({ block: "center", behavior: "smooth" });
    const article = found.closest("article");
    article.focus({ preventScroll: true });
    article.classList.add("pointed-out");
    article.addEventListener("animationend", () => article.classList.remove("pointed-out"), { once: true });
  }

  focus() {
    this.list.querySelector("article[tabindex='0']")?.focus();
  }

  #element(block) {
    if (block.day) return el("div", { class: "day" }, el("span", {}, block.day));
    const element = bubble(block.messages, this.#context, block);
    element.tabIndex = -1;
    for (const control of element.querySelectorAll(CONTROLS)) control.tabIndex = -1;
    return element;
  }

  #earlier(count) {
    const more = () => {
      this.#limit += AT_ONCE;
      this.draw();
    };
    return el("button", { type: "button", class: "earlier", onclick: more }, `Show earlier messages (${count})`);
  }

  #articles() {
    return [...this.list.querySelectorAll("article")];
  }

  /** One message at a time is in the tab order, together with what can be pressed in it. */
  #choose(article) {
    if (!article) return;
    for (const other of this.list.querySelectorAll("article[tabindex='0']")) if (other !== article) tabbable(other, -1);
    tabbable(article, 0);
  }

  #refocus({ messageId, press }) {
    const article = this.list.querySelector(`article[data-message-id="${messageId}"]`) ?? this.#articles().at(-1);
    const control = press !== undefined && [...(article?.querySelectorAll("[data-press]") ?? [])].find((each) => each.dataset.press === press);
    (control || article)?.focus({ preventScroll: true });
  }

  #scrolled() {
    this.#atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
    this.jump.hidden = this.#atEnd;
  }

  #message(element) {
    const id = Number(element.closest("[data-message-id]")?.dataset.messageId);
    return this.#context.thread.messages.get(id);
  }

  #menu(event) {
    const message = this.#message(event.target);
    if (!message || event.target.closest("a")) return;
    event.preventDefault();
    this.#context.opensMenu(message, event.target.closest("article"), event.clientX ? event : null);
  }

  #twice(event) {
    const message = this.#message(event.target);
    if (message && !event.target.closest(CONTROLS)) this.#context.replies(message);
  }

  #key(event) {
    const article = event.target.closest("article");
    if (!article || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = this.#articles();
    const at = all.indexOf(article);
    const message = this.#message(event.target);
    const there = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (there !== undefined && event.target.tagName !== "VIDEO" && event.target.tagName !== "AUDIO") {
      all[there]?.focus();
      if (there >= all.length) this.#context.leavesLog();
    } else if (event.key === "Enter" && event.target === article) this.#context.opensMenu(message, article);
    else if (event.key === "r") this.#context.replies(message);
    else if (event.key === "e") this.#context.edits(message);
    else if (event.key === "Delete") this.#context.deletes(message);
    else return;
    event.preventDefault();
  }
}

function tabbable(article, index) {
  article.tabIndex = index;
  for (const control of article.querySelectorAll(CONTROLS)) control.tabIndex = index;
}

function place(element) {
  return { messageId: element.closest("article")?.dataset.messageId, press: element.dataset.press };
}

/** Puts these elements, and no others, into a list; those that are there already stay. */
function replace(list, elements) {
  const wanted = new Set(elements);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  elements.forEach((element, at) => {
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
  });
}

const same = (one, other) => one.length === other.length && one.every((part, at) => part === other[at]);

/** Days, messages and albums, in order, each with a key and with all that its looks depend on. */
function blocks(thread) {
  const found = [];
  let day = "";
  for (const message of thread.all()) {
    const date = DAY.format(message.date * 1000);
    if (date !== day) found.push({ key: `day ${date}`, day: date, signature: [date] });
    day = date;
    const last = found.at(-1);
    const album = message.media_group_id;
    if (album && last.album === album && last.sender === senderOf(message).id) last.messages.push(message);
    else found.push({ key: message.message_id, album, sender: senderOf(message).id, messages: [message] });
  }
  found.forEach((block, at) => {
    if (block.day) return;
    block.begins = found[at - 1]?.sender !== block.sender;
    block.ends = found[at + 1]?.sender !== block.sender;
    const busy = block.messages.map((message) => busyIn(thread, message.message_id)).join();
    block.signature = [...block.messages, block.begins, block.ends, busy];
  });
  return found;
}

const busyIn = (thread, messageId) => [...thread.busy.keys()].filter((key) => key.startsWith(`${messageId}:`)).join();
