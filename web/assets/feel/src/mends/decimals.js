// Decimal arithmetic on doubles: an operand is the shortest decimal that it prints as, the result the double nearest to
// the exact decimal result. So sums of money with up to 15 digits come out as on paper (DMN 1.5 §10.3.2.3.1). Operands
// with more digits are no decimals that anybody wrote, 1 / 3 for one; they stay binary.
import { builtins, declare, declareList } from 'feelin';
import { charge } from '../fuel.js';

const MIN_SCALE = -6111;
const MAX_SCALE = 6176;
const LONGEST = 10n ** 15n;

function decimalOf(n) {
  charge(12);
  const [ mantissa, exponent ] = n.toExponential().split('e');
  const [ whole, fraction = '' ] = mantissa.split('.');
  return { coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function numberOf(coefficient, exponent) {
  return Number(`${coefficient}e${exponent}`);
}

function plain(a, b, result) {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(result) || !Number.isFinite(result);
}

const isLong = ({ coefficient }) => coefficient >= LONGEST || coefficient <= -LONGEST;

export function add(a, b) {
  const result = a + b;
  if (plain(a, b, result)) {
    return result;
  }
  const [ left, right ] = [ decimalOf(a), decimalOf(b) ];
  const exponent = Math.min(left.exponent, right.exponent);
  if (isLong(left) || isLong(right) || Math.max(left.exponent, right.exponent) - exponent > 60) {
    return result;
  }
  const shifted = ({ coefficient, exponent: own }) => coefficient * 10n ** BigInt(own - exponent);
  return numberOf(shifted(left) + shifted(right), exponent);
}

export function multiply(a, b) {
  const result = a * b;
  if (plain(a, b, result)) {
    return result;
  }
  const [ left, right ] = [ decimalOf(a), decimalOf(b) ];
  return isLong(left) || isLong(right) ? result : numberOf(left.coefficient * right.coefficient, left.exponent + right.exponent);
}

export function divide(a, b) {
  const result = a / b;
  if (plain(a, b, result)) {
    return result;
  }
  const [ left, right ] = [ decimalOf(a), decimalOf(b) ];
  if (isLong(left) || isLong(right)) {
    return result;
  }
  return numberOf(left.coefficient * 10n ** 40n / right.coefficient, left.exponent - right.exponent - 40);
}

const MODES = {
  'down': () => false,
  'up': () => true,
  'half up': twice => twice >= 0,
  'half down': twice => twice > 0,
  'half even': (twice, odd) => twice > 0 || twice === 0 && odd,
  'floor': (_twice, _odd, negative) => negative,
  'ceiling': (_twice, _odd, negative) => !negative
};

// `n` with `scale` digits after the point; null for a scale that decimal128 does not have.
export function rounded(n, scale, mode) {
  const digits = Math.trunc(scale);
  if (!(digits >= MIN_SCALE && digits <= MAX_SCALE)) {
    return null;
  }
  const { coefficient, exponent } = decimalOf(n);
  const dropped = -exponent - digits;
  if (dropped <= 0 || !Number.isFinite(n)) {
    return n;
  }
  // beyond the digits there are it makes no difference how many are dropped
  const unit = 10n ** BigInt(Math.min(dropped, 25));
  const rest = coefficient % unit;
  const away = rest < 0n ? -1n : 1n;
  let quotient = coefficient / unit;
  const size = 2n * rest * away;
  const twice = size > unit ? 1 : size === unit ? 0 : -1;
  if (rest !== 0n && MODES[mode](twice, quotient % 2n !== 0n, rest < 0n)) {
    quotient += away;
  }
  return numberOf(quotient, -digits) + 0;
}

function scaled(name, mode) {
  builtins[name] = declare((n, scale) => rounded(n, scale, mode), [ 'number', 'number' ], [ 'n', 'scale' ]);
}

scaled('decimal', 'half even');
scaled('round up', 'up');
scaled('round down', 'down');
scaled('round half up', 'half up');
scaled('round half down', 'half down');

for (const mode of [ 'floor', 'ceiling' ]) {
  builtins[mode] = declare((n, scale = 0) => scale === null ? null : rounded(n, scale, mode), [ 'number', 'number?' ], [ 'n', 'scale' ]);
}

const total = list => list.reduce(add);
const ordered = list => [ ...list ].sort((a, b) => a - b);

function numbers(name, compute) {
  builtins[name] = declareList((...list) => list.length ? compute(list) : null, 'number', [ '...list' ]);
}

numbers('sum', total);
numbers('mean', list => divide(total(list), list.length));
numbers('product', list => list.reduce(multiply));

// feelin orders numbers as texts here
numbers('median', (list) => {
  const sorted = ordered(list);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? divide(add(sorted[middle - 1], sorted[middle]), 2) : sorted[Math.floor(middle)];
});

builtins['mode'] = declareList((...list) => {
  const counts = new Map();
  list.forEach(n => counts.set(n, (counts.get(n) ?? 0) + 1));
  const most = [ ...counts.values() ].reduce((a, b) => Math.max(a, b), 0);
  return ordered([ ...counts.keys() ].filter(n => counts.get(n) === most));
}, 'number', [ '...list' ]);
