// The variables known at an element, for the fields that complete them.
import { useEffect, useState } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";

export function useVariables(element) {
  const [variables, setVariables] = useState([]);
  const eventBus = useService("eventBus");
  const resolver = useService("variableResolver");
  useEffect(() => {
    let here = true;
    // A listener that returns something would end the event for those behind it.
    const resolve = () => {
      resolver.getVariablesForElement(element.businessObject).then((found) => here && setVariables(found));
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
