// The kinds of field that the panel has, each from a plain description:
// {id, label, hint, kind, value: {get, set}, options(element, lists), missing, required}.
import { jsx, jsxs } from "@bpmn-io/properties-panel/preact/jsx-runtime";
import { useEffect, useState } from "@bpmn-io/properties-panel/preact/hooks";
import {
  CheckboxEntry,
  FeelEntry,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
  isCheckboxEntryEdited,
  isFeelEntryEdited,
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
} from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";
import { Tokens } from "./tokens.js";

const COMPONENTS = {
  text: [Text, isTextFieldEntryEdited],
  area: [Area, isTextAreaEntryEdited],
  feel: [Feel, isFeelEntryEdited],
  check: [Check, isCheckboxEntryEdited],
  choice: [Choice, isSelectEntryEdited],
  tokens: [Tokens, (node) => Boolean(node?.querySelector?.("li"))],
};

export function entry(described) {
  const [component, isEdited] = COMPONENTS[described.kind];
  return { ...described, component, isEdited };
}

export function entries(...described) {
  return described.flat().filter(Boolean).map(entry);
}

function useField({ element, value, id, label, hint, validate }) {
  const injector = useService("injector");
  return {
    element,
    id,
    label,
    description: hint,
    validate,
    debounce: useService("debounceInput"),
    translate: useService("translate"),
    getValue: () => value.get(element),
    setValue: (given, error) => {
      if (!error) value.set(injector, element, given);
    },
  };
}

function Text(props) {
  return TextFieldEntry(useField(props));
}

function Area(props) {
  return TextAreaEntry({ ...useField(props), autoResize: true, rows: 3 });
}

function Check(props) {
  return CheckboxEntry(useField(props));
}

// feel: "required" (an expression only) or "optional" (a text, or an expression after "=").
function Feel(props) {
  return FeelEntry({ ...useField(props), feel: props.feel ?? "required", variables: useVariables(props.element), placeholder: props.placeholder });
}

export function useVariables(element) {
  const [variables, setVariables] = useState([]);
  const eventBus = useService("eventBus");
  const resolver = useService("variableResolver");
  useEffect(() => {
    let here = true;
    const resolve = () => {
      resolver.getVariablesForElement(element.businessObject, element).then((found) => here && setVariables(found));
    };
    resolve();
    eventBus.on("commandStack.changed", resolve);
    return () => {
      here = false;
      eventBus.off("commandStack.changed", resolve);
    };
  }, [element]);
  return variables;
}

// A choice of what exists. What is set and not among it stays to be seen, marked as missing.
function Choice(props) {
  const lists = useService("offered").lists;
  const field = useField(props);
  const options = props.options(props.element, lists);
  const set = field.getValue();
  const unknown = set && !options.some(({ value }) => value === set);
  const none = props.none === undefined ? [{ value: "", label: "—" }] : props.none === false ? [] : [props.none];
  return SelectEntry({
    ...field,
    getValue: () => set ?? props.absent ?? "",
    getOptions: () => [...none, ...options, ...(unknown ? [{ value: set, label: `${set} ⚠ ${props.missing ?? ""}` }] : [])],
  });
}

export { jsx, jsxs };
