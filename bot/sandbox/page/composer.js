// The field in which somebody writes: Enter sends, Shift+Enter begins a line, arrow up edits the last message, Escape
// gives up. Above it stands what is replied to or edited; a ForceReply of the bot opens that by itself.

import { api } from "./api.js";
import { Attachments } from "./attachments.js";
import { inBrief } from "./bubble.js";
import { Commands } from "./commands.js";
import { el, icon, iconButton, nameOf } from "./dom.js";
import { replyKeyboard } from "./keyboard.js";
import { marked, unmarked } from "./markers.js";
import { popUp } from "./menu.js";
import { ODD_KINDS } from "./odd-kinds.js";
import { senderOf } from "./thread.js";

const LONGEST = 4096; // UTF-16 units after which clients cut a text

export class Composer {
  #mode = null; // {reply: message, quote} or {edit: message}
  #going = Promise.resolve(); // what is on its way: one message after the other

  /** `context` is the column's: its thread, and how to act as its person. */
  constructor(context) {
    this.context = context;
    this.attachments = new Attachments(() => this.#fit());
    this.field = el("textarea", { rows: "1", "aria-label": "Message", placeholder: "Message", autocomplete: "off" });
    const load = async () => (await api.menu(context.id, context.thread.id)).commands;
    const choose = (found) => context.says(`/${found.command}`).then(() => this.#clear());
    this.commands = new Commands(this.field, load, choose);
    this.file = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-label": "Files" });
    this.bar = el("div", { class: "mode", hidden: true });
    this.keys = el("div", { class: "reply-keyboard", hidden: true });
    this.slash = iconButton("slash", "Commands", () => this.#slash(), { class: "icon-button slash" });
    this.send = el("button", { type: "submit", class: "send idle", "aria-label": "Send", title: "Send" }, icon("send"));
    const attach = iconButton("attach", "Attach", (event) => this.#attach(event.currentTarget), { "aria-haspopup": "menu" });
    this.form = el("form", { class: "composer-form" }, attach, this.file, this.field, this.slash, this.send);
    this.element = el("div", { class: "composer" }, this.commands.element, this.bar, this.attachments.element, this.form, this.keys);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("blur", () => this.commands.hide());
    this.field.addEventListener("paste", (event) => this.#paste(event));
    this.file.addEventListener("change", () => {
      this.attachments.add(this.file.files);
      this.file.value = "";
      this.field.focus();
    });
  }

  /** Looks again at what the chat asks for. */
  draw() {
    const { thread } = this.context;
    const { messages } = thread;
    const gone = (message) => message && !messages.has(message.message_id);
    if (gone(this.#mode?.edit) || gone(this.#mode?.reply)) this.#mode = null;
    const asked = thread.asked();
    if (this.#mode?.asked && this.#mode.reply.message_id !== asked?.message_id) this.#mode = null;
    if (asked && !this.#mode) {
      this.#mode = { reply: asked, asked: true };
      if (this.context.hasFocus()) this.field.focus();
    }
    const rows = thread.replyKeyboard();
    this.keys.hidden = !rows.length;
    this.keys.replaceChildren(...replyKeyboard(rows, (label) => this.context.says(label)));
    this.#drawMode();
  }

  /** Replies to a message, perhaps to words quoted from it. */
  reply(message, quote = null) {
    this.#mode = { reply: message, quote };
    this.#drawMode();
    this.field.focus();
  }

  /** Edits one of the person's own messages. */
  edit(message) {
    this.#mode = { edit: message };
    this.field.value = marked(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities);
    this.#drawMode();
    this.#fit();
    this.field.focus();
  }

  /** Files that were dropped. */
  take(files) {
    this.attachments.add(files);
    this.field.focus();
  }

  focus() {
    this.field.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.commands.key(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#mode) {
      event.preventDefault();
      this.#giveUp();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      const { thread } = this.context;
      const found = event.ctrlKey ? thread.all().at(-1) : thread.lastEditable();
      if (!found) return;
      event.preventDefault();
      if (event.ctrlKey) this.reply(found);
      else this.edit(found);
    }
  }

  #typed() {
    this.#fit();
    if (/^\/\w*$/.test(this.field.value)) this.commands.show(this.field.value);
    else this.commands.hide();
  }

  #slash() {
    this.field.focus();
    if (this.commands.open) return this.commands.hide();
    return this.commands.show("/");
  }

  #attach(button) {
    const choose = (accept) => () => {
      this.file.accept = accept;
      this.file.click();
    };
    const odd = ODD_KINDS.map(({ label, icon, content, act }) => ({ label, icon, act: () => this.context.does(act ?? "send", content()) }));
    popUp([{ label: "Photo or video", icon: "attach", act: choose("image/*,video/*") }, { label: "File", icon: "file", act: choose("") }, ...odd], button);
  }

  #paste(event) {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.attachments.add(files);
  }

  /** What is written leaves the field at once: the next message can be written while this one is still on its way. */
  #submit() {
    const written = this.field.value;
    const { text, entities } = unmarked(written.trim());
    const mode = this.#mode;
    const files = this.attachments.files;
    const messages = files.length ? this.attachments.messages() : null;
    if (!text && !messages && !mode?.edit) return;
    this.#clear();
    const goes = () => (mode?.edit ? this.#saves(mode.edit, text, entities) : this.#sends(text, entities, mode, messages));
    this.#going = this.#going
      .then(goes)
      .catch(() => false)
      .then((done) => done || this.#takesBack(written, files, mode));
  }

  /** What could not be sent stands in the field again, unless something else does by now. */
  #takesBack(written, files, mode) {
    if (this.field.value || this.attachments.count) return;
    this.field.value = written;
    this.attachments.add(files);
    this.#mode = mode;
    this.draw();
    this.#fit();
  }

  async #saves(message, text, entities) {
    const field = "text" in message ? "text" : "caption";
    if (text === (message[field] ?? "") && !entities.length && !(message.entities ?? message.caption_entities)?.length) return true;
    return this.context.does("edit", { message_id: message.message_id, [field]: text, entities });
  }

  async #sends(text, entities, mode, messages) {
    const reply = replyFields(mode);
    if (!messages) {
      if (text.length > LONGEST) return this.context.does("paste", { text, entities });
      return this.context.does("send", { text, entities, ...reply });
    }
    const caption = text ? { caption: text, entities } : {};
    for (const [at, items] of (await messages).entries()) {
      Object.assign(items[0], at === 0 ? { ...caption, ...reply } : {});
      const sent = items.length > 1 ? await this.context.does("album", { items }) : await this.context.does("send", items[0]);
      if (!sent) return false;
    }
    return true;
  }

  #giveUp() {
    if (this.#mode?.asked) this.context.thread.declined = this.#mode.reply.message_id;
    if (this.#mode?.edit) this.field.value = "";
    this.#mode = null;
    this.#drawMode();
    this.#fit();
    this.field.focus();
  }

  #clear() {
    this.field.value = "";
    this.attachments.clear();
    this.#mode = null;
    this.draw();
    this.#fit();
  }

  #drawMode() {
    const { reply, edit, quote, asked } = this.#mode ?? {};
    const message = reply ?? edit;
    this.bar.hidden = !message;
    this.field.placeholder = (asked && reply.reply_markup.input_field_placeholder) || (edit ? "Edit the message" : "Message");
    if (!message) return this.bar.replaceChildren();
    const head = edit ? "Edit message" : `Reply to ${this.context.thread.isMine(message) ? "yourself" : nameOf(senderOf(message))}`;
    return this.bar.replaceChildren(
      icon(edit ? "edit" : "reply"),
      el("div", { class: "mode-words" }, el("strong", {}, head), el("span", {}, quote ?? inBrief(message))),
      iconButton("close", edit ? "Stop editing" : "Do not reply", () => this.#giveUp()),
    );
  }

  /** The field grows with what is in it, up to a limit that the style sheet sets. */
  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    const empty = !this.field.value && !this.attachments.count;
    this.slash.hidden = !empty;
    this.send.classList.toggle("idle", empty);
  }
}

/** The parameters by which a message is a reply. */
function replyFields(mode) {
  if (!mode?.reply) return { as_reply: false };
  const { reply, quote } = mode;
  return { reply_to: reply.message_id, ...(quote ? { quote } : {}) };
}
