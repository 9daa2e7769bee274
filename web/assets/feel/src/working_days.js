// Working days of mainland China. `days` is { first, last, holidays: { "2026": ["01-01", ...] }, workdays: { ... } }.
import { FeelDate, FeelDateTime } from 'feelin';
import { charge } from './fuel.js';

const { Temporal } = globalThis;
const MAX_DAYS = 4000;

// Statutory holidays on fixed dates: all that is certain of a year whose arrangement is not published yet.
const FIXED_HOLIDAYS = new Set([ '01-01', '05-01', '05-02', '10-01', '10-02', '10-03' ]);

export function workingDays(days) {
  const holidays = new Map(Object.entries(days.holidays).map(([ year, list ]) => [ Number(year), new Set(list) ]));
  const workdays = new Map(Object.entries(days.workdays).map(([ year, list ]) => [ Number(year), new Set(list) ]));

  function isWorkingDay(date) {
    charge(60);
    if (date.year < days.first) {
      throw new Error(`no holiday calendar for the year ${date.year}: it begins with ${days.first}`);
    }
    const key = date.toString().slice(5);
    if (date.year > days.last) {
      return date.dayOfWeek < 6 && !FIXED_HOLIDAYS.has(key);
    }
    if (workdays.get(date.year)?.has(key)) {
      return true;
    }
    return date.dayOfWeek < 6 && !holidays.get(date.year)?.has(key);
  }

  function plain(value) {
    charge(20);
    if (typeof value === 'string') {
      try {
        return Temporal.PlainDate.from(value.slice(0, 10));
      } catch {
        return null;
      }
    }
    if (value instanceof FeelDate) {
      return value.unwrap();
    }
    return value instanceof FeelDateTime ? value.unwrap().toPlainDate() : null;
  }

  function named(call, parameters) {
    call.$args = parameters;
    return call;
  }

  return {
    'is working day': named((date) => {
      const day = plain(date);
      return day && isWorkingDay(day);
    }, [ 'date' ]),

    // A date-time keeps its time of day; a negative number counts back.
    'add working days': named((date, number) => {
      let day = plain(date);
      if (!day || !Number.isInteger(number)) {
        return null;
      }
      if (Math.abs(number) > MAX_DAYS) {
        throw new Error(`add working days() counts ${MAX_DAYS} days at most`);
      }
      const step = { days: Math.sign(number) };
      for (let left = Math.abs(number); left > 0;) {
        day = day.add(step);
        left -= isWorkingDay(day) ? 1 : 0;
      }
      if (date instanceof FeelDateTime) {
        return new FeelDateTime(day.toPlainDateTime(date.unwrap().toPlainTime()), date.timezone);
      }
      return new FeelDate(day);
    }, [ 'date', 'number' ]),

    // The number n for which add working days(from, n) reaches the last working day up to `to`; negative when reversed.
    'working days between': named((from, to) => {
      let day = plain(from);
      const end = plain(to);
      if (!day || !end) {
        return null;
      }
      const direction = Temporal.PlainDate.compare(end, day);
      if (Math.abs(day.until(end).days) > 2 * MAX_DAYS) {
        throw new Error(`working days between() spans ${2 * MAX_DAYS} days at most`);
      }
      let count = 0;
      while (!day.equals(end)) {
        day = day.add({ days: direction });
        count += isWorkingDay(day) ? direction : 0;
      }
      return count;
    }, [ 'from', 'to' ])
  };
}
