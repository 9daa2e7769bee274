// Every text of a decision graph in the scope it is evaluated in, without data: to check it, or to parse it beforehand.
import { reached, scopeOfNode } from './decisions.js';
import { check, names as namesOf, parse, scopeOf, testing } from './expressions.js';
import { sample } from './types.js';

// Walks through one node's logic; `visit(element id, text, scope, kind)` sees each text. Answers a sample of its value.
function walkBody(body, names, visit) {
  function text(element, source, known) {
    visit(element, source, scopeOf(known), 'evaluate');
  }

  function tests(element, source, known) {
    if (source !== null) {
      visit(element, source, testing(scopeOf(known), null), 'unaryTest');
    }
  }

  function item(list) {
    return Array.isArray(list) && list[0] !== undefined ? list[0] : null;
  }

  function quantified(box, known) {
    walk(box.satisfies, { ...known, [box.variable]: item(walk(box.in, known)) });
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
            visit(rule.cells[place], cell, isTest ? tested : scope, isTest ? 'unaryTest' : 'evaluate');
          }
        });
      });
      return box.outputs.length > 1 ? Object.fromEntries(box.outputs.map(output => [ output.name, null ])) : null;
    },
    context(box, known) {
      const entries = {};
      for (const { name, type, body } of box.entries) {
        const walked = walk(body, { ...known, ...entries });
        const value = sample(type) ?? walked;
        if (name === null) {
          return value;
        }
        entries[name] = value;
      }
      return entries;
    },
    list: (box, known) => box.items.map(entry => walk(entry, known)),
    relation(box, known) {
      box.rows.flat().forEach(cell => walk(cell, known));
      return [ Object.fromEntries(box.columns.map(name => [ name, null ])) ];
    },
    function(box, known) {
      walk(box.body, { ...known, ...Object.fromEntries(box.parameters.map(({ name, type }) => [ name, sample(type) ])) });
    },
    invocation(box, known) {
      text(box.id, box.callee, known);
      box.bindings.forEach(({ body: bound }) => walk(bound, known));
    },
    conditional(box, known) {
      walk(box.if, known);
      const [ one, other ] = [ walk(box.then, known), walk(box.else, known) ];
      return one ?? other;
    },
    for: (box, known) => [ walk(box.return, { ...known, [box.variable]: item(walk(box.in, known)), partial: [] }) ],
    filter(box, known) {
      const list = walk(box.in, known);
      walk(box.match, { ...known, item: item(list), ...item(list) });
      return list;
    },
    some: quantified,
    every: quantified
  };

  function walk(box, known) {
    const walked = walks[box.kind](box, known);
    return sample(box.type) ?? walked ?? null;
  }

  return walk(body, names);
}

// Calls visit(index of the node, element id, text, scope, kind) for each text of the nodes for which `chosen(index)`.
function walkGraph(graph, chosen, visit) {
  const samples = [];
  graph.nodes.forEach((node, index) => {
    samples[index] = sample(node.type);
    if (node.body && chosen(index)) {
      const names = scopeOfNode(node, {}, required => samples[required] ?? null);
      const walked = walkBody(node.body, names, (...told) => visit(index, ...told));
      samples[index] ??= walked;
    }
  });
}

// Every text that cannot be parsed, as { node, element, text, reason, position } in `wrong`, and the names that each node
// reads, in `names`.
export function checkGraph(graph) {
  const wrong = [];
  const read = graph.nodes.map(() => new Set());
  walkGraph(graph, () => true, (node, element, text, scope, kind) => {
    try {
      check(text, scope, kind).forEach(name => read[node].add(name));
    } catch (error) {
      namesOf(text, kind, scope.values).forEach(name => read[node].add(name));
      const position = error.position?.from ?? 0;
      wrong.push({ node, element, text, reason: String(error.message), position });
    }
  });
  return { wrong, names: read.map(names => [ ...names ]) };
}

// Parses all that deciding `root` touches, which takes longer than deciding does. What a draft has wrong is told later.
export function prepareGraph(graph, root) {
  const touched = reached(graph, root);
  walkGraph(graph, index => touched.has(index), (_node, _element, text, scope, kind) => {
    try {
      parse(text, scope, kind);
    } catch (error) {
      if (!(error instanceof SyntaxError || error.position)) {
        throw error;
      }
    }
  });
}
