// The kinds of components that the engine reads, and what can be set on each; form-js knows more, which are not offered.
// `path` leads to a property in the component, `english` to the same in English.

const label = { path: ["label"], english: ["properties", "label_en"], ask: "pair", say: "Label" };
const description = { path: ["description"], english: ["properties", "description_en"], ask: "pair", say: "Explanation" };
const key = { path: ["key"], ask: "key", say: "Name of the variable" };
const hide = { path: ["conditional", "hide"], ask: "feel", say: "Hide it when", help: "A condition over the case and the other fields, such as: opinion = \"agree\"" };
const required = { path: ["validate", "required"], ask: "tick", say: "Must be filled in" };
const readonly = { path: ["readonly"], ask: "tick", say: "Only shown, not asked" };
const personal = { path: ["properties", "personal"], ask: "tick", on: "true", say: "Personal data", help: "Encrypted; can be erased later." };
const fallback = { path: ["defaultValue"], ask: "line", say: "Filled in already" };
const field = [label, description, key, required, readonly, personal];
const length = [
  { path: ["validate", "minLength"], ask: "whole", say: "At least so many characters" },
  { path: ["validate", "maxLength"], ask: "whole", say: "At most so many characters" },
];
const written = {
  path: ["validate", "validationType"],
  ask: "one",
  say: "Written as",
  options: [["", "Any text"], ["phone", "Telephone number"], ["email", "E-mail address"]],
};
const pattern = { path: ["validate", "pattern"], ask: "line", say: "Must match the pattern", help: "A regular expression, such as: ^\\d{6}$" };
const choice = [...field, { path: ["values"], ask: "options", say: "What can be chosen" }, { ...fallback, ask: "option" }, hide];

export const KINDS = {
  textfield: { name: "Line of text", asks: [...field, ...length, written, pattern, fallback, hide] },
  textarea: { name: "Longer text", asks: [...field, ...length, fallback, hide] },
  number: {
    name: "Number",
    asks: [
      ...field,
      { path: ["validate", "min"], ask: "number", say: "The least" },
      { path: ["validate", "max"], ask: "number", say: "The most" },
      { path: ["decimalDigits"], ask: "whole", say: "Digits after the point" },
      { ...fallback, ask: "number" },
      hide,
    ],
  },
  datetime: {
    name: "Date",
    asks: [...field, { path: ["disallowPassedDates"], ask: "tick", say: "Today or later" }, hide],
  },
  checkbox: { name: "Tick box", asks: [...field, { ...fallback, ask: "tick", say: "Ticked already" }, hide] },
  radio: { name: "Choose one (all seen)", asks: choice },
  select: { name: "Choose one (from a list)", asks: choice },
  checklist: { name: "Choose several", asks: choice.filter((one) => one.ask !== "option") },
  filepicker: {
    name: "Files",
    asks: [
      ...field,
      { path: ["multiple"], ask: "tick", say: "Several files" },
      { path: ["accept"], ask: "line", say: "Kinds of files", help: "By their endings, such as: .pdf,.jpg" },
      hide,
    ],
  },
  text: {
    name: "Text to read",
    asks: [
      { path: ["text"], english: ["properties", "text_en"], ask: "texts", say: "Text", help: "Markdown, or an expression that begins with =" },
      hide,
    ],
  },
  table: {
    name: "Table to read",
    asks: [label, { path: ["dataSource"], ask: "feel", say: "Rows", help: "The list whose entries are the rows, such as: opinions" }, { path: ["columns"], ask: "columns", say: "Columns" }, hide],
  },
  group: { name: "Group", asks: [label, hide] },
  separator: { name: "Line", asks: [hide] },
  spacer: { name: "Space", asks: [{ path: ["height"], ask: "whole", say: "Height" }, hide] },
};

export const CHOICES = ["radio", "select", "checklist"];

// What stands in a new component of each kind; its name is its first label.
export function fresh(type, translate) {
  const name = translate(KINDS[type].name);
  const named = { label: name, properties: { label_en: KINDS[type].name } };
  switch (type) {
    case "text":
      return { text: name, properties: { text_en: KINDS[type].name } };
    case "separator":
      return {};
    case "spacer":
      return { height: 30 };
    case "table":
      return { ...named, columns: [{ key: "column1", label: translate("Column 1") }], properties: { ...named.properties, columns_en: "Column 1" } };
    case "datetime":
      return { ...named, dateLabel: name, subtype: "date" };
    case "number":
      return { ...named, decimalDigits: 0 };
    default:
      return CHOICES.includes(type)
        ? { ...named, values: [{ label: translate("Option 1"), value: "option1" }], properties: { ...named.properties, options_en: "Option 1" } }
        : named;
  }
}
