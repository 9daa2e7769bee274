// One typed input of a handler: an expression, or a choice where its values are listed. Left empty it takes the variable of its
// own name, as the engine does; where that is not known and the input is required, the field says so.
import { jsx, jsxs } from "@bpmn-io/properties-panel/preact/jsx-runtime";
import { useState } from "@bpmn-io/properties-panel/preact/hooks";
import { FeelEntry, SelectEntry } from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";
import { say } from "../../words.js";
import { useVariables } from "./variables.js";

const COMPUTED = "=";

export function Argument({ element, id, field, value }) {
  const injector = useService("injector");
  const debounce = useService("debounceInput");
  const translate = useService("translate");
  const variables = useVariables(element);
  const source = value.get(element);
  const [computes, setComputes] = useState(false);
  const label = `${field.label}${field.required ? " *" : ""}`;
  const variable = variables.find(({ name, own }) => name === field.name && !own);
  const lacks = field.required && !source && variables.length > 0 && !variable;
  const shared = { element, label, debounce, translate, description: hint(field, source, variable, lacks) };
  const set = (given) => value.set(injector, element, given);
  const chosen = literal(source);
  const choosing = field.choices.length > 0 && !computes && (!source || field.choices.some((one) => one.value === chosen));
  const entry = choosing
    ? jsx(SelectEntry, {
        ...shared,
        id,
        getValue: () => chosen ?? "",
        setValue: (given) => (given === COMPUTED ? setComputes(true) : set(given ? `="${given}"` : undefined)),
        getOptions: () => [
          { value: "", label: "—" },
          ...field.choices,
          { value: COMPUTED, label: say("用表达式计算……", "By an expression…") },
        ],
      })
    : jsx(FeelEntry, {
        ...shared,
        id,
        feel: field.kind === "text" ? "optional" : "required",
        variables,
        getValue: () => source,
        setValue: (given, error) => {
          if (!error) set(given);
          if (!given) setComputes(false);
        },
      });
  return jsxs("div", { class: source ? "" : "workshop-left", children: [entry, lacks && jsx("span", { class: "workshop-lacks" })] });
}

function hint(field, source, variable, lacks) {
  const parts = [];
  if (field.rows.length)
    parts.push(say("每项有：", "Each has: ") + field.rows.map(({ name, label, required }) => `${name}${required ? "" : "?"} ${label}`).join(say("，", ", ")));
  if (!source && variable) parts.push(say(`不填则取变量 ${field.name}。`, `Left empty, the variable ${field.name} is taken.`));
  if (lacks) parts.push(say(`⚠ 必须填写：这里没有名为 ${field.name} 的变量。`, `⚠ Required: no variable named ${field.name} is known here.`));
  return parts.join(say("", " "));
}

// The text of ="text", or a text that is no expression.
function literal(source) {
  if (!source) return undefined;
  const quoted = source.match(/^=\s*"([^"]*)"\s*$/);
  return quoted ? quoted[1] : source.startsWith("=") ? undefined : source;
}
