import type { PlantedBug } from '../bug.ts';

export const UPLOAD: readonly PlantedBug[] = [
  {
    name: 'an upload whose answer was lost is sent again',
    patches: [
      {
        file: 'cloudflare/call.ts',
        find: "if (doubt && request.method === 'POST')",
        replace: "if (doubt && request.method === 'HEAD')",
      },
    ],
    caughtBy: /sent an upload again that had taken effect/u,
    from: 38,
    where: 'worlds',
  },
  {
    name: 'another certificate is taken for the successor',
    patches: [
      {
        file: 'zone/observed.ts',
        find: 'candidate.leaf?.fingerprint === leaf.fingerprint,',
        replace: 'candidate.leaf !== undefined,',
      },
    ],
    caughtBy: /the successor is not there/u,
    from: 2,
    where: 'worlds',
  },

  {
    name: 'certificates are compared by their text',
    patches: [
      {
        file: 'zone/read-lists.ts',
        find: 'readLeafOnce(certificate.pem),',
        replace: '{ ...readLeafOnce(certificate.pem), pem: certificate.pem },',
      },
      {
        file: 'zone/observed.ts',
        find: 'candidate.leaf?.fingerprint === leaf.fingerprint,',
        replace: 'candidate.leaf?.pem === leaf.pem,',
      },
    ],
    caughtBy: /\d runs after the faults/u,
    from: 0,
    where: 'other line breaks',
  },
  {
    name: 'a certificate is known by its serial number alone',
    patches: [
      {
        file: 'zone/observed.ts',
        find: 'candidate.leaf?.fingerprint === leaf.fingerprint,',
        replace: 'candidate.leaf?.serialNumber === leaf.serialNumber,',
      },
    ],
    caughtBy: /said unchanged, but the successor is not there/u,
    from: 0,
    where: 'the same serial number',
  },
  {
    name: '1406 is taken for success',
    patches: [
      {
        file: 'rotation/apply/bring.ts',
        find: 'found ? await planAgain(context, successor) : context',
        replace: 'context',
      },
    ],
    caughtBy: /said unchanged, although the list had shown/u,
    guard: 'ORDER',
    from: 2,
    where: 'an older copy',
  },
];
