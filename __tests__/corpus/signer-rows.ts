import { TransportError } from '../../src/outside.ts';
import type { HttpAnswer, TransportFault } from '../../src/outside.ts';
import { SIGNERS } from '../support/signer-network.ts';
import type { SignerKind } from '../support/signer-network.ts';
import type { Call, Met, SignerRow } from './signer-row.ts';

const VAULT: readonly SignerKind[] = ['vault'];
const STEP_CA: readonly SignerKind[] = ['step-ca'];

/** The answer to one kind of call, instead. */
const instead =
  (call: Call, answer: (met: Met) => HttpAnswer): SignerRow['meets'] =>
  (met) =>
    met.call === call ? answer(met) : undefined;
const body = (text: string, status = 200): HttpAnswer => ({ status, headers: {}, body: text });
const breaks =
  (call: Call, reason: TransportFault['reason'], times = Infinity): SignerRow['meets'] =>
  (met) => {
    if (met.call === call && met.count <= times) throw new TransportError({ reason, sent: 'perhaps' });
    return undefined;
  };

/** Everything that a request carries, in the texts in which a server answers. */
const echo = ({ request, answer }: Met): string => {
  const texts = [
    request.headers['x-vault-token'],
    request.headers['authorization'],
    request.body,
    answer.body,
  ];
  // A piece too short to be taken for a key by anybody who does not know it.
  const piece = /(?:hvs\.|Bearer |ott":"|jwt":").{30}/u.exec(texts.join(' '))?.[0];
  return JSON.stringify({
    message: `refused: ${piece} ${JSON.stringify(request.headers)} ${request.body ?? ''}`,
    errors: [piece, ...texts],
  });
};
/** What is told of an answer that is none, by call. */
const NONE: Readonly<Record<'id-token' | 'sign', string>> = {
  'id-token': 'without a token',
  sign: 'did not sign (HTTP 20',
};
const HTML = '<!doctype html><html><body><script>alert(1)</script>AnswerClass in</body></html>';

/** A certificate in the answer of either server. */
const signed =
  (pem: () => string): SignerRow['meets'] =>
  (met) =>
    met.call === 'sign'
      ? body(JSON.stringify({ data: { certificate: pem() }, crt: pem() }), met.answer.status)
      : undefined;

/**
 * Answers of a signer that nobody hopes for: none of them may leak, change anything, or be believed.
 * @param made certificates that a signer might answer with
 */
export const signerRows = (
  made: Readonly<Record<'ofOtherKey' | 'withKey', string>>,
): readonly SignerRow[] => [
  ...(['id-token', 'sign'] as const).flatMap((call): SignerRow[] => [
    {
      name: `HTML for ${call}`,
      signers: SIGNERS,
      meets: instead(call, (met) => body(HTML, met.answer.status)),
      says: [NONE[call]],
    },
    {
      name: `half of the JSON for ${call}`,
      signers: SIGNERS,
      meets: instead(call, ({ answer }) => body(answer.body.slice(0, answer.body.length / 2), answer.status)),
      says: [NONE[call]],
    },
    {
      name: `an empty answer for ${call}`,
      signers: SIGNERS,
      meets: instead(call, () => body('')),
      says: [NONE[call]],
    },
    {
      name: `an answer that echoes the request for ${call}`,
      signers: SIGNERS,
      meets: instead(call, (met) => body(echo(met), 400)),
      says: ['What to do: '],
    },
    {
      name: `a good status with an echo of the request for ${call}`,
      signers: SIGNERS,
      meets: instead(call, (met) => body(echo(met))),
      says: ['What to do: '],
    },
    {
      name: `a huge body for ${call}`,
      signers: SIGNERS,
      meets: breaks(call, 'too-large'),
      says: ['sent more than a signer would'],
    },
    {
      name: `a redirect for ${call}`,
      signers: SIGNERS,
      meets: instead(call, ({ request }) => ({
        status: 307,
        headers: { location: `https://elsewhere.test/?was=${encodeURIComponent(JSON.stringify(request))}` },
        body: '',
      })),
      says: ['redirect (HTTP 307)'],
    },
    {
      name: `a cut connection for ${call}, once`,
      signers: SIGNERS,
      meets: breaks(call, 'cut', 1),
      result: 'rotated',
      says: [],
    },
    {
      name: `no answer for ${call}, ever`,
      signers: SIGNERS,
      meets: breaks(call, 'timeout'),
      says: ['did not answer within half a minute'],
    },
    {
      name: `a cancel while ${call} is asked`,
      signers: SIGNERS,
      meets: (met) => {
        if (met.call === call) met.stop.abort();
        return undefined;
      },
      says: [],
    },
  ]),
  {
    name: 'a login that echoes the ID token',
    signers: VAULT,
    meets: instead('login', (met) => body(echo(met), 400)),
    leavesToken: true,
    says: ['did not log this job in', 'What to do: '],
  },
  {
    name: 'a login with a token of two lines',
    signers: VAULT,
    meets: instead('login', () => body('{"auth":{"client_token":"hvs.one\\nX-Evil: two"}}')),
    leavesToken: true,
    says: ['did not log this job in'],
  },
  {
    name: 'a revocation that is refused with an echo',
    signers: VAULT,
    meets: instead('revoke', (met) => body(echo(met), 400)),
    result: 'rotated',
    says: [],
  },
  {
    name: 'a revocation without an answer',
    signers: VAULT,
    meets: breaks('revoke', 'timeout'),
    result: 'rotated',
    says: [],
  },
  {
    name: 'a chain of another key',
    signers: SIGNERS,
    meets: signed(() => made.ofOtherKey),
    says: ['for a different key'],
  },
  {
    name: 'a private key beside the certificate',
    signers: SIGNERS,
    meets: signed(() => made.withKey),
    says: ['answered with a private key'],
  },
  {
    name: 'does not match `fingerprint`',
    signers: STEP_CA,
    meets: instead('root', () => body(JSON.stringify({ ca: made.ofOtherKey }))),
    says: ['does not match `fingerprint`'],
  },
  {
    name: 'the root, and somebody else behind it',
    signers: STEP_CA,
    meets: instead('root', ({ answer }) =>
      body(JSON.stringify({ ca: `${textIn(answer, 'ca')}${made.ofOtherKey}` })),
    ),
    result: 'rotated',
    says: [],
  },
  {
    name: 'provisioners without end',
    signers: STEP_CA,
    meets: instead('provisioners', () => body('{"provisioners":[],"nextCursor":"again"}')),
    says: ['no OIDC provisioner `github`'],
  },
];

function textIn({ body: text }: HttpAnswer, name: string): string {
  const { [name]: value }: Readonly<Record<string, string>> = JSON.parse(text);
  return value ?? '';
}
