// Where on the canvas an id of the file is: the element itself, or the pool or plane of a process.
export function shapeOf(id, elementRegistry) {
  if (!id) return undefined;
  const own = elementRegistry.get(id);
  return own ?? elementRegistry.find((element) => element.businessObject?.get?.("processRef")?.id === id);
}
