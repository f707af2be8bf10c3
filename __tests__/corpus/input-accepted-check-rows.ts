import { HOSTNAME_LEVEL, accepts } from './input-row.ts';
import type { InputRow } from './input-row.ts';

const ID = '0123456789abcdef0123456789abcdef';
const ORIGINS = 'job.requests.0.policy.origin.addresses';
const HEADERS = 'job.requests.0.policy.probes.requestHeaders';
const PROBES = 'job.requests.0.policy.probes.urls';
const origin = (name: string, text: string, ...addresses: readonly unknown[]): InputRow =>
  accepts(name, { origin: text }, { [ORIGINS]: addresses });
const at = (host: string, port = 443, hostname = 'example.com'): unknown => ({ hostname, host, port });

export const acceptedCheckRows: readonly InputRow[] = [
  accepts(
    'probes within the zone',
    { 'probe-urls': 'https://www.example.com/health?x=1#top\nhttps://EXAMPLE.com.:8443/' },
    {
      [PROBES]: ['https://www.example.com/health?x=1', 'https://example.com:8443/'],
    },
  ),
  accepts(
    'a probe of a hostname of the target',
    { ...HOSTNAME_LEVEL, 'probe-urls': 'https://api.example.com' },
    {
      [PROBES]: ['https://api.example.com/'],
    },
  ),
  accepts(
    'a probe where `replace` finds the hostnames',
    { level: 'hostname', replace: ID, 'probe-urls': 'https://api.example.com' },
    {
      [PROBES]: ['https://api.example.com/'],
    },
  ),
  accepts(
    'hostnames with one outside the zone',
    { level: 'hostname', hostnames: 'www.example.com, app.customer.example' },
    { 'job.requests.0.hostnames': ['www.example.com', 'app.customer.example'] },
    { warnings: ['OUTSIDE_ZONE'] },
  ),
  accepts(
    'hostnames with one that only ends like the zone',
    { level: 'hostname', hostnames: 'www.badexample.com' },
    { 'job.requests.0.hostnames': ['www.badexample.com'] },
    { warnings: ['OUTSIDE_ZONE'] },
  ),
  accepts(
    'a probe outside the zone',
    { 'probe-urls': 'https://app.customer.example/?token=open-sesame' },
    { [PROBES]: ['https://app.customer.example/?token=open-sesame'] },
    { warnings: ['OUTSIDE_ZONE'] },
  ),
  accepts(
    'a probe outside the zone where `replace` finds the hostnames',
    { level: 'hostname', replace: ID, 'probe-urls': 'https://app.customer.example' },
    { [PROBES]: ['https://app.customer.example/'] },
    { warnings: ['OUTSIDE_ZONE'] },
  ),
  accepts(
    'headers for a login',
    {
      'probe-urls': 'https://example.com',
      'probe-request-headers':
        'CF-Access-Client-Id: id.access\r\n\nAuthorization: Basic dTpw\nX-Empty-Not: a: b',
    },
    {
      [HEADERS]: { 'cf-access-client-id': 'id.access', authorization: 'Basic dTpw', 'x-empty-not': 'a: b' },
    },
  ),
  accepts(
    'a header in which the origin echoes',
    { 'probe-urls': 'https://example.com', 'probe-echo-header': 'X-Client-Serial' },
    {
      'job.requests.0.policy.probes.echoHeader': 'x-client-serial',
    },
  ),
  accepts(
    'refinements of checks that nobody asked for',
    { 'probe-echo-header': 'X-Serial', 'probe-request-headers': 'X-A: b' },
    {},
    {
      warnings: ['INPUT_IDLE', 'INPUT_IDLE'],
    },
  ),
  origin('an origin by name', 'origin.example.net', at('origin.example.net')),
  origin('an origin by name and port', 'Origin.Example.net:8443', at('origin.example.net', 8443)),
  origin('an origin of one word', 'backend:8443', at('backend', 8443)),
  origin('an origin by IPv4 address', '192.0.2.7:443', at('192.0.2.7')),
  origin('an origin by IPv6 address', '[2001:DB8::7]', at('2001:db8::7')),
  origin('an origin by IPv6 address and port', '[2001:db8::7]:8443', at('2001:db8::7', 8443)),
  origin(
    'an origin with a name of its own',
    'Shop.example.com@192.0.2.7:8443',
    at('192.0.2.7', 8443, 'shop.example.com'),
  ),
  origin(
    'origins by comma and line, one twice',
    'a.example.net, b.example.net\na.example.net:443',
    at('a.example.net'),
    at('b.example.net'),
  ),
  accepts(
    'an origin that is asked for the first hostname',
    { ...HOSTNAME_LEVEL, origin: '192.0.2.7' },
    {
      [ORIGINS]: [at('192.0.2.7', 443, 'api.example.com')],
    },
  ),
  accepts(
    'an origin that is asked for the first probe',
    { 'probe-urls': 'https://shop.example.com/', origin: '192.0.2.7' },
    {
      [ORIGINS]: [at('192.0.2.7', 443, 'shop.example.com')],
    },
  ),
  accepts(
    'an API on this machine',
    { 'api-base-url': 'http://127.0.0.1:8787/client/v4/' },
    {
      'settings.apiBaseUrl': 'http://127.0.0.1:8787/client/v4',
    },
  ),
  accepts(
    'an API at the IPv6 loopback',
    { 'api-base-url': 'http://[::1]:8787' },
    { 'settings.apiBaseUrl': 'http://[::1]:8787' },
  ),
  accepts(
    'an API at localhost',
    { 'api-base-url': 'http://localhost:1' },
    { 'settings.apiBaseUrl': 'http://localhost:1' },
  ),
];
