import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import type { Box } from '../main/support/box.ts';
import { refusal, run } from './support/run.ts';
import type { Ended } from './support/run.ts';

const ASSOCIATIONS = /\/origin_tls_client_auth\/hostnames$/u;
const NO_HOSTNAME = 'The hostname does not belong to this zone.';

interface Part {
  readonly mode: 'off' | 'withdraw';
  /** What the refused call did all the same. */
  readonly applied: (box: Box, id: string) => void;
  /** What reading a hostname by its name comes to; the model's own answer by default. */
  readonly read?: HttpAnswer;
}

/** Cloudflare refuses the call for two hostnames. */
function refused({ mode, applied, read }: Part): Promise<Ended> {
  return run({
    inputs: {
      operation: 'disable',
      level: 'hostname',
      hostnames: 'www.example.com,api.example.com',
      mode,
      'accept-unauthenticated': 'true',
    },
    prepare: (box, ids) => box.model.associate(box.zone, 'api.example.com', ids.two, true),
    instead: ({ method, url }, box, ids) => {
      if (method === 'PUT' && ASSOCIATIONS.test(url)) {
        applied(box, ids.two);
        return refusal(400, 1431, NO_HOSTNAME);
      }
      return url.endsWith('/hostnames/www.example.com') ? read : undefined;
    },
  });
}

describe('where Cloudflare refuses a call for several hostnames', () => {
  test('and applied none of it, nothing was changed', async () => {
    const ended = await refused({ mode: 'off', applied: () => undefined });
    expect(ended.outputs['changed']).toBe('false');
    expect(ended.errors).toContain('Nothing was changed.');
    expect(ended.errors).not.toContain('all the same');
  });

  test('and applied a part of it, that is said', async () => {
    const ended = await refused({
      mode: 'off',
      applied: (box, id) => box.model.associate(box.zone, 'www.example.com', id, false),
    });
    expect(ended.result).toBe('failed');
    expect(ended.outputs['changed']).toBe('true');
    expect(ended.errors).toContain('It was applied to www.example.com nevertheless.');
    expect(ended.errors).not.toContain('Nothing was changed');
  });

  test('and it cannot be read whether a part was applied, something may have been', async () => {
    const ended = await refused({
      mode: 'off',
      applied: () => undefined,
      read: refusal(403, 10_000, 'Authentication error'),
    });
    expect(ended.outputs['changed']).toBe('true');
    expect(ended.errors).toContain(NO_HOSTNAME);
    expect(ended.errors).not.toContain('Nothing was changed');
  });

  test('and withdrew one, that is said', async () => {
    const ended = await refused({
      mode: 'withdraw',
      applied: (box) => {
        box.zone.associations.delete('www.example.com');
      },
    });
    expect(ended.outputs['changed']).toBe('true');
    expect(ended.errors).toContain('It was applied to www.example.com nevertheless.');
  });
});
