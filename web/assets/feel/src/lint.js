// What parses and yet is surely a mistake: feelin would answer null, or a list, without a word.
import { builtins } from 'feelin';
import { functions } from './expressions.js';

// What a Chinese input method types for operators, quotes and digits. 々 and 〇 are letters of names.
const FULL_WIDTH = /[\u2018-\u201f\u3000-\u3004\u3006\u3008-\u303f\uff00-\uffef]/u;
const NAMING = new Set([ 'Name', 'Key', 'ParameterName' ]);

export class Mistake extends Error {
  constructor(message, node) {
    super(message);
    this.position = { from: node.from, to: node.to };
  }
}

function fullWidth(text, from, to) {
  const sign = FULL_WIDTH.exec(text.slice(from, to));
  if (sign) {
    const at = from + sign.index;
    throw new Mistake(`${sign[0]} is a full-width sign; type it half-width`, { from: at, to: at + 1 });
  }
}

// A syntax error is often but a full-width sign.
export function explain(text, error) {
  if (error.position) {
    fullWidth(text, error.position.from, Math.max(error.position.to, error.position.from + 1));
  }
}

function nodesOf(tree) {
  const nodes = [];
  tree.iterate({
    enter(reference) {
      nodes.push(reference.node);
    }
  });
  return nodes;
}

export function lint(text, scope, tree) {
  const nodes = nodesOf(tree);
  const said = node => text.slice(node.from, node.to).replace(/\s+/g, ' ').trim();
  const local = new Set(nodes.filter(node => NAMING.has(node.name)).map(node => said(node).replace(/^"|"$/g, '')));
  const known = name => Object.hasOwn(scope.values, name) || local.has(name) || Object.hasOwn(functions(), name);

  for (const node of nodes) {
    if (node.name === 'Identifier') {
      fullWidth(text, node.from, node.to);
    }
    if (node.name === 'SimplePositiveUnaryTest' && node.parent?.name === 'Comparison' &&
        node.firstChild?.name === 'CompareOp' && node.prevSibling?.name === 'CompareOp') {
      throw new Mistake('two comparison signs in a row; equality is written with one =', node);
    }
    if (node.name === 'NumericLiteral' && !/^-?\d{0,15}(\.\d*)?(e[+-]?\d{1,3})?$/i.test(said(node))) {
      throw new Mistake('a number has at most 15 digits before its point', node);
    }
    if (node.name !== 'VariableName') {
      continue;
    }
    const name = said(node);
    const called = node.parent?.name === 'FunctionInvocation' && node.parent.from === node.from;
    if (called && !known(name) && !Object.hasOwn(builtins, name)) {
      throw new Mistake(`there is no function ${name}()`, node);
    }
    if (!called && name.includes(' ') && !known(name) && !Object.hasOwn(builtins, name)) {
      throw new Mistake(`there is no variable ${name}; an operator may be missing`, node);
    }
  }
}
