import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type { DialAnswer, DialRequest } from '../probe/origin-dial.ts';
import { classify } from './dial-fault.ts';
import type { Stage } from './dial-fault.ts';
import { parseAnswer } from './http-answer.ts';
import type { PlainAnswer } from './http-answer.ts';

/**
 * One TLS connection straight to an origin, without proxy, session reuse or keep-alive, and one
 * GET over it. Under TLS 1.3 a refusal comes after the handshake, so the verdict waits for an HTTP
 * answer. The key goes into the TLS context and nowhere else. Never throws, never outlasts `timeoutMs`.
 */
export function dial(request: DialRequest): Promise<DialAnswer> {
  if (request.signal?.aborted === true) return Promise.resolve({ kind: 'network', reason: 'aborted' });
  return new Promise((resolve) => {
    let socket: TLSSocket;
    try {
      socket = connect(optionsOf(request));
    } catch {
      // A certificate or key that OpenSSL does not take; its words might quote what it read.
      resolve({ kind: 'network', reason: 'other' });
      return;
    }
    converse(socket, request, resolve);
  });
}

function optionsOf({ host, port, servername, certificate, ca }: DialRequest): ConnectionOptions {
  const client = certificate && {
    cert: certificate.pem,
    key: certificate.key.export({ type: 'pkcs8', format: 'pem' }),
  };
  return {
    host,
    port,
    servername,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // Judged by hand after the handshake, and only where a CA is given: origins behind Cloudflare
    // often carry certificates no public CA signed, and nothing secret is sent to them.
    rejectUnauthorized: false,
    ...(ca === undefined ? {} : { ca }),
    ...client,
  };
}

/** Drives one connection to its single answer; every way out goes through `finish`. */
function converse(socket: TLSSocket, request: DialRequest, resolve: (answer: DialAnswer) => void): void {
  const stage: { tcp: boolean; tls: boolean; received: string } = { tcp: false, tls: false, received: '' };
  const finish = (answer: DialAnswer): void => {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', abort);
    socket.destroy();
    resolve(answer);
  };
  const fail = (event: unknown): void =>
    finish(httpSoFar(stage.received) ?? classify(event, stageOf(socket, stage)));
  const abort = (): void => finish({ kind: 'network', reason: 'aborted' });
  const timer = setTimeout(() => fail('timeout'), request.timeoutMs);
  request.signal?.addEventListener('abort', abort, { once: true });

  socket.on('connect', () => {
    stage.tcp = true;
  });
  socket.on('secureConnect', () => {
    stage.tls = true;
    if (request.ca !== undefined && !socket.authorized) {
      finish({ kind: 'server-untrusted', reason: codeOf(socket.authorizationError) });
      return;
    }
    socket.write(requestText(request.hostHeader), 'latin1');
  });
  socket.on('data', (chunk: Buffer) => {
    stage.received = (stage.received + chunk.toString('latin1')).slice(0, request.maxBytes);
    const parsed = parseAnswer(stage.received);
    if (parsed.kind === 'not-http') finish({ kind: 'network', reason: 'not-http' });
    const full = stage.received.length >= request.maxBytes;
    if (parsed.kind === 'answer' && (full || parsed.answer.complete)) finish(http(parsed.answer));
    else if (full) finish({ kind: 'network', reason: 'not-http' });
  });
  socket.on('error', fail);
  socket.on('close', () => fail('close'));
}

function stageOf(socket: TLSSocket, { tcp, tls }: { readonly tcp: boolean; readonly tls: boolean }): Stage {
  return { connected: tcp, spoke: socket.bytesRead > 0, secure: tls };
}

function requestText(hostHeader: string): string {
  const lines = [
    'GET / HTTP/1.1',
    `Host: ${hostHeader.replaceAll(/[^\w.:[\]-]/gu, '')}`,
    'User-Agent: cloudflare-origin-pull-rotation (origin check)',
    'Accept: */*',
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** The head of an answer is enough to judge by, even if the rest never came. */
function httpSoFar(received: string): DialAnswer | undefined {
  const parsed = parseAnswer(received);
  return parsed.kind === 'answer' ? http(parsed.answer) : undefined;
}

function http({ status, headers, body }: PlainAnswer): DialAnswer {
  return { kind: 'http', status, headers, body };
}

/** Node types `authorizationError` as an error, but at run time it is the code as a string. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  return typeof code === 'string' && /^[A-Z0-9_]{1,80}$/u.test(code) ? code : 'UNTRUSTED';
}
