// Diagrams that come without a drawing, or with a part of it, get one: engines and people write such files.
const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI";
const NODES = /(Event|Gateway|[tT]ask|[sS]ubProcess|transaction|callActivity)$/;

// The text, with shapes for every flow node. Nothing is loaded or read twice where all is drawn.
export async function arrangeWhatIsNotDrawn(text) {
  if (isWhole(text)) return text;
  const { drawn } = await import("./drawing.js");
  return drawn(text);
}

function isWhole(text) {
  const file = new DOMParser().parseFromString(text, "application/xml");
  if (file.querySelector("parsererror")) return true;
  const shapes = new Set([...file.getElementsByTagNameNS(BPMNDI, "BPMNShape")].map((one) => one.getAttribute("bpmnElement")));
  const processes = [...file.getElementsByTagNameNS(BPMN, "process")];
  const nodes = processes.flatMap((one) => [...one.getElementsByTagNameNS(BPMN, "*")]).filter((one) => NODES.test(one.localName));
  return nodes.length > 0 && nodes.every((one) => shapes.has(one.getAttribute("id")));
}
