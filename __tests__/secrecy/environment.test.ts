import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import {
  inputVariable,
  refuseUnsafeEnvironment,
  takeInputs,
  takeVariables,
} from '../../src/secrecy/environment.ts';
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

  test('are gone from the environment once read, set or not', () => {
    const env: Environment = { 'INPUT_API-TOKEN': 't', INPUT_EMPTY: '', OTHER: 'o' };
    expect([...takeInputs(env, ['api-token', 'empty', 'private-key'])]).toEqual([
      ['api-token', 't'],
      ['empty', ''],
    ]);
    expect(env).toEqual({ OTHER: 'o' });
  });

  test('and so are variables by their own name', () => {
    const env: Environment = { SHOP_KEY: 'k', OTHER: 'o' };
    expect([...takeVariables(env, ['SHOP_KEY', 'MISSING'])]).toEqual([['SHOP_KEY', 'k']]);
    expect(env).toEqual({ OTHER: 'o' });
  });
});

describe('an environment is refused with', () => {
  test.each<readonly [string, string, string]>([
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0', 'check of certificates'],
    ['SSLKEYLOGFILE', '/tmp/keys', 'keys of all connections'],
    ['NODE_DEBUG', 'http', 'prints requests'],
    ['NODE_DEBUG', 'module, TLS', 'prints requests'],
    ['NODE_DEBUG', 'http*', 'prints requests'],
    ['NODE_DEBUG', '*', 'prints requests'],
    ['NODE_DEBUG', 'undici', 'prints requests'],
    ['NODE_DEBUG_NATIVE', 'http2', 'goes over connections'],
    ['NODE_OPTIONS', '--tls-keylog=/tmp/keys', 'keys of all connections'],
    ['NODE_OPTIONS', '--max-old-space-size=100 "--trace_tls"', 'goes over connections'],
    ['NODE_OPTIONS', '--inspect-brk=0.0.0.0:9229', 'read the memory'],
    ['NODE_OPTIONS', '--inspect', 'read the memory'],
    ['NODE_OPTIONS', '--report-on-fatalerror', 'writes the environment'],
    ['NODE_OPTIONS', '--report-uncaught-exception', 'writes the environment'],
    ['NODE_OPTIONS', '--heapsnapshot-signal=SIGUSR2', 'writes the memory'],
    ['NODE_OPTIONS', '--heap-prof', 'writes the memory'],
    ['NODE_OPTIONS', '--abort-on-uncaught-exception', 'writes the memory'],
    ['NODE_OPTIONS', '--insecure-http-parser', 'checks of the answers'],
  ])('%s=%s', (variable, value, words) => {
    const error = refusal({ [variable]: value, PATH: '/bin' });
    expect(error.code).toBe('ENVIRONMENT_UNSAFE');
    expect(error.message).toContain(variable);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('/tmp/keys');
  });

  test('everything that is wrong named at once', () => {
    const { happened } = refusal({
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      SSLKEYLOGFILE: 'x',
      NODE_OPTIONS: '--inspect --trace-tls',
    });
    expect(happened.match(/NODE_TLS|SSLKEY|NODE_OPTIONS/gu)).toHaveLength(4);
  });
});

test.each<readonly [string, Environment]>([
  ['an empty one', {}],
  ['checks switched on', { NODE_TLS_REJECT_UNAUTHORIZED: '1' }],
  [
    'variables set to nothing',
    { NODE_TLS_REJECT_UNAUTHORIZED: '', SSLKEYLOGFILE: '', NODE_DEBUG: '', NODE_OPTIONS: '' },
  ],
  ['harmless debugging', { NODE_DEBUG: 'module,httpx,(', RUNNER_DEBUG: '1' }],
  [
    'harmless options',
    {
      NODE_OPTIONS: '--max-old-space-size=4096 --use-openssl-ca --report-exclude-env',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
    },
  ],
])('an environment is accepted: %s', (_, env) => {
  expect(() => refuseUnsafeEnvironment(env)).not.toThrow();
});
