// What goes wrong in a decision: an error at once where the caller is strict; else, as DMN 1.5 §10.3.2.13.1 has it, the
// value is null, and the problem is told beside the result.
import { LimitExceeded } from './bounds.js';

export class DecisionFailed extends Error {
  constructor(message, rules = []) {
    super(message);
    this.rules = rules;
  }
}

let strict = true;
let problems = [];

export function collecting(isStrict) {
  strict = isStrict;
  problems = [];
  return problems;
}

// The value of `call`, or null when it fails and the caller is not strict.
export function tolerant(call) {
  if (strict) {
    return call();
  }
  try {
    return call();
  } catch (error) {
    if (error instanceof LimitExceeded || error instanceof RangeError) {
      throw error;
    }
    const place = error.expression === undefined ? '' : `FEEL failed on ${error.expression}: `;
    problems.push({ message: `${place}${error.message}`, rules: error.rules ?? [] });
    return null;
  }
}
