import type { ServedBox } from './box.ts';
import type { ServeOptions } from './options.ts';
import type { ServedSigner } from './signer.ts';
import { unlikely } from './unknowns.ts';

/** What a user of the box needs, by the names under which the action takes it or a shell keeps it. */
export function factsOf({ box, token, zones, pairs, signer }: ServedBox, webAuthorityFile: string): Facts {
  return {
    'api-base-url': box.baseUrl,
    token,
    zones: zones.map(({ id, name }) => ({ id, name })),
    hostnames: box.hosts,
    'authority-certificate': box.clientAuthority.certificate,
    'authority-key': box.clientAuthority.privateKey,
    certificates: pairs.map(({ certificate, privateKey }) => ({ certificate, 'private-key': privateKey })),
    origin: `127.0.0.1:${String(box.origin.port)}`,
    proxy: box.proxy.url,
    'web-authority-file': webAuthorityFile,
    management: box.baseUrl.replace('/client/v4', '/__sandbox/'),
    ...(signer === undefined ? {} : { signer }),
  };
}

export interface Facts {
  readonly 'api-base-url': string;
  readonly token: string;
  readonly zones: readonly { readonly id: string; readonly name: string }[];
  readonly hostnames: readonly string[];
  readonly 'authority-certificate': string;
  readonly 'authority-key': string;
  readonly certificates: readonly { readonly certificate: string; readonly 'private-key': string }[];
  readonly origin: string;
  readonly proxy: string;
  readonly 'web-authority-file': string;
  readonly management: string;
  readonly signer?: ServedSigner;
}

/** The facts as variables, to be sourced by a shell: `HTTPS_PROXY` and the authority let probes reach the box. */
export function environmentOf(facts: Facts): string {
  const [first, second] = facts.certificates;
  const variables: readonly (readonly [string, string])[] = [
    ['SANDBOX_API_BASE_URL', facts['api-base-url']],
    ['SANDBOX_TOKEN', facts.token],
    ['SANDBOX_ZONE_ID', facts.zones[0]?.id ?? ''],
    ['SANDBOX_AUTHORITY_CERTIFICATE', facts['authority-certificate']],
    ['SANDBOX_AUTHORITY_KEY', facts['authority-key']],
    ['SANDBOX_CERTIFICATE_1', first?.certificate ?? ''],
    ['SANDBOX_KEY_1', first?.['private-key'] ?? ''],
    ['SANDBOX_CERTIFICATE_2', second?.certificate ?? ''],
    ['SANDBOX_KEY_2', second?.['private-key'] ?? ''],
    ['SANDBOX_ORIGIN', facts.origin],
    ['HTTPS_PROXY', facts.proxy],
    ['NODE_EXTRA_CA_CERTS', facts['web-authority-file']],
    ...(facts.signer === undefined
      ? []
      : [['SANDBOX_ISSUE', facts.signer.issue] as const, ...Object.entries(facts.signer.env)]),
  ];
  return variables.map(([name, value]) => `export ${name}='${value.trim()}'\n`).join('');
}

/** The text for a person at a terminal. */
export function announcement(facts: Facts, served: ServedBox, options: ServeOptions): string {
  const unknowns = unlikely(served.box.model.variants());
  const faults = options.faults.map(({ name, amount }) => `${name}=${String(amount)}`).join(', ');
  return `
Cloudflare's origin pulls are up, on this machine only.

  api-base-url  ${facts['api-base-url']}
  api-token     ${facts.token}
${facts.zones.map(({ name, id }) => `  zone          ${name} (${id})`).join('\n')}
  hostnames     ${facts.hostnames.join(', ')}
  origin        ${facts.origin} (${options.nginx ? 'nginx' : 'Node'}, demands a client certificate)
${facts.signer === undefined ? '' : `  signer        ${facts.signer.address} (${options.signer ?? ''})\n`}  look, steer   ${facts.management}state, calls, faults, traffic

  seed ${String(options.seed)}, ${String(options.speed)} times as fast as Cloudflare, faults: ${faults === '' ? 'none' : faults}
  unknowns of Cloudflare: ${unknowns.length === 0 ? 'played the likely way' : unknowns.join(', ')}

The same as variables, with an authority that the origin trusts and two client certificates:

${environmentOf(facts)}
Ctrl+C ends it.
`;
}
