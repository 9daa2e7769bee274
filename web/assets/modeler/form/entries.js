// The inputs of the properties: each shows one property and gives back what it became. `at` is one entry of KINDS.
import FeelEditor from "@bpmn-io/feel-editor";

const REST = 250;
let number = 0;

export function line(at, { value, write, translate, type = "text", check = () => "" }) {
  const id = next();
  const input = element("input", { id, type: "text", value: value ?? "", autocomplete: "off" });
  if (type !== "text") input.inputMode = "decimal";
  const error = element("p", { className: "error", id: `${id}-error`, hidden: true });
  settle(input, () => {
    const text = input.value.trim();
    const wrong = type === "text" ? check(text) : wrongNumber(text, type);
    error.textContent = wrong && translate(wrong);
    error.hidden = !wrong;
    input.toggleAttribute("aria-invalid", Boolean(wrong));
    if (!wrong) write(type === "text" || !text ? text : Number(text));
  });
  return framed(at, id, input, translate, error);
}

function wrongNumber(text, type) {
  if (!text) return "";
  if (type === "whole") return /^\d{1,9}$/.test(text) ? "" : "Write a whole number in digits.";
  return /^[+-]?\d{1,15}(\.\d+)?$/.test(text) ? "" : "Write a number in digits.";
}

// A text in Chinese and in English, below one another.
export function pair(at, { value, english, write, writeEnglish, translate, long = false }) {
  const box = element("fieldset", { className: "form-pair" });
  box.append(element("legend", {}, translate(at.say)));
  if (at.help) box.append(element("p", { className: "help" }, translate(at.help)));
  for (const [said, text, put, lang] of [
    ["Chinese", value, write, "zh-CN"],
    ["English", english, writeEnglish, "en"],
  ]) {
    const id = next();
    const input = element(long ? "textarea" : "input", { id, value: text ?? "", lang });
    if (long) input.rows = 4;
    settle(input, () => put(input.value));
    box.append(element("label", { htmlFor: id }, translate(said)), input);
  }
  return box;
}

export function tick(at, { value, write, translate }) {
  const id = next();
  const input = element("input", { id, type: "checkbox", checked: Boolean(value) });
  input.addEventListener("change", () => write(input.checked ? at.on ?? true : undefined));
  const box = element("div", { className: "field" });
  const choice = element("div", { className: "choice" });
  choice.append(input, element("label", { htmlFor: id }, translate(at.say)));
  box.append(choice);
  if (at.help) describe(input, box, translate(at.help), id);
  return box;
}

export function one(at, { value, write, translate, options }) {
  const id = next();
  const select = element("select", { id });
  for (const [code, said] of options) select.append(new Option(said, code, false, code === (value ?? "")));
  select.addEventListener("change", () => write(select.value));
  return framed(at, id, select, translate);
}

// A FEEL expression; the file has it behind an equals sign, people do not see that.
export function feel(at, { value, write, translate, variables, readOnly }) {
  const id = next();
  const box = element("div", { className: "field" });
  box.append(element("span", { className: "label", id }, translate(at.say)));
  if (at.help) box.append(element("p", { className: "help" }, translate(at.help)));
  const place = element("div", { className: "form-feel" });
  box.append(place);
  let waiting;
  const editor = new FeelEditor({
    container: place,
    value: String(value ?? "").replace(/^=\s*/, ""),
    variables,
    readOnly,
    contentAttributes: { "aria-labelledby": id, lang: "en" },
    onChange(text) {
      clearTimeout(waiting);
      waiting = setTimeout(() => write(text.trim() && `=${text.trim()}`), REST);
    },
  });
  box.release = () => editor._cmEditor?.destroy?.();
  return box;
}

// Rows of texts that can be added, moved and taken out: options of a choice, columns of a table.
export function rows(at, { heads, value, write, translate, blank }) {
  const box = element("fieldset", { className: "form-rows" });
  box.append(element("legend", {}, translate(at.say)));
  let current = value.map((row) => [...row]);
  const list = element("ol", {});
  const draw = (focus) => {
    list.replaceChildren(...current.map(drawn));
    if (focus !== undefined) list.querySelectorAll("li")[focus]?.querySelector("input")?.focus();
  };
  const drawn = (row, at) => {
    const item = element("li", {});
    row.forEach((text, column) => {
      const id = next();
      const input = element("input", { id, value: text, autocomplete: "off" });
      settle(input, () => {
        row[column] = input.value.trim();
        write(current);
      });
      item.append(element("label", { htmlFor: id }, translate(heads[column])), input);
    });
    const remove = element("button", { type: "button", className: "secondary small" }, translate("Take out"));
    remove.addEventListener("click", () => change(current.filter((_, other) => other !== at), Math.max(at - 1, 0)));
    const up = element("button", { type: "button", className: "secondary small" }, translate("Move up"));
    up.setAttribute("aria-disabled", String(at === 0));
    up.addEventListener("click", () => at && change(current.with(at - 1, row).with(at, current[at - 1]), at - 1));
    const tools = element("div", { className: "actions" });
    tools.append(up, remove);
    item.append(tools);
    return item;
  };
  const change = (rows, focus) => {
    current = rows;
    write(current);
    draw(focus);
  };
  const add = element("button", { type: "button", className: "secondary small" }, translate("Add one"));
  add.addEventListener("click", () => change([...current, blank(current.length + 1)], current.length));
  draw();
  box.append(list, add);
  return box;
}

function framed(at, id, input, translate, error) {
  const box = element("div", { className: "field" });
  box.append(element("label", { htmlFor: id }, translate(at.say)));
  if (at.help) describe(input, box, translate(at.help), id);
  if (error) box.append(error);
  box.append(input);
  return box;
}

function describe(input, box, text, id) {
  const help = element("p", { className: "help", id: `${id}-help` }, text);
  input.setAttribute("aria-describedby", help.id);
  box.append(help);
}

// Written down soon after the last key, and at once when the person goes on.
function settle(input, write) {
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, REST);
  });
  input.addEventListener("change", () => {
    clearTimeout(waiting);
    write();
  });
}

export function element(name, properties, text) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  if (text !== undefined) made.textContent = text;
  return made;
}

function next() {
  number += 1;
  return `property-${number}`;
}
