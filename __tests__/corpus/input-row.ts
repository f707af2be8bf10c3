/** One set of inputs, and what must come of it. Free of test code: the black box drives the same rows. */
export interface InputRow {
  /** A sentence's subject: `a token with a blank inside`. */
  readonly name: string;
  /** By the name of the input; laid over `SOUND_INPUTS`. An empty text takes one away. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly expected: ExpectedOfInputs;
  /** Texts that must not appear in anything that is said. */
  readonly secrets?: readonly string[];
}

export type ExpectedOfInputs =
  | {
      readonly kind: 'accepted';
      /** Reasons of the warnings, in order. */
      readonly warnings?: readonly string[];
      /** Values by path in the settings and the job, such as `job.requests.0.hostnames`. */
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'refused'; readonly problems: readonly ExpectedProblem[] };

export interface ExpectedProblem {
  readonly reason: string;
  readonly input: string;
  /** Parts of the sentence. */
  readonly says: readonly string[];
}

/** A token and texts in the right form, made up. */
export const TOKEN = 'made-up_token-0123456789-abcdefghijklmno';
export const PASTED = { certificate: 'text of a certificate', key: 'text of a private key' };

/** Inputs with which a rotation of a zone is accepted. The texts of certificate and key are not looked at. */
export const SOUND_INPUTS: Readonly<Record<string, string>> = {
  'api-token': TOKEN,
  zone: 'example.com',
  level: 'zone',
  certificate: PASTED.certificate,
  'private-key': PASTED.key,
};

/** The same for two hostnames. */
export const HOSTNAME_LEVEL = { level: 'hostname', hostnames: 'api.example.com, www.example.com' };

/** A row whose inputs are accepted with the values given. */
export function accepts(
  name: string,
  inputs: InputRow['inputs'],
  values: Readonly<Record<string, unknown>>,
  more: Pick<InputRow, 'env' | 'files'> & { readonly warnings?: readonly string[] } = {},
): InputRow {
  const { warnings = [], ...around } = more;
  return { name, inputs, ...around, expected: { kind: 'accepted', values, warnings } };
}

/** A row that is refused for one reason. */
export function refuses(
  name: string,
  inputs: InputRow['inputs'],
  reason: string,
  input: string,
  says: readonly string[] = [],
  more: Pick<InputRow, 'env' | 'files' | 'secrets'> = {},
): InputRow {
  return { name, inputs, ...more, expected: { kind: 'refused', problems: [{ reason, input, says }] } };
}

/** `h1.example.com` and so on, by lines. */
export function numbered(count: number): string {
  return Array.from({ length: count }, (_, index) => `h${index + 1}.example.com`).join('\n');
}
