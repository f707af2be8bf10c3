/** Inputs that take the target's out of the sound ones, so that a manifest can stand there. */
export const AROUND = { zone: '', level: '', certificate: '', 'private-key': '' };

/** What the step sets in `env`. */
export const VARIABLES = {
  BOTH: 'text of certificate and key',
  KEY: 'text of a key',
  PASSPHRASE: 'open sesame\n',
  HEADERS: 'X-Login: let me in',
  BLANK: ' \n',
};

/** A manifest with one zone of the targets given. */
export function estate(targets: string, zone = 'example.com'): string {
  return `zones:\n  - zone: ${zone}\n    targets:\n${targets}`;
}

/** One target with a certificate, and the lines given. */
export function target(...lines: readonly string[]): string {
  return targetOf('certificate-env: BOTH', ...lines);
}

/** One target of the lines given. */
export function targetOf(...lines: readonly string[]): string {
  return lines.map((line, index) => `      ${index === 0 ? '- ' : '  '}${line}\n`).join('');
}
