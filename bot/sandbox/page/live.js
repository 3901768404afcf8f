// The stream of what happens, and whether it is flowing. The browser reconnects by itself and says what it heard last.

/** Listens to the sandbox: `hello`, `happened`, `people`, `script` get their values, `status` a boolean. */
export function follow(listeners) {
  const source = new EventSource("/sim/stream");
  for (const name of ["hello", "happened", "people", "script"]) {
    source.addEventListener(name, (event) => listeners[name](JSON.parse(event.data)));
  }
  source.addEventListener("open", () => listeners.status(true));
  source.addEventListener("error", () => listeners.status(false));
}

/** Listens to the bot's calls until the function that this gives is called. */
export function followCalls(listener) {
  const source = new EventSource("/sim/stream/calls");
  source.addEventListener("call", (event) => listener(JSON.parse(event.data)));
  return () => source.close();
}
