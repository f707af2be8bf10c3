import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Authority, Pair } from '../../../sandbox/authority/index.ts';
import { readAuthority } from '../../../src/issue/authority.ts';
import type { Authority as Read } from '../../../src/issue/authority.ts';
import { BEGIN } from '../cast.ts';
import type { Cast } from '../cast.ts';
import { DAY, NAMES } from './terms.ts';

/** Who signs in all worlds: made once. */
export interface Signers {
  /** The authority of the worlds' origins, and one of the same name that none of them knows. */
  readonly own: Authority;
  readonly stranger: Authority;
  /** The first as the inputs would give it. */
  readonly given: Read;
  /** PEM of what the origin trusts, as people give it. */
  readonly bundle: string;
  /** Pasted by people before the first run. */
  readonly pasted: Pair;
  /** Issued before the first run, and due by now. */
  readonly due: Readonly<Record<'zone' | 'hostname', Pair>>;
  readonly cast: Cast;
  /** Of the same name, no longer trusted by the origin, and in the bundle still: it signed what is in force. */
  readonly former: {
    readonly certificate: string;
    readonly inForce: Readonly<Record<'zone' | 'hostname', Pair>>;
  };
  /** For origins that know another authority alone. */
  readonly refusing: Cast;
}

export async function makeSigners(cast: Cast): Promise<Signers> {
  const life = { notBefore: BEGIN - 900 * DAY, notAfter: BEGIN + 3650 * DAY };
  // Nothing may wait for the system once time is virtual.
  await import('../../../src/issue/certify.ts');
  const own = await createAuthority({ subject: 'CN=Origin authority', ...life });
  const stranger = await createAuthority({ subject: 'CN=Origin authority', ...life });
  const former = await createAuthority({ subject: 'CN=Origin authority', ...life });
  const names = { certificate: 'certificate', privateKey: 'key', passphrase: 'passphrase' };
  const { certificate, privateKey } = own;
  const read = readAuthority(
    { certificate, privateKey, passphrase: undefined, names },
    { validity: 100 * DAY, minimumValidity: 7 * DAY },
    BEGIN,
  );
  if (read.kind === 'refused') throw new Error(read.findings.map(({ sentence }) => sentence).join(' '));
  const pasted = await own.issue({
    subject: 'CN=pasted once',
    notBefore: BEGIN - 90 * DAY,
    notAfter: BEGIN + 400 * DAY,
  });
  // What people bring is as good for the origin.
  const byHand = (subject: string): Promise<Pair> =>
    own.issue({ subject, notBefore: BEGIN - 3 * DAY, notAfter: BEGIN + 400 * DAY });
  const due = (commonName: string): Promise<Pair> =>
    own.issue({ subject: `CN=${commonName}`, notBefore: BEGIN - 90 * DAY, notAfter: BEGIN + 10 * DAY });
  const young = (commonName: string): Promise<Pair> =>
    former.issue({ subject: `CN=${commonName}`, notBefore: BEGIN - 10 * DAY, notAfter: BEGIN + 90 * DAY });
  return {
    own,
    stranger,
    given: read.authority,
    pasted,
    bundle: `${own.certificate}${cast.authority}`,
    former: {
      certificate: former.certificate,
      inForce: { zone: await young(NAMES.zone), hostname: await young(NAMES.hostname) },
    },
    due: { zone: await due(NAMES.zone), hostname: await due(NAMES.hostname) },
    cast: {
      ...cast,
      authority: own.certificate,
      predecessor: pasted,
      third: await byHand('CN=by hand'),
      stranger: await byHand('CN=other-service'),
    },
    refusing: { ...cast, otherAuthority: own.certificate },
  };
}
