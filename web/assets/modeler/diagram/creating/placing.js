// Where something goes that nobody points at: what was chosen by keyboard or pasted is placed at once, not carried along
// by a mouse that may not be there.
import { getBBox } from "diagram-js/lib/util/Elements";
import { getNewShapePosition } from "bpmn-js/lib/features/auto-place/BpmnAutoPlaceUtil";
import { isExpanded } from "bpmn-js/lib/util/DiUtil";
import { isAny, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../words.js";

const CONTAINERS = ["bpmn:Participant", "bpmn:SubProcess"];
const GAP = 40;

export default function Placing(canvas, create, elementRegistry, eventBus, mouse, modeling, rules, selection, speaker) {
  let byKeyboard = false;

  const start = create.start.bind(create);
  create.start = (event, elements, context) => (byKeyboard ? place([elements].flat(), context) : start(event, elements, context));

  // What is appended goes where bpmn-js would put it, or beside that where something stands already.
  eventBus.on("autoPlace", 1500, ({ shape, source }) => {
    const wanted = getNewShapePosition(source, shape, elementRegistry);
    return around(wanted).find((point) => !taken(point, shape)) ?? wanted;
  });

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
    const within = beside && isContainer(beside);
    const view = canvas.viewbox();
    const from = within
      ? { x: beside.x + 60 + size.width / 2, y: beside.y + beside.height / 2 }
      : beside
        ? { x: beside.x + beside.width + GAP + size.width / 2, y: beside.y + beside.height / 2 }
        : { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const target = homeOf(beside, from);
    const spots = around(from).filter((point) => !target.width || contains(target, point, size));
    return { point: spots.find((point) => !taken(point, size)) ?? spots[0] ?? from, target };
  };

  const place = (elements, context = {}) => {
    const [first] = elements;
    const host = selection.get()[0];
    const source = context.source;
    if (is(first, "bpmn:BoundaryEvent")) return attach(first, source ?? host);
    const isPool = is(first, "bpmn:Participant");
    const { point, target } = isPool ? belowAll() : this.spotFor(sizeOf(elements));
    if (!rules.allowed("shape.create", { shape: first, target, position: point })) {
      speaker.say(say("这里不能放这个元素。", "This element cannot be placed here."));
      return;
    }
    const created = source
      ? [modeling.appendShape(source, first, point, target)]
      : modeling.createElements(elements, point, target, context.hints ?? {});
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
    return elementRegistry.getAll().some(
      (one) =>
        one.width && !one.labelTarget && !isContainer(one) && one.parent && !is(one, "bpmn:Group") &&
        one.x < left + size.width + 20 && one.x + one.width > left && one.y < top + size.height + 20 && one.y + one.height > top,
    );
  }

  // What a new element belongs to: the container that is selected or holds what is selected, else the one at the point.
  function homeOf(beside, point) {
    if (beside && is(beside, "bpmn:Lane")) return poolOf(beside);
    if (beside && isContainer(beside)) return beside;
    if (beside?.parent && !beside.labelTarget) return beside.parent;
    const root = canvas.getRootElement();
    const here = root.children.length ? elementRegistry.getAll().filter((one) => isAny(one, CONTAINERS) && one.width && isExpanded(one) && canvas.findRoot(one) === root) : [];
    const holding = here.filter((one) => contains(one, point, { width: 0, height: 0 }));
    const smallest = holding.sort((one, other) => one.width * one.height - other.width * other.height)[0];
    return smallest ?? (is(root, "bpmn:Collaboration") ? here.find((one) => is(one, "bpmn:Participant")) : null) ?? root;
  }

  function belowAll() {
    const root = canvas.getRootElement();
    const drawn = root.children.length ? getBBox(root.children) : { x: 160, y: 80, width: 600, height: 0 };
    return { point: { x: drawn.x + 300, y: drawn.y + drawn.height + 200 }, target: root };
  }

  function middleOfWindow() {
    const { left, top, width, height } = canvas.getContainer().getBoundingClientRect();
    return new MouseEvent("mousemove", { clientX: left + width / 2 - 150, clientY: top + height / 4 });
  }
}

Placing.$inject = ["canvas", "create", "elementRegistry", "eventBus", "mouse", "modeling", "rules", "selection", "speaker"];

function isContainer(element) {
  return is(element, "bpmn:Lane") || (isAny(element, CONTAINERS) && isExpanded(element));
}

// New elements have no place yet; several that belong together have places to one another.
function sizeOf([first, ...more]) {
  return more.length ? getBBox([first, ...more]) : { width: first.width, height: first.height };
}

function poolOf(lane) {
  return is(lane.parent, "bpmn:Lane") ? poolOf(lane.parent) : lane.parent;
}

function contains(container, point, size) {
  const [across, along] = [size.width / 2 + 5, size.height / 2 + 5];
  return (
    point.x - across > container.x && point.x + across < container.x + container.width &&
    point.y - along > container.y && point.y + along < container.y + container.height
  );
}

// Points to try, the nearest first: rightwards, below and above.
function around({ x, y }) {
  const points = [];
  for (let right = 0; right <= 16; right += 1) {
    for (let down = -12; down <= 12; down += 1) points.push({ x: x + right * GAP, y: y + down * GAP, far: right + Math.abs(down) * 1.1 + (down < 0 ? 0.5 : 0) });
  }
  return points.sort((one, other) => one.far - other.far).map((point) => ({ x: point.x, y: point.y }));
}
