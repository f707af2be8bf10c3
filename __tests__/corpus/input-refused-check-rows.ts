import { HOSTNAME_LEVEL, TOKEN, refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';

const ID = '0123456789abcdef0123456789abcdef';
const PROBED = { 'probe-urls': 'https://www.example.com' };
const probe = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`a probe ${name}`, { 'probe-urls': text }, reason, 'probe-urls', ['`probe-urls`', ...says], {
    secrets: ['open-sesame'],
  });
const origin = (name: string, text: string, ...says: readonly string[]): InputRow =>
  refuses(`an origin ${name}`, { origin: text }, 'NOT_AN_ORIGIN', 'origin', [
    '`origin`',
    'host:port',
    ...says,
  ]);
const header = (name: string, text: string, ...says: readonly string[]): InputRow =>
  refuses(
    `a request header ${name}`,
    { ...PROBED, 'probe-request-headers': text },
    'NOT_A_HEADER',
    'probe-request-headers',
    ['line 1', ...says],
    {
      secrets: ['open-sesame', TOKEN],
    },
  );
const api = (name: string, text: string, reason: string): InputRow =>
  refuses(
    `an API ${name}`,
    { 'api-base-url': text },
    reason,
    'api-base-url',
    ['`api-base-url`', 'Leave it out'],
    {
      secrets: ['open-sesame'],
    },
  );
const bundle = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`authorities ${name}`, { 'client-ca': text }, reason, 'client-ca', ['`client-ca`', ...says], {
    secrets: ['open-sesame'],
  });

const probes: readonly InputRow[] = [
  probe('without encryption', 'http://www.example.com/', 'URL_NOT_HTTPS', 'https://'),
  probe('of a file', 'file:///etc/passwd', 'URL_NOT_HTTPS'),
  probe(
    'with user info',
    'https://me:open-sesame@www.example.com/',
    'URL_HAS_USER',
    '`probe-request-headers`',
  ),
  probe('of the loopback', 'https://127.0.0.1/', 'URL_HAS_ADDRESS', 'IP address'),
  probe('of the loopback in disguise', 'https://0x7f.1/', 'URL_HAS_ADDRESS'),
  probe('of the IPv6 loopback', 'https://[::1]/', 'URL_HAS_ADDRESS'),
  probe('of a link-local address', 'https://169.254.169.254/latest/meta-data', 'URL_HAS_ADDRESS'),
  probe('of a private address', 'https://10.0.0.1/', 'URL_HAS_ADDRESS'),
  probe('of localhost', 'https://localhost:8443/', 'URL_IS_LOCAL', 'this machine'),
  probe('of a name below localhost', 'https://www.localhost/', 'URL_IS_LOCAL'),
  probe('of a local network', 'https://metadata.google.internal/', 'URL_IS_LOCAL'),
  probe('that is no URL', 'https://www.example.com, www.example.com', 'NOT_A_URL', 'entry 2 is not a URL'),
  probe(
    'a hundred times and once',
    Array.from({ length: 101 }, (_, one) => `https://example.com/${one}`).join(),
    'TOO_MANY_URLS',
  ),
  refuses(
    'a probe of a hostname outside the target',
    { ...HOSTNAME_LEVEL, 'probe-urls': 'https://shop.example.com' },
    'PROBE_OUTSIDE_TARGET',
    'probe-urls',
    ['shop.example.com', 'the hostnames of this target'],
  ),
  refuses(
    'a header name with a blank',
    { ...PROBED, 'probe-echo-header': 'X Serial' },
    'NOT_A_HEADER_NAME',
    'probe-echo-header',
    ['`X-Client-Serial`'],
  ),
];

