// Data stores that all cases share, and what a step reads from and writes into data.
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { create, definitions, property, roots, run, update } from "../values.js";

const FRESH = "+";

export function* additionsFor(element) {
  if (is(element, "bpmn:DataStoreReference")) yield* store(element);
  if (isAny(element, ["bpmn:DataInputAssociation", "bpmn:DataOutputAssociation"])) yield association(element);
}

function* store(element) {
  const bo = getBusinessObject(element);
  const table = bo.get("dataStoreRef");
  yield {
    group: "store",
    label: say("数据存储", "Data store"),
    behind: "general",
    entries: [
      {
        id: "dataStore",
        kind: "choice",
        label: say("哪个数据存储", "Which data store"),
        hint: say("数据存储是所有案件共用的表。", "A data store is a table that all cases share."),
        options: (one) => [
          ...roots(one, "bpmn:DataStore").map((found) => ({ value: found.id, label: found.name || found.id })),
          { value: FRESH, label: say("新建……", "Create new …") },
        ],
        value: { get: () => table?.id, set: (injector, one, id) => run(injector, referring(injector, one, bo, id)) },
      },
      table && {
        id: "dataStoreName",
        kind: "text",
        label: say("表名", "Name of the table"),
        value: { get: () => table.get("name"), set: (injector, one, name) => run(injector, [update(one, table, { name })]) },
      },
      {
        id: "storeKey",
        kind: "feel",
        feel: "required",
        label: say("哪一行", "Which row"),
        hint: say("结果是文本或数字，例如 =caseNumber。", "Yields a text or a number, such as =caseNumber."),
        value: property("key"),
      },
      {
        id: "storeVariable",
        kind: "variable",
        label: say("表达式中怎样称呼这一行", "What expressions call the row"),
        hint: say(`不填则用 ${bo.id}。`, `Left empty: ${bo.id}.`),
        value: property("variable"),
      },
    ],
  };
}

function association(element) {
  const bo = getBusinessObject(element);
  const reads = is(element, "bpmn:DataInputAssociation");
  const assigned = (name) => ({
    get: () => bo.get("assignment")?.[0]?.get(name)?.get("body"),
    set: (injector, one, body) => run(injector, assigning(injector, one, bo, name, body)),
  });
  return {
    group: "moving",
    label: reads ? say("读取", "Reading") : say("写入", "Writing"),
    entries: [
      {
        id: "assignmentFrom",
        kind: "feel",
        feel: "required",
        label: reads ? say("读取什么", "What is read") : say("写入什么", "What is written"),
        hint: reads
          ? say("例如 =Ref_Results.onTime。", "Such as =Ref_Results.onTime.")
          : say("整行的内容，例如 ={onTime: true}；写 =null 即删除这一行。", "The whole row, such as ={onTime: true}; =null deletes it."),
        value: assigned("from"),
      },
      {
        id: "assignmentTo",
        kind: reads ? "variable" : "text",
        label: reads ? say("存入变量", "Into the variable") : say("写到哪里", "Into"),
        hint: reads ? "" : say("数据存储引用或数据对象的标识。", "The id of the data store reference or data object."),
        value: assigned("to"),
      },
    ],
  };
}

function assigning(injector, element, bo, name, body) {
  const present = bo.get("assignment")?.[0];
  const text = create(injector, "bpmn:FormalExpression", { body });
  if (present) return [update(element, present, { [name]: text })];
  const other = name === "from" ? "to" : "from";
  const target = is(bo, "bpmn:DataOutputAssociation") ? bo.get("targetRef")?.id : "";
  const made = create(injector, "bpmn:Assignment", {
    [name]: text,
    [other]: create(injector, "bpmn:FormalExpression", { body: other === "to" ? target : "=null" }),
  }, bo);
  return [update(element, bo, { assignment: [made] })];
}

function referring(injector, element, bo, id) {
  const found = roots(element, "bpmn:DataStore").find((one) => one.id === id);
  if (id !== FRESH) return [update(element, bo, { dataStoreRef: found })];
  const root = definitions(element);
  const made = create(injector, "bpmn:DataStore", { name: bo.get("name") || "store" }, root);
  return [update(element, root, { rootElements: [...root.get("rootElements"), made] }), update(element, bo, { dataStoreRef: made })];
}
