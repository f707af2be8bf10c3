import { describe, expect, test } from '@jest/globals';
import type { OtherResult, ZoneStatus } from '../../src/operations/operation-result.ts';
import { annotationsFor, closingLines, renderSummary, storyOf } from '../../src/report/rendered-report.ts';
import {
  deletion,
  failure,
  finding,
  held,
  hostname,
  matrix,
  status,
  switchingOff,
  unseen,
  zone,
} from './samples-operations.ts';
import { facts, MANUAL } from './samples.ts';

const due = zone('due.test', { outcome: 'due', findings: [finding('due', 'due.test (zone)')] });
const twice = zone('due.test', { outcome: 'due', findings: [...due.findings, ...due.findings] });
const failed = { outcome: 'failed', failure } as const;

describe('the title says how it ended and for what', () => {
  test.each<readonly [string, OtherResult]>([
    ['All is well in zone a.test', status([zone('a.test')])],
    ['All is well in 2 zones', status([zone('a.test'), zone('b.test')])],
    ['All is well in 0 zones', status([])],
    [
      'Nothing is due in what could be seen of zone a.test',
      status([zone('a.test', { hostnamesComplete: false })]),
    ],
    ['1 thing is due in zone due.test', status([due], 'due')],
    ['1 thing is due in zone due.test', status([twice], 'due')],
    ['Zone a.test could not be checked', status([unseen('a.test')], 'failed')],
    ['1 of 2 zones could not be checked, and 1 thing is due', status([unseen('a.test'), due], 'failed')],
    ['Nothing is due in 1 zone', matrix([zone('a.test')], 'ok')],
    ['Nothing that a rotation by the manifest would fix is due in 1 zone', matrix([due], 'ok')],
    ['1 of 2 zones needs a job', matrix([due, zone('a.test')], 'due', [{ zone: 'due.test', due: 1 }])],
    ['No zone of the manifest could be checked', matrix([unseen('a.test')], 'failed')],
    ['Nothing deleted: example.com', deletion(failed)],
    [
      'Deleted in part: example.com',
      deletion({
        ...failed,
        certificates: [{ ...facts('a'), level: 'zone', fate: 'deleted', why: 'It expired.' }],
      }),
    ],
  ])('%s', (title, run) => {
    expect(storyOf(run).title).toBe(title);
    expect(closingLines(run).at(-1)).toBe(`${title}. The run took 1.5 s.`);
    expect(renderSummary(run, MANUAL)).toContain(title);
  });
});

describe('the summary of a look shows', () => {
  test.each<readonly [string, ZoneStatus, string]>([
    ['a zone with nothing', zone('a.test'), 'There is no certificate at either level.'],
    ['a switch that is off', zone('a.test', { switchOn: false }), '**Zone level** off'],
    ['what the token may not read', zone('a.test', { sslMode: undefined }), 'not readable'],
    [
      'a setting that is not readable',
      zone('a.test', { sharedCertificate: undefined }),
      'shared certificate not readable, 0 of 10 hostname certificates',
    ],
    [
      'a certificate whose id is not known',
      zone('a.test', { certificates: [held('a', { id: undefined })] }),
      '- ✅ in force for `www.example.com`: `CN=origin-pull.example.com,O=Example GmbH` until 2027-02-21, 90 days left\n',
    ],
    [
      'a certificate on its way, with the word of Cloudflare',
      zone('a.test', { certificates: [held('a', { status: 'pending_deployment', use: 'unused' })] }),
      '`pending_deployment`',
    ],
    ['an expired one', zone('a.test', { certificates: [held('a', { expired: true, hostnames: [] })] }), '❌'],
    ['one nobody uses', zone('a.test', { certificates: [held('a', { hostnames: [] })] }), 'no hostname'],
    [
      'one whose users nobody knows',
      zone('a.test', { certificates: [held('a', { hostnames: [] })], hostnamesComplete: false }),
      'for unknown hostnames: ',
    ],
    [
      'one of the zone',
      zone('a.test', { certificates: [held('a', { level: 'zone' })] }),
      '**In force** for the zone until 2027-02-21, 90 days left',
    ],
    [
      'the first users of one that has many',
      zone('a.test', {
        certificates: [held('a', { hostnames: ['a.a.test', 'b.a.test', 'c.a.test', 'd.a.test'] })],
      }),
      '`c.a.test` and 1 more',
    ],
    [
      'a hostname without a certificate id',
      zone('a.test', { hostnames: [hostname('w.a.test', { certificateId: undefined })] }),
      '- `w.a.test`: ✅ on\n',
    ],
    [
      'a hostname on its way',
      zone('a.test', { hostnames: [hostname('w.a.test', { status: 'pending_deployment' })] }),
      '⏳ `pending_deployment`',
    ],
    [
      'a hostname that is off',
      zone('a.test', { hostnames: [hostname('w.a.test', { enabled: false })] }),
      '➖ off: none is sent',
    ],
    [
      'that there was no list of the hostnames',
      zone('a.test', { hostnames: [hostname('w.a.test')], hostnamesComplete: false }),
      'there was no full list',
    ],
    [
      'how many hostnames are left out',
      zone('a.test', {
        hostnames: Array.from({ length: 203 }, (_, index) => hostname(`h${String(index)}.a.test`)),
      }),
      'And 3 more',
    ],
    [
      'how many things are left out',
      zone('a.test', {
        outcome: 'due',
        findings: Array.from({ length: 107 }, (_, index) => finding('due', `t${String(index)}`)),
      }),
      '- And 2 more.',
    ],
  ])('%s', (_, one, shown) => {
    expect(renderSummary(status([one]), MANUAL)).toContain(shown);
  });

  test('what is due for one target in one line, with each remedy once', () => {
    const both = [
      finding('due', 't'),
      { ...finding('due', 't'), sentence: 'It is off.' },
      finding('due', 'u'),
    ];
    const text = renderSummary(status([zone('a.test', { outcome: 'due', findings: both })], 'due'), MANUAL);
    expect(text.match(/^- 📅 .*/gmu)).toHaveLength(2);
    expect(text).toContain(`${both[0]?.sentence} It is off. ${both[0]?.remedy}\n`);
  });

  test('many zones as a table, the worst first, with the next certificate to expire', () => {
    const zones = [
      zone('well.test', {
        switchOn: false,
        certificates: [
          held('b', { ...facts('b', 80) }),
          held('a', { ...facts('a', 20) }),
          held('c', { notAfter: undefined, daysLeft: undefined }),
          held('d', { ...facts('d', 2), use: 'stale' }),
        ],
      }),
      due,
      unseen('gone.test'),
    ];
    const text = renderSummary(status(zones, 'failed'), MANUAL);
    const rows = text.split('\n').filter((line) => /^\| \S+ `\w+\.test`/u.test(line));
    expect(rows.map((row) => /\w+\.test/u.exec(row)?.[0])).toEqual(['gone.test', 'due.test', 'well.test']);
    expect(rows[0]).toContain('| – |');
    expect(rows[1]).toContain('| zone |');
    expect(rows[2]).toContain('| – | in 20 days |');
    expect(text.match(/<details><summary>[✅📅]/gu)).toHaveLength(2);
  });
});

