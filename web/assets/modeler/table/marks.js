// Colours rules and cells by id through rules of style: they hold however often dmn-js draws its rows anew.
const LOOKS = {
  used: "background: var(--green-wash) !important; box-shadow: inset 4px 0 0 var(--green)",
  hit: "background: var(--amber-wash) !important; box-shadow: inset 4px 0 0 var(--amber)",
  clash: "background: var(--red-wash) !important; box-shadow: inset 4px 0 0 var(--red)",
  error: "box-shadow: inset 0 0 0 2px var(--red)",
  warning: "box-shadow: inset 0 0 0 2px var(--amber)",
  info: "box-shadow: inset 0 0 0 2px var(--blue)",
};

const LINES = { error: "var(--red)", warning: "var(--amber)", info: "var(--blue)" };

export function marks(element) {
  const sheets = {};
  // family: "rules" or "cells"; found: [{id, mark}]
  return (family, found) => {
    sheets[family] ??= element.appendChild(document.createElement("style"));
    sheets[family].textContent = found
      .map(({ id, mark }) => {
        const quoted = CSS.escape(id);
        const places =
          family === "rules"
            ? [`td[data-row-id="${quoted}"]`, `tr[data-id="${quoted}"] > *`]
            : [`[data-element-id="${quoted}"]`, `[data-id="${quoted}"]`];
        const shape = `g[data-element-id="${quoted}"] > .djs-visual > :first-child { stroke: ${LINES[mark]} !important }`;
        return `#editor :is(${places.join(", ")}) { ${LOOKS[mark]} } #editor ${shape}`;
      })
      .join("\n");
  };
}
