import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { inputVariable, refuseUnsafeEnvironment } from '../../src/secrecy/environment.ts';
import type { Environment } from '../../src/secrecy/environment.ts';

const refusal = (env: Environment): ActionError => {
  try {
    refuseUnsafeEnvironment(env);
  } catch (error) {
    if (error instanceof ActionError) return error;
  }
  throw new Error('The environment was not refused.');
};

describe('inputs', () => {
  test('are found the way the runner names them', () => {
    expect(inputVariable('private-key')).toBe('INPUT_PRIVATE-KEY');
    expect(inputVariable('two words')).toBe('INPUT_TWO_WORDS');
  });
});

describe('an environment is refused with', () => {
  const opened = 'This environment is not safe for a private key: ';
  const unchecked =
    'NODE_TLS_REJECT_UNAUTHORIZED switches off the check of certificates, so that anybody on the network path could take the token and the private key.';
  const logged = 'SSLKEYLOGFILE asks for the keys of all connections to be written to a file.';
  const debug = 'NODE_DEBUG prints requests, with the token and the private key in them, to the log.';
  const native = 'NODE_DEBUG_NATIVE prints network traffic to the log.';
  const keys = 'An option in NODE_OPTIONS writes the keys of all connections to a file.';
  const wire = 'An option in NODE_OPTIONS writes network traffic to the log or to a file.';
  const inspected = 'An option in NODE_OPTIONS lets other programs read the memory of this step.';
  const reported = 'An option in NODE_OPTIONS writes the environment, with the inputs in it, to a file.';
  const dumped = 'An option in NODE_OPTIONS writes the memory of this step to a file.';
  const unchecking = 'An option in NODE_OPTIONS switches off checks of responses.';

  test.each<readonly [string, string, string]>([
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0', unchecked],
    ['SSLKEYLOGFILE', '/tmp/keys', logged],
    ...[
      'http',
      'HTTPS',
      'http2',
      'tls',
      'net',
      'stream',
      'stream_wrap',
      'fetch',
      'undici',
      'websocket',
      'crypto',
      'quic',
      'module, TLS',
      'http*',
      '*ici',
      's*p',
      '*',
      'a:b,é,http',
    ].map((value) => ['NODE_DEBUG', value, debug] as const),
    ['NODE_DEBUG_NATIVE', 'http2', native],
    ['NODE_OPTIONS', '--tls-keylog=/tmp/keys', keys],
    ['NODE_OPTIONS', '--max-old-space-size=100 "--trace_tls"', wire],
    ['NODE_OPTIONS', '--trace-event-categories=node.http', wire],
    ['NODE_OPTIONS', "'--trace-events-enabled'", wire],
    ['NODE_OPTIONS', '--inspect-brk=0.0.0.0:9229', inspected],
    ['NODE_OPTIONS', '--inspect', inspected],
    ['NODE_OPTIONS', '--report-on-fatalerror', reported],
    ['NODE_OPTIONS', '--report-uncaught-exception', reported],
    ['NODE_OPTIONS', '--report_on_signal', reported],
    ['NODE_OPTIONS', '--heapsnapshot-signal=SIGUSR2', dumped],
    ['NODE_OPTIONS', '--heap-prof', dumped],
    ['NODE_OPTIONS', '--diagnostic-dir=/tmp/keys', dumped],
    ['NODE_OPTIONS', '--abort-on-uncaught-exception', dumped],
    ['NODE_OPTIONS', '--insecure-http-parser', unchecking],
  ])('%s=%s', (variable, value, sentence) => {
    const error = refusal({ [variable]: value, PATH: '/bin' });
    expect([error.code, error.happened]).toEqual(['ENVIRONMENT_UNSAFE', opened + sentence]);
    expect(error.remedy).toBe(
      'Remove these settings from the `env:` of the step, the job and the workflow, and from the runner itself. For a proxy with its own certificate authority, use NODE_EXTRA_CA_CERTS.',
    );
  });

  test('everything that is wrong named at once', () => {
    const { happened } = refusal({
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      SSLKEYLOGFILE: 'x',
      NODE_OPTIONS: '--inspect --trace-tls',
    });
    expect(happened).toBe(opened + [unchecked, logged, wire, inspected].join(' '));
  });
});

test.each<readonly [string, Environment]>([
  ['an empty one', {}],
  ['checks switched on', { NODE_TLS_REJECT_UNAUTHORIZED: '1' }],
  [
    'variables set to nothing',
    { NODE_TLS_REJECT_UNAUTHORIZED: '', SSLKEYLOGFILE: '', NODE_DEBUG: '', NODE_OPTIONS: '' },
  ],
  ['harmless debugging', { NODE_DEBUG: 'module,httpx,(,h.tp,ht.tp,a:b,fetch me,é', RUNNER_DEBUG: '1' }],
  ['commas alone', { NODE_DEBUG: ' , ,' }],
  [
    'harmless options',
    {
      NODE_OPTIONS:
        '--max-old-space-size=4096 --use-openssl-ca --inspect-publish-uid=stderr --report-exclude-env --report-dir=/tmp --report-compact --trace-warnings --require=./x--inspect--tls-keylog--report-on-signal--heap-prof--insecure-http-parser--trace-tls--diagnostic-dir--abort-on-uncaught',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
    },
  ],
])('an environment is accepted: %s', (_, env) => {
  expect(() => refuseUnsafeEnvironment(env)).not.toThrow();
});
