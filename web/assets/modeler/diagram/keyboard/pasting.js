// Pasting puts the copy into what is shown, selected, where mouse and arrows move it; it does not hang at a mouse.
export default function Pasting(copyPaste, eventBus, placing, selection) {
  const paste = () => {
    // Beside what was copied it would look appended; only a container that is selected says where it is meant.
    selection.select(selection.get().filter((one) => one.children?.length));
    const { point, target } = placing.spotFor({ width: 100, height: 80 });
    const created = copyPaste.paste({ element: target, point });
    if (created?.length) selection.select(created.filter((one) => !created.includes(one.parent) && !one.labelTarget && !one.host));
  };
  eventBus.on("editorActions.init", ({ editorActions }) => {
    editorActions.unregister("paste");
    editorActions.register("paste", paste);
  });
}

Pasting.$inject = ["copyPaste", "eventBus", "placing", "selection"];
