import type { PlantedBug } from '../bug.ts';

export const CUT_OVER: readonly PlantedBug[] = [
  {
    name: 'a hostname is switched off by its association',
    patches: [
      {
        file: 'rotation/apply/associate.ts',
        find: '({ hostname, certificateId, enabled }));',
        replace: '({ hostname, certificateId, enabled: enabled && false }));',
      },
    ],
    caughtBy: /to false on the way/u,
    from: 6,
    where: 'worlds',
  },
  {
    name: 'all hostnames move at once, without a canary',
    patches: [
      {
        file: 'rotation/apply/cut-over.ts',
        find: 'moves.filter((move) => move.hostname === canary)',
        replace: 'moves.filter(() => canary !== undefined)',
      },
    ],
    caughtBy: /beyond the canary/u,
    from: 135,
    where: 'worlds',
  },
  {
    name: 'nobody looks whether the canary stayed where it was probed',
    patches: [
      {
        file: 'rotation/apply/cut-over.ts',
        find: '    await assertStillThere(context, active.id, proves);\n',
        replace: '',
      },
    ],
    caughtBy: /let others follow a canary that was pointed away/u,
    from: 0,
    where: 'a canary that strays while it is probed',
  },
  {
    name: 'what was moved is forgotten before the call',
    patches: [
      {
        file: 'rotation/apply/associate.ts',
        find: 'writeRecord.moved = perhaps ? [...before, ...moves] : before;',
        replace: '',
      },
    ],
    caughtBy: /said unchanged/u,
    from: 33,
    where: 'worlds',
  },
  {
    name: 'a dry run goes on',
    patches: [
      {
        file: 'rotation/rotate.ts',
        find: "if (decided.kind === 'rotate' && options.dryRun) return",
        replace: "if (decided.kind === 'rotate' && options.dryRun && decided.remove.length > 99) return",
      },
    ],
    caughtBy: /was a dry run and sent/u,
    from: 4,
    where: 'worlds',
  },

  {
    name: 'the first row of the answer to the association is taken for its own',
    patches: [
      {
        file: 'cloudflare/associations.ts',
        find: 'read: (result) => pickAssociations(result, wanted),',
        replace: 'read: (result) => pickAssociations(result, { has: () => wanted.size > 0 }),',
      },
      {
        file: 'rotation/apply/associate.ts',
        find: '  const hostnames = moves.map(({ hostname }) => hostname);\n  const look',
        replace:
          "  const rows = sent?.kind === 'applied' ? sent.value : [];\n  if (rows[0]?.status === 'active') return;\n  const hostnames = moves.map(({ hostname }) => hostname);\n  const look",
      },
    ],
    caughtBy: /beyond the canary/u,
    guard: 'SEEN',
    from: 0,
    where: 'slow associations',
  },
  {
    name: 'nobody reads whether an association came into force',
    patches: [
      {
        file: 'rotation/apply/associate.ts',
        find: '  if (unseen !== undefined) throw unseen.error;',
        replace: '',
      },
      {
        file: 'rotation/apply/check-hostnames-again.ts',
        find: 'if (strayed !== undefined)',
        replace: "if (strayed?.hostname === '')",
      },
    ],
    caughtBy: /said rotated, but .* is not on the successor/u,
    guard: 'SEEN',
    from: 3,
    where: 'a change that never succeeds',
  },
  {
    name: 'nobody reads whether the zone was switched on',
    patches: [
      {
        file: 'rotation/apply/cut-over.ts',
        find: '  if (unseen !== undefined) throw unseen.error;',
        replace: '',
      },
    ],
    caughtBy: /said rotated, but the zone is not switched on/u,
    from: 2,
    where: 'a change that never succeeds',
  },
  {
    name: 'the error of the last attempt is swallowed',
    patches: [
      {
        file: 'cloudflare/call.ts',
        find: "if (error !== undefined) return { kind: 'failed', error, doubt: doubt || (mistrusted && !stays) };",
        replace:
          "if (error !== undefined) return request.method === 'GET' ? { kind: 'failed', error, doubt: doubt || (mistrusted && !stays) } : { kind: 'done', value: undefined };",
      },
    ],
    caughtBy: /said "Cloudflare accepted the change", but it accepted no such call/u,
    from: 2,
    where: 'a change that never succeeds',
  },
];
