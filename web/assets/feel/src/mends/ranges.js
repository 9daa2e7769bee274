// Ranges: membership in three-valued logic, iteration, the relations of DMN 1.5 §10.3.4.7 that feelin lacks.
import { builtins, createRange, declare, equals, evaluate, FeelDate, FeelRange, getType, toComparable } from 'feelin';
import { charge, exhaust } from '../fuel.js';

const MAX_LENGTH = 1_000_000;
const ORDERED = new Set([ 'number', 'string', 'date', 'time', 'date time', 'duration' ]);

function marked(range, operator) {
  return Object.defineProperty(range, 'operator', { value: operator });
}

// (= 10) and (!= 10) are ranges of one point; what has no order stays a test.
export function pointRange(operator, value) {
  if (!operator.operator || !ORDERED.has(getType(value))) {
    return operator(value);
  }
  const included = operator.operator === '=';
  return marked(createRange(value, value, included, included), operator.operator);
}

// [null..10] is no range that anything could be in or outside of.
export function interval(start, end, startIncluded, endIncluded) {
  const range = createRange(start, end, startIncluded, endIncluded);
  return start === null || end === null ? marked(range, 'none') : range;
}

const includes = FeelRange.prototype.includes;

function sameKind(range, value) {
  if (value instanceof FeelRange || range.valueType === null) {
    return true;
  }
  const end = range.start ?? range.end;
  return getType(value) === range.valueType && (range.valueType !== 'duration' || value.yearsMonths === end.yearsMonths);
}

FeelRange.prototype.includes = function(given) {
  const value = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (this.operator === 'none') {
    return null;
  }
  if (this.operator && !(value instanceof FeelRange)) {
    const same = equals(value, this.start);
    return this.operator === '=' || same === null ? same : !same;
  }
  return sameKind(this, value) ? includes.call(this, value) : null;
};

function upTo(start, end, next, compare, keep) {
  const items = [];
  const direction = compare(start, end) > 0 ? -1 : 1;
  for (let item = start; compare(item, end) * direction <= 0; item = next(item, direction)) {
    charge(typeof item === 'number' ? 2 : 60);
    if (keep(item)) {
      items.push(item);
    }
  }
  return items;
}

// The whole numbers or days from start to end, also downwards; null for anything else.
export function iterated(start, end, keep = () => true) {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end)) {
    if (Math.abs(end - start) >= MAX_LENGTH) {
      exhaust();
    }
    return upTo(start, end, (n, direction) => n + direction, (a, b) => a - b, keep);
  }
  if (start instanceof FeelDate && end instanceof FeelDate) {
    const next = (day, direction) => new FeelDate(day.unwrap().add({ days: direction }));
    return upTo(start, end, next, (a, b) => toComparable(a) - toComparable(b), keep);
  }
  return null;
}

FeelRange.prototype.map = function(call) {
  if (this.start === null || this.end === null || this.operator || order(this.start, this.end) > 0) {
    return null;
  }
  const inside = item => (this['start included'] || order(item, this.start) !== 0) && (this['end included'] || order(item, this.end) !== 0);
  return iterated(this.start, this.end, inside)?.map(call) ?? null;
};

function order(a, b) {
  const [ left, right ] = [ toComparable(a) ?? a, toComparable(b) ?? b ];
  return left < right ? -1 : left > right ? 1 : 0;
}

// A point is the range of it alone; null when they cannot be compared.
function asRanges(a, b) {
  const [ left, right ] = [ a, b ].map(value => value instanceof FeelRange ? value : createRange(value, value));
  const comparable = left.valueType !== null && left.valueType === right.valueType;
  const open = [ left.start, left.end, right.start, right.end ].includes(null);
  return comparable && !open ? [ left, right ] : null;
}

const from = range => range['start included'];
const to = range => range['end included'];
const startsLater = (a, b) => order(a.start, b.start) > 0 || order(a.start, b.start) === 0 && (!from(a) || from(b));
const endsEarlier = (a, b) => order(a.end, b.end) < 0 || order(a.end, b.end) === 0 && (!to(a) || to(b));
const begins = (a, b) => order(a.start, b.start) < 0 || order(a.start, b.start) === 0 && from(a) && !from(b);
const reaches = (a, b) => order(a.end, b.start) > 0 || order(a.end, b.start) === 0 && to(a) && from(b);

const RELATIONS = {
  'overlaps before': (a, b) => begins(a, b) && reaches(a, b) && endsEarlier(a, b),
  'finishes': (a, b) => to(a) === to(b) && order(a.end, b.end) === 0 && startsLater(a, b),
  'starts': (a, b) => from(a) === from(b) && order(a.start, b.start) === 0 && endsEarlier(a, b),
  'coincides': (a, b) => from(a) === from(b) && to(a) === to(b) && order(a.start, b.start) === 0 && order(a.end, b.end) === 0,
  'during': (a, b) => startsLater(a, b) && endsEarlier(a, b)
};

function relation(name, parameters, call) {
  builtins[name] = declare((a, b) => {
    const ranges = asRanges(a, b);
    return ranges && call(...ranges);
  }, [ 'any', 'any' ], parameters);
}

relation('overlaps before', [ 'range1', 'range2' ], RELATIONS['overlaps before']);
relation('overlaps after', [ 'range1', 'range2' ], (a, b) => RELATIONS['overlaps before'](b, a));
relation('finishes', [ 'range1', 'range2' ], RELATIONS['finishes']);
relation('finished by', [ 'range1', 'range2' ], (a, b) => RELATIONS['finishes'](b, a));
relation('starts', [ 'range1', 'range2' ], RELATIONS['starts']);
relation('started by', [ 'range1', 'range2' ], (a, b) => RELATIONS['starts'](b, a));
relation('coincides', [ 'range1', 'range2' ], RELATIONS['coincides']);
relation('during', [ 'range1', 'range2' ], RELATIONS['during']);

const LITERAL = String.raw`-?[\d.]+|@?"[^"]*"|(?:date|time|date and time|duration)\("[^"]*"\)`;
const RANGE = new RegExp(String.raw`^\s*([\[(\]])\s*(${LITERAL})?\s*\.\.\s*(${LITERAL})?\s*([\])\[])\s*$`);

// DMN 1.5 §10.3.4.1: a range from its text, with literals as ends; an end that is left out is open.
builtins['range'] = declare((text) => {
  const match = text.length < 200 && RANGE.exec(text);
  if (!match || match[2] === undefined && match[3] === undefined) {
    return null;
  }
  const [ start, end ] = [ match[2], match[3] ].map(literal => literal === undefined ? null : evaluate(literal).value);
  if (match[2] !== undefined && start === null || match[3] !== undefined && end === null) {
    return null;
  }
  const range = createRange(start, end, start !== null && match[1] === '[', end !== null && match[4] === ']');
  const wrong = range.valueType === null || start !== null && end !== null && order(start, end) > 0;
  return wrong ? null : range;
}, [ 'string' ], [ 'from' ]);
