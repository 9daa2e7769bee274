// The entry that Python calls: JSON text in, JSON text out.
import './fuel.js';
import './bounds.js';
import { LimitExceeded } from './bounds.js';
import { FUEL, refuel, stillFuelled } from './fuel.js';
import { setClock } from './clock.js';
import { decide, keepGraph, keptGraph } from './decisions.js';
import { check, functions, names, run, scope, scopeOf, setFunctions } from './expressions.js';
import { toResult } from './results.js';
import { collecting, DecisionFailed, tolerant } from './problems.js';
import { checkGraph, prepareGraph } from './walk.js';
import { workingDays } from './working_days.js';

const calendars = new Map();

function failure(error) {
  const message = String(error?.message ?? error);
  if (error instanceof LimitExceeded) {
    return { error: 'limit', reason: message };
  }
  // How deep the stack is depends on the machine.
  if (error instanceof RangeError && /stack|string length|array length/i.test(message)) {
    return { error: 'unavailable', reason: message };
  }
  if (error instanceof DecisionFailed) {
    return { error: 'decision', reason: message, rules: error.rules };
  }
  if (error?.position || error instanceof SyntaxError) {
    const at = error.position?.from ?? 0;
    return { error: 'syntax', reason: message, position: at, input: error.input ?? '' };
  }
  return { error: 'evaluation', reason: message };
}

// Only what decides about a case is counted in steps.
function answering(call, steps = Infinity) {
  return (request) => {
    let place = { at: 0 };
    try {
      refuel(steps);
      const asked = JSON.parse(request);
      setFunctions(calendars.get(asked.calendar) ?? functions());
      const value = call(asked, place);
      stillFuelled();
      return JSON.stringify({ value });
    } catch (error) {
      return JSON.stringify({ ...failure(error), ...place, expression: error?.expression });
    }
  };
}

// A function is no result, and null where the caller is not strict.
const told = value => tolerant(() => toResult(value));

globalThis.tiaokuai = {
  // Editions of the working-day calendar stay, for there are few of them.
  keepCalendar: answering(({ hash, days }) => {
    calendars.set(hash, workingDays(JSON.parse(days)));
    return true;
  }),

  evaluate: answering(({ expressions, variables, now }, place) => {
    setClock(now);
    const values = scope(variables);
    return expressions.map((expression, index) => {
      place.at = index;
      return toResult(run(expression, values));
    });
  }, FUEL),

  check: answering(({ expression, known, kind }) => {
    check(expression, scopeOf(Object.fromEntries(known.map(name => [ name, null ]))), kind);
    return true;
  }),

  names: answering(({ expression }) => names(expression)),

  // Answers null when this heap does not know the graph, which `prepare` gives it.
  decide: answering(({ key, root, now, inputs, strict }) => {
    const kept = keptGraph(key, root);
    if (!kept) {
      return null;
    }
    setClock(now);
    const problems = collecting(strict);
    const { value, rules, decided } = decide(kept, root, inputs);
    return { result: told(value), rules, decided: told(decided), problems };
  }, FUEL),

  prepare: answering(({ key, root, graph }) => {
    prepareGraph(keepGraph(key, graph, root), root);
    return true;
  }),

  checkGraph: answering(({ graph }) => checkGraph(JSON.parse(graph)))
};
