export const id = 513;
export const ids = [513,105];
export const modules = {

/***/ 3772:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ judgeTrust)
});

// EXTERNAL MODULE: ./lib/certificate/finding.js
var finding = __webpack_require__(8062);
// EXTERNAL MODULE: ./lib/certificate/leaf.js
var certificate_leaf = __webpack_require__(4855);
// EXTERNAL MODULE: ./lib/certificate/certificate-fields.js
var certificate_fields = __webpack_require__(1456);
;// CONCATENATED MODULE: ./lib/certificate/trust-reasons.js



const SERVERS = 'that uses OpenSSL (nginx, Apache, HAProxy)';
const ISSUE_AGAIN = 'Have the certificate issued again without that';
const OF_THE_LEAF = {
    INVALID_PURPOSE: [
        'it is not for TLS clients: its extendedKeyUsage lacks clientAuth (`any` alone does not count), its keyUsage allows neither digitalSignature nor keyAgreement, or its Netscape type names another use',
        'Have it issued with extendedKeyUsage clientAuth and keyUsage digitalSignature',
    ],
    CERT_NOT_YET_VALID: ['it is not valid yet', 'Run again later, or check the clocks here and at the CA'],
    CERT_HAS_EXPIRED: ['it has expired', 'Issue a new one, or check the clock here'],
    'unhandled critical extension': [
        'it has a critical extension that OpenSSL does not know',
        `${ISSUE_AGAIN}, or with the extension not critical`,
    ],
    'invalid or inconsistent certificate extension': ['one of its extensions is malformed', ISSUE_AGAIN],
};
const NO_CA = [
    'a certificate above it is not a CA: it lacks CA:TRUE, or its keyUsage lacks keyCertSign',
    'Issue from a CA certificate',
];
const SHORT_KEY = [
    'an authority above it has a key that is too short',
    'Issue from an authority with an RSA key of at least 2048 bits, or with an EC key',
];
const WEAK_SIGNATURE = [
    'it, or an intermediate above it, is signed with SHA-1 or MD5',
    'Have that one signed again with SHA-256',
];
const OF_THE_AUTHORITIES = {
    CERT_SIGNATURE_FAILURE: [
        "an authority of the issuer's name is there, but another key made the signature",
        'Add the authority that really issued it to the CA file of the origin and to `client-ca`',
    ],
    INVALID_CA: NO_CA,
    'key usage does not include certificate signing': NO_CA,
    PATH_LENGTH_EXCEEDED: [
        'an authority above it allows fewer intermediates below itself than there are (`pathlen`)',
        'Issue from an authority that is allowed to, or renew the one that forbids it',
    ],
    INVALID_PURPOSE: [
        'an authority above it is not for TLS clients: its extendedKeyUsage lacks clientAuth, or its Netscape type names another use',
        'Issue from an authority without an extendedKeyUsage, or with clientAuth in it',
    ],
    CERT_NOT_YET_VALID: ['an authority above it is not valid yet', 'Check the clocks here and at the CA'],
    CERT_HAS_EXPIRED: [
        'an authority above it has expired',
        'Renew the CA certificate at the origin and in `client-ca`',
    ],
    CERT_CHAIN_TOO_LONG: ['the path to its root is too long', 'Issue from an authority nearer to the root'],
    'CA signature digest algorithm too weak': WEAK_SIGNATURE,
    ERR_SSL_CA_MD_TOO_WEAK: WEAK_SIGNATURE,
    'CA certificate key too weak': SHORT_KEY,
    ERR_SSL_CA_KEY_TOO_SMALL: SHORT_KEY,
    'permitted subtree violation': [
        'the name constraints of an authority above it do not permit one of its names',
        'Issue from an authority that may issue these names, or with names that it permits',
    ],
    'excluded subtree violation': [
        'the name constraints of an authority above it exclude one of its names',
        'Issue from an authority that may issue these names, or without that name',
    ],
    'unsupported name constraint type': [
        'an authority above it has name constraints of a kind that OpenSSL does not know',
        'Issue from an authority without them',
    ],
    'unhandled critical extension': [
        'an authority above it has a critical extension that OpenSSL does not know',
        'Issue from another authority, or renew this one without that',
    ],
    'invalid or inconsistent certificate extension': [
        'an extension of an authority above it is malformed',
        'Issue from another authority, or renew this one without that',
    ],
};
function refusedAlone(answer, leaf, input) {
    const opening = `An origin ${SERVERS} would refuse ${(0,finding/* certificateOf */.tq)(input)} (${(0,finding/* shown */.SP)(leaf.subject)}), no matter which authorities it trusts`;
    const says = sentenceOf(opening, answer, OF_THE_LEAF[answer.code]);
    return (0,finding/* finding */.gk)('refuse-unless-origin-check', 'OPENSSL_REFUSES_CERTIFICATE', input, says);
}
function refusedByBundle(answer, about, severity) {
    const opening = `An origin ${SERVERS} and trusts \`client-ca\` would refuse the certificate`;
    const text = missing(answer.code, about) ?? OF_THE_AUTHORITIES[answer.code];
    return (0,finding/* finding */.gk)(severity, 'CLIENT_CA_REFUSES', 'client-ca', sentenceOf(opening, answer, text));
}
function sentenceOf(opening, { kind, code }, text) {
    const [cause, cure] = text ?? [
        '',
        "Look up the reason in OpenSSL's documentation (`X509_STORE_CTX_get_error`)",
    ];
    if (kind === 'no-verdict' && text === undefined)
        return `OpenSSL gave no verdict on the certificate (${code}). ${cure}.`;
    return `${opening} (${code})${cause === '' ? '' : `: ${cause}`}. ${cure}.`;
}
function missing(code, { leaf, chain, authorities }) {
    const certificate = (0,certificate_leaf/* parseCertificate */.hB)(leaf.pem);
    if (certificate === undefined)
        return undefined;
    const signer = authorities.find((one) => (0,certificate_leaf/* isSignedBy */.s3)(certificate, one));
    if (code === 'UNABLE_TO_GET_ISSUER_CERT')
        return [
            `\`client-ca\` holds ${nameOf(signer)} without the root above it`,
            'Add the root to the CA file of the origin and to `client-ca`',
        ];
    if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT')
        return [
            'it is self-signed, and `client-ca` does not hold this very certificate',
            'Add it to the CA file of the origin and to `client-ca`, or issue from a CA',
        ];
    if (code !== 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' && code !== 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
        return undefined;
    if (signer !== undefined)
        return notTakenForIssuer(certificate, signer);
    const issuer = (0,finding/* shown */.SP)(leaf.issuer);
    if (chain.some((one) => (0,certificate_leaf/* isSignedBy */.s3)(certificate, one)))
        return [
            `its issuer ${issuer} was pasted with it, but Cloudflare sends the leaf alone`,
            'Add that intermediate, and what is above it, to the CA file of the origin and to `client-ca`',
        ];
    const namesake = authorities.find((one) => (0,certificate_leaf/* describe */.q0)(one)?.subject === leaf.issuer);
    if (namesake !== undefined)
        return [
            `\`client-ca\` holds an authority of that name, but with another key: the certificate asks for key id ${keyIdOf(leaf.issuerKeyId)}, and the authority has ${keyIdOf((0,certificate_fields/* readFacts */.M)(namesake.raw)?.subjectKeyId)}`,
            'Add the authority that issued the certificate to the CA file of the origin and to `client-ca`',
        ];
    return [
        `no certificate in \`client-ca\` issued it; its issuer is ${issuer}`,
        'Add that issuer to the CA file of the origin, or issue from the CA it trusts',
    ];
}
function notTakenForIssuer(certificate, signer) {
    const asked = (0,certificate_fields/* readFacts */.M)(certificate.raw)?.authorityKeyId;
    const own = (0,certificate_fields/* readFacts */.M)(signer.raw)?.subjectKeyId;
    if (asked !== undefined && own !== undefined && asked !== own)
        return [
            `${nameOf(signer)} signed it, but the key ids do not fit: the certificate asks for key id ${keyIdOf(asked)}, and the authority has ${keyIdOf(own)}`,
            'Issue the certificate again from the authority as it stands in `client-ca`, or add the authority with the id that the certificate asks for',
        ];
    return [
        `${nameOf(signer)} signed it, but may not issue certificates (its keyUsage lacks keyCertSign), or is not the one that the certificate's authorityKeyIdentifier names`,
        'Issue from a CA certificate, and give that as `client-ca`',
    ];
}
function keyIdOf(id) {
    return id?.slice(0, 64) ?? 'none';
}
function nameOf(authority) {
    return authority === undefined ? 'an intermediate' : (0,finding/* shown */.SP)((0,certificate_leaf/* describe */.q0)(authority)?.subject ?? '');
}

// EXTERNAL MODULE: ./lib/certificate/certificate-checks.js
var certificate_checks = __webpack_require__(4844);
;// CONCATENATED MODULE: ./lib/certificate/trust.js





async function judgeTrust(about, world) {
    const { clientCa, originGiven, input, leaf } = about;
    const alone = { leaf: leaf.pem, key: about.key.keyObject(), authorities: undefined };
    const answer = await askInTime({ ...alone, authorities: clientCa }, world);
    if (answer.kind === 'accepted')
        return clientCa === undefined ? trust(false) : accepted(answer.intermediates);
    const leafAnswer = clientCa === undefined ? answer : await world.askOpenSsl(alone);
    if (leafAnswer.kind !== 'accepted')
        return trust(false, refusedAlone(leafAnswer, leaf, input));
    const severity = originGiven ? 'refuse-unless-origin-check' : 'refuse';
    const authorities = (0,certificate_leaf/* certificatesIn */.Yc)(clientCa ?? '');
    return trust(false, refusedByBundle(answer, { ...about, authorities }, severity));
}
function trust(vouchedByCa, ...findings) {
    return { vouchedByCa, findings };
}
async function askInTime(question, { askOpenSsl, clock, sleep, stop }) {
    const answer = await askOpenSsl(question);
    if (answer.kind !== 'refused' || answer.code !== 'CERT_NOT_YET_VALID')
        return answer;
    const now = clock.wall();
    const begins = (0,certificate_leaf/* certificatesIn */.Yc)(question.leaf + (question.authorities ?? ''))
        .map(({ raw }) => (0,certificate_fields/* readValidity */.T)(raw)?.notBefore ?? now)
        .filter((begin) => begin > now && begin - now <= certificate_checks/* SKEW_MS */.eK);
    if (begins.length === 0)
        return answer;
    await sleep(Math.max(...begins) - now + 1000, stop);
    return await askOpenSsl(question);
}
const DEPTH = 'By default nginx admits one intermediate (`ssl_verify_depth 1`) and Apache none (`SSLVerifyDepth 1`)';
function accepted(intermediates) {
    if (intermediates === 0)
        return trust(true);
    const opening = 'The path from the certificate to its root in `client-ca` has';
    if (intermediates === 1) {
        const says = `${opening} an intermediate. ${DEPTH}: on Apache, set \`SSLVerifyDepth 2\`.`;
        return trust(true, (0,finding/* finding */.gk)('warn', 'CLIENT_CA_ONE_INTERMEDIATE', 'client-ca', says));
    }
    const says = `${opening} ${intermediates} intermediates. ${DEPTH}, so \`client-ca\` does not vouch for the certificate. Set \`ssl_verify_depth ${intermediates}\` or \`SSLVerifyDepth ${intermediates + 1}\` there, and give \`origin\`, so that the origin itself can show that it accepts it.`;
    return trust(false, (0,finding/* finding */.gk)('warn', 'CLIENT_CA_PATH_TOO_LONG', 'client-ca', says));
}


/***/ }),

/***/ 3105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   askAbout: () => (/* binding */ askAbout)
/* harmony export */ });
/* harmony import */ var _certificate_finding_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8062);
/* harmony import */ var _certificate_trust_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3772);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5934);



async function askAbout(judged, world) {
    const problems = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .collector */ .g7)();
    const warnings = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .collector */ .g7)();
    const ask = async ({ target, named, trustCase }) => {
        if (trustCase === undefined)
            return target;
        const { vouchedByCa, findings } = await (0,_certificate_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .judgeTrust */ .g)(trustCase, world);
        const all = [...target.conditional, ...findings];
        const conditional = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .reportFindings */ .LH)({ problems, warnings }, all, findings.some(_certificate_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .isRefusal */ .vu), named);
        const successor = { ...target.successor, vouchedByCa };
        return { ...target, successor, conditional };
    };
    const targets = await Promise.all(judged.map(ask));
    return { targets, problems: problems.problems, warnings: warnings.problems };
}


/***/ }),

/***/ 9513:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/cloudflare/api-error.js + 1 modules
var api_error = __webpack_require__(6176);
// EXTERNAL MODULE: ./lib/cloudflare/foreign-text.js
var foreign_text = __webpack_require__(3395);
// EXTERNAL MODULE: ./lib/cloudflare/json.js
var cloudflare_json = __webpack_require__(9169);
// EXTERNAL MODULE: ./lib/cloudflare/endpoint.js
var cloudflare_endpoint = __webpack_require__(4246);
;// CONCATENATED MODULE: ./lib/cloudflare/server-clock.js
const MIDPOINT = 500;
const LATENESS = 31_000;
function createServerClock(clock) {
    let known;
    let odd;
    const carried = ({ server, monotonic }) => server + (clock.monotonic() - monotonic);
    return {
        now: () => (known === undefined ? clock.wall() : carried(known)),
        observe: (headers) => {
            const date = readHttpDate(headers['date']);
            if (date === undefined)
                return;
            const told = { server: date + MIDPOINT, monotonic: clock.monotonic() };
            const ahead = known === undefined ? 0 : told.server - carried(known);
            const agreed = odd !== undefined && Math.abs(told.server - carried(odd)) <= LATENESS;
            if (Math.abs(ahead) > LATENESS && !agreed)
                odd = told;
            else if (ahead >= 0 || ahead < -LATENESS)
                [known, odd] = [told, undefined];
            else
                odd = undefined;
        },
    };
}
const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;
function readDate(value) {
    if (typeof value !== 'string' || value.length > 64)
        return undefined;
    const parts = RFC_3339.exec(value);
    if (parts === null)
        return undefined;
    const [, day = '', time = '', fraction = '', zone = ''] = parts;
    const whole = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
    if (Number.isNaN(whole))
        return undefined;
    return fraction === '' ? whole : whole + Number(`0.${fraction}`) * 1000;
}
const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
function readHttpDate(value) {
    if (value === undefined || !IMF_FIXDATE.test(value.trim()))
        return undefined;
    const time = Date.parse(value.trim());
    return Number.isNaN(time) ? undefined : time;
}

;// CONCATENATED MODULE: ./lib/cloudflare/shapes.js




const LONGEST_PEM = 64 * 1024;
function readCertificates(result) {
    return readRows(result, oneCertificate);
}
function readCertificate(result, expectedId) {
    const all = readCertificates(result)?.value ?? [];
    const fitting = expectedId === undefined ? all : all.filter((row) => row.id === (0,cloudflare_endpoint/* plainId */.Sd)(expectedId));
    const [only, ...others] = fitting;
    return only === undefined || others.length > 0 ? undefined : { value: only };
}
function readRows(result, one) {
    const read = rowsOf(result)?.map(one);
    const value = read?.filter((row) => row !== undefined);
    return value === undefined || value.length !== read?.length ? undefined : { value };
}
function rowsOf(result) {
    if (result === null)
        return [];
    if (Array.isArray(result))
        return result;
    return (0,cloudflare_json/* asObject */.eB)(result) === undefined ? undefined : [result];
}
function oneCertificate(row) {
    const json = (0,cloudflare_json/* asObject */.eB)(row);
    const id = idOf(json, 'id');
    if (json === undefined || id === undefined)
        return undefined;
    return {
        id,
        ...readStatus(json['status']),
        pem: pemOf(json),
        expiresOn: readDate(json['expires_on']),
        uploadedOn: readDate(json['uploaded_on']),
    };
}
function idOf(json, name) {
    const id = (0,cloudflare_json/* textOf */.b6)(json, name);
    return id !== undefined && (0,cloudflare_endpoint/* isId */.eQ)(id) ? (0,cloudflare_endpoint/* plainId */.Sd)(id) : undefined;
}
function pemOf(json) {
    const pem = (0,cloudflare_json/* textOf */.b6)(json, 'certificate');
    if (pem === undefined || pem.length > LONGEST_PEM || pem.includes('PRIVATE KEY'))
        return undefined;
    return pem;
}
function readAssociations(result) {
    return readRows(result, oneAssociation);
}
function pickAssociations(result, hostnames) {
    const rows = rowsOf(result)?.map(oneAssociation);
    if (rows === undefined)
        return undefined;
    return {
        value: rows.filter((row) => row !== undefined && hostnames.has(row.hostname)),
    };
}
function readAssociation(result, hostname) {
    const rows = (readAssociations(result)?.value ?? []).filter((row) => row.hostname === hostname);
    const [first, second] = rows.filter((row) => !isHistory(row)).toSorted(byWeight);
    const unclear = first !== undefined && second !== undefined && byWeight(first, second) === 0;
    return rows.length === 0 || unclear ? undefined : { value: first };
}
function isHistory({ status }) {
    return status === 'deleted';
}
function byWeight(a, b) {
    const leaves = ({ status }) => (status === 'pending_deletion' ? 1 : 0);
    return leaves(a) - leaves(b) || (b.updatedAt ?? 0) - (a.updatedAt ?? 0);
}
function oneAssociation(row) {
    const json = (0,cloudflare_json/* asObject */.eB)(row);
    const hostname = (0,cloudflare_json/* textOf */.b6)(json, 'hostname');
    if (json === undefined || hostname === undefined)
        return undefined;
    const certificateId = idOf(json, 'cert_id');
    if (certificateId === undefined && !isAbsent(json['cert_id']))
        return undefined;
    const certificateStatus = json['cert_status'];
    return {
        hostname: (0,foreign_text/* asciiName */.dr)(hostname),
        certificateId,
        enabled: enabledOf(json),
        ...readStatus(json['status']),
        certificateStatus: isAbsent(certificateStatus) ? undefined : readStatus(certificateStatus).status,
        updatedAt: readDate(json['updated_at']),
        createdAt: readDate(json['created_at']),
    };
}
function isAbsent(value) {
    return value === undefined || value === null || value === '';
}
function enabledOf(json) {
    const enabled = json['enabled'];
    return typeof enabled === 'boolean' || enabled === null ? enabled : undefined;
}
const STATUSES = [
    'initializing',
    'pending_deployment',
    'active',
    'pending_deletion',
    'deleted',
    'deployment_timed_out',
    'deletion_timed_out',
];
function readStatus(value) {
    const rawStatus = typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : 'unknown';
    return { status: STATUSES.find((status) => status === value) ?? 'unknown', rawStatus };
}
function isTombstone(status) {
    return status === 'pending_deletion' || status === 'deleted';
}
function isDeploying(status) {
    return status === 'initializing' || status === 'pending_deployment';
}
function isLiveStatus(status) {
    return !isTombstone(status) && status !== 'deletion_timed_out';
}

;// CONCATENATED MODULE: ./lib/cloudflare/zones.js




async function findZones(api, name) {
    const wanted = (0,foreign_text/* asciiName */.dr)(name);
    const zones = await api.read({
        method: 'GET',
        template: '/zones',
        values: {},
        query: { name: wanted, per_page: '50' },
        long: true,
        read: (result) => readRows(result, oneZone),
    });
    const found = new Map(zones.filter((zone) => zone.name === wanted).map((zone) => [zone.id, zone]));
    for (const { id, name: known } of found.values())
        api.nameZone(id, known);
    return [...found.values()];
}
function oneZone(row) {
    const json = (0,cloudflare_json/* asObject */.eB)(row);
    const [id, name] = [idOf(json, 'id'), (0,cloudflare_json/* textOf */.b6)(json, 'name')];
    if (id === undefined || name === undefined)
        return undefined;
    const state = json?.['paused'] === true ? 'paused' : (0,foreign_text/* cleanWord */.GD)((0,cloudflare_json/* textOf */.b6)(json, 'status') ?? 'active');
    return { id, name: (0,foreign_text/* asciiName */.dr)(name), inactive: state === 'active' ? undefined : state };
}
async function getSslMode(api, zoneId) {
    return await getSetting(api, zoneId, '/zones/{zone_id}/settings/ssl');
}
async function getSharedCertificateSwitch(api, zoneId) {
    return await getSetting(api, zoneId, '/zones/{zone_id}/settings/tls_client_auth');
}
async function getSetting(api, zoneId, template) {
    try {
        return await api.read({ method: 'GET', template, values: { zone_id: zoneId }, read: readValue });
    }
    catch (error) {
        if (error instanceof api_error/* ApiError */.hD && error.code !== 'API_RATE_LIMITED')
            return undefined;
        throw error;
    }
}
function readValue(result) {
    const value = (0,cloudflare_json/* textOf */.b6)((0,cloudflare_json/* asObject */.eB)(result), 'value');
    return value === undefined ? undefined : { value: (0,foreign_text/* cleanWord */.GD)(value) };
}
const TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/settings';
async function getZoneSwitch(api, zoneId) {
    const values = { zone_id: zoneId };
    return await api.read({ method: 'GET', template: TEMPLATE, values, read: readEnabled });
}
async function setZoneSwitch(api, zoneId, enabled) {
    const values = { zone_id: zoneId };
    return await api.write({ method: 'PUT', template: TEMPLATE, values, body: { enabled }, read: readEnabled });
}
function readEnabled(result) {
    const rows = Array.isArray(result) ? result : [result];
    const enabled = rows.length === 1 ? (0,cloudflare_json/* asObject */.eB)(rows[0])?.['enabled'] : undefined;
    return typeof enabled === 'boolean' ? { value: enabled } : undefined;
}

;// CONCATENATED MODULE: ./lib/zone/resolve-zone.js


function isZoneId(zone) {
    return /^[0-9a-f]{32}$/u.test(zone);
}
async function resolveZone(api, asked) {
    if (isZoneId(asked))
        return { asked, id: asked, name: undefined };
    const zones = (await findZones(api, asked)).filter((zone) => zone.name === asked);
    const [zone, other] = zones;
    if (zone !== undefined && other === undefined)
        return { asked, ...zone };
    throw new errors/* ActionError */.lZ('ZONE_NOT_FOUND', {
        happened: zone === undefined
            ? `The token sees no zone named ${asked}.`
            : `The token sees ${zones.length} zones named ${asked}, in different accounts.`,
        inForce: 'Nothing was changed.',
        remedy: zone === undefined
            ? 'Check the name (the zone, not a hostname in it), and that the token includes this zone with Zone: Read; or give the zone id.'
            : 'Give the zone id instead of the name.',
    });
}

;// CONCATENATED MODULE: ./lib/fleet/in-parallel.js


function byZone(items, keyOf = (zone) => zone) {
    return [...Map.groupBy(items, (item) => keyOf(item.zone)).values()];
}
async function inParallel(items, width, work, wider = width) {
    const results = [];
    const queue = items.entries();
    const firstEnded = Promise.withResolvers();
    let ended = 0;
    const worker = async () => {
        for (const [index, item] of queue) {
            results[index] = await work(item);
            ended += 1;
            if (ended >= width)
                firstEnded.resolve();
        }
    };
    const later = async () => {
        await firstEnded.promise;
        await worker();
    };
    const count = Math.min(wider, items.length);
    await Promise.all(Array.from({ length: count }, (_, index) => (index < width ? worker() : later())));
    return results;
}
function resolver(api) {
    const known = new Map();
    return (asked) => {
        const found = known.get(asked) ?? resolveZone(api, asked);
        known.set(asked, found);
        return found;
    };
}
async function targetsByZone(targets, resolve, width) {
    const asked = [...new Set(targets.map(({ zone }) => zone))];
    const names = asked.filter((zone) => !isZoneId(zone));
    if (names.length === 0 || names.length === asked.length)
        return byZone(targets);
    const ids = new Map();
    await inParallel(names, width, async (name) => {
        const zone = await resolve(name).catch(() => undefined);
        if (zone !== undefined)
            ids.set(name, zone.id);
    });
    const zones = byZone(targets, (zone) => ids.get(zone) ?? zone);
    zones.forEach(refuseTwice);
    return zones;
}
function refuseTwice(targets) {
    const owners = new Map();
    for (const target of targets)
        for (const place of placesOf(target)) {
            const owner = owners.get(place);
            if (owner === undefined)
                owners.set(place, target);
            else if (owner.zone !== target.zone)
                throw twice(owner, target, place);
        }
}
function placesOf({ level, hostnames, replace }) {
    if (level === 'zone')
        return ['the zone level'];
    return [
        ...hostnames.map((hostname) => `the hostname ${hostname}`),
        ...(replace === undefined ? [] : [`the certificate ${replace}`]),
    ];
}
function twice(one, other, place) {
    return new errors/* ActionError */.lZ('INPUT_INVALID', {
        happened: `\`manifest\` has ${place} twice: ${one.zone} and ${other.zone} are one zone.`,
        inForce: 'Nothing was changed.',
        remedy: 'Name the zone once, and each of its targets once.',
    });
}

// EXTERNAL MODULE: ./lib/outside.js
var outside = __webpack_require__(6852);
// EXTERNAL MODULE: ./lib/cloudflare/api-answer.js
var api_answer = __webpack_require__(6982);
;// CONCATENATED MODULE: ./lib/cloudflare/retries.js


const PACES = {
    transient: { attempts: 6, delay: (nth, random) => random * Math.min(500 * 2 ** (nth - 1), 20_000) },
    conflict: { attempts: 13, delay: (_, random) => 4_000 + random * 2_000 },
    'young-token': { attempts: 5, delay: (nth, random) => (0.75 + random / 4) * 1000 * 2 ** (nth - 1) },
    authentication: { attempts: 4, delay: (nth, random) => (0.75 + random / 4) * 1000 * 2 ** (nth - 1) },
    throttled: { attempts: 60, delay: () => 0 },
};
function repetition(reason, nth, random) {
    const pace = PACES[reason];
    if (nth >= pace.attempts)
        return undefined;
    return { delay: pace.delay(nth, random), attempt: nth + 1, of: pace.attempts };
}
const FIRST_BLIND_WAIT = 5_000;
const LONGEST_BLIND_WAIT = 300_000;
const SHORTEST_WAIT = 500;
const LONGEST_SHORT_WAIT = 20_000;
function waitAfter429(headers, nth, serverNow) {
    const asked = retryAfter(headers, serverNow);
    if (asked === undefined)
        return Math.min(FIRST_BLIND_WAIT * 2 ** (nth - 1), LONGEST_BLIND_WAIT);
    return Math.max(asked, Math.min(SHORTEST_WAIT * 2 ** (nth - 1), LONGEST_SHORT_WAIT));
}
function stayAway({ status, headers }, nth, serverNow) {
    if (status === 429)
        return waitAfter429(headers, nth, serverNow);
    return status === 503 ? (retryAfter(headers, serverNow) ?? 0) : 0;
}
function retryAfter(headers, serverNow) {
    const text = headers['retry-after']?.trim();
    if (text === undefined)
        return undefined;
    if (/^\d{1,15}(?:\.\d{1,9})?$/.test(text))
        return Math.ceil(Number(text) * 1000);
    const date = readHttpDate(text);
    if (date === undefined)
        return undefined;
    const wait = date - (readHttpDate(headers['date']) ?? serverNow - 1000);
    return wait >= 0 ? wait : undefined;
}
function assertMayStart(world, last) {
    if (world.stop.aborted)
        throw cancelled(last);
    if (world.clock.monotonic() >= world.deadline())
        throw timedOut(last);
}
function cancelled(last) {
    return new errors/* ActionError */.lZ('CANCELLED', {
        happened: sentence('The run was cancelled and made no further calls.', last),
        remedy: 'Run again: it continues from what Cloudflare has.',
    }, { cause: last });
}
function timedOut(last) {
    return new errors/* ActionError */.lZ('TIMED_OUT', {
        happened: sentence("The run's time (`timeout`) is up: it made no further calls.", last),
        remedy: 'Run again, with a longer `timeout` if this happens often: it continues from what Cloudflare has.',
    }, { cause: last });
}
function limitOutlastsRun(wait, at) {
    const moment = at < 8.64e15 && wait < 86_400_000
        ? `at ${new Date(Math.ceil(at / 60_000) * 60_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
        : 'in more than a day';
    return `Cloudflare accepts calls again ${moment}, but the time of this run (\`timeout\`) is up before that. Run again then.`;
}
function seconds(ms) {
    return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.ceil(ms / 1000)} s`;
}
function sentence(first, last) {
    return last === undefined ? first : `${first} Before that: ${last.happened}`;
}

;// CONCATENATED MODULE: ./lib/cloudflare/attempt.js



const HEARTBEAT_MS = 12_000;
const LONG_WAIT = 10_000;
const ATTEMPT_MS = 30_000;
const AFTER_CANCEL_MS = 4_000;
const MOST_BYTES = 1024 * 1024;
const MOST_BYTES_OF_A_LIST = 8 * 1024 * 1024;
async function takeTurn(world, state, last, waited) {
    for (;;) {
        assertMayStart(world, last);
        const now = world.clock.monotonic();
        const wait = state.budget.wait(now);
        if (wait <= 0) {
            if (waited === undefined || now - waited.since <= LONG_WAIT)
                return state.budget.started(now);
            await waited.look();
            waited = { ...waited, since: world.clock.monotonic() };
            continue;
        }
        const left = world.deadline() - now;
        if (wait >= left && state.budget.underWay() === 0)
            throw limited(state, now, wait);
        tell(world, state, now, wait);
        await world.sleep(Math.ceil(Math.min(wait, left, HEARTBEAT_MS)), AbortSignal.any([world.stop, state.budget.changed()]));
    }
}
function tell(world, state, now, wait) {
    const isTold = now + wait <= state.toldUntil + 1000 && now - state.toldAt < HEARTBEAT_MS;
    if (wait < 1000 || isTold)
        return;
    state.toldUntil = now + wait;
    state.toldAt = now;
    world.say(`${whyNot(state, now)}: continuing in ${seconds(wait)}.`);
}
function whyNot({ budget }, now) {
    return budget.isClosed(now) ? "Cloudflare's API asked for a pause" : "Cloudflare's rate limit is used up";
}
function limited(state, now, wait) {
    return new errors/* ActionError */.lZ('API_RATE_LIMITED', {
        happened: `${whyNot(state, now)}.`,
        remedy: limitOutlastsRun(wait, state.serverClock.now() + wait),
    });
}
async function attempt(world, state, request, turn, throttled) {
    const { settings, budget, serverClock, calls } = state;
    const reads = request.method === 'GET';
    const patience = reads ? undefined : abortAfterCancel(world.stop, AFTER_CANCEL_MS, world.sleep);
    let headers;
    try {
        const url = urlOf(settings.baseUrl, request);
        const endpoint = (0,cloudflare_endpoint/* endpointOf */.X5)(request);
        calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
        const answer = await world.http({
            method: request.method,
            url,
            headers: {
                authorization: `Bearer ${settings.token}`,
                'user-agent': settings.userAgent,
                accept: 'application/json',
                ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
            timeoutMs: reads ? Math.min(ATTEMPT_MS, world.deadline() - world.clock.monotonic()) : ATTEMPT_MS,
            maxBytes: request.long === true ? MOST_BYTES_OF_A_LIST : MOST_BYTES,
            signal: patience?.signal ?? world.stop,
        });
        headers = answer.headers;
        state.answered = true;
        serverClock.observe(headers);
        const away = stayAway(answer, throttled + 1, serverClock.now());
        budget.closeUntil(world.clock.monotonic() + away);
        return { answer, away };
    }
    finally {
        patience?.close();
        budget.ended(turn, world.clock.monotonic(), headers);
    }
}
function urlOf(baseUrl, request) {
    const path = (0,cloudflare_endpoint/* pathOf */.XM)(request.template, request.values);
    const query = new URLSearchParams(request.query).toString();
    return `${baseUrl.replace(/\/+$/, '')}${path}${query === '' ? '' : `?${query}`}`;
}
function abortAfterCancel(stop, ms, sleep) {
    const over = new AbortController();
    let waiting;
    const wait = async (given) => {
        await sleep(ms, given.signal);
        if (!given.signal.aborted)
            over.abort();
    };
    const begin = () => {
        waiting = new AbortController();
        void wait(waiting);
    };
    if (stop.aborted)
        begin();
    else
        stop.addEventListener('abort', begin, { once: true });
    return {
        signal: over.signal,
        close: () => {
            stop.removeEventListener('abort', begin);
            waiting?.abort();
        },
    };
}

;// CONCATENATED MODULE: ./lib/cloudflare/call.js







async function call(world, state, request, since) {
    const calling = { world, state, request };
    const repeated = new Map();
    let doubt = false;
    let mistrusted = false;
    let lookedAt = since;
    let last;
    for (;;) {
        let verdict;
        let away;
        try {
            const look = request.beforeAgain;
            const turn = await takeTurn(world, state, last, look && { since: lookedAt, look });
            [verdict, away] = await attemptOnce(calling, turn, repeated.get('throttled') ?? 0);
        }
        catch (error) {
            if (error instanceof errors/* ActionError */.lZ)
                return { kind: 'failed', error, doubt: doubt || mistrusted };
            throw error;
        }
        if (verdict.kind === 'done')
            return verdict;
        if (verdict.kind === 'refused')
            return { kind: 'failed', error: verdict.error, doubt: doubt || mistrusted };
        const isAuthentication = verdict.reason === 'authentication';
        if (request.method !== 'GET' && verdict.applied === 'perhaps') {
            if (isAuthentication)
                mistrusted = true;
            doubt ||= !isAuthentication || request.method === 'POST';
        }
        if (doubt && request.method === 'POST')
            return { kind: 'failed', error: verdict.error, doubt };
        last = verdict.error;
        const nth = (repeated.get(verdict.reason) ?? 0) + 1;
        repeated.set(verdict.reason, nth);
        const error = (await pause(calling, verdict, nth, away)) ?? (await objection(request.beforeAgain));
        const stays = isAuthentication && error === verdict.error;
        if (error !== undefined)
            return { kind: 'failed', error, doubt: doubt || (mistrusted && !stays) };
        lookedAt = world.clock.monotonic();
    }
}
async function attemptOnce({ world, state, request }, turn, throttled) {
    try {
        const { answer, away } = await attempt(world, state, request, turn, throttled);
        const secrets = [state.settings.token, ...(request.secrets ?? [])];
        const verdict = (0,api_answer/* judgeAnswer */._n)(request, answer, secrets, mayAuthenticate(state, request));
        if (verdict.kind === 'done') {
            state.authenticated = true;
            state.lacking.delete((0,cloudflare_endpoint/* endpointOf */.X5)(request));
        }
        return [verdict, away];
    }
    catch (error) {
        if (!(error instanceof outside/* TransportError */.w))
            throw error;
        const { host } = new URL(state.settings.baseUrl);
        return [(0,api_answer/* judgeFault */.M$)(request, error.fault, state.answered, host), 0];
    }
}
function mayAuthenticate(state, request) {
    return state.authenticated && !(request.method === 'GET' && state.lacking.has((0,cloudflare_endpoint/* endpointOf */.X5)(request)));
}
async function pause({ world, state, request }, verdict, nth, away) {
    const now = world.clock.monotonic();
    const { reason, error, because } = verdict;
    const next = repetition(reason, nth, world.random());
    const throttled = reason === 'throttled';
    const delay = Math.max(away, next?.delay ?? 0);
    if (away > 0) {
        state.toldUntil = Math.max(state.toldUntil, now + away);
        state.toldAt = now;
    }
    if (next === undefined && reason === 'authentication')
        state.lacking.add((0,cloudflare_endpoint/* endpointOf */.X5)(request));
    if (next === undefined)
        return error;
    if (world.stop.aborted)
        return cancelled(error);
    if (away > 0 && now + away >= world.deadline())
        return outlasted(error, away, state.serverClock.now() + away);
    if (now + delay >= world.deadline())
        return tooLate(error);
    const soon = delay < 50 ? 'at once' : `in ${seconds(delay)}`;
    world.say(`${zoneOf(request, state)}${(0,cloudflare_endpoint/* endpointOf */.X5)(request)}: ${because}; ${WHY[reason]}, ` +
        `trying again ${soon} (attempt ${next.attempt} of ${next.of}).`);
    if (!throttled)
        await world.sleep(next.delay, world.stop);
    return undefined;
}
function zoneOf({ values, query }, { zoneNames }) {
    const id = values.zone_id;
    const zone = id === undefined ? query?.['name'] : (zoneNames.get(id) ?? id);
    return zone === undefined ? '' : `${zone}: `;
}
async function objection(beforeAgain = () => Promise.resolve()) {
    try {
        await beforeAgain();
        return undefined;
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ)
            return error;
        throw error;
    }
}
const WHY = {
    transient: 'this is often temporary',
    conflict: 'another change to this zone is in progress',
    'young-token': 'a new token takes a moment to become valid',
    authentication: 'valid tokens get this now and then',
    throttled: 'the rate limit was reached',
};
function tooLate(error) {
    return error instanceof api_error/* ApiError */.hD && error.status === 409 ? error : timedOut(error);
}
function outlasted(error, wait, at) {
    return error instanceof api_error/* ApiError */.hD ? error.withExplanation({ cure: limitOutlastsRun(wait, at) }) : error;
}

;// CONCATENATED MODULE: ./lib/cloudflare/rate-limit-answers.js
const LONGEST_WINDOW = 300;
const MOST_CALLS = 1_000_000;
function readRemaining(header) {
    return allowances(header, 'r', 't', 0);
}
function readQuotas(header) {
    return allowances(header, 'q', 'w', 1);
}
const MOST_ITEMS = 8;
const PARAMETER = /^([a-z])=(\d{1,9})$/;
function allowances(header = '', count, span, least) {
    const items = header.slice(0, 1024).split(',').slice(0, MOST_ITEMS);
    return items.flatMap((text) => {
        const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
        const values = new Map(parameters.toReversed().map((one) => {
            const [, key, digits] = PARAMETER.exec(one) ?? [];
            return [key, Number(digits)];
        }));
        const [calls = -1, seconds = -1] = [values.get(count), values.get(span)];
        const fits = calls >= least && calls <= MOST_CALLS && seconds >= least && seconds <= LONGEST_WINDOW;
        return name === '' || !fits ? [] : [{ name: name.replaceAll('"', ''), calls, ms: seconds * 1000 }];
    });
}
const RESOLUTION_MS = 1000;
const MOST_WINDOWS = 16;
function createToldWindows() {
    const windows = new Map();
    return {
        wait: (now, underWay) => {
            let longest = 0;
            for (const window of windows.values())
                longest = Math.max(longest, waitFor(window, now, underWay));
            return longest;
        },
        left: (now, underWay) => {
            const counts = [...windows.values()].filter(({ latest }) => now < latest).map(({ left }) => left);
            return Math.min(...counts) - underWay.size;
        },
        has: (name) => windows.has(name),
        ended: (turn, now, told) => {
            for (const remaining of told) {
                const known = windows.get(remaining.name);
                if (known === undefined && windows.size >= MOST_WINDOWS)
                    continue;
                windows.set(remaining.name, merge(known, read(remaining, turn, now), turn));
            }
            for (const [name, window] of windows) {
                if (told.some((remaining) => remaining.name === name))
                    continue;
                if (turn.startedAt >= window.latest)
                    windows.delete(name);
                else
                    windows.set(name, { ...window, left: window.left - 1 });
            }
        },
    };
}
function waitFor(window, now, underWay) {
    if (now < window.latest)
        return window.left - underWay.size < 1 ? window.latest - now : 0;
    const since = [...underWay].filter((turn) => turn.startedAt >= window.latest).length;
    return since < Math.max(1, window.left) ? 0 : RESOLUTION_MS;
}
function read({ calls, ms }, turn, now) {
    return {
        left: calls,
        earliest: turn.startedAt + ms - RESOLUTION_MS,
        latest: now + ms + RESOLUTION_MS,
        seenAt: now,
    };
}
function merge(known, told, turn) {
    if (known === undefined)
        return told;
    const sameWindow = told.earliest <= known.latest && known.earliest <= told.latest;
    const concurrent = turn.startedAt < known.seenAt;
    if (!sameWindow)
        return concurrent && told.latest < known.earliest ? known : told;
    return {
        left: concurrent ? Math.min(told.left, known.left) : told.left,
        earliest: Math.max(told.earliest, known.earliest),
        latest: Math.min(told.latest, known.latest),
        seenAt: told.seenAt,
    };
}

;// CONCATENATED MODULE: ./lib/cloudflare/rate-limit.js

const CALLS_PER_WINDOW = 1200 - 20;
const WINDOW_MS = 300_000 + 1_000;
const rate_limit_RESOLUTION_MS = 1_000;
const MOST_QUOTAS = 16;
function createRateBudget() {
    const starts = [];
    const underWay = new Set();
    const told = createToldWindows();
    const quotas = new Map();
    let closedUntil = -Infinity;
    let change = new AbortController();
    const sliding = (now, calls, windowMs) => {
        const deciding = starts[starts.length - calls];
        return deciding === undefined ? 0 : Math.max(0, deciding + windowMs - now);
    };
    const advertised = (now) => {
        const waits = [...quotas.values()].map(({ name, calls, ms }) => told.has(name) ? 0 : sliding(now, calls, ms + rate_limit_RESOLUTION_MS));
        return Math.max(0, ...waits);
    };
    return {
        wait: (now) => Math.max(0, closedUntil - now, sliding(now, CALLS_PER_WINDOW, WINDOW_MS), told.wait(now, underWay), advertised(now)),
        started: (now) => {
            const turn = { startedAt: now };
            underWay.add(turn);
            starts.push(now);
            while (starts.length > CALLS_PER_WINDOW)
                starts.shift();
            return turn;
        },
        ended: (turn, now, headers = {}) => {
            underWay.delete(turn);
            told.ended(turn, now, readRemaining(headers['ratelimit']));
            for (const quota of readQuotas(headers['ratelimit-policy'])) {
                if (quotas.has(quota.name) || quotas.size < MOST_QUOTAS)
                    quotas.set(quota.name, quota);
            }
            const waiting = change;
            change = new AbortController();
            waiting.abort('a call has ended');
        },
        closeUntil: (moment) => {
            closedUntil = Math.max(closedUntil, moment);
        },
        isClosed: (now) => closedUntil > now,
        left: (now) => {
            if (closedUntil > now)
                return 0;
            const made = starts.length - 1 - starts.findLastIndex((start) => start <= now - WINDOW_MS);
            return Math.max(0, Math.min(CALLS_PER_WINDOW - made, told.left(now, underWay)));
        },
        underWay: () => underWay.size,
        changed: () => change.signal,
    };
}

;// CONCATENATED MODULE: ./lib/cloudflare/client.js






function createApi(world, settings) {
    if (!/^[\x21-\x7e]+$/.test(settings.token)) {
        throw new errors/* ActionError */.lZ('INPUT_INVALID', {
            happened: 'The API token is empty or contains characters that no token has.',
            remedy: 'Store the token in the secret as the dashboard shows it: one line, no spaces, no quotes.',
        });
    }
    const state = {
        settings,
        budget: createRateBudget(),
        serverClock: createServerClock(world.clock),
        calls: new Map(),
        zoneNames: new Map(),
        authenticated: false,
        lacking: new Set(),
        toldUntil: -Infinity,
        toldAt: -Infinity,
        answered: false,
        lastToEnter: Promise.resolve(),
    };
    return apiOn(world, state, createZoneQueue());
}
function apiOn(world, state, queue) {
    return {
        read: async (request) => {
            const ending = await call(world, state, request, world.clock.monotonic());
            if (ending.kind === 'failed')
                throw ending.error;
            return ending.value;
        },
        write: async (request) => {
            const since = world.clock.monotonic();
            return await queue(request.values.zone_id ?? '', () => writeOnce(world, state, request, since));
        },
        serverNow: state.serverClock.now,
        calls: () => Object.fromEntries(state.calls),
        callsLeft: () => state.budget.left(world.clock.monotonic()),
        nameZone: (id, name) => {
            state.zoneNames.set(id, name);
        },
        whenRoom: (calls, start) => whenRoom(world, state, calls, start),
        withStop: (stop, deadline = world.deadline) => apiOn({ ...world, stop, deadline }, state, queue),
    };
}
async function writeOnce(world, state, request, since) {
    const ending = await call(world, state, request, since);
    if (ending.kind === 'done')
        return { kind: 'applied', value: ending.value, at: state.serverClock.now() };
    const { error, doubt } = ending;
    if (doubt)
        return { kind: 'ambiguous', error: request.method === 'POST' ? lostUpload(request, error) : error };
    if (error instanceof api_error/* ApiError */.hD)
        return { kind: 'refused', error };
    throw error;
}
function lostUpload(request, error) {
    return new errors/* ActionError */.lZ('UPLOAD_AMBIGUOUS', {
        happened: `Whether \`${(0,cloudflare_endpoint/* endpointOf */.X5)(request)}\` was applied is not known. ${error.happened}`,
        remedy: 'It is not sent again. Run again: the next run finds out what is there and continues.',
    }, { cause: error });
}
function createZoneQueue() {
    const tails = new Map();
    return async (zoneId, change) => {
        const before = tails.get(zoneId);
        const { promise: tail, resolve: leave } = Promise.withResolvers();
        tails.set(zoneId, tail);
        await before;
        try {
            return await change();
        }
        finally {
            if (tails.get(zoneId) === tail)
                tails.delete(zoneId);
            leave();
        }
    };
}
const LOOK_EVERY = 1_000;
async function whenRoom(world, state, calls, start) {
    const before = state.lastToEnter;
    const entered = Promise.withResolvers();
    state.lastToEnter = entered.promise;
    try {
        await before;
        const now = () => world.clock.monotonic();
        const until = Math.min(now() + WINDOW_MS, world.deadline());
        while (state.budget.left(now()) < calls && now() < until && !world.stop.aborted)
            await world.sleep(Math.min(LOOK_EVERY, Math.max(1, until - now())), world.stop);
        const work = start();
        entered.resolve();
        return await work;
    }
    finally {
        entered.resolve();
    }
}

;// CONCATENATED MODULE: ./lib/fleet/polling.js
const USUAL = { first: 1_000, growth: 1 / 5, longest: 5_000 };
const SPARING = { first: 5_000, growth: 1 / 2, longest: 60_000 };
const RESERVE = 8;
const POLLS = 20;
const LONGEST_HOLD = 60_000;
function createPolling(callsLeft, targets) {
    const groups = new Map();
    const isShort = () => callsLeft() < targets() * (RESERVE + POLLS);
    return {
        begin: (change) => {
            if (change === undefined) {
                const due = (looked) => looked === undefined ? 0 : byItself(looked, isShort() ? SPARING : USUAL);
                return { due, news: () => undefined, ended: () => undefined };
            }
            const group = groups.get(change) ?? { waiting: new Map(), times: [] };
            groups.set(change, group);
            const poll = {
                due: (looked = 0) => {
                    if (!isShort() || (isLead(group, poll) && targets() > 1))
                        return byItself(looked, USUAL);
                    const held = isLead(group, poll) ? 0 : Math.min(median(group.times) ?? LONGEST_HOLD, LONGEST_HOLD);
                    return looked < held ? held : byItself(looked, SPARING);
                },
                news: () => group.waiting.get(poll)?.signal,
                ended: (took) => end(group, poll, took),
            };
            group.waiting.set(poll, new AbortController());
            return poll;
        },
    };
}
function byItself(looked, { first, growth, longest }) {
    return looked + Math.min(first + looked * growth, longest);
}
function isLead({ waiting }, poll) {
    return waiting.keys().next().value === poll;
}
function end(group, poll, took) {
    const { waiting, times } = group;
    const teaches = isLead(group, poll) || times.length === 0;
    waiting.delete(poll);
    if (!teaches)
        return;
    if (took !== undefined)
        times.push(took);
    const isFirst = took !== undefined && times.length === 1;
    for (const one of isFirst ? [...waiting.keys()] : waiting.keys().take(1)) {
        const before = waiting.get(one);
        waiting.set(one, new AbortController());
        before?.abort('there is news');
    }
}
function median(times) {
    return times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)];
}
function lookTogether(api) {
    const underWay = new Map();
    const next = new Map();
    const start = (request, key) => {
        const answer = api.read({
            ...request,
            read: (result, info) => request.read(result, info) === undefined ? undefined : { value: { result, info } },
        });
        const settled = () => void underWay.delete(key);
        underWay.set(key, answer.then(settled, settled));
        return answer;
    };
    const ask = (request, key) => {
        const asked = next.get(key);
        if (asked !== undefined)
            return asked;
        const answer = (underWay.get(key) ?? Promise.resolve()).then(async () => {
            next.delete(key);
            return await start(request, key);
        });
        next.set(key, answer);
        return answer;
    };
    return {
        ...api,
        read: async (request) => {
            const { template, values, query } = request;
            const { result, info } = await ask(request, JSON.stringify([template, values, query]));
            return (request.read(result, info) ?? { value: await api.read(request) }).value;
        },
    };
}

;// CONCATENATED MODULE: ./lib/fleet/open-world.js


const USER_AGENT = 'cloudflare-origin-pull-rotation/1 (GitHub Action)';
function openWorld({ endsAt, token, baseUrl, dial, issuer, ...parts }) {
    const outside = { ...parts, deadline: () => endsAt };
    const api = createApi(outside, { token, baseUrl, userAgent: USER_AGENT });
    const clock = { wall: () => api.serverNow(), monotonic: () => parts.clock.monotonic() };
    return { ...outside, clock, api, dial, issuer, polling: createPolling(api.callsLeft, () => 1) };
}

;// CONCATENATED MODULE: ./lib/probe/edge.js

const ATTEMPT_TIMEOUT = 15_000;
const MAX_BYTES = 64 * 1024;
const edge_USER_AGENT = 'cloudflare-origin-pull-rotation (verification probe)';
const REASONS = ['dns', 'refused', 'tls', 'reset', 'timeout', 'cut', 'too-large', 'aborted'];
const GROUPS = [
    ['untrusted', /^(?:untrusted|ca-file|other-name|out-of-date)$/u],
    ['proxy', /^proxy-/u],
];
async function probeEdge(world, url, settings) {
    const remaining = world.deadline() - world.clock.monotonic();
    try {
        const answer = await world.http({
            method: 'GET',
            url: uncached(url, world.random),
            headers: headersOf(settings),
            timeoutMs: Math.max(1, Math.min(ATTEMPT_TIMEOUT, remaining)),
            maxBytes: MAX_BYTES,
            lenientBody: true,
            signal: world.stop,
        });
        return edge_read(answer, world.clock.wall(), settings.echoHeader);
    }
    catch (error) {
        return { kind: 'unreachable', at: world.clock.wall(), reason: reasonOf(error) };
    }
}
function headersOf(settings) {
    const asked = Object.entries(settings.requestHeaders).map(([name, value]) => [name.toLowerCase(), value]);
    return {
        accept: '*/*',
        'user-agent': edge_USER_AGENT,
        ...Object.fromEntries(asked),
        'accept-encoding': 'identity',
        'cache-control': 'no-cache',
    };
}
function uncached(url, random) {
    const unique = new URL(url);
    const value = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join('');
    unique.hash = '';
    unique.username = '';
    unique.password = '';
    unique.search = `${unique.search === '' ? '?' : `${unique.search}&`}origin-pull-probe=${value}`;
    return unique.href;
}
function edge_read(answer, at, echoHeader) {
    const { status, headers } = answer;
    const ray = headers['cf-ray']?.trim();
    return {
        kind: 'answer',
        at,
        status,
        bodyKind: bodyKindOf(status, headers, answer.body),
        throughCloudflare: ray !== undefined || headers['server']?.trim().toLowerCase() === 'cloudflare',
        cacheStatus: headers['cf-cache-status']?.trim().toUpperCase(),
        redirect: status >= 300 && status < 400,
        echoed: echoHeader === undefined ? undefined : headers[echoHeader.toLowerCase()],
        ray: ray !== undefined && /^[0-9a-f]{16}(-[A-Z]{3})?$/u.test(ray) ? ray : undefined,
    };
}
function reasonOf(error) {
    if (!(error instanceof outside/* TransportError */.w))
        return 'other';
    const { reason: told } = error.fault;
    const group = GROUPS.find(([, reasons]) => reasons.test(told))?.[0];
    return group ?? REASONS.find((reason) => reason === told) ?? 'other';
}
const NAMES_CERTIFICATE = /\b(?:client|ssl|tls)[ -]certificate\b|\bmtls\b|\b403\.(?:7|16|17)\b/iu;
function certificatePage(status, body) {
    if (status === 401 || status === 403) {
        return NAMES_CERTIFICATE.test(body) ? 'certificate-forbidden' : undefined;
    }
    if (status === 495)
        return 'nginx-refused-certificate';
    if (status === 496)
        return 'nginx-no-certificate';
    if (status !== 400)
        return undefined;
    if (/no required ssl certificate was sent/iu.test(body))
        return 'nginx-no-certificate';
    if (/the ssl certificate error/iu.test(body))
        return 'nginx-refused-certificate';
    return undefined;
}
function fromCloudflare(status, body) {
    if ((status >= 520 && status <= 527) || status === 530)
        return true;
    return status >= 400 && /error code: ?1\d{3}\b|cf-error-details|\| Cloudflare<\/title>/iu.test(body);
}
function bodyKindOf(status, headers, body) {
    if (headers['cf-mitigated']?.trim().toLowerCase() === 'challenge')
        return 'challenge';
    if (fromCloudflare(status, body))
        return 'cloudflare-error';
    return certificatePage(status, body) ?? (status === 400 ? 'other-400' : 'plain');
}

;// CONCATENATED MODULE: ./lib/probe/evidence.js
function withoutQuery(url) {
    const parsed = new URL(url);
    return `${parsed.origin}${parsed.pathname}`;
}
function edgeEvidence(when, url, answer, judged) {
    return {
        at: answer.at,
        when,
        via: 'edge',
        to: withoutQuery(url),
        verdict: judged.verdict,
        status: answer.kind === 'answer' ? answer.status : undefined,
        served: judged.served,
        sentence: judged.sentence,
    };
}
function originEvidence(at, { host, port }, judged) {
    const { status, sentence } = judged;
    const shown = judged.kind !== 'admitted' || judged.enforced !== false;
    const verdict = shown ? ORIGIN_VERDICTS[judged.kind] : 'inconclusive';
    return {
        at,
        when: 'before',
        via: 'origin',
        to: `${host}:${port}`,
        verdict,
        status,
        served: undefined,
        sentence,
    };
}
const ORIGIN_VERDICTS = {
    admitted: 'pass',
    refused: 'fail',
    unreachable: 'skipped',
    unclear: 'inconclusive',
    open: 'pass',
    closed: 'fail',
    unknown: 'inconclusive',
};
const ALIKE = 5;
const ROWS = 40;
function addRow(rows, row) {
    const latest = rows.slice(-ALIKE);
    if (latest.length === ALIKE && latest.every((earlier) => alike(earlier, row)))
        return [...rows.slice(0, -1), row];
    const kept = rows.length < ROWS ? rows : rows.toSpliced(ROWS / 2, 1);
    return [...kept, row];
}
function alike(one, other) {
    return one.verdict === other.verdict && one.status === other.status && one.served === other.served;
}

;// CONCATENATED MODULE: ./lib/probe/streak.js
function newStreak(now) {
    return {
        passesInARow: 0,
        waitingSince: now,
        lastAskedAt: -Infinity,
        lastPassAt: -Infinity,
        definiteRefusals: 0,
        faults: { count: 0, since: now },
        conclusive: [],
        last: undefined,
        lastFailure: undefined,
    };
}
function isVerified(streak, successes) {
    return streak.passesInARow >= successes * (1 + Math.min(streak.definiteRefusals, DEFINITE_REFUSALS - 1));
}
function extend(streak, verdict, askedAt, successes) {
    const seen = { ...streak, lastAskedAt: askedAt, last: verdict };
    const waitingSince = isVerified(streak, successes) && verdict.verdict !== 'pass' ? askedAt : streak.waitingSince;
    if (verdict.verdict === 'inconclusive') {
        const waiting = { ...seen, passesInARow: 0, waitingSince };
        return verdict.servedSuccessor === false
            ? { ...waiting, conclusive: [], faults: { count: 0, since: askedAt } }
            : waiting;
    }
    const conclusive = [...streak.conclusive, verdict.verdict].slice(-successes);
    if (verdict.verdict === 'pass') {
        const passesInARow = streak.passesInARow + 1;
        return { ...seen, passesInARow, lastPassAt: askedAt, faults: { count: 0, since: askedAt }, conclusive };
    }
    const since = streak.faults.count === 0 ? askedAt : streak.faults.since;
    const failed = { ...seen, passesInARow: 0, waitingSince, conclusive, lastFailure: verdict };
    if (!verdict.certificateFault)
        return failed;
    return {
        ...failed,
        faults: { count: streak.faults.count + 1, since },
        definiteRefusals: streak.definiteRefusals + (verdict.definite ? 1 : 0),
    };
}
const DEFINITE_REFUSALS = 3;
const FAULTS = 6;
const FAULTS_SPAN = 8_000;
function isRollbackRequired(streak, baseline) {
    if (baseline?.kind === 'lacks-certificate')
        return false;
    const { count, since } = streak.faults;
    return (streak.definiteRefusals >= DEFINITE_REFUSALS ||
        (count >= FAULTS && streak.lastAskedAt - since >= FAULTS_SPAN));
}
function endsBadly(streak) {
    return streak.conclusive.includes('fail');
}
const AMID = { failures: 3, refusals: 2 };
function isFailing(streak, baseline) {
    if (baseline?.kind === 'lacks-certificate')
        return false;
    const lastPass = streak.conclusive.lastIndexOf('pass');
    const failures = streak.conclusive.length - 1 - lastPass;
    return failures >= AMID.failures || streak.definiteRefusals >= AMID.refusals;
}
const PAUSE = 1_000;
const SHORTEST_PAUSE = 50;
const GRACE_STEP = { shortest: 5_000, longest: 30_000 };
function nextProbe(streak, pace, random) {
    const { lastAskedAt: asked, lastPassAt } = streak;
    const { until } = pace;
    if (!isVerified(streak, pace.successes)) {
        const pause = Math.min(PAUSE, pace.timeout / (3 * pace.successes));
        return asked + Math.max(SHORTEST_PAUSE, pause * (0.75 + random() / 2));
    }
    if (until === undefined || lastPassAt >= until)
        return Infinity;
    const step = Math.min(Math.max((until - streak.waitingSince) / pace.successes, GRACE_STEP.shortest), GRACE_STEP.longest);
    const left = until - asked;
    return left < 1.5 * step ? Math.max(until, asked + SHORTEST_PAUSE) : asked + step;
}
function isDone(streak, { successes, until }) {
    if (!isVerified(streak, successes))
        return false;
    return until === undefined || streak.lastPassAt >= until;
}
function isGivenUp(streak, { successes, timeout }, now) {
    return !isVerified(streak, successes) && now - streak.waitingSince >= timeout;
}

;// CONCATENATED MODULE: ./lib/probe/answer-class.js
const CACHED = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED']);
function classify(answer) {
    if (answer.kind === 'unreachable')
        return unreached(answer.reason);
    return answer_class_hidden(answer) ?? aboutCertificate(answer) ?? byStatus(answer);
}
function unreached(reason) {
    return reason === 'timeout'
        ? { kind: 'failing', status: undefined, words: 'did not answer in time' }
        : { kind: 'unreached', status: undefined, words: UNREACHED[reason] };
}
const UNREACHED = {
    dns: 'was not reached: its name did not resolve on the runner',
    refused: 'was not reached: the connection was refused',
    tls: 'was not reached: TLS between runner and edge failed',
    reset: 'was not reached: the connection was cut',
    cut: 'began an answer that was cut off',
    'too-large': 'gave an answer with more headers than can be read',
    aborted: 'was not finished: the run was stopped',
    untrusted: 'was not reached: the runner does not trust the certificate that was shown instead',
    proxy: "was not reached: the runner's proxy made no connection",
    other: 'was not reached: the request failed on the runner',
};
function answer_class_hidden(answer) {
    const why = whyHidden(answer);
    if (why === undefined)
        return undefined;
    return { kind: 'blind', status: answer.status, words: `answered ${answer.status}${why}` };
}
function whyHidden(answer) {
    const { status, bodyKind, cacheStatus } = answer;
    if (!answer.throughCloudflare)
        return ', but not through Cloudflare, which says nothing about its client certificate';
    if (bodyKind === 'challenge')
        return " with Cloudflare's challenge instead of the origin's answer";
    const cached = cacheStatus?.split(/\s*,\s*/u).find((one) => CACHED.has(one));
    if (cached !== undefined) {
        return ` from Cloudflare's cache (${cached}), which says nothing about the origin`;
    }
    if (answer.redirect)
        return ', a redirect, which Cloudflare may have answered itself';
    if (status < 400 && cacheStatus === 'NONE/UNKNOWN')
        return ' without asking the origin (cache status NONE/UNKNOWN)';
    if (bodyKind === 'cloudflare-error' && status < 500)
        return ": Cloudflare's own rules blocked the probe";
    if (status === 429)
        return ': too many requests, which says nothing about the certificate';
    return undefined;
}
function aboutCertificate({ status, bodyKind }) {
    const page = PAGES[bodyKind];
    const why = page ?? HANDSHAKES[status];
    if (why === undefined)
        return undefined;
    return { kind: 'certificate', definite: page !== undefined, status, words: `answered ${status}${why}` };
}
const PAGES = {
    'nginx-no-certificate': ' as nginx does where no client certificate arrived',
    'nginx-refused-certificate': ' as nginx does where it refuses the client certificate',
    'certificate-forbidden': ' with a page that mentions the client certificate',
};
const HANDSHAKES = {
    520: ': the origin closed the connection, as when it refuses the client certificate after the handshake, or when the zone uses zone versioning',
    525: ': the TLS handshake with the origin failed, as when it refuses the client certificate',
};
function byStatus({ status, bodyKind }) {
    const words = `answered ${status}`;
    if (status < 200 || status > 599)
        return { kind: 'blind', status, words: `${words}, which is not a final answer` };
    if (status >= 500 || status === 408) {
        const byCloudflare = bodyKind === 'cloudflare-error' ? ': Cloudflare got no proper answer from the origin' : '';
        const why = status === 526 ? ": Cloudflare does not trust the origin's own certificate" : byCloudflare;
        return { kind: 'failing', status, words: `${words}${why}` };
    }
    return { kind: [400, 401, 403, 407].includes(status) ? 'turned-away' : 'reached', status, words };
}

// EXTERNAL MODULE: ./lib/probe/echo.js
var probe_echo = __webpack_require__(4241);
;// CONCATENATED MODULE: ./lib/probe/verdict.js


function judgeBaseline(answer) {
    const found = classify(answer);
    const sentence = `${seen(answer)} ${found.words}`;
    if (found.kind === 'reached') {
        const served = answer.kind === 'answer' ? (0,probe_echo/* echoInWords */.mu)((0,probe_echo/* readEcho */.OE)(answer.echoed)) : undefined;
        return { kind: 'healthy', status: found.status, served, sentence: `${sentence}.` };
    }
    const ill = { served: undefined, sentence: `${sentence}.` };
    if (found.kind === 'certificate')
        return { kind: 'lacks-certificate', status: found.status, ...ill };
    if (found.kind === 'blind')
        return { kind: 'inconclusive', status: found.status, ...ill };
    if (found.kind === 'turned-away' && found.status !== 400) {
        return { kind: 'inconclusive', status: found.status, ...ill, sentence: `${sentence}${LOGIN_WALL}` };
    }
    return { kind: 'failing', status: found.status, ...ill };
}
function judge(baseline, answer, expected) {
    const found = classify(answer);
    const echo = (0,probe_echo/* readEcho */.OE)(answer.kind === 'answer' ? answer.echoed : undefined);
    const named = echo.kind === 'digits' || echo.kind === 'certificate';
    const servedSuccessor = expected !== undefined && named ? (0,probe_echo/* echoNames */.Oo)(echo, expected) : 'unknown';
    const byStatus = conclude(found, baseline?.kind === 'healthy' ? baseline.status : undefined);
    const { verdict, more, fault } = byStatus.verdict === 'pass' && expected !== undefined ? byEcho(servedSuccessor, echo) : byStatus;
    return {
        verdict,
        certificateFault: fault !== undefined,
        definite: fault === 'definite',
        servedSuccessor,
        served: (0,probe_echo/* echoInWords */.mu)(echo, expected),
        sentence: `${seen(answer)} ${found.words}${more}`,
    };
}
function conclude(found, wanted) {
    const before = wanted === undefined ? '' : `; before the change it answered ${wanted}`;
    switch (found.kind) {
        case 'certificate':
            return { verdict: 'fail', more: `${before}.`, fault: found.definite ? 'definite' : 'likely' };
        case 'failing':
            return { verdict: 'fail', more: `${before}.` };
        case 'turned-away': {
            if (wanted === undefined && found.status !== 400)
                return { verdict: 'inconclusive', more: LOGIN_WALL };
            const login = [401, 407].includes(found.status) ? ', and so does one that asks for a login' : '';
            const more = `${before}. An application that refuses the certificate answers like this${login}.`;
            return { verdict: 'fail', more, fault: 'likely' };
        }
        case 'reached':
            return reached(found.status, wanted, before);
        case 'blind':
        case 'unreached':
            return { verdict: 'inconclusive', more: '.' };
    }
}
function reached(status, wanted, before) {
    const good = status < 300;
    if (status === wanted)
        return { verdict: 'pass', more: ' from the origin, as before the change.' };
    if (wanted === undefined && good)
        return { verdict: 'pass', more: ' from the origin.' };
    if (wanted === undefined)
        return { verdict: 'inconclusive', more: ', and only 2xx would be a pass.' };
    return { verdict: good ? 'inconclusive' : 'fail', more: `${before}.` };
}
function byEcho(servedSuccessor, { kind }) {
    if (servedSuccessor === true)
        return { verdict: 'pass', more: ', and the origin names the expected certificate.' };
    const unknown = kind === 'none'
        ? ', but the origin names no certificate in its echo header.'
        : ', but the echo header cannot be read: it names no certificate, or several.';
    const more = servedSuccessor === 'unknown' ? unknown : ', but the origin still names another certificate.';
    return { verdict: 'inconclusive', more };
}
const LOGIN_WALL = ', which may be a login page; `probe-request-headers` can carry the credentials for it.';
function seen(answer) {
    const ray = answer.kind === 'answer' && answer.ray !== undefined ? ` (ray ${answer.ray})` : '';
    return `Seen from the runner's edge${ray}, it`;
}

;// CONCATENATED MODULE: ./lib/probe/baseline.js




const BELIEVED = 3;
const ATTEMPTS = 7;
const baseline_PAUSE = 1_000;
async function takeBaseline(world, url, settings) {
    const kinds = [];
    for (;;) {
        const answer = await probeEdge(world, url, settings);
        const baseline = judgeBaseline(answer);
        kinds.push(baseline.kind);
        const over = world.stop.aborted || world.clock.monotonic() >= world.deadline();
        if (isBelieved(kinds) || over) {
            const judged = { ...baseline, verdict: VERDICTS[baseline.kind] };
            return { baseline, evidence: edgeEvidence('before', url, answer, judged) };
        }
        await world.sleep(baseline_PAUSE * (0.75 + world.random() / 2), world.stop);
    }
}
function isBelieved(kinds) {
    const latest = kinds.at(-1);
    const alike = kinds.slice(-BELIEVED).filter((kind) => kind === latest).length;
    return latest === 'healthy' || alike === BELIEVED || kinds.length === ATTEMPTS;
}
const VERDICTS = {
    healthy: 'pass',
    'lacks-certificate': 'fail',
    failing: 'fail',
    inconclusive: 'inconclusive',
};
function baseline_conclude(watched, pace, moment) {
    if (watched.length === 0)
        return { kind: 'inconclusive', sentence: 'No probe was made, so nothing was verified.' };
    const givenUp = watched.filter(({ streak }) => isGivenUp(streak, pace, moment.now));
    const bad = watched.find(({ streak, baseline }) => !pace.patient && isRollbackRequired(streak, baseline)) ??
        givenUp.find(({ streak }) => endsBadly(streak));
    if (bad !== undefined)
        return badNews(bad);
    const done = watched.filter(({ streak }) => isDone(streak, pace));
    if (done.length === watched.length)
        return verified(watched, pace);
    const [first] = givenUp;
    if (first !== undefined && done.length + givenUp.length === watched.length)
        return inconclusive(first, pace);
    if (moment.stopped)
        return interrupted(watched, 'stop');
    return moment.now >= moment.deadline ? interrupted(watched, 'deadline') : undefined;
}
function verified(watched, { successes, until }) {
    const proven = watched.every(({ streak }) => streak.last?.servedSuccessor === true);
    const { length } = watched;
    const passed = `${length === 1 ? 'the probe' : length === 2 ? 'both probes' : `all ${length} probes`} passed`;
    const often = successes === 1 ? '' : ` ${successes} times in a row`;
    const last = until === undefined ? '' : ', the last time at the end of the wait for lagging edges';
    const worth = proven
        ? ', and the origin named the expected certificate.'
        : '. This proves the certificate only if the origin demands one.';
    const sentence = `Seen from the runner's edge, ${passed}${often}${last}${worth}`;
    return { kind: 'verified', proven, sentence };
}
function badNews({ url, streak }) {
    const { certificateFault = false, sentence = '' } = streak.lastFailure ?? {};
    return { kind: 'bad-news', url, certificateFault, sentence: `${withoutQuery(url)} fails. ${sentence}` };
}
function inconclusive({ url, streak }, { successes, timeout }) {
    const seconds = Math.round(timeout / 1000);
    const often = successes === 1 ? '' : ` ${successes} times in a row`;
    const last = streak.last === undefined ? '' : ` ${streak.last.sentence}`;
    return {
        kind: 'inconclusive',
        servedOther: streak.last?.verdict === 'inconclusive' && streak.last.servedSuccessor === false,
        sentence: `${withoutQuery(url)} did not pass${often} within ${seconds} s.${last}`,
    };
}
function interrupted(watched, by) {
    const failing = watched.find(({ streak, baseline }) => isFailing(streak, baseline));
    const why = by === 'stop' ? 'The run was cancelled' : 'The run ran out of time';
    const so = failing === undefined ? '' : ` ${badNews(failing).sentence}`;
    const sentence = `${why} before the probes were done.${so}`;
    const certificateFault = failing?.streak.lastFailure?.certificateFault ?? false;
    return { kind: 'interrupted', by, failing: failing !== undefined, certificateFault, sentence };
}

;// CONCATENATED MODULE: ./lib/probe/window.js





const HEARTBEAT = 12_000;
async function verifyThroughEdge(world, asked) {
    const start = world.clock.monotonic();
    const fresh = { streak: newStreak(start), nextAt: start, rows: [] };
    let watched = asked.urls.map((url) => ({
        url,
        baseline: asked.baselines.get(url),
        ...fresh,
    }));
    let sayAt = start + HEARTBEAT;
    for (;;) {
        const now = world.clock.monotonic();
        if (now >= sayAt) {
            sayAt = now + HEARTBEAT;
            world.say(heartbeat(watched, asked, now));
        }
        const pace = paceOf(watched, asked, now);
        const end = baseline_conclude(watched, pace, { now, stopped: world.stop.aborted, deadline: world.deadline() });
        if (end !== undefined)
            return { ...end, evidence: evidenceOf(watched) };
        const open = new Set(watched.filter(({ streak }) => !isDone(streak, pace) && !isGivenUp(streak, pace, now)));
        const isDue = (one) => open.has(one) && one.nextAt <= now;
        if (watched.some(isDue)) {
            watched = await Promise.all(watched.map(async (one) => (isDue(one) ? probeOnce(world, one, asked, pace) : one)));
        }
        else {
            const nextAts = [...open].map(({ nextAt }) => nextAt);
            const next = Math.min(world.deadline(), sayAt, ...nextAts);
            await world.sleep(next - now, world.stop);
        }
    }
}
function heartbeat(watched, { until }, now) {
    const passing = watched.filter(({ streak }) => streak.last?.verdict === 'pass').length;
    const of = watched.length === 1 ? 'the probe' : `${passing} of ${watched.length} probes`;
    const state = watched.length === 1 && passing === 0 ? 'does not pass' : passing === 1 ? 'passes' : 'pass';
    const [fewest] = watched.map(({ streak }) => streak.passesInARow).toSorted((one, other) => one - other);
    const row = fewest === undefined || fewest === 0 ? '' : `, ${fewest} in a row`;
    const left = until === undefined || until <= now ? '' : `; ${Math.ceil((until - now) / 1000)} s to go`;
    return `${of} ${state}${row}${left}`;
}
function paceOf(watched, { settings, until, when }, now) {
    const patient = when === 'after-rollback';
    const pace = { successes: settings.successes, timeout: settings.timeout, until, patient };
    return watched.some(({ streak }) => isGivenUp(streak, pace, now)) ? { ...pace, until: undefined } : pace;
}
async function probeOnce(world, one, asked, pace) {
    const { settings } = asked;
    const askedAt = world.clock.monotonic();
    const answer = await probeEdge(world, one.url, settings);
    if (world.stop.aborted && answer.kind === 'unreachable')
        return one;
    const verdict = judge(one.baseline, answer, expectedAt(one.url, asked));
    const before = one.streak.last?.verdict;
    if (verdict.verdict !== (before ?? 'pass'))
        world.say(sight(one.url, answer, verdict.verdict));
    const streak = extend(one.streak, verdict, askedAt, settings.successes);
    const row = edgeEvidence(asked.when, one.url, answer, verdict);
    return { ...one, streak, nextAt: nextProbe(streak, pace, world.random), rows: addRow(one.rows, row) };
}
function sight(url, answer, verdict) {
    const seen = answer.kind === 'answer' ? `answered ${answer.status}` : 'did not answer';
    return `${withoutQuery(url)} ${seen}: ${SIGHTS[verdict]}`;
}
const SIGHTS = {
    pass: 'the probe passes',
    fail: 'the probe fails',
    inconclusive: 'this says nothing about the certificate',
    skipped: 'it could not be probed',
};
function expectedAt(url, { expected, settings }) {
    if (settings.echoHeader === undefined)
        return undefined;
    return typeof expected === 'function' ? expected(url) : expected;
}
function evidenceOf(watched) {
    return watched.flatMap(({ rows }) => rows).toSorted((one, other) => one.at - other.at);
}

// EXTERNAL MODULE: ./lib/zone/words.js
var words = __webpack_require__(9539);
;// CONCATENATED MODULE: ./lib/zone/wait.js



const UNREADABLE = new Set([
    'API_UNREACHABLE',
    'API_ANSWER_UNREADABLE',
    'API_RATE_LIMITED',
]);
const REFUSED = new Set(['API_REFUSED', 'API_UNAUTHORIZED']);
const SAY_AGAIN_AFTER = 10_000;
async function wait_waitFor(world, wait) {
    const began = world.clock.monotonic();
    const poll = world.polling.begin(wait.justSent);
    let took;
    try {
        const value = await lookUntilDone(world, wait, began, poll);
        if (value !== undefined)
            took = world.clock.monotonic() - began;
        return value;
    }
    finally {
        poll.ended(took);
    }
}
async function lookUntilDone(world, wait, began, poll) {
    const elapsed = () => world.clock.monotonic() - began;
    let said;
    let looked;
    for (;;) {
        await untilDue(world, poll, elapsed, () => Math.min(poll.due(looked), wait.atMost));
        assertRunning(world);
        const look = await lookOnce(wait);
        if (look.done)
            return look.value;
        looked = elapsed();
        if (looked >= wait.atMost)
            return undefined;
        const isNews = said !== undefined && look.status !== said.status;
        if (said === undefined)
            said = { status: look.status, at: 0 };
        if (isNews || looked - said.at >= SAY_AGAIN_AFTER) {
            said = { status: look.status, at: looked };
            const left = Math.min(wait.atMost - looked, world.deadline() - world.clock.monotonic());
            wait.say(`waiting for ${wait.what}: ${look.status} (${(0,words/* seconds */.YA)(looked)} so far, at most ${(0,words/* seconds */.YA)(left)} more)`);
        }
    }
}
async function untilDue(world, poll, elapsed, due) {
    for (let left = due() - elapsed(); left > 0; left = due() - elapsed()) {
        assertRunning(world);
        await wait_pause(world, Math.ceil(left), poll.news());
    }
}
function assertRunning(world) {
    if (world.stop.aborted) {
        throw new errors/* ActionError */.lZ('CANCELLED', {
            happened: 'The run was cancelled.',
            remedy: 'Run it again: it continues where this run stopped.',
        });
    }
    if (world.clock.monotonic() >= world.deadline()) {
        throw new errors/* ActionError */.lZ('TIMED_OUT', {
            happened: 'The time given by `timeout` is up.',
            remedy: 'Run it again: it continues where this run stopped. Give more `timeout` if this happens often.',
        });
    }
}
async function rest(world, milliseconds, say) {
    const end = world.clock.monotonic() + milliseconds;
    for (let left = milliseconds; left > 0; left = end - world.clock.monotonic()) {
        if (world.stop.aborted || world.clock.monotonic() >= world.deadline())
            return;
        if (left >= 1000)
            say((0,words/* seconds */.YA)(left));
        await wait_pause(world, Math.ceil(Math.min(left, HEARTBEAT)));
    }
}
async function wait_pause(world, milliseconds, news) {
    const left = world.deadline() - world.clock.monotonic();
    const stop = news === undefined ? world.stop : AbortSignal.any([world.stop, news]);
    await world.sleep(Math.max(0, Math.min(milliseconds, left)), stop);
}
async function lookOnce(wait) {
    try {
        return await wait.look();
    }
    catch (error) {
        if (!isUnread(error) || (REFUSED.has(error.code) && wait.refusals === undefined))
            throw error;
        return { done: false, status: 'no readable answer' };
    }
}
function isUnread(error) {
    return (error instanceof errors/* ActionError */.lZ &&
        !(error instanceof errors/* RollbackRequired */.Sk) &&
        (UNREADABLE.has(error.code) || REFUSED.has(error.code)));
}

;// CONCATENATED MODULE: ./lib/cloudflare/certificates.js


const STORE = {
    zone: '/zones/{zone_id}/origin_tls_client_auth',
    hostname: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates',
};
const ONE = {
    zone: '/zones/{zone_id}/origin_tls_client_auth/{certificate_id}',
    hostname: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}',
};
async function listCertificates(api, zoneId, level) {
    const all = await api.read({
        method: 'GET',
        template: STORE[level],
        values: { zone_id: zoneId },
        long: true,
        read: readCertificates,
    });
    const live = all.filter((certificate) => !isTombstone(certificate.status));
    return [...new Map(live.map((certificate) => [certificate.id, certificate])).values()];
}
async function getCertificate(api, zoneId, level, id) {
    return await (0,api_error/* unlessUnknown */.jG)(api.read({
        method: 'GET',
        template: ONE[level],
        values: { zone_id: zoneId, certificate_id: id },
        read: (result) => readCertificate(result, id),
    }));
}
async function uploadCertificate(api, zoneId, level, body) {
    return await api.write({
        method: 'POST',
        template: STORE[level],
        values: { zone_id: zoneId },
        body: { certificate: body.certificate, private_key: body.privateKey },
        secrets: keyLines(body.privateKey),
        read: (result) => readCertificate(result),
    });
}
function keyLines(pem) {
    return pem.split(/\s*[\r\n]+\s*/).filter((line) => line.length >= 6 && !line.startsWith('-----'));
}
const DELETED = {
    'not-found': 'gone',
    'deletion-runs': 'gone',
    'in-use': 'in-use',
    'pending-deployment': 'pending-deployment',
    other: undefined,
};
async function deleteCertificate(api, zoneId, level, id, beforeAgain) {
    const outcome = await api.write({
        method: 'DELETE',
        template: ONE[level],
        values: { zone_id: zoneId, certificate_id: id },
        read: () => ({ value: undefined }),
        ...(beforeAgain === undefined ? {} : { beforeAgain }),
    });
    if (outcome.kind === 'applied')
        return { kind: 'accepted' };
    const kind = DELETED[(0,api_error/* meaningOf */.Pr)(outcome.error)];
    return kind === undefined ? outcome : { kind };
}

;// CONCATENATED MODULE: ./lib/zone/observed.js

function associationOf(associations, hostname) {
    return associations.rows.filter((row) => row.hostname === hostname && isTied(row)).toSorted(byWeight)[0];
}
function isTied(row) {
    const { certificateId, enabled, status } = row;
    if (certificateId === undefined || enabled === null || enabled === undefined)
        return false;
    return status !== 'pending_deletion' && !isDangling(row);
}
function isDangling({ certificateStatus }) {
    return certificateStatus === 'deleted';
}
function danglingOf(associations, hostname) {
    if (associationOf(associations, hostname) !== undefined)
        return undefined;
    return associations.rows.find((row) => row.hostname === hostname && isDangling(row) && typeof row.enabled === 'boolean');
}
function stayersOf({ rows }, certificateId) {
    return rows
        .filter((row) => row.certificateId === certificateId && !isLeaving(row))
        .map((row) => row.hostname);
}
function isLeaving({ status, enabled }) {
    return status === 'pending_deletion' && typeof enabled === 'boolean';
}
function usersOf(associations, certificateId) {
    return associations.rows.filter((row) => row.certificateId === certificateId).map((row) => row.hostname);
}
const isLive = ({ status }) => isLiveStatus(status);
function newest(certificates) {
    const live = certificates.filter(isLive);
    if (live.some((certificate) => certificate.uploadedOn === undefined))
        return live.length === 1 ? live[0] : undefined;
    const [first, second] = live.toSorted((a, b) => (b.uploadedOn ?? 0) - (a.uploadedOn ?? 0));
    return first !== undefined && first.uploadedOn === second?.uploadedOn ? undefined : first;
}
function uploadedWith({ id, uploadedOn }, others, deploymentMayTake) {
    return others.filter((other) => other.id !== id && (uploadedOn ?? 0) - (other.uploadedOn ?? 0) < deploymentMayTake);
}
function findByFingerprint(certificates, leaf) {
    const copies = certificates.filter((candidate) => (isLive(candidate) || candidate.status === 'deletion_timed_out') &&
        candidate.leaf?.fingerprint === leaf.fingerprint);
    return newest(copies) ?? copies[0];
}
function compareUploads(a, b) {
    const byDate = (a.uploadedOn ?? 0) - (b.uploadedOn ?? 0);
    if (byDate !== 0)
        return byDate;
    return a.id < b.id ? -1 : 1;
}
function isInPlace(associations, hostname, certificateId, enabled) {
    const row = associationOf(associations, hostname);
    return (row !== undefined &&
        row.certificateId === certificateId &&
        row.enabled === enabled &&
        row.status === 'active' &&
        (row.certificateStatus === undefined || row.certificateStatus === 'active'));
}

// EXTERNAL MODULE: ./lib/certificate/leaf.js
var certificate_leaf = __webpack_require__(4855);
;// CONCATENATED MODULE: ./lib/cloudflare/associations.js




const associations_TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/hostnames';
async function getAssociation(api, zoneId, hostname) {
    return await (0,api_error/* unlessUnknown */.jG)(api.read({
        method: 'GET',
        template: '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}',
        values: { zone_id: zoneId, hostname },
        read: (result) => readAssociation(result, hostname),
    }));
}
async function putAssociations(api, zoneId, config) {
    const wanted = new Set(config.map((row) => row.hostname));
    return await api.write({
        method: 'PUT',
        template: associations_TEMPLATE,
        values: { zone_id: zoneId },
        long: true,
        body: {
            config: config.map(({ hostname, certificateId, enabled }) => ({
                hostname,
                cert_id: certificateId,
                enabled,
            })),
        },
        read: (result) => pickAssociations(result, wanted),
    });
}
const PER_PAGE = 1000;
const DEFAULT_PER_PAGE = 50;
const MOST_PAGES = 20;
async function listAssociations(api, zoneId) {
    const found = new Map();
    let total;
    for (let number = 1; number <= MOST_PAGES; number += 1) {
        const page = await getPage(api, zoneId, number);
        if (page instanceof api_error/* ApiError */.hD)
            return { kind: 'unavailable', error: page };
        if (number > 1 && page.total !== total)
            break;
        ({ total } = page);
        const before = found.size;
        for (const [key, same] of Map.groupBy(page.rows, keyOf))
            if (same.length > (found.get(key)?.length ?? 0))
                found.set(key, same);
        const rows = [...found.values()].flat();
        const verdict = associations_judge(page, number, rows.length, found.size > before);
        if (verdict === 'complete')
            return { kind: 'complete', associations: rows.filter((row) => !isHistory(row)) };
        if (verdict === 'senseless')
            break;
    }
    return { kind: 'unavailable', error: senselessPages() };
}
function keyOf(row) {
    const { hostname, certificateId, createdAt, rawStatus, updatedAt } = row;
    const ended = isHistory(row) ? updatedAt : undefined;
    return JSON.stringify([hostname, certificateId ?? null, createdAt ?? null, rawStatus, ended ?? null]);
}
function associations_judge(page, number, seen, grew) {
    const { rows, perPage, total, pages } = page;
    const whole = (total === undefined || seen >= total) && (pages === undefined || number >= pages);
    if (rows.length === 0)
        return whole ? 'complete' : 'senseless';
    if (!grew)
        return 'senseless';
    if (!whole)
        return 'more';
    if (total !== undefined)
        return 'complete';
    const full = perPage === undefined ? [DEFAULT_PER_PAGE, PER_PAGE].includes(rows.length) : rows.length >= perPage;
    return full || rows.length > PER_PAGE ? 'more' : 'complete';
}
async function getPage(api, zoneId, number) {
    try {
        return await api.read({
            method: 'GET',
            template: associations_TEMPLATE,
            values: { zone_id: zoneId },
            query: { status: 'all', page: String(number), per_page: String(PER_PAGE) },
            long: true,
            read: (result, info) => {
                const rows = readAssociations(result)?.value;
                const facts = (0,cloudflare_json/* asObject */.eB)(info);
                if (rows === undefined)
                    return undefined;
                return {
                    value: {
                        rows,
                        perPage: (0,cloudflare_json/* countOf */.pq)(facts, 'per_page'),
                        total: (0,cloudflare_json/* countOf */.pq)(facts, 'total_count'),
                        pages: (0,cloudflare_json/* countOf */.pq)(facts, 'total_pages'),
                    },
                };
            },
        });
    }
    catch (error) {
        if (error instanceof api_error/* ApiError */.hD && isUnavailable(error))
            return error;
        throw error;
    }
}
function isUnavailable(error) {
    return error.code === 'API_ANSWER_UNREADABLE' || [401, 403, 404, 405].includes(error.status);
}
function senselessPages() {
    return new api_error/* ApiError */.hD({
        status: 200,
        apiCodes: [],
        apiMessages: [],
        endpoint: `GET ${associations_TEMPLATE}`,
        ray: undefined,
        challenged: false,
        readable: false,
    });
}

;// CONCATENATED MODULE: ./lib/zone/read-lists.js




async function observeCertificates(api, zoneId, level) {
    const certificates = await listCertificates(api, zoneId, level);
    return certificates.map(observed);
}
async function observeWithSuccessor(api, zoneId, level, successor) {
    const certificates = await observeCertificates(api, zoneId, level);
    const copy = findByFingerprint(certificates, successor);
    const read = copy === undefined ? undefined : await getCertificate(api, zoneId, level, copy.id);
    if (copy === undefined || (read === undefined && copy.status !== 'active'))
        return certificates;
    const others = certificates.filter(({ id }) => id !== copy.id);
    const now = read === undefined ? { ...copy, ...UNREAD } : observed(read);
    return [...others, { ...now, leaf: copy.leaf }];
}
const UNREAD = { status: 'unknown', rawStatus: 'not readable by its id' };
function observed(certificate) {
    return {
        id: certificate.id,
        status: certificate.status,
        rawStatus: certificate.rawStatus,
        leaf: certificate.pem === undefined ? undefined : readLeafOnce(certificate.pem),
        uploadedOn: certificate.uploadedOn,
    };
}
function showsAnother(read, leaf) {
    const shown = observed(read).leaf;
    return shown !== undefined && leaf !== undefined && shown.fingerprint !== leaf.fingerprint;
}
const MAY_BE_MISSING = 120_000;
async function observeAssociations(api, zoneId, hostnames) {
    const listed = await listAssociations(api, zoneId);
    if (listed.kind === 'complete')
        return { complete: true, rows: listed.associations };
    const rows = await observeOneByOne(api, zoneId, hostnames);
    const { status, readable } = listed.error;
    const refused = readable && [401, 403].includes(status);
    return { complete: false, refused, rows };
}
async function withTheirCertificates(api, zoneId, associations, listed, matters = () => true) {
    const known = new Set(listed.map(({ id }) => id));
    const named = associations.rows.filter(matters).flatMap(({ certificateId }) => certificateId ?? []);
    const missing = [...new Set(named)].filter((id) => !known.has(id));
    const read = new Map(await Promise.all(missing.map(async (id) => [id, await getCertificate(api, zoneId, 'hostname', id)])));
    const isGone = ({ certificateId = '', updatedAt }) => {
        const certificate = read.get(certificateId);
        if (certificate !== undefined || !read.has(certificateId))
            return certificate?.status === 'deleted';
        return updatedAt !== undefined && api.serverNow() - updatedAt > MAY_BE_MISSING;
    };
    return {
        associations: {
            ...associations,
            rows: associations.rows.map((row) => (isGone(row) ? { ...row, certificateStatus: 'deleted' } : row)),
        },
        unlisted: [...read.values()].flatMap((one) => one === undefined || one.status === 'deleted' ? [] : [observed(one)]),
    };
}
async function observeOneByOne(api, zoneId, hostnames) {
    const rows = await Promise.all(hostnames.map((hostname) => getAssociation(api, zoneId, hostname)));
    return rows.filter((row) => row !== undefined);
}
const MOST = 2000;
const known = new Map();
function readLeafOnce(pem) {
    if (known.has(pem))
        return known.get(pem);
    if (known.size >= MOST)
        known.clear();
    const leaf = (0,certificate_leaf/* readLeaf */.rf)(pem);
    known.set(pem, leaf);
    return leaf;
}
function noteRows(watch, { complete, rows }, asked, { clock }) {
    if (complete)
        watch.saw({ rows, asked, answered: clock.monotonic() });
}

// EXTERNAL MODULE: ./lib/rotation/issue/issued-successor.js
var issued_successor = __webpack_require__(9330);
;// CONCATENATED MODULE: ./lib/probe/origin-dial.js
const origin_dial_MAX_BYTES = 16 * 1024;
function dialRequest({ host, port, hostname }, settings, stop) {
    return {
        host,
        port,
        servername: hostname,
        hostHeader: hostname,
        ...(settings.serverCa === undefined ? {} : { ca: settings.serverCa }),
        timeoutMs: settings.timeout,
        maxBytes: origin_dial_MAX_BYTES,
        ...(stop === undefined ? {} : { signal: stop }),
    };
}

;// CONCATENATED MODULE: ./lib/probe/origin-verdict.js

const NOT_ABOUT_CERTIFICATE = new Set([
    'protocol version',
    'insufficient security',
    'inappropriate fallback',
    'unrecognized name',
    'no application protocol',
    'internal error',
    'record overflow',
    'decode error',
    'illegal parameter',
    'unexpected message',
    'missing extension',
    'unsupported extension',
    'user canceled',
]);
function judgeOrigin(withIt, without) {
    switch (withIt.kind) {
        case 'http':
            return judgeHttp(withIt, without);
        case 'tls-refused':
            return judgeTls(withIt.alert, withIt.phase);
        case 'server-untrusted':
            return unseen('unclear', "The origin's own certificate cannot be verified with the CA given for it, so the check ended there.");
        case 'network': {
            const connected = ['not-tls', 'tls', 'not-http', 'silent'].includes(withIt.reason);
            return unseen(connected ? 'unclear' : 'unreachable', NETWORK[withIt.reason]);
        }
    }
}
function unseen(kind, sentence) {
    return { kind, status: undefined, sentence };
}
function otherServer(judged) {
    return unseen('unclear', judged === undefined
        ? "The origin's own certificate could not be verified: over TLS 1.2, the origin refuses a connection without a client certificate before the handshake is complete."
        : 'With the new certificate, a different server answered than without one: its own certificate is not the one that was verified.');
}
function judgeTls(alert, phase) {
    if (NOT_ABOUT_CERTIFICATE.has(alert))
        return unseen('unclear', `TLS with the origin failed for a reason other than the client certificate (alert "${alert}").`);
    const when = phase === 'handshake' ? 'during' : 'right after';
    const how = alert === 'none' ? 'without an alert' : `with the alert "${alert}"`;
    return unseen('refused', `With the new certificate, the origin ended the connection ${when} the TLS handshake ${how}: it does not accept the certificate.`);
}
const NETWORK = {
    dns: 'The origin could not be reached from the runner: its name does not resolve.',
    refused: 'The origin could not be reached from the runner: it refused the connection.',
    unreachable: 'The origin could not be reached from the runner: there is no route to it.',
    timeout: 'The origin could not be reached from the runner: the connection timed out.',
    reset: 'The origin could not be reached from the runner: the connection was cut before TLS began.',
    aborted: 'The check of the origin was not finished: the run was stopped.',
    'not-tls': "The origin's port is open, but does not speak TLS.",
    tls: 'TLS between runner and origin failed: no version, cipher or signature in common, or a broken answer.',
    'not-http': 'The origin accepted TLS, but did not answer in HTTP/1.',
    silent: 'The origin accepted TLS, but did not answer in time.',
    other: 'The origin could not be reached from the runner.',
};
function judgeHttp(withIt, without) {
    const { status } = withIt;
    const opening = `With the new certificate, the origin answered ${status}`;
    if (certificatePage(status, withIt.body) !== undefined) {
        const sentence = `${opening} with its page for a client certificate that it does not accept.`;
        return { kind: 'refused', status, sentence };
    }
    const enforced = isEnforced(withIt, without);
    if (status === 400 || status === 401 || status === 403) {
        const behind = `The origin accepts the new certificate, yet answered ${status}: an address filter, a login, or the application.`;
        if (enforced === true)
            return { kind: 'unclear', status, sentence: behind };
        const sentence = `${opening}: it was refused. An origin that filters addresses answers like this as well; if yours does, leave out \`origin\`.`;
        return { kind: 'refused', status, sentence };
    }
    if ((status === 421 || status >= 500) && enforced !== true)
        return { kind: 'unclear', status, sentence: `${opening}, which says nothing about the certificate.` };
    return { kind: 'admitted', status, enforced, sentence: `${opening}${IN_WORDS[`${enforced}`]}` };
}
const IN_WORDS = {
    true: '; without one it refuses the connection.',
    false: '; without one it accepts the connection as well, so nothing is enforced there.',
    unknown: '; whether it requires a certificate could not be determined.',
};
function isEnforced(withIt, without) {
    if (without === undefined)
        return 'unknown';
    if (without.kind === 'tls-refused')
        return NOT_ABOUT_CERTIFICATE.has(without.alert) ? 'unknown' : true;
    if (without.kind !== 'http')
        return 'unknown';
    if (certificatePage(without.status, without.body) !== undefined)
        return true;
    if (without.status >= 500)
        return 'unknown';
    const turnedAway = [400, 401, 403].includes(without.status);
    return turnedAway && without.status !== withIt.status;
}
function judgeOpenness(answer) {
    if (answer.kind === 'tls-refused')
        return origin_verdict_closed(undefined, 'ended the TLS connection');
    if (answer.kind !== 'http') {
        const { sentence } = judgeOrigin(answer, undefined);
        return { kind: 'unknown', status: undefined, sentence };
    }
    const { status, body } = answer;
    if (certificatePage(status, body) !== undefined)
        return origin_verdict_closed(status, `answered ${status} with the page that asks for a client certificate`);
    if ([400, 401, 403].includes(status))
        return origin_verdict_closed(status, `answered ${status}: it was refused`);
    if (status === 421 || status >= 500) {
        const sentence = `Without a client certificate, the origin answered ${status}, which says nothing.`;
        return { kind: 'unknown', status, sentence };
    }
    return { kind: 'open', status, sentence: `Without a client certificate, the origin answered ${status}.` };
}
function origin_verdict_closed(status, did) {
    return { kind: 'closed', status, sentence: `Without a client certificate, the origin ${did}.` };
}

;// CONCATENATED MODULE: ./lib/probe/origin.js


async function checkOrigin(dial, address, successor, settings, stop) {
    const judged = settings.serverCa === undefined ? undefined : await dial(dialRequest(address, settings, stop));
    if (judged?.kind === 'server-untrusted' || judged?.kind === 'network')
        return judgeOrigin(judged, undefined);
    const bare = dialRequest(address, { ...settings, serverCa: undefined }, stop);
    const shown = { ...bare, certificate: { pem: successor.certificatePem, key: successor.key } };
    const first = await dial(shown);
    const hungUp = first.kind === 'tls-refused' && first.alert === 'none';
    const withIt = hungUp ? await dial(shown) : first;
    if (withIt.kind !== 'http')
        return judgeOrigin(withIt, undefined);
    if (judged !== undefined && (judged.server === undefined || judged.server !== withIt.server))
        return otherServer(judged.server);
    return judgeOrigin(withIt, judged ?? (await dial(bare)));
}
async function checkWithoutCertificate(dial, address, settings, stop) {
    return judgeOpenness(await dial(dialRequest(address, settings, stop)));
}

;// CONCATENATED MODULE: ./lib/rotation/observe/ask-origins.js


async function askOrigins(target, world, runLog) {
    const { leaf, key } = target.successor;
    if (key === undefined)
        return [];
    const { clock, dial, stop } = world;
    const { origin } = target.policy;
    const credentials = { certificatePem: leaf.pem, key: key.keyObject() };
    return await Promise.all(origin.addresses.map(async (one) => {
        const verdict = await checkOrigin(dial, one, credentials, origin, stop);
        if (!stop.aborted)
            runLog.evidence([originEvidence(clock.wall(), one, verdict)]);
        return { address: `${one.hostname}@${one.host}:${one.port}`, verdict };
    }));
}

;// CONCATENATED MODULE: ./lib/zone/quiet.js
const PROPAGATION = 2 * 60_000;
const ACTIVE_WITHIN = 60 * 60_000;
const IMPRECISION = 1_500;
function lookedUpon(before, { rows, asked, answered }) {
    const seen = Map.groupBy(rows, ({ hostname }) => hostname);
    const names = new Set([...(before?.hostnames.keys() ?? []), ...seen.keys()]);
    const standing = (hostname) => {
        const now = seen.get(hostname) ?? [];
        const then = before?.hostnames.get(hostname);
        return then !== undefined && isSame(then.rows, now)
            ? { rows: now, since: then.since }
            : { rows: now, since: answered };
    };
    return { asked, hostnames: new Map([...names].map((hostname) => [hostname, standing(hostname)])) };
}
function unquiet({ asked, hostnames }, patience, now) {
    return [...hostnames].flatMap(([hostname, { rows, since }]) => {
        const moving = rows.filter((row) => !isSettled(row));
        if (moving.length > 0) {
            const ended = moving.every((row) => hasTimedOut(row) || (ageOf([row], now) ?? 0) > ACTIVE_WITHIN);
            return [ended ? { kind: 'stuck', hostname, since: youngest(moving) } : { kind: 'under-way', hostname }];
        }
        const left = patience(hostname) - (asked - since);
        const inForce = (ageOf(rows, now) ?? 0) - ACTIVE_WITHIN;
        return left <= 0 || inForce > patience(hostname) ? [] : [{ kind: 'settling', hostname, left }];
    });
}
function holds(one, uploadedOn) {
    return (one.kind !== 'stuck' || one.since === undefined || uploadedOn === undefined || uploadedOn < one.since);
}
function mayLag(asked, mayTake, now) {
    return asked !== undefined && now - asked < mayTake + PROPAGATION;
}
function isSettled({ status, enabled }) {
    return status === 'active' || status === 'deleted' || enabled === null;
}
function hasTimedOut({ status }) {
    return status === 'deployment_timed_out' || status === 'deletion_timed_out';
}
function isSame(some, others) {
    return (some.length === others.length &&
        some.every((one) => others.some((other) => one.certificateId === other.certificateId &&
            one.enabled === other.enabled &&
            one.updatedAt === other.updatedAt &&
            isSettled(one) === isSettled(other))));
}
function youngest(rows) {
    const dates = rows.flatMap(({ updatedAt }) => updatedAt ?? []);
    return dates.length < rows.length || dates.length === 0 ? undefined : Math.max(...dates);
}
function ageOf(rows, now) {
    const date = youngest(rows);
    return date === undefined ? undefined : now - date - IMPRECISION;
}

;// CONCATENATED MODULE: ./lib/zone/baseline-checks.js

function refuse(reason, happened, remedy) {
    return { kind: 'refuse', reason, text: { happened, inForce: 'Nothing was changed.', remedy } };
}
function warn(reason, sentence) {
    return { kind: 'warn', reason, sentence };
}
function baselineHealthy({ observation }) {
    const sick = observation.baselines.find(({ baseline }) => baseline.kind === 'failing' || baseline.kind === 'inconclusive');
    if (sick === undefined)
        return undefined;
    return sick.baseline.kind === 'failing'
        ? refuse('BASELINE_FAILING', `Before any change, the probe of ${withoutQuery(sick.url)} fails. ${sick.baseline.sentence}`, 'Fix the site or the probe URL first, then run again.')
        : refuse('PROBE_PROVES_NOTHING', `The probe of ${withoutQuery(sick.url)} proves nothing. ${sick.baseline.sentence}`, 'Choose a URL that the origin itself answers, without a redirect, cache or login, then run again.');
}
function baselineMended({ observation }) {
    const lacking = observation.baselines.find(({ baseline }) => baseline.kind === 'lacks-certificate');
    return lacking === undefined
        ? undefined
        : warn('BASELINE_LACKS_CERTIFICATE', `Before any change, ${withoutQuery(lacking.url)} fails as it does without a good client certificate. ${lacking.baseline.sentence}`);
}

;// CONCATENATED MODULE: ./lib/rotation/observe/observation.js

function presentedIn(observation) {
    return observation.level === 'zone' ? [observation.presented] : [...observation.presented.values()];
}
function hostnamesOn(observation, certificateId) {
    if (observation.level === 'zone' || certificateId === undefined)
        return [];
    const { associations, hostnames } = observation;
    return hostnames.filter((one) => associationOf(associations, one)?.certificateId === certificateId);
}

;// CONCATENATED MODULE: ./lib/zone/quota.js

const LIVE_QUOTA = 10;
function quotaUse(certificates, associations, now) {
    const live = certificates.filter(isLive);
    return {
        live: live.length,
        expired: ids(live.filter(({ leaf }) => leaf !== undefined && leaf.notAfter <= now)),
        unused: associations.complete
            ? ids(live.filter(({ id }) => usersOf(associations, id).length === 0))
            : undefined,
    };
}
function quotaSentence({ live, expired, unused }) {
    return `The zone already has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${list(expired)}. Unused: ${list(unused)}.`;
}
function roomRemedy({ expired, unused }) {
    const ended = expired.filter((id) => unused === undefined || unused.includes(id));
    const [free, ...more] = (unused ?? []).filter((id) => !expired.includes(id));
    const ways = [
        ...(ended.length === 0 ? [] : ['`operation: delete` with `certificate-id: expired`']),
        ...(free === undefined
            ? []
            : [
                `\`operation: delete\` with \`level: hostname\` and \`certificate-id: ${free}\`${more.length > 0 ? ' (or another unused one)' : ''}`,
            ]),
    ];
    return ways.length === 0
        ? 'Make room: let hostnames share a certificate and delete the one that is no longer used, then run again.'
        : `Make room with ${ways.join(', or with ')}, then run again.`;
}
function ids(certificates) {
    return certificates.map(({ id }) => id);
}
function list(some) {
    if (some === undefined)
        return 'not known';
    return some.length === 0 ? 'none' : some.join(', ');
}

;// CONCATENATED MODULE: ./lib/rotation/plan/check-hostnames.js




const ASSOCIATIONS_PER_CERTIFICATE = 100;
const someHostname = ({ target, observation }) => observation.level === 'hostname' && observation.hostnames.length === 0
    ? refuse('NO_HOSTNAME', target.replace === undefined
        ? 'No hostname is left to work on.'
        : `No hostname uses the certificate ${target.replace} named by \`replace\`.`, 'Name the hostnames in `hostnames`, or correct `replace`.')
    : undefined;
const probesInside = ({ target, observation }) => {
    if (observation.level !== 'hostname')
        return undefined;
    const outside = target.policy.probes.urls.find((url) => !observation.hostnames.includes(new URL(url).hostname));
    if (outside === undefined)
        return undefined;
    return refuse('PROBE_OUTSIDE_TARGET', `The probe of ${withoutQuery(outside)} is on a hostname that this rotation does not touch, so it would prove nothing.`, 'Probe one of the hostnames of the rotation.');
};
const fewEnough = ({ observation, adopt }) => {
    if (observation.level !== 'hostname')
        return undefined;
    const users = adopt === undefined ? [] : usersOf(observation.associations, adopt.id);
    const count = new Set([...users, ...observation.hostnames]).size;
    return count <= ASSOCIATIONS_PER_CERTIFICATE
        ? undefined
        : refuse('TOO_MANY_HOSTNAMES', `One certificate can serve ${ASSOCIATIONS_PER_CERTIFICATE} hostnames; with those already on it this would be ${count}.`, 'Split the hostnames across several certificates.');
};
const stuckUnused = ({ observation, stuck }) => {
    if (stuck === undefined || observation.level !== 'hostname')
        return undefined;
    const users = usersOf(observation.associations, stuck.id);
    return users.length === 0
        ? undefined
        : refuse('STUCK_IN_USE', `Cloudflare timed out deploying ${stuck.id}, which is this certificate, and ${users.join(', ')} already uses it.`, 'Issue a fresh certificate, store it in the secret, and run again: the hostnames are then moved off the stuck one.');
};
const quota = ({ target, observation, adopt, stuck, now }) => {
    if (adopt !== undefined || observation.level !== 'hostname')
        return undefined;
    const use = quotaUse(observation.certificates, observation.associations, now);
    if (use.live < LIVE_QUOTA)
        return undefined;
    const roomIsMade = (stuck ?? target.orphan) !== undefined;
    return target.issuing !== undefined && !roomIsMade
        ? refuse('QUOTA_FULL', quotaSentence(use), roomRemedy(use))
        : warn('QUOTA_NEARLY_USED', `${quotaSentence(use)} Nothing is deleted to make room without being asked.`);
};
const OF_HOSTNAMES = [someHostname, probesInside, fewEnough, stuckUnused, quota];

// EXTERNAL MODULE: ./lib/certificate/finding.js
var finding = __webpack_require__(8062);
;// CONCATENATED MODULE: ./lib/rotation/plan/issuer-guard.js

const SAME = { kind: 'same-issuer' };
function judgeIssuer(successor, presented, originChecks) {
    const compared = presented.flatMap((now) => compare(successor, now) ?? []);
    const doubt = compared.find(({ kind }) => kind === 'different') ?? compared.find(({ kind }) => kind === 'unknown');
    const unread = presented.some((now) => now.kind === 'unread');
    if (doubt === undefined && !unread)
        return compared.length > 0 ? SAME : { kind: 'nothing-to-compare' };
    if (successor.vouchedByCa && fitsInForce(successor, presented))
        return { kind: 'vouched', by: 'client-ca' };
    if (originVouches(originChecks))
        return { kind: 'vouched', by: 'origin' };
    return doubt ?? { kind: 'not-compared' };
}
function originVouches(checks) {
    const ran = checks.filter((check) => check.verdict.kind !== 'unreachable');
    return (ran.length > 0 && ran.every(({ verdict }) => verdict.kind === 'admitted' && verdict.enforced === true));
}
function fitsInForce({ clientCa }, presented) {
    const leaves = presented.flatMap((now) => (now.kind === 'certificate' ? (now.certificate.leaf ?? []) : []));
    return leaves.every((leaf) => signersOf(leaf, clientCa).length > 0);
}
function issuerOf({ issuer, issuerKeyId }) {
    return `${issuer} (${issuerKeyId === undefined ? 'key not named' : `key id ${issuerKeyId.slice(0, 64)}`})`;
}
function compare(successor, presented) {
    switch (presented.kind) {
        case 'nothing':
        case 'unread':
            return undefined;
        case 'shared':
            return { kind: 'different', now: 'Cloudflare (its shared certificate)', equalNames: false };
        case 'unknown': {
            const each = (presented.among ?? []).map(({ leaf }) => leaf && compareIssuers(successor, leaf));
            if (each.length > 0 && each.every((one) => one?.kind === 'same-issuer'))
                return SAME;
            return { kind: 'unknown', now: 'an issuer that could not be read', equalNames: false };
        }
        case 'certificate': {
            const { leaf } = presented.certificate;
            if (leaf === undefined)
                return {
                    kind: 'unknown',
                    now: 'an unknown issuer, since Cloudflare did not return the certificate',
                    equalNames: false,
                };
            return compareIssuers(successor, leaf);
        }
    }
}
function compareIssuers({ leaf, clientCa, chain, signedBy }, now) {
    if (leaf.fingerprint === now.fingerprint)
        return SAME;
    const equalNames = leaf.issuer === now.issuer;
    const different = { kind: 'different', now: issuerOf(now), equalNames };
    if (!equalNames || leaf.selfSigned || now.selfSigned)
        return different;
    const given = [...clientCa, ...chain];
    const ofSuccessor = signedBy === undefined ? signersOf(leaf, given) : [signedBy];
    const ofNow = signersOf(now, given);
    if (ofSuccessor.some((signer) => ofNow.includes(signer)))
        return SAME;
    if (ofSuccessor.length + ofNow.length > 0)
        return different;
    if (leaf.issuerKeyId === undefined || now.issuerKeyId === undefined)
        return { ...different, kind: 'unknown' };
    return (0,certificate_leaf/* sameIssuerKey */.d3)(leaf, now) ? SAME : different;
}
function signersOf(leaf, authorities) {
    const certificate = authorities.length === 0 ? undefined : (0,certificate_leaf/* parseCertificate */.hB)(leaf.pem);
    if (certificate === undefined)
        return [];
    return leaf.selfSigned
        ? authorities.filter(({ raw }) => raw.equals(certificate.raw))
        : authorities.filter((one) => (0,certificate_leaf/* isSignedBy */.s3)(certificate, one));
}

;// CONCATENATED MODULE: ./lib/rotation/plan/checks.js





const sslModeSends = ({ observation }) => observation.sslMode === 'off' || observation.sslMode === 'flexible'
    ? warn('SSL_MODE_SENDS_NOTHING', `The SSL mode of the zone is \`${observation.sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate. Set it to \`full\` or \`strict\`; a configuration rule may still set another for a hostname.`)
    : undefined;
const zoneIsServed = ({ observation }) => {
    const why = (0,words/* whyNotServed */.Po)(observation.zone);
    return why === undefined ? undefined : warn('ZONE_NOT_ACTIVE', why);
};
const originAdmits = ({ observation }) => {
    const refused = observation.originChecks.find(({ verdict }) => verdict.kind === 'refused');
    if (refused === undefined)
        return undefined;
    return refuse('ORIGIN_REFUSES_SUCCESSOR', `The origin ${refused.address} refuses the new certificate. ${refused.verdict.sentence}`, "First make the origin trust the new certificate's issuer, in addition to the current one, then run again.");
};
const originEnforces = ({ observation }) => {
    const open = observation.originChecks.find(({ verdict }) => verdict.kind === 'admitted' && verdict.enforced === false);
    if (open === undefined)
        return undefined;
    return warn('ORIGIN_NOT_ENFORCING', `The origin ${open.address} lets visitors in without any client certificate: nothing is enforced there.`);
};
const originReached = ({ observation }) => {
    const missed = observation.originChecks.find(({ verdict }) => verdict.kind === 'unreachable' || verdict.kind === 'unclear');
    if (missed === undefined)
        return undefined;
    return warn('ORIGIN_NOT_CHECKED', `The origin ${missed.address} could not be checked from this runner. ${missed.verdict.sentence}`);
};
const originSettles = ({ target, observation }) => {
    const doubt = target.conditional.find((finding) => finding.severity === 'refuse-unless-origin-check');
    if (doubt === undefined || originVouches(observation.originChecks))
        return undefined;
    const [cause, cure] = (0,finding/* causeAndCure */.Cq)(doubt);
    const first = target.policy.origin.addresses.length === 0 ? 'set' : 'make sure that the runner reaches';
    return refuse(doubt.reason, cause, `${cure} Or ${first} \`origin\`, so that the origin itself can show that it accepts it.`);
};
const echoTellsThemApart = ({ target, observation, presented }) => {
    const { leaf } = target.successor;
    const twin = presented
        .flatMap((now) => (now.kind === 'certificate' ? [now.certificate, ...(now.perhaps ?? [])] : []))
        .find(({ leaf: one }) => one?.serialNumber === leaf.serialNumber && one.fingerprint !== leaf.fingerprint);
    const served = observation.baselines.flatMap(({ baseline }) => baseline.served ?? []);
    if (twin === undefined || !served.some((one) => (0,probe_echo/* echoNames */.Oo)((0,probe_echo/* readEcho */.OE)(one), leaf)))
        return undefined;
    return refuse('SERIAL_NUMBER_SHARED', `The new certificate has the same serial number, ${leaf.serialNumber}, as ${twin.id}, which is in force. The origin names certificates by it, so \`probe-echo-header\` would prove nothing.`, 'Issue the certificate with a serial number of its own, let the origin name the fingerprint instead, or leave out `probe-echo-header`.');
};
const validLongEnough = ({ target, adopt }) => {
    if (adopt !== undefined)
        return undefined;
    const short = target.conditional.find((finding) => finding.severity === 'refuse-unless-in-force');
    return short === undefined ? undefined : refuse(short.reason, ...(0,finding/* causeAndCure */.Cq)(short));
};
const notExpired = ({ target, now }) => target.successor.leaf.notAfter <= now
    ? refuse('SUCCESSOR_EXPIRED', "By Cloudflare's clock the new certificate has already expired.", 'Issue a new certificate, then run again.')
    : undefined;
const somebodyLooks = ({ target, observation }) => {
    const { probes, origin } = target.policy;
    const { zone, originChecks } = observation;
    const admitted = originChecks.some(({ verdict }) => verdict.kind === 'admitted');
    if (probes.urls.length > 0 || admitted || target.successor.vouchedByCa)
        return undefined;
    const hostname = observation.level === 'hostname' ? observation.hostnames[0] : zone.name;
    const line = hostname === undefined
        ? '`probe-urls` with an address of the site'
        : `\`probe-urls: https://${hostname}/\``;
    const [who, more] = origin.addresses.length === 0
        ? ['Nothing checks', '`origin` or `client-ca`']
        : ['The check at `origin` told nothing, and nothing else checks', '`client-ca`'];
    return warn('NOBODY_LOOKS', `Evidence: none. ${who} whether visitors get through with the new certificate. To have it checked, add ${line}, or ${more}.`);
};
const expiresSoon = ({ target, now }) => {
    if (target.issuing !== undefined)
        return undefined;
    const left = target.successor.leaf.notAfter - now;
    if (left <= 0 || left >= target.policy.expiryWarning)
        return undefined;
    return warn('EXPIRES_SOON', `The certificate expires in ${(0,words/* daysInWords */.E)(left)}.`);
};
function walk(checks, input, before = []) {
    const verdicts = checks.map((check) => check(input));
    const warnings = [...before, ...verdicts.flatMap(warningOf)];
    const refusal = verdicts.find((verdict) => verdict?.kind === 'refuse');
    return refusal?.kind === 'refuse'
        ? { kind: 'refused', reason: refusal.reason, text: refusal.text, warnings }
        : { kind: 'clear', warnings };
}
function warningOf(verdict) {
    return verdict?.kind === 'warn' ? [{ reason: verdict.reason, sentence: verdict.sentence }] : [];
}

;// CONCATENATED MODULE: ./lib/rotation/plan/checks-issuer.js



const issuerKnown = ({ target, observation, presented }) => {
    const { successor, policy, issuing } = target;
    const verdict = judgeIssuer(successor, presented, observation.originChecks);
    switch (verdict.kind) {
        case 'same-issuer':
        case 'vouched':
            return undefined;
        case 'nothing-to-compare':
            return issuerNamed(target);
        case 'not-compared':
            return policy.acceptIssuerChange
                ? undefined
                : warn('ISSUER_NOT_COMPARED', "It could not be read whether Cloudflare presents its shared certificate to the origin, perhaps because the token lacks the permission Zone Settings: Read. So the new certificate's issuer was not compared with it. Add that permission, or set `client-ca` or `origin`.");
        case 'different':
        case 'unknown':
            return policy.acceptIssuerChange
                ? warn('ISSUER_CHANGE_ACCEPTED', `The issuer changes from ${verdict.now} to ${issuerOf(successor.leaf)}, as accepted by \`accept-issuer-change\`.`)
                : refuse(verdict.kind === 'different' ? 'ISSUER_CHANGES' : 'ISSUER_UNKNOWN', `The new certificate is from ${issuerOf(successor.leaf)}; what Cloudflare presents now is from ${verdict.now}.${verdict.equalNames ? EQUAL_NAMES[verdict.kind] : ''} An origin that does not trust the new issuer would refuse every visitor.`, verdict.kind === 'different'
                    ? `Make the origin trust both issuers, then show it: set \`client-ca\` or \`origin\`${issuing ? '' : ', or `accept-issuer-change: true`'}.`
                    : `Set \`client-ca\` to the authorities that the origin trusts, so that both certificates can be checked against it, or set \`origin\`.${issuing ? '' : ' If you know that the origin trusts the new issuer, set `accept-issuer-change: true`.'}`);
    }
};
const EQUAL_NAMES = {
    different: ' The names are the same, but the keys are not.',
    unknown: ' The names are the same, but not both certificates name the key, so it may be a different one.',
};
function issuerNamed({ successor: { leaf, clientCa } }) {
    if (leaf.issuerKeyId !== undefined || leaf.selfSigned || clientCa.length > 0)
        return undefined;
    return warn('ISSUER_KEY_NOT_NAMED', 'The new certificate does not name the key of its issuer (it has no authorityKeyIdentifier), so the next rotation cannot tell whether the issuer is still the same, and will need `client-ca`. Set it from now on, or issue certificates with that extension.');
}
const clientCaFits = ({ target: { successor }, presented }) => successor.clientCa.length === 0 || fitsInForce(successor, presented)
    ? undefined
    : warn('CLIENT_CA_NOT_IN_FORCE', 'No certificate in `client-ca` issued the certificate in force, so `client-ca` is not what the origin trusts now and does not vouch for the new one. Give all authorities that the origin trusts.');
const TOWARDS_THE_ORIGIN = [
    originSettles,
    originAdmits,
    clientCaFits,
    issuerKnown,
    echoTellsThemApart,
    baselineHealthy,
    baselineMended,
    originReached,
    originEnforces,
];

;// CONCATENATED MODULE: ./lib/rotation/plan/plan.js
function movedOff(moves) {
    return new Set(moves.flatMap(({ before }) => before?.certificateId ?? []));
}

// EXTERNAL MODULE: ./lib/issue/identity.js
var issue_identity = __webpack_require__(9625);
;// CONCATENATED MODULE: ./lib/rotation/plan/succession.js




function zoneSuccession(present, certificates, deploymentMayTake) {
    return split(certificates, present?.id, ({ id, status, uploadedOn }) => {
        if (present === undefined || isStuck(present))
            return undefined;
        const { uploadedOn: last } = present;
        if (uploadedOn === undefined || last === undefined || uploadedOn >= last)
            return {
                reason: 'NOT_OLDER',
                why: 'It is not older than the new certificate, so Cloudflare may be using it.',
            };
        if (status === 'deployment_timed_out' || last - uploadedOn >= deploymentMayTake)
            return undefined;
        return {
            reason: 'ORDER_UNKNOWN',
            why: `It was uploaded shortly before the new certificate, so Cloudflare may have deployed it later and be using it. Once another certificate is known to be served, remove it with operation delete and certificate-id ${id}.`,
        };
    });
}
function hostnameSuccession(target, successorId, { certificates, associations }, left, moving) {
    const own = certificates.find(({ id }) => id === successorId);
    return split(certificates, successorId, (certificate) => {
        const { id, leaf } = certificate;
        const users = stayersOf(associations, id).filter((hostname) => !moving.has(hostname));
        if (users.length > 0)
            return { reason: 'IN_USE', why: `Still used by ${users.join(', ')}.` };
        if (!associations.complete)
            return { reason: 'NOT_LISTED', why: `${(0,words/* whyUnlisted */.Jv)(associations)} ${(0,words/* deleteWords */.T8)('hostname', id)}` };
        if (left.has(id))
            return undefined;
        if (leaf === undefined)
            return { reason: 'UNREADABLE', why: 'Cloudflare returned no readable certificate for it.' };
        if (isOfOther(target, certificate))
            return { reason: 'OF_OTHER_TARGET', why: 'Another target of this run puts it in force.' };
        if (precedes(certificate, target, own))
            return undefined;
        return {
            reason: 'OTHER_LINEAGE',
            why: `No hostname uses it, but it has another subject or issuer, or is not older. To remove it: operation delete with certificate-id ${id}.`,
        };
    });
}
function split(certificates, successorId, whySpared) {
    const superseded = [];
    const spared = [];
    for (const certificate of certificates.filter(({ id }) => id !== successorId)) {
        const isHalf = certificate.status === 'deletion_timed_out';
        if (!isHalf && !isLive(certificate))
            continue;
        const verdict = isHalf ? halfDeleted(certificate) : whySpared(certificate);
        if (verdict === undefined)
            superseded.push(certificate);
        else
            spared.push({ certificate, ...verdict });
    }
    return { superseded, spared };
}
function halfDeleted({ id }) {
    return {
        reason: 'DELETION_TIMED_OUT',
        why: `Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${id}.`,
    };
}
function isStuck(certificate) {
    return certificate.status === 'deployment_timed_out' || certificate.status === 'deletion_timed_out';
}
function precedes(one, { successor: { leaf: successor }, issuing }, own) {
    const { leaf } = one;
    if (leaf === undefined)
        return false;
    if (issuing === undefined)
        return (0,certificate_leaf/* sameLineage */.UB)(leaf, successor) && leaf.notBefore < successor.notBefore;
    return (0,issue_identity/* pemIsOfIdentity */.MI)(leaf.pem, issuing.identity) && (own === undefined || compareUploads(one, own) < 0);
}
function isOfOther({ otherTargets }, { leaf }) {
    return otherTargets.some(({ fingerprint }) => fingerprint === leaf?.fingerprint);
}

;// CONCATENATED MODULE: ./lib/rotation/plan/plan-hostnames.js




function planHostnames(target, observation, { adopt, stuck }) {
    const { certificates, associations, hostnames } = observation;
    const { moves, warnings } = movesOf(target, observation, adopt);
    const left = movedOff(moves);
    const discard = stuck ?? target.orphan;
    const succession = hostnameSuccession(target, (adopt ?? stuck)?.id, { certificates: certificates.filter(({ id }) => id !== discard?.id), associations }, left, new Set([...moves.map((move) => move.hostname), ...leavingAsWell(target, observation, left)]));
    const moved = hostnamesOn(observation, adopt?.id);
    return {
        succession,
        switchOn: false,
        moves,
        canary: canaryOf(target, moves, moved),
        replaces: moves.length > 0 || moved.length > 0,
        isFirst: moves.every((move) => move.before === undefined),
        isInPlace: moves.length === 0 && hostnames.length > 0,
        warnings: [...warnings, ...unlisted(target, succession, left)],
    };
}
function leavingAsWell({ otherTargets }, { associations }, left) {
    return associations.rows.flatMap(({ hostname, certificateId = '' }) => {
        const other = otherTargets.find(({ hostnames, replace }) => replace === certificateId || hostnames.includes(hostname));
        return left.has(certificateId) && other?.deletePrevious === true ? [hostname] : [];
    });
}
function movesOf(target, observation, adopt) {
    const moves = [];
    const warnings = [];
    for (const hostname of observation.hostnames) {
        const before = associationOf(observation.associations, hostname);
        const lost = danglingOf(observation.associations, hostname);
        if (lost !== undefined) {
            warnings.push({
                reason: 'CERTIFICATE_GONE',
                sentence: `${hostname} was still tied to the certificate ${lost.certificateId ?? ''}, which no longer exists: it counts as a hostname without one.`,
            });
        }
        const asBefore = before?.enabled ?? (target.replace === undefined ? undefined : lost?.enabled);
        const enabled = target.policy.enable && target.replace === undefined ? true : asBefore;
        if (enabled === undefined || enabled === null) {
            warnings.push({
                reason: 'HOSTNAME_LEFT_OUT',
                sentence: `${hostname} has no certificate of its own, and \`enable\` is false: it is left as it is.`,
            });
            continue;
        }
        if (before?.enabled === false && enabled) {
            warnings.push({
                reason: 'HOSTNAME_WAS_OFF',
                sentence: `${hostname} was set to send no certificate; the rotation switches it on.`,
            });
        }
        if (adopt !== undefined && isInPlace(observation.associations, hostname, adopt.id, enabled))
            continue;
        const onIt = adopt !== undefined && before?.certificateId === adopt.id && before.enabled === enabled;
        const pointed = onIt && before.status !== 'deployment_timed_out';
        moves.push({ hostname, before, enabled, pointed });
    }
    return { moves, warnings };
}
function unlisted({ policy }, { spared }, left) {
    if (!policy.deletePrevious)
        return [];
    return spared
        .filter(({ certificate, reason }) => reason === 'NOT_LISTED' && left.has(certificate.id))
        .map(({ certificate: { id }, why }) => ({ reason: 'PREDECESSOR_KEPT', sentence: `${id}: ${why}` }));
}
function canaryOf(target, moves, moved) {
    const waiting = moves.filter((move) => !move.pointed).map((move) => move.hostname);
    const probed = new Set(target.policy.probes.urls.map((url) => new URL(url).hostname));
    const before = moved.find((hostname) => probed.has(hostname) && !waiting.includes(hostname));
    if (waiting.length > 0 && before !== undefined)
        return before;
    return waiting.length < 2 ? undefined : waiting.find((hostname) => probed.has(hostname));
}

;// CONCATENATED MODULE: ./lib/rotation/plan/plan-zone.js





function planZone(target, observation, { adopt, stuck }) {
    const { certificates } = observation;
    const { enable, activationTimeout } = target.policy;
    const switchOn = enable && !observation.switchOn;
    const succession = zoneSuccession(adopt ?? stuck, certificates, activationTimeout);
    return {
        succession,
        switchOn,
        moves: [],
        canary: undefined,
        replaces: true,
        isFirst: !certificates.some(isLive),
        isInPlace: adopt !== undefined &&
            newest(certificates)?.id === adopt.id &&
            whoElse(target, observation, adopt, succession).length === 0 &&
            !switchOn,
        warnings: [],
    };
}
const switchedOff = ({ target, observation }) => {
    if (observation.level !== 'zone' || observation.switchOn)
        return undefined;
    return target.policy.enable
        ? warn('SWITCH_WAS_OFF', 'Authenticated origin pulls were off for the zone when the run began; putting the certificate in force switches them on.')
        : warn('SWITCH_STAYS_OFF', 'Authenticated origin pulls are off for the zone and stay off, since `enable` is false: the certificate is not presented.');
};
const orderKnown = ({ observation, adopt }) => {
    if (observation.level !== 'zone' || adopt === undefined)
        return undefined;
    if (newest(observation.certificates)?.id === adopt.id)
        return undefined;
    return refuse('OLDER_LIVE_COPY', `This certificate is already in the zone as ${adopt.id}, but it is not the newest one there, and Cloudflare uses the newest. Uploading it again would change nothing.`, 'Issue a fresh certificate (for the same key, if you like), store it in the secret, and run again.');
};
function whoElse({ policy }, { baselines, switchOn }, { leaf }, { spared }) {
    const served = baselines.flatMap(({ baseline }) => baseline.served ?? []);
    const named = leaf !== undefined && served.some((one) => (0,probe_echo/* echoNames */.Oo)((0,probe_echo/* readEcho */.OE)(one), leaf));
    if (named || !(switchOn || policy.enable))
        return [];
    return spared.flatMap(({ certificate, reason }) => (reason === 'ORDER_UNKNOWN' ? [certificate] : []));
}
const deployedLast = ({ target, observation, adopt, succession }) => {
    if (observation.level !== 'zone' || adopt === undefined)
        return undefined;
    const others = whoElse(target, observation, adopt, succession).map(({ id }) => id);
    return others.length === 0
        ? undefined
        : refuse('ORDER_UNKNOWN', `This certificate is in the zone as ${adopt.id}, and ${others.join(', ')} was uploaded so shortly before it that Cloudflare may have deployed it later. It is not known which of them is in force.`, 'Issue a fresh certificate, store it in the secret, and run again: the ones that are there now are then known to be older, and are replaced.');
};
const notTheOnlyOne = ({ observation, stuck }) => {
    if (observation.level !== 'zone' || stuck === undefined || !observation.switchOn)
        return undefined;
    if (observation.certificates.some((one) => isLive(one) && one.id !== stuck.id))
        return undefined;
    return refuse('ONLY_CERTIFICATE_STUCK', `Cloudflare timed out deploying ${stuck.id}, which is this certificate and the only one of the zone.`, 'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.');
};
const probesSeeTheZone = ({ observation }) => {
    if (observation.level !== 'zone' || observation.associations === undefined)
        return undefined;
    const { associations } = observation;
    const blind = observation.baselines.find(({ url }) => associationOf(associations, new URL(url).hostname));
    if (blind === undefined)
        return undefined;
    return refuse('PROBE_SEES_OTHER_CERTIFICATE', `The probe of ${withoutQuery(blind.url)} would not see the zone's certificate: its hostname has an association of its own, which takes precedence.`, 'Probe a hostname without an association of its own.');
};
const OF_THE_ZONE = [orderKnown, deployedLast, notTheOnlyOne, probesSeeTheZone];

;// CONCATENATED MODULE: ./lib/rotation/plan/make-plan.js










const ALWAYS = [zoneIsServed, sslModeSends, expiresSoon, switchedOff];
const BEFORE_ANY_CHANGE = [
    notExpired,
    validLongEnough,
    ...OF_THE_ZONE,
    ...OF_HOSTNAMES,
    ...TOWARDS_THE_ORIGIN,
];
function plan(target, observation, now) {
    const present = findByFingerprint(observation.certificates, target.successor.leaf);
    const mayServe = present === undefined || !isStuck(present);
    const copy = mayServe ? { adopt: present, stuck: undefined } : { adopt: undefined, stuck: present };
    const { adopt, stuck } = copy;
    const draft = observation.level === 'zone'
        ? planZone(target, observation, copy)
        : planHostnames(target, observation, copy);
    const { succession, switchOn, moves, canary } = draft;
    const discard = stuck ?? target.orphan;
    const remove = target.policy.deletePrevious && draft.replaces ? succession.superseded : [];
    const spared = [...succession.spared, ...(remove.length > 0 ? [] : kept(target, succession.superseded))];
    const steps = { discard, switchOn, moves, canary, remove, spared };
    const input = { target, observation, presented: presentedIn(observation), succession, now, ...copy };
    const always = walk(ALWAYS, input, draft.warnings);
    if (adopt?.status === 'active' && draft.isInPlace && remove.length === 0) {
        const shortly = target.conditional.map(({ reason, sentence }) => ({ reason, sentence }));
        const warnings = [...always.warnings, ...shortly, ...walk([baselineMended], input).warnings];
        return { kind: 'idle', reason: 'ALREADY_IN_FORCE', adopt, ...steps, warnings };
    }
    const checked = walk(BEFORE_ANY_CHANGE, input, always.warnings);
    if (checked.kind === 'refused')
        return checked;
    const { warnings } = walk([somebodyLooks], input, checked.warnings);
    return { kind: 'rotate', reason: make_plan_reasonOf(draft, adopt, remove), adopt, ...steps, warnings };
}
function make_plan_reasonOf({ isFirst, switchOn }, adopt, remove) {
    if (adopt === undefined)
        return isFirst ? 'FIRST_SET_UP' : 'REPLACE';
    return switchOn && adopt.status === 'active' && remove.length === 0 ? 'SWITCH_ON' : 'FINISH_EARLIER_RUN';
}
function kept({ policy }, certificates) {
    const [reason, why] = policy.deletePrevious
        ? [
            'NOT_REPLACED',
            'No hostname of the target uses the new certificate, so it replaces nothing.',
        ]
        : ['KEPT_ON_REQUEST', '`delete-previous` is false.'];
    return certificates.map((certificate) => ({ certificate, reason, why }));
}

;// CONCATENATED MODULE: ./lib/rotation/apply/apply-context.js


function nameOf(context, id) {
    return `${context.target.level} certificate ${id}`;
}
function deletionOf({ runLog, observation, target, world }, id) {
    return { world, zoneId: observation.zone.id, level: target.level, id, say: runLog.say };
}
function askForFresh(level) {
    return level === 'zone'
        ? ' Issue a fresh certificate first (the key can stay the same): Cloudflare may not use a deleted one again.'
        : '';
}
class RefusedInForce extends errors/* RollbackRequired */.Sk {
}
async function lookAtRows({ observation, inZone, world }, hostnames, api = world.api) {
    const asked = world.clock.monotonic();
    const seen = await observeAssociations(api, observation.zone.id, hostnames);
    noteRows(inZone.rows, seen, asked, world);
    return seen;
}
async function untilMyTurnToMove({ inZone }) {
    if (await inZone.turn('move'))
        return;
    throw new errors/* RollbackRequired */.Sk('EARLIER_TARGET_FAILED', {
        happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
        remedy: 'Fix that target, then run again.',
    });
}

;// CONCATENATED MODULE: ./lib/zone/probe-site.js




async function takeBaselines(world, probes, runLog) {
    return await Promise.all(probes.urls.map(async (url) => {
        const { baseline, evidence } = await takeBaseline(world, url, probes);
        if (!world.stop.aborted)
            runLog.evidence([evidence]);
        return { url, baseline };
    }));
}
async function probeChanged(site, urls, until) {
    const seen = await probe(site, site.probes, urls, 'after', until);
    switch (seen.kind) {
        case 'verified':
        case 'inconclusive':
            return seen;
        case 'bad-news':
            throw site.badNews(seen.sentence, seen.certificateFault);
        case 'interrupted':
            if (seen.failing)
                throw site.badNews(seen.sentence, seen.certificateFault);
            if (seen.by === 'stop')
                assertRunning(site.world);
            throw new errors/* ActionError */.lZ('TIMED_OUT', {
                happened: 'The time given by `timeout` ran out before the probes were done.',
                remedy: site.cutShort,
            });
    }
}
async function badNewsWhileBlind(site, urls, until, over) {
    const { world, runLog } = site;
    if (urls.length === 0)
        return undefined;
    runLog.say('Cloudflare cannot be asked for the moment; the probes go on');
    const inTime = { ...world, stop: AbortSignal.any([world.stop, over]) };
    const seen = await probe({ ...site, world: inTime }, site.probes, urls, 'after', until);
    const bad = seen.kind === 'bad-news' || (seen.kind === 'interrupted' && seen.failing && !over.aborted);
    return bad ? site.badNews(seen.sentence, seen.certificateFault) : undefined;
}
const PASSES = 30_000;
async function probeRestored(site, urls, follow) {
    const { timeout } = site.probes;
    const patient = { ...site.probes, timeout: Math.max(timeout, follow + Math.min(timeout, PASSES)) };
    return await probe(site, patient, urls, 'after-rollback', undefined);
}
async function probe({ world, runLog, baselines, expected }, settings, urls, when, until) {
    const known = new Map(baselines.map(({ url, baseline }) => [url, baseline]));
    const said = { ...world, say: runLog.say };
    const seen = await verifyThroughEdge(said, { urls, baselines: known, expected, settings, when, until });
    runLog.evidence(seen.evidence);
    return seen;
}

;// CONCATENATED MODULE: ./lib/zone/watch-over.js




const BLIND = 5_000;
const SEES = Number.POSITIVE_INFINITY;
async function watchOver(site, wait) {
    const sight = { blindSince: SEES, trouble: undefined };
    const over = new AbortController();
    const end = Promise.withResolvers();
    const probing = probeWhileBlind(site, sight, over.signal);
    probing.catch(end.reject);
    const look = () => watched(site, wait, sight, over.signal, end.reject);
    const looks = async () => {
        for (;;) {
            const value = await wait_waitFor(site.world, { ...wait, look, refusals: 'no-news' });
            if (value !== undefined || sight.trouble === undefined)
                return value;
        }
    };
    try {
        return await Promise.race([looks(), end.promise]);
    }
    catch (error) {
        over.abort();
        throw error instanceof errors/* RollbackRequired */.Sk ? error : ((await rejection(probing)) ?? error);
    }
    finally {
        over.abort();
    }
}
async function watched({ world, longest, untouched }, wait, sight, over, end) {
    const { clock } = world;
    if (over.aborted)
        throw new errors/* ActionError */.lZ('CANCELLED', { happened: 'The wait is over.', remedy: '' });
    sight.blindSince = Math.min(sight.blindSince, clock.monotonic());
    try {
        const look = await wait.look();
        sight.blindSince = SEES;
        sight.trouble = undefined;
        return look;
    }
    catch (error) {
        if (!isUnread(error))
            throw error;
        sight.trouble = error;
        const blind = clock.monotonic() - sight.blindSince;
        if (blind >= longest)
            end(unread(error, wait.what, blind, untouched));
        throw error;
    }
}
function unread(error, what, blind, untouched) {
    return new errors/* ActionError */.lZ(error.code, {
        happened: `For ${(0,words/* seconds */.YA)(blind)} after the cut-over, Cloudflare could not be read while this run waited for ${what}. ${error.happened}`,
        remedy: `${untouched} ${error.remedy}`,
    }, { cause: error });
}
async function probeWhileBlind(site, sight, over) {
    const { world, longest, urls } = site;
    const { stop } = world;
    while (!over.aborted && !stop.aborted) {
        const blind = world.clock.monotonic() - sight.blindSince;
        if (blind >= BLIND) {
            const news = await badNewsWhileBlind(site, urls(), sight.blindSince + longest, over);
            if (news !== undefined)
                throw news;
            return;
        }
        await world.sleep(BLIND - Math.max(0, blind), AbortSignal.any([stop, over]));
    }
}
async function rejection(work) {
    try {
        await work;
        return undefined;
    }
    catch (error) {
        return error;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/plan/presentation.js

function isPresentedFor(hostname, observation, { moves, switchOn }, successorId) {
    if (observation.level === 'zone')
        return observation.switchOn || switchOn;
    const move = moves.find((one) => one.hostname === hostname);
    if (move !== undefined)
        return move.enabled;
    const row = associationOf(observation.associations, hostname);
    return row !== undefined && row.certificateId === successorId && row.enabled === true;
}
function presentationOf(observation, changes, successorId) {
    const isDark = (hostname) => !isPresentedFor(hostname, observation, changes, successorId);
    if (observation.level === 'zone')
        return { presented: !isDark(''), dark: [] };
    const dark = observation.hostnames.filter(isDark);
    return { presented: dark.length < observation.hostnames.length, dark };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/verify.js




const NOTHING_TO_PROBE = { passed: true, proven: false, sentence: 'nothing to probe' };
async function verify(context, hostnames, until) {
    const { observation, runLog } = context;
    const urls = urlsToProbe(context).filter((url) => hostnames === undefined || hostnames.has(new URL(url).hostname));
    if (urls.length === 0)
        return NOTHING_TO_PROBE;
    const shown = await probeChanged(siteOf(context), urls, until);
    const { sentence } = shown;
    if (shown.kind === 'verified')
        return { passed: true, proven: shown.proven, sentence };
    if (shown.servedOther === true && observation.level === 'zone')
        throw new errors/* ActionError */.lZ('VERIFICATION_FAILED', {
            happened: `Visitors get through, but with a different certificate than the new one. ${sentence}`,
            remedy: 'Nothing was deleted. Run again in a few minutes. If this does not change, Cloudflare takes another certificate of the zone for the one deployed last: issue a fresh certificate, put it into the secret, and run again.',
        });
    runLog.warn({ reason: 'NOT_VERIFIED', sentence });
    return { passed: false, proven: false, sentence };
}
async function probePhase(context, probing) {
    if (urlsToProbe(context).length === 0)
        return NOTHING_TO_PROBE;
    return await context.runLog.phase('probe', probing, ({ sentence }) => sentence);
}
function siteOf({ observation, world, runLog, target }) {
    return {
        world,
        runLog,
        probes: target.policy.probes,
        baselines: observation.baselines,
        expected: target.successor.leaf,
        badNews: (sentence, certificateFault) => verify_badNews(observation.level, sentence, certificateFault),
        cutShort: 'Run again: the next run continues from here, and probes again before it deletes anything.',
    };
}
function urlsToProbe({ writeRecord, observation, plan, target }) {
    return target.policy.probes.urls.filter((url) => isPresentedFor(new URL(url).hostname, observation, plan, writeRecord.successor));
}
function verify_badNews(level, sentence, certificateFault) {
    const [what, first] = certificateFault
        ? ['visitors were refused', 'Make the origin trust the new certificate']
        : ['the site failed', 'This does not look like a refused certificate: fix the site first'];
    return new errors/* RollbackRequired */.Sk('VERIFICATION_FAILED', {
        happened: `After the change, ${what}. ${sentence}`,
        remedy: `${first}, then run again.${askForFresh(level)}`,
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/watch.js





async function watchFor(context, wait) {
    const { writeRecord, observation, target, world } = context;
    if (writeRecord.cutOverAt === undefined)
        return await wait_waitFor(world, wait);
    const longest = PROPAGATION + (urlsToProbe(context).length > 0 ? target.policy.gracePeriod : 0);
    const untouched = 'Nothing was deleted.';
    const urls = () => {
        const moved = new Set(writeRecord.moved.map(({ hostname }) => hostname));
        return urlsToProbe(context).filter((url) => observation.level === 'zone' || moved.has(new URL(url).hostname));
    };
    return await watchOver({ ...siteOf(context), longest, untouched, urls }, wait);
}
function changingIn(context) {
    const { runLog, observation, target, world } = context;
    const atMost = target.policy.activationTimeout;
    const wait = (one) => watchFor(context, one);
    return { world, zoneId: observation.zone.id, atMost, say: runLog.say, wait };
}
async function readWatched(context, what, read) {
    const { runLog, target } = context;
    const value = await watchFor(context, {
        what,
        atMost: target.policy.activationTimeout,
        say: runLog.say,
        look: async () => ({ done: true, value: { read: await read() } }),
    });
    if (value !== undefined)
        return value.read;
    throw new errors/* ActionError */.lZ('API_UNREACHABLE', {
        happened: `Gave up waiting for ${what}.`,
        remedy: 'Nothing was deleted. Run again: the next run continues from what is there.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/activation.js









const REVIVAL = 60_000;
async function untilActive(context, successor) {
    const { target, observation, world, runLog, writeRecord } = context;
    const { activationTimeout } = target.policy;
    const began = world.clock.monotonic();
    let unborn = writeRecord.uploaded === successor.id;
    const active = await watchFor(context, {
        what: `the ${nameOf(context, successor.id)} to become active`,
        atMost: activationTimeout,
        say: runLog.say,
        justSent: writeRecord.uploaded === successor.id ? 'activation' : undefined,
        look: async () => {
            const read = await getCertificate(world.api, observation.zone.id, target.level, successor.id);
            if (unborn && read?.status === 'deleted')
                return { done: true, value: 'died' };
            if (unborn && read?.status === 'pending_deletion' && world.clock.monotonic() - began < REVIVAL)
                return { done: false, status: read.rawStatus };
            unborn &&= read === undefined;
            if (read !== undefined && showsAnother(read, successor.leaf))
                throw new errors/* ActionError */.lZ('WORLD_CHANGED', {
                    happened: `Cloudflare shows another certificate than the new one under its id, ${successor.id}.`,
                    remedy: 'Run again. If that does not help, ask Cloudflare support and name the certificate id.',
                });
            if (read !== undefined)
                return lookAt(context, { ...observed(read), leaf: successor.leaf });
            if (world.clock.monotonic() - began < MAY_BE_MISSING)
                return { done: false, status: 'not readable yet' };
            throw vanished(context, successor.id, 'can no longer be found');
        },
    });
    if (active !== undefined) {
        if (active !== 'died')
            writeRecord.active = active.id;
        return active;
    }
    throw new errors/* ActionError */.lZ('ACTIVATION_TIMED_OUT', {
        happened: `The ${nameOf(context, successor.id)} did not become active within \`activation-timeout\`.`,
        remedy: 'Run again: the next run continues with this certificate.',
    });
}
async function untilOthersSettle(context) {
    const { target, observation, world, runLog, writeRecord } = context;
    if (observation.level !== 'zone')
        return;
    if (target.issuing !== undefined && !target.policy.deletePrevious)
        await untilDatesTell(context);
    const began = world.clock.monotonic();
    for (const other of observation.certificates.filter(({ status }) => isDeploying(status))) {
        const settled = await wait_waitFor(world, {
            what: `the ${nameOf(context, other.id)}, which somebody else uploaded, to be deployed`,
            atMost: target.policy.activationTimeout,
            say: runLog.say,
            look: async () => {
                const read = await getCertificate(world.api, observation.zone.id, target.level, other.id);
                if (read === undefined && world.clock.monotonic() - began < MAY_BE_MISSING)
                    return { done: false, status: 'not readable yet' };
                if (read !== undefined && isDeploying(read.status))
                    return { done: false, status: read.rawStatus };
                if (read?.status === 'deployment_timed_out')
                    writeRecord.timedOut.add(other.id);
                return { done: true, value: true };
            },
        });
        if (settled === true)
            continue;
        throw new errors/* ActionError */.lZ('ACTIVATION_TIMED_OUT', {
            happened: `The ${nameOf(context, other.id)}, which somebody else uploaded, is still being deployed, so it is not clear which of the two Cloudflare would use.`,
            remedy: 'Nothing was uploaded. Run again once that certificate is active or gone.',
        });
    }
}
async function untilDatesTell({ target, observation, world, runLog }) {
    const { activationTimeout } = target.policy;
    const live = observation.certificates.filter(isLive);
    const [latest] = live.toSorted((one, other) => compareUploads(other, one));
    if (latest?.uploadedOn === undefined || uploadedWith(latest, live, activationTimeout).length === 0)
        return;
    const from = latest.uploadedOn + activationTimeout + IMPRECISION;
    const left = from - world.api.serverNow();
    if (world.clock.monotonic() + left >= world.deadline())
        return;
    await wait_waitFor(world, {
        what: 'the moment from which dates tell the new certificate from the others',
        atMost: left,
        say: runLog.say,
        look: async () => ({ done: false, status: `${latest.id} was uploaded a short while ago` }),
    });
}
const GAVE_UP = {
    deployment_timed_out: 'Cloudflare gave up deploying it.',
    deletion_timed_out: 'Cloudflare gave up deleting its earlier upload, and did not restore it.',
};
function lookAt(context, certificate) {
    switch (certificate.status) {
        case 'active':
            return { done: true, value: certificate };
        case 'initializing':
        case 'pending_deployment':
        case 'unknown':
            return { done: false, status: certificate.rawStatus };
        case 'deployment_timed_out':
        case 'deletion_timed_out':
            throw new errors/* RollbackRequired */.Sk('ACTIVATION_FAILED', {
                happened: `The ${nameOf(context, certificate.id)} ended as \`${certificate.status}\`: ${GAVE_UP[certificate.status]}`,
                remedy: 'Run again; if it happens twice, ask Cloudflare support and name the certificate id.',
            });
        case 'pending_deletion':
        case 'deleted':
            throw vanished(context, certificate.id, `is \`${certificate.status}\``);
    }
}
function vanished(context, id, how) {
    context.writeRecord.vanished = true;
    return new errors/* ActionError */.lZ('WORLD_CHANGED', {
        happened: `The ${nameOf(context, id)}, the new one, ${how}: somebody else deleted it during this run.`,
        remedy: 'Find out who else changes origin pulls of this zone, then run again.',
    });
}

;// CONCATENATED MODULE: ./lib/zone/delete-and-confirm.js





const IN_USE = 240_000;
const GONE = 120_000;
const ASK_AGAIN = 45_000;
const TOOK_EFFECT = new Set(['accepted', 'gone', 'ambiguous']);
const ACCEPTED = 'Cloudflare accepted the deletion,';
const UNDER_WAY = 'Its deletion was already under way,';
const NEXT = 'The next run checks again.';
const UNANSWERED = 'Cloudflare gave no clear answer to the deletion request,';
async function deleteAndConfirm(deletion) {
    const { world, zoneId, level, id, say, patience = IN_USE, mayBeGone, stillFree } = deletion;
    const began = world.clock.monotonic();
    let objection;
    const beforeAgain = async () => {
        objection = await stillFree?.();
        if (objection !== undefined)
            throw notAgain(objection);
    };
    const remove = async () => {
        try {
            const outcome = await deleteCertificate(world.api, zoneId, level, id, beforeAgain);
            if (TOOK_EFFECT.has(outcome.kind))
                mayBeGone?.();
            return objection === undefined || outcome.kind === 'ambiguous' ? outcome : undefined;
        }
        catch (error) {
            if (objection !== undefined)
                return undefined;
            throw error;
        }
    };
    const again = async () => {
        objection = await stillFree?.();
        return objection === undefined ? await remove() : undefined;
    };
    for (let outcome = await remove();; outcome = await again()) {
        switch (outcome?.kind) {
            case undefined:
                return objection ?? { fate: 'kept', why: 'It was kept.' };
            case 'accepted':
                return await untilGone(deletion, again, ACCEPTED);
            case 'gone':
                if (world.stop.aborted)
                    return { fate: 'delete-unconfirmed', why: `${UNDER_WAY} and the run was cancelled. ${NEXT}` };
                return await untilGone(deletion, again, UNDER_WAY);
            case 'in-use':
            case 'pending-deployment': {
                const elapsed = world.clock.monotonic() - began;
                const why = outcome.kind === 'in-use' ? 'still in use' : 'still being deployed';
                if (elapsed >= patience || world.stop.aborted || world.clock.monotonic() >= world.deadline()) {
                    return { fate: 'in-use', why: `Cloudflare says that it is ${why}.` };
                }
                say(`Cloudflare says that certificate ${id} is ${why}; asking again (${(0,words/* seconds */.YA)(elapsed)} so far)`);
                await wait_pause(world, Math.min(2000 + elapsed / 4, 15_000));
                break;
            }
            case 'refused':
                throw outcome.error;
            case 'ambiguous':
                if (objection !== undefined) {
                    const fate = await untilGone(deletion, noRequest, UNANSWERED);
                    return fate.fate === 'deleted' ? fate : { ...fate, why: `${fate.why} ${objection.why}` };
                }
                if (outcome.error.code === 'WORLD_CHANGED')
                    throw outcome.error;
                return await untilGone(deletion, again, `${blocked(outcome.error)}${UNANSWERED}`);
        }
    }
}
function blocked(error) {
    return error instanceof api_error/* ApiError */.hD && !error.passing ? `${error.happened} ` : '';
}
const noRequest = () => Promise.resolve(undefined);
function notAgain({ why }) {
    return new errors/* ActionError */.lZ('WORLD_CHANGED', {
        happened: `The deletion was not repeated. ${why}`,
        remedy: 'Run again: the next run continues from what is there.',
    });
}
async function untilGone({ world, zoneId, level, id, say }, askAgain, sent) {
    const began = world.clock.monotonic();
    let asked = 1;
    let unread = false;
    const gone = await wait_waitFor(world, {
        what: `certificate ${id} to be gone`,
        atMost: GONE,
        say,
        refusals: 'no-news',
        justSent: sent === UNDER_WAY ? undefined : 'deletion',
        look: async () => {
            unread = true;
            const read = await getCertificate(world.api, zoneId, level, id);
            unread = false;
            if (read === undefined || read.status === 'deleted')
                return { done: true, value: true };
            const onItsWay = read.status === 'pending_deletion' || read.status === 'deletion_timed_out';
            if (!onItsWay && asked === 1 && world.clock.monotonic() - began > ASK_AGAIN) {
                asked += 1;
                say(`certificate ${id} is still \`${read.rawStatus}\`; asking for its deletion once more`);
                await askAgain();
            }
            return { done: false, status: read.rawStatus };
        },
    });
    return gone === true
        ? { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' }
        : {
            fate: 'delete-unconfirmed',
            why: `${sent} but ${unread ? 'whether it is gone could not be read' : 'it is still there'}. ${NEXT}`,
        };
}

;// CONCATENATED MODULE: ./lib/zone/row-watch.js



function createRowWatch() {
    const graces = new Map();
    let standings;
    const patienceFor = (others, most = Number.POSITIVE_INFINITY) => (hostname) => Math.min(graces.get(hostname) ?? others, most);
    return {
        minds: (hostnames, grace) => hostnames.forEach((hostname) => graces.set(hostname, grace)),
        saw: (look) => {
            standings = lookedUpon(standings, look);
        },
        unquiet: (grace, now, most = Number.POSITIVE_INFINITY) => {
            const others = Math.max(Math.min(grace, ACTIVE_WITHIN), PROPAGATION);
            return standings === undefined ? [] : unquiet(standings, patienceFor(others, most), now);
        },
        graceLeft: (hostnames, { monotonic, server }) => {
            if (standings === undefined)
                return 0;
            const own = new Map([...standings.hostnames].filter(([hostname]) => hostnames.includes(hostname)));
            const patience = patienceFor(0);
            const left = unquiet({ asked: monotonic, hostnames: own }, patience, server).map((one) => {
                const since = own.get(one.hostname)?.since ?? monotonic;
                if (one.kind === 'under-way')
                    return patience(one.hostname) - (monotonic - since);
                return one.kind === 'settling' ? one.left : 0;
            });
            return Math.max(0, ...left);
        },
    };
}
const PATIENCE = 10 * 60_000;
const row_watch_LOOK_EVERY = 15_000;
async function untilQuiet({ world, say, since = world.clock.monotonic() }, look) {
    const end = Math.min(since + PATIENCE, world.deadline());
    for (;;) {
        assertRunning(world);
        const seen = await look();
        const wait = Math.max(0, ...seen.restless.map(quietIn));
        if (wait <= 0 || world.clock.monotonic() + wait >= end)
            return seen;
        const names = namesOf(seen.restless);
        await rest(world, wait, (left) => say(`${names} changed a moment ago: looking again in ${left} before anything is deleted`));
    }
}
function holding(some, { uploadedOn }) {
    return some.filter((one) => holds(one, uploadedOn));
}
function quietIn(one) {
    switch (one.kind) {
        case 'settling':
            return Math.max(one.left, 1);
        case 'under-way':
            return row_watch_LOOK_EVERY;
        case 'stuck':
            return 0;
    }
}
function whyNotQuiet(some, uploadedOn) {
    const restless = holding(some, { uploadedOn });
    if (restless.length === 0)
        return undefined;
    const stuck = restless.every(({ kind }) => kind === 'stuck');
    const many = new Set(restless.map(({ hostname }) => hostname)).size > 1;
    const what = stuck
        ? `${many ? 'have' : 'has'} been on ${many ? 'their' : 'its'} way to another certificate for too long`
        : 'changed a moment ago or is on its way to another certificate';
    return `${namesOf(restless)} ${what}, so Cloudflare may still show it there.`;
}
function namesOf(some) {
    return (0,words/* someOf */.yU)([...new Set(some.map(({ hostname }) => hostname))]);
}

;// CONCATENATED MODULE: ./lib/rotation/apply/discard-orphan.js








async function discardOrphan(context, orphan) {
    const { target, world } = context;
    const look = async () => ({
        associations: await lookAtRows(context, target.hostnames),
        restless: holding(context.inZone.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()), orphan),
    });
    const objection = (seen) => {
        const [user] = usersOf(seen.associations, orphan.id);
        if (user !== undefined)
            return `${user} uses it now.`;
        if (!seen.associations.complete)
            return 'It is not known which hostnames use it.';
        return whyNotQuiet(seen.restless, orphan.uploadedOn);
    };
    if (orphan.status !== 'active' && !isStuck(orphan))
        throw stays(orphan.id, 'It is still being deployed.');
    const why = objection(await untilQuiet({ world, say: context.runLog.say }, look));
    if (why !== undefined)
        throw stays(orphan.id, why);
    const stillFree = async () => {
        const now = objection(await look());
        return now === undefined ? undefined : { fate: 'kept', why: now };
    };
    const fate = await removed(context, orphan, 'which an earlier run left unused', stillFree);
    if (fate.fate !== 'deleted')
        throw stays(orphan.id, fate.why);
}
function stays(id, why) {
    return new errors/* ActionError */.lZ('DELETE_FAILED', {
        happened: `${id}, which an earlier run left unused, could not be removed, so no new one was uploaded. ${why}`,
        remedy: 'Run again later, or wait for the schedule: the certificate in force is still valid for a while.',
    });
}
async function discard(context, stuck) {
    await assertNotTheOnlyOne(context, stuck);
    const fate = await removed(context, stuck, 'a copy whose deployment had timed out');
    if (fate.fate === 'deleted')
        return;
    throw new errors/* ActionError */.lZ('DELETE_FAILED', {
        happened: `${stuck.id}, a copy of this certificate whose deployment timed out, could not be removed. ${fate.why}`,
        remedy: 'Issue a fresh certificate, store it in the secret, and run again.',
    });
}
async function removed(context, { id }, what, stillFree) {
    const { runLog, writeRecord } = context;
    const mayBeGone = () => {
        writeRecord.fates.set(id, {
            fate: 'delete-unconfirmed',
            why: 'The run ended before it was confirmed.',
        });
    };
    const fate = await runLog.phase('delete', () => deleteAndConfirm({ ...deletionOf(context, id), stillFree, mayBeGone }), ({ why }) => `${id}, ${what}: ${why}`);
    writeRecord.fates.set(id, fate);
    return fate;
}
async function assertNotTheOnlyOne({ observation, world }, stuck) {
    if (observation.level !== 'zone' || !observation.switchOn)
        return;
    for (const { id } of observation.certificates.filter((one) => one.id !== stuck.id && isLive(one))) {
        const read = await getCertificate(world.api, observation.zone.id, 'zone', id);
        if (read !== undefined && isLive(observed(read)))
            return;
    }
    throw new errors/* ActionError */.lZ('WORLD_CHANGED', {
        happened: `Cloudflare timed out deploying ${stuck.id}, which is this certificate, and now the only one of the zone: the other one in the list was deleted by somebody else.`,
        remedy: 'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.',
    });
}

// EXTERNAL MODULE: ./lib/certificate/certificate-checks.js
var certificate_checks = __webpack_require__(4844);
;// CONCATENATED MODULE: ./lib/rotation/apply/explain-refusal.js





async function explainRefusal(context, error) {
    const { observation, target, world } = context;
    const unexplained = error instanceof api_error/* ApiError */.hD && error.code === 'API_REFUSED' && !error.explained;
    if (!unexplained)
        return error;
    if (target.successor.leaf.keyKind === 'ed25519')
        return error.withExplanation(certificate_checks/* ED25519_IN_DOUBT */.Fq);
    if (observation.level === 'zone')
        return error;
    try {
        const [certificates, associations] = await Promise.all([
            observeCertificates(world.api, observation.zone.id, target.level),
            observeAssociations(world.api, observation.zone.id, observation.hostnames),
        ]);
        const use = quotaUse(certificates, associations, world.api.serverNow());
        if (use.live < LIVE_QUOTA)
            return error;
        return error.withExplanation({ cause: quotaSentence(use), cure: roomRemedy(use) });
    }
    catch (trouble) {
        if (trouble instanceof errors/* ActionError */.lZ)
            return error;
        throw trouble;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/upload.js









const SETTLE = 150_000;
const ANSWERED = 75_000;
const upload_REFUSED = { first: 50_000, again: 65_000 };
const ADOPT = 90_000;
const TOMBSTONE = 15_000;
const upload_ATTEMPTS = 6;
async function upload(context) {
    const { target, observation, world, runLog, writeRecord } = context;
    const { leaf, key } = target.successor;
    if (key === undefined)
        throw new errors/* ActionError */.lZ('WORLD_CHANGED', {
            happened: 'The certificate that an earlier run left behind no longer exists, and its key is gone.',
            remedy: 'Run again: the next run issues a new one.',
        });
    const body = { certificate: leaf.pem, privateKey: key.pem() };
    const cutsOver = observation.level === 'zone' && observation.switchOn;
    let doubted = false;
    for (let attempt = 1; attempt <= upload_ATTEMPTS; attempt += 1) {
        assertRunning(world);
        if (cutsOver)
            writeRecord.cutOverAt ??= world.clock.monotonic();
        const outcome = checked(context, await uploadCertificate(world.api, observation.zone.id, target.level, body));
        if (outcome.kind === 'applied') {
            writeRecord.uploaded = outcome.value.id;
            writeRecord.uploadUnsettled = false;
            return { certificate: { ...observed(outcome.value), leaf }, found: false };
        }
        if (outcome.kind === 'ambiguous') {
            const { cause } = outcome.error;
            const refusal = cause instanceof api_error/* ApiError */.hD && isRefusal(cause) ? cause : undefined;
            const isDoubtful = refusal !== undefined && refusal.code !== 'API_UNREACHABLE';
            const again = isDoubtful && doubted;
            doubted ||= isDoubtful;
            writeRecord.uploadUnsettled = true;
            const words = cause === undefined ? outcome.error : refusal;
            const told = words?.happened.replace(/\.$/u, '') ?? 'the answer to the upload was lost';
            runLog.say(again
                ? 'the upload was refused once more; checking whether it was applied anyway'
                : `${told}; checking whether it was applied before anything is sent again`);
            const answered = isDoubtful ? upload_REFUSED[again ? 'again' : 'first'] : ANSWERED;
            const found = await find(context, refusal === undefined ? SETTLE : answered);
            if (found !== undefined)
                return takeOver(context, found);
            if (refusal !== undefined && again) {
                writeRecord.uploadUnsettled = false;
                throw refusal;
            }
            continue;
        }
        if (!(0,api_error/* hasCode */.up)(outcome.error, 1406))
            throw await explainRefusal(context, outcome.error);
        runLog.say('Cloudflare says that this certificate already exists in the zone; looking for it');
        const found = await find(context, attempt % 2 === 1 ? TOMBSTONE : ADOPT);
        if (found !== undefined)
            return takeOver(context, found);
    }
    throw unsettled('its list does not show it.');
}
function isRefusal({ code, readable, status }) {
    return code === 'API_REFUSED' || (readable && status < 500);
}
function checked({ target, observation }, outcome) {
    if (outcome.kind !== 'applied')
        return outcome;
    const { id, leaf } = observed(outcome.value);
    const shown = leaf ?? observation.certificates.find((one) => one.id === id)?.leaf;
    if (shown === undefined || shown.fingerprint === target.successor.leaf.fingerprint)
        return outcome;
    const error = new errors/* ActionError */.lZ('UPLOAD_AMBIGUOUS', {
        happened: `The answer to the upload shows another certificate, ${id}.`,
        remedy: 'Run again in a few minutes: an upload that succeeded is then found and used.',
    });
    return { kind: 'ambiguous', error };
}
function unsettled(why, cause) {
    return new errors/* ActionError */.lZ('UPLOAD_AMBIGUOUS', {
        happened: `It is not clear whether Cloudflare has the new certificate: uploads got no clear answer, and ${why}`,
        remedy: 'Run again in a few minutes: an upload that succeeded is then found and used.',
    }, { cause });
}
function takeOver(context, found) {
    const { writeRecord, observation, plan } = context;
    const known = found.id !== plan.discard?.id &&
        observation.certificates.some(({ id, status }) => id === found.id && !isTombstone(status));
    if (writeRecord.uploadUnsettled && !known)
        writeRecord.uploaded = found.id;
    else
        writeRecord.adopted = found.id;
    writeRecord.uploadUnsettled = false;
    return { certificate: found, found: true };
}
const IN_LIST = 'the uploaded certificate to appear in the list';
async function lookInList({ target, observation, world, }) {
    const certificates = await observeCertificates(world.api, observation.zone.id, target.level);
    const copy = findByFingerprint(certificates, target.successor.leaf);
    return copy === undefined ? { done: false, status: 'not in the list' } : { done: true, value: copy };
}
async function find(context, atMost) {
    let trouble;
    const found = await watchFor(context, {
        what: IN_LIST,
        atMost,
        say: context.runLog.say,
        refusals: 'no-news',
        look: async () => {
            try {
                const look = await lookInList(context);
                trouble = undefined;
                return look;
            }
            catch (error) {
                trouble = isUnread(error) ? error : undefined;
                throw error;
            }
        },
    });
    if (found === undefined && trouble !== undefined)
        throw unsettled(`its list cannot be read. ${trouble.happened}`, trouble);
    return found;
}

;// CONCATENATED MODULE: ./lib/rotation/apply/bring.js








async function bring(context) {
    const { observation, plan: decided, runLog, writeRecord, inZone, target, world } = context;
    const seenAt = world.clock.monotonic();
    if (observation.level === 'zone' && observation.switchOn && decided.adopt !== undefined)
        writeRecord.cutOverAt = seenAt;
    if (decided.discard !== undefined)
        await (decided.discard.id === target.orphan?.id ? discardOrphan : discard)(context, decided.discard);
    if (decided.adopt === undefined)
        await untilOthersSettle(context);
    else
        runLog.skip('upload', `already there as ${decided.adopt.id}; taken over`);
    const first = decided.adopt === undefined ? await uploaded(context) : { certificate: decided.adopt, found: false };
    writeRecord.successor = first.certificate.id;
    if (decided.adopt !== undefined && !wasInForce(context))
        writeRecord.adopted = decided.adopt.id;
    inZone.done('upload');
    const wasActive = decided.adopt?.status === 'active';
    const { certificate: successor, found } = wasActive ? first : await activated(context, first);
    const further = found ? await planAgain(context, successor) : context;
    return { context: further, successor, wasActive, seenAt };
}
function wasInForce({ observation, plan: { adopt, switchOn }, target }) {
    if (observation.level === 'hostname' || !observation.switchOn || switchOn)
        return false;
    const isYoung = mayLag(adopt?.uploadedOn, target.policy.activationTimeout, observation.at);
    return adopt?.status === 'active' && !isYoung;
}
async function uploaded(context) {
    const { runLog, writeRecord } = context;
    const brought = await runLog.phase('upload', () => upload(context), ({ certificate: { id } }) => writeRecord.uploaded === id ? `uploaded as ${id}` : `found as ${id}; taken over`);
    writeRecord.successor = brought.certificate.id;
    return brought;
}
async function activated(context, first) {
    const wait = ({ certificate }) => context.runLog.phase('activate', () => untilActive(context, certificate), (now) => now === 'died'
        ? `${certificate.id} was deleted along with its earlier upload`
        : `${certificate.id} is active`);
    const active = await wait(first);
    if (active !== 'died')
        return { ...first, certificate: active };
    const again = await uploaded(context);
    const second = await wait(again);
    if (second !== 'died')
        return { ...again, certificate: second };
    throw new errors/* ActionError */.lZ('ACTIVATION_FAILED', {
        happened: `Cloudflare accepted the new certificate twice, and deleted it because of a request from before this run.`,
        remedy: 'Nothing else was changed. Run again in a few minutes, or issue a fresh certificate.',
    });
}
async function planAgain(context, found) {
    const { observation, target, world, writeRecord, plan: before } = context;
    if (observation.level !== 'zone')
        return context;
    const listed = await readWatched(context, 'the list of certificates', () => observeCertificates(world.api, observation.zone.id, 'zone'));
    const certificates = [...listed.filter(({ id }) => id !== found.id), found];
    const seen = { ...observation, certificates };
    const decided = plan(target, seen, world.api.serverNow());
    const isOwn = writeRecord.uploaded === found.id;
    const foreign = isOwn
        ? ''
        : 'This certificate was already in the zone, uploaded by somebody else or earlier. ';
    if (decided.kind === 'refused')
        throw new errors/* ActionError */.lZ('WORLD_CHANGED', {
            happened: `${foreign}${decided.text.happened}`,
            remedy: decided.text.remedy,
        });
    const { reason } = decided.kind === 'rotate' && !isOwn ? decided : before;
    return { ...context, observation: seen, plan: { ...decided, kind: 'rotate', reason, adopt: found } };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/after-deletion.js









const READ_WITHIN = 60_000;
async function relyAgain(context, successor) {
    if (await isThere(context, successor.id))
        return successor;
    const { runLog, observation, world } = context;
    const listed = await readAfter(context, 'which certificates the zone has', () => observeCertificates(world.api, observation.zone.id, 'zone'));
    for (const { id } of listed.filter((one) => one.id !== successor.id && isLive(one)))
        if (await isThere(context, id))
            throw deleted(successor, `${id} is still there.`);
    const on = await readAfter(context, 'whether the zone is on', () => getZoneSwitch(world.api, observation.zone.id));
    if (!on)
        throw deleted(successor, 'Origin pulls of the zone are off.');
    const again = await withAnother(context, successor);
    const which = again === context ? 'It was uploaded again.' : 'A fresh one was issued and uploaded.';
    runLog.warn({
        reason: 'UPLOADED_AGAIN',
        sentence: `Somebody else deleted ${successor.id} while this run deleted the previous one, so the zone had no certificate left. ${which}`,
    });
    const { certificate } = await activated(again, await uploaded(again));
    return certificate;
}
async function withAnother(context, successor) {
    const { runLog, writeRecord, target, world } = context;
    const { issuing } = target;
    if (target.successor.key === undefined)
        throw deleted(successor, 'The zone has no certificate left, and its key is gone.');
    const next = issuing === undefined ? target : await (0,issued_successor/* haveIssued */.Eu)(target, issuing, world, runLog);
    const refused = (await askOrigins(next, world, runLog)).find(({ verdict }) => verdict.kind === 'refused');
    if (refused !== undefined)
        throw deleted(successor, `The zone has no certificate left, and the origin ${refused.address} refuses what was to be uploaded. ${refused.verdict.sentence}`);
    if (next === target)
        return context;
    writeRecord.reissued = next;
    return { ...context, target: next };
}
async function isThere(context, id) {
    const { observation, world } = context;
    const read = await readAfter(context, `whether ${id} is still there`, () => getCertificate(world.api, observation.zone.id, 'zone', id));
    return read !== undefined && isLive(observed(read));
}
async function readAfter({ runLog, world }, what, read) {
    const answer = await wait_waitFor(world, {
        what: `an answer after the deletion: ${what}`,
        atMost: READ_WITHIN,
        refusals: 'no-news',
        say: runLog.say,
        look: async () => ({ done: true, value: { read: await read() } }),
    });
    if (answer !== undefined)
        return answer.read;
    throw new errors/* ActionError */.lZ('API_UNREACHABLE', {
        happened: `The previous certificate was deleted, but afterwards this could not be read: ${what}.`,
        remedy: 'Run again: the next run checks, and uploads the new certificate again if it is gone.',
    });
}
function deleted({ id }, what) {
    return new errors/* ActionError */.lZ('WORLD_CHANGED', {
        happened: `Somebody else deleted the new certificate ${id} while this run deleted the previous one. ${what}`,
        remedy: 'Find out who else changes origin pulls of this zone, then run again.',
    });
}

;// CONCATENATED MODULE: ./lib/zone/change.js

async function send(call, noted) {
    noted(true);
    try {
        return await call();
    }
    catch (error) {
        noted(false);
        throw error;
    }
}
async function untilShown({ what, sent, justSent, settle, look }, { world, atMost, say, wait }) {
    const began = world.clock.monotonic();
    let open = sent?.kind === 'ambiguous' ? sent.error : undefined;
    if (open !== undefined)
        say('the answer was lost; checking whether it was applied');
    const shown = await wait({
        what,
        atMost,
        say,
        justSent,
        look: async () => {
            const { done, begun, of, status } = await look();
            if (done === of)
                return { done: true, value: true };
            if (begun > 0)
                open = undefined;
            const lost = open !== undefined && world.clock.monotonic() - began > settle;
            return lost ? { done: true, value: false } : { done: false, status };
        },
    });
    return shown === true
        ? undefined
        : { lost: shown === false, error: open ?? neverShown(sent?.kind === 'applied') };
}
function neverShown(accepted) {
    return new errors/* ActionError */.lZ('ACTIVATION_TIMED_OUT', {
        happened: accepted
            ? 'Cloudflare accepted the change, but did not show it within `activation-timeout`.'
            : 'Cloudflare did not show the change in force within `activation-timeout`.',
        remedy: 'Run again: it continues from what Cloudflare shows then.',
    });
}

;// CONCATENATED MODULE: ./lib/zone/overtime.js




const OVERTIME = 10 * 60_000;
const ONE_CALL = 5_000;
const TIMES = 3;
const SHOWS_WITHIN = 45_000;
function openOvertime(world, say) {
    const { clock, stop } = world;
    const began = clock.monotonic();
    const deadline = () => began + OVERTIME;
    const afterCancel = abortAfterCancel(stop, ONE_CALL, world.sleep);
    const api = world.api.withStop(stop, deadline);
    const last = world.api.withStop(afterCancel.signal, deadline);
    const overtime = { ...world, api, deadline };
    let sent = 'nothing';
    const write = async (request) => {
        const outcome = await whileThereIsTime(overtime, say, request, () => sendOnceMore(api, last, stop, request));
        if (outcome.kind !== 'refused')
            sent = outcome.kind === 'applied' ? 'applied' : 'perhaps';
        return outcome;
    };
    return {
        world: overtime,
        critical: { ...overtime, api: { ...api, write } },
        sent: () => sent,
        began,
        close: afterCancel.close,
    };
}
async function whileThereIsTime({ clock, deadline, sleep, stop }, say, request, send) {
    for (let wait = FIRST_PAUSE;; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
        const outcome = await orUnsent(send);
        if (outcome.kind === 'applied' || outcome.kind === 'ambiguous')
            return outcome;
        const { error } = outcome;
        const isOver = stop.aborted || clock.monotonic() + wait >= deadline() || error.code === 'API_RATE_LIMITED';
        if (isOver || (0,api_error/* meaningOf */.Pr)(error) !== 'other') {
            if (outcome.kind === 'refused')
                return outcome;
            throw error;
        }
        say(`The call that restores what was in force is made again. ${error.happened}`);
        await sleep(wait, stop);
        await request.beforeAgain?.();
    }
}
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;
async function orUnsent(send) {
    try {
        return await send();
    }
    catch (error) {
        if (isUnread(error))
            return { kind: 'unsent', error };
        throw error;
    }
}
async function sendOnceMore(api, last, stop, request) {
    let before;
    try {
        before = await api.write(request);
        if (before.kind !== 'ambiguous' || !stop.aborted)
            return before;
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ) || !stop.aborted)
            throw error;
    }
    try {
        return await last.write(request);
    }
    catch (error) {
        if (before === undefined)
            throw error;
        return before;
    }
}
async function goingBack({ sent }, work, cancelled) {
    try {
        return await work();
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ) || error.code !== 'CANCELLED')
            throw error;
        switch (sent()) {
            case 'applied':
                return cancelled;
            case 'perhaps':
                throw overtime_unsettled(error);
            case 'nothing':
                throw error;
        }
    }
}
function overtime_unsettled(error) {
    return new errors/* ActionError */.lZ('CANCELLED', {
        happened: 'The call that restores what was in force was sent and its answer was lost; the run was cancelled before it could be read.',
        remedy: 'Check what Cloudflare shows for the zone, then run again.',
    }, { cause: error });
}

;// CONCATENATED MODULE: ./lib/zone/switch.js




const switch_SETTLE = 90_000;
async function untilSwitched(on, sent, changing) {
    const { world, zoneId } = changing;
    return await untilShown({
        what: `the switch of the zone to be ${on ? 'on' : 'off'}`,
        sent,
        settle: switch_SETTLE,
        look: async () => {
            const done = (await getZoneSwitch(world.api, zoneId)) === on ? 1 : 0;
            return { done, begun: done, of: 1, status: on ? 'still off' : 'still on' };
        },
    }, changing);
}
async function switchBack(on, { critical, world }, given) {
    const wait = (one) => wait_waitFor(world, { ...one, refusals: 'no-news' });
    for (let time = 1;; time += 1) {
        const sent = await setZoneSwitch(critical.api, given.zoneId, on);
        if (sent.kind === 'refused')
            throw sent.error;
        const atMost = time < TIMES ? Math.min(SHOWS_WITHIN, given.atMost) : given.atMost;
        const unseen = await untilSwitched(on, sent, { ...given, world, atMost, wait });
        if (unseen === undefined)
            return;
        if (time === TIMES)
            throw unseen.error;
        given.say(`the zone does not show as ${on ? 'on' : 'off'} again; setting it once more`);
    }
}

;// CONCATENATED MODULE: ./lib/zone/point.js




const point_SETTLE = 150_000;
function isPointed(seen, wanted) {
    const { hostname, certificateId, enabled } = wanted;
    return enabled === null ? isOnItsWay(seen, wanted) : isInPlace(seen, hostname, certificateId, enabled);
}
function isOnItsWay(seen, { hostname, certificateId, enabled }) {
    const row = associationOf(seen, hostname);
    if (enabled === null)
        return row === undefined;
    return row?.certificateId === certificateId && row.enabled === enabled;
}
async function untilPointed(wanted, pointing, changing) {
    const look = async () => {
        const seen = await pointing.look();
        const begun = wanted.filter((one) => isOnItsWay(seen, one)).length;
        const done = wanted.filter((one) => isPointed(seen, one)).length;
        return { done, begun, of: wanted.length, status: `${done} of ${wanted.length} done` };
    };
    return await untilShown({ ...pointing, settle: point_SETTLE, look }, changing);
}
async function appliedInPart(api, zoneId, wanted) {
    if (wanted.length === 1)
        return [];
    const hostnames = wanted.map(({ hostname }) => hostname);
    try {
        const rows = await observeOneByOne(api, zoneId, hostnames);
        const seen = { complete: true, rows };
        return wanted.filter((one) => isOnItsWay(seen, one)).map(({ hostname }) => hostname);
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/associate.js








async function associate(context, successorId, moves) {
    const { writeRecord, world } = context;
    writeRecord.cutOverAt ??= world.clock.monotonic();
    const unsent = moves.filter((move) => !move.pointed);
    const sent = unsent.length === 0 ? undefined : await point(context, successorId, unsent);
    const hostnames = moves.map(({ hostname }) => hostname);
    const look = async () => {
        const seen = await lookAtRows(context, hostnames);
        const there = usersOf(seen, successorId);
        writeRecord.unseen = new Set([...writeRecord.unseen].filter((hostname) => !there.includes(hostname)));
        assertNoneTimedOut(seen, hostnames, successorId);
        return seen;
    };
    const unseen = await untilPointed(requests(moves, successorId), {
        what: hostnames.length === 1
            ? `${hostnames.join('')} to use it`
            : `${hostnames.length} hostnames to use it`,
        sent,
        justSent: sent !== undefined ? 'association' : undefined,
        look,
    }, changingIn(context));
    if (unseen !== undefined)
        throw unseen.error;
}
async function point(context, successorId, moves) {
    const { writeRecord, observation, inZone, world } = context;
    const { moved: before, asked } = writeRecord;
    const noted = (perhaps) => {
        writeRecord.moved = perhaps ? [...before, ...moves] : before;
        writeRecord.asked = perhaps ? [...asked, ...moves] : asked;
    };
    const wanted = requests(moves, successorId);
    const outcome = (0,api_error/* mistrusted */.JT)(await send(() => putAssociations(world.api, observation.zone.id, wanted), noted));
    const hostnames = moves.map(({ hostname }) => hostname);
    const unseen = new Set([...writeRecord.unseen, ...hostnames]);
    if (outcome.kind !== 'refused') {
        inZone.done('move');
        writeRecord.unseen = unseen;
        return outcome;
    }
    const { error } = outcome;
    const applied = error.code === 'API_REFUSED' ? await appliedInPart(world.api, observation.zone.id, wanted) : [];
    if (applied === undefined)
        writeRecord.unseen = unseen;
    else
        writeRecord.moved = [...before, ...moves.filter(({ hostname }) => applied.includes(hostname))];
    if (error.code !== 'API_REFUSED' || before.length > 0)
        throw error;
    const { happened, remedy } = error;
    throw new errors/* RollbackRequired */.Sk('API_REFUSED', { happened, remedy }, { cause: error });
}
function requests(moves, certificateId) {
    return moves.map(({ hostname, enabled }) => ({ hostname, certificateId, enabled }));
}
function assertNoneTimedOut(seen, hostnames, successorId) {
    const stuck = hostnames.find((hostname) => {
        const row = associationOf(seen, hostname);
        return row?.certificateId === successorId && row.status === 'deployment_timed_out';
    });
    if (stuck === undefined)
        return;
    throw new errors/* RollbackRequired */.Sk('ACTIVATION_FAILED', {
        happened: `The association of ${stuck} ended as \`deployment_timed_out\`: Cloudflare gave up deploying it.`,
        remedy: 'Run again; if it happens twice, ask Cloudflare support and name the hostname.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/cut-over.js













const BATCH = 25;
async function cutOver(context, active) {
    const { plan, runLog } = context;
    if (plan.switchOn)
        await runLog.phase('switch-on', () => switchOn(context), () => 'origin pulls of the zone are on');
    const batches = batchesOf(context, active.id);
    for (const [index, { name, moves, proves }] of batches.entries()) {
        if (moves.length > 0)
            await runLog.phase(name, () => associate(context, active.id, moves), () => `${names(moves)} ${moves.length === 1 ? 'uses' : 'use'} ${active.id}`);
        if (proves.size === 0 || index === batches.length - 1)
            continue;
        await prove(context, proves);
        await assertStillThere(context, active.id, proves);
    }
    return plan.switchOn || plan.moves.length > 0;
}
async function switchOn(context) {
    const { writeRecord, observation, world } = context;
    assertRunning(world);
    writeRecord.cutOverAt = world.clock.monotonic();
    const noted = (perhaps) => {
        writeRecord.switchedOn = perhaps;
    };
    const sent = (0,api_error/* mistrusted */.JT)(await send(() => setZoneSwitch(world.api, observation.zone.id, true), noted));
    if (sent.kind === 'refused') {
        writeRecord.switchedOn = false;
        throw sent.error;
    }
    writeRecord.switchUnsettled = true;
    const unseen = await untilSwitched(true, sent, changingIn(context));
    if (unseen !== undefined)
        throw unseen.error;
    writeRecord.switchUnsettled = false;
}
function batchesOf({ observation, plan, target }, successorId) {
    const { canary, moves } = plan;
    const probed = new Set(target.policy.probes.urls.map((url) => new URL(url).hostname));
    const proving = (hostnames) => new Set(hostnames.filter((hostname) => probed.has(hostname)));
    const first = moves.filter((move) => move.hostname === canary);
    const rest = moves.filter((move) => move.hostname !== canary);
    const batches = Array.from({ length: Math.ceil(rest.length / BATCH) }, (_, index) => {
        const batch = rest.slice(index * BATCH, (index + 1) * BATCH);
        return { name: 'associate', moves: batch, proves: proving(batch.map(({ hostname }) => hostname)) };
    });
    if (canary === undefined)
        return batches;
    const there = hostnamesOn(observation, successorId).filter((hostname) => moves.every((move) => move.hostname !== hostname));
    return [{ name: 'canary', moves: first, proves: proving([canary, ...there]) }, ...batches];
}
async function prove(context, hostnames) {
    const verified = await probePhase(context, () => verify(context, hostnames, edgesFollowBy(context)));
    if (verified.passed)
        return;
    throw new errors/* ActionError */.lZ('VERIFICATION_FAILED', {
        happened: `It could not be seen whether visitors get through with the new certificate, so no further hostname was moved. ${verified.sentence}`,
        remedy: 'Nothing was undone or deleted. Run again: the next run probes again before it moves the others. If this keeps happening, choose a probe URL that the origin itself answers.',
    });
}
async function assertStillThere(context, successorId, hostnames) {
    const probed = [...hostnames];
    const rows = await readWatched(context, 'the hostnames that were probed', () => lookAtRows(context, probed));
    const strayed = probed.find((name) => associationOf(rows, name)?.certificateId !== successorId);
    if (strayed === undefined)
        return;
    throw new errors/* ActionError */.lZ('WORLD_CHANGED', {
        happened: `${strayed} is no longer on the new certificate: a late call of an earlier run, or somebody else, pointed it elsewhere while it was probed. So no further hostname was moved.`,
        remedy: 'Nothing was undone or deleted. Run again: it begins with that hostname.',
    });
}
function edgesFollowBy({ target, world }) {
    const { gracePeriod, probes } = target.policy;
    if (probes.echoHeader !== undefined)
        return undefined;
    const wait = Math.min(gracePeriod, PROPAGATION);
    return wait > 0 ? world.clock.monotonic() + wait : undefined;
}
function names(moves) {
    return moves.length > 3 ? `${moves.length} hostnames` : moves.map((move) => move.hostname).join(', ');
}

;// CONCATENATED MODULE: ./lib/rotation/apply/grace-watch.js




function graceOf({ observation, plan, target, world, inZone }, { uploadedOn }, seenAt, witnessedAt) {
    const { gracePeriod, activationTimeout } = target.policy;
    return () => {
        const now = { monotonic: world.clock.monotonic(), server: world.api.serverNow() };
        if (observation.level === 'hostname')
            return inZone.rows.graceLeft(observation.hostnames, now);
        const known = !plan.switchOn && uploadedOn !== undefined;
        const ages = {
            remembered: known ? now.server - uploadedOn - IMPRECISION : undefined,
            witnessed: witnessedAt === undefined ? undefined : now.monotonic - witnessedAt,
            seen: now.monotonic - seenAt,
        };
        return graceLeft(ages, gracePeriod, activationTimeout);
    };
}
async function untilOver({ runLog, world }, left) {
    for (let wait = left(); wait > 0; wait = left()) {
        assertRunning(world);
        runLog.say(`grace period: ${(0,words/* seconds */.YA)(wait)} until the previous certificate may be deleted`);
        await wait_pause(world, Math.min(Math.max(wait, 1), HEARTBEAT));
    }
    assertRunning(world);
}
function graceLeft(ages, grace, activationTimeout) {
    const known = ages.witnessed ?? ages.seen;
    const deployed = (ages.remembered ?? 0) - Math.max(activationTimeout, ACTIVE_WITHIN);
    const inForce = ages.witnessed ?? Math.max(ages.seen, deployed);
    return Math.max(grace - inForce, Math.min(grace, PROPAGATION) - known);
}

;// CONCATENATED MODULE: ./lib/rotation/apply/apply.js





async function apply(standing) {
    const { context, seenAt, successor, wasActive } = standing;
    const { world, inZone } = context;
    await untilMyTurnToMove(context);
    const moved = await cutOver(context, successor);
    inZone.done('move');
    const witnessedAt = wasActive && !moved ? undefined : world.clock.monotonic();
    const grace = graceOf(context, successor, seenAt, witnessedAt);
    const verified = await settle(context, grace, witnessedAt !== undefined);
    const verifiedAt = world.clock.monotonic();
    return { context, successor, verified, verifiedAt, graceIsOver: grace() <= 0 };
}
const NOT_VERIFIED = {
    fate: 'kept',
    why: 'The probes did not verify the new certificate, so the previous one stays.',
};
const NOT_YET = {
    fate: 'kept',
    why: 'The grace period outlasts this run; the next one deletes it.',
};
function mayGo({ context, verified, graceIsOver }) {
    const { remove } = context.plan;
    const { fates } = context.writeRecord;
    if (verified.passed && graceIsOver)
        return remove;
    const left = remove.filter(({ id }) => !fates.has(id));
    left.forEach(({ id }) => fates.set(id, verified.passed ? NOT_YET : NOT_VERIFIED));
    return [];
}
const FRESH = 10_000;
async function verifyAgain(inForce) {
    const { context, verifiedAt } = inForce;
    const { clock } = context.world;
    if (urlsToProbe(context).length === 0 || clock.monotonic() - verifiedAt <= FRESH)
        return false;
    inForce.probing ??= probePhase(context, () => verify(context, undefined, undefined));
    try {
        inForce.verified = await inForce.probing;
        inForce.verifiedAt = clock.monotonic();
    }
    finally {
        inForce.probing = undefined;
    }
    return true;
}
async function settle(context, grace, cameIntoForce) {
    const { runLog, plan, world } = context;
    const left = plan.remove.length > 0 ? Math.max(0, grace()) : 0;
    const now = world.clock.monotonic();
    const tooLong = left > 0 && now + left >= world.deadline();
    if (tooLong) {
        runLog.warn({
            reason: 'GRACE_OUTLASTS_RUN',
            sentence: `The grace period ends in ${(0,words/* seconds */.YA)(left)}, after this run: the next run deletes the previous certificate.`,
        });
    }
    const wait = tooLong ? 0 : left;
    const follow = cameIntoForce ? edgesFollowBy(context) : undefined;
    const verified = await probePhase(context, () => watch(context, wait > 0 ? now + wait : follow));
    if (wait > 0) {
        await runLog.phase('grace', () => untilOver(context, grace), () => 'the grace period is over');
    }
    return verified;
}
async function watch(context, until) {
    const { runLog, world } = context;
    if (until === undefined || until < world.deadline())
        return await verify(context, undefined, until);
    const verified = await verify(context, undefined, undefined);
    const sentence = 'The run ends before every edge can be expected to present the new certificate, so the probes may have seen the previous one.';
    runLog.warn({ reason: 'NOT_VERIFIED', sentence });
    return { ...verified, passed: false, sentence: `${verified.sentence} ${sentence}` };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/pre-delete-check.js





async function noted({ writeRecord }, check) {
    writeRecord.seenInForce = false;
    const look = await check();
    writeRecord.seenInForce = true;
    return look;
}
async function observedAgain(context, check) {
    return await context.runLog.phase('observe-again', () => noted(context, check), (look) => `nothing has changed since; ${stillThere(context.plan.remove, look).length} to delete`);
}
function stillThere(planned, { certificates, inUse }) {
    const live = new Set(certificates.filter(isLive).map(({ id }) => id));
    return planned.filter(({ id }) => live.has(id) && !inUse.has(id));
}
const AT_ONCE = 10_000;
const FLAP = 30_000;
async function readSteady({ world, runLog }, calls, read, flaps) {
    let seen = await readAtOnce(world, calls, read);
    if (!flaps(seen))
        return seen;
    await wait_waitFor(world, {
        what: 'the new certificate to read as active again',
        atMost: FLAP,
        say: runLog.say,
        look: async () => {
            seen = await readAtOnce(world, calls, read);
            return flaps(seen) ? { done: false, status: 'pending' } : { done: true, value: true };
        },
    });
    return seen;
}
async function readAtOnce({ api, clock }, calls, read) {
    for (;;) {
        let began = 0;
        const seen = await api.whenRoom(calls, () => {
            began = clock.monotonic();
            return read();
        });
        if (clock.monotonic() - began <= AT_ONCE)
            return seen;
    }
}
function stillActive({ writeRecord }, successor, read) {
    if (read !== undefined && isReborn(successor, read)) {
        throw changedByOthers(`${successor.id} was deleted and uploaded again: the grace period of the new upload is not over yet.`);
    }
    if (read !== undefined && showsAnother(read, successor.leaf))
        throw changedByOthers(`${successor.id}, the new one, shows another certificate now.`);
    if (read?.status === 'active')
        return { ...observed(read), leaf: successor.leaf };
    writeRecord.active = undefined;
    writeRecord.vanished = read === undefined || isTombstone(read.status);
    throw changedByOthers(`The new certificate ${successor.id} is ${read === undefined ? 'gone' : `\`${read.rawStatus}\``}.`);
}
function isReborn({ uploadedOn }, read) {
    return uploadedOn !== undefined && read.uploadedOn !== undefined && uploadedOn !== read.uploadedOn;
}
function changedByOthers(what) {
    return new errors/* ActionError */.lZ('WORLD_CHANGED', {
        happened: `Somebody else changed origin pulls of this zone during the run. ${what}`,
        remedy: 'Find out who else changes them, then run again: the next run continues from what is there.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/check-zone-again.js






const LOOK_AND_DELETE = 3;
async function checkZoneAgain(context, successor, proven) {
    const { observation, world } = context;
    const { id: zoneId } = observation.zone;
    const [listed, now] = await readSteady(context, LOOK_AND_DELETE, () => Promise.all([
        observeCertificates(world.api, zoneId, 'zone'),
        getCertificate(world.api, zoneId, 'zone', successor.id),
    ]), ([, read]) => isDeploying(read?.status));
    const current = stillActive(context, successor, now);
    const certificates = [...listed.filter((one) => one.id !== successor.id), current];
    assertStillLast(context, current, certificates, proven);
    return { certificates, inUse: new Map(), unquiet: [], unlisted: undefined };
}
function assertStillLast(context, successor, certificates, proven) {
    const ids = new Set(context.plan.remove.map((certificate) => certificate.id));
    const named = new Set(context.plan.spared.map(({ certificate }) => certificate.id));
    const stranger = certificates.find((one) => isLive(one) && one.id !== successor.id && !ids.has(one.id) && !named.has(one.id));
    if (stranger !== undefined)
        throw changedByOthers(`A certificate that was not there before, ${stranger.id}, appeared.`);
    if (proven)
        return;
    const first = newest(certificates);
    if (first === undefined)
        throw orderUnknown(certificates);
    if (first.id !== successor.id) {
        throw changedByOthers(`${successor.id} is not the newest certificate of the zone, so Cloudflare may be using another.`);
    }
    const late = certificates.find(({ id, status }) => status === 'active' && wasUnderWay(context, id));
    if (late !== undefined && late.id !== successor.id) {
        throw changedByOthers(`${late.id} became active only during the run, so Cloudflare may be using it, though it was uploaded earlier.`);
    }
}
function orderUnknown(certificates) {
    const live = certificates.filter(isLive).map(({ id }) => id);
    return new errors/* ActionError */.lZ('VERIFICATION_FAILED', {
        happened: `Which of ${live.join(', ')} Cloudflare uses could not be seen: their dates of upload are the same, or could not be read.`,
        remedy: 'Let the origin name the certificate in a response header, give that as `probe-echo-header`, and run again. Or delete the others by id, once you know that they are not used.',
    });
}
function wasUnderWay({ writeRecord, observation }, id) {
    const before = observation.certificates.find((one) => one.id === id)?.status;
    if (before === undefined || before === 'active')
        return false;
    const timedOut = before === 'deployment_timed_out' || writeRecord.timedOut.has(id);
    return writeRecord.uploaded === undefined || timedOut;
}

;// CONCATENATED MODULE: ./lib/rotation/apply/remove-one.js






async function removeOne(deletion, by, stillFree) {
    const { id, world } = deletion;
    const contexts = by.map(({ context }) => context);
    const tell = (fate) => contexts.forEach(({ writeRecord }) => writeRecord.fates.set(id, fate));
    const stays = firstOf(by, (one) => keptBy(one, id) ?? goneBefore(one, id));
    if (stays !== undefined) {
        tell(stays.fate);
        const { warning } = stays;
        if (warning !== undefined)
            contexts.forEach(({ runLog }) => runLog.warn(warning));
        return;
    }
    assertRunning(world);
    let mayBeGone = false;
    const removal = deleteAndConfirm({
        ...deletion,
        say: (line) => contexts.forEach(({ runLog }) => runLog.say(line)),
        stillFree,
        mayBeGone: () => {
            mayBeGone = true;
            contexts.forEach(({ writeRecord }) => (writeRecord.deleteSent = true));
        },
    });
    try {
        const step = ({ runLog }) => runLog.phase('delete', () => removal, (fate) => `${id}: ${fate.why}`);
        await Promise.all(contexts.map(step));
        const fate = await removal;
        tell(fate);
        if (fate.fate === 'kept')
            contexts.forEach(({ runLog }) => runLog.warn(isKept(id, fate)));
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        tell({ fate: mayBeGone ? 'delete-unconfirmed' : 'kept', why: error.happened });
        throw error;
    }
}
function firstOf(by, stays) {
    return by.map(stays).find((one) => one !== undefined);
}
function whyItStays(by, id) {
    return firstOf(by, (one) => keptBy(one, id))?.fate;
}
function keptBy({ context: { plan, target }, look }, id) {
    const users = look.inUse.get(id);
    if (users !== undefined)
        return { fate: { fate: 'in-use', why: `Still used by ${users.join(', ')}.` } };
    const uploadedOn = plan.remove.find((one) => one.id === id)?.uploadedOn;
    const why = look.unlisted ?? whyNotQuiet(look.unquiet, uploadedOn);
    if (why === undefined)
        return undefined;
    const fate = { fate: 'kept', why: `${why} ${(0,words/* deleteWords */.T8)(target.level, id)}` };
    return { fate, warning: isKept(id, fate) };
}
function goneBefore({ look }, id) {
    const now = look.certificates.find((one) => one.id === id);
    if (now !== undefined && isLive(now))
        return undefined;
    if (now?.status !== 'deletion_timed_out') {
        return {
            fate: { fate: 'already-gone', why: 'Somebody else deleted it during the run.' },
            warning: { reason: 'PREDECESSOR_GONE', sentence: `${id} was deleted by somebody else meanwhile.` },
        };
    }
    const why = `Somebody else asked for its deletion, and Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${id}.`;
    return {
        fate: { fate: 'kept', why },
        warning: { reason: 'PREDECESSOR_KEPT', sentence: `${id} is still there. ${why}` },
    };
}
function isKept(id, { why }) {
    return { reason: 'PREDECESSOR_KEPT', sentence: `${id} is kept. ${why}` };
}
function tellWhatIsInUse({ plan, runLog, writeRecord }) {
    const left = plan.remove.filter(({ id }) => writeRecord.fates.get(id)?.fate === 'in-use');
    if (left.length === 0)
        return;
    const ids = left.map(({ id }) => id).join(', ');
    runLog.warn({ reason: 'PREDECESSOR_KEPT', sentence: `Still in use, so it was kept: ${ids}.` });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/remove-at-zone-level.js








async function removeAtZoneLevel(inForce) {
    const { context, successor } = inForce;
    const { writeRecord, world } = context;
    const certificates = mayGo(inForce);
    if (certificates.length === 0 && !inForce.verified.proven && writeRecord.uploaded === successor.id)
        await readWatched(context, 'the list of certificates', () => checkZoneAgain(context, successor, false));
    let standing = successor;
    const check = () => checkZoneAgain(context, standing, inForce.verified.proven);
    for (const { id } of certificates) {
        assertRunning(world);
        let look = await observedAgain(context, check);
        if (!writeRecord.deleteSent && (await verifyAgain(inForce)))
            look = await observedAgain(context, check);
        if (mayGo(inForce).length === 0)
            break;
        const stillFree = async () => whyItStays([{ context, look: await noted(context, check) }], id);
        await removeOne(deletionOf(context, id), [{ context, look }], stillFree);
        if (!writeRecord.deleteSent)
            continue;
        writeRecord.seenInForce = false;
        standing = await relyAgain(context, standing);
        writeRecord.seenInForce = true;
    }
    tellWhatIsInUse(context);
    return standing;
}

// EXTERNAL MODULE: ./lib/issue/issuing.js
var issue_issuing = __webpack_require__(3575);
;// CONCATENATED MODULE: ./lib/zone/certificate-facts.js


function factsOf(certificate, now) {
    return factsOfLeaf(certificate.id, certificate.leaf, now);
}
function factsOfLeaf(id, leaf, now) {
    if (leaf !== undefined && (0,issue_issuing/* isProspective */.HF)(leaf)) {
        const issuer = leaf.issuer === '' ? undefined : leaf.issuer;
        return { ...factsOfLeaf(undefined, undefined, now), subject: leaf.subject, issuer };
    }
    return {
        id,
        fingerprint: leaf?.fingerprint,
        fingerprintSha1: leaf?.fingerprintSha1,
        serialNumber: leaf?.serialNumber,
        subject: leaf?.subject,
        issuer: leaf?.issuer,
        notAfter: leaf?.notAfter,
        daysLeft: leaf === undefined ? undefined : (0,words/* daysUntil */.AQ)(leaf.notAfter, now),
    };
}

;// CONCATENATED MODULE: ./lib/rotation/write-record.js
class WriteRecord {
    successor;
    uploaded;
    active;
    vanished = false;
    reissued;
    adopted;
    backTo;
    timedOut = new Set();
    uploadUnsettled = false;
    cutOverAt;
    switchedOn = false;
    switchedBack = false;
    offByOthers = false;
    switchUnsettled = false;
    offUnsettled = false;
    moved = [];
    asked = [];
    back = [];
    withdrawn = 'no';
    unseen = new Set();
    deleteSent = false;
    seenInForce = false;
    undone = false;
    fates = new Map();
}
function hasChanged(writeRecord) {
    const { uploaded, uploadUnsettled, switchedOn, switchedBack, moved, back, withdrawn } = writeRecord;
    const brought = uploaded !== undefined || uploadUnsettled || withdrawn !== 'no';
    const shown = switchedOn || switchedBack || moved.length + back.length > 0;
    return brought || shown || hasDeleted(writeRecord);
}
function hasDeleted({ fates }) {
    return [...fates.values()].some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
}
function byThisRun({ adopted, uploaded }) {
    return uploaded === undefined && adopted !== undefined ? 'taken over by this run' : 'uploaded by this run';
}
function wentBackTo(moves, { backTo }) {
    if (backTo === undefined)
        return undefined;
    return [...new Set(moves.map(({ before }) => before?.certificateId ?? 'no certificate'))].join(' and ');
}

// EXTERNAL MODULE: ./lib/zone/result-parts.js
var result_parts = __webpack_require__(5278);
;// CONCATENATED MODULE: ./lib/rotation/plan/came-before.js


function cameBefore(target, observation, own, now) {
    const follows = (one) => {
        if (observation.level === 'zone')
            return true;
        const { associations, hostnames } = observation;
        const isOthers = usersOf(associations, one.id).some((hostname) => !hostnames.includes(hostname)) ||
            isOfOther(target, one);
        return !isOthers && precedes(one, target, own);
    };
    return observation.certificates
        .filter((one) => one.id !== own.id && one.status === 'active' && (one.leaf?.notAfter ?? Infinity) > now)
        .filter(follows)
        .toSorted((one, other) => compareUploads(other, one));
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/candidates.js





const SHOWN = 5;
function unknownBefore(target, observation, plan, back, now) {
    if (observation?.level !== 'hostname' || plan.adopt === undefined)
        return undefined;
    const moved = plan.moves.filter(({ pointed }) => !pointed);
    const known = new Set([...moved, ...back].map(({ hostname }) => hostname));
    const hostnames = hostnamesOn(observation, plan.adopt.id).filter((hostname) => !known.has(hostname));
    if (hostnames.length === 0)
        return undefined;
    const one = hostnames.length === 1;
    const names = (0,words/* someOf */.yU)(hostnames);
    const ids = candidates(target, observation, plan.adopt, plan.moves, now).map(({ id }) => id);
    const [likely] = ids;
    const which = likely === undefined
        ? 'Cloudflare has no other certificate left that it may have been'
        : `it may have been ${ids.join(' or ')}`;
    return {
        inForce: `${names} ${one ? 'was' : 'were'} on the new certificate already when this run began, and ${one ? 'stays' : 'stay'} there: what ${one ? 'it' : 'they'} had before is no longer known; ${which}.`,
        remedy: likely === undefined
            ? ''
            : ` To point ${one ? 'it' : 'them'} back by hand, call PUT /zones/${observation.zone.id}/origin_tls_client_auth/hostnames of Cloudflare's API with ${body(hostnames, likely)}.`,
    };
}
function candidates(target, observation, own, moves, now) {
    const left = movedOff(moves);
    const ofOthers = observation.certificates
        .filter(({ id, status }) => id !== own.id && status === 'active' && left.has(id))
        .filter(({ leaf }) => leaf !== undefined && leaf.notAfter > now)
        .toSorted((one, other) => compareUploads(other, one));
    const unused = cameBefore(target, observation, own, now).filter(({ id }) => !left.has(id));
    return [...ofOthers, ...unused];
}
function body(hostnames, id) {
    const config = hostnames.slice(0, SHOWN).map((hostname) => ({ hostname, cert_id: id, enabled: true }));
    const more = hostnames.length > SHOWN ? `, and in the same way for ${hostnames.length - SHOWN} more` : '';
    return `${JSON.stringify({ config })}${more}`;
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/in-force.js


function inForceNow(observation, writeRecord) {
    if (observation === undefined)
        return 'Nothing was changed.';
    const { adopted } = writeRecord;
    const isFound = adopted !== undefined && observation.certificates.every(({ id }) => id !== adopted);
    if (!hasChanged(writeRecord) && !isFound)
        return `Nothing was changed: ${before(observation)}.`;
    const upload = uploadOf(writeRecord);
    if (writeRecord.undone)
        return `${asBefore(observation, writeRecord)}${roomOf(writeRecord)} ${upload}`;
    const traffic = observation.level === 'zone'
        ? zoneTraffic(observation, writeRecord)
        : hostnameTraffic(observation, writeRecord);
    const deletions = writeRecord.deleteSent
        ? 'Deleting the previous certificates has begun; the next run finishes it.'
        : 'No previous certificate was deleted.';
    return [upload, traffic, deletions].filter((part) => part !== '').join(' ');
}
function asBefore(observation, { backTo }) {
    return observation.level === 'zone' && backTo !== undefined
        ? `As before the run: ${backTo} is in force for the zone.`
        : `As before the run: ${before(observation)}.`;
}
function uploadOf(writeRecord) {
    if (writeRecord.uploadUnsettled)
        return 'The new certificate may or may not have reached Cloudflare; the next run finds out.';
    if (writeRecord.successor === undefined)
        return 'The new certificate was not uploaded.';
    const how = writeRecord.uploaded === undefined ? 'was there before this run' : 'was uploaded by this run';
    const stays = writeRecord.undone ? ', and is still there' : '';
    return `The new certificate ${writeRecord.successor} ${how}${WITHDRAWN[writeRecord.withdrawn] ?? stays}.`;
}
const WITHDRAWN = {
    no: undefined,
    asked: '; its deletion was asked for and is not confirmed',
    gone: ', and is deleted now',
};
function roomOf({ fates }) {
    const gone = [...fates].flatMap(([id, { fate }]) => (fate === 'deleted' ? [id] : []));
    return gone.length === 0 ? '' : ` The unused certificate ${gone.join(', ')} was deleted before the upload.`;
}
function zoneTraffic(observation, writeRecord) {
    if (writeRecord.offByOthers)
        return 'Origin pulls of the zone are off: somebody else switched them off during this run.';
    if (!observation.switchOn && !writeRecord.switchedOn)
        return 'Origin pulls of the zone are off, as before.';
    if (!observation.switchOn) {
        if (writeRecord.offUnsettled)
            return 'Origin pulls of the zone may be off again: this run had switched them on, and they were not seen to be off again.';
        return writeRecord.switchUnsettled
            ? 'Origin pulls of the zone may have been switched on by this run: the answer was lost, and they were not seen to be on.'
            : 'Origin pulls of the zone were switched on by this run.';
    }
    if (writeRecord.successor === undefined && !writeRecord.uploadUnsettled)
        return `As before, ${before(observation)}.`;
    const previous = observation.presented.kind === 'certificate' ? observation.presented.certificate.id : undefined;
    if (writeRecord.withdrawn !== 'no')
        return `Then ${writeRecord.backTo ?? previous ?? 'an older certificate'} is the newest of the zone; whether Cloudflare uses it again is not confirmed.`;
    if (writeRecord.vanished)
        return 'It is gone or being deleted; Cloudflare uses the newest of the others that are active.';
    if (writeRecord.seenInForce)
        return 'It is active, and Cloudflare uses it.';
    if (writeRecord.deleteSent)
        return 'Which certificate Cloudflare has used since then was not seen.';
    if (writeRecord.active !== undefined && writeRecord.active === writeRecord.successor)
        return 'It was active when last read. Cloudflare uses the newest active certificate of the zone.';
    const until = previous === undefined ? '' : ` Until then ${previous} stays in force.`;
    return `Cloudflare uses the newest certificate once it is active.${until}`;
}
function hostnameTraffic(observation, writeRecord) {
    const moved = writeRecord.moved.map((move) => move.hostname);
    const back = writeRecord.back.map((move) => move.hostname);
    if (moved.length + back.length === 0)
        return `No hostname was moved: ${before(observation)}.`;
    const to = wentBackTo(writeRecord.back, writeRecord) ?? 'what they had before';
    const left = observation.hostnames.filter((hostname) => ![...moved, ...back].includes(hostname));
    const isUnseen = (hostname) => writeRecord.unseen.has(hostname);
    const isSeen = (hostname) => !isUnseen(hostname);
    return [
        listed('Pointed at the new certificate', moved.filter(isSeen)),
        listed('Perhaps pointed at it, but not seen there', moved.filter(isUnseen)),
        listed(`Pointed back to ${to}`, back.filter(isSeen)),
        listed(`Pointed back to ${to}, but not seen there since`, back.filter(isUnseen)),
        listed('As before', left),
    ]
        .filter((part) => part !== '')
        .join(' ');
}
function listed(what, hostnames) {
    return hostnames.length === 0 ? '' : `${what}: ${hostnames.join(', ')}.`;
}
function before(observation) {
    if (observation.level === 'zone') {
        return observation.switchOn
            ? `${wordsFor(observation.presented)} is in force for the zone`
            : 'origin pulls of the zone are off';
    }
    const ids = new Set([...observation.presented.values()].map(wordsFor));
    if (ids.size === 0)
        return 'there was no hostname to work on';
    return `${[...ids].join(' and ')} ${ids.size === 1 ? 'is' : 'are'} in force for the hostnames`;
}
function certificateBefore(observation) {
    const [first, ...others] = presentedIn(observation).map((presented) => presented.kind === 'certificate' && (presented.perhaps ?? []).length === 0
        ? presented.certificate
        : undefined);
    return others.every((other) => other?.id === first?.id) ? first : undefined;
}
function wordsFor(presented) {
    switch (presented.kind) {
        case 'certificate':
            return [presented.certificate, ...(presented.perhaps ?? [])].map(({ id }) => id).join(' or ');
        case 'shared':
            return "Cloudflare's shared certificate";
        case 'nothing':
            return 'no client certificate';
        case 'unread':
            return 'no certificate of its own';
        case 'unknown':
            return 'a certificate that could not be identified';
    }
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/failure.js




function failureIn(all) {
    const { ending, observation, writeRecord } = all;
    const inForce = inForceNow(observation, writeRecord);
    switch (ending.kind) {
        case 'not-started':
        case 'idle':
        case 'planned':
        case 'rotated':
            return undefined;
        case 'refused': {
            const { happened, remedy } = ending.plan.text;
            return { code: 'PLAN_REFUSED', happened, inForce, remedy, details: [] };
        }
        case 'stopped':
            return failure(ending.error, inForce);
        case 'rolled-back': {
            const both = [inForce, ending.undone.sentence];
            const inOrder = writeRecord.undone ? both : both.toReversed();
            return withUnknown(all, ending.plan, failure(ending.error, inOrder.join(' ')));
        }
        case 'roll-back-failed':
            return withUnknown(all, ending.plan, {
                ...failure(ending.error, inForce),
                code: 'ROLLBACK_FAILED',
                happened: `${ending.error.happened} Rolling back failed as well. ${ending.failure.happened}`,
                remedy: `${byHand(ending.failure, writeRecord)}${ending.failure.remedy}`,
            });
    }
}
function byHand({ code }, { uploaded, withdrawn, switchedOn, moved }) {
    const off = switchedOn ? 'switch origin pulls of the zone off' : undefined;
    const hostnames = (0,words/* someOf */.yU)(moved.map(({ hostname }) => hostname));
    const back = moved.length > 0 ? `point ${hostnames} back to what they had` : undefined;
    const removal = uploaded !== undefined && withdrawn === 'no' ? `delete ${uploaded}` : undefined;
    const what = off ?? back ?? removal;
    if (!code.startsWith('API_') || what === undefined)
        return '';
    return `Check the site now. If visitors are refused, ${what} in the dashboard. `;
}
function withUnknown({ target, observation, writeRecord, now }, plan, failed) {
    const unknown = unknownBefore(target, observation, plan, writeRecord.back, now);
    if (unknown === undefined)
        return failed;
    return {
        ...failed,
        inForce: `${failed.inForce ?? ''} ${unknown.inForce}`.trim(),
        remedy: `${failed.remedy}${unknown.remedy}`,
    };
}
function failure(error, inForce) {
    return { ...(0,result_parts/* failureOf */.g)(error, inForce), inForce };
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/planned-phases.js


function plannedPhases(target, plan, now) {
    const steps = [];
    const step = (when, name, detail) => void (when && steps.push([name, detail]));
    const probed = target.policy.probes.urls.length > 0;
    const waiting = plan.moves.filter((move) => !move.pointed && move.hostname !== plan.canary);
    step(plan.discard !== undefined, 'delete', `remove ${plan.discard?.id ?? ''}, ${plan.discard?.id === target.orphan?.id ? 'which an earlier run left unused' : 'a copy whose deployment timed out'}`);
    const issued = plan.adopt === undefined && target.issuing !== undefined;
    step(issued, 'issue', 'make a key and get a certificate for it');
    step(plan.adopt === undefined, 'upload', 'upload the certificate');
    step(plan.adopt?.status !== 'active', 'activate', 'wait until it is active');
    step(plan.switchOn, 'switch-on', 'switch origin pulls on for the zone');
    step(plan.canary !== undefined, 'canary', `point ${plan.canary ?? ''} at it first, and probe it`);
    step(waiting.length > 0, 'associate', `point ${waiting.map((move) => move.hostname).join(', ')} at it${waiting.length > BATCH ? `, ${BATCH} at a time` : ''}`);
    step(probed, 'probe', `probe ${(0,words/* counted */.hS)(target.policy.probes.urls.length, 'URL')} through Cloudflare`);
    step(plan.remove.length > 0, 'grace', `wait ${(0,words/* seconds */.YA)(target.policy.gracePeriod)} (grace period)`);
    step(plan.remove.length > 0, 'observe-again', 'check everything again');
    step(plan.remove.length > 0, 'delete', `delete ${plan.remove.map(({ id }) => id).join(', ')}`);
    return steps.map(([name, detail]) => ({ name, startedAt: now, endedAt: now, outcome: 'planned', detail }));
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/replaced.js


function predecessorsOf(plan, writeRecord, isPlanned, now) {
    return [
        ...plan.remove.map((certificate) => replaced_removed(certificate, writeRecord, isPlanned, now)),
        ...plan.spared.filter((one) => isReplaced(plan, one)).map((one) => replaced_kept(one, now)),
    ];
}
function sparedOf(plan, now) {
    const left = plan.spared.filter((one) => plan.kind === 'idle' || !isReplaced(plan, one));
    return left.map(({ certificate, reason, why }) => ({ ...factsOf(certificate, now), reason, why }));
}
function hadBefore(observation) {
    if (observation?.level !== 'hostname')
        return [];
    return observation.hostnames.map((hostname) => {
        const row = associationOf(observation.associations, hostname);
        return { hostname, certificateId: row?.certificateId, enabled: row?.enabled ?? undefined };
    });
}
function isReplaced({ moves }, { certificate, reason }) {
    return reason === 'KEPT_ON_REQUEST' || moves.some(({ before }) => before?.certificateId === certificate.id);
}
function replaced_kept({ certificate, reason, why }, now) {
    return { ...factsOf(certificate, now), fate: reason === 'IN_USE' ? 'in-use' : 'kept', why };
}
function replaced_removed(certificate, writeRecord, isPlanned, now) {
    const fate = writeRecord.fates.get(certificate.id);
    const facts = factsOf(certificate, now);
    if (fate !== undefined)
        return { ...facts, ...fate };
    if (isPlanned)
        return { ...facts, fate: 'to-delete', why: 'To be deleted once the new one is verified.' };
    return { ...facts, fate: 'kept', why: writeRecord.undone ? 'The run restored the previous state.' : '' };
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/sentences.js
function sentenceOf(ending, target, { presented, dark }, changed) {
    const where = placeOf(target);
    switch (ending.kind) {
        case 'not-started':
            return `Not started, since ${ending.why}.`;
        case 'idle':
            if (!presented)
                return `The certificate is at Cloudflare already, not presented for ${where}; there was nothing to do.`;
            return `The certificate is already in force for ${shown(target, dark)}; there was nothing to do.${notFor(target, dark)}`;
        case 'planned':
            return planned(ending.plan, where);
        case 'rotated':
            if (!presented)
                return `The certificate is at Cloudflare, not presented for ${where}.`;
            return `${changed ? DONE[ending.plan.reason] : 'The certificate is already in force'} for ${shown(target, dark)}.${notFor(target, dark)}`;
        case 'refused':
            return `Stopped before any change to ${where}. ${ending.plan.text.happened}`;
        case 'stopped':
            return `The rotation for ${where} did not finish. ${ending.error.happened}`;
        case 'rolled-back':
            return rolledBack(ending, where);
        case 'roll-back-failed':
            return `The new certificate for ${where} failed, and rolling back failed too. ${ending.failure.happened}`;
    }
}
function shown(target, dark) {
    const hostnames = target.hostnames.filter((hostname) => !dark.includes(hostname));
    return placeOf({ ...target, hostnames });
}
function notFor(target, dark) {
    return dark.length === 0 ? '' : ` Not presented for ${placeOf({ ...target, hostnames: dark })}.`;
}
function rolledBack({ undone, error }, where) {
    switch (undone.kind) {
        case 'no-way-back':
            return `The new certificate for ${where} failed, and there was no way back. ${undone.sentence}`;
        case 'nothing-moved':
            return `The new certificate for ${where} failed. ${undone.sentence} ${error.happened}`;
        case 'restored':
        case 'one-call':
            return `The new certificate for ${where} failed, and the change was undone. ${error.happened}`;
    }
}
const DONE = {
    FIRST_SET_UP: 'The first certificate is in force',
    REPLACE: 'The new certificate is in force',
    FINISH_EARLIER_RUN: 'An earlier rotation was finished',
    SWITCH_ON: 'Origin pulls were switched on',
};
const PLANNED = {
    FIRST_SET_UP: 'The first certificate would be put in force',
    REPLACE: 'A new certificate would be put in force',
    FINISH_EARLIER_RUN: 'An earlier rotation would be finished',
    SWITCH_ON: 'Origin pulls would be switched on',
};
function planned({ reason, remove }, where) {
    const previous = remove.length === 1 ? 'the previous one' : `${remove.length} previous ones`;
    const further = remove.length === 0 ? '' : `, and ${previous} deleted after that`;
    return `${PLANNED[reason]} for ${where}${further}.`;
}
function placeOf(target) {
    if (target.level === 'zone')
        return `the zone ${target.zone}`;
    const { hostnames } = target;
    if (hostnames.length === 0)
        return `the hostnames of ${target.replace ?? target.zone}`;
    return hostnames.length > 3 ? `${hostnames.length} hostnames of ${target.zone}` : hostnames.join(', ');
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/conclude.js









const EARLIER_FAILED = 'an earlier target of its zone failed';
function notStarted(target, why, now) {
    const runLog = { phases: () => [], seen: () => [], warnings: () => [] };
    const writeRecord = new WriteRecord();
    const ending = { kind: 'not-started', why };
    return conclude_conclude({ target, observation: undefined, runLog, writeRecord, ending, now });
}
function conclude_conclude(all) {
    const { target, observation, runLog, writeRecord, ending, now } = all;
    const plan = planOf(ending);
    const left = ending.kind === 'idle' ? ending.plan : plan;
    const successorId = successorIdOf(ending) ?? writeRecord.successor;
    const steps = plan ?? { moves: [], switchOn: false };
    const shown = observation === undefined
        ? { presented: false, dark: [] }
        : presentationOf(observation, steps, successorId);
    const successor = factsOfLeaf(successorId, target.successor.leaf, now);
    return {
        name: target.name,
        zone: observation?.zone ?? { asked: target.zone, id: undefined, name: undefined },
        level: target.level,
        hostnames: observation?.hostnames ?? target.hostnames,
        outcome: outcomeOf(ending, writeRecord),
        changed: writeRecord.undone ? leftChanged(writeRecord) : hasChanged(writeRecord),
        reason: conclude_reasonOf(ending),
        sentence: sentenceOf(ending, target, shown, hasChanged(writeRecord)),
        stood: observation === undefined ? undefined : before(observation),
        successor,
        inForce: inForceOf(all, shown.presented ? successor : undefined),
        before: hadBefore(observation),
        predecessors: plan === undefined ? [] : predecessorsOf(plan, writeRecord, ending.kind === 'planned', now),
        spared: left === undefined ? [] : sparedOf(left, now),
        phases: ending.kind === 'planned'
            ? [...runLog.phases(), ...plannedPhases(target, ending.plan, now)]
            : runLog.phases(),
        evidence: runLog.seen(),
        warnings: runLog.warnings(),
        renewal: (0,issued_successor/* renewalOf */.wc)(target),
        failure: failureIn(all),
    };
}
function planOf(ending) {
    return 'plan' in ending && ending.kind !== 'refused' && ending.kind !== 'idle' ? ending.plan : undefined;
}
function conclude_reasonOf(ending) {
    if (ending.kind === 'not-started')
        return 'NOT_STARTED';
    return 'error' in ending ? ending.error.code : ending.plan.reason;
}
function leftChanged(writeRecord) {
    const { uploaded, withdrawn } = writeRecord;
    return hasDeleted(writeRecord) || withdrawn !== (uploaded === undefined ? 'no' : 'gone');
}
function outcomeOf(ending, writeRecord) {
    switch (ending.kind) {
        case 'not-started':
            return 'not-started';
        case 'idle':
            return 'unchanged';
        case 'planned':
            return 'planned';
        case 'rotated':
            return hasChanged(writeRecord) ? 'rotated' : 'unchanged';
        case 'rolled-back':
            return ending.undone.kind === 'restored' || ending.undone.kind === 'one-call'
                ? 'rolled-back'
                : 'failed';
        case 'refused':
        case 'stopped':
        case 'roll-back-failed':
            return 'failed';
    }
}
function successorIdOf(ending) {
    if (ending.kind === 'rotated')
        return ending.successor.id;
    return ending.kind === 'idle' ? ending.plan.adopt.id : planOf(ending)?.adopt?.id;
}
function inForceOf({ ending, observation, writeRecord, now }, successor) {
    if (ending.kind === 'rotated' || ending.kind === 'idle')
        return successor;
    if (hasChanged(writeRecord) && !writeRecord.undone)
        return writeRecord.seenInForce ? successor : undefined;
    const previous = observation && certificateBefore(observation);
    return previous && factsOf(previous, now);
}

// EXTERNAL MODULE: ./lib/rotation/result.js
var rotation_result = __webpack_require__(4981);
;// CONCATENATED MODULE: ./lib/zone/run-log.js

function plainLog(say, label = '') {
    const line = (text) => say(label === '' ? beginning(text) : `${label}: ${text}`);
    return { say: line, news: line, reached: () => undefined };
}
function createRunLog(ports) {
    const phases = [];
    const warnings = [];
    const evidence = [];
    const { log } = ports;
    const { say, news } = log;
    const ended = (name, startedAt, outcome, detail) => void phases.push({ name, startedAt, endedAt: ports.monotonic(), outcome, detail });
    return {
        phase: async (name, work, describe) => {
            const startedAt = ports.monotonic();
            try {
                const value = await work();
                const said = describe(value);
                ended(name, startedAt, 'done', beginning(said));
                log.reached(name);
                say(said);
                return value;
            }
            catch (error) {
                ended(name, startedAt, endOf(error), run_log_reasonOf(error));
                throw error;
            }
        },
        skip: (name, detail) => {
            log.reached(name);
            ended(name, ports.monotonic(), 'skipped', beginning(detail));
        },
        warn: (warning) => {
            if (warnings.some((known) => known.sentence === warning.sentence))
                return;
            warnings.push(warning);
        },
        evidence: (rows) => void evidence.push(...rows),
        say,
        news,
        phases: () => {
            const epoch = ports.now() - ports.monotonic();
            return phases.map((one) => ({
                ...one,
                startedAt: one.startedAt + epoch,
                endedAt: one.endedAt + epoch,
            }));
        },
        warnings: () => [...warnings],
        seen: () => [...evidence],
    };
}
function endOf(error) {
    const interrupted = error instanceof errors/* ActionError */.lZ && (error.code === 'CANCELLED' || error.code === 'TIMED_OUT');
    return interrupted ? 'interrupted' : 'failed';
}
function run_log_reasonOf(error) {
    return error instanceof errors/* ActionError */.lZ ? error.happened : 'It failed.';
}
function beginning(line) {
    return /^[a-z']+(?=[\s,;]|$)/u.test(line) ? line.slice(0, 1).toUpperCase() + line.slice(1) : line;
}

;// CONCATENATED MODULE: ./lib/zone/inventory.js




async function readInventory({ api }, zone, hostnames) {
    const [switchOn, ofZone, ofHostnames, associations] = await Promise.all([
        getZoneSwitch(api, zone.id),
        observeCertificates(api, zone.id, 'zone'),
        observeCertificates(api, zone.id, 'hostname'),
        observeAssociations(api, zone.id, hostnames),
    ]);
    return { zone, switchOn, certificates: { zone: ofZone, hostname: ofHostnames }, associations };
}
async function readFullInventory(world, zone, hostnames) {
    const [inventory, sslMode, sharedCertificate] = await Promise.all([
        readInventory(world, zone, hostnames),
        getSslMode(world.api, zone.id),
        getSharedCertificateSwitch(world.api, zone.id),
    ]);
    const listed = inventory.certificates.hostname;
    const { associations, unlisted } = await withTheirCertificates(world.api, zone.id, inventory.associations, listed);
    return {
        ...inventory,
        associations,
        certificates: { ...inventory.certificates, hostname: [...listed, ...unlisted] },
        sslMode,
        sharedCertificate,
    };
}
function zoneCertificate(certificates) {
    return newest(certificates.filter(({ status }) => status === 'active'));
}
function heldByZoneLevel(certificates) {
    const coming = certificates.filter((one) => isLive(one) && one.status !== 'deployment_timed_out');
    const present = zoneCertificate(certificates);
    const next = newest(coming);
    if (next === undefined || (present === undefined && coming.some(({ status }) => status === 'active')))
        return coming;
    return coming.filter((one) => one === present || one === next);
}
function liveAssociations(associations) {
    return ofEachHostname(associations, associationOf);
}
function danglingAssociations(associations) {
    return ofEachHostname(associations, danglingOf);
}
function ofEachHostname(associations, find) {
    const hostnames = [...new Set(associations.rows.map(({ hostname }) => hostname))];
    return hostnames
        .map((hostname) => find(associations, hostname))
        .filter((row) => row !== undefined)
        .toSorted((one, other) => (one.hostname < other.hostname ? -1 : 1));
}
function servedBy(associations, id) {
    return liveAssociations(associations)
        .filter(({ certificateId, enabled, status }) => {
        return certificateId === id && enabled === true && status !== 'deployment_timed_out';
    })
        .map(({ hostname }) => hostname);
}
function ownIn({ identity }, { certificates }) {
    const own = certificates.flatMap((one) => {
        const { leaf } = one;
        return isLive(one) && leaf !== undefined && (0,issue_identity/* pemIsOfIdentity */.MI)(leaf.pem, identity) ? [{ ...one, leaf }] : [];
    });
    return own.toSorted((a, b) => compareUploads(b, a));
}

// EXTERNAL MODULE: ./lib/issue/authority.js
var authority = __webpack_require__(954);
// EXTERNAL MODULE: ./lib/issue/leaf-key.js
var leaf_key = __webpack_require__(3181);
// EXTERNAL MODULE: ./lib/issue/renewal.js
var renewal = __webpack_require__(8531);
;// CONCATENATED MODULE: ./lib/rotation/plan/refused.js

const DAY = 86_400_000;
function probesOf(observation, { id, status }) {
    if (status !== 'active')
        return [];
    const { baselines } = observation;
    if (observation.level === 'zone')
        return observation.switchOn && newest(observation.certificates)?.id === id ? baselines : [];
    return baselines.filter(({ url }) => isInPlace(observation.associations, new URL(url).hostname, id, true));
}
function areRefused(looks, { level, originChecks }, { uploadedOn }, now) {
    const young = uploadedOn !== undefined && now - uploadedOn < DAY;
    const speaks = level === 'hostname' || young || originChecks.some(({ verdict }) => verdict.kind === 'refused');
    return (looks.length > 0 &&
        looks.every(({ kind, status }) => kind === 'lacks-certificate' && (speaks || (status !== 520 && status !== 525))));
}

;// CONCATENATED MODULE: ./lib/rotation/issue/choose.js












function issueFor(sentence, orphan) {
    return { kind: 'issue', sentence, orphan };
}
function choose(target, issuing, observation, now) {
    const own = ownIn(issuing, observation);
    const [latest] = own;
    if (latest === undefined)
        return issueFor('none has been issued for this target yet');
    const refused = isRefused(observation, latest, now);
    if (refused && cameBefore(target, observation, latest, now).length > 0)
        return { kind: 'keep', own: latest, refused };
    const why = whyNotKept(issuing, observation, latest, refused, now);
    if (why !== undefined)
        return issueFor(why);
    const due = (0,renewal/* dueAt */.s5)(latest.leaf, issuing.rule);
    if (due > now)
        return { kind: 'keep', own: latest };
    const [end, since] = [(0,finding/* shownDate */.Gb)(latest.leaf.notAfter), (0,finding/* shownDate */.Gb)(due)];
    return { ...issueFor(`${latest.id} is valid until ${end} and has been due since ${since}`), isDue: true };
}
function unproven(issuing, observation, own) {
    if (issuing.originGiven && !isUsed(observation, own))
        return issueFor(`an earlier run left ${own.id} unused, and its key is gone, so \`origin\` cannot check it`, orphanIn(issuing, observation, own));
    const wasLeft = isUsed(observation, own) && hostnamesOn(observation, own.id).length === 0;
    return wasLeft ? issueFor(`no hostname of this target is on ${own.id} any more`) : undefined;
}
function orphanIn({ originGiven }, observation, own) {
    return originGiven && choose_mayGo(observation, own) ? own : undefined;
}
function roomIn(issuing, observation, now) {
    const own = ownIn(issuing, observation);
    const [latest] = own;
    const orphan = latest && orphanIn(issuing, observation, latest);
    const isSpent = (one) => isStuck(one) || one.leaf.notAfter <= now;
    return orphan ?? own.find((one) => isSpent(one) && choose_mayGo(observation, one));
}
function choose_mayGo(observation, own) {
    return observation.level === 'hostname' && observation.associations.complete && !isUsed(observation, own);
}
function whyNotKept(issuing, observation, latest, refused, now) {
    const { id, leaf } = latest;
    if (leaf.notAfter <= now)
        return `${id} has expired`;
    if ((0,leaf_key/* kindOfPem */.Ss)(leaf.pem) !== issuing.key)
        return `the key of ${id} is not \`${issuing.key}\``;
    const unfit = whyUnfit(leaf, now);
    if (unfit !== undefined)
        return `${id} is not what this action would issue: ${unfit}`;
    if (isStuck(latest))
        return `Cloudflare gave up deploying ${id}`;
    if (!isUsed(observation, latest) && leaf.notAfter - now < issuing.minimumValidity)
        return `${id} is not in force and is valid for less than \`minimum-validity\``;
    if (observation.level === 'zone') {
        const first = newest(observation.certificates);
        if (first === undefined)
            return 'it is not known which certificate of the zone is the newest';
        if (first.id !== id)
            return `${first.id} was uploaded after ${id}, and Cloudflare uses the newest`;
    }
    return refused
        ? `visitors are refused with ${id}, and there is no earlier certificate to go back to`
        : undefined;
}
function whyUnfit({ pem }, now) {
    const certificate = (0,certificate_leaf/* parse */.qg)(pem);
    if (certificate === undefined)
        return 'unreadable';
    if (!(0,authority/* allowsClients */.L)(certificate))
        return 'its extendedKeyUsage lacks clientAuth';
    const policy = { minimumValidity: 0, expiryWarning: 0 };
    const findings = (0,certificate_checks/* judgeCertificate */.Z9)(certificate, 'Cloudflare', policy, now);
    return findings.find(({ severity }) => severity !== 'warn')?.reason;
}
function isUsed(observation, { id, status }) {
    if (observation.level === 'zone')
        return observation.switchOn && status === 'active';
    return usersOf(observation.associations, id).length > 0;
}
function isRefused(observation, latest, now) {
    const looks = probesOf(observation, latest).map(({ baseline }) => baseline);
    return latest.leaf.notAfter > now && areRefused(looks, observation, latest, now);
}

;// CONCATENATED MODULE: ./lib/rotation/issue/settle.js







const CURED_BY_A_FRESH_ONE = new Set([
    'ORDER_UNKNOWN',
    'OLDER_LIVE_COPY',
    'ONLY_CERTIFICATE_STUCK',
]);
async function settle_settle(asked, issuing, observation, world, runLog, dryRun) {
    const now = () => world.api.serverNow();
    const choice = choose(asked, issuing, observation, now());
    if (choice.kind === 'issue') {
        const renewed = await renew(choice);
        return isFull(renewed.decided) && choice.isDue === true ? await withoutRoom(renewed) : renewed;
    }
    const kept = await take(choice.own);
    const { refused } = choice;
    const instead = ratherIssued(kept, choice.own);
    return instead === undefined ? kept : await renew(instead);
    function ratherIssued({ decided }, own) {
        switch (decided.kind) {
            case 'idle':
                return issuing.always && refused !== true ? issueFor('`renew` is `always`') : undefined;
            case 'rotate':
                if (decided.adopt === undefined)
                    return issueFor(`${own.id} no longer exists`);
                return decided.moves.length === 0 ? undefined : unproven(issuing, observation, own);
            case 'refused':
                if (CURED_BY_A_FRESH_ONE.has(decided.reason))
                    return issueFor(`it is not known which certificate is in force (${decided.reason})`);
                return isOfIssuer(decided)
                    ? issueFor(`nothing can vouch for ${own.id}, whose key is gone (${decided.reason})`, orphanIn(issuing, observation, own))
                    : undefined;
        }
    }
    async function withoutRoom(renewed) {
        const [latest] = ownIn(issuing, observation);
        if (latest === undefined)
            return renewed;
        const finished = await take(latest);
        const { decided } = finished;
        return decided.kind === 'rotate' && ratherIssued(finished, latest) === undefined ? finished : renewed;
    }
    async function take(own) {
        const read = await getCertificate(world.api, observation.zone.id, asked.level, own.id);
        const others = observation.certificates.filter(({ id }) => id !== own.id);
        const fresh = read === undefined ? own : { ...observed(read), leaf: own.leaf };
        const successor = { ...(0,issued_successor/* withAuthorities */.el)(issuing), leaf: own.leaf, key: undefined, vouchedByCa: false };
        const taken = decide({ ...asked, successor }, { ...observation, certificates: [...others, fresh] });
        return taken.decided.kind === 'idle' || dryRun || issuing.signer.kind !== 'authority'
            ? taken
            : await withStandIn(taken);
    }
    async function withStandIn({ target, observation: seen }) {
        runLog.say('The key of the certificate that an earlier run left is gone, so OpenSSL checks one like it instead.');
        const { vouchedByCa, findings } = await world.issuer.issue(issuing, now());
        const conditional = findings.filter(({ severity }) => severity !== 'warn');
        return decide({ ...target, successor: { ...target.successor, vouchedByCa }, conditional }, seen);
    }
    async function renew({ sentence, orphan }) {
        runLog.say(`Issuing a certificate: ${sentence}.`);
        const expected = withRoom({ ...asked, successor: (0,issued_successor/* toBeIssued */.MT)(issuing, now()), orphan });
        if (dryRun)
            await world.issuer.check(issuing.signer);
        const undecided = issuing.originGiven && isOfIssuer(expected.decided);
        if (undecided && dryRun)
            return withoutIssuer(expected.target);
        if (dryRun || (expected.decided.kind === 'refused' && !undecided))
            return expected;
        const target = await (0,issued_successor/* haveIssued */.Eu)(expected.target, issuing, world, runLog);
        return decide(target, { ...observation, originChecks: await askOrigins(target, world, runLog) });
    }
    function withRoom(target) {
        const expected = decide(target);
        const orphan = isFull(expected.decided) ? roomIn(issuing, observation, now()) : undefined;
        return orphan === undefined ? expected : decide({ ...target, orphan });
    }
    function withoutIssuer(target) {
        runLog.warn({
            reason: 'ISSUER_TO_BE_SHOWN',
            sentence: 'The dry run issues nothing, so `origin` cannot check it. A real run shows the new certificate to `origin` before changing anything.',
        });
        return { ...decide({ ...target, policy: { ...target.policy, acceptIssuerChange: true } }), target };
    }
    function decide(target, seen = observation) {
        return { target, observation: seen, decided: plan(target, seen, now()) };
    }
}
function isFull(decided) {
    return decided.kind === 'refused' && decided.reason === 'QUOTA_FULL';
}
function isOfIssuer(decided) {
    return decided.kind === 'refused' && decided.reason.startsWith('ISSUER_');
}

;// CONCATENATED MODULE: ./lib/rotation/observe/presented.js




async function presentedByZone({ target, zone, world }, switchOn, certificates) {
    const live = certificates.filter(isLive);
    if (switchOn && live.length > 0) {
        const active = await activeOf(live, zone, world);
        const certificate = newest(active) ?? (active.length === 1 ? active[0] : undefined);
        if (certificate === undefined)
            return { kind: 'unknown', among: active.length > 0 ? active : live };
        const perhaps = uploadedWith(certificate, active, target.policy.activationTimeout);
        return { kind: 'certificate', certificate, ...(perhaps.length === 0 ? {} : { perhaps }) };
    }
    const shared = await getSharedCertificateSwitch(world.api, zone.id);
    if (shared === undefined)
        return { kind: 'unread' };
    return shared === 'on' ? { kind: 'shared' } : { kind: 'nothing' };
}
async function activeOf(live, zone, { api }) {
    const active = live.filter(({ status }) => status === 'active');
    if (active.length > 0)
        return active;
    const read = await Promise.all(live.map(({ id }) => getCertificate(api, zone.id, 'zone', id)));
    return read.flatMap((one) => (one?.status === 'active' ? [observed(one)] : []));
}
async function presentedByHostname(place, hostnames, certificates, associations) {
    const fallsBack = hostnames.some((hostname) => associationOf(associations, hostname) === undefined);
    const zoneLevel = fallsBack ? await presentedBelow(place) : { kind: 'unknown' };
    const presented = (hostname) => {
        const association = associationOf(associations, hostname);
        if (association === undefined)
            return zoneLevel;
        if (association.enabled === false)
            return { kind: 'nothing' };
        const certificate = certificates.find(({ id }) => id === association.certificateId);
        return certificate === undefined ? { kind: 'unknown' } : { kind: 'certificate', certificate };
    };
    return new Map(hostnames.map((hostname) => [hostname, presented(hostname)]));
}
async function presentedBelow(place) {
    const { api } = place.world;
    const [switchOn, certificates] = await Promise.all([
        getZoneSwitch(api, place.zone.id),
        observeCertificates(api, place.zone.id, 'zone'),
    ]);
    return await presentedByZone(place, switchOn, certificates);
}

;// CONCATENATED MODULE: ./lib/rotation/observe/observe.js






async function observe(target, zone, world, runLog) {
    const place = { target, zone, world };
    const [seen, baselines, originChecks] = await Promise.all([
        target.level === 'zone' ? observeZone(place) : observeHostnames(place),
        takeBaselines(world, target.policy.probes, runLog),
        askOrigins(target, world, runLog),
    ]);
    return { ...seen, baselines, originChecks };
}
async function observeZone(place) {
    const { target, zone, world } = place;
    const { api } = world;
    const probed = target.policy.probes.urls.map((url) => new URL(url).hostname);
    const [certificates, switchOn, sslMode, associations] = await Promise.all([
        observeWithSuccessor(api, zone.id, 'zone', target.successor.leaf),
        getZoneSwitch(api, zone.id),
        getSslMode(api, zone.id),
        probed.length === 0 ? undefined : observeAssociations(api, zone.id, probed),
    ]);
    const presented = await presentedByZone(place, switchOn, certificates);
    const at = api.serverNow();
    return { level: 'zone', zone, hostnames: [], at, certificates, switchOn, sslMode, associations, presented };
}
async function observeHostnames(place) {
    const { target, zone, world } = place;
    const { api } = world;
    const [listed, tied, sslMode] = await Promise.all([
        observeWithSuccessor(api, zone.id, 'hostname', target.successor.leaf),
        observeAssociations(api, zone.id, target.hostnames),
        getSslMode(api, zone.id),
    ]);
    const matters = ({ hostname, certificateId }) => target.hostnames.includes(hostname) || (certificateId !== undefined && certificateId === target.replace);
    const { associations, unlisted } = await withTheirCertificates(api, zone.id, tied, listed, matters);
    const certificates = [...listed, ...unlisted];
    const hostnames = hostnamesOf(target, certificates, associations);
    const presented = await presentedByHostname(place, hostnames, certificates, associations);
    const at = api.serverNow();
    return { level: 'hostname', zone, at, certificates, sslMode, hostnames, associations, presented };
}
function hostnamesOf(target, certificates, associations) {
    if (target.replace === undefined)
        return target.hostnames;
    const moved = findByFingerprint(certificates, target.successor.leaf)?.id;
    const ids = [target.replace, ...(moved === undefined ? [] : [moved])];
    const users = ids.flatMap((id) => usersOf(associations, id));
    return [...new Set(users)].filter((hostname) => {
        const row = associationOf(associations, hostname) ?? danglingOf(associations, hostname);
        return ids.includes(row?.certificateId ?? '');
    });
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/rollback-context.js



const TRY_READ = 15_000;
function mine({ writeRecord, news, observation }) {
    const { uploaded, adopted, back } = writeRecord;
    if (uploaded !== undefined || adopted === undefined || !sawRefusals(news))
        return uploaded;
    if (observation.level === 'zone')
        return adopted;
    const others = usersOf(observation.associations, adopted).filter((hostname) => back.every((move) => move.hostname !== hostname));
    return others.length === 0 ? adopted : undefined;
}
function sawRefusals({ code }) {
    return code === 'VERIFICATION_FAILED';
}
function openRollback(context, news) {
    const { runLog } = context;
    const { clock, stop } = context.world;
    const overtime = openOvertime(context.world, runLog.say);
    return {
        ...context,
        ...overtime,
        news,
        tryRead: async (look) => {
            const end = Math.min(clock.monotonic() + TRY_READ, overtime.world.deadline());
            try {
                return { value: await look(context.world.api.withStop(stop, () => end)) };
            }
            catch (error) {
                if (!(error instanceof errors/* ActionError */.lZ))
                    throw error;
                if (!stop.aborted)
                    runLog.say(`Reading from Cloudflare failed, so that is skipped. ${error.happened}`);
                return undefined;
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/way-back.js








function noWayBack(sentence) {
    return { kind: 'no-way-back', sentence };
}
const way_back_ONE_CALL = {
    kind: 'one-call',
    sentence: 'The call that restores what was in force was made; the run was cancelled before it was confirmed.',
};
async function whyNotBackTo(rollback, id) {
    const { observation, target, world } = rollback;
    const seen = await rollback.tryRead((api) => getCertificate(api, observation.zone.id, target.level, id));
    if (seen === undefined) {
        if (observation.level === 'zone' && !sawRefusals(rollback.news))
            return { why: `${id} could not be read`, gone: false };
        const then = observation.certificates.find((certificate) => certificate.id === id);
        const fit = then === undefined || then.status === 'unknown' || isDeploying(then.status) ? 'active' : then.status;
        const known = { id, status: fit, rawStatus: then?.rawStatus ?? fit };
        return way_back_whyUnfit(known, then?.leaf?.notAfter, world.api.serverNow());
    }
    if (seen.value === undefined)
        return { why: `${id} is no longer there`, gone: true };
    const expiry = observed(seen.value).leaf?.notAfter ?? seen.value.expiresOn;
    return way_back_whyUnfit(seen.value, expiry, world.api.serverNow());
}
function way_back_whyUnfit({ id, status, rawStatus }, expiry, now) {
    if (status !== 'active')
        return { why: `${id} is \`${rawStatus}\``, gone: isTombstone(status) };
    return expiry !== undefined && expiry <= now ? { why: `${id} has expired`, gone: false } : undefined;
}
async function removeUpload(rollback, stillFree, patience) {
    const { world } = rollback;
    const id = mine(rollback);
    if (id === undefined)
        return;
    if (world.stop.aborted)
        return leaveUpload(rollback, id, 'The run was cancelled before.');
    try {
        const { fate, why } = await withdraw(rollback, id, 'withdraw', { stillFree, patience });
        if (fate !== 'deleted')
            return leaveUpload(rollback, id, why);
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        leaveUpload(rollback, id, error.happened);
    }
}
async function withdraw(rollback, id, phase, how) {
    const { runLog, writeRecord } = rollback;
    const mayBeGone = () => {
        writeRecord.withdrawn = 'asked';
    };
    const fate = await runLog.phase(phase, () => deleteAndConfirm({ ...deletionOf(rollback, id), ...how, mayBeGone }), ({ why }) => `${id}, ${byThisRun(writeRecord)}: ${why}`);
    if (fate.fate === 'deleted')
        writeRecord.withdrawn = 'gone';
    return fate;
}
function leaveUpload({ runLog, writeRecord }, id, why) {
    const what = writeRecord.withdrawn === 'asked'
        ? `The deletion of the certificate ${id}, ${byThisRun(writeRecord)}, is not confirmed.`
        : `The certificate ${id}, ${byThisRun(writeRecord)}, was not removed.`;
    const next = why.endsWith('The next run checks again.') ? '' : ' The next run deals with it.';
    runLog.warn({ reason: 'ORPHAN_LEFT', sentence: `${what} ${why}${next}` });
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/refused-in-force.js











const refused_in_force_LOOK_EVERY = 15_000;
async function refusedInForce(context, since, watched) {
    const { runLog, observation, target, world, plan } = context;
    const successor = plan.adopt;
    if (successor === undefined)
        return 'no';
    const served = probesOf(observation, successor);
    const probes = { ...target.policy.probes, urls: served.map(({ url }) => url) };
    let last = served.map(({ baseline }) => baseline);
    const refused = () => areRefused(last, observation, successor, world.api.serverNow());
    const wasRefused = refused();
    if (!wasRefused && (watched || served.length === 0 || !isUnsettled(context, successor)))
        return 'no';
    let end = since + PROPAGATION;
    let asBefore = wasRefused;
    let answered = last.some(({ kind }) => kind === 'healthy');
    runLog.say(wasRefused
        ? 'the certificate in force is refused; looking again until the edges have had time to follow'
        : 'the certificate came into force a short while ago; watching until the edges have had time to follow');
    do {
        await wait_pause(world, Math.max(0, Math.min(refused_in_force_LOOK_EVERY, end - world.clock.monotonic())));
        const looks = await takeBaselines(world, probes, runLog);
        assertRunning(world);
        last = looks.map(({ baseline }) => baseline);
        answered ||= last.some(({ kind }) => kind === 'healthy');
        if (asBefore || !refused())
            continue;
        asBefore = true;
        end = world.clock.monotonic() + (answered ? 0 : PROPAGATION);
    } while (refused() === asBefore && world.clock.monotonic() < end);
    if (!refused())
        return 'look again';
    return new RefusedInForce('VERIFICATION_FAILED', {
        happened: `The certificate ${successor.id} is in force, and visitors are refused with it. ${last[0]?.sentence ?? ''}`,
        remedy: `Make the origin trust the certificate's issuer, or store a certificate that it trusts in the secret, and run again.${askForFresh(target.level)}`,
    });
}
function isUnsettled({ observation, target, world, plan }, successor) {
    if (plan.switchOn || plan.moves.length > 0 || plan.remove.length > 0)
        return false;
    const { policy } = target;
    const now = world.api.serverNow();
    const asked = observation.level === 'zone'
        ? [successor.uploadedOn]
        : observation.hostnames.map((name) => associationOf(observation.associations, name)?.updatedAt);
    return (asked.some((one) => mayLag(one, policy.activationTimeout, now)) &&
        cameBefore(target, observation, successor, now).length > 0);
}
async function inherit(rollback) {
    const { writeRecord, observation, target, world } = rollback;
    const own = observation.certificates.find(({ id }) => id === writeRecord.successor);
    if (observation.level !== 'hostname' || own === undefined)
        return undefined;
    const found = await foundRefused(rollback, observation, own.id);
    if (found.length === 0)
        return undefined;
    const reasons = [];
    for (const { id } of cameBefore(target, observation, own, world.api.serverNow())) {
        const unfit = await whyNotBackTo(rollback, id);
        if (unfit !== undefined) {
            reasons.push(unfit.why);
            continue;
        }
        const moves = found.map((row) => {
            const before = { ...row, certificateId: id };
            return { hostname: row.hostname, before, enabled: row.enabled === true, pointed: true };
        });
        writeRecord.backTo = id;
        writeRecord.moved = [...writeRecord.moved, ...moves];
        writeRecord.asked = [...writeRecord.asked, ...moves];
        return undefined;
    }
    return reasons.join('; ') || 'there is no older one of its lineage to go back to';
}
async function foundRefused({ writeRecord, target, world, news }, observation, id) {
    const asked = new Set(writeRecord.asked.map(({ hostname }) => hostname));
    const rows = hostnamesOn(observation, id).flatMap((hostname) => asked.has(hostname) ? [] : (associationOf(observation.associations, hostname) ?? []));
    if (news instanceof RefusedInForce)
        return rows;
    if (!sawRefusals(news) || world.stop.aborted)
        return [];
    const { probes } = target.policy;
    const end = world.clock.monotonic() + refused_in_force_LOOK_EVERY;
    const inTime = { ...world, deadline: () => Math.min(end, world.deadline()) };
    const urls = probes.urls.filter((url) => rows.some(({ hostname }) => hostname === new URL(url).hostname));
    const looks = await Promise.all(urls.map(async (url) => ({ url, ...(await takeBaseline(inTime, url, probes)) })));
    const refused = looks.filter(({ baseline }) => baseline.kind === 'lacks-certificate');
    if (refused.length === looks.length)
        return refused.length === 0 ? [] : rows;
    const names = new Set(refused.map(({ url }) => new URL(url).hostname));
    return rows.filter(({ hostname }) => names.has(hostname));
}

;// CONCATENATED MODULE: ./lib/zone/point-back.js





const IN_FORCE_WITHIN = 5 * 60_000;
async function pointBack(back, overtime) {
    let left = back.wanted;
    for (let time = 1; time <= TIMES; time += 1) {
        const names = left.map(({ hostname }) => hostname);
        const outcome = await putAssociations(overtime.critical.api, back.zoneId, left);
        await back.sent?.(outcome, names);
        if (outcome.kind === 'refused')
            throw outcome.error;
        if (outcome.kind === 'ambiguous')
            back.say('the answer was lost; checking whether it was applied');
        const { inForce, strayed } = await untilBack(back, left, overtime);
        if (strayed.length === 0) {
            if (!inForce && outcome.kind === 'ambiguous')
                throw outcome.error;
            if (inForce)
                back.seen?.(names, []);
            return inForce;
        }
        back.seen?.(names, strayed);
        left = left.filter(({ hostname }) => strayed.includes(hostname));
        back.say(`still as this run left them: ${strayed.join(', ')}`);
    }
    throw straysStill(left.map(({ hostname }) => hostname));
}
function straysStill(hostnames) {
    return new errors/* ActionError */.lZ('ROLLBACK_FAILED', {
        happened: `These hostnames were pointed back ${TIMES} times, and still or again have what this run gave them: ${hostnames.join(', ')}.`,
        remedy: 'Find out who else changes the associations of this zone, then give these hostnames back what they had before.',
    });
}
async function untilBack({ look, strays, say, ...back }, wanted, { world }) {
    const hostnames = wanted.map(({ hostname }) => hostname);
    const began = world.clock.monotonic();
    const atMost = Math.min(back.atMost, IN_FORCE_WITHIN);
    const patience = Math.min(SHOWS_WITHIN, atMost);
    const shown = await wait_waitFor(world, {
        what: `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to be as before`,
        atMost,
        say,
        refusals: 'no-news',
        look: async () => {
            const seen = await look(hostnames);
            const done = wanted.filter((one) => isPointed(seen, one)).length;
            if (done === wanted.length)
                return { done: true, value: { inForce: true, strayed: [] } };
            const strayed = hostnames.filter((hostname) => strays(seen, hostname));
            return strayed.length === 0 || world.clock.monotonic() - began < patience
                ? { done: false, status: `${done} of ${wanted.length} done` }
                : { done: true, value: { inForce: false, strayed } };
        },
    });
    return shown ?? { inForce: false, strayed: [] };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/strayed.js





async function goBack(rollback, moves) {
    await rollback.runLog.phase('roll-back', () => pointedBack(rollback, moves), () => `${moves.length === 1 ? strayed_hostnamesOf(moves) : `${moves.length} hostnames`} pointed back`);
}
async function pointedBack(rollback, moves) {
    const { runLog, writeRecord, observation, target } = rollback;
    const movesOf = (names) => moves.filter(({ hostname }) => names.includes(hostname));
    const inForce = await pointBack({
        zoneId: observation.zone.id,
        wanted: moves.map((move) => backRequest(move, writeRecord.successor)),
        atMost: target.policy.activationTimeout,
        say: runLog.say,
        strays: (seen, hostname) => movesOf([hostname]).some((move) => isOnSuccessor(rollback, seen, move)),
        look: (hostnames) => lookAtRows(rollback, hostnames),
        sent: async ({ kind }, names) => {
            if (kind === 'refused')
                return void (await strayedOf(rollback, movesOf(names), byName));
            if (kind === 'applied')
                note(writeRecord, movesOf(names), []);
            writeRecord.unseen = new Set([...writeRecord.unseen, ...names]);
        },
        seen: (names, strayed) => note(writeRecord, movesOf(names), movesOf(strayed)),
    }, rollback);
    if (!inForce)
        runLog.warn(UNCONFIRMED);
}
const UNCONFIRMED = {
    reason: 'ROLL_BACK_UNCONFIRMED',
    sentence: 'The hostnames were pointed back, but Cloudflare does not show all of them in force yet.',
};
async function strayedOf(rollback, moves, read = (api, _, names) => lookAtRows(rollback, names, api)) {
    const hostnames = moves.map((move) => move.hostname);
    if (hostnames.length === 0)
        return [];
    const seen = await rollback.tryRead((api) => read(api, rollback.observation.zone.id, hostnames));
    return seen === undefined ? undefined : noteStrayed(rollback, seen.value, moves);
}
function noteStrayed(rollback, seen, moves) {
    const { writeRecord } = rollback;
    const strayed = moves.filter((move) => isOnSuccessor(rollback, seen, move));
    const known = moves.filter(({ hostname }) => writeRecord.moved.some((move) => move.hostname === hostname));
    note(writeRecord, known, strayed);
    return strayed;
}
const byName = async (api, zoneId, hostnames) => ({
    complete: true,
    rows: await observeOneByOne(api, zoneId, hostnames),
});
function strayed_hostnamesOf(moves) {
    return moves.map((move) => move.hostname).join(', ');
}
function without(moves, others) {
    return moves.filter(({ hostname }) => !others.some((other) => other.hostname === hostname));
}
function backRequest(move, successorId) {
    const { hostname } = move;
    const id = move.before?.certificateId;
    if (id === undefined)
        return { hostname, certificateId: successorId ?? '', enabled: null };
    return { hostname, certificateId: id, enabled: move.before?.enabled ?? true };
}
function note(writeRecord, moves, strayed) {
    const back = without(moves, strayed);
    writeRecord.unseen = new Set([...writeRecord.unseen].filter((name) => moves.every((move) => move.hostname !== name)));
    writeRecord.back = [...without(without(writeRecord.back, moves), strayed), ...back];
    writeRecord.moved = [...without(without(writeRecord.moved, moves), strayed), ...strayed];
}
function isOnSuccessor({ writeRecord }, seen, { hostname, before: had }) {
    const row = associationOf(seen, hostname);
    const asBefore = row?.certificateId === had?.certificateId && row?.enabled === had?.enabled;
    return row?.certificateId === writeRecord.successor && !asBefore;
}
function isRestored(associations, move) {
    return isPointed(associations, backRequest(move, undefined));
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/take-back.js










const ROUNDS = 3;
const take_back_LOOK_EVERY = 12_000;
const FOR_PROBES = 3 * 60_000;
async function takeBack(rollback) {
    for (let round = 1;; round += 1) {
        const strayed = await takeBackOnce(rollback);
        if (strayed.length === 0)
            return;
        if (round > ROUNDS)
            throw straysStill(strayed.map(({ hostname }) => hostname));
        rollback.runLog.say(`${strayed_hostnamesOf(strayed)} is on the new certificate again; pointing back once more`);
        await goBack(rollback, strayed);
    }
}
async function takeBackOnce(rollback) {
    const id = mine(rollback);
    const edgesFollowed = followedBy(rollback);
    const lookAgain = () => look(rollback, id, edgesFollowed);
    const first = id === undefined ? await lookAgain() : await untilFree(rollback, lookAgain);
    if (first.kind === 'strayed')
        return first.moves;
    if (id === undefined)
        return [];
    if (first.kind === 'shown') {
        leaveUpload(rollback, id, `${first.why} ${(0,words/* deleteWords */.T8)('hostname', id)}`);
        return [];
    }
    let strayed = [];
    const stillFree = async () => {
        const now = await lookAgain();
        if (now.kind === 'strayed')
            strayed = now.moves;
        return take_back_keptBy(now);
    };
    await removeUpload(rollback, stillFree, first.unlisted === true ? 0 : undefined);
    return strayed;
}
function take_back_keptBy(shown) {
    switch (shown.kind) {
        case 'free':
            return undefined;
        case 'strayed':
            return { fate: 'in-use', why: `${strayed_hostnamesOf(shown.moves)} is on it again.` };
        case 'shown':
            return { fate: 'in-use', why: shown.why };
    }
}
async function untilFree({ runLog, world }, lookAgain) {
    let seen = await lookAgain();
    if (seen.kind !== 'shown')
        return seen;
    runLog.say(`keeping the new certificate until no edge can present it any more. ${seen.why}`);
    await runLog.phase('edges-follow', async () => {
        while (seen.kind === 'shown' && seen.wait > 0 && !world.stop.aborted) {
            if (world.clock.monotonic() + seen.wait >= world.deadline() - FOR_PROBES)
                return;
            await wait_pause(world, Math.min(seen.wait, take_back_LOOK_EVERY));
            seen = await lookAgain();
            if (seen.kind === 'shown' && seen.wait > 0)
                runLog.say(`the new certificate stays for at least ${(0,words/* seconds */.YA)(seen.wait)} more`);
        }
    }, () => seen.kind === 'free' ? 'the edges have had time to follow' : `it stays: ${take_back_keptBy(seen)?.why ?? ''}`);
    return world.stop.aborted ? { kind: 'free' } : seen;
}
function followedBy({ writeRecord, target, world }) {
    const wait = writeRecord.back.length === 0 ? 0 : Math.min(target.policy.gracePeriod, PROPAGATION);
    return world.clock.monotonic() + wait;
}
async function look(rollback, id, edgesFollowed) {
    const { tryRead, writeRecord, observation, world } = rollback;
    if (id === undefined && writeRecord.asked.length === 0)
        return { kind: 'free' };
    const seen = await tryRead((api) => lookAtRows(rollback, observation.hostnames, api));
    if (seen === undefined || (!seen.value.complete && observation.associations?.complete === true)) {
        const why = 'The associations of the zone could not be read.';
        return world.stop.aborted ? { kind: 'free' } : { kind: 'shown', why, wait: take_back_LOOK_EVERY };
    }
    const strayed = noteStrayed(rollback, seen.value, writeRecord.asked);
    if (strayed.length > 0)
        return { kind: 'strayed', moves: strayed };
    if (id === undefined)
        return { kind: 'free' };
    const users = usersOf(seen.value, id);
    if (users.length > 0) {
        const had = writeRecord.back.some(({ before }) => before?.certificateId === id);
        return { kind: 'shown', why: `It is used by ${users.join(', ')}.`, wait: had ? 0 : take_back_LOOK_EVERY };
    }
    return seen.value.complete ? inList(rollback, id) : take_back_unlisted(rollback, id, seen.value, edgesFollowed);
}
function inList({ writeRecord, observation, inZone, target, world }, id) {
    const grace = Math.min(target.policy.gracePeriod, PROPAGATION);
    const known = observation.certificates.find((one) => one.id === id);
    const uploadedOn = writeRecord.uploaded === id ? observation.at : known?.uploadedOn;
    const unquiet = inZone.rows.unquiet(grace, world.api.serverNow(), PROPAGATION);
    const restless = holding(unquiet, { uploadedOn });
    const why = whyNotQuiet(restless, uploadedOn);
    return why === undefined
        ? { kind: 'free' }
        : { kind: 'shown', why, wait: Math.max(...restless.map(quietIn)) };
}
function take_back_unlisted({ writeRecord, world }, id, rows, edgesFollowed) {
    if (writeRecord.uploaded !== id)
        return { kind: 'shown', why: (0,words/* whyUnlisted */.Jv)(rows), wait: 0 };
    const under = writeRecord.back.filter((move) => !isRestored(rows, move));
    if (under.length > 0)
        return { kind: 'shown', why: `${strayed_hostnamesOf(under)} is on its way back.`, wait: take_back_LOOK_EVERY };
    const left = edgesFollowed - world.clock.monotonic();
    return left <= 0
        ? { kind: 'free', unlisted: true }
        : { kind: 'shown', why: `Edges may present it for ${(0,words/* seconds */.YA)(left)} more.`, wait: left };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/hostname-level.js









async function rollBackHostnames(rollback) {
    const { runLog, writeRecord } = rollback;
    const noneOlder = await inherit(rollback);
    if (writeRecord.moved.length === 0) {
        if (noneOlder !== undefined)
            return noWayBack(`The certificate stays in force: ${noneOlder}.`);
        const strayed = await takeBackOnce(rollback);
        if (strayed.length === 0)
            return writeRecord.back.length === 0
                ? { kind: 'nothing-moved', sentence: 'This run had moved no hostname.' }
                : restored(writeRecord);
        runLog.say(`${strayed_hostnamesOf(strayed)} is on the new certificate after all`);
    }
    const { moved } = writeRecord;
    const overtaken = await overtakenBy(rollback);
    if (overtaken.length === moved.length)
        return noWayBack(`${reasonsOf(overtaken)}, so nothing was put back.`);
    const stay = await whoStays(rollback, overtaken);
    const back = moved.filter((move) => stay.every((one) => one.move !== move));
    if (back.length === 0)
        return noWayBack(`The new certificate stays in force: ${reasonsOf(stay)}.`);
    const left = stay.length === 0 ? undefined : staysAsItIs(stay);
    try {
        await goBack(rollback, back);
    }
    catch (error) {
        const cancelled = error instanceof errors/* ActionError */.lZ && error.code === 'CANCELLED';
        if (left === undefined || !cancelled || rollback.sent() !== 'applied')
            throw error;
        return noWayBack(`The call that points ${strayed_hostnamesOf(back)} back was made, and the run was cancelled before it was confirmed; ${left}.`);
    }
    if (left !== undefined)
        return noWayBack(`${isBack(back, writeRecord)}; ${left}.`);
    runLog.say(`back on the previous certificate after ${(0,words/* seconds */.YA)(rollback.world.clock.monotonic() - rollback.began)}`);
    await takeBack(rollback);
    return restored(writeRecord);
}
async function pointStrayedBack(rollback) {
    const strayed = (await strayedOf(rollback, rollback.writeRecord.asked)) ?? [];
    if (strayed.length === 0)
        return false;
    await goBack(rollback, strayed);
    return true;
}
function restored(writeRecord) {
    const before = writeRecord.backTo === undefined ? ' before' : '';
    return { kind: 'restored', sentence: `${isBack(writeRecord.back, writeRecord)}${before}.` };
}
function isBack(moves, writeRecord) {
    const one = moves.length === 1;
    const to = wentBackTo(moves, writeRecord) ?? `what ${one ? 'it' : 'they'} had`;
    return `${strayed_hostnamesOf(moves)} ${one ? 'is' : 'are'} back on ${to}`;
}
function staysAsItIs(stay) {
    const names = strayed_hostnamesOf(stay.map(({ move }) => move));
    return `${names} ${stay.length === 1 ? 'stays as it is' : 'stay as they are'}: ${reasonsOf(stay)}`;
}
async function overtakenBy({ tryRead, writeRecord, observation, }) {
    const hostnames = writeRecord.moved.map(({ hostname }) => hostname);
    const seen = await tryRead((api) => observeAssociations(api, observation.zone.id, hostnames));
    if (seen === undefined)
        return [];
    return writeRecord.moved.flatMap((move) => {
        const now = associationOf(seen.value, move.hostname)?.certificateId;
        if (now === writeRecord.successor || now === move.before?.certificateId)
            return [];
        const where = now === undefined ? 'was voided' : `was pointed at ${now}`;
        return [{ move, why: `${move.hostname} ${where} by somebody else` }];
    });
}
function reasonsOf(staying) {
    return staying.map(({ why }) => why).join('; ');
}
async function whoStays(rollback, overtaken) {
    const { moved } = rollback.writeRecord;
    const ids = [...new Set(moved.flatMap((move) => move.before?.certificateId ?? []))];
    const unfit = new Map(await Promise.all(ids.map(async (id) => [id, await whyNotBackTo(rollback, id)])));
    return moved.flatMap((move) => {
        const taken = overtaken.find((one) => one.move === move);
        const why = taken?.why ?? unfit.get(move.before?.certificateId ?? '')?.why;
        return why === undefined ? [] : [{ move, why }];
    });
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/verify-way-back.js





async function verifyRestored(rollback) {
    const { target, runLog, writeRecord } = rollback;
    const { urls } = target.policy.probes;
    if (urls.length === 0)
        return { bad: false, sentence: 'No probe is configured, so this could not be seen from outside.' };
    const sick = failedBefore(rollback);
    const wasRefused = (url) => sick.has(new URL(url).hostname);
    const isSeenBack = (url) => !writeRecord.unseen.has(new URL(url).hostname);
    const inOrder = urls.toSorted((one, other) => Number(wasRefused(one)) - Number(wasRefused(other)));
    const site = { ...siteOf(rollback), expected: (url) => previousAt(rollback, url) };
    const shown = await runLog.phase('probe', () => probeRestored(site, inOrder, Math.min(target.policy.gracePeriod, PROPAGATION)), ({ kind }) => kind === 'verified' ? 'visitors get through again' : 'could not see whether visitors get through again');
    const { sentence } = shown;
    switch (shown.kind) {
        case 'bad-news':
            return { bad: shown.certificateFault && !(wasRefused(shown.url) && isSeenBack(shown.url)), sentence };
        case 'inconclusive':
            return { bad: shown.servedOther === true, sentence };
        case 'verified':
        case 'interrupted':
            return { bad: false, sentence };
    }
}
function failedBefore({ writeRecord, observation, target }) {
    const sick = observation.baselines
        .filter(({ baseline }) => baseline.kind === 'lacks-certificate')
        .map(({ url }) => new URL(url).hostname);
    if (observation.level === 'zone') {
        const leaves = observation.certificates.some(({ status }) => status === 'pending_deletion');
        return new Set(writeRecord.uploaded === undefined || leaves ? [] : sick);
    }
    const { activationTimeout } = target.policy;
    const says = (hostname) => {
        const row = associationOf(observation.associations, hostname);
        if (row === undefined)
            return true;
        const lags = row.status !== 'active' || mayLag(row.updatedAt, activationTimeout, observation.at);
        return row.certificateId !== writeRecord.successor && !lags;
    };
    return new Set(sick.filter(says));
}
function previousAt({ writeRecord, observation }, url) {
    const name = new URL(url).hostname;
    const presented = observation.level === 'zone' ? observation.presented : observation.presented.get(name);
    const before = presented?.kind === 'certificate' ? presented.certificate : undefined;
    const moved = writeRecord.back.find(({ hostname }) => hostname === name);
    const to = observation.level === 'zone' ? writeRecord.backTo : moved?.before?.certificateId;
    const leaf = [before, ...observation.certificates].find((one) => one?.id === (to ?? before?.id))?.leaf;
    const served = observation.baselines.find((one) => one.url === url)?.baseline.served;
    if (leaf === undefined || served === undefined)
        return leaf;
    return (0,probe_echo/* echoNames */.Oo)((0,probe_echo/* readEcho */.OE)(served), leaf) ? leaf : undefined;
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/zone-way-back.js






async function wayBack(rollback) {
    const { writeRecord } = rollback;
    if (writeRecord.uploadUnsettled)
        await findUpload(rollback);
    const successor = mine(rollback);
    if (successor === undefined)
        return none('it was not uploaded by this run, so this run does not delete it');
    const reasons = [];
    const perhaps = [];
    for (const { id } of await olderOnes(rollback, successor)) {
        const unfit = await whyNotBackTo(rollback, id);
        if (unfit === undefined)
            return { kind: 'to', predecessor: id, successor, perhaps: [...perhaps, ...unknownOrder(rollback, id)] };
        reasons.push(unfit.why);
        if (!unfit.gone)
            perhaps.push(id);
    }
    return none(reasons.length === 0 ? 'there was no certificate before it to go back to' : reasons.join('; '));
}
function unknownOrder({ observation }, id) {
    const presented = observation.level === 'zone' ? observation.presented : undefined;
    if (presented?.kind !== 'certificate' || presented.certificate.id !== id)
        return [];
    return (presented.perhaps ?? []).map((one) => one.id);
}
async function olderOnes({ tryRead, observation }, successorId) {
    const now = (await tryRead((api) => observeCertificates(api, observation.zone.id, 'zone')))?.value ?? [];
    const uploadedOn = now.find(({ id }) => id === successorId)?.uploadedOn ?? Number.NEGATIVE_INFINITY;
    const presented = observation.level === 'zone' ? observation.presented : undefined;
    const shown = presented?.kind === 'certificate' ? [presented.certificate] : [];
    const before = new Map([...shown, ...observation.certificates].map((one) => [one.id, one]));
    const since = now.filter(({ id, uploadedOn: on = Infinity }) => !before.has(id) && on < uploadedOn);
    return [...before.values(), ...since]
        .filter((one) => (isLive(one) || one.status === 'deletion_timed_out') && one.id !== successorId)
        .toSorted((one, other) => (other.uploadedOn ?? 0) - (one.uploadedOn ?? 0));
}
const FOUND_WITHIN = 150_000;
async function findUpload(rollback) {
    const { runLog, writeRecord, observation, world } = rollback;
    const found = await wait_waitFor(world, {
        what: IN_LIST,
        atMost: FOUND_WITHIN,
        say: runLog.say,
        refusals: 'no-news',
        look: () => lookInList(rollback),
    });
    const known = observation.certificates.some(({ id }) => id === found?.id);
    if (found === undefined || known)
        return;
    writeRecord.uploaded = found.id;
    writeRecord.successor = found.id;
    writeRecord.uploadUnsettled = false;
}
function none(why) {
    return { kind: 'none', why };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/zone-level.js






async function rollBackZone(rollback) {
    const { writeRecord, observation } = rollback;
    if (writeRecord.switchedOn) {
        const other = await uploadedByOthers(rollback);
        if (other !== undefined)
            return noWayBack(`Somebody else has uploaded ${other} in the meantime, so the zone stays switched on.`);
        await zone_level_goBack(rollback);
        await removeUpload(rollback, whileOff(rollback));
        return { kind: 'restored', sentence: 'Origin pulls of the zone are off again, as they were before.' };
    }
    if (observation.level === 'zone' && !observation.switchOn) {
        await removeUpload(rollback, whileOff(rollback));
        return { kind: 'nothing-moved', sentence: 'Nothing was in force yet.' };
    }
    return await deleteSuccessor(rollback);
}
async function isOn({ tryRead, observation }) {
    return (await tryRead((api) => getZoneSwitch(api, observation.zone.id)))?.value;
}
function whileOff(rollback) {
    return async () => {
        const on = await isOn(rollback);
        if (on === false)
            return undefined;
        const why = on === undefined
            ? 'Whether the zone is still off could not be read.'
            : 'The zone is switched on by now.';
        return { fate: 'kept', why };
    };
}
async function wasSwitchedOff(rollback) {
    const { observation, writeRecord } = rollback;
    if (observation.level !== 'zone' || !observation.switchOn)
        return false;
    writeRecord.offByOthers = (await isOn(rollback)) === false;
    return writeRecord.offByOthers;
}
async function switchStrayedBack(rollback) {
    const { observation } = rollback;
    if (observation.level !== 'zone' || observation.switchOn)
        return false;
    if ((await isOn(rollback)) !== true)
        return false;
    rollback.runLog.say('the zone is switched on again; switching it off once more');
    await zone_level_goBack(rollback);
    return true;
}
async function uploadedByOthers({ tryRead, writeRecord, observation, }) {
    const known = new Set([writeRecord.successor, ...observation.certificates.map(({ id }) => id)]);
    const now = await tryRead((api) => observeCertificates(api, observation.zone.id, 'zone'));
    return now?.value.find((certificate) => isLive(certificate) && !known.has(certificate.id))?.id;
}
async function zone_level_goBack(rollback) {
    const { runLog, writeRecord, observation, target } = rollback;
    const given = {
        zoneId: observation.zone.id,
        atMost: target.policy.activationTimeout,
        say: runLog.say,
    };
    try {
        await runLog.phase('roll-back', () => switchBack(false, rollback, given), () => 'switched off again, as it was before');
        writeRecord.switchedOn = false;
        writeRecord.switchedBack = true;
    }
    finally {
        writeRecord.offUnsettled = writeRecord.switchedOn && rollback.sent() !== 'nothing';
    }
}
async function deleteSuccessor(rollback) {
    const { writeRecord, critical, world } = rollback;
    const way = await wayBack(rollback);
    if (way.kind === 'none')
        return noWayBack(`The new certificate stays in force: ${way.why}.`);
    const { successor, predecessor } = way;
    const stillFree = async () => {
        const now = await wayBack(rollback);
        return now.kind === 'to' ? undefined : { fate: 'kept', why: `${now.why}, so the new one stays.` };
    };
    const { fate, why } = await withdraw(rollback, successor, 'roll-back', { world: critical, stillFree });
    if (fate !== 'deleted')
        return world.stop.aborted && writeRecord.withdrawn === 'asked'
            ? way_back_ONE_CALL
            : noWayBack(`Rolling back to ${predecessor} did not succeed: the new certificate ${successor} is not known to be deleted. ${why}`);
    const now = await wayBack(rollback);
    writeRecord.backTo = predecessor;
    if (now.kind === 'none')
        return noWayBack(`Rolling back failed: ${now.why}.`);
    writeRecord.backTo = [...now.perhaps, now.predecessor].join(' or ');
    return {
        kind: 'restored',
        sentence: now.perhaps.length === 0
            ? `${now.predecessor} is the newest certificate of the zone again.`
            : `Whether Cloudflare uses ${writeRecord.backTo} now is not known.`,
    };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/roll-back.js









async function rollBack(context, news) {
    const { writeRecord } = context;
    if (writeRecord.deleteSent) {
        throw new errors/* ActionError */.lZ('INTERNAL', {
            happened: 'A roll-back was requested after the deletion of a previous certificate was sent.',
            remedy: 'Please report this.',
        });
    }
    if (news instanceof RefusedInForce) {
        writeRecord.adopted = context.plan.adopt?.id;
        writeRecord.successor = writeRecord.adopted;
    }
    const rollback = openRollback(context, news);
    try {
        const undo = () => rollback.observation.level === 'zone' ? rollBackZone(rollback) : rollBackHostnames(rollback);
        const undone = await goingBack(rollback, undo, way_back_ONE_CALL);
        if (undone.kind === 'nothing-moved')
            writeRecord.undone = true;
        return undone.kind === 'restored' ? await roll_back_confirm(rollback, undone) : undone;
    }
    finally {
        rollback.close();
    }
}
async function roll_back_confirm(rollback, undone) {
    const { began, runLog, writeRecord, observation, world } = rollback;
    if (!world.stop.aborted) {
        const putStrayedBack = observation.level === 'zone' ? switchStrayedBack : pointStrayedBack;
        let seen = await verifyRestored(rollback);
        if (seen.bad && (await putStrayedBack(rollback)))
            seen = await verifyRestored(rollback);
        if (seen.bad && (await wasSwitchedOff(rollback)))
            throw offByOthers(seen.sentence);
        if (seen.bad)
            throw stillRefused(seen.sentence, rollback);
        runLog.say(`rolled back within ${(0,words/* seconds */.YA)(world.clock.monotonic() - began)}`);
        writeRecord.undone = isAsBefore(rollback);
        const told = writeRecord.undone && observation.level === 'zone' ? '' : `${undone.sentence} `;
        return { ...undone, sentence: `${told}${seen.sentence}` };
    }
    writeRecord.undone = isAsBefore(rollback);
    return undone;
}
function isAsBefore({ writeRecord, observation }) {
    if (observation.level === 'hostname')
        return writeRecord.backTo === undefined;
    if (writeRecord.backTo === undefined)
        return true;
    const { presented } = observation;
    return presented.kind === 'certificate' && presented.certificate.id === writeRecord.backTo;
}
function offByOthers(sentence) {
    return new errors/* ActionError */.lZ('ROLLBACK_FAILED', {
        happened: `Somebody else switched origin pulls of the zone off during this run, so the origin gets no client certificate. ${sentence}`,
        remedy: 'Find out who did so and why. Then switch Authenticated Origin Pulls of the zone on again, or stop demanding a certificate at the origin.',
    });
}
function stillRefused(sentence, { target, writeRecord }) {
    const shown = writeRecord.unseen.size === 0
        ? 'shows the previous state again, but visitors are still refused'
        : 'did not show the previous state again, and visitors are refused';
    return new errors/* ActionError */.lZ('ROLLBACK_FAILED', {
        happened: `Cloudflare ${shown}. ${sentence}`,
        remedy: `Check the site now. If visitors are still refused, upload a certificate that the origin trusts, or stop demanding one at the origin, and ask Cloudflare's support.${askForFresh(target.level)}`,
    });
}

;// CONCATENATED MODULE: ./lib/rotation/rotate.js














async function putInForce(asked, world, options) {
    const runLog = createRunLog({
        now: () => world.api.serverNow(),
        monotonic: () => world.clock.monotonic(),
        log: options.log,
    });
    const writeRecord = new WriteRecord();
    const { inZone } = options;
    let target = asked;
    let observation;
    let watched = false;
    const end = (ending) => conclude_conclude({
        target: writeRecord.reissued ?? target,
        observation,
        runLog,
        writeRecord,
        ending,
        now: world.api.serverNow(),
    });
    const ended = (ending) => ({ kind: 'ended', result: end(ending) });
    const attempt = async () => {
        target = asked;
        const observedAt = world.clock.monotonic();
        observation = await runLog.phase('observe', async () => observe(target, await options.resolve(target.zone), world, runLog), describe);
        if (observation.level === 'hostname') {
            inZone.rows.minds(observation.hostnames, target.policy.gracePeriod);
            noteRows(inZone.rows, observation.associations, observedAt, world);
        }
        let decided;
        if (target.issuing === undefined)
            decided = plan(target, observation, world.api.serverNow());
        else {
            const { issuing } = target;
            const settled = await settle_settle(target, issuing, observation, world, runLog, options.dryRun);
            ({ target, observation, decided } = settled);
        }
        assertRunning(world);
        decided.warnings.forEach(runLog.warn);
        if (decided.kind === 'refused')
            return ended({ kind: 'refused', plan: decided });
        if (decided.kind === 'rotate' && !(await inZone.turn('upload')))
            return ended({ kind: 'not-started', why: EARLIER_FAILED });
        if (decided.kind === 'rotate' && options.dryRun)
            return ended({ kind: 'planned', plan: decided });
        const toDo = decided.kind === 'rotate' ? decided : { ...decided, kind: 'rotate', reason: 'FINISH_EARLIER_RUN' };
        const context = { target, observation, plan: toDo, world, runLog, writeRecord, inZone };
        const announce = async () => await options.announce?.(end({ kind: 'planned', plan: toDo }));
        const refused = options.dryRun ? 'no' : await refusedInForce(context, observedAt, watched);
        if (refused === 'look again') {
            watched = true;
            return await attempt();
        }
        if (refused !== 'no') {
            await announce();
            return ended(await rotate_goBack(context, refused));
        }
        if (decided.kind === 'rotate') {
            await announce();
            return await carryOut(context, end);
        }
        return ended({ kind: 'idle', plan: decided });
    };
    try {
        return await attempt();
    }
    catch (error) {
        return ended({ kind: 'stopped', plan: undefined, error: (0,errors/* asActionError */.z6)(error) });
    }
}
async function carryOut(first, end) {
    let context = first;
    try {
        const standing = await bring(first);
        ({ context } = standing);
        const inForce = await apply(standing);
        const { plan: decided } = context;
        const finish = async (deletion) => {
            try {
                return end({ kind: 'rotated', plan: decided, successor: await deletion() });
            }
            catch (error) {
                return end(await stop(inForce.context, error));
            }
        };
        return { kind: 'in-force', inForce, finish };
    }
    catch (error) {
        return { kind: 'ended', result: end(await stop(context, error)) };
    }
}
async function stop(context, error) {
    const cause = (0,errors/* asActionError */.z6)(error);
    return context.writeRecord.deleteSent || !(cause instanceof errors/* RollbackRequired */.Sk)
        ? { kind: 'stopped', plan: context.plan, error: cause }
        : await rotate_goBack(context, cause);
}
async function rotate_goBack(context, error) {
    const { plan: decided } = context;
    context.runLog.news('rolling back to what was in force before');
    try {
        return { kind: 'rolled-back', plan: decided, error, undone: await rollBack(context, error) };
    }
    catch (failure) {
        return { kind: 'roll-back-failed', plan: decided, error, failure: (0,errors/* asActionError */.z6)(failure) };
    }
}
function describe(observation) {
    const what = (0,words/* counted */.hS)(observation.certificates.length, `${observation.level} certificate`);
    return observation.level === 'zone'
        ? `the zone has ${what}; origin pulls are ${observation.switchOn ? 'on' : 'off'}`
        : `the zone has ${what}; ${(0,words/* counted */.hS)(observation.hostnames.length, 'hostname')} in this target`;
}

;// CONCATENATED MODULE: ./lib/fleet/in-order.js
const SLOW = 60_000;
function inOrder(sleep) {
    const members = new Map();
    const unlessSlow = async (work) => {
        const inTime = new AbortController();
        await Promise.race([work, sleep(SLOW, inTime.signal)]);
        inTime.abort();
    };
    const moved = () => [...members.values()].filter(({ hasMoved, hasLeft }) => hasMoved && !hasLeft);
    const allThrough = async () => {
        for (let some = moved(); some.length > 0; some = moved())
            await Promise.all(some.map(({ steps }) => steps.grace.promise));
    };
    return {
        begin: (index) => {
            const me = newMember();
            members.set(index, me);
            return {
                turn: async (step) => {
                    const before = [...members].flatMap(([other, one]) => (other < index ? [one] : []));
                    await unlessSlow(Promise.all(before.map(({ steps }) => steps[step].promise)));
                    return before.every(({ failed }) => !failed);
                },
                done: (step) => {
                    me.hasMoved ||= step === 'move';
                    me.steps[step].resolve();
                },
                leave: (failed) => {
                    me.failed = failed;
                    me.hasLeft = true;
                    Object.values(me.steps).forEach(({ resolve }) => resolve());
                },
            };
        },
        gathered: () => unlessSlow(allThrough()),
    };
}
function newMember() {
    const steps = {
        upload: Promise.withResolvers(),
        move: Promise.withResolvers(),
        grace: Promise.withResolvers(),
    };
    return { steps, hasMoved: false, hasLeft: false, failed: false };
}

;// CONCATENATED MODULE: ./lib/fleet/progress.js

const AGAIN = 3000;
const MILESTONES = [
    ['upload', 'uploaded'],
    ['activate', 'active'],
    ['observe-again', 'verified'],
    [undefined, 'done'],
];
function createProgress(names, ports) {
    const { now, say, debug } = ports;
    const [only, ...others] = names;
    if (only !== undefined && others.length === 0)
        return { logOf: () => plainLog(say), ended: () => undefined, standing: () => '' };
    const reached = new Map();
    const done = new Set();
    let said = { text: '', at: now() };
    const text = () => {
        const counts = MILESTONES.map(([step, word]) => {
            const there = step === undefined ? done : new Set([...(reached.get(step) ?? []), ...done]);
            return { there: there.size, word };
        });
        const parts = counts.filter(({ there }, index) => there > 0 && there !== counts[index + 1]?.there);
        return parts.map(({ there, word }) => `${there} of ${names.length} ${word}`).join(', ');
    };
    const standing = () => {
        said = { text: text(), at: now() };
        return said.text;
    };
    const tick = () => {
        if (now() - said.at >= AGAIN && text() !== said.text)
            say(standing());
    };
    return {
        logOf: (name) => ({
            say: (line) => {
                debug(`${name}: ${line}`);
                tick();
            },
            news: (line) => say(`${name}: ${line}`),
            reached: (step) => {
                const there = reached.get(step) ?? new Set();
                reached.set(step, there.add(name));
            },
        }),
        ended: (name) => void done.add(name),
        standing,
    };
}

;// CONCATENATED MODULE: ./lib/fleet/departures.js

const MAY_BE_NEEDED = {
    fate: 'kept',
    why: 'Another target of this run was not verified and may still need it. The next run checks again.',
};
const KEPT_ON_REQUEST = {
    fate: 'kept',
    why: '`delete-previous` is false for another target whose hostnames were on it.',
};
function mayDepart(departure, stages) {
    const { certificate, by } = departure;
    const others = [...stages].filter(([, stage]) => stage.kind !== 'ready' || !by.includes(stage.inForce));
    const wereOnIt = others.filter(([target, stage]) => hadHostnamesOn(certificate.id, target, stage, by));
    const isLeftover = by.every(({ context }) => !movedOff(context.plan.moves).has(certificate.id));
    const concerned = isLeftover ? others.filter(([, { kind }]) => kind !== 'waiting') : wereOnIt;
    if (concerned.some(([, { kind }]) => kind === 'at-work' || kind === 'waiting'))
        return 'not-yet';
    if (!concerned.every(([, stage]) => departures_isVerified(stage)))
        return MAY_BE_NEEDED;
    return wereOnIt.every(([target]) => target.policy.deletePrevious) ? 'go' : KEPT_ON_REQUEST;
}
function departures_isVerified(stage) {
    switch (stage.kind) {
        case 'waiting':
        case 'at-work':
            return false;
        case 'ready':
            return stage.inForce.verified.passed;
        case 'ended':
            return stage.verified;
    }
}
function hadHostnamesOn(id, target, stage, by) {
    const rows = by.flatMap(({ context: { observation } }) => observation.associations?.rows ?? []);
    return (target.replace === id ||
        rows.some(({ hostname, certificateId }) => certificateId === id && target.hostnames.includes(hostname)) ||
        (stage.kind === 'ended' && stage.result.before.some(({ certificateId }) => certificateId === id)));
}

;// CONCATENATED MODULE: ./lib/fleet/quota-slots.js



async function countSlots([first, ...others], resolve, api) {
    const single = first === undefined || others.length === 0;
    const live = single ? undefined : await liveIn(first.zone, resolve, api);
    if (live === undefined)
        return () => false;
    const there = new Set(live.map(({ leaf }) => leaf?.fingerprint));
    const ids = new Set(live.map(({ id }) => id));
    return (target, atWork, done) => {
        const brought = new Set([...atWork, ...done.keys()].map(wants).filter((one) => !there.has(one)));
        if (there.has(wants(target)) || brought.has(wants(target)))
            return true;
        const gone = new Set([...done.values()].flatMap(deletedBy).filter((id) => ids.has(id)));
        return live.length + brought.size - gone.size < LIVE_QUOTA;
    };
}
function whoMayBegin(stages, hasRoom, isDeleting) {
    const all = [...stages];
    const done = new Map(all.flatMap(([target, stage]) => (stage.kind === 'ended' ? [[target, stage.result]] : [])));
    const atWork = all.flatMap(([target, { kind }]) => kind === 'at-work' || kind === 'ready' ? [target] : []);
    const isIdle = !isDeleting && all.every(([, { kind }]) => kind !== 'at-work');
    const begin = [];
    for (const [target, { kind }] of all) {
        if (kind !== 'waiting')
            continue;
        if ((isIdle && begin.length === 0) || hasRoom(target, [...atWork, ...begin], done))
            begin.push(target);
    }
    return begin;
}
const wants = ({ successor }) => successor.leaf.fingerprint;
function deletedBy({ predecessors }) {
    return predecessors.flatMap(({ id, fate }) => (fate === 'deleted' && id !== undefined ? [id] : []));
}
async function liveIn(zone, resolve, api) {
    try {
        const { id } = await resolve(zone);
        return (await observeCertificates(api, id, 'hostname')).filter(isLive);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/check-hostnames-again.js









const LISTS = 2;
async function lookForAll(first, others, deletions) {
    const all = [first, ...others];
    const { observation, world } = first.context;
    const { id: zoneId } = observation.zone;
    const hostnames = all.flatMap(({ context }) => context.observation.hostnames);
    const read = async () => {
        const [listed, associations, byId] = await Promise.all([
            observeCertificates(world.api, zoneId, 'hostname'),
            lookAtRows(first.context, hostnames),
            Promise.allSettled(all.map(({ successor }) => getCertificate(world.api, zoneId, 'hostname', successor.id))),
        ]);
        const successors = new Map(byId.flatMap((one, index) => [[all[index] ?? first, one]]));
        return { listed, associations, successors };
    };
    return await readSteady(first.context, LISTS + all.length + deletions, read, (seen) => [...seen.successors].some(([target, one]) => one.status === 'fulfilled' && isPending(target, one.value, seen)));
}
function isPending({ context }, successor, { associations }) {
    const rows = context.observation.hostnames
        .flatMap((hostname) => associationOf(associations, hostname) ?? [])
        .filter(({ certificateId }) => certificateId === successor?.id);
    const statuses = rows.flatMap(({ status, certificateStatus }) => [status, certificateStatus]);
    return [successor?.status, ...statuses].some(isDeploying);
}
function checkHostnamesAgain(inForce, look) {
    const { context, successor: before } = inForce;
    const { plan, inZone, target, world } = context;
    const { associations, listed } = look;
    const read = look.successors.get(inForce);
    if (read?.status === 'rejected')
        throw read.reason;
    const successor = stillActive(context, before, read?.value);
    const certificates = [...listed.filter((one) => one.id !== successor.id), successor];
    const strayed = [...plan.moves, ...inPlaceBefore(context, successor)].find(({ hostname, enabled }) => !isInPlace(associations, hostname, successor.id, enabled));
    if (strayed !== undefined)
        throw changedByOthers(`${strayed.hostname} is no longer on the new certificate.`);
    const { superseded } = hostnameSuccession(target, successor.id, { certificates, associations }, movedOff(plan.moves), new Set());
    const free = new Set((associations.complete ? superseded : plan.remove).map(({ id }) => id));
    const live = new Set(certificates.filter(isLive).map(({ id }) => id));
    const taken = plan.remove.filter(({ id }) => live.has(id) && !free.has(id));
    return {
        certificates,
        inUse: new Map(taken.map(({ id }) => [id, stayersOf(associations, id)])),
        unquiet: inZone.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()),
        unlisted: associations.complete ? undefined : (0,words/* whyUnlisted */.Jv)(associations),
    };
}
function inPlaceBefore({ observation, plan }, successor) {
    if (observation.level !== 'hostname')
        return [];
    const moving = new Set(plan.moves.map(({ hostname }) => hostname));
    return observation.hostnames.flatMap((hostname) => {
        const row = associationOf(observation.associations, hostname);
        const there = row?.certificateId === successor.id && !moving.has(hostname);
        return there ? [{ hostname, enabled: row.enabled === true }] : [];
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/remove-together.js







async function removeTogether(departures, { world, since, failed, over }) {
    const going = (some) => some.filter(({ by }) => by.every((target) => !failed.has(target) && mayGo(target).length > 0));
    const attempt = async (targets, work) => {
        try {
            return await work();
        }
        catch (error) {
            const left = targets.filter((target) => !failed.has(target));
            left.forEach((target) => failed.set(target, (0,errors/* asActionError */.z6)(error)));
            return undefined;
        }
    };
    const look = async (some) => {
        const checks = await checkAll(going(some), attempt);
        return { checks, restless: going(some).flatMap((one) => restlessFor(one, checks)) };
    };
    const onceQuiet = (some, lookAgain) => {
        const say = (line) => targetsOf(going(some)).forEach(({ context }) => context.runLog.say(line));
        return untilQuiet({ world, say, since }, lookAgain);
    };
    const lookTogether = async () => {
        const seen = await look(departures);
        const left = going(departures);
        departures.filter((one) => !left.includes(one)).forEach(over);
        return seen;
    };
    const probe = async ({ by }) => {
        const probed = await Promise.all(by.map((target) => attempt([target], () => verifyAgain(target))));
        return probed.some((again) => again !== false);
    };
    const lookAgain = (one) => onceQuiet([one], async () => {
        await probe(one);
        return await look([one]);
    });
    const verifyAndRemove = async (one, together) => {
        const { checks } = (await probe(one)) ? await lookAgain(one) : together;
        const hasToStay = () => going([one]).length === 0;
        const stillFree = async () => {
            const again = await lookAgain(one);
            return hasToStay() ? FAILED_MEANWHILE : whyItStays(shownTo(one, again.checks), one.certificate.id);
        };
        if (hasToStay())
            return;
        const deletion = deletionOf(one.by[0].context, one.certificate.id);
        await removeOne(deletion, shownTo(one, checks), stillFree);
    };
    await attempt(targetsOf(departures), async () => {
        const together = await onceQuiet(departures, lookTogether);
        const removal = async (one) => {
            await attempt(one.by, () => verifyAndRemove(one, together));
            over(one);
        };
        await Promise.all(going(departures).map(removal));
    });
    departures.forEach(over);
}
function targetsOf(departures) {
    return [...new Set(departures.flatMap(({ by }) => by))];
}
async function checkAll(departures, attempt) {
    const [first, ...others] = targetsOf(departures);
    if (first === undefined)
        return new Map();
    const seen = lookForAll(first, others, departures.length);
    const check = async (target) => {
        const shown = await attempt([target], () => observedAgain(target.context, async () => checkHostnamesAgain(target, await seen)));
        return shown === undefined ? [] : [[target, shown]];
    };
    return new Map((await Promise.all([first, ...others].map(check))).flat());
}
function restlessFor({ certificate, by }, checks) {
    const shown = by.flatMap((target) => checks.get(target) ?? []);
    const isFree = shown.every((look) => stillThere([certificate], look).length > 0);
    return isFree ? shown.flatMap(({ unquiet }) => holding(unquiet, certificate)) : [];
}
const FAILED_MEANWHILE = { fate: 'kept', why: 'A target that replaces it failed meanwhile.' };
function shownTo({ by }, checks) {
    return by.flatMap((target) => {
        const look = checks.get(target);
        return look === undefined ? [] : [{ context: target.context, look }];
    });
}

;// CONCATENATED MODULE: ./lib/fleet/zone-deletion.js



function openDeletion({ world, mayDepart, gathered }) {
    const leaving = new Map();
    const failed = new Map();
    let gathering = false;
    let underWay = 0;
    const enlist = (target, certificate) => {
        const known = leaving.get(certificate.id);
        if (known?.verdict === 'not-yet')
            known.by = [...known.by, target];
        if (known !== undefined)
            return known;
        const one = { certificate, by: [target], verdict: 'not-yet', over: Promise.withResolvers() };
        leaving.set(certificate.id, one);
        return one;
    };
    const over = ({ certificate }) => leaving.get(certificate.id)?.over.resolve();
    const told = async (target, certificate) => {
        const one = enlist(target, certificate);
        await one.over.promise;
        const from = one.by.includes(target) ? [target] : one.by;
        const stays = typeof one.verdict === 'string' ? MAY_BE_NEEDED : one.verdict;
        const [fate = stays] = from.flatMap(({ context }) => context.writeRecord.fates.get(certificate.id) ?? []);
        if (!failed.has(target))
            target.context.writeRecord.fates.set(certificate.id, fate);
    };
    const judge = (one) => one.by.some((target) => failed.has(target)) ? MAY_BE_NEEDED : mayDepart(one);
    const undecided = () => [...leaving.values()].filter(({ verdict }) => verdict === 'not-yet');
    return {
        untilGone: async (target, certificates) => {
            await Promise.all(certificates.map((one) => told(target, one)));
            const error = failed.get(target);
            if (error !== undefined)
                throw error;
            tellWhatIsInUse(target.context);
            return target.successor;
        },
        letGo: async () => {
            if (gathering || undecided().every((one) => judge(one) === 'not-yet'))
                return false;
            const since = world.clock.monotonic();
            underWay += 1;
            gathering = true;
            await gathered();
            gathering = false;
            const all = undecided();
            for (const one of all)
                one.verdict = judge(one);
            for (const one of all)
                if (typeof one.verdict !== 'string')
                    one.over.resolve();
            const going = all.filter(({ verdict }) => verdict === 'go');
            await removeTogether(going, { world, since, failed, over });
            underWay -= 1;
            return true;
        },
        isUnderWay: () => underWay > 0,
    };
}

;// CONCATENATED MODULE: ./lib/fleet/rotate-zone.js








async function rotateHostnames(targets, work) {
    const { world } = work;
    const stages = new Map(targets.map((target) => [target, { kind: 'waiting' }]));
    const rows = createRowWatch();
    const order = inOrder(world.sleep);
    const { gathered } = order;
    const deletion = openDeletion({ world, gathered, mayDepart: (one) => mayDepart(one, stages) });
    const hasRoom = await countSlots(targets, work.resolve, world.api);
    const rotateOne = async (target) => {
        const place = order.begin(targets.indexOf(target));
        const half = await work.putInForce(target, { rows, ...place });
        const end = async (result, verified) => {
            const failed = (0,rotation_result/* isFailure */.N6)(result) || result.outcome === 'not-started';
            stages.set(target, { kind: 'ended', result, verified: verified && !failed });
            if ((0,rotation_result/* isFailure */.N6)(result))
                forgetWaiting(stages);
            place.leave(failed);
            work.ended(target, result);
            await goOn();
        };
        if (half.kind === 'ended')
            return await end(half.result, half.result.outcome === 'unchanged');
        const { inForce, finish } = half;
        const certificates = mayGo(inForce);
        if (certificates.length > 0)
            stages.set(target, { kind: 'ready', inForce });
        place.leave(false);
        const gone = async () => {
            try {
                return await deletion.untilGone(inForce, certificates);
            }
            catch (error) {
                stages.set(target, { kind: 'at-work' });
                throw error;
            }
        };
        const finished = async () => await end(await finish(gone), inForce.verified.passed);
        await Promise.all([finished(), goOn()]);
    };
    const goOn = async () => {
        const deleting = deletion.letGo();
        const begun = whoMayBegin(stages, hasRoom, deletion.isUnderWay());
        for (const target of begun)
            stages.set(target, { kind: 'at-work' });
        const deleted = async () => {
            if (await deleting)
                await goOn();
        };
        await Promise.all([deleted(), ...begun.map(rotateOne)]);
    };
    await goOn();
    return targets.map((target) => {
        const stage = stages.get(target);
        return stage?.kind === 'ended' ? stage.result : notStarted(target, EARLIER_FAILED, world.api.serverNow());
    });
}
function forgetWaiting(stages) {
    for (const [target, { kind }] of stages)
        if (kind === 'waiting')
            stages.delete(target);
}

;// CONCATENATED MODULE: ./lib/fleet/rotate-all.js










const ZONES_AT_ONCE = 100;
const ZONES_AT_FIRST = { stop: 16, continue: ZONES_AT_ONCE };
async function rotateAll(targets, world, { dryRun, onFailure, resolve = resolver(world.api), reporting }) {
    const zones = await targetsByZone(targets, resolve, ZONES_AT_ONCE);
    let left = targets.length;
    const shared = {
        ...world,
        api: lookTogether(world.api),
        polling: createPolling(world.api.callsLeft, () => left),
    };
    const progress = createProgress(targets.map(({ name }) => name), { now: () => world.clock.monotonic(), say: world.say, debug: reporting?.debug ?? (() => undefined) });
    reporting?.standing(progress.standing);
    let failed = false;
    const work = {
        world: shared,
        resolve,
        putInForce: async (target, inZone) => {
            const log = progress.logOf(target.name);
            return await putInForce(target, shared, {
                dryRun,
                resolve,
                inZone,
                log,
                announce: reporting?.announce,
            });
        },
        ended: (target, result) => {
            progress.ended(target.name);
            reporting?.ended(result);
            failed ||= (0,rotation_result/* isFailure */.N6)(result);
        },
    };
    const rotateOne = async (zone) => {
        const why = 'another zone failed, and `on-failure` is `stop`';
        const done = failed && onFailure === 'stop'
            ? zone.map((target) => notStarted(target, why, world.api.serverNow()))
            : await rotateZone(zone, work);
        left -= zone.length;
        return done;
    };
    const results = await inParallel(zones, ZONES_AT_FIRST[onFailure], rotateOne, ZONES_AT_ONCE);
    return results.flat();
}
async function rotateZone(targets, work) {
    const hostnames = targets.filter((target) => target.level === 'hostname');
    const done = [...(await rotateHostnames(hostnames, work))];
    for (const target of targets.filter(({ level }) => level === 'zone'))
        done.push(done.some(rotation_result/* isFailure */.N6)
            ? notStarted(target, EARLIER_FAILED, work.world.api.serverNow())
            : await rotateZoneLevel(target, work));
    return done;
}
async function rotateZoneLevel(target, { ended, putInForce: begin, world }) {
    const half = await begin(target, { rows: createRowWatch(), ...inOrder(world.sleep).begin(0) });
    const result = half.kind === 'ended' ? half.result : await half.finish(() => removeAtZoneLevel(half.inForce));
    ended(target, result);
    return result;
}

// EXTERNAL MODULE: ./lib/inputs/problem.js
var problem = __webpack_require__(5934);
// EXTERNAL MODULE: ./lib/inputs/subject.js
var inputs_subject = __webpack_require__(1877);
// EXTERNAL MODULE: ./lib/inputs/trusted-targets.js
var trusted_targets = __webpack_require__(3105);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/certificate/private-key.js
var private_key = __webpack_require__(1826);
// EXTERNAL MODULE: ./lib/certificate/trust.js + 1 modules
var certificate_trust = __webpack_require__(3772);
// EXTERNAL MODULE: ./lib/certificate/input-form.js
var input_form = __webpack_require__(1706);
// EXTERNAL MODULE: ./lib/certificate/pasted-text.js
var pasted_text = __webpack_require__(6548);
;// CONCATENATED MODULE: ./lib/issue/answer.js






const SLACK = 3_600_000;
function readAnswer(text, request, { identity, minimumValidity }) {
    const reading = (0,pasted_text/* readPasted */.aQ)(text);
    const { certificates, keys } = (0,input_form/* usableIn */.k2)(reading);
    if (keys.length > 0)
        return refused('ANSWER_HOLDS_KEY', 'answered with a private key', 'Treat that key as leaked. A signer receives a request and must return certificates only.');
    const leaf = certificates[0] && (0,certificate_leaf/* parse */.qg)(certificates[0]);
    if (leaf === undefined)
        return refused('ANSWER_NOT_PEM', 'answered without a readable PEM certificate', 'Make it return the certificate in PEM, the leaf first, and nothing else.');
    const left = leaf.leaf.notAfter - request.now;
    const about = { ...leaf, request, identity, minimumValidity, left };
    for (const [reason, applies, cause, cure] of answer_FAULTS)
        if (applies(about))
            return refused(reason, typeof cause === 'string' ? cause : cause(about), cure);
    return unfit(leaf, request.now) ?? { kind: 'accepted', leaf: leaf.leaf };
}
const answer_FAULTS = [
    [
        'ANSWER_IS_CA',
        ({ facts }) => facts.basicConstraints?.ca === true,
        "answered with an authority's certificate (CA:TRUE) first",
        'Make it sign with basicConstraints CA:FALSE, and return the leaf first.',
    ],
    [
        'ANSWER_OF_OTHER_KEY',
        ({ x509, request }) => !x509.publicKey.equals(request.publicKey),
        'answered with a certificate for a different key than the one in the request',
        'Make it sign the request it receives.',
    ],
    [
        'ANSWER_OF_OTHER_SUBJECT',
        ({ x509, identity }) => !(0,issue_identity/* hasOnlyName */.mT)(x509, identity),
        ({ x509, leaf, identity }) => `answered with the subject ${(0,finding/* shown */.SP)(leaf.subject)}${x509.subjectAltName === undefined ? '' : ' with subject alternative names'}, where ${(0,finding/* shown */.SP)((0,issue_identity/* subjectOf */.et)(identity))} was requested`,
        "Make it keep the request's subject and add no names, or set `common-name` to the name it uses. Otherwise the next run will not recognise the certificate.",
    ],
    [
        'ANSWER_NOT_YET_VALID',
        ({ leaf, request }) => leaf.notBefore - request.now > certificate_checks/* SKEW_MS */.eK,
        ({ leaf, request }) => `answered with a certificate that is not valid before ${(0,finding/* shownDate */.Gb)(leaf.notBefore)}, ${(0,finding/* shownSpan */.mL)(leaf.notBefore - request.now)} from now by Cloudflare's clock`,
        "Check the signer's clock.",
    ],
    [
        'ANSWER_EXPIRED',
        ({ left }) => left <= 0,
        ({ leaf }) => `answered with a certificate that expired at ${(0,finding/* shownDate */.Gb)(leaf.notAfter)}`,
        "Check the signer's clock, and that it did not return an old certificate.",
    ],
    [
        'ANSWER_BELOW_MINIMUM_VALIDITY',
        ({ left, minimumValidity }) => left < minimumValidity,
        ({ left, minimumValidity }) => `answered with a certificate that is valid for ${(0,finding/* shownSpan */.mL)(left)}; \`minimum-validity\` is ${(0,finding/* shownSpan */.mL)(minimumValidity)}`,
        'Make it sign for longer, or lower `minimum-validity`.',
    ],
    [
        'ANSWER_LIVES_TOO_LONG',
        ({ leaf, request }) => leaf.notAfter > request.notAfter + SLACK,
        ({ leaf, request }) => `answered with a certificate that is valid until ${(0,finding/* shownDate */.Gb)(leaf.notAfter)}, longer than the requested ${(0,finding/* shownSpan */.mL)(request.notAfter - request.now)}`,
        'Make it sign for `validity` at most, or raise `validity`.',
    ],
    [
        'ANSWER_SIGNED_BY_OTHER',
        ({ x509, identity }) => (0,issue_identity/* signerOf */.Kv)(x509, identity) === undefined,
        ({ leaf }) => `answered with a certificate signed by ${(0,finding/* shown */.SP)(leaf.issuer)}, which is not in \`client-ca\``,
        "Cloudflare sends only the leaf, so the authority that signs it must be in the origin's CA file and in `client-ca`.",
    ],
];
function refused(reason, cause, cure) {
    return { kind: 'refused', reason, cause, cure };
}
function unfit(leaf, now) {
    const policy = { minimumValidity: 0, expiryWarning: 0 };
    const findings = (0,certificate_checks/* judgeCertificate */.Z9)(leaf, finding/* ISSUED */.GU, policy, now);
    const found = findings.find(({ severity }) => severity !== 'warn');
    const cause = 'answered with a certificate that origins or Cloudflare would refuse';
    return found && refused(`ANSWER_${found.reason}`, cause, found.sentence);
}

// EXTERNAL MODULE: ./lib/issue/signers/open-signer.js + 7 modules
var open_signer = __webpack_require__(894);
;// CONCATENATED MODULE: ./lib/issue/issue.js









function createIssuer(world) {
    return {
        issue: (issuing, now) => issue(issuing, now, (0,open_signer/* openSigner */.Hs)(issuing.signer, world), world),
        check: (signer) => (0,open_signer/* openSigner */.Hs)(signer, world).check(),
    };
}
async function issue(issuing, now, signer, { protect, trust }) {
    const { identity, clientCa, originGiven } = issuing;
    const name = (0,open_signer/* nameOfSigner */.nt)(issuing.signer);
    const made = await (0,leaf_key/* makeLeafKey */.oe)(issuing.key);
    protect(made);
    const { certificateRequest } = await Promise.all(/* import() */[__webpack_require__.e(474), __webpack_require__.e(263)]).then(__webpack_require__.bind(__webpack_require__, 1263));
    const request = {
        csr: certificateRequest(identity.commonName, made),
        publicKey: (0,external_node_crypto_.createPublicKey)(made),
        commonName: identity.commonName,
        now,
        ...(0,issue_issuing/* datesFor */.bD)(issuing, now),
    };
    const read = readAnswer(await signer.sign(request), request, issuing);
    if (read.kind === 'refused')
        throw refusal(`${name} ${read.cause}.`, read.cure);
    const { leaf } = read;
    const key = new private_key/* PrivateKey */.ZD(made);
    const about = { leaf, key, chain: [], clientCa, originGiven, input: finding/* ISSUED */.GU };
    const { vouchedByCa, findings } = await (0,certificate_trust/* judgeTrust */.g)(about, trust);
    const refused = findings.find(finding/* isRefusal */.vu);
    if (refused !== undefined)
        throw refusal(`${name} answered with a certificate that an origin would refuse. ${refused.sentence}`, 'Fix this at the signer or in the inputs, then run again.');
    return { leaf, key, vouchedByCa, findings: [...findings, ...shorterThan(request, leaf)] };
}
function shorterThan({ notAfter, now }, leaf) {
    if (notAfter - leaf.notAfter <= SLACK)
        return [];
    const says = `The certificate is valid for ${(0,finding/* shownSpan */.mL)(leaf.notAfter - now)}, not for the ${(0,finding/* shownSpan */.mL)(notAfter - now)} requested: the signer allows no more. It will be renewed when a third of that is left.`;
    return [(0,finding/* finding */.gk)('warn', 'SHORTER_THAN_ASKED', 'issue', says)];
}
function refusal(happened, remedy) {
    const inForce = 'Nothing was changed at Cloudflare.';
    return new errors/* ActionError */.lZ('SIGNER_ANSWER_REFUSED', { happened, inForce, remedy });
}

;// CONCATENATED MODULE: ./lib/operations/delete/delete-outcome.js

function ended(outcome, reason, sentence) {
    return { outcome, reason, sentence, failure: undefined };
}
function failing(reason, sentence, code, text) {
    return { outcome: 'failed', reason, sentence, failure: { code, ...text, details: [] } };
}
function failed(failure, settled, now) {
    return {
        outcome: 'failed',
        reason: failure.code,
        sentence: 'The deletion was not completed.',
        certificates: settled.map((one) => judged(one, now)),
        warnings: [],
        failure,
    };
}
function delete_outcome_conclude(request, plan, settled, run) {
    const stay = plan.kept.map(({ objection, ...one }) => {
        return { ...one, fate: 'in-use', why: objection.sentence };
    });
    const end = (ending, own, warnings = []) => ({
        ...ending,
        certificates: [...own, ...stay].map((one) => judged(one, run.now)),
        warnings: [...expiredInUse(plan), ...unguarded(request, plan, run.associations), ...warnings],
    });
    if (plan.kind === 'refused') {
        const [{ objection, ...candidate }] = plan.kept;
        const { reason, sentence: happened, remedy } = objection;
        const text = { happened, inForce: delete_outcome_stays(candidate), remedy };
        return end(failing(reason, `Refused: ${happened}`, 'PLAN_REFUSED', text), []);
    }
    if (plan.kind === 'nothing') {
        const { reason, sentence } = plan;
        const doubt = reason === 'NOT_FOUND' ? [{ reason, sentence: `${sentence} Is the id right?` }] : [];
        return end(ended('unchanged', reason, sentence), [], doubt);
    }
    if (run.dryRun) {
        const victims = plan.victims.map((one) => {
            return { ...one, fate: 'to-delete', why: 'Nothing refers to it.' };
        });
        return end(ended('planned', 'TO_DELETE', `To be deleted: ${idsOf(plan.victims)}.`), victims);
    }
    const inUse = settled.filter(({ fate }) => fate === 'in-use');
    const [kept] = inUse;
    if (request.what.kind === 'certificate' && kept !== undefined) {
        const happened = `The certificate ${kept.certificate.id} was not deleted. ${kept.why}`;
        const remedy = 'Use `operation: status` to see which hostnames use it, move them, then delete it.';
        const text = { happened, inForce: delete_outcome_stays(kept), remedy };
        return end(failing('IN_USE', happened, 'DELETE_FAILED', text), settled);
    }
    const doubts = inUse.map(({ certificate, why }) => {
        return { reason: 'KEPT_IN_USE', sentence: `${certificate.id}: ${why}` };
    });
    return end(endingOf(settled, inUse), settled, doubts);
}
function expiredInUse(plan) {
    if (plan.kind === 'refused')
        return [];
    return plan.kept.map(({ objection: { sentence, remedy } }) => {
        return { reason: 'EXPIRED_IN_USE', sentence: `Expired, but kept. ${sentence} ${remedy}` };
    });
}
function unguarded({ what }, plan, { complete }) {
    const asked = what.kind === 'certificate' &&
        plan.kind === 'delete' &&
        plan.victims.some(({ level }) => level === 'hostname');
    if (complete || !asked)
        return [];
    const sentence = 'There is no list of hostnames, so it is not known whether a hostname uses it, or did a moment ago. The only guard is that Cloudflare refuses to delete a certificate in use.';
    return [{ reason: 'NOT_LISTED', sentence }];
}
function endingOf(settled, inUse) {
    const having = (fate) => settled.filter((one) => one.fate === fate);
    const [gone, unsure, others] = [having('deleted'), having('delete-unconfirmed'), having('already-gone')];
    if (unsure.length > 0) {
        const happened = unsure
            .map(({ certificate, why }) => `The certificate ${certificate.id}: ${why}`)
            .join(' ');
        const remedy = 'Run again in a few minutes. What is gone by then is skipped.';
        const inForce = untouched(gone, 'Confirmed as deleted');
        const sentence = 'The deletion is not confirmed.';
        return failing('DELETE_UNCONFIRMED', sentence, 'DELETE_FAILED', { happened, inForce, remedy });
    }
    const stayed = inUse.length === 0 ? '' : ` Kept: ${idsOf(inUse)}.`;
    if (gone.length > 0)
        return ended('deleted', 'DELETED', `Deleted: ${idsOf(gone)}.${stayed}`);
    const left = others.length === 0
        ? 'Nothing was deleted.'
        : `Nothing was left to delete: somebody else deleted ${idsOf(others)} during the run.`;
    return ended('unchanged', inUse.length === 0 ? 'NOTHING_LEFT' : 'KEPT_IN_USE', `${left}${stayed}`);
}
function untouched(settled, lead) {
    const gone = settled.filter(({ fate }) => fate === 'deleted');
    return `${gone.length === 0 ? '' : `${lead}: ${idsOf(gone)}. `}No certificate in force was touched.`;
}
function delete_outcome_stays({ certificate }) {
    return `Nothing was changed: ${certificate.id} stays.`;
}
function judged({ level, certificate, fate, why }, now) {
    return { ...factsOf(certificate, now), level, fate, why };
}
function idsOf(candidates) {
    return candidates.map(({ certificate }) => certificate.id).join(', ');
}

;// CONCATENATED MODULE: ./lib/operations/delete/plan-delete.js






function nothing(reason, sentence, kept = []) {
    return { kind: 'nothing', reason, sentence, kept };
}
function decide({ what, level }, inventory, single, now) {
    return what.kind === 'certificate'
        ? decideOne(what.id, single, inventory)
        : decideExpired(levelsOf(level), inventory, now);
}
function levelsOf(level) {
    return level === undefined ? ['hostname', 'zone'] : [level];
}
function decideOne(id, candidate, inventory) {
    if (candidate === undefined)
        return nothing('NOT_FOUND', `There is no certificate ${id} in this zone, so there is nothing to delete.`);
    const { status, rawStatus } = candidate.certificate;
    if (isTombstone(status))
        return nothing('ALREADY_DELETED', `The certificate ${id} is \`${rawStatus}\` already.`);
    const objection = objectionTo(candidate, inventory);
    return objection === undefined
        ? { kind: 'delete', victims: [candidate], kept: [] }
        : { kind: 'refused', kept: [{ ...candidate, objection }] };
}
function decideExpired(levels, inventory, now) {
    const victims = [];
    const kept = [];
    for (const level of levels)
        for (const certificate of inventory.certificates[level]) {
            const { status, leaf } = certificate;
            if (isTombstone(status) || leaf === undefined || leaf.notAfter > now)
                continue;
            const candidate = { level, certificate };
            const objection = objectionTo(candidate, inventory) ?? plan_delete_unlisted(candidate, inventory);
            if (objection === undefined)
                victims.push(candidate);
            else
                kept.push({ ...candidate, objection });
        }
    if (victims.length > 0)
        return { kind: 'delete', victims, kept };
    return kept.length === 0
        ? nothing('NOTHING_EXPIRED', 'No certificate is expired.')
        : nothing('EXPIRED_IN_USE', 'No certificate is both expired and unused.', kept);
}
function plan_delete_unlisted({ level, certificate }, { associations }) {
    if (level === 'zone' || associations.complete)
        return undefined;
    const { id } = certificate;
    const sentence = `${id}: ${(0,words/* whyUnlisted */.Jv)(associations)}`;
    return { reason: 'NOT_LISTED', sentence, remedy: (0,words/* deleteWords */.T8)(level, id) };
}
function objectionTo({ level, certificate }, inventory) {
    return level === 'hostname' ? usedByHostnames(certificate, inventory) : heldByZone(certificate, inventory);
}
function usedByHostnames({ id }, { associations }) {
    const users = [...new Set(usersOf(associations, id))].toSorted();
    if (users.length === 0)
        return undefined;
    return {
        reason: 'IN_USE',
        sentence: `The certificate ${id} is in use by ${(0,words/* someOf */.yU)(users, 20)}.`,
        remedy: 'Move these hostnames to another certificate by a rotation, or withdraw it from them with `operation: disable` and `mode: withdraw`. Then run again, a few minutes later if the certificate still counts as in use.',
    };
}
function heldByZone(certificate, inventory) {
    const { switchOn, certificates, associations } = inventory;
    const { id } = certificate;
    const others = certificates.zone.filter((one) => one.id !== id);
    const last = !others.some(isLive);
    const held = heldByZoneLevel([...others, certificate]).some((one) => one.id === id);
    if (!switchOn || !(last || held))
        return undefined;
    const apart = [...new Set(associations.rows.map(({ hostname }) => hostname))].toSorted();
    const except = apart.length === 0 ? '' : ` except ${(0,words/* someOf */.yU)(apart, 20)}, which may have one of their own`;
    const who = `every hostname of the zone${except}`;
    return !last
        ? {
            reason: 'IN_FORCE',
            sentence: `The certificate ${id} is, or may be, the one in force for ${who}.`,
            remedy: 'Rotate to another certificate first; the rotation deletes this one.',
        }
        : {
            reason: 'LAST_OF_LEVEL',
            sentence: `The certificate ${id} is the last one of the zone level, which is switched on: it serves ${who}.`,
            remedy: 'Rotate to another certificate, or switch the zone level off with `operation: disable` first.',
        };
}
async function findCertificate({ api }, inventory, id, level) {
    const levels = levelsOf(level);
    for (const one of levels) {
        const certificate = inventory.certificates[one].find((held) => held.id === id);
        if (certificate !== undefined)
            return { level: one, certificate };
    }
    for (const one of levels) {
        const read = await getCertificate(api, inventory.zone.id, one, id);
        if (read !== undefined)
            return { level: one, certificate: observed(read) };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/operations/delete/delete.js














async function deleteCertificates(request, world, dryRun) {
    const say = (line) => world.say(`${request.zone}: ${line}`);
    const settled = [];
    try {
        const { what, level } = request;
        const named = what.kind === 'certificate';
        const asked = world.clock.monotonic();
        const before = await readInventory(world, await resolveZone(world.api, request.zone), []);
        const { associations } = before;
        const rows = createRowWatch();
        noteRows(rows, associations, asked, world);
        const single = named ? await findCertificate(world, before, what.id, level) : undefined;
        const plan = decide(request, before, single, world.api.serverNow());
        if (plan.kind === 'delete' && !dryRun) {
            say(`deleting ${idsOf(plan.victims)}`);
            assertRunning(world);
            const settle = (one) => void settled.push(one);
            await deleteAll(plan.victims, { before, world, say, settle, rows: named ? undefined : rows });
        }
        return delete_outcome_conclude(request, plan, settled, { dryRun, associations, now: world.api.serverNow() });
    }
    catch (error) {
        const failure = (0,result_parts/* failureOf */.g)((0,errors/* asActionError */.z6)(error), untouched(settled, 'Deleted so far'));
        return failed(failure, settled, world.api.serverNow());
    }
}
const PATIENCE_WITHOUT_LIST = 0;
async function deleteAll(victims, deleting) {
    for (const candidate of victims) {
        const fate = (await delete_whyNot(candidate, deleting)) ?? (await delete_send(candidate, deleting));
        deleting.say(`${candidate.certificate.id}: ${fate.why}`);
        deleting.settle({ ...candidate, ...fate });
    }
}
async function lookAgain({ level, certificate }, { before, world, rows }) {
    const hostnames = before.associations.rows.map(({ hostname }) => hostname);
    const asked = world.clock.monotonic();
    const inventory = await readInventory(world, before.zone, hostnames);
    if (rows !== undefined)
        noteRows(rows, inventory.associations, asked, world);
    const found = await findCertificate(world, inventory, certificate.id, level);
    if (found === undefined || isTombstone(found.certificate.status))
        return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
    const objection = objectionTo(found, inventory);
    return objection && { fate: 'in-use', why: `This changed during the run. ${objection.sentence}` };
}
async function delete_whyNot(candidate, deleting) {
    const { level, certificate } = candidate;
    const { world, rows } = deleting;
    const { fate, restless } = await untilQuiet(deleting, async () => {
        const now = await lookAgain(candidate, deleting);
        const free = now === undefined && rows !== undefined && level === 'hostname';
        return {
            fate: now,
            restless: free ? holding(rows.unquiet(PROPAGATION, world.api.serverNow()), certificate) : [],
        };
    });
    const why = whyNotQuiet(restless, certificate.uploadedOn);
    if (why === undefined)
        return fate;
    return { fate: 'in-use', why: `${why} ${(0,words/* deleteWords */.T8)(level, certificate.id)}` };
}
async function delete_send(candidate, { before, world, say, settle }) {
    assertRunning(world);
    const stillFree = async () => {
        const now = await lookAgain(candidate, { before, world, rows: undefined });
        return now?.fate === 'already-gone' ? undefined : now;
    };
    const { level, certificate } = candidate;
    const { associations, zone } = before;
    const patience = level === 'hostname' && !associations.complete ? PATIENCE_WITHOUT_LIST : undefined;
    const { id } = certificate;
    try {
        return await deleteAndConfirm({ world, zoneId: zone.id, level, id, say, stillFree, patience });
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ) {
            const isRefused = error instanceof api_error/* ApiError */.hD && error.endpoint.startsWith('DELETE ');
            settle({ ...candidate, fate: isRefused ? 'kept' : 'delete-unconfirmed', why: error.happened });
        }
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/operations/disable/observe-disable.js









const ORIGINS_AT_ONCE = 16;
async function observe_disable_look({ zone: asked, what, probes, origin }, world, runLog) {
    const { api, stop } = world;
    const zone = await resolveZone(api, asked);
    const probed = probes.urls.map((url) => new URL(url).hostname);
    const named = what.kind === 'hostnames' ? what.hostnames : [];
    const hostnames = [...new Set([...named, ...probed])];
    const mode = what.kind === 'zone' ? 'zone' : what.mode;
    const [switchOn, ofZone, shared, tied, listed, baselines, origins] = await Promise.all([
        getZoneSwitch(api, zone.id),
        mode === 'withdraw' ? observeCertificates(api, zone.id, 'zone') : [],
        mode === 'off' ? undefined : getSharedCertificateSwitch(api, zone.id),
        observeAssociations(api, zone.id, hostnames),
        named.length === 0 ? [] : observeCertificates(api, zone.id, 'hostname'),
        takeBaselines(world, probes, runLog),
        inParallel(origin.addresses, ORIGINS_AT_ONCE, async (one) => {
            const openness = await checkWithoutCertificate(world.dial, one, origin, stop);
            const address = `${one.hostname}@${one.host}:${one.port}`;
            const evidence = { ...originEvidence(world.clock.wall(), one, openness), to: address };
            if (!stop.aborted)
                runLog.evidence([evidence]);
            return { address, openness };
        }),
    ]);
    const isNamed = ({ hostname }) => named.includes(hostname);
    const { associations } = await withTheirCertificates(api, zone.id, tied, listed, isNamed);
    const live = switchOn ? ofZone.filter(isLive) : [];
    const afterwards = live.length > 0
        ? { kind: 'zone', id: zoneCertificate(live)?.id }
        : { kind: shared === 'on' ? 'shared' : 'nothing' };
    return { zone, switchOn, associations, afterwards, baselines, origins };
}

;// CONCATENATED MODULE: ./lib/operations/disable/plan-disable.js




function plan_disable_decide(request, look) {
    const { what } = request;
    const steps = what.kind === 'zone' ? zoneSteps(look) : hostnameSteps(what, look);
    const warnings = [];
    if (steps.kind === 'refuse' || steps.kind === 'idle')
        return { ...steps, warnings };
    for (const check of CHECKS) {
        const said = check(request, look);
        if (said?.kind === 'refuse')
            return { ...said, warnings };
        if (said !== undefined)
            warnings.push({ reason: said.reason, sentence: said.sentence });
    }
    return { ...steps, warnings };
}
function zoneSteps({ switchOn }) {
    const off = 'Authenticated origin pulls are switched off for the zone';
    return switchOn
        ? { kind: 'zone', sentence: `${off}; hostnames with a certificate of their own keep it.` }
        : { kind: 'idle', sentence: 'Authenticated origin pulls are already off for the zone.' };
}
function hostnameSteps({ hostnames, mode }, look) {
    const { associations } = look;
    const bare = hostnames.filter((hostname) => associationOf(associations, hostname) === undefined);
    if (mode === 'off' && bare.length > 0) {
        return refuse('HOSTNAME_WITHOUT_CERTIFICATE', `No certificate of their own: ${(0,words/* someOf */.yU)(bare)}. Cloudflare switches a hostname off only together with a certificate it is tied to.`, 'Leave these hostnames out, or give them a certificate by a rotation at hostname level first.');
    }
    const former = hostnames.flatMap((hostname) => {
        const { certificateId, enabled } = associationOf(associations, hostname) ?? {};
        if (certificateId === undefined)
            return [];
        if (mode === 'off' && isInPlace(associations, hostname, certificateId, false))
            return [];
        return [{ hostname, certificateId, enabled: enabled ?? true }];
    });
    const names = (0,words/* someOf */.yU)(former.map(({ hostname }) => hostname));
    if (former.length === 0) {
        const state = mode === 'off' ? 'already switched off' : 'already without a certificate of their own';
        return { kind: 'idle', sentence: `All these hostnames are ${state}.` };
    }
    const have = former.length === 1
        ? 'no longer has a certificate of its own'
        : 'no longer have a certificate of their own';
    const zone = `the zone level, which is ${look.switchOn ? 'on' : 'off'}, applies again`;
    const sentence = mode === 'off'
        ? `No client certificate is sent for ${names}, even if the zone level is on.`
        : `${names} ${have}; ${zone}${saidOf(look.afterwards)}.`;
    return { kind: 'hostnames', mode, former, sentence };
}
function saidOf(afterwards) {
    switch (afterwards.kind) {
        case 'zone':
            return afterwards.id === undefined ? '' : `, with its certificate ${afterwards.id}`;
        case 'shared':
            return ", and Cloudflare's shared certificate is shown";
        case 'nothing':
            return ', and no client certificate is sent';
    }
}
const CHECKS = [
    originOpen,
    probesSeeTheChange,
    (_, observation) => baselineHealthy({ observation }),
    (_, observation) => baselineMended({ observation }),
];
function originOpen({ acceptUnauthenticated }, { origins, afterwards }) {
    const closed = origins.find(({ openness }) => openness.kind === 'closed');
    const unseen = origins.find(({ openness }) => openness.kind === 'unknown');
    const doubt = closed ?? unseen;
    if (doubt === undefined && origins.length > 0)
        return undefined;
    const found = doubt === undefined
        ? 'No `origin` was given, so it is not known whether the origin lets visitors in without a client certificate.'
        : closed === undefined
            ? `Whether the origin ${doubt.address} lets visitors in without a client certificate could not be determined. ${doubt.openness.sentence}`
            : `The origin ${doubt.address} still demands a client certificate. ${doubt.openness.sentence}`;
    const reason = closed === undefined ? 'ORIGIN_NOT_SEEN' : 'ORIGIN_DEMANDS_CERTIFICATE';
    const shown = plan_disable_shownTo(afterwards, closed !== undefined);
    if (afterwards.kind === 'zone')
        return warn('ZONE_CERTIFICATE_APPLIES', `${found} ${shown}`);
    if (acceptUnauthenticated)
        return warn(reason, `${found} ${shown} The run continues because of \`accept-unauthenticated\`.`);
    return refuse(reason, `${found} ${shown}`, remedyFor(closed !== undefined, afterwards));
}
function remedyFor(demands, { kind }) {
    if (!demands)
        return 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.';
    const open = 'Make the origin accept visitors without a client certificate first, then run again';
    return kind === 'shared'
        ? `${open}; if it trusts the shared certificate, set \`accept-unauthenticated: true\`.`
        : `${open}.`;
}
function plan_disable_shownTo(afterwards, demands) {
    switch (afterwards.kind) {
        case 'zone': {
            const id = afterwards.id === undefined ? '' : `, ${afterwards.id}`;
            return `Afterwards Cloudflare shows the origin the certificate of the zone level${id}; only a probe can tell whether the origin accepts that one for these hostnames.`;
        }
        case 'shared':
            return 'Afterwards Cloudflare shows the origin its shared certificate; an origin that does not trust it would refuse every visitor.';
        case 'nothing':
            return `${demands ? 'Switching' : 'If it demands one, switching'} off would make it refuse every visitor.`;
    }
}
function probesSeeTheChange({ what, probes }, { associations }) {
    const blind = probes.urls.find((url) => {
        const { hostname } = new URL(url);
        return what.kind === 'zone'
            ? associationOf(associations, hostname) !== undefined
            : !what.hostnames.includes(hostname);
    });
    if (blind === undefined)
        return undefined;
    const [why, remedy] = what.kind === 'zone'
        ? [
            'its hostname has a certificate of its own, which takes precedence',
            'Probe a hostname without a certificate of its own.',
        ]
        : [
            'it is on a hostname that is not switched off here',
            'Probe one of the hostnames that are switched off.',
        ];
    const happened = `The probe of ${withoutQuery(blind)} would not see the change: ${why}.`;
    return refuse('PROBE_SEES_OTHER_CERTIFICATE', happened, remedy);
}

;// CONCATENATED MODULE: ./lib/operations/disable/switch-off.js












async function switch_off_carryOut(steps, doing) {
    const unseen = await (steps.kind === 'zone' ? moveSwitch(doing) : moveHostnames(steps, doing));
    if (unseen?.lost !== true)
        return unseen?.error;
    doing.wrote(false);
    throw unseen.error;
}
async function moveSwitch(doing) {
    const { world, zoneId, wrote } = doing;
    const sent = (0,api_error/* mistrusted */.JT)(await send(() => setZoneSwitch(world.api, zoneId, false), wrote));
    if (sent.kind !== 'refused')
        return await untilSwitched(false, sent, doing);
    wrote(false);
    throw sent.error;
}
async function moveHostnames({ former, mode }, doing) {
    const { world, zoneId, wrote } = doing;
    const wanted = former.map((had) => ({ ...had, enabled: LEFT[mode] }));
    const sent = (0,api_error/* mistrusted */.JT)(await send(() => putAssociations(world.api, zoneId, wanted), wrote));
    if (sent.kind === 'refused')
        throw await refusedAsAWhole(sent.error, wanted, doing);
    const hostnames = wanted.map(({ hostname }) => hostname);
    return await untilPointed(wanted, {
        what: `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to follow`,
        sent,
        look: () => observeAssociations(world.api, zoneId, hostnames),
    }, doing);
}
async function refusedAsAWhole(error, wanted, { world, zoneId, wrote }) {
    const done = await appliedInPart(world.api, zoneId, wanted);
    if (done === undefined)
        return error;
    wrote(done.length > 0);
    if (done.length === 0)
        return error;
    const { code, happened, remedy } = error;
    return new errors/* ActionError */.lZ(code, { happened: `${happened} It was applied to ${(0,words/* someOf */.yU)(done)} nevertheless.`, remedy }, { cause: error });
}
async function restore(steps, doing) {
    const overtime = openOvertime(doing.world, doing.say);
    const work = () => steps.kind === 'zone' ? switchBack(true, overtime, doing) : switch_off_pointedBack(steps, doing, overtime);
    try {
        await goingBack(overtime, work, undefined);
    }
    finally {
        overtime.close();
    }
    return overtime.world;
}
async function switch_off_pointedBack({ former: wanted, mode }, doing, overtime) {
    const { api } = overtime.world;
    const strays = (seen, hostname) => (associationOf(seen, hostname)?.enabled ?? null) === LEFT[mode];
    const look = (hostnames) => observeAssociations(api, doing.zoneId, hostnames);
    if (!(await pointBack({ ...doing, wanted, strays, look }, overtime)))
        throw neverShown(true);
}
const LEFT = { off: false, withdraw: null };

;// CONCATENATED MODULE: ./lib/operations/disable/disable.js










async function disable(request, world, dryRun) {
    const { zone, what, probes } = request;
    const runLog = createRunLog({
        now: () => world.api.serverNow(),
        monotonic: () => world.clock.monotonic(),
        log: plainLog(world.say, zone),
    });
    const mode = what.kind === 'zone' ? 'zone' : what.mode;
    let hostnames = what.kind === 'zone' ? [] : what.hostnames;
    const work = async () => {
        const seen = await observe_disable_look(request, world, runLog);
        assertRunning(world);
        const plan = plan_disable_decide(request, seen);
        plan.warnings.forEach(runLog.warn);
        if (plan.kind === 'refuse') {
            const failure = (0,result_parts/* failureOf */.g)(new errors/* ActionError */.lZ('PLAN_REFUSED', plan.text), 'Nothing was changed.');
            return disable_ended('failed', plan.reason, plan.text.happened, false, failure);
        }
        if (plan.kind === 'idle')
            return disable_ended('unchanged', 'ALREADY_OFF', plan.sentence, false);
        if (plan.kind === 'hostnames')
            hostnames = plan.former.map(({ hostname }) => hostname);
        if (dryRun)
            return disable_ended('planned', 'TO_DISABLE', `After a real run: ${plan.sentence}`, false);
        return await switchOff(plan, seen.zone.id, request, {
            world,
            runLog,
            probes,
            baselines: seen.baselines,
            expected: undefined,
            badNews: disable_badNews,
            cutShort: 'Look at the site: another run would find it already switched off, and probe nothing.',
            longest: PROPAGATION,
            untouched: 'Look at the site.',
            urls: () => probes.urls,
        });
    };
    const ending = await work().catch((error) => stopped((0,errors/* asActionError */.z6)(error), false));
    return { zone, mode, hostnames, evidence: runLog.seen(), warnings: runLog.warnings(), ...ending };
}
async function switchOff(plan, zoneId, { activationTimeout: atMost }, site) {
    const { world, runLog } = site;
    let wrote = false;
    const doing = {
        world,
        zoneId,
        atMost,
        say: runLog.say,
        wrote: (perhaps) => void (wrote = perhaps),
        wait: (wait) => watchOver(site, wait),
    };
    try {
        assertRunning(world);
        const doubt = await switch_off_carryOut(plan, doing);
        if (doubt === undefined)
            runLog.say(plan.kind === 'hostnames' && plan.mode === 'withdraw' ? 'withdrawn' : 'switched off');
        await disable_verify(site);
        if (doubt !== undefined)
            throw doubt;
        return disable_ended('disabled', 'DISABLED', plan.sentence, true);
    }
    catch (error) {
        const cause = (0,errors/* asActionError */.z6)(error);
        if (cause instanceof errors/* RollbackRequired */.Sk)
            return await disable_goBack(plan, doing, site, cause);
        return stopped(cause, wrote);
    }
}
async function disable_verify(site) {
    const { probes, world, runLog } = site;
    if (probes.urls.length === 0)
        return;
    const until = world.clock.monotonic() + PROPAGATION;
    const seen = await probeChanged(site, probes.urls, until < world.deadline() ? until : undefined);
    if (seen.kind === 'inconclusive')
        runLog.warn({ reason: 'NOT_VERIFIED', sentence: seen.sentence });
}
function disable_badNews(sentence, certificateFault) {
    const [what, first] = certificateFault
        ? ['visitors were refused', 'Make the origin accept visitors without a client certificate']
        : ['the site failed', 'This does not look like a missing certificate: fix the site first'];
    return new errors/* RollbackRequired */.Sk('VERIFICATION_FAILED', {
        happened: `After switching off, ${what}. ${sentence}`,
        remedy: `${first}, then run again.`,
    });
}
async function disable_goBack(plan, doing, site, cause) {
    site.runLog.news('rolling back to what was there before');
    try {
        const world = await restore(plan, doing);
        const seen = world.stop.aborted
            ? 'The call that restores the previous state was made; the run was cancelled before it was confirmed.'
            : (await probeRestored({ ...site, world }, site.probes.urls, PROPAGATION)).sentence;
        const failure = (0,result_parts/* failureOf */.g)(cause, `As before the run. ${seen}`);
        const sentence = 'Switching off was undone, since visitors did not get through.';
        return disable_ended('rolled-back', cause.code, sentence, false, failure);
    }
    catch (error) {
        const second = (0,errors/* asActionError */.z6)(error);
        const failure = {
            ...(0,result_parts/* failureOf */.g)(second, 'Switched off, though visitors do not get through.'),
            code: 'ROLLBACK_FAILED',
            happened: `${cause.happened} Restoring the previous state failed as well. ${second.happened}`,
            remedy: 'Switch it on again in the dashboard, or make the origin accept visitors without a certificate.',
        };
        const sentence = 'Visitors do not get through, and restoring the previous state failed.';
        return disable_ended('failed', failure.code, sentence, true, failure);
    }
}
function stopped(error, changed) {
    const [sentence, inForce] = changed
        ? [
            'Whether that took effect was not verified.',
            'The change was sent to Cloudflare and was not undone; whether it took effect was not verified.',
        ]
        : ['Nothing was switched off.', 'Nothing was changed.'];
    return disable_ended('failed', error.code, sentence, changed, (0,result_parts/* failureOf */.g)(error, inForce));
}
function disable_ended(outcome, reason, sentence, changed, failure) {
    return { outcome, changed, reason, sentence, failure };
}

;// CONCATENATED MODULE: ./lib/operations/operation-result.js

function runResult(targets, run) {
    return { operation: 'rotate', outcome: (0,rotation_result/* worstFirst */.md)(targets)[0]?.outcome ?? 'unchanged', targets, ...run };
}

// EXTERNAL MODULE: ./lib/certificate/chain.js
var chain = __webpack_require__(8658);
// EXTERNAL MODULE: ./lib/certificate/preflight.js
var preflight = __webpack_require__(1892);
// EXTERNAL MODULE: ./lib/operations/status/status-finding.js
var status_finding = __webpack_require__(4899);
;// CONCATENATED MODULE: ./lib/operations/status/issued.js








const RUN = 'Run the rotation: it issues a new one and puts it in force.';
function identityOf({ commonName, authorities }) {
    const known = authoritiesIn({ authorities }).map(({ x509 }) => x509);
    return { commonName, authorities: authorities === undefined ? undefined : known };
}
function authoritiesIn({ authorities }) {
    const { ders } = (0,chain/* readAuthorities */.Gh)(authorities ?? '');
    return ders.flatMap((der) => (0,certificate_leaf/* parse */.qg)(der) ?? []);
}
function renewalOf({ id, leaf }, { renewBefore, key }, about, now) {
    if (leaf === undefined)
        return [];
    const found = (reason, says) => [
        (0,status_finding/* due */.dQ)(about, reason, `The certificate in force, ${id}, ${says}.`, RUN),
    ];
    const end = (0,finding/* shownDate */.Gb)(leaf.notAfter);
    if (leaf.notAfter <= now)
        return found('EXPIRED', `expired at ${end}`);
    const from = (0,renewal/* dueAt */.s5)(leaf, { renewBefore, spreadBy: about.target });
    if (from <= now)
        return found('RENEWAL_DUE', `is valid until ${end}, and due for renewal since ${(0,finding/* shownDate */.Gb)(from)}`);
    const alike = (0,leaf_key/* kindOfPem */.Ss)(leaf.pem) === key;
    return alike ? [] : found('RENEWAL_DUE', `has a different kind of key than \`${key}\``);
}
function authorityEnds(issue, about, now) {
    const all = authoritiesIn(issue);
    if (!all.every(({ leaf }) => now >= (0,renewal/* authorityDueAt */.$T)(leaf, issue.validity)))
        return [];
    const remedy = 'Make a new authority, add it to the CA file of the origin next to this one, and only then store it in the secrets.';
    return all.map(({ leaf }) => {
        const says = `The authority ${leaf.subject} ends at ${(0,finding/* shownDate */.Gb)(leaf.notAfter)}, and no certificate that it signs can outlive it.`;
        return (0,status_finding/* due */.dQ)({ ...about, expected: false }, 'AUTHORITY_ENDS_SOON', says, remedy);
    });
}
function isExpected(held, expected) {
    return expected.kind === 'leaf' ? held?.leaf?.fingerprint === expected.leaf.fingerprint : undefined;
}
function expectedLeaf({ pasted, issue }, held) {
    if (issue !== undefined) {
        const [latest] = ownIn({ identity: identityOf(issue) }, { certificates: held });
        return latest === undefined ? { kind: 'to-issue' } : { kind: 'leaf', leaf: latest.leaf };
    }
    if (pasted === undefined)
        return { kind: 'absent' };
    const { certificates, certificateInput } = (0,preflight/* readParts */.f)(pasted);
    const { leaf } = (0,chain/* readChain */.UM)(certificates, certificateInput);
    return leaf === undefined
        ? { kind: 'unreadable', input: certificateInput }
        : { kind: 'leaf', leaf: leaf.leaf };
}

;// CONCATENATED MODULE: ./lib/operations/status/compare-hostnames.js





const ROTATE = 'Run the rotation.';
function compareHostnames(comparing) {
    const { about, target } = comparing;
    if (target.replace !== undefined)
        return leftBehind(target.replace, comparing);
    const by = Map.groupBy(target.hostnames, (hostname) => stateOf(hostname, comparing));
    return WORDS.flatMap(([state, reason, says]) => {
        const hostnames = by.get(state);
        return hostnames === undefined ? [] : [(0,status_finding/* due */.dQ)(about, reason, `${says}: ${(0,words/* someOf */.yU)(hostnames)}.`, ROTATE)];
    });
}
const WORDS = [
    ['without', 'NO_CERTIFICATE', 'Without a certificate of their own'],
    ['gone', 'CERTIFICATE_GONE', 'Tied to a certificate that no longer exists, so it is not sent'],
    ['off', 'SWITCHED_OFF', 'Switched off, so no client certificate is sent'],
    ['other', 'NOT_IN_FORCE', 'Not on the expected certificate'],
    ['stuck', 'NOT_DEPLOYED', 'Cloudflare gave up deploying their certificate'],
];
function stateOf(hostname, { target, expected, inventory }) {
    const { associations, certificates } = inventory;
    const association = associationOf(associations, hostname);
    if (association === undefined) {
        if (!target.enable)
            return 'fine';
        return danglingOf(associations, hostname) === undefined ? 'without' : 'gone';
    }
    if (association.enabled === false && target.enable)
        return 'off';
    const held = certificates.hostname.find(({ id }) => id === association.certificateId);
    if (expected.kind === 'to-issue' || isExpected(held, expected) === false)
        return 'other';
    return association.status === 'deployment_timed_out' ? 'stuck' : 'fine';
}
function leftBehind(replaced, comparing) {
    const { about, expected } = comparing;
    const { associations, certificates } = comparing.inventory;
    const held = certificates.hostname.find(({ id }) => id === replaced);
    if (isExpected(held, expected) === true)
        return [];
    const users = [...liveAssociations(associations), ...danglingAssociations(associations)].filter(({ certificateId }) => certificateId === replaced);
    if (users.length === 0)
        return associations.complete ? usedByNobody(replaced, comparing) : [];
    const sentence = `Still on the certificate ${replaced}, which is to be replaced: ${(0,words/* someOf */.yU)(users.map(({ hostname }) => hostname))}.`;
    return [(0,status_finding/* due */.dQ)(about, 'NOT_IN_FORCE', sentence, ROTATE)];
}
function usedByNobody(replaced, { about, expected, inventory }) {
    const sentence = `No hostname uses the certificate ${replaced} named by \`replace\``;
    if (expected.kind !== 'leaf') {
        const says = `${sentence}; whether another one has replaced it could not be compared.`;
        return [(0,status_finding/* warning */.$e)(about, 'REPLACED_UNUSED', says, 'Give the certificate to have it compared.')];
    }
    const own = findByFingerprint(inventory.certificates.hostname, expected.leaf);
    if (own !== undefined && servedBy(inventory.associations, own.id).length > 0)
        return [];
    const says = `${sentence}, and none uses the certificate that should be in force.`;
    return [(0,status_finding/* due */.dQ)(about, 'NO_HOSTNAME', says, 'Correct `replace`, or name the hostnames in `hostnames`.')];
}

;// CONCATENATED MODULE: ./lib/operations/status/compare.js






function compare_compare(target, inventory, now) {
    const expected = expectedLeaf(target, inventory.certificates[target.level]);
    const about = { target: target.name, expected: true };
    const comparing = { about, target, expected, inventory };
    const serving = servingFor(comparing);
    return {
        findings: [
            ...unreadable(expected, about),
            ...(target.level === 'zone' ? compareZone(comparing) : compareHostnames(comparing)),
            ...serving.flatMap((one) => target.issue === undefined
                ? (0,status_finding/* expiryOf */.p1)(one, about, target.expiryWarning, now).map((finding) => isExpected(one, expected) === false ? { ...finding, remedy: 'Run the rotation.' } : finding)
                : renewalOf(one, target.issue, about, now)),
            ...(target.issue === undefined ? [] : authorityEnds(target.issue, about, now)),
        ],
        judged: new Map(serving.map((one) => [one.id, renewalDue(one, target)])),
    };
}
function renewalDue({ leaf }, { issue, name, expiryWarning }) {
    if (leaf === undefined)
        return undefined;
    return issue === undefined ? leaf.notAfter - expiryWarning : (0,renewal/* dueAt */.s5)(leaf, { ...issue, spreadBy: name });
}
function servingFor({ target, expected, inventory }) {
    const { level, hostnames, replace } = target;
    const { switchOn, certificates, associations } = inventory;
    if (level === 'zone') {
        const present = switchOn ? zoneCertificate(certificates.zone) : undefined;
        return present === undefined ? [] : [present];
    }
    const own = expected.kind === 'leaf' ? findByFingerprint(certificates.hostname, expected.leaf)?.id : undefined;
    return certificates.hostname.filter(({ id }) => {
        const users = servedBy(associations, id);
        if (replace !== undefined)
            return users.length > 0 && (id === replace || id === own);
        return users.some((hostname) => hostnames.includes(hostname));
    });
}
function unreadable(expected, about) {
    if (expected.kind !== 'unreadable')
        return [];
    const says = `The certificate in \`${expected.input}\` cannot be read, so it could not be compared.`;
    return [(0,status_finding/* due */.dQ)(about, 'EXPECTED_UNREADABLE', says, 'Store the certificate as PEM text in the secret.')];
}
function compareZone({ about, target, expected, inventory }) {
    const { switchOn, certificates } = inventory;
    const off = 'Authenticated origin pulls are switched off for the zone.';
    const switches = target.enable && !switchOn;
    const remedy = switches ? 'Run the rotation: it switches them on.' : 'Run the rotation.';
    const difference = differenceOf(expected, certificates.zone, switchOn);
    return [
        ...(switches ? [(0,status_finding/* due */.dQ)(about, 'SWITCHED_OFF', off, remedy)] : []),
        ...(difference === undefined ? [] : [(0,status_finding/* due */.dQ)(about, ...difference, remedy)]),
    ];
}
function differenceOf(expected, held, switchOn) {
    if (expected.kind === 'to-issue')
        return ['NOT_IN_FORCE', 'No certificate has been issued for it yet.'];
    if (expected.kind !== 'leaf')
        return held.some(isLive) ? undefined : ['NO_CERTIFICATE', 'The zone has no certificate of its own.'];
    const present = zoneCertificate(held);
    if (isExpected(present, expected) === true)
        return undefined;
    const copy = findByFingerprint(held, expected.leaf);
    const instead = present === undefined ? 'no certificate that can be identified' : `certificate ${present.id}`;
    const where = copy === undefined
        ? 'has not been uploaded'
        : `is there as ${copy.id} with the status \`${copy.rawStatus}\`, but is not the one Cloudflare uses`;
    return [
        'NOT_IN_FORCE',
        `The expected certificate ${where}; ${instead} ${switchOn ? 'is in force' : 'would be in force'}.`,
    ];
}

;// CONCATENATED MODULE: ./lib/operations/status/held-certificates.js





function showsAny(inventory) {
    const { switchOn, certificates, associations, sharedCertificate } = inventory;
    const ofZone = switchOn && certificates.zone.some(({ status }) => status === 'active');
    const ofHostnames = certificates.hostname.some(({ id }) => servedBy(associations, id).length > 0);
    if (ofZone || ofHostnames || sharedCertificate === 'on')
        return true;
    return sharedCertificate === undefined || !associations.complete ? undefined : false;
}
function nothingPresented(inventory, { zone, enable, expected }) {
    const isMeant = expected.length === 0 ? !enable : expected.every((target) => !target.enable);
    const shown = showsAny(inventory);
    if (isMeant || shown === true)
        return [];
    const about = { target: `${zone} (zone)`, expected: false };
    if (shown === undefined) {
        const says = "The zone has no certificate of its own that is shown to the origin, and it could not be read whether Cloudflare's shared one is.";
        return [(0,status_finding/* warning */.$e)(about, 'PRESENTED_UNKNOWN', says, 'Give the token Zone Settings: Read.')];
    }
    if (expected.length > 0)
        return [];
    const why = inventory.switchOn
        ? 'The zone is switched on, but has no active certificate'
        : 'Authenticated origin pulls are off';
    const says = `${why}: no client certificate is shown to the origin at either level.`;
    const remedy = 'Run a rotation, or give `enable: false` if that is meant.';
    return [(0,status_finding/* due */.dQ)(about, 'NOTHING_PRESENTED', says, remedy)];
}
function heldCertificates(inventory, now) {
    return ['zone', 'hostname'].flatMap((level) => inventory.certificates[level].map((one) => ({
        ...factsOf(one, now),
        level,
        status: one.rawStatus,
        use: level === 'zone' ? zoneUse(one, inventory) : hostnameUse(one, inventory),
        expired: one.leaf !== undefined && one.leaf.notAfter <= now,
        uploadedOn: one.uploadedOn,
        hostnames: level === 'zone' ? [] : held_certificates_hostnamesOf(one, inventory),
    })));
}
function held_certificates_hostnamesOf({ id }, { associations }) {
    const serving = servedBy(associations, id);
    return serving.length > 0 ? serving : [...new Set(usersOf(associations, id))];
}
function zoneUse(certificate, { switchOn, certificates }) {
    const present = zoneCertificate(certificates.zone);
    if (present === undefined)
        return 'unknown';
    if (certificate.id === present.id)
        return switchOn ? 'in-force' : 'switched-off';
    const older = certificate.uploadedOn !== undefined &&
        present.uploadedOn !== undefined &&
        certificate.uploadedOn < present.uploadedOn;
    return older ? 'stale' : 'unused';
}
function hostnameUse(certificate, { associations, certificates }) {
    if (servedBy(associations, certificate.id).length > 0)
        return 'in-force';
    const users = associations.rows.filter(({ certificateId }) => certificateId === certificate.id);
    if (users.some(({ enabled, status }) => enabled === true && status === 'deployment_timed_out'))
        return 'unknown';
    if (users.length > 0)
        return 'switched-off';
    if (!associations.complete)
        return 'unknown';
    const { leaf } = certificate;
    const replaced = leaf !== undefined &&
        certificates.hostname.some((other) => other.leaf !== undefined &&
            servedBy(associations, other.id).length > 0 &&
            (0,certificate_leaf/* sameLineage */.UB)(other.leaf, leaf) &&
            other.leaf.notBefore > leaf.notBefore);
    return replaced ? 'stale' : 'unused';
}

;// CONCATENATED MODULE: ./lib/operations/status/remarks.js



function remarksOn({ zone, sslMode, switchOn, associations, certificates }, held, about) {
    const remarks = [];
    const remark = (reason, sentence, remedy) => void remarks.push((0,status_finding/* warning */.$e)(about, reason, sentence, remedy));
    const inForce = held.some(({ use }) => use === 'in-force');
    const idle = held.filter(({ use }) => use === 'stale' || use === 'unused');
    const expired = idle.filter((one) => one.expired);
    const live = ofHostnames(held).length;
    const notServed = (0,words/* whyNotServed */.Po)(zone);
    if (notServed !== undefined)
        remark('ZONE_NOT_ACTIVE', notServed, "See the zone's Overview page in the dashboard for what it waits for, such as its nameservers.");
    if ((sslMode === 'off' || sslMode === 'flexible') && (inForce || switchOn))
        remark('SSL_MODE_SENDS_NOTHING', `The SSL mode of the zone is \`${sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate.`, 'Set it to `full` or `strict`; a configuration rule may still set another for a hostname.');
    if (switchOn && certificates.zone.length === 0)
        remark('SWITCH_WITHOUT_CERTIFICATE', 'Authenticated origin pulls are on for the zone, but the zone has no certificate of its own.', 'Upload one by a rotation at zone level, or switch them off with `operation: disable`.');
    if (expired.length > 0)
        remark('EXPIRED_UNUSED', `Expired and unused: ${remarks_idsOf(expired)}.`, `To remove ${expired.length === 1 ? 'it' : 'them'}: \`operation: delete\` with \`certificate-id: expired\`.`);
    if (live >= LIVE_QUOTA)
        remark('QUOTA_USED', `The zone has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${remarks_idsOf(ofHostnames(expired))}. Unused: ${remarks_idsOf(ofHostnames(idle))}.`, 'Delete the unused ones with `operation: delete`, or the next upload may be refused.');
    if (!associations.complete)
        remark('HOSTNAMES_NOT_LISTED', 'Cloudflare gave no readable list of the hostnames with a certificate of their own, so only the ones you named are known.', associations.refused === true
            ? 'Give the token SSL and Certificates: Read for this zone.'
            : 'To check others, name them in `hostnames` or in a manifest.');
    return remarks;
}
function ofHostnames(held) {
    return held.filter(({ level }) => level === 'hostname');
}
function remarks_idsOf(held) {
    const ids = held.map(({ id }) => id ?? '');
    return ids.length === 0 ? 'none' : (0,words/* someOf */.yU)(ids, 10);
}

;// CONCATENATED MODULE: ./lib/operations/status/judge.js








function judge_judge(inventory, request, now) {
    const compared = request.expected.map((target) => compare_compare(target, inventory, now));
    const judged = new Map(compared.flatMap((one) => [...one.judged]));
    const certificates = heldCertificates(inventory, now).map((one) => {
        const { id = '', use, notAfter } = one;
        const inForce = use === 'in-force' && notAfter !== undefined;
        return { ...one, renewAt: inForce ? (judged.get(id) ?? notAfter - request.expiryWarning) : undefined };
    });
    const about = { target: request.zone, expected: false };
    const findings = [
        ...compared.flatMap((one) => one.findings),
        ...unasked(inventory, request, judged, now),
        ...unaskedHostnames(inventory, request),
        ...nothingPresented(inventory, request),
        ...remarksOn(inventory, certificates, about),
    ];
    const { zone, switchOn, sslMode, sharedCertificate, associations } = inventory;
    return {
        zone,
        outcome: findings.some(({ kind }) => kind === 'due') ? 'due' : 'ok',
        switchOn,
        sslMode,
        sharedCertificate,
        certificates,
        hostnames: liveAssociations(associations).map(({ hostname, certificateId, enabled, rawStatus }) => {
            return { hostname, certificateId, enabled: enabled === true, status: rawStatus };
        }),
        hostnamesComplete: associations.complete,
        quota: { used: inventory.certificates.hostname.filter(isLive).length, most: LIVE_QUOTA },
        compared: request.expected.map(({ name }) => name),
        findings,
        failure: undefined,
    };
}
function unasked({ switchOn, certificates, associations }, { zone, expiryWarning }, judged, now) {
    const expiry = (one, who, doubt) => judged.has(one.id)
        ? []
        : (0,status_finding/* expiryOf */.p1)(one, { target: `${zone} (${who})`, expected: false }, expiryWarning, now, doubt);
    const present = switchOn ? zoneCertificate(certificates.zone) : undefined;
    const inDoubt = switchOn && present === undefined ? certificates.zone.filter(isLive) : [];
    const ofHostnames = certificates.hostname.flatMap((one) => {
        const [first, ...others] = servedBy(associations, one.id);
        if (first !== undefined)
            return expiry(one, `${first}${others.length === 0 ? '' : ` and ${others.length} more`}`);
        const unseen = !associations.complete && usersOf(associations, one.id).length === 0;
        return unseen ? expiry(one, `certificate ${one.id}`, 'no-list') : [];
    });
    return [
        ...inDoubt.flatMap((one) => expiry(one, 'zone', 'no-order')),
        ...(present === undefined ? [] : expiry(present, 'zone')),
        ...ofHostnames,
    ];
}
function unaskedHostnames({ associations }, { zone, expected }) {
    const asked = new Set(expected.flatMap(({ hostnames }) => hostnames));
    const found = (rows, reason, says, remedy) => {
        const hostnames = rows.map(({ hostname }) => hostname).filter((hostname) => !asked.has(hostname));
        const about = { target: `${zone} (${hostnames[0]})`, expected: false };
        return hostnames.length === 0 ? [] : [(0,status_finding/* due */.dQ)(about, reason, `${says}: ${(0,words/* someOf */.yU)(hostnames)}.`, remedy)];
    };
    return [
        ...found(liveAssociations(associations).filter(({ status }) => status === 'deployment_timed_out'), 'NOT_DEPLOYED', 'Cloudflare gave up deploying the certificate of these hostnames', 'Rotate them to a fresh certificate.'),
        ...found(danglingAssociations(associations), 'CERTIFICATE_GONE', 'Tied to a certificate that no longer exists, so it is not sent', 'Rotate them to a certificate of their own.'),
    ];
}

;// CONCATENATED MODULE: ./lib/operations/status/status.js








async function lookAtZones(requests, world) {
    return await inParallel(requests, ZONES_AT_ONCE, (request) => lookAtZone(request, world));
}
async function lookAtZone(request, world) {
    try {
        const zone = await resolveZone(world.api, request.zone);
        const hostnames = request.expected.flatMap((target) => target.hostnames);
        const inventory = await readFullInventory(world, zone, [...new Set(hostnames)]);
        return judge_judge(inventory, request, world.api.serverNow());
    }
    catch (error) {
        return status_unread(request, (0,result_parts/* failureOf */.g)((0,errors/* asActionError */.z6)(error), 'Nothing was changed.'));
    }
}
function status_unread({ zone }, failure) {
    return {
        zone: { asked: zone, id: undefined, name: undefined },
        outcome: 'failed',
        switchOn: undefined,
        sslMode: undefined,
        sharedCertificate: undefined,
        certificates: [],
        hostnames: [],
        hostnamesComplete: false,
        quota: { used: 0, most: LIVE_QUOTA },
        compared: [],
        findings: [],
        failure,
    };
}
function statusRun(zones, run) {
    const worst = ['failed', 'due'].find((one) => zones.some(({ outcome }) => outcome === one));
    return { operation: 'status', outcome: worst ?? 'ok', zones, ...run };
}
const MOST_JOBS = 256;
const MOST_CHARACTERS = 29_000;
function matrixRun(zones, run) {
    const { entries, leftOut } = grouped(zones.filter(isDue));
    const blind = zones.length > 0 && zones.every(({ outcome }) => outcome === 'failed');
    const outcome = blind ? 'failed' : entries.length > 0 ? 'due' : 'ok';
    return { operation: 'matrix', outcome, zones, entries, leftOut, ...run };
}
function dueTargets({ findings }) {
    const due = findings.filter(({ kind, expected }) => kind === 'due' && expected);
    return new Set(due.map(({ target }) => target)).size;
}
function isDue(status) {
    return status.outcome === 'failed' || dueTargets(status) > 0;
}
function grouped(statuses) {
    const zones = [...Map.groupBy(statuses, ({ zone }) => zone.id ?? zone.asked).values()];
    let [fitting, jobs] = [zones.length, Math.min(MOST_JOBS, zones.length)];
    let entries = inGroups(zones, jobs);
    while (JSON.stringify(entries).length > MOST_CHARACTERS) {
        if (jobs > 1)
            jobs = Math.floor(jobs * 0.9);
        else
            fitting = Math.floor(fitting * 0.9);
        entries = inGroups(zones.slice(0, fitting), jobs);
    }
    return { entries, leftOut: zones.slice(fitting).map(([first]) => first?.zone.asked ?? '') };
}
function inGroups(zones, most) {
    const size = Math.ceil(zones.length / most);
    return [...Map.groupBy(zones.entries(), ([index]) => Math.floor(index / size)).values()]
        .map((group) => group.flatMap(([, zone]) => zone))
        .map((group) => ({
        zone: group.map(({ zone }) => zone.asked).join(','),
        due: group.reduce((sum, status) => sum + Math.max(1, dueTargets(status)), 0),
    }));
}

// EXTERNAL MODULE: ./lib/publish.js + 13 modules
var publish = __webpack_require__(4009);
// EXTERNAL MODULE: ./lib/report/rotation-story.js
var rotation_story = __webpack_require__(2778);
// EXTERNAL MODULE: ./lib/report/problems.js
var problems = __webpack_require__(2284);
// EXTERNAL MODULE: ./lib/secrecy/masks.js
var masks = __webpack_require__(2049);
;// CONCATENATED MODULE: ./lib/operate.js
















async function operate(given) {
    const over = new AbortController();
    try {
        return await operate_carryOut(given, worldOf(given, over.signal));
    }
    finally {
        over.abort();
    }
}
async function operate_carryOut(given, world) {
    const { job } = given;
    const { dryRun, subject } = given.settings;
    switch (job.operation) {
        case 'rotate':
            return await rotate(given, world);
        case 'status':
        case 'matrix': {
            const zones = await lookAtZones(job.zones, world);
            const facts = operate_factsOf(given, world);
            if (job.operation === 'matrix')
                return { run: matrixRun(zones, facts), findings: undefined };
            const run = statusRun(zones, facts);
            return { run, findings: (0,problems/* findingsOfStatus */.MT)(run, (0,inputs_subject/* settledBy */.F)(subject, job)) };
        }
        case 'delete': {
            const { zone } = job.request;
            const ending = await deleteCertificates(job.request, world, dryRun);
            return { run: { operation: 'delete', zone, ...ending, ...operate_factsOf(given, world) }, findings: undefined };
        }
        case 'disable': {
            const ending = await disable(job.request, world, dryRun);
            return { run: { operation: 'disable', ...ending, ...operate_factsOf(given, world) }, findings: undefined };
        }
    }
}
async function rotate(given, world) {
    const { heartbeat, settings, job, began, progress } = given;
    const { host, reports: standing } = heartbeat;
    const resolve = resolver(world.api);
    const targets = await trusted(given, resolve);
    const publishAll = together(host, () => (0,publish/* publishDrafts */.KE)(host, progress.drafts, began.wall));
    const reporting = {
        standing,
        debug: (line) => host.sink.debug(line),
        announce: (draft) => {
            progress.drafts.push(draft);
            return publishAll();
        },
        ended: (result) => {
            if (targets.length > 1)
                host.sink.line((0,rotation_story/* endingLine */.KG)(result));
        },
    };
    host.sink.line((0,rotation_story/* openingLine */.lw)(targets.map(({ name }) => name)));
    const results = await rotateAll(targets, world, { ...settings, resolve, reporting });
    const run = runResult(results, operate_factsOf(given, world));
    const within = new Map(targets.map((target) => [target.name, warningBefore(target)]));
    const settled = (0,inputs_subject/* settledBy */.F)(settings.subject, job);
    return { run, findings: (0,problems/* findingsOf */.WX)(run, (name) => within.get(name) ?? 0, settled) };
}
async function trusted({ heartbeat: { host }, targets: judged }, resolve) {
    const zone = judged[0]?.target.zone;
    if (zone !== undefined)
        void resolve(zone).catch(() => undefined);
    const { targets, problems, warnings } = await (0,trusted_targets.askAbout)(judged, host);
    if (problems.length > 0)
        throw (0,problem/* refusal */.x5)(problems);
    (0,publish/* publishInputWarnings */.zR)(host, warnings);
    return targets;
}
function warningBefore({ issuing, policy, successor: { leaf } }) {
    return issuing === undefined ? policy.expiryWarning : (0,renewal/* urgentWithin */.Xg)(leaf);
}
function worldOf({ heartbeat, settings, network, began, progress }, over) {
    const { host } = heartbeat;
    const { clock, sleep, random, stop, sink } = host;
    return openWorld({
        http: (request) => {
            progress.sent ||= request.method !== 'GET';
            return network.http(request);
        },
        dial: network.dial,
        issuer: operate_issuerOf(host),
        clock,
        sleep,
        random,
        stop: AbortSignal.any([stop, over]),
        say: (line) => {
            if (!over.aborted)
                sink.line(line);
        },
        endsAt: began.monotonic + settings.timeout,
        token: settings.token,
        baseUrl: settings.apiBaseUrl,
    });
}
function operate_issuerOf(host) {
    const { stop, sink, runCommand, connectToSigner, env } = host;
    return createIssuer({
        runCommand: (command) => runCommand(command, (line) => sink.line(line)),
        server: {
            connect: connectToSigner,
            env,
            sleep: host.sleep,
            stop,
            protect: (token) => {
                sink.mask((0,masks/* masksForText */.sK)(token));
                sink.protect(token, 'random');
            },
        },
        trust: host,
        protect: (key) => sink.protect(key, 'random'),
    });
}
function together({ sleep }, write) {
    let soon;
    const later = async () => {
        await sleep(1);
        soon = undefined;
        write();
    };
    return () => (soon ??= later());
}
function operate_factsOf({ heartbeat, settings, began }, { api }) {
    const endedAt = began.wall + heartbeat.host.clock.monotonic() - began.monotonic;
    return { dryRun: settings.dryRun, startedAt: began.wall, endedAt, calls: api.calls() };
}


/***/ })

};
