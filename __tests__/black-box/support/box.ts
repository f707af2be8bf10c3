import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateOptions, Pair } from '../../../sandbox/authority/index.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/index.ts';
import type { Level } from '../../../sandbox/model/state.ts';
import type { Timings, Zone, ZoneOptions } from '../../../sandbox/model/index.ts';

/** A sandbox with a zone and a token, ready for runs of the bundle. */
export interface Box extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly zone: Zone;
  /** Random, of the length and alphabet of a real one. */
  readonly token: string;
  /** PEM file for NODE_EXTRA_CA_CERTS: probes go to the edges by https. */
  readonly webAuthorityFile: string;
  /** A client certificate the origin trusts, of one lineage with all others. */
  readonly issue: (options?: CertificateOptions) => Promise<Pair>;
}

export interface BoxOptions extends SandboxOptions {
  readonly zone?: Partial<ZoneOptions>;
}

export const WWW = 'www.example.test';
export const API = 'api.example.test';

/** The order of things as live, in so little time that most polls find what they wait for at once. */
export const AT_ONCE: Partial<Timings> = {
  deployment: 5,
  deploymentTimeout: 20,
  deletion: 5,
  association: 5,
  release: 5,
  voidLinger: 20,
};

export async function openBox(options: BoxOptions = {}): Promise<Box> {
  const token = randomBytes(30).toString('base64url');
  const folder = await mkdtemp(join(tmpdir(), 'black-box-'));
  const sandbox = await startSandbox({
    hosts: [WWW, API],
    trafficMs: 40,
    tokens: { [token]: {} },
    ...options,
    timings: { ...AT_ONCE, ...options.timings },
  });
  const webAuthorityFile = join(folder, 'web-authority.pem');
  await writeFile(webAuthorityFile, sandbox.webAuthority.certificate);
  const zone = sandbox.model.addZone({ name: 'example.test', ...options.zone });
  return {
    sandbox,
    zone,
    token,
    webAuthorityFile,
    issue: (leaf = {}) => sandbox.clientAuthority.issue({ subject: 'CN=origin pull, O=Example', ...leaf }),
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A certificate that has been in force for a while: the zone level on, or these hostnames associated. */
export async function putInForce(
  { sandbox, zone, issue }: Box,
  level: Level,
  hostnames: readonly string[] = sandbox.hosts,
  pair?: Pair,
): Promise<{ readonly pair: Pair; readonly id: string }> {
  const certificate = pair ?? (await issue());
  const id = sandbox.model.install(zone, level, certificate);
  if (level === 'zone') sandbox.model.setEnabled(zone, true);
  else for (const hostname of hostnames) sandbox.model.associate(zone, hostname, id, true);
  return { pair: certificate, id };
}

/** Serial numbers of what is live at a level, in the order of their uploads. */
export function live({ sandbox, zone }: Box, level: Level): readonly string[] {
  const now = sandbox.model.now();
  return [...zone.certificates.values()]
    .filter((record) => record.level === level)
    .filter((record) => !['deleted', 'pending_deletion'].includes(record.status.at(now) ?? ''))
    .map((record) => record.facts.fingerprint);
}

/** The certificate each of the hostnames is on, and whether it is in use there. */
export function associated({ sandbox, zone }: Box): Readonly<Record<string, string | undefined>> {
  const now = sandbox.model.now();
  return Object.fromEntries(
    [...zone.associations.values()].map(({ hostname, row }) => {
      const now_ = row.at(now);
      const certificate = now_ === undefined ? undefined : zone.certificates.get(now_.certificateId);
      return [hostname, now_?.enabled === true ? certificate?.facts.fingerprint : undefined];
    }),
  );
}
