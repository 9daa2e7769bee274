// What can be set on the selected component, or on the form itself.
import { element, feel, line, one, pair, rows, tick } from "./entries.js";
import { KINDS } from "./kinds.js";
import { named } from "./outline.js";
import { edit, read, walk } from "./schema.js";

const KEPT = [
  ["=organisation.streets", "Streets"],
  ["=organisation.departments", "Departments"],
  ["=organisation.agencies", "Agencies"],
  ["=organisation.agencies[item.street = data.street]", "Agencies of the street in the field “street”"],
  ["=organisation.committees", "Residents' committees"],
  ["=organisation.committees[item.street = data.street]", "Committees of the street in the field “street”"],
  ["=organisation.centres", "Centres"],
  ["=organisation.units", "All units"],
];

export function drawProperties(parent, act, translate, readOnly) {
  for (const old of parent.querySelectorAll(".field")) old.release?.();
  const found = act.selected();
  const of = found && found.type !== "default" ? found : undefined;
  const kind = of && KINDS[of.type];
  const title = element("h2", { id: "properties-title" }, of ? named(of) : translate("The form"));
  const frame = element("fieldset", { className: "plain", disabled: readOnly });
  const redraw = () => drawProperties(parent, act, translate, readOnly);
  if (!of) frame.append(...formEntries(act, translate));
  else if (!kind) frame.append(element("p", {}, translate("Components of this kind are not read by the server. Delete it.")));
  else frame.append(...kind.asks.map((at) => entry(at, { of, act, translate, redraw, readOnly })));
  parent.replaceChildren(title, frame);
}

function formEntries(act, translate) {
  const schema = act.schema();
  const at = { say: "Name of the form in diagrams", help: "Tasks and start events name it; change it there as well." };
  const check = (text) => (/^[\w.-]+$/.test(text) ? "" : "Use letters, digits and underscores.");
  return [
    line(at, { value: schema.id, write: (id) => id !== schema.id && act.edit(schema, { id }), translate, check }),
    element("p", { className: "help" }, translate("Choose a component in the list or in the drawing to change it.")),
  ];
}

function entry(at, { of, act, translate, redraw, readOnly }) {
  const value = read(of, at.path);
  const write = (given) => act.edit(of, change(of, at.path, given));
  const common = { value, write, translate };
  switch (at.ask) {
    case "pair":
    case "texts":
      return pair(at, {
        ...common,
        long: at.ask === "texts",
        english: read(of, at.english),
        writeEnglish: (text) => act.edit(of, edit(of, at.english, text)),
      });
    case "tick":
      return tick(at, common);
    case "whole":
    case "number":
      return line(at, { ...common, type: at.ask });
    case "key":
      return line(at, { ...common, check: (text) => wrongKey(text, of, act) });
    case "one":
      return one(at, { ...common, options: at.options.map(([code, said]) => [code, translate(said)]) });
    case "option":
      return one(at, { ...common, options: [["", translate("Nothing")], ...(of.values ?? []).map((it) => [it.value, it.label])] });
    case "feel":
      return feel(at, { ...common, variables: variables(of, act), readOnly });
    case "options":
      return choices(at, { of, act, translate, redraw, readOnly });
    case "columns":
      return columns(at, { of, act, translate });
    default:
      return line(at, common);
  }
}

// A date's label is drawn from `dateLabel`; both go together while editing.
function change(of, path, given) {
  const changed = edit(of, path, given);
  if (of.type === "datetime" && path[0] === "label") changed.dateLabel = changed.label;
  return changed;
}

function wrongKey(text, of, act) {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)) return "Use letters, digits and underscores, beginning with a letter.";
  const others = [...walk(act.schema())].filter((other) => other.id !== of.id);
  return others.some((other) => other.key === text) ? "Another field has this name already." : "";
}

