// Builds engine/diagrams/feel/feelin.bundle.js and its .LEGAL.txt.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

// feelin parses on every evaluation and bounds nothing. These edits open its interpreter to our cache, put a bound
// on `+` of strings and mend a literal; the build fails when a new version no longer fits them.
const edits = [
  // 1e6 was read as 1
  [ 'const value = node.input.includes(\'.\') ? parseFloat(node.input) : parseInt(node.input);',
    'const value = Number(node.input);' ],
  [ 'return a + b;\n                }, \'add\'', 'return globalThis.__bounded(a + b);\n                }, \'add\'' ],
  [ 'partial.push(extractor(ctx));', 'partial.push(extractor(ctx)); globalThis.__bounded(partial);' ],
  [ 'result.push(Object.assign(Object.assign({}, aContext), bContext));',
    'result.push(Object.assign(Object.assign({}, aContext), bContext)); globalThis.__bounded(result);' ],
  [ 'export { FeelDate,', 'export { builtins, coerceContext, createRange, equals, getType, interpreter, FeelDate,' ]
];

const openFeelin = {
  name: 'open-feelin',
  setup(bundle) {
    bundle.onLoad({ filter: /feelin\/dist\/index\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [ from, to ] of edits) {
        if (contents.split(from).length !== 2) {
          throw new Error(`feelin has changed: expected exactly once: ${from}`);
        }
        contents = contents.replace(from, () => to);
      }
      return { contents };
    });
  }
};

const bundle = '../../../engine/diagrams/feel/feelin.bundle.js';

const feelin = JSON.parse(await readFile('node_modules/feelin/package.json', 'utf8'));

const { metafile } = await build({
  entryPoints: [ 'src/main.js' ],
  outfile: bundle,
  metafile: true,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  banner: { js: `/* feelin ${feelin.version} and its dependencies (MIT); see feelin.bundle.js.LEGAL.txt. Built by web/assets/feel. */` },
  plugins: [ openFeelin ]
});

// The licence of every package that the bundle holds, whole.
const modules = Object.keys(metafile.inputs).map(path => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
const texts = [ ...new Set(modules.filter(Boolean)) ].sort().map(async (name) => {
  const { version, license } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
  const text = await readFile(`node_modules/${name}/LICENSE`, 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
});
await writeFile(`${bundle}.LEGAL.txt`, (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`));
