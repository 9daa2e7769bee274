// Decision graphs: required decisions first, then boxed expressions (DMN 1.5 chapter 7 and §10.2).
import { builtins, coerceContext, FeelFunction } from 'feelin';
import { run, scopeOf } from './expressions.js';
import { Kept } from './kept.js';
import { decideTable } from './table.js';
import { DecisionFailed, typed } from './types.js';

const graphs = new Kept(1_000_000);

function functionOf(definition, values) {
  return new FeelFunction((...given) => {
    const parameters = definition.parameters.map(({ name, type }, index) => {
      return [ name, typed(given[index] ?? null, type, `parameter ${name}`) ];
    });
    return boxed(definition.body, { ...values, ...Object.fromEntries(parameters) }, []);
  }, definition.parameters.map(({ name }) => name));
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
    for (const { name, body } of box.entries) {
      const value = boxed(body, { ...values, ...result }, rules);
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
  invocation(box, values, rules) {
    const called = run(box.callee, scopeOf(values));
    if (!(called instanceof FeelFunction)) {
      throw new DecisionFailed(`${box.callee} is no function that could be invoked`);
    }
    const bindings = box.bindings.map(({ name, body }) => [ name, boxed(body, values, rules) ]);
    const unknown = bindings.find(([ name ]) => !called.parameterNames.includes(name));
    if (unknown) {
      throw new DecisionFailed(`${box.callee} has no parameter ${unknown[0]}`);
    }
    return called.invoke(Object.fromEntries(bindings));
  }
};

function boxed(box, values, rules) {
  return KINDS[box.kind](box, values, rules);
}

export function nothingGiven(graph) {
  return Object.fromEntries(graph.names.filter(name => !Object.hasOwn(builtins, name)).map(name => [ name, null ]));
}

// Names that have no value are there as null, so that every call parses alike.
function inputsOf(graph, given) {
  const values = { ...nothingGiven(graph), ...coerceContext(given) };
  for (const { name, type } of graph.inputs) {
    values[name] = typed(values[name], type, `input ${name}`);
  }
  return values;
}

// { value, rules, decided }: `decided` has the values of the required decisions by name.
export function decide(graph, given) {
  const values = inputsOf(graph, given);
  const decided = {};
  const rules = [];
  for (const decision of graph.decisions) {
    if (decision.body.kind === 'function') {
      values[decision.name] = functionOf(decision.body, values);
      continue;
    }
    const value = typed(boxed(decision.body, values, rules), decision.type, `decision ${decision.name}`);
    values[decision.name] = value;
    decided[decision.name] = value;
  }
  const last = graph.decisions.at(-1).name;
  const { [last]: value, ...others } = decided;
  return { value, rules, decided: others };
}

export function keepGraph(key, text) {
  const graph = JSON.parse(text);
  graphs.set(key, graph, text.length);
  return graph;
}

export function keptGraph(key) {
  return graphs.get(key);
}
