// The name of a variable: typed, with those known at the element to choose from.
import { jsx, jsxs } from "@bpmn-io/properties-panel/preact/jsx-runtime";
import { useEffect, useState } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";
import { say } from "../../words.js";
import { useVariables } from "./variables.js";

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function VariableName({ element, id, label, hint, value }) {
  const injector = useService("injector");
  const variables = useVariables(element);
  const set = value.get(element) ?? "";
  const [text, setText] = useState(set);
  useEffect(() => setText(set), [set, element]);
  const wrong = text && !NAME.test(text);
  const field = `bio-properties-panel-${id}`;
  const commit = () => {
    if (!wrong && text !== set) value.set(injector, element, text);
  };
  return jsxs("div", {
    class: `bio-properties-panel-entry${wrong ? " has-error" : ""}`,
    "data-entry-id": id,
    children: [
      jsx("label", { class: "bio-properties-panel-label", for: field, children: label }),
      jsx("input", {
        id: field,
        name: id,
        class: "bio-properties-panel-input",
        type: "text",
        spellcheck: false,
        autocomplete: "off",
        list: `${field}-known`,
        value: text,
        "aria-describedby": `${field}-hint`,
        "aria-invalid": wrong ? "true" : "false",
        onInput: ({ target }) => setText(target.value.trim()),
        onChange: commit,
        onBlur: commit,
        onKeyDown: (event) => event.key === "Enter" && commit(),
      }),
      jsx("datalist", {
        id: `${field}-known`,
        children: variables.map((one) => jsx("option", { value: one.name, children: one.label }, one.name)),
      }),
      wrong &&
        jsx("div", {
          class: "bio-properties-panel-error",
          children: say("变量名用字母、汉字、数字和下划线，不以数字开头。", "Letters, digits and underscores, no digit first."),
        }),
      jsx("div", { id: `${field}-hint`, class: "bio-properties-panel-description", children: hint }),
    ],
  });
}
