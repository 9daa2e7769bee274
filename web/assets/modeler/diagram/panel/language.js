// FEEL as the engine speaks it: its functions, said in the reader's language, for every field of the panel.
import { jsx } from "@bpmn-io/properties-panel/preact/jsx-runtime";
import { FeelLanguageContext } from "@bpmn-io/properties-panel";
import { say } from "../../words.js";
import functions from "./functions.json";

export const feelLanguage = {
  parserDialect: "camunda",
  builtins: functions.map(({ name, params, zh, en }) => ({
    name,
    type: "function",
    info: say(zh, en),
    params: params.map((one) => ({ name: one })),
  })),
};

const spoken = new WeakMap();

// The same group, with its fields speaking our language. One wrapper a component, or the panel would start anew each time.
export function speaking(group) {
  const { component: Component } = group;
  if (!spoken.has(Component))
    spoken.set(Component, (props) =>
      jsx(FeelLanguageContext.Provider, { value: feelLanguage, children: jsx(Component, props) }),
    );
  return { ...group, component: spoken.get(Component) };
}
