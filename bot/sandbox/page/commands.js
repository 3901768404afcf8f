// The menu of the bot's commands: opened by the button or by a slash, narrowed by what is typed.

import { el } from "./dom.js";

let lists = 0;

export class Commands {
  #all = [];
  #shown = [];
  #at = 0;

  /** `load` gives the bot's commands, `choose` gets one: `{command, description}`. */
  constructor(field, load, choose) {
    this.field = field;
    this.load = load;
    this.choose = choose;
    this.element = el("ul", { class: "commands", role: "listbox", "aria-label": "Commands", id: `commands-${++lists}`, hidden: true });
    field.setAttribute("aria-controls", this.element.id);
    field.setAttribute("aria-autocomplete", "list");
  }

  get open() {
    return !this.element.hidden;
  }

  /** Shows the commands that begin with `typed`, all of them for "/". */
  async show(typed) {
    if (!this.open) this.#all = await this.load();
    this.#shown = this.#all.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()));
    this.#at = 0;
    this.#draw();
  }

  hide() {
    this.#shown = [];
    this.#draw();
  }

  /** Whether the key was meant for the menu. */
  key(event) {
    if (!this.open) return false;
    const count = this.#shown.length;
    if (event.key === "ArrowDown") this.#at = (this.#at + 1) % count;
    else if (event.key === "ArrowUp") this.#at = (this.#at + count - 1) % count;
    else if (event.key === "Escape") return this.hide(), true;
    else if (event.key === "Enter" || event.key === "Tab") return this.#choose(this.#shown[this.#at]), true;
    else return false;
    this.#draw();
    return true;
  }

  #choose(command) {
    this.hide();
    this.choose(command);
  }

  #draw() {
    const options = this.#shown.map((command, at) =>
      el(
        "li",
        { role: "option", id: `${this.element.id}-${at}`, "aria-selected": String(at === this.#at), onmousedown: (event) => event.preventDefault(), onclick: () => this.#choose(command) },
        el("strong", {}, `/${command.command}`), el("span", {}, command.description),
      ),
    );
    this.element.replaceChildren(...options);
    this.element.hidden = !options.length;
    if (options.length) {
      this.field.setAttribute("aria-activedescendant", options[this.#at].id);
      options[this.#at].scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }
}
