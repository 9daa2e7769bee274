// Where on the canvas an id of the file is, and what the reader calls it.
import { say } from "../../words.js";
import { properties } from "../panel/values.js";

// The element itself, or the pool or plane of a process.
export function shapeOf(id, elementRegistry) {
  if (!id) return undefined;
  const own = elementRegistry.get(id);
  return own ?? elementRegistry.find((element) => element.businessObject?.get?.("processRef")?.id === id);
}

export function nameOf({ businessObject }, { name, element }) {
  const english = properties(businessObject).find((one) => one.get("name") === "name:en")?.get("value");
  return say(name, english || name) || element;
}
