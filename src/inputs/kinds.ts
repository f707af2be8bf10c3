import { isIPv4, isIPv6 } from 'node:net';
import { readAuthorities } from '../certificate/chain.ts';
import { armour } from '../certificate/pem.ts';
import { plainId } from '../cloudflare/endpoint.ts';
import { echo, complain, type Field } from './problem.ts';

/** `true` or `false` as YAML 1.2 writes them; `otherwise` if it is neither, which is reported. */
export function readBoolean(field: Field, otherwise: boolean): boolean {
  if (/^(?:true|True|TRUE)$/u.test(field.value)) return true;
  if (/^(?:false|False|FALSE)$/u.test(field.value)) return false;
  complain(field, 'NOT_A_BOOLEAN', `is ${echo(field.value)}. Write \`true\` or \`false\`.`);
  return otherwise;
}

/** One of the words of `choices`, in any case; undefined if it is not one, which is reported. */
export function readChoice<const T extends string>(field: Field, choices: readonly T[]): T | undefined {
  const word = field.value.toLowerCase();
  const found = choices.find((choice) => choice === word);
  if (found === undefined) {
    const words = choices.map((choice) => `\`${choice}\``);
    const either = `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
    complain(field, 'NOT_A_CHOICE', `is ${echo(field.value)}. Write ${either}.`);
  }
  return found;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The least and the most that makes sense, written as a user would. */
export interface DurationLimits {
  readonly least: string;
  readonly most: string;
}

/** Milliseconds of `90s`, `10m`, `2h` or `7d`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/u.exec(text) ?? [];
  return unit === undefined ? undefined : Number(count) * (SECONDS[unit] ?? 0) * 1000;
}

/** Milliseconds; 0 if the field holds no duration within the limits, which is reported. */
export function readDuration(field: Field, limits: DurationLimits): number {
  const [duration, least = 0, most = 0] = [field.value, limits.least, limits.most].map(parseDuration);
  const example = 'Write a whole number and a unit, such as `90s`, `10m`, `2h` or `7d`.';
  const range = `It must be between \`${limits.least}\` and \`${limits.most}\`.`;
  if (duration === undefined)
    complain(field, 'NOT_A_DURATION', `is ${echo(field.value)}, which is not a duration. ${example}`);
  else if (duration >= least && duration <= most) return duration;
  else complain(field, 'DURATION_OUT_OF_RANGE', `is ${echo(field.value)}. ${range}`);
  return 0;
}

/** As `isIP` of Node, which compiles its pattern for IPv6 at the first use: that takes five milliseconds of the start. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (text.includes(':')) return isIPv6(text) ? 6 : 0;
  return isIPv4(text) ? 4 : 0;
}

/** Entries separated by commas or lines, or those of a JSON array as `toJSON` writes it; trimmed, without empty ones. */
export function splitList(text: string): readonly string[] {
  const entries = jsonEntries(text) ?? withoutBrackets(text).split(/[,\r\n]/u);
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

export function entryName(index: number, all: readonly unknown[]): string {
  return all.length === 1 ? 'the entry' : `entry ${index + 1}`;
}

/** Entries that are not text are left to the reader of the entry to complain about. */
function jsonEntries(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.map((entry: unknown) => (typeof entry === 'string' ? entry : JSON.stringify(entry)))
      : undefined;
  } catch {
    return undefined;
  }
}

/** A list as YAML and Python write it; brackets around an IPv6 address are its own. */
function withoutBrackets(text: string): string {
  const [, inner] = /^\s*\[([^[\]]*)\]\s*$/u.exec(text) ?? [];
  if (inner === undefined || ipVersion(inner) !== 0) return text;
  return inner.replaceAll(/(^|[,\r\n])\s*(["'])(.*?)\2\s*(?=$|[,\r\n])/gu, '$1$3');
}

/** One id in Cloudflare's form, hexadecimal or UUID; empty if it is not one, which is reported. */
export function readCertificateId(field: Field): string {
  if (/^[\da-z](?:[\da-z-]{6,62})[\da-z]$/iu.test(field.value)) return plainId(field.value);
  const cause = /[,\s]/u.test(field.value) ? 'holds more than one word' : 'is not the id of a certificate';
  const cure =
    'Write one id as Cloudflare shows it, such as `2458ce5a-0c35-4c7f-82c7-8e9487d3ff60`; `operation: status` lists them.';
  complain(field, 'NOT_A_CERTIFICATE_ID', `${cause}. ${cure}`);
  return '';
}

/** A clean PEM bundle of authorities. Undefined if it is not one, which is reported. Never echoed. */
export function readBundle(field: Field): string | undefined {
  const { ders, fault } = readAuthorities(field.value);
  if (fault === undefined) return ders.map((der) => armour('CERTIFICATE', der)).join('');
  const [reason, cause, cure] = fault;
  complain(field, reason, `${cause}. ${cure}`);
  return undefined;
}
