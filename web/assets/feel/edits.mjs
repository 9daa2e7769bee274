// What feelin 8.2.0 needs changed in its own text; src/mends holds the functions. [ why, from, to, times? ]
// The build fails when a new version no longer fits. docs/dmn-support.md lists what they change for authors.
export const edits = [
  [ 'our cache and our mends need what feelin keeps to itself',
    'export { FeelDate,',
    'export { builtins, coerceContext, createRange, equals, fn as declare, getType, interpreter, isZoned, listFn as declareList, toComparable, FeelDate,' ],

  // bounds
  [ 'native operations on long texts do not yield',
    'return a + b;\n                }, \'add\'', 'return globalThis.__bounded(globalThis.__mends.plus(a, b));\n                }, \'add\'' ],
  [ 'loops may grow without end', 'partial.push(extractor(ctx));', 'partial.push(extractor(ctx)); globalThis.__bounded(partial);' ],
  [ 'products of loops may grow without end',
    'result.push(Object.assign(Object.assign({}, aContext), bContext));',
    'result.push(Object.assign(Object.assign({}, aContext), bContext)); globalThis.__bounded(result);' ],

  // numbers
  [ '1e6 was read as 1',
    'const value = node.input.includes(\'.\') ? parseFloat(node.input) : parseInt(node.input);', 'const value = Number(node.input);' ],
  [ '0.3 - 0.1 was 0.19999999999999998', 'return a - b;\n                }, \'subtract\'', 'return globalThis.__mends.minus(a, b);\n                }, \'subtract\'' ],
  [ '1.1 * 3 was 3.3000000000000003, and a duration could not be multiplied', 'case \'*\': return nullable((a, b) => a * b, \'multiply\', [\'number\']);',
    'case \'*\': return (a, b) => globalThis.__mends.multiplied(a(context), b(context), nullable((x, y) => globalThis.__mends.times(x, y), \'multiply\', [\'number\']));' ],
  [ '0.3 / 0.1 was 2.9999999999999996, and a duration could not be divided', 'case \'/\': return nullable((a, b) => !b ? null : a / b, \'divide\', [\'number\']);',
    'case \'/\': return (a, b) => globalThis.__mends.divided(a(context), b(context), nullable((x, y) => !y ? null : globalThis.__mends.by(x, y), \'divide\', [\'number\']));' ],
  [ 'string(1e25) was 1e+25', 'if (type === \'boolean\' || type === \'number\') {\n        return String(obj);', 'if (type === \'boolean\' || type === \'number\') {\n        return globalThis.__mends.written(obj);' ],
  [ 'a duration could not be negated', 'return op(context)(() => 0, value);', 'return globalThis.__mends.negated(value(context)) ?? op(context)(() => 0, value);' ],

  // three-valued logic
  [ 'only true chooses the first branch', 'if (isTruthy(ifCondition(context))) {', 'if (ifCondition(context) === true) {' ],
  [ 'what is no boolean satisfies nothing',
    'return contexts.every(ctx => isTruthy(_condition(ctx)));', 'return globalThis.__mends.quantified(contexts, _condition, false);' ],
  [ 'what is no boolean satisfies nothing',
    'return contexts.some(ctx => isTruthy(_condition(ctx)));', 'return globalThis.__mends.quantified(contexts, _condition, true);' ],
  [ '[true, false][item = false] was [], and a filter that calls a function did not see the items',
    'const type = filterFn.type;', 'return globalThis.__mends.filtered(filterTarget, filterFn, context);\n            const type = filterFn.type;' ],
  [ 'a context with the same key twice is null',
    'const [key, value] = arg(merged);', 'const [key, value] = arg(merged);\n                    if (Object.hasOwn(result, key)) {\n                        return null;\n                    }' ],

  // ranges
  [ '= and != remember that they are',
    '// eslint-disable-next-line @typescript-eslint/no-explicit-any\nfunction evalNode(',
    'const isEqual = Object.assign((b) => (a) => equals(a, b), { operator: \'=\' });\n' +
    'const isDifferent = Object.assign((b) => (a) => {\n    const result = equals(a, b);\n    return result === null ? null : !result;\n}, { operator: \'!=\' });\n' +
    'function evalNode(' ],
  [ '(= 10) is a range', 'case \'=\': return (b) => (a) => equals(a, b);', 'case \'=\': return isEqual;' ],
  [ '(!= 10) is a range',
    'case \'!=\': return (b) => (a) => {\n                    const result = equals(a, b);\n                    return result === null ? null : !result;\n                };',
    'case \'!=\': return isDifferent;' ],
  [ '(= 10) is a range', 'return args[0](context)(args[1](context));', 'return globalThis.__mends.pointRange(args[0](context), args[1](context));' ],
  [ 'ranges of different operators differ', 'return (a[\'start included\'] === b[\'start included\'] &&',
    'return (a.operator === b.operator && a[\'start included\'] === b[\'start included\'] &&' ],
  [ 'an interval with a null end compares with nothing', 'return createRange(left, right, startIncluded, endIncluded);',
    'return globalThis.__mends.interval(left, right, startIncluded, endIncluded);' ],
  [ 'what has no order is compared to null instead of failing', 'throw new Error(`unsupported range: ${start}..${end}`);',
    'return createRange(null, null, false, false);' ],
  [ 'for i in 1..0, dates, and no letters', 'return b ? createRange(a, b) : a;', 'return args[2] ? globalThis.__mends.iterated(a, b) : a;' ],

  // dates, times and durations
  [ 'years before 1 and after 9999', 'throw notImplemented(\'negative date\');', '', 2 ],
  [ 'years before 1 and after 9999', 'Temporal.PlainDate.from(str)', 'Temporal.PlainDate.from(globalThis.__mends.withSignedYear(str))' ],
  [ 'years before 1 and after 9999', 'Temporal.PlainDateTime.from(value)', 'Temporal.PlainDateTime.from(globalThis.__mends.withSignedYear(value))' ],
  [ 'years before 1 and after 9999', 'this.iso = this.value.toString();', 'this.iso = globalThis.__mends.withPlainYear(this.value.toString());' ],
  [ 'years before 1 and after 9999', 'this.iso = this.value.toString() + (this.zone',
    'this.iso = globalThis.__mends.withPlainYear(this.value.toString()) + (this.zone', 2 ],
  [ 'an offset of nothing is Z', 'if (zone === \'UTC\') {\n        return \'Z\';', 'if (zone === \'UTC\' || /^[+-]00:00(:00)?$/.test(zone)) {\n        return \'Z\';' ],
  [ 'offsets end at 18 hours', 'const offsetSeconds = offsetZoneSeconds(zone);\n    if (offsetSeconds !== null) {\n        return Math.abs(offsetSeconds) < 24 * 3600;',
    'const offsetSeconds = fixedOffsetSeconds(zone);\n    if (offsetSeconds !== null) {\n        return Math.abs(offsetSeconds) <= 18 * 3600;' ],
  [ 'P1Y1D is neither kind of duration',
    '/^-?P(?=\\d|T\\d)(?:\\d+Y)?(?:\\d+M)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d+)?S)?)?$/',
    '/^-?P(?:(?=\\d)(?:\\d+Y)?(?:\\d+M)?|(?=\\d|T\\d)(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d+)?S)?)?)$/' ],
  [ 'item definitions are types, too', 'return typeof target === \'function\' && value instanceof target;',
    'return globalThis.__isInstance(value, descriptor.name);' ],
  [ 'P1Y and P365D are of different types', 'return durationEquals(a, b);',
    'return a.yearsMonths !== b.yearsMonths ? null : toComparable(a) === toComparable(b);' ],
  [ 'P1Y8M2D is no years and months duration', 'from.value.until(to.value, { largestUnit: \'month\' })',
    'from.value.until(to.value, { largestUnit: \'month\', smallestUnit: \'month\' })' ],
  [ 'differences forgot the time zones', 'if (isTime(a) && isTime(b)) {\n        return new FeelDuration(a.value.since(b.value));',
    'if (isZoned(a) || isZoned(b)) {\n        return globalThis.__mends.zonedDifference(a, b);\n    }\n    if (isTime(a) && isTime(b)) {\n        return new FeelDuration(a.value.since(b.value));' ]
];
