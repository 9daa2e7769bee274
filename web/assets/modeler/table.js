// The decision editor: decision graph, tables and expressions by dmn-js, tried and checked by the server.
import { openDocument } from "./document.js";
import { sender } from "./document/sending.js";
import { findings } from "./table/findings.js";
import { keys } from "./table/keys.js";
import { marks } from "./table/marks.js";
import { openModeler } from "./table/modeler.js";
import { names } from "./table/names.js";
import { sheet } from "./table/sheet.js";
import { tools } from "./table/tools.js";
import { trial } from "./table/trial.js";
import { views } from "./table/views.js";

const REST = 300;
const element = document.getElementById("editor");
const doc = await openDocument(element);
const dmn = await openModeler(element, doc);
const server = sender(element.dataset);
const addresses = element.querySelector("[data-dmn]").dataset;
const asked = (address, more) => server.post(address, { file: element.dataset.file, ...more });

const marked = marks(element);
const shown = views(element, dmn);
const parts = [
  trial({ element, dmn, asked, addresses, marked, shown }),
  sheet({ element, dmn, asked, addresses }),
  findings({ element, dmn, asked, addresses, marked, shown }),
];
tools({ element, dmn, shown });
keys(element);
names(element, shown);

let rest;
dmn.onChanged(() => {
  doc.changed(dmn.text);
  clearTimeout(rest);
  rest = setTimeout(tell, REST);
});
doc.onReplaced(async (text) => {
  await dmn.show(text);
  tell();
});
shown.onShown(() => parts.forEach((part) => part.shown?.()));
tell();
element.decisions = dmn;
element.dataset.ready = "true";

function tell() {
  for (const part of parts) part.changed();
}
