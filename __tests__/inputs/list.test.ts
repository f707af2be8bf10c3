import { expect, test } from '@jest/globals';
import { splitList } from '../../src/inputs/kinds.ts';

const TWO = ['a.example.com', 'b.example.com'];

test.each<readonly [string, string, readonly string[]]>([
  ['commas', 'a.example.com, b.example.com,', TWO],
  ['lines', '\na.example.com\r\n\r\n  b.example.com\n', TWO],
  ['a JSON array on one line', '["a.example.com","b.example.com"]', TWO],
  ['what toJSON writes', JSON.stringify(TWO, undefined, 2), TWO],
  ['what toJSON writes, with blanks around it', ` \n${JSON.stringify(TWO, undefined, 2)}\n`, TWO],
  ['a JSON array with blanks and nothing in it', '[" a.example.com ", "", "b.example.com"]', TWO],
  ['a JSON array with commas in an entry', '["https://a.example.com/?b,c"]', ['https://a.example.com/?b,c']],
  ['an empty JSON array', '[]', []],
  ['a JSON array of other things', '[1,null,{"a":["b"]}]', ['1', 'null', '{"a":["b"]}']],
  ['an array of YAML', '[a.example.com, b.example.com]', TWO],
  ['an array of Python', "['a.example.com',\n 'b.example.com']", TWO],
  ['an array of one', '[a.example.com]', ['a.example.com']],
  ['an address of IPv6', '[2001:db8::1]', ['[2001:db8::1]']],
  ['addresses of IPv6', '[2001:db8::1]:443,[2001:db8::2]', ['[2001:db8::1]:443', '[2001:db8::2]']],
  ['a JSON array of addresses', '["[2001:db8::1]:443"]', ['[2001:db8::1]:443']],
  ['an array that is cut off', '["a.example.com",', ['["a.example.com"']],
])('a list by %s', (_, text, expected) => {
  expect(splitList(text)).toEqual(expected);
});
