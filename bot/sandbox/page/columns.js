// All columns side by side, or one at a time on a narrow screen; who has one, and who comes next.

import { api } from "./api.js";
import { Column } from "./column.js";
import { askGroup, askLine } from "./dialogs.js";
import { avatar, el, nameOf } from "./dom.js";
import { popUp } from "./menu.js";

const BY_THEMSELVES = 12; // people beyond so many get a column only when one asks for it

export class Columns {
  #world;
  #columns = new Map();
  #closed = new Set();
  #current = null;
  #narrow = matchMedia("(max-width: 700px)");

  constructor(world, stage, switcher) {
    this.#world = world;
    this.stage = stage;
    this.switcher = switcher;
    world.addEventListener("people", () => this.#people());
    world.addEventListener("person", ({ detail }) => this.#columns.get(detail)?.draw());
    world.addEventListener("chats", ({ detail }) => this.#columns.get(detail)?.draw());
    world.addEventListener("chat", ({ detail: { thread, arrived } }) => {
      this.#columns.get(thread.person)?.changed(thread, arrived);
      if (arrived) this.#drawSwitcher();
    });
    world.addEventListener("answered", ({ detail }) => this.#columns.get(detail.person_id)?.answered(detail));
    switcher.addEventListener("keydown", (event) => this.#walk(event));
    this.#narrow.addEventListener("change", () => this.#arrange());
  }

  /** Asks for a name and opens a column for somebody new. */
  async addPerson() {
    const name = await askLine("Add a person", "Name", { placeholder: "Ann", button: "Add" });
    if (!name) return;
    const [first_name, ...rest] = name.split(/\s+/);
    const user = await api.addPerson({ first_name, ...(rest.length ? { last_name: rest.join(" ") } : {}) });
    this.#current = user.id;
    this.#wanted = user.id;
  }

  #wanted = null; // who is to get the focus once her column is there

  /** The menu of who is there without a column, and of groups. */
  menu(anchor) {
    const away = [...this.#world.people.values()].filter(({ user }) => !this.#columns.has(user.id));
    popUp(
      [
        { label: "Add a person…", icon: "plus", act: () => this.addPerson() },
        this.#world.people.size > 0 && { label: "New group…", icon: "group", act: () => this.#addGroup() },
        ...away.slice(0, 30).map(({ user }) => ({ label: `Show ${nameOf(user)}`, icon: "person", act: () => this.#open(user.id) })),
      ],
      anchor,
    );
  }

  async #addGroup() {
    const people = [...this.#world.people.values()].map(({ user }) => ({ id: user.id, name: nameOf(user) }));
    const group = await askGroup(people);
    if (group) await api.addGroup(group);
  }

  #people() {
    for (const [id, column] of [...this.#columns]) if (!column.isStill(this.#world.people.get(id)?.user)) this.#remove(id);
    for (const id of this.#world.people.keys()) {
      const mayOpen = this.#columns.size < BY_THEMSELVES || id === this.#wanted;
      if (!this.#columns.has(id) && !this.#closed.has(id) && mayOpen) this.#open(id);
    }
    this.#arrange();
  }

  #open(id) {
    this.#closed.delete(id);
    const column = new Column(this.#world, id, () => this.#close(id));
    this.#columns.set(id, column);
    this.stage.append(column.element);
    column.draw();
    this.#arrange();
    this.#world.open(id).then(() => {
      if (this.#wanted !== id) return;
      this.#wanted = null;
      column.element.scrollIntoView({ inline: "end", block: "nearest" });
      column.element.querySelector(".gate-button, textarea")?.focus();
    });
  }

  #close(id) {
    this.#closed.add(id);
    this.#remove(id);
    this.#arrange();
  }

  #remove(id) {
    this.#columns.get(id)?.element.remove();
    this.#columns.delete(id);
    this.#world.close(id);
  }

  /** Who is seen: everyone, or on a narrow screen the current one. */
  #arrange() {
    if (!this.#columns.has(this.#current)) this.#current = this.#columns.keys().next().value ?? null;
    for (const [id, column] of this.#columns) {
      const visible = !this.#narrow.matches || id === this.#current;
      column.element.hidden = !visible;
      if (visible === column.visible) continue;
      column.visible = visible;
      if (visible) {
        column.draw();
        column.log.toEnd();
      }
    }
    this.stage.classList.toggle("empty", !this.#columns.size);
    this.#drawSwitcher();
  }

  #drawSwitcher() {
    this.switcher.hidden = !this.#narrow.matches || this.#columns.size < 2;
    if (this.switcher.hidden) return;
    const focused = this.switcher.contains(document.activeElement);
    this.switcher.replaceChildren(
      ...[...this.#columns.values()].map((column) => {
        const chosen = column.id === this.#current;
        const badge = column.unread ? el("span", { class: "badge" }, column.unread, el("span", { class: "unseen" }, " unread")) : null;
        const show = () => {
          this.#current = column.id;
          this.#arrange();
        };
        return el("button", { type: "button", role: "tab", "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", onclick: show }, avatar(column.name, column.id), column.name, badge);
      }),
    );
    const chosen = this.switcher.querySelector("[aria-selected=true]");
    if (focused) chosen?.focus();
    chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const ids = [...this.#columns.keys()];
    this.#current = ids[(ids.indexOf(this.#current) + step + ids.length) % ids.length];
    this.#arrange();
    event.preventDefault();
  }
}