const headers: readonly InputRow[] = [
  header('without a colon', 'open-sesame', 'no name in front of a colon'),
  header('without a name', ': open-sesame', 'no name in front of a colon'),
  header('with a blank in its name', 'X Login: open-sesame', 'name'),
  header('without a value', 'X-Login:', 'no value'),
  header('that is the host', 'Host: open-sesame.example', 'cannot set'),
  header('of the connection', 'Connection: open-sesame', 'cannot set'),
  header('of a proxy', 'Proxy-Authorization: Basic open-sesame', 'cannot set'),
  header('that makes the request conditional', 'If-None-Match: open-sesame', 'cannot set'),
  header('that forges a visitor', 'CF-Connecting-IP: 192.0.2.1', 'cannot set'),
  header('with a carriage return', 'X-A: open-sesame\rX-B: c', 'cannot carry'),
  header('beyond ASCII', 'X-A: öpen-sesame', 'cannot carry'),
  header('with a novel', `X-A: ${'a'.repeat(8193)}`, 'more than 8192'),
  header('with the Cloudflare token', `Authorization: Bearer ${TOKEN}`, 'only Cloudflare may see'),
  header('with a private key', 'X-Key: -----BEGIN PRIVATE KEY-----open-sesame', 'private key'),
  refuses(
    'a request header twice',
    { ...PROBED, 'probe-request-headers': 'X-A: b\nx-a: c' },
    'NOT_A_HEADER',
    'probe-request-headers',
    ['line 2', 'already'],
  ),
  refuses(
    '51 request headers',
    { ...PROBED, 'probe-request-headers': Array.from({ length: 51 }, (_, one) => `X-${one}: a`).join('\n') },
    'TOO_MANY_HEADERS',
    'probe-request-headers',
    ['51 lines'],
  ),
];

const origins: readonly InputRow[] = [
  origin('as URL', 'https://origin.example.net', 'scheme'),
  origin('with a path', 'origin.example.net/x', 'path'),
  origin('with a port of 0', 'origin.example.net:0', '65535'),
  origin('with a port of 65536', 'origin.example.net:65536', '65535'),
  origin('with a word for a port', 'origin.example.net:https', '65535'),
  origin('with an IPv6 address without brackets', '2001:db8::1', 'brackets'),
  origin('with something else in brackets', '[origin]:443', 'no IPv6 address'),
  origin('with a zone in its IPv6 address', '[fe80::1%eth0]:443', 'no IPv6 address'),
  origin('with an impossible name', '*@192.0.2.1', 'before the @', 'wildcard'),
  origin('with an impossible host', 'a..b', 'host', 'not a hostname'),
  refuses(
    'an origin that does not know whom to ask for',
    { zone: ID, origin: '192.0.2.1' },
    'NOT_AN_ORIGIN',
    'origin',
    ['which hostname to ask for'],
  ),
  refuses(
    '101 origins',
    { origin: Array.from({ length: 101 }, (_, one) => `o${one}.example.net`).join() },
    'TOO_MANY_ORIGINS',
    'origin',
    ['101'],
  ),
];

const apis: readonly InputRow[] = [
  api('without encryption', 'http://api.cloudflare.com/client/v4', 'URL_NOT_HTTPS'),
  api('that only looks like the loopback', 'http://127.0.0.1.example.com', 'URL_NOT_HTTPS'),
  api('with user info', 'https://me:open-sesame@api.cloudflare.com', 'URL_HAS_USER'),
  api('with a query', 'https://api.cloudflare.com/client/v4?key=open-sesame', 'URL_HAS_QUERY'),
  api('that is no URL', 'api.cloudflare.com', 'NOT_A_URL'),
];

const bundles: readonly InputRow[] = [
  bundle('that are a path', 'certs/ca.pem', 'HOLDS_PATH', 'instead of the contents of the file'),
  bundle(
    'that are a private key',
    '-----BEGIN PRIVATE KEY-----\nopen-sesame\n-----END PRIVATE KEY-----',
    'HOLDS_PRIVATE_KEY',
    'unless this key did, it is in the log',
    'treat it as leaked',
  ),
  bundle('that are cut off', '-----BEGIN CERTIFICATE-----\nMIIB', 'END_LINE_MISSING', 'END line'),
  bundle(
    'that cannot be read',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'TRUNCATED',
    'whether the file itself is intact',
  ),
  bundle('of a novel', 'a'.repeat(1_048_577), 'TOO_LARGE', '1 MiB'),
];

export const checkRows: readonly InputRow[] = [...probes, ...headers, ...origins, ...apis, ...bundles];
