import { certificateJson, emptyList } from './answers.ts';
import { deleteCertificate, findCertificate, listCertificates, uploadCertificate } from './certificates.ts';
import { objectBody } from './request.ts';
import type { Answer, ZoneCall } from './routes.ts';
import { isTombstone, type Level } from './state.ts';
import { done, refused, span, type Result } from './world.ts';

const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

type Run = (call: ZoneCall) => Result<Answer>;

export const upload =
  (level: Level): Run =>
  ({ world, zone, request, now }) => {
    const body = objectBody(request.body);
    if (body === undefined) return refused('malformed');
    const { certificate, private_key: privateKey } = body;
    if (typeof certificate !== 'string') return refused('unparsable');
    if (typeof privateKey !== 'string') return refused('unreadable-key');
    const uploaded = uploadCertificate(world, zone, level, { certificate, privateKey }, now);
    if (!uploaded.ok) return uploaded;
    const { status } = uploaded.value;
    const shown = isTombstone(status.at(now)) ? 'pending_deployment' : status.at(now);
    return done({ result: certificateJson(uploaded.value, now, world.variants, shown) });
  };

export const listAll =
  (level: Level): Run =>
  ({ world, zone, now }) => {
    const moment = now - span(world, 'listLag');
    const records = listCertificates(world, zone, level, moment);
    if (records.length === 0) return done({ result: emptyList(level, world.variants) });
    return done({ result: records.map((record) => certificateJson(record, moment, world.variants)) });
  };

export const getOne =
  (level: Level): Run =>
  ({ world, zone, now, part }) => {
    const found = findCertificate(world, zone, level, part);
    if (!found.ok) return found;
    if (now < found.value.createdAt + span(world, 'byIdLag')) {
      return refused(level === 'zone' ? 'zone-certificate-not-found' : 'hostname-certificate-not-found');
    }
    return done({ result: certificateJson(found.value, now, world.variants) });
  };

export const deleteOne =
  (level: Level): Run =>
  ({ world, zone, now, part }) => {
    if (level === 'hostname' && !ID.test(part) && world.variants.malformedId === '1415') {
      return refused('malformed-certificate-id');
    }
    const found = findCertificate(world, zone, level, part);
    if (!found.ok) return found;
    const deleted = deleteCertificate(world, zone, found.value, now);
    if (!deleted.ok) return deleted;
    return done({ result: certificateJson(deleted.value, now, world.variants, 'pending_deletion') });
  };
