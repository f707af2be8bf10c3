import { describe, expect, test } from '@jest/globals';
import { readIssue } from '../../src/github/issue-client.ts';

const issue = {
  number: 7,
  title: 'Title',
  body: 'a\r\nb\nc',
  html_url: 'https://github.com/acme/site/issues/7',
  author_association: 'NONE',
  user: { type: 'User' },
};
const read = {
  number: 7,
  title: 'Title',
  body: 'a\nb\nc',
  url: 'https://github.com/acme/site/issues/7',
  author: undefined,
  trusted: false,
};

describe('an issue is read', () => {
  test.each<readonly [string, unknown, object | undefined]>([
    ['as it came', issue, read],
    ['of the first number', { ...issue, number: 1 }, { ...read, number: 1 }],
    ['that is no pull request', { ...issue, pull_request: null }, read],
    [
      'with nothing but a number, from a server that tells nothing of authors',
      { number: 7 },
      { number: 7, title: '', body: '', url: undefined, author: undefined, trusted: true },
    ],
    ['with its author', { ...issue, user: { type: 'User', login: 'ann' } }, { ...read, author: 'ann' }],
    [
      'with texts that are none',
      { ...issue, title: 1, body: null, html_url: {} },
      { ...read, title: '', body: '', url: undefined },
    ],
    ...['OWNER', 'MEMBER', 'COLLABORATOR'].map(
      (author) =>
        [`of ${author}`, { ...issue, author_association: author }, { ...read, trusted: true }] as const,
    ),
    ['of a bot', { ...issue, user: { type: 'Bot' } }, { ...read, trusted: true }],
    ['of a contributor', { ...issue, author_association: 'CONTRIBUTOR' }, read],
    ['of several at once', { ...issue, author_association: ['OWNER'] }, read],
    ['of nobody', { ...issue, user: null }, read],
  ])('%s', (_, value, expected) => {
    expect(readIssue(value)).toStrictEqual(expected);
  });
});

test.each<readonly [string, unknown]>([
  ['a pull request', { ...issue, pull_request: {} }],
  ['the number nought', { ...issue, number: 0 }],
  ['a negative number', { ...issue, number: -1 }],
  ['a broken number', { ...issue, number: 7.5 }],
  ['a number in a text', { ...issue, number: '7' }],
  ['no number', { ...issue, number: undefined }],
  ['null', null],
  ['a text', 'issue'],
  ['nothing', undefined],
])('no issue is read from %s', (_, value) => {
  expect(readIssue(value)).toBeUndefined();
});
