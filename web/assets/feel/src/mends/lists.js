// Lists: filters and quantifiers in three-valued logic, equality instead of identity, orders of anything that has one.
import { builtins, declare, declareList, equals, FeelFunction, getType, isRange, toComparable } from 'feelin';
import { charge, sizeOf } from '../fuel.js';

const ORDERED = new Set([ 'number', 'string', 'date', 'time', 'date time', 'duration' ]);

// DMN 1.5 §10.3.2.5: a number picks one item; else the items stay for which the filter is true.
export function filtered(list, filter, context) {
  const { type } = filter;
  if (type === 'number' || type === 'boolean' || type === 'any') {
    const chosen = filter(context);
    if (typeof chosen === 'number') {
      return list[chosen < 0 ? list.length + chosen : chosen - 1] ?? null;
    }
    if (type === 'boolean') {
      return chosen === true ? list : [];
    }
  } else if (type === 'string') {
    const wanted = filter(context);
    charge(list.length);
    return list.filter(item => item === wanted);
  } else if (type !== 'test') {
    return null;
  }
  charge((sizeOf(context) + 4) * list.length);
  return list.filter(item => holds(filter, context, item) === true);
}

function holds(filter, context, item) {
  const own = getType(item) === 'context' ? item : {};
  charge(sizeOf(own));
  const result = filter({ ...context, item, ...own });
  if (typeof result === 'function') {
    return result(item);
  }
  return isRange(result) ? result.includes(item) : result;
}

// `some` is decided by the first true, `every` by the first false; what is no boolean makes it unknown.
export function quantified(contexts, condition, decisive) {
  let unknown = false;
  for (const context of contexts) {
    const result = condition(context);
    if (result === decisive) {
      return decisive;
    }
    unknown ||= result !== !decisive;
  }
  return unknown ? null : !decisive;
}

const same = (a, b) => getType(a) === getType(b) && equals(a, b) === true;

builtins['list contains'] = declare((list, element) => {
  return list.some(item => same(item, element ?? null));
}, [ 'list', 'any?' ], [ 'list', 'element' ]);

builtins['index of'] = declare((list, match) => {
  return list.flatMap((item, index) => same(item, match) ? [ index + 1 ] : []);
}, [ 'list', 'any' ], [ 'list', 'match' ]);

function replacedAt(list, position, newItem) {
  const whole = Math.trunc(position);
  const index = whole < 0 ? list.length + whole : whole - 1;
  return whole !== 0 && index in list ? list.with(index, newItem) : null;
}

function replacedWhere(list, match, newItem) {
  if (match.parameterNames.length !== 2) {
    return null;
  }
  const results = list.map(item => match.invoke([ item, newItem ]));
  return results.every(result => typeof result === 'boolean') ? list.map((item, index) => results[index] ? newItem : item) : null;
}

builtins['list replace'] = declare((list, position, newItem, match) => {
  const where = position ?? match;
  if (typeof where === 'number') {
    return replacedAt(list, where, newItem);
  }
  return where instanceof FeelFunction ? replacedWhere(list, where, newItem) : null;
}, [ 'list', 'any?', 'any', 'function?' ], [ 'list', 'position', 'newItem', 'match' ]);

// feelin knows the extremes of numbers only
function extreme(name, sign) {
  const before = (a, b) => {
    const [ left, right ] = [ toComparable(a) ?? a, toComparable(b) ?? b ];
    return (left < right ? -1 : left > right ? 1 : 0) * sign < 0;
  };
  builtins[name] = declareList((...list) => {
    const type = getType(list[0]);
    if (!ORDERED.has(type) || list.some(item => getType(item) !== type)) {
      return null;
    }
    return list.reduce((best, item) => before(item, best) ? item : best);
  }, 'any?', [ '...list' ]);
}

extreme('min', 1);
extreme('max', -1);

// feelin puts equal items in any order
builtins['sort'] = declare((list, precedes) => {
  return [ ...list ].sort((a, b) => precedes.invoke([ a, b ]) === true ? -1 : precedes.invoke([ b, a ]) === true ? 1 : 0);
}, [ 'list', 'function' ], [ 'list', 'precedes' ]);

// Positions count from 1, or from -1 backwards; there is nothing at 0 or beyond the ends.
function placed(call) {
  return (list, position, third) => {
    const whole = Math.trunc(position);
    const index = whole < 0 ? list.length + whole : whole - 1;
    return whole !== 0 && index in list ? call(list, index, third) : null;
  };
}

builtins['insert before'] = declare(placed((list, index, item) => list.toSpliced(index, 0, item)),
  [ 'list', 'number', 'any?' ], [ 'list', 'position', 'newItem' ]);
builtins['remove'] = declare(placed((list, index) => list.toSpliced(index, 1)), [ 'list', 'number' ], [ 'list', 'position' ]);
builtins['sublist'] = declare(placed((list, index, length) => {
  return list.slice(index, length === undefined || length === null ? list.length : index + Math.max(length, 0));
}), [ 'list', 'number', 'number?' ], [ 'list', 'start position', 'length' ]);

// DMN 1.5 §10.3.4.9: a list of keys is a path.
const getValue = builtins['get value'];
builtins['get value'] = Object.assign((...given) => {
  const [ context, keys ] = given;
  if (given.length !== 2 || !Array.isArray(keys)) {
    return getValue(...given);
  }
  return keys.length ? keys.reduce((value, key) => value === null ? null : getValue(value, key), context) : null;
}, { $args: getValue.$args });
