// DMN item definitions, as engine/diagrams/dmn/types.py makes them.
import { builtins, FeelFunction, getType } from 'feelin';
import { charge } from './fuel.js';
import { run, scopeOf, test, testing } from './expressions.js';
import { DecisionFailed } from './problems.js';

const nothing = scopeOf({});

const FROM_TEXT = {
  'date': text => builtins['date'](text),
  'time': text => builtins['time'](text),
  'date time': text => builtins['date and time'](text),
  'duration': text => builtins['duration'](text),
  'days and time duration': text => builtins['duration'](text),
  'years and months duration': text => builtins['duration'](text)
};

const MIDNIGHT = 'T00:00:00Z';

export function asFunction(value) {
  return typeof value === 'function' ? new FeelFunction(value, value.$args) : value instanceof FeelFunction ? value : null;
}

export function serviceFunction(call, parameters) {
  return new FeelFunction(call, parameters);
}

function kindOf(value) {
  const type = asFunction(value) ? 'function' : getType(value);
  return type === 'duration' ? (value.yearsMonths ? 'years and months duration' : 'days and time duration') : type;
}

function conforms(value, base) {
  return base === 'any' || getType(value) === base || kindOf(value) === base;
}

function scalar(value, base, label) {
  if (conforms(value, base)) {
    return base === 'function' ? asFunction(value) : value;
  }
  if (base === 'date time' && getType(value) === 'date') {
    return builtins['date and time'](value.toString() + MIDNIGHT);
  }
  const converted = typeof value === 'string' && FROM_TEXT[base]?.(value);
  if (converted && conforms(converted, base)) {
    return converted;
  }
  throw new DecisionFailed(`${label} should be of type ${base}, but is ${kindOf(value)}`);
}

function components(value, type, label) {
  if (getType(value) !== 'context') {
    throw new DecisionFailed(`${label} should be a context, but is ${kindOf(value)}`);
  }
  const result = { ...value };
  for (const [ name, part ] of Object.entries(type.components)) {
    if (name in value) {
      result[name] = typed(value[name], part, `${label}.${name}`);
    }
  }
  return result;
}

// DMN 1.5 §10.3.2.9.4: one value is a list of it, where a list is wanted, and the other way round.
function shaped(value, type, label) {
  if (type.list) {
    return (Array.isArray(value) ? value : [ value ]).map(entry => typed(entry, type.list, label));
  }
  const single = Array.isArray(value) && value.length === 1 && type.base !== 'list' && type.base !== 'any';
  const one = single ? value[0] : value;
  return type.components ? components(one, type, label) : scalar(one, type.base, label);
}

// The value as its type wants it: ISO texts become dates. Raises DecisionFailed; null always passes.
export function typed(value, type, label) {
  if (value === null || value === undefined || !type) {
    return value ?? null;
  }
  charge(4 + (type.components ? 20 : 0));
  const result = shaped(value, type, label);
  (type.allowed ?? []).forEach(text => allowed(result, text, label));
  return result;
}

export function allowed(value, text, label) {
  if (value !== null && !test(text, testing(nothing, value))) {
    throw new DecisionFailed(`${label} is ${shown(value)}, which is not among its allowed values ${text}`);
  }
}

// Allowed values as a list, in their order of priority.
export function enumeration(text) {
  return run(`[${text}]`, nothing);
}

export function shown(value) {
  const type = getType(value);
  return type === 'context' || type === 'list' ? `a ${type}` : typeof value === 'string' ? `"${value}"` : String(value);
}

// A value with the names that a type declares, for parsing without data.
export function sample(type) {
  if (type?.list) {
    return [ sample(type.list) ];
  }
  if (!type?.components) {
    return null;
  }
  return Object.fromEntries(Object.entries(type.components).map(([ name, part ]) => [ name, sample(part) ]));
}

let definitions = {};

// The item definitions that `instance of` may name, by name.
export function setDefinitions(types) {
  definitions = types;
}

globalThis.__isInstance = (value, name) => {
  const type = Object.hasOwn(definitions, name) ? definitions[name] : null;
  if (!type || value === null || value === undefined) {
    return false;
  }
  return exactly(value, type);
};

// Without conversions.
function exactly(value, type) {
  charge(4);
  if (value === null) {
    return true;
  }
  if (type.list) {
    return Array.isArray(value) && value.every(entry => exactly(entry, type.list)) && permitted(value, type);
  }
  if (type.components) {
    return getType(value) === 'context' && permitted(value, type) &&
      Object.entries(type.components).every(([ name, part ]) => name in value && exactly(value[name], part));
  }
  return conforms(value, type.base) && permitted(value, type);
}

function permitted(value, type) {
  return (type.allowed ?? []).every(text => test(text, testing(nothing, value)));
}
