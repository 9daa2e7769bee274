// Remarks on elements: read from and written to the server, and a panel that shows them.
//
//   const remarks = await openRemarks(document.getElementById("editor"), place);
//   remarks.select(element, name)     the panel shows this element's threads ("" for those of the whole file)
//   remarks.open()                    Map: element id to how many open threads it has, for marks on the canvas
//   remarks.onChanged(() => …)        after threads were loaded, added, resolved or opened again
//   remarks.onChosen((element) => …)  somebody chose an element in the panel's list
import { moment, say } from "./words.js";

export async function openRemarks(editor, place) {
  const { procedure, file, token, remarks: address } = editor.dataset;
  const readOnly = "readonly" in editor.dataset;
  const heard = { changed: () => {}, chosen: () => {} };
  let threads = [];
  let selected = null; // {element, name}; null shows all
  let everything = false; // resolved ones too
  let problem = "";
  const typed = new Map(); // what is being written, by thread or element, however often the panel is drawn

  async function load() {
    const answer = await fetch(`${address}?file=${encodeURIComponent(file)}`, { headers: { Accept: "application/json" } });
    if (answer.ok) threads = (await answer.json()).threads;
    problem = answer.ok ? "" : unreachable();
    draw();
    heard.changed();
  }

  const add = (element, text, thread = "") => send(address, { file, element, text, thread });
  const resolve = (thread, resolved = true) => send(`${address}/${thread}/resolve`, { file, open: resolved ? "" : "yes" });

  // true when the server has it; else the panel says why, and nothing typed goes.
  async function send(to, body) {
    try {
      const { token: csrf } = await (await fetch(token, { headers: { Accept: "application/json" } })).json();
      const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf };
      const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify(body) });
      const said = await answer.json();
      problem = answer.ok ? "" : said.title;
      if (answer.ok) threads = said.threads;
    } catch {
      problem = unreachable();
    }
    if (!problem) draw();
    else place.querySelector("[data-problem]").textContent = problem;
    if (!problem) heard.changed();
    return !problem;
  }

  function draw() {
    const inside = place.contains(document.activeElement);
    const shown = threads.filter((one) => (everything || !one.resolved_at) && (!selected || one.element === selected.element));
    place.replaceChildren(
      made("h2", { textContent: selected ? say(`批注：${selected.name || file}`, `Remarks: ${selected.name || file}`) : say("批注", "Remarks") }),
      made("p", { role: "alert", className: "error", textContent: problem }, { problem: "" }),
      made("ul", { className: "threads" }, {}, shown.map(thread)),
      ...(shown.length ? [] : [made("p", { className: "muted", textContent: say("没有批注。", "No remarks.") })]),
      ...(readOnly ? [] : [form(`@${selected?.element ?? ""}`, say("写批注", "Write a remark"), (text) => add(selected?.element ?? "", text))]),
      tick(),
    );
    if (inside) place.querySelector("textarea, input")?.focus();
  }

  function thread(one) {
    const name = made("button", { type: "button", className: "quiet", textContent: one.element || say("整个文件", "The whole file") });
    name.addEventListener("click", () => heard.chosen(one.element));
    const said = one.remarks.map((remark) =>
      made("p", { className: "remark" }, {}, [
        made("strong", { textContent: remark.by }),
        ` ${moment(remark.at)}`,
        made("br"),
        remark.text,
      ]),
    );
    const settled = one.resolved_at
      ? [made("p", { className: "muted", textContent: say(`${one.resolved_by}已解决`, `Resolved by ${one.resolved_by}`) })]
      : [];
    return made("li", {}, { thread: one.id }, [...(selected ? [] : [name]), ...said, ...settled, ...(readOnly ? [] : actions(one))]);
  }

  function actions(one) {
    const settle = made("button", {
      type: "button",
      className: "secondary small",
      textContent: one.resolved_at ? say("重新打开", "Open again") : say("已解决", "Resolved"),
    });
    settle.addEventListener("click", () => resolve(one.id, !one.resolved_at));
    const answer = made("details", { open: typed.has(one.id) }, {}, [
      made("summary", { textContent: say("答复", "Answer") }),
      form(one.id, say("答复", "Answer"), (text) => add(one.element, text, one.id)),
    ]);
    return [answer, settle];
  }

  function form(key, label, act) {
    const text = made("textarea", { rows: 2, required: true, maxLength: 4000, value: typed.get(key) ?? "" });
    text.addEventListener("input", () => typed.set(key, text.value));
    const button = made("button", { className: "secondary small", textContent: say("发送", "Send") });
    const found = made("form", {}, {}, [made("label", {}, {}, [label, text]), button]);
    let sending = false; // a disabled button would lose the keyboard's place
    found.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (sending) return;
      sending = true;
      const written = text.value;
      typed.delete(key);
      if (await act(written.trim())) return;
      typed.set(key, written);
      sending = false;
    });
    return found;
  }

  function tick() {
    const box = made("input", { type: "checkbox", checked: everything });
    box.addEventListener("change", () => {
      everything = box.checked;
      draw();
    });
    return made("label", { className: "tick" }, {}, [box, say("也显示已解决的", "Show resolved ones, too")]);
  }

  await load();
  return {
    load,
    add,
    resolve,
    select(element, name = "") {
      selected = element === null ? null : { element, name };
      draw();
    },
    open() {
      const counted = new Map();
      for (const one of threads) if (!one.resolved_at) counted.set(one.element, (counted.get(one.element) ?? 0) + 1);
      return counted;
    },
    onChanged: (hear) => (heard.changed = hear),
    onChosen: (hear) => (heard.chosen = hear),
  };
}

function unreachable() {
  return say("服务器暂时联系不上，请稍后再试。", "The server cannot be reached. Try again later.");
}

function made(name, properties = {}, data = {}, inside = []) {
  const element = document.createElement(name);
  const { role, ...others } = properties;
  if (role) element.setAttribute("role", role);
  Object.assign(element, others);
  Object.assign(element.dataset, data);
  element.append(...inside);
  return element;
}
