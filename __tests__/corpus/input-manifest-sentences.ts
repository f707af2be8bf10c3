import type { Sentences } from './certificate-sentences.ts';

/** What is said of manifests, word for word. */
export const manifestSentences: Sentences = {
  'the matrix of a manifest whose certificates are not at hand':
    '`certificate-env` (manifest, line 4, column 9) names the environment variable BOTH, which is empty or not set. Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.',
  'a manifest with a missing quote':
    '`manifest` cannot be read at line 1, column 23: a quote, bracket or colon is missing, or the line is not indented like its neighbours.',
  'a manifest with a tab':
    '`manifest` cannot be read at line 2, column 1: a tab is used for indentation; YAML needs spaces.',
  'a manifest with two keys on one line':
    '`manifest` cannot be read at line 1, column 8: there are two keys on one line.',
  'a manifest with a sign that has to be in quotes':
    '`manifest` cannot be read at line 2, column 11: a value begins with a character that needs quotes.',
  'a manifest of two documents':
    '`manifest` cannot be read at line 6, column 1: there is a second document after ---.',
  'a manifest of comments alone': '`manifest` cannot be read at line 1, column 1: it is empty.',
  'a manifest with an anchor':
    '`manifest` cannot be read at line 5, column 9: there is an anchor (&) or alias (*), which it cannot have; write the values out.',
  'a manifest with an alias':
    '`manifest` cannot be read at line 2, column 7: there is an anchor (&) or alias (*), which it cannot have; write the values out.',
  'a manifest with a tag':
    '`manifest` cannot be read at line 5, column 16: there is a tag (!), which it cannot have.',
  'a manifest with a key that is a list':
    '`manifest` cannot be read at line 2, column 5: a key must be a word.',
  'a manifest with a key twice': '`manifest` cannot be read at line 6, column 5: a key is given twice.',
  'a manifest nested deeply': '`manifest` cannot be read at line 1, column 20: it is nested too deeply.',
  'a manifest of 10 MB':
    '`manifest` is larger than the 128 KiB that Linux passes to a step in one input (Windows: 32 KiB). Put it into a file in the repository, which may have 1 MiB, and give its path.',
  'a manifest of 1.5 MB in a file':
    '`manifest` is larger than 1 MiB. Split it into several jobs; 1 MiB holds more than a thousand targets.',
  'a manifest that is not there':
    '`manifest` names a file that is not there (is the repository checked out before this step?). Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.',
  'a manifest outside the workspace':
    '`manifest` names a file outside the workspace (`..`). Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.',
  'a manifest at an absolute path':
    '`manifest` names a file outside the workspace. Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.',
  'a manifest with a backslash in its path':
    '`manifest` names a file with a backslash in its name; use `/` on every system. Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.',
  'a manifest that is a list':
    '`manifest` has something other than keys and values where the manifest should be (manifest, line 1, column 1).',
  'a manifest without zones': '`manifest` has no list of `zones` (manifest, line 1, column 1).',
  'a manifest with an empty list of zones':
    '`manifest` has something other than a list of entries in `zones` (manifest, line 1, column 8).',
  'a manifest with a zone that is a word':
    '`manifest` has something other than keys and values where a zone should be (manifest, line 2, column 5).',
  'a manifest with a zone without a name':
    '`manifest` has a zone without `zone` (its name or id) (manifest, line 2, column 5).',
  'a manifest with a zone without targets':
    '`manifest` has a zone without a list of `targets` (manifest, line 2, column 5).',
  'a manifest with targets that are a word':
    '`manifest` has something other than a list of entries in `targets` (manifest, line 3, column 14).',
  'a manifest with a target that is a word':
    '`manifest` has something other than keys and values where a target should be (manifest, line 4, column 9).',
  'a manifest with a word for defaults':
    '`manifest` has something other than keys and values where the defaults should be (manifest, line 1, column 11).',
  'a manifest with a key without a value':
    '`manifest` has no value, or a value of the wrong form, in `grace-period`. Write a value (manifest, line 6, column 22).',
  'a manifest with an unknown key':
    '`manifest` has `grace` in a target, where it is not known. `manifest.schema.json` lists all keys (manifest, line 6, column 9).',
  'a manifest with a key where it does not belong':
    '`manifest` has `zones` in a target, where it is not known. It belongs to the manifest (manifest, line 6, column 9).',
  'a manifest with an unknown key that is no word':
    '`manifest` has a key in a target, where it is not known. `manifest.schema.json` lists all keys (manifest, line 6, column 9).',
  'a manifest with a private key in it':
    '`manifest` has `private-key` in a target, where it is not known. Write `private-key-env` with the name of an environment variable; a key never belongs in a manifest (manifest, line 6, column 9).',
  'a manifest with headers in it':
    '`manifest` has `probe-request-headers` in a target, where it is not known. Write `probe-request-headers-env` with the name of an environment variable (manifest, line 6, column 9).',
  'a manifest with a target without a level':
    '`manifest` has a target without `level`. Write `level: zone` or `level: hostname` (manifest, line 4, column 9).',
  'a manifest with an unknown level':
    '`level` (manifest, line 5, column 9) is `host`. Write `zone` or `hostname`.',
  'a manifest with hostnames at zone level':
    '`hostnames` (manifest, line 6, column 9) is given at zone level, where one certificate serves the whole zone. Remove it, or write `level: hostname`.',
  'a manifest without hostnames at hostname level':
    '`level` (manifest, line 5, column 9) is `hostname`, but neither `hostnames` nor `replace` says which. Name the hostnames, or the id of the certificate to replace. If the list comes from a variable, is it empty?',
  'a manifest with hostnames and a certificate to replace':
    '`replace` (manifest, line 7, column 9) is given together with `hostnames`. Give one of them: `replace` finds the hostnames itself.',
  'a manifest with a duration that is none':
    '`grace-period` (manifest, line 6, column 9) is `1e9`, which is not a duration. Write a whole number and a unit, such as `90s`, `10m`, `2h` or `7d`.',
  'a manifest with a boolean that is none':
    '`enable` (manifest, line 6, column 9) is `yes`. Write `true` or `false`.',
  'a manifest with a zone that is a URL':
    '`zone` (manifest, line 2, column 5) is `https://example.com`, which begins with a scheme such as https://. Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.',
  'a manifest with the same zone twice':
    '`manifest` has the zone example.com twice (line 2, column 5, and line 6, column 5). Name it once.',
  'a manifest with the zone level twice':
    '`manifest` has the zone level in the zone example.com twice (line 4, column 9, and line 6, column 9). Name it once.',
  'a manifest with the same hostname twice':
    '`manifest` has the hostname a.example.com in the zone example.com twice (line 4, column 9, and line 7, column 9). Name it once.',
  'a manifest with the same certificate to replace twice':
    '`manifest` has the certificate 0123456789abcdef0123456789abcdef in the zone example.com twice (line 4, column 9, and line 7, column 9). Name it once.',
  'a manifest with a probe outside its target':
    '`probe-urls` (manifest, line 7, column 9) leads to `b.example.com`, outside the hostnames of this target. Probe the hostnames that are rotated, or leave these URLs out.',
  'a manifest without a certificate':
    '`targets` (manifest, line 4, column 9) has a target without a certificate. Name it with `certificate-env` or `certificate-file`.',
  'a manifest with two certificates':
    '`certificate-file` (manifest, line 6, column 9) is given together with `certificate-env`. Give one of them.',
  'a manifest with a variable that is not set':
    '`certificate-env` (manifest, line 5, column 9) names the environment variable MISSING, which is empty or not set. Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.',
  'a manifest with a variable that is blank':
    '`private-key-env` (manifest, line 6, column 9) names the environment variable BLANK, which is empty or not set. Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.',
  'a manifest with a variable of the runner':
    '`private-key-env` (manifest, line 6, column 9) names an environment variable of the runner. Write the name of a variable that the step sets in `env`.',
  'a manifest with a value for a variable':
    '`private-key-env` (manifest, line 6, column 9) names something that cannot be an environment variable: give its name, not its value. Write the name of a variable that the step sets in `env`.',
  'a manifest with a certificate in a file and no key':
    '`targets` (manifest, line 4, column 9) has a target with `certificate-file` but no `private-key-env`. Name the environment variable that holds the private key.',
  'a manifest with a file that is not there':
    '`certificate-file` (manifest, line 5, column 9) names a file that is not there (is the repository checked out before this step?). Paths begin at the root of the workspace.',
  'a manifest with a file outside the workspace':
    '`certificate-file` (manifest, line 5, column 9) names a file outside the workspace (`..`). Paths begin at the root of the workspace.',
  'a manifest with a bundle as text and as a file':
    '`client-ca-file` (manifest, line 7, column 9) is given together with `client-ca`. Give one of them.',
  'a manifest with a bundle that is none':
    '`origin-server-ca-file` (manifest, line 6, column 9) is not PEM. Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
  'a manifest with a key in a file':
    '`certificate-file` (manifest, line 5, column 9) names a file in the repository that holds a private key. Make a new key, since the history of the repository keeps this one, and pass it as a secret.',
  'a manifest with a long secret for a variable':
    '`private-key-env` (manifest, line 6, column 9) names the environment variable a value of 25 characters, which is empty or not set. Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.',
  'a manifest that sends headers outside its zone':
    "`probe-request-headers` would go to `thief.example`, outside the zone example.com. Next to a manifest, which a pull request can change, they go only to hosts within the zone's name: give that target to a step of its own, without a manifest, or leave the headers out.",
  'a manifest that sends headers to a hostname of its own':
    "`probe-request-headers` would go to `notexample.com`, outside the zone example.com. Next to a manifest, which a pull request can change, they go only to hosts within the zone's name: give that target to a step of its own, without a manifest, or leave the headers out.",
  'a manifest that sends headers where only the id of the zone is known':
    "`probe-request-headers` would go to `example.com`, and the manifest gives the zone only by its id. Next to a manifest, which a pull request can change, they go only to hosts within the zone's name: give the zone by its name, or leave the headers out.",
  "a manifest that sends the step's headers outside its zone":
    "`probe-request-headers` would go to `thief.example`, outside the zone example.com. Next to a manifest, which a pull request can change, they go only to hosts within the zone's name: give that target to a step of its own, without a manifest, or leave the headers out.",
  'a manifest and a level':
    '`level` is given together with `manifest`. Set it in the manifest, for the target it belongs to.',
  'a manifest and a certificate':
    '`certificate` is given together with `manifest`. Set it in the manifest, for the target it belongs to.',
  'a manifest and hostnames':
    '`hostnames` is given together with `manifest`. Set it in the manifest, for the target it belongs to.',
  'a manifest and a zone it does not name':
    '`zone` names `example.org`, which the manifest does not have. Write zones as the manifest does, or leave `zone` out to take them all.',
  'a manifest and a list of no zones': '`zone` does not name a zone. Leave it out to take all zones.',
  'a manifest to delete by':
    '`manifest` does not apply to `operation: delete` (it belongs to `rotate`, `status`, `matrix`). Remove it, or change `operation`.',
  'a matrix without a manifest':
    '`manifest` is empty, and `operation: matrix` needs it. Write the path of a YAML file in the repository, or the YAML itself.',
};
