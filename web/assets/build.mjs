// Bundles the browser's scripts into web/static/built, byte for byte the same from the same lock file.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { translated } from "./modeler/words/translated.mjs";

const target = "../static/built";

// form-js's editor and viewer must share one Preact, or neither's hooks work: that of the editor, which pins the older one.
const onePreact = {
  name: "one Preact for form-js",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^preact($|\/)/ }, ({ path, kind, importer }) =>
      /form-js-viewer|assets\/modeler\/form\//.test(importer)
        ? resolve(path, { kind, resolveDir: `${process.cwd()}/node_modules/@bpmn-io/form-js-editor` })
        : undefined,
    );
  },
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const { metafile } = await build({
  entryPoints: [
    "page.js",
    "case.js",
    "replay.js",
    "modeler/compare.js",
    "coverage.js",
    "modeler/diagram.js",
    "modeler/table.js",
    "modeler/table.css",
    "modeler/form.js",
    "modeler/scenario.js",
    "modeler/map.js",
    "modeler/talk.js",
  ],
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  charset: "utf8",
  assetNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  outdir: target,
  outbase: ".",
  // Of an icon font the one kind that every browser reads.
  loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty", ".eot": "empty", ".svg": "dataurl" },
  logLevel: "info",
  metafile: true,
  plugins: [translated, onePreact],
});
await copyFile("node_modules/bpmn-js/dist/assets/diagram-js.css", `${target}/diagram.css`);
await joined(["form-js-viewer/dist/assets/form-js.css", "form-js-editor/dist/assets/form-js-editor.css"], "form-editor.css");
await writeFile(`${target}/bundle.LEGAL.txt`, await licences(Object.keys(metafile.inputs)));
await copyFile("node_modules/axe-core/axe.min.js", "../../tests/browser/axe.min.js");

async function joined(sources, name) {
  const texts = await Promise.all(sources.map((one) => readFile(`node_modules/@bpmn-io/${one}`, "utf8")));
  await writeFile(`${target}/${name}`, texts.join("\n"));
}

// The licence of every package that went into the bundle, bpmn-js's demand about its watermark included.
async function licences(inputs) {
  const found = inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  const texts = [];
  for (const name of [...new Set(found.filter(Boolean))].sort()) {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((one) => /^licen[sc]e/i.test(one));
    const text = file ? (await readFile(`${folder}/${file}`, "utf8")).trim() : "";
    texts.push(`${name} ${version} (${license})\n\n${text}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
