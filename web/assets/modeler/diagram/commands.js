// What each button of the toolbar does, and when it may be pressed.
import { say } from "../words.js";
import { fit } from "./fitting.js";

const ALIGN = new Set(["left", "center", "right", "top", "middle", "bottom"]);
const CHANGING = new Set(["undo", "redo", "tidy", ...ALIGN, "horizontal", "vertical"]);

// Returns {all: {name: (button) => void}, enabled: (name) => boolean}.
export function commandsOf({ place, part, diagram, doc }) {
  const get = (name) => diagram.get(name, false);
  const trigger = (action, options) => get("editorActions").trigger(action, options);
  const name = place.dataset.file.replace(/\.bpmn$/, "");
  const guarded = (work) => async (button) => {
    button.setAttribute("aria-busy", "true");
    try {
      await work(button);
    } catch (error) {
      get("speaker").say(error.message);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  const simulation = simulating(part, diagram);

  const all = {
    undo: () => trigger("undo"),
    redo: () => trigger("redo"),
    larger: () => zoom(1),
    smaller: () => zoom(-1),
    fit: () => fit(diagram, true),
    find,
    help: () => diagram.get("eventBus").fire("help.open"),
    simulate: guarded(simulation.toggle),
    overview: guarded(overview),
    tidy: guarded(tidy),
    bpmn: guarded(async () => {
      await doc.flush();
      const { download } = await import("./exporting/download.js");
      const answer = await fetch(place.dataset.source);
      download(place.dataset.file, await answer.blob());
    }),
    svg: guarded(async () => (await pictures()).exportSvg(diagram, name)),
    png: guarded(async () => (await pictures()).exportPng(diagram, name)),
    pdf: guarded(async () => {
      const { token } = await (await fetch(place.dataset.token)).json();
      await (await pictures()).exportPdf(diagram, name, part("tools").dataset.pdf, token);
    }),
  };
  for (const type of ALIGN) all[type] = () => trigger("alignElements", { type });
  for (const type of ["horizontal", "vertical"]) all[type] = () => trigger("distributeElements", { type });

  // The search closes at every click beside it, the one on its own button included: it opens when that click is over.
  function find() {
    const search = get("searchPad");
    if (!search.isOpen()) setTimeout(() => search.open());
  }

  function zoom(step) {
    const canvas = diagram.get("canvas");
    canvas.zoom(Math.max(0.2, Math.min(4, canvas.zoom() * (step > 0 ? 1.25 : 0.8))));
  }

  let minimap;
  async function overview(button) {
    if (minimap) minimap.toggle();
    else minimap = (await import("./minimap.js")).openMinimap(diagram);
    button.setAttribute("aria-pressed", String(minimap.isOpen()));
  }

  async function tidy() {
    const { tidyUp } = await import("./layout/tidying.js");
    if (!(await confirmed(part("tidying")))) return;
    get("speaker").say(tidyUp(diagram) ? say("已重新排列，可撤销。", "Laid out anew; this can be undone.") : say("这张图没有可以排列的元素。", "There is nothing to lay out in this diagram."));
    fit(diagram, true);
  }

  function enabled(command) {
    if (simulation.running()) return ["simulate", "help"].includes(command);
    const stack = get("commandStack");
    if (!stack && (CHANGING.has(command) || command === "find")) return false;
    if (command === "undo") return stack.canUndo();
    if (command === "redo") return stack.canRedo();
    const chosen = get("selection").get().length;
    if (ALIGN.has(command)) return chosen > 1;
    if (command === "horizontal" || command === "vertical") return chosen > 2;
    return true;
  }

  return { all, enabled };
}

const pictures = () => import("./exporting/pictures.js");

function simulating(part, diagram) {
  let end = null;
  return {
    running: () => end !== null,
    async toggle(button) {
      const stage = part("simulation");
      if (end) {
        end();
        end = null;
      } else {
        const { simulate } = await import("./simulation/index.js");
        diagram.get("selection").select(null);
        const { xml } = await diagram.saveXML();
        stage.hidden = false;
        end = await simulate(stage, xml, diagram.get("canvas").viewbox());
      }
      stage.hidden = end === null;
      part("sheet").inert = part("side").inert = end !== null;
      button.setAttribute("aria-pressed", String(end !== null));
      diagram.get("eventBus").fire("tools.changed");
    },
  };
}

// Whether the person said yes in the dialog.
function confirmed(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }));
}
