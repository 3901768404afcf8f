// A JSON value to look into: objects and lists open and close, and are drawn when they are opened.

import { el } from "./dom.js";

const SHORT = 60; // characters of JSON that stand in one line

/** The element for a value, with its `name` before it if it has one; `depth` levels of it are open. */
export function jsonView(value, depth = 2, name = null) {
  const label = name !== null && el("span", { class: "json-name" }, `${name}: `);
  const entries = value !== null && typeof value === "object" ? Object.entries(value) : null;
  if (!entries || isShort(value, entries)) {
    const kind = value === null ? "null" : typeof value;
    return el("span", {}, label, el("span", { class: `json-${kind}` }, JSON.stringify(value)));
  }
  const count = Array.isArray(value) ? `[ ${entries.length} ]` : `{ ${entries.length} }`;
  const details = el("details", { class: "json", open: depth > 0 }, el("summary", {}, label, count));
  const fill = () => {
    if (details.childElementCount > 1) return;
    details.append(el("ul", {}, entries.map(([field, each]) => el("li", {}, jsonView(each, depth - 1, field)))));
  };
  if (depth > 0) fill();
  else details.addEventListener("toggle", fill, { once: true });
  return details;
}

/** Whether an object or list is shown in one line: it holds no other, and is short. */
function isShort(value, entries) {
  const flat = entries.every(([, each]) => each === null || typeof each !== "object");
  return flat && JSON.stringify(value).length <= SHORT;
}
