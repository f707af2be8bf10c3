import { AUTHORITY, firstOf, ifGiven, isIssuing, OWN_MATERIAL } from '../fields.ts';
import { readChoice } from '../kinds.ts';
import { complain, type Field, type Lookup } from '../problem.ts';
import { keysOf, LEVELS } from '../table.ts';
import { readScope, type NamedTarget } from '../target-scope.ts';
import { entryOf, type MapNode } from './parse.ts';
import { fieldOf, scopeLookup, type ManifestSurroundings } from './scope.ts';

const SAYS = {
  noCertificate: 'has a target without a certificate. Name it with `certificate-env` or `certificate-file`.',
  noKey:
    'has a target with `certificate-file` but no `private-key-env`. Name the environment variable that holds the private key.',
  beside:
    'is given for a target whose certificate is issued. The run makes the certificate and its key itself: remove it, or what it is issued with.',
};

/** One target of a zone. Undefined if its level cannot be read, which is reported. */
export function readTarget(
  map: MapNode,
  zone: string,
  outer: Lookup,
  around: ManifestSurroundings,
): NamedTarget | undefined {
  const at = fieldOf({ key: 'targets', at: map.at, value: map }, around);
  const own = scopeLookup(map, around);
  const lookup = firstOf(own, outer);
  const level = ifGiven(own, 'level', (field) => readChoice(field, LEVELS));
  if (level === undefined) return undefined;
  const isIssued = isToBeIssued(map, lookup, around);
  if (!isIssued) checkMaterial(map, at, around);
  return { scope: readScope(lookup, zone, level), lookup, own, isIssued };
}

/** The keys that give a target a certificate of its own. */
const PASTED = OWN_MATERIAL.flatMap(keysOf);
/** The keys, at any level of the manifest, that mean that certificates are issued. Only their presence counts. */
const ISSUING = ['issue', ...AUTHORITY.slice(0, 2).flatMap(keysOf)];

/** Whether the run issues a target's certificate: it has none of its own, and the manifest or the step says how. */
function isToBeIssued(target: MapNode, lookup: Lookup, around: ManifestSurroundings): boolean {
  const pasted = PASTED.map((key) => entryOf(target, key)).find((entry) => entry !== undefined);
  if (pasted === undefined)
    return isIssuing(around.env) || ISSUING.some((name) => lookup(name) !== undefined);
  if (ISSUING.some((key) => entryOf(target, key) !== undefined))
    complain(fieldOf(pasted, around), 'INPUT_BESIDE_ISSUING', SAYS.beside);
  return false;
}

function checkMaterial(target: MapNode, at: Field, { rotates }: ManifestSurroundings): void {
  const has = (key: string): boolean => entryOf(target, key) !== undefined;
  if (!has('certificate-env') && !has('certificate-file'))
    complain(at, 'MANIFEST_CERTIFICATE_MISSING', SAYS.noCertificate);
  if (rotates && has('certificate-file') && !has('private-key-env'))
    complain(at, 'MANIFEST_KEY_MISSING', SAYS.noKey);
}
