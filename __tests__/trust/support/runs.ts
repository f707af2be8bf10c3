import type { AskOpenSsl } from '../../../src/certificate/trust-reasons.ts';
import type { OriginDial } from '../../../src/probe/origin-dial.ts';
import { askOpenSsl } from '../../../src/world/openssl.ts';
import type { Made } from '../../certificate/support/certificates.ts';
import { pkcs8 } from '../../certificate/support/keys.ts';
import { createBox } from '../../main/support/box.ts';
import type { Box } from '../../main/support/box.ts';
import { pairOf, TOKEN } from '../../main/support/material.ts';
import { play } from '../../main/support/play.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';

/** A rotation to `leaf` at zone level, with `inForce` presented so far. */
export interface Rotation {
  readonly leaf: Made;
  readonly inForce?: Made | undefined;
  readonly clientCa?: string | undefined;
  /** Whether a check straight at the origin takes the certificate. */
  readonly origin?: 'admits' | 'refuses' | undefined;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly prepare?: (box: Box) => void;
}

export interface Rotated {
  readonly result: string | undefined;
  readonly errors: string;
  readonly warnings: string;
  readonly mutations: number;
  readonly box: Box;
}

const dialing =
  (origin: 'admits' | 'refuses'): OriginDial =>
  ({ certificate }) =>
    Promise.resolve(
      certificate === undefined || origin === 'refuses'
        ? { kind: 'tls-refused', alert: 'certificate required', phase: 'after-handshake' }
        : { kind: 'http', status: 200, headers: {}, body: 'hello' },
    );

/** Answers of the real OpenSSL, asked before: virtual time waits for nobody. */
async function askedBefore({ leaf, clientCa }: Rotation): Promise<AskOpenSsl> {
  const question = { leaf: leaf.pem, key: leaf.keys.privateKey };
  const alone = await askOpenSsl({ ...question, authorities: undefined });
  const within = clientCa === undefined ? alone : await askOpenSsl({ ...question, authorities: clientCa });
  return ({ authorities }) => Promise.resolve(authorities === undefined ? alone : within);
}

/** Plays the real `main`, as of now, since OpenSSL's clock is that of the machine. */
export async function rotate(rotation: Rotation): Promise<Rotated> {
  const { leaf, inForce, clientCa, origin, inputs, prepare } = rotation;
  const time = new VirtualTime(Date.now());
  const box = createBox(time, TOKEN);
  if (inForce !== undefined) {
    box.model.install(box.zone, 'zone', pairOf(inForce));
    box.model.setEnabled(box.zone, true);
  }
  prepare?.(box);
  const played = await play({
    inputs: {
      'api-token': TOKEN,
      zone: 'example.com',
      level: 'zone',
      certificate: leaf.pem,
      'private-key': pkcs8(leaf.keys),
      ...(clientCa === undefined ? {} : { 'client-ca': clientCa }),
      ...(origin === undefined ? {} : { origin: 'origin.example.net' }),
      ...inputs,
    },
    time,
    http: box.http,
    ...(origin === undefined ? {} : { dial: dialing(origin) }),
    askOpenSsl: await askedBefore(rotation),
  });
  return {
    result: played.outputs['result'],
    errors: played.annotated('error').join('\n'),
    warnings: played.annotated('warning').join('\n'),
    mutations: played.mutations.length,
    box,
  };
}
