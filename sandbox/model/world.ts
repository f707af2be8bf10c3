import { draw, type Timings } from './timings.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { Random } from './random.ts';
import type { Level, Zone } from './state.ts';
import type { Variants } from './variants.ts';

/** Something that changed what the API or the edges will say, now or later. */
export type ModelEvent =
  | {
      readonly kind: 'certificate-uploaded' | 'certificate-revived' | 'certificate-deleted';
      readonly at: number;
      readonly zoneId: string;
      readonly level: Level;
      readonly certificateId: string;
    }
  | {
      readonly kind: 'association-set';
      readonly at: number;
      readonly zoneId: string;
      readonly hostname: string;
      readonly certificateId: string;
      readonly enabled: boolean | null;
    }
  | {
      readonly kind: 'setting-set';
      readonly at: number;
      readonly zoneId: string;
      readonly setting: 'enabled' | 'ssl' | 'tls_client_auth';
      readonly value: string;
    };

/** What every operation of the box works on. */
export interface World {
  readonly random: Random;
  readonly zones: Map<string, Zone>;
  variants: Variants;
  timings: Timings;
  /** Counts deployments, so that two in one millisecond still have an order. */
  sequence: number;
  readonly emit: (event: ModelEvent) => void;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: CatalogueEntry };

export const done = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = <T>(error: CatalogueEntry): Result<T> => ({ ok: false, error });

/** How long something takes on this occasion, in milliseconds. */
export function span(world: World, name: keyof Timings): number {
  return draw(world.timings[name], world.random);
}

export function newId(world: World): string {
  const hex = world.random.hex(32);
  if (world.variants.ids === 'hex') return hex;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
