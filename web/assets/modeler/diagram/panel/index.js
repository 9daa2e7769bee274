// What the properties panel adds to the editor.
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import "./panel.css";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from "bpmn-js-properties-panel";
import { FeelPopupModule } from "@bpmn-io/properties-panel";
import { provider } from "./provider.js";
import { server } from "./server.js";

export const panelModules = [
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
  FeelPopupModule,
  server,
  provider,
];
