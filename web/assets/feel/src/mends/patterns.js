// Regular expressions as JavaScript reads them, matched by a machine of our own that counts its steps.
import { charge, exhaust, perEvaluation } from '../fuel.js';
import { Machine } from '../patterns/machine.js';
import { compile } from '../patterns/program.js';

const MAX_PATTERN = 2000;

class Pattern {
  constructor(pattern, flags) {
    charge(20 * pattern.length);
    this.program = compile(pattern, flags);
  }

  // The first match from `start` on, as RegExp.exec gives it; null when there is none.
  find(text, start) {
    const machine = new Machine(this.program, text);
    for (let at = start; at <= text.length; at = next(text, at)) {
      const places = machine.match(at);
      if (places) {
        return this.told(text, places);
      }
    }
    return null;
  }

  told(text, places) {
    const match = [];
    for (let group = 0; group <= this.program.groups; group++) {
      const [ from, to ] = places.slice(2 * group, 2 * group + 2);
      match.push(from < 0 || to < 0 ? undefined : text.slice(from, to));
    }
    match.index = places[0];
    if (this.program.names.size) {
      const value = numbers => match[numbers.find(number => match[number] !== undefined)];
      match.groups = Object.fromEntries([ ...this.program.names ].map(([ name, numbers ]) => [ name, value(numbers) ]));
    }
    return match;
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
    kept.set(key, isPattern(pattern, flags) ? new Pattern(pattern, flags) : null);
  }
  return kept.get(key);
}

function isPattern(pattern, flags) {
  try {
    return Boolean(new RegExp(pattern, flags));
  } catch {
    return false;
  }
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
