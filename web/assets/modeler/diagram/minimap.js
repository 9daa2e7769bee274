// The overview in the corner, loaded when somebody first asks for it.
import Minimap from "diagram-js-minimap";

export function openMinimap(diagram) {
  const minimap = diagram.get("injector").createChild([Minimap]).get("minimap");
  // It comes after the elements that it would have counted.
  minimap._dirty = true;
  minimap.open();
  return minimap;
}
