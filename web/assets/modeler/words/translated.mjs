// Some packages say sentences without asking anybody for the words: the shared fields of the properties panels, the
// checks of FEEL, the count of what a menu found. While they are bundled, those places are led to our catalogue. A place that is gone stops the build.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SAID = fileURLToPath(new URL("said.js", import.meta.url));

export const PLACES = [
  [
    /diagram-js[\\/]lib[\\/]features[\\/]popup-menu[\\/]PopupMenuComponent\.js$/,
    [["${ entriesToShow.length } ${ entriesToShow.length === 1 ? 'result' : 'results' } found", '${ said("{count} found", { count: entriesToShow.length }) }']],
  ],
  [
    /dmn-js-properties-panel[\\/]dist[\\/]index\.esm\.js$/,
    [
      ...["General", "Documentation", "Variable"].map((label) => [`label: '${label}',`, `label: said("${label}"),`]),
      [
        "value: type,\n      label: type\n",
        "value: type,\n      label: said(type)\n",
      ],
      [
        "return concreteType.replace(/(\\B[A-Z])/g, ' $1').replace(/(\\bNon Interrupting)/g, '($1)');",
        "return said(concreteType.replace(/(\\B[A-Z])/g, ' $1'));",
      ],
    ],
  ],
  [
    /dmn-js-decision-table[\\/]lib[\\/]features[\\/]context-menu[\\/]ContextMenu\.js$/,
    [['"aria-label": "Decision table context menu"', '"aria-label": said("Decision table context menu")']],
  ],
  [/dmn-js-shared[\\/]lib[\\/]components[\\/]List\.js$/, [['"title": "Remove item"', '"title": said("Remove item")']]],
  [
    /@bpmn-io[\\/]properties-panel[\\/]dist[\\/]index\.esm\.js$/,
    [["function translateFallback(template, replacements) {", "function translateFallback(template, replacements) {\n  return said(template, replacements);"]],
  ],
  [
    /@bpmn-io[\\/]feel-lint[\\/]dist[\\/]index\.js$/,
    [
      ["message.message = `Unrecognized token in <${parent.name}>`;", 'message.message = said("This part of the expression cannot be read.");'],
      ["message.message = `Unrecognized token <${next.name}> in <${parent.name}>`;", 'message.message = said("Something is missing or superfluous before this part.");'],
      ["message.message = `Incomplete <${ (before || parent).name }>`;", 'message.message = said("The expression is not complete.");'],
      ["message: 'First item is accessed via [1]',", 'message: said("The first item is [1], not [0]."),'],
      ["source: message.type", 'source: message.type === "Syntax Error" ? said("FEEL cannot be read") : said("Hint")'],
    ],
  ],
];

export const translated = {
  name: "translated",
  setup(build) {
    for (const [filter, changes] of PLACES)
      build.onLoad({ filter }, async ({ path }) => {
        let contents = await readFile(path, "utf8");
        for (const [from, to] of changes) {
          if (contents.split(from).length !== 2) throw new Error(`${path}: not found once: ${from}`);
          contents = contents.replace(from, () => to);
        }
        return { contents: `import { said } from ${JSON.stringify(SAID)};\n${contents}`, loader: "js" };
      });
  },
};
