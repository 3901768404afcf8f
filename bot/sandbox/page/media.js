// What a message holds besides words: pictures, films, sounds, files, and the odd kinds.

import { api } from "./api.js";
import { el, icon } from "./dom.js";

/** The nodes for a message's content without its caption; a photo of an album comes without its own proportions. */
export function media(message, context, { inAlbum = false } = {}) {
  if (message.photo) return photo(message, context, inAlbum);
  if (message.animation) return film(message.animation, { autoplay: true, loop: true, label: "Animation" });
  if (message.video) return film(message.video, { controls: true, label: "Video" });
  if (message.video_note) return film(message.video_note, { controls: true, label: "Video message", round: true });
  if (message.audio) return sound(message.audio, message.audio.title ?? message.audio.file_name ?? "Audio");
  if (message.voice) return sound(message.voice, "Voice message");
  if (message.document) return file(message.document);
  if (message.sticker) return el("span", { class: "giant", role: "img", "aria-label": `Sticker ${message.sticker.emoji}` }, message.sticker.emoji);
  if (message.dice) return dice(message.dice);
  if (message.contact) return card("person", nameOfContact(message.contact), message.contact.phone_number);
  if (message.venue) return card("pin", message.venue.title, message.venue.address);
  if (message.location) return card("pin", "Location", `${message.location.latitude}, ${message.location.longitude}`);
  if (message.poll) return poll(message.poll);
  return null;
}

/** Pictures that belong together, in rows of two or three. */
export function album(messages, context) {
  const cells = messages.map((message) =>
    el("div", { class: "album-cell", "data-message-id": message.message_id }, media(message, context, { inAlbum: true })),
  );
  const visual = messages.every((message) => message.photo || message.video);
  return el("div", { class: visual ? `album album-${Math.min(messages.length, 5)}` : "file-list" }, cells);
}

/** The kinds in words, for places where a message is only mentioned. */
export function kindOf(message) {
  const kinds = {
    photo: "Photo", animation: "GIF", video: "Video", video_note: "Video message", audio: "Audio", voice: "Voice message",
    document: "File", sticker: "Sticker", dice: "Dice", contact: "Contact", venue: "Place", location: "Location", poll: "Poll",
  };
  const found = Object.keys(kinds).find((kind) => kind in message);
  return found ? kinds[found] : "Message";
}

function photo(message, context, inAlbum) {
  const size = message.photo.at(-1);
  const label = message.caption ? `Photo: ${message.caption.slice(0, 100)}` : "Photo";
  const image = el("img", { src: api.file(size.file_id), alt: label, width: size.width, height: size.height, loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(missing("Photo", `${size.width} × ${size.height}`)), { once: true });
  const open = el("button", { type: "button", class: "photo", "aria-label": `Open: ${label}`, onclick: () => context.views(message) }, image);
  if (!inAlbum) {
    open.style.aspectRatio = `${size.width} / ${Math.min(size.height, size.width * 1.4)}`;
    open.style.width = `${Math.max(140, Math.min(size.width, (420 * size.width) / size.height))}px`;
  }
  return open;
}

function film(shape, { controls, autoplay, loop, label, round }) {
  const video = el("video", {
    src: api.file(shape.file_id), controls, autoplay, loop, muted: autoplay, playsinline: true, preload: "metadata",
    class: round ? "film round" : "film", "aria-label": label,
  });
  video.muted = Boolean(autoplay);
  video.addEventListener("error", () => video.replaceWith(missing(label, shape.file_name ?? size(shape.file_size))), { once: true });
  return video;
}

function sound(shape, label) {
  const player = el("audio", { src: api.file(shape.file_id), controls: true, preload: "none", "aria-label": label });
  return el("div", { class: "sound" }, el("span", { class: "sound-name" }, label), player);
}

function file(shape) {
  const name = shape.file_name ?? "file";
  return el(
    "a", { class: "file", href: api.file(shape.file_id), download: name },
    el("span", { class: "file-icon" }, icon("file")),
    el("span", { class: "file-words" }, el("strong", {}, name), el("span", {}, size(shape.file_size))),
  );
}

function missing(label, more) {
  return el("span", { class: "missing", role: "img", "aria-label": label }, el("span", {}, label), el("span", {}, more ?? ""));
}

function card(sign, title, more) {
  return el("span", { class: "file" }, el("span", { class: "file-icon" }, icon(sign)),
    el("span", { class: "file-words" }, el("strong", {}, title), el("span", {}, more)));
}

function dice({ emoji, value }) {
  return el("span", { class: "dice", role: "img", "aria-label": `${emoji} ${value}` }, el("span", { class: "giant" }, emoji), el("span", { class: "dice-value" }, value));
}

function poll(shape) {
  const options = shape.options.map((option) => el("li", {}, option.text ?? option));
  return el("div", { class: "poll" }, el("strong", {}, shape.question), el("ul", {}, options));
}

const nameOfContact = (contact) => [contact.first_name, contact.last_name].filter(Boolean).join(" ");

function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
