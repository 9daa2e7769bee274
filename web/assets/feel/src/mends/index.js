// Functions that the edits of feelin's text call (see edits.mjs), and builtins in place of feelin's.
import './texts.js';
import { add, divide, multiply } from './decimals.js';
import { filtered, quantified } from './lists.js';
import { interval, iterated, pointRange } from './ranges.js';
import { negated, withPlainYear, withSignedYear, zonedDifference } from './temporals.js';

globalThis.__mends = {
  plus: (a, b) => typeof a === 'number' ? add(a, b) : a + b,
  minus: (a, b) => add(a, -b),
  times: multiply,
  by: divide,
  negated,
  filtered,
  quantified,
  interval,
  iterated: (start, end) => iterated(start, end),
  pointRange,
  withPlainYear,
  withSignedYear,
  zonedDifference
};
