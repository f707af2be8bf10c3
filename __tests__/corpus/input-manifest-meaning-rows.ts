import { badManifest as bad, badTargets as of } from './input-manifest-bad.ts';
import type { InputRow } from './input-row.ts';
import { estate, target, targetOf } from './manifest-texts.ts';

const ID = '0123456789abcdef0123456789abcdef';
const ZONE_LEVEL = target('level: zone');
const HOSTS = 'hostnames: [a.example.com]';

/** Manifests of the right form that cannot be meant. */
export const manifestMeaningRows: readonly InputRow[] = [
  of('with a target without a level', target('enable: true'), 'MANIFEST_SHAPE', 'line 4', '`level: zone`'),
  of(
    'with an unknown level',
    target('level: host'),
    'NOT_A_CHOICE',
    '`level` (manifest, line 5, column 9)',
    '`host`',
  ),
  of('with hostnames at zone level', target('level: zone', HOSTS), 'HOSTNAMES_AT_ZONE_LEVEL', 'line 6'),
  of('without hostnames at hostname level', target('level: hostname'), 'HOSTNAMES_MISSING', 'line 5'),
  of(
    'with hostnames and a certificate to replace',
    target('level: hostname', HOSTS, `replace: ${ID}`),
    'HOSTNAMES_AND_REPLACE',
    'line 7',
  ),
  of(
    'with a duration that is none',
    target('level: zone', 'grace-period: 1e9'),
    'NOT_A_DURATION',
    '`grace-period` (manifest, line 6, column 9)',
  ),
  of('with a boolean that is none', target('level: zone', 'enable: yes'), 'NOT_A_BOOLEAN', 'line 6'),
  bad(
    'with a zone that is a URL',
    estate(ZONE_LEVEL, 'https://example.com'),
    'NOT_A_ZONE',
    'line 2',
    'scheme',
  ),
  bad(
    'with the same zone twice',
    `${estate(ZONE_LEVEL)}  - zone: EXAMPLE.com\n    targets:\n${ZONE_LEVEL}`,
    'MANIFEST_TWICE',
    'example.com',
    'line 2, column 5, and line 6, column 5',
  ),
  of(
    'with the zone level twice',
    ZONE_LEVEL + ZONE_LEVEL,
    'MANIFEST_TWICE',
    'the zone level in the zone example.com',
    'line 4, column 9, and line 6, column 9',
  ),
  of(
    'with the same hostname twice',
    target('level: hostname', HOSTS) + target('level: hostname', 'hostnames: A.example.com.'),
    'MANIFEST_TWICE',
    'the hostname a.example.com',
  ),
  of(
    'with the same certificate to replace twice',
    target('level: hostname', `replace: ${ID}`).repeat(2),
    'MANIFEST_TWICE',
    `the certificate ${ID}`,
  ),
  of(
    'with a probe outside its target',
    target('level: hostname', HOSTS, 'probe-urls: [https://b.example.com]'),
    'PROBE_OUTSIDE_TARGET',
    'b.example.com',
    'line 7',
  ),
  of('without a certificate', targetOf('level: zone'), 'MANIFEST_CERTIFICATE_MISSING', '`certificate-env`'),
  of(
    'with two certificates',
    target('level: zone', 'certificate-file: certs/shop.pem', 'private-key-env: KEY'),
    'GIVEN_TWICE',
    '`certificate-file`',
    '`certificate-env`',
  ),
  of(
    'with a variable that is not set',
    targetOf('level: zone', 'certificate-env: MISSING'),
    'MANIFEST_VARIABLE_MISSING',
    'MISSING',
    '${{ secrets.NAME }}',
    'line 5',
  ),
  of(
    'with a variable that is blank',
    target('level: zone', 'private-key-env: BLANK'),
    'MANIFEST_VARIABLE_MISSING',
    'BLANK',
  ),
  of(
    'with a variable of the runner',
    target('level: zone', 'private-key-env: ACTIONS_RUNTIME_TOKEN'),
    'MANIFEST_VARIABLE',
    'of the runner',
  ),
  of(
    'with a value for a variable',
    target('level: zone', 'private-key-env: "slipped-secret: x"'),
    'MANIFEST_VARIABLE',
    'not its value',
  ),
  of(
    'with a certificate in a file and no key',
    targetOf('level: zone', 'certificate-file: certs/shop.pem'),
    'MANIFEST_KEY_MISSING',
    '`private-key-env`',
  ),
  of(
    'with a file that is not there',
    targetOf('level: zone', 'certificate-file: certs/x.pem', 'private-key-env: KEY'),
    'MANIFEST_FILE',
    'not there',
  ),
  of(
    'with a file outside the workspace',
    targetOf('level: zone', 'certificate-file: certs/../../x', 'private-key-env: KEY'),
    'MANIFEST_FILE',
    'outside',
  ),
  of(
    'with a bundle as text and as a file',
    target('level: zone', 'client-ca: x', 'client-ca-file: certs/shop.pem'),
    'GIVEN_TWICE',
    '`client-ca-file`',
  ),
  of(
    'with a bundle that is none',
    target('level: zone', 'origin-server-ca-file: certs/shop.pem'),
    'NOT_PEM',
    '`origin-server-ca-file` (manifest, line 6',
  ),
  of(
    'with a key in a file',
    targetOf('level: zone', 'certificate-file: certs/key.pem', 'private-key-env: KEY'),
    'FILE_HOLDS_KEY',
    'private key',
    'Make a new key',
  ),
  of(
    'with a long secret for a variable',
    target('level: zone', 'private-key-env: slipped_secret_0123456789'),
    'MANIFEST_VARIABLE_MISSING',
    'a value of 25 characters',
  ),
];
