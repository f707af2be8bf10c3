import { X509Certificate } from 'node:crypto';
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, createServer, type TLSSocket } from 'node:tls';
import type { TrustAnswer, TrustQuestion } from '../certificate/trust-reasons.ts';
import { codeOf } from '../errors.ts';

/** What nginx and Apache verify with on recent systems: 112 bits. */
const SERVER_LEVEL = 'DEFAULT@SECLEVEL=2';
/** The client sends whatever it has: only the server judges. */
const CLIENT_LEVEL = 'DEFAULT@SECLEVEL=0';
const HANDSHAKE_MS = 10_000;

/**
 * Asks the OpenSSL inside Node by a TLS handshake in memory: a server that trusts exactly the bundle is
 * shown the leaf, as the origin will be. `createServer` drops `allowPartialTrustChain`, hence the context;
 * it has the bundle as well, since Node takes the path to the root from there. Never throws.
 */
export function askOpenSsl(question: TrustQuestion): Promise<TrustAnswer> {
  return new Promise((resolve) => {
    try {
      shakeHands(question, resolve);
    } catch (error) {
      // Its words might quote what it read.
      resolve({ kind: 'no-verdict', code: codeOf(error) });
    }
  });
}

function shakeHands({ leaf, key, authorities }: TrustQuestion, resolve: (answer: TrustAnswer) => void): void {
  const own = { cert: leaf, key: key.export({ type: 'pkcs8', format: 'pem' }) };
  const trusting = { ...own, ca: [authorities ?? leaf], ciphers: SERVER_LEVEL };
  const context = createSecureContext({ ...trusting, allowPartialTrustChain: authorities === undefined });
  const server = createServer({
    ...trusting,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_MS,
    SNICallback: (_, done) => done(null, context),
  });
  const [near, far] = duplexPair();
  const settle = (answer: TrustAnswer): void => {
    resolve(answer);
    client.destroy();
    near.destroy();
    far.destroy();
  };
  const fail = (error: unknown): void => settle({ kind: 'no-verdict', code: codeOf(error) });
  server.on('secureConnection', (socket) => settle(answerOf(socket, leaf)));
  server.on('tlsClientError', fail);
  server.emit('connection', far);
  // Without an empty `ca`, intermediates would be sent that Cloudflare does not send.
  const client = connect({
    ...own,
    ca: [],
    ciphers: CLIENT_LEVEL,
    socket: near,
    servername: 'origin.invalid',
    rejectUnauthorized: false,
  });
  client.on('error', fail);
}

function answerOf(socket: TLSSocket, leaf: string): TrustAnswer {
  if (socket.getPeerX509Certificate()?.fingerprint256 !== new X509Certificate(leaf).fingerprint256)
    return { kind: 'no-verdict', code: 'NO_CLIENT_CERTIFICATE' };
  if (!socket.authorized) return { kind: 'refused', code: reasonOf(socket) };
  return { kind: 'accepted', intermediates: Math.max(0, pathLength(socket) - 2) };
}

function pathLength(socket: TLSSocket): number {
  const seen = new Set<string>();
  let one = socket.getPeerCertificate(true);
  while (!seen.has(one.fingerprint256)) {
    seen.add(one.fingerprint256);
    one = one.issuerCertificate ?? one;
  }
  return seen.size;
}

/** Node names only some of OpenSSL's reasons, the others are `UNSPECIFIED`; then OpenSSL's own words tell. */
function reasonOf(socket: TLSSocket): string {
  const code = String(socket.authorizationError);
  if (code !== 'UNSPECIFIED') return code;
  const handle: unknown = Reflect.get(socket, 'ssl');
  const ask: unknown =
    typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'verifyError') : undefined;
  const error: unknown = typeof ask === 'function' ? Reflect.apply(ask, handle, []) : undefined;
  const words: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof words === 'string' ? words : code;
}
