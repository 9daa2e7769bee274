// What dmn-js leaves without a name for screen readers gets one.
import { say } from "../words.js";

export function names(element, shown) {
  shown.onShown(() => requestAnimationFrame(give));
  give();

  function give() {
    // Who may only read finds no field in the table to go to, so the table itself is gone to and scrolled.
    for (const scrolled of element.querySelectorAll(".tjs-table-container")) {
      if (scrolled.querySelector("[contenteditable], button")) continue;
      scrolled.tabIndex = 0;
      scrolled.setAttribute("role", "group");
      scrolled.setAttribute("aria-label", say("决策表", "Decision table"));
    }
    // The tools of the graph say their names to screen readers only.
    for (const tool of element.querySelectorAll(".djs-palette .entry:not([title])")) {
      tool.title = tool.getAttribute("aria-label") ?? "";
    }
    for (const head of element.querySelectorAll(".tjs-table .index-column:empty")) {
      const text = document.createElement("span");
      text.className = "visually-hidden";
      text.textContent = say("规则", "Rule");
      head.append(text);
    }
  }
}
