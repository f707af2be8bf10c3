import { acceptedCheckRows } from './input-accepted-check-rows.ts';
import { HOSTNAME_LEVEL, PASTED, TOKEN, accepts, numbered } from './input-row.ts';
import type { InputRow } from './input-row.ts';

const ID = '0123456789abcdef0123456789abcdef';
const ZONE = 'job.requests.0.zone';
const HOSTNAMES = 'job.requests.0.hostnames';
const GRACE = 'job.requests.0.policy.gracePeriod';
const hostnames = (name: string, text: string, ...read: readonly string[]): InputRow =>
  accepts(name, { ...HOSTNAME_LEVEL, hostnames: text }, { [HOSTNAMES]: read });
const texts: readonly InputRow[] = [
  accepts('a token with `Bearer ` in front', { 'api-token': `Bearer ${TOKEN}` }, { 'settings.token': TOKEN }),
  accepts('a token with a line break after it', { 'api-token': `${TOKEN}\r\n` }, { 'settings.token': TOKEN }),
  accepts('a zone by name', { zone: 'example.com' }, { [ZONE]: 'example.com' }),
  accepts(
    'a zone by name in upper case with a trailing dot',
    { zone: 'EXAMPLE.com.' },
    { [ZONE]: 'example.com' },
  ),
  accepts('a zone by id', { zone: ID }, { [ZONE]: ID }),
  accepts('a zone by id in upper case', { zone: ID.toUpperCase() }, { [ZONE]: ID }),
  accepts('an international zone', { zone: 'bücher.example' }, { [ZONE]: 'xn--bcher-kva.example' }),
  accepts(
    'a certificate that may hold the key too',
    { 'private-key': '' },
    {
      'job.requests.0.pasted.certificate': PASTED.certificate,
      'job.requests.0.pasted.privateKey': undefined,
    },
  ),
  accepts(
    'a key that may hold the certificate too',
    { certificate: '', 'private-key': 'dGV4dCBvZiBib3Ro' },
    { 'job.requests.0.pasted.certificate': '', 'job.requests.0.pasted.privateKey': 'dGV4dCBvZiBib3Ro' },
  ),
  accepts(
    'a passphrase with blanks around it and a line end',
    { 'private-key-passphrase': ' open sesame \r\n' },
    {
      'job.requests.0.pasted.passphrase': ' open sesame ',
    },
  ),
  hostnames(
    'hostnames as toJSON writes a list',
    JSON.stringify(['a.example.com', 'b.example.com'], undefined, 2),
    'a.example.com',
    'b.example.com',
  ),
  accepts(
    'addresses to probe as toJSON writes a list',
    { 'probe-urls': JSON.stringify(['https://example.com/a,b', 'https://www.example.com/'], undefined, 2) },
    { 'job.requests.0.policy.probes.urls': ['https://example.com/a,b', 'https://www.example.com/'] },
  ),
  accepts('the boolean True', { 'dry-run': 'True' }, { 'settings.dryRun': true }),
  accepts('the boolean FALSE', { enable: 'FALSE' }, { 'job.requests.0.policy.enable': false }),
  accepts('the duration 0s', { 'grace-period': '0s' }, { [GRACE]: 0 }),
  accepts('the duration 5m', { 'grace-period': '5m' }, { [GRACE]: 300_000 }),
  accepts('the duration 300s', { 'grace-period': '300s' }, { [GRACE]: 300_000 }),
  accepts('a duration in hours', { timeout: '2h' }, { 'settings.timeout': 7_200_000 }),
  accepts(
    'a duration in days',
    { 'minimum-validity': '14d' },
    { 'job.requests.0.policy.minimumValidity': 1_209_600_000 },
  ),
  accepts('a level in upper case', { level: 'ZONE' }, { 'job.requests.0.level': 'zone' }),
  accepts(
    'variables of other Cloudflare tools',
    {},
    { 'settings.token': TOKEN, [ZONE]: 'example.com' },
    {
      env: { CLOUDFLARE_API_TOKEN: 'another-token', CLOUDFLARE_ZONE_ID: ID, CF_API_KEY: 'key' },
    },
  ),
];

