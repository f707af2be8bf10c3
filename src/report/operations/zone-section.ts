import { someOf } from '../../rotation/outcome/some-of.ts';
import type { CertificateUse, HeldCertificate, ZoneStatus } from '../../operations/status/result.ts';
import { dayUntil } from '../certificate-table.ts';
import { blocks, code, fold, NOTHING, prose, table } from '../markdown.ts';
import { count } from '../wording.ts';

const MOST_HOSTNAMES = 200;
const SHOWN_USERS = 3;

const USE: Readonly<Record<CertificateUse, string>> = {
  'in-force': '✅ in force',
  'switched-off': '➖ switched off',
  stale: '🗑 stale',
  unused: '🗑 unused',
  unknown: '❔ use not known',
};

/** What one zone looks like: its switches, its certificates, its hostnames. */
export function zoneSection(status: ZoneStatus): string {
  if (status.outcome === 'failed') return '';
  return blocks(switches(status), certificates(status), hostnames(status));
}

/** On, off, or what could not be read. */
function switches({ switchOn, sslMode, sharedCertificate, quota }: ZoneStatus): string {
  return table(
    ['Zone level', 'SSL mode', "Cloudflare's shared certificate", 'Hostname certificates'],
    [
      [
        switchOn === true ? 'on' : 'off',
        sslMode === undefined ? 'not readable' : code(sslMode),
        sharedCertificate === undefined ? 'not readable' : code(sharedCertificate),
        `${quota.used} of ${quota.most}`,
      ],
    ],
  );
}

function certificates({ certificates: all, hostnamesComplete }: ZoneStatus): string {
  if (all.length === 0) return 'There is no certificate at either level.';
  return table(
    ['Certificate', 'Use', 'Valid until', 'For'],
    all.map((one) => [
      one.id === undefined ? NOTHING : code(one.id),
      useOf(one),
      `${one.expired ? '❌ ' : ''}${dayUntil(one)}`,
      usersOf(one, hostnamesComplete),
    ]),
  );
}

function useOf({ use, status, expired }: HeldCertificate): string {
  const words = expired ? USE[use].replace('✅ ', '') : USE[use];
  return status === 'active' ? words : `${words} (${code(status)})`;
}

function usersOf({ level, hostnames: users }: HeldCertificate, complete: boolean): string {
  if (level === 'zone') return 'the zone';
  if (users.length === 0) return complete ? 'no hostname' : 'not known';
  const names = users.map((hostname) => code(hostname, 260));
  return someOf(names, SHOWN_USERS);
}

function hostnames({ hostnames: all, hostnamesComplete }: ZoneStatus): string {
  if (all.length === 0) return '';
  const rows = all
    .slice(0, MOST_HOSTNAMES)
    .map(({ hostname, certificateId, enabled, status }) => [
      code(hostname, 260),
      certificateId === undefined ? NOTHING : code(certificateId),
      enabled ? (status === 'active' ? '✅ on' : `⏳ ${code(status)}`) : '➖ off: none is sent',
    ]);
  const more = all.length - rows.length;
  const title = `${count(all.length, 'hostname')} with a certificate of ${all.length === 1 ? 'its' : 'their'} own`;
  const partly = hostnamesComplete ? '' : prose('Only the hostnames asked for: there was no list of all.');
  return fold(
    title,
    blocks(
      table(['Hostname', 'Certificate', 'State'], rows),
      more > 0 ? `And ${more} more: see the output status.` : '',
      partly,
    ),
    all.length <= 5,
  );
}
