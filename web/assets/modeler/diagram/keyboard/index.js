import Connecting from "./connecting.js";
import Walking from "./walking.js";
import Pasting from "./pasting.js";

export const keyboard = {
  __init__: ["connecting", "walking", "pasting"],
  connecting: ["type", Connecting],
  walking: ["type", Walking],
  pasting: ["type", Pasting],
};
