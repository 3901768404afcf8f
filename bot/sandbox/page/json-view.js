// A JSON value to look into: objects and lists open and close, and are drawn when they are opened.

import { el } from "./dom.js";

const SHORT = 60; // characters of JSON that stand in one line

/** The element for a value; `depth` levels of it are open. */
export function jsonView(value, depth = 2) {
  if (value === null || typeof value !== "object") return leaf(value);
  const entries = Object.entries(value);
  const list = Array.isArray(value);
  const whole = JSON.stringify(value);
  if (!entries.length || (whole.length <= SHORT && entries.every(([, each]) => each === null || typeof each !== "object"))) {
    return el("span", { class: "json-line" }, whole);
  }
  const details = el("details", { class: "json", open: depth > 0 }, el("summary", {}, list ? `[ ${entries.length} ]` : `{ ${entries.length} }`));
  const fill = () => {
    if (details.childElementCount > 1) return;
    details.append(el("ul", {}, entries.map(([name, each]) => el("li", {}, el("span", { class: "json-name" }, `${name}: `), jsonView(each, depth - 1)))));
  };
  if (depth > 0) fill();
  else details.addEventListener("toggle", fill, { once: true });
  return details;
}

function leaf(value) {
  return el("span", { class: `json-${value === null ? "null" : typeof value}` }, JSON.stringify(value));
}
