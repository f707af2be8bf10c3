import { domainToASCII } from 'node:url';
import { zoneJson } from './answers.ts';
import { objectBody } from './request.ts';
import type { Answer, Call, ZoneCall } from './routes.ts';
import type { SslMode, Zone } from './state.ts';
import { done, refused, type Result, type World } from './world.ts';

const sslModes: readonly string[] = ['off', 'flexible', 'full', 'strict', 'origin_pull'] satisfies SslMode[];

export function listZones({ world, request, token }: Call): Result<Answer> {
  if (!token.zoneRead && world.variants.zonesWithoutPermission === 'forbidden') return refused('not-allowed');
  const asked = request.query['name'];
  const name = asked === undefined ? undefined : domainToASCII(asked);
  const zones = [...world.zones.values()].filter(
    (zone) =>
      token.zoneRead &&
      (name === undefined || zone.name === name) &&
      (token.zones === undefined || token.zones.includes(zone.id)),
  );
  return done({
    result: zones.map((zone) => zoneJson(zone, world.variants)),
    resultInfo: { page: 1, per_page: 20, count: zones.length, total_count: zones.length },
  });
}

export function verifyToken({ token }: Call): Result<Answer> {
  return done({ result: { id: token.id, status: 'active' } });
}

export function getSwitch({ zone, now }: ZoneCall): Result<Answer> {
  return done({ result: { enabled: zone.enabled.at(now) ?? false } });
}

export function setSwitch({ world, zone, request, now }: ZoneCall): Result<Answer> {
  const enabled = objectBody(request.body)?.['enabled'];
  if (typeof enabled !== 'boolean') return refused('invalid-value');
  setEnabled(world, zone, enabled, now);
  return done({ result: { enabled } });
}

/** Turns the zone level on or off. */
export function setEnabled(world: World, zone: Zone, enabled: boolean, now: number): void {
  zone.enabled.set(now, enabled);
  world.emit({ kind: 'setting-set', at: now, zoneId: zone.id, setting: 'enabled', value: String(enabled) });
}

/** Sets the SSL mode or the switch of the shared certificate; false if there is no such value. */
export function setZoneSetting(world: World, zone: Zone, name: string, value: unknown, now: number): boolean {
  if (name === 'ssl' && isSslMode(value)) {
    zone.ssl.set(now, value);
    world.emit({ kind: 'setting-set', at: now, zoneId: zone.id, setting: name, value });
    return true;
  }
  if (name === 'tls_client_auth' && (value === 'on' || value === 'off')) {
    zone.sharedCertificate.set(now, value === 'on');
    world.emit({ kind: 'setting-set', at: now, zoneId: zone.id, setting: name, value });
    return true;
  }
  return false;
}

function isSslMode(value: unknown): value is SslMode {
  return typeof value === 'string' && sslModes.includes(value);
}

export function getSetting({ zone, now, part }: ZoneCall): Result<Answer> {
  const base = { id: part, editable: true, modified_on: null };
  if (part === 'ssl') return done({ result: { ...base, value: zone.ssl.at(now) ?? 'off' } });
  if (part === 'tls_client_auth') {
    return done({ result: { ...base, value: zone.sharedCertificate.at(now) === true ? 'on' : 'off' } });
  }
  return refused('not-found');
}

export function setSetting(call: ZoneCall): Result<Answer> {
  const { world, zone, request, now, part } = call;
  const value = objectBody(request.body)?.['value'];
  return setZoneSetting(world, zone, part, value, now) ? getSetting(call) : refused('invalid-value');
}
