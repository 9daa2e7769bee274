// The kinds of field that the panel has, each from a plain description:
// {id, label, hint, kind, value: {get, set}, options(element, lists), missing, required}.
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
import { VariableName } from "./variable.js";
import { useVariables } from "./variables.js";

const COMPONENTS = {
  text: [Text, isTextFieldEntryEdited],
  area: [Area, isTextAreaEntryEdited],
  feel: [Feel, isFeelEntryEdited],
  check: [Check, isCheckboxEntryEdited],
  choice: [Choice, isSelectEntryEdited],
  variable: [VariableName, isTextFieldEntryEdited],
  tokens: [Tokens, (node) => node?.dataset.chosen === "yes"],
};

export function entry(described) {
  if (described.component) return described;
  const [component, isEdited] = COMPONENTS[described.kind];
  const edited = (node) => isEdited(node) && (described.absent === undefined || node.value !== described.absent);
  return { ...described, component, isEdited: edited };
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
  return FeelEntry({ ...useField(props), feel: props.feel ?? "required", variables: useVariables(props.element) });
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
