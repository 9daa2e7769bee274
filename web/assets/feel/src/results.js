// FEEL values as JSON values: dates, times and durations become ISO 8601 text.
import { FeelDateTime, FeelTime, getType } from 'feelin';
import { charge, exhaust, nested } from './fuel.js';

const MAX_NODES = 200_000;
const MAX_CHARACTERS = 4_000_000;

export class NoResult extends Error {}

function dateTime(value) {
  charge(60);
  const zone = value.timezone;
  if (!zone || /^(UTC|[+-]\d{2}:\d{2}(:\d{2})?)$/.test(zone)) {
    return value.toString();
  }
  if (value instanceof FeelTime) {
    throw new NoResult('a time with a named zone has no ISO form; use an offset such as +08:00');
  }
  const zoned = value.unwrap().toZonedDateTime(zone);
  return value.unwrap().toString() + zoned.offset;
}

export function toResult(value) {
  let nodes = 0;
  let characters = 0;

  function text(value) {
    characters += value.length;
    if (characters > MAX_CHARACTERS) {
      exhaust();
    }
    return value;
  }

  const convert = nested((value) => {
    if (++nodes > MAX_NODES) {
      exhaust();
    }
    switch (getType(value)) {
    case 'nil': return null;
    case 'boolean': return value;
    case 'number': return Number.isFinite(value) ? value : null;
    case 'string': return text(value);
    case 'list': return value.map(convert);
    case 'context':
      return Object.fromEntries(Object.entries(value).map(([ key, entry ]) => [ text(key), convert(entry) ]));
    case 'date':
    case 'duration':
      charge(20);
      return value.toString();
    case 'time':
    case 'date time': return value instanceof FeelDateTime || value instanceof FeelTime ? dateTime(value) : null;
    case 'range': throw new NoResult('a range is no result; compare with it instead');
    default: throw new NoResult('a function is no result; call it with parentheses');
    }
  });

  return convert(value);
}
