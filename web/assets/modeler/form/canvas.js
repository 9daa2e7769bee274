// form-js's editor with our palette and our properties instead of its own, and one component a row: what the server
// draws for caseworkers knows no columns.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { options } from "preact";
import { fresh } from "./kinds.js";
import { walk } from "./schema.js";

// form-js has no place for translations; these are its own words on the canvas (see words/forms.js).
export const CANVAS_WORDS = [
  "Build your form",
  "Drag and drop components here to start designing.",
  "Use the preview window to test your form.",
  "Drag and drop components here.",
  "Content",
  "Select",
  "Browse",
  "No files selected",
  "mm/dd/yyyy",
  "yyyy/mm/dd",
  "Text view is populated by an expression",
  "Form",
];

export async function openCanvas(container, schema, translate) {
  translateCanvas(translate);
  const editor = new FormEditor({
    container,
    palette: {},
    propertiesPanel: { parent: container },
    additionalModules: [
      {
        propertiesPanel: ["value", { attachTo() {} }],
        propertiesProvider: ["value", {}],
        formLayoutValidator: ["factory", oneARow],
      },
    ],
    properties: { ariaLabel: translate("The form as it is drawn; the list beside it says the same") },
  });
  editor.get("palette").detach();
  const factory = editor.get("fieldFactory");
  const create = factory.create.bind(factory);
  factory.create = (attrs, isNew = true) => create(isNew ? { ...fresh(attrs.type, translate), ...attrs } : attrs, isNew);
  editor.get("formFieldContextActions").registerProvider(100, {
    getContextPadEntries: () => (entries) =>
      entries.delete ? { delete: { ...entries.delete, title: translate("Delete") } } : entries,
  });
  await editor.importSchema(schema);
  return editor;
}

function oneARow(formLayouter) {
  return {
    validateField(field = {}, columns, row) {
      const others = (row ?? formLayouter.getRowForField(field))?.components.filter((id) => id !== field.id) ?? [];
      return others.length ? "one component a row" : null;
    },
  };
}
oneARow.$inject = ["formLayouter"];

function translateCanvas(translate) {
  const words = new Map(CANVAS_WORDS.map((word) => [word, translate(word)]));
  const before = options.vnode;
  options.vnode = (node) => {
    const { props } = node;
    if (props && typeof node.type === "string") {
      for (const name of ["children", "placeholder", "aria-label", "title"])
        if (words.has(props[name])) props[name] = words.get(props[name]);
      if (Array.isArray(props.children)) props.children = props.children.map((one) => words.get(one) ?? one);
    }
    before?.(node);
  };
}

// What the buttons do; the canvas does the same by dragging.
export function actions(editor) {
  const modeling = editor.get("modeling");
  const selection = editor.get("selection");
  const registry = editor.get("formFieldRegistry");
  const schema = () => editor._getState().schema;
  const parentOf = (one) => (one._parent ? registry.get(one._parent) : schema());
  const place = (one) => parentOf(one).components.findIndex((other) => other.id === one.id);
  const move = (one, target, index) => {
    modeling.moveFormField(one, parentOf(one), target, place(one), index, undefined, undefined);
    selection.set(registry.get(one.id));
  };
  return {
    schema,
    selected: () => selection.get(),
    select: (id) => selection.set(registry.get(id) ?? null),
    byName: (name) => [...walk(schema())].find((one) => (one.key || one.id) === name || one.id === name),
    parent: (one) => (one._parent ? parentOf(one) : undefined),
    edit: (one, properties) => modeling.editFormField(one, properties),
    remove(one) {
      const [parent, index] = [parentOf(one), place(one)];
      modeling.removeFormField(one, parent, index);
      selection.set(parent.components[Math.min(index, parent.components.length - 1)] ?? null);
    },
    add(type) {
      const at = selection.get();
      const inside = at?.type === "group";
      const target = !at || at.type === "default" ? schema() : inside ? at : parentOf(at);
      const index = !at || at.type === "default" || inside ? target.components?.length ?? 0 : place(at) + 1;
      selection.set(modeling.addFormField({ type, _parent: target.id }, target, index));
    },
    up(one) {
      if (place(one) > 0) move(one, parentOf(one), place(one) - 1);
    },
    down(one) {
      if (place(one) < parentOf(one).components.length - 1) move(one, parentOf(one), place(one) + 2);
    },
    canLeave: (one) => Boolean(one._parent && parentOf(one).type === "group"),
    leave: (one) => move(one, parentOf(parentOf(one)), place(parentOf(one)) + 1),
    groupBefore: (one) => parentOf(one).components.slice(0, place(one)).findLast((other) => other.type === "group"),
    enter(one, group) {
      move(one, group, group.components?.length ?? 0);
    },
    undo: () => editor.get("commandStack").undo(),
    redo: () => editor.get("commandStack").redo(),
    canUndo: () => editor.get("commandStack").canUndo(),
    canRedo: () => editor.get("commandStack").canRedo(),
  };
}
