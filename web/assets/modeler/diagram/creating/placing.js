// Where something goes that nobody points at: what was chosen by keyboard or pasted is placed at once, not carried along
// by a mouse that may not be there.
import { getBBox } from "diagram-js/lib/util/Elements";
import { isExpanded } from "bpmn-js/lib/util/DiUtil";
import { isAny, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../words.js";

const CONTAINERS = ["bpmn:Participant", "bpmn:SubProcess"];
const GAP = 40;

export default function Placing(canvas, create, elementRegistry, mouse, modeling, rules, selection, speaker) {
  let byKeyboard = false;

  const start = create.start.bind(create);
  create.start = (event, elements, context) => (byKeyboard ? place([elements].flat(), context) : start(event, elements, context));

  // Menus opened by a key before any mouse moved open in the middle, not in the page's corner.
  const moved = mouse.getLastMoveEvent.bind(mouse);
  mouse.getLastMoveEvent = () => (mouse._lastMoveEvent ? moved() : middleOfWindow());

  // Runs `choose`; what it begins to create is placed at once if `event` came from a key.
  this.choosing = (event, choose) => {
    byKeyboard = event instanceof KeyboardEvent;
    try {
      return choose();
    } finally {
      byKeyboard = false;
    }
  };

  // The free spot nearest to the selection, or to the middle of what is shown: {point, target}.
  this.spotFor = (size) => {
    const beside = selection.get().find((one) => !one.waypoints);
    const view = canvas.viewbox();
    let point = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    if (beside && isContainer(beside)) point = { x: beside.x + 60 + size.width / 2, y: beside.y + beside.height / 2 };
    else if (beside) point = { x: beside.x + beside.width + GAP + size.width / 2, y: beside.y + beside.height / 2 };
    while (taken(point, size)) point = { x: point.x, y: point.y + GAP };
    return { point, target: containerAt(point) };
  };

  const place = (elements, context = {}) => {
    const [first] = elements;
    const host = selection.get()[0];
    const source = context.source;
    if (is(first, "bpmn:BoundaryEvent")) return attach(first, source ?? host);
    const { point, target } = this.spotFor(getBBox(elements));
    const where = rules.allowed("shape.create", { shape: first, target, position: point }) ? target : canvas.getRootElement();
    if (!rules.allowed("shape.create", { shape: first, target: where, position: point })) {
      speaker.say(say("这里不能放这个元素。", "This element cannot be placed here."));
      return;
    }
    const created = source
      ? [modeling.appendShape(source, first, point, where)]
      : modeling.createElements(elements, point, where, context.hints ?? {});
    selection.select(created[0]);
  };

  function attach(event, host) {
    const point = host && { x: host.x + host.width / 2 + 30 * (host.attachers?.length ?? 0), y: host.y + host.height };
    if (!host || !rules.allowed("shape.attach", { shape: event, target: host, position: point })) {
      speaker.say(say("请先选定一项活动，边界事件要附在它上面。", "Select an activity first: a boundary event sits on one."));
      return;
    }
    selection.select(modeling.createElements(event, point, host, { attach: true })[0]);
  }

  function taken(point, size) {
    const left = point.x - size.width / 2 - 10;
    const top = point.y - size.height / 2 - 10;
    return elementRegistry.some(
      (one) =>
        one.width && !one.labelTarget && !isContainer(one) && one.parent && !is(one, "bpmn:Group") &&
        one.x < left + size.width + 20 && one.x + one.width > left && one.y < top + size.height + 20 && one.y + one.height > top,
    );
  }

  function containerAt(point) {
    const around = elementRegistry.filter(
      (one) => isAny(one, CONTAINERS) && one.width && isExpanded(one) && holds(one, point) && canvas.findRoot(one) === canvas.getRootElement(),
    );
    return around.sort((one, other) => one.width * one.height - other.width * other.height)[0] ?? canvas.getRootElement();
  }

  function middleOfWindow() {
    const { left, top, width, height } = canvas.getContainer().getBoundingClientRect();
    return new MouseEvent("mousemove", { clientX: left + width / 2 - 150, clientY: top + height / 4 });
  }
}

Placing.$inject = ["canvas", "create", "elementRegistry", "mouse", "modeling", "rules", "selection", "speaker"];

function isContainer(element) {
  return is(element, "bpmn:Lane") || (isAny(element, CONTAINERS) && isExpanded(element));
}

function holds(shape, point) {
  return point.x > shape.x && point.x < shape.x + shape.width && point.y > shape.y && point.y < shape.y + shape.height;
}
