// dmn-js over one document: an editor, or a viewer where nothing may be changed.
import { feelBuiltins } from "@camunda/feel-builtins";
import { DmnPropertiesPanelModule, DmnPropertiesProviderModule } from "dmn-js-properties-panel";
import Modeler from "dmn-js/lib/Modeler";
import NavigatedViewer from "dmn-js/lib/NavigatedViewer";
import { chinese, say, translateModule } from "../words.js";
import { catalogue } from "../words/index.js";
import { variablesModule } from "./variables.js";

const FONT = '"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif';
const CALENDAR = [
  { name: "is working day", type: "function", params: [{ name: "date" }] },
  { name: "add working days", type: "function", params: [{ name: "date" }, { name: "number" }] },
  { name: "working days between", type: "function", params: [{ name: "from" }, { name: "to" }] },
];

// { modeler, editable, text(), show(text), onChanged(hear), viewer() }
export async function openModeler(element, doc) {
  const words = translateModule(catalogue);
  const container = element.querySelector("[data-dmn]");
  const properties = element.querySelector("[data-properties]");
  const hears = [];
  let editable = !doc.readOnly;
  let modeler = editable ? editor() : viewer();
  const dmn = {
    get modeler() {
      return modeler;
    },
    get editable() {
      return editable;
    },
    text: async () => (editable ? (await modeler.saveXML({ format: true })).xml : doc.text),
    viewer: () => modeler.getActiveViewer(),
    onChanged: (hear) => hears.push(hear),
    show,
  };
  await show(doc.text);
  return dmn;

  async function show(text) {
    const complaints = await opened(text);
    if (!complaints.length || !editable) return;
    // What it cannot hold it would drop when it saves, so it only shows.
    editable = false;
    element.dataset.lossy = "true";
    modeler.destroy();
    properties.replaceChildren();
    modeler = viewer();
    await opened(text);
    tell(element, complaints);
  }

  async function opened(text) {
    try {
      const { warnings } = await modeler.importXML(text);
      return warnings.map(({ message }) => message);
    } catch (problem) {
      return [problem.message];
    }
  }

  function editor() {
    const made = new Modeler({
      container,
      common: {
        additionalModules: [words],
        feelLanguageContext: { builtins: [...feelBuiltins, ...CALENDAR] },
        keyboard: { bind: true },
      },
      drd: {
        ...fonts(),
        propertiesPanel: { parent: properties },
        additionalModules: [words, DmnPropertiesPanelModule, DmnPropertiesProviderModule],
      },
      decisionTable: { additionalModules: [words, variablesModule] },
      literalExpression: { additionalModules: [words, variablesModule] },
      boxedExpression: { additionalModules: [words, variablesModule] },
    });
    made.on("viewer.created", ({ viewer }) => viewer.on("commandStack.changed", () => hears.forEach((hear) => hear())));
    return made;
  }

  function viewer() {
    const each = { additionalModules: [words] };
    const made = new NavigatedViewer({
      container,
      drd: { ...fonts(), ...each },
      decisionTable: each,
      literalExpression: each,
      boxedExpression: each,
    });
    return made;
  }
}

function fonts() {
  return { textRenderer: { defaultStyle: { fontFamily: FONT, fontSize: chinese ? 13 : 12 } } };
}

function tell(element, complaints) {
  const bar = document.createElement("div");
  bar.className = "notice notice-warning editor-bar";
  bar.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.textContent = say(
    `此文件只能查看：编辑器不认识其中的一些内容，保存会丢失它们（${complaints[0]}）。请用文本编辑器修改后再导入。`,
    `This file is read only here: the editor does not know some of what is in it and would lose it (${complaints[0]}). Change the file outside and import it.`,
  );
  bar.append(said);
  element.querySelector("[data-bars]").append(bar);
}
