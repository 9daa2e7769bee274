// The libraries' looks and ours, in the order in which they override one another. All are here: those of parts that are
// loaded later would not come with them.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./icons.css";
import "bpmn-js-color-picker/colors/color-picker.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import "./panel/panel.css";
import "./lint/lint.css";
import "./editor.css";
