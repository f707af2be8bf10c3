import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { createBox } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import type { StageParts } from '../main/support/fake-stage.ts';
import { AUTHORITY, leafOf, pairOf, TOKEN } from '../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../main/support/play.ts';
import { createAuthorities, leaksOfTokens } from '../main/support/signing.ts';
import { createSignerNetwork } from '../support/signer-network.ts';
import type { Played } from '../main/support/play.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { ourSteps, resolved } from './support/workflow.ts';
import type { Contexts, Step } from './support/workflow.ts';

const [former, next, payments] = [leafOf('former'), leafOf('next'), leafOf('payments')];
const pem = (leaf: typeof next): string => pairOf(leaf).certificate + pairOf(leaf).privateKey;
const GITHUB_TOKEN = 'ghs_4XkPq7rT2mVb8sWd1fYz';

const contexts: Contexts = {
  secrets: {
    CLOUDFLARE_API_TOKEN: TOKEN,
    CLOUDFLARE_READ_TOKEN: TOKEN,
    ORIGIN_PULL_CERTIFICATE: pairOf(next).certificate,
    ORIGIN_PULL_KEY: pairOf(next).privateKey,
    ORIGIN_PULL_ZONE_PEM: pem(next),
    ORIGIN_PULL_PAYMENTS_PEM: pem(payments),
    ORIGIN_PULL_SHOP_PEM: pem(next),
    ORIGIN_PULL_BLOG_PEM: pem(payments),
    ORIGIN_PULL_AUTHORITY_KEY: pairOf(AUTHORITY).privateKey,
  },
  vars: {
    CLOUDFLARE_ZONE: 'example.com',
    ORIGIN_PULL_AUTHORITIES: AUTHORITY.pem,
    ORIGIN_PULL_AUTHORITY: AUTHORITY.pem,
    ORIGIN_ADDRESS: '192.0.2.7',
  },
  github: { token: GITHUB_TOKEN },
};

function only(steps: readonly Step[]): Step {
  const [step, ...more] = steps;
  if (step === undefined || more.length > 0) throw new Error('One step was expected.');
  return step;
}

/** Plays a step of an example over a zone that has been protected for a while. */
async function playStep(
  step: Step,
  more: Contexts = {},
  prepare: (box: Box) => void = inForce,
  parts: Partial<StageParts> = {},
): Promise<Played & { readonly box: Box }> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  prepare(box);
  const { inputs, env } = resolved(step, { ...contexts, ...more });
  const played = await play({ inputs, time, http: box.http, ...parts, env: { ...env, ...parts.env } });
  expect(flawsOf(played)).toEqual([]);
  expect(leaksOf(played, { keys: [next.keys.privateKey], texts: [TOKEN, GITHUB_TOKEN] })).toEqual([]);
  return { ...played, box };
}

function inForce({ model, zone }: Box): void {
  model.install(zone, 'zone', pairOf(former));
  model.setEnabled(zone, true);
}

const manifest = `zones:
  - zone: example.com
    targets:
      - level: zone
        certificate-env: SHOP_PEM
  - zone: blog.test
    targets:
      - level: zone
        certificate-env: BLOG_PEM
`;
const estate = (box: Box): void => {
  inForce(box);
  const blog = box.model.addZone({ name: 'blog.test' });
  box.model.install(blog, 'zone', pairOf(payments));
  box.model.setEnabled(blog, true);
};

/** A repository without an open issue, in which none is opened either. */
const nobodyComplains = (): ReturnType<NonNullable<StageParts['issues']>> => {
  const none = (): Promise<never> => Promise.reject(new Error('No issue is to be opened.'));
  return Promise.resolve({
    list: () => Promise.resolve([]),
    create: none,
    update: none,
    comment: none,
    self: () => Promise.resolve({}),
  });
};

/** An example without any key: a dry run, which signs nothing, and a run. */
async function playSigned(example: string): Promise<void> {
  const { authority, tls } = await createAuthorities();
  const step = only(ourSteps(example));
  const time = new VirtualTime(NOW);
  const network = createSignerNetwork({
    authority,
    tls,
    names: ['example.com'],
    now: () => time.now,
    runnerTrusts: true,
  });
  const vars = {
    ...contexts.vars,
    ORIGIN_PULL_AUTHORITIES: AUTHORITY.pem + authority.certificate,
    STEP_CA_FINGERPRINT: network.stepCa.fingerprint,
  };
  const parts = { connectToSigner: network.connect, issues: nobodyComplains, env: network.env };
  const planned = await playStep(step, { vars, inputs: { 'dry-run': true } }, inForce, parts);
  expect(planned.outputs['result']).toBe('planned');
  expect(network.github.given).toHaveLength(1);
  const ended = await playStep(step, { vars }, inForce, parts);
  expect(ended.outputs).toMatchObject({ result: 'rotated', changed: 'true' });
  expect(leaksOfTokens(ended, network.tokens())).toEqual([]);
}

