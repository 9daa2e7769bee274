// The audit page: the diagram as it stood after each step. Positions are computed by the server; this shows them.
import { draw, mark, show } from "./diagram.js";

const slider = document.getElementById("step");
const said = document.getElementById("step-said");
const frames = JSON.parse(document.getElementById("frames").textContent);
const drawings = [];
const follow = matchMedia("(max-width: 40rem)").matches;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function go(step, { scroll = true } = {}) {
  const last = frames.length - 1;
  const at = Math.min(Math.max(step, 0), last);
  slider.value = at;
  const frame = frames[at];
  slider.setAttribute("aria-valuetext", frame.said);
  said.textContent = frame.said;
  const marks = [...trail(at), ...frame.marks];
  for (const { place, process, version, drawing } of drawings) {
    // Each step stands on the diagram of the version that executed it.
    const sheet = place.closest("section");
    const appears = sheet.hidden && version === frame.version;
    sheet.hidden = version !== frame.version;
    if (sheet.hidden) continue;
    mark(drawing, marks.filter((one) => one.process === process));
    if (follow || appears) show(drawing, marks.find((one) => one.process === process && one.label)?.element);
  }
  for (const item of document.querySelectorAll(".journal > li")) {
    const current = Number(item.dataset.step) === at;
    item.classList.toggle("current", current);
    if (current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    if (current && scroll) reveal(item);
  }
  document.querySelector('[data-go="first"]').disabled = at === 0;
  document.querySelector('[data-go="back"]').disabled = at === 0;
  document.querySelector('[data-go="forward"]').disabled = at === last;
  document.querySelector('[data-go="last"]').disabled = at === last;
}

// What the steps up to here went through.
function trail(at) {
  const seen = new Map();
  for (const { passed } of frames.slice(0, at + 1)) {
    for (const one of passed) seen.set(`${one.process} ${one.element}`, one);
  }
  return [...seen.values()];
}

function reveal(item) {
  const list = item.closest(".journal-scroll");
  if (!list || list.scrollHeight <= list.clientHeight) return;
  list.scrollTo({ top: item.offsetTop - list.clientHeight / 3, behavior: still ? "auto" : "smooth" });
}

for (const place of document.querySelectorAll("[data-diagram]")) {
  const drawing = await draw(place);
  if (!drawing) continue;
  const { process, version } = place.dataset;
  drawings.push({ place, process, version, drawing });
  show(drawing, frames.at(-1).marks.find((one) => one.process === place.dataset.process && one.label)?.element);
  place.dataset.ready = "yes";
}

const moves = { first: () => 0, back: (at) => at - 1, forward: (at) => at + 1, last: () => frames.length - 1 };
slider.addEventListener("input", () => go(Number(slider.value)));
document.querySelector(".replay").addEventListener("click", (event) => {
  const move = moves[event.target.closest("button")?.dataset.go];
  if (move) go(move(Number(slider.value)));
});
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const move = { ArrowLeft: moves.back, ArrowRight: moves.forward, Home: moves.first, End: moves.last }[event.key];
  if (!move) return;
  event.preventDefault();
  go(move(Number(slider.value)));
});
document.querySelector(".journal").addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (button) go(Number(button.dataset.show), { scroll: false });
});
go(Number(slider.value), { scroll: false });
