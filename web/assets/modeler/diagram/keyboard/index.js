import Connecting from "./connecting.js";
import Leaving from "./leaving.js";
import Walking from "./walking.js";
import Pasting from "./pasting.js";

export const keyboard = {
  __init__: ["connecting", "walking", "pasting", "leaving"],
  connecting: ["type", Connecting],
  walking: ["type", Walking],
  leaving: ["type", Leaving],
  pasting: ["type", Pasting],
};
