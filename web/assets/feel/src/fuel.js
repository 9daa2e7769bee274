// What an evaluation may cost, counted in steps instead of seconds and bytes: which limit a text breaks must be the same
// on every machine, for an incident about it is journalled and re-executed. A step is about 100 ns and a few bytes.
export const FUEL = 2_000_000;
// JavaScript's own stack ends at a depth that depends on the machine; no evaluation gets near it.
export const MAX_DEPTH = 400;

let remaining = Infinity;
let depth = 0;
let spent = false;
let memory = new Map();

export class LimitExceeded extends Error {}

// Begins an evaluation. What `perEvaluation` holds is forgotten, for what a call costs may not depend on earlier ones.
export function refuel(steps) {
  remaining = steps;
  depth = 0;
  spent = false;
  memory = new Map();
}

export const perEvaluation = () => memory;

export function exhaust() {
  remaining = -1;
  spent = true;
  throw new LimitExceeded(`it takes more than ${FUEL} steps or ${MAX_DEPTH} levels`);
}

export function charge(steps) {
  remaining -= steps;
  if (remaining < 0) {
    exhaust();
  }
}

// Whoever swallowed the error does not hide that the limit was broken.
export function stillFuelled() {
  if (spent) {
    exhaust();
  }
}

// What is done once and kept for later evaluations costs nothing, or the first one would cost more.
export function free(call) {
  const before = remaining;
  remaining = Infinity;
  try {
    return call();
  } finally {
    remaining = spent ? -1 : before;
  }
}

export function nested(call) {
  return (...values) => {
    enter();
    try {
      return call(...values);
    } finally {
      depth--;
    }
  };
}

function enter() {
  if (--remaining < 0 || ++depth > MAX_DEPTH) {
    exhaust();
  }
}

// The number of entries that a copy of the context has.
export function sizeOf(context) {
  let size = 0;
  for (const _key in context) {
    size++;
  }
  return size;
}

// One node of a parsed expression, as feelin's evalNode makes it.
export function metered(node) {
  if (typeof node !== 'function' || node.metered) {
    return node;
  }
  if ('constantValue' in node) {
    return Object.assign(() => {
      charge(1);
      return node.constantValue;
    }, node, { metered: true });
  }
  return Object.assign((context) => {
    enter();
    try {
      return node(context);
    } finally {
      depth--;
    }
  }, node, { metered: true });
}

globalThis.__fuel = {
  charge,
  metered,
  nested,
  copies: (context, times) => charge((sizeOf(context) + 10) * times)
};
