import type { PlantedBug } from '../bug.ts';

const where = 'a year unattended';

export const ISSUING: readonly PlantedBug[] = [
  {
    name: 'a certificate is issued every day',
    patches: [
      {
        file: 'rotation/issue/choose.ts',
        find: 'if (due > now) return',
        replace: "if (due > now && latest.status !== 'active') return",
      },
    ],
    caughtBy: /was not due before/u,
    from: 0,
    where,
  },
  {
    name: 'renewals go by the clock of the runner',
    patches: [
      {
        file: 'rotation/issue/settle.ts',
        find: 'const now = (): number => world.api.serverNow();',
        replace: 'const now = (): number => world.clock.wall();',
      },
      {
        file: 'fleet/open-world.ts',
        find: 'wall: (): number => api.serverNow()',
        replace: 'wall: (): number => parts.clock.wall()',
      },
    ],
    caughtBy: /a visitor of .* failed|was not due before/u,
    from: 12,
    where,
  },
  {
    name: "another target's certificate is taken for its own",
    patches: [
      {
        file: 'issue/identity.ts',
        find: 'return subject === subjectOf(identity) && subjectAltName === undefined;',
        replace: "return subject !== '' && subjectAltName === undefined && subjectOf(identity) !== '';",
      },
    ],
    caughtBy: /another certificate is presented/u,
    from: 0,
    where,
  },
  {
    name: 'of two that were issued the older is kept, and the newest deleted',
    patches: [
      {
        file: 'zone/inventory.ts',
        find: 'return own.toSorted((a, b) => compareUploads(b, a));',
        replace: 'return own.toSorted((a, b) => compareUploads(a, b));',
      },
      {
        file: 'rotation/plan/succession.ts',
        find: 'compareUploads(one, own) < 0);',
        replace: 'compareUploads(one, own) > 0);',
      },
    ],
    caughtBy: /was not due before/u,
    from: 1,
    where,
  },
  {
    name: 'what a killed run had uploaded is never finished',
    patches: [
      {
        file: 'rotation/issue/choose.ts',
        find: 'if (why !== undefined) return issueFor(why);',
        replace:
          "if (why !== undefined || !isUsed(observation, latest)) return issueFor('it is another run\u2019s');",
      },
    ],
    caughtBy: /was not due before|orphans/u,
    from: 90,
    where,
  },
  {
    name: 'a signer is asked for what the quota has no room for',
    patches: [
      {
        file: 'rotation/plan/check-hostnames.ts',
        find: 'target.issuing !== undefined && !roomIsMade',
        replace: 'target.issuing === undefined && !roomIsMade',
      },
    ],
    caughtBy: /no room/u,
    from: 39,
    where: 'worlds that issue',
  },
  {
    name: 'what was taken over and is refused stays for the next run',
    patches: [
      {
        file: 'rotation/roll-back/rollback-context.ts',
        find: '!sawRefusals(news)) return uploaded;',
        replace: 'news.code.length > 0) return uploaded;',
      },
    ],
    caughtBy: /which is refused, though it could go back|went back from .* and left it without a word/u,
    from: 271,
    where: 'worlds that issue',
  },
  {
    name: 'refused in force is not due',
    patches: [
      {
        file: 'rotation/issue/choose.ts',
        find: 'return refused\n',
        replace: 'return refused && leaf.notAfter <= now\n',
      },
    ],
    caughtBy: /visitors are refused with/u,
    from: 4,
    where: 'worlds that issue',
  },
  {
    name: 'what an earlier run left unused is never removed, so that there is a second',
    patches: [
      {
        file: 'rotation/issue/choose.ts',
        find: 'return originGiven && mayGo(observation, own) ? own : undefined;',
        replace: 'return originGiven && mayGo(observation, own) ? undefined : undefined;',
      },
    ],
    caughtBy: /which an earlier run had left unused/u,
    from: 95,
    where: 'worlds that issue',
  },
  {
    name: 'where the quota is full, what was begun is not finished first',
    patches: [
      {
        file: 'rotation/issue/settle.ts',
        find: 'isFull(renewed.decided) && choice.isDue === true',
        replace: 'isFull(renewed.decided) && choice.isDue === undefined',
      },
    ],
    caughtBy: /3 runs after the faults, .*The zone already has 10/u,
    from: 292,
    where: 'worlds that issue',
  },
  {
    name: 'what is to settle which is in force comes too soon for its date to tell',
    patches: [
      {
        file: 'rotation/apply/activation.ts',
        find: 'await untilDatesTell(context);',
        replace: 'void untilDatesTell;',
      },
    ],
    caughtBy: /the run with nothing to do wrote 1 times/u,
    from: 910050,
    where: 'worlds that issue',
  },
  {
    name: 'what no hostname of the target is on any more is taken over',
    patches: [
      {
        file: 'rotation/issue/choose.ts',
        find: 'return wasLeft ?',
        replace: 'return wasLeft && issuing.originGiven ?',
      },
    ],
    caughtBy: /2 runs after the faults, .* is not on the what was issued/u,
    from: 930876,
    where: 'worlds that issue',
  },
  {
    name: 'a Vault token is left open',
    patches: [{ file: 'issue/signers/vault.ts', find: 'await revoke(vault, fresh);', replace: '' }],
    caughtBy: /left a token of Vault open/u,
    from: 0,
    where: 'worlds that issue',
  },
];
