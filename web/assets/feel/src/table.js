// Decision tables: hit policies and aggregators of DMN 1.5 §8.2.10 and §8.2.11.
import { builtins, equals, getType } from 'feelin';
import { charge } from './fuel.js';
import { run, test, testing } from './expressions.js';
import { DecisionFailed } from './problems.js';
import { allowed, enumeration, typed } from './types.js';

const NAMED = /^(not\s*\()?[\p{L}_][\p{L}\p{N}_ .]*\)?$/u;

// feelin takes a cell that names a boolean variable for the answer; DMN compares it with the input, as with any value.
function matches(cell, scope, within) {
  if (typeof within.value === 'boolean' && NAMED.test(cell)) {
    const wanted = run(cell, scope);
    if (typeof wanted === 'boolean') {
      return wanted === within.value;
    }
  }
  return test(cell, within);
}

function matchingRules(table, scope) {
  charge(table.rules.length * (1 + table.inputs.length));
  const tests = table.inputs.map((input) => {
    const value = typed(run(input.text, scope), input.type, `input ${input.label}`);
    if (input.allowed) {
      allowed(value, input.allowed, `input ${input.label}`);
    }
    return testing(scope, value);
  });
  return table.rules.filter(rule => rule.inputs.every((cell, index) => cell === null || matches(cell, scope, tests[index])));
}

function outputOf(table, texts, scope, owner) {
  const values = table.outputs.map((output, index) => {
    const value = texts[index] === null ? null : typed(run(texts[index], scope), output.type, owner);
    if (output.allowed) {
      allowed(value, output.allowed, owner);
    }
    return value;
  });
  return { values, result: table.outputs.length === 1 ? values[0] : named(table, values) };
}

function named(table, values) {
  return Object.fromEntries(table.outputs.map((output, index) => [ output.name, values[index] ]));
}

function byPriority(table, matches) {
  const orders = table.outputs.map(output => output.allowed && enumeration(output.allowed));
  const rank = (match) => match.values.map((value, index) => {
    return orders[index] ? orders[index].findIndex(entry => equals(entry, value) === true) : 0;
  });
  const ranked = matches.map(match => ({ match, rank: rank(match) }));
  ranked.sort((a, b) => {
    const differing = a.rank.findIndex((place, index) => place !== b.rank[index]);
    return differing < 0 ? 0 : a.rank[differing] - b.rank[differing];
  });
  return ranked.map(({ match }) => match);
}

function ids(matches) {
  return matches.map(match => match.rule.id);
}

function aggregate(table, matches) {
  const values = matches.map(match => match.result);
  if (table.aggregation === 'COUNT') {
    return values.length;
  }
  if (table.aggregation === 'SUM') {
    const wrong = matches.find(match => getType(match.result) !== 'number');
    if (wrong) {
      throw new DecisionFailed(`rule ${wrong.rule.id} gives no number to add`, [ wrong.rule.id ]);
    }
    return values.reduce((sum, value) => sum + value, 0);
  }
  return builtins[table.aggregation.toLowerCase()](values);
}

const POLICIES = {
  'UNIQUE'(table, matches) {
    if (matches.length > 1) {
      const rules = ids(matches);
      throw new DecisionFailed(`hit policy UNIQUE, but these rules match together: ${rules.join(', ')}`, rules);
    }
    return [ matches[0].result, matches ];
  },
  'ANY'(table, matches) {
    if (matches.some(match => equals(match.result, matches[0].result) !== true)) {
      const rules = ids(matches);
      throw new DecisionFailed(`hit policy ANY, but these rules match and differ: ${rules.join(', ')}`, rules);
    }
    return [ matches[0].result, matches ];
  },
  'FIRST': (table, matches) => [ matches[0].result, matches.slice(0, 1) ],
  'PRIORITY'(table, matches) {
    const [ best ] = byPriority(table, matches);
    return [ best.result, [ best ] ];
  },
  'RULE ORDER': (table, matches) => [ matches.map(match => match.result), matches ],
  'OUTPUT ORDER'(table, matches) {
    const ordered = byPriority(table, matches);
    return [ ordered.map(match => match.result), ordered ];
  },
  'COLLECT'(table, matches) {
    return [ table.aggregation ? aggregate(table, matches) : matches.map(match => match.result), matches ];
  }
};

// [ value, ids of the rules that made it ]; without a match the default output, or null.
export function decideTable(table, scope) {
  const rules = matchingRules(table, scope);
  if (!rules.length) {
    if (table.aggregation === 'COUNT') {
      return [ 0, [] ];
    }
    const defaults = table.outputs.map(output => output.default);
    return [ defaults.every(text => text === null) ? null : outputOf(table, defaults, scope, 'the default').result, [] ];
  }
  const needed = table.hitPolicy === 'FIRST' ? rules.slice(0, 1) : rules;
  const matches = needed.map(rule => ({ rule, ...outputOf(table, rule.outputs, scope, `rule ${rule.id}`) }));
  const [ value, chosen ] = POLICIES[table.hitPolicy](table, matches);
  return [ value, ids(chosen) ];
}
