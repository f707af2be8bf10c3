import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { TrustAnswer } from '../../src/certificate/trust-reasons.ts';
import { askOpenSsl } from '../../src/world/openssl.ts';
import * as made from '../certificate/support/certificates.ts';
import {
  authorityKeyId,
  basicConstraints,
  extension,
  keyId,
  keyUsage,
  make,
  makeCa,
} from '../certificate/support/certificates.ts';
import type { Made, Recipe } from '../certificate/support/certificates.ts';
import { nothing } from '../certificate/support/der-writer.ts';
import { ec, ed25519, mlDsa, rsa } from '../certificate/support/keys.ts';

const at = Date.now();
const root = makeCa({ at });
const of = (recipe: Recipe = {}, issuer: Made = root): Made => make({ at, issuer, ...recipe });
const ask = (leaf: Made, authorities?: string): Promise<TrustAnswer> =>
  askOpenSsl({ leaf: leaf.pem, key: leaf.keys.privateKey, authorities });
const below = (issuer: Made, name: string): Made => {
  const keys = ec(name);
  const ids = [made.subjectKeyId(keyId(keys)), authorityKeyId(keyId(issuer.keys))];
  const extensions = [basicConstraints(true), keyUsage('keyCertSign'), ...ids];
  return makeCa({ at, issuer, keys, subject: { CN: name }, extensions });
};
const no = (code: string): TrustAnswer => ({ kind: 'refused', code });
const yes = (intermediates = 0): TrustAnswer => ({ kind: 'accepted', intermediates });

describe('asked with a bundle', () => {
  const one = below(root, 'One');
  const two = below(one, 'Two');
  const foreign = makeCa({ at, keys: ec('foreign'), subject: { CN: 'Foreign' } });
  const self = make({ at });

  test.each<readonly [string, Made, string, TrustAnswer]>([
    ['says yes to what its authority issued', of(), root.pem, yes()],
    [
      'passes over others, order and repetition',
      of(),
      foreign.pem + root.pem + foreign.pem + root.pem,
      yes(),
    ],
    ['counts one intermediate', of({}, one), one.pem + root.pem, yes(1)],
    ['counts two', of({}, two), root.pem + two.pem + one.pem, yes(2)],
    ['takes a self-signed certificate that it holds', self, self.pem, yes()],
    [
      'refuses one that it does not hold',
      make({ at, serial: '99' }),
      self.pem,
      no('DEPTH_ZERO_SELF_SIGNED_CERT'),
    ],
    ['refuses what another authority issued', of(), foreign.pem, no('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    [
      'does not have the intermediate that was not sent',
      of({}, one),
      root.pem,
      no('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    ],
    ['wants the root', of({}, one), one.pem, no('UNABLE_TO_GET_ISSUER_CERT')],
    ['wants the root of a leaf it holds', of(), of().pem, no('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    [
      'is not fooled by the name',
      of(),
      makeCa({ at, keys: ec('namesake') }).pem,
      no('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    ],
  ])('%s', async (_, leaf, bundle, answer) => {
    expect(await ask(leaf, bundle)).toEqual(answer);
  });
});

describe('asked about the leaf alone', () => {
  const having = (...extensions: readonly Buffer[]): Recipe => ({
    extensions: [basicConstraints(false), ...extensions],
  });
  const netscapeServer = extension('2.16.840.1.113730.1.1', Buffer.from([3, 2, 6, 0x40]));

  test.each<readonly [string, Recipe, TrustAnswer]>([
    ['says yes without extendedKeyUsage', having(keyUsage('digitalSignature')), yes()],
    [
      'says yes to serverAuth and clientAuth',
      having(made.extendedKeyUsage('serverAuth', 'clientAuth')),
      yes(),
    ],
    ['says yes to `any` beside clientAuth', having(made.extendedKeyUsage('any', 'clientAuth')), yes()],
    ['says yes to version 1', { extensions: null }, yes()],
    ['says yes to a self-signed one', { issuer: undefined }, yes()],
    ['says yes to RSA', { keys: rsa() }, yes()],
    ['says yes to P-384', { keys: ec('a', 'P-384') }, yes()],
    ['says yes to P-521', { keys: ec('a', 'P-521') }, yes()],
    ['says yes to Ed25519', { keys: ed25519() }, yes()],
    ['says yes to ML-DSA', { keys: mlDsa() }, yes()],
    ['refuses `any` alone', having(made.extendedKeyUsage('any')), no('INVALID_PURPOSE')],
    ['refuses serverAuth', having(made.extendedKeyUsage('serverAuth')), no('INVALID_PURPOSE')],
    ['refuses keyEncipherment alone', having(keyUsage('keyEncipherment')), no('INVALID_PURPOSE')],
    ['refuses the Netscape type of a server', having(netscapeServer), no('INVALID_PURPOSE')],
    [
      'refuses an unknown critical extension',
      having(extension('1.3.6.1.4.1.99999.1', nothing, true)),
      no('unhandled critical extension'),
    ],
    ['passes over one that is not critical', having(extension('1.3.6.1.4.1.99999.1', nothing)), yes()],
    ['refuses what has expired', { from: at - 9 * made.DAY, to: at - made.DAY }, no('CERT_HAS_EXPIRED')],
    ['refuses what is to come', { from: at + made.DAY }, no('CERT_NOT_YET_VALID')],
  ])('%s', async (_, recipe, answer) => {
    expect(await ask(of(recipe))).toEqual(answer);
  });
});

describe('what is no certificate and key gives no verdict', () => {
  const leaf = of();

  test.each([
    ['a text', { leaf: 'no certificate', key: leaf.keys.privateKey, authorities: root.pem }],
    [
      'the key of another',
      { leaf: leaf.pem, key: generateKeyPairSync('ed25519').privateKey, authorities: root.pem },
    ],
    ['a bundle that is none', { leaf: leaf.pem, key: leaf.keys.privateKey, authorities: 'no bundle' }],
  ])('%s', async (_, question) => {
    const answer = await askOpenSsl(question);
    expect(answer.kind).not.toBe('accepted');
    expect(JSON.stringify(answer)).not.toMatch(/BEGIN|no certificate|no bundle/u);
  });
});
