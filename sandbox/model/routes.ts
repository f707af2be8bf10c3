import type { Permission, Token } from './access.ts';
import type { Json } from './answers.ts';
import { getAssociation, getAssociations, setAssociations } from './endpoints-associations.ts';
import { deleteOne, getOne, listAll, upload } from './endpoints-certificates.ts';
import {
  getSetting,
  getSwitch,
  listZones,
  setSetting,
  setSwitch,
  verifyToken,
} from './endpoints-settings.ts';
import type { ApiRequest } from './request.ts';
import type { Zone } from './state.ts';
import type { Result, World } from './world.ts';

/** What an endpoint works on. `part` is the variable end of the path: an id, a hostname, a setting. */
export interface Call {
  readonly world: World;
  readonly request: ApiRequest;
  readonly token: Token;
  readonly now: number;
  readonly part: string;
}

export interface ZoneCall extends Call {
  readonly zone: Zone;
}

/** The parts of a success. */
export interface Answer {
  readonly result: Json;
  readonly resultInfo?: Json;
}

export type Endpoint =
  | {
      readonly scope: 'zone';
      readonly permission: Permission;
      /** A change; `alone`: one that is refused while another such change of the zone runs. */
      readonly mutates: 'alone' | 'beside-others' | undefined;
      readonly run: (call: ZoneCall) => Result<Answer>;
    }
  | { readonly scope: 'user'; readonly permission: Permission; readonly run: (call: Call) => Result<Answer> };

export interface Route {
  /** Path with `{zone}` and `{part}` as variables. */
  readonly template: string;
  readonly pattern: RegExp;
  readonly methods: Readonly<Partial<Record<string, Endpoint>>>;
}

const reads = (permission: Permission, run: (call: ZoneCall) => Result<Answer>): Endpoint => ({
  scope: 'zone',
  permission,
  mutates: undefined,
  run,
});

const writes = (
  permission: Permission,
  run: (call: ZoneCall) => Result<Answer>,
  mutates: 'alone' | 'beside-others' = 'beside-others',
): Endpoint => ({ scope: 'zone', permission, mutates, run });

const aop = '/zones/{zone}/origin_tls_client_auth';

// In order: the fixed ends of a path come before the variable ones.
const table: readonly (readonly [template: string, methods: Route['methods']])[] = [
  ['/zones', { GET: { scope: 'user', permission: 'none', run: listZones } }],
  ['/user/tokens/verify', { GET: { scope: 'user', permission: 'none', run: verifyToken } }],
  [aop, { GET: reads('ssl:read', listAll('zone')), POST: writes('ssl:edit', upload('zone'), 'alone') }],
  [`${aop}/settings`, { GET: reads('ssl:read', getSwitch), PUT: writes('ssl:edit', setSwitch) }],
  [`${aop}/hostnames`, { GET: reads('ssl:read', getAssociations), PUT: writes('ssl:edit', setAssociations) }],
  [
    `${aop}/hostnames/certificates`,
    { GET: reads('ssl:read', listAll('hostname')), POST: writes('ssl:edit', upload('hostname')) },
  ],
  [
    `${aop}/hostnames/certificates/{part}`,
    { GET: reads('ssl:read', getOne('hostname')), DELETE: writes('ssl:edit', deleteOne('hostname')) },
  ],
  [`${aop}/hostnames/{part}`, { GET: reads('ssl:read', getAssociation) }],
  [
    `${aop}/{part}`,
    { GET: reads('ssl:read', getOne('zone')), DELETE: writes('ssl:edit', deleteOne('zone'), 'alone') },
  ],
  [
    '/zones/{zone}/settings/{part}',
    { GET: reads('settings:read', getSetting), PATCH: writes('settings:edit', setSetting) },
  ],
];

export const routes: readonly Route[] = table.map(([template, methods]) => ({
  template,
  methods,
  pattern: new RegExp(
    `^${template.replace('{zone}', '(?<zone>[^/]+)').replace('{part}', '(?<part>[^/]+)')}$`,
  ),
}));

/** The route of a path with its variables. */
export function findRoute(
  path: string,
): { readonly route: Route; readonly zone: string | undefined; readonly part: string } | undefined {
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (match !== null) return { route, zone: match.groups?.['zone'], part: decode(match.groups?.['part']) };
  }
  return undefined;
}

function decode(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
}
