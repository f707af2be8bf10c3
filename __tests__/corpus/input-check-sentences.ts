import type { Sentences } from './certificate-sentences.ts';

/** What is said of inputs for probes and checks of the origin, word for word. */
export const checkSentences: Sentences = {
  'a probe without encryption':
    '`probe-urls` is not a list of URLs to probe: the entry does not begin with https://. Write the addresses that visitors use, such as `https://www.example.com/health`.',
  'a probe with user info':
    '`probe-urls` is not a list of URLs to probe: the entry has a user name or password in it; use `probe-request-headers`. Write the addresses that visitors use, such as `https://www.example.com/health`.',
  'a probe of the loopback':
    '`probe-urls` is not a list of URLs to probe: the entry has an IP address instead of a hostname, so it does not go through Cloudflare. Write the addresses that visitors use, such as `https://www.example.com/health`.',
  'a probe of localhost':
    '`probe-urls` is not a list of URLs to probe: the entry leads to this machine or a local network, not through Cloudflare. Write the addresses that visitors use, such as `https://www.example.com/health`.',
  'a probe that is no URL':
    '`probe-urls` is not a list of URLs to probe: entry 2 is not a URL. Write the addresses that visitors use, such as `https://www.example.com/health`.',
  'a probe a hundred times and once': '`probe-urls` has 101 entries. At most 100 are probed.',
  'a probe of a hostname outside the target':
    '`probe-urls` leads to `shop.example.com`, outside the hostnames of this target. Probe the hostnames that are rotated, or leave these URLs out.',
  'a header name with a blank':
    '`probe-echo-header` is not the name of a header. Write the name alone, such as `X-Client-Serial`.',
  'a request header without a colon':
    '`probe-request-headers` is not a list of headers: line 1 has no name in front of a colon. Write one `Name: value` on each line.',
  'a request header with a blank in its name':
    '`probe-request-headers` is not a list of headers: line 1 has characters in its name that a header cannot have. Write one `Name: value` on each line.',
  'a request header without a value':
    '`probe-request-headers` is not a list of headers: line 1 has no value. Write one `Name: value` on each line.',
  'a request header that is the host':
    '`probe-request-headers` is not a list of headers: line 1 names a header that a probe cannot set. Write one `Name: value` on each line.',
  'a request header with a carriage return':
    '`probe-request-headers` is not a list of headers: line 1 has a value with characters that a header cannot carry. Write one `Name: value` on each line.',
  'a request header with a novel':
    '`probe-request-headers` is not a list of headers: line 1 has a value of more than 8192 characters. Write one `Name: value` on each line.',
  'a request header with the Cloudflare token':
    '`probe-request-headers` is not a list of headers: line 1 holds the Cloudflare token, which only Cloudflare may see. Write one `Name: value` on each line.',
  'a request header with a private key':
    '`probe-request-headers` is not a list of headers: line 1 holds a private key. Write one `Name: value` on each line.',
  'a request header twice':
    '`probe-request-headers` is not a list of headers: line 2 names a header that an earlier line already names. Write one `Name: value` on each line.',
  '51 request headers': '`probe-request-headers` has 51 lines. At most 50 headers are sent.',
  'an origin as URL':
    '`origin` is not a list of origins: the entry, `https://origin.example.net`, begins with a scheme such as https://. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin with a path':
    '`origin` is not a list of origins: the entry, `origin.example.net/x`, has a host that has a path or query. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin with a port of 0':
    '`origin` is not a list of origins: the entry, `origin.example.net:0`, has a port that is not a number from 1 to 65535. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin with an IPv6 address without brackets':
    '`origin` is not a list of origins: the entry, `2001:db8::1`, is not host:port; an IPv6 address must be in brackets. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin with something else in brackets':
    '`origin` is not a list of origins: the entry, `[origin]:443`, has no IPv6 address in its brackets. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin with an impossible name':
    '`origin` is not a list of origins: the entry, `*@192.0.2.1`, has a name before the @ that is a wildcard. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin with an impossible host':
    '`origin` is not a list of origins: the entry, `a..b`, has a host that is not a hostname. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  'an origin that does not know whom to ask for':
    '`origin` is not a list of origins: the entry, `192.0.2.1`, must say which hostname to ask for, since no hostname is named. Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.',
  '101 origins': '`origin` has 101 entries. At most 100 are checked.',
  'an API without encryption':
    '`api-base-url` is not https, and token and private key would travel in the clear. Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.',
  'an API with user info':
    '`api-base-url` has a user name or password in it. Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.',
  'an API with a query':
    '`api-base-url` has a query or fragment at its end. Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.',
  'an API that is no URL':
    '`api-base-url` is not a URL. Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.',
  'authorities that are a path':
    '`client-ca` holds a path, an address or a reference, instead of the contents of the file. Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
  'authorities that are cut off':
    '`client-ca` has a BEGIN line without its END line. Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; if the file itself is like this, export it again.',
  'authorities that cannot be read':
    '`client-ca` is truncated: its data ends before the length it announces. Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.',
  'authorities of a novel':
    '`client-ca` is far too large for a key and its certificates (the limit is 64 KiB, for a CA bundle 1 MiB). Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
};
