import type { PlantedBug } from '../bug.ts';

const NOT_BACK = /met an origin that refuses, and ended failed/u;

export const REFUSALS: readonly PlantedBug[] = [
  {
    name: 'an upload that the API failed at counts as not applied',
    patches: [
      {
        file: 'cloudflare/api-answer.ts',
        find: "return again('authentication', 'perhaps');",
        replace: "return again('authentication', 'no');",
      },
      {
        file: 'cloudflare/api-answer.ts',
        find: "if (error.passing) return again('transient', 'perhaps');",
        replace: "if (error.passing) return again('transient', status < 500 ? 'no' : 'perhaps');",
      },
    ],
    caughtBy: /sent an upload again that had taken effect/u,
    from: 0,
    where: 'a passing error at a write',
  },
  {
    name: 'an error of the API is a refusal',
    patches: [
      {
        file: 'cloudflare/api-answer.ts',
        find: "if (error.passing) return again('transient', 'perhaps');",
        replace: "if (error.passing && status >= 500) return again('transient', 'perhaps');",
      },
    ],
    caughtBy: NOT_BACK,
    from: 0,
    where: 'a passing error at a write',
  },
  {
    name: 'a refused look after the cut-over ends the run',
    patches: [
      {
        file: 'rotation/apply/watch.ts',
        find: 'if (writeRecord.cutOverAt === undefined) return',
        replace: 'if (writeRecord.cutOverAt !== Infinity) return',
      },
    ],
    caughtBy: NOT_BACK,
    from: 0,
    where: 'looks that are refused',
  },
  {
    name: 'no probe is made while no look is readable',
    patches: [
      {
        file: 'zone/watch-over.ts',
        find: 'if (blind >= BLIND) {',
        replace: 'if (blind >= BLIND && blind < 0) {',
      },
    ],
    caughtBy: NOT_BACK,
    from: 0,
    where: 'looks that are refused',
  },
  {
    name: 'a zone goes back to nothing but what was in force before',
    patches: [
      {
        file: 'rotation/roll-back/zone-way-back.ts',
        find: 'for (const { id } of await olderOnes(rollback, successor)) {',
        replace: 'for (const { id } of (await olderOnes(rollback, successor)).slice(0, 1)) {',
      },
    ],
    caughtBy: NOT_BACK,
    guard: 'BY_ID',
    from: 0,
    where: 'an older one that lives',
  },
  {
    name: 'what is in force and refused is unchanged',
    patches: [
      {
        file: 'rotation/roll-back/refused-in-force.ts',
        find: 'if (!wasRefused && (watched',
        replace: 'if (last.length >= 0 || (watched',
      },
    ],
    caughtBy: /run 2 met an origin that refuses, and ended (?:unchanged|failed)/u,
    guard: 'RESTART',
    from: 0,
    where: 'a killed run that left what is refused',
  },
  {
    name: 'what was watched for a while is told as it was before',
    patches: [
      {
        file: 'rotation/roll-back/refused-in-force.ts',
        find: "if (!refused()) return 'look again';",
        replace: "if (!refused()) return 'no';",
      },
    ],
    caughtBy: /said unchanged, but .* is not on the successor/u,
    from: 1_012_712,
    where: 'worlds with passing errors',
  },
  {
    name: 'what a killed run had moved is pointed back to any other certificate',
    patches: [
      {
        file: 'rotation/plan/came-before.ts',
        find: 'return !isOthers && precedes(one, target, own);',
        replace: 'return true;',
      },
    ],
    caughtBy: /which is not what it had before/u,
    from: 3,
    where: 'a killed run that left what is refused',
  },
  {
    name: 'a restart does not point back what a killed run had moved',
    patches: [
      {
        file: 'rotation/roll-back/refused-in-force.ts',
        find: 'const rows = hostnamesOn(observation, id)',
        replace: 'const rows = hostnamesOn(observation, news.code)',
      },
    ],
    caughtBy: /run 2 met an origin that refuses, and ended/u,
    from: 1,
    where: 'a killed run that left what is refused',
  },
  {
    name: 'a restart goes back only from what it saw refused at its first look',
    patches: [
      {
        file: 'rotation/roll-back/refused-in-force.ts',
        find: 'if (!sawRefusals(news) || world.stop.aborted) return [];',
        replace: 'if (rows.length >= 0) return [];',
      },
    ],
    caughtBy: /run 2 met an origin that refuses, and ended/u,
    from: 9,
    where: 'a run killed amid the cut-over to what is refused',
  },
  {
    name: 'hostnames that were pointed a short while ago are not watched',
    patches: [
      {
        file: 'rotation/roll-back/refused-in-force.ts',
        find: '(watched || served.length === 0 ||',
        replace: '(!watched || served.length === 0 ||',
      },
    ],
    caughtBy: /run 2 met an origin that refuses, and ended unchanged/u,
    from: 0,
    where: 'a run killed amid the cut-over to what is refused',
  },
  {
    name: 'what edges do not present yet is never taken back from a zone',
    patches: [
      {
        file: 'rotation/apply/bring.ts',
        find: "return adopt?.status === 'active' && !isYoung;",
        replace: "return adopt?.status === 'active';",
      },
    ],
    caughtBy: /met an origin that refuses, and ended failed/u,
    from: 17,
    where: 'a run killed amid the cut-over to what is refused',
  },
  {
    name: 'what was probed before others were waited for is not probed again',
    patches: [
      {
        file: 'rotation/apply/apply.ts',
        find: 'clock.monotonic() - verifiedAt <= FRESH',
        replace: 'clock.monotonic() >= verifiedAt',
      },
    ],
    caughtBy: /met an origin that refuses, and ended rotated/u,
    from: 0,
    where: 'an origin that begins to refuse while others are waited for',
  },
  {
    name: 'what was taken over and is refused is left behind',
    patches: [
      {
        file: 'rotation/roll-back/rollback-context.ts',
        find: 'if (uploaded !== undefined || adopted === undefined || !sawRefusals(news)) return uploaded;',
        replace:
          'if (adopted !== undefined || uploaded !== undefined || !sawRefusals(news)) return uploaded;',
      },
    ],
    caughtBy: /ended failed|left .* behind without a word/u,
    from: 1,
    where: 'a killed run that left what is refused',
  },
  {
    name: 'a restoring call that is refused is not made again',
    patches: [
      {
        file: 'zone/overtime.ts',
        find: "if (isOver || meaningOf(error) !== 'other') {",
        replace: "if (isOver || meaningOf(error) === 'other') {",
      },
    ],
    caughtBy: NOT_BACK,
    from: 0,
    where: 'a way back that is refused',
  },
  {
    name: 'what failed otherwise before goes back as soon as it is refused once',
    patches: [
      {
        file: 'rotation/roll-back/refused-in-force.ts',
        find: '(answered ? 0 : PROPAGATION)',
        replace: '0',
      },
    ],
    caughtBy: /which is not what it had before/u,
    from: 3_003_908,
    where: 'worlds with passing errors',
  },
];
