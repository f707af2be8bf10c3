/** The model without sockets: what both the HTTP server and a simulation on virtual time drive. */
export { fullToken, type Token } from './access.ts';
export { readCertificate, type CertificateFacts } from './certificate-text.ts';
export {
  changesBetween,
  createEdge,
  inUseAt,
  presentedAt,
  zoneOf,
  type Edge,
  type Presented,
} from './edge.ts';
export { createModel, type Model, type ModelAnswer, type ModelOptions, type ZoneOptions } from './model.ts';
export { createRandom, hash, type Random } from './random.ts';
export { liveRateLimit, type RateLimitSettings } from './rate-limit.ts';
export { requestTo, type ApiAnswer, type ApiRequest } from './request.ts';
export type { AssociationRecord, CertificateRecord, Level, SslMode, Status, Zone } from './state.ts';
export { briskTimings, liveTimings, type Span, type Timings } from './timings.ts';
export { judge, type Judgement, type OriginTrust } from './trust.ts';
export {
  defaultVariants,
  pickVariants,
  variantChoices,
  variantNames,
  type VariantName,
  type Variants,
} from './variants.ts';
export type { ModelEvent } from './world.ts';
export type { AssociationRow } from './state.ts';
