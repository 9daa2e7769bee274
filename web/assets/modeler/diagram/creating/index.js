import Menus from "./menus.js";
import Placing from "./placing.js";
import Speaker from "./speaker.js";

export const creating = {
  __init__: ["placing", "menus"],
  speaker: ["type", Speaker],
  placing: ["type", Placing],
  menus: ["type", Menus],
};
