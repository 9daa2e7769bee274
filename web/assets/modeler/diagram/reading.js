// What the list of elements needs of a diagram that nobody may change.
import Walking from "./keyboard/walking.js";
import Leaving from "./keyboard/leaving.js";
import Speaker from "./creating/speaker.js";
import KeyboardModule from "diagram-js/lib/features/keyboard";
import SelectionModule from "diagram-js/lib/features/selection";

export const reading = {
  __depends__: [KeyboardModule, SelectionModule],
  __init__: ["walking", "leaving"],
  speaker: ["type", Speaker],
  leaving: ["type", Leaving],
  walking: ["type", Walking],
};
