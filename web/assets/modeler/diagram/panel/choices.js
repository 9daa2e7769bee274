// Options of a choice: what a thing is called, its id, and of which procedure it is.
export function named(list) {
  return list.map(({ id, label, procedure }) => ({
    value: id,
    label: [label === id ? id : `${label} (${id})`, procedure].filter(Boolean).join(" · "),
  }));
}
