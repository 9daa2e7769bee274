// What dmn-js leaves without a name for screen readers gets one.
import { say } from "../words.js";

export function names(element, shown) {
  shown.onShown(() => requestAnimationFrame(give));
  give();

  function give() {
    for (const head of element.querySelectorAll(".tjs-table .index-column:empty")) {
      const text = document.createElement("span");
      text.className = "visually-hidden";
      text.textContent = say("规则", "Rule");
      head.append(text);
    }
  }
}
