// The editor's canvas: bpmn-js with the engine's vocabulary and what makes it usable in both languages and by keyboard.
import Modeler from "bpmn-js/lib/Modeler";
import ZeebeBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";
import Colours from "bpmn-js-color-picker";
import { textRenderer } from "./appearance.js";
import { vocabulary } from "./vocabulary.js";
import { clipboard } from "./clipboard.js";
import { creating } from "./creating/index.js";
import { keyboard } from "./keyboard/index.js";
import { ordering } from "./ordering.js";
import { panelModules } from "./panel/index.js";
import { lintModules } from "./lint/index.js";
import { words } from "./words.js";

// sheet: where the diagram is drawn; panel: where the properties go.
export function makeModeler(sheet, panel) {
  return new Modeler({
    container: sheet,
    textRenderer,
    moddleExtensions: vocabulary,
    propertiesPanel: { parent: panel },
    additionalModules: [
      words,
      ZeebeBehaviors,
      CreateAppendAnythingModule,
      Colours,
      creating,
      clipboard,
      keyboard,
      ordering,
      ...panelModules,
      ...lintModules,
    ],
  });
}
