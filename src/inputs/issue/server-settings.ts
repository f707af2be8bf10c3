import { certificatesIn } from '../../certificate/leaf.ts';
import type { ServerSettings } from '../../issue/signers/open-signer.ts';
import type { StepCaSettings } from '../../issue/signers/step-ca.ts';
import { complain, type Field, type Lookup } from '../problem.ts';

/** A mount, a role or a provisioner, as it appears in a path or an answer. */
const NAME = /^(?!\.+$)[\w.@ -]{1,200}$/u;
const PATH = /^(?!\.+(?:\/|$))[\w.-]+(?:\/(?!\.+(?:\/|$))[\w.-]+){0,9}$/u;
/** As a header or a body holds it. */
const TOKEN = /^[!-~]{1,16384}$/u;
const FINGERPRINT = /^(?:[\da-f]{2}:?){31}[\da-f]{2}$/iu;

export function readVault(lookup: Lookup, block: Field): ServerSettings {
  const at = within(lookup, block, 'vault');
  const role = at.text('role', NAME, 'the name of a role of the PKI engine');
  if (at.field('role') === undefined)
    complain(
      block,
      'SIGNER_ROLE_MISSING',
      'has no `role`. Write the role of the PKI engine that is to sign.',
    );
  const { audience, ...reached } = server(at);
  return {
    kind: 'vault',
    vault: {
      ...reached,
      mount: at.text('mount', PATH, 'the path of a PKI engine') ?? 'pki',
      role: role ?? '',
      loginMount: at.text('login-mount', PATH, 'the path of a JWT method') ?? 'jwt',
      loginRole: at.text('login-role', NAME, 'the name of a role of the JWT method'),
      audience: audience ?? reached.address,
      namespace: at.text('namespace', PATH, 'a namespace'),
    },
  };
}

export function readStepCa(lookup: Lookup, block: Field): ServerSettings {
  const at = within(lookup, block, 'step-ca');
  const fingerprint = at.text('fingerprint', FINGERPRINT, 'the SHA-256 fingerprint of the root, in hex');
  const reached = server(at);
  const provisioner = at.text('provisioner', NAME, 'the name of a provisioner');
  return { kind: 'step-ca', stepCa: { ...reached, provisioner, fingerprint } };
}

type Within = ReturnType<typeof within>;

function within(lookup: Lookup, block: Field, kind: ServerSettings['kind']) {
  const field = (key: string): Field | undefined => lookup(`issue.${kind}.${key}`);
  /** A key's value if it has the right form; complains otherwise. */
  const text = (key: string, form: RegExp, what: string): string | undefined => {
    const found = field(key);
    const value = found?.value.trim();
    if (found === undefined || value === undefined || form.test(value)) return value;
    complain(found, 'SIGNER_SETTING', `is not ${what}. Write it as it stands on the server.`);
    return undefined;
  };
  return { block, field, text };
}

type Server = Pick<StepCaSettings, 'address' | 'audience' | 'serverCa' | 'token'>;

function server(at: Within): Server {
  const serverCa = at.field('server-ca');
  if (serverCa !== undefined && certificatesIn(serverCa.value).length === 0)
    complain(serverCa, 'SIGNER_SERVER_CA', 'holds no certificate. Give the authority of the server in PEM.');
  return {
    address: addressOf(at),
    audience: at.text('audience', /^\S{1,500}$/u, 'an audience'),
    serverCa: serverCa?.value,
    token: at.text('token', TOKEN, 'a token: it has spaces, line ends or characters that a token never has'),
  };
}

/** Only an https URL: the token and the request go there. */
function addressOf(at: Within): string {
  const field = at.field('address');
  const url = field !== undefined && URL.canParse(field.value) ? new URL(field.value) : undefined;
  const bare = url?.protocol === 'https:' && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (url !== undefined && bare) return url.href.replace(/\/+$/u, '');
  const cause =
    field === undefined ? 'has no `address`' : 'is not an https URL without user, query and fragment';
  const cure =
    'Write the address of the server, such as https://vault.example.com:8200, into the input `issue` of the step.';
  complain(field ?? at.block, 'SIGNER_ADDRESS', `${cause}. ${cure}`);
  return '';
}
