// One person's column: who she is, her chats, and everything that she can do in them.

import { api } from "./api.js";
import { inBrief } from "./bubble.js";
import { messageMenu, personMenu } from "./column-menus.js";
import { Composer } from "./composer.js";
import { alertOf, sure, view } from "./dialogs.js";
import { avatar, el, icon, iconButton, nameOf } from "./dom.js";
import { deepLink } from "./links.js";
import { Log } from "./log.js";
import { Toasts } from "./toasts.js";

export class Column {
  #mine = new Set(); // queries of buttons that were pressed in this column
  #early = new Map(); // answers that came before their query's id was known

  /** `closes` is called when the column is to go. */
  constructor(world, id, closes) {
    this.world = world;
    this.id = id;
    this.closes = closes;
    this.chatId = id;
    this.visible = true;
    this.toasts = new Toasts();
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.header = el("header", { class: "column-header" });
    this.tabs = el("div", { class: "tabs", role: "tablist", "aria-label": "Chats", hidden: true });
    this.pinned = el("button", { type: "button", class: "pinned", hidden: true });
    this.gate = el("div", { class: "gate", hidden: true });
    this.element = el(
      "section", { class: "column", "aria-label": this.name, "data-person": id },
      this.header, this.tabs, this.pinned, this.log.element, this.toasts.element, this.gate, this.composer.element,
    );
    this.#listenToDrops();
    this.tabs.addEventListener("keydown", (event) => this.#walkTabs(event));
  }

  get person() {
    return this.world.people.get(this.id);
  }

  get name() {
    return nameOf(this.person.user);
  }

  /** Whether the column belongs to this `User`; in a sandbox that was started anew an id can be somebody else's. */
  isStill(user) {
    return user !== undefined && nameOf(user) === this.element.getAttribute("aria-label");
  }

  /** The chat that is shown. */
  get thread() {
    const threads = this.world.threads(this.id);
    return threads.find((thread) => thread.id === this.chatId) ?? threads[0] ?? NOTHING;
  }

  get revealed() {
    return this.thread.revealed;
  }

  get unread() {
    return this.world.threads(this.id).reduce((sum, thread) => sum + thread.unread, 0);
  }

  /** Whether she can write where she is now. */
  get writes() {
    return !this.composer.element.hidden;
  }

  /** What one of her chats is called. */
  titleOf(thread) {
    return thread.private ? nameOf(this.world.bot) : thread.info.chat.title;
  }

  hasFocus() {
    return this.element.contains(document.activeElement);
  }

  // Drawing

  draw() {
    if (this.visible) this.thread.unread = 0;
    this.#drawHeader();
    this.#drawTabs();
    this.#drawPinned();
    this.log.draw();
    this.composer.draw();
    this.#drawGate();
  }

  /** Something has changed in one of her chats. */
  changed(thread, arrived) {
    const shown = thread === this.thread;
    if (arrived && !thread.isMine(arrived) && !(shown && this.visible)) thread.unread += 1;
    if (shown) this.draw();
    else this.#drawTabs();
  }

  #drawHeader() {
    const { blocked, deactivated, began } = this.person;
    const state = deactivated ? "has deleted the account" : blocked ? "has blocked the bot" : began ? `in a chat with ${nameOf(this.world.bot)}` : "has not started the bot";
    this.header.replaceChildren(
      avatar(this.name, this.id),
      el("div", { class: "column-title" }, el("h2", {}, this.name), el("span", {}, state)),
      iconButton("more", `Menu of ${this.name}`, (event) => personMenu(this, event.currentTarget), { "aria-haspopup": "menu" }),
    );
  }

