#!/usr/bin/env bash
# What people write: upload, poll, delete what was there before.
set -euo pipefail
url="$API/zones/$ZONE/origin_tls_client_auth"
call() { curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$@"; }
former=$(call "$url" | jq -r '.result[].id')
id=$(jq -n --arg certificate "$CERTIFICATE" --arg private_key "$PRIVATE_KEY" '$ARGS.named' |
  call -X POST -H 'Content-Type: application/json' --data @- "$url" | jq -r '.result.id')
until [ "$(call "$url/$id" | jq -r '.result.status')" = active ]; do sleep 2; done
for one in $former; do call -X DELETE "$url/$one"; done
