import type { CatalogueEntry } from './catalogue.ts';
import type { Variants } from './variants.ts';
import type { Result } from './world.ts';
import { done, refused } from './world.ts';

/** A token and what it may do; the names are those of the dashboard. */
export interface Token {
  readonly id: string;
  readonly sslAndCertificates: 'edit' | 'read' | 'none';
  readonly zoneRead: boolean;
  readonly zoneSettings: 'edit' | 'read' | 'none';
  /** Before this moment (epoch ms) the token is too young to be known everywhere. */
  readonly knownFrom: number;
  /** From this moment on the token has been rolled. */
  readonly revokedAt: number;
  /** Zones it may touch; undefined for all. */
  readonly zones: readonly string[] | undefined;
}

/** A token that may do all that a rotation asks for. */
export const fullToken: Token = {
  id: 'ed17574386854bf78a67040be0a770b0',
  sslAndCertificates: 'edit',
  zoneRead: true,
  zoneSettings: 'read',
  knownFrom: Number.NEGATIVE_INFINITY,
  revokedAt: Number.POSITIVE_INFINITY,
  zones: undefined,
};

export type Permission = 'ssl:read' | 'ssl:edit' | 'settings:read' | 'settings:edit' | 'none';

const WELL_FORMED = /^(?:cfut_|cfat_|cfoat_)?[\w-]{30,}$/;
/** What people paste instead: a global key, of today and of before. */
const GLOBAL_KEY = /^(?:cfk_.*|[0-9a-f]{37,45})$/;

/** The token of an Authorization header, or the reason why there is none. */
export function authenticate(
  tokens: ReadonlyMap<string, Token>,
  authorization: string | undefined,
  now: number,
  { unknownToken }: Variants,
): Result<Token> {
  if (authorization === undefined) return refused('no-credential');
  const secret = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
  const token = tokens.get(secret);
  if (token === undefined) {
    if (!WELL_FORMED.test(secret) || GLOBAL_KEY.test(secret)) return refused('malformed-credential');
    return refused(unknownToken === 9109 ? 'unknown-token' : 'unauthenticated');
  }
  if (now >= token.revokedAt) return refused('unauthenticated');
  if (now < token.knownFrom) return refused('young-token');
  return done(token);
}

/** Whether a token may do something in a zone; the error that is answered if not. */
export function authorize(
  token: Token,
  permission: Permission,
  zoneId: string | undefined,
): CatalogueEntry | undefined {
  if (zoneId !== undefined && token.zones !== undefined && !token.zones.includes(zoneId)) {
    return 'unauthenticated';
  }
  switch (permission) {
    case 'none':
      return undefined;
    case 'ssl:read':
      return token.sslAndCertificates === 'none' ? 'unauthenticated' : undefined;
    case 'ssl:edit':
      return token.sslAndCertificates === 'edit' ? undefined : 'unauthenticated';
    case 'settings:read':
      return token.zoneSettings === 'none' ? 'not-allowed' : undefined;
    case 'settings:edit':
      return token.zoneSettings === 'edit' ? undefined : 'not-allowed';
  }
}
