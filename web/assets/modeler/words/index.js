import bpmn from "./bpmn.js";
import decisions from "./decisions.js";
import panel from "./panel.js";
import feel from "./feel.js";

// English sentences of the packages with their Chinese.
export const catalogue = { ...decisions, ...bpmn, ...panel, ...feel };
