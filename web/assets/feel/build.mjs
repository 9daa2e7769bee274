// Builds engine/diagrams/feel/feelin.bundle.js and its .LEGAL.txt.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { edits } from './edits.mjs';

const openFeelin = {
  name: 'open-feelin',
  setup(bundle) {
    bundle.onLoad({ filter: /feelin\/dist\/index\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [ why, from, to, times = 1 ] of edits) {
        if (contents.split(from).length !== times + 1) {
          throw new Error(`feelin has changed (${why}): expected ${times} times: ${from}`);
        }
        contents = contents.replaceAll(from, () => to);
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
