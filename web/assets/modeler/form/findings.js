// What the server's rules say of the form as it is now: each finding at its component, with what mends it.
import { element } from "./entries.js";

const REST = 400;

export function openFindings(place, { address, file, select, translate, faulty }) {
  let asked = 0;
  let waiting;

  async function ask(text) {
    const number = ++asked;
    const token = document.querySelector('input[name="csrf_token"]')?.value ?? "";
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ file, xml: text }),
    }).catch(() => undefined);
    if (number !== asked || !answer?.ok) return;
    const { findings } = await answer.json();
    const found = findings.filter((one) => one.severity !== "info");
    draw(found);
    faulty(new Set(found.map((one) => one.element).filter(Boolean)));
  }

  function draw(findings) {
    const list = element("ul", { className: "findings" });
    for (const { element: name, name: label, message, remedy, severity } of findings) {
      const item = element("li", {});
      item.append(element("strong", {}, `${translate(severity === "error" ? "Error" : "Warning")} `));
      if (name) {
        const button = element("button", { type: "button", className: "link" }, label || name);
        button.addEventListener("click", () => select(name));
        item.append(button, " ");
      }
      item.append(`${message} ${remedy}`);
      list.append(item);
    }
    const none = element("p", { className: "muted" }, translate("The server finds nothing to put right."));
    place.replaceChildren(element("h2", { id: "findings-title" }, translate("To put right")), findings.length ? list : none);
  }

  return {
    changed(text) {
      clearTimeout(waiting);
      waiting = setTimeout(() => ask(text), asked ? REST : 0);
    },
  };
}
