// Text and its entities → nodes. Offsets are UTF-16 code units, which is how JavaScript counts, too. Entities can lie in
// one another and overlap; one that sticks out of another is cut at that one's end and goes on behind it.

import { el } from "./dom.js";

const SAFE = /^(https?|mailto|tel|tg):/i;

/** The nodes of a formatted text. `context` knows what links, commands and spoilers do; `key` names the message. */
export function formatted(text, entities, context, key) {
  const spans = (entities ?? [])
    .map((entity) => ({ entity, start: entity.offset, end: entity.offset + entity.length }))
    .filter((span) => span.start < span.end && span.start < text.length);
  return nodes(text, 0, text.length, spans, context, key);
}

function nodes(text, from, to, spans, context, key) {
  const waiting = spans.toSorted(outerFirst);
  const made = [];
  let at = from;
  while (waiting.length) {
    const span = waiting.shift();
    const end = Math.min(span.end, to);
    if (span.start > at) made.push(text.slice(at, span.start));
    const inside = [];
    for (const other of waiting.splice(0)) {
      if (other.start >= end) {
        waiting.push(other);
        continue;
      }
      inside.push({ ...other, end: Math.min(other.end, end) });
      if (other.end > end) waiting.push({ ...other, start: end });
    }
    waiting.sort(outerFirst);
    const words = text.slice(span.start, end);
    made.push(wrapped(span.entity, words, nodes(text, span.start, end, inside, context, key), context, `${key}:${span.entity.offset}`));
    at = end;
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

const outerFirst = (one, other) => one.start - other.start || other.end - one.end;

function wrapped(entity, words, children, context, key) {
  switch (entity.type) {
    case "bold":
      return el("strong", {}, children);
    case "italic":
      return el("em", {}, children);
    case "underline":
      return el("u", {}, children);
    case "strikethrough":
      return el("s", {}, children);
    case "code":
      return el("code", {}, children);
    case "pre":
      return el("pre", { "data-language": entity.language }, el("code", {}, children));
    case "spoiler":
      return spoiler(children, context, key);
    case "blockquote":
      return el("blockquote", {}, children);
    case "expandable_blockquote":
      return quotation(children, context, key);
    case "url":
      return link(SAFE.test(words) ? words : `https://${words}`, children, context);
    case "text_link":
      return link(entity.url, children, context);
    case "email":
      return link(`mailto:${words}`, children, context);
    case "phone_number":
      return link(`tel:${words.replace(/[^+\d]/g, "")}`, children, context);
    case "bot_command":
      return el("button", { type: "button", class: "inline-link", onclick: () => context.says(words) }, children);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "tag" }, children);
    case "custom_emoji":
      return el("span", { class: "custom-emoji", title: "custom emoji" }, children);
    default:
      return el("span", {}, children);
  }
}

function link(url, children, context) {
  if (!SAFE.test(url)) return el("span", {}, children);
  const open = (event) => {
    if (context.follows(url)) event.preventDefault();
  };
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url, onclick: open }, children);
}

function spoiler(children, context, key) {
  if (context.revealed.has(key)) return el("span", { class: "spoiler revealed" }, children);
  const reveal = (event) => {
    event.preventDefault();
    event.stopPropagation();
    context.revealed.add(key);
    const open = el("span", { class: "spoiler revealed", tabindex: "-1" }, hidden.childNodes.length ? [...hidden.childNodes] : []);
    cover.replaceWith(open);
    open.focus();
  };
  const hidden = el("span", { class: "spoiler-words", "aria-hidden": "true", inert: true }, children);
  const cover = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler: show", onclick: reveal }, hidden);
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal(event);
  });
  return cover;
}

function quotation(children, context, key) {
  const open = context.revealed.has(key);
  const toggle = el("button", { type: "button", class: "quote-toggle", "aria-expanded": String(open) }, open ? "Show less" : "Show all");
  const quote = el("blockquote", { class: open ? "expandable open" : "expandable" }, el("span", { class: "quote-words" }, children), toggle);
  toggle.addEventListener("click", () => {
    const shown = quote.classList.toggle("open");
    context.revealed[shown ? "add" : "delete"](key);
    toggle.setAttribute("aria-expanded", String(shown));
    toggle.textContent = shown ? "Show less" : "Show all";
  });
  return quote;
}
