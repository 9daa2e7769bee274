// Values from outside. JSON has no dates: { "@": "2026-10-01" } stands for FEEL's @"2026-10-01".
import { nested } from './fuel.js';
import { builtins, coerceContext, getType } from 'feelin';

const isLiteral = value => typeof value['@'] === 'string' && Object.keys(value).length === 1;

const replaced = nested((value) => {
  if (Array.isArray(value)) {
    return value.map(replaced);
  }
  if (getType(value) !== 'context') {
    return value;
  }
  if (isLiteral(value)) {
    const literal = builtins['@'](value['@']);
    return literal?.template ? null : literal;
  }
  return Object.fromEntries(Object.entries(value).map(([ key, entry ]) => [ key, replaced(entry) ]));
});

export function coerced(variables) {
  return replaced(coerceContext(variables));
}
