/** The environment of the process as a plain record, so that tests can make one up. */
export type Environment = Readonly<Record<string, string | undefined>>;
