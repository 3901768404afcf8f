// The buttons below a message, row by row, and the reply keyboard below the field.

import { el, icon } from "./dom.js";
import { pressKey } from "./thread.js";

/** An inline keyboard; a pressed button looks busy until the bot has answered. */
export function inlineKeyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const keys = rows.map((row) => el("div", { class: "keys" }, row.map((button) => key(message, button, context))));
  return el("div", { class: "keyboard" }, keys);
}

function key(message, button, context) {
  if (button.url) {
    const open = (event) => {
      if (context.follows(button.url)) event.preventDefault();
    };
    return el("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer", onclick: open }, button.text, icon("link"));
  }
  if (button.callback_data === undefined) {
    const other = Object.keys(button).find((field) => field !== "text") ?? "nothing";
    return el("button", { type: "button", class: "key", onclick: () => context.tells(`The page does not know what “${other}” does.`) }, button.text);
  }
  const busy = context.thread.busy.has(pressKey(message.message_id, button.callback_data));
  const press = () => context.presses(message, button.callback_data);
  return el("button", {
    type: "button", class: busy ? "key busy" : "key", "aria-busy": busy ? "true" : null, "data-press": button.callback_data, onclick: press,
  }, button.text);
}

/** The keys of a reply keyboard, each of which says its label. */
export function replyKeyboard(rows, says) {
  return rows.map((row) =>
    el("div", { class: "keys" }, row.map((label) => el("button", { type: "button", class: "reply-key", onclick: () => says(label) }, label))),
  );
}
