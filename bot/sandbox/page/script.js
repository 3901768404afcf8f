// The button that plays the script which somebody handed to the sandbox, and how far it is.

import { api } from "./api.js";
import { icon } from "./dom.js";

/** Shows the button while there is a script; `status` says what is going on. */
export function scriptButton(world, button, status) {
  let state = "none";
  world.addEventListener("script", ({ detail }) => {
    state = detail.state;
    button.hidden = state === "none";
    const playing = state === "playing";
    const label = playing ? `Stop (${detail.step}/${detail.steps})` : `Play “${detail.title}”`;
    button.replaceChildren(icon(playing ? "stop" : "play"), label);
    button.setAttribute("aria-label", label);
    status.textContent = { failed: `The script has failed: ${detail.error}`, done: "The script has come to its end." }[state] ?? "";
    status.classList.toggle("failed", state === "failed");
    status.hidden = !status.textContent;
  });
  button.addEventListener("click", () => api.script(state === "playing" ? "stop" : "play").catch((error) => {
    status.hidden = false;
    status.textContent = error.message;
  }));
}
