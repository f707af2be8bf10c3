/**
 * `npm run manifest-schema`: writes manifest.schema.json. The keys that are inputs as well come from the table of
 * inputs, and what is said of them from action.yml.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { INPUT_NAMES, INPUTS } from '../src/inputs/table.ts';

const SCHEMA = new URL('../manifest.schema.json', import.meta.url);
const ACTION = new URL('../action.yml', import.meta.url);

/** @typedef {Readonly<Record<string, unknown>>} Schema */

/** @param {string} name */
const refer = (name) => ({ $ref: `#/definitions/${name}` });
/** @param {string} description @param {string} name */
const described = (description, name) => ({ description, allOf: [refer(name)] });
/** @param {string} description @param {string} pattern */
const matching = (description, pattern) => ({ description, type: 'string', pattern });
/** @param {Schema} properties @param {Schema} rest */
const map = (properties, rest = {}) => ({ type: 'object', additionalProperties: false, ...rest, properties });

const NAME = String.raw`^[\w.@ -]{1,200}$`;
const PATH = String.raw`^[\w.-]+(/[\w.-]+){0,9}$`;

/** @type {Readonly<Record<string, Schema>>} */
const FORMS = {
  duration: { type: 'string', pattern: '^[0-9]{1,9}[smhd]$' },
  text: { type: 'string', minLength: 1 },
  list: {
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    ],
  },
  variable: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,254}$' },
  file: { type: 'string', pattern: String.raw`^(?![/~])(?![A-Za-z]:)(?!(.*/)?\.\.(/|$))[^\\]+$` },
};

/** @param {import('../src/inputs/table.ts').InputName} name @param {string} description */
function valueSchema(name, description) {
  const { kind, choices } = INPUTS[name];
  switch (kind) {
    case 'boolean':
      return { description, type: 'boolean' };
    case 'choice':
      return { description, enum: choices };
    case 'id':
      return matching(description, '^[0-9A-Za-z][0-9A-Za-z-]{6,62}[0-9A-Za-z]$');
    case 'block':
      return described(description, name);
    case 'text':
    case 'list':
    case 'duration':
      return described(description, kind);
  }
}

/**
 * The keys that hold inputs at one place.
 * @param {'setting' | 'target'} place @param {Readonly<Record<string, { readonly description: string }>>} inputs
 */
function keysOf(place, inputs) {
  return Object.fromEntries(
    INPUT_NAMES.filter((name) => INPUTS[name].manifest === place).flatMap((name) => {
      const description = (inputs[name]?.description ?? '').trim().replace(/ No default\.$/u, '');
      return (INPUTS[name].held ?? ['value']).map((how) => {
        if (how === 'value') return [name, valueSchema(name, description)];
        return how === 'env'
          ? [
              `${name}-env`,
              described(`Name of the environment variable that holds it. ${description}`, 'variable'),
            ]
          : [`${name}-file`, described(`File of the workspace that holds it. ${description}`, 'file')];
      });
    }),
  );
}

/** Ways to give one value of which only one may be taken. @param {'setting' | 'target'} place */
function onlyOne(place) {
  return INPUT_NAMES.filter(
    (name) => INPUTS[name].manifest === place && (INPUTS[name].held ?? []).length > 1,
  ).map((name) => ({
    not: { required: (INPUTS[name].held ?? []).map((how) => (how === 'value' ? name : `${name}-${how}`)) },
  }));
}

const ISSUE = map({
  validity: described(
    'How long a certificate is valid. Whole number with s, m, h or d. Default: 100d.',
    'duration',
  ),
  'renew-before': described(
    'How long before it expires a certificate is renewed. Whole number with s, m, h or d. Default: a third of its lifetime.',
    'duration',
  ),
  key: { description: 'Kind of key. Default: ec-p256.', enum: ['ec-p256', 'ec-p384', 'rsa-2048'] },
  'common-name': matching(
    'Name in the certificate. Default: the zone at zone level, the first hostname at hostname level.',
    '^[A-Za-z0-9*]([A-Za-z0-9 ._*@:()/-]{0,62}[A-Za-z0-9)])?$',
  ),
  vault: described('Vault or OpenBao signs, at the address that the step gives.', 'vault'),
  'step-ca': described('step-ca signs, at the address that the step gives.', 'step-ca'),
});

const VAULT = map({
  mount: matching('Path of the PKI engine. Default: pki.', PATH),
  role: matching('Role of the PKI engine that signs.', NAME),
  'login-mount': matching('Path of the JWT auth method. Default: jwt.', PATH),
  'login-role': matching(
    "Role of the JWT auth method to log in with. Default: the method's own default.",
    NAME,
  ),
  namespace: matching('Namespace of all of these. Default: none.', PATH),
});

const STEP_CA = map({
  provisioner: matching('Name of the OIDC provisioner, whose client id is the audience.', NAME),
});

const PASTED = ['certificate-env', 'certificate-file', 'private-key-env', 'private-key-passphrase-env'];
const ISSUING = ['issue', 'authority-key-env', 'authority-certificate-env', 'authority-certificate-file'];

/** @returns {Promise<string>} the schema as it has to be */
export async function manifestSchema() {
  const { inputs } = parse(readFileSync(ACTION, 'utf8'));
  const settings = keysOf('setting', inputs);
  const zone = map(
    {
      zone: {
        description: 'Name of the zone, or its id of 32 hexadecimal characters.',
        type: ['string', 'integer'],
        pattern: String.raw`^[^\s/:*@]+$`,
      },
      targets: {
        description: 'At most one at zone level, and any number of hostname certificates.',
        type: 'array',
        minItems: 1,
        items: refer('target'),
      },
      ...settings,
    },
    { required: ['zone', 'targets'], allOf: onlyOne('setting') },
  );
  const target = map(
    { ...keysOf('target', inputs), ...settings },
    {
      required: ['level'],
      allOf: [
        {
          if: { properties: { level: { const: 'zone' } } },
          // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
          then: { properties: { hostnames: false, replace: false } },
          else: { oneOf: [{ required: ['hostnames'] }, { required: ['replace'] }] },
        },
        ...onlyOne('target'),
        ...onlyOne('setting'),
        {
          if: { anyOf: PASTED.map((key) => ({ required: [key] })) },
          // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
          then: { properties: Object.fromEntries(ISSUING.map((key) => [key, false])) },
        },
      ],
      dependencies: { 'certificate-file': ['private-key-env'] },
    },
  );
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Origin pull certificates of many zones',
    description:
      'Which client certificate Cloudflare presents to the origins of which zones and hostnames. Given to the action as `manifest`.',
    ...map(
      {
        defaults: {
          description: 'Settings for all targets, unless a zone or a target has its own.',
          ...map(settings, { allOf: onlyOne('setting') }),
        },
        zones: {
          description: 'The zones. Their order matters only where the run stops at a failure.',
          type: 'array',
          minItems: 1,
          maxItems: 1000,
          items: refer('zone'),
        },
      },
      { required: ['zones'] },
    ),
    definitions: { ...FORMS, zone, target, issue: ISSUE, vault: VAULT, 'step-ca': STEP_CA },
  };
  return format(JSON.stringify(schema), { ...(await resolveConfig(SCHEMA)), parser: 'json' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(SCHEMA, await manifestSchema());
