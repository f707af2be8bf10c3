import { describe, expect, test } from '@jest/globals';
import { HOSTNAME_LEVEL } from '../corpus/input-row.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { read } from './support.ts';

const ID = '0123456789abcdef0123456789abcdef';
const CUSTOM = 'app.customer.example';

/** What is warned of; what was refused fails. */
async function warned(...asked: Parameters<typeof read>): Promise<readonly object[]> {
  const result = await read(...asked);
  expect(result).toMatchObject({ kind: 'valid' });
  return result.kind === 'valid' ? result.warnings : [];
}

const hosts = (list: string): string =>
  `\`hostnames\` names hostnames outside the zone example.com: ${list}. Cloudflare takes them if they are custom hostnames of this zone, and refuses them otherwise.`;
const probe = (host: string): string =>
  `\`probe-urls\` leads to ${host}, outside the zone example.com. Such a probe proves something only for a custom hostname of this zone.`;

describe('a name outside the zone may be a custom hostname: Cloudflare decides, and the run is warned', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    ['a hostname to rotate', { ...HOSTNAME_LEVEL, hostnames: CUSTOM }, 'hostnames', hosts(`\`${CUSTOM}\``)],
    [
      'one of the hostnames to look at',
      { operation: 'status', level: 'hostname', hostnames: `www.example.com, ${CUSTOM}` },
      'hostnames',
      hosts(`\`${CUSTOM}\``),
    ],
    [
      'a hostname to disable',
      {
        operation: 'disable',
        level: 'hostname',
        hostnames: CUSTOM,
        mode: 'off',
        certificate: '',
        'private-key': '',
      },
      'hostnames',
      hosts(`\`${CUSTOM}\``),
    ],
    [
      'a probe of the zone level, which custom hostnames are shown as well',
      { 'probe-urls': `https://${CUSTOM}/, https://www.example.com` },
      'probe-urls',
      probe(`\`${CUSTOM}\``),
    ],
    [
      'a probe where `replace` finds the hostnames',
      { level: 'hostname', replace: ID, 'probe-urls': `https://${CUSTOM}/` },
      'probe-urls',
      probe(`\`${CUSTOM}\``),
    ],
  ])('%s', async (_, inputs, input, sentence) => {
    expect(await warned(inputs)).toEqual([{ reason: 'OUTSIDE_ZONE', input, sentence }]);
  });

  test('once, where the probe is of a hostname that is named', async () => {
    const inputs = { ...HOSTNAME_LEVEL, hostnames: CUSTOM, 'probe-urls': `https://${CUSTOM}/` };
    expect(await warned(inputs)).toMatchObject([{ input: 'hostnames' }]);
  });

  test('of which ten are told, and the others counted', async () => {
    const many = Array.from({ length: 12 }, (_item, index) => `h${index}.example.org`).join();
    expect(await warned({ ...HOSTNAME_LEVEL, hostnames: many })).toMatchObject([
      { sentence: expect.stringContaining('`h9.example.org` and 2 more') },
    ]);
  });

  test('by its target, where a manifest has several', async () => {
    const text = estate(target('level: zone') + target('level: hostname', `hostnames: ${CUSTOM}`));
    expect(await warned({ ...AROUND, manifest: text }, { BOTH: 'text' })).toMatchObject([
      { reason: 'OUTSIDE_ZONE', target: `example.com (${CUSTOM})` },
    ]);
  });

  test('and is not warned where only the id of the zone is known', async () => {
    const inputs = { ...HOSTNAME_LEVEL, zone: ID, hostnames: CUSTOM };
    expect(await warned(inputs)).toEqual([]);
    expect(
      await warned({
        operation: 'delete',
        'certificate-id': ID,
        level: '',
        certificate: '',
        'private-key': '',
      }),
    ).toEqual([]);
  });
});