test('a deletion that is planned or done names each certificate once, and no days of what is gone', () => {
  const one = { ...facts('a', 90), level: 'zone', why: 'Nothing refers to it.' } as const;
  const planned = deletion({
    outcome: 'planned',
    sentence: 'To be deleted: a.',
    certificates: [{ ...one, fate: 'to-delete' }],
  });
  expect(renderSummary(planned, MANUAL).match(/To be deleted/gu)).toHaveLength(1);
  const done = deletion({ outcome: 'deleted', certificates: [{ ...one, fate: 'deleted' }] });
  expect(renderSummary(done, MANUAL)).not.toContain('days left');
});

test('the log says once why nothing was deleted or switched off, and counts one hostname as one', () => {
  const refusal = { ...failure, happened: 'It is in use.' };
  const deleting = deletion({ ...failed, failure: refusal, sentence: 'Refused: It is in use.' });
  const switching = switchingOff({ ...failed, failure: refusal, sentence: 'It is in use.' });
  for (const run of [deleting, switching]) {
    const told = [...closingLines(run), ...annotationsFor(run).map(({ text }) => text)];
    expect(told.filter((line) => line.includes('It is in use.'))).toHaveLength(1);
  }
  const one = zone('a.test', { hostnames: [hostname('w.a.test')] });
  expect(renderSummary(status([one]), MANUAL)).toContain('1 hostname with a certificate of its own');
});

describe('the log says of a zone', () => {
  const lines = (one: ZoneStatus): string => closingLines(status([one])).join('\n');

  test('its certificates in force; what was found stands in the annotations', () => {
    const text = lines(
      zone('a.test', {
        switchOn: undefined,
        certificates: [
          held('a', { level: 'zone' }),
          held('b', { id: undefined, notAfter: undefined, daysLeft: undefined }),
        ],
        findings: [finding('due', 'one'), finding('warning', 'two')],
      }),
    );
    expect(text).toContain('the zone level is off; 2 certificates, the first in force until 2027-02-21');
    expect(text).toContain('In force for the zone until 2027-02-21, 90 days left: certificate a');
    expect(text).not.toMatch(/expires soon/u);
    expect(lines(zone('a.test', { certificates: [held('a', { level: 'zone' })] }))).toContain(
      '; 1 certificate, in force until 2027-02-21',
    );
  });

  test('why it could not be looked at, and nothing else', () => {
    const text = lines(unseen('a.test'));
    expect(text).not.toContain('the zone level is');
    expect(text).not.toContain('What happened');
  });

  test('why another one could not be looked at, since the annotation tells the first', () => {
    const text = closingLines(status([unseen('a.test'), unseen('b.test')], 'failed')).join('\n');
    expect(text).toContain('b.test: The token sees no such zone.');
    expect(text).not.toContain('a.test: ');
  });
});

describe('the annotations', () => {
  test('name the zone of the first failure, and count the others', () => {
    const run = status([unseen('a.test'), unseen('b.test'), unseen('c.test')], 'failed');
    const [error, ...others] = annotationsFor(run);
    expect(error?.kind).toBe('error');
    expect(error?.text).toContain('a.test: The token sees no such zone.');
    expect(error?.text).toContain('2 more went wrong: see the job summary.');
    expect(others).toEqual([]);
  });

  test('of a matrix warn of a zone that could not be looked at, since its own job will fail', () => {
    const stranger = { ...finding('due', 'other.test'), expected: false };
    const zones = [unseen('a.test'), due, zone('b.test', { outcome: 'due', findings: [stranger] })];
    const run = matrix(zones, 'due', [{ zone: 'a.test', due: 1 }]);
    expect(annotationsFor(run).map(({ kind }) => kind)).toEqual(['warning', 'warning']);
    expect(annotationsFor(run)[1]?.text).toContain('other.test');
    expect(annotationsFor(run)[0]?.text).toContain('so it gets a job');
    expect(renderSummary(run, MANUAL)).toContain('- ⚠ a.test could not be checked, so it gets a job.');
  });

  test('of a matrix that saw nothing are one error', () => {
    const run = matrix([unseen('a.test'), unseen('b.test')], 'failed');
    expect(annotationsFor(run).map(({ kind }) => kind)).toEqual(['error']);
  });
});
