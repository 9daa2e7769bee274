import Composing from "./composing.js";
import Menus from "./menus.js";
import Placing from "./placing.js";
import Speaker from "./speaker.js";

export const creating = {
  __init__: ["placing", "menus", "composing"],
  speaker: ["type", Speaker],
  placing: ["type", Placing],
  composing: ["type", Composing],
  menus: ["type", Menus],
};
