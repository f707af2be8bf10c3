import type { CertificateUse, HeldCertificate, ZoneStatus } from '../../operations/operation-result.ts';
import { someOf } from '../../zone/words.ts';
import { dayUntil, expiresIn } from '../certificate-words.ts';
import { blocks, code, fold, list, overview, prose, table } from '../markdown.ts';
import { counted, MARKS } from '../wording.ts';

const MOST_HOSTNAMES = 200;
const SHOWN = 3;

const USE: Readonly<Record<CertificateUse, string>> = {
  'in-force': '✅ in force',
  'switched-off': '➖ switched off',
  stale: '🗑 stale',
  unused: '🗑 unused',
  unknown: '❓ use not known',
};

/** Until when, and in use for what; empty without zones. */
export function zoneTable(zones: readonly ZoneStatus[]): string {
  const rows = zones.map((status) => [
    `${MARKS[status.outcome]} ${code(status.zone.asked, 260)}`,
    usedFor(status),
    firstToExpire(status.certificates).slice(0, 1).map(expiresIn).join(''),
  ]);
  return overview(table(['Zone', 'In use for', 'Expires'], rows), zones.length, 'zones');
}

/** Few words: the table has to fit on a narrow screen. */
function usedFor({ outcome, switchOn, hostnames, hostnamesComplete }: ZoneStatus): string {
  if (outcome === 'failed') return 'not readable';
  const parts = [
    switchOn === true ? 'zone' : '',
    hostnames.length === 0 ? '' : counted(hostnames.length, 'hostname'),
    hostnamesComplete ? '' : 'seen in part',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** One zone at a glance: its switches, and what is in force until when. */
export function zoneGlance(status: ZoneStatus): string {
  const { switchOn, sslMode, sharedCertificate, quota, certificates, hostnamesComplete } = status;
  const inForce = firstToExpire(certificates).map(
    (one) => `**In force** for ${usersOf(one, hostnamesComplete)} until ${dayUntil(one)}`,
  );
  return list([
    ...inForce.slice(0, SHOWN),
    inForce.length > SHOWN ? `And ${inForce.length - SHOWN} that end later` : '',
    `**Zone level** ${switchOn === true ? 'on' : 'off'}, SSL mode ${read(sslMode)}, Cloudflare's shared certificate ${read(sharedCertificate)}, ${quota.used} of ${counted(quota.most, 'hostname certificate')}`,
  ]);
}

function read(value: string | undefined): string {
  return value === undefined ? 'not readable' : code(value);
}

/** After all others. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

export function firstToExpire(certificates: readonly HeldCertificate[]): readonly HeldCertificate[] {
  return certificates
    .filter(({ use }) => use === 'in-force')
    .toSorted((one, other) => (one.notAfter ?? UNKNOWN) - (other.notAfter ?? UNKNOWN));
}

export function zoneDetails({ certificates, hostnames, hostnamesComplete }: ZoneStatus): string {
  return blocks(
    certificates.length === 0
      ? 'There is no certificate at either level.'
      : fold(
          counted(certificates.length, 'certificate'),
          list(certificates.map((one) => certificateItem(one, hostnamesComplete))),
        ),
    hostnameFold(hostnames, hostnamesComplete),
  );
}

/** A list, since the columns of a table would break ids over many lines on a narrow screen. */
function certificateItem(one: HeldCertificate, complete: boolean): string {
  const subject = one.subject === undefined ? '' : `${code(one.subject)} `;
  const id = one.id === undefined ? '' : ` (${code(one.id)})`;
  const until = `${one.expired ? '❌ ' : ''}until ${dayUntil(one)}`;
  const users = one.use === 'stale' || one.use === 'unused' ? '' : ` for ${usersOf(one, complete)}`;
  return `${useOf(one)}${users}: ${subject}${until}${id}`;
}

function useOf({ use, status, expired }: HeldCertificate): string {
  const words = expired ? USE[use].replace('✅ ', '') : USE[use];
  return status === 'active' ? words : `${words} (${code(status)})`;
}

function usersOf({ level, hostnames }: HeldCertificate, complete: boolean): string {
  if (level === 'zone') return 'the zone';
  if (hostnames.length === 0) return complete ? 'no hostname' : 'unknown hostnames';
  return someOf(
    hostnames.map((hostname) => code(hostname, 260)),
    SHOWN,
  );
}

function hostnameFold(all: ZoneStatus['hostnames'], complete: boolean): string {
  if (all.length === 0) return '';
  const rows = all.map(({ hostname, certificateId, enabled, status }) => {
    const state = enabled ? (status === 'active' ? '✅ on' : `⏳ ${code(status)}`) : '➖ off: none is sent';
    return `${code(hostname, 260)}: ${state}${certificateId === undefined ? '' : `, ${code(certificateId)}`}`;
  });
  return fold(
    `${counted(all.length, 'hostname')} with a certificate of ${all.length === 1 ? 'its' : 'their'} own`,
    blocks(
      list(rows, MOST_HOSTNAMES),
      all.length > MOST_HOSTNAMES ? 'The output `status` names them all.' : '',
      complete ? '' : prose('Only the hostnames you named: there was no full list.'),
    ),
  );
}
