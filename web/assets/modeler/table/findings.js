// What the server's rules say about the file, as a list that leads to the cell, and marked at the place itself.
import { say } from "../words.js";

const SEVERITIES = { error: ["错误", "Error"], warning: ["警告", "Warning"], info: ["提示", "Note"] };

export function findings({ element, dmn, asked, addresses, marked, shown }) {
  const list = element.querySelector("[data-findings]");
  const count = element.querySelector("[data-findings-count]");
  let latest = 0;
  list.addEventListener("click", (event) => {
    const id = event.target.closest("button")?.dataset.place;
    if (id) shown.openFor(id);
  });
  return { changed };

  async function changed() {
    const mine = ++latest;
    const told = await asked(addresses.lint, { xml: await dmn.text() });
    if (mine !== latest || told.state !== "saved") return;
    const found = told.findings ?? [];
    count.textContent = found.length ? String(found.length) : "";
    list.replaceChildren(...(found.length ? found.map(row) : [nothing()]));
    marked(
      "cells",
      found.filter((one) => one.element).map((one) => ({ id: one.element, mark: one.severity })),
    );
  }
}

function nothing() {
  const item = document.createElement("li");
  item.className = "muted";
  item.textContent = say("没有问题。", "Nothing found.");
  return item;
}

function row({ severity, element, name, message, remedy }) {
  const item = document.createElement("li");
  item.className = `finding finding-${severity}`;
  const label = document.createElement("strong");
  label.textContent = say(...SEVERITIES[severity]);
  const text = document.createElement("span");
  text.textContent = `${message} ${remedy}`;
  item.append(label, " ");
  if (element) {
    const place = document.createElement("button");
    place.type = "button";
    place.className = "link";
    place.dataset.place = element;
    place.textContent = name || element;
    item.append(place, " ");
  }
  item.append(text);
  return item;
}
