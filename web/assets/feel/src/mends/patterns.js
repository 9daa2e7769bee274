// Regular expressions whose cost is counted: V8 gives up after so many backtracks, as many on every machine.
import { charge, exhaust, perEvaluation } from '../fuel.js';

// The flag --allow-natives-syntax is set where V8 is started; a bundler cannot read it.
const limited = new Function('pattern', 'flags', 'backtracks', 'return %NewRegExpWithBacktrackLimit(pattern, flags, backtracks)');

const MAX_PATTERN = 2000;
const MAX_GROUPS = 50;
const MAX_REPEATS = 10_000;
const FIRST = 256;
const LAST = 2 ** 26;

// How often one step forward may walk through the whole text: look-arounds in each other and references to groups.
function weightOf(pattern) {
  let deepest = 0;
  let repeats = 1;
  const open = [];
  for (const [ part, count ] of pattern.matchAll(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?<?[=!]|\(|\)|\{\d*,?(\d*)\}/g)) {
    if (part === ')') {
      open.pop();
    } else if (part[0] === '(') {
      open.push(part.length > 1);
      deepest = Math.max(deepest, open.filter(Boolean).length);
    } else if (part[0] === '{') {
      repeats *= Math.max(1, ...part.match(/\d+/g)?.map(Number) ?? [], Number(count) || 1);
    }
    if (open.length > MAX_GROUPS || repeats > MAX_REPEATS) {
      exhaust();
    }
  }
  return deepest + (/\\[1-9k]/.test(pattern) ? 1 : 0);
}

class Pattern {
  constructor(pattern, flags) {
    this.pattern = pattern;
    this.flags = flags;
    this.weight = weightOf(pattern);
    this.made = new Map();
  }

  regexp(kind, backtracks) {
    const key = `${kind}${backtracks}`;
    let made = this.made.get(key);
    if (!made) {
      charge(300 + 20 * this.pattern.length);
      made = kind === 'g'
        ? limited(this.pattern, `g${this.flags}`, backtracks)
        : limited(`[^]*?(?:${this.pattern})|()`, `y${this.flags}`, backtracks);
      this.made.set(key, made);
    }
    return made;
  }

  // The first match from `start` on; null when there is none.
  find(text, start) {
    const weight = text.length ** this.weight;
    for (let backtracks = FIRST; backtracks <= LAST; backtracks *= 4) {
      charge(8 + backtracks / 8 * weight);
      const match = run(this.regexp('g', backtracks), text, start);
      if (match) {
        charge((match.index + match[0].length - start) / 8 * weight);
        return match;
      }
      // V8 says neither whether it gave up; an alternative that always matches tells: without it there is no answer.
      charge(backtracks / 4 * weight + (text.length - start) / 4 * weight);
      if (run(this.regexp('y', backtracks * 2 + 4 * (text.length - start)), text, start)?.at(-1) !== undefined) {
        return null;
      }
    }
    return exhaust();
  }
}

// V8's stack of places to go back to has a fixed size.
function run(regexp, text, start) {
  regexp.lastIndex = start;
  try {
    return regexp.exec(text);
  } catch {
    return exhaust();
  }
}

// Null for what is no pattern.
export function patternOf(pattern, flags) {
  if (pattern.length > MAX_PATTERN) {
    exhaust();
  }
  const kept = perEvaluation();
  const key = `${flags}/${pattern}`;
  if (!kept.has(key)) {
    charge(20 + pattern.length);
    let made = null;
    try {
      made = new RegExp(pattern, flags);
    } catch {
      // no pattern
    }
    kept.set(key, made && new Pattern(pattern, flags));
  }
  return kept.get(key);
}

const next = (text, at) => at + (text.codePointAt(at) > 0xffff ? 2 : 1);

export function found(pattern, text) {
  return pattern.find(text, 0) !== null;
}

// What a replacement refers to, as in JavaScript.
function expanded(template, match, text) {
  return template.replace(/\$(?:\$|&|`|'|<([^>]*)>|(\d\d?))/g, (whole, name, number) => {
    let value;
    if (name !== undefined) {
      value = match.groups ? match.groups[name] ?? '' : whole;
    } else if (number !== undefined) {
      const index = Number(number);
      const first = Number(number[0]);
      value = index > 0 && index < match.length ? match[index] ?? ''
        : number.length > 1 && first > 0 && first < match.length ? (match[first] ?? '') + number[1] : whole;
    } else {
      const [ before, after ] = [ match.index, match.index + match[0].length ];
      value = { '$$': '$', '$&': match[0], '$`': text.slice(0, before), '$\'': text.slice(after) }[whole];
    }
    charge(2 + value.length / 4);
    return value;
  });
}

export function replaced(pattern, text, template) {
  const parts = [];
  let at = 0;
  let length = 0;
  for (let start = 0; start <= text.length;) {
    const match = pattern.find(text, start);
    if (!match) {
      break;
    }
    const replacement = expanded(template, match, text);
    charge(10 + (template.length + replacement.length) / 4);
    parts.push(text.slice(at, match.index), replacement);
    length += replacement.length;
    if (length > 1_000_000) {
      exhaust();
    }
    at = match.index + match[0].length;
    start = match[0].length ? at : next(text, at);
  }
  return parts.join('') + text.slice(at);
}

export function divided(pattern, text) {
  if (text === '') {
    return found(pattern, text) ? [] : [ text ];
  }
  const parts = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const match = pattern.find(text, at);
    if (!match || match.index >= text.length) {
      break;
    }
    const end = match.index + match[0].length;
    if (end === from) {
      at = next(text, Math.max(at, match.index));
    } else {
      charge(10 + match.length);
      parts.push(text.slice(from, match.index), ...match.slice(1));
      at = from = end;
      if (!match[0].length) {
        at = next(text, end);
      }
    }
  }
  return [ ...parts, text.slice(from) ];
}
