import type { Random } from './random.ts';

/**
 * Whatever is unknown, inferred or optional about the real API, as a switch. The first choice of
 * each is the default: the behaviour thought most likely.
 */
export const variantChoices = {
  /** What becomes of an upload. `deployment_timed_out` is documented, when it occurs is not. */
  deployment: ['plain', 'initializing-first', 'flap', 'times-out'],
  /** Whether a `deployment_timed_out` certificate becomes active after all. */
  deploymentTimeoutRecovers: ['never', 'later'],
  /** What becomes of an accepted DELETE; `ignored` answers yes and keeps the certificate. */
  deletion: ['plain', 'times-out', 'ignored'],
  /** Whether edges still send a certificate whose deletion timed out. */
  timedOutDeletionServes: [true, false],
  /** What the zone level presents after its newest certificate was deleted. */
  zoneFallback: ['older', 'nothing'],
  /** What the zone level presents when it is on without a certificate: fall through, or the shared one. */
  enabledWithoutCertificate: ['fall-through', 'shared'],
  /** What is presented when the certificate of an association in effect is gone. */
  danglingAssociation: ['none', 'zone'],
  /** `uploaded_on` of an id revived by uploading the same certificate again. */
  revivedUploadedOn: ['renewed', 'kept'],
  /** Whether a revived certificate counts as the most recently deployed one. */
  revivedDeployOrder: ['newest', 'original'],
  /** Whether 1406 knows one certificate per level or one per zone. */
  duplicateScope: ['level', 'zone'],
  /** Whether a zone-level certificate may be deleted while it is pending deployment. */
  zoneDeleteWhilePending: ['1434', 'accepted'],
  /** What an id of the other level is called. */
  otherLevelId: ['1415', 'not-found'],
  /** Code of a hostname certificate that is not there (404). */
  hostnameNotFound: [1551, 1552],
  /** Whether deleted certificates count against the quota of 10. */
  quotaCountsTombstones: [false, true],
  /** Whether `deleted` and `pending_deletion` certificates are kept out of the list. */
  tombstonesInList: [false, true],
  /** Whether a voided association that is gone stays in the list of all as `deleted`. */
  deletedAssociationsListed: [false, true],
  /** Whether a voided association ever goes away; `never` locks its certificate with 1433. */
  voidClears: ['after-linger', 'never'],
  /** What a PUT with one wrong item leaves behind. */
  invalidPut: ['nothing', 'part'],
  /** Rows of the PUT answer. */
  putAnswer: ['whole-zone', 'own-last', 'own-only'],
  /** Whether the list of associations exists for this token and API version. */
  associationList: ['available', 'status-403', 'status-404', 'status-405'],
  /** Ids as 32 hex digits or as UUIDs. */
  ids: ['uuid', 'hex'],
  /** Fraction digits of timestamps. */
  fractionDigits: [6, 0, 3, 9],
  /** Serial number at zone level, which the schema does not have. */
  zoneSerialNumber: ['decimal', 'absent'],
  /** How the certificate's text comes back. */
  certificateText: ['lf', 'crlf', 'extra-newline', 'wide', 'one-line'],
  /** An empty list: `null` at zone level and `[]` per hostname, or the other way round. */
  emptyList: ['as-seen', 'swapped'],
  /** Leaf and intermediate in one upload. */
  chainUpload: ['1412', 'leaf-kept', 'whole-kept'],
  ed25519Upload: ['refused', 'accepted'],
  expiredUpload: ['refused', 'accepted'],
  /** A hostname that is neither below the zone's name nor one of its custom hostnames. */
  hostnameOutsideZone: ['refused', 'accepted'],
  /** The codes nobody has seen yet: two sets of them. */
  unknownCodes: ['first', 'second'],
  /** HTTP status of an authentication error. */
  authStatus: [403, 401],
  /** HTTP status of a malformed zone id. */
  badZoneStatus: [400, 404],
  /** `GET /zones` without Zone: Read. */
  zonesWithoutPermission: ['empty', 'forbidden'],
  /** Form of Retry-After. */
  retryAfter: ['seconds', 'date'],
  /** Which changes of a zone exclude each other: uploads and deletions at zone level, or all. */
  conflictScope: ['zone-level', 'every-change'],
  /** An upload while its tombstone is `pending_deletion`: refused, alive again, or accepted and gone all the same. */
  tombstoneUpload: ['1406', 'revives', 'dies'],
  /** DELETE of a hostname certificate that is `deleted` already. */
  deletedAgain: ['1414', 'not-found'],
  /** DELETE of a hostname certificate by something that is no id. */
  malformedId: ['1415', 'not-found'],
  /** Whether a re-pointed hostname keeps a row for the certificate it left: none, `deleted`, or first on its way out. */
  formerAssociation: ['none', 'deleted', 'leaving'],
  /** When a void is seen: at once, or only once it has settled. */
  voidShown: ['at-once', 'once-settled'],
  /** What is left by its id of a certificate that vanished under an association. */
  vanishedCertificate: ['deleted', 'unreadable'],
  /** Rows of a page of associations: as many as asked for, or never more than fifty. */
  associationPages: ['asked', 'fifty'],
  /** Whether a list of associations says how many there are. */
  pageInfo: ['whole', 'absent'],
  /** How a zone with an internationalised name is called, however it was asked for. */
  idnNames: ['unicode', 'punycode'],
  /** A well-formed token that nobody knows. */
  unknownToken: [10_000, 9109],
} as const satisfies Record<string, readonly [unknown, unknown, ...unknown[]]>;

