// One message, or one album, as a bubble.

import { el, icon, iconButton, nameOf, tint } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { album, kindOf, media } from "./media.js";
import { senderOf } from "./thread.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D){1,12}$/u;

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A message in few words, for quotes and labels. */
export function inBrief(message) {
  const words = message.text ?? message.caption;
  return words ? words.replace(/\s+/g, " ").slice(0, 120) : kindOf(message);
}

/** The element for messages that belong together: one, or those of an album. `ends`: the last of several in a row. */
export function bubble(messages, context, { begins, ends }) {
  const first = messages[0];
  const service = serviceWords(first);
  if (service) return el("article", { class: "service", "aria-label": "Notice", "data-message-id": first.message_id }, el("span", {}, service));
  const mine = context.thread.isMine(first);
  const spoken = messages.find((message) => message.text ?? message.caption) ?? first;
  const buttons = inlineKeyboard(spoken, context);
  const bare = !spoken.text && !spoken.caption && (first.sticker || first.dice);
  const classes = ["message", mine ? "out" : "in", begins && "begins", ends && "ends", bare && "bare", first.photo && "with-photo"];
  return el(
    "article",
    { class: classes.filter(Boolean).join(" "), "aria-label": label(first, mine), "data-message-id": spoken.message_id },
    el(
      "div",
      { class: "bubble-row" },
      el(
        "div",
        { class: "bubble" },
        begins && !mine && !context.thread.private && el("span", { class: `sender ${tint(senderOf(first).id)}` }, nameOf(senderOf(first))),
        first.forward_origin && el("span", { class: "origin" }, "Forwarded from ", el("strong", {}, originName(first.forward_origin))),
        first.reply_to_message && quote(first, context),
        messages.length > 1 ? album(messages, context) : media(first, context),
        words(spoken, context),
        meta(messages, mine),
        reactions(spoken, context),
      ),
      iconButton("more", `Actions for this message`, (event) => context.opensMenu(spoken, event.currentTarget), { class: "icon-button more", "aria-haspopup": "menu" }),
    ),
    buttons,
  );
}

function words(message, context) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  const big = message.text && !entities?.length && ONLY_EMOJI.test(text);
  const key = `${message.message_id}`;
  return el("div", { class: big ? "words big" : "words", dir: "auto" }, formatted(text, entities, context, key));
}

function meta(messages, mine) {
  const edited = messages.some((message) => message.edit_date);
  const when = TIME.format(messages.at(-1).date * 1000);
  return el("span", { class: "meta" }, edited && "edited ", when, mine && icon("ticks"));
}

function reactions(message, context) {
  const counts = new Map();
  for (const [actor, kinds] of Object.entries(message.reactions ?? {})) {
    for (const { emoji } of kinds) counts.set(emoji ?? "★", [...(counts.get(emoji ?? "★") ?? []), Number(actor)]);
  }
  if (!counts.size) return null;
  const chips = [...counts].map(([emoji, actors]) => {
    const own = actors.includes(context.thread.person);
    return el("button", { type: "button", class: "reaction", "aria-pressed": String(own), onclick: () => context.reacts(message, own ? null : emoji) }, emoji, el("span", {}, actors.length));
  });
  return el("div", { class: "reactions" }, chips);
}

function quote(message, context) {
  const original = message.reply_to_message;
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => context.showsMessage(original.message_id) },
    el("strong", {}, el("span", { class: "unseen" }, "Reply to "), nameOf(senderOf(original))),
    el("span", {}, message.quote?.text ?? inBrief(original)),
  );
}

function label(message, mine) {
  const edited = message.edit_date ? ", edited" : "";
  return `${mine ? "You" : nameOf(senderOf(message))}, ${TIME.format(message.date * 1000)}${edited}`;
}

function originName(origin) {
  if (origin.sender_user) return nameOf(origin.sender_user);
  return origin.sender_user_name ?? nameOf(origin.chat ?? origin.sender_chat ?? { title: "somebody" });
}

/** What a message says that nobody wrote; null for others. */
function serviceWords(message) {
  const who = nameOf(senderOf(message));
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} joined the group`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} left the group`;
  if (message.pinned_message) return `${who} pinned “${inBrief(message.pinned_message).slice(0, 40)}”`;
  return kindOf(message) === "Message" && message.text === undefined ? `${who}: a notice` : null;
}
