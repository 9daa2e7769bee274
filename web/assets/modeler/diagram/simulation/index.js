// Token simulation on a copy of the diagram, in a viewer of its own: nothing of it can ever be saved.
import Simulation from "bpmn-js-token-simulation/lib/viewer";
import { makeViewer } from "../viewer.js";
import { translated } from "./words.js";

// place: an empty element over the sheet; returns a function that ends the simulation.
export async function simulate(place, xml, view) {
  const viewer = makeViewer(place, [Simulation]);
  const stopTranslating = translated(place);
  await viewer.importXML(xml);
  viewer.get("canvas").viewbox(view);
  viewer.get("toggleMode").toggleMode(true);
  viewer.get("canvas").focus();
  return () => {
    stopTranslating();
    viewer.destroy();
    place.replaceChildren();
  };
}
