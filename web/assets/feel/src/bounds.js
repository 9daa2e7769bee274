// Native operations on long texts and lists do not yield and cost by their length; what they take and make is charged.
import './mends/index.js';
import { builtins } from 'feelin';
import { charge, exhaust, LimitExceeded, sizeOf } from './fuel.js';

export { LimitExceeded };

export const MAX_LENGTH = 1_000_000;
// Some functions get the items of a list as arguments of JavaScript, which lie on its stack.
const MAX_ARGUMENTS = 50_000;
const CALL = 8;
const TEMPORAL = 120;
const TEMPORALS = new Set([
  'date', 'time', 'date and time', 'duration', 'years and months duration', '@', 'day of year', 'day of week', 'month of year',
  'week of year', 'range'
]);
const SEARCHES = new Set([ 'contains', 'substring before', 'substring after' ]);

const CONTEXTS = new Set([ 'context put', 'context merge', 'get entries', 'context', 'get value' ]);

const isSequence = value => typeof value === 'string' || Array.isArray(value);

export function bounded(value) {
  if (isSequence(value) && value.length > MAX_LENGTH) {
    exhaust();
  }
  return value;
}

globalThis.__bounded = bounded;

// Joining texts copies nothing until the result is read.
globalThis.__joined = (text) => {
  if (typeof text === 'string') {
    charge(text.length / 64);
  }
  return bounded(text);
};

function costOf(value) {
  if (typeof value === 'string') {
    return value.length / 4;
  }
  return Array.isArray(value) ? value.length * 3 : value !== null && typeof value === 'object' ? 4 : 0;
}

// Contexts are copied whole.
function costOfContexts(value) {
  if (Array.isArray(value)) {
    return value.reduce((sum, item) => sum + costOfContexts(item), 0);
  }
  return value !== null && typeof value === 'object' ? sizeOf(value) * 6 : 0;
}

function chargeArguments(name, values, spreads) {
  let total = 0;
  let cost = CALL + (TEMPORALS.has(name) ? TEMPORAL : 0);
  for (const value of values) {
    if (isSequence(value)) {
      total += value.length;
      if (spreads && value.length > MAX_ARGUMENTS) {
        exhaust();
      }
    }
    cost += costOf(value);
  }
  if (CONTEXTS.has(name)) {
    cost += values.reduce((sum, value) => sum + costOfContexts(value), 0);
  }
  if (total > MAX_LENGTH || spreads && values.length > MAX_ARGUMENTS) {
    exhaust();
  }
  if (SEARCHES.has(name) && isSequence(values[0]) && isSequence(values[1])) {
    cost += values[0].length * values[1].length / 256;
  }
  charge(cost);
}

for (const [ name, call ] of Object.entries(builtins)) {
  const spreads = call.$args?.some(parameter => parameter.startsWith('...')) ?? false;
  const limited = (...values) => {
    chargeArguments(name, values, spreads);
    const result = bounded(call(...values));
    charge(costOf(result));
    return result;
  };
  limited.$args = call.$args;
  builtins[name] = limited;
}
