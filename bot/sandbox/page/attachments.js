// Files that wait in the composer to be sent: chosen, pasted or dropped, shown small, and turned into what Telegram
// makes of them: a photo, an album, files.

import { el, iconButton } from "./dom.js";

const MOST = 10; // items of an album (Bot API, sendMediaGroup)

export class Attachments {
  #files = [];
  #asFiles = el("input", { type: "checkbox" });

  constructor(changed) {
    this.changed = changed;
    this.list = el("ul", { class: "staged", "aria-label": "To be sent" });
    this.element = el("div", { class: "attachments", hidden: true }, this.list, el("label", { class: "tick" }, this.#asFiles, "Send as files"));
  }

  get count() {
    return this.#files.length;
  }

  get files() {
    return this.#files.map(({ file }) => file);
  }

  add(files) {
    this.#files.push(...[...files].map((file) => ({ file, preview: file.type.startsWith("image/") ? URL.createObjectURL(file) : null })));
    this.#draw();
  }

  clear() {
    for (const { preview } of this.#files) if (preview) URL.revokeObjectURL(preview);
    this.#files = [];
    this.#asFiles.checked = false;
    this.#draw();
  }

  /** What is to be sent: messages, each a list of one item or an album's, without captions. */
  async messages() {
    const items = await Promise.all(this.#files.map(({ file }) => item(file, this.#asFiles.checked)));
    const messages = [];
    for (const each of items) {
      const last = messages.at(-1);
      if (last && last.length < MOST && family(last[0]) && family(last[0]) === family(each)) last.push(each);
      else messages.push([each]);
    }
    return messages;
  }

  #draw() {
    this.list.replaceChildren(...this.#files.map((staged, at) => this.#staged(staged, at)));
    this.element.hidden = !this.#files.length;
    this.changed();
  }

  #staged({ file, preview }, at) {
    const remove = () => {
      this.#files.splice(at, 1);
      if (preview) URL.revokeObjectURL(preview);
      this.#draw();
    };
    const sight = preview ? el("img", { src: preview, alt: file.name }) : el("span", { class: "staged-name" }, file.name);
    return el("li", {}, sight, iconButton("close", `Remove ${file.name}`, remove));
  }
}

/** Which kinds can stand in one album: photos and videos mix, files and audio keep to themselves. */
function family(item) {
  if (item.photo || item.video) return "sights";
  return item.document ? "files" : item.audio ? "audio" : "";
}

async function item(file, asFile) {
  const kind = asFile ? "document" : kindOf(file.type);
  return { [kind]: { base64: await base64(file), name: file.name, mime: file.type || undefined } };
}

function kindOf(type) {
  if (type === "image/gif") return "animation";
  if (type === "image/jpeg" || type === "image/png") return "photo";
  if (type.startsWith("video/")) return "video";
  return type.startsWith("audio/") ? "audio" : "document";
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
