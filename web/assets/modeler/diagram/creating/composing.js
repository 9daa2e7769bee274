// Searching by input methods: the libraries read a field when a key is released, and take the Enter that ends a Chinese
// word for a choice. Text that arrives without keys is announced to them; keys of an input method are kept from them.
export default function Composing(canvas) {
  const container = canvas.getContainer();
  const isSearch = (field) => field.matches?.(".djs-popup-search input, .djs-search-input input");

  for (const type of ["keydown", "keyup"]) {
    container.addEventListener(type, (event) => event.isComposing && isSearch(event.target) && event.stopPropagation(), true);
  }
  for (const type of ["input", "compositionend"]) {
    container.addEventListener(type, ({ target, isComposing }) => {
      if (isSearch(target) && !isComposing) target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    });
  }
}

Composing.$inject = ["canvas"];
