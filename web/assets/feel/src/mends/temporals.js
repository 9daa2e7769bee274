// Dates, times and durations where feelin and DMN 1.5 §10.3.2.3 part.
import { FeelDate, FeelDateTime, FeelDuration, isZoned, toComparable } from 'feelin';

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
