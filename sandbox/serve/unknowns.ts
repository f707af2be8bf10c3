import {
  createRandom,
  defaultVariants,
  pickVariants,
  variantNames,
  type ModelEvent,
  type VariantName,
  type Variants,
} from '../model/index.ts';
import type { Unknowns } from './options.ts';

/**
 * How this box plays what nobody knows about Cloudflare: the likely way, or whatever the seed picks.
 * The list of associations stays available, and an upload does become active: without these there is
 * nothing to try.
 */
export function variantsFor(unknowns: Unknowns, seed: number): Variants {
  switch (unknowns) {
    case 'kind':
    case 'usual':
      return defaultVariants;
    case 'hostile':
      return pickVariants(createRandom(seed), { associationList: 'available', deployment: 'flap' });
  }
}

/** The unknowns that are not played the likely way, as `name=value`. */
export function unlikely(variants: Variants): readonly string[] {
  return variantNames
    .filter((name) => variants[name] !== defaultVariants[name])
    .map((name) => `${name}=${String(variants[name])}`);
}

const touched: Readonly<Record<ModelEvent['kind'], readonly VariantName[]>> = {
  'certificate-uploaded': ['deployment', 'chainUpload'],
  'certificate-revived': ['tombstoneUpload', 'revivedUploadedOn', 'revivedDeployOrder'],
  'certificate-deleted': ['deletion', 'zoneFallback', 'danglingAssociation'],
  'association-set': ['putAnswer', 'formerAssociation', 'voidShown', 'voidClears'],
  'setting-set': ['enabledWithoutCertificate'],
};

/** The unknowns that a change brings into play, as `name=value`. */
export function unknownsOf(event: ModelEvent, variants: Variants): readonly string[] {
  return touched[event.kind].map((name) => `${name}=${String(variants[name])}`);
}
