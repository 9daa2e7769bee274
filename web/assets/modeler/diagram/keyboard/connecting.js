// Connecting without a mouse: a menu of everything that the selected element may lead to.
import { describe, kindOf, nameOf } from "../kinds.js";
import { inFlowOrder } from "../order.js";
import { say } from "../../words.js";

export default function Connecting(canvas, eventBus, keyboard, modeling, popupMenu, rules, selection, speaker) {
  popupMenu.registerProvider("connect-to", {
    getPopupMenuEntries: (source) =>
      Object.fromEntries(
        this.targets(source).map((target) => [
          `connect-to-${target.id}`,
          {
            label: nameOf(target) || target.id,
            description: kindOf(target),
            action: () => this.connect(source, target),
          },
        ]),
      ),
  });

  // What a line may lead to from `source`, in flow order.
  this.targets = (source) =>
    inFlowOrder(canvas.getRootElement())
      .map(({ element }) => element)
      .filter((target) => target !== source && rules.allowed("connection.create", { source, target }));

  this.connect = (source, target) => {
    modeling.connect(source, target);
    selection.select(target);
    speaker.say(say(`已从${describe(source)}连到${describe(target)}。`, `Connected ${describe(source)} to ${describe(target)}.`));
  };

  this.open = (source) => {
    const { left, top, width } = canvas.getContainer().getBoundingClientRect();
    const position = { x: left + width / 2 - 150, y: top + 60 };
    popupMenu.open(source, "connect-to", position, { title: say("连到……", "Connect to…"), width: 300, search: true });
  };

  eventBus.on("editorActions.init", 400, ({ editorActions }) => {
    editorActions.register("connectTo", () => {
      const [source] = selection.get();
      if (!source) speaker.say(say("请先选定一个元素。", "Select an element first."));
      else this.open(source);
    });
    keyboard.addListener(({ keyEvent }) => {
      if (!keyEvent.shiftKey || keyEvent.ctrlKey || keyEvent.metaKey || keyEvent.altKey || keyEvent.code !== "KeyC") return;
      editorActions.trigger("connectTo");
      return true;
    });
  });
}

Connecting.$inject = ["canvas", "eventBus", "keyboard", "modeling", "popupMenu", "rules", "selection", "speaker"];
