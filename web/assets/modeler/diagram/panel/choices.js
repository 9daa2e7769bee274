// Options of a choice: what a thing is called, its file or id, and of which procedure it is.
export function named(list) {
  return list.map(({ id, label, file, of }) => ({
    value: id,
    label: [label === id ? (file ?? id) : `${label} (${file ?? id})`, of].filter(Boolean).join(" · "),
  }));
}
