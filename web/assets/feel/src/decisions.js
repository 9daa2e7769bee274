// Decision graphs: what is required first (DMN 1.5 chapter 7, §10.4). A graph is { nodes }, each after what it requires:
// { kind: input | decision | function | service, name, label, type, requires: [ { path, node } ], names, body }.
import { builtins } from 'feelin';
import { boxed, functionOf } from './boxed.js';
import { coerced } from './inputs.js';
import { Kept } from './kept.js';
import { tolerant } from './problems.js';
import { asFunction, serviceFunction, setDefinitions, typed } from './types.js';

const graphs = new Kept(2_000_000);

// What `last` needs, itself included, in the order of nodes, without what `given` holds. A service's inside stays shut.
function needed(graph, last, given = []) {
  const found = new Set();
  const open = [ ...last ];
  while (open.length) {
    const index = open.pop();
    if (!found.has(index) && !given.includes(index)) {
      found.add(index);
      open.push(...graph.nodes[index].requires.map(({ node }) => node));
    }
  }
  return [ ...found ].sort((a, b) => a - b);
}

// Names that a node reads without requiring them are variables of the process, null when there are none of that name;
// they are there in every call, so that every call parses alike.
export function scopeOfNode(node, given, valueOf) {
  const free = node.names.filter(name => Object.hasOwn(given, name) || !Object.hasOwn(builtins, name));
  const values = Object.fromEntries(free.map(name => [ name, given[name] ?? null ]));
  for (const { path, node: required } of node.requires) {
    const [ first, second ] = path;
    if (second === undefined) {
      values[first] = valueOf(required);
    } else {
      values[first] = { ...(values[first] ?? {}), [second]: valueOf(required) };
    }
  }
  return values;
}

function service(graph, node, rules) {
  const inputs = node.parameters.map(index => graph.nodes[index]);
  const order = needed(graph, node.outputs, node.parameters);
  return serviceFunction((...given) => tolerant(() => {
    const values = new Map(node.parameters.map((index, place) => {
      return [ index, typed(given[place] ?? null, inputs[place].type, `input ${inputs[place].label}`) ];
    }));
    evaluate(graph, order, {}, values, rules);
    const results = node.outputs.map(index => [ graph.nodes[index].name, values.get(index) ?? null ]);
    return typed(results.length === 1 ? results[0][1] : Object.fromEntries(results), node.type, `service ${node.label}`);
  }), inputs.map(({ name }) => name));
}

const NODES = {
  input: (_graph, node, given) => tolerant(() => typed(given[node.name] ?? null, node.type, `input ${node.label}`)),
  decision: (_graph, node, _given, values, rules) => tolerant(() => {
    return typed(boxed(node.body, values, rules), node.type, `decision ${node.label}`);
  }),
  function: (_graph, node, _given, values) => functionOf(node.body, values),
  service: (graph, node, _given, _values, rules) => service(graph, node, rules)
};

function evaluate(graph, order, given, values, rules) {
  for (const index of order) {
    const node = graph.nodes[index];
    const scope = scopeOfNode(node, given, required => values.get(required) ?? null);
    values.set(index, NODES[node.kind](graph, node, given, scope, rules));
  }
}

// { value, rules, decided }: `decided` has the values of the required decisions by name.
export function decide({ graph, orders }, root, inputs) {
  const given = coerced(inputs);
  setDefinitions(graph.types);
  const values = new Map();
  const rules = [];
  const order = orders.get(root);
  evaluate(graph, order, given, values, rules);
  const last = graph.nodes[root];
  const decided = order.filter(index => index !== root && graph.nodes[index].kind === 'decision' && !asFunction(values.get(index)));
  const value = last.kind === 'service' ? values.get(root).invoke(last.parameters.map(index => given[graph.nodes[index].name] ?? null)) : values.get(root);
  return { value, rules, decided: Object.fromEntries(decided.map(index => [ graph.nodes[index].label, values.get(index) ])) };
}

// The nodes that deciding `root` touches, those inside of services too.
export function reached(graph, root) {
  const found = new Set();
  const open = [ root ];
  while (open.length) {
    const index = open.pop();
    if (!found.has(index)) {
      found.add(index);
      const { requires, outputs = [] } = graph.nodes[index];
      open.push(...requires.map(({ node }) => node), ...outputs);
    }
  }
  return found;
}

// Keeps the graph, ready to decide `root`.
export function keepGraph(key, text, root) {
  let kept = graphs.get(key);
  if (!kept) {
    kept = { graph: JSON.parse(text), orders: new Map() };
    graphs.set(key, kept, text.length);
  }
  kept.orders.set(root, needed(kept.graph, [ root ]));
  return kept.graph;
}

export function keptGraph(key, root) {
  const kept = graphs.get(key);
  return kept?.orders.has(root) ? kept : undefined;
}
