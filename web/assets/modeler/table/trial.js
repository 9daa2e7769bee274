// Tries a decision with values on the server's engine, and shows which rules match.
import { say } from "../words.js";

export function trial({ element, dmn, asked, addresses, marked, shown }) {
  const form = element.querySelector("[data-trial]");
  const fields = form.querySelector("[data-fields]");
  const result = element.querySelector("[data-result]");
  let decision = "";
  let latest = 0;
  let tried = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    ask({ run: true, byHand: true });
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-decision]")) return;
    decision = event.target.value;
    shown.open(decision);
    lay();
  });
  result.addEventListener("click", (event) => {
    const { example, remove, keep, examples, check } = event.target.closest("button")?.dataset ?? {};
    if (example !== undefined) fill(JSON.parse(example));
    if (remove) asked(`${addresses.examples}/${remove}/remove`, {}).then(() => ask({ run: tried }));
    if (keep !== undefined) keepIt();
    if (check !== undefined) ask({ run: tried, check: true });
    if (examples !== undefined) ask({ run: tried, examples: true });
  });
  result.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-name]")) return;
    event.preventDefault();
    keepIt();
  });
  return {
    changed: () => ask({ run: tried }),
    shown() {
      const view = shown.current();
      if (!view || view.type === "drd" || view.id === decision) return;
      decision = view.id;
      lay();
    },
  };

  function lay() {
    tried = false;
    result.replaceChildren();
    marked("rules", []);
    ask({});
  }

  function entered() {
    return Object.fromEntries([...new FormData(form)].filter(([name]) => name));
  }

  function fill(values) {
    for (const control of form.elements) if (control.name) control.value = values[control.name] ?? "";
    ask({ run: true });
  }

  function keepIt() {
    const name = result.querySelector("[data-name]");
    if (name.value.trim()) ask({ name: name.value.trim() }, addresses.examples);
    else name.focus();
  }

  // The rule that decided, or the first of those that contradict each other.
  function bringIntoView(found) {
    const first = found.find(({ mark }) => mark !== "hit");
    const place = first && element.querySelector(`td.rule-index[data-row-id="${CSS.escape(first.rule)}"]`);
    place?.scrollIntoView({ block: "nearest" });
  }

  async function ask(more, address = addresses.try) {
    const mine = ++latest;
    const told = await asked(address, { text: await dmn.text(), decision, entered: entered(), ...more });
    if (mine !== latest) return;
    if (told.state !== "saved") {
      result.textContent = say("服务器暂时没有应答，请稍后再试。", "The server does not answer at the moment. Try again later.");
      return;
    }
    tried ||= Boolean(more.run);
    decision = told.decision ?? decision;
    put(fields, told.form);
    put(result, told.result);
    marked("rules", told.marks.map(({ rule, mark }) => ({ id: rule, mark })));
    if (more.byHand) bringIntoView(told.marks);
  }
}

// New content, without taking the place away from whoever types in the old.
function put(place, html) {
  if (html === undefined) return;
  const at = place.contains(document.activeElement) ? document.activeElement : null;
  const here = at && { id: at.id, label: at.textContent, start: at.selectionStart, end: at.selectionEnd, typed: at.value };
  place.innerHTML = html;
  if (!here) return;
  const same = here.id ? place.querySelector(`#${CSS.escape(here.id)}`) : [...place.querySelectorAll("button")].find((one) => one.textContent === here.label);
  if (!same) return;
  if (here.typed !== undefined && same.matches("input")) same.value = here.typed;
  same.focus();
  if (same.setSelectionRange && here.start !== null && here.start !== undefined) same.setSelectionRange(here.start, here.end);
}
