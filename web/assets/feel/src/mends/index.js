// Functions that the edits of feelin's text call (see edits.mjs), and builtins in place of feelin's.
import { add, divide, multiply } from './decimals.js';
import { filtered, quantified } from './lists.js';
import { interval, iterated, pointRange } from './ranges.js';
import { divided, multiplied, negated, withPlainYear, withSignedYear, zonedDifference } from './temporals.js';
import { written } from './texts.js';

globalThis.__mends = {
  plus: (a, b) => typeof a === 'number' ? add(a, b) : a + b,
  minus: (a, b) => add(a, -b),
  times: multiply,
  by: divide,
  multiplied,
  divided,
  negated,
  filtered,
  quantified,
  interval,
  iterated: (start, end) => iterated(start, end),
  pointRange,
  withPlainYear,
  withSignedYear,
  written,
  zonedDifference
};