const hosts: readonly InputRow[] = [
  hostnames('hostnames by comma', 'a.example.com,b.example.com', 'a.example.com', 'b.example.com'),
  hostnames('hostnames by line', 'a.example.com\r\n\n b.example.com \n', 'a.example.com', 'b.example.com'),
  hostnames('hostnames twice', 'a.example.com, A.example.com., a.example.com', 'a.example.com'),
  hostnames('a hostname with a trailing dot', 'a.example.com.', 'a.example.com'),
  hostnames('a hostname in upper case', 'WWW.Example.COM', 'www.example.com'),
  hostnames('an international hostname', 'straße.example.com', 'xn--strae-oqa.example.com'),
  hostnames('a hostname with an underscore', '_a.example.com', '_a.example.com'),
  hostnames('the zone itself as hostname', 'example.com', 'example.com'),
  accepts(
    'hundred hostnames',
    { level: 'hostname', hostnames: numbered(100) },
    { 'job.requests.0.hostnames.99': 'h100.example.com' },
  ),
  accepts(
    'a certificate to replace instead of hostnames',
    { level: 'hostname', replace: ID },
    {
      'job.requests.0.replace': ID,
      'job.requests.0.name': `example.com (replacing ${ID})`,
      [HOSTNAMES]: [],
    },
  ),
  accepts(
    'a hostname of a zone that is given by id',
    { zone: ID, level: 'hostname', hostnames: 'a.other.example' },
    {
      [HOSTNAMES]: ['a.other.example'],
    },
  ),
];

const operations: readonly InputRow[] = [
  accepts(
    'a deletion by id',
    { operation: 'delete', level: '', 'certificate-id': ID },
    {
      'job.request': { zone: 'example.com', level: undefined, what: { kind: 'certificate', id: ID } },
    },
  ),
  accepts(
    'a deletion of what is expired',
    { operation: 'delete', 'certificate-id': 'expired' },
    {
      'job.request': { zone: 'example.com', level: 'zone', what: { kind: 'expired' } },
    },
  ),
  accepts(
    'a zone to disable',
    { operation: 'disable', 'accept-unauthenticated': 'true' },
    {
      'job.request.what': { kind: 'zone' },
      'job.request.acceptUnauthenticated': true,
    },
  ),
  accepts(
    'hostnames to disable',
    { operation: 'disable', ...HOSTNAME_LEVEL, mode: 'off', origin: '192.0.2.7' },
    {
      'job.request.what': {
        kind: 'hostnames',
        hostnames: ['api.example.com', 'www.example.com'],
        mode: 'off',
      },
      'job.request.origin.addresses': [
        { hostname: 'api.example.com', host: '192.0.2.7', port: 443 },
        { hostname: 'www.example.com', host: '192.0.2.7', port: 443 },
      ],
    },
  ),
  accepts(
    'hostnames to disable at an origin that is asked for one name',
    { operation: 'disable', ...HOSTNAME_LEVEL, mode: 'off', origin: 'www.example.com@192.0.2.7' },
    { 'job.request.origin.addresses': [{ hostname: 'www.example.com', host: '192.0.2.7', port: 443 }] },
  ),
  accepts(
    'the status of a zone',
    { operation: 'status', level: '', certificate: '', 'private-key': '' },
    {
      'job.zones': [{ zone: 'example.com', expiryWarning: 2_592_000_000, expected: [], enable: true }],
    },
  ),
  accepts(
    'the status of a zone with what should be in force',
    { operation: 'status', ...HOSTNAME_LEVEL, 'expiry-warning': '1d' },
    {
      'job.zones.0.expected.0.hostnames': ['api.example.com', 'www.example.com'],
      'job.zones.0.expected.0.expiryWarning': 86_400_000,
      'job.zones.0.expected.0.pasted.certificate': PASTED.certificate,
    },
  ),
  accepts(
    'an issue with a token for it',
    { 'open-issue': 'true', 'github-token': 'ghs_made-up' },
    {
      'settings.openIssue': true,
      'settings.githubToken': 'ghs_made-up',
    },
  ),
];

export const goodRows: readonly InputRow[] = [...texts, ...hosts, ...acceptedCheckRows, ...operations];
