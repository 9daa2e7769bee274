// Boxed expressions (DMN 1.5 §10.2).
import { FeelFunction, getType, isRange } from 'feelin';
import { bounded } from './bounds.js';
import { charge, nested, sizeOf } from './fuel.js';
import { run, scopeOf } from './expressions.js';
import { DecisionFailed, tolerant } from './problems.js';
import { decideTable } from './table.js';
import { asFunction, typed } from './types.js';

export function functionOf(definition, values) {
  const call = (...given) => tolerant(() => {
    const parameters = definition.parameters.map(({ name, type }, index) => {
      return [ name, typed(given[index] ?? null, type, `parameter ${name}`) ];
    });
    return boxed(definition.body, { ...values, ...Object.fromEntries(parameters) }, []);
  });
  return new FeelFunction(call, definition.parameters.map(({ name }) => name));
}

function items(box, values, rules) {
  const list = boxed(box.in, values, rules);
  const found = isRange(list) ? list.map(item => item) : list;
  if (!Array.isArray(found)) {
    throw new DecisionFailed(`what a boxed ${box.kind} walks through should be a list, but is ${getType(list)}`);
  }
  return found;
}

function truth(value, what) {
  if (typeof value !== 'boolean') {
    throw new DecisionFailed(`${what} should be true or false, but is ${getType(value)}`);
  }
  return value;
}

function quantified(box, values, rules, decisive) {
  const results = items(box, values, rules).map((item) => {
    return truth(boxed(box.satisfies, { ...values, [box.variable]: item }, rules), 'what is to be satisfied');
  });
  return results.includes(decisive) ? decisive : !decisive;
}

function invoke(box, values, rules) {
  const called = asFunction(run(box.callee, scopeOf(values)));
  if (!called) {
    throw new DecisionFailed(`${box.callee} is no function that could be invoked`);
  }
  const bindings = box.bindings.map(({ name, body }) => [ name, boxed(body, values, rules) ]);
  const unknown = bindings.find(([ name ]) => !called.parameterNames.includes(name));
  if (unknown) {
    throw new DecisionFailed(`${box.callee} has no parameter ${unknown[0]}`);
  }
  const result = called.invoke(Object.fromEntries(bindings));
  return result?.warning && result.template ? null : result;
}

const KINDS = {
  literal: (box, values) => run(box.text, scopeOf(values)),
  table(box, values, rules) {
    const [ value, matched ] = decideTable(box, scopeOf(values));
    rules.push(...matched);
    return value;
  },
  context(box, values, rules) {
    const result = {};
    for (const { name, type, body } of box.entries) {
      const value = tolerant(() => typed(boxed(body, { ...values, ...result }, rules), type, `entry ${name}`));
      if (name === null) {
        return value;
      }
      result[name] = value;
    }
    return result;
  },
  list: (box, values, rules) => box.items.map(item => boxed(item, values, rules)),
  relation: (box, values, rules) => box.rows.map(row => Object.fromEntries(
    row.map((cell, index) => [ box.columns[index], boxed(cell, values, rules) ])
  )),
  function: functionOf,
  invocation: invoke,
  conditional: (box, values, rules) => boxed(boxed(box.if, values, rules) === true ? box.then : box.else, values, rules),
  for(box, values, rules) {
    const partial = [];
    for (const item of items(box, values, rules)) {
      bounded(partial);
      partial.push(boxed(box.return, { ...values, [box.variable]: item, partial }, rules));
    }
    return partial;
  },
  filter: (box, values, rules) => items(box, values, rules).filter((item) => {
    const own = getType(item) === 'context' ? item : {};
    return truth(boxed(box.match, { ...values, item, ...own }, rules) ?? false, 'the match of a boxed filter');
  }),
  some: (box, values, rules) => quantified(box, values, rules, true),
  every: (box, values, rules) => quantified(box, values, rules, false)
};

export const boxed = nested((box, values, rules) => {
  charge(4 + sizeOf(values));
  return tolerant(() => typed(KINDS[box.kind](box, values, rules), box.type, 'the value of an expression'));
});
