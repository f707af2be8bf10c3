import { describe, expect, test } from '@jest/globals';
import { readAsRunner, withoutMaskCommands } from './runner.ts';

const names = (stdout: string): readonly string[] =>
  readAsRunner({ stdout }).commandsExecuted.map(({ name }) => name);

describe('the model takes for a command', () => {
  test.each([
    ['at the start of a line', '::notice::hello', 'notice'],
    ['after blanks', ' \t ::error::hello', 'error'],
    ['after a blank that is not ASCII', '\u00A0\u3000::error::hello', 'error'],
    ['behind a carriage return', 'progress\r::warning::hello', 'warning'],
    ['in capitals', '::ERROR::hello', 'error'],
    ['behind invisible characters', '\u200B::error::hello', 'error'],
    ['in brackets anywhere', 'some text ##[error]hello', 'error'],
    ['in brackets with an invisible character inside', 'text #\u200D#[error]hello', 'error'],
    ['switched off long ago', '::set-env name=A::b', 'set-env'],
  ])('one %s', (_, line, name) => {
    expect(names(`first\n${line}\nlast\n`)).toEqual([name]);
  });

  test.each([
    ['in the middle of a line', 'text ::error::hello'],
    ['without its second mark', '::error hello'],
    ['of an unknown name', '::unheard-of::hello'],
    ['with a blank between the marks', ': :error::hello'],
    ['without a closing bracket', '##[error hello'],
  ])('nothing %s', (_, line) => {
    expect(names(line)).toEqual([]);
    expect(readAsRunner({ stdout: line }).log).toEqual([line]);
  });

  test('properties and data, with their escapes', () => {
    const { commandsExecuted } = readAsRunner({
      stdout: '::error title=a%2C b%3A%25,file=x::one%0Atwo %250A\n##[error title=a%3Bb;file=y]one%5D',
    });
    expect(commandsExecuted).toEqual([
      { name: 'error', properties: { title: 'a, b:%', file: 'x' }, data: 'one\ntwo %0A' },
      { name: 'error', properties: { title: 'a;b', file: 'y' }, data: 'one]' },
    ]);
  });

  test('nothing between stop-commands and its mark', () => {
    const view = readAsRunner({ stdout: '::stop-commands::mark\n::error::no\n::mark::\n::error::yes\n' });
    expect(view.annotations.map(({ message }) => message)).toEqual(['yes']);
    expect(view.log).toContain('::error::no');
  });
});

describe('the model hides', () => {
  test('what add-mask names from the next line on, not before', () => {
    const { log } = readAsRunner({ stdout: 'a hidden-1\n::add-mask::hidden-1\nb hidden-1 hidden-1\n' });
    expect(log).toEqual(['a hidden-1', 'b *** ***']);
  });

  test('nothing on standard error that is masked on standard output', () => {
    const { log } = readAsRunner({ stdout: '::add-mask::hidden-1\n', stderr: 'trace: hidden-1\n' });
    expect(log).toEqual(['trace: hidden-1']);
  });

  test('a secret whole, by line, and encoded', () => {
    const secret = 'first "line"\nsecond/line';
    const stdout = [
      'x first "line" y',
      'x second/line y',
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ].join('\n');
    expect(readAsRunner({ stdout, secrets: [secret] }).log).toEqual([
      'x *** y',
      'x *** y',
      '"***"',
      '***',
      '***',
    ]);
  });

  test('overlapping places as one', () => {
    const { log } = readAsRunner({ stdout: '-abcdef-', secrets: ['abcd', 'cdef'] });
    expect(log).toEqual(['-***-']);
  });

  test('only what each add-mask says, on a lesser runner', () => {
    const stdout = '::add-mask::one-line\n::add-mask::two%0Alines\none-line two lines b25lLWxpbmU=\n';
    expect(readAsRunner({ stdout }, { masking: 'lesser' }).log).toEqual(['*** two lines b25lLWxpbmU=']);
    expect(readAsRunner({ stdout }).log).toEqual(['*** *** *** ***']);
  });

  test('nothing in the title of an annotation', () => {
    const { annotations } = readAsRunner({
      stdout: '::add-mask::hidden-1\n::error title=hidden-1::hidden-1',
    });
    expect(annotations).toEqual([{ kind: 'error', title: 'hidden-1', message: '***' }]);
  });

  test('debug lines, unless debugging is on', () => {
    expect(readAsRunner({ stdout: '::debug::d' }).log).toEqual([]);
    expect(readAsRunner({ stdout: '::debug::d\n::set-output name=a::b' }, { debug: true }).log).toEqual([
      '##[debug]d',
      '::set-output name=a::b',
    ]);
  });
});

describe('the model keeps the limits of the runner', () => {
  test('ten annotations of a kind, 4096 characters each', () => {
    const stdout = Array.from({ length: 12 }, () => `::notice::${'x'.repeat(5000)}`).join('\n');
    const { annotations, log } = readAsRunner({ stdout: `${stdout}\n::error::e` });
    expect(annotations).toHaveLength(11);
    expect(annotations[0]?.message).toHaveLength(4096);
    expect(log).toHaveLength(13);
  });

  test('a summary of 1 MiB, scrubbed by line', () => {
    const small = readAsRunner({ summaryFile: 'a hidden-1\nb', secrets: ['hidden-1'] });
    expect(small.summary).toBe('a ***\nb');
    const large = readAsRunner({ summaryFile: 'x'.repeat(1024 * 1024 + 1) });
    expect(large.summary).toBe('');
    expect(large.faults).toEqual(['the summary is over 1 MiB']);
  });

  test('commands that were switched off, and empty masks', () => {
    expect(
      readAsRunner({ stdout: '::set-env name=A::b\n::add-path::/x\n::add-mask:: \n' }).faults,
    ).toHaveLength(3);
  });
});

describe('the model reads output files', () => {
  test('with one line and with several', () => {
    const outputFile = 'a=1\r\n\nb<<M\none\ntwo=2\nM\nc=x<<y\n';
    expect(readAsRunner({ outputFile, stateFile: 's=1' })).toMatchObject({
      outputs: { a: '1', b: 'one\ntwo=2', c: 'x<<y' },
      state: { s: '1' },
      faults: [],
    });
  });

  test.each([
    ['a line without a name', 'nonsense\n'],
    ['an empty name', '<<M\nM\n'],
    ['a delimiter that never comes', 'a<<M\n1\n'],
  ])('and finds %s', (_, outputFile) => {
    expect(readAsRunner({ outputFile }).faults).toHaveLength(1);
  });
});

test('mask commands can be taken out of a stream', () => {
  expect(withoutMaskCommands('a\n::add-mask::b\nc\n')).toBe('a\nc\n');
});
