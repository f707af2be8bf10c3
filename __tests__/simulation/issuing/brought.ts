import { X509Certificate } from 'node:crypto';
import type { HttpRequest } from '../../../src/outside.ts';
import { sentence } from '../sentence.ts';
import type { SentCall, SimulatedWorld } from '../simulated-world.ts';

const ISSUES = sentence('Issuing a certificate');

/** From here on a run brings another one than it found, which shows once it is sent. */
export function noteRenewal({ scenario, brings }: SimulatedWorld, name: string, line: string): void {
  if (scenario.issued !== undefined && ISSUES.test(line)) brings.delete(name);
}

/**
 * What a run that issues brings is known once it sends it, or once it reads by its id what it takes over: another run
 * may have uploaded that since it began.
 */
export function noteBrought(
  { scenario, brings, calls, zone }: SimulatedWorld,
  name: string,
  { method, body }: HttpRequest,
  sent: SentCall,
): void {
  if (scenario.issued === undefined) return;
  if (method === 'POST' && body !== undefined) {
    const { certificate }: { readonly certificate?: string } = JSON.parse(body);
    if (certificate === undefined) return;
    brings.set(name, new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase());
  }
  const ownIn = ({ path }: SentCall): string | undefined => {
    const facts = zone.certificates.get(path.split('/').at(-1) ?? '')?.facts;
    return facts?.x509.subject === `CN=${scenario.issued}` ? facts.fingerprint : undefined;
  };
  const taken = method === 'GET' ? ownIn(sent) : undefined;
  if (taken === undefined) return;
  const before = calls.filter((one) => one !== sent && one.by === name);
  if (before.every((one) => one.method === 'GET' && ownIn(one) === undefined)) brings.set(name, taken);
}
