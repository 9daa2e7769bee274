// The same diagram for those who only read it.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { textRenderer } from "./appearance.js";
import { vocabulary } from "./vocabulary.js";
import { words } from "./words.js";

export function makeViewer(sheet, modules = []) {
  return new NavigatedViewer({
    container: sheet,
    textRenderer,
    moddleExtensions: vocabulary,
    additionalModules: [words, ...modules],
  });
}
