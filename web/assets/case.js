// The case page: every diagram of the case with its present position marked.
import { draw, mark, show } from "./diagram.js";

for (const place of document.querySelectorAll("[data-diagram]")) {
  const drawing = await draw(place);
  if (!drawing) continue;
  const marks = JSON.parse(place.dataset.marks);
  mark(drawing, marks);
  show(drawing, marks.find(({ label }) => label)?.element);
  place.dataset.ready = "yes";
}
