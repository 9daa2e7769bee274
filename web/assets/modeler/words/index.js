import bpmn from "./bpmn.js";
import panel from "./panel.js";
import feel from "./feel.js";

// English sentences of the packages with their Chinese.
export const catalogue = { ...bpmn, ...panel, ...feel };
