import type { Finding } from './finding.ts';
import { isKey, judgeForm, type InputNames, type KeyBlock, type Role } from './input-form.ts';
import { readPasted, type Reading } from './pasted-text.ts';

/** The blocks that count, wherever they were pasted. */
export interface Parts {
  /** In DER. */
  readonly certificates: readonly Uint8Array[];
  readonly keys: readonly KeyBlock[];
  /** The inputs they were found in. */
  readonly certificateInput: string;
  readonly keyInput: string;
  readonly findings: readonly Finding[];
}

interface Source {
  readonly input: string;
  readonly reading: Reading;
  readonly certificates: readonly Uint8Array[];
  readonly keys: readonly KeyBlock[];
}

/** Settles which input gives the certificate, or what else its `role` is, and which one the key. Never throws. */
export function readParts(
  certificate: string,
  privateKey: string | undefined,
  names: InputNames,
  role: Role = 'certificate',
): Parts {
  const first = readSource(certificate, names.certificate);
  const second = readSource(privateKey ?? '', names.privateKey);
  // One secret may hold both, given to either input, or to both.
  const certificateSource = isBlank(first) && holdsBoth(second) ? second : first;
  const keySource = isBlank(second) && holdsBoth(first) ? first : second;
  // A second key beside the certificate is not passed over: which one is meant would be a guess.
  const keys = holdsBoth(first) && keySource === second ? [...second.keys, ...first.keys] : keySource.keys;
  return {
    certificates: certificateSource.certificates,
    keys,
    certificateInput: certificateSource.input,
    keyInput: keySource.input,
    findings: [
      ...judgeSource(certificateSource, certificateSource.certificates.length, role, names),
      ...judgeSource(keySource, keySource.keys.length, 'private-key', names),
    ],
  };
}

function readSource(text: string, input: string): Source {
  const reading = readPasted(text);
  const blocks = reading.kind === 'blocks' ? reading.blocks : [];
  const certificates = blocks.filter((block) => block.kind === 'certificate').map((block) => block.der);
  return { input, reading, certificates, keys: blocks.filter(isKey) };
}

function isBlank({ reading }: Source): boolean {
  return reading.kind === 'missing' && reading.form === 'blank';
}

function holdsBoth({ certificates, keys }: Source): boolean {
  return certificates.length > 0 && keys.length > 0;
}

function judgeSource(source: Source, found: number, role: Role, names: InputNames): readonly Finding[] {
  return found > 0 ? [] : [judgeForm(source.reading, role, names, source.input)];
}
