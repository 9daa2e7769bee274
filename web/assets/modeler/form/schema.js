// A form file and what form-js edits: nothing that the editor does not know, or adds of its own accord, comes between.

// What the editor is given. It draws a date by `dateLabel`, our files write `label`; the reader takes either.
export function opened(text) {
  const schema = JSON.parse(text);
  for (const one of walk(schema)) {
    if (one.type !== "datetime") continue;
    one.label = one.dateLabel ?? one.label ?? "";
    one.dateLabel = one.label;
  }
  return schema;
}

// The file after editing: each component is as the file had it, but for the properties that differ between what the
// editor made of the file (`base`) and what it holds now (`edited`). So unknown properties, their order and form-js's own
// rows leave no trace.
export function stored(text, base, edited) {
  const original = text ? JSON.parse(text) : {};
  const files = byId(original);
  const bases = byId(base);
  const kept = laid(original, base, edited);
  kept.components = edited.components.map(function component(one) {
    const file = files.get(one.id);
    const made = file ? laid(file, bases.get(one.id) ?? {}, one) : added(one);
    if (one.components) made.components = one.components.map(component);
    return made;
  });
  return `${JSON.stringify(kept, null, 2)}\n`;
}

function laid(file, base, edited) {
  const made = {};
  for (const key of new Set([...Object.keys(file), ...Object.keys(edited)])) {
    if (key === "components") {
      made.components = undefined;
      continue;
    }
    const value = changed(key, base[key], edited[key]) ? cleaned(edited[key]) : file[key];
    if (value !== undefined) made[key] = value;
  }
  if (made.type === "datetime" || file.type === "datetime") dated(made, file);
  return made;
}

// form-js gives every component a row when one is added or moved; only a row that the file had can change.
function changed(key, base, edited) {
  if (key === "schemaVersion" || key.startsWith("_")) return false;
  if (key === "layout" && !base?.row && !base?.columns) return false;
  return !same(cleaned(base), cleaned(edited));
}

function added(component) {
  const { layout, _parent, _path, ...made } = component;
  const { type, id, key, ...others } = cleaned(made);
  const clean = { type, id, ...(key === undefined ? {} : { key }), ...others };
  if (clean.type === "datetime") delete clean.dateLabel;
  if (component.components) clean.components = [];
  return clean;
}

function dated(made, file) {
  if (file.dateLabel === undefined) delete made.dateLabel;
  else {
    made.dateLabel = made.label;
    if (file.label === undefined) delete made.label;
    else made.label = file.label;
  }
}

// Without what is empty: a property that was taken back leaves no empty object behind.
function cleaned(value) {
  if (Array.isArray(value)) return value.map((one) => cleaned(one) ?? "");
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]);
  const full = entries.filter(([, inner]) => inner !== undefined);
  return full.length ? Object.fromEntries(full) : undefined;
}

function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

export function* walk(schema) {
  for (const one of schema.components ?? []) {
    yield one;
    yield* walk(one);
  }
}

function byId(schema) {
  return new Map([...walk(schema)].map((one) => [one.id, one]));
}

// Properties by their path; what becomes empty is taken out, and its object with it.
export function read(component, path) {
  return path.reduce((inner, name) => inner?.[name], component);
}

export function edit(component, path, value) {
  const [first, ...rest] = path;
  return { [first]: rest.length ? put(component[first] ?? {}, rest, value) : empty(value) };
}

function put(object, [first, ...rest], value) {
  const inner = rest.length ? put(object[first] ?? {}, rest, value) : empty(value);
  const { [first]: _, ...others } = object;
  const made = inner === undefined ? others : { ...object, [first]: inner };
  return Object.keys(made).length ? made : undefined;
}

function empty(value) {
  return value === "" || value === null || value === false ? undefined : value;
}
