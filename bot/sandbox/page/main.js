// Where the page's parts meet.

import { Columns } from "./columns.js";
import { avatar, nameOf } from "./dom.js";
import { Drawer } from "./drawer.js";
import { scriptButton } from "./script.js";
import { themeSwitch } from "./theme.js";
import { World } from "./world.js";

const part = (id) => document.getElementById(id);

const world = new World();
const columns = new Columns(world, part("stage"), part("switcher"));
const drawer = new Drawer(part("calls"), (chat) => (world.people.has(chat) ? nameOf(world.people.get(chat).user) : undefined));

part("room").append(drawer.element);
themeSwitch(part("theme"));
scriptButton(world, part("play"), part("script-status"));
for (const button of document.querySelectorAll("[data-add]")) button.addEventListener("click", () => columns.addPerson());
part("people").addEventListener("click", (event) => columns.menu(event.currentTarget));

world.addEventListener("people", () => {
  const name = nameOf(world.bot);
  part("bot-name").textContent = name;
  part("bot-username").textContent = `@${world.bot.username}`;
  part("bot-avatar").replaceChildren(avatar(name, world.bot.id));
  document.title = `${name} · sandbox`;
});
world.addEventListener("status", ({ detail: flowing }) => {
  part("connection").hidden = flowing;
});
world.start();
