// The pane beside the sheet: tabs, and a border that mouse and keys move. The width is remembered in this browser.
const KEY = "tiaokuai.side";
const [NARROWEST, WIDEST] = [240, 720];

// side: the pane with [role=tab] buttons; onShown(name, panel) is called whenever a tab comes into view.
export function openSide(side, border, onShown) {
  const tabs = [...side.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  const choose = (tab) => {
    for (const one of tabs) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      panelOf(one).hidden = one !== tab;
    }
    onShown(tab.dataset.tab, panelOf(tab));
  };
  side.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  side.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.role !== "tab") return;
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });

  const wide = (pixels) => {
    const width = Math.max(NARROWEST, Math.min(WIDEST, pixels));
    side.style.width = `${width}px`;
    border.setAttribute("aria-valuenow", String(Math.round(width)));
    localStorage.setItem(KEY, String(width));
  };
  wide(Number(localStorage.getItem(KEY)) || 340);
  border.setAttribute("aria-valuemin", String(NARROWEST));
  border.setAttribute("aria-valuemax", String(WIDEST));
  border.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
    if (!step) return;
    event.preventDefault();
    wide(side.offsetWidth + step);
  });
  border.addEventListener("pointerdown", (event) => {
    border.setPointerCapture(event.pointerId);
    const from = event.clientX + side.offsetWidth;
    const move = (moved) => wide(from - moved.clientX);
    border.addEventListener("pointermove", move);
    border.addEventListener("pointerup", () => border.removeEventListener("pointermove", move), { once: true });
  });

  choose(tabs[0]);
  return {
    // Shows the tab of this name and takes the keyboard there.
    open(name) {
      const tab = tabs.find((one) => one.dataset.tab === name);
      if (!tab) return;
      choose(tab);
      const first = panelOf(tab).querySelector("button, input, select, textarea, [tabindex='0']");
      (first ?? tab).focus();
    },
  };
}
