import type { Pair } from '../../sandbox/authority/index.ts';
import type { IssuingJob } from './issuing/job.ts';
import { AUDIENCE, ROLE, SIGNER } from './issuing/servers.ts';
import { DAY } from './issuing/terms.ts';
import type { Terms } from './issuing/terms.ts';
import { API } from './network.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { replacedBy } from './truth.ts';

type Inputs = Readonly<Record<string, string>>;

/** The environment of a run that brings a certificate of people's. */
export function givenInputs(world: SimulatedWorld, pair: Pair, dryRun: boolean): Inputs {
  const { scenario } = world;
  const replace = scenario.replace ? replacedBy(world, pair.fingerprint) : undefined;
  return asInputs({
    ...commonInputs(world, dryRun),
    certificate: pair.certificate,
    'private-key': pair.privateKey,
    hostnames: scenario.level === 'hostname' && replace === undefined ? scenario.hostnames.join('\n') : '',
    replace: replace ?? '',
    'accept-issuer-change': String(world.acceptIssuerChange),
  });
}

/** The environment of a run that issues its certificate. */
export function issuedInputs(
  world: SimulatedWorld,
  { signers, terms, always }: IssuingJob,
  dryRun: boolean,
): Inputs {
  const { scenario } = world;
  const secret = terms.signer === 'authority';
  return asInputs({
    ...commonInputs(world, dryRun),
    hostnames: scenario.level === 'hostname' ? scenario.hostnames.join('\n') : '',
    issue: JSON.stringify(blockOf(terms)),
    renew: always ? 'always' : 'due',
    'authority-certificate': secret ? signers.own.certificate : '',
    'authority-key': secret ? signers.own.privateKey : '',
    'client-ca': terms.clientCa ? signers.bundle : '',
  });
}

function blockOf({ signer, commonName, validity, renewBefore }: Terms): object {
  const rule = {
    'common-name': commonName,
    validity: `${validity / DAY}d`,
    ...(renewBefore === undefined ? {} : { 'renew-before': `${renewBefore / DAY}d` }),
  };
  switch (signer) {
    case 'authority':
      return rule;
    case 'command':
      return { ...rule, command: ['sign'] };
    case 'vault':
      return {
        ...rule,
        vault: { address: SIGNER, role: ROLE, 'login-role': ROLE, audience: AUDIENCE },
      };
    case 'step-ca':
      return { ...rule, 'step-ca': { address: SIGNER, provisioner: ROLE } };
  }
}

function commonInputs({ scenario, timeout }: SimulatedWorld, dryRun: boolean): Inputs {
  const [first = ''] = scenario.hostnames;
  return {
    'api-token': 'token',
    zone: 'example.com',
    level: scenario.level,
    enable: String(scenario.enable),
    'grace-period': `${scenario.grace / 1000}s`,
    timeout: `${timeout / 1000}s`,
    origin: scenario.origin === undefined ? '' : `${first}@203.0.113.7`,
    'dry-run': String(dryRun),
    'delete-previous': String(scenario.deletePrevious),
    'probe-urls': scenario.probed && first !== '' ? `https://${first}/health` : '',
    'probe-echo-header': scenario.probed && scenario.echo ? 'x-client-serial' : '',
    'api-base-url': API,
  };
}

function asInputs(inputs: Inputs): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}
