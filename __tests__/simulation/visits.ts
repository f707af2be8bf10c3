/** A probe of a run, as it was answered. */
export interface Visit {
  readonly at: number;
  readonly by: string;
  readonly hostname: string;
  /** The origin itself answered, and let the visitor in. */
  readonly letIn: boolean;
  /** Serial number of the certificate that the origin named. */
  readonly serial: string | undefined;
  /** Id of the certificate that the runner's edge showed the origin. */
  readonly served: string | undefined;
}
