// The buttons above the table. Each does what dmn-js offers by mouse, so that nothing needs one.
export function tools({ element, dmn, shown }) {
  const bar = element.querySelector(".editor-tools");
  const acts = {
    undo: () => act("undo"),
    redo: () => act("redo"),
    rule: () => (selected()?.row ? act("addRuleBelow") : act("addRule")),
    input: () => act("addInput"),
    output: () => act("addOutput"),
    "remove-rule": () => selected()?.row && act("removeRule"),
    "remove-column": () => selected() && act("removeClause"),
    graph: () => shown.open(dmn.modeler.getDefinitions().id),
  };
  // The selection is the cell's, so the button may not take the place from it before it acts.
  bar.addEventListener("mousedown", (event) => event.target.closest("[data-act]") && event.preventDefault());
  bar.addEventListener("click", (event) => acts[event.target.closest("[data-act]")?.dataset.act]?.());
  shown.onShown(draw);
  draw();

  function act(name) {
    return dmn.viewer()?.get("editorActions", false)?.trigger(name);
  }

  function selected() {
    return dmn.viewer()?.get("selection", false)?.get?.();
  }

  function draw() {
    const type = shown.current()?.type;
    for (const one of bar.querySelectorAll("[data-for]")) one.hidden = !dmn.editable || one.dataset.for !== type;
    for (const one of bar.querySelectorAll("[data-edits]")) one.hidden = !dmn.editable;
    element.dataset.view = type ?? "";
  }
}
