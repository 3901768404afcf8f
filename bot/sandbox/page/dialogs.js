// Questions and alerts. The browser's own dialog keeps the focus inside and gives it back.

import { el } from "./dom.js";

/** Shows a dialog with a heading; resolves with the value of the button that closed it, "" for Escape. */
function show(heading, content, buttons, className = "") {
  const title = el("h2", { id: "dialog-title" }, heading);
  const keys = buttons.map(({ label, value, main, danger }) =>
    el("button", { type: value ? "submit" : "button", value, class: [main && "main", danger && "danger"].filter(Boolean).join(" "), onclick: value ? null : () => dialog.close("") }, label),
  );
  const form = el("form", { method: "dialog" }, title, content, el("div", { class: "dialog-keys" }, keys));
  const dialog = el("dialog", { "aria-labelledby": "dialog-title", class: className }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close(event.submitter?.value ?? "yes");
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** What a bot says in an alert. */
export function alertOf(bot, text) {
  return show(bot, el("p", { class: "alert-words" }, text), [{ label: "OK", value: "ok", main: true }], "alert");
}

/** Asks before something that cannot be undone. */
export async function sure(heading, words, label) {
  return (await show(heading, el("p", {}, words), [{ label: "Cancel", value: "" }, { label, value: "yes", danger: true }])) === "yes";
}

/** Asks for a line of text; null if there was none. */
export async function askLine(heading, label, { value = "", placeholder = "", button = "OK" } = {}) {
  const input = el("input", { type: "text", value, placeholder, autocomplete: "off", required: true, autofocus: true });
  const answer = await show(heading, el("label", {}, label, input), [{ label: "Cancel", value: "" }, { label: button, value: "yes", main: true }]);
  return answer === "yes" ? input.value.trim() || null : null;
}

/** Asks for a group: its title, who is in it, and how the bot stands there. */
export async function askGroup(people) {
  const title = el("input", { type: "text", required: true, autofocus: true, autocomplete: "off" });
  const boxes = people.map(({ id, name }) => ({ id, box: el("input", { type: "checkbox", checked: true }), name }));
  const administrator = el("input", { type: "checkbox", checked: true });
  const content = el(
    "div", { class: "fields" },
    el("label", {}, "Title", title),
    el("fieldset", {}, el("legend", {}, "Members, the first of them its owner"), boxes.map(({ box, name }) => el("label", { class: "tick" }, box, name))),
    el("label", { class: "tick" }, administrator, "The bot is an administrator"),
  );
  const answer = await show("New group", content, [{ label: "Cancel", value: "" }, { label: "Create", value: "yes", main: true }]);
  const members = boxes.filter(({ box }) => box.checked).map(({ id }) => id);
  if (answer !== "yes" || !members.length) return null;
  return { title: title.value.trim(), members, administrator: administrator.checked };
}

/** Shows pictures large; arrow keys go through them. */
export function view(pictures, at) {
  const image = el("img", { alt: "" });
  const words = el("p", {});
  const turn = (step) => {
    at = (at + step + pictures.length) % pictures.length;
    image.src = pictures[at].src;
    image.alt = pictures[at].caption || "Photo";
    words.textContent = pictures[at].caption + (pictures.length > 1 ? `  (${at + 1} of ${pictures.length})` : "");
  };
  turn(0);
  const several = pictures.length > 1;
  const content = el("div", { class: "view" }, image, words);
  content.addEventListener("click", () => several && turn(1));
  const walk = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && several) turn(step);
  };
  document.addEventListener("keydown", walk);
  show("Photo", content, [{ label: "Close", value: "close", main: true }], "viewer").then(() => document.removeEventListener("keydown", walk));
}
