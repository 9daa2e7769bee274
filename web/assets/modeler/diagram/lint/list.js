// The findings in words under the canvas, which say the same as the marks: counted, gravest first, each with its remedy and a
// way to its element.
import { say } from "../../words.js";
import { awayWords } from "./away.js";
import { nameOf, shapeOf } from "./places.js";
import { SEVERITIES, severity } from "./severities.js";

export function List(eventBus, canvas, selection, elementRegistry) {
  const part = make("details", "findings");
  const counts = make("span", "findings-counts");
  // Said once drawing rests, and only where it changed.
  counts.setAttribute("role", "status");
  const head = make("summary", "", make("strong", "", say("检查", "Checks")), counts);
  const list = make("ol", "findings-list");
  list.setAttribute("aria-label", say("检查发现的问题，最严重的在前", "Findings, gravest first"));
  part.append(head, list);
  tell(say("正在检查……", "Checking…"));
  // Before, the canvas is in no page yet.
  eventBus.once("import.done", () => {
    canvas.getContainer().closest(".editor-canvas")?.append(part);
  });

  let shown = "";
  eventBus.on("findings.come", (answer) => {
    const said = JSON.stringify(answer.findings);
    tell(counted(answer.counts));
    if (said === shown) return;
    shown = said;
    const focused = document.activeElement?.closest(".findings-list li")?.dataset.key;
    list.replaceChildren(...answer.findings.map(item));
    if (answer.findings.length && focused) [...list.children].find((one) => one.dataset.key === focused)?.querySelector("button")?.focus();
  });
  eventBus.on("findings.away", ({ signedOut }) => tell(awayWords(signedOut)));
  eventBus.on("diagram.destroy", () => part.remove());

  function tell(text) {
    if (counts.textContent !== text) counts.textContent = text;
  }

  function item(finding) {
    const { sign, name, id } = severity(finding.severity);
    const row = make("li", `finding finding-${id}`);
    row.dataset.key = `${finding.rule} ${finding.element}`;
    const mark = make("span", "finding-sign", sign);
    mark.setAttribute("aria-hidden", "true");
    row.append(mark, make("span", "finding-kind", name));
    if (shapeOf(finding.element, elementRegistry)) {
      const jump = make("button", "finding-jump", nameOf(shapeOf(finding.element, elementRegistry), finding));
      jump.type = "button";
      jump.addEventListener("click", () => goTo(finding.element));
      row.append(jump);
    } else row.append(make("span", "finding-place", finding.name || finding.element || say("整个文件", "The whole file")));
    row.append(make("span", "finding-message", finding.message), make("span", "finding-remedy", finding.remedy));
    return row;
  }

  function goTo(id) {
    const shape = shapeOf(id, elementRegistry);
    if (!shape) return;
    const root = canvas.findRoot(shape);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    selection.select(shape === root ? [] : shape);
    if (shape !== root) canvas.scrollToElement(shape, 80);
  }
}
List.$inject = ["eventBus", "canvas", "selection", "elementRegistry"];

function counted(counts) {
  const parts = SEVERITIES.filter(({ id }) => counts[id]).map(({ id, count }) => count(counts[id]));
  return parts.length ? parts.join(say("，", ", ")) : say("没有发现问题", "Nothing to mend");
}

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
