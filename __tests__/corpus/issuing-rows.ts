import type { Authority, CertificateOptions } from '../../sandbox/authority/index.ts';
import { NOW } from '../certificate/support/certificates.ts';

const DAY = 86_400_000;

/** An authority as somebody might paste it, which must be refused before anything is asked of anybody. */
export interface AuthorityRow {
  readonly name: string;
  readonly made: CertificateOptions;
  /** What is wrong with how it was pasted. */
  readonly spoil?: (certificate: string, key: string, other: Authority) => readonly [string, string];
  readonly says: readonly string[];
}

export const authorityRows: readonly AuthorityRow[] = [
  { name: 'a leaf', made: { ca: false }, says: ['CA:TRUE'] },
  { name: 'one that may not sign', made: { keyUsage: 'signature' }, says: ['keyCertSign'] },
  { name: 'one for servers', made: { purpose: 'server' }, says: ['lacks clientAuth'] },
  { name: 'one on a curve that nobody takes', made: { keyType: 'secp256k1' }, says: ['P-256'] },
  { name: 'one whose key is too short', made: { keyType: 'rsa1024' }, says: ['2048 bits'] },
  {
    name: 'one that has expired',
    made: { notAfter: NOW - DAY },
    says: ['expired at', 'Make a new authority'],
  },
  { name: 'one of next week', made: { notBefore: NOW + 7 * DAY }, says: ['is not valid before'] },
  {
    name: 'one that ends this week',
    made: { notAfter: NOW + 3 * DAY },
    says: ['`minimum-validity`'],
  },
  {
    name: 'one with the key of another',
    made: {},
    spoil: (certificate, _, other) => [certificate, other.privateKey],
    says: ['does not belong to the authority'],
  },
  {
    name: 'one whose certificate was cut',
    made: {},
    spoil: (certificate, key) => [certificate.slice(0, 200), key],
    says: ['authority-certificate'],
  },
  {
    name: 'one whose key was cut',
    made: {},
    spoil: (certificate, key) => [certificate, key.slice(0, 100)],
    says: ['authority-key'],
  },
  {
    name: 'one with the two texts in each other’s place',
    made: {},
    spoil: (c, k) => [k, c],
    says: ['authority-'],
  },
];

/** What a command may answer; nothing of it is believed. */
export interface AnswerRow {
  readonly name: string;
  readonly answer: (asked: Asked) => string;
  readonly code?: number;
  readonly says: readonly string[];
}

export interface Asked {
  /** A certificate for the key that was asked about, changed as said. */
  readonly signed: (options?: CertificateOptions, by?: Authority) => string;
  readonly authority: Authority;
  readonly stranger: Authority;
  readonly csr: string;
}

const LONG_AGO = { notBefore: NOW - 200 * DAY, notAfter: NOW - 100 * DAY };

export const answerRows: readonly AnswerRow[] = [
  { name: 'nothing', answer: () => '', says: ['without a readable PEM certificate'] },
  { name: 'words', answer: () => 'signed, see the archive\n', says: ['without a readable PEM certificate'] },
  { name: 'the request', answer: ({ csr }) => csr, says: ['without a readable PEM certificate'] },
  {
    name: 'an exit code beside a certificate',
    code: 3,
    answer: ({ signed }) => signed(),
    says: ['exit code 3'],
  },
  {
    name: 'half a certificate',
    answer: ({ signed }) => signed().slice(0, 300),
    says: ['without a readable PEM certificate'],
  },
  {
    name: 'its own certificate',
    answer: ({ authority }) => authority.certificate,
    says: ['CA:TRUE'],
  },
  {
    name: 'a certificate of another key',
    answer: ({ authority, signed }) => signed({ keys: authority.keys }),
    says: ['key than the one'],
  },
  {
    name: 'another subject',
    answer: ({ signed }) => signed({ subject: 'CN=somebody' }),
    says: ['with the subject "CN=somebody"'],
  },
  {
    name: 'names that nobody asked for',
    answer: ({ signed }) => signed({ names: ['a.test'] }),
    says: ['subject alternative names'],
  },
  {
    name: 'one that has expired',
    answer: ({ signed }) => signed(LONG_AGO),
    says: ['that expired at'],
  },
  {
    name: 'one of tomorrow',
    answer: ({ signed }) => signed({ notBefore: NOW + DAY }),
    says: ['not valid before'],
  },
  {
    name: 'one for two days',
    answer: ({ signed }) => signed({ notAfter: NOW + 2 * DAY }),
    says: ['`minimum-validity`'],
  },
  {
    name: 'one for ten years',
    answer: ({ signed }) => signed({ notAfter: NOW + 3650 * DAY }),
    says: ['longer than the'],
  },
  {
    name: 'one of a stranger of the same name',
    answer: ({ signed, stranger }) => signed({}, stranger),
    says: ['which is not in `client-ca`'],
  },
  {
    name: 'a key beside it',
    answer: ({ signed, stranger }) => `${signed()}${stranger.privateKey}`,
    says: ['answered with a private key'],
  },
  {
    name: '70 KiB',
    answer: ({ signed }) => signed() + '# '.repeat(35_000),
    says: ['without a readable PEM certificate'],
  },
];
