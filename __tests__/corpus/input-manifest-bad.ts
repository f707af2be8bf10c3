import { refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';
import { AROUND, VARIABLES, estate } from './manifest-texts.ts';

const FILES = {
  'certs/shop.pem': 'certificate of the shop',
  'certs/key.pem': '-----BEGIN PRIVATE KEY-----\nslipped-secret\n-----END PRIVATE KEY-----',
  'large.yml': 'a: b\n'.repeat(300_000),
};
const SECRETS = ['open sesame', 'text of a key', 'let me in', 'slipped-secret', 'slipped_secret'];

/** A manifest that is refused for one reason. */
export const badManifest = (
  name: string,
  text: string,
  reason: string,
  ...says: readonly string[]
): InputRow =>
  refuses(`a manifest ${name}`, { ...AROUND, manifest: text }, reason, 'manifest', says, {
    env: VARIABLES,
    files: FILES,
    secrets: SECRETS,
  });
/** A manifest of one zone whose targets are refused for one reason. */
export const badTargets = (
  name: string,
  targets: string,
  reason: string,
  ...says: readonly string[]
): InputRow => badManifest(name, estate(targets), reason, ...says);
