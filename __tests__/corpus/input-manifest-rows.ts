import { manifestMistakeRows } from './input-manifest-mistake-rows.ts';
import { accepts } from './input-row.ts';
import type { InputRow } from './input-row.ts';
import { AROUND, VARIABLES, estate, target } from './manifest-texts.ts';

const ID = '0123456789abcdef0123456789abcdef';
const REQUESTS = 'job.requests';
const manifest = (
  name: string,
  text: string,
  values: Readonly<Record<string, unknown>>,
  more = {},
): InputRow =>
  accepts(name, { ...AROUND, manifest: text, ...more }, values, { env: VARIABLES, files: FILES });

const FILES = {
  'certs/shop.pem': 'certificate of the shop',
  'estate.yml': estate(target('level: zone')),
  'conf/estate.yaml': '',
};

const BOTH_LEVELS = `
defaults:
  grace-period: 5m
  probe-timeout: 1m
  origin: [192.0.2.7]
zones:
  - zone: example.com
    grace-period: 1m
    targets:
      - level: zone
        certificate-env: BOTH
        enable: false
      - level: hostname
        hostnames:
          - API.example.com
          - www.example.com.
        certificate-file: certs/shop.pem
        private-key-env: KEY
        private-key-passphrase-env: PASSPHRASE
        probe-urls: https://api.example.com/health
        grace-period: 0s
  - zone: ${ID}
    targets:
      - level: hostname
        replace: ${ID}
        certificate-env: BOTH
        origin: shop.example.net@192.0.2.8
`;

export const manifestRows: readonly InputRow[] = [
  manifest('a manifest of both levels', BOTH_LEVELS, {
    'job.requests.0.name': 'example.com (api.example.com and 1 more)',
    'job.requests.0.level': 'hostname',
    'job.requests.0.hostnames': ['api.example.com', 'www.example.com'],
    'job.requests.0.pasted': {
      certificate: 'certificate of the shop',
      privateKey: 'text of a key',
      passphrase: 'open sesame',
      names: { certificate: 'certs/shop.pem', privateKey: 'KEY', passphrase: 'PASSPHRASE' },
    },
    'job.requests.0.policy.gracePeriod': 0,
    'job.requests.0.policy.probes.urls': ['https://api.example.com/health'],
    'job.requests.0.policy.probes.timeout': 60_000,
    'job.requests.0.policy.origin.addresses': [{ hostname: 'api.example.com', host: '192.0.2.7', port: 443 }],
    'job.requests.1.name': 'example.com (zone)',
    'job.requests.1.level': 'zone',
    'job.requests.1.policy.gracePeriod': 60_000,
    'job.requests.1.policy.enable': false,
    'job.requests.1.pasted.certificate': 'text of certificate and key',
    'job.requests.1.pasted.privateKey': undefined,
    'job.requests.1.pasted.names.privateKey': 'BOTH',
    'job.requests.2.zone': ID,
    'job.requests.2.replace': ID,
    'job.requests.2.policy.gracePeriod': 300_000,
    'job.requests.2.policy.origin.addresses': [
      { hostname: 'shop.example.net', host: '192.0.2.8', port: 443 },
    ],
    'job.requests.3': undefined,
  }),
  manifest('a manifest in a file', 'estate.yml', { 'job.requests.0.name': 'example.com (zone)' }),
  manifest(
    'a manifest in the form of JSON',
    '{"zones":[{"zone":"example.com","targets":[{"level":"zone","certificate-env":"BOTH"}]}]}',
    {
      'job.requests.0.name': 'example.com (zone)',
    },
  ),
  manifest(
    'a manifest with CRLF and a byte order mark',
    `\uFEFF${estate(target('level: zone')).replaceAll('\n', '\r\n')}`,
    {
      'job.requests.0.name': 'example.com (zone)',
    },
  ),
  manifest(
    'a manifest with a zone id of digits',
    estate(target('level: zone'), '12345678901234567890123456789012'),
    {
      'job.requests.0.zone': '12345678901234567890123456789012',
    },
  ),
  manifest(
    'inputs beneath the settings of a manifest',
    estate(target('level: zone', 'enable: true')),
    {
      'job.requests.0.policy.gracePeriod': 7000,
      'job.requests.0.policy.enable': true,
      'settings.onFailure': 'continue',
    },
    { 'grace-period': '7s', enable: 'false', 'on-failure': 'continue' },
  ),
  manifest(
    'a zone of a manifest alone, without the variables of the others',
    `${estate(target('level: zone'))}
  - zone: other.example
    targets:
      - level: zone
        certificate-env: MISSING
`,
    { 'job.requests.0.zone': 'example.com', 'job.requests.1': undefined },
    { zone: 'EXAMPLE.com' },
  ),
  manifest(
    'headers from a variable',
    estate(target('level: zone', 'probe-urls: https://example.com', 'probe-request-headers-env: HEADERS')),
    {
      'job.requests.0.policy.probes.requestHeaders': { 'x-login': 'let me in' },
    },
  ),
  manifest(
    'the status of a manifest without a key',
    BOTH_LEVELS,
    {
      'job.zones.0.zone': 'example.com',
      'job.zones.0.expected.0.name': 'example.com (api.example.com and 1 more)',
      'job.zones.0.expected.0.pasted.certificate': 'certificate of the shop',
      'job.zones.0.expected.0.pasted.privateKey': undefined,
      'job.zones.0.expected.1.level': 'zone',
      'job.zones.1.expected.0.replace': ID,
      [REQUESTS]: undefined,
    },
    { operation: 'status' },
  ),
  accepts(
    'the matrix of a manifest whose certificates are not at hand',
    { ...AROUND, operation: 'matrix', manifest: estate(target('level: zone')) },
    {
      'job.zones.0.expected.0.pasted': undefined,
      'job.zones.0.expiryWarning': 2_592_000_000,
    },
    { warnings: ['MANIFEST_VARIABLE_MISSING'] },
  ),
  ...manifestMistakeRows,
];
