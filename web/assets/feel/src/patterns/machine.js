// Runs a pattern's instructions on a text, after ECMAScript's own description of matching (ECMA-262 §22.2.2). Every
// instruction, character and way not taken is paid for, so a pattern that tries too much ends after the same number of steps
// on every machine. JavaScript's own matching would count nothing.
import { charge } from '../fuel.js';
import { One } from './program.js';

const STEP = 1 / 4;
const LINE_END = /[\n\r\u2028\u2029]/;

const after = (text, at) => at + (text.codePointAt(at) > 0xffff ? 2 : 1);

function before(text, at) {
  const pair = at > 1 && (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
  return at - (pair ? 2 : 1);
}

// Where one character that is accepted leads to, -1 where it is not.
function taken(one, text, at, back) {
  if (back ? at <= 0 : at >= text.length) {
    return -1;
  }
  const from = back ? before(text, at) : at;
  const code = text.codePointAt(from);
  return one.accepts(code) ? back ? from : at + (code > 0xffff ? 2 : 1) : -1;
}

export class Machine {
  constructor(program, text) {
    this.program = program;
    this.text = text;
    this.folded = new Map();
    this.places = new Array(program.places).fill(-1);
    this.changes = [];
    charge(program.places);
  }

  // The places of the match that begins at `start`: two a group, -1 where a group has none; null without a match.
  match(start) {
    charge(STEP);
    const end = this.run(0, start);
    if (end < 0) {
      this.undo(0);
      return null;
    }
    this.places[0] = start;
    this.places[1] = end;
    return this.places;
  }

  set(place, value) {
    charge(2);
    this.changes.push(place, this.places[place]);
    this.places[place] = value;
  }

  undo(height) {
    while (this.changes.length > height) {
      const old = this.changes.pop();
      this.places[this.changes.pop()] = old;
    }
  }

  // Where the instructions from `first` to `done` end when they begin at `start`, -1 where they cannot.
  run(first, start) {
    const { text, program: { code } } = this;
    const ways = [];
    let at = start;
    let next = first;
    for (;;) {
      charge(STEP);
      const one = code[next++];
      switch (one.op) {
      case 'one':
        at = taken(one.one, text, at, one.back);
        break;
      case 'run':
        at = this.runOf(one, at, next, ways);
        break;
      case 'split':
        this.leave(ways, one.other, at, at, false);
        break;
      case 'jump':
        next = one.to;
        break;
      case 'save':
        this.set(one.place, at);
        break;
      case 'enter':
        this.set(one.place, 0);
        break;
      case 'again':
        this.again(one, at);
        break;
      case 'turn':
        [ next, at ] = this.turned(one, next, at, ways);
        break;
      case 'begin':
        at = at === 0 || one.lines && LINE_END.test(text[at - 1]) ? at : -1;
        break;
      case 'end':
        at = at === text.length || one.lines && LINE_END.test(text[at]) ? at : -1;
        break;
      case 'word':
        at = (taken(one.word, text, at, true) < 0) === (taken(one.word, text, at, false) < 0) === one.not ? at : -1;
        break;
      case 'same':
        at = this.same(one, at);
        break;
      case 'look':
        at = this.looked(one, next, at);
        next = one.over;
        break;
      case 'done':
        return at;
      }
      if (at < 0) {
        const way = ways.at(-1);
        if (!way) {
          return -1;
        }
        this.undo(way.height);
        ({ at, next } = way);
        if (at === way.last) {
          ways.pop();
        } else {
          way.at = way.back ? after(text, at) : before(text, at);
        }
      }
    }
  }

  // Remembers to go on at `next` from `at`, then from each character before it, down to `last`.
  leave(ways, next, at, last, back) {
    charge(3);
    ways.push({ next, at, last, back, height: this.changes.length });
  }

  // As many of one character as there are; fewer of them are other ways.
  runOf({ one, min, max, back }, start, next, ways) {
    let at = start;
    let last = min ? -1 : start;
    for (let count = 0; count < max;) {
      charge(STEP);
      const to = taken(one, this.text, at, back);
      if (to < 0) {
        break;
      }
      at = to;
      if (++count === min) {
        last = at;
      }
    }
    if (last >= 0 && last !== at) {
      this.leave(ways, next, back ? after(this.text, at) : before(this.text, at), last, back);
    }
    return last < 0 ? -1 : at;
  }

  // Before each turn of a loop: once more, or on. The loop's places hold how many turns began and where the last one did.
  turned({ place, min, max, lazy, over }, body, at, ways) {
    const turns = this.places[place];
    if (turns > min && at === this.places[place + 1]) {
      return [ body, -1 ];
    }
    if (turns >= max) {
      return [ over, at ];
    }
    if (turns < min) {
      return [ body, at ];
    }
    this.leave(ways, lazy ? body : over, at, at, false);
    return [ lazy ? over : body, at ];
  }

  again({ place, groups: [ first, last ] }, at) {
    this.set(place, this.places[place] + 1);
    this.set(place + 1, at);
    for (let group = first; group <= last; group++) {
      this.set(2 * group, -1);
      this.set(2 * group + 1, -1);
    }
  }

  // What a group matched, again; nothing where it matched nothing.
  same({ groups, anyCase, back }, at) {
    const group = groups.find(number => this.places[2 * number] >= 0 && this.places[2 * number + 1] >= 0);
    if (group === undefined) {
      return at;
    }
    const wanted = this.text.slice(this.places[2 * group], this.places[2 * group + 1]);
    charge(1 + wanted.length * STEP);
    const to = back ? at - wanted.length : at + wanted.length;
    if (to < 0 || to > this.text.length) {
      return -1;
    }
    const there = this.text.slice(Math.min(at, to), Math.max(at, to));
    return there === wanted || anyCase && this.sameLetters(there, wanted, anyCase) ? to : -1;
  }

  sameLetters(one, other, flags) {
    const wanted = [ ...other ];
    const given = [ ...one ];
    return wanted.length === given.length && given.every((letter, index) => {
      const key = `${flags}${wanted[index]}`;
      const code = wanted[index].codePointAt(0).toString(16);
      this.folded.set(key, this.folded.get(key) ?? new One(`\\u{${code}}`, flags));
      charge(1);
      return this.folded.get(key).accepts(letter.codePointAt(0));
    });
  }

  looked({ negative }, first, at) {
    const height = this.changes.length;
    const met = this.run(first, at) >= 0;
    if (negative || !met) {
      this.undo(height);
    }
    return met === negative ? -1 : at;
  }
}
