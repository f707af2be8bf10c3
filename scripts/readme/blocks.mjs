/**
 * What the README asks its reader to do, in order: its fenced blocks, and the commands in them. A block or a command
 * that is not known here is an error, so that nothing in the README goes unplayed.
 */

/** How each command is played. The first pattern that fits decides. */
const COMMANDS = /** @type {const} */ ([
  [/^openssl (?:ecparam|req) /u, 'shell'],
  [/^gh api --method PUT /u, 'shell'],
  [/^gh (?:secret|variable) set /u, 'shell'],
  [/^gh workflow run /u, 'workflow'],
  [/^npm ci && npm run demo$/u, 'clone'],
  [/^npm ci && npm run sandbox$/u, 'service'],
  // The first thing that .ci/run does.
  [/^npm ci && npm test$/u, 'elsewhere'],
]);

/** @typedef {{ readonly command: string, readonly how: 'shell' | 'workflow' | 'clone' | 'service' | 'elsewhere' }} Command */
/** @typedef {{ readonly language: string, readonly text: string }} Block */

/**
 * @param {string} markdown
 * @returns {readonly Block[]}
 */
export function blocksOf(markdown) {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gmu)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/**
 * @param {string} text of a block of shell
 * @returns {readonly Command[]} one for each line
 */
export function commandsOf(text) {
  const lines = text.split('\n').map((line) => line.replace(/ +# .*$/u, '').trim());
  return lines
    .filter((line) => line !== '')
    .map((command) => {
      const [, how] = COMMANDS.find(([pattern]) => pattern.test(command)) ?? [];
      if (how === undefined) throw new Error(`The README has a command that nobody plays: ${command}`);
      return { command, how };
    });
}

/**
 * @param {Block} block
 * @returns {'commands' | 'trust' | 'workflow' | 'pasted' | 'picture'} what the reader does with it
 */
export function kindOf({ language, text }) {
  if (language === 'sh') return 'commands';
  if (language === 'mermaid') return 'picture';
  if (language === 'nginx' && /^ssl_client_certificate [\s\S]*^ssl_verify_client optional;/mu.test(text))
    return 'trust';
  if (language === 'yaml' && text.startsWith('name:')) return 'workflow';
  if (language === 'yaml' && text.startsWith('with:')) return 'pasted';
  throw new Error(`The README has a block that nobody plays:\n${text}`);
}
