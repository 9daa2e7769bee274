// Regular expressions: the flag x of XPath, which JavaScript lacks, drops white space outside of character classes.
import { builtins, declare } from 'feelin';

function withoutSpace(pattern) {
  return pattern.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\s+/g, part => /^\s/.test(part) ? '' : part);
}

function expression(pattern, flags, added) {
  if (/[^smix]/.test(flags)) {
    return null;
  }
  const own = [ ...new Set(flags.replaceAll('x', '')) ].join('');
  try {
    return new RegExp(flags.includes('x') ? withoutSpace(pattern) : pattern, `u${own}${added}`);
  } catch {
    return null;
  }
}

builtins['matches'] = declare((input, pattern, flags) => {
  return expression(pattern, flags || '', '')?.test(input) ?? null;
}, [ 'string', 'string', 'string?' ], [ 'input', 'pattern', 'flags' ]);

builtins['replace'] = declare((input, pattern, replacement, flags) => {
  const regexp = expression(pattern, flags || '', 'g');
  return regexp && input.replace(regexp, replacement.replace(/\$0/g, '$$&'));
}, [ 'string', 'string', 'string', 'string?' ], [ 'input', 'pattern', 'replacement', 'flags' ]);