describe('the example', () => {
  const played: Readonly<Record<string, () => Promise<void>>> = {
    'rotate-on-release.yml': async () => {
      const ended = await playStep(only(ourSteps('rotate-on-release.yml')));
      expect(ended.outputs).toMatchObject({ result: 'rotated', changed: 'true' });
    },
    'dispatch-with-choices.yml': async () => {
      const step = only(ourSteps('dispatch-with-choices.yml'));
      const first = { level: 'hostname', hostnames: 'api.example.com', 'dry-run': true };
      const planned = await playStep(step, { inputs: first });
      expect(planned.outputs['result']).toBe('planned');
      expect(planned.mutations).toEqual([]);
      const done = await playStep(step, { inputs: { ...first, 'dry-run': false } });
      expect(done.outputs['result']).toBe('rotated');
      const zone = await playStep(step, { inputs: { level: 'zone', hostnames: '', 'dry-run': false } });
      expect(zone.outputs['result']).toBe('rotated');
    },
    'first-set-up.yml': async () => {
      const ended = await playStep(only(ourSteps('first-set-up.yml')), {}, () => undefined);
      expect(ended.outputs).toMatchObject({ result: 'rotated', 'previous-certificate-ids': '' });
      expect(ended.box.zone.enabled.at(ended.box.model.now())).toBe(true);
    },
    'weekly-status.yml': async () => {
      const issues: unknown[] = [];
      const client = {
        list: () => Promise.resolve([]),
        create: (issue: unknown) => Promise.resolve(issues.push(issue)),
        update: () => Promise.resolve({}),
        comment: () => Promise.resolve({}),
        self: () => Promise.resolve({}),
      };
      const soon = leafOf('soon', { to: NOW + 20 * 86_400_000 });
      const ended = await playStep(
        only(ourSteps('weekly-status.yml')),
        {},
        ({ model, zone }) => {
          model.install(zone, 'zone', pairOf(soon));
          model.setEnabled(zone, true);
        },
        {
          issues: () => Promise.resolve(client),
          context: { repository: 'acme/site' },
        },
      );
      expect(ended.outputs['result']).toBe('due');
      expect(ended.mutations).toEqual([]);
      expect(issues).toHaveLength(1);
    },
    'unattended.yml': async () => {
      const step = only(ourSteps('unattended.yml'));
      const scheduled = await playStep(step, {}, inForce, { issues: nobodyComplains });
      expect(scheduled.outputs).toMatchObject({ result: 'rotated', changed: 'true' });
      expect(scheduled.summary).toContain('Next renewal');
      const byHand = await playStep(step, { inputs: { renew: 'always' } }, inForce, {
        issues: nobodyComplains,
      });
      expect(byHand.outputs['result']).toBe('rotated');
    },
    'unattended-vault.yml': () => playSigned('unattended-vault.yml'),
    'unattended-step-ca.yml': () => playSigned('unattended-step-ca.yml'),
    'unattended-estate.yml': async () => {
      const ended = await playStep(
        only(ourSteps('unattended-estate.yml')),
        {},
        (box) => {
          inForce(box);
          box.model.addZone({ name: 'example.org' });
        },
        { issues: nobodyComplains },
      );
      expect(ended.outputs['result']).toBe('rotated');
      expect(ended.summary).toContain('shop.example.org');
    },
    'disable.yml': async () => {
      const ended = await playStep(
        only(ourSteps('disable.yml')),
        { inputs: { hostnames: 'www.example.com', mode: 'withdraw' } },
        (box) => {
          inForce(box);
          const id = box.model.install(box.zone, 'hostname', pairOf(payments));
          box.model.associate(box.zone, 'www.example.com', id, true);
        },
        { dial: () => Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' }) },
      );
      expect(ended.outputs['result']).toBe('disabled');
    },
    'specialised-certificates.yml': async () => {
      const ended = await playStep(only(ourSteps('specialised-certificates.yml')));
      expect(ended.outputs['result']).toBe('rotated');
      expect(ended.summary).toContain('payments.example.com');
    },
    'estate-by-matrix.yml': async () => {
      const [due, rotate] = ourSteps('estate-by-matrix.yml');
      if (due === undefined || rotate === undefined) throw new Error('Two steps were expected.');
      const files = { 'origin-pulls.yml': manifest };
      const looked = await playStep(due, {}, estate, { files });
      expect(looked.outputs['result']).toBe('due');
      const { include }: { readonly include: readonly { readonly zone: string }[] } = JSON.parse(
        looked.outputs['matrix'] ?? '',
      );
      expect(include.map(({ zone }) => zone)).toEqual(['example.com']);
      for (const { zone } of include) {
        const ended = await playStep(rotate, { matrix: { zone } }, estate, { files });
        expect(ended.outputs['result']).toBe('rotated');
      }
    },
  };

  test.each(Object.entries(played))('%s does what it says with the inputs it gives', async (_, playIt) => {
    await expect(playIt()).resolves.toBeUndefined();
  });

  test('is played, whichever it is', () => {
    const all = readdirSync(new URL('../../examples', import.meta.url));
    // It needs the box in a process of its own: sandbox/serve-action.test.ts plays it.
    expect([...Object.keys(played), 'try-in-sandbox.yml'].toSorted()).toEqual(all.toSorted());
  });
});
