import { readLeaf } from '../../certificate/leaf.ts';
import { asObject, textOf, type Json } from '../../cloudflare/json.ts';
import type { Signer, SigningRequest } from '../signer.ts';
import { claimsOf, requestIdToken } from './id-token.ts';
import { askServer, pemOf, signerFailed, trusting } from './signing-server.ts';
import type { Ask, Server, ServerWorld, Trust } from './signing-server.ts';
import { stepCaRefused } from './step-ca-errors.ts';

export interface StepCaSettings {
  readonly address: string;
  /** Name of an OIDC provisioner, whose client id is the audience where no other is given. */
  readonly provisioner: string | undefined;
  readonly audience: string | undefined;
  /** SHA-256 of the root's DER, in hex: the root is fetched and trusted only if it is the one. */
  readonly fingerprint: string | undefined;
  /** PEM of whoever signed the server's TLS certificate, in place of a fingerprint. */
  readonly serverCa: string | undefined;
  /** A one-time token that somebody has, in place of GitHub's identity. */
  readonly token: string | undefined;
}

const NAME = 'step-ca';
const MOST_PAGES = 10;

/**
 * Signs by step-ca's `sign` endpoint with GitHub's ID token as the one-time token.
 * Source: smallstep.com/docs/step-ca, "Provisioners: OIDC"; the API of smallstep/certificates.
 */
export function stepCaSigner(settings: StepCaSettings, world: ServerWorld): Signer {
  const opened = async (): Promise<readonly [Server, audience: string]> => {
    const server = { ...world, name: NAME, http: await world.connect(await trustOf(settings, world)) };
    return [server, await audienceOf(settings, server)];
  };
  return {
    check: async () => {
      const [, audience] = await opened();
      // This also shows whether GitHub issues a token. Using it would sign.
      if (settings.token === undefined) await requestIdToken(world, audience);
    },
    sign: async (request) => sign(settings, ...(await opened()), request),
  };
}

async function sign(
  { address, token }: StepCaSettings,
  server: Server,
  audience: string,
  { csr, notAfter }: SigningRequest,
): Promise<string> {
  let claims: Json = {};
  const answer = await askServer(server, async () => {
    // Good for one attempt: what was lost may have been used.
    const identity = token === undefined ? await requestIdToken(server, audience) : undefined;
    claims = identity?.claims ?? claimsOf(token ?? '') ?? {};
    return {
      method: 'POST',
      url: `${address}/1.0/sign`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        csr,
        ott: identity?.jwt ?? token,
        notAfter: new Date(notAfter).toISOString().replace(/\.\d+Z$/u, 'Z'),
      }),
    };
  });
  const { json } = answer;
  const chain = json?.['certChain'];
  const above = Array.isArray(chain) && chain.length > 0 ? chain.slice(1) : json?.['ca'];
  const pem = pemOf(textOf(json, 'crt'), above);
  if (answer.status === 201 && pem !== undefined) return pem;
  throw stepCaRefused(answer, claims);
}

/** The root is fetched over a connection that proves nothing, and taken only if its fingerprint is the given one. */
async function trustOf(settings: StepCaSettings, world: ServerWorld): Promise<Trust> {
  const { address, fingerprint, serverCa } = settings;
  if (serverCa !== undefined || fingerprint === undefined) return trusting(serverCa);
  const wanted = fingerprint.replaceAll(':', '').toLowerCase();
  const http = await world.connect({ kind: 'unverified' });
  const { status, json } = await askServer({ ...world, http, name: NAME }, () =>
    get(`${address}/root/${wanted}`),
  );
  const pem = textOf(json, 'ca');
  if (status !== 200 || pem === undefined) {
    throw signerFailed(
      `step-ca has no root with this \`fingerprint\` (HTTP ${status}).`,
      'Get the fingerprint on the server: `step certificate fingerprint root_ca.crt`.',
    );
  }
  const root = readLeaf(pem);
  // The certificate itself, not the text it came in: whoever intercepts it could add one of their own.
  if (root?.fingerprint === wanted) return { kind: 'authorities', pem: root.pem };
  throw signerFailed(
    'step-ca presented a root that does not match `fingerprint`.',
    'Somebody may be intercepting the connection. Compare the fingerprint on the server itself.',
  );
}

function get(url: string): Ask {
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}

/** The audience has to be the provisioner's client id: it is how step-ca finds the provisioner. */
async function audienceOf(
  { address, audience, provisioner }: StepCaSettings,
  server: Server,
): Promise<string> {
  if (audience !== undefined) return audience;
  if (provisioner === undefined) return address;
  let found = false;
  let cursor: string | undefined = '';
  for (let page = 0; cursor !== undefined && page < MOST_PAGES; page += 1) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { json } = await askServer(server, () => get(`${address}/provisioners?limit=100${query}`));
    const listed = json?.['provisioners'];
    const oidc = (Array.isArray(listed) ? listed : []).flatMap((one) => {
      const read = asObject(one);
      return read && textOf(read, 'type')?.toUpperCase() === 'OIDC' ? [read] : [];
    });
    const own = oidc.find((one) => textOf(one, 'name') === provisioner);
    const clientId = textOf(own, 'clientID');
    if (clientId !== undefined) return clientId;
    found ||= oidc.some((one) => textOf(one, 'name') !== undefined);
    cursor = textOf(json, 'nextCursor');
  }
  throw signerFailed(
    `step-ca has no OIDC provisioner \`${provisioner}\`.`,
    found
      ? 'Check `provisioner`: the name must be exactly as on the server.'
      : 'Add one for GitHub; see docs/issuing.md.',
  );
}
