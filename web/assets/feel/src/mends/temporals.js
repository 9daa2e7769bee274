// Dates, times and durations where feelin and DMN 1.5 §10.3.2.3 part.
import { FeelDate, FeelDateTime, FeelDuration, isZoned, toComparable } from 'feelin';
import { charge } from '../fuel.js';

const { Temporal } = globalThis;
const YEAR = /^(-?)([1-9]\d{4,8}|\d{4})(-\d\d-\d\d(?:T.*)?)$/;

// XML Schema writes years as they are, Temporal with a sign and six digits where four don't do.
export function withSignedYear(text) {
  const match = YEAR.exec(text);
  if (!match) {
    throw new RangeError('no date');
  }
  const [ , sign, year, rest ] = match;
  return sign || year.length > 4 ? `${sign || '+'}${year.padStart(6, '0')}${rest}` : text;
}

export function withPlainYear(text) {
  return text.replace(/^([+-])0{0,2}(\d{4,})-/, (_all, sign, year) => `${sign === '-' ? '-' : ''}${year}-`);
}

export function negated(value) {
  return value instanceof FeelDuration ? new FeelDuration(value.unwrap().negated(), value.yearsMonths) : undefined;
}

// A date counts as its midnight in UTC; a local time and a zoned one have no difference.
export function zonedDifference(a, b) {
  const placed = value => isZoned(value) || value instanceof FeelDate;
  const alike = a instanceof FeelDateTime === b instanceof FeelDateTime || a instanceof FeelDate || b instanceof FeelDate;
  if (!placed(a) || !placed(b) || !alike) {
    return null;
  }
  return new FeelDuration(Temporal.Duration.from({ milliseconds: toComparable(a) - toComparable(b) }), false);
}

const MILLISECONDS = { unit: 'milliseconds', relativeTo: Temporal.PlainDate.from('1970-01-01') };

function amountOf(value) {
  charge(50);
  const duration = value.unwrap();
  return value.yearsMonths ? duration.years * 12 + duration.months : duration.total(MILLISECONDS);
}

function durationOf(amount, yearsMonths) {
  charge(50);
  const whole = Math.trunc(amount);
  if (!Number.isSafeInteger(whole)) {
    return null;
  }
  try {
    return new FeelDuration(Temporal.Duration.from(yearsMonths ? { months: whole } : { milliseconds: whole }), yearsMonths);
  } catch {
    return null;
  }
}

// DMN 1.5 §10.3.2.3.7: a duration times a number, in whole months or milliseconds.
export function multiplied(a, b, ofNumbers) {
  const [ value, factor ] = a instanceof FeelDuration ? [ a, b ] : [ b, a ];
  if (!(value instanceof FeelDuration)) {
    return ofNumbers(() => a, () => b);
  }
  return typeof factor === 'number' ? durationOf(amountOf(value) * factor, value.yearsMonths) : null;
}

export function divided(a, b, ofNumbers) {
  if (!(a instanceof FeelDuration)) {
    return ofNumbers(() => a, () => b);
  }
  if (typeof b === 'number') {
    return b === 0 ? null : durationOf(amountOf(a) / b, a.yearsMonths);
  }
  const alike = b instanceof FeelDuration && a.yearsMonths === b.yearsMonths && amountOf(b) !== 0;
  return alike ? amountOf(a) / amountOf(b) : null;
}
