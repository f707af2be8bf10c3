import type { Sentences } from './certificate-sentences.ts';

/** What is said of inputs, word for word, by the name of the row that ends in it; one row for every sentence. */
export const inputSentences: Sentences = {
  'a token that is empty':
    '`api-token` is empty. Make an API token with the permissions SSL and Certificates: Edit and Zone: Read, keep it as a secret, and pass `${{ secrets.NAME }}`. Does the secret exist in this repository or in the environment of the job, and is it passed to a called workflow?',
  'a token with a line break inside':
    '`api-token` has a line break in it. Store the secret again with the token alone.',
  'a token with a blank inside':
    '`api-token` has a space in it. Store the secret again with the token alone.',
  'a token that is a global key':
    '`api-token` is a global API key, which can do everything in the account. Make an API token with the permissions SSL and Certificates: Edit and Zone: Read, keep it as a secret, and pass `${{ secrets.NAME }}`.',
  'a token that is an Origin CA key':
    '`api-token` is an Origin CA key, which cannot manage origin pulls. Make an API token with the permissions SSL and Certificates: Edit and Zone: Read, keep it as a secret, and pass `${{ secrets.NAME }}`.',
  'a token with characters that no header has':
    '`api-token` has characters that a token never has. Store the secret again with the token alone.',
  'a token that is a private key':
    '`api-token` holds a PEM text. Make an API token with the permissions SSL and Certificates: Edit and Zone: Read, keep it as a secret, and pass `${{ secrets.NAME }}`.',
  'a token of a novel': '`api-token` is longer than any token. Store the secret again with the token alone.',
  'a zone of 31 characters':
    '`zone` looks like an id, but has 31 characters. Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.',
  'a zone of 33 characters':
    '`zone` looks like an id, but has 33 characters. Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.',
  'a zone as URL':
    '`zone` is `https://example.com/`, which begins with a scheme such as https://. Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.',
  'a zone of one word':
    '`zone` is `example`, which has no dot in it, so it is not a full hostname. Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.',
  'a zone that is a wildcard':
    '`zone` is `*.example.com`, which is a wildcard. Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.',
  'no zone':
    '`zone` is empty, and `operation: rotate` needs it. Write the name of the zone, such as `example.com`, or its id.',
  'no level':
    '`level` is empty, and `operation: rotate` needs it. Write `zone` or `hostname`; it has no default, so that an empty list of hostnames never means the whole zone.',
  'neither certificate nor key':
    '`certificate` is empty, and `operation: rotate` needs it. Pass the certificate as PEM text. Does the secret exist in this repository or in the environment of the job, and is it passed to a called workflow?',
  'a private key as zone, 0':
    '`zone` holds a private key, but is not meant for secrets. The runner prints the `with:` inputs of a step before this action begins, and masks only what comes from `secrets`: unless this key did, it is in the log. In that case treat it as leaked: delete the log, make a new key, have a certificate issued for it, and rotate to that. Keys belong in `private-key`, from a secret.',
  'a zone of null':
    '`zone` holds a placeholder, not a value. Check the variable or expression in the workflow.',
  'a variable that nobody resolved':
    '`grace-period` is an expression that was not resolved. Check the variable or expression in the workflow.',
  'the boolean yes': '`dry-run` is `yes`. Write `true` or `false`.',
  'the boolean 1': '`enable` is `1`. Write `true` or `false`.',
  'the duration -1':
    '`grace-period` is `-1`, which is not a duration. Write a whole number and a unit, such as `90s`, `10m`, `2h` or `7d`.',
  'the duration 25h': '`grace-period` is `25h`. It must be between `0s` and `24h`.',
  'no time at all': '`timeout` is `0s`. It must be between `1s` and `24h`.',
  'an unknown operation':
    '`operation` is `rotete`. Write `rotate`, `status`, `delete`, `disable` or `matrix`.',
  'an unknown level': '`level` is `host`. Write `zone` or `hostname`.',
  'an unknown way on failure': '`on-failure` is `ignore`. Write `stop` or `continue`.',
  'hostnames with a wildcard':
    '`hostnames` is not a list of hostnames: the entry, `*.example.com`, is a wildcard. Cloudflare takes certificates for single hostnames only: name each one, or use `level: zone`.',
  'hostnames with an IPv4 address':
    '`hostnames` is not a list of hostnames: the entry, `192.0.2.1`, is an IP address. Write the hostname that visitors use.',
  'hostnames with a port':
    '`hostnames` is not a list of hostnames: entry 2, `api.example.com:443`, has a port. Leave the port out: certificates belong to hostnames, whatever the port.',
  'hostnames with a scheme':
    '`hostnames` is not a list of hostnames: the entry, `https://www.example.com`, begins with a scheme such as https://. Write the bare hostname, such as `www.example.com`.',
  'hostnames with a path':
    '`hostnames` is not a list of hostnames: the entry, `www.example.com/shop`, has a path or query. Write the bare hostname, such as `www.example.com`.',
  'hostnames with a user':
    '`hostnames` is not a list of hostnames: the entry, `me@example.com`, has an @ in it. Write the bare hostname, such as `www.example.com`.',
  'hostnames with a blank':
    '`hostnames` is not a list of hostnames: the entry, `www.example.com api.example.com`, has a space in it. Separate hostnames with commas or lines.',
  'hostnames with one word':
    '`hostnames` is not a list of hostnames: the entry, `www`, has no dot in it, so it is not a full hostname. Write the bare hostname, such as `www.example.com`.',
  'hostnames with a percent sign':
    '`hostnames` is not a list of hostnames: the entry, `ex%61mple.example.com`, is not a hostname. Write the bare hostname, such as `www.example.com`.',
  'hostnames with 101 names':
    '`hostnames` names 101 hostnames, and Cloudflare takes 100 on one certificate. Split them across several certificates.',
  'hostnames with commas alone': '`hostnames` does not name a hostname. Name at least one.',
  'hostname level without hosts':
    '`level` is `hostname`, but neither `hostnames` nor `replace` says which. Name the hostnames, or the id of the certificate to replace. If the list comes from a variable, is it empty?',
  'zone level with hosts':
    '`hostnames` is given at zone level, where one certificate serves the whole zone. Remove it, or write `level: hostname`.',
  'zone level with a certificate to replace':
    '`replace` is given at zone level, where one certificate serves the whole zone. Remove it, or write `level: hostname`.',
  'hosts and a certificate to replace':
    '`replace` is given together with `hostnames`. Give one of them: `replace` finds the hostnames itself.',
  'two certificates to replace':
    '`replace` holds more than one word. Write one id as Cloudflare shows it, such as `2458ce5a-0c35-4c7f-82c7-8e9487d3ff60`; `operation: status` lists them.',
  'a path to replace':
    '`replace` is not the id of a certificate. Write one id as Cloudflare shows it, such as `2458ce5a-0c35-4c7f-82c7-8e9487d3ff60`; `operation: status` lists them.',
  'a deletion of nothing':
    '`certificate-id` is empty, and `operation: delete` needs it. Write the id of the certificate to delete, or `expired` for all that are expired and unused.',
  'a deletion of hostnames':
    '`hostnames` does not apply to `operation: delete` (it belongs to `rotate`, `status`, `disable`). Remove it, or change `operation`.',
  'a rotation with an id to delete':
    '`certificate-id` does not apply to `operation: rotate` (it belongs to `delete`). Remove it, or change `operation`.',
  'a rotation with a mode':
    '`mode` does not apply to `operation: rotate` (it belongs to `disable`). Remove it, or change `operation`.',
  'hostnames to disable without a mode':
    '`mode` is empty, and `level: hostname` needs it. Write `withdraw` to let the zone level apply again, or `off` to send no client certificate even if the zone level is on.',
  'hostnames to disable without hostnames':
    '`hostnames` is empty, and `level: hostname` needs it. Name the hostnames to disable.',
  'a zone to disable with a mode':
    '`mode` is given at zone level, where the switch of the whole zone is turned off. Remove it, or write `level: hostname`.',
  'an unknown mode': '`mode` is `stop`. Write `withdraw` or `off`.',
  'nothing to disable':
    '`level` is empty, and `operation: disable` needs it. Write `zone` or `hostname`; it has no default, so that an empty list of hostnames never means the whole zone.',
  'hosts without a level in a status': '`hostnames` is given without `level`. Write `level: hostname`.',
  'an issue without a token':
    '`github-token` is empty, and `open-issue: true` needs it. Leave it out, so that it is `${{ github.token }}`, and grant the job `permissions: issues: write`.',
  'an issue token with blanks':
    '`github-token` has characters that a token never has. Leave it out, so that it is `${{ github.token }}`, and grant the job `permissions: issues: write`.',
  'refinements of checks that nobody asked for': [
    '`probe-request-headers` does nothing without `probe-urls`. Name what to check in `probe-urls`.',
    '`probe-echo-header` does nothing without `probe-urls`. Name what to check in `probe-urls`.',
  ],
};
