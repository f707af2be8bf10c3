import { describe, expect, test } from '@jest/globals';
import { parseHostname } from '../../src/inputs/hostnames.ts';
import { readOrigins } from '../../src/inputs/origins.ts';
import { isAddress, isLocalName, isLoopback, readProbeUrls } from '../../src/inputs/probe-urls.ts';
import { reading } from './support.ts';

const LONG = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;

describe('a hostname', () => {
  test.each([
    ['www.example.com', 'www.example.com'],
    ['www.example.com.', 'www.example.com'],
    ['www。example。com。', 'www.example.com'],
    ['www.example.1x', 'www.example.1x'],
    ['www.example.x1', 'www.example.x1'],
    ['1.2.3.example', '1.2.3.example'],
    [LONG, LONG],
  ])('is read from %j', (text, hostname) => {
    expect(parseHostname(text)).toEqual({ kind: 'hostname', hostname });
  });

  test.each([
    ['', 'is not a hostname'],
    ['www', 'has no dot in it, so it is not a full hostname'],
    [`${LONG}d`, 'is not a hostname'],
    ['www.example.com..', 'is not a hostname'],
    ['.example.com', 'is not a hostname'],
    ['www.example.12', 'is not a hostname'],
    ['www.example.0x7f', 'is not a hostname'],
    ['[2001:db8::1]', 'is an IP address'],
    ['[2001:db8::1]:443', 'is an IP address'],
    ['192.0.2.1:443', 'is an IP address'],
    ['192.0.2.1', 'is an IP address'],
    ['2001:[db8::1', 'has a port'],
    ['2001:db8]::1', 'has a port'],
    ['192.0.2:80.1', 'has a port'],
  ])('is not %j, which %s', (text, cause) => {
    expect(parseHostname(text)).toMatchObject({ kind: 'fault', cause });
  });
});

describe('a host of this machine or network', () => {
  test.each([
    ['localhost', true, true],
    ['a.localhost', true, true],
    ['127.9.9.9', true, true],
    ['[::1]', true, true],
    ['localhost.', true, true],
    ['notlocalhost', false, false],
    ['localhost.example.com', false, false],
    ['[::2]', false, false],
    ['192.0.2.1', false, false],
    ['printer.local', false, true],
    ['printer.local.', false, true],
    ['printer.internal', false, true],
    ['printer.local.example.com', false, false],
    ['nolocal', false, false],
  ])('%s: loopback %j, local name %j', (host, loopback, local) => {
    expect([isLoopback(host), isLocalName(host)]).toEqual([loopback, local]);
  });

  test.each([
    ['[::1]', true],
    ['192.0.2.1', true],
    ['192.0.2.1.', true],
    ['2001:[db8::1', false],
    ['2001:db8]::1', false],
    ['example.com', false],
  ])('%s is an address: %j', (host, address) => {
    expect(isAddress(host)).toBe(address);
  });
});

describe('an origin', () => {
  const NAMES = ['example.com'];
  test.each([
    ['backend:1', 'example.com', 'backend', 1],
    ['backend:65535', 'example.com', 'backend', 65_535],
    ['shop.example.com @ backend:8443', 'shop.example.com', 'backend', 8443],
    ['192.0.2.7', 'example.com', '192.0.2.7', 443],
  ])('%j is asked for %s at %s, port %i', (text, hostname, host, port) => {
    expect(reading((field) => readOrigins(field, NAMES), text)).toEqual({
      value: [{ hostname, host, port }],
      problems: [],
    });
  });

  test.each([
    ['backend:0', 'has a port that is not a number from 1 to 65535'],
    ['backend:65536', 'has a port that is not a number from 1 to 65535'],
    ['backend:44x', 'has a port that is not a number from 1 to 65535'],
    ['backend:x44', 'has a port that is not a number from 1 to 65535'],
    ['backend:', 'has a port that is not a number from 1 to 65535'],
    ['backend:1:2', 'is not host:port; an IPv6 address must be in brackets'],
    ['[::1', 'is not host:port; an IPv6 address must be in brackets'],
    ['a..b@backend', 'has a name before the @ that is not a hostname'],
    ['-backend', 'has a host that has no dot in it, so it is not a full hostname'],
  ])('is not %j, which %s', (text, cause) => {
    const said = `\`field\` is not a list of origins: the entry, \`${text}\`, ${cause}. `;
    expect(reading((field) => readOrigins(field, NAMES), text)).toMatchObject({
      value: [],
      problems: [{ reason: 'NOT_AN_ORIGIN', sentence: expect.stringContaining(said) }],
    });
  });
});

test('a URL to probe loses its fragment and the dot after its host', () => {
  expect(reading(readProbeUrls, 'https://www.example.com./a.b#c')).toEqual({
    value: ['https://www.example.com/a.b'],
    problems: [],
  });
});
