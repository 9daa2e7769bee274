// What the panel asks the server: what may be referred to, clauses, handlers, the variables known at an element.
const JSON_ONLY = { Accept: "application/json" };
let token = "";

// The page says of which procedure and file it is; null on pages that only draw.
export function place() {
  const { procedure, file, token: address } = document.getElementById("editor")?.dataset ?? {};
  if (!procedure) return null;
  const workshop = address.replace(/\/token$/, "");
  return { workshop, own: `${workshop}/${encodeURIComponent(procedure)}`, file, token: address };
}

// The answer, or an error where there is none, with the `status` of one that was refused (401: the session is over). `sent`
// goes by POST, with a fresh token where the old one is over.
export async function ask(address, sent, { signal, again = true } = {}) {
  if (sent && !token) token = (await ask(place().token)).token;
  const options = sent
    ? { method: "POST", body: JSON.stringify(sent), headers: { ...JSON_ONLY, "Content-Type": "application/json", "X-CSRFToken": token } }
    : { headers: JSON_ONLY };
  const answer = await fetch(address, { ...options, signal, redirect: "error" });
  if (answer.status === 400 && sent && again) {
    token = "";
    return ask(address, sent, { signal, again: false });
  }
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} ${address}`), { status: answer.status });
  return answer.json();
}

// Lists that change seldom: asked once, and the panel is drawn again when they have come.
function Offered(eventBus) {
  this.lists = { forms: [], decisions: [], processes: [], roles: [], units: [], clauses: [], handlers: [] };
  this.come = false;
  const here = place();
  if (!here) return;
  const asked = [ask(`${here.own}/choices.json`), ask(`${here.workshop}/clauses.json`), ask(`${here.workshop}/templates.json`)];
  Promise.all(asked).then(([choices, clauses, handlers]) => {
    this.lists = { ...choices, clauses, handlers };
    this.come = true;
    eventBus.fire("propertiesPanel.providersChanged");
    eventBus.fire("offered.come");
  }, () => eventBus.fire("offered.failed"));
}
Offered.$inject = ["eventBus"];

// The file as it is drawn, written once a change for the save and all questions that go with it.
function Drawing(bpmnjs, eventBus) {
  let written;
  eventBus.on(["commandStack.changed", "import.done"], 4000, () => {
    written = undefined;
  });
  this.xml = async () => (await (written ??= bpmnjs.saveXML({ format: true }))).xml;
}
Drawing.$inject = ["bpmnjs", "eventBus"];

// The name and the method are those by which every FEEL field of the library asks. One question a change and element.
function VariableResolver(drawing, eventBus) {
  this._drawing = drawing;
  this._answers = new Map();
  eventBus.on(["commandStack.changed", "import.done"], 3000, () => {
    this._answers.clear();
  });
}
VariableResolver.$inject = ["drawing", "eventBus"];

VariableResolver.prototype.getVariablesForElement = function (bo) {
  const id = bo.$type === "bpmn:Participant" ? (bo.processRef?.id ?? bo.id) : bo.id;
  if (!this._answers.has(id)) this._answers.set(id, this._ask(id));
  return this._answers.get(id);
};

VariableResolver.prototype._ask = async function (element) {
  const here = place();
  if (!here) return [];
  try {
    const xml = await this._drawing.xml();
    return (await ask(`${here.own}/variables`, { file: here.file, xml, element })).map(completion);
  } catch {
    return []; // Without the server there is no completion; the document's own line says that it is away.
  }
};

function completion({ entries, type, ...variable }) {
  // "function" alone means something to the editor; every other type is a word for people.
  return { ...variable, detail: type, entries: entries.map(completion) };
}

export const server = {
  __init__: ["offered"],
  drawing: ["type", Drawing],
  offered: ["type", Offered],
  variableResolver: ["type", VariableResolver],
};
