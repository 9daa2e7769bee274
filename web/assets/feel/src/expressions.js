// Parsed expressions, kept by text and by the names that are visible to them: feelin's grammar depends on names.
import { interpreter, parseExpression, parseUnaryTests } from 'feelin';
import { LimitExceeded } from './bounds.js';
import { charge, free, nested } from './fuel.js';
import { coerced } from './inputs.js';
import { Kept } from './kept.js';
import { explain, lint } from './lint.js';

const MAX_TEXT = 20_000;
const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

// A parsed expression takes about 90 bytes a character.
const kept = new Kept(200_000);
const MAX_SHAPES = 2000;
const shapes = new Map();
let lastShape = 0;
const silent = { addWarning() {} };

let ours = {};

export function setFunctions(values) {
  ours = values;
}

export function functions() {
  return ours;
}

// Only names that are no plain word change how a text is cut into tokens, at any depth.
const oddNames = nested((value, path, found) => {
  if (Array.isArray(value)) {
    value.forEach(item => oddNames(item, path + '[]', found));
  } else if (value !== null && typeof value === 'object') {
    for (const [ key, entry ] of Object.entries(value)) {
      if (!PLAIN_NAME.test(key)) {
        found.add(path + '.' + key);
      }
      if (entry !== null && typeof entry === 'object') {
        oddNames(entry, path + '.' + key, found);
      }
    }
  }
});

// Variables from outside, ready for `run`: `values` for feelin and `shape`, the part of the cache key they make.
export function scope(variables) {
  return scopeOf(coerced(variables));
}

// The same of values that are FEEL values already.
export function scopeOf(values) {
  const found = new Set();
  for (const value of Object.values(values)) {
    charge(2);
    if (value !== null && typeof value === 'object' && !value.unwrap) {
      oddNames(value, '', found);
    }
  }
  const shape = Object.keys(values).sort().join('\u0001') + '\u0002' + [ ...found ].sort().join('\u0001');
  return { values: { ...ours, ...values }, shape, odd: found.size > 0 };
}

// Shapes are long and few: keys hold their number.
function numberOf(shape) {
  let number = shapes.get(shape);
  if (number === undefined) {
    if (shapes.size >= MAX_SHAPES) {
      shapes.clear();
    }
    number = ++lastShape;
    shapes.set(shape, number);
  }
  return number;
}

const keyOf = (kind, text, scope) => numberOf(scope.shape) + kind + text;

function parsedOnce(kind, text, scope) {
  if (text.length > MAX_TEXT) {
    throw new LimitExceeded(`an expression may have ${MAX_TEXT} characters`);
  }
  const parsed = interpreter[kind](text, scope.values, undefined, silent);
  if (!parsed.root) {
    throw new SyntaxError('the expression is empty');
  }
  return parsed;
}

function compile(kind, text, scope) {
  charge(4 + text.length / 4);
  const key = keyOf(kind, text, scope);
  // `get value(m, key)` makes the grammar depend on values, too.
  const keepable = !(scope.odd && text.includes('get value'));
  let root = keepable && kept.get(key);
  if (!root) {
    root = free(() => parsedOnce(kind, text, scope)).root;
    if (keepable) {
      kept.set(key, root, key.length);
    }
  }
  return root;
}

// Says which text failed, for a caller that evaluates many.
function telling(text, evaluate) {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Error && error.expression === undefined) {
      error.expression = text;
    }
    throw error;
  }
}

export function run(text, scope) {
  return telling(text, () => compile('evaluate', text, scope)(scope.values));
}

// A scope in which unary tests can ask for `value` as `?`.
export function testing(scope, value) {
  return { ...scope, values: { ...scope.values, '?': value }, shape: scope.shape + '\u0002?', value };
}

export function test(text, within) {
  return telling(text, () => compile('unaryTest', text, within)(within.values)(within.value) === true);
}

export function parse(text, scope, kind) {
  compile(kind, text, scope);
}

// Throws what is wrong with a text; else answers the names it reads. Parses once, for whole files are checked.
export function check(text, scope, kind) {
  let parsed;
  try {
    parsed = parsedOnce(kind, text, scope);
  } catch (error) {
    explain(text, error);
    throw error;
  }
  lint(text, scope, parsed.parseTree);
  return namesIn(parsed.parseTree, text).names;
}

function namesIn(tree, text) {
  const found = new Set();
  let broken = false;
  tree.iterate({
    enter({ type, from, to, name }) {
      broken ||= type.isError;
      if (name === 'VariableName' || name === 'QualifiedName') {
        found.add(text.slice(from, to).replace(/\s+/g, ' '));
      }
    }
  });
  return { names: [ ...found ].filter(name => !Object.hasOwn(ours, name)), broken };
}

// A superset of the names a text reads: every run of words that parsing or guessing may take for a name.
export function names(text, kind = 'evaluate', values = {}) {
  const parse = kind === 'evaluate' ? parseExpression : parseUnaryTests;
  const { names: parsed, broken } = namesIn(parse(text, { ...ours, ...values }), text);
  const found = new Set(parsed);
  if (broken) {
    for (const run of text.match(/[\p{L}_][\p{L}\p{N}_]*(?:\s+[\p{L}\p{N}_]+)*/gu) || []) {
      const words = run.split(/\s+/).slice(0, 40);
      words.forEach((_, start) => {
        for (let end = start + 1; end <= Math.min(words.length, start + 6); end++) {
          found.add(words.slice(start, end).join(' '));
        }
      });
    }
  }
  return [ ...found ].filter(name => !Object.hasOwn(ours, name));
}
