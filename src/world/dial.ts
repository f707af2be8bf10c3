import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { DialAnswer, DialRequest } from '../probe/origin-dial.ts';
import { classify } from './dial-fault.ts';
import { parseAnswer, type PlainAnswer } from './http-answer.ts';

/**
 * One TLS connection straight to an origin, without proxy, session reuse or keep-alive, and one
 * GET over it. Under TLS 1.3 a refusal comes after the handshake, so the verdict waits for an HTTP
 * answer. The key goes into the TLS context and nowhere else. Never throws, never outlasts `timeoutMs`.
 */
export function dial(request: DialRequest): Promise<DialAnswer> {
  if (request.signal?.aborted === true) return Promise.resolve({ kind: 'network', reason: 'aborted' });
  return new Promise((resolve) => {
    new Conversation(request, resolve).begin();
  });
}

/** Drives one connection to its single answer; every way out goes through `#finish`. */
class Conversation {
  readonly #request: DialRequest;
  readonly #resolve: (answer: DialAnswer) => void;
  readonly #plain: Socket;
  readonly #timer: NodeJS.Timeout;
  #connected = false;
  #secure = false;
  #received = '';
  #server: string | undefined;

  constructor(request: DialRequest, resolve: (answer: DialAnswer) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#plain = connectPlain({ host: request.host, port: request.port });
    this.#timer = setTimeout(() => this.#fail('timeout'), request.timeoutMs);
  }

  /** The two layers are set up one after the other: only the plain one counts bytes of a handshake. */
  begin(): void {
    this.#request.signal?.addEventListener('abort', this.#abort, { once: true });
    this.#watch(this.#plain);
    this.#plain.on('connect', () => {
      this.#connected = true;
      this.#secureIt();
    });
  }

  #secureIt(): void {
    let socket: TLSSocket;
    try {
      socket = connectTls({ socket: this.#plain, ...optionsOf(this.#request) });
    } catch {
      // A certificate or key that OpenSSL does not take; its words might quote what it read.
      this.#finish({ kind: 'network', reason: 'other' });
      return;
    }
    this.#watch(socket);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('secureConnect', () => {
      this.#secure = true;
      this.#server = socket.getPeerX509Certificate()?.fingerprint256;
      const { ca, certificate } = this.#request;
      if (ca !== undefined && certificate === undefined && !socket.authorized) {
        this.#finish({ kind: 'server-untrusted', reason: codeOf(socket.authorizationError) });
      } else {
        socket.write(requestText(this.#request.hostHeader), 'latin1');
      }
    });
  }

  #watch(socket: Socket): void {
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail('close'));
  }

  #receive(chunk: Buffer): void {
    const { maxBytes } = this.#request;
    this.#received = (this.#received + chunk.toString('latin1')).slice(0, maxBytes);
    const parsed = parseAnswer(this.#received);
    const full = this.#received.length >= maxBytes;
    if (parsed.kind === 'answer' && (full || parsed.answer.complete)) this.#finish(http(parsed.answer));
    else if (parsed.kind === 'not-http' || (full && parsed.kind === 'more')) {
      this.#finish({ kind: 'network', reason: 'not-http' });
    }
  }

  /** The head of an answer is enough to judge by, even if the rest never came. */
  #fail(event: unknown): void {
    const parsed = parseAnswer(this.#received);
    const reached = { connected: this.#connected, spoke: this.#plain.bytesRead > 0, secure: this.#secure };
    // Who sends an answer, however odd, has not hung up on the certificate.
    const odd = this.#received !== '' && event !== 'timeout';
    const otherwise = odd ? ({ kind: 'network', reason: 'not-http' } as const) : classify(event, reached);
    this.#finish(parsed.kind === 'answer' ? http(parsed.answer) : otherwise);
  }

  readonly #abort = (): void => this.#finish({ kind: 'network', reason: 'aborted' });

  /** Only the first call counts: closing the sockets brings events of its own. */
  #finish(answer: DialAnswer): void {
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener('abort', this.#abort);
    const told = answer.kind === 'http' || answer.kind === 'tls-refused';
    this.#resolve(told && this.#server !== undefined ? { ...answer, server: this.#server } : answer);
    this.#plain.destroy();
  }
}

function optionsOf({ servername, certificate, ca }: DialRequest): ConnectionOptions {
  const client = certificate && {
    cert: certificate.pem,
    key: certificate.key.export({ type: 'pkcs8', format: 'pem' }),
  };
  return {
    servername,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // Judged by hand after the handshake, and only where a CA is given: origins behind Cloudflare
    // often carry certificates no public CA signed, and nothing secret is sent to them.
    rejectUnauthorized: false,
    // Node sends what it finds in `ca` above the leaf, and Cloudflare sends the leaf alone.
    ...(client === undefined ? (ca === undefined ? {} : { ca }) : { ...client, ca: [] }),
  };
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

function http({ status, headers, body }: PlainAnswer): DialAnswer {
  return { kind: 'http', status, headers, body };
}

/** At run time Node gives the bare code, whatever its types say; anything else is not let through. */
function codeOf(error: unknown): string {
  return String(error)
    .replaceAll(/[^A-Z0-9_]/gu, '')
    .slice(0, 80);
}
