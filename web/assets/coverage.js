// What the scenarios pass of a diagram: painted, and chosen scenario by scenario. The lists of the page say the same.
import { draw, fit, mark } from "./diagram.js";
import { say } from "./modeler/words.js";

const chosen = document.getElementById("coverage-scenario");
const said = document.getElementById("coverage-said");
const sheets = [];

function passed(numbers, scenario) {
  return scenario ? numbers.includes(scenario) : numbers.length > 0;
}

function paint() {
  const scenario = Number(chosen.value);
  let [nodes, all] = [0, 0];
  for (const { drawing, covered, missed } of sheets) {
    const elements = drawing.viewer.get("elementRegistry");
    const marks = Object.entries(covered).flatMap(([element, numbers]) => {
      const shape = elements.get(element);
      if (!shape) return [];
      const flow = Boolean(shape.waypoints);
      const met = passed(numbers, scenario);
      all += flow ? 0 : 1;
      nodes += !flow && met ? 1 : 0;
      if (met) return [{ element, marker: flow ? "taken" : "passed" }];
      return [{ element, marker: "missed", label: flow ? undefined : missed, tone: "here-missed" }];
    });
    mark(drawing, marks);
  }
  said.textContent = scenario
    ? say(`所选情景走到 ${all} 个环节中的 ${nodes} 个。`, `The chosen scenario passes ${nodes} of ${all} steps.`)
    : say(`全部情景共走到 ${all} 个环节中的 ${nodes} 个。`, `All scenarios together pass ${nodes} of ${all} steps.`);
}

// Who points at an element hears which scenarios pass it; the table below the diagram tells the same to the keyboard.
function tell(drawing, covered) {
  const names = [...chosen.options].map((one) => one.textContent);
  drawing.viewer.get("eventBus").on("element.click", ({ element }) => {
    const numbers = covered[element.id];
    if (!numbers) return;
    const name = element.businessObject.name || element.id;
    const list = numbers.map((number) => names[number]);
    said.textContent = list.length
      ? say(`走到“${name}”的情景：${list.join("；")}`, `“${name}” is passed by: ${list.join("; ")}`)
      : say(`没有情景走到“${name}”。`, `No scenario passes “${name}”.`);
  });
}

for (const place of document.querySelectorAll("[data-covered]")) {
  const drawing = await draw(place);
  if (!drawing) continue;
  const covered = JSON.parse(place.dataset.covered);
  sheets.push({ drawing, covered, missed: place.dataset.missed });
  fit(drawing.viewer);
  tell(drawing, covered);
  place.dataset.ready = "yes";
}
chosen.addEventListener("change", paint);
paint();
