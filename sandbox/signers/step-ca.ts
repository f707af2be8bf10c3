import { createHash, X509Certificate } from 'node:crypto';
import type { Authority } from '../authority/index.ts';
import { verifyToken, type Claims, type VerifyToken } from './github-oidc.ts';
import { startSignerServer, textIn, type SignerCall, type SignerReply, type SignerServer } from './https.ts';
import { readRequest } from './request.ts';

export interface StepCaProvisioner {
  readonly name: string;
  readonly clientId: string;
  readonly issuer: string;
  /** What its template demands of a token's claims; the default template demands nothing, and ignores the request's names. */
  readonly template: Readonly<Record<string, string>> | 'default';
  readonly maxDurationMs: number;
  /** Five minutes unless said. */
  readonly minDurationMs?: number;
  /** Common names that its policy allows; without one, all. */
  readonly allowedNames?: readonly string[];
}

export interface StepCaOptions extends StepCaModelOptions {
  /** Issued the server's own certificate: its root is the one that `/root` shows. */
  readonly tls: Authority;
}

export interface StepCaModelOptions {
  readonly authority: Pick<Authority, 'certificate' | 'certify'>;
  readonly tls: Pick<Authority, 'certificate'>;
  readonly provisioners: readonly StepCaProvisioner[];
  readonly now?: () => number;
  readonly verify?: VerifyToken;
}

/** step-ca without its socket. */
export interface StepCaModel {
  readonly answer: (call: SignerCall) => Promise<SignerReply>;
  /** SHA-256 of the root. */
  readonly fingerprint: string;
  /** Lets `/root` show another certificate. */
  readonly showRoot: (pem: string) => void;
}

export type StepCa = SignerServer & StepCaModel;

const SHORTEST = 300_000;
const LEEWAY = 60_000;

/** step-ca's `sign`, `root` and `provisioners`, on loopback. */
export async function startStepCa(options: StepCaOptions): Promise<StepCa> {
  const model = createStepCa(options);
  return { ...(await startSignerServer(options.tls, model.answer)), ...model };
}

export function createStepCa(options: StepCaModelOptions): StepCaModel {
  const { now = Date.now, provisioners, tls, verify = verifyToken } = options;
  const began = now();
  const used = new Set<string>();
  const fingerprint = fingerprintOf(tls.certificate);
  let root = tls.certificate;

  const sign = async ({ body }: SignerCall): Promise<SignerReply> => {
    const request = readRequest(textIn(body, 'csr'));
    if (request === undefined) return refused(400, 'invalid csr');
    const ott = textIn(body, 'ott');
    if (ott === '') return refused(400, 'missing ott');
    const login = await authorize(ott);
    if ('status' in login) return login;
    const { provisioner, claims } = login;
    const missing = templateFault(provisioner, claims);
    if (missing !== undefined) return refused(400, missing);
    const notAfter = Date.parse(textIn(body, 'notAfter')) || now() + provisioner.maxDurationMs;
    const duration = notAfter - now();
    if (duration > provisioner.maxDurationMs + LEEWAY) {
      return refused(
        403,
        `requested duration of ${goDuration(duration)} is more than the authorized maximum certificate duration of ${goDuration(provisioner.maxDurationMs)}`,
      );
    }
    const shortest = provisioner.minDurationMs ?? SHORTEST;
    if (duration < shortest)
      return refused(
        403,
        `requested duration of ${goDuration(duration)} is less than the authorized minimum certificate duration of ${goDuration(shortest)}`,
      );
    const { commonName } = request;
    if (provisioner.allowedNames?.includes(commonName) === false)
      return refused(403, `common name "${commonName}" not allowed`);
    const own = provisioner.template !== 'default';
    const crt = options.authority.certify(request.publicKey, {
      subject: own ? `CN=${commonName}` : `CN=${String(claims['sub'])}`,
      purpose: own ? 'client' : 'both',
      ca: own ? false : 'absent',
      notBefore: now() - LEEWAY,
      notAfter,
    });
    const ca = options.authority.certificate;
    return { status: 201, json: { crt, ca, certChain: [crt, ca] } };
  };

  const authorize = async (
    ott: string,
  ): Promise<{ readonly provisioner: StepCaProvisioner; readonly claims: Claims } | SignerReply> => {
    for (const provisioner of provisioners) {
      const verified = await verify(ott, provisioner.issuer, now(), LEEWAY);
      if ('fault' in verified || verified.claims['aud'] !== provisioner.clientId) continue;
      const { claims } = verified;
      if (Number(claims['iat']) * 1000 < began - LEEWAY) {
        return refused(401, 'token issued before the bootstrap of certificate authority');
      }
      const id = createHash('sha256').update(ott).digest('hex');
      if (used.has(id)) return refused(401, 'token already used');
      used.add(id);
      return { provisioner, claims };
    }
    return refused(
      401,
      'The request lacked necessary authorization to be completed. Please see the certificate authority logs for more info.',
    );
  };

  const answer = async (call: SignerCall): Promise<SignerReply> => {
    const url = new URL(call.path, 'https://localhost');
    if (call.method === 'GET' && url.pathname === '/provisioners') {
      // A page each, so that whoever reads them has to go on.
      const index = Number(url.searchParams.get('cursor') ?? 0);
      const listed = provisioners
        .slice(index, index + 1)
        .map(({ name, clientId }) => ({ type: 'OIDC', name, clientID: clientId }));
      const nextCursor = index + 1 < provisioners.length ? String(index + 1) : '';
      return { status: 200, json: { provisioners: listed, nextCursor } };
    }
    if (call.method === 'GET' && url.pathname.startsWith('/root/')) {
      return url.pathname === `/root/${fingerprint}`
        ? { status: 200, json: { ca: root } }
        : refused(404, 'root not found');
    }
    if (call.method === 'POST' && url.pathname === '/1.0/sign') return await sign(call);
    return refused(404, 'not found');
  };

  return {
    answer,
    fingerprint,
    showRoot: (pem) => {
      root = pem;
    },
  };
}

const refused = (status: number, message: string): SignerReply => ({ status, json: { status, message } });

function templateFault({ template }: StepCaProvisioner, claims: Claims): string | undefined {
  if (template === 'default') return undefined;
  const wrong = Object.entries(template).find(([name, wanted]) => claims[name] !== wanted);
  return wrong === undefined ? undefined : `this job may not have a certificate: ${wrong[0]}`;
}

const fingerprintOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');

/** As Go writes durations. */
const goDuration = (ms: number): string =>
  `${String(Math.floor(ms / 3_600_000))}h${String(Math.floor(ms / 60_000) % 60)}m0s`;
