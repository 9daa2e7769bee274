// A regular expression's text as a tree. JavaScript's own parser has accepted it before, with the flag u, so it is well formed.
import { exhaust } from '../fuel.js';

const MAX_LEVELS = 50;
const GROUP = /\((?:\?(?:(<?[=!])|<([^>]*)>|([ims]*)(?:-([ims]*))?:))?/y;
const CLASS = /\[(?:\\[^]|[^\]\\])*\]/y;
const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|x..|c.|[^])/y;
const REFERENCE = /\\(?:([1-9]\d*)|k<([^>]*)>)/y;
const EDGE = /\^|\$|\\[bB]/y;
const REPEAT = /(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/y;
const TIMES = { '*': [ 0, Infinity ], '+': [ 1, Infinity ], '?': [ 0, 1 ] };

// The tree, the number of groups, and the numbers that each name stands for.
export function parse(pattern, given) {
  let at = 0;
  let level = 0;
  let flags = given;
  let groups = 0;
  const names = new Map();

  function read(expression) {
    expression.lastIndex = at;
    const match = expression.exec(pattern);
    at += match ? match[0].length : 0;
    return match;
  }

  function choice() {
    const ways = [ sequence() ];
    while (pattern[at] === '|') {
      at++;
      ways.push(sequence());
    }
    return ways.length > 1 ? { kind: 'choice', ways } : ways[0];
  }

  function sequence() {
    const parts = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      parts.push(repeated());
    }
    return { kind: 'sequence', parts };
  }

  function repeated() {
    const first = groups;
    const part = term();
    const times = read(REPEAT);
    if (!times) {
      return part;
    }
    const [ , sign, low, comma, high, lazy ] = times;
    const [ min, max ] = sign ? TIMES[sign] : [ Number(low), high ? Number(high) : comma ? Infinity : Number(low) ];
    return { kind: 'repeat', part, min, max, lazy: lazy !== '', groups: [ first + 1, groups ] };
  }

  function term() {
    if (pattern[at] === '(') {
      return group(read(GROUP));
    }
    const edge = read(EDGE);
    if (edge) {
      return { kind: 'edge', sign: edge[0], flags };
    }
    const reference = read(REFERENCE);
    if (reference) {
      return { kind: 'same', number: Number(reference[1]), name: reference[2], flags };
    }
    const set = read(CLASS) ?? read(ESCAPE);
    const source = set ? set[0] : String.fromCodePoint(pattern.codePointAt(at));
    at += set ? 0 : source.length;
    return { kind: 'one', source, flags };
  }

  function group([ opened, look, name, on, off ]) {
    if (++level > MAX_LEVELS) {
      exhaust();
    }
    const outside = flags;
    let number = 0;
    if (on !== undefined) {
      flags = [ ...new Set(flags + on) ].filter(flag => !off?.includes(flag)).join('');
    } else if (!look) {
      number = ++groups;
      if (name !== undefined) {
        names.set(name, [ ...names.get(name) ?? [], number ]);
      }
    }
    const inside = choice();
    at++;
    level--;
    flags = outside;
    if (look) {
      return { kind: 'look', behind: look.length > 1, negative: look.endsWith('!'), part: inside };
    }
    return opened === '(' || name !== undefined ? { kind: 'group', number, part: inside } : inside;
  }

  const tree = choice();
  return { tree, groups, names };
}
