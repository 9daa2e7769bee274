// What the properties panel adds to the editor.
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
