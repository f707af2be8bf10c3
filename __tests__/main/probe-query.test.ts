import { expect, test } from '@jest/globals';
import { run } from '../operations/support/run.ts';
import type { Scene } from '../operations/support/run.ts';
import { host, live, page, REFUSED, zone } from '../rotation/support/scenes.ts';

const SIGNATURE = 'Xk92-sessionTOKEN-77aZ';
const onZone = `https://api.example.com/health?sig=${SIGNATURE}`;
const onHost = `https://www.example.com/health?sig=${SIGNATURE}`;
const rotated = { ...zone, 'probe-urls': onZone };
const disabled = {
  operation: 'disable',
  level: 'zone',
  'accept-unauthenticated': 'true',
  'probe-urls': onZone,
};
/** Well before the run, and no longer once it has changed something. */
const untilChanged: Scene['site'] = (box) => () =>
  [...live(box, 'zone'), ...live(box, 'hostname')].length > 3 || box.zone.enabled.at(box.model.now()) !== true
    ? page(400, REFUSED)
    : page(200);

/** Each of them talks about the probe in words of its own. */
test.each<readonly [string, Scene, string]>([
  ['all is well', { inputs: rotated }, 'rotated'],
  ['the baseline fails', { inputs: rotated, site: () => () => page(500) }, 'BASELINE_FAILING'],
  ['the baseline proves nothing', { inputs: rotated, site: () => () => page(302) }, 'PROBE_PROVES_NOTHING'],
  [
    'the baseline lacks a certificate',
    { inputs: rotated, site: () => () => page(400, REFUSED) },
    'BASELINE_LACKS_CERTIFICATE',
  ],
  ['visitors are refused afterwards', { inputs: rotated, site: untilChanged }, 'rolled-back'],
  ['the probe is blind', { inputs: { ...rotated, 'probe-urls': onHost } }, 'PROBE_SEES_OTHER_CERTIFICATE'],
  [
    'the probe is outside',
    { inputs: { ...host, hostnames: '', replace: 'two', 'probe-urls': onZone } },
    'PROBE_OUTSIDE_TARGET',
  ],
  ['switching off: all is well', { inputs: disabled }, 'disabled'],
  [
    'switching off: the baseline fails',
    { inputs: disabled, site: () => () => page(500) },
    'BASELINE_FAILING',
  ],
  [
    'switching off: it proves nothing',
    { inputs: disabled, site: () => () => page(302) },
    'PROBE_PROVES_NOTHING',
  ],
  [
    'switching off: it lacks a certificate',
    { inputs: disabled, site: () => () => page(400, REFUSED) },
    'BASELINE_LACKS_CERTIFICATE',
  ],
  ['switching off: visitors are refused', { inputs: disabled, site: untilChanged }, 'rolled-back'],
  [
    'switching off: the probe is blind',
    { inputs: { ...disabled, 'probe-urls': onHost } },
    'PROBE_SEES_OTHER_CERTIFICATE',
  ],
])('the query of a probed URL is shown nowhere: %s', async (_, scene, expected) => {
  const ids =
    scene.inputs['replace'] === 'two' ? (await run({ inputs: { operation: 'status' } })).ids : undefined;
  const inputs = ids === undefined ? scene.inputs : { ...scene.inputs, replace: ids.two };
  const { stage, outputs, summary } = await run({ ...scene, inputs });
  const seen = [stage.stdout(), JSON.stringify(outputs), summary, stage.summaries.join('\n')];
  expect(seen.join('\n')).toContain(expected);
  for (const text of seen) expect(text).not.toContain(SIGNATURE);
});
