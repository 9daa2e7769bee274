// A group of lines that people add and take away, each with fields of its own: {group, label, add, lines, behind}, and of a line
// {label, remove, entries}. What add and remove give are commands. Ids of fields are those of the group and of the line before them.
import { ListGroup } from "@bpmn-io/properties-panel";
import { say } from "../../words.js";
import { entries } from "./entries.js";
import { run } from "./values.js";

export function list(injector, { group, label, add, lines }) {
  const doing = (commands) => (event) => {
    event.stopPropagation();
    run(injector, commands());
  };
  return {
    group,
    label,
    component: ListGroup,
    add: doing(add),
    items: lines.map((line, at) => ({
      id: `${group}-${at}`,
      label: line.label || say("（空）", "(empty)"),
      remove: doing(line.remove),
      entries: entries(line.entries.filter(Boolean).map((one) => ({ ...one, id: `${group}-${at}-${one.id}` }))),
    })),
  };
}
