// A menu that pops up: beside what opened it or under the pointer, closed by Escape or a click elsewhere.

import { el, icon } from "./dom.js";

/** Shows `items`, each `{label, icon, act, danger}` (false ones are left out), and gives the focus back in the end. */
export function popUp(items, anchor, pointer = null) {
  const before = document.activeElement;
  const menu = el("div", { class: "menu", role: "menu", popover: "auto" });
  for (const item of items.filter(Boolean)) {
    const choose = () => {
      menu.hidePopover();
      item.act();
    };
    menu.append(el("button", { type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : "", onclick: choose }, icon(item.icon), item.label));
  }
  menu.addEventListener("keydown", (event) => walk(event, menu));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (inside && before?.isConnected) before.focus({ preventScroll: true });
  });
  (anchor.closest("section, aside, header") ?? document.body).append(menu); // a landmark, for those who jump between them
  menu.showPopover();
  place(menu, anchor, pointer);
  menu.firstElementChild.focus();
}

function walk(event, menu) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const there = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  else if (there === undefined) return;
  else items[there % items.length].focus();
  event.preventDefault();
  event.stopPropagation();
}

function place(menu, anchor, pointer) {
  const room = menu.getBoundingClientRect();
  const box = anchor.getBoundingClientRect();
  const left = pointer ? pointer.clientX : box.right - room.width;
  let top = pointer ? pointer.clientY : box.bottom + 4;
  if (top + room.height > innerHeight - 8) top = Math.max(8, (pointer ? pointer.clientY : box.top - 4) - room.height);
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - room.width - 8))}px`;
  menu.style.top = `${Math.min(top, innerHeight - room.height - 8)}px`;
}
