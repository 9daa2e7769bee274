// Walking along the diagram by key: the full stop goes to the next element in flow order, the comma to the one before.
import { describe } from "../kinds.js";
import { inFlowOrder } from "../order.js";
import { say } from "../../words.js";

const STEPS = { Period: 1, Comma: -1 };

export default function Walking(canvas, injector, keyboard, selection, speaker) {
  const contextPad = injector.get("contextPad", false);
  const plain = (event) => !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;

  this.step = (by) => {
    const all = inFlowOrder(canvas.getRootElement()).map(({ element }) => element);
    if (!all.length) return;
    const at = all.indexOf(selection.get()[0]);
    this.go(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  };

  this.go = (element) => {
    const root = canvas.findRoot(element);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    selection.select(element);
    canvas.scrollToElement(element, { top: 80, bottom: 80, left: 120, right: 120 });
    const leads = (element.outgoing ?? []).map((line) => describe(line.target)).join(say("、", ", "));
    const ends = element.waypoints && say(`，从${describe(element.source)}到${describe(element.target)}`, `, from ${describe(element.source)} to ${describe(element.target)}`);
    speaker.say(describe(element) + (ends || (leads ? say(`，通向${leads}`, `, leads to ${leads}`) : "")));
  };

  keyboard.addListener(({ keyEvent }) => {
    if (!plain(keyEvent)) return;
    if (STEPS[keyEvent.code]) this.step(STEPS[keyEvent.code]);
    else if (keyEvent.code === "KeyK" && contextPad && selection.get().length) contextPad.triggerEntry("set-color", "click", keyEvent);
    else if (keyEvent.key === "Escape" && selection.get().length) selection.select(null);
    else return;
    return true;
  });
}

Walking.$inject = ["canvas", "injector", "keyboard", "selection", "speaker"];
