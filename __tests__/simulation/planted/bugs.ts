import type { PlantedBug } from './bug.ts';
import { UPLOAD } from './bugs/upload.ts';
import { ACTIVATION } from './bugs/activation.ts';
import { DELETION } from './bugs/deletion.ts';
import { CANCEL } from './bugs/cancel.ts';
import { CUT_OVER } from './bugs/cut-over.ts';
import { FLEET } from './bugs/fleet.ts';
import { ISSUING } from './bugs/issuing.ts';
import { PROBING } from './bugs/probing.ts';
import { QUIET_ZONE } from './bugs/quiet.ts';
import { REFUSALS } from './bugs/refusals.ts';
import { AFTER_DELETION, ZONE_LEVEL } from './bugs/zone.ts';
import { ROLL_BACK } from './bugs/roll-back.ts';
import { PUBLISHING } from './bugs/publishing.ts';

/** Each would cost somebody a visitor, a certificate or a secret. */
export const BUGS: readonly PlantedBug[] = [
  ...UPLOAD,
  ...ACTIVATION,
  ...DELETION,
  ...QUIET_ZONE,
  ...ZONE_LEVEL,
  ...AFTER_DELETION,
  ...CUT_OVER,
  ...ROLL_BACK,
  ...REFUSALS,
  ...PROBING,
  ...CANCEL,
  ...PUBLISHING,
  ...ISSUING,
  ...FLEET,
];
