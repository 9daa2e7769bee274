// A regular expression's tree as instructions of a machine that goes forward, tries another way, and goes back.
import { charge } from '../fuel.js';
import { parse } from './syntax.js';

// What one character must be. JavaScript itself tells for classes and letter case, and is asked once for each character.
export class One {
  constructor(source, flags) {
    this.code = /^[^\\[.]/.test(source) && !flags.includes('i') ? source.codePointAt(0) : -1;
    this.source = source;
    this.flags = flags;
    this.ascii = new Array(128).fill(undefined);
    this.others = new Map();
    this.expression = null;
  }

  accepts(code) {
    if (this.code >= 0) {
      return code === this.code;
    }
    const known = code < 128 ? this.ascii[code] : this.others.get(code);
    return known === undefined ? this.ask(code) : known;
  }

  ask(code) {
    if (!this.expression) {
      charge(100);
      this.expression = new RegExp(`^(?:${this.source})$`, this.flags);
    }
    charge(4);
    const answer = this.expression.test(String.fromCodePoint(code));
    if (code < 128) {
      this.ascii[code] = answer;
    } else {
      this.others.set(code, answer);
    }
    return answer;
  }
}

// Instructions, how many places they remember (two a group, the whole match being group 0, then two a loop), and groups' names.
export function compile(pattern, flags) {
  const { tree, groups, names } = parse(pattern, flags);
  const code = [];
  let places = 2 * groups + 2;

  const emit = (instruction) => code.push(instruction) - 1;

  const writers = {
    one: ({ source, flags }, back) => emit({ op: 'one', one: new One(source, flags), back }),
    edge: ({ sign, flags }) => emit({ op: sign === '^' ? 'begin' : sign === '$' ? 'end' : 'word',
      lines: flags.includes('m'), word: new One('\\w', flags), not: sign === '\\B' }),
    same: ({ number, name, flags }, back) => emit({ op: 'same', groups: name === undefined ? [ number ] : names.get(name),
      anyCase: flags.includes('i') ? flags : '', back }),
    sequence: ({ parts }, back) => {
      for (const part of back ? parts.toReversed() : parts) {
        write(part, back);
      }
    },
    choice: ({ ways }, back) => {
      const ends = [];
      for (const way of ways.slice(0, -1)) {
        const split = emit({ op: 'split' });
        write(way, back);
        ends.push(emit({ op: 'jump' }));
        code[split].other = code.length;
      }
      write(ways.at(-1), back);
      for (const end of ends) {
        code[end].to = code.length;
      }
    },
    group: ({ number, part }, back) => {
      emit({ op: 'save', place: 2 * number + (back ? 1 : 0) });
      write(part, back);
      emit({ op: 'save', place: 2 * number + (back ? 0 : 1) });
    },
    look: ({ behind, negative, part }) => {
      const look = emit({ op: 'look', negative });
      write(part, behind);
      emit({ op: 'done' });
      code[look].over = code.length;
    },
    repeat: ({ part, min, max, lazy, groups }, back) => {
      if (part.kind === 'one' && !lazy) {
        emit({ op: 'run', one: new One(part.source, part.flags), min, max, back });
        return;
      }
      const place = places;
      places += 2;
      emit({ op: 'enter', place });
      const turn = emit({ op: 'turn', place, min, max, lazy });
      emit({ op: 'again', place, groups });
      write(part, back);
      emit({ op: 'jump', to: turn });
      code[turn].over = code.length;
    }
  };

  function write(node, back) {
    writers[node.kind](node, back);
  }

  write(tree, false);
  emit({ op: 'done' });
  return { code, places, groups, names };
}
