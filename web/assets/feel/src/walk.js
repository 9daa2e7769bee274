// Every text of a decision graph in the scope it is evaluated in, without data: to check it, or to parse it beforehand.
import { nothingGiven } from './decisions.js';
import { check, names as namesOf, parse, scopeOf, testing } from './expressions.js';
import { sample } from './types.js';

// Calls visit(index of the decision, element id, text, scope, kind) for each.
function walkGraph(graph, visit) {
  let index = 0;

  function text(element, source, known) {
    visit(index, element, source, scopeOf(known), 'evaluate');
  }

  function tests(element, source, known) {
    if (source !== null) {
      visit(index, element, source, testing(scopeOf(known), null), 'unaryTest');
    }
  }

  const walks = {
    literal: (box, known) => text(box.id, box.text, known),
    table(box, known) {
      box.inputs.forEach((input) => {
        text(input.id, input.text, known);
        tests(input.id, input.allowed, {});
      });
      box.outputs.forEach((output) => {
        tests(output.id, output.allowed, {});
        if (output.default !== null) {
          text(output.id, output.default, known);
        }
      });
      const scope = scopeOf(known);
      const tested = testing(scope, null);
      box.rules.forEach((rule) => {
        [ ...rule.inputs, ...rule.outputs ].forEach((cell, place) => {
          const isTest = place < rule.inputs.length;
          if (cell !== null) {
            visit(index, rule.cells[place], cell, isTest ? tested : scope, isTest ? 'unaryTest' : 'evaluate');
          }
        });
      });
      return box.outputs.length > 1 ? Object.fromEntries(box.outputs.map(output => [ output.name, null ])) : null;
    },
    context(box, known) {
      const entries = {};
      for (const { name, body } of box.entries) {
        const value = walk(body, { ...known, ...entries });
        if (name === null) {
          return value;
        }
        entries[name] = value;
      }
      return entries;
    },
    list: (box, known) => box.items.map(item => walk(item, known)),
    relation(box, known) {
      box.rows.flat().forEach(cell => walk(cell, known));
      return [ Object.fromEntries(box.columns.map(name => [ name, null ])) ];
    },
    function(box, known) {
      walk(box.body, { ...known, ...Object.fromEntries(box.parameters.map(({ name, type }) => [ name, sample(type) ])) });
    },
    invocation(box, known) {
      text(box.id, box.callee, known);
      box.bindings.forEach(({ body }) => walk(body, known));
    }
  };

  function walk(box, known) {
    return walks[box.kind](box, known) ?? null;
  }

  const names = nothingGiven(graph);
  graph.inputs.forEach(({ name, type }) => {
    names[name] = sample(type);
  });
  graph.decisions.forEach(({ name, type, body }, place) => {
    index = place;
    const value = walk(body, names);
    names[name] = sample(type) ?? value;
  });
}

// Of the decisions and functions whose `fresh` is true: every text that cannot be parsed, as { decision, element, text,
// reason, position } in `wrong`, and the names that each of them reads, in `names`.
export function checkGraph(graph, fresh) {
  const wrong = [];
  const read = graph.decisions.map(() => new Set());
  walkGraph(graph, (index, element, text, scope, kind) => {
    if (!fresh[index]) {
      return;
    }
    try {
      check(text, scope, kind);
      namesOf(text, kind, scope.values).forEach(name => read[index].add(name));
    } catch (error) {
      const position = error.position?.from ?? 0;
      wrong.push({ decision: graph.decisions[index].name, element, text, reason: String(error.message), position });
    }
  });
  return { wrong, names: read.map(names => [ ...names ]) };
}

// Parses all of it, which takes longer than deciding does.
export function prepareGraph(graph) {
  walkGraph(graph, (index, element, text, scope, kind) => parse(text, scope, kind));
}
