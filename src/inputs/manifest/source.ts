import { collector } from '../collect.ts';
import { complain, inputField } from '../problem.ts';
import type { InputProblem } from '../problem.ts';
import type { WorkspaceFiles } from './files.ts';
import { FILE_FAULTS, pathFault } from './path.ts';

/** Bytes of a manifest; 100 zones with 4 certificates each take about 100 kB. */
const LARGEST = 1_048_576;
/** Bytes that Linux passes to a program in one variable, its name included: a step with more does not even begin. */
const LARGEST_INLINE = 131_000;

export type Source =
  | { readonly kind: 'yaml'; readonly text: string }
  | { readonly kind: 'refused'; readonly problems: readonly InputProblem[] };

/** The YAML text: the input itself, or the file of the workspace that it names. */
export async function readSource(input: string, files: WorkspaceFiles): Promise<Source> {
  const { problems, report } = collector();
  const field = inputField('manifest', '');
  const tooLarge = 'Split it over several jobs; 1 MiB holds more than a thousand targets.';
  if (Buffer.byteLength(input) > LARGEST_INLINE) {
    const cause = 'is larger than the 128 KiB that Linux passes to a step in one input (Windows: 32 KiB)';
    const cure = 'Put it into a file of the repository, which may hold 1 MiB, and give its path.';
    complain(report, field, 'MANIFEST_TOO_LARGE', cause, cure);
    return { kind: 'refused', problems };
  }
  if (isYaml(input)) return { kind: 'yaml', text: input };
  const cure =
    'Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.';
  const fault = pathFault(input);
  if (fault !== undefined) {
    complain(report, field, 'MANIFEST_PATH', `names a file ${fault}`, cure);
    return { kind: 'refused', problems };
  }
  const read = await files.read(input, LARGEST);
  if (read.kind === 'text') return { kind: 'yaml', text: read.text };
  if (read.kind === 'too-large')
    complain(report, field, 'MANIFEST_TOO_LARGE', 'is larger than 1 MiB', tooLarge);
  else complain(report, field, 'MANIFEST_PATH', `names a file ${FILE_FAULTS[read.kind]}`, cure);
  return { kind: 'refused', problems };
}

/** YAML has several lines, or a key with its value, or is in the form of JSON. */
function isYaml(input: string): boolean {
  return /[\r\n]|:\s|^[[{]|^[\w-]+:$/u.test(input);
}
