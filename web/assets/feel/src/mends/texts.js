// Texts and numbers in texts. Regular expressions: the flag x of XPath, which JavaScript lacks, drops white space outside of character classes.
import { builtins, declare } from 'feelin';
import { divided, found, patternOf, replaced } from './patterns.js';

function withoutSpace(pattern) {
  return pattern.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\s+/g, part => /^\s/.test(part) ? '' : part);
}

function expression(pattern, flags) {
  if (/[^smix]/.test(flags)) {
    return null;
  }
  const own = [ ...new Set(flags.replaceAll('x', '')) ].join('');
  return patternOf(flags.includes('x') ? withoutSpace(pattern) : pattern, `u${own}`);
}

builtins['matches'] = declare((input, pattern, flags) => {
  const regexp = expression(pattern, flags || '');
  return regexp && found(regexp, input);
}, [ 'string', 'string', 'string?' ], [ 'input', 'pattern', 'flags' ]);

builtins['replace'] = declare((input, pattern, replacement, flags) => {
  const regexp = expression(pattern, flags || '');
  return regexp && replaced(regexp, input, replacement.replace(/\$0/g, '$$&'));
}, [ 'string', 'string', 'string', 'string?' ], [ 'input', 'pattern', 'replacement', 'flags' ]);

builtins['split'] = declare((string, delimiter) => {
  const regexp = expression(delimiter, '');
  return regexp && divided(regexp, string);
}, [ 'string', 'string' ], [ 'string', 'delimiter' ]);

// Numbers are written without an exponent.
export function written(value) {
  const text = String(value);
  const [ mantissa, exponent ] = text.split('e');
  if (exponent === undefined || typeof value !== 'number') {
    return text;
  }
  const [ whole, fraction = '' ] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const plain = point > 0 ? digits.padEnd(point, '0') : `0.${'0'.repeat(-point)}${digits}`;
  return (value < 0 ? '-' : '') + plain;
}

const GROUPING = [ null, ' ', ',', '.' ];
const POINT = [ null, ',', '.' ];

// DMN 1.5 §10.3.4.1
builtins['number'] = declare((from, grouping, point) => {
  if (grouping === undefined || point === undefined) {
    return null;
  }
  if (!GROUPING.includes(grouping) || !POINT.includes(point) || grouping !== null && grouping === (point ?? '.')) {
    return null;
  }
  const joined = grouping === null ? from : from.replaceAll(grouping, '');
  const text = point === ',' ? joined.replace(',', '.') : joined;
  return (point !== ',' || !joined.includes('.')) && /^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}, [ 'string', 'string?', 'string?' ], [ 'from', 'grouping separator', 'decimal separator' ]);

const substring = builtins['substring'];
builtins['substring'] = Object.assign((...given) => given[1] === 0 ? null : substring(...given), { $args: substring.$args });