export type VariantName = keyof typeof variantChoices;
export type Variants = { readonly [Name in VariantName]: (typeof variantChoices)[Name][number] };

export const variantNames: readonly VariantName[] = Object.keys(variantChoices).filter(isVariantName);

function isVariantName(name: string): name is VariantName {
  return Object.hasOwn(variantChoices, name);
}

function choose(pickFrom: <T>(choices: readonly [T, ...T[]]) => T): Variants {
  const c = variantChoices;
  return {
    deployment: pickFrom(c.deployment),
    deploymentTimeoutRecovers: pickFrom(c.deploymentTimeoutRecovers),
    deletion: pickFrom(c.deletion),
    timedOutDeletionServes: pickFrom(c.timedOutDeletionServes),
    zoneFallback: pickFrom(c.zoneFallback),
    enabledWithoutCertificate: pickFrom(c.enabledWithoutCertificate),
    danglingAssociation: pickFrom(c.danglingAssociation),
    revivedUploadedOn: pickFrom(c.revivedUploadedOn),
    revivedDeployOrder: pickFrom(c.revivedDeployOrder),
    duplicateScope: pickFrom(c.duplicateScope),
    zoneDeleteWhilePending: pickFrom(c.zoneDeleteWhilePending),
    otherLevelId: pickFrom(c.otherLevelId),
    hostnameNotFound: pickFrom(c.hostnameNotFound),
    quotaCountsTombstones: pickFrom(c.quotaCountsTombstones),
    tombstonesInList: pickFrom(c.tombstonesInList),
    deletedAssociationsListed: pickFrom(c.deletedAssociationsListed),
    voidClears: pickFrom(c.voidClears),
    invalidPut: pickFrom(c.invalidPut),
    putAnswer: pickFrom(c.putAnswer),
    associationList: pickFrom(c.associationList),
    ids: pickFrom(c.ids),
    fractionDigits: pickFrom(c.fractionDigits),
    zoneSerialNumber: pickFrom(c.zoneSerialNumber),
    certificateText: pickFrom(c.certificateText),
    emptyList: pickFrom(c.emptyList),
    chainUpload: pickFrom(c.chainUpload),
    ed25519Upload: pickFrom(c.ed25519Upload),
    expiredUpload: pickFrom(c.expiredUpload),
    hostnameOutsideZone: pickFrom(c.hostnameOutsideZone),
    unknownCodes: pickFrom(c.unknownCodes),
    authStatus: pickFrom(c.authStatus),
    badZoneStatus: pickFrom(c.badZoneStatus),
    zonesWithoutPermission: pickFrom(c.zonesWithoutPermission),
    retryAfter: pickFrom(c.retryAfter),
    // Later ones come last, so that a seed keeps what it picked before.
    conflictScope: pickFrom(c.conflictScope),
    tombstoneUpload: pickFrom(c.tombstoneUpload),
    deletedAgain: pickFrom(c.deletedAgain),
    malformedId: pickFrom(c.malformedId),
    formerAssociation: pickFrom(c.formerAssociation),
    voidShown: pickFrom(c.voidShown),
    vanishedCertificate: pickFrom(c.vanishedCertificate),
    associationPages: pickFrom(c.associationPages),
    pageInfo: pickFrom(c.pageInfo),
    idnNames: pickFrom(c.idnNames),
    unknownToken: pickFrom(c.unknownToken),
  };
}

export const defaultVariants: Variants = choose((choices) => choices[0]);

/** A whole set of variants from a seed; `fixed` ones are not left to it. */
export function pickVariants(random: Random, fixed: Partial<Variants> = {}): Variants {
  return { ...choose(random.pick), ...fixed };
}
