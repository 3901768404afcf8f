// Light or dark: as the system has it, until somebody chooses.

const KEY = "sandbox-theme";
const root = document.documentElement;

/** Makes a button switch, and remembers what was chosen. */
export function themeSwitch(button) {
  const chosen = localStorage.getItem(KEY);
  if (chosen) root.dataset.theme = chosen;
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem(KEY, root.dataset.theme);
    button.setAttribute("aria-pressed", String(dark()));
  });
}