  #drawTabs() {
    const threads = this.world.threads(this.id);
    this.tabs.hidden = threads.length < 2;
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(
      ...threads.map((thread) => {
        const chosen = thread === this.thread;
        const badge = thread.unread ? el("span", { class: "badge" }, thread.unread, el("span", { class: "unseen" }, " unread")) : null;
        return el("button", { type: "button", role: "tab", "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", onclick: () => this.shows(thread.id) }, this.titleOf(thread), badge);
      }),
    );
    if (focused) this.tabs.querySelector("[aria-selected=true]")?.focus();
  }

  #drawPinned() {
    const message = this.thread.messages.get(this.thread.info.pinned?.at(-1));
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(icon("pin"), el("span", {}, el("strong", {}, "Pinned message"), el("span", {}, inBrief(message))));
    this.pinned.onclick = () => this.showsMessage(message.message_id);
  }

  /** What stands in the place of the field while she cannot write: Start, Unblock. */
  #drawGate() {
    const { blocked, deactivated, began } = this.person;
    const here = this.thread.private;
    const closed = deactivated || (here && (blocked || !began));
    const passes = !closed && this.gate.contains(document.activeElement);
    this.composer.element.hidden = closed;
    this.gate.hidden = !closed;
    if (passes) this.composer.focus();
    if (!closed) return this.gate.replaceChildren();
    if (deactivated) return this.gate.replaceChildren(el("p", {}, "This account was deleted."));
    const [label, act] = blocked ? ["Unblock", "unblock"] : ["Start", "start"];
    if (this.gate.dataset.act === act && this.gate.childElementCount) return undefined;
    this.gate.dataset.act = act;
    this.gate.replaceChildren(el("button", { type: "button", class: "gate-button", onclick: () => this.acts(act) }, label));
    if (act === "start") this.#introduce();
    return undefined;
  }

  async #introduce() {
    const { description } = await api.menu(this.id, this.id);
    if (description && this.gate.dataset.act === "start") this.gate.prepend(el("p", {}, description));
  }

  // What she does

  /** Shows another of her chats. */
  shows(chatId) {
    this.chatId = chatId;
    this.draw();
    this.log.toEnd();
  }

  showsMessage(messageId) {
    this.log.show(messageId);
  }

  leavesLog() {
    this.composer.focus();
  }

  tells(text) {
    this.toasts.show(text, { failed: true });
  }

  /** An act in the chat that is shown; whether it went well. */
  does(act, body) {
    return this.acts(act, body, this.thread.id);
  }

  says(text) {
    return this.does("send", { text, as_reply: false });
  }

  /** An act in any of her chats, the private one if none is named; whether it went well. */
  async acts(act, body = {}, chatId = this.id) {
    try {
      await api.act(this.id, act, chatId, body);
      this.log.toEnd();
      return true;
    } catch (error) {
      this.tells(error.message);
      return false;
    }
  }

  /** Follows a deep link to the bot; false if the address leads elsewhere. */
  follows(address) {
    const link = deepLink(address, this.world.bot);
    if (!link) return false;
    this.chatId = this.id;
    if (link.payload) this.acts("start", { payload: link.payload });
    else if (!this.person.began) this.acts("start");
    else this.draw();
    return true;
  }

  async presses(message, data) {
    try {
      const queryId = await api.press(this.id, this.thread.id, message.message_id, data);
      this.#mine.add(queryId);
      const answer = this.#early.get(queryId);
      if (answer) this.#hears(answer);
    } catch (error) {
      this.tells(error.message);
    }
  }

  /** The bot has answered a press of hers; an alert or an address is for those alone who pressed here. */
  answered(answer) {
    if (this.#mine.has(answer.query_id)) return this.#hears(answer);
    this.#early.set(answer.query_id, answer);
    if (this.#early.size > 50) this.#early.delete(this.#early.keys().next().value);
    if (answer.text && !answer.show_alert) this.toasts.show(answer.text);
    return undefined;
  }

  #hears(answer) {
    const early = this.#early.delete(answer.query_id);
    this.#mine.delete(answer.query_id);
    if (answer.url && !this.follows(answer.url)) window.open(answer.url, "_blank", "noopener");
    if (!answer.text) return;
    if (answer.show_alert) alertOf(nameOf(this.world.bot), answer.text);
    else if (!early) this.toasts.show(answer.text);
  }

  replies(message, quote) {
    if (this.writes) this.composer.reply(message, quote);
  }

  edits(message) {
    if (this.thread.isEditable(message)) this.composer.edit(message);
  }

  /** Sets her reaction to a message, or takes it back. */
  reacts(message, emoji) {
    return this.does("react", { message_id: message.message_id, ...(emoji ? { emoji } : {}) });
  }

  async deletes(message) {
    const mine = this.thread.isMine(message);
    const heading = mine ? "Delete this message?" : "Delete this message for both sides?";
    if (!(await sure(heading, "The bot is not told of it.", "Delete"))) return;
    await this.does("delete", { message_id: message.message_id });
  }

  views(message) {
    const pictures = this.thread.all().filter((each) => each.photo && (each === message || (message.media_group_id && each.media_group_id === message.media_group_id)));
    const shown = pictures.map((each) => ({ src: api.file(each.photo.at(-1).file_id), caption: each.caption ?? "" }));
    view(shown, pictures.indexOf(message));
  }

  opensMenu(message, anchor, pointer = null) {
    messageMenu(this, message, anchor, pointer);
  }

  #walkTabs(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const threads = this.world.threads(this.id);
    const at = threads.indexOf(this.thread) + step;
    this.shows(threads[(at + threads.length) % threads.length].id);
    event.preventDefault();
  }

  #listenToDrops() {
    const carries = (event) => event.dataTransfer?.types.includes("Files") && this.writes;
    this.element.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      this.element.classList.add("dropping");
    });
    this.element.addEventListener("dragleave", (event) => {
      if (!this.element.contains(event.relatedTarget)) this.element.classList.remove("dropping");
    });
    this.element.addEventListener("drop", (event) => {
      this.element.classList.remove("dropping");
      if (!carries(event)) return;
      event.preventDefault();
      this.composer.take(event.dataTransfer.files);
    });
  }
}

/** What is shown until her chats have been read. */
const NOTHING = {
  id: 0, person: 0, private: true, info: {}, messages: new Map(), busy: new Map(), revealed: new Set(), unread: 0,
  all: () => [], asked: () => null, replyKeyboard: () => [], isMine: () => false, isEditable: () => false, lastEditable: () => undefined,
};
