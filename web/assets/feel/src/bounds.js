// What time and memory limits cannot stop is bounded here: native operations on huge strings and lists do not yield.
import './mends/index.js';
import { builtins } from 'feelin';

export const MAX_LENGTH = 1_000_000;

export class LimitExceeded extends Error {}

export function bounded(value) {
  if ((typeof value === 'string' || Array.isArray(value)) && value.length > MAX_LENGTH) {
    throw new LimitExceeded(`a text or list grew beyond ${MAX_LENGTH} items`);
  }
  return value;
}

globalThis.__bounded = bounded;
globalThis.__LimitExceeded = LimitExceeded;

function boundedArguments(values) {
  let total = 0;
  for (const value of values) {
    if (typeof value === 'string' || Array.isArray(value)) {
      total += value.length;
    }
  }
  if (total > MAX_LENGTH) {
    throw new LimitExceeded(`a function was given more than ${MAX_LENGTH} items`);
  }
}

// A replacement text repeats parts of the input once for every match.
function boundedReplacement([ input, , replacement ]) {
  if (typeof input !== 'string' || typeof replacement !== 'string') {
    return;
  }
  const references = replacement.split('$').length - 1;
  const longest = (input.length + 1) * (replacement.length + references * input.length);
  if (longest > 50 * MAX_LENGTH) {
    throw new LimitExceeded('replace() could make a text that is too long');
  }
}

for (const [ name, call ] of Object.entries(builtins)) {
  const limited = (...values) => {
    boundedArguments(values);
    if (name === 'replace') {
      boundedReplacement(values);
    }
    return bounded(call(...values));
  };
  limited.$args = call.$args;
  builtins[name] = limited;
}