// What an expression of this form can read; the variables of the case are known to the diagram, not here.
function variables(of, act) {
  const fields = [...walk(act.schema())].filter((one) => one.key && one.id !== of.id);
  const parts = ["units", "streets", "departments", "agencies", "committees", "centres"];
  return [
    ...fields.map((one) => ({ name: one.key, detail: one.label })),
    { name: "organisation", entries: parts.map((name) => ({ name })) },
    { name: "data", entries: fields.map((one) => ({ name: one.key, detail: one.label })) },
  ];
}

function choices(at, { of, act, translate, redraw, readOnly }) {
  const made = of.valuesExpression !== undefined;
  const source = element("fieldset", { className: "form-source" });
  source.append(element("legend", {}, translate(at.say)));
  const expression = of.valuesExpression ?? "";
  const known = KEPT.some(([code]) => code === expression);
  const options = [
    ["", translate("The options below")],
    ...KEPT.map(([code, said]) => [code, translate(said)]),
    ["=", translate("An expression of your own")],
  ];
  source.append(
    one({ say: "Where the options come from" }, {
      value: !made ? "" : known ? expression : "=",
      translate,
      options,
      write(code) {
        if (code) act.edit(of, { valuesExpression: code === "=" ? expression || "=[]" : code, values: undefined, ...withoutEnglish(of) });
        else act.edit(of, { values: [{ label: translate("Option 1"), value: "option1" }], valuesExpression: undefined });
        redraw();
      },
    }),
  );
  if (made && !known)
    source.append(
      feel(
        { say: "Expression for the options", help: "In brackets write data.street for what another field holds." },
        { value: expression, write: (text) => act.edit(of, { valuesExpression: text }), translate, variables: variables(of, act), readOnly },
      ),
    );
  if (made) return source;
  const english = translations(read(of, ["properties", "options_en"]), (of.values ?? []).map((it) => it.value));
  source.append(
    rows({ say: "Options" }, {
      heads: ["Code in the case", "Chinese", "English"],
      value: (of.values ?? []).map((it) => [String(it.value ?? ""), it.label ?? "", english[it.value] ?? ""]),
      blank: (number) => [`option${number}`, "", ""],
      translate,
      write(current) {
        const values = current.map(([value, label]) => ({ ...of.values.find((it) => it.value === value), label, value }));
        act.edit(of, { values, properties: withEnglish(of, "options_en", current.map(([value, , said]) => [value, said])) });
      },
    }),
  );
  return source;
}

function columns(at, { of, act, translate }) {
  const english = translations(read(of, ["properties", "columns_en"]), (of.columns ?? []).map((it) => it.key));
  return rows(at, {
    heads: ["Name of the entry", "Chinese", "English"],
    value: (of.columns ?? []).map((it) => [it.key ?? "", it.label ?? "", english[it.key] ?? ""]),
    blank: (number) => [`column${number}`, "", ""],
    translate,
    write(current) {
      const columns = current.map(([key, label]) => ({ ...of.columns.find((it) => it.key === key), label, key }));
      act.edit(of, { columns, properties: withEnglish(of, "columns_en", current.map(([key, , said]) => [key, said])) });
    },
  });
}

// English labels stand in one property: divided by |, as a list, or by code; all three also as JSON text.
export function translations(given, codes) {
  let found = given ?? "";
  if (typeof found === "string" && /^[[{]/.test(found)) found = JSON.parse(found);
  if (typeof found === "string") found = found.split("|").map((text) => text.trim());
  if (Array.isArray(found)) return Object.fromEntries(codes.map((code, place) => [code, found[place] ?? ""]));
  return found;
}

export function withEnglish(of, name, pairs) {
  const { [name]: _, ...others } = of.properties ?? {};
  if (!pairs.some(([, said]) => said)) return Object.keys(others).length ? others : undefined;
  const divided = pairs.every(([, said]) => !said.includes("|") && !/^[[{]/.test(said));
  return { ...others, [name]: divided ? pairs.map(([, said]) => said).join("|") : JSON.stringify(Object.fromEntries(pairs)) };
}

function withoutEnglish(of) {
  return { properties: withEnglish(of, "options_en", []) };
}
