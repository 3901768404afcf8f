// Building elements. Whatever comes from people or the bot becomes text nodes and attributes here, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, listeners (`onclick: …`) and children; false, null and undefined are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  attach: "M7 12.5 14.6 5a3.6 3.6 0 0 1 5.1 5.1l-8.9 8.8a5.4 5.4 0 0 1-7.6-7.6L11.5 3",
  back: "M15 5l-7 7 7 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.8 5.8l12.4 12.4",
  calls: "M4 6h16M4 12h10M4 18h13",
  close: "M6 6l12 12M18 6 6 18",
  down: "M6 9l6 6 6-6",
  edit: "M4 20l1-4.5L16.2 4.3a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19z",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  forward: "M14 5l7 7-7 7v-4.2C8.5 14.5 5 16 3 19c.5-6 4-9.7 11-10z",
  group: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.500a3.2 3.2 0 0 1 0 6M17.5 14.300c2.5.6 4 2.6 4 5.7",
  link: "M10 14a4 4 0 0 0 5.7 0l3.5-3.500a4 4 0 0 0-5.7-5.700L12 6.300M14 10a4 4 0 0 0-5.7 0l-3.5 3.500a4 4 0 0 0 5.7 5.700L12 17.7",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  pin: "M12 21v-6M7 15h10l-2-4V5h1V3H8v2h1v6z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7",
  play: "M7 4.500v15l12-7.500z",
  plus: "M12 5v14M5 12h14",
  reply: "M10 5l-7 7 7 7v-4.200c5.5-.3 9 1.2 11 4.2-.5-6-4-9.7-11-10z",
  send: "M3.5 20.5 21 12 3.5 3.500v6.800L15 12 3.5 13.700z",
  slash: "M15 4 9 20",
  stop: "M6 6h12v12H6z",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
  ticks: "M1.5 12.5l5 5L17 6.5M11.5 16.5l1 1L23 6.5",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
};

/** A small picture, drawn with the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon only; its label is for tooltips and those who listen. */
export function iconButton(name, label, onclick, attributes = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes }, icon(name));
}

/** The colour of a person or chat, one of seven, as everyone sees it. */
export function tint(id) {
  return `tint-${Math.abs(id) % 7}`;
}

/** The round picture of somebody who has none: initials on a colour. */
export function avatar(name, id) {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
  return el("span", { class: `avatar ${tint(id)}`, "aria-hidden": "true" }, initials);
}

/** First and last name of a `User`, or the title of a group. */
export function nameOf(someone) {
  return someone.title ?? [someone.first_name, someone.last_name].filter(Boolean).join(" ");
}
