import { describe, expect, test } from '@jest/globals';
import { openManifest } from '../../src/inputs/manifest/open.ts';
import { secretInputs } from '../../src/inputs/secrets.ts';
import { ec, pkcs8 } from '../certificate/support/keys.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { environment, workspace } from './support.ts';

const values = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  secretInputs(env).map(({ value }) => value);

const PEM = pkcs8(ec('put elsewhere'));
const ENCODED = Buffer.from(PEM).toString('base64');
const BARE = PEM.replaceAll(/-----[A-Z ]+-----|\n/gu, '');
const JWK = JSON.stringify({ keys: [ec('put elsewhere').privateKey.export({ format: 'jwk' })] });
const FORM = encodeURIComponent(PEM.trimEnd()).replaceAll('%20', '+');

describe('secrets among the inputs', () => {
  test('are all listed with the variable to remove and the form they have', () => {
    const env = environment({
      'api-token': 'token-1',
      certificate: ' pem 2 ',
      'private-key': 'pem 3',
      'private-key-passphrase': ' words 4 ',
      'github-token': 'token-5',
      'probe-request-headers': 'X-Token: value 6\nAccept: text/html',
      zone: 'example.com',
    });
    const passphrase = ' words 4 ';
    expect(secretInputs(env)).toEqual([
      { name: 'api-token', variable: 'INPUT_API-TOKEN', value: 'token-1', kind: 'text' },
      { name: 'certificate', variable: 'INPUT_CERTIFICATE', value: ' pem 2 ', kind: 'pem', passphrase },
      { name: 'private-key', variable: 'INPUT_PRIVATE-KEY', value: 'pem 3', kind: 'pem', passphrase },
      {
        name: 'private-key-passphrase',
        variable: 'INPUT_PRIVATE-KEY-PASSPHRASE',
        value: ' words 4 ',
        kind: 'text',
      },
      {
        name: 'probe-request-headers',
        variable: 'INPUT_PROBE-REQUEST-HEADERS',
        value: 'value 6',
        kind: 'text',
        meantFor: 'probes',
      },
      { name: 'github-token', variable: 'INPUT_GITHUB-TOKEN', value: 'token-5', kind: 'text' },
    ]);
  });

  test.each([
    ['nothing where nothing is given', {}, []],
    [
      'no word that would blank the log',
      { 'api-token': 'null', 'private-key': '***', certificate: '${{ secrets.X }}' },
      [],
    ],
    ['a token with and without `Bearer`', { 'api-token': 'Bearer token-1\n' }, ['Bearer token-1', 'token-1']],
    [
      'credentials among the headers, with and without their scheme, and a line without a colon',
      { 'probe-request-headers': 'A: Basic abc=\r\nB: c: d\nsecret' },
      ['Basic abc=', 'abc=', 'secret'],
    ],
    [
      'a key that was put into another input',
      { hostnames: 'x\n-----BEGIN PRIVATE KEY-----' },
      ['-----BEGIN PRIVATE KEY-----'],
    ],
    ['a key in base64', { origin: ENCODED }, [ENCODED]],
    ['a key in base64 among other things', { hostnames: `a.example.com, ${ENCODED}` }, [ENCODED]],
    ['a key in bare DER', { 'client-ca': BARE }, [BARE]],
    ['a key in hex', { replace: Buffer.from(PEM).toString('hex') }, [Buffer.from(PEM).toString('hex')]],
    ['a key in JSON', { zone: JWK }, [JWK]],
    ['a key in a form', { 'probe-urls': `${FORM}%0A` }, [FORM]],
    [
      'a key with the dashes of a word processor',
      { 'client-ca': `x ${PEM.replaceAll('-----', '\u2014\u2013')}` },
      [PEM.replaceAll('-----', '\u2014\u2013').trimEnd()],
    ],
    [
      'what follows a scheme at the start of a header, without the blanks between',
      { 'probe-request-headers': 'A: Basic   abc\nB: not Basic abc\nC: Basicabc' },
      ['Basic   abc', 'abc'],
    ],
    ['a token for GitHub with and without `Bearer`', { 'github-token': 'bearer x' }, ['bearer x', 'x']],
    [
      'no text of blanks',
      { 'private-key-passphrase': ' \n', certificate: ' ', 'api-token': 'Bearer' },
      ['Bearer'],
    ],
    ['two keys', { manifest: `a: ${PEM}b: ${PEM}` }, [PEM.trimEnd(), PEM.trimEnd()]],
    ['no certificate', { 'client-ca': Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64') }, []],
  ])('list %s', (_, inputs, expected) => {
    expect(values(environment(inputs))).toEqual(expected);
  });

  test.each([
    [
      'with user and password',
      'http://me:open%20sesame@proxy:8080',
      ['open%20sesame', 'open sesame', 'me:open sesame'],
    ],
    ['without a password', 'http://me@proxy:8080', []],
    ['with a token for a user', 'http://s3same-0pen@proxy:8080', ['s3same-0pen']],
    ['with a token and no password', 'http://s3same%20pen:@proxy', ['s3same%20pen', 's3same pen']],
    ['with a token and no scheme', 's3same-0pen@proxy:8080', ['s3same-0pen']],
    ['without a user', 'http://proxy:8080', []],
    ['with an @ in the password', 'http://me:a@b@proxy', ['a@b', 'a%40b', 'me:a@b']],
    ['that is no URL but has a password', 'http://me:p%zz@proxy:port', ['p%zz']],
    ['without a scheme', 'me:open%20sesame@proxy:8080', ['open%20sesame', 'open sesame', 'me:open sesame']],
    ['with blanks around', ' http://me:sesame@proxy ', ['sesame', 'me:sesame']],
    ['with a slash in the password', 'me:sesame/x@proxy', ['sesame/x']],
    ['with a token of eight characters', 'http://12345678@proxy', ['12345678']],
    ['with a name of seven characters', 'http://1234567@proxy', []],
    ['that is no URL but has a token', 'http://s3same-0pen:@proxy:port', ['s3same-0pen']],
    ['that is no URL but has a name', 'http://me@proxy:port', []],
    ['that is a path with a token', '/x://s3same-0pen@proxy:port', []],
    ['of another kind', 'socks5h://me:sesame@proxy', ['sesame', 'me:sesame']],
    ['that is empty', '', []],
  ])('list what is secret of a proxy %s', (_, url, expected) => {
    expect([...values({ HTTPS_PROXY: url })].toSorted()).toEqual([...expected].toSorted());
    expect(values({ https_proxy: url })).toHaveLength(expected.length);
  });
});

const keyOf = (name: string): string => `-----BEGIN EC PRIVATE KEY-----${name}-----END EC PRIVATE KEY-----`;

describe('a secret among the inputs', () => {
  test('that is a key in another input is one in PEM, which the passphrase may open', () => {
    const secret = { name: 'zone', variable: 'INPUT_ZONE', value: JWK, kind: 'pem', meantFor: undefined };
    expect(secretInputs(environment({ zone: JWK }))).toEqual([{ ...secret, passphrase: undefined }]);
    const opened = environment({ zone: JWK, 'private-key-passphrase': 'sesame\n' });
    expect(secretInputs(opened)[0]).toEqual({ ...secret, passphrase: 'sesame' });
  });

  test('that is the password of a proxy is meant for it', () => {
    expect(secretInputs({ all_proxy: 'http://me:p%zz@proxy:port' })).toEqual([
      { name: 'all_proxy', variable: 'all_proxy', value: 'p%zz', kind: 'text', meantFor: 'proxy' },
    ]);
  });
});

describe('secrets that a manifest names', () => {
  const text = estate(
    target(
      'level: zone',
      'private-key-env: KEY',
      'private-key-passphrase-env: WORDS',
      'probe-request-headers-env: HEADERS',
    ),
  );
  const variables = {
    BOTH: 'pem 1',
    KEY: 'pem 2',
    WORDS: 'open sesame',
    HEADERS: 'X-Pass: let me in',
    OTHER: 'x',
  };
  const open = (manifest: string): ReturnType<typeof openManifest> =>
    openManifest({ ...variables, ...environment({ ...AROUND, manifest }) }, workspace({}));
  const secrets = [
    { name: 'BOTH', variable: 'BOTH', value: 'pem 1', kind: 'pem' },
    { name: 'KEY', variable: 'KEY', value: 'pem 2', kind: 'pem' },
    { name: 'WORDS', variable: 'WORDS', value: 'open sesame', kind: 'text' },
    { name: 'HEADERS', variable: 'HEADERS', value: 'let me in', kind: 'text', meantFor: 'probes' },
  ];

  test('are known before the manifest is understood', async () => {
    expect(await open(text)).toMatchObject({ kind: 'opened', secrets });
  });

  test('are known with what opens them', async () => {
    const opened = await open(text);
    const known = opened.kind === 'none' ? [] : opened.secrets;
    expect(known.map(({ passphrase }) => passphrase)).toEqual([
      'open sesame',
      'open sesame',
      undefined,
      undefined,
    ]);
  });

  test('are known although the manifest cannot be read', async () => {
    expect(await open(`${text}  - zone: "`)).toMatchObject({ kind: 'refused', secrets });
  });

  test('are never taken from variables of the runner or with impossible names', async () => {
    const strange = estate(
      target('level: zone', 'private-key-env: INPUT_ZONE', 'private-key-passphrase-env: A=B'),
    );
    expect(await open(strange)).toMatchObject({ kind: 'opened', secrets: [secrets[0]] });
  });

  test('are keys that stand in it or in a file it names, too', async () => {
    const manifest = estate(
      target('level: zone', 'certificate-file: ca.pem', `client-ca: "${keyOf('in text')}"`),
    );
    const env = environment({ ...AROUND, manifest });
    const opened = await openManifest(env, workspace({ 'ca.pem': `# ca\n${keyOf('in file')}\n# end` }));
    expect(opened).toMatchObject({ secrets: [{ value: keyOf('in text') }, { value: keyOf('in file') }] });
    expect(secretInputs(env).map(({ value }) => value)).toEqual([keyOf('in text')]);
  });

  test('are none where no manifest is given', async () => {
    expect(await open('')).toEqual({ kind: 'none' });
  });
});
