import { certificateJson } from './answers.ts';
import { deleteCertificate, findCertificate, listCertificates, uploadCertificate } from './certificates.ts';
import { objectBody } from './request.ts';
import type { Answer, ZoneCall } from './routes.ts';
import type { Level } from './state.ts';
import { done, refused, span, type Result } from './world.ts';

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
    return uploaded.ok ? done({ result: certificateJson(uploaded.value, now, world.variants) }) : uploaded;
  };

export const listAll =
  (level: Level): Run =>
  ({ world, zone, now }) => {
    const moment = now - span(world, 'listLag');
    const records = listCertificates(world, zone, level, moment);
    if (records.length === 0) return done({ result: world.variants.emptyList === 'null' ? null : [] });
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
    const found = findCertificate(world, zone, level, part);
    if (!found.ok) return found;
    const deleted = deleteCertificate(world, zone, found.value, now);
    if (!deleted.ok) return deleted;
    return done({ result: certificateJson(deleted.value, now, world.variants, 'pending_deletion') });
  };
