// The buttons above the sheet: each says by data-do what it does.
// commands: {name: (button) => void}; enabled: (name) => boolean, asked again by refresh().
export function openToolbar(bar, commands, enabled) {
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    commands[button.dataset.do]?.(button);
    const menu = button.closest("details");
    if (menu) menu.open = false;
  });
  bar.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const menu of bar.querySelectorAll("details[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  const refresh = () => {
    for (const button of bar.querySelectorAll("button[data-do]")) {
      button.setAttribute("aria-disabled", String(!enabled(button.dataset.do)));
    }
  };
  refresh();
  return { refresh };
}
