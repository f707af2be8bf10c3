import { playSeed } from '../play.ts';
import type { HuntName } from './bug.ts';
import { amidBadNews, cancelled, endlessFault, hanging } from './hunts/endings.ts';
import { fleet, zoneScenes } from './hunts/fleet.ts';
import { issuedIsDeleted, issuing, year } from './hunts/issuing.ts';
import * as knowledge from './hunts/knowledge.ts';
import { edgeAnswers, failsAfterDeletion, refusingOrigin } from './hunts/probes.ts';
import * as quiet from './hunts/quiet.ts';
import * as refusals from './hunts/refusals.ts';
import type { Hunt } from './hunts/scene.ts';
import { redirectingServer } from './hunts/wire.ts';
import * as zone from './hunts/zone.ts';

export type Hunts = Readonly<Record<HuntName, Hunt>>;

/** Where a bug may show; each world is told by its number alone. */
export const HUNTS: Hunts = {
  'a year unattended': year,
  'worlds that issue': issuing,
  worlds: async (nth, cast) => await playSeed(nth, cast, false, 1),
  'worlds with passing errors': async (nth, cast) => await playSeed(nth, cast, false, 4),
  'whole runs': async (nth, cast) => await playSeed(nth, cast, true, 1),
  'two runs at once': knowledge.together,
  'other line breaks': knowledge.lineBreaks,
  'the same serial number': knowledge.namesakes,
  'a list that lags': knowledge.laggingList,
  'an older copy': knowledge.olderCopy,
  'a stranger': knowledge.stranger,
  'a predecessor taken into use': knowledge.takenIntoUse,
  'slow associations': knowledge.slowAssociations,
  'a hostname that strays': quiet.strayed,
  'a neighbour on its way': quiet.slowNeighbour,
  'a neighbour that has just moved': quiet.restlessNeighbour,
  'neighbours that nobody lists': quiet.unlistedNeighbour,
  'a neighbour on what is taken back': quiet.takenBack,
  'a canary that strays while it is probed': quiet.strayedCanary,
  'two zone-level runs that both delete': zone.bothDelete,
  'two that delete, and a reason to upload nothing again': zone.bothDeleteForGood,
  'what was issued is deleted meanwhile': issuedIsDeleted,
  'an upload that is born again': zone.reborn,
  'two uploads at about the same time': zone.together,
  'a clock a day ahead': knowledge.clockAhead,
  'an origin that refuses': refusingOrigin,
  'a passing error at a write': refusals.passingErrors,
  'looks that are refused': refusals.refusedLooks,
  'a way back that is refused': refusals.refusedWayBack,
  'an older one that lives': refusals.olderLives,
  'a killed run that left what is refused': refusals.killedAndRefused,
  'a run killed amid the cut-over to what is refused': refusals.killedAmidCutOver,
  'an origin that begins to refuse while others are waited for': refusals.refusesLater,
  'an edge that answers itself': edgeAnswers,
  'a site that fails after a deletion': failsAfterDeletion,
  'a change that never succeeds': endlessFault,
  'a cancel at any call': cancelled,
  'a cancel while a change hangs': hanging,
  'a cancel amid bad news': amidBadNews,
  'a server that redirects': redirectingServer,
  'zones with several targets': fleet,
  ...zoneScenes,
};
