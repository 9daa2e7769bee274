// Names to complete in cells: what dmn-js finds in the graph, and every variable that a column of the file reads.
const NAME = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

class ColumnVariables {
  static $inject = ["variableResolver"];

  constructor(variableResolver) {
    variableResolver.registerProvider(this);
  }

  getVariables(variables, element) {
    const known = new Map(variables.map((one) => [one.name, one]));
    for (const decision of rootOf(element).drgElement ?? []) {
      const name = decision.variable?.name;
      if (name && decision !== holder(element)) known.set(name, { name, info: decision.name });
      for (const column of decision.decisionLogic?.input ?? []) {
        const text = column.inputExpression?.text?.trim() ?? "";
        if (NAME.test(text)) known.set(text, { name: text, info: column.label ?? "", typeRef: column.inputExpression.typeRef });
      }
    }
    return [...known.values()];
  }
}

function rootOf(element) {
  while (element.$parent) element = element.$parent;
  return element;
}

function holder(element) {
  while (element && element.$type !== "dmn:Decision") element = element.$parent;
  return element;
}

export const variablesModule = {
  __init__: ["columnVariables"],
  columnVariables: ["type", ColumnVariables],
};
