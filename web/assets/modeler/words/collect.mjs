// Lists every sentence that the packages of an editor pass to `translate`, into its msgids.json, from the bundle as it is
// built, so that what is not shipped needs no words. Run after a package was changed: node modeler/words/collect.mjs
import { writeFile, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { translated } from "./translated.mjs";

const LISTS = { "../diagram.js": "msgids.json", "../table.js": "decisions.msgids.json" };
const CALLED = /\b(?:_?translate\w*|said)\(\s*("(?:[^"\\]|\\.)*"|`[^`]*`)/g;
const CHOSEN = /\btranslate\w*\((?:[^()"`]|\([^()]*\))*\?\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*")/g;
const NOTICE = /_ERR_MSG = ("(?:[^"\\]|\\.)*")/g;
const PANEL = "bpmn-js-properties-panel/dist/index.esm.js";
// Tables whose entries are translated where they are shown.
const TABLES = /HitPolicies\.js$|DrillDown\.js$|DurationInput\.js$|IdsUtil\.js$|dmn-js-properties-panel|ReplaceOptions\.js$|CreateOptions|create-append-anything|color-picker|properties-panel\/dist/;
const ENTRY = /\b(?:label|description|name|title):\s*("(?:[^"\\]|\\.)*")/g;
const SENTENCE = /^[A-Za-z0-9<{].*([a-z]|[A-Z]{2})|^ID$/s;
// What a module holds behind this mark is not used by us: the properties of another engine.
const ENDS = { [PANEL]: 'zeebePropertiesProvider: ["type", ZeebePropertiesProvider]' };

// What is put together while it runs: beginnings with all they go on to, and templates.
const TOGETHER = {
  "Align elements ": ["left", "center", "right", "top", "middle", "bottom"].map((side) => `Align elements ${side}`),
};
const EITHER = {
  '`${EVENT_TO_LABEL$2[listener.get("eventType")]}: {type}`': [], // Listeners, which the engine refuses and the panel hides.
  "`List contains {numOfItems} item${items.length != 1 ? \"s\" : \"\"}`": ["List contains {numOfItems} item", "List contains {numOfItems} items"],
  "`Click to ${active ? \"remove\" : \"set a\"} dynamic value with FEEL expression`": [
    "Click to remove dynamic value with FEEL expression",
    "Click to set a dynamic value with FEEL expression",
  ],
};

// The heading of the properties panel names the kind of element by its class.
const KINDS = [
  ...["Start", "End", "Intermediate Catch", "Intermediate Throw", "Boundary"].map((place) => `${place} Event`),
  ...["Complex", "Event Based", "Exclusive", "Inclusive", "Parallel"].map((one) => `${one} Gateway`),
  ...["Business Rule", "Manual", "Receive", "Script", "Send", "Service", "User"].map((one) => `${one} Task`),
  ...["Ad Hoc Sub Process", "Sub Process"].flatMap((one) => [`Expanded ${one}`, `Collapsed ${one}`, `Event ${one}`]),
  ...["Task", "Transaction", "Call Activity", "Process", "Collaboration", "Participant", "Lane", "Group"],
  ...["Data Object Reference", "Data Store Reference", "Data Input", "Data Output", "Text Annotation", "Association"],
  ...["Sequence Flow", "Default Flow", "Conditional Flow", "Message Flow", "Data Input Association", "Data Output Association"],
];
const PLACES = {
  "Start Event": ["Compensate", "Conditional", "Error", "Escalation", "Message", "Signal", "Timer"],
  "End Event": ["Cancel", "Compensate", "Error", "Escalation", "Message", "Signal", "Terminate"],
  "Intermediate Catch Event": ["Conditional", "Link", "Message", "Signal", "Timer"],
  "Intermediate Throw Event": ["Compensate", "Escalation", "Link", "Message", "Signal"],
  "Boundary Event": ["Cancel", "Compensate", "Conditional", "Error", "Escalation", "Message", "Signal", "Timer"],
};
const DECISION_PANEL = "dmn-js-properties-panel/dist/index.esm.js";
const DECISION_HEADINGS = [
  ...["Definitions", "Decision", "Decision Service", "Input Data", "Knowledge Source", "Business Knowledge Model"],
  ...["Text Annotation", "Association", "Information Requirement", "Knowledge Requirement", "Authority Requirement"],
  // What a cell may hold, named as it is chosen.
  ...["string", "boolean", "number", "date", "time", "dateTime", "dayTimeDuration", "yearMonthDuration", "Any"],
];
const UNINTERRUPTED = ["Conditional", "Escalation", "Message", "Signal", "Timer"];
const HEADINGS = [
  ...KINDS,
  ...Object.entries(PLACES).flatMap(([place, events]) => events.map((event) => `${event} ${place}`)),
  ...["Start Event", "Boundary Event"].flatMap((place) => UNINTERRUPTED.map((one) => `${one} ${place} (Non Interrupting)`)),
];

export async function collect(entry) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    splitting: true, // What is loaded later keeps its order only in files of its own.
    format: "esm",
    target: "es2022",
    charset: "utf8",
    write: false,
    logLevel: "error",
    loader: { ".css": "empty", ".woff2": "empty" },
    outdir: "unused",
    plugins: [translated],
  });
  const found = new Map();
  const unforeseen = [];
  for (const { name, text } of outputFiles.flatMap(({ text }) => [...modules(text)])) {
    const say = (sentence) => (TOGETHER[sentence] ?? [sentence]).forEach((one) => note(one, name));
    const note = (sentence, name) =>
      SENTENCE.test(sentence) && found.set(sentence, (found.get(sentence) ?? new Set()).add(name));
    for (const [, quoted] of text.matchAll(NOTICE)) say(JSON.parse(quoted));
    for (const [, one, other] of text.matchAll(CHOSEN)) [one, other].forEach((quoted) => say(JSON.parse(quoted)));
    if (name === PANEL) HEADINGS.forEach(say);
    if (name === DECISION_PANEL) DECISION_HEADINGS.forEach(say);
    for (const [, quoted] of text.matchAll(CALLED)) {
      if (quoted.startsWith('"')) say(JSON.parse(quoted));
      else if (quoted in EITHER) EITHER[quoted].forEach(say);
      else if (quoted.includes("${")) unforeseen.push(`${name}: ${quoted}`);
      else say(quoted.slice(1, -1));
    }
    if (TABLES.test(name)) for (const [, quoted] of text.matchAll(ENTRY)) say(JSON.parse(quoted));
  }
  if (unforeseen.length) throw new Error(`Sentences put together while it runs:\n${unforeseen.join("\n")}`);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([one, names]) => [one, [...names].sort()]));
}

function* modules(bundle) {
  const parts = bundle.split(/^\/\/ (node_modules\/.*|modeler\/.*)$/m);
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at].replace(/^node_modules\//, "");
    if (name.startsWith("modeler/")) continue;
    const text = parts[at + 1];
    const end = name in ENDS ? text.indexOf(ENDS[name]) : text.length;
    if (end < 0) throw new Error(`${name}: nothing like ${ENDS[name]}`);
    yield { name, text: text.slice(0, end) };
  }
}

for (const [entry, name] of Object.entries(LISTS)) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const list = JSON.stringify(await collect(entry), null, 1) + "\n";
  if (!process.argv.includes("--check")) await writeFile(file, list);
  else if ((await readFile(file, "utf8")) !== list) process.exitCode = 1;
}
