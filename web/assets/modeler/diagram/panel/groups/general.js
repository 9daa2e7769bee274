// English name and description: what people read who chose English.
import { getBusinessObject, isAny } from "bpmn-js/lib/util/ModelUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { processOf, property } from "../values.js";

const UNNAMED = ["bpmn:DataInputAssociation", "bpmn:DataOutputAssociation", "bpmn:Association", "bpmn:Collaboration"];

export function* additionsFor(element) {
  if (isAny(element, UNNAMED)) return;
  const behindGroup = is(element, "bpmn:Group") ? (bo) => bo.get("categoryValueRef") : (bo) => bo;
  const own = (one) => behindGroup(getBusinessObject(one));
  if (!own(element)) return;
  const english = { id: "nameEn", kind: "text", label: say("英文名称", "English name"), value: property("name:en", own) };
  yield { group: "general", before: "id", entries: [english] };
  yield {
    group: "documentation",
    label: say("说明", "Documentation"),
    entries: [
      { id: "documentationEn", kind: "area", label: say("英文说明", "Documentation in English"), value: property("documentation:en", own) },
    ],
  };
  if (is(element, "bpmn:Participant") && processOf(element))
    yield {
      group: "documentation",
      entries: [
        { id: "processNameEn", kind: "text", label: say("流程的英文名称", "English name of the process"), value: property("name:en", processOf) },
        {
          id: "processDocumentationEn",
          kind: "area",
          label: say("流程的英文说明", "Documentation of the process in English"),
          value: property("documentation:en", processOf),
        },
      ],
    };
}
