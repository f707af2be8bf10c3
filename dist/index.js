import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 7515:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 99:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:sqlite");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 7830:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/web");

/***/ }),

/***/ 7997:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 1404:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 4844:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B1: () => (/* binding */ MINIMUM_RSA_BITS),
/* harmony export */   Fq: () => (/* binding */ ED25519_IN_DOUBT),
/* harmony export */   H1: () => (/* binding */ CURVES),
/* harmony export */   Z9: () => (/* binding */ judgeCertificate),
/* harmony export */   eK: () => (/* binding */ SKEW_MS)
/* harmony export */ });
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4584);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8062);


const SKEW_MS = 5 * 60_000;
const SHA1 = '1.3.14.3.2.26';
const WEAK_SIGNATURES = new Set([
    '1.2.840.113549.1.1.2',
    '1.2.840.113549.1.1.3',
    '1.2.840.113549.1.1.4',
    '1.2.840.113549.1.1.5',
    '1.3.14.3.2.29',
    '1.2.840.10040.4.3',
    '1.2.840.10045.4.1',
]);
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const MINIMUM_RSA_BITS = 2048;
const ED25519 = 'has an Ed25519 key, which Cloudflare does not promise to accept.';
const CHECKS = [
    {
        reason: 'CA_CERTIFICATE',
        severity: 'refuse',
        applies: ({ facts }) => facts.basicConstraints?.ca === true,
        says: 'is a CA certificate (CA:TRUE); Cloudflare only accepts leaf certificates. Issue a client certificate from it, with basicConstraints CA:FALSE, and give that.',
    },
    {
        reason: 'BASIC_CONSTRAINTS_ABSENT',
        severity: 'warn',
        applies: ({ facts }) => facts.basicConstraints === undefined,
        says: 'has no basicConstraints, so strict origins may refuse it. Issue the next one with basicConstraints CA:FALSE.',
    },
    {
        reason: 'KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE',
        severity: 'refuse-unless-origin-check',
        applies: ({ facts }) => facts.keyUsage?.digitalSignature === false,
        says: 'has a keyUsage without digitalSignature, which a TLS client needs. Issue it with keyUsage digitalSignature.',
    },
    {
        reason: 'RSA_KEY_TOO_SHORT',
        severity: 'refuse',
        applies: (certificate) => rsaBits(certificate) < MINIMUM_RSA_BITS,
        says: (certificate) => `has an RSA key of ${rsaBits(certificate)} bits; at least ${MINIMUM_RSA_BITS} are needed. Make a new key and get a certificate for it.`,
    },
    {
        reason: 'CURVE_UNSUPPORTED',
        severity: 'refuse',
        applies: (certificate) => certificate.leaf.keyKind === 'ec' && !onKnownCurve(certificate),
        says: 'has an EC key that is not on the named curve P-256, P-384 or P-521. Make a new key on one of them (`openssl ecparam -name prime256v1 -genkey -noout`) and get a certificate for it.',
    },
    {
        reason: 'KEY_ALGORITHM_UNSUPPORTED',
        severity: 'refuse',
        applies: ({ leaf }) => leaf.keyKind === 'other',
        says: 'has a kind of key that Cloudflare does not accept. Make a new one (RSA with at least 2048 bits, or EC on P-256, P-384 or P-521) and get a certificate for it.',
    },
    {
        reason: 'ED25519_KEY',
        severity: 'warn',
        applies: ({ leaf }) => leaf.keyKind === 'ed25519',
        says: `${ED25519} If the upload is refused, issue one with P-256.`,
    },
    {
        reason: 'SIGNATURE_WEAK',
        severity: 'refuse',
        applies: ({ facts, leaf }) => !leaf.selfSigned && (WEAK_SIGNATURES.has(facts.signatureAlgorithm) || facts.pssHash === SHA1),
        says: 'is signed with SHA-1 or MD5, which origins refuse. Have it signed again with SHA-256.',
    },
    {
        reason: 'SELF_SIGNED',
        severity: 'warn',
        applies: ({ leaf, facts }) => leaf.selfSigned && facts.basicConstraints?.ca !== true,
        says: 'is self-signed: the origin must trust this very certificate, and each rotation needs a change there first. A CA of your own lets the origin stay as it is.',
    },
    {
        reason: 'NOT_YET_VALID',
        severity: 'refuse',
        applies: ({ ahead }) => ahead > SKEW_MS,
        says: ({ leaf }) => `is not valid before ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownDate */ .Gb)(leaf.notBefore)}. Run again after that, or check the clocks here and at the CA.`,
    },
    {
        reason: 'EXPIRED',
        severity: 'refuse',
        applies: ({ left }) => left <= 0,
        says: ({ leaf }) => `expired at ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownDate */ .Gb)(leaf.notAfter)}. Issue a new one. Does the secret still hold the previous certificate?`,
    },
    {
        reason: 'BELOW_MINIMUM_VALIDITY',
        severity: 'refuse-unless-in-force',
        applies: ({ left, policy }) => left > 0 && left < policy.minimumValidity,
        says: ({ leaf, left, policy }) => `is valid for only ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownSpan */ .mL)(left)} more, until ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownDate */ .Gb)(leaf.notAfter)}; at least ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownSpan */ .mL)(policy.minimumValidity)} are required. Issue one that lasts longer, or lower \`minimum-validity\`.`,
    },
    {
        reason: 'EXPIRES_SOON',
        severity: 'warn',
        applies: ({ left, policy }) => left > 0 && left >= policy.minimumValidity && left < policy.expiryWarning,
        says: ({ leaf, left }) => `expires in ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownSpan */ .mL)(left)}, at ${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shownDate */ .Gb)(leaf.notAfter)}. Get the next one ready.`,
    },
];
const ED25519_IN_DOUBT = {
    cause: `The certificate ${ED25519}`,
    cure: 'Issue one with P-256, put it into the secret, and run again.',
};
function judgeCertificate(certificate, input, policy, now) {
    const { leaf } = certificate;
    const opening = `T${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .certificateOf */ .tq)(input).slice(1)} (${(0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .shown */ .SP)(leaf.subject)})`;
    const about = { ...certificate, policy, ahead: leaf.notBefore - now, left: leaf.notAfter - now };
    return (0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .judgeBy */ .FU)(CHECKS, about, input, opening);
}
function rsaBits({ x509, leaf }) {
    return leaf.keyKind === 'rsa' ? (x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) : Infinity;
}
function onKnownCurve({ x509 }) {
    const key = x509.publicKey;
    const spki = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(key.export({ type: 'spki', format: 'der' })));
    const named = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(spki?.[0])?.[1]?.tag === _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.oid;
    return named && CURVES.has(key.asymmetricKeyDetails?.namedCurve ?? '');
}


/***/ }),

/***/ 1456:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ readFacts),
/* harmony export */   T: () => (/* binding */ readValidity)
/* harmony export */ });
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4584);

const OID = {
    subjectKeyId: '2.5.29.14',
    keyUsage: '2.5.29.15',
    subjectAltName: '2.5.29.17',
    basicConstraints: '2.5.29.19',
    authorityKeyId: '2.5.29.35',
    rsaPss: '1.2.840.113549.1.1.10',
    sha1: '1.3.14.3.2.26',
};
function readFacts(der) {
    const [toBeSigned, algorithm, , ...more] = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(der, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.sequence)) ?? [];
    const [signatureOid, parameters] = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(algorithm) ?? [];
    const signatureAlgorithm = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readOid */ .fM)(signatureOid);
    const extensions = readExtensions(toBeSigned);
    if (signatureAlgorithm === undefined || extensions === undefined || more.length > 0)
        return undefined;
    let readable = true;
    const optional = (oid, read) => {
        const bytes = extensions.get(oid);
        const value = bytes && read(bytes);
        readable &&= bytes === undefined || value !== undefined;
        return value;
    };
    const facts = {
        basicConstraints: optional(OID.basicConstraints, readBasicConstraints),
        keyUsage: optional(OID.keyUsage, readKeyUsage),
        subjectAltNames: optional(OID.subjectAltName, readNames) ?? [],
        subjectKeyId: optional(OID.subjectKeyId, readSubjectKeyId),
        authorityKeyId: optional(OID.authorityKeyId, readAuthorityKeyId)?.hex,
        signatureAlgorithm,
        pssHash: signatureAlgorithm === OID.rsaPss ? readPssHash(parameters) : undefined,
    };
    return readable ? facts : undefined;
}
function readExtensions(toBeSigned) {
    const fields = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(toBeSigned);
    if (fields === undefined)
        return undefined;
    const wrapper = fields.find((field) => field.tag === (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .contextTag */ .qA)(3, true));
    const found = new Map();
    if (wrapper === undefined)
        return found;
    const list = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(wrapper.content, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.sequence));
    if (list === undefined)
        return undefined;
    for (const extension of list) {
        const parts = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(extension) ?? [];
        const oid = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readOid */ .fM)(parts[0]);
        const value = parts.at(-1);
        if (oid === undefined || value?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.octetString || found.has(oid))
            return undefined;
        found.set(oid, value.content);
    }
    return found;
}
function readBasicConstraints(bytes) {
    const fields = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(bytes, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.sequence));
    if (fields === undefined)
        return undefined;
    const [first] = fields;
    const ca = first?.tag === _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.boolean ? (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readBoolean */ .Vf)(first) : false;
    return ca === undefined ? undefined : { ca };
}
function readKeyUsage(bytes) {
    const bits = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readBits */ .nT)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(bytes));
    return bits && { digitalSignature: bits[0] === true };
}
function readNames(bytes) {
    const names = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(bytes, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.sequence));
    return names?.map(({ whole }) => Buffer.from(whole).toString('hex')).toSorted();
}
function readSubjectKeyId(bytes) {
    const id = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(bytes, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.octetString);
    return id && Buffer.from(id.content).toString('hex');
}
function readAuthorityKeyId(bytes) {
    const fields = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(bytes, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.sequence));
    const id = fields?.find((field) => field.tag === (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .contextTag */ .qA)(0, false));
    return fields && { hex: id && Buffer.from(id.content).toString('hex') };
}
function readPssHash(parameters) {
    const hash = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(parameters)?.find((field) => field.tag === (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .contextTag */ .qA)(0, true));
    if (hash === undefined)
        return OID.sha1;
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readOid */ .fM)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(hash.content))?.[0]);
}
function readValidity(der) {
    const toBeSigned = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(der))?.[0];
    const fields = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(toBeSigned)?.filter((field) => field.tag !== (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .contextTag */ .qA)(0, true));
    const [from, to] = ((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readChildren */ .KZ)(fields?.[3]) ?? []).map(readTime);
    return from === undefined || to === undefined ? undefined : { notBefore: from, notAfter: to };
}
function readTime({ tag, content }) {
    const text = Buffer.from(content).toString('latin1');
    const full = tag === _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.generalizedTime ? text : `${text < '5' ? '20' : '19'}${text}`;
    const iso = full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) || date.toISOString() !== iso ? undefined : date.getTime();
}


/***/ }),

/***/ 8658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gh: () => (/* binding */ readAuthorities),
/* harmony export */   PN: () => (/* binding */ unreadableCertificate),
/* harmony export */   UM: () => (/* binding */ readChain)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8062);
/* harmony import */ var _form_texts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8032);
/* harmony import */ var _input_form_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1706);
/* harmony import */ var _leaf_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4855);
/* harmony import */ var _pasted_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6548);





const MAXIMUM_CERTIFICATES = 16;
const ONLY_ONE = 'Give only the new client certificate.';
function readChain(ders, input) {
    if (ders.length === 0)
        return { leaf: undefined, chain: [], findings: [] };
    const distinct = [...new Map(ders.map((der) => [Buffer.from(der).toString('hex'), der])).values()];
    const refused = (reason, says) => {
        const refusal = (0,_finding_js__WEBPACK_IMPORTED_MODULE_4__/* .finding */ .gk)('refuse', reason, input, `\`${input}\` ${says}`);
        return { leaf: undefined, chain: [], findings: [refusal] };
    };
    if (distinct.length > MAXIMUM_CERTIFICATES)
        return refused('UNRELATED_CERTIFICATES', `holds more than ${MAXIMUM_CERTIFICATES} certificates. ${ONLY_ONE}`);
    const parsed = distinct.map(_leaf_js__WEBPACK_IMPORTED_MODULE_2__/* .parse */ .qg);
    if (!parsed.every((one) => one !== undefined))
        return { leaf: undefined, chain: [], findings: [unreadableCertificate(input)] };
    const leaf = findLeaf(parsed);
    if (leaf === undefined)
        return refused('UNRELATED_CERTIFICATES', `holds ${parsed.length} different certificates that do not form a chain. ${ONLY_ONE}`);
    const chain = parsed.filter((one) => one !== leaf);
    return { leaf, chain, findings: chain.length > 0 ? [chainFinding(leaf === parsed[0], input)] : [] };
}
function unreadableCertificate(input) {
    const says = `\`${input}\` looks like a certificate, but its content cannot be read. Copy the whole file again; if nothing changes, have the certificate issued again.`;
    return (0,_finding_js__WEBPACK_IMPORTED_MODULE_4__/* .finding */ .gk)('refuse', 'CERTIFICATE_UNREADABLE', input, says);
}
function findLeaf(all) {
    const leaves = all.filter((one) => one.facts.basicConstraints?.ca !== true);
    const [leaf] = leaves.length === 1 ? leaves : all;
    const linked = new Set(leaf && [leaf]);
    for (const member of linked) {
        for (const issuer of all)
            if ((0,_leaf_js__WEBPACK_IMPORTED_MODULE_2__/* .isSignedBy */ .s3)(member.x509, issuer.x509))
                linked.add(issuer);
    }
    return linked.size === all.length ? leaf : undefined;
}
function chainFinding(leafFirst, input) {
    const says = `\`${input}\` holds a chain${leafFirst ? '' : ' that does not start with the leaf'}. Only the leaf is used: ` +
        'Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give only the leaf.';
    return (0,_finding_js__WEBPACK_IMPORTED_MODULE_4__/* .finding */ .gk)('warn', leafFirst ? 'CHAIN_PASTED' : 'CHAIN_OUT_OF_ORDER', input, says);
}
const MAXIMUM_BYTES = 1024 * 1024;
function readAuthorities(text) {
    const reading = (0,_pasted_text_js__WEBPACK_IMPORTED_MODULE_3__/* .readPasted */ .aQ)(text, MAXIMUM_BYTES);
    const { certificates: ders, keys } = (0,_input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .usableIn */ .k2)(reading);
    if (keys.length > 0)
        return { ders: [], fault: _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .EXPOSED */ .nI };
    if (ders.length === 0)
        return { ders, fault: (0,_input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .formText */ .w3)(reading, 'ca') };
    const unreadable = ders.findIndex((der) => (0,_leaf_js__WEBPACK_IMPORTED_MODULE_2__/* .parseCertificate */ .hB)(der) === undefined);
    if (unreadable === -1)
        return { ders };
    const cause = `holds a certificate that cannot be read, number ${unreadable + 1}`;
    return { ders: [], fault: ['CERTIFICATE_UNREADABLE', cause, _input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .WANTED */ .i7.ca] };
}


/***/ }),

/***/ 4584:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KZ: () => (/* binding */ readChildren),
/* harmony export */   Vf: () => (/* binding */ readBoolean),
/* harmony export */   Wi: () => (/* binding */ DER),
/* harmony export */   bk: () => (/* binding */ writeDer),
/* harmony export */   fM: () => (/* binding */ readOid),
/* harmony export */   nT: () => (/* binding */ readBits),
/* harmony export */   oD: () => (/* binding */ readWhole),
/* harmony export */   qA: () => (/* binding */ contextTag),
/* harmony export */   vv: () => (/* binding */ readFirst),
/* harmony export */   x6: () => (/* binding */ kindOfDer)
/* harmony export */ });
const DER = {
    boolean: 0x01,
    integer: 0x02,
    bitString: 0x03,
    octetString: 0x04,
    oid: 0x06,
    generalizedTime: 0x18,
    sequence: 0x30,
};
const MAXIMUM_CHILDREN = 4096;
function contextTag(number, constructed) {
    return 0x80 + (constructed ? 0x20 : 0) + number;
}
function readFirst(bytes) {
    const [tag, first] = bytes;
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f)
        return undefined;
    let length = first;
    let start = 2;
    if (first >= 0x80) {
        const octets = first - 0x80;
        start += octets;
        if (octets === 0 || octets > 3 || bytes.length < start)
            return undefined;
        length = bytes.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0);
        if (length < 0x80 || length < 256 ** (octets - 1))
            return undefined;
    }
    const end = start + length;
    if (bytes.length < end)
        return undefined;
    return {
        element: { tag, content: bytes.subarray(start, end), whole: bytes.subarray(0, end) },
        rest: bytes.subarray(end),
    };
}
function readWhole(bytes, tag) {
    const read = readFirst(bytes);
    if (read === undefined || read.rest.length > 0)
        return undefined;
    return tag === undefined || read.element.tag === tag ? read.element : undefined;
}
function readChildren(parent) {
    if (parent === undefined || (parent.tag & 0x20) === 0)
        return undefined;
    const children = [];
    let rest = parent.content;
    while (rest.length > 0) {
        const read = readFirst(rest);
        if (read === undefined || children.length === MAXIMUM_CHILDREN)
            return undefined;
        children.push(read.element);
        rest = read.rest;
    }
    return children;
}
function readOid(element) {
    if (element?.tag !== DER.oid)
        return undefined;
    const last = element.content.at(-1);
    if (last === undefined || last >= 0x80)
        return undefined;
    const arcs = [];
    let arc = 0n;
    for (const octet of element.content) {
        arc = arc * 128n + BigInt(octet & 0x7f);
        if (octet >= 0x80)
            continue;
        const root = arc < 80n ? arc / 40n : 2n;
        arcs.push(...(arcs.length === 0 ? [root, arc - root * 40n] : [arc]));
        arc = 0n;
    }
    return arcs.join('.');
}
function readBoolean(element) {
    if (element?.tag !== DER.boolean || element.content.length !== 1)
        return undefined;
    const [octet] = element.content;
    return octet === 0xff ? true : octet === 0 ? false : undefined;
}
function readBits(element) {
    if (element?.tag !== DER.bitString)
        return undefined;
    const [unused, ...octets] = element.content;
    if (unused === undefined || unused > 7 || (octets.length === 0 && unused > 0))
        return undefined;
    const bits = octets.flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => ((octet >> at) & 1) === 1));
    return bits.slice(0, bits.length - unused);
}
function writeDer(tag, ...parts) {
    const content = Buffer.concat(parts);
    const length = content.length;
    const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    return Buffer.concat([Uint8Array.of(tag, ...header), content]);
}
const PKCS7_ARC = '1.2.840.113549.1.7.';
const SHAPES = [
    ['pkcs8', /^02 30 04\b/],
    ['sec1', /^02 04\b/],
    ['pkcs1', /^02( 02){8}/],
    ['public-key', /^02 02$/],
    ['public-key', /^30 03$/],
    ['encrypted-pkcs8', /^30 04$/],
];
function kindOfDer(der) {
    const fields = readChildren(readWhole(der, DER.sequence));
    if (fields === undefined)
        return indefinite(der);
    const shape = fields.map((field) => field.tag.toString(16).padStart(2, '0')).join(' ');
    const [first, second] = fields;
    if (shape === '30 30 03') {
        const inner = readChildren(first) ?? [];
        return inner.length <= 4 && inner.at(-1)?.tag === contextTag(0, true) ? 'csr' : 'certificate';
    }
    if (shape.startsWith('06 a0') && readOid(first)?.startsWith(PKCS7_ARC))
        return 'pkcs7';
    if (shape.startsWith('02 30') && readOid(readChildren(second)?.[0])?.startsWith(PKCS7_ARC))
        return 'pkcs12';
    return SHAPES.find(([, pattern]) => pattern.test(shape))?.[0];
}
function indefinite(der) {
    const start = Buffer.from(der.subarray(0, 16)).toString('hex');
    if (start.startsWith('3080020103'))
        return 'pkcs12';
    return start.startsWith('308006092a864886f70d0107') ? 'pkcs7' : undefined;
}


/***/ }),

/***/ 4427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gi: () => (/* binding */ encodedFields),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   oA: () => (/* binding */ unwrap)
/* harmony export */ });
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4584);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9913);


const FIELD = /(?<![\w.-])([\w.-]{1,40})(?:\\?["'])?\s{0,4}[:=]\s{0,4}(?:[|>][+-]?\s{1,80})?(?:\\?["'])?([\w+/-]{40,}(?:\s{1,80}[\w+/-]{4,}={0,2}(?=\s|$))*={0,2})/g;
const NAME = /^[a-z][a-z._-]*$/i;
function encodedFields(text) {
    return [...text.matchAll(FIELD)].map(([, name = '', value = '']) => ({ name, value: unwrap(value) }));
}
function fieldsOf(text) {
    const isKubernetes = /\bapiVersion\\?["']?\s{0,4}:/.test(text) && /\bkind\\?["']?\s{0,4}:\s{0,4}\\?["']?\w*Secret/.test(text);
    const fields = encodedFields(text);
    const find = (wanted) => fields.find(({ value }) => wanted.test(contentOf(value)))?.name;
    const [certificate, key] = [find(/^certificate$|CERTIFICATE-/), find(/^(?:pkcs|sec|encrypted)|KEY-/)];
    if (!isKubernetes && certificate === undefined && key === undefined)
        return undefined;
    return {
        document: isKubernetes ? 'kubernetes' : 'other',
        certificate: certificate && NAME.exec(certificate)?.[0],
        key: key && NAME.exec(key)?.[0],
    };
}
function contentOf(value) {
    if (typeof value === 'string')
        return (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .hasArmour */ .$U)(value) ? value : '';
    const read = (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .readDerBlock */ .vf)(value);
    return typeof read === 'string' ? '' : (read[0]?.kind ?? '');
}
const MAXIMUM_LAYERS = 3;
function unwrap(text, layer = 1) {
    const clean = unescape(text);
    if ((0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .hasArmour */ .$U)(clean))
        return clean;
    const base64 = (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .bare */ .$B)(clean.replace(/^\s*["']?data:[\w/.+-]{0,80};base64,/, ''));
    if (layer > MAXIMUM_LAYERS || !/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(base64))
        return text;
    const bytes = Buffer.from(base64, 'base64');
    if ((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(bytes, _der_js__WEBPACK_IMPORTED_MODULE_0__/* .DER */ .Wi.sequence) !== undefined || /^30[89]/.test(bytes.toString('hex', 0, 2)))
        return bytes;
    const inner = bytes.toString('latin1').replaceAll('\0', '');
    return /^(?:\xFF\xFE|\xFE\xFF|\xEF\xBB\xBF)?[\t\n\r -~]+$/.test(inner) || (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .hasArmour */ .$U)(inner)
        ? unwrap(inner, layer + 1)
        : text;
}
function unescape(text) {
    const percent = /BEGIN(?:%20|\+)|%0[AD]/i.test(text);
    const blanks = /BEGIN\+[A-Z]/.test(text) ? text.replaceAll('+', ' ') : text;
    const plain = percent
        ? blanks.replaceAll(/%([0-7][0-9A-F])/gi, (_, code) => String.fromCharCode(parseInt(code, 16)))
        : text;
    const lines = plain
        .replace(/^\uFFFD{1,2}/, '')
        .replaceAll(/[\0\uFEFF\u200B-\u200D\u2060]/g, '')
        .replaceAll(/\\{1,8}u([\dA-F]{4})|\\{1,8}x([\dA-F]{2})/gi, (_, four, two = four ?? '') => String.fromCharCode(parseInt(two, 16)))
        .replaceAll(/\\{1,8}\//g, '/')
        .replaceAll(/\\{1,8}[nrt]/g, '\n');
    const before = /^[\t ]*(?:\+|\d{1,4}[\t :|])[\t ]*-----(?:BEGIN|END)/m.test(lines);
    return before ? lines.replaceAll(/^[\t ]*(?:\+|\d{1,4}[\t :|])/gm, '') : lines;
}


/***/ }),

/***/ 8062:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cq: () => (/* binding */ causeAndCure),
/* harmony export */   FU: () => (/* binding */ judgeBy),
/* harmony export */   GU: () => (/* binding */ ISSUED),
/* harmony export */   Gb: () => (/* binding */ shownDate),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   gk: () => (/* binding */ finding),
/* harmony export */   mL: () => (/* binding */ shownSpan),
/* harmony export */   tq: () => (/* binding */ certificateOf),
/* harmony export */   vu: () => (/* binding */ isRefusal)
/* harmony export */ });
function finding(severity, reason, input, sentence) {
    return { reason, severity, input, sentence };
}
function isRefusal({ severity }) {
    return severity === 'refuse';
}
function causeAndCure({ sentence }) {
    const [, cause = sentence, cure = ''] = /^(.*\.) (.+)$/su.exec(sentence) ?? [];
    return [cause, cure];
}
function judgeBy(checks, about, input, opening) {
    return checks
        .filter(({ applies }) => applies(about))
        .map(({ severity, reason, says }) => finding(severity, reason, input, `${opening} ${typeof says === 'string' ? says : says(about)}`));
}
const ISSUED = 'issued certificate';
function certificateOf(input) {
    return input === ISSUED ? `the ${ISSUED}` : `the certificate in \`${input}\``;
}
const MAXIMUM_NAME = 100;
const DAY = 86_400_000;
function shown(name) {
    const short = name.length > MAXIMUM_NAME ? `${name.slice(0, MAXIMUM_NAME).toWellFormed()}\u2026` : name;
    return `"${short.replaceAll(/["`]/g, "'")}"`;
}
function shownDate(ms) {
    return new Date(ms).toISOString().replace(/^(.*)T(\d\d:\d\d).*$/, '$1 $2 UTC');
}
function shownSpan(ms) {
    const [count, unit] = ms >= 2 * DAY
        ? [ms / DAY, 'days']
        : ms >= 7_200_000
            ? [ms / 3_600_000, 'hours']
            : ms >= 120_000
                ? [ms / 60_000, 'minutes']
                : [ms / 1000, 'seconds'];
    return `${String(Math.floor(count))} ${unit}`;
}


/***/ }),

/***/ 8032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M$: () => (/* binding */ BROKEN),
/* harmony export */   O4: () => (/* binding */ OTHER_BLOCKS),
/* harmony export */   PH: () => (/* binding */ TOO_LARGE),
/* harmony export */   Qq: () => (/* binding */ CHECK_FILE),
/* harmony export */   lV: () => (/* binding */ MISSING),
/* harmony export */   nI: () => (/* binding */ EXPOSED),
/* harmony export */   nY: () => (/* binding */ FOREIGN),
/* harmony export */   q$: () => (/* binding */ envelopeText)
/* harmony export */ });
const FETCH_SECRET = 'Does the secret exist, under exactly this name, in this repository or environment? ' +
    'Pull requests from forks get no secrets.';
const missing = (cause, reason = 'INPUT_MISSING') => [reason, cause, FETCH_SECRET];
const MISSING = {
    blank: missing('is empty'),
    masked: missing('holds nothing but asterisks, as copied from a log that masks secrets'),
    word: missing('holds a word for "nothing" instead of a value'),
    unresolved: missing('holds an expression or variable that was not replaced with its value', 'INPUT_UNRESOLVED'),
};
const COPY_AGAIN = 'Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; ' +
    'if the file itself is like this, export it again.';
const CHECK_FILE = 'Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or ' +
    '`openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.';
const BROKEN = {
    'no-end': ['END_LINE_MISSING', 'has a BEGIN line without its END line', COPY_AGAIN],
    'no-begin': ['BEGIN_LINE_MISSING', 'has an END line without its BEGIN line', COPY_AGAIN],
    'labels-differ': [
        'LABELS_DIFFER',
        'has a BEGIN line and an END line that name different things',
        COPY_AGAIN,
    ],
    empty: ['BLOCK_EMPTY', 'has nothing between its BEGIN and END lines', COPY_AGAIN],
    truncated: ['TRUNCATED', 'is truncated: its data ends before the length it announces', CHECK_FILE],
    damaged: ['DAMAGED', 'is damaged: its data is not valid', CHECK_FILE],
};
const CONVERT_PKCS12 = 'Convert it, and give the two results: ' +
    '`openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem` and ' +
    '`openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem`.';
const OTHER_BLOCKS = {
    pkcs12: ['HOLDS_PKCS12', 'holds a PKCS#12 bundle', CONVERT_PKCS12],
    pkcs7: [
        'HOLDS_PKCS7',
        'holds a PKCS#7 bundle, which has no key and needs unpacking',
        'Convert it: `openssl pkcs7 -print_certs -in bundle.p7b -out certificate.pem`.',
    ],
    openssh: [
        'HOLDS_OPENSSH_KEY',
        'holds a private key in OpenSSH format',
        'Convert it in place: `ssh-keygen -p -m PKCS8 -f key`. Then give the contents of `key`.',
    ],
    csr: [
        'HOLDS_CSR',
        'holds a certificate request, not a certificate',
        'Send it to your CA, and give the certificate that comes back.',
    ],
    publicKey: ['HOLDS_PUBLIC_KEY', 'holds a public key'],
    pgp: ['HOLDS_PGP', 'holds a PGP block'],
    other: ['NOTHING_USABLE', 'holds PEM, but nothing that can be used here'],
};
function envelopeText(document, field) {
    const kind = document === 'kubernetes' ? 'Kubernetes Secret' : 'document with several fields';
    const named = field === undefined ? 'the field that holds it' : `its field \`${field}\``;
    return [
        'HOLDS_ENVELOPE',
        `holds a whole ${kind}`,
        `Give the value of ${named} alone; it may stay in base64.`,
    ];
}
const EXPOSED = [
    'HOLDS_PRIVATE_KEY',
    'holds a private key, but is not meant for secrets',
    'The runner prints the `with:` inputs of a step before this action begins, and masks only what comes from ' +
        '`secrets`: unless this key did, it is in the log. In that case treat it as leaked: delete the log, make a new key, ' +
        'have a certificate issued for it, and rotate to that. Keys belong in `private-key`, from a secret.',
];
const TOO_LARGE = [
    'TOO_LARGE',
    'is far too large for a key and its certificates (the limit is 64 KiB, for a CA bundle 1 MiB)',
];
const CONVERT_JWK = '`node -e "const all = JSON.parse(fs.readFileSync(0)); const key = [all, all.keys].flat().find((one) => one?.d); ' +
    "console.log(crypto.createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }))\" " +
    '< key.json > private-key.pem`';
const FOREIGN = {
    html: ['HOLDS_HTML', 'holds a web page, perhaps a login or error page that was saved as the file'],
    entities: [
        'HOLDS_HTML_ENTITIES',
        'holds PEM with HTML entities or tags in it, such as `&#43;` for `+`',
        'Copy it from the file itself, not from a web page, a ticket or a template that escapes HTML.',
    ],
    'quoted-printable': [
        'HOLDS_QUOTED_PRINTABLE',
        'holds PEM in the encoding of e-mails (quoted-printable), such as `=3D` for `=`',
        'Save the attachment or the decoded text in the mail program, and copy it from there.',
    ],
    putty: [
        'HOLDS_PUTTY_KEY',
        'holds a private key in PuTTY format',
        'Convert it: `puttygen key.ppk -O private-openssh -o key`, then `ssh-keygen -p -m PKCS8 -f key`. ' +
            'Then give the contents of `key`.',
    ],
    jwk: ['HOLDS_JWK', 'holds a JSON Web Key', `Convert it: ${CONVERT_JWK}.`],
    'jwk-set': [
        'HOLDS_JWK',
        'holds a list or a set of JSON Web Keys',
        `Convert the one you need; this takes the first private one: ${CONVERT_JWK}.`,
    ],
    'jwk-public': ['HOLDS_PUBLIC_KEY', 'holds a JSON Web Key without its private part'],
    'ssh-public': ['HOLDS_PUBLIC_KEY', 'holds an SSH public key'],
    'text-only': [
        'HOLDS_TEXT_ONLY',
        'holds the description that `openssl` prints with `-text -noout`, without the PEM itself',
    ],
    place: ['HOLDS_PATH', 'holds a path, an address or a reference, instead of the contents of the file'],
    binary: [
        'HOLDS_BINARY',
        'holds a binary file (DER or PKCS#12) that was read as text, which destroys it',
        'Convert the file: `openssl x509 -in certificate.cer -out certificate.pem` or ' +
            `\`openssl pkey -in key.der -out private-key.pem\`. If it is PKCS#12: ${CONVERT_PKCS12}`,
    ],
    unknown: ['NOT_PEM', 'is not PEM'],
};


/***/ }),

/***/ 1706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Mi: () => (/* binding */ judgeForm),
/* harmony export */   i7: () => (/* binding */ WANTED),
/* harmony export */   k2: () => (/* binding */ usableIn),
/* harmony export */   m0: () => (/* binding */ isKey),
/* harmony export */   w3: () => (/* binding */ formText)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8062);
/* harmony import */ var _form_texts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8032);


const WANTED = {
    certificate: 'Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
    'private-key': 'Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
    ca: 'Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
};
function formText(reading, role, swapped = '') {
    const [reason, cause, cure] = textFor(reading, role, swapped);
    return [reason, cause, cure ?? WANTED[role]];
}
function judgeForm(reading, role, names, input) {
    const swapped = `Were \`${names.certificate}\` and \`${names.privateKey}\` swapped?`;
    const [reason, cause, cure] = formText(reading, role, swapped);
    return (0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .finding */ .gk)('refuse', reason, input, `\`${input}\` ${cause}. ${cure}`);
}
function textFor(reading, role, swapped) {
    switch (reading.kind) {
        case 'missing':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .MISSING */ .lV[reading.form];
        case 'broken':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .BROKEN */ .M$[reading.fault];
        case 'foreign':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .FOREIGN */ .nY[reading.form];
        case 'envelope':
            return (0,_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .envelopeText */ .q$)(reading.fields.document, fieldFor(role, reading.fields));
        case 'too-large':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .TOO_LARGE */ .PH;
        case 'blocks':
            return blocksText(reading.blocks, role, swapped);
    }
}
function fieldFor(role, { document, certificate, key }) {
    const usual = { certificate: 'tls.crt', 'private-key': 'tls.key', ca: 'ca.crt' };
    const found = role === 'private-key' ? key : certificate;
    return found ?? (document === 'kubernetes' ? usual[role] : undefined);
}
function blocksText(blocks, role, swapped) {
    const kinds = new Set(blocks.map((block) => block.kind));
    const { pkcs12, pkcs7, openssh, csr, publicKey, pgp, other } = _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .OTHER_BLOCKS */ .O4;
    const forCertificates = (text) => (role === 'private-key' ? [text[0], text[1]] : text);
    const texts = [
        [kinds.has('pkcs12'), pkcs12],
        [kinds.has('pkcs7'), forCertificates(pkcs7)],
        [kinds.has('openssh'), openssh],
        [kinds.has('certificate'), ['HOLDS_CERTIFICATE', 'holds a certificate', swapped]],
        [blocks.some(isKey), ['HOLDS_PRIVATE_KEY', 'holds a private key', swapped]],
        [kinds.has('csr'), forCertificates(csr)],
        [kinds.has('public-key') || kinds.has('ssh-public'), publicKey],
        [kinds.has('pgp'), pgp],
    ];
    return texts.find(([applies]) => applies)?.[1] ?? other;
}
function usableIn(reading) {
    const blocks = reading.kind === 'blocks' ? reading.blocks : [];
    const certificates = blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
    return { certificates, keys: blocks.filter(isKey) };
}
const KEY_KINDS = ['pkcs8', 'pkcs1', 'sec1', 'encrypted-pkcs8', 'legacy-encrypted'];
function isKey(block) {
    return KEY_KINDS.some((kind) => kind === block.kind);
}


/***/ }),

/***/ 2324:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  a: () => (/* binding */ openKey),
  x: () => (/* binding */ readKeys)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/certificate/finding.js
var finding = __nccwpck_require__(8062);
// EXTERNAL MODULE: ./lib/certificate/form-texts.js
var form_texts = __nccwpck_require__(8032);
// EXTERNAL MODULE: ./lib/certificate/der.js
var certificate_der = __nccwpck_require__(4584);
;// CONCATENATED MODULE: ./lib/certificate/key-encryption.js


const MOST_ROUNDS = 10_000_000;
const MIB = 1024 * 1024;
const OPENSSL_MEMORY = 32 * MIB;
const MOST_MEMORY = 512 * MIB;
const PBES2 = '1.2.840.113549.1.5.13';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
const DERIVATIONS = new Set(['1.2.840.113549.1.5.12', SCRYPT]);
const UNREADABLE_MODES = new Set(['gcm', 'ccm', 'ocb', 'wrap', 'xts', 'siv']);
function obstacleTo(der) {
    const { rounds, derivation, scrypt, cipher, info } = readScheme(der);
    if (rounds > MOST_ROUNDS)
        return `with more than ${MOST_ROUNDS.toLocaleString('en')} rounds, which take too long`;
    if (derivation !== undefined && !DERIVATIONS.has(derivation))
        return `by a key derivation that OpenSSL does not know (${derivation})`;
    if (scrypt !== undefined && scrypt.memory > MOST_MEMORY) {
        const { N, r, p } = scrypt;
        return `by scrypt at a cost (N=${N}, r=${r}, p=${p}) beyond the ${MOST_MEMORY / MIB} MiB that it is given here`;
    }
    if (cipher === undefined)
        return undefined;
    if (info === undefined)
        return `with a cipher that OpenSSL does not know (${cipher})`;
    return UNREADABLE_MODES.has(info.mode)
        ? `with ${info.name.replace(/^id-/, '').toUpperCase()}, which OpenSSL does not read in a key file`
        : undefined;
}
function decryptCostly(der, passphrase) {
    const { scrypt, info, vector, data } = readScheme(der);
    if (!scrypt || !info || !vector || !data || scrypt.memory < OPENSSL_MEMORY)
        return undefined;
    const { salt, N, r, p } = scrypt;
    const key = (0,external_node_crypto_.scryptSync)(passphrase, salt, info.keyLength, { N, r, p, maxmem: 2 * MOST_MEMORY });
    const decipher = (0,external_node_crypto_.createDecipheriv)(info.name, key, vector);
    return Buffer.concat([decipher.update(data), decipher.final()]);
}
function readScheme(der) {
    const [algorithm, data] = (0,certificate_der/* readChildren */.KZ)((0,certificate_der/* readWhole */.oD)(der)) ?? [];
    const [name, parameters] = (0,certificate_der/* readChildren */.KZ)(algorithm) ?? [];
    const [first, second] = (0,certificate_der/* readChildren */.KZ)(parameters) ?? [];
    if ((0,certificate_der/* readOid */.fM)(name) !== PBES2)
        return { rounds: numberIn(second) };
    const [derivation, derivationParameters] = (0,certificate_der/* readChildren */.KZ)(first) ?? [];
    const [cipher, vector] = (0,certificate_der/* readChildren */.KZ)(second) ?? [];
    const [salt, ...costs] = (0,certificate_der/* readChildren */.KZ)(derivationParameters) ?? [];
    const [N = 0, r = 0, p = 0] = costs.map(numberIn);
    const isScrypt = (0,certificate_der/* readOid */.fM)(derivation) === SCRYPT && salt !== undefined;
    const oid = (0,certificate_der/* readOid */.fM)(cipher);
    return {
        rounds: isScrypt ? 0 : N,
        derivation: (0,certificate_der/* readOid */.fM)(derivation),
        scrypt: isScrypt ? { salt: salt.content, N, r, p, memory: 128 * N * r * p } : undefined,
        cipher: oid,
        info: oid === undefined ? undefined : (0,external_node_crypto_.getCipherInfo)(oid),
        vector: vector?.content,
        data: data?.content,
    };
}
function numberIn(element) {
    if (element?.tag !== certificate_der/* DER */.Wi.integer)
        return 0;
    return Number(BigInt(`0x0${Buffer.from(element.content).toString('hex')}`));
}

// EXTERNAL MODULE: ./lib/certificate/pasted-text.js
var pasted_text = __nccwpck_require__(6548);
;// CONCATENATED MODULE: ./lib/certificate/key-input.js






const PLAIN = 'openssl pkey -in private-key.pem -out plain.pem';
function readKeys(blocks, passphrase, input, passphraseInput) {
    const findings = [];
    const keys = [];
    const form = (0,pasted_text/* standIn */.us)(passphrase ?? '');
    for (const block of blocks) {
        const opened = key_input_open(block, passphrase);
        if ('key' in opened)
            keys.push(opened.key);
        else if ('fault' in opened)
            findings.push(faultFinding(opened.fault, input, passphraseInput, form));
        else {
            const says = `The key in \`${input}\` is encrypted ${opened.obstacle}. Export it again with the tool that made it: plain, or with AES-256-CBC and PBKDF2.`;
            findings.push((0,finding/* finding */.gk)('refuse', 'ENCRYPTION_UNSUPPORTED', input, says));
        }
    }
    const [key] = keys;
    if (key !== undefined && keys.some((other) => !other.equals(key))) {
        const says = `\`${input}\` holds different private keys. Give only the one that belongs to the certificate.`;
        findings.push((0,finding/* finding */.gk)('refuse', 'PRIVATE_KEYS_DIFFER', input, says));
    }
    if (passphrase && blocks.length > 0 && !blocks.some(isEncrypted)) {
        const cause = form === undefined ? 'is set' : form_texts/* MISSING */.lV[form][1];
        const says = `\`${passphraseInput}\` ${cause}, but the key in \`${input}\` is not encrypted. Remove \`${passphraseInput}\`, or give the encrypted key.`;
        findings.push((0,finding/* finding */.gk)('warn', 'PASSPHRASE_UNUSED', passphraseInput, says));
    }
    return { key: findings.some(finding/* isRefusal */.vu) ? undefined : key, findings };
}
function isEncrypted(block) {
    return block.kind === 'encrypted-pkcs8' || block.kind === 'legacy-encrypted';
}
function openKey(block, passphrase) {
    const opened = key_input_open(block, passphrase);
    return 'key' in opened ? opened.key : undefined;
}
function key_input_open(block, passphrase) {
    const obstacle = block.kind === 'encrypted-pkcs8' ? obstacleTo(block.der) : undefined;
    if (obstacle !== undefined)
        return { obstacle };
    if (isEncrypted(block) && !passphrase)
        return { fault: 'passphrase-missing' };
    const shorter = passphrase?.replace(/\r?\n$/, '');
    const opened = tryOpen(block, passphrase);
    return 'fault' in opened && shorter !== passphrase ? tryOpen(block, shorter) : opened;
}
function tryOpen(block, passphrase = '') {
    try {
        if (block.kind === 'legacy-encrypted') {
            return { key: (0,external_node_crypto_.createPrivateKey)({ key: block.pem, format: 'pem', passphrase }) };
        }
        if (block.kind === 'encrypted-pkcs8') {
            const key = Buffer.from(decryptCostly(block.der, passphrase) ?? block.der);
            return { key: (0,external_node_crypto_.createPrivateKey)({ key, format: 'der', type: 'pkcs8', passphrase }) };
        }
        return { key: (0,external_node_crypto_.createPrivateKey)({ key: Buffer.from(block.der), format: 'der', type: block.kind }) };
    }
    catch (error) {
        if (!isEncrypted(block))
            return { fault: 'unreadable' };
        const isOutdated = (0,errors/* codeOf */.$N)(error) === 'ERR_OSSL_EVP_UNSUPPORTED';
        return { fault: isOutdated ? 'cipher-outdated' : 'passphrase-wrong' };
    }
}
function faultFinding(fault, input, passphraseInput, form) {
    if (fault === 'passphrase-wrong' && form !== undefined) {
        const [, cause, cure] = form_texts/* MISSING */.lV[form];
        const says = `\`${passphraseInput}\` ${cause}, and does not open the encrypted key in \`${input}\`. ${cure}`;
        return (0,finding/* finding */.gk)('refuse', 'PASSPHRASE_STAND_IN', passphraseInput, says);
    }
    const of = {
        'passphrase-missing': [
            'PASSPHRASE_MISSING',
            passphraseInput,
            `The key in \`${input}\` is encrypted, but \`${passphraseInput}\` is empty. Set it, or give the plain key: \`${PLAIN}\`.`,
        ],
        'passphrase-wrong': [
            'PASSPHRASE_WRONG',
            passphraseInput,
            `\`${passphraseInput}\` does not open the key in \`${input}\`: the passphrase is wrong, or the key is damaged. Try them by hand: \`${PLAIN}\`.`,
        ],
        'cipher-outdated': [
            'CIPHER_UNSUPPORTED',
            input,
            `The key in \`${input}\` is encrypted in an outdated way that is no longer supported. Convert it to a plain key: \`${PLAIN} -provider legacy -provider default\`.`,
        ],
        unreadable: [
            'PRIVATE_KEY_UNREADABLE',
            input,
            `The private key in \`${input}\` is damaged: it looks like a key, but its content is not one. ${form_texts/* CHECK_FILE */.Qq}`,
        ],
    };
    return (0,finding/* finding */.gk)('refuse', ...of[fault]);
}


/***/ }),

/***/ 7887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ keysWithin),
/* harmony export */   q: () => (/* binding */ textsWithin)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _envelope_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4427);
/* harmony import */ var _input_form_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1706);
/* harmony import */ var _key_input_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2324);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9913);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(1826);






const LITTER = /<[^<>]{1,20}>|&#x?[0-9a-f]{1,4};|\p{Cf}/giu;
const DEEPEST_JSON = 4;
const SEQUENCE = 0x30;
function keysWithin(text, passphrase) {
    const inner = undress(text);
    const fields = typeof inner === 'string' ? (0,_envelope_js__WEBPACK_IMPORTED_MODULE_1__/* .encodedFields */ .Gi)(inner) : [];
    const opened = [inner, ...fields.map(({ value }) => value)]
        .flatMap(blocksOf)
        .filter(_input_form_js__WEBPACK_IMPORTED_MODULE_2__/* .isKey */ .m0)
        .map((block) => (0,_key_input_js__WEBPACK_IMPORTED_MODULE_3__/* .openKey */ .a)(block, passphrase));
    const texts = new Set(typeof inner === 'string' ? [inner, text] : [text]);
    const known = [...opened, ...[...texts].flatMap(jsonWebKeys)];
    return known.filter((key) => key !== undefined).map((key) => new _private_key_js__WEBPACK_IMPORTED_MODULE_5__/* .PrivateKey */ .ZD(key));
}
function textsWithin(text) {
    const inner = undress(text);
    if (typeof inner !== 'string')
        return [];
    const plain = (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .withPlainArmour */ .$w)(inner);
    const fields = (0,_envelope_js__WEBPACK_IMPORTED_MODULE_1__/* .encodedFields */ .Gi)(inner).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    return [...(plain === text ? [] : [plain]), ...fields, ...(0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .textsInBlocks */ .gW)(inner)];
}
function undress(text) {
    const hex = text.replaceAll(/0x|\\x|[\s:,"']+/giu, '');
    if (!/^(?:[0-9a-f]{2}){32,}$/iu.test(hex))
        return (0,_envelope_js__WEBPACK_IMPORTED_MODULE_1__/* .unwrap */ .oA)(text);
    const bytes = Buffer.from(hex, 'hex');
    return bytes[0] === SEQUENCE ? bytes : (0,_envelope_js__WEBPACK_IMPORTED_MODULE_1__/* .unwrap */ .oA)(bytes.toString('latin1').replaceAll('\0', ''));
}
function blocksOf(inner) {
    if (typeof inner === 'string')
        return (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .hasArmour */ .$U)(inner) ? (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .readSoundBlocks */ .M0)(inner.replaceAll(LITTER, '\n')) : [];
    const read = (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .readDerBlock */ .vf)(inner);
    return typeof read === 'string' ? [] : read;
}
function jsonWebKeys(text) {
    const start = text.search(/[{[]/u);
    if (start < 0 || !text.includes('kty'))
        return [];
    try {
        const value = JSON.parse(text.slice(start));
        return objectsIn(value, DEEPEST_JSON).map(openJsonWebKey);
    }
    catch {
        return [];
    }
}
function objectsIn(value, depth) {
    if (typeof value !== 'object' || value === null || depth === 0)
        return [];
    const own = !Array.isArray(value) && 'kty' in value ? [Object.fromEntries(Object.entries(value))] : [];
    return [...own, ...Object.values(value).flatMap((one) => objectsIn(one, depth - 1))];
}
function openJsonWebKey(key) {
    try {
        return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key, format: 'jwk' });
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 4855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UB: () => (/* binding */ sameLineage),
/* harmony export */   Yc: () => (/* binding */ certificatesIn),
/* harmony export */   d3: () => (/* binding */ sameIssuerKey),
/* harmony export */   hB: () => (/* binding */ parseCertificate),
/* harmony export */   q0: () => (/* binding */ describe),
/* harmony export */   qg: () => (/* binding */ parse),
/* harmony export */   rf: () => (/* binding */ readLeaf),
/* harmony export */   s3: () => (/* binding */ isSignedBy)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _certificate_fields_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1456);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9913);



function readLeaf(pem) {
    const all = certificatesIn(pem);
    const signsNone = (one) => all.every((other) => other === one || !isSignedBy(other, one));
    const certificate = all.find(signsNone) ?? parseCertificate(pem);
    return certificate && describe(certificate);
}
function parseCertificate(source) {
    try {
        return new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(source);
    }
    catch {
        return undefined;
    }
}
function certificatesIn(bundle) {
    const blocks = bundle.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu) ?? [];
    return blocks.flatMap((block) => parseCertificate(block) ?? []);
}
function describe(certificate) {
    const validity = (0,_certificate_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .readValidity */ .T)(certificate.raw);
    if (validity === undefined)
        return undefined;
    const facts = (0,_certificate_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .readFacts */ .M)(certificate.raw);
    const selfSigned = isSignedBy(certificate, certificate);
    const serial = certificate.serialNumber.replace(/^-/, '').toUpperCase();
    return {
        pem: (0,_pem_js__WEBPACK_IMPORTED_MODULE_2__/* .armour */ .Bq)('CERTIFICATE', certificate.raw),
        fingerprint: hex(certificate.fingerprint256),
        fingerprintSha1: hex(certificate.fingerprint),
        serialNumber: serial.length % 2 === 0 ? serial : `0${serial}`,
        serialDecimal: BigInt(`0x${serial}`).toString(),
        subject: oneLine(certificate.subject),
        issuer: oneLine(certificate.issuer),
        subjectAltNames: facts?.subjectAltNames ?? [],
        issuerKeyId: selfSigned ? facts?.subjectKeyId : facts?.authorityKeyId,
        selfSigned,
        ...validity,
        keyKind: keyKindOf(certificate),
    };
}
function parse(source) {
    const x509 = parseCertificate(source);
    const facts = x509 && (0,_certificate_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .readFacts */ .M)(typeof source === 'string' ? x509.raw : source);
    const leaf = x509 && describe(x509);
    return facts && x509 && leaf && { x509, leaf, facts };
}
function sameIssuerKey(a, b) {
    return a.issuer === b.issuer && a.issuerKeyId !== undefined && a.issuerKeyId === b.issuerKeyId;
}
function sameLineage(a, b) {
    return (sameIssuerKey(a, b) &&
        a.subject === b.subject &&
        a.subjectAltNames.join() === b.subjectAltNames.join() &&
        (a.subject !== '' || a.subjectAltNames.length > 0));
}
function isSignedBy(certificate, issuer) {
    try {
        return certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey);
    }
    catch {
        return false;
    }
}
function keyKindOf(certificate) {
    try {
        const kind = certificate.publicKey.asymmetricKeyType;
        if (kind === 'rsa' || kind === 'ec' || kind === 'ed25519')
            return kind;
        return kind?.startsWith('ml-dsa-') ? 'ml-dsa' : 'other';
    }
    catch {
        return 'other';
    }
}
function hex(fingerprint) {
    return fingerprint.replaceAll(':', '').toLowerCase();
}
function oneLine(name) {
    return (name ?? '')
        .split('\n')
        .toReversed()
        .join(',')
        .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}


/***/ }),

/***/ 6548:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   aQ: () => (/* binding */ readPasted),
/* harmony export */   bB: () => (/* binding */ strip),
/* harmony export */   us: () => (/* binding */ standIn)
/* harmony export */ });
/* harmony import */ var _envelope_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4427);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9913);


const MAXIMUM_BYTES = 64 * 1024;
const PLACE = [
    /^[a-z][a-z0-9+.-]{1,20}:\/\//i,
    /^(?:file|arn|vault|@):?\S/i,
    /^(?:~|\.{1,2})?[/\\]/,
    /^[A-Za-z]:[/\\]/,
    /\.(?:pem|crt|cer|cert|key|der|p12|pfx|p7b|txt)$/i,
];
function standIn(text) {
    return missingForm(trim(text));
}
function readPasted(text, maximumBytes = MAXIMUM_BYTES) {
    if (Buffer.byteLength(text) > maximumBytes)
        return { kind: 'too-large' };
    const trimmed = trim(text);
    const missing = missingForm(trimmed);
    if (missing !== undefined)
        return { kind: 'missing', form: missing };
    if (/^<(?:!doctype|!--|\?xml|html|head|body)/i.test(trimmed))
        return { kind: 'foreign', form: 'html' };
    const inner = (0,_envelope_js__WEBPACK_IMPORTED_MODULE_0__/* .unwrap */ .oA)(text);
    if (typeof inner === 'string' && !(0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .hasArmour */ .$U)(inner)) {
        const fields = (0,_envelope_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(trim(inner));
        return fields ? { kind: 'envelope', fields } : { kind: 'foreign', form: foreignForm(trim(inner)) };
    }
    const read = typeof inner === 'string' ? (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .readBlocks */ .v_)(inner) : (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .readDerBlock */ .vf)(inner);
    if (typeof read !== 'string')
        return { kind: 'blocks', blocks: read };
    const encoding = typeof inner === 'string' ? encodingIn(inner) : undefined;
    return encoding === undefined ? { kind: 'broken', fault: read } : { kind: 'foreign', form: encoding };
}
function encodingIn(text) {
    if (/&(?:#\d{1,4}|#x[\da-f]{1,4}|[a-z]{2,8});|<\/?[a-z][^<>]{0,40}>/i.test(text))
        return 'entities';
    return /=(?:[\dA-F]{2}|[\t ]{0,8}\r?\n[A-Za-z\d+/]{4})/.test(text) ? 'quoted-printable' : undefined;
}
function trim(text) {
    return strip(text, /[\s\u200B"'`]/);
}
function strip(text, character) {
    let start = 0;
    let end = text.length;
    while (start < end && character.test(text.charAt(start)))
        start += 1;
    while (start < end && character.test(text.charAt(end - 1)))
        end -= 1;
    return text.slice(start, end);
}
function missingForm(text) {
    if (text === '')
        return 'blank';
    if (/^\*+$/.test(text))
        return 'masked';
    if (/^(?:null|undefined|none|nil|~)$/i.test(text))
        return 'word';
    if (/^\$\{\{[^}]{0,300}\}\}$/.test(text))
        return 'unresolved';
    return /^(?:\$\w{1,100}|\$\{\w{1,100}\}|\$\([^)]{0,300}\)|%\w{1,100}%)$/.test(text)
        ? 'unresolved'
        : undefined;
}
function foreignForm(text) {
    const encoding = /BEGIN\S{1,40}(?:CERTIFICATE|KEY)/.test(text) ? encodingIn(text) : undefined;
    if (encoding !== undefined)
        return encoding;
    if (/^PuTTY-User-Key-File-/m.test(text))
        return 'putty';
    if (/^[{[]/.test(text) && /\bkty\\?["']?\s{0,8}:/.test(text))
        return jwkForm(text);
    if (/^(?:ssh-|ecdsa-sha2-|sk-)[\w@.-]{1,60} AAAA/.test(text))
        return 'ssh-public';
    if (/^(?:Certificate|Private-Key|Certificate Request|.{0,20}Private-Key):/.test(text))
        return 'text-only';
    if (/[\uFFFD\0-\x08\x0E-\x1F]/.test(text))
        return 'binary';
    const place = text.length <= 4096 && !/\n/.test(text) && PLACE.some((pattern) => pattern.test(text));
    return place ? 'place' : 'unknown';
}
function jwkForm(text) {
    if (!/\b[dk]\\?["']?\s{0,8}:/.test(text))
        return 'jwk-public';
    return text.startsWith('[') || /\bkeys\\?["']?\s{0,8}:/.test(text) ? 'jwk-set' : 'jwk';
}


/***/ }),

/***/ 9913:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $B: () => (/* binding */ bare),
/* harmony export */   $U: () => (/* binding */ hasArmour),
/* harmony export */   $w: () => (/* binding */ withPlainArmour),
/* harmony export */   Bq: () => (/* binding */ armour),
/* harmony export */   M0: () => (/* binding */ readSoundBlocks),
/* harmony export */   gW: () => (/* binding */ textsInBlocks),
/* harmony export */   v_: () => (/* binding */ readBlocks),
/* harmony export */   vf: () => (/* binding */ readDerBlock)
/* harmony export */ });
/* unused harmony export isBase64 */
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4584);

const MARKER = /[-\u2010-\u2015\u2212]{2,8}\s{0,4}(BEGIN|END)\s{1,4}([A-Z0-9][A-Z0-9 #]{1,39}?)\s{0,4}[-\u2010-\u2015\u2212]{2,8}/g;
const MAXIMUM_DEPTH = 3;
const PROC_TYPE = /Proc-Type:\s{0,8}4\s{0,8},\s{0,8}ENCRYPTED/;
const DEK_INFO = /DEK-Info:\s{0,8}((?:DES|RC2)[A-Z0-9-]{1,20}|[A-Z0-9-]{1,20})\s{0,8},\s{0,8}/;
function armour(label, der) {
    return lines(label, [], Buffer.from(der).toString('base64'));
}
function hasArmour(text) {
    return text.search(MARKER) >= 0;
}
function withPlainArmour(text) {
    return text.replaceAll(MARKER, '-----$1 $2-----');
}
function readBlocks(text, depth = 0) {
    const blocks = [];
    let begun;
    for (const marker of text.matchAll(MARKER)) {
        const [line, word, label = ''] = marker;
        if (word === 'BEGIN') {
            if (begun !== undefined)
                return 'no-end';
            begun = { label, at: marker.index + line.length };
        }
        else {
            if (begun === undefined)
                return 'no-begin';
            if (begun.label !== label)
                return 'labels-differ';
            const read = readBlock(label, text.slice(begun.at, marker.index), depth);
            if (typeof read === 'string')
                return read;
            blocks.push(...read);
            begun = undefined;
        }
    }
    return begun === undefined ? blocks : 'no-end';
}
function readSoundBlocks(text) {
    const markers = [...text.matchAll(MARKER)];
    return markers.flatMap(([line, word, label = ''], index) => {
        const from = (markers[index]?.index ?? 0) + line.length;
        const read = word === 'BEGIN' ? readBlock(label, text.slice(from, markers[index + 1]?.index)) : 'no-begin';
        return typeof read === 'string' ? [] : read;
    });
}
function readBlock(label, body, depth = 0) {
    const foreign = kindOfLabel(label);
    if (foreign !== undefined)
        return [{ kind: foreign }];
    if (PROC_TYPE.test(body))
        return readLegacy(label, body);
    const base64 = bare(body);
    if (base64 === '')
        return 'empty';
    if (!isBase64(base64))
        return 'damaged';
    const bytes = Buffer.from(base64, 'base64');
    const inner = textIn(bytes);
    if (depth < MAXIMUM_DEPTH && inner !== undefined)
        return readBlocks(inner, depth + 1);
    return readDerBlock(label === 'TRUSTED CERTIFICATE' ? ((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readFirst */ .vv)(bytes)?.element.whole ?? bytes) : bytes);
}
function textIn(bytes) {
    const text = bytes.toString('latin1').replaceAll('\0', '');
    return hasArmour(text) ? text : undefined;
}
function textsInBlocks(text, depth = 0) {
    if (depth === MAXIMUM_DEPTH)
        return [];
    const bodies = text.split(MARKER).filter((part) => part.length > 64);
    const inner = bodies
        .map((body) => textIn(Buffer.from(bare(body), 'base64')))
        .filter((one) => one !== undefined);
    return inner.flatMap((one) => [one, ...textsInBlocks(one, depth + 1)]);
}
function readDerBlock(der) {
    const kind = (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOfDer */ .x6)(der);
    if (kind !== undefined)
        return [{ kind, der }];
    if ((0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readWhole */ .oD)(der) !== undefined)
        return 'damaged';
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_0__/* .readFirst */ .vv)(der) === undefined && der[0] === 0x30 ? 'truncated' : 'damaged';
}
function kindOfLabel(label) {
    if (label.startsWith('PGP '))
        return 'pgp';
    if (label === 'SSH2 PUBLIC KEY')
        return 'ssh-public';
    if (label === 'OPENSSH PRIVATE KEY' || label.startsWith('SSH2 '))
        return 'openssh';
    return label.endsWith(' PARAMETERS') || label === 'X509 CRL' ? 'other' : undefined;
}
function readLegacy(label, body) {
    const info = DEK_INFO.exec(body);
    if (info === null)
        return 'damaged';
    const cipher = info[1] ?? '';
    const rest = bare(body.slice(info.index + info[0].length));
    const digits = /^(?:DES|RC2)/.test(cipher) ? 16 : 32;
    const vector = rest.slice(0, digits);
    const base64 = rest.slice(digits);
    if (base64 === '')
        return 'empty';
    if (!/^[0-9A-Fa-f]+$/.test(vector) || !isBase64(base64))
        return 'damaged';
    const headers = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher},${vector}`, ''];
    return [{ kind: 'legacy-encrypted', pem: lines(label, headers, base64) }];
}
function lines(label, headers, base64) {
    const body = base64.match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${label}-----`, ...headers, ...body, `-----END ${label}-----`, ''].join('\n');
}
function bare(text) {
    return text.replaceAll(/[\s"'`,>|#\\]/g, '');
}
function isBase64(text) {
    return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}


/***/ }),

/***/ 1892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ preflight),
/* harmony export */   f: () => (/* binding */ readParts)
/* harmony export */ });
/* harmony import */ var _certificate_checks_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4844);
/* harmony import */ var _chain_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8658);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(8062);
/* harmony import */ var _input_form_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1706);
/* harmony import */ var _key_input_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2324);
/* harmony import */ var _leaf_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4855);
/* harmony import */ var _pasted_text_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6548);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(1826);








function preflight(pasted, policy, now) {
    const { names } = pasted;
    const parts = readParts(pasted);
    const keyRead = (0,_key_input_js__WEBPACK_IMPORTED_MODULE_3__/* .readKeys */ .x)(parts.keys, pasted.passphrase, parts.keyInput, names.passphrase);
    const { certificateInput } = parts;
    const { leaf, chain, findings: ofChain } = (0,_chain_js__WEBPACK_IMPORTED_MODULE_1__/* .readChain */ .UM)(parts.certificates, certificateInput);
    const { key } = keyRead;
    const findings = [
        ...parts.findings,
        ...ofChain,
        ...(leaf ? (0,_certificate_checks_js__WEBPACK_IMPORTED_MODULE_0__/* .judgeCertificate */ .Z9)(leaf, certificateInput, policy, now) : []),
        ...keyRead.findings,
        ...(leaf && key ? (0,_private_key_js__WEBPACK_IMPORTED_MODULE_6__/* .judgeKey */ .FF)(leaf, key, { ...names, certificate: certificateInput }, parts.keyInput) : []),
    ];
    if (!leaf || !key || findings.some(_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .isRefusal */ .vu))
        return { kind: 'refused', findings };
    const { clientCa, originGiven } = policy;
    const successor = {
        leaf: leaf.leaf,
        key: new _private_key_js__WEBPACK_IMPORTED_MODULE_6__/* .PrivateKey */ .ZD(key),
        vouchedByCa: false,
        clientCa: (0,_leaf_js__WEBPACK_IMPORTED_MODULE_4__/* .certificatesIn */ .Yc)(clientCa ?? ''),
        chain: chain.map(({ x509 }) => x509),
    };
    const trustCase = { ...successor, clientCa, originGiven, input: certificateInput };
    return { kind: 'passed', successor, trustCase, findings };
}
function readParts({ certificate, privateKey = '', names }, role = 'certificate') {
    const first = readSource(certificate, names.certificate);
    const second = readSource(privateKey, names.privateKey);
    const certificateSource = isBlank(first) && holdsBoth(second) ? second : first;
    const keySource = isBlank(second) && holdsBoth(first) ? first : second;
    const keys = holdsBoth(first) && keySource === second ? [...second.keys, ...first.keys] : keySource.keys;
    const { certificates, input: certificateInput } = certificateSource;
    const findings = [
        ...(certificates.length > 0 ? [] : [(0,_input_form_js__WEBPACK_IMPORTED_MODULE_2__/* .judgeForm */ .Mi)(certificateSource.reading, role, names, certificateInput)]),
        ...(keySource.keys.length > 0
            ? []
            : [(0,_input_form_js__WEBPACK_IMPORTED_MODULE_2__/* .judgeForm */ .Mi)(keySource.reading, 'private-key', names, keySource.input)]),
    ];
    return { certificates, keys, certificateInput, keyInput: keySource.input, findings };
}
function readSource(text, input) {
    const reading = (0,_pasted_text_js__WEBPACK_IMPORTED_MODULE_5__/* .readPasted */ .aQ)(text);
    return { input, reading, ...(0,_input_form_js__WEBPACK_IMPORTED_MODULE_2__/* .usableIn */ .k2)(reading) };
}
function isBlank({ reading }) {
    return reading.kind === 'missing' && reading.form === 'blank';
}
function holdsBoth({ certificates, keys }) {
    return certificates.length > 0 && keys.length > 0;
}


/***/ }),

/***/ 1826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ judgeKey),
/* harmony export */   ZD: () => (/* binding */ PrivateKey),
/* harmony export */   as: () => (/* binding */ proveKey)
/* harmony export */ });
/* unused harmony export lacksSeed */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4584);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8062);
/* harmony import */ var _form_texts_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8032);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9913);





const HIDDEN = '[private key]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
class PrivateKey {
    #keyObject;
    constructor(keyObject) {
        this.#keyObject = withNamedCurve(keyObject);
    }
    pem() {
        return (0,_pem_js__WEBPACK_IMPORTED_MODULE_3__/* .armour */ .Bq)('PRIVATE KEY', seedOnly(this.#keyObject.export({ type: 'pkcs8', format: 'der' })));
    }
    keyObject() {
        return this.#keyObject;
    }
    toString() {
        return HIDDEN;
    }
    toJSON() {
        return HIDDEN;
    }
    [INSPECT]() {
        return HIDDEN;
    }
}
function withNamedCurve(key) {
    if (key.asymmetricKeyType !== 'ec')
        return key;
    try {
        return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key: key.export({ format: 'jwk' }), format: 'jwk' });
    }
    catch {
        return key;
    }
}
function seedOnly(pkcs8) {
    const [version, algorithm, key] = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(pkcs8)) ?? [];
    const both = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readChildren */ .KZ)(key && (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(key.content, _der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.sequence));
    const seed = both?.[0];
    if (!version || !algorithm || both?.length !== 2 || seed?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.octetString)
        return pkcs8;
    const bare = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .writeDer */ .bk)((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .contextTag */ .qA)(0, false), seed.content);
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .writeDer */ .bk)(_der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.sequence, version.whole, algorithm.whole, (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .writeDer */ .bk)(_der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.octetString, bare));
}
function lacksSeed(key) {
    if (key.asymmetricKeyType?.startsWith('ml-dsa-') !== true)
        return false;
    const [, , inner] = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(key.export({ type: 'pkcs8', format: 'der' }))) ?? [];
    return inner !== undefined && (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(inner.content)?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.octetString;
}
function hasMorePrimes(key) {
    if (key.asymmetricKeyType !== 'rsa')
        return false;
    const [version] = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readChildren */ .KZ)((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(key.export({ type: 'pkcs1', format: 'der' }))) ?? [];
    return version?.content[0] !== 0;
}
const MESSAGE = Buffer.from('The key that signed this belongs to the certificate that verifies it.');
function proveKey(certificate, key) {
    try {
        if (!certificate.checkPrivateKey(key))
            return 'mismatch';
        const signature = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.sign)(null, MESSAGE, key);
        const sound = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.verify)(null, MESSAGE, certificate.publicKey, signature) && isCoherent(key);
        return sound ? 'proven' : 'unsound';
    }
    catch {
        return 'unsound';
    }
}
function isCoherent(key) {
    if (key.asymmetricKeyType !== 'rsa')
        return true;
    const jwk = key.export({ format: 'jwk' });
    const [n, e, d] = [toInteger(jwk.n), toInteger(jwk.e), toInteger(jwk.d)];
    const [p, q, qi] = [toInteger(jwk.p), toInteger(jwk.q), toInteger(jwk.qi)];
    const [dp, dq] = [toInteger(jwk.dp), toInteger(jwk.dq)];
    return (n === p * q &&
        (e * d) % (p - 1n) === 1n &&
        (e * d) % (q - 1n) === 1n &&
        (e * dp) % (p - 1n) === 1n &&
        (e * dq) % (q - 1n) === 1n &&
        (q * qi) % p === 1n);
}
function toInteger(base64url) {
    return BigInt(`0x${Buffer.from(base64url ?? '', 'base64url').toString('hex')}`);
}
function judgeKey(certificate, key, names, input) {
    const { keyKind } = certificate.leaf;
    if (keyKind === 'other')
        return [];
    const kind = key.asymmetricKeyType ?? '';
    const kinds = `the certificate has a key of kind ${keyKind}, and this one is of kind ${kind}`;
    const belongs = `belong to the certificate in \`${names.certificate}\`${kind.startsWith(keyKind) ? '' : ` (${kinds})`}`;
    const proof = hasMorePrimes(key) ? 'more-primes' : proveKey(certificate.x509, key);
    const said = {
        'more-primes': [
            'RSA_MULTI_PRIME',
            `The RSA key in \`${input}\` is made of more than two primes, which Cloudflare and most servers do not accept. Make a new one (\`openssl genrsa 2048\`) and have a certificate issued for it.`,
        ],
        mismatch: [
            'KEY_MISMATCH',
            `The private key in \`${input}\` does not ${belongs}. Give the key with which this certificate was requested; was only one of the two secrets updated?`,
        ],
        unsound: [
            'KEY_UNSOUND',
            `The private key in \`${input}\` belongs to the certificate, but is damaged and does not work. ${_form_texts_js__WEBPACK_IMPORTED_MODULE_2__/* .CHECK_FILE */ .Qq}`,
        ],
        proven: [
            'ML_DSA_SEED_MISSING',
            `The ML-DSA key in \`${input}\` has no seed, and Cloudflare only accepts the form with the seed. Give the file that was written when the key was made, or make a new key.`,
        ],
    };
    const [reason, says] = said[proof];
    return proof === 'proven' && !lacksSeed(key) ? [] : [(0,_finding_js__WEBPACK_IMPORTED_MODULE_4__/* .finding */ .gk)('refuse', reason, input, says)];
}


/***/ }),

/***/ 6982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M$: () => (/* binding */ judgeFault),
/* harmony export */   _Q: () => (/* binding */ faultWords),
/* harmony export */   _n: () => (/* binding */ judgeAnswer)
/* harmony export */ });
/* unused harmony export readEnvelope */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _api_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6176);
/* harmony import */ var _endpoint_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4246);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3395);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9169);





function judgeAnswer(request, answer, secrets, authenticated) {
    const { status, headers } = answer;
    const envelope = readEnvelope(answer.body, secrets);
    const challenged = headers['cf-mitigated']?.trim().toLowerCase() === 'challenge';
    const good = status >= 200 && status < 300 && !challenged;
    const read = good && envelope.kind === 'success' ? request.read(envelope.result, envelope.info) : undefined;
    if (read !== undefined)
        return { kind: 'done', value: read.value };
    const error = apiError(request, answer, envelope, challenged);
    const again = (reason, applied) => {
        return { kind: 'again', reason, applied, error, because: reasonOf(error) };
    };
    if (challenged)
        return { kind: 'refused', error };
    if (status === 429)
        return again('throttled', 'no');
    if (status === 409)
        return again('conflict', 'no');
    if (error.passing)
        return again('transient', 'perhaps');
    if (isYoungToken(error))
        return again('young-token', 'no');
    if (authenticated && (0,_api_error_js__WEBPACK_IMPORTED_MODULE_1__/* .hasCode */ .up)(error, AUTHENTICATION))
        return again('authentication', 'perhaps');
    if (!error.readable && request.method !== 'GET')
        return again('transient', 'perhaps');
    return { kind: 'refused', error };
}
const AUTHENTICATION = 10_000;
function isYoungToken({ status, apiMessages }) {
    return [401, 403].includes(status) && apiMessages.some((text) => YOUNG.test(text));
}
const YOUNG = /unable to authenticate request|^internal error/i;
function faultWords({ reason }, host) {
    return { because: FAULTS[reason], lasting: LASTING[reason]?.replaceAll('{host}', host) };
}
function judgeFault(request, fault, answered, host) {
    const { because, lasting } = faultWords(fault, host);
    const error = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('API_UNREACHABLE', {
        happened: `\`${(0,_endpoint_js__WEBPACK_IMPORTED_MODULE_2__/* .endpointOf */ .X5)(request)}\` got no usable answer from Cloudflare: ${because}.`,
        remedy: lasting ?? 'Check the network between this runner and the API (proxy, firewall), then run again.',
    });
    if (lasting !== undefined && !answered)
        return { kind: 'refused', error };
    return { kind: 'again', reason: 'transient', applied: fault.sent, error, because };
}
const LASTING = {
    untrusted: "A proxy or firewall seems to intercept TLS. In the job's `env:`, set NODE_EXTRA_CA_CERTS to a PEM file on this runner with that proxy's authority. Never switch certificate checks off.",
    'ca-file': "Set NODE_EXTRA_CA_CERTS to a PEM file with the proxy's authority that exists on this runner (and in the job's container), or remove it.",
    'other-name': 'Something else (a proxy, a DNS filter) answers instead of the API: let this runner reach {host}.',
    'out-of-date': "Check this runner's clock, and whether a proxy presents an expired certificate.",
    'proxy-login': "Put the user and password in the proxy's URL, from a secret: `HTTPS_PROXY: http://user:password@proxy.example:3128`, with special characters percent-encoded.",
    'proxy-refused': 'Allow {host} on port 443 in the proxy, or add it to NO_PROXY if this runner can reach it directly.',
};
const FAULTS = {
    dns: "the API's name could not be resolved",
    refused: 'the connection was refused',
    tls: 'the TLS handshake failed',
    reset: 'the connection was reset',
    timeout: 'no complete answer came in time',
    cut: 'the answer was cut off',
    'too-large': 'the answer was too long',
    'not-utf8': 'the answer was not UTF-8 text',
    aborted: 'the call was aborted',
    untrusted: 'the certificate presented is from an authority that this runner does not trust',
    'ca-file': 'this runner does not trust the certificate presented, and the file in NODE_EXTRA_CA_CERTS cannot be read',
    'other-name': 'the certificate presented is for another name',
    'out-of-date': 'the certificate presented has expired or is not valid yet',
    'proxy-login': 'the proxy wants a login (status 407)',
    'proxy-refused': 'the proxy refused the connection',
    'proxy-failed': 'the proxy could not connect',
};
function apiError(request, answer, envelope, challenged) {
    const ok = answer.status >= 200 && answer.status < 300;
    const failure = envelope.kind === 'failure' && (envelope.explicit || !ok);
    return new _api_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ApiError */ .hD({
        status: answer.status,
        apiCodes: failure ? envelope.codes : [],
        apiMessages: failure ? envelope.messages : [],
        endpoint: (0,_endpoint_js__WEBPACK_IMPORTED_MODULE_2__/* .endpointOf */ .X5)(request),
        ray: rayOf(answer.headers),
        challenged,
        readable: failure,
    });
}
function rayOf(headers) {
    const ray = headers['cf-ray'];
    return ray !== undefined && /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(ray) ? ray : undefined;
}
const PLAIN_STATUSES = new Set([408, 409, 429]);
function reasonOf({ status, readable, apiCodes }) {
    if (!readable && status < 500 && !PLAIN_STATUSES.has(status))
        return `HTTP ${status} with an unreadable answer`;
    return `HTTP ${status}${(0,_api_error_js__WEBPACK_IMPORTED_MODULE_1__/* .codesIn */ .Od)(apiCodes)}`;
}
const MOST_ERRORS = 10;
const DEEPEST_CHAIN = 4;
function readEnvelope(body, secrets) {
    const json = (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .asObject */ .eB)((0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .parseJson */ .qF)(body)?.value);
    if (json === undefined)
        return { kind: 'unreadable' };
    if (json['success'] === true)
        return { kind: 'success', result: json['result'], info: json['result_info'] };
    const explicit = json['success'] === false;
    if (!explicit && !Array.isArray(json['errors']))
        return { kind: 'unreadable' };
    const errors = flatten(json['errors'], 0);
    const codes = errors.map((error) => codeOf(error)).filter((code) => code !== undefined);
    const messages = errors.map((error) => messageOf(error, secrets)).filter((text) => text !== '');
    return {
        kind: 'failure',
        codes: [...new Set(codes)].slice(0, MOST_ERRORS),
        messages: [...new Set(messages)].slice(0, MOST_ERRORS),
        explicit,
    };
}
function flatten(errors, depth) {
    if (depth > DEEPEST_CHAIN || errors === undefined || errors === null)
        return [];
    const list = Array.isArray(errors) ? errors : [errors];
    return list.slice(0, MOST_ERRORS).flatMap((item) => {
        if (typeof item === 'string')
            return [{ message: item }];
        const error = (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .asObject */ .eB)(item);
        return error === undefined ? [] : [error, ...flatten(error['error_chain'], depth + 1)];
    });
}
function codeOf(error) {
    const code = error['code'];
    if (typeof code === 'string' && /^\s*\d{1,9}\s*$/.test(code))
        return Number(code);
    return typeof code === 'number' && Number.isSafeInteger(code) && code >= 0 ? code : undefined;
}
function messageOf(error, secrets) {
    const message = error['message'];
    return typeof message === 'string' ? (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .cleanSentence */ .b4)(message, secrets) : '';
}


/***/ }),

/***/ 6176:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  hD: () => (/* binding */ ApiError),
  Od: () => (/* binding */ codesIn),
  up: () => (/* binding */ hasCode),
  Pr: () => (/* binding */ meaningOf),
  JT: () => (/* binding */ mistrusted),
  jG: () => (/* binding */ unlessUnknown)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
;// CONCATENATED MODULE: ./lib/cloudflare/error-causes.js
const ANYWHERE = /^/;
const ORIGIN_PULLS = /origin_tls_client_auth/;
const ZONES = /^GET \/zones$/;
const UPLOAD = /^POST .*origin_tls_client_auth/;
const SETTINGS = /\/settings\/(?:ssl|tls_client_auth)$/;
function code(codes, where = ANYWHERE) {
    return ({ apiCodes, endpoint }) => where.test(endpoint) && codes.some((one) => apiCodes.includes(one));
}
function says(pattern, where = ANYWHERE) {
    return ({ apiMessages, endpoint }) => where.test(endpoint) && apiMessages.some((text) => pattern.test(text));
}
function statusIs(...statuses) {
    return (refusal) => statuses.includes(refusal.status);
}
function both(one, other) {
    return (refusal) => one(refusal) && other(refusal);
}
const RATE_LIMITED = [
    "The API's rate limit was exceeded (1200 calls in 5 minutes per user or account token).",
    'Wait five minutes and run again. Other jobs with this token, or with tokens of the same user, count as well.',
];
const WHERE = 'My Profile > API Tokens in the dashboard (Manage Account > API Tokens for a token that begins with `cfat_`)';
const ENTRIES = [
    [
        (refusal) => refusal.challenged,
        "Cloudflare answered with a challenge page instead of the API's answer.",
        "Cloudflare challenges this runner's address: use another runner or allow the address, then run again.",
    ],
    [
        ({ status }) => status >= 300 && status < 400,
        'The answer was a redirect. Redirects are never followed, because the request carries the token and may carry the key.',
        'Check `api-base-url`, and any proxy in between.',
    ],
    [
        code([6003, 6111, 9103, 9106]),
        '`api-token` does not hold an API token. It may be a global API key, the name or id of a token, or a token with other text around it.',
        'Create an API token with "Zone > SSL and Certificates: Edit" and "Zone > Zone: Read", and store it in the secret with nothing else.',
    ],
    [
        both(code([10001]), says(/method not allowed for token/i)),
        'The token is not allowed to make this call.',
        'Give the token "Zone > SSL and Certificates: Edit" on this zone.',
    ],
    [
        both(says(/unable to authenticate request/i), statusIs(401, 403)),
        'Cloudflare does not know this token. A new one takes a few seconds to become valid, and a rolled one is no longer valid.',
        'Wait a minute and run again. If that does not help, store the current token in the secret.',
    ],
    [
        code([10000], ZONES),
        'Cloudflare does not accept the token: it may be incomplete or no longer valid, it may lack "Zone: Read", or its IP filter excludes this runner.',
        `Check under ${WHERE} that the token in the secret is active, has "Zone > Zone: Read" and "Zone > SSL and Certificates: Edit" on the zone, and that its IP filter admits this runner. With the zone's id in \`zone\`, "Zone: Read" is not needed.`,
    ],
    [
        code([10000]),
        'The token lacks the permission "SSL and Certificates: Edit" for this zone, its IP filter excludes this runner, or the zone id is wrong.',
        `Under ${WHERE}, give the token "Zone > SSL and Certificates: Edit" on this zone and check its IP filter. Also check the zone id.`,
    ],
    [
        code([9109], SETTINGS),
        "The token is not allowed to read this zone's settings.",
        'Add "Zone > Zone Settings: Read" to the token.',
    ],
    [
        code([9109]),
        'The token is not valid here: it is for other zones, has expired, or its IP filter excludes this runner.',
        'Check that the token covers this zone with "SSL and Certificates: Edit" and has not expired.',
    ],
    [
        code([7003, 7000]),
        'The zone id is malformed, or the path of `api-base-url` is not `/client/v4`.',
        "Copy the zone id (32 hexadecimal digits) from the zone's Overview page in the dashboard.",
    ],
    [code([971]), ...RATE_LIMITED],
    [
        code([1404], ORIGIN_PULLS),
        'Cloudflare wants a certificate id, even to switch an association off.',
        'This is a bug in this action: please report it with the ray id.',
    ],
    [
        code([1406], ORIGIN_PULLS),
        'The zone already has this certificate, or it was deleted only seconds ago.',
        'If it was just deleted, wait half a minute and run again. Otherwise issue a new certificate.',
    ],
    [
        code([1408], UPLOAD),
        'Cloudflare could not parse the certificate.',
        'Check with `openssl x509 -in certificate.pem -noout -text` that it is a complete PEM certificate with a supported key type.',
    ],
    [
        code([1412], UPLOAD),
        'Cloudflare only takes leaf certificates. This one is an authority (CA:TRUE), or no leaf was found.',
        'Use the client certificate that your authority issued (`basicConstraints = CA:FALSE`), not the authority itself.',
    ],
    [
        code([1413], UPLOAD),
        'Cloudflare does not take this type of key.',
        'Issue the certificate with an EC key on P-256, or an RSA key of at least 2048 bits.',
    ],
    [
        code([1414], ORIGIN_PULLS),
        'The certificate is already being deleted.',
        'Nothing to do: it will be gone in about ten seconds.',
    ],
    [
        code([1415], ORIGIN_PULLS),
        'There is no such certificate at this level: the id is wrong or from the other level, or the certificate was deleted.',
        'Check whether somebody else deleted it, then run again.',
    ],
    [
        code([1433], ORIGIN_PULLS),
        'The certificate is in use: a hostname uses it, or did until a moment ago.',
        'Move its hostnames to another certificate, wait up to five minutes and try again.',
    ],
    [
        code([1434], ORIGIN_PULLS),
        'The certificate is still being deployed and cannot be deleted yet.',
        'Wait a few minutes and run again.',
    ],
    [
        code([1551, 1552], ORIGIN_PULLS),
        'There is no certificate with this id at this level of the zone.',
        'Check the id and the level (`zone` or `hostname`), and whether somebody else deleted the certificate.',
    ],
    [
        code([1553], ORIGIN_PULLS),
        'This hostname has no certificate of its own.',
        'Check that the hostname belongs to this zone. A rotation with `level: hostname` sets it up.',
    ],
    [
        says(/already (?:been )?deleted/i, ORIGIN_PULLS),
        'The certificate has already been deleted.',
        'Nothing to do.',
    ],
    [statusIs(429), ...RATE_LIMITED],
    [
        statusIs(409),
        'Another change to this zone was in progress the whole time.',
        "Find the other job or person changing this zone's origin pulls, wait until they are done, then run again.",
    ],
    [
        code([1000]),
        "Cloudflare's API had an internal error. Your certificate and token are not the problem.",
        'Check https://www.cloudflarestatus.com and run again.',
    ],
    [
        ({ status, readable }) => !readable && status >= 400 && status < 500 && status !== 408,
        'This is no answer of the API: a firewall or proxy in front of it seems to have blocked the call.',
        'Allow calls of all methods to `api.cloudflare.com` in the proxy or firewall between this runner and the API, and check `api-base-url`.',
    ],
    [
        statusIs(401),
        'The token was not accepted.',
        'Check that the secret holds a current API token, complete and without quotes.',
    ],
    [
        statusIs(403),
        'The token is not allowed to do this, or a firewall or proxy in front of the API blocked the call.',
        'Give the token "SSL and Certificates: Edit" on this zone. If it has that, check for proxies between the runner and the API.',
    ],
    [
        statusIs(404, 405),
        'The API does not know this path or does not allow this call.',
        'Check the zone id, the certificate id and `api-base-url`.',
    ],
    [
        ({ status }) => status === 408 || status >= 500,
        "Cloudflare's API or network failed. Your certificate is not the problem.",
        'Check https://www.cloudflarestatus.com and run again.',
    ],
    [
        ({ status, readable }) => status < 300 && !readable,
        'The answer was empty, cut off, not JSON, or not what the API documents.',
        'Run again. If that does not help, check `api-base-url` and any proxy between the runner and the API.',
    ],
];
const UNKNOWN = {
    cause: 'This action does not know the reason.',
    cure: 'Run again. If that does not help, ask Cloudflare support, with the ray id if one is named above.',
};
function explain(refusal) {
    const [, cause, cure] = ENTRIES.find(([when]) => when(refusal)) ?? [];
    return cause === undefined || cure === undefined ? undefined : { cause, cure };
}

;// CONCATENATED MODULE: ./lib/cloudflare/api-error.js


class ApiError extends errors/* ActionError */.lZ {
    status;
    apiCodes;
    apiMessages;
    endpoint;
    ray;
    readable;
    passing;
    explained;
    #refusal;
    constructor(refusal, better = {}) {
        const known = explain(refusal);
        const { cause, cure } = { ...(known ?? UNKNOWN), ...better };
        super(errorCode(refusal), { happened: `${headline(refusal)} ${cause}`, remedy: cure });
        this.name = 'ApiError';
        this.status = refusal.status;
        this.apiCodes = refusal.apiCodes;
        this.apiMessages = refusal.apiMessages;
        this.endpoint = refusal.endpoint;
        this.ray = refusal.ray;
        this.readable = refusal.readable;
        this.passing = isPassing(refusal);
        this.explained = better.cause !== undefined || known !== undefined;
        this.#refusal = refusal;
    }
    details() {
        return [
            `${this.endpoint} answered HTTP ${this.status}`,
            ...(this.apiCodes.length === 0 ? [] : [`API code ${this.apiCodes.join(', ')}`]),
            ...this.apiMessages.map((text) => `API message: ${text}`),
            ...(this.ray === undefined ? [] : [`Ray ID ${this.ray}`]),
        ];
    }
    withExplanation(better) {
        return new ApiError(this.#refusal, better);
    }
}
function hasCode(error, code) {
    return error instanceof ApiError && error.apiCodes.includes(code);
}
const NO_TOKEN = new Set([6003, 6111, 9103, 9106]);
function errorCode(refusal) {
    const { status } = refusal;
    if (isGood(refusal) && !refusal.readable)
        return 'API_ANSWER_UNREADABLE';
    if (status === 429)
        return 'API_RATE_LIMITED';
    if (isPassing(refusal))
        return 'API_UNREACHABLE';
    if ((status === 401 || status === 403) && refusal.readable && !refusal.challenged)
        return 'API_UNAUTHORIZED';
    if (refusal.apiCodes.some((code) => NO_TOKEN.has(code)))
        return 'API_UNAUTHORIZED';
    return 'API_REFUSED';
}
const PASSING = new Set([971, 1000]);
function isPassing(refusal) {
    const { status, apiCodes, apiMessages, readable } = refusal;
    if (status === 408 || status >= 500)
        return true;
    if (!readable)
        return isGood(refusal);
    const others = apiCodes.filter((code) => !PASSING.has(code));
    if (explain({ ...refusal, status: 400, apiCodes: others }) !== undefined)
        return false;
    const told = others.length < apiCodes.length || apiMessages.some((text) => /^request timeout/i.test(text));
    return told || isGood(refusal);
}
const isGood = ({ status }) => status >= 200 && status < 300;
function codesIn(apiCodes) {
    if (apiCodes.length === 0)
        return '';
    return `, code${apiCodes.length === 1 ? '' : 's'} ${apiCodes.join(', ')}`;
}
function headline(refusal) {
    const { status, apiCodes, apiMessages, endpoint, ray, readable, challenged } = refusal;
    const isForeign = status >= 300 && !readable && !challenged && ray === undefined;
    const verb = status >= 500 ? 'answered' : readable || status >= 300 ? 'refused' : 'gave no readable answer to';
    const codes = codesIn(apiCodes);
    const messages = apiMessages.length === 0
        ? ''
        : `: ${apiMessages.map((text) => `"${text.replaceAll('"', "'")}"`).join('; ')}`;
    const where = ray === undefined ? '' : ` (ray id ${ray})`;
    return `Cloudflare${isForeign ? ' or a proxy' : ''} ${verb} \`${endpoint}\` with HTTP ${status}${codes}${messages}${where}.`;
}
const BY_CODE = new Map([
    [1414, 'deletion-runs'],
    [1415, 'not-found'],
    [1433, 'in-use'],
    [1434, 'pending-deployment'],
    [1551, 'not-found'],
    [1552, 'not-found'],
    [1553, 'not-found'],
]);
const NO_ROUTE = new Set([7000, 7003]);
function meaningOf(error) {
    if (!(error instanceof ApiError) || !error.readable)
        return 'other';
    if (error.code !== 'API_REFUSED')
        return 'other';
    for (const code of error.apiCodes) {
        const meaning = BY_CODE.get(code);
        if (meaning !== undefined)
            return meaning;
    }
    if (error.apiMessages.some((text) => /already (?:been )?deleted/i.test(text)))
        return 'deletion-runs';
    if (error.status !== 404 || error.apiCodes.some((code) => NO_ROUTE.has(code)))
        return 'other';
    return 'not-found';
}
async function unlessUnknown(read) {
    try {
        return await read;
    }
    catch (error) {
        if (meaningOf(error) === 'not-found')
            return undefined;
        throw error;
    }
}
function mistrusted(outcome) {
    const refused = outcome.kind === 'refused' && hasCode(outcome.error, 10_000);
    return refused ? { kind: 'ambiguous', error: outcome.error } : outcome;
}


/***/ }),

/***/ 4246:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Sd: () => (/* binding */ plainId),
/* harmony export */   X5: () => (/* binding */ endpointOf),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   eQ: () => (/* binding */ isId)
/* harmony export */ });
/* unused harmony export isHostname */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

const ID = /^[0-9a-zA-Z-]{1,64}$/;
const HOSTNAME = /^(?=.{1,255}$)(?:\*\.)?[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?(?:\.[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?)*$/;
function isId(text) {
    return ID.test(text);
}
function plainId(id) {
    return /^[\da-f-]{32,36}$/i.test(id) ? id.toLowerCase() : id;
}
function isHostname(text) {
    return HOSTNAME.test(text);
}
function pathOf(template, values) {
    const known = new Map(Object.entries(values));
    return template.replace(/\{(\w+)\}/g, (_, name) => {
        const value = known.get(name) ?? '';
        const fits = name === 'hostname' ? isHostname(value) : isId(value);
        if (!fits) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('INPUT_INVALID', {
                happened: `A \`${name}\` cannot be part of a path of Cloudflare's API.`,
                remedy: 'Use the id as the dashboard shows it, and hostnames in lower case without scheme, port or path.',
            });
        }
        return encodeURIComponent(value);
    });
}
function endpointOf(request) {
    return `${request.method} ${request.template}`;
}


/***/ }),

/***/ 3395:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GD: () => (/* binding */ cleanWord),
/* harmony export */   b4: () => (/* binding */ cleanSentence),
/* harmony export */   dr: () => (/* binding */ asciiName)
/* harmony export */ });
/* unused harmony export cleanName */
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3136);

const LONGEST_SENTENCE = 500;
const LONGEST_WORD = 100;
const LONGEST_NAME = 255;
const LONGEST_READ = 64 * 1024;
const PEM = /-----\s*BEGIN[^-]*-----(?:[\s\S]*?-----\s*END[^-]*-----|[\s\S]*)/g;
const LONG_BASE64 = /[A-Za-z0-9+/_=-]{44,}/g;
const FINGERPRINT = /^(?:[0-9a-f]{64}|[0-9A-F]{64})$/;
const ESCAPES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]/g;
const BLANKS = /(?:[^\S\ufeff]|\u0085)+/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]+/gu;
function cleanSentence(text, secrets = []) {
    return clean(text, secrets, LONGEST_SENTENCE);
}
function cleanWord(text) {
    return clean(text, [], LONGEST_WORD);
}
function cleanName(text) {
    return withoutCommands(visible(text.slice(0, LONGEST_NAME)));
}
function asciiName(text) {
    const name = cleanName(text).toLowerCase();
    const ascii = /^[ -~]*$/.test(name) ? name : (0,node_url__WEBPACK_IMPORTED_MODULE_0__.domainToASCII)(name);
    return (ascii === '' ? name : ascii).replace(/\.$/, '');
}
function clean(text, secrets, longest) {
    let left = visible(text.slice(0, LONGEST_READ));
    for (const secret of secrets) {
        if (secret !== '')
            left = left.replaceAll(secret, '[redacted]');
    }
    left = left
        .replace(PEM, '[PEM left out]')
        .replace(LONG_BASE64, (run) => (FINGERPRINT.test(run) ? run : '[long text left out]'));
    left = withoutCommands(left);
    return left.length <= longest ? left : `${left.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}
function visible(text) {
    return text.replace(ESCAPES, '').replace(BLANKS, ' ').replace(INVISIBLE, '').trim();
}
function withoutCommands(text) {
    return text.replaceAll(/##(?=[a-z]*\[)/gi, '# #').replaceAll(/::(?=[a-z])/gi, ': :');
}


/***/ }),

/***/ 9169:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   eB: () => (/* binding */ asObject),
/* harmony export */   pq: () => (/* binding */ countOf),
/* harmony export */   qF: () => (/* binding */ parseJson)
/* harmony export */ });
const DEEPEST = 64;
function parseJson(text) {
    if (tooDeep(text))
        return undefined;
    try {
        return { value: JSON.parse(text) };
    }
    catch {
        return undefined;
    }
}
function asObject(value) {
    return isObject(value) ? value : undefined;
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function textOf(json, name) {
    const value = json !== undefined && Object.hasOwn(json, name) ? json[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function countOf(json, name) {
    const value = json?.[name];
    const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
function tooDeep(text) {
    let depth = 0;
    let quoted = false;
    for (let index = 0; index < text.length; index += 1) {
        const letter = text.charCodeAt(index);
        if (quoted) {
            if (letter === 0x5c)
                index += 1;
            else if (letter === 0x22)
                quoted = false;
        }
        else if (letter === 0x22)
            quoted = true;
        else if (letter === 0x7b || letter === 0x5b) {
            depth += 1;
            if (depth > DEEPEST)
                return true;
        }
        else if (letter === 0x7d || letter === 0x5d)
            depth -= 1;
    }
    return false;
}


/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   Sk: () => (/* binding */ RollbackRequired),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   z6: () => (/* binding */ asActionError)
/* harmony export */ });
class ActionError extends Error {
    code;
    happened;
    inForce;
    remedy;
    constructor(code, text, options) {
        super([text.happened, text.inForce, text.remedy].filter(Boolean).join(' '), options);
        this.name = 'ActionError';
        this.code = code;
        this.happened = text.happened;
        this.inForce = text.inForce;
        this.remedy = text.remedy;
    }
}
function asActionError(error) {
    if (error instanceof ActionError)
        return error;
    return new ActionError('INTERNAL', {
        happened: 'The action ran into a situation it was not written for.',
        remedy: 'Run it again: it reads the state from Cloudflare and continues. If it happens again, please report it.',
    }, { cause: error });
}
class RollbackRequired extends ActionError {
    name = 'RollbackRequired';
}
function codeOf(error) {
    if (typeof error !== 'object' || error === null || !('code' in error))
        return '';
    return typeof error.code === 'string' ? error.code : '';
}


/***/ }),

/***/ 7266:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LG: () => (/* binding */ readSelf),
/* harmony export */   OA: () => (/* binding */ fields),
/* harmony export */   OS: () => (/* binding */ readIssue),
/* harmony export */   UH: () => (/* binding */ GithubUnreachable)
/* harmony export */ });
class GithubUnreachable extends Error {
    because;
    remedy;
    constructor(because, remedy) {
        super(`no answer: ${because}`);
        this.name = 'GithubUnreachable';
        this.because = because;
        this.remedy = remedy;
    }
}
async function readSelf(client) {
    try {
        const { login } = fields(await client.self());
        return typeof login === 'string' ? { kind: 'user', login } : { kind: 'unknown' };
    }
    catch (error) {
        return { kind: fields(error)['status'] === 403 ? 'app' : 'unknown' };
    }
}
function readIssue(value) {
    const issue = fields(value);
    const { number, body, title, html_url: url } = issue;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1)
        return undefined;
    if (issue['pull_request'] !== undefined && issue['pull_request'] !== null)
        return undefined;
    const known = ['OWNER', 'MEMBER', 'COLLABORATOR', undefined];
    const { type, login } = fields(issue['user']);
    return {
        number,
        title: typeof title === 'string' ? title : '',
        body: typeof body === 'string' ? body.replaceAll('\r\n', '\n') : '',
        url: typeof url === 'string' ? url : undefined,
        author: typeof login === 'string' ? login : undefined,
        trusted: type === 'Bot' || known.includes(issue['author_association']),
    };
}
function fields(value) {
    return typeof value === 'object' ? { ...value } : {};
}


/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5120);
/* harmony import */ var _world_real_host_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9336);


const { host, atCrash } = (0,_world_real_host_js__WEBPACK_IMPORTED_MODULE_1__/* .realHost */ .$)();
await (0,_main_js__WEBPACK_IMPORTED_MODULE_0__/* .main */ .i)(host, atCrash);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 8608:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gk: () => (/* binding */ always),
/* harmony export */   JR: () => (/* binding */ rawInput),
/* harmony export */   Ku: () => (/* binding */ firstOf),
/* harmony export */   L3: () => (/* binding */ inputLookup),
/* harmony export */   NF: () => (/* binding */ ifGiven),
/* harmony export */   ON: () => (/* binding */ AUTHORITY),
/* harmony export */   VA: () => (/* binding */ rawPassphrase),
/* harmony export */   cl: () => (/* binding */ pastedFrom),
/* harmony export */   pJ: () => (/* binding */ refusePlaceholders),
/* harmony export */   pR: () => (/* binding */ isIssuing),
/* harmony export */   qR: () => (/* binding */ isGiven),
/* harmony export */   tK: () => (/* binding */ OWN_MATERIAL),
/* harmony export */   wK: () => (/* binding */ isPlaceholder)
/* harmony export */ });
/* harmony import */ var _certificate_pasted_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6548);
/* harmony import */ var _secrecy_environment_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7541);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5934);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4565);




function inputLookup(env, report) {
    return (name) => {
        if (!(0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .isInputName */ .wp)(name))
            return undefined;
        const text = env[(0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_1__/* .inputVariable */ .LO)(name)] ?? '';
        const raw = name.endsWith('passphrase') ? (rawPassphrase(text) ?? '') : text.trim();
        const isAbsent = isPlaceholder(raw) && _table_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUTS */ .mc[name].secret === undefined;
        const value = (isAbsent ? '' : raw) || (0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .defaultOf */ .HA)(name);
        return value === '' ? undefined : (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .inputField */ .LF)(report, name, value);
    };
}
function firstOf(...lookups) {
    return (name) => lookups.reduce((found, lookup) => found ?? lookup(name), undefined);
}
function ifGiven(lookup, name, read) {
    const field = lookup(name);
    return field && read(field);
}
function always(lookup, name) {
    return lookup(name) ?? (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .inputField */ .LF)(_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .silent */ .Ku, name, (0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .defaultOf */ .HA)(name));
}
function refusePlaceholders(env, report) {
    for (const name of _table_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_NAMES */ .Qh.filter((one) => _table_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUTS */ .mc[one].secret === undefined)) {
        const value = rawInput(env, name);
        if (!isPlaceholder(value))
            continue;
        const cause = value.startsWith('${{')
            ? 'is an expression that was not resolved'
            : 'holds a placeholder, not a value';
        const says = `${cause}. Check the variable or expression in the workflow.`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)((0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .inputField */ .LF)(report, name), 'PLACEHOLDER', says);
    }
}
const PLACEHOLDER = /^(?:\*{3,}|null|undefined|\$\{\{.*\}\})$/su;
function isPlaceholder(value) {
    return PLACEHOLDER.test(value.trim());
}
function rawInput(env, name) {
    return (env[(0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_1__/* .inputVariable */ .LO)(name)] ?? '').trim();
}
function rawPassphrase(text) {
    const passphrase = (0,_certificate_pasted_text_js__WEBPACK_IMPORTED_MODULE_0__/* .strip */ .bB)(text, /[\r\n]/u);
    return passphrase.trim() === '' ? undefined : passphrase;
}
const OWN_MATERIAL = ['certificate', 'private-key', 'private-key-passphrase'];
const AUTHORITY = ['authority-certificate', 'authority-key', 'authority-key-passphrase'];
function pastedFrom(lookup, inputs) {
    const [certificate, key, passphrase] = inputs;
    const [pem, keyPem, words] = inputs.map(lookup);
    return {
        certificate: pem?.value ?? '',
        privateKey: keyPem?.value,
        passphrase: words && rawPassphrase(words.value),
        names: {
            certificate: pem?.from ?? certificate,
            privateKey: keyPem?.from ?? pem?.from ?? key,
            passphrase: words?.from ?? (pem?.from === undefined ? passphrase : `${passphrase}-env`),
        },
    };
}
function isGiven(env, name) {
    const value = rawInput(env, name);
    return value !== '' && value.toLowerCase() !== (0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .defaultOf */ .HA)(name);
}
function isIssuing(env) {
    const inputs = ['issue', 'authority-key', 'authority-certificate'];
    return inputs.some((name) => rawInput(env, name) !== '');
}


/***/ }),

/***/ 9851:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   dj: () => (/* binding */ readHeaderName),
/* harmony export */   jB: () => (/* binding */ readHeaders),
/* harmony export */   n3: () => (/* binding */ headerSecrets)
/* harmony export */ });
/* harmony import */ var _secrecy_guard_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9443);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5934);


const TOKEN = /^[!#$%&'*+.^_`|~\da-z-]+$/iu;
const MOST_HEADERS = 50;
const LONGEST_VALUE = 8192;
const FORBIDDEN = /^(?:host|connection|content-.*|transfer-encoding|upgrade|te|trailer|keep-alive|proxy-.*|expect|range|if-.*|cf-connecting-ip|cf-ray)$/u;
function headerLines(text) {
    return text.split(/\r\n|\n/u).flatMap((whole, index) => {
        const line = whole.trim();
        const colon = line.indexOf(':');
        const [name, value] = colon === -1 ? ['', line] : [line.slice(0, colon), line.slice(colon + 1)];
        return line === '' ? [] : [{ number: index + 1, name: name.trim().toLowerCase(), value: value.trim() }];
    });
}
function readHeaders(field, token) {
    const headers = new Map();
    const lines = headerLines(field.value);
    for (const { number, name, value } of lines.slice(0, MOST_HEADERS)) {
        const fault = headers.has(name)
            ? 'names a header that an earlier line already names'
            : faultOf(name, value, token);
        if (fault === undefined)
            headers.set(name, value);
        else {
            const says = `is not a list of headers: line ${number} ${fault}. Write one \`Name: value\` on each line.`;
            (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .complain */ .cc)(field, 'NOT_A_HEADER', says);
        }
    }
    if (lines.length > MOST_HEADERS)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .complain */ .cc)(field, 'TOO_MANY_HEADERS', `has ${lines.length} lines. At most ${MOST_HEADERS} headers are sent.`);
    return Object.fromEntries(headers);
}
function readHeaderName(field) {
    if (TOKEN.test(field.value) && field.value.length <= 100)
        return field.value.toLowerCase();
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .complain */ .cc)(field, 'NOT_A_HEADER_NAME', 'is not the name of a header. Write the name alone, such as `X-Client-Serial`.');
    return '';
}
function faultOf(name, value, token) {
    if (name === '')
        return 'has no name in front of a colon';
    if (!TOKEN.test(name))
        return 'has characters in its name that a header cannot have';
    if (FORBIDDEN.test(name))
        return 'names a header that a probe cannot set';
    if (value === '')
        return 'has no value';
    if (value.length > LONGEST_VALUE)
        return `has a value of more than ${LONGEST_VALUE} characters`;
    if (/[^\t -~]/u.test(value))
        return 'has a value with characters that a header cannot carry';
    if (token !== '' && value.includes(token))
        return 'holds the Cloudflare token, which only Cloudflare may see';
    return value.includes('PRIVATE KEY') ? 'holds a private key' : undefined;
}
const CREDENTIAL = /auth(?!ors?(?:$|[-_]))|cookie|token|secret|passw|passphrase|(?:^|[-_])pass(?:$|[-_])|pwd|credential|session|signature|jwt|bypass|(?:^|[-_]|api|access)key(?:$|[-_])/u;
const SCHEME = /^(?:basic|bearer|token|digest|apikey|negotiate)\s+(.+)$/iu;
const LONG = /[\w+/=-]{16,}/gu;
const SHORT = /^(?=.*\p{Lu})(?=.*\p{Ll})(?=.*\d)[^\s.,;=/-]{8,}$/u;
function headerSecrets(text) {
    return headerLines(text).flatMap(({ name, value }) => {
        const credentials = SCHEME.exec(value)?.[1];
        if (credentials !== undefined)
            return [value, credentials];
        return name === '' || CREDENTIAL.test(name) || looksSecret(value) ? [value] : [];
    });
}
function looksSecret(value) {
    if ((value.match(LONG) ?? []).some((run) => /\d/u.test(run) && !(0,_secrecy_guard_js__WEBPACK_IMPORTED_MODULE_0__/* .isMadeOfWords */ .Us)(run)))
        return true;
    const kinds = value.match(/\p{Lu}+|\p{Ll}+|\d+|[^\p{L}\d]+/gu) ?? [];
    return SHORT.test(value) && 3 * kinds.length >= 2 * value.length;
}


/***/ }),

/***/ 3783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ readHostnames),
/* harmony export */   Pv: () => (/* binding */ parseHostname),
/* harmony export */   Xg: () => (/* binding */ readZone),
/* harmony export */   a6: () => (/* binding */ zoneName)
/* harmony export */ });
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3136);
/* harmony import */ var _kinds_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1850);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5934);



const MOST_ENTRIES = 10_000;
const MOST_FAULTS = 10;
function readHostnames(field) {
    const entries = (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .splitList */ .ry)(field.value);
    if (entries.length === 0)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'HOSTNAMES_MISSING', 'does not name a hostname. Name at least one.');
    if (entries.length > MOST_ENTRIES) {
        const cause = `names ${entries.length} hostnames`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'TOO_MANY_HOSTNAMES', `${cause}. Split them into several targets of at most 100.`);
        return [];
    }
    const hostnames = new Set();
    let faults = 0;
    for (const [index, entry] of entries.entries()) {
        const read = parseHostname(entry);
        if (read.kind === 'hostname')
            hostnames.add(read.hostname);
        else if (++faults <= MOST_FAULTS) {
            const { reason, cause, cure } = read;
            const where = `${(0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .entryName */ .MB)(index, entries)}, ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .echo */ .WI)(entry)}`;
            (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, reason, `is not a list of hostnames: ${where}, ${cause}. ${cure}`);
        }
    }
    const more = faults - MOST_FAULTS;
    if (more > 0) {
        const says = `has ${more} more entries that are not hostnames. Check how the list is built.`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'NOT_A_HOSTNAME', says);
    }
    return [...hostnames];
}
const BARE = 'Write the bare hostname, such as `www.example.com`.';
const MISTAKES = [
    [/PRIVATE KEY/u, 'HOLDS_A_KEY', 'holds a private key'],
    [/:\/\//u, 'HAS_SCHEME', 'begins with a scheme such as https://'],
    [/[/\\?#]/u, 'HAS_PATH', 'has a path or query'],
    [/@/u, 'HAS_USER', 'has an @ in it'],
    [
        /:/u,
        'HAS_PORT',
        'has a port',
        'Leave the port out: certificates belong to hostnames, whatever the port.',
    ],
    [
        /\*/u,
        'IS_A_WILDCARD',
        'is a wildcard',
        'Cloudflare takes certificates for single hostnames only: name each one, or use `level: zone`.',
    ],
    [/\s/u, 'HAS_BLANKS', 'has a space in it', 'Separate hostnames with commas or lines.'],
];
function parseHostname(text) {
    const hostname = toAscii(text);
    if ([text, hostname ?? ''].some(isAddress))
        return fault('IS_AN_ADDRESS', 'is an IP address', 'Write the hostname that visitors use.');
    const mistake = MISTAKES.find(([test]) => test.test(text));
    if (mistake !== undefined)
        return fault(mistake[1], mistake[2], mistake[3]);
    const labels = hostname?.split('.') ?? [];
    if (hostname !== undefined && hostname.length <= 253 && labels.length > 1 && labels.every(isLabel))
        return { kind: 'hostname', hostname };
    const alone = 'has no dot in it, so it is not a full hostname';
    return fault('NOT_A_HOSTNAME', labels.length === 1 ? alone : 'is not a hostname');
}
function fault(reason, cause, cure = BARE) {
    return { kind: 'fault', reason, cause, cure };
}
function isLabel(text) {
    return /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/u.test(text);
}
function isAddress(text) {
    const bare = [text.replaceAll(/^\[|\](?::\d+)?$/gu, ''), text.replace(/:\d+$/u, '')];
    return bare.some((address) => (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .ipVersion */ .UR)(address) !== 0);
}
function toAscii(text) {
    if (/[^\w.\-\u0080-\u{10FFFF}]/u.test(text))
        return undefined;
    const ascii = (0,node_url__WEBPACK_IMPORTED_MODULE_0__.domainToASCII)(text);
    return ascii === '' ? undefined : ascii.replace(/\.$/u, '');
}
const ZONE_ID = /^[0-9a-f]{32}$/u;
function zoneName(zone) {
    return zone === '' || ZONE_ID.test(zone) ? undefined : zone;
}
function readZone(field) {
    const id = field.value.toLowerCase();
    if (ZONE_ID.test(id))
        return id;
    const cure = 'Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.';
    const read = parseHostname(field.value);
    if (/^[0-9a-f-]{24,}$/u.test(id))
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'ZONE_ID_LENGTH', `looks like an id, but has ${id.length} characters. ${cure}`);
    else if (read.kind === 'hostname')
        return read.hostname;
    else {
        const several = 'more than one zone. Name one, or give a `manifest` for several.';
        const why = id.includes(',') ? several : `which ${read.cause}. ${cure}`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'NOT_A_ZONE', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .echo */ .WI)(field.value)}, ${why}`);
    }
    return '';
}


/***/ }),

/***/ 1850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $7: () => (/* binding */ readDuration),
/* harmony export */   Bo: () => (/* binding */ readBundle),
/* harmony export */   Kf: () => (/* binding */ readChoice),
/* harmony export */   MB: () => (/* binding */ entryName),
/* harmony export */   UR: () => (/* binding */ ipVersion),
/* harmony export */   Vf: () => (/* binding */ readBoolean),
/* harmony export */   hq: () => (/* binding */ readCertificateId),
/* harmony export */   ry: () => (/* binding */ splitList)
/* harmony export */ });
/* unused harmony export parseDuration */
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _certificate_chain_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8658);
/* harmony import */ var _certificate_pem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9913);
/* harmony import */ var _cloudflare_endpoint_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4246);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(5934);





function readBoolean(field, otherwise) {
    if (/^(?:true|True|TRUE)$/u.test(field.value))
        return true;
    if (/^(?:false|False|FALSE)$/u.test(field.value))
        return false;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(field, 'NOT_A_BOOLEAN', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}. Write \`true\` or \`false\`.`);
    return otherwise;
}
function readChoice(field, choices) {
    const word = field.value.toLowerCase();
    const found = choices.find((choice) => choice === word);
    if (found === undefined) {
        const words = choices.map((choice) => `\`${choice}\``);
        const either = `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(field, 'NOT_A_CHOICE', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}. Write ${either}.`);
    }
    return found;
}
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
function parseDuration(text) {
    const [, count, unit] = /^(\d{1,9})([smhd])$/u.exec(text) ?? [];
    return unit === undefined ? undefined : Number(count) * (SECONDS[unit] ?? 0) * 1000;
}
function readDuration(field, limits) {
    const [duration, least = 0, most = 0] = [field.value, limits.least, limits.most].map(parseDuration);
    const example = 'Write a whole number and a unit, such as `90s`, `10m`, `2h` or `7d`.';
    const range = `It must be between \`${limits.least}\` and \`${limits.most}\`.`;
    if (duration === undefined)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(field, 'NOT_A_DURATION', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}, which is not a duration. ${example}`);
    else if (duration >= least && duration <= most)
        return duration;
    else
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(field, 'DURATION_OUT_OF_RANGE', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}. ${range}`);
    return 0;
}
function ipVersion(text) {
    if (text.includes(':'))
        return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv6)(text) ? 6 : 0;
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv4)(text) ? 4 : 0;
}
function splitList(text) {
    const entries = jsonEntries(text) ?? withoutBrackets(text).split(/[,\r\n]/u);
    return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
function entryName(index, all) {
    return all.length === 1 ? 'the entry' : `entry ${index + 1}`;
}
function jsonEntries(text) {
    if (!text.trimStart().startsWith('['))
        return undefined;
    try {
        const value = JSON.parse(text);
        return Array.isArray(value)
            ? value.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)))
            : undefined;
    }
    catch {
        return undefined;
    }
}
function withoutBrackets(text) {
    const [, inner] = /^\s*\[([^[\]]*)\]\s*$/u.exec(text) ?? [];
    if (inner === undefined || ipVersion(inner) !== 0)
        return text;
    return inner.replaceAll(/(^|[,\r\n])\s*(["'])(.*?)\2\s*(?=$|[,\r\n])/gu, '$1$3');
}
function readCertificateId(field) {
    if (/^[\da-z](?:[\da-z-]{6,62})[\da-z]$/iu.test(field.value))
        return (0,_cloudflare_endpoint_js__WEBPACK_IMPORTED_MODULE_3__/* .plainId */ .Sd)(field.value);
    const cause = /[,\s]/u.test(field.value) ? 'holds more than one word' : 'is not the id of a certificate';
    const cure = 'Write one id as Cloudflare shows it, such as `2458ce5a-0c35-4c7f-82c7-8e9487d3ff60`; `operation: status` lists them.';
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(field, 'NOT_A_CERTIFICATE_ID', `${cause}. ${cure}`);
    return '';
}
function readBundle(field) {
    const { ders, fault } = (0,_certificate_chain_js__WEBPACK_IMPORTED_MODULE_1__/* .readAuthorities */ .Gh)(field.value);
    if (fault === undefined)
        return ders.map((der) => (0,_certificate_pem_js__WEBPACK_IMPORTED_MODULE_2__/* .armour */ .Bq)('CERTIFICATE', der)).join('');
    const [reason, cause, cure] = fault;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(field, reason, `${cause}. ${cure}`);
    return undefined;
}


/***/ }),

/***/ 6394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Xu: () => (/* binding */ readProbeUrls),
/* harmony export */   w4: () => (/* binding */ hostOf)
/* harmony export */ });
/* unused harmony exports isAddress, isLocalName */
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _kinds_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1850);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5934);



const MOST_URLS = 100;
const CURE = 'Write the addresses that visitors use, such as `https://www.example.com/health`.';
const MISTAKES = [
    [({ protocol }) => protocol !== 'https:', 'URL_NOT_HTTPS', 'does not begin with https://'],
    [
        (url) => `${url.username}${url.password}` !== '',
        'URL_HAS_USER',
        'has a user name or password in it; use `probe-request-headers`',
    ],
    [
        (url) => isAddress(url.hostname),
        'URL_HAS_ADDRESS',
        'has an IP address instead of a hostname, so it does not go through Cloudflare',
    ],
    [
        (url) => isLocalName(url.hostname),
        'URL_IS_LOCAL',
        'leads to this machine or a local network, not through Cloudflare',
    ],
];
function readProbeUrls(field) {
    const entries = (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .splitList */ .ry)(field.value);
    if (entries.length > MOST_URLS)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'TOO_MANY_URLS', `has ${entries.length} entries. At most ${MOST_URLS} are probed.`);
    const urls = new Set();
    for (const [index, entry] of entries.slice(0, MOST_URLS).entries()) {
        const where = `is not a list of URLs to probe: ${(0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .entryName */ .MB)(index, entries)}`;
        const url = URL.canParse(entry) ? new URL(entry) : undefined;
        const mistake = url && MISTAKES.find(([test]) => test(url));
        const [, reason, cause] = mistake ?? [undefined, 'NOT_A_URL', 'is not a URL'];
        if (url !== undefined && mistake === undefined) {
            url.hash = '';
            url.hostname = url.hostname.replace(/\.$/u, '');
            urls.add(url.href);
        }
        else
            (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, reason, `${where} ${cause}. ${CURE}`);
    }
    return [...urls];
}
function hostOf(url) {
    return new URL(url).hostname.replace(/\.$/u, '');
}
const LOOPBACK = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
function isLoopback(host) {
    const address = bare(host);
    const version = (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .ipVersion */ .UR)(address);
    if (version === 0)
        return /^(?:.*\.)?localhost$/u.test(address);
    return LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
function isAddress(host) {
    return (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .ipVersion */ .UR)(bare(host)) !== 0;
}
function isLocalName(host) {
    return isLoopback(host) || /\.(?:local|internal|localdomain|home\.arpa)\.?$/u.test(host);
}
function bare(host) {
    return host.replaceAll(/^\[|\]$|\.$/gu, '');
}


/***/ }),

/***/ 5934:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ku: () => (/* binding */ silent),
/* harmony export */   LF: () => (/* binding */ inputField),
/* harmony export */   LH: () => (/* binding */ reportFindings),
/* harmony export */   WI: () => (/* binding */ echo),
/* harmony export */   cc: () => (/* binding */ complain),
/* harmony export */   g7: () => (/* binding */ collector),
/* harmony export */   x5: () => (/* binding */ refusal)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _secrecy_withhold_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5355);


function complain({ report, input, label }, reason, says) {
    report({ reason, input, sentence: `${label} ${says}` });
}
function inputField(report, input, value = '') {
    return { input, label: `\`${input}\``, value, report };
}
function silent() { }
function collector() {
    const problems = [];
    const said = new Set();
    return {
        problems,
        report(problem) {
            const key = `${problem.target ?? ''}\n${problem.sentence}`;
            if (!said.has(key))
                problems.push(problem);
            said.add(key);
        },
    };
}
function reportFindings(to, findings, isRefused, target) {
    for (const { severity, reason, input, sentence } of findings)
        if (severity === 'warn')
            to.warnings.report({ reason, input, sentence, target });
        else if (isRefused)
            to.problems.report({ reason, input, sentence, target });
    return isRefused ? [] : findings.filter(({ severity }) => severity !== 'warn');
}
const MOST_SENTENCES = 40;
function refusal(problems) {
    const sentences = problems
        .slice(0, MOST_SENTENCES)
        .map(({ target, sentence }) => (target === undefined ? sentence : `${target}: ${sentence}`));
    const more = problems.length - sentences.length;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('INPUT_INVALID', {
        happened: [...sentences, ...(more > 0 ? [`There are ${more} more problems like these.`] : [])].join('\n'),
        remedy: 'Fix this and run again.',
    });
}
const LONGEST = 60;
const LIKE_A_SECRET = /[\w+/=]{20}|[\w+/=-]{24}|PRIVATE KEY|\n/u;
const LIKE_A_PIECE = [
    /^(?=[^]*[a-z])(?=[^]*[A-Z])(?=[^]*\d)[\w+/-]{6,}={0,2}$/u,
    /^(?=(?:[^]*[a-z][A-Z]){2})[\w+/-]{6,}$/u,
    /^(?=[^]*\+)[\w+/]{6,}$/u,
    /^[\w+/-]{2,}={1,2}$/u,
];
function echo(value) {
    const harmless = (0,_secrecy_withhold_js__WEBPACK_IMPORTED_MODULE_1__/* .neutralise */ .$0)(value, LONGEST).replaceAll('`', "'").trim();
    return harmless === '' ||
        LIKE_A_SECRET.test(value) ||
        LIKE_A_PIECE.some((piece) => piece.test(value.trim())) ||
        (value.length >= 20 && !/[.\s]/u.test(value))
        ? `a value of ${value.length} characters`
        : `\`${harmless}\``;
}


/***/ }),

/***/ 9516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Fj: () => (/* binding */ secretsOf),
/* harmony export */   GV: () => (/* binding */ withScheme),
/* harmony export */   I0: () => (/* binding */ passphraseInputOf),
/* harmony export */   MO: () => (/* binding */ keyBlocks),
/* harmony export */   Vm: () => (/* binding */ complainOfExposed),
/* harmony export */   Xi: () => (/* binding */ refuseExposedKeys),
/* harmony export */   _y: () => (/* binding */ secretInputs)
/* harmony export */ });
/* harmony import */ var _certificate_form_texts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8032);
/* harmony import */ var _certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7887);
/* harmony import */ var _secrecy_environment_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7541);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8608);
/* harmony import */ var _headers_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9851);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(5934);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(4565);
/* harmony import */ var _token_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(9896);








const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];
function secretInputs(env) {
    const secrets = [];
    for (const name of _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUT_NAMES */ .Qh) {
        const variable = (0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .inputVariable */ .LO)(name);
        const text = env[variable] ?? '';
        for (const secret of secretsOf(name, text)) {
            const beside = secret.kind === 'pem' ? env[(0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .inputVariable */ .LO)(passphraseInputOf(name))] : undefined;
            if (secret.value.trim() !== '' && !(0,_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isPlaceholder */ .wK)(secret.value))
                secrets.push({ name, variable, ...secret, passphrase: (0,_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .rawPassphrase */ .VA)(beside ?? '') });
        }
    }
    for (const name of PROXY_VARIABLES)
        for (const value of proxySecrets(env[name] ?? ''))
            secrets.push({ name, variable: name, value, kind: 'text', meantFor: 'proxy' });
    return secrets;
}
function passphraseInputOf(name) {
    return name.startsWith('authority-') ? 'authority-key-passphrase' : 'private-key-passphrase';
}
const KEY_BLOCK = /[-\u2010-\u2015\u2212]{2,8}\s{0,4}BEGIN[\s+]{1,4}[A-Z\d ]{0,40}PRIVATE[\s+]KEY[^]*?(?:END[\s+]{1,4}[A-Z\d +]{0,60}[-\u2010-\u2015\u2212]{2,8}|(?=[-\u2010-\u2015\u2212]{2,8}\s{0,4}BEGIN)|$)/gu;
const SHORTEST_KEY = 64;
const ENCODED = /[\w+/-]{64,}={0,2}/gu;
function keyBlocks(text) {
    const plain = text.match(KEY_BLOCK) ?? [];
    if (plain.length > 0 || text.length < SHORTEST_KEY)
        return plain;
    if (hidesKey(text))
        return [text];
    return (text.match(ENCODED) ?? []).filter(hidesKey);
}
function hidesKey(text) {
    return ((0,_certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_1__/* .textsWithin */ .q)(text).some((inner) => inner.search(KEY_BLOCK) >= 0) || (0,_certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_1__/* .keysWithin */ .C)(text, undefined).length > 0);
}
function secretsOf(name, text) {
    const { secret } = _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUTS */ .mc[name];
    if (secret === 'token')
        return [...new Set([text.trim(), (0,_token_js__WEBPACK_IMPORTED_MODULE_7__/* .stripBearer */ .Wg)(text)])].map((value) => ({ value, kind: 'text' }));
    if (secret === 'headers')
        return (0,_headers_js__WEBPACK_IMPORTED_MODULE_4__/* .headerSecrets */ .n3)(text).map((value) => ({ value, kind: 'text', meantFor: 'probes' }));
    if (secret !== undefined)
        return [{ value: text, kind: secret }];
    return keyBlocks(text).map((value) => ({ value, kind: 'pem' }));
}
const SHORTEST_TOKEN = 8;
function proxySecrets(variable) {
    if (variable === '')
        return [];
    const text = withScheme(variable);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const [, , written] = /^[a-z\d+.-]+:\/\/([^:@/]*):(.+)@[^@]*$/iu.exec(text) ?? [];
    const passwords = [written ?? '', url?.password ?? ''].filter((password) => password !== '');
    if (passwords.length === 0)
        return tokensOf(text, url);
    const pairs = passwords.map((password) => `${decoded(url?.username ?? '')}:${decoded(password)}`);
    return [...new Set([...passwords, ...passwords.map(decoded), ...(url === undefined ? [] : pairs)])];
}
function tokensOf(text, url) {
    const [, written = ''] = /^[a-z\d+.-]+:\/\/([^:@/]+):?@[^@]*$/iu.exec(text) ?? [];
    const users = new Set([written, url?.username ?? ''].flatMap((user) => [user, decoded(user)]));
    return [...users].filter(({ length }) => length >= SHORTEST_TOKEN);
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function withScheme(proxy) {
    const text = proxy.trim();
    return text === '' || text.includes('://') ? text : `http://${text}`;
}
const LONGEST = 1_048_576;
function refuseExposedKeys(env, report) {
    const exposed = _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUT_NAMES */ .Qh.filter((name) => {
        const text = _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUTS */ .mc[name].secret === undefined ? (0,_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .rawInput */ .JR)(env, name) : '';
        return text.length <= LONGEST && keyBlocks(text).length > 0;
    });
    exposed.forEach((name) => complainOfExposed(name, report));
    return new Set(exposed);
}
function complainOfExposed(name, report) {
    const [reason, cause, cure] = _certificate_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .EXPOSED */ .nI;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_5__/* .complain */ .cc)((0,_problem_js__WEBPACK_IMPORTED_MODULE_5__/* .inputField */ .LF)(report, name), reason, `${cause}. ${cure}`);
}


/***/ }),

/***/ 1877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ settledBy),
/* harmony export */   e: () => (/* binding */ subjectOf)
/* harmony export */ });
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8608);
/* harmony import */ var _hostnames_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3783);
/* harmony import */ var _kinds_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1850);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5934);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4565);
/* harmony import */ var _target_scope_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4669);






const FILE = /^[\w./-]{1,150}\.(?:ya?ml|json)$/iu;
function subjectOf(operation, env) {
    const lookup = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .inputLookup */ .L3)(env, _problem_js__WEBPACK_IMPORTED_MODULE_3__/* .silent */ .Ku);
    const input = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .rawInput */ .JR)(env, 'manifest');
    if (input === '' || (operation !== 'status' && operation !== 'rotate')) {
        const name = nameOf(operation, lookup);
        return { names: name === undefined ? [] : [name], manifest: undefined };
    }
    const words = operation === 'status' ? 'status by manifest' : 'manifest';
    const manifest = FILE.test(input) ? `${words} ${input}` : words;
    const chosen = (0,_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .splitList */ .ry)(lookup('zone')?.value ?? '').map(zoneOf);
    const isKnown = chosen.length > 0 && !chosen.includes('');
    return { names: isKnown ? chosen.map((zone) => ofManifest(zone, manifest)) : [manifest], manifest };
}
function settledBy({ names, manifest }, job) {
    if (manifest === undefined)
        return names;
    const zones = job.operation === 'rotate' ? job.requests : job.operation === 'status' ? job.zones : [];
    return [...new Set([...names, ...zones.map(({ zone }) => ofManifest(zone, manifest))])];
}
function ofManifest(zone, manifest) {
    return `${zone} (${manifest})`;
}
function nameOf(operation, lookup) {
    const zone = zoneOf(lookup('zone')?.value ?? '');
    if (zone === '')
        return undefined;
    if (operation === 'status')
        return `${zone} (status)`;
    const level = _table_js__WEBPACK_IMPORTED_MODULE_4__/* .LEVELS */ .A_.find((one) => one === lookup('level')?.value.toLowerCase());
    if (level === undefined)
        return undefined;
    const { name, hostnames, replace } = (0,_target_scope_js__WEBPACK_IMPORTED_MODULE_5__/* .readScope */ .h)(lookup, zone, level);
    return level === 'zone' || hostnames.length > 0 || (replace ?? '') !== '' ? name : undefined;
}
function zoneOf(value) {
    return (0,_hostnames_js__WEBPACK_IMPORTED_MODULE_1__/* .readZone */ .Xg)((0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .inputField */ .LF)(_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .silent */ .Ku, 'zone', value));
}


/***/ }),

/***/ 4565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A_: () => (/* binding */ LEVELS),
/* harmony export */   Af: () => (/* binding */ limitsOf),
/* harmony export */   FI: () => (/* binding */ ABOUT_OPERATIONS),
/* harmony export */   HA: () => (/* binding */ defaultOf),
/* harmony export */   Qh: () => (/* binding */ INPUT_NAMES),
/* harmony export */   YD: () => (/* binding */ keysOf),
/* harmony export */   mc: () => (/* binding */ INPUTS),
/* harmony export */   wp: () => (/* binding */ isInputName),
/* harmony export */   xb: () => (/* binding */ OPERATIONS)
/* harmony export */ });
const LEVELS = ['zone', 'hostname'];
const ROTATION = ['rotate', 'status', 'matrix'];
const CHECKS = ['rotate', 'status', 'matrix', 'disable'];
const TEXT = { kind: 'text' };
const BOOLEAN = { kind: 'boolean', default: 'false' };
const PEM = { kind: 'text', secret: 'pem' };
const PASSPHRASE = { kind: 'text', secret: 'text', held: ['env'] };
const TOKEN = { kind: 'text', secret: 'token' };
const BUNDLE = { ...TEXT, manifest: 'setting', held: ['value', 'file'] };
const WITHIN_A_RUN = { kind: 'duration', limits: { least: '1s', most: '24h' } };
const OF_A_CERTIFICATE = {
    kind: 'duration',
    limits: { least: '0s', most: '3650d' },
    manifest: 'setting',
};
const TABLE = {
    'api-token': TOKEN,
    operation: { ...TEXT, default: 'rotate' },
    zone: TEXT,
    level: {
        kind: 'choice',
        choices: LEVELS,
        operations: ['rotate', 'status', 'delete', 'disable'],
        manifest: 'target',
    },
    certificate: { ...PEM, manifest: 'target', held: ['env', 'file'] },
    'private-key': { ...PEM, manifest: 'target', held: ['env'] },
    'private-key-passphrase': { ...PASSPHRASE, manifest: 'target' },
    'authority-certificate': { ...PEM, operations: ROTATION, manifest: 'setting', held: ['env', 'file'] },
    'authority-key': { ...PEM, manifest: 'setting', held: ['env'] },
    'authority-key-passphrase': { ...PASSPHRASE, manifest: 'setting' },
    issue: { kind: 'block', operations: ROTATION, manifest: 'setting' },
    renew: { ...TEXT, default: 'due', operations: ROTATION, refines: ['authority-key', 'issue'] },
    hostnames: { kind: 'list', operations: ['rotate', 'status', 'disable'], manifest: 'target' },
    replace: { kind: 'id', operations: ['rotate', 'status'], manifest: 'target' },
    enable: { kind: 'boolean', default: 'true', operations: ROTATION, manifest: 'setting' },
    'dry-run': BOOLEAN,
    'delete-previous': { kind: 'boolean', default: 'true', operations: ROTATION, manifest: 'setting' },
    'grace-period': {
        kind: 'duration',
        limits: { least: '0s', most: '24h' },
        default: '2m',
        manifest: 'setting',
    },
    'activation-timeout': { ...WITHIN_A_RUN, default: '10m', manifest: 'setting' },
    timeout: { ...WITHIN_A_RUN, default: '30m' },
    'minimum-validity': { ...OF_A_CERTIFICATE, default: '7d' },
    'expiry-warning': { ...OF_A_CERTIFICATE, default: '30d' },
    'accept-issuer-change': { ...BOOLEAN, operations: ROTATION, manifest: 'setting' },
    'client-ca': { ...BUNDLE, operations: ROTATION },
    origin: { kind: 'list', operations: CHECKS, manifest: 'setting' },
    'origin-server-ca': { ...BUNDLE, operations: CHECKS, refines: ['origin'] },
    'probe-urls': { kind: 'list', operations: CHECKS, manifest: 'target' },
    'probe-timeout': { ...WITHIN_A_RUN, default: '3m', manifest: 'setting' },
    'probe-request-headers': {
        kind: 'text',
        secret: 'headers',
        operations: CHECKS,
        refines: ['probe-urls'],
        manifest: 'setting',
        held: ['env'],
    },
    'probe-echo-header': { ...TEXT, operations: CHECKS, refines: ['probe-urls'], manifest: 'setting' },
    manifest: { ...TEXT, operations: ROTATION },
    'on-failure': { ...TEXT, default: 'stop' },
    'certificate-id': { ...TEXT, operations: ['delete'] },
    mode: { ...TEXT, operations: ['disable'] },
    'accept-unauthenticated': { ...BOOLEAN, operations: ['disable'] },
    'open-issue': { ...BOOLEAN, operations: ['rotate', 'status'] },
    'github-token': { ...TOKEN, default: '${{ github.token }}' },
    'api-base-url': { ...TEXT, default: 'https://api.cloudflare.com/client/v4' },
};
function isInputName(name) {
    return Object.hasOwn(TABLE, name);
}
const INPUTS = TABLE;
const INPUT_NAMES = Object.keys(TABLE).filter(isInputName);
function defaultOf(name) {
    return INPUTS[name].default ?? '';
}
function limitsOf(name) {
    return TABLE[name].limits;
}
function keysOf(name) {
    return (INPUTS[name].held ?? ['value']).map((how) => (how === 'value' ? name : `${name}-${how}`));
}
const OPERATIONS = ['rotate', 'status', 'delete', 'disable', 'matrix'];
const ABOUT_OPERATIONS = {
    rotate: { noun: 'Rotation', needs: ['zone', 'level', 'certificate'] },
    status: { noun: 'Status', needs: ['zone'] },
    delete: { noun: 'Deletion', needs: ['zone', 'certificate-id'] },
    disable: { noun: 'Switching off', needs: ['zone', 'level'] },
    matrix: { noun: 'Matrix', needs: ['manifest'] },
};


/***/ }),

/***/ 4669:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ refuseAtZoneLevel),
/* harmony export */   h: () => (/* binding */ readScope)
/* harmony export */ });
/* harmony import */ var _hostnames_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3783);
/* harmony import */ var _kinds_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1850);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5934);



const MOST_HOSTNAMES = 100;
function readScope(lookup, zone, level) {
    const [at, hosts, replaces] = [lookup('level'), lookup('hostnames'), lookup('replace')];
    if (level === 'zone')
        refuseAtZoneLevel([hosts, replaces], 'where one certificate serves the whole zone');
    else if (at !== undefined && hosts === undefined && replaces === undefined)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(at, 'HOSTNAMES_MISSING', SAYS.neither);
    else if (hosts !== undefined && replaces !== undefined)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(replaces, 'HOSTNAMES_AND_REPLACE', SAYS.both);
    const hostnames = hosts === undefined ? [] : (0,_hostnames_js__WEBPACK_IMPORTED_MODULE_0__/* .readHostnames */ .Bs)(hosts);
    if (hosts !== undefined && hostnames.length > MOST_HOSTNAMES) {
        const cause = `names ${hostnames.length} hostnames, and Cloudflare takes ${MOST_HOSTNAMES} on one certificate`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(hosts, 'TOO_MANY_HOSTNAMES', `${cause}. Split them across several certificates.`);
    }
    const replace = replaces && (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .readCertificateId */ .hq)(replaces);
    return { name: nameOf(zone, level, hostnames, replace), zone, level, hostnames, replace };
}
const SAYS = {
    neither: 'is `hostname`, but neither `hostnames` nor `replace` says which. Name the hostnames, or the id of the certificate to replace. If the list comes from a variable, is it empty?',
    both: 'is given together with `hostnames`. Give one of them: `replace` finds the hostnames itself.',
};
function refuseAtZoneLevel(fields, where) {
    for (const field of fields.filter((one) => one !== undefined)) {
        const says = `is given at zone level, ${where}. Remove it, or write \`level: hostname\`.`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'HOSTNAMES_AT_ZONE_LEVEL', says);
    }
}
function nameOf(zone, level, hostnames, replace = 'nothing') {
    const [first, ...others] = hostnames;
    if (level === 'zone')
        return `${zone} (zone)`;
    if (first === undefined)
        return `${zone} (replacing ${replace})`;
    return others.length === 0 ? `${zone} (${first})` : `${zone} (${first} and ${others.length} more)`;
}


/***/ }),

/***/ 9896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AI: () => (/* binding */ readToken),
/* harmony export */   B3: () => (/* binding */ SECRET_HINT),
/* harmony export */   Wg: () => (/* binding */ stripBearer),
/* harmony export */   lF: () => (/* binding */ readGithubToken)
/* harmony export */ });
/* harmony import */ var _certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7887);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8608);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5934);



const NOT_IN_A_TOKEN = /[^\w.~+/=-]/u;
const MAKE_ONE = 'Make an API token with the permissions SSL and Certificates: Edit and Zone: Read, keep it as a secret, and pass `${{ secrets.NAME }}`.';
const SECRET_HINT = 'Does the secret exist in this repository or in the environment of the job, and is it passed to a called workflow?';
const ALONE = 'Store the secret again with the token alone.';
const PEM = /PRIVATE KEY|BEGIN CERTIFICATE/u;
const MISTAKES = [
    [{ test: holdsPem }, 'TOKEN_IS_PEM', `holds a PEM text. ${MAKE_ONE}`],
    [/[\r\n]/u, 'TOKEN_HAS_NEWLINE', `has a line break in it. ${ALONE}`],
    [/\s/u, 'TOKEN_HAS_BLANK', `has a space in it. ${ALONE}`],
    [
        /^cfk_|^[0-9a-f]{37,45}$/u,
        'TOKEN_IS_GLOBAL_KEY',
        `is a global API key, which can do everything in the account. ${MAKE_ONE}`,
    ],
    [
        /^v1\.0-/u,
        'TOKEN_IS_ORIGIN_CA_KEY',
        `is an Origin CA key, which cannot manage origin pulls. ${MAKE_ONE}`,
    ],
    [NOT_IN_A_TOKEN, 'TOKEN_CHARACTERS', `has characters that a token never has. ${ALONE}`],
    [/^.{513}/u, 'TOKEN_TOO_LONG', `is longer than any token. ${ALONE}`],
];
function readToken(field) {
    const token = stripBearer(field.value);
    if (token === '' || (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .isPlaceholder */ .wK)(token)) {
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'TOKEN_MISSING', `is empty. ${MAKE_ONE} ${SECRET_HINT}`);
        return '';
    }
    const mistake = MISTAKES.find(([test]) => test.test(token));
    if (mistake === undefined)
        return token;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, mistake[1], mistake[2]);
    return '';
}
function readGithubToken(field, isNeeded) {
    const token = stripBearer(field.value);
    const isAbsent = token === '' || (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .isPlaceholder */ .wK)(token);
    if (!isAbsent && !NOT_IN_A_TOKEN.test(token) && !holdsPem(token))
        return token;
    const cure = 'Leave it out, so that it is `${{ github.token }}`, and grant the job `permissions: issues: write`.';
    if (holdsPem(token))
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'TOKEN_IS_PEM', `holds a PEM text. ${cure}`);
    else if (!isAbsent)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'TOKEN_CHARACTERS', `has characters that a token never has. ${cure}`);
    else if (isNeeded)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(field, 'INPUT_MISSING', `is empty, and \`open-issue: true\` needs it. ${cure}`);
    return undefined;
}
function holdsPem(token) {
    return ([token, ...(0,_certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_0__/* .textsWithin */ .q)(token)].some((text) => PEM.test(text)) || (0,_certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_0__/* .keysWithin */ .C)(token, undefined).length > 0);
}
function stripBearer(text) {
    return text.trim().replace(/^Bearer(?:\s+|$)/iu, '');
}


/***/ }),

/***/ 954:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ readAuthority),
/* harmony export */   L: () => (/* binding */ allowsClients)
/* harmony export */ });
/* harmony import */ var _certificate_certificate_checks_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4844);
/* harmony import */ var _certificate_chain_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8658);
/* harmony import */ var _certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(8062);
/* harmony import */ var _certificate_key_input_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2324);
/* harmony import */ var _certificate_leaf_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4855);
/* harmony import */ var _certificate_preflight_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(1892);
/* harmony import */ var _certificate_private_key_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(1826);
/* harmony import */ var _renewal_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(8531);








function readAuthority(pasted, policy, now) {
    const { names } = pasted;
    const parts = (0,_certificate_preflight_js__WEBPACK_IMPORTED_MODULE_4__/* .readParts */ .f)(pasted, 'ca');
    const { certificateInput, keyInput } = parts;
    const read = (0,_certificate_key_input_js__WEBPACK_IMPORTED_MODULE_2__/* .readKeys */ .x)(parts.keys, pasted.passphrase, keyInput, names.passphrase);
    const { key } = read;
    const certificates = parts.certificates.map(_certificate_leaf_js__WEBPACK_IMPORTED_MODULE_3__/* .parse */ .qg);
    const readable = certificates.filter((one) => one !== undefined);
    const own = key && readable.find(({ x509 }) => (0,_certificate_private_key_js__WEBPACK_IMPORTED_MODULE_5__/* .proveKey */ .as)(x509, key) !== 'mismatch');
    const certificate = own ?? readable[0];
    const opening = `The authority in \`${certificateInput}\` (${(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .shown */ .SP)(certificate?.leaf.subject ?? '')})`;
    const findings = [
        ...parts.findings,
        ...(readable.length < certificates.length ? [(0,_certificate_chain_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadableCertificate */ .PN)(certificateInput)] : []),
        ...read.findings,
        ...(key && certificate ? judgeKey(certificate, key, names, keyInput) : []),
        ...(certificate ? (0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .judgeBy */ .FU)(CHECKS, { ...certificate, ...policy, now }, certificateInput, opening) : []),
    ];
    if (!certificate || !key || findings.some(_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .isRefusal */ .vu))
        return { kind: 'refused', findings };
    return { kind: 'read', authority: { certificate, key: new _certificate_private_key_js__WEBPACK_IMPORTED_MODULE_5__/* .PrivateKey */ .ZD(key) }, findings };
}
function judgeKey({ x509 }, key, names, input) {
    const mismatch = `The private key in \`${input}\` does not belong to the authority in \`${names.certificate}\`. Use the key this authority was made with. Was only one of the two secrets updated?`;
    const unsound = `The private key in \`${input}\` belongs to the authority but is damaged. Copy the whole file again.`;
    const proof = (0,_certificate_private_key_js__WEBPACK_IMPORTED_MODULE_5__/* .proveKey */ .as)(x509, key);
    if (proof === 'mismatch')
        return [(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .finding */ .gk)('refuse', 'AUTHORITY_KEY_MISMATCH', input, mismatch)];
    return proof === 'proven' ? [] : [(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .finding */ .gk)('refuse', 'KEY_UNSOUND', input, unsound)];
}
const CLIENT_AUTH = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);
const HOW_TO_RENEW = "Make a new authority, add it to the origin's CA file next to this one, and only then use it here.";
function allowsClients({ x509 }) {
    const purposes = x509.keyUsage;
    return !Array.isArray(purposes) || purposes.some((purpose) => CLIENT_AUTH.has(String(purpose)));
}
const CHECKS = [
    {
        reason: 'AUTHORITY_IS_NO_CA',
        severity: 'refuse',
        applies: ({ facts }) => facts.basicConstraints?.ca !== true,
        says: "is not a certificate authority (it lacks basicConstraints CA:TRUE), so origins would refuse what it signs. Use an authority's certificate.",
    },
    {
        reason: 'AUTHORITY_MAY_NOT_SIGN',
        severity: 'refuse',
        applies: ({ facts, x509 }) => facts.basicConstraints?.ca === true && !x509.ca,
        says: 'is not allowed to sign certificates (its keyUsage lacks keyCertSign). Make one with keyUsage keyCertSign.',
    },
    {
        reason: 'AUTHORITY_NOT_FOR_CLIENTS',
        severity: 'refuse',
        applies: (authority) => !allowsClients(authority),
        says: 'is not allowed to sign for clients (its extendedKeyUsage lacks clientAuth), so origins would refuse what it signs. Make one with extendedKeyUsage clientAuth, or without extendedKeyUsage.',
    },
    {
        reason: 'AUTHORITY_KEY_UNSUPPORTED',
        severity: 'refuse',
        applies: (authority) => !isStrong(authority),
        says: 'has a key that is too weak, or of a type that this action cannot sign with. Use RSA with at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519.',
    },
    {
        reason: 'AUTHORITY_NOT_YET_VALID',
        severity: 'refuse',
        applies: ({ leaf, now }) => leaf.notBefore - now > _certificate_certificate_checks_js__WEBPACK_IMPORTED_MODULE_0__/* .SKEW_MS */ .eK,
        says: ({ leaf }) => `is not valid before ${(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .shownDate */ .Gb)(leaf.notBefore)}. Run again after that, or check the clocks here and where it was made.`,
    },
    {
        reason: 'AUTHORITY_EXPIRED',
        severity: 'refuse',
        applies: ({ leaf, now }) => leaf.notAfter <= now,
        says: ({ leaf }) => `expired at ${(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .shownDate */ .Gb)(leaf.notAfter)}. ${HOW_TO_RENEW}`,
    },
    {
        reason: 'AUTHORITY_ENDS_TOO_SOON',
        severity: 'refuse',
        applies: ({ leaf, minimumValidity, now }) => leaf.notAfter > now && leaf.notAfter - now < minimumValidity,
        says: ({ leaf, now }) => `ends in ${(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .shownSpan */ .mL)(leaf.notAfter - now)}, and no certificate that it signs can outlive it: that is less than \`minimum-validity\`. ${HOW_TO_RENEW}`,
    },
    {
        reason: 'AUTHORITY_ENDS_SOON',
        severity: 'warn',
        applies: ({ leaf, validity, minimumValidity, now }) => leaf.notAfter - now >= minimumValidity && now >= (0,_renewal_js__WEBPACK_IMPORTED_MODULE_6__/* .authorityDueAt */ .$T)(leaf, validity),
        says: ({ leaf, now }) => `ends in ${(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .shownSpan */ .mL)(leaf.notAfter - now)}, at ${(0,_certificate_finding_js__WEBPACK_IMPORTED_MODULE_7__/* .shownDate */ .Gb)(leaf.notAfter)}, and no certificate that it signs can outlive it. ${HOW_TO_RENEW}`,
    },
];
function isStrong({ x509, leaf }) {
    if (leaf.keyKind === 'ed25519')
        return true;
    const { modulusLength = 0, namedCurve = '' } = x509.publicKey.asymmetricKeyDetails ?? {};
    return leaf.keyKind === 'rsa'
        ? modulusLength >= _certificate_certificate_checks_js__WEBPACK_IMPORTED_MODULE_0__/* .MINIMUM_RSA_BITS */ .B1
        : leaf.keyKind === 'ec' && _certificate_certificate_checks_js__WEBPACK_IMPORTED_MODULE_0__/* .CURVES */ .H1.has(namedCurve);
}


/***/ }),

/***/ 9625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Kv: () => (/* binding */ signerOf),
/* harmony export */   MI: () => (/* binding */ pemIsOfIdentity),
/* harmony export */   et: () => (/* binding */ subjectOf),
/* harmony export */   mT: () => (/* binding */ hasOnlyName)
/* harmony export */ });
/* unused harmony export isOfIdentity */
/* harmony import */ var _certificate_leaf_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4855);

function subjectOf({ commonName }) {
    return `CN=${commonName}`;
}
function isOfIdentity(certificate, identity) {
    if (!hasOnlyName(certificate, identity))
        return false;
    return identity.authorities === undefined || signerOf(certificate, identity) !== undefined;
}
const known = new WeakMap();
function pemIsOfIdentity(pem, identity) {
    const answers = known.get(identity) ?? new Map();
    known.set(identity, answers);
    const certificate = answers.has(pem) ? undefined : (0,_certificate_leaf_js__WEBPACK_IMPORTED_MODULE_0__/* .parseCertificate */ .hB)(pem);
    const answer = answers.get(pem) ?? (certificate !== undefined && isOfIdentity(certificate, identity));
    answers.set(pem, answer);
    return answer;
}
function hasOnlyName({ subject, subjectAltName }, identity) {
    return subject === subjectOf(identity) && subjectAltName === undefined;
}
function signerOf(certificate, { authorities }) {
    return authorities?.find((authority) => authority.ca && (0,_certificate_leaf_js__WEBPACK_IMPORTED_MODULE_0__/* .isSignedBy */ .s3)(certificate, authority));
}


/***/ }),

/***/ 3575:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HF: () => (/* binding */ isProspective),
/* harmony export */   bD: () => (/* binding */ datesFor),
/* harmony export */   ti: () => (/* binding */ prospectiveLeaf)
/* harmony export */ });
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9625);
/* harmony import */ var _renewal_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8531);


function datesFor({ signer, validity }, now) {
    return (0,_renewal_js__WEBPACK_IMPORTED_MODULE_1__/* .datesOf */ .rs)(now, validity, signer.kind === 'authority' ? signer.authority.certificate.leaf : undefined);
}
function prospectiveLeaf(issuing, now) {
    const { identity, key, signer, rule } = issuing;
    const authority = signer.kind === 'authority' ? signer.authority.certificate : undefined;
    return {
        pem: '',
        fingerprint: `to be issued: ${rule.spreadBy}`,
        fingerprintSha1: '',
        serialNumber: '',
        serialDecimal: '',
        subject: (0,_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .subjectOf */ .et)(identity),
        issuer: authority?.leaf.subject ?? '',
        issuerKeyId: authority?.facts.subjectKeyId,
        subjectAltNames: [],
        selfSigned: false,
        ...datesFor(issuing, now),
        keyKind: key === 'rsa-2048' ? 'rsa' : 'ec',
    };
}
function isProspective({ pem }) {
    return pem === '';
}


/***/ }),

/***/ 3181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ KEY_KINDS),
/* harmony export */   Ss: () => (/* binding */ kindOfPem),
/* harmony export */   oe: () => (/* binding */ makeLeafKey)
/* harmony export */ });
/* unused harmony export kindOfKey */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7975);
/* harmony import */ var _certificate_leaf_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4855);



const KEY_KINDS = ['ec-p256', 'ec-p384', 'rsa-2048'];
const generate = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_crypto__WEBPACK_IMPORTED_MODULE_0__.generateKeyPair);
const CURVES = { 'ec-p256': 'prime256v1', 'ec-p384': 'secp384r1' };
async function makeLeafKey(kind) {
    const { privateKey } = kind === 'rsa-2048'
        ? await generate('rsa', { modulusLength: 2048 })
        : (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.generateKeyPairSync)('ec', { namedCurve: CURVES[kind] });
    return privateKey;
}
function kindOfKey(key) {
    const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
    return KEY_KINDS.find((kind) => kind === 'rsa-2048'
        ? key.asymmetricKeyType === 'rsa' && modulusLength === 2048
        : namedCurve === CURVES[kind]);
}
function kindOfPem(pem) {
    const certificate = (0,_certificate_leaf_js__WEBPACK_IMPORTED_MODULE_2__/* .parseCertificate */ .hB)(pem);
    return certificate && kindOfKey(certificate.publicKey);
}


/***/ }),

/***/ 8531:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $T: () => (/* binding */ authorityDueAt),
/* harmony export */   Xg: () => (/* binding */ urgentWithin),
/* harmony export */   rs: () => (/* binding */ datesOf),
/* harmony export */   s5: () => (/* binding */ dueAt)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);

const SPREAD = 1 / 20;
const URGENT = 1 / 20;
function dueAt({ notBefore, notAfter }, { renewBefore, spreadBy }) {
    const lifetime = notAfter - notBefore;
    const before = renewBefore !== undefined && renewBefore < lifetime ? renewBefore : lifetime / 3;
    const spread = Math.min(lifetime * SPREAD, (lifetime - before) / 2);
    return Math.floor(notAfter - before - spread * shareOf(spreadBy));
}
function urgentWithin({ notBefore, notAfter }) {
    return (notAfter - notBefore) * URGENT;
}
function shareOf(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BACKDATED = 1 / 20;
function datesOf(now, validity, authority) {
    const second = Math.floor(now / 1000) * 1000;
    const from = second - Math.floor(Math.min(HOUR, validity * BACKDATED) / 1000) * 1000;
    const to = second + validity;
    return authority === undefined
        ? { notBefore: from, notAfter: to }
        : { notBefore: Math.max(from, authority.notBefore), notAfter: Math.min(to, authority.notAfter) };
}
function authorityDueAt({ notBefore, notAfter }, validity) {
    return Math.max(notAfter - validity - 30 * DAY, notBefore + (notAfter - notBefore) / 2);
}


/***/ }),

/***/ 894:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  nt: () => (/* binding */ nameOfSigner),
  Hs: () => (/* binding */ openSigner)
});

// UNUSED EXPORTS: authoritySigner, withPatience

// EXTERNAL MODULE: ./lib/certificate/finding.js
var finding = __nccwpck_require__(8062);
// EXTERNAL MODULE: ./lib/cloudflare/api-answer.js
var api_answer = __nccwpck_require__(6982);
// EXTERNAL MODULE: ./lib/cloudflare/json.js
var cloudflare_json = __nccwpck_require__(9169);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/outside.js
var outside = __nccwpck_require__(6852);
;// CONCATENATED MODULE: ./lib/issue/signers/signing-server.js




function trusting(serverCa) {
    return serverCa === undefined ? { kind: 'runner' } : { kind: 'authorities', pem: serverCa };
}
const LATE = new Error('A signer has had its time.');
const ATTEMPTS = 3;
const PAUSE = 2000;
const TIMEOUT = 30_000;
const MOST_BYTES = 256 * 1024;
const PASSING = new Set([408, 412, 425, 429, 500, 502, 503, 504]);
async function askServer({ http, name, stop, sleep, cure }, ask) {
    for (let attempt = 1;; attempt += 1) {
        const last = attempt === ATTEMPTS;
        try {
            const request = await ask();
            const { status, body } = await http({
                ...request,
                timeoutMs: TIMEOUT,
                maxBytes: MOST_BYTES,
                signal: stop,
            });
            if (status >= 300 && status < 400)
                throw redirected(name, status, cure);
            if (last || !PASSING.has(status))
                return { status, json: (0,cloudflare_json/* asObject */.eB)((0,cloudflare_json/* parseJson */.qF)(body)?.value) };
        }
        catch (error) {
            if (!(error instanceof outside/* TransportError */.w))
                throw error;
            const { lasting } = (0,api_answer/* faultWords */._Q)(error.fault, name);
            if (last || stop.aborted || lasting !== undefined) {
                const [what, remedy] = stop.aborted ? stopped(stop) : FAULTS[error.fault.reason];
                throw signerFailed(`${name} ${what}.`, stop.aborted ? remedy : (cure ?? remedy), error);
            }
        }
        await sleep(PAUSE * attempt, stop);
    }
}
function signerFailed(happened, remedy, cause) {
    const inForce = 'Nothing was changed at Cloudflare.';
    return new errors/* ActionError */.lZ('SIGNER_FAILED', { happened, inForce, remedy }, { cause });
}
function says(pattern, ...statuses) {
    return (status, words) => (statuses.length === 0 || statuses.includes(status)) && pattern.test(words);
}
function serverRefused(server, what, refusals, { status, json }, words, asked) {
    const known = refusals.find(([when]) => when(status, words));
    if (known === undefined) {
        const said = words === '' ? '' : `: ${quoted(words)}`;
        const remedy = json === undefined ? IS_IT_THE_SIGNER : `See ${server}'s own log.`;
        return signerFailed(`${server} did not ${what} (HTTP ${status}${said}).`, remedy);
    }
    const [, happened, remedy] = known;
    const tell = (text) => (typeof text === 'string' ? text : text(asked));
    const said = words === '' ? '' : ` ${server} said: ${quoted(words.replace(/\.$/u, ''))}.`;
    return signerFailed(`${tell(happened)}${said}`, tell(remedy));
}
function quoted(words) {
    return `"${words.replaceAll('"', "'")}"`;
}
function isToken(text) {
    return text !== undefined && /^[!-~]{1,16384}$/u.test(text);
}
function pemOf(leaf, above) {
    const all = Array.isArray(above) ? above : [above];
    const others = all.filter((one) => typeof one === 'string' && one !== '');
    return leaf && [leaf, ...others].map((one) => `${String(one).trim()}\n`).join('');
}
function stopped({ reason }) {
    return reason === LATE ? ['took longer than the two minutes it has', AGAIN] : FAULTS.aborted;
}
function redirected(name, status, cure) {
    return signerFailed(`${name} answered with a redirect (HTTP ${status}). It is not followed, because the request holds a token.`, cure ??
        'Use the address of the server that answers itself: the active node, or a load balancer that finds it.');
}
const AGAIN = 'Check `address` and that this runner can reach the server, then run again.';
const TLS = 'Set `server-ca` to the authority of its TLS certificate (PEM), or use an address whose certificate the runner trusts.';
const IS_IT_THE_SIGNER = "Check that `address` is the signer's.";
const PROXY = "Check the step's HTTPS_PROXY and NO_PROXY.";
const FAULTS = {
    dns: ['was not found: its name could not be resolved', AGAIN],
    refused: ['refused the connection', AGAIN],
    tls: ['could not be reached: the TLS handshake failed', TLS],
    reset: ['reset the connection', AGAIN],
    timeout: ['did not answer within half a minute', AGAIN],
    cut: ['stopped in the middle of its answer', AGAIN],
    'too-large': ['sent more than a signer would', IS_IT_THE_SIGNER],
    'not-utf8': ['sent something that is not text', IS_IT_THE_SIGNER],
    aborted: ['was interrupted: the job was cancelled', 'Run again.'],
    untrusted: ['has a TLS certificate from an authority that is not trusted here', TLS],
    'ca-file': [
        'has a TLS certificate that is not trusted here, and the file in NODE_EXTRA_CA_CERTS cannot be read',
        'Fix NODE_EXTRA_CA_CERTS, or set `server-ca` to the authority (PEM).',
    ],
    'other-name': ['has a TLS certificate for another name', 'Check the name in `address`.'],
    'out-of-date': ['has a TLS certificate that has expired or is not valid yet', 'Renew it on the server.'],
    'proxy-login': ['was not reached: the proxy wants a login', PROXY],
    'proxy-refused': ['was not reached: the proxy refused the connection', PROXY],
    'proxy-failed': ['was not reached: the proxy could not connect', PROXY],
};

;// CONCATENATED MODULE: ./lib/issue/signers/command.js

const DAY = 86_400_000;
function nameOfCommand({ words }) {
    return `The command \`${words[0]?.split(/[/\\]/u).at(-1) ?? ''}\``;
}
function commandSigner({ words, environment }, run) {
    return {
        check: () => Promise.resolve(),
        sign: async (request) => {
            const end = await run({
                words,
                variables: variablesOf(request),
                passOn: environment,
                stdin: request.csr,
            });
            if (end.kind === 'exited' && end.code === 0)
                return end.stdout;
            const [says, remedy] = ENDED[end.kind];
            throw signerFailed(`${nameOfCommand({ words })} ${says}${end.kind === 'exited' ? ` ${end.code}` : ''}.`, remedy);
        },
    };
}
function variablesOf({ commonName, notBefore, notAfter }) {
    return {
        CERTIFICATE_COMMON_NAME: commonName,
        CERTIFICATE_DAYS: String(Math.max(1, Math.floor((notAfter - notBefore) / DAY))),
        CERTIFICATE_NOT_AFTER: new Date(notAfter).toISOString().replace('.000Z', 'Z'),
    };
}
const LOOK = 'The log shows its standard error. Try it by hand: it must read a request from standard input and write PEM to standard output.';
const ENDED = {
    exited: ['signed nothing: it ended with exit code', LOOK],
    'not-found': [
        'was not found',
        'Install it in an earlier step, and write the command as a list: the program first, then its arguments. There is no shell.',
    ],
    'not-started': ['could not be started', 'Check that this runner can start it. There is no shell.'],
    'timed-out': ['signed nothing: it took longer than a minute and was stopped', LOOK],
    stopped: ['signed nothing: the job was cancelled', 'Run again.'],
    'too-much-output': ['signed nothing: it wrote more than 64 KiB and was stopped', LOOK],
    killed: ['signed nothing: it was killed', LOOK],
};

// EXTERNAL MODULE: ./lib/certificate/leaf.js
var leaf = __nccwpck_require__(4855);
// EXTERNAL MODULE: ./lib/cloudflare/foreign-text.js
var foreign_text = __nccwpck_require__(3395);
;// CONCATENATED MODULE: ./lib/issue/signers/id-token.js



const PERMISSION = 'Add `id-token: write` to the `permissions` of the job. GitHub gives no ID token to pull requests from forks.';
const NAME = "GitHub's service for ID tokens";
const id_token_AGAIN = 'Run again. If that does not help, check githubstatus.com.';
const AGAIN_OR_TRUST = `${id_token_AGAIN} On your own GitHub server, set NODE_EXTRA_CA_CERTS to the authority of its TLS certificate.`;
async function requestIdToken(world, audience) {
    const address = world.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    const bearer = world.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
    if (bearer === '' || !URL.canParse(address)) {
        throw signerFailed('This job is not allowed to request an ID token from GitHub.', PERMISSION);
    }
    world.protect(bearer);
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1')
        throw signerFailed(`${NAME} has an address without TLS, so no token is sent there.`, AGAIN_OR_TRUST);
    url.searchParams.set('audience', audience);
    const http = await world.connect({ kind: 'runner' });
    const { status, json } = await askServer({ ...world, http, name: NAME, cure: AGAIN_OR_TRUST }, () => ({
        method: 'GET',
        url: url.href,
        headers: { accept: 'application/json', authorization: `Bearer ${bearer}` },
    }));
    const jwt = (0,cloudflare_json/* textOf */.b6)(json, 'value');
    if (jwt !== undefined)
        world.protect(jwt);
    const claims = jwt === undefined ? undefined : claimsOf(jwt);
    if (status === 200 && isToken(jwt) && claims !== undefined)
        return { jwt, claims };
    throw signerFailed(status === 200 ? `${NAME} answered without a token.` : `${NAME} answered HTTP ${status}.`, status === 401 || status === 403 ? PERMISSION : id_token_AGAIN);
}
function shownClaim(claims, name) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value === undefined)
        return 'nothing';
    return `\`${(0,foreign_text/* cleanWord */.GD)(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}
function claimsOf(jwt) {
    const [, payload = ''] = jwt.split('.');
    return (0,cloudflare_json/* asObject */.eB)((0,cloudflare_json/* parseJson */.qF)(Buffer.from(payload, 'base64url').toString('utf8'))?.value);
}

;// CONCATENATED MODULE: ./lib/issue/signers/step-ca-errors.js




const REFUSALS = [
    [
        says(/already used/iu, 401),
        'step-ca says that the one-time token has already been used.',
        'Run again: each run requests a new one.',
    ],
    [
        says(/^/u, 401),
        (claims) => `step-ca did not let this job in. The token had the audience ${shownClaim(claims, 'aud')}, the issuer ${shownClaim(claims, 'iss')} and the subject ${shownClaim(claims, 'sub')}.`,
        "The audience must be the `clientID` of an OIDC provisioner whose configuration endpoint belongs to this issuer, and the clocks must agree. step-ca's log has the reason.",
    ],
    [
        says(/duration/iu, 403),
        'step-ca does not sign for as long as `validity` asks.',
        "Raise the provisioner's `claims.maxTLSCertDuration` (24 hours by default), or lower `validity`.",
    ],
    [
        says(/^/u, 403),
        (claims) => `step-ca's policy does not allow this certificate. The job is ${shownClaim(claims, 'sub')}.`,
        "Allow the common name in the provisioner's or the authority's policy.",
    ],
    [
        says(/key (?:of type|must be)|RSA key/iu, 400),
        'step-ca does not sign this type of key.',
        'Set `key` to a type it accepts, such as `ec-p256`.',
    ],
    [
        says(/^/u, 400),
        (claims) => `step-ca refused the request, perhaps because of the provisioner's template. The token had repository_id ${shownClaim(claims, 'repository_id')} and environment ${shownClaim(claims, 'environment')}.`,
        'Compare them with what the template requires. docs/issuing.md has an example.',
    ],
    [
        says(/^/u, 404),
        'There is no step-ca at `address`.',
        'Use its address without a path, such as https://ca.example:9000.',
    ],
];
function stepCaRefused(answer, claims) {
    const words = (0,foreign_text/* cleanSentence */.b4)((0,cloudflare_json/* textOf */.b6)(answer.json, 'message') ?? '');
    return serverRefused('step-ca', 'sign', REFUSALS, answer, words, claims);
}

;// CONCATENATED MODULE: ./lib/issue/signers/step-ca.js





const step_ca_NAME = 'step-ca';
const MOST_PAGES = 10;
function stepCaSigner(settings, world) {
    const opened = async () => {
        const server = { ...world, name: step_ca_NAME, http: await world.connect(await trustOf(settings, world)) };
        return [server, await audienceOf(settings, server)];
    };
    return {
        check: async () => {
            const [, audience] = await opened();
            if (settings.token === undefined)
                await requestIdToken(world, audience);
        },
        sign: async (request) => sign(settings, ...(await opened()), request),
    };
}
async function sign({ address, token }, server, audience, { csr, notAfter }) {
    let claims = {};
    const answer = await askServer(server, async () => {
        const identity = token === undefined ? await requestIdToken(server, audience) : undefined;
        claims = identity?.claims ?? claimsOf(token ?? '') ?? {};
        return {
            method: 'POST',
            url: `${address}/1.0/sign`,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
                csr,
                ott: identity?.jwt ?? token,
                notAfter: new Date(notAfter).toISOString().replace(/\.\d+Z$/u, 'Z'),
            }),
        };
    });
    const { json } = answer;
    const chain = json?.['certChain'];
    const above = Array.isArray(chain) && chain.length > 0 ? chain.slice(1) : json?.['ca'];
    const pem = pemOf((0,cloudflare_json/* textOf */.b6)(json, 'crt'), above);
    if (answer.status === 201 && pem !== undefined)
        return pem;
    throw stepCaRefused(answer, claims);
}
async function trustOf(settings, world) {
    const { address, fingerprint, serverCa } = settings;
    if (serverCa !== undefined || fingerprint === undefined)
        return trusting(serverCa);
    const wanted = fingerprint.replaceAll(':', '').toLowerCase();
    const http = await world.connect({ kind: 'unverified' });
    const { status, json } = await askServer({ ...world, http, name: step_ca_NAME }, () => get(`${address}/root/${wanted}`));
    const pem = (0,cloudflare_json/* textOf */.b6)(json, 'ca');
    if (status !== 200 || pem === undefined) {
        throw signerFailed(`step-ca has no root with this \`fingerprint\` (HTTP ${status}).`, 'Get the fingerprint on the server: `step certificate fingerprint root_ca.crt`.');
    }
    const root = (0,leaf/* readLeaf */.rf)(pem);
    if (root?.fingerprint === wanted)
        return { kind: 'authorities', pem: root.pem };
    throw signerFailed('step-ca presented a root that does not match `fingerprint`.', 'Somebody may be intercepting the connection. Compare the fingerprint on the server itself.');
}
function get(url) {
    return { method: 'GET', url, headers: { accept: 'application/json' } };
}
async function audienceOf({ address, audience, provisioner }, server) {
    if (audience !== undefined)
        return audience;
    if (provisioner === undefined)
        return address;
    let found = false;
    let cursor = '';
    for (let page = 0; cursor !== undefined && page < MOST_PAGES; page += 1) {
        const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { json } = await askServer(server, () => get(`${address}/provisioners?limit=100${query}`));
        const listed = json?.['provisioners'];
        const oidc = (Array.isArray(listed) ? listed : []).flatMap((one) => {
            const read = (0,cloudflare_json/* asObject */.eB)(one);
            return read && (0,cloudflare_json/* textOf */.b6)(read, 'type')?.toUpperCase() === 'OIDC' ? [read] : [];
        });
        const own = oidc.find((one) => (0,cloudflare_json/* textOf */.b6)(one, 'name') === provisioner);
        const clientId = (0,cloudflare_json/* textOf */.b6)(own, 'clientID');
        if (clientId !== undefined)
            return clientId;
        found ||= oidc.some((one) => (0,cloudflare_json/* textOf */.b6)(one, 'name') !== undefined);
        cursor = (0,cloudflare_json/* textOf */.b6)(json, 'nextCursor');
    }
    throw signerFailed(`step-ca has no OIDC provisioner \`${provisioner}\`.`, found
        ? 'Check `provisioner`: the name must be exactly as on the server.'
        : 'Add one for GitHub; see docs/issuing.md.');
}

;// CONCATENATED MODULE: ./lib/issue/signers/vault-errors.js



const NOT_READY = [
    [
        (status, words) => /\bsealed\b/iu.test(words) || status === 503,
        'Vault is sealed or not ready (HTTP 503).',
        'Unseal it or wait until it is ready, then run again.',
    ],
    [
        says(/^/u, 429, 472, 473),
        'This Vault node is on standby or is not taking requests.',
        'Use the address of the active node, or of a load balancer that finds it.',
    ],
    [says(/^/u, 412), 'This Vault replica is behind (HTTP 412).', "Run again, or use the primary's address."],
];
const LOGIN = [
    [
        says(/role .*could not be found|missing role/iu),
        ({ loginMount, loginRole }) => loginRole === undefined
            ? `Vault's JWT method at \`${loginMount}\` has no default role, and no \`login-role\` was given.`
            : `Vault's JWT method at \`${loginMount}\` has no role \`${loginRole}\`.`,
        'Set `login-role` to the role for this repository. docs/issuing.md shows how to make one.',
    ],
    [
        says(/oidc role_type/iu),
        ({ loginRole }) => `The role \`${loginRole ?? 'default'}\` is for people: its role_type is oidc.`,
        'Set `role_type=jwt` on it. The default is oidc.',
    ],
    [
        says(/audience/iu),
        ({ audience }) => `Vault refused the audience of the ID token: \`${audience}\` was sent.`,
        "Put exactly this text in the role's `bound_audiences`, or set `audience` to what is there.",
    ],
    [
        says(/issuer|\biss\b/iu),
        ({ claims }) => `Vault refused the issuer of the ID token: ${shownClaim(claims, 'iss')} was sent.`,
        "Set the JWT method's `oidc_discovery_url` and `bound_issuer` to exactly this.",
    ],
    [
        says(/claim "?[\w/]+"? (?:is missing|does not match)|claims?: claim/iu),
        ({ words, claims }) => {
            const [, name = 'sub'] = /claim "?([\w/]+)"?/iu.exec(words.replace(/^.*?claims: /iu, '')) ?? [];
            return `Vault refused the claim \`${name}\` of the ID token: ${shownClaim(claims, name)} was sent.`;
        },
        "Fix the role's `bound_claims`, or run from the repository, environment or branch it names.",
    ],
    [
        says(/sub(?:ject)?\)? claim/iu),
        ({ claims }) => `Vault refused the subject of the ID token: ${shownClaim(claims, 'sub')} was sent.`,
        "Bind `repository_id` and `environment` instead of `bound_subject`: the subject's format varies.",
    ],
    [
        says(/expired|not yet valid|\bnbf\b|\bexp\b|\biat\b/iu),
        'Vault says that the ID token has expired or is not valid yet.',
        'Check the clock of the Vault server: the token was only seconds old.',
    ],
    [
        says(/signature|known key|keyset|verif/iu),
        'Vault could not verify the signature of the ID token.',
        "Check the JWT method's `oidc_discovery_url` or `jwks_url`, and that Vault can reach it.",
    ],
    [
        says(/^/u, 403, 404),
        ({ loginMount, namespace }) => `Vault has no login at \`auth/${loginMount}\`${namespace === undefined ? '' : ` in the namespace \`${namespace}\``}.`,
        'Check `login-mount` and `namespace`: the JWT method must be enabled there.',
    ],
];
const REFUSED_TOKEN = [
    'Vault refused the token.',
    'Check that the token is still valid and belongs to this namespace.',
];
const SIGN = [
    [
        says(/unknown role/iu),
        ({ mount, role }) => `The PKI engine at \`${mount}\` has no role \`${role}\`.`,
        'Set `role` to a role of that engine. docs/issuing.md shows how to make one.',
    ],
    [
        says(/beyond the expiration of the CA|past the (?:CA|issuer)/iu),
        "The certificate would outlive Vault's authority, which Vault does not allow.",
        'Renew the authority in Vault, let its issuer truncate (`leaf_not_after_behavior=truncate`), or lower `validity`.',
    ],
    [
        says(/max(?:imum)?[ _]ttl|ttl.*(?:larger|greater)/iu),
        'Vault does not sign for as long as `validity` asks.',
        "Raise the role's `max_ttl`, or lower `validity`.",
    ],
    [
        says(/not allowed by this role|common name|subject/iu),
        'The role does not allow the requested common name.',
        'Allow it in the role: `allowed_domains` with `allow_bare_domains=true`, and `cn_validations=disabled` if it is not a hostname. Or set `common-name`.',
    ],
    [
        says(/keys? of type|key[ _](?:type|bits)|bits/iu),
        'The role does not sign this type of key.',
        "Set the role's `key_type` and `key_bits` to match `key` (`ec` and 256 by default). Without them, Vault signs only RSA keys.",
    ],
    [says(/(?:invalid|bad) token/iu, 403), ...REFUSED_TOKEN],
    [
        says(/permission denied/iu, 403),
        ({ mount, role, token }) => token === undefined
            ? `The policy of this login does not allow signing at \`${mount}/sign/${role}\`.`
            : `The token in \`token-env\` may not sign at \`${mount}/sign/${role}\`, or is not valid any more.`,
        ({ mount, role }) => `Give it a policy with \`path "${mount}/sign/${role}" { capabilities = ["update"] }\`.`,
    ],
    [says(/^/u, 403), ...REFUSED_TOKEN],
    [
        says(/^/u, 404),
        ({ mount }) => `Vault has no PKI engine at \`${mount}\`.`,
        'Check `mount` and `namespace`.',
    ],
];
function vaultRefused(what, answer, settings, claims = {}) {
    const errors = Array.isArray(answer.json?.['errors']) ? answer.json['errors'] : [];
    const words = (0,foreign_text/* cleanSentence */.b4)(errors.filter((one) => typeof one === 'string').join('; '));
    const refusals = [...NOT_READY, ...(what === 'sign' ? SIGN : LOGIN)];
    return serverRefused('Vault', what, refusals, answer, words, { ...settings, claims, words });
}

;// CONCATENATED MODULE: ./lib/issue/signers/vault.js




function vaultSigner(settings, world) {
    const withToken = async (use) => {
        const http = await world.connect(trusting(settings.serverCa));
        const vault = { ...settings, ...world, name: 'Vault', http };
        if (vault.token !== undefined)
            return await use(vault, vault.token);
        const fresh = await logIn(vault);
        try {
            return await use(vault, fresh);
        }
        finally {
            await revoke(vault, fresh);
        }
    };
    return {
        check: () => withToken(() => Promise.resolve()),
        sign: (request) => withToken((vault, token) => vault_sign(vault, token, request)),
    };
}
async function logIn(vault) {
    const { audience, loginMount, loginRole: role } = vault;
    let identity;
    const answer = await askServer(vault, async () => {
        identity = await requestIdToken(vault, audience);
        return post(vault, `auth/${loginMount}/login`, undefined, {
            ...(role === undefined ? {} : { role }),
            jwt: identity.jwt,
        });
    });
    const token = (0,cloudflare_json/* textOf */.b6)((0,cloudflare_json/* asObject */.eB)(answer.json?.['auth']), 'client_token');
    if (token !== undefined)
        vault.protect(token);
    if (answer.status === 200 && isToken(token))
        return token;
    throw vaultRefused('log this job in', answer, vault, identity?.claims);
}
async function vault_sign(vault, token, request) {
    const { csr, commonName, notAfter, now } = request;
    const answer = await askServer(vault, () => post(vault, `${vault.mount}/sign/${vault.role}`, token, {
        csr,
        common_name: commonName,
        ttl: `${Math.floor((notAfter - now) / 1000)}s`,
        exclude_cn_from_sans: true,
        remove_roots_from_chain: true,
    }));
    const data = (0,cloudflare_json/* asObject */.eB)(answer.json?.['data']);
    const chain = data?.['ca_chain'];
    const pem = pemOf((0,cloudflare_json/* textOf */.b6)(data, 'certificate'), Array.isArray(chain) ? chain : data?.['issuing_ca']);
    if (answer.status === 200 && pem !== undefined)
        return pem;
    throw vaultRefused('sign', answer, vault);
}
async function revoke(vault, token) {
    try {
        const request = post(vault, 'auth/token/revoke-self', token, {});
        await vault.http({ ...request, timeoutMs: REVOKE_TIMEOUT, maxBytes: 64 * 1024 });
    }
    catch {
    }
}
const REVOKE_TIMEOUT = 4000;
function post(settings, path, token, body) {
    const { address, namespace } = settings;
    return {
        method: 'POST',
        url: `${address}/v1/${path}`,
        headers: {
            'content-type': 'application/json',
            ...(token === undefined ? {} : { 'x-vault-token': token }),
            ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
        },
        body: JSON.stringify(body),
    };
}

;// CONCATENATED MODULE: ./lib/issue/signers/open-signer.js





function nameOfSigner(settings) {
    switch (settings.kind) {
        case 'authority':
            return `The authority ${(0,finding/* shown */.SP)(settings.authority.certificate.leaf.subject)}`;
        case 'command':
            return nameOfCommand(settings);
        case 'vault':
            return `Vault (role ${settings.vault.role})`;
        case 'step-ca': {
            const { provisioner } = settings.stepCa;
            return provisioner === undefined ? 'step-ca' : `step-ca (provisioner ${provisioner})`;
        }
    }
}
function openSigner(settings, { runCommand, server }) {
    switch (settings.kind) {
        case 'authority':
            return authoritySigner(settings.authority);
        case 'command':
            return commandSigner(settings, runCommand);
        case 'vault':
            return withPatience((within) => vaultSigner(settings.vault, within), server);
        case 'step-ca':
            return withPatience((within) => stepCaSigner(settings.stepCa, within), server);
    }
}
function authoritySigner(authority) {
    return {
        check: () => Promise.resolve(),
        sign: async (request) => {
            const { certify } = await Promise.all(/* import() */[__nccwpck_require__.e(474), __nccwpck_require__.e(263)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1263));
            return certify(authority, request);
        },
    };
}
const PATIENCE = 120_000;
function withPatience(open, world) {
    const within = async (work) => {
        const [late, ended] = [new AbortController(), new AbortController()];
        void world.sleep(PATIENCE, ended.signal).then(() => late.abort(LATE));
        try {
            return await work(open({ ...world, stop: AbortSignal.any([world.stop, late.signal]) }));
        }
        finally {
            ended.abort();
        }
    };
    return {
        check: () => within((signer) => signer.check()),
        sign: (request) => within((signer) => signer.sign(request)),
    };
}


/***/ }),

/***/ 5120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/inputs/fields.js
var fields = __nccwpck_require__(8608);
// EXTERNAL MODULE: ./lib/secrecy/environment.js
var environment = __nccwpck_require__(7541);
// EXTERNAL MODULE: ./lib/inputs/problem.js
var problem = __nccwpck_require__(5934);
// EXTERNAL MODULE: ./lib/inputs/secrets.js
var inputs_secrets = __nccwpck_require__(9516);
// EXTERNAL MODULE: ./lib/inputs/table.js
var table = __nccwpck_require__(4565);
;// CONCATENATED MODULE: ./lib/inputs/manifest/parse.js
const START = 'line 1, column 1';
const DEEPEST = 12;
const TOO_DEEP = 'it is nested too deeply';
const CAUSES = new Map([
    ['BAD_INDENT', 'the indentation does not match the lines above'],
    ['TAB_AS_INDENT', 'a tab is used for indentation; YAML needs spaces'],
    ['BLOCK_AS_IMPLICIT_KEY', 'there are two keys on one line'],
    ['MISSING_CHAR', 'a quote, bracket or colon is missing, or the line is not indented like its neighbours'],
    ['BAD_SCALAR_START', 'a value begins with a character that needs quotes'],
    ['MULTIPLE_DOCS', 'there is a second document after ---'],
    ['TAG_RESOLVE_FAILED', 'there is a tag (!), which it cannot have'],
    ['BAD_ALIAS', 'there is an alias (*), which it cannot have'],
    ['RESOURCE_EXHAUSTION', TOO_DEEP],
    ['BAD_DIRECTIVE', 'there is a line that begins with %'],
]);
function parseYaml(text, input, yaml, report) {
    const broken = (at, cause) => {
        const sentence = `\`${input}\` cannot be read at ${at}: ${cause}.`;
        report({ reason: `${input.toUpperCase()}_NOT_READABLE`, input, sentence });
    };
    try {
        return parse(text.replace(/^\uFEFF/u, ''), yaml, broken);
    }
    catch {
        broken(START, TOO_DEEP);
        return undefined;
    }
}
function parse(text, yaml, broken) {
    const lines = new yaml.LineCounter();
    const position = (offset) => {
        const { line, col } = lines.linePos(offset);
        return `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
    };
    const document = yaml.parseDocument(text, {
        schema: 'failsafe',
        uniqueKeys: false,
        lineCounter: lines,
        prettyErrors: false,
    });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined)
        broken(position(fault.pos[0]), CAUSES.get(fault.code) ?? 'this is not YAML');
    const complain = fault === undefined ? broken : () => undefined;
    if (document.contents === null) {
        complain(START, 'it is empty');
        return undefined;
    }
    const convert = (node, depth) => {
        const at = yaml.isNode(node) ? position(node.range?.[0] ?? 0) : START;
        if (depth > DEEPEST) {
            complain(at, TOO_DEEP);
            return { kind: 'text', value: '', at };
        }
        if (yaml.isAlias(node) || (yaml.isNode(node) && node.anchor !== undefined))
            complain(at, 'there is an anchor (&) or alias (*), which it cannot have; write the values out');
        if (yaml.isSeq(node))
            return { kind: 'list', items: node.items.map((one) => convert(one, depth + 1)), at };
        if (yaml.isMap(node))
            return { kind: 'map', entries: entriesOf(node.items, depth), at };
        const value = yaml.isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '';
        return { kind: 'text', value, at };
    };
    const entriesOf = (pairs, depth) => {
        const entries = new Map();
        for (const pair of pairs) {
            const key = convert(pair.key, depth + 1);
            const { at } = key;
            if (key.kind !== 'text')
                complain(at, 'a key must be a word');
            else if (entries.has(key.value))
                complain(at, 'a key is given twice');
            else {
                const none = { kind: 'text', value: '', at };
                const value = pair.value === null ? none : convert(pair.value, depth + 1);
                entries.set(key.value, { key: key.value, at, value });
            }
        }
        return [...entries.values()];
    };
    return convert(document.contents, 0);
}
function entryOf(map, key) {
    return map.entries.find((entry) => entry.key === key);
}
function mapAt(map, key) {
    const value = map && entryOf(map, key)?.value;
    return value?.kind === 'map' ? value : undefined;
}
function mapsUnder(map, key) {
    const value = entryOf(map, key)?.value;
    return value?.kind === 'list' ? value.items.filter((item) => item.kind === 'map') : [];
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/keys.js

const SERVER_KEYS = ['address', 'audience', 'server-ca', 'token-env'];
const ONLY_OF_A_STEP = {
    issue: ['command', 'environment'],
    vault: SERVER_KEYS,
    'step-ca': [...SERVER_KEYS, 'fingerprint'],
};
const LIST_KEYS = new Set([
    ...table/* INPUT_NAMES */.Qh.filter((name) => table/* INPUTS */.mc[name].kind === 'list'),
    ...ONLY_OF_A_STEP.issue,
]);
const ISSUE_KEYS = ['validity', 'renew-before', 'key', 'common-name', 'vault', 'step-ca'];
const VAULT_KEYS = ['mount', 'role', 'login-mount', 'login-role', 'namespace'];
const STEP_CA_KEYS = ['provisioner'];
const HEIGHTS = ['manifest', 'defaults', 'zone', 'target', 'issue', 'vault', 'step-ca'];
const HEIGHTS_OF_A_STEP = ['issue of the step', 'vault of the step', 'step-ca of the step'];
function keysIn(place) {
    return table/* INPUT_NAMES */.Qh.filter((name) => table/* INPUTS */.mc[name].manifest === place).flatMap(table/* keysOf */.YD);
}
const KEYS_AT = {
    manifest: new Set(['defaults', 'zones']),
    defaults: new Set(keysIn('setting')),
    zone: new Set(['zone', 'targets', ...keysIn('setting')]),
    target: new Set([...keysIn('target'), ...keysIn('setting')]),
    issue: new Set(ISSUE_KEYS),
    vault: new Set(VAULT_KEYS),
    'step-ca': new Set(STEP_CA_KEYS),
    'issue of the step': new Set([...ISSUE_KEYS, ...ONLY_OF_A_STEP.issue]),
    'vault of the step': new Set([...ONLY_OF_A_STEP.vault, ...VAULT_KEYS]),
    'step-ca of the step': new Set([...ONLY_OF_A_STEP['step-ca'], ...STEP_CA_KEYS]),
};
const MAPS = {
    manifest: new Map(['defaults', 'issue', 'vault', 'step-ca'].map((key) => [key, key])),
    step: new Map(['vault', 'step-ca'].map((key) => [key, `${key} of the step`])),
};
const INTO_THE_STEP = 'Put it into the input `issue` of the step: a manifest is data, which a pull request can change';
const INSTEAD = new Map([
    ...table/* INPUT_NAMES */.Qh.flatMap(heldElsewhere),
    ...[...ONLY_OF_A_STEP.issue, ...ONLY_OF_A_STEP['step-ca']].map((key) => [key, INTO_THE_STEP]),
    ['renew', 'Give the step the input `renew`'],
    ['hostname', 'Write `hostnames`'],
    ['probe-url', 'Write `probe-urls`'],
]);
function heldElsewhere(name) {
    const { held = ['value'] } = table/* INPUTS */.mc[name];
    if (held.includes('value'))
        return [];
    const variable = `Write \`${name}-env\` with the name of an environment variable`;
    if (held.includes('file'))
        return [[name, `${variable}, or \`${name}-file\``]];
    if (!name.endsWith('-key'))
        return [[name, variable]];
    const never = `${variable}; a key never belongs in`;
    return [
        [name, `${never} a manifest`],
        [`${name}-file`, `${never} the repository`],
    ];
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/shape.js


const MOST_ZONES = 1000;
const NEEDED = {
    manifest: { zones: 'has no list of `zones`' },
    zone: {
        zone: 'has a zone without `zone` (its name or id)',
        targets: 'has a zone without a list of `targets`',
    },
    target: { level: 'has a target without `level`. Write `level: zone` or `level: hostname`' },
};
function checkShape(node, height, tell) {
    if (node.kind !== 'map') {
        tell('SHAPE', node.at, `has something other than keys and values where ${WHERE[height]} should be`);
        return false;
    }
    for (const { key, at, value } of node.entries) {
        const within = MAPS[isOfStep(height) ? 'step' : 'manifest'].get(key);
        if (!KEYS_AT[height].has(key))
            tell('UNKNOWN_KEY', at, unknown(key, height));
        else if (key === 'zones' || key === 'targets')
            checkList(value, key, tell);
        else if (within !== undefined)
            checkShape(value, within, tell);
        else if (!fits(key, value)) {
            const form = LIST_KEYS.has(key) ? 'a value or a list of values' : 'a value';
            tell('SHAPE', value.at, `has no value, or a value of the wrong form, in \`${key}\`. Write ${form}`);
        }
    }
    const missing = Object.entries(NEEDED[height] ?? {}).filter(([key]) => entryOf(node, key) === undefined);
    if (node.entries.every(({ key }) => KEYS_AT[height].has(key)))
        for (const [, says] of missing)
            tell('SHAPE', node.at, says);
    return true;
}
function checkList(node, key, tell) {
    const items = node.kind === 'list' ? node.items : [];
    if (items.length === 0)
        tell('SHAPE', node.at, `has something other than a list of entries in \`${key}\``);
    for (const item of items)
        checkShape(item, key === 'zones' ? 'zone' : 'target', tell);
    if (key === 'zones' && items.length > MOST_ZONES)
        tell('SHAPE', node.at, `has more than ${MOST_ZONES} zones`);
}
function tellShape(input, report) {
    return (reason, at, cause) => {
        const sentence = `\`${input}\` ${cause} (${input}, ${at}).`;
        report({ reason: `${input.toUpperCase()}_${reason}`, input, sentence });
    };
}
const WHERE = {
    manifest: 'the manifest',
    defaults: 'the defaults',
    zone: 'a zone',
    target: 'a target',
    issue: 'an `issue`',
    vault: 'a `vault`',
    'step-ca': 'a `step-ca`',
    'issue of the step': 'the `issue` of the step',
    'vault of the step': 'a `vault`',
    'step-ca of the step': 'a `step-ca`',
};
function isOfStep(height) {
    return HEIGHTS_OF_A_STEP.some((one) => one === height);
}
function fits(key, value) {
    if (value.kind === 'text')
        return value.value !== '';
    return value.kind === 'list' && LIST_KEYS.has(key) && value.items.every((item) => item.kind === 'text');
}
const MOST_LISTED = 15;
function unknown(key, height) {
    const keys = [...KEYS_AT[height]].map((one) => `\`${one}\``);
    const all = keys.length > MOST_LISTED
        ? '`manifest.schema.json` lists all keys'
        : `The keys there are ${keys.join(', ')}`;
    const elsewhere = (isOfStep(height) ? HEIGHTS_OF_A_STEP : HEIGHTS).filter((one) => KEYS_AT[one].has(key));
    const belongs = elsewhere.map((one) => WHERE[one]).join(' or ');
    const cure = belongs === '' ? (INSTEAD.get(key) ?? all) : `It belongs to ${belongs}`;
    const shown = /^[a-z_-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
    return `has ${shown} in ${WHERE[height]}, where it is not known. ${cure}`;
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/source.js

const LARGEST = 1_048_576;
const LARGEST_INLINE = 131_000;
const SAYS = {
    inlineTooLarge: 'is larger than the 128 KiB that Linux passes to a step in one input (Windows: 32 KiB). Put it into a file in the repository, which may have 1 MiB, and give its path.',
    tooLarge: 'is larger than 1 MiB. Split it into several jobs; 1 MiB holds more than a thousand targets.',
    path: 'Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.',
};
async function readSource(field, files) {
    const { value } = field;
    if (Buffer.byteLength(value) > LARGEST_INLINE)
        (0,problem/* complain */.cc)(field, 'MANIFEST_TOO_LARGE', SAYS.inlineTooLarge);
    else if (isYaml(value))
        return value;
    else {
        const fault = pathFault(value);
        const read = fault === undefined ? await files.read(value, LARGEST) : MISSING;
        if (read.kind === 'text')
            return read.text;
        const says = `names a file ${fault ?? FILE_FAULTS[read.kind]}. ${SAYS.path}`;
        if (read.kind === 'too-large')
            (0,problem/* complain */.cc)(field, 'MANIFEST_TOO_LARGE', SAYS.tooLarge);
        else
            (0,problem/* complain */.cc)(field, 'MANIFEST_PATH', says);
    }
    return undefined;
}
function isYaml(input) {
    return /[\r\n]|:\s|^[[{]|^[\w-]+:$/u.test(input);
}
function pathFault(path) {
    if (path === '')
        return 'without a name';
    if (path.length > 1024)
        return 'with a name that is too long';
    if (/[\p{Cc}\p{Cf}]/u.test(path))
        return 'with control characters in its name';
    if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/iu.test(path))
        return 'outside the workspace';
    if (path.includes('\\'))
        return 'with a backslash in its name; use `/` on every system';
    if (path.split('/').includes('..'))
        return 'outside the workspace (`..`)';
    return undefined;
}
const FILE_FAULTS = {
    missing: 'that is not there (is the repository checked out before this step?)',
    directory: 'that is a directory',
    'too-large': 'that is too large',
    outside: 'that leads outside the workspace',
    unreadable: 'that cannot be read as text',
};
function complainOfKeyInFile(field) {
    (0,problem/* complain */.cc)(field, 'FILE_HOLDS_KEY', 'names a file in the repository that holds a private key. Make a new key, since the history of the repository keeps this one, and pass it as a secret.');
}
const MISSING = { kind: 'missing' };

;// CONCATENATED MODULE: ./lib/inputs/manifest/open.js








const LARGEST_FILE = 1_048_576;
const MOST_FILES = 2000;
async function openManifest(env, files) {
    const input = (0,fields/* rawInput */.JR)(env, 'manifest');
    if (input === '')
        return { kind: 'none' };
    const { problems, report } = (0,problem/* collector */.g7)();
    const field = (0,problem/* inputField */.LF)(report, 'manifest', input);
    const text = await readSource(field, files);
    if (text === undefined)
        return { kind: 'refused', problems, secrets: [] };
    const stray = strayKeys(text);
    if (stray.length > 0 && text === input)
        (0,inputs_secrets/* complainOfExposed */.Vm)('manifest', report);
    else if (stray.length > 0)
        complainOfKeyInFile(field);
    const root = parseYaml(text, 'manifest', await __nccwpck_require__.e(/* import() */ 815).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8815, 19)), report);
    const pasted = [...namedSecrets(root, env), ...stray];
    if (root === undefined)
        return { kind: 'refused', problems, secrets: pasted };
    const reads = new Map();
    for (const path of namedFiles(root).slice(0, MOST_FILES))
        reads.set(path, await files.read(path, LARGEST_FILE));
    const inFiles = [...reads.values()].flatMap((read) => (read.kind === 'text' ? strayKeys(read.text) : []));
    const secrets = [...pasted, ...inFiles];
    const isRead = problems.length === 0 && checkShape(root, 'manifest', tellShape('manifest', report));
    if (!isRead || problems.length > 0)
        return { kind: 'refused', problems, secrets };
    return { kind: 'opened', secrets, root, files: reads };
}
function strayKeys(text) {
    const from = { name: 'manifest', variable: (0,environment/* inputVariable */.LO)('manifest'), kind: 'pem' };
    return (0,inputs_secrets/* keyBlocks */.MO)(text).map((value) => ({ ...from, value }));
}
function mapsIn(node) {
    if (node?.kind === 'list')
        return node.items.flatMap(mapsIn);
    return node?.kind === 'map' ? [node, ...node.entries.flatMap(({ value }) => mapsIn(value))] : [];
}
function namedBy(end, root) {
    return mapsIn(root).flatMap((map) => map.entries.flatMap(({ key, value }) => value.kind === 'text' && key.endsWith(end) ? [{ key, named: value.value, map }] : []));
}
function namedFiles(root) {
    const paths = namedBy('-file', root).map(({ named }) => named);
    return [...new Set(paths)].filter((path) => pathFault(path) === undefined);
}
function variableFault(name) {
    if (!/^[A-Za-z_]\w{0,254}$/u.test(name))
        return 'something that cannot be an environment variable: give its name, not its value';
    return /^(?:GITHUB|RUNNER|ACTIONS|INPUT|NODE)_|^(?:PATH|HOME|(?:HTTPS?|ALL)_PROXY)$/iu.test(name)
        ? 'an environment variable of the runner'
        : undefined;
}
function namedSecrets(root, env) {
    const secrets = new Map();
    for (const { key, named, map } of namedBy('-env', root))
        for (const secret of secretsUnder(key, named, env)) {
            const passphrase = passphraseOf(key, map, env);
            const known = secret.kind === 'pem' ? { ...secret, passphrase } : secret;
            secrets.set(JSON.stringify(known), known);
        }
    return [...secrets.values()];
}
function passphraseOf(key, beside, env) {
    const named = entryOf(beside, `${(0,inputs_secrets/* passphraseInputOf */.I0)(key)}-env`)?.value;
    return named?.kind === 'text' ? (0,fields/* rawPassphrase */.VA)(variableIn(env, named.value)) : undefined;
}
function variableIn(env, name) {
    return variableFault(name) === undefined ? (env[name] ?? '') : '';
}
function secretsUnder(key, variable, env) {
    const value = variableIn(env, variable);
    if (value.trim() === '')
        return [];
    const name = key.slice(0, -'-env'.length);
    const from = { name: variable, variable };
    if ((0,table/* isInputName */.wp)(name) && table/* INPUTS */.mc[name].secret !== undefined)
        return (0,inputs_secrets/* secretsOf */.Fj)(name, value).map((secret) => ({ ...from, ...secret }));
    return [{ ...from, value, ...(name === 'token' ? { kind: 'text', meantFor: 'signer' } : { kind: 'pem' }) }];
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/scope.js





function fieldOf({ key, value, at }, { input, report }) {
    return { input, label: `\`${key}\` (${input}, ${at})`, value: textOf(value), report };
}
function scopeLookup(map, surroundings) {
    return (name) => {
        const blocks = name.split('.');
        const key = blocks.pop() ?? '';
        const within = blocks.reduce(mapAt, map);
        if (within === undefined)
            return undefined;
        const [direct, variable, file] = ['', '-env', '-file'].map((end) => entryOf(within, `${key}${end}`));
        const [first, second] = [direct, variable, file].filter((entry) => entry !== undefined);
        if (first === undefined)
            return undefined;
        const field = fieldOf(first, surroundings);
        if (second !== undefined) {
            const says = `is given together with \`${first.key}\`. Give one of them.`;
            (0,problem/* complain */.cc)(fieldOf(second, surroundings), 'GIVEN_TWICE', says);
            return undefined;
        }
        if (first === direct)
            return field;
        const value = first === file ? fileText(field, surroundings) : variableText(field, surroundings);
        return value === undefined ? undefined : { ...field, from: field.value, value };
    };
}
function fileText(field, { files }) {
    const read = files.get(field.value) ?? MISSING;
    const fault = pathFault(field.value) ?? (read.kind === 'text' ? undefined : FILE_FAULTS[read.kind]);
    if (fault !== undefined)
        (0,problem/* complain */.cc)(field, 'MANIFEST_FILE', `names a file ${fault}. Paths begin at the root of the workspace.`);
    if (read.kind !== 'text' || fault !== undefined)
        return undefined;
    if ((0,inputs_secrets/* keyBlocks */.MO)(read.text).length === 0)
        return read.text;
    complainOfKeyInFile(field);
    return undefined;
}
function variableText(field, { env, missing }) {
    const fault = variableFault(field.value);
    const value = fault === undefined ? (env[field.value] ?? '') : '';
    if (value.trim() !== '')
        return value;
    const name = /^[A-Z][A-Z\d_]*$/u.test(field.value) ? field.value : (0,problem/* echo */.WI)(field.value);
    const cause = `names the environment variable ${name}, which is empty or not set`;
    const cure = 'Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.';
    if (fault === undefined)
        (0,problem/* complain */.cc)({ ...field, report: missing }, 'MANIFEST_VARIABLE_MISSING', `${cause}. ${cure}`);
    else {
        const says = `names ${fault}. Write the name of a variable that the step sets in \`env\`.`;
        (0,problem/* complain */.cc)(field, 'MANIFEST_VARIABLE', says);
    }
    return undefined;
}
function textOf(node) {
    if (node.kind === 'text')
        return node.value;
    return node.kind === 'list' ? node.items.map(textOf).join('\n') : '';
}

;// CONCATENATED MODULE: ./lib/inputs/issue/block.js






const block_LARGEST = 16_384;
async function openIssueBlock(env) {
    const text = (0,fields/* rawInput */.JR)(env, 'issue');
    if (text === '' || (0,fields/* isPlaceholder */.wK)(text))
        return { kind: 'none' };
    const { problems, report } = (0,problem/* collector */.g7)();
    if (text.length > block_LARGEST) {
        const says = 'is larger than 16 KiB. It should be a few lines of YAML.';
        (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, 'issue'), 'ISSUE_SHAPE', says);
        return { kind: 'refused', problems, secrets: [] };
    }
    const root = parseYaml(text, 'issue', await __nccwpck_require__.e(/* import() */ 815).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8815, 19)), report);
    const secrets = namedSecrets(root, env);
    const isRead = root !== undefined &&
        problems.length === 0 &&
        checkShape(root, 'issue of the step', tellShape('issue', report));
    return !isRead || problems.length > 0
        ? { kind: 'refused', problems, secrets }
        : { kind: 'opened', map: root, secrets };
}
function blockLookup(block, env, report) {
    if (block.kind !== 'opened')
        return () => undefined;
    const { map } = block;
    const entries = [{ key: 'issue', at: map.at, value: map }];
    const around = { input: 'issue', env, files: new Map(), report, missing: report };
    const look = scopeLookup({ ...map, entries }, around);
    return (name) => (name.startsWith('issue.') ? look(name) : undefined);
}

// EXTERNAL MODULE: ./lib/inputs/hostnames.js
var inputs_hostnames = __nccwpck_require__(3783);
// EXTERNAL MODULE: ./lib/inputs/probe-urls.js
var probe_urls = __nccwpck_require__(6394);
;// CONCATENATED MODULE: ./lib/inputs/job-hosts.js



function namesOf(job) {
    switch (job.operation) {
        case 'rotate':
            return job.requests.map(({ name, zone, hostnames, issue, policy: { probes, origin } }) => {
                const target = job.requests.length > 1 ? name : undefined;
                return { zone, hostnames, probes, origin, issue, target };
            });
        case 'status':
        case 'matrix': {
            const several = job.zones.length > 1 || job.zones.some(({ expected }) => expected.length > 1);
            return job.zones.flatMap(({ zone, expected }) => expected.map(({ name, hostnames }) => ({ zone, hostnames, target: several ? name : undefined })));
        }
        case 'disable': {
            const { zone, what, probes, origin } = job.request;
            const hostnames = what.kind === 'hostnames' ? what.hostnames : [];
            return [{ zone, hostnames, probes, origin, target: undefined }];
        }
        case 'delete':
            return [];
    }
}
function warnOfCustomHostnames(job, warn) {
    for (const { zone, hostnames, probes, target } of namesOf(job)) {
        const name = (0,inputs_hostnames/* zoneName */.a6)(zone);
        if (name === undefined)
            continue;
        const strangers = outside(name, hostnames);
        const probed = outside(name, hostsOf(probes)).filter((host) => !hostnames.includes(host));
        if (strangers.length > 0) {
            const sentence = `\`hostnames\` names hostnames outside the zone ${name}: ${listed(strangers)}. Cloudflare takes them if they are custom hostnames of this zone, and refuses them otherwise.`;
            warn({ reason: 'OUTSIDE_ZONE', input: 'hostnames', sentence, target });
        }
        if (probed.length > 0) {
            const sentence = `\`probe-urls\` leads to ${listed(probed)}, outside the zone ${name}. Such a probe proves something only for a custom hostname of this zone.`;
            warn({ reason: 'OUTSIDE_ZONE', input: 'probe-urls', sentence, target });
        }
    }
}
function refuseHeadersOutsideZone(job, report) {
    for (const { zone, probes, target } of namesOf(job)) {
        const hosts = hostsOf(probes);
        const name = (0,inputs_hostnames/* zoneName */.a6)(zone);
        const strangers = name === undefined ? hosts : outside(name, hosts);
        if (strangers.length === 0 || Object.keys(probes?.requestHeaders ?? {}).length === 0)
            continue;
        const [why, cure] = name === undefined
            ? [', and the manifest gives the zone only by its id', 'give the zone by its name']
            : [`, outside the zone ${name}`, 'give that target to a step of its own, without a manifest'];
        const sentence = `\`probe-request-headers\` would go to ${listed(strangers)}${why}. Next to a manifest, which a pull request can change, they go only to hosts within the zone's name: ${cure}, or leave the headers out.`;
        report({ reason: 'HEADERS_OUTSIDE_ZONE', input: 'probe-request-headers', sentence, target });
    }
}
function hostsOf(probes) {
    return [...new Set((probes?.urls ?? []).map(probe_urls/* hostOf */.w4))];
}
function outside(name, hosts) {
    return [...new Set(hosts.filter((host) => host !== name && !host.endsWith(`.${name}`)))];
}
const MOST_TOLD = 10;
function listed(hosts) {
    const shown = hosts.slice(0, MOST_TOLD).map(problem/* echo */.WI).join(', ');
    return hosts.length > MOST_TOLD ? `${shown} and ${hosts.length - MOST_TOLD} more` : shown;
}
function secretsSentOutward(job, holdsSecret) {
    return namesOf(job).flatMap(({ probes, origin, target, ...named }) => {
        const headers = Object.entries(probes?.requestHeaders ?? {});
        const sent = {
            'probe-urls': probes?.urls ?? [],
            'probe-request-headers': headers.map(([name, value]) => `${name}: ${value}`),
            origin: (origin?.addresses ?? []).map(({ hostname, host }) => `${hostname} ${host}`),
            issue: issuingTells(named),
        };
        const inputs = Object.entries(sent).filter(([, texts]) => texts.some(holdsSecret));
        return inputs.map(([input]) => {
            const sentence = `\`${input}\` ${SENT_OUTWARD}`;
            return { reason: 'SECRET_SENT_OUTWARD', input, sentence, target };
        });
    });
}
const SENT_OUTWARD = 'holds a piece of a token, of the private key or of its passphrase, and its value is sent to hosts that must not see it. Remove it. If an earlier run sent it, replace the secret.';
function issuingTells({ issue, zone, hostnames, }) {
    if (issue === undefined)
        return [];
    const subject = [zone, ...hostnames].includes(issue.commonName) ? [] : [issue.commonName];
    return [...subject, ...signerIsTold(issue.signer)];
}
function signerIsTold(signer) {
    switch (signer.kind) {
        case 'vault':
            return valuesOf({ ...signer.vault, serverCa: undefined });
        case 'step-ca':
            return valuesOf({ ...signer.stepCa, serverCa: undefined });
        case 'authority':
        case 'command':
            return [];
    }
}
function valuesOf(settings) {
    return Object.values(settings).filter((value) => value !== undefined);
}

// EXTERNAL MODULE: ./lib/issue/leaf-key.js
var leaf_key = __nccwpck_require__(3181);
// EXTERNAL MODULE: ./lib/inputs/kinds.js
var kinds = __nccwpck_require__(1850);
// EXTERNAL MODULE: ./lib/inputs/headers.js
var headers = __nccwpck_require__(9851);
;// CONCATENATED MODULE: ./lib/inputs/origins.js



const HTTPS = '443';
const MOST_ORIGINS = 100;
const MOST_QUESTIONS = 500;
const CURE = 'Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.';
function readOrigins(field, names) {
    const entries = (0,kinds/* splitList */.ry)(field.value);
    if (entries.length > MOST_ORIGINS)
        (0,problem/* complain */.cc)(field, 'TOO_MANY_ORIGINS', `has ${entries.length} entries. At most ${MOST_ORIGINS} are checked.`);
    const origins = new Map();
    const [first, ...others] = names;
    for (const [index, entry] of entries.slice(0, MOST_ORIGINS).entries()) {
        const read = parseOrigin(entry, first);
        if (typeof read === 'string') {
            const where = `${(0,kinds/* entryName */.MB)(index, entries)}, ${(0,problem/* echo */.WI)(entry)}`;
            (0,problem/* complain */.cc)(field, 'NOT_AN_ORIGIN', `is not a list of origins: ${where}, ${read}. ${CURE}`);
        }
        else
            for (const hostname of [read.hostname, ...(entry.includes('@') ? [] : others)])
                origins.set(`${hostname}@${read.host}@${read.port}`, { ...read, hostname });
    }
    if (origins.size > MOST_QUESTIONS) {
        const asked = `asks ${names.length} names at ${entries.length} addresses`;
        const cure = `At most ${MOST_QUESTIONS} connections are made: name fewer hostnames in one step.`;
        (0,problem/* complain */.cc)(field, 'TOO_MANY_ORIGINS', `${asked}. ${cure}`);
    }
    return [...origins.values()];
}
function parseOrigin(entry, defaultName) {
    if (entry.includes('://'))
        return 'begins with a scheme such as https://';
    const at = entry.lastIndexOf('@');
    const name = at === -1 ? defaultName : entry.slice(0, at).trim();
    if (name === undefined)
        return 'must say which hostname to ask for, since no hostname is named';
    const read = (0,inputs_hostnames/* parseHostname */.Pv)(name);
    if (read.kind === 'fault')
        return `has a name before the @ that ${read.cause}`;
    const { hostname } = read;
    const [, bracketed, plain, digits = HTTPS] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/u.exec(entry.slice(at + 1).trim()) ?? [];
    const port = /^\d{1,5}$/u.test(digits) ? Number(digits) : 0;
    if (bracketed === undefined && plain === undefined)
        return 'is not host:port; an IPv6 address must be in brackets';
    if (port < 1 || port > 65_535)
        return 'has a port that is not a number from 1 to 65535';
    if (bracketed !== undefined)
        return (0,kinds/* ipVersion */.UR)(bracketed) === 6 && !bracketed.includes('%')
            ? { hostname, host: bracketed.toLowerCase(), port }
            : 'has no IPv6 address in its brackets';
    const host = parseHost(plain ?? '');
    return host.kind === 'hostname' ? { hostname, host: host.hostname, port } : `has a host that ${host.cause}`;
}
function parseHost(host) {
    const isWord = /^(?!-)[\da-z-]{1,63}(?<!-)$/iu.test(host) && /[a-z]/iu.test(host);
    return isWord || (0,kinds/* ipVersion */.UR)(host) === 4
        ? { kind: 'hostname', hostname: host.toLowerCase() }
        : (0,inputs_hostnames/* parseHostname */.Pv)(host);
}

;// CONCATENATED MODULE: ./lib/inputs/policy.js








const ORIGIN_TIMEOUT_MS = 10_000;
const PROBE_SUCCESSES = 5;
function durationOf(lookup, name) {
    return (0,kinds/* readDuration */.$7)((0,fields/* always */.Gk)(lookup, name), (0,table/* limitsOf */.Af)(name));
}
function booleanOf(lookup, name) {
    return (0,kinds/* readBoolean */.Vf)((0,fields/* always */.Gk)(lookup, name), (0,table/* defaultOf */.HA)(name) === 'true');
}
function readPolicy(lookup, place, token) {
    const probes = readProbes(lookup, place, token);
    return {
        enable: booleanOf(lookup, 'enable'),
        deletePrevious: booleanOf(lookup, 'delete-previous'),
        gracePeriod: durationOf(lookup, 'grace-period'),
        activationTimeout: durationOf(lookup, 'activation-timeout'),
        minimumValidity: durationOf(lookup, 'minimum-validity'),
        expiryWarning: durationOf(lookup, 'expiry-warning'),
        acceptIssuerChange: booleanOf(lookup, 'accept-issuer-change'),
        probes,
        origin: readOriginCheck(lookup, place, probes.urls),
    };
}
function readProbes(lookup, place, token) {
    const urlField = lookup('probe-urls');
    const urls = urlField === undefined ? [] : (0,probe_urls/* readProbeUrls */.Xu)(urlField);
    if (urlField !== undefined)
        checkProbesBelong(urlField, urls, place);
    return {
        urls,
        successes: PROBE_SUCCESSES,
        timeout: durationOf(lookup, 'probe-timeout'),
        requestHeaders: (0,fields/* ifGiven */.NF)(lookup, 'probe-request-headers', (field) => (0,headers/* readHeaders */.jB)(field, token)) ?? {},
        echoHeader: (0,fields/* ifGiven */.NF)(lookup, 'probe-echo-header', headers/* readHeaderName */.dj),
    };
}
function readOriginCheck(lookup, place, probeUrls, every = false) {
    const names = namesForOrigin(place, probeUrls);
    const asked = every ? names : names.slice(0, 1);
    return {
        addresses: (0,fields/* ifGiven */.NF)(lookup, 'origin', (field) => readOrigins(field, asked)) ?? [],
        serverCa: (0,fields/* ifGiven */.NF)(lookup, 'origin-server-ca', kinds/* readBundle */.Bo),
        timeout: ORIGIN_TIMEOUT_MS,
    };
}
function checkProbesBelong(field, urls, place) {
    const { hostnames, level } = place;
    if (hostnames.length === 0 || level === 'zone')
        return;
    const stray = [...new Set(urls.map(probe_urls/* hostOf */.w4))].filter((host) => !hostnames.includes(host));
    if (stray.length === 0)
        return;
    const cause = `leads to ${stray.slice(0, 10).map(problem/* echo */.WI).join(', ')}, outside the hostnames of this target`;
    const cure = 'Probe the hostnames that are rotated, or leave these URLs out.';
    (0,problem/* complain */.cc)(field, 'PROBE_OUTSIDE_TARGET', `${cause}. ${cure}`);
}
function namesForOrigin(place, probeUrls) {
    if (place.hostnames.length > 0)
        return place.hostnames;
    const hosts = [...new Set(probeUrls.map(probe_urls/* hostOf */.w4))];
    const zone = (0,inputs_hostnames/* zoneName */.a6)(place.zone);
    return hosts.length > 0 || zone === undefined ? hosts : [zone];
}

// EXTERNAL MODULE: ./lib/certificate/leaf.js
var leaf = __nccwpck_require__(4855);
;// CONCATENATED MODULE: ./lib/inputs/issue/server-settings.js


const NAME = /^(?!\.+$)[\w.@ -]{1,200}$/u;
const PATH = /^(?!\.+(?:\/|$))[\w.-]+(?:\/(?!\.+(?:\/|$))[\w.-]+){0,9}$/u;
const TOKEN = /^[!-~]{1,16384}$/u;
const FINGERPRINT = /^(?:[\da-f]{2}:?){31}[\da-f]{2}$/iu;
function readVault(lookup, block) {
    const at = within(lookup, block, 'vault');
    const role = at.text('role', NAME, 'the name of a role of the PKI engine');
    if (at.field('role') === undefined)
        (0,problem/* complain */.cc)(block, 'SIGNER_ROLE_MISSING', 'has no `role`. Write the role of the PKI engine that is to sign.');
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
function readStepCa(lookup, block) {
    const at = within(lookup, block, 'step-ca');
    const fingerprint = at.text('fingerprint', FINGERPRINT, 'the SHA-256 fingerprint of the root, in hex');
    const reached = server(at);
    const provisioner = at.text('provisioner', NAME, 'the name of a provisioner');
    return { kind: 'step-ca', stepCa: { ...reached, provisioner, fingerprint } };
}
function within(lookup, block, kind) {
    const field = (key) => lookup(`issue.${kind}.${key}`);
    const text = (key, form, what) => {
        const found = field(key);
        const value = found?.value.trim();
        if (found === undefined || value === undefined || form.test(value))
            return value;
        (0,problem/* complain */.cc)(found, 'SIGNER_SETTING', `is not ${what}. Write it as it stands on the server.`);
        return undefined;
    };
    return { block, field, text };
}
function server(at) {
    const serverCa = at.field('server-ca');
    if (serverCa !== undefined && (0,leaf/* certificatesIn */.Yc)(serverCa.value).length === 0)
        (0,problem/* complain */.cc)(serverCa, 'SIGNER_SERVER_CA', 'holds no certificate. Give the authority of the server in PEM.');
    return {
        address: addressOf(at),
        audience: at.text('audience', /^\S{1,500}$/u, 'an audience'),
        serverCa: serverCa?.value,
        token: at.text('token', TOKEN, 'a token: it has spaces, line ends or characters that a token never has'),
    };
}
function addressOf(at) {
    const field = at.field('address');
    const url = field !== undefined && URL.canParse(field.value) ? new URL(field.value) : undefined;
    const bare = url?.protocol === 'https:' && `${url.username}${url.password}${url.search}${url.hash}` === '';
    if (url !== undefined && bare)
        return url.href.replace(/\/+$/u, '');
    const cause = field === undefined ? 'has no `address`' : 'is not an https URL without user, query and fragment';
    const cure = 'Write the address of the server, such as https://vault.example.com:8200, into the input `issue` of the step.';
    (0,problem/* complain */.cc)(field ?? at.block, 'SIGNER_ADDRESS', `${cause}. ${cure}`);
    return '';
}

;// CONCATENATED MODULE: ./lib/inputs/issue/who-signs.js



const WITHHELD = /^(?:INPUT|ACTIONS|GITHUB|RUNNER|STATE|CLOUDFLARE)_|^(?:NODE_OPTIONS|LD_PRELOAD|LD_LIBRARY_PATH)$/iu;
const MOST_WORDS = 100;
const who_signs_SAYS = {
    alone: 'is given without `command`. It only applies to a command.',
    twice: 'is given together with another signer. Give either `authority-certificate` and `authority-key`, or one of `command`, `vault` and `step-ca` in `issue`.',
    noClientCa: 'is given without `client-ca`. Give the authorities that the origin trusts: only a certificate that one of them signed is accepted.',
    nobody: 'does not say who signs. Give `authority-certificate` and `authority-key` from secrets, or `command`, `vault` or `step-ca` in `issue`.',
    noWords: 'is not a list of words. Write the program and its arguments.',
    needsShell: 'is one line with quotes or other characters for a shell, and there is no shell. Write it as a list of words. If you need a pipe, put it into a script in the repository and name the script.',
    noName: 'has an entry that cannot be the name of an environment variable. Write names, not values.',
    withheld: 'names a variable of the runner or of this action, or one that changes how programs start. Those are kept from the command: set a variable of your own in the `env` of the step.',
};
function readSigner(lookup, report) {
    const byAuthority = ['authority-certificate', 'authority-key'].some((name) => lookup(name) !== undefined);
    const [command, vault, stepCa] = ['command', 'vault', 'step-ca'].map((key) => lookup(`issue.${key}`));
    const [first, second] = [command, vault, stepCa].filter((field) => field !== undefined);
    const environment = lookup('issue.environment');
    if (command === undefined && environment !== undefined)
        (0,problem/* complain */.cc)(environment, 'ISSUE_SHAPE', who_signs_SAYS.alone);
    const twice = second ?? (byAuthority ? first : undefined);
    if (twice !== undefined)
        (0,problem/* complain */.cc)(twice, 'TWO_SIGNERS', who_signs_SAYS.twice);
    if (first !== undefined && lookup('client-ca') === undefined)
        (0,problem/* complain */.cc)(first, 'CLIENT_CA_MISSING', who_signs_SAYS.noClientCa);
    if (first === undefined && !byAuthority)
        (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, 'issue'), 'SIGNER_MISSING', who_signs_SAYS.nobody);
    if (command !== undefined)
        return { kind: 'command', words: readWords(command), environment: readNames(environment) };
    if (vault !== undefined)
        return readVault(lookup, vault);
    if (stepCa !== undefined)
        return readStepCa(lookup, stepCa);
    return { kind: 'authority', pasted: (0,fields/* pastedFrom */.cl)(lookup, fields/* AUTHORITY */.ON) };
}
function readWords(field) {
    const lines = field.value.split('\n').filter((line) => line !== '');
    const words = lines.length > 1 ? lines : field.value.split(/[ \t]+/u).filter((word) => word !== '');
    if (words.length > MOST_WORDS || words.some((word) => word.includes('\0')))
        (0,problem/* complain */.cc)(field, 'COMMAND_WORDS', who_signs_SAYS.noWords);
    if (lines.length === 1 && /["'`$|<>;&]/u.test(field.value))
        (0,problem/* complain */.cc)(field, 'COMMAND_NEEDS_SHELL', who_signs_SAYS.needsShell);
    return words;
}
function readNames(field) {
    if (field === undefined)
        return [];
    const names = field.value.split(/[\s,]+/u).filter((name) => name !== '');
    if (names.some((name) => !/^[A-Za-z_]\w{0,254}$/u.test(name)))
        (0,problem/* complain */.cc)(field, 'ISSUE_ENVIRONMENT', who_signs_SAYS.noName);
    if (names.some((name) => WITHHELD.test(name)))
        (0,problem/* complain */.cc)(field, 'ISSUE_ENVIRONMENT', who_signs_SAYS.withheld);
    return names;
}
function authoritiesOf(lookup) {
    return (lookup('client-ca') ?? lookup('authority-certificate'))?.value;
}

;// CONCATENATED MODULE: ./lib/inputs/issue/issue-rule.js







const DEFAULT_VALIDITY = '100d';
const LIMITS = { least: '10s', most: '3650d' };
const LONGEST_NAME = 64;
const PLAIN_NAME = /^[A-Za-z\d*](?:[A-Za-z\d ._*@:()/-]*[A-Za-z\d)])?$/u;
function readIssue(place, lookup, report) {
    const isAlways = (0,kinds/* readChoice */.Kf)((0,fields/* always */.Gk)(lookup, 'renew'), ['due', 'always']) === 'always';
    const accepted = lookup('accept-issuer-change');
    const replaced = lookup('replace');
    if (accepted?.value.toLowerCase() === 'true')
        refuseBesideIssuing(accepted, 'accept-issuer-change');
    if (replaced !== undefined)
        refuseBesideIssuing(replaced, 'replace');
    return { ...readRule(place, lookup, report), always: isAlways, signer: readSigner(lookup, report) };
}
function readRule(place, lookup, report) {
    const asked = lookup('issue.validity') ?? (0,problem/* inputField */.LF)(report, 'issue', DEFAULT_VALIDITY);
    const validity = (0,kinds/* readDuration */.$7)(asked, LIMITS);
    if (validity > 0 && validity <= durationOf(lookup, 'minimum-validity'))
        (0,problem/* complain */.cc)(asked, 'VALIDITY_BELOW_MINIMUM', issue_rule_SAYS.belowMinimum);
    const before = lookup('issue.renew-before');
    const renewBefore = before && (0,kinds/* readDuration */.$7)(before, LIMITS);
    if (before !== undefined && renewBefore !== undefined && validity > 0 && renewBefore >= validity)
        (0,problem/* complain */.cc)(before, 'RENEWED_AT_ONCE', issue_rule_SAYS.atOnce);
    const key = (0,fields/* ifGiven */.NF)(lookup, 'issue.key', (field) => (0,kinds/* readChoice */.Kf)(field, leaf_key/* KEY_KINDS */.A3)) ?? 'ec-p256';
    return { commonName: readCommonName(place, lookup, report), key, validity, renewBefore };
}
function readCommonName({ level, zone, hostnames }, lookup, report) {
    const given = lookup('issue.common-name');
    const field = given ?? (0,problem/* inputField */.LF)(report, 'issue');
    const name = given?.value ?? (level === 'zone' ? (0,inputs_hostnames/* zoneName */.a6)(zone) : hostnames[0]);
    if (name === undefined) {
        if (level === 'zone' && zone !== '')
            (0,problem/* complain */.cc)(field, 'COMMON_NAME_MISSING', issue_rule_SAYS.onlyAnId);
    }
    else if (name.length > LONGEST_NAME || !PLAIN_NAME.test(name)) {
        const fitting = level === 'zone' ? 'zone' : 'first hostname';
        (0,problem/* complain */.cc)(field, 'COMMON_NAME', given === undefined ? issue_rule_SAYS.tooLong(fitting) : issue_rule_SAYS.notPlain);
    }
    return name ?? '';
}
function refuseBesideIssuing(field, name) {
    const cure = BESIDE_ISSUING[name];
    if (cure !== undefined)
        (0,problem/* complain */.cc)(field, 'INPUT_BESIDE_ISSUING', `is given although certificates are issued. ${cure}`);
}
const MADE_BY_THE_RUN = 'The run makes the certificate and its key itself: remove it, or `authority-certificate`, `authority-key` and `issue`.';
const BESIDE_ISSUING = {
    certificate: MADE_BY_THE_RUN,
    'private-key': MADE_BY_THE_RUN,
    'private-key-passphrase': 'It is for a pasted key; for the key of the authority there is `authority-key-passphrase`.',
    replace: 'Name the hostnames in `hostnames`: every issued certificate has a new id.',
    'accept-issuer-change': 'On a schedule it would be permanent consent. Give `client-ca` or `origin` instead, which are checked on every run.',
};
const PLAIN = `Write a \`common-name\` of at most ${LONGEST_NAME} letters, digits, spaces, dots and hyphens.`;
const issue_rule_SAYS = {
    belowMinimum: 'is not longer than `minimum-validity`, so every issued certificate would be refused at once. Raise it, or lower `minimum-validity`.',
    atOnce: 'is not shorter than `validity`, so every certificate would be due as soon as it is issued. Make it shorter, or leave it out: without it, a certificate is renewed when a third of its life is left.',
    onlyAnId: 'has no `common-name`, and the zone is given by its id, which cannot be the name of a certificate. Give the zone by its name, or write a `common-name`.',
    tooLong: (fitting) => `has no \`common-name\`, and the ${fitting} is longer than the ${LONGEST_NAME} characters of a certificate's name. ${PLAIN}`,
    notPlain: `is a name that not every signer writes the same way. ${PLAIN}`,
};

// EXTERNAL MODULE: ./lib/inputs/target-scope.js
var target_scope = __nccwpck_require__(4669);
;// CONCATENATED MODULE: ./lib/inputs/manifest/manifest-target.js







const manifest_target_SAYS = {
    noCertificate: 'has a target without a certificate. Name it with `certificate-env` or `certificate-file`.',
    noKey: 'has a target with `certificate-file` but no `private-key-env`. Name the environment variable that holds the private key.',
    beside: 'is given for a target whose certificate is issued. The run makes the certificate and its key itself: remove it, or what it is issued with.',
};
function readTarget(map, zone, outer, around) {
    const at = fieldOf({ key: 'targets', at: map.at, value: map }, around);
    const own = scopeLookup(map, around);
    const lookup = (0,fields/* firstOf */.Ku)(own, outer);
    const level = (0,fields/* ifGiven */.NF)(own, 'level', (field) => (0,kinds/* readChoice */.Kf)(field, table/* LEVELS */.A_));
    if (level === undefined)
        return undefined;
    const isIssued = isToBeIssued(map, lookup, around);
    if (!isIssued)
        checkMaterial(map, at, around);
    return { scope: (0,target_scope/* readScope */.h)(lookup, zone, level), lookup, own, isIssued };
}
const PASTED = fields/* OWN_MATERIAL */.tK.flatMap(table/* keysOf */.YD);
const ISSUING = ['issue', ...fields/* AUTHORITY */.ON.slice(0, 2).flatMap(table/* keysOf */.YD)];
function isToBeIssued(target, lookup, around) {
    const pasted = PASTED.map((key) => entryOf(target, key)).find((entry) => entry !== undefined);
    if (pasted === undefined)
        return (0,fields/* isIssuing */.pR)(around.env) || ISSUING.some((name) => lookup(name) !== undefined);
    if (ISSUING.some((key) => entryOf(target, key) !== undefined))
        (0,problem/* complain */.cc)(fieldOf(pasted, around), 'INPUT_BESIDE_ISSUING', manifest_target_SAYS.beside);
    return false;
}
function checkMaterial(target, at, { rotates }) {
    const has = (key) => entryOf(target, key) !== undefined;
    if (!has('certificate-env') && !has('certificate-file'))
        (0,problem/* complain */.cc)(at, 'MANIFEST_CERTIFICATE_MISSING', manifest_target_SAYS.noCertificate);
    if (rotates && has('certificate-file') && !has('private-key-env'))
        (0,problem/* complain */.cc)(at, 'MANIFEST_KEY_MISSING', manifest_target_SAYS.noKey);
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/manifest-zones.js








function readZones({ root, files }, step, given) {
    const { report } = given;
    const around = { ...given, input: 'manifest', files };
    const zones = mapsUnder(root, 'zones').map((map) => {
        const named = scopeLookup(map, around)('zone');
        return { map, zone: named === undefined ? '' : (0,inputs_hostnames/* readZone */.Xg)(named) };
    });
    const known = zones.filter(({ zone }) => zone !== '');
    refuseTwice(known.map(({ zone, map: { at } }) => ({ at, what: `the zone ${zone}` })), report);
    const only = step('zone');
    const wanted = only && chosen(only, new Set(known.map(({ zone }) => zone)));
    const settings = (name) => (name === 'zone' || isOfTarget(name) ? undefined : step(name));
    const outer = (0,fields/* firstOf */.Ku)(scopeLookup(mapAt(root, 'defaults'), around), settings);
    return zones
        .filter(({ zone }) => wanted?.has(zone) ?? true)
        .map(({ map, zone }) => readOneZone(map, zone, outer, around));
}
function readOneZone(zoneMap, zone, outer, around) {
    const lookup = (0,fields/* firstOf */.Ku)(scopeLookup(zoneMap, around), outer);
    const read = mapsUnder(zoneMap, 'targets').flatMap((map) => {
        const target = readTarget(map, zone, lookup, around);
        return target === undefined ? [] : [{ target, at: map.at }];
    });
    const places = read.flatMap(({ target, at }) => placesOf(target.scope).map((place) => ({ at, what: `${place} in the zone ${zone}` })));
    refuseTwice(places, around.report);
    const all = read.map(({ target }) => target);
    const ordered = ['hostname', 'zone'].flatMap((level) => all.filter(({ scope }) => scope.level === level));
    return { zone, lookup, targets: ordered };
}
function isOfTarget(name) {
    return (0,table/* isInputName */.wp)(name) && table/* INPUTS */.mc[name].manifest === 'target';
}
function placesOf({ level, hostnames, replace = '' }) {
    if (level === 'zone')
        return ['the zone level'];
    const replaced = replace === '' ? [] : [`the certificate ${replace}`];
    return [...hostnames.map((hostname) => `the hostname ${hostname}`), ...replaced];
}
function refuseTwice(places, report) {
    for (const [what, [first, ...others]] of Map.groupBy(places, (place) => place.what))
        for (const { at } of others) {
            const says = `has ${what} twice (${first?.at ?? at}, and ${at}). Name it once.`;
            (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, 'manifest'), 'MANIFEST_TWICE', says);
        }
}
function chosen(only, known) {
    const wanted = (0,kinds/* splitList */.ry)(only.value).map((value) => (0,inputs_hostnames/* readZone */.Xg)({ ...only, value }));
    if (wanted.length === 0)
        (0,problem/* complain */.cc)(only, 'ZONE_NOT_IN_MANIFEST', 'does not name a zone. Leave it out to take all zones.');
    const strange = wanted.filter((zone) => zone !== '' && !known.has(zone));
    if (strange.length > 0) {
        const cause = `names ${strange.map(problem/* echo */.WI).join(', ')}, which the manifest does not have`;
        const cure = 'Write zones as the manifest does, or leave `zone` out to take them all.';
        (0,problem/* complain */.cc)(only, 'ZONE_NOT_IN_MANIFEST', `${cause}. ${cure}`);
    }
    return new Set(wanted);
}

;// CONCATENATED MODULE: ./lib/inputs/jobs.js











function readJob(operation, env, manifest, block, token, report, warn) {
    const inputs = (0,fields/* inputLookup */.L3)(env, report);
    if (operation === 'delete')
        return { operation, request: toDelete(inputs) };
    if (operation === 'disable')
        return { operation, request: toDisable(inputs, token, report) };
    const step = (0,fields/* firstOf */.Ku)(inputs, blockLookup(block, env, report));
    const rotates = operation === 'rotate';
    const byManifest = manifest.kind === 'opened';
    const zones = byManifest
        ? readZones(manifest, step, { env, report, missing: rotates ? report : warn, rotates })
        : manifest.kind === 'none'
            ? [zoneFromInputs(env, step, !rotates)]
            : [];
    if (rotates) {
        const targets = zones.flatMap((zone) => zone.targets);
        return { operation, requests: targets.map((target) => toRotate(target, token, report)) };
    }
    const enable = byManifest || booleanOf(step, 'enable');
    const requests = zones.map(({ zone, lookup, targets }) => {
        const expected = targets.map((target) => toCompare(target, report));
        return { zone, expiryWarning: durationOf(lookup, 'expiry-warning'), enable, expected };
    });
    return { operation, zones: requests };
}
function zoneFromInputs(env, lookup, mayBeNone) {
    const zone = zoneOf(lookup);
    const level = levelOf(lookup);
    const named = lookup('hostnames') ?? lookup('replace');
    if (mayBeNone && level === undefined && named !== undefined)
        (0,problem/* complain */.cc)(named, 'LEVEL_MISSING', 'is given without `level`. Write `level: hostname`.');
    if (level === undefined || (mayBeNone && level === 'hostname' && named === undefined))
        return { zone, lookup, targets: [] };
    const scope = (0,target_scope/* readScope */.h)(lookup, zone, level);
    return { zone, lookup, targets: [{ scope, lookup, own: lookup, isIssued: (0,fields/* isIssuing */.pR)(env) }] };
}
function toRotate({ scope, lookup, own, isIssued }, token, report) {
    const from = isIssued
        ? { pasted: undefined, issue: readIssue(scope, lookup, report) }
        : { pasted: (0,fields/* pastedFrom */.cl)(own, fields/* OWN_MATERIAL */.tK), issue: undefined };
    return {
        ...scope,
        ...from,
        clientCa: (0,fields/* ifGiven */.NF)(lookup, 'client-ca', kinds/* readBundle */.Bo),
        policy: readPolicy(lookup, scope, token),
    };
}
function toCompare({ scope, lookup, own, isIssued }, report) {
    const { zone: _, ...place } = scope;
    const pasted = (0,fields/* pastedFrom */.cl)((name) => (name === 'certificate' ? own(name) : undefined), fields/* OWN_MATERIAL */.tK);
    return {
        ...place,
        pasted: isIssued || pasted.certificate === '' ? undefined : pasted,
        issue: isIssued ? { ...readRule(scope, lookup, report), authorities: authoritiesOf(lookup) } : undefined,
        enable: booleanOf(lookup, 'enable'),
        expiryWarning: durationOf(lookup, 'expiry-warning'),
    };
}
const EXPIRED = 'expired';
function toDelete(lookup) {
    const id = lookup('certificate-id');
    const what = id === undefined || id.value.toLowerCase() === EXPIRED
        ? { kind: 'expired' }
        : { kind: 'certificate', id: (0,kinds/* readCertificateId */.hq)(id) };
    return { zone: zoneOf(lookup), level: levelOf(lookup), what };
}
function toDisable(lookup, token, report) {
    const zone = zoneOf(lookup);
    const level = levelOf(lookup);
    const what = level === undefined ? { kind: 'zone' } : disabled(lookup, level, report);
    const hostnames = what.kind === 'hostnames' ? what.hostnames : [];
    const place = { zone, level: level ?? 'zone', hostnames };
    const probes = readProbes(lookup, place, token);
    return {
        zone,
        what,
        acceptUnauthenticated: booleanOf(lookup, 'accept-unauthenticated'),
        activationTimeout: durationOf(lookup, 'activation-timeout'),
        probes,
        origin: readOriginCheck(lookup, place, probes.urls, true),
    };
}
function disabled(lookup, level, report) {
    const [hosts, mode] = [lookup('hostnames'), lookup('mode')];
    if (level === 'zone') {
        (0,target_scope/* refuseAtZoneLevel */.c)([hosts, mode], 'where the switch of the whole zone is turned off');
        return { kind: 'zone' };
    }
    const missing = (name, cure) => {
        const says = `is empty, and \`level: hostname\` needs it. ${cure}`;
        (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, name), 'INPUT_MISSING', says);
    };
    return {
        kind: 'hostnames',
        hostnames: hosts ? (0,inputs_hostnames/* readHostnames */.Bs)(hosts) : (missing('hostnames', 'Name the hostnames to disable.') ?? []),
        mode: (mode ? (0,kinds/* readChoice */.Kf)(mode, ['withdraw', 'off']) : missing('mode', NO_MODE)) ?? 'withdraw',
    };
}
const NO_MODE = 'Write `withdraw` to let the zone level apply again, or `off` to send no client certificate even if the zone level is on.';
function zoneOf(lookup) {
    return (0,fields/* ifGiven */.NF)(lookup, 'zone', inputs_hostnames/* readZone */.Xg) ?? '';
}
function levelOf(lookup) {
    return (0,fields/* ifGiven */.NF)(lookup, 'level', (field) => (0,kinds/* readChoice */.Kf)(field, table/* LEVELS */.A_));
}

// EXTERNAL MODULE: ./lib/inputs/subject.js
var subject = __nccwpck_require__(1877);
// EXTERNAL MODULE: ./lib/inputs/token.js
var token = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./lib/inputs/run-settings.js







function readRunSettings(env, operation, report) {
    const lookup = (0,fields/* inputLookup */.L3)(env, report);
    const openIssue = booleanOf(lookup, 'open-issue');
    return {
        operation,
        subject: (0,subject/* subjectOf */.e)(operation, env),
        token: (0,token/* readToken */.AI)((0,problem/* inputField */.LF)(report, 'api-token', (0,fields/* rawInput */.JR)(env, 'api-token'))),
        apiBaseUrl: readApiBaseUrl((0,fields/* always */.Gk)(lookup, 'api-base-url')),
        timeout: durationOf(lookup, 'timeout'),
        dryRun: booleanOf(lookup, 'dry-run'),
        openIssue,
        githubToken: (0,token/* readGithubToken */.lF)((0,problem/* inputField */.LF)(report, 'github-token', (0,fields/* rawInput */.JR)(env, 'github-token')), openIssue),
        onFailure: (0,kinds/* readChoice */.Kf)((0,fields/* always */.Gk)(lookup, 'on-failure'), ['stop', 'continue']) ?? 'stop',
    };
}
const run_settings_CURE = 'Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.';
function readApiBaseUrl(field) {
    const url = URL.canParse(field.value) ? new URL(field.value) : undefined;
    const mistake = url === undefined ? { reason: 'NOT_A_URL', cause: 'is not a URL' } : mistakeOf(url);
    if (mistake !== undefined)
        (0,problem/* complain */.cc)(field, mistake.reason, `${mistake.cause}. ${run_settings_CURE}`);
    return url === undefined ? '' : `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}
function mistakeOf(url) {
    const encrypted = url.protocol === 'https:' || (url.protocol === 'http:' && (0,probe_urls/* isLoopback */.U9)(url.hostname));
    const inTheClear = 'is not https, and token and private key would travel in the clear';
    if (!encrypted)
        return { reason: 'URL_NOT_HTTPS', cause: inTheClear };
    if (`${url.username}${url.password}` !== '')
        return { reason: 'URL_HAS_USER', cause: 'has a user name or password in it' };
    return `${url.search}${url.hash}` === ''
        ? undefined
        : { reason: 'URL_HAS_QUERY', cause: 'has a query or fragment at its end' };
}
const USUAL = 60_000;
function warnOfShortTimeout({ timeout }, job, warn) {
    const requests = job.operation === 'rotate' ? job.requests : [];
    const isShort = requests.some(({ policy: { deletePrevious, gracePeriod } }) => deletePrevious && gracePeriod + USUAL > timeout);
    const says = 'may leave no time for `grace-period`: then this run puts the new certificate in force, and leaves the deletion of the former one to the next run. To have both in one, raise it, or shorten `grace-period`.';
    if (isShort && timeout > 0)
        (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(warn, 'timeout'), 'TIMEOUT_WITHIN_GRACE', says);
}

;// CONCATENATED MODULE: ./lib/inputs/read.js










function readInputs(env, manifest = { kind: 'none' }, block = { kind: 'none' }) {
    const { problems, report: reportAll } = (0,problem/* collector */.g7)();
    const told = new Set((0,inputs_secrets/* refuseExposedKeys */.Xi)(env, reportAll));
    const report = (problem) => {
        if (!told.has(problem.input))
            reportAll(problem);
    };
    const warned = (0,problem/* collector */.g7)();
    (0,fields/* refusePlaceholders */.pJ)(env, report);
    const operation = (0,kinds/* readChoice */.Kf)((0,fields/* always */.Gk)((0,fields/* inputLookup */.L3)(env, report), 'operation'), table/* OPERATIONS */.xb);
    const settings = readRunSettings(env, operation ?? 'rotate', report);
    const { token, ...refused } = settings;
    if (operation === undefined)
        return { kind: 'refused', problems, settings: refused };
    checkOperation(operation, env, report);
    warnOfIdleInputs(env, warned.report);
    if (manifest.kind === 'refused')
        manifest.problems.forEach(report);
    if (block.kind === 'refused') {
        block.problems.forEach(report);
        told.add('issue');
    }
    const job = readJob(operation, env, manifest, block, token, report, warned.report);
    warnOfCustomHostnames(job, warned.report);
    warnOfShortTimeout(settings, job, warned.report);
    if (manifest.kind === 'opened')
        refuseHeadersOutsideZone(job, report);
    return problems.length === 0
        ? { kind: 'valid', settings, job, warnings: warned.problems }
        : { kind: 'refused', problems, settings: refused };
}
function checkOperation(operation, env, report) {
    const given = table/* INPUT_NAMES */.Qh.filter((name) => (0,fields/* isGiven */.qR)(env, name));
    for (const name of given.filter((one) => !takersOf(one).includes(operation))) {
        const takers = takersOf(name)
            .map((one) => `\`${one}\``)
            .join(', ');
        const cause = `does not apply to \`operation: ${operation}\` (it belongs to ${takers})`;
        (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, name), 'INPUT_NOT_TAKEN', `${cause}. Remove it, or change \`operation\`.`);
    }
    const saidElsewhere = (0,fields/* rawInput */.JR)(env, 'manifest') !== '' && takersOf('manifest').includes(operation);
    const beside = 'is given together with `manifest`. Set it in the manifest, for the target it belongs to.';
    const issues = (0,fields/* isIssuing */.pR)(env);
    for (const name of given) {
        const field = (0,problem/* inputField */.LF)(report, name);
        if (saidElsewhere && table/* INPUTS */.mc[name].manifest === 'target')
            (0,problem/* complain */.cc)(field, 'INPUT_BESIDE_MANIFEST', beside);
        else if (!saidElsewhere && issues)
            refuseBesideIssuing(field, name);
    }
    for (const name of saidElsewhere ? [] : table/* ABOUT_OPERATIONS */.FI[operation].needs)
        if ((0,fields/* rawInput */.JR)(env, name) === '' && !isInKey(name, env) && !(name === 'certificate' && issues)) {
            const cure = CURES[name] ?? `Pass the certificate as PEM text. ${token/* SECRET_HINT */.B3}`;
            const says = `is empty, and \`operation: ${operation}\` needs it. ${cure}`;
            (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, name), 'INPUT_MISSING', says);
        }
}
function takersOf(name) {
    return table/* INPUTS */.mc[name].operations ?? table/* OPERATIONS */.xb;
}
function isInKey(name, env) {
    const key = (0,fields/* rawInput */.JR)(env, 'private-key');
    const keyAlone = /private key/iu.test(key) && !/certificate/iu.test(key);
    return name === 'certificate' && key !== '' && !keyAlone;
}
const CURES = {
    level: 'Write `zone` or `hostname`; it has no default, so that an empty list of hostnames never means the whole zone.',
    zone: 'Write the name of the zone, such as `example.com`, or its id.',
    'certificate-id': 'Write the id of the certificate to delete, or `expired` for all that are expired and unused.',
    manifest: 'Write the path of a YAML file in the repository, or the YAML itself.',
};
function warnOfIdleInputs(env, report) {
    if ((0,fields/* isGiven */.qR)(env, 'manifest'))
        return;
    for (const name of table/* INPUT_NAMES */.Qh) {
        const mains = (table/* INPUTS */.mc[name].refines ?? []).filter(table/* isInputName */.wp);
        if (mains.length === 0 || !(0,fields/* isGiven */.qR)(env, name) || mains.some((main) => (0,fields/* isGiven */.qR)(env, main)))
            continue;
        const cause = `does nothing without ${mains.map((main) => `\`${main}\``).join(' or ')}`;
        const cure = name === 'renew'
            ? 'Give an authority or a signer, or remove it.'
            : `Name what to check in \`${mains[0] ?? ''}\`.`;
        (0,problem/* complain */.cc)((0,problem/* inputField */.LF)(report, name), 'INPUT_IDLE', `${cause}. ${cure}`);
    }
}

// EXTERNAL MODULE: ./lib/certificate/keys-within.js
var keys_within = __nccwpck_require__(7887);
// EXTERNAL MODULE: ./lib/secrecy/masks.js
var masks = __nccwpck_require__(2049);
;// CONCATENATED MODULE: ./lib/mask-inputs.js


const SHORTEST_TOKEN = 20;
function hide(host, secrets, seals) {
    const { sink, env } = host;
    const keys = secrets
        .filter(({ kind }) => kind === 'pem')
        .flatMap(({ value, passphrase }) => (0,keys_within/* keysWithin */.C)(value, passphrase))
        .map((key) => key.keyObject());
    const pasted = secrets.flatMap(({ kind, value }) => kind === 'pem' ? (0,masks/* masksForPem */.FQ)(value, (0,keys_within/* textsWithin */.q)(value)) : (0,masks/* masksForText */.sK)(value));
    sink.mask([...pasted, ...keys.flatMap(masks/* masksForKey */.ic)]);
    for (const guard of [sink, seals])
        for (const key of keys)
            guard.protect(key, 'random');
    for (const { name, value, kind, variable, meantFor } of secrets) {
        if (kind === 'text') {
            protect(sink, name, value);
            if (meantFor === undefined)
                protect(seals, name, value);
        }
        if (!variable.toLowerCase().endsWith('_proxy'))
            delete env[variable];
    }
}
function protect(guard, name, value) {
    if (!name.endsWith('token'))
        return guard.protect(value, 'chosen');
    const words = value.split(/\s+/u);
    if (words.length === 1)
        return guard.protect(value, 'random');
    for (const word of words.filter(({ length }) => length >= SHORTEST_TOKEN))
        guard.protect(word, 'random');
}

// EXTERNAL MODULE: ./lib/publish.js + 13 modules
var publish = __nccwpck_require__(4009);
;// CONCATENATED MODULE: ./lib/heartbeat.js
const LONGEST_SILENCE = 14_000;
function startHeartbeat(host) {
    const { clock, sink } = host;
    const over = new AbortController();
    let lineAt = clock.monotonic();
    let newsAt = lineAt;
    let standing;
    const line = (text) => {
        lineAt = newsAt = clock.monotonic();
        sink.line(text);
    };
    const beat = async () => {
        while (!over.signal.aborted) {
            const now = clock.monotonic();
            const left = lineAt + LONGEST_SILENCE - now;
            if (left > 0) {
                await host.sleep(left, over.signal);
                continue;
            }
            lineAt = now;
            sink.line(standing?.() || `Still working: nothing new for ${Math.round((now - newsAt) / 1000)} s.`);
        }
    };
    void beat();
    return {
        host: { ...host, sink: { ...sink, line } },
        reports: (told) => {
            standing = told;
        },
        end: () => over.abort(),
    };
}

// EXTERNAL MODULE: ./lib/certificate/preflight.js
var preflight = __nccwpck_require__(1892);
// EXTERNAL MODULE: ./lib/issue/authority.js
var issue_authority = __nccwpck_require__(954);
// EXTERNAL MODULE: ./lib/rotation/issue/issued-successor.js
var issued_successor = __nccwpck_require__(9330);
;// CONCATENATED MODULE: ./lib/inputs/targets.js





function toTargets(requests, now, check = preflight/* preflight */.M) {
    const problems = (0,problem/* collector */.g7)();
    const warnings = (0,problem/* collector */.g7)();
    const targets = requests.flatMap((request) => {
        const judged = request.issue === undefined
            ? judgePasted(request, check, now)
            : judgeToIssue(request, request.issue, now);
        const isRefused = judged.kind === 'refused';
        const named = requests.length === 1 ? undefined : request.name;
        const conditional = (0,problem/* reportFindings */.LH)({ problems, warnings }, judged.findings, isRefused, named);
        if (isRefused)
            return [];
        const { issuing, successor, trustCase } = judged;
        const { pasted: _, issue: _issue, clientCa: _ca, ...known } = request;
        return [{ ...known, issuing, successor, trustCase, conditional, named }];
    });
    sharedIdentities(requests).forEach(problems.report);
    return { targets: withOthers(targets), problems: problems.problems, warnings: warnings.problems };
}
function judgePasted({ pasted, policy, clientCa }, check, now) {
    const { minimumValidity, expiryWarning, origin } = policy;
    const originGiven = origin.addresses.length > 0;
    return check(pasted, { minimumValidity, expiryWarning, clientCa, originGiven }, now);
}
function judgeToIssue(request, issue, now) {
    const { validity, signer } = issue;
    const { minimumValidity } = request.policy;
    if (signer.kind !== 'authority')
        return readyToIssue(request, issue, signer, now);
    const read = (0,issue_authority/* readAuthority */.A)(signer.pasted, { validity, minimumValidity }, now);
    if (read.kind === 'refused')
        return read;
    const { authority, findings } = read;
    return { ...readyToIssue(request, issue, { kind: 'authority', authority }, now), findings };
}
function readyToIssue({ name, clientCa, policy }, { commonName, key, validity, renewBefore, always }, signer, now) {
    const authorities = signer.kind === 'authority' ? [signer.authority.certificate.x509] : (0,leaf/* certificatesIn */.Yc)(clientCa ?? '');
    const issuing = {
        identity: { commonName, authorities },
        key,
        validity,
        minimumValidity: policy.minimumValidity,
        rule: { renewBefore, spreadBy: name },
        always,
        signer,
        clientCa,
        originGiven: policy.origin.addresses.length > 0,
    };
    return { kind: 'passed', issuing, successor: (0,issued_successor/* toBeIssued */.MT)(issuing, now), findings: [] };
}
function sharedIdentities(requests) {
    const named = requests.flatMap(({ name, zone, level, issue }) => issue?.commonName ? [{ name, zone, level, commonName: issue.commonName }] : []);
    const alike = Map.groupBy(named, ({ zone, level, commonName }) => `${zone} ${level} ${commonName}`);
    return [...alike.values()].flatMap(([, ...others]) => others.map(({ name, commonName }) => ({
        reason: 'IDENTITY_TWICE',
        input: 'issue',
        target: name,
        sentence: `The common name ${(0,problem/* echo */.WI)(commonName)} is that of another target of the same zone and level: each would mistake the other's certificate for its own. Give each its own \`common-name\`.`,
    })));
}
function withOthers(judged) {
    const known = judged.map(({ hostnames, policy, replace, successor }) => {
        const { fingerprint } = successor.leaf;
        return { fingerprint, hostnames, replace, deletePrevious: policy.deletePrevious };
    });
    return judged.map(({ named, trustCase, ...target }, index) => {
        const otherTargets = known.filter((_, other) => other !== index);
        return { target: { ...target, otherTargets }, named, trustCase };
    });
}

;// CONCATENATED MODULE: ./lib/run.js




async function work(host, settings, job, began, progress) {
    const heartbeat = startHeartbeat(host);
    try {
        const targets = job.operation === 'rotate' ? await judgedOffline(host, job) : [];
        host.sink.debug('The inputs are good.');
        const [{ operate }, network] = await Promise.all([__nccwpck_require__.e(/* import() */ 513).then(__nccwpck_require__.bind(__nccwpck_require__, 9513)), host.connect()]);
        return await operate({ heartbeat, settings, job, targets, network, began, progress });
    }
    finally {
        heartbeat.end();
    }
}
async function judgedOffline(host, job) {
    const { targets, problems, warnings } = toTargets(job.requests, host.clock.wall());
    if (problems.length > 0) {
        const { askAbout } = await __nccwpck_require__.e(/* import() */ 105).then(__nccwpck_require__.bind(__nccwpck_require__, 3105));
        throw (0,problem/* refusal */.x5)([...problems, ...(await askAbout(targets, host)).problems]);
    }
    (0,publish/* publishInputWarnings */.zR)(host, warnings);
    return targets;
}

// EXTERNAL MODULE: ./lib/secrecy/guard.js + 1 modules
var guard = __nccwpck_require__(9443);
;// CONCATENATED MODULE: ./lib/main.js












async function main(host, atCrash = () => undefined) {
    const began = { wall: host.clock.wall(), monotonic: host.clock.monotonic() };
    const progress = { sent: false, drafts: [] };
    let settings;
    let told = false;
    atCrash(() => {
        if (!told)
            (0,publish/* publishCrash */.hx)(host, settings?.operation ?? 'rotate', progress);
    });
    try {
        const env = { ...host.env };
        const seals = new guard/* Guard */.wM();
        hide(host, (0,inputs_secrets/* secretInputs */._y)(env), seals);
        (0,environment/* refuseUnsafeEnvironment */.OC)(env);
        const manifest = await openManifest(env, host.files);
        if (manifest.kind !== 'none')
            hide(host, manifest.secrets, seals);
        const block = await openIssueBlock(env);
        if (block.kind !== 'none')
            hide(host, block.secrets, seals);
        const inputs = readInputs(env, manifest, block);
        settings = inputs.settings;
        if (inputs.kind === 'refused')
            throw (0,problem/* refusal */.x5)(inputs.problems);
        const sentOutward = secretsSentOutward(inputs.job, (text) => seals.finds(text));
        if (sentOutward.length > 0)
            throw (0,problem/* refusal */.x5)(sentOutward);
        (0,publish/* publishInputWarnings */.zR)(host, inputs.warnings);
        const { run, findings } = await work(host, inputs.settings, inputs.job, began, progress);
        told = true;
        await (0,publish/* publishRun */.ZM)(host, inputs.settings, run, findings);
    }
    catch (error) {
        told = true;
        await (0,publish/* publishFailure */.yX)(host, settings, (0,errors/* asActionError */.z6)(error), progress);
    }
}


/***/ }),

/***/ 4899:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $e: () => (/* binding */ warning),
/* harmony export */   dQ: () => (/* binding */ due),
/* harmony export */   p1: () => (/* binding */ expiryOf),
/* harmony export */   uz: () => (/* binding */ RENEW)
/* harmony export */ });
/* harmony import */ var _zone_words_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9539);

const RENEW = 'Issue a new certificate, store it and its key in the secrets, and run the rotation.';
function due(about, reason, sentence, remedy) {
    return { kind: 'due', reason, ...about, sentence, remedy };
}
function warning(about, reason, sentence, remedy) {
    return { kind: 'warning', reason, ...about, sentence, remedy };
}
function expiryOf({ id, leaf }, about, within, now, doubt) {
    if (leaf === undefined) {
        const sentence = `It is not known when the certificate ${id} expires: Cloudflare returned no readable certificate.`;
        return doubt === undefined ? [warning(about, 'UNREADABLE', sentence, 'Check it in the dashboard.')] : [];
    }
    const left = leaf.notAfter - now;
    if (left > within)
        return [];
    const expired = left <= 0;
    const when = expired
        ? `expired ${(0,_zone_words_js__WEBPACK_IMPORTED_MODULE_0__/* .daysAgo */ .HM)((0,_zone_words_js__WEBPACK_IMPORTED_MODULE_0__/* .daysUntil */ .AQ)(leaf.notAfter, now))}`
        : `expires in ${(0,_zone_words_js__WEBPACK_IMPORTED_MODULE_0__/* .daysInWords */ .E)(left)}`;
    const refused = expired ? ': an origin that checks it refuses every visitor' : '';
    const [sentence, remedy] = doubt === undefined
        ? [`The certificate in force, ${id}, ${when}${refused}.`, RENEW]
        : [`The certificate ${id} ${when}. ${DOUBTS[doubt][0]}`, DOUBTS[doubt][1]];
    return [due(about, expired ? 'EXPIRED' : 'EXPIRES_SOON', sentence, remedy)];
}
const DOUBTS = {
    'no-list': [
        'It is not known which hostnames use it, since Cloudflare gave no readable list of them.',
        `If hostnames use it: ${RENEW} If none does: \`operation: delete\` with its id; Cloudflare refuses to delete one that is in use.`,
    ],
    'no-order': ['It is not known whether Cloudflare uses it for the zone.', RENEW],
};


/***/ }),

/***/ 6852:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ TransportError)
/* harmony export */ });
class TransportError extends Error {
    fault;
    constructor(fault) {
        super(`transport fault: ${fault.reason}`);
        this.name = 'TransportError';
        this.fault = fault;
    }
}


/***/ }),

/***/ 4241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   OE: () => (/* binding */ readEcho),
/* harmony export */   Oo: () => (/* binding */ echoNames),
/* harmony export */   Pl: () => (/* binding */ plainDigits),
/* harmony export */   mu: () => (/* binding */ echoInWords)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);

const MAX_TEXT = 32 * 1024;
function readEcho(text) {
    const whole = text?.trim() ?? '';
    const [first = '', ...others] = new Set(whole.split(/\s*,\s*/u));
    const trimmed = others.length === 0 ? first : whole;
    if (/^(?:|-|none|null|\(null\)|""|0)$/iu.test(trimmed))
        return { kind: 'none' };
    if (trimmed.length > MAX_TEXT)
        return { kind: 'unreadable' };
    return readDigits(trimmed) ?? readCertificate(trimmed) ?? { kind: 'unreadable' };
}
function echoNames(echo, expected) {
    if (echo.kind === 'certificate')
        return plainDigits(expected.fingerprint) === plainDigits(echo.fingerprint);
    if (echo.kind !== 'digits')
        return false;
    const numbers = [
        expected.serialNumber,
        expected.serialDecimal,
        expected.fingerprint,
        expected.fingerprintSha1,
    ];
    return numbers.some((number) => plainDigits(number) === echo.digits);
}
function echoInWords(echo, expected) {
    if (echo.kind === 'certificate')
        return echo.fingerprint.toLowerCase();
    if (echo.kind !== 'digits')
        return undefined;
    const { digits } = echo;
    if (expected !== undefined && echoNames(echo, expected)) {
        const fingerprint = [expected.fingerprint, expected.fingerprintSha1].find((one) => plainDigits(one) === digits);
        return fingerprint ?? expected.serialNumber;
    }
    const isHex = /[A-F]/u.test(digits);
    return isHex && digits.length % 2 === 1 ? `0${digits}` : digits;
}
function readDigits(text) {
    const envoy = /(?:^|[;,])\s*hash=([0-9a-f]{64})(?:[;,]|$)/iu.exec(text)?.[1];
    const bare = text
        .replace(/^"(.*)"$/u, '$1')
        .replace(/^(?:serial|sha-?1|sha-?256)(?:[ _-]?fingerprint)?[=:/ ]\s*/iu, '');
    const digits = plainDigits(envoy ?? bare);
    return /^[0-9A-F]{1,64}$/u.test(digits) ? { kind: 'digits', digits } : undefined;
}
function plainDigits(text) {
    return text
        .replace(/^0x/iu, '')
        .replaceAll(/[:\s]/gu, '')
        .toUpperCase()
        .replace(/^0+(?=.)/u, '');
}
function readCertificate(text) {
    const envoy = /(?:^|[;,])\s*cert="?([^";,]+)/iu.exec(text)?.[1];
    const leaf = unescape(envoy ?? text)
        .replaceAll('-----BEGIN CERTIFICATE-----', '')
        .replace(/(?:-----END CERTIFICATE-----|[,;]).*$/su, '');
    const base64 = leaf.replaceAll(/^:|:$|\s/gu, '');
    if (!/^MI[A-Za-z0-9+/]{100,}={0,2}$/u.test(base64))
        return undefined;
    const fingerprint = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
    return { kind: 'certificate', fingerprint: fingerprint.toUpperCase() };
}
function unescape(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 4009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  hx: () => (/* binding */ publishCrash),
  KE: () => (/* binding */ publishDrafts),
  yX: () => (/* binding */ publishFailure),
  zR: () => (/* binding */ publishInputWarnings),
  ZM: () => (/* binding */ publishRun)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/github/issue-client.js
var issue_client = __nccwpck_require__(7266);
;// CONCATENATED MODULE: ./lib/github/trigger.js

function readTrigger(env, payloadOfEvent) {
    const payload = (0,issue_client/* fields */.OA)(payloadOfEvent);
    const repository = readRepository(env['GITHUB_REPOSITORY'], payload);
    const home = homeOf(env['GITHUB_SERVER_URL'], repository);
    const runId = naturalNumber(Number(env['GITHUB_RUN_ID']));
    const actor = trigger_text(env['GITHUB_ACTOR']) ?? trigger_text((0,issue_client/* fields */.OA)(payload['sender'])['login']);
    const event = trigger_text(env['GITHUB_EVENT_NAME']);
    const about = trigger_text(event === 'push' ? env['GITHUB_SHA'] : ABOUT.get(event ?? '')?.(payload));
    return {
        event,
        about,
        url: home !== undefined && about !== undefined ? urlOf(event, home, about) : undefined,
        prerelease: (0,issue_client/* fields */.OA)(payload['release'])['prerelease'] === true,
        actor,
        ref: trigger_text(env['GITHUB_REF'])?.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
        workflow: trigger_text(env['GITHUB_WORKFLOW']),
        repository,
        runUrl: home !== undefined && runId !== undefined ? `${home}/actions/runs/${runId}` : undefined,
        secretsWithheld: withheld(event, payload, actor),
    };
}
const ABOUT = new Map([
    ['release', (payload) => (0,issue_client/* fields */.OA)(payload['release'])['tag_name']],
    ['schedule', (payload) => payload['schedule']],
    ['repository_dispatch', (payload) => payload['action']],
    ['workflow_run', (payload) => (0,issue_client/* fields */.OA)(payload['workflow_run'])['name']],
    ['pull_request', numberOf],
    ['pull_request_target', numberOf],
]);
function numberOf(payload) {
    const pull = (0,issue_client/* fields */.OA)(payload['pull_request']);
    return (naturalNumber(payload['number']) ?? naturalNumber(pull['number']))?.toString();
}
function urlOf(event, home, about) {
    if (isPull(event))
        return `${home}/pull/${about}`;
    return event === 'release' ? tagUrl(home, about) : undefined;
}
function isPull(event) {
    return event === 'pull_request' || event === 'pull_request_target';
}
function withheld(event, payload, actor) {
    if (actor === 'dependabot[bot]' && (event === 'push' || isPull(event)))
        return 'dependabot';
    if (event !== 'pull_request' && event !== 'pull_request_review')
        return undefined;
    const pull = (0,issue_client/* fields */.OA)(payload['pull_request']);
    const head = (0,issue_client/* fields */.OA)((0,issue_client/* fields */.OA)(pull['head'])['repo']);
    const base = trigger_text((0,issue_client/* fields */.OA)((0,issue_client/* fields */.OA)(pull['base'])['repo'])['full_name']);
    if (base === undefined)
        return undefined;
    return trigger_text(head['full_name']) === base ? undefined : 'fork';
}
function withheldSentence({ secretsWithheld }) {
    if (secretsWithheld === undefined)
        return undefined;
    return `${WITHHELD[secretsWithheld]}, so the certificate, the key and the token are empty here. Run the rotation on release, by hand or on a schedule instead.`;
}
const WITHHELD = {
    fork: 'GitHub gives no secrets to a pull request from a fork',
    dependabot: 'GitHub gives a run started by Dependabot only the secrets of Dependabot',
};
function readRepository(given, payload) {
    const [owner = '', name = ''] = (given ?? '').split('/');
    if (owner !== '' && name !== '')
        return properName(owner, name);
    const told = (0,issue_client/* fields */.OA)(payload['repository']);
    return properName(trigger_text((0,issue_client/* fields */.OA)(told['owner'])['login']), trigger_text(told['name']));
}
function properName(owner, name) {
    const proper = /^(?!\.{1,2}$)[\w.-]{1,100}$/u;
    if (owner === undefined || name === undefined)
        return undefined;
    return proper.test(owner) && proper.test(name) ? { owner, name } : undefined;
}
function homeOf(serverUrl, repository) {
    const address = trigger_text(serverUrl) ?? 'https://github.com';
    if (repository === undefined || !URL.canParse(address))
        return undefined;
    const server = new URL(address);
    if (server.protocol !== 'https:' && server.protocol !== 'http:')
        return undefined;
    return `${server.origin}/${repository.owner}/${repository.name}`;
}
function tagUrl(home, tag) {
    if (/\.\.|^[./]|\/$|[\p{Cc}\p{Cf}]/u.test(tag))
        return undefined;
    return `${home}/releases/tag/${tag.split('/').map(urlSegment).join('/')}`;
}
function urlSegment(part) {
    return encodeURIComponent(part).replaceAll(/[!'()*~_]/gu, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
function trigger_text(value) {
    if (typeof value !== 'string')
        return undefined;
    const cut = value.slice(0, 500).toWellFormed();
    return cut.trim() === '' ? undefined : cut;
}
function naturalNumber(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

// EXTERNAL MODULE: ./lib/inputs/table.js
var table = __nccwpck_require__(4565);
// EXTERNAL MODULE: ./lib/zone/result-parts.js
var result_parts = __nccwpck_require__(5278);
// EXTERNAL MODULE: ./lib/zone/words.js
var words = __nccwpck_require__(9539);
// EXTERNAL MODULE: ./lib/report/limits.js
var limits = __nccwpck_require__(5032);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __nccwpck_require__(3021);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __nccwpck_require__(7142);
;// CONCATENATED MODULE: ./lib/report/trigger-line.js



function triggerLine(trigger) {
    const cause = causeOf(trigger);
    const run = trigger.runUrl === undefined ? '' : ` (${(0,markdown/* link */.nf)('this run', trigger.runUrl)})`;
    const line = cause === '' ? '' : `Started ${cause}${run}.`;
    return [line, (0,markdown/* prose */.CS)(withheldSentence(trigger) ?? '')].filter(Boolean).join(' ');
}
function footer(run, trigger) {
    const calls = Object.values(run.calls).reduce((sum, amount) => sum + (Number.isFinite(amount) ? amount : 0), 0);
    const span = `Began ${(0,wording/* moment */.n$)(run.startedAt)}, took ${(0,wording/* duration */.p0)(run.endedAt - run.startedAt)}`;
    const line = `${span}, with ${(0,wording/* counted */.hS)(calls, "call to Cloudflare's API", "calls to Cloudflare's API")}. All times are UTC.`;
    return [triggerLine(trigger), line].filter(Boolean).join(' ');
}
function causeOf({ event, about, url, prerelease, actor, ref }) {
    const by = named(' by', actor);
    const on = named(' on', ref);
    switch (event) {
        case undefined:
            return '';
        case 'release': {
            const tag = about === undefined ? '' : ` ${(0,markdown/* link */.nf)((0,markdown/* code */.aY)(about, 100), url)}`;
            return `by ${prerelease ? 'pre-release' : 'release'}${tag}${by && `, published${by}`}`;
        }
        case 'workflow_dispatch':
            return `by hand${by && `,${by}`}${on}`;
        case 'schedule':
            return `by schedule${named('', about)}${on}`;
        case 'repository_dispatch':
            return `by repository dispatch${named('', about)}${by && `, sent${by}`}`;
        case 'workflow_call':
            return `by another workflow${by && `, run${by}`}`;
        case 'workflow_run':
            return `by the end of a workflow run${named(' of', about)}`;
        case 'push':
            return `by a push${named(' of', about?.slice(0, 12))}${by}${on}`;
        case 'pull_request':
        case 'pull_request_target': {
            const number = about === undefined ? '' : ` ${(0,markdown/* link */.nf)(`no. ${about}`, url)}`;
            return `by pull request${number}${by}`;
        }
        default:
            return `by event ${(0,markdown/* code */.aY)(event, 100)}${by}`;
    }
}
function named(lead, value) {
    return value === undefined ? '' : `${lead} ${(0,markdown/* code */.aY)(value, 100)}`;
}

;// CONCATENATED MODULE: ./lib/report/issue-text.js





const FORGOTTEN_AFTER = 35 * 86_400_000;
const LONGEST_BODY = 60_000;
function issueWish(former, findings, trigger, now) {
    const others = rememberedProblems(former).filter((problem) => !isSettled(problem, findings) && now - problem.seenAt < FORGOTTEN_AFTER);
    const problems = [...findings.problems, ...others].toSorted(byUrgency);
    const run = trigger.runUrl === undefined ? 'The latest run' : (0,markdown/* link */.nf)('The latest run', trigger.runUrl);
    if (problems.length === 0) {
        return {
            kind: 'closed',
            title: 'Origin pull certificates: all is well',
            body: (0,markdown/* blocks */.Bv)(hiddenHead([]), `All is well: nothing is due, and no rotation failed (${(0,wording/* moment */.n$)(now)}).`, triggerLine(trigger)),
            comment: `${run} found that all is well again.`,
        };
    }
    const names = [...new Set(problems.map(({ target }) => target))];
    const title = `Origin pull certificates: ${(0,wording/* counted */.hS)(names.length, 'target needs', 'targets need')} attention`;
    const comment = `${run} needs attention: ${(0,words/* someOf */.yU)(names.map((name) => (0,markdown/* code */.aY)(name, 200)))}.`;
    const body = (0,limits/* asManyAsFit */.Dx)(problems, LONGEST_BODY, (some) => bodyWith(some, problems.length, trigger, now));
    return { kind: 'open', title, body, comment };
}
function isSettled({ target, kind, zone }, { covers, coversDue = [], zonesSeen = [] }) {
    if (covers.includes(target))
        return true;
    return kind === 'due' && (coversDue.includes(target) || (zone !== undefined && zonesSeen.includes(zone)));
}
function bodyWith(some, all, trigger, now) {
    const more = all - some.length;
    return (0,markdown/* blocks */.Bv)(hiddenHead(some), 'This issue is kept up to date by the rotation workflow, and closed by it when all is well again.', ...some.map(problemText), more > 0 ? `And ${more} more: see the summary of the run.` : '', `Last updated ${(0,wording/* moment */.n$)(now)}.`, triggerLine(trigger));
}
function problemText({ target, kind, sentence, remedy }) {
    const mark = kind === 'failed' ? '\u274c Failed' : '\ud83d\udcc5 Due';
    return (0,markdown/* blocks */.Bv)(`### ${mark}: ${(0,markdown/* prose */.CS)(target)}`, (0,markdown/* prose */.CS)(sentence), remedy === '' ? '' : `**What to do:** ${(0,markdown/* prose */.CS)(remedy)}`);
}
function byUrgency(one, other) {
    if (one.kind !== other.kind)
        return one.kind === 'failed' ? -1 : 1;
    return one.target < other.target ? -1 : 1;
}
const MARKER = '<!-- origin-pull-certificates:issue -->';
const STATE = /^<!-- origin-pull-certificates:state=1 (\[.*\]) -->$/mu;
function isOurs(body) {
    return body.split('\n').some((line) => line.startsWith(MARKER));
}
function hasOurTitle(title) {
    return /^Origin pull certificates: (?:all is well|\d+ targets? needs? attention)$/u.test(title);
}
function hiddenHead(problems) {
    const state = JSON.stringify(problems)
        .replaceAll('--', String.raw `-\u002d`)
        .replaceAll('<', String.raw `\u003c`)
        .replaceAll('>', String.raw `\u003e`);
    return `${MARKER}\n<!-- origin-pull-certificates:state=1 ${state} -->`;
}
function rememberedProblems(body) {
    const hidden = STATE.exec(body ?? '')?.[1];
    if (hidden === undefined)
        return [];
    try {
        const state = JSON.parse(hidden);
        return [state].flat().flatMap(readProblem);
    }
    catch {
        return [];
    }
}
function readProblem(value) {
    if (typeof value !== 'object' || value === null)
        return [];
    const { target, kind, zone, sentence, remedy, seenAt } = { ...value };
    if (typeof target !== 'string' || typeof sentence !== 'string' || typeof remedy !== 'string')
        return [];
    if (kind !== 'due' && kind !== 'failed')
        return [];
    if (typeof seenAt !== 'number' || !Number.isFinite(seenAt))
        return [];
    const texts = { target: (0,limits/* plain */.pj)(target, 200), sentence: (0,limits/* plain */.pj)(sentence), remedy: (0,limits/* plain */.pj)(remedy) };
    return [{ ...texts, kind, seenAt, ...(typeof zone === 'string' ? { zone: (0,limits/* plain */.pj)(zone, 200) } : {}) }];
}

;// CONCATENATED MODULE: ./lib/github/issue-upkeep.js


const PER_PAGE = 100;
const PAGES = { open: 50, closed: 3 };
async function keepIssue(client, wish, clean) {
    let asked;
    const upkeep = {
        client,
        self: () => (asked ??= (0,issue_client/* readSelf */.LG)(client)),
        wish: (body) => {
            const { kind, title, body: text, comment } = wish(body);
            return { kind, title: clean(title), body: clean(text), comment: clean(comment) };
        },
    };
    try {
        return await bringUpToDate(upkeep);
    }
    catch (error) {
        return unkept(whyUnkept(error));
    }
}
async function bringUpToDate(upkeep) {
    const { client, wish } = upkeep;
    const open = await find(upkeep, 'open');
    switch (open.kind) {
        case 'too-many':
            return unkept(`it was not found among the first ${PAGES.open * PER_PAGE} open issues, and a second one is never opened.`);
        case 'ours':
            return settle(client, open.issue, wish(open.issue.body));
        case 'doubtful':
            return unkept(`issue no. ${open.issue.number} looks like it, but may not be by this action, and a second one is never opened. Close that one or give it another title, and leave github-token out.`);
        case 'none':
            break;
    }
    const closed = await find(upkeep, 'closed');
    const before = closed.kind === 'ours' ? closed.issue : undefined;
    const wanted = wish(before?.body);
    if (wanted.kind === 'closed')
        return { kind: 'nothing' };
    return before === undefined ? openNew(upkeep, wanted) : reopen(client, before, wanted);
}
async function settle(client, { number, url }, { kind, title, body, comment }) {
    if (kind === 'open') {
        await client.update(number, { title, body });
        return { kind: 'updated', number, url };
    }
    await client.comment(number, comment);
    await client.update(number, { title, body, state: 'closed', state_reason: 'completed' });
    return { kind: 'closed', number, url };
}
async function reopen(client, { number, url }, { title, body, comment }) {
    await client.update(number, { title, body, state: 'open', state_reason: 'reopened' });
    await client.comment(number, comment);
    return { kind: 'reopened', number, url };
}
async function openNew(upkeep, wanted) {
    const { client, self, wish } = upkeep;
    const made = (0,issue_client/* readIssue */.OS)(await client.create({ title: wanted.title, body: wanted.body }));
    const found = await find(upkeep, 'open');
    const oldest = found.kind === 'ours' ? found.issue : undefined;
    if (made === undefined)
        return { kind: 'nothing' };
    if (oldest === undefined || oldest.number >= made.number) {
        const { number, url } = made;
        const known = oldest !== undefined || (isOurs(made.body) && (made.trusted || (await isBy(made, self))));
        return known
            ? { kind: 'opened', number, url }
            : {
                kind: 'warning',
                sentence: `Issue no. ${number} was opened, but the next run will not be sure that it is its own, and will neither update it nor open a second one. Leave github-token out, or leave out open-issue.`,
            };
    }
    await client.update(made.number, {
        title: `Duplicate of #${oldest.number}`,
        body: `Two jobs opened this at the same moment. See #${oldest.number}.`,
        state: 'closed',
        state_reason: 'not_planned',
    });
    return settle(client, oldest, wish(oldest.body));
}
async function find({ client, self }, state) {
    let doubtful;
    for (let page = 1; page <= PAGES[state]; page += 1) {
        const answer = await client.list(state, page);
        const items = Array.isArray(answer) ? answer : [];
        for (const issue of items.map(issue_client/* readIssue */.OS).filter((one) => one !== undefined)) {
            const marked = isOurs(issue.body);
            if (!marked && !hasOurTitle(issue.title))
                continue;
            const own = issue.trusted || (await isBy(issue, self));
            if (marked && own)
                return { kind: 'ours', issue };
            if (own || (await self()).kind === 'unknown')
                doubtful ??= issue;
        }
        if (items.length < PER_PAGE)
            return doubtful === undefined ? { kind: 'none' } : { kind: 'doubtful', issue: doubtful };
    }
    return { kind: 'too-many' };
}
async function isBy({ author }, self) {
    const known = await self();
    return known.kind === 'user' && known.login === author;
}
function unkept(why) {
    return { kind: 'warning', sentence: `The issue was not kept up to date: ${why}` };
}
function whyUnkept(error) {
    if (error instanceof issue_client/* GithubUnreachable */.UH)
        return `GitHub could not be reached: ${error.because}. ${error.remedy ?? 'The next run tries again.'}`;
    const { status, headers } = answerIn(error);
    const limited = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
    if (status === 429 || (status === 403 && limited))
        return `GitHub accepts no more requests for now (rate limit). The next run tries again.`;
    switch (status) {
        case 401:
            return `GitHub does not accept the token given as github-token. Leave the input out, or pass a token that is still valid.`;
        case 403:
        case 404:
            return `the token given as github-token is not allowed to write issues. Add the line "issues: write" under the job's "permissions:".`;
        case 410:
            return `issues are switched off in this repository. Switch them on in its settings, or leave out open-issue.`;
        default:
            return typeof status === 'number'
                ? `GitHub answered with status ${status}. The next run tries again.`
                : `GitHub could not be reached. The next run tries again.`;
    }
}
function answerIn(error) {
    const { status, response } = (0,issue_client/* fields */.OA)(error);
    return response === undefined
        ? { status: status === 500 ? undefined : status, headers: {} }
        : { status, headers: (0,issue_client/* fields */.OA)((0,issue_client/* fields */.OA)(response)['headers']) };
}

;// CONCATENATED MODULE: ./lib/publish-issue.js



async function publishIssue(host, { openIssue, githubToken, dryRun }, findings, trigger) {
    if (!openIssue || githubToken === undefined || dryRun)
        return;
    const kept = await keep(host, githubToken, findings, trigger);
    switch (kept.kind) {
        case 'nothing':
            return;
        case 'warning':
            return host.sink.annotate('warning', 'Issue', kept.sentence);
        case 'opened':
        case 'reopened':
        case 'updated':
        case 'closed':
            host.sink.line(`Issue no. ${kept.number} was ${kept.kind}.`);
            return host.sink.outputs({ 'issue-url': addressOf(kept.url) });
    }
}
function addressOf(url = '') {
    return /^https?:$/u.test(URL.canParse(url) ? new URL(url).protocol : '') ? (0,limits/* plain */.pj)(url, 1000) : '';
}
async function keep(host, token, findings, trigger) {
    const { repository } = trigger;
    if (repository === undefined)
        return unkept('the run does not know its repository.');
    try {
        const client = await host.loadIssueClient(token, repository);
        const now = host.clock.wall();
        const clean = (text) => host.sink.clean(text);
        const problems = findings.problems.map((problem) => ({
            ...problem,
            sentence: clean(problem.sentence),
            remedy: clean(problem.remedy),
        }));
        const wish = (body) => issueWish(body, { ...findings, problems }, trigger, now);
        return await keepIssue(client, wish, clean);
    }
    catch {
        return unkept('its client could not be loaded. The next run tries again.');
    }
}

// EXTERNAL MODULE: ./lib/secrecy/withhold.js
var withhold = __nccwpck_require__(5355);
// EXTERNAL MODULE: ./lib/rotation/result.js
var result = __nccwpck_require__(4981);
;// CONCATENATED MODULE: ./lib/report/report-document.js




function documentText(run, own, leftOut, state = 'ended') {
    const { operation, outcome, dryRun, startedAt, endedAt, calls } = run;
    return documentJson({
        version: 1,
        state,
        operation,
        outcome,
        dryRun,
        startedAt,
        endedAt: state === 'begun' ? undefined : endedAt,
        targets: [],
        ...own,
        calls,
    }, leftOut);
}
const PARTS = ['evidence', 'phases', 'details'];
function reportText(run, state, most = limits/* MOST_CHARACTERS */.vy) {
    const text = reportWithFacts(run, state, most);
    if (text !== undefined)
        return text;
    return (0,limits/* asManyAsFit */.Dx)((0,result/* worstFirst */.md)(run.targets), most, (some) => {
        const leftOut = [...PARTS, 'facts', ...(some.length < run.targets.length ? ['targets'] : [])];
        return documentText(run, { targets: some.map(briefly) }, leftOut, state);
    });
}
function reportWithFacts(run, state, most = limits/* MOST_CHARACTERS */.vy) {
    const targets = run.targets.map(targetOf);
    const steps = [0, 1, 2, 3].map((parts) => PARTS.slice(0, parts));
    return firstThatFits(steps, most, (leftOut) => documentText(run, { targets }, leftOut, state));
}
function firstThatFits(steps, most, textOf) {
    for (const leftOut of steps) {
        const text = textOf(leftOut);
        if (text.length <= most)
            return text;
    }
    return undefined;
}
function briefly({ name, level, outcome, changed, reason, ...rest }) {
    const { successor, inForce, predecessors, failure } = rest;
    return {
        name,
        level,
        outcome,
        changed,
        reason,
        successor: { id: successor.id },
        inForce: inForce && { id: inForce.id, notAfter: inForce.notAfter },
        predecessors: predecessors.map(({ id, fate }) => ({ id, fate })),
        failure: failure && { code: failure.code },
    };
}
function targetOf({ before, ...target }) {
    const had = before.map(({ hostname, ...one }) => [hostname, one]);
    return { ...target, before: had.length === 0 ? undefined : Object.fromEntries(had) };
}
const DETAILS = ['warnings', 'spared'];
const CUT = new Set(['targets', 'zones']);
const MOMENTS = new Set([
    'at',
    'dueAt',
    'endedAt',
    'expiresOn',
    'lookedAt',
    'notAfter',
    'renewAt',
    'startedAt',
    'uploadedOn',
]);
function documentJson(document, leftOut) {
    const named = leftOut.includes('details') ? [...leftOut, ...DETAILS] : leftOut;
    const empty = new Set(named.filter((name) => !CUT.has(name)));
    const shown = (key, value) => {
        if (Array.isArray(value))
            return empty.has(key) ? [] : value;
        if (typeof value !== 'number')
            return value;
        if (MOMENTS.has(key))
            return (0,wording/* isoMoment */.QA)(value);
        if (key !== 'daysLeft')
            return value;
        return Number.isFinite(value) ? Math.floor(value) : undefined;
    };
    const rest = leftOut.length === 0 ? undefined : limits/* REST */.pX;
    return asciiJson({ ...document, leftOut, rest }, shown);
}
function asciiJson(value, shown) {
    return (0,withhold/* inAscii */.FS)(JSON.stringify(value, shown)).replaceAll('##', String.raw `#\u0023`);
}

;// CONCATENATED MODULE: ./lib/report/operations/operation-documents.js


function operationReport(run, most = limits/* MOST_CHARACTERS */.vy) {
    const brief = ['evidence', 'findings', 'certificates'];
    const text = firstThatFits([[], brief], most, (leftOut) => documentText(run, fieldsOf(run), leftOut));
    if (text !== undefined)
        return text;
    const leftOut = [...brief, 'entries', 'hostnames', 'warnings', 'zones'];
    const zones = 'zones' in run ? worstZonesFirst(run.zones) : [];
    return (0,limits/* asManyAsFit */.Dx)(zones, most, (some) => documentText(run, leastOf(run, some), leftOut));
}
function fieldsOf(run) {
    if (!('zones' in run))
        return run;
    const zones = run.zones.map(({ zone, outcome, findings, failure }) => {
        return { zone: zone.asked, outcome, findings, failure };
    });
    return run.operation === 'matrix' ? { entries: run.entries, zones } : { zones };
}
function leastOf(run, zones) {
    if ('zones' in run)
        return { zones: zones.map(({ zone, outcome }) => ({ zone: zone.asked, outcome })) };
    const { zone, reason, sentence, failure } = run;
    return { zone, reason, sentence, failure: failure?.code };
}
function statusText(run, most = limits/* MOST_CHARACTERS */.vy) {
    const all = run.zones.map(zoneDocument);
    const steps = [[], ['hostnames'], ['hostnames', 'certificates']];
    const text = firstThatFits(steps, most, (leftOut) => statusDocument(run, all, leftOut));
    if (text !== undefined)
        return text;
    const worstFirst = worstZonesFirst(run.zones);
    return (0,limits/* asManyAsFit */.Dx)(worstFirst, most, (some) => {
        const missing = some.length < worstFirst.length ? ['zones'] : [];
        return statusDocument(run, some.map(operation_documents_briefly), ['hostnames', 'certificates', 'findings', ...missing]);
    });
}
function worstZonesFirst(zones) {
    return ['failed', 'due', 'ok'].flatMap((outcome) => zones.filter((zone) => zone.outcome === outcome));
}
function statusDocument({ outcome, endedAt }, zones, leftOut) {
    return documentJson({ version: 1, result: outcome, lookedAt: endedAt, zones }, leftOut);
}
function operation_documents_briefly({ zone, outcome, switchOn, findings }) {
    const due = findings.filter(({ kind }) => kind === 'due').length;
    return { zone: zone.asked, result: outcome, enabled: switchOn, due };
}
function zoneDocument({ zone, outcome, failure, switchOn, certificates, ...own }) {
    return {
        zone: zone.asked,
        id: zone.id,
        name: zone.name,
        result: outcome,
        failure: failure && { ...failure, details: [] },
        enabled: switchOn,
        certificates: certificates.map(({ notAfter, ...one }) => ({ ...one, expiresOn: notAfter })),
        ...own,
    };
}
function matrixText({ entries }) {
    return asciiJson({ include: entries });
}

// EXTERNAL MODULE: ./lib/report/certificate-words.js
var certificate_words = __nccwpck_require__(4265);
;// CONCATENATED MODULE: ./lib/report/operations/zone-section.js




const MOST_HOSTNAMES = 200;
const SHOWN = 3;
const USE = {
    'in-force': '\u2705 in force',
    'switched-off': '\u2796 switched off',
    stale: '\ud83d\uddd1 stale',
    unused: '\ud83d\uddd1 unused',
    unknown: '\u2753 use not known',
};
function zoneTable(zones) {
    const rows = zones.map((status) => [
        `${wording/* MARKS */.j7[status.outcome]} ${(0,markdown/* code */.aY)(status.zone.asked, 260)}`,
        usedFor(status),
        firstToExpire(status.certificates).slice(0, 1).map(certificate_words/* expiresIn */.EJ).join(''),
    ]);
    return (0,markdown/* overview */.M0)((0,markdown/* table */.tp)(['Zone', 'In use for', 'Expires'], rows), zones.length, 'zones');
}
function usedFor({ outcome, switchOn, hostnames, hostnamesComplete }) {
    if (outcome === 'failed')
        return 'not readable';
    const parts = [
        switchOn === true ? 'zone' : '',
        hostnames.length === 0 ? '' : (0,wording/* counted */.hS)(hostnames.length, 'hostname'),
        hostnamesComplete ? '' : 'seen in part',
    ];
    return parts.filter((part) => part !== '').join(', ');
}
function zoneGlance(status) {
    const { switchOn, sslMode, sharedCertificate, quota, certificates, hostnamesComplete } = status;
    const inForce = firstToExpire(certificates).map((one) => `**In force** for ${usersOf(one, hostnamesComplete)} until ${(0,certificate_words/* dayUntil */.LO)(one)}`);
    return (0,markdown/* list */.p_)([
        ...inForce.slice(0, SHOWN),
        inForce.length > SHOWN ? `And ${inForce.length - SHOWN} that end later` : '',
        `**Zone level** ${switchOn === true ? 'on' : 'off'}, SSL mode ${read(sslMode)}, Cloudflare's shared certificate ${read(sharedCertificate)}, ${quota.used} of ${(0,wording/* counted */.hS)(quota.most, 'hostname certificate')}`,
    ]);
}
function read(value) {
    return value === undefined ? 'not readable' : (0,markdown/* code */.aY)(value);
}
const UNKNOWN = Number.MAX_SAFE_INTEGER;
function firstToExpire(certificates) {
    return certificates
        .filter(({ use }) => use === 'in-force')
        .toSorted((one, other) => (one.notAfter ?? UNKNOWN) - (other.notAfter ?? UNKNOWN));
}
function zoneDetails({ certificates, hostnames, hostnamesComplete }) {
    return (0,markdown/* blocks */.Bv)(certificates.length === 0
        ? 'There is no certificate at either level.'
        : (0,markdown/* fold */.AU)((0,wording/* counted */.hS)(certificates.length, 'certificate'), (0,markdown/* list */.p_)(certificates.map((one) => certificateItem(one, hostnamesComplete)))), hostnameFold(hostnames, hostnamesComplete));
}
function certificateItem(one, complete) {
    const subject = one.subject === undefined ? '' : `${(0,markdown/* code */.aY)(one.subject)} `;
    const id = one.id === undefined ? '' : ` (${(0,markdown/* code */.aY)(one.id)})`;
    const until = `${one.expired ? '\u274c ' : ''}until ${(0,certificate_words/* dayUntil */.LO)(one)}`;
    const users = one.use === 'stale' || one.use === 'unused' ? '' : ` for ${usersOf(one, complete)}`;
    return `${useOf(one)}${users}: ${subject}${until}${id}`;
}
function useOf({ use, status, expired }) {
    const words = expired ? USE[use].replace('\u2705 ', '') : USE[use];
    return status === 'active' ? words : `${words} (${(0,markdown/* code */.aY)(status)})`;
}
function usersOf({ level, hostnames }, complete) {
    if (level === 'zone')
        return 'the zone';
    if (hostnames.length === 0)
        return complete ? 'no hostname' : 'unknown hostnames';
    return (0,words/* someOf */.yU)(hostnames.map((hostname) => (0,markdown/* code */.aY)(hostname, 260)), SHOWN);
}
function hostnameFold(all, complete) {
    if (all.length === 0)
        return '';
    const rows = all.map(({ hostname, certificateId, enabled, status }) => {
        const state = enabled ? (status === 'active' ? '\u2705 on' : `\u23f3 ${(0,markdown/* code */.aY)(status)}`) : '\u2796 off: none is sent';
        return `${(0,markdown/* code */.aY)(hostname, 260)}: ${state}${certificateId === undefined ? '' : `, ${(0,markdown/* code */.aY)(certificateId)}`}`;
    });
    return (0,markdown/* fold */.AU)(`${(0,wording/* counted */.hS)(all.length, 'hostname')} with a certificate of ${all.length === 1 ? 'its' : 'their'} own`, (0,markdown/* blocks */.Bv)((0,markdown/* list */.p_)(rows, MOST_HOSTNAMES), all.length > MOST_HOSTNAMES ? 'The output `status` names them all.' : '', complete ? '' : (0,markdown/* prose */.CS)('Only the hostnames you named: there was no full list.')));
}

;// CONCATENATED MODULE: ./lib/report/outputs.js





const NOTHING = {
    result: 'failed',
    changed: 'false',
    'certificate-id': '',
    'previous-certificate-ids': '',
    fingerprint: '',
    'serial-number': '',
    'expires-on': '',
    'days-left': '',
    report: '',
    matrix: '',
    status: '',
    'issue-url': '',
};
function renderOutputs(run) {
    if (run.operation !== 'rotate')
        return operationOutputs(run);
    const [only, ...others] = run.targets;
    return {
        ...NOTHING,
        result: run.outcome,
        changed: String(run.targets.some(({ changed }) => changed)),
        ...scalars(others.length > 0 ? undefined : only?.inForce),
        'previous-certificate-ids': previousIds(run.targets),
        report: reportText(run, 'ended'),
    };
}
function operationOutputs(run) {
    const [only, ...others] = run.operation === 'status' ? run.zones : [];
    return {
        ...NOTHING,
        ...scalars(only === undefined || others.length > 0 ? undefined : firstToExpire(only.certificates)[0]),
        result: run.outcome,
        changed: String(hasChanged(run)),
        report: operationReport(run),
        matrix: run.operation === 'matrix' ? matrixText(run) : '',
        status: run.operation === 'status' ? statusText(run) : '',
    };
}
function hasChanged(run) {
    if (run.operation === 'delete')
        return run.certificates.some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
    return run.operation === 'disable' && run.changed;
}
function failureOutputs(failure, operation = 'rotate') {
    return { ...NOTHING, report: documentText({ ...withoutResult(Number.NaN), operation }, { failure }, []) };
}
function withoutResult(startedAt) {
    return { outcome: 'failed', dryRun: false, startedAt, endedAt: startedAt, calls: {} };
}
function previousIds(targets) {
    const ids = targets.flatMap(({ predecessors }) => predecessors.map(({ id }) => id));
    const each = [...new Set(ids.filter((id) => id !== undefined).map((id) => (0,limits/* plain */.pj)(id, 100)))];
    return (0,limits/* asManyAsFit */.Dx)(each, limits/* MOST_CHARACTERS */.vy, (some) => some.join(','));
}
function scalars(facts) {
    const days = facts?.daysLeft;
    return {
        'certificate-id': (0,limits/* plain */.pj)(facts?.id ?? '', 100),
        fingerprint: (0,limits/* plain */.pj)(facts?.fingerprint ?? '', 100),
        'serial-number': (0,limits/* plain */.pj)(facts?.serialNumber ?? '', 100),
        'expires-on': (0,wording/* isoMoment */.QA)(facts?.notAfter) ?? '',
        'days-left': days === undefined || !Number.isFinite(days) ? '' : String(Math.floor(days)),
    };
}
const LATEST_TARGETS = 20;
function renderFirstReport(drafts, startedAt) {
    return {
        result: 'failed',
        'previous-certificate-ids': previousIds(drafts),
        report: firstReport(drafts.slice(-LATEST_TARGETS), startedAt),
    };
}
function firstReport(targets, startedAt) {
    const run = { ...withoutResult(startedAt), operation: 'rotate' };
    for (const size of [targets.length, 10, 5, 2, 1].filter((fewer) => fewer <= targets.length)) {
        const text = reportWithFacts({ ...run, targets: targets.slice(-size) }, 'begun');
        if (text !== undefined)
            return text;
    }
    return reportText({ ...run, targets: targets.slice(-1) }, 'begun');
}

// EXTERNAL MODULE: ./lib/report/problems.js
var problems = __nccwpck_require__(2284);
// EXTERNAL MODULE: ./lib/report/probe-strip.js
var probe_strip = __nccwpck_require__(3483);
// EXTERNAL MODULE: ./lib/report/story.js
var story = __nccwpck_require__(5419);
;// CONCATENATED MODULE: ./lib/report/operations/change-stories.js






const MOST = 100;
const WORDS = {
    deleted: 'Deleted',
    unchanged: 'Nothing to delete',
    planned: 'Planned',
    failed: 'Nothing deleted',
};
function deleteStory(run) {
    const { zone, outcome, sentence, certificates, failure } = run;
    const warnings = run.warnings.map((warning) => warning.sentence);
    const begun = certificates.some(({ fate }) => fate === 'deleted');
    const kept = outcome === 'unchanged' && certificates.some(({ fate }) => fate === 'in-use');
    const unsure = outcome === 'failed' && certificates.some(({ fate }) => fate === 'delete-unconfirmed');
    const words = unsure
        ? 'Deletion not confirmed'
        : outcome === 'failed' && begun
            ? 'Deleted in part'
            : kept
                ? 'Nothing deleted'
                : WORDS[outcome];
    const untold = failure === undefined && outcome !== 'deleted';
    return {
        mark: wording/* MARKS */.j7[outcome],
        title: `${words}: ${zone}`,
        failedTitle: 'Deletion failed',
        failures: (0,story/* toldFailure */.QG)(failure),
        warnings,
        body: [
            untold && outcome !== 'planned' ? (0,markdown/* prose */.CS)(sentence) : '',
            (0,markdown/* warningList */.Vb)(warnings),
            (0,markdown/* list */.p_)(certificates.map((one) => certificateLine(one, failure)), MOST),
        ],
        lines: untold ? [`${zone}: ${sentence}`] : [],
    };
}
function certificateLine(one, failure) {
    const isTold = one.fate === 'deleted' || failure?.happened.includes(one.why) === true;
    return (0,certificate_words/* fateLine */.tC)(one, isTold, `, ${one.level} level`);
}
const NOBODY_LOOKED = '\u2753 none: nothing looked whether visitors get through. Look at the site; with `probe-urls` the run does.';
function disableStory(run) {
    const warnings = run.warnings.map(({ sentence }) => sentence);
    const unwatched = run.outcome === 'disabled' && run.evidence.length === 0;
    const unseen = unwatched || (run.outcome === 'disabled' && (0,story/* isUnclear */.Z5)(run));
    return {
        mark: unseen ? '\u2753' : wording/* MARKS */.j7[run.outcome],
        title: `${wordsFor(run)}: ${run.hostnames.length === 0 ? run.zone : (0,words/* someOf */.yU)(run.hostnames, 3)}`,
        failedTitle: run.outcome === 'rolled-back' ? 'Switching off rolled back' : 'Switching off failed',
        failures: (0,story/* toldFailure */.QG)(run.failure),
        warnings,
        body: [
            run.failure === undefined ? (0,markdown/* prose */.CS)(run.sentence) : '',
            (0,markdown/* warningList */.Vb)(warnings),
            (0,markdown/* list */.p_)((unwatched ? [NOBODY_LOOKED] : (0,probe_strip/* evidenceLines */.p1)(run)).map((line) => `**Evidence:** ${line}`)),
            (0,probe_strip/* legendOf */.BM)(run),
            (0,probe_strip/* everyAnswer */.km)(run),
        ],
        lines: run.sentence === run.failure?.happened ? [] : [`${run.zone}: ${run.sentence}`],
    };
}
function wordsFor({ outcome, mode, changed }) {
    const done = mode === 'withdraw' ? 'withdrawn' : 'switched off';
    const words = {
        disabled: (0,wording/* capital */.Nx)(done),
        unchanged: `${(0,wording/* capital */.Nx)(done)} already`,
        planned: `Would be ${done}`,
        'rolled-back': `Rolled back, not ${done}`,
        failed: changed ? `${mode === 'withdraw' ? 'Withdrawal' : 'Switching off'} not verified` : `Not ${done}`,
    };
    return words[outcome];
}

;// CONCATENATED MODULE: ./lib/report/operations/expiry-chart.js



const MOST_ROWS = 20;
const DAY = 86_400_000;
const [BACK, AHEAD] = [60 * DAY, 400 * DAY];
const WIDEST_NAME = 28;
function expiryChart(zones, now) {
    const all = zones
        .flatMap(({ zone, certificates }) => certificates.map((one) => ({ ...one, zone: zone.asked })))
        .filter(({ notAfter }) => (0,wording/* isoMoment */.QA)(notAfter) !== undefined)
        .toSorted((one, other) => rank(one) - rank(other) || endOf(one) - endOf(other));
    if (all.length === 0)
        return '';
    const rows = all.slice(0, MOST_ROWS);
    const names = namesOf(rows);
    const lines = [
        '---\ndisplayMode: compact\nconfig:\n  gantt:\n    leftPadding: 230\n---\ngantt',
        '    dateFormat YYYY-MM-DD',
        '    axisFormat %Y-%m',
        `    tickInterval ${rows.some((row) => endOf(row) - now > 100 * DAY) ? '2month' : '2week'}`,
        ...rows.flatMap((row, index) => [`    section ${names[index] ?? ''}`, ...bars(row, now)]),
    ];
    const more = all.length - rows.length;
    const left = more === 0 ? '' : ` Left out: ${(0,wording/* counted */.hS)(more, 'certificate')} that end later or are not in use.`;
    return (0,markdown/* blocks */.Bv)((0,markdown/* fence */.EU)(lines, 'mermaid'), `The red line is today. In the lighter part, a renewal is due.${left}`);
}
function rank({ use }) {
    return use === 'in-force' ? 0 : 1;
}
function endOf({ notAfter }) {
    return notAfter ?? 0;
}
function namesOf(rows) {
    const used = new Map();
    return rows.map(({ zone, level, hostnames, notAfter = 0 }) => {
        const who = level === 'zone' ? `${zone} (zone)` : hostnames.length === 0 ? zone : (0,words/* someOf */.yU)(hostnames, 1);
        const name = `${tame(who)} ${day(notAfter)}`;
        const times = (used.get(name) ?? 0) + 1;
        used.set(name, times);
        return times === 1 ? name : `${name} ${times}`;
    });
}
const expiry_chart_USE = {
    'in-force': 'ok',
    'switched-off': 'switched off',
    stale: 'stale',
    unused: 'unused',
    unknown: 'use unknown',
};
function bars({ use, expired, uploadedOn, notAfter = 0, renewAt }, now) {
    const within = (at) => Math.min(Math.max(at, now - BACK), now + AHEAD);
    const to = Math.max(within(notAfter), now - BACK + 3 * DAY);
    const from = Math.min(within(uploadedOn ?? now), to - DAY);
    if (expired)
        return [bar('expired', 'crit, ', from, to)];
    if (use !== 'in-force')
        return [bar(expiry_chart_USE[use], 'done, ', from, to)];
    const renewal = renewAt === undefined ? to : within(renewAt);
    if (renewal <= from || (renewAt ?? to) <= now)
        return [bar('renewal due', 'active, ', from, to)];
    if (renewal >= to)
        return [bar(expiry_chart_USE[use], '', from, to)];
    return [bar(expiry_chart_USE[use], '', from, renewal), bar('renew', 'active, ', renewal, to)];
}
function bar(label, tag, from, to) {
    return `    ${label} :${tag}${day(from)}, ${day(to)}`;
}
function day(at) {
    return (0,wording/* isoMoment */.QA)(at)?.slice(0, 10) ?? '';
}
function tame(name) {
    const text = name
        .replaceAll(/[^A-Za-z0-9 .()*-]+/gu, ' ')
        .replaceAll(/\s+/gu, ' ')
        .trim();
    return text.length > WIDEST_NAME ? `${text.slice(0, WIDEST_NAME - 1)}\u2026` : text;
}

;// CONCATENATED MODULE: ./lib/report/operations/look-stories.js








const OPEN_FOLDS = 3;
function statusStory(run) {
    const { zones } = run;
    return {
        mark: wording/* MARKS */.j7[run.outcome],
        title: titleOf(run),
        failedTitle: 'Status not readable',
        failures: zoneFailures(zones),
        warnings: warningSentences(zones),
        body: [(0,story/* findingsList */.bM)(zones, 'due'), (0,story/* findingsList */.bM)(zones, 'warning'), ...sections(zones, run.endedAt)],
        lines: zones.flatMap((zone) => zoneLines(zone, zones.length === 1)),
    };
}
function matrixStory(run) {
    const { zones, entries, outcome, leftOut } = run;
    const unread = zoneFailures(zones);
    const rows = entries.map(({ zone, due }) => [(0,markdown/* code */.aY)(zone, 1000), String(due)]);
    const others = (0,story/* findingsIn */._0)(zones, 'due').length > 0;
    const notices = [
        ...(leftOut.length === 0
            ? []
            : [
                `${(0,wording/* counted */.hS)(leftOut.length, 'more zone is', 'more zones are')} due, from ${leftOut[0] ?? ''} on, for which the output has no room. Run \`operation: matrix\` again once these jobs are done.`,
            ]),
        ...(outcome === 'failed' ? [] : unread).map(({ name, failure }) => `${name} could not be checked, so it gets a job. ${failure?.happened ?? ''}`),
    ];
    return {
        mark: wording/* MARKS */.j7[outcome],
        title: outcome === 'failed'
            ? 'No zone of the manifest could be checked'
            : entries.length === 0
                ? `${others ? 'Nothing that a rotation by the manifest would fix' : 'Nothing'} is due in ${(0,wording/* counted */.hS)(zones.length, 'zone')}`
                : `${entries.length} of ${(0,wording/* counted */.hS)(zones.length, 'zone')} ${entries.length === 1 ? 'needs' : 'need'} a job`,
        failedTitle: 'Matrix failed',
        failures: outcome === 'failed' ? unread : [],
        warnings: [
            ...notices,
            ...warningSentences(zones, ({ expected, kind }) => kind === 'warning' || !expected),
        ],
        body: [
            (0,markdown/* overview */.M0)((0,markdown/* table */.tp)(['Job', 'Targets due'], rows), entries.length, 'jobs'),
            (0,markdown/* warningList */.Vb)(notices),
            (0,story/* findingsList */.bM)(zones, 'due'),
        ],
        lines: entries.map(({ zone, due }) => `Job for ${zone}: ${(0,wording/* counted */.hS)(due, 'target')} due.`),
    };
}
function zoneFailures(zones) {
    return zones.flatMap(({ zone, failure }) => (0,story/* toldFailure */.QG)(failure, zone.asked));
}
function warningSentences(zones, isTold = () => true) {
    return [...(0,story/* findingsIn */._0)(zones, 'due'), ...(0,story/* findingsIn */._0)(zones, 'warning')]
        .filter(isTold)
        .map(({ target, sentence, remedy }) => `${target}: ${sentence} ${remedy}`);
}
function titleOf({ zones, outcome }) {
    const of = zones.length === 1 ? `zone ${zones[0]?.zone.asked ?? ''}` : (0,wording/* counted */.hS)(zones.length, 'zone');
    const due = new Set((0,story/* findingsIn */._0)(zones, 'due').map(({ target }) => target)).size;
    const failed = zones.filter((zone) => zone.outcome === 'failed').length;
    switch (outcome) {
        case 'ok':
            return zones.every(isWhole) ? `All is well in ${of}` : `Nothing is due in what could be seen of ${of}`;
        case 'due':
            return `${(0,wording/* counted */.hS)(due, 'thing is', 'things are')} due in ${of}`;
        case 'failed':
            return `${zones.length === 1 ? (0,wording/* capital */.Nx)(of) : `${failed} of ${of}`} could not be checked${due > 0 ? `, and ${(0,wording/* counted */.hS)(due, 'thing is', 'things are')} due` : ''}`;
    }
}
const SENDS_NOTHING = new Set(['ZONE_NOT_ACTIVE', 'SSL_MODE_SENDS_NOTHING']);
function isWhole({ hostnamesComplete, certificates, findings }) {
    const dated = certificates.every(({ use, notAfter }) => use !== 'in-force' || notAfter !== undefined);
    return hostnamesComplete && dated && !findings.some(({ reason }) => SENDS_NOTHING.has(reason));
}
function sections(zones, now) {
    const [only, ...others] = zones;
    const read = worstZonesFirst(zones).filter(({ outcome }) => outcome !== 'failed');
    const chart = expiryChart(read, now);
    if (only !== undefined && others.length === 0)
        return only.outcome === 'failed' ? [] : [zoneGlance(only), chart, zoneDetails(only)];
    const folds = read.map((status) => (0,markdown/* fold */.AU)(`${wording/* MARKS */.j7[status.outcome]} ${(0,markdown/* htmlCode */.h8)(status.zone.asked)}`, (0,markdown/* blocks */.Bv)(zoneGlance(status), zoneDetails(status))));
    return [
        chart,
        zoneTable(worstZonesFirst(zones)),
        ...(folds.length > OPEN_FOLDS ? [(0,markdown/* fold */.AU)(`Details of ${folds.length} zones`, (0,markdown/* blocks */.Bv)(...folds))] : folds),
    ];
}
function zoneLines(status, alone) {
    const { zone, certificates, switchOn, outcome, hostnamesComplete } = status;
    if (status.failure !== undefined)
        return [];
    const inForce = firstToExpire(certificates);
    const until = inForce[0] === undefined
        ? 'none in force'
        : `${certificates.length === 1 ? '' : 'the first '}in force until ${(0,certificate_words/* dayUntil */.LO)(inForce[0])}`;
    const known = hostnamesComplete ? '' : ', as far as is known';
    return [
        `${zone.asked}: ${outcome}; the zone level is ${switchOn === true ? 'on' : 'off'}; ${(0,wording/* counted */.hS)(certificates.length, 'certificate')}${known}, ${until}.`,
        ...(alone ? inForce.map(look_stories_certificateLine) : []),
    ];
}
function look_stories_certificateLine(certificate) {
    const { id, level, hostnames } = certificate;
    const who = level === 'zone' ? 'the zone' : (0,words/* someOf */.yU)(hostnames);
    return `In force for ${who} until ${(0,certificate_words/* dayUntil */.LO)(certificate)}: certificate ${id ?? 'with an unknown id'}.`;
}

// EXTERNAL MODULE: ./lib/report/rotation-story.js
var rotation_story = __nccwpck_require__(2778);
// EXTERNAL MODULE: ./lib/report/targets-section.js + 1 modules
var targets_section = __nccwpck_require__(1537);
;// CONCATENATED MODULE: ./lib/report/rendered-report.js









const MOST_WARNINGS = 9;
const LONGEST = 4000;
const MOST_FAILURES = 20;
function storyOf(run) {
    switch (run.operation) {
        case 'rotate':
            return (0,rotation_story/* rotationStory */.or)(run);
        case 'status':
            return statusStory(run);
        case 'matrix':
            return matrixStory(run);
        case 'delete':
            return deleteStory(run);
        case 'disable':
            return disableStory(run);
    }
}
function annotationsFor(run) {
    const { failures, failedTitle, warnings } = storyOf(run);
    const [first, ...others] = failures;
    const more = others.length === 0 ? '' : ` ${others.length} more went wrong: see the job summary.`;
    const errors = first === undefined ? [] : [`${(0,limits/* plain */.pj)(failureLine(first), LONGEST - 100)}${more}`];
    const fitting = warnings.length > MOST_WARNINGS ? warnings.slice(0, MOST_WARNINGS - 1) : warnings;
    const left = warnings.length - fitting.length;
    return [
        ...errors.map((text) => ({ kind: 'error', title: failedTitle, text })),
        ...fitting.map((text) => warning('Origin pull certificate', (0,limits/* plain */.pj)(text, LONGEST))),
        ...(left === 0 ? [] : [warning('More warnings', `The job summary has ${left} more.`)]),
    ];
}
function warning(title, text) {
    return { kind: 'warning', title, text };
}
function failureLine({ name, says }) {
    return name === '' ? says : `${name}: ${says}`;
}
function closingLines(run) {
    const { lines, failures, title } = storyOf(run);
    const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
    const took = `The run took ${(0,wording/* duration */.p0)(run.endedAt - run.startedAt)}.${dry}`;
    return [...lines, ...failures.slice(1).map(failureLine), `${title}. ${took}`]
        .filter((line) => line !== '')
        .map((line) => (0,limits/* plain */.pj)(line, 2000));
}
function renderSummary(run, trigger) {
    const { mark, title, failures, body } = storyOf(run);
    const head = (0,markdown/* blocks */.Bv)(`## ${mark} ${(0,markdown/* prose */.CS)(title, 300)}`, run.dryRun ? '**Dry run:** nothing was changed.' : '');
    const parts = [...failureParts(failures), ...body];
    const foot = footer(run, trigger);
    const fitting = (0,limits/* within */.ux)(parts, targets_section/* MOST_BYTES */.uZ - Buffer.byteLength((0,markdown/* blocks */.Bv)(head, foot)) - 200);
    const cut = fitting.length < parts.length ? 'The rest is left out: it is too long for a summary.' : '';
    return `${(0,markdown/* blocks */.Bv)(head, ...fitting, cut, foot)}\n`;
}
function failureParts(failures) {
    const parts = failures.flatMap(({ name, failure }) => failure === undefined
        ? []
        : [(0,markdown/* blocks */.Bv)(name === '' ? '' : `**${(0,markdown/* prose */.CS)(name, 300)}**`, (0,story/* failureBlock */.Qu)(failure))]);
    const more = parts.length - MOST_FAILURES;
    return more > 0 ? [...parts.slice(0, MOST_FAILURES), `And ${(0,wording/* counted */.hS)(more, 'more failure')}.`] : parts;
}
function renderEarlyFailure(failure, trigger, sent = false) {
    const head = `## ${wording/* MARKS */.j7.failed} ${sent ? 'Failed' : 'Failed before anything was changed'}`;
    return `${(0,markdown/* blocks */.Bv)(head, (0,story/* failureBlock */.Qu)(failure), triggerLine(trigger))}\n`;
}

;// CONCATENATED MODULE: ./lib/publish.js








function publishDrafts(host, drafts, startedAt) {
    host.sink.outputs(renderFirstReport(drafts, startedAt));
}
function publishInputWarnings({ sink }, warnings) {
    for (const [sentence, all] of Map.groupBy(warnings, (warning) => warning.sentence)) {
        const [first, ...others] = all.flatMap(({ target }) => target ?? []);
        const more = others.length === 0 ? '' : ` and ${others.length} more`;
        sink.annotate('warning', 'Input', first === undefined ? sentence : `${first}${more}: ${sentence}`);
    }
}
async function publishRun(host, settings, run, findings) {
    host.sink.outputs(renderOutputs(run));
    if (run.outcome === 'failed' || run.outcome === 'rolled-back')
        host.fail();
    for (const line of closingLines(run))
        host.sink.line(line);
    for (const { kind, title, text } of annotationsFor(run))
        host.sink.annotate(kind, title, text);
    const trigger = triggerOf(host);
    host.sink.summary(renderSummary(run, trigger));
    if (findings !== undefined) {
        const covers = [...findings.covers, runName(settings, trigger)];
        await publishIssue(host, settings, { ...findings, covers }, trigger);
    }
    host.sink.close();
}
async function publishFailure(host, settings, error, progress) {
    const { sent } = progress;
    const operation = settings?.operation ?? 'rotate';
    const failure = writeFailure(host, operation, error, progress);
    host.fail();
    const trigger = triggerOf(host);
    const withheld = withheldSentence(trigger);
    const { happened, inForce, remedy } = failure;
    const text = [happened, inForce, remedy, withheld].filter(Boolean).join('\n');
    host.sink.annotate('error', `${table/* ABOUT_OPERATIONS */.FI[operation].noun} failed`, text);
    host.sink.summary(renderEarlyFailure(failure, trigger, sent));
    if (settings !== undefined) {
        const { names } = settings.subject;
        const told = names.length > 0 ? names : [runName(settings, trigger)];
        await publishIssue(host, settings, (0,problems/* findingsOfFailure */.sv)(failure, host.clock.wall(), told), trigger);
    }
    host.sink.close();
}
function runName({ operation }, { workflow }) {
    return `${(0,problems/* nameOfRun */.ol)(workflow)}${operation === 'status' ? ' (status)' : ''}`;
}
function publishCrash(host, operation, progress) {
    writeFailure(host, operation, (0,errors/* asActionError */.z6)(undefined), progress);
}
function writeFailure(host, operation, error, { sent, drafts }) {
    const failure = (0,result_parts/* failureOf */.g)(error, sent ? CHANGED_PERHAPS : 'Nothing was changed.');
    host.sink.outputs({
        ...failureOutputs(failure, operation),
        changed: String(sent),
        'previous-certificate-ids': previousIds(drafts),
    });
    return failure;
}
const CHANGED_PERHAPS = 'Some changes had already been sent. `operation: status` shows what is in force now.';
function triggerOf(host) {
    return readTrigger(host.env, host.readEvent());
}


/***/ }),

/***/ 4265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EJ: () => (/* binding */ expiresIn),
/* harmony export */   LO: () => (/* binding */ dayUntil),
/* harmony export */   QE: () => (/* binding */ inForceDiffers),
/* harmony export */   fj: () => (/* binding */ subjectUntil),
/* harmony export */   mQ: () => (/* binding */ valuesFold),
/* harmony export */   tC: () => (/* binding */ fateLine),
/* harmony export */   te: () => (/* binding */ previousOf)
/* harmony export */ });
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5032);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3021);
/* harmony import */ var _wording_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7142);



const MOST_PREVIOUS = 25;
function inForceDiffers(target) {
    return target.inForce !== undefined && !sameCertificate(target.inForce, target.successor);
}
function sameCertificate(one, other) {
    if (one.fingerprint !== undefined && other.fingerprint !== undefined) {
        return one.fingerprint === other.fingerprint;
    }
    return one.id !== undefined && one.id === other.id;
}
function subjectUntil(facts) {
    return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(facts.subject || (facts.id ?? 'unknown'))} until ${dayUntil(facts)}`;
}
function dayUntil({ notAfter, daysLeft }) {
    const words = (0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .daysLeftWords */ .iG)(daysLeft);
    const day = (0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .isoMoment */ .QA)(notAfter)?.slice(0, 10) ?? 'an unknown day';
    return words === undefined ? day : `${day}, ${words}`;
}
function expiresIn({ notAfter, daysLeft }) {
    const words = (0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .daysLeftWords */ .iG)(daysLeft);
    if (words === undefined)
        return dayUntil({ notAfter, daysLeft });
    return words.replace(/^(.*) left$/u, 'in $1');
}
function previousOf({ predecessors, inForce }) {
    return predecessors.filter(({ id }) => id === undefined || id !== inForce?.id);
}
function fateLine({ fate, why, ...facts }, isTold, where = '') {
    const gone = fate === 'deleted' || fate === 'already-gone';
    const until = subjectUntil(gone ? { ...facts, daysLeft: undefined } : facts);
    const id = facts.id === undefined ? '' : ` (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(facts.id)})`;
    const line = `**${(0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .capital */ .Nx)(_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .FATE_WORDS */ .vd[fate])}:** ${until}${where}${id}`;
    return isTold || why === '' ? line : `${line}. ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .prose */ .CS)(why, 600)}`;
}
function valuesFold(target) {
    const { zone, hostnames, successor } = target;
    const place = [`zone=${zone.name ?? zone.asked}`, ...(zone.id === undefined ? [] : [`zone id=${zone.id}`])];
    const names = hostnames.slice(0, 1000).map((hostname) => `hostname=${hostname}`);
    const parts = [
        ...values('new certificate', successor),
        ...(inForceDiffers(target) ? values('certificate in force', target.inForce) : []),
        ...previousOf(target)
            .slice(0, MOST_PREVIOUS)
            .flatMap((one) => values('previous certificate', one)),
    ];
    const lines = [...place, ...names, ...parts].map((line) => (0,_limits_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(line, 600));
    const title = hostnames.length > 3 ? `${(0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(hostnames.length, 'hostname')}, values to copy` : 'Values to copy';
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .fold */ .AU)(title, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .fence */ .EU)(lines));
}
function values(which, facts) {
    const { id, fingerprint, serialNumber, subject, issuer, notAfter } = facts;
    const pairs = {
        id,
        subject,
        issuer,
        'valid until': (0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .isoMoment */ .QA)(notAfter) === undefined ? undefined : (0,_wording_js__WEBPACK_IMPORTED_MODULE_0__/* .moment */ .n$)(notAfter),
        serial: serialNumber,
        sha256: fingerprint,
        'SHA256 Fingerprint': fingerprint?.toUpperCase().replaceAll(/..(?=.)/gu, '$&:'),
    };
    const known = Object.entries(pairs).flatMap(([name, value]) => value === undefined ? [] : [`${name}=${value}`]);
    return known.length === 0 ? [] : [`${which}:`, ...known];
}


/***/ }),

/***/ 5032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dx: () => (/* binding */ asManyAsFit),
/* harmony export */   pX: () => (/* binding */ REST),
/* harmony export */   pj: () => (/* binding */ plain),
/* harmony export */   ux: () => (/* binding */ within),
/* harmony export */   vy: () => (/* binding */ MOST_CHARACTERS),
/* harmony export */   y1: () => (/* binding */ plainLines)
/* harmony export */ });
/* harmony import */ var _secrecy_withhold_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5355);

const MOST_CHARACTERS = 30_000;
const REST = 'See the job summary and the log of this run.';
function asManyAsFit(items, most, textOf) {
    let fitting = textOf([]);
    let [least, beyond] = [0, items.length + 1];
    while (beyond - least > 1) {
        const middle = Math.floor((least + beyond) / 2);
        const text = textOf(items.slice(0, middle));
        if (text.length <= most)
            [least, fitting] = [middle, text];
        else
            beyond = middle;
    }
    return fitting;
}
function within(parts, room, between = 2) {
    let left = room;
    const end = parts.findIndex((part) => (left -= Buffer.byteLength(part) + between) < 0);
    return end === -1 ? parts : parts.slice(0, end);
}
function plain(text, most = 500) {
    return (0,_secrecy_withhold_js__WEBPACK_IMPORTED_MODULE_0__/* .neutralise */ .$0)(text, most).replaceAll(/ {2,}/gu, ' ').trim();
}
function plainLines(texts, lines = 60, most = 500) {
    const all = texts
        .flatMap((text) => (0,_secrecy_withhold_js__WEBPACK_IMPORTED_MODULE_0__/* .neutraliseLines */ .UO)(text, most))
        .map((line) => line.trimEnd())
        .filter((line) => line !== '');
    if (all.length <= lines)
        return all;
    return [...all.slice(0, lines), `\u2026 and ${all.length - lines} more`];
}


/***/ }),

/***/ 3021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AU: () => (/* binding */ fold),
/* harmony export */   Bv: () => (/* binding */ blocks),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   EU: () => (/* binding */ fence),
/* harmony export */   K$: () => (/* binding */ NOTHING),
/* harmony export */   M0: () => (/* binding */ overview),
/* harmony export */   Vb: () => (/* binding */ warningList),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   h8: () => (/* binding */ htmlCode),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5032);

const NOTHING = '\u2013';
function code(value, most = 300) {
    const text = (0,_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(value, most).replaceAll('`', "'").replaceAll('|', '\u00a6');
    return text === '' ? NOTHING : `\`${text}\``;
}
function htmlCode(value, most = 200) {
    return `<code>${html((0,_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(value, most)).replaceAll('"', '&quot;')}</code>`;
}
function html(text) {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
const ALIVE = /@|:\/\/|www\.|mailto:|xmpp:|#\d|gh-\d|:[\w+-]+:|^\W*(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}\W*$|[0-9a-f]{16,}/iu;
const CORE = /^([([{"']*)(.*?)([.,;:!?)\]}"']*)$/su;
const QUOTED = /(?<=(?:^|\s)[([{"']*)`([^`]{1,200})`(?=[.,;:!?)\]}"']*(?:\s|$))/u;
const LINKED_HOSTNAME = /\bwww\./iu;
const HOSTNAME = /^\W*(?:[a-z0-9-]+\.)+[a-z]{2,}\W*$/iu;
function prose(sentence, most = 1500) {
    const parts = (0,_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(sentence, most).split(QUOTED);
    const named = LINKED_HOSTNAME.test(sentence);
    const texts = parts.map((part, index) => index % 2 === 1
        ? code(part)
        : part
            .split(' ')
            .map((word) => proseWord(word, named))
            .join(' '));
    return texts
        .join('')
        .replace(/^[#+\-=:]/u, String.raw `\$&`)
        .replace(/^\d+(?=[.)])/u, '$&\\');
}
function proseWord(word, named) {
    if (!ALIVE.test(word) && !(named && HOSTNAME.test(word)))
        return escaped(word);
    return word.replace(CORE, (_, before, core, after) => `${escaped(before)}${code(core)}${escaped(after)}`);
}
const SPECIAL = /[&<>\\`*[\]~$_|]/u;
function escaped(text) {
    if (!SPECIAL.test(text))
        return text;
    return html(text)
        .replaceAll(/[\\`*[\]~$]/gu, String.raw `\$&`)
        .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/gu, String.raw `\_`)
        .replaceAll('|', '&#124;');
}
function table(head, rows) {
    if (rows.length === 0)
        return '';
    const lines = rows.map((cells) => tableLine(cells.map((cell) => cell || NOTHING)));
    return [tableLine(head), tableLine(head.map(() => '---')), ...lines].join('\n');
}
function overview(lines, amount, what) {
    return amount > 12 ? fold(`All ${amount} ${what}`, lines) : lines;
}
function tableLine(cells) {
    return `| ${cells.join(' | ')} |`;
}
function fence(lines, language = 'text') {
    const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/gu) ?? []).map((run) => run.length));
    const ticks = '`'.repeat(longest + 1);
    return [`${ticks}${language}`, ...lines, ticks].join('\n');
}
function fold(title, body, open = false) {
    return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
function link(label, address) {
    return address === undefined ? label : `[${label}](${address})`;
}
function blocks(...parts) {
    return parts.filter((part) => part !== '').join('\n\n');
}
function warningList(sentences) {
    return list(sentences.map((sentence) => `\u26a0 ${prose(sentence)}`), 25);
}
function list(items, most = Number.POSITIVE_INFINITY) {
    const told = items.filter((item) => item !== '');
    const lines = told.slice(0, most).map((item) => `- ${item.trimEnd()}`);
    return [...lines, ...(told.length > most ? [`- And ${told.length - most} more.`] : [])].join('\n');
}


/***/ }),

/***/ 3483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BM: () => (/* binding */ legendOf),
/* harmony export */   km: () => (/* binding */ everyAnswer),
/* harmony export */   p1: () => (/* binding */ evidenceLines)
/* harmony export */ });
/* harmony import */ var _probe_echo_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4241);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5032);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3021);
/* harmony import */ var _wording_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7142);




const MOST_PLACES = 20;
const MOST_STRETCHES = 12;
const MOST_ANSWERS = 300;
function evidenceLines(known) {
    const places = [...Map.groupBy(known.evidence, ({ via, to }) => `${via} ${to}`).values()];
    const lines = places.slice(0, MOST_PLACES).map((answers) => placeLine(answers, known));
    const more = places.length - lines.length;
    return more > 0 ? [...lines, `And ${(0,_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(more, 'more place')}.`] : lines;
}
function legendOf({ evidence }) {
    const edge = evidence.filter(({ via }) => via === 'edge');
    return edge.some(({ verdict }) => verdict !== 'pass')
        ? `Each mark is one probe: \u2705 passed, \u274c failed, \u2753 unclear.${leftOut(evidence)}`
        : '';
}
function leftOut(evidence) {
    const longest = Math.max(...[...Map.groupBy(evidence, ({ when, to }) => `${when} ${to}`).values()].map(({ length }) => length));
    return longest < 5 ? '' : ' Of a long series, the first four and the last are shown.';
}
function placeLine(answers, known) {
    const [{ via, to } = { via: 'edge', to: '' }] = answers;
    if (via === 'origin') {
        const told = known.failure?.happened ?? '';
        const seen = answers.map(({ verdict, sentence }) => `${_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .VERDICT_MARKS */ .rE[verdict]} ${told.includes(sentence) ? 'see above' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(sentence, 600)}`);
        return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(to)} straight to the origin: ${seen.join(' ')}`;
    }
    const times = [...Map.groupBy(answers, ({ when }) => when)].map(([when, some]) => {
        const stretches = stretchesOf(some, known);
        const more = stretches.length > MOST_STRETCHES ? ['\u2026'] : [];
        const seen = [...stretches.slice(0, MOST_STRETCHES), ...more].join(', then ');
        const changesNothing = known.outcome === 'unchanged' || known.outcome === 'planned';
        return changesNothing ? seen : `${_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .WHEN_WORDS */ .Vn[when]} ${seen}`;
    });
    return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(to)} through Cloudflare: ${times.join('; ')}`;
}
function stretchesOf(answers, known) {
    const stretches = [];
    for (const answer of answers) {
        const mark = _wording_js__WEBPACK_IMPORTED_MODULE_1__/* .VERDICT_MARKS */ .rE[answer.verdict];
        const words = answerWords(answer, known);
        const last = stretches.at(-1);
        if (last?.words === words && last.marks.endsWith(mark))
            last.marks += mark;
        else
            stretches.push({ marks: mark, words });
    }
    return stretches.map(({ marks, words }) => `${marks} ${words}`);
}
function answerWords({ status, served }, known) {
    const answer = status === undefined ? 'no answer' : `${status}`;
    if (served === undefined || known.successor === undefined)
        return answer;
    return `${answer} with ${ownerOf(served, known)?.owner ?? 'another certificate'}`;
}
function everyAnswer(known) {
    const { evidence } = known;
    if (evidence.length === 0)
        return '';
    const lines = evidence.map((answer) => {
        const { at, when, to, verdict, status, sentence, served } = answer;
        const owner = served === undefined ? undefined : ownerOf(served, known);
        const shown = served === undefined
            ? ''
            : ` Served: ${owner === undefined ? served : `${owner.owner}, ${owner.spelt}`}`;
        const head = `${(0,_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .clock */ .pm)(at)} ${_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .VERDICT_MARKS */ .rE[verdict]} ${_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .WHEN_WORDS */ .Vn[when]}, ${to}`;
        return `${head}${status === undefined ? '' : ` ${status}`}: ${sentence}${shown}`;
    });
    const note = evidence.some(({ via }) => via === 'edge')
        ? `Probes only see the Cloudflare edge nearest to this runner.${leftOut(evidence)}`
        : '';
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .fold */ .AU)(`Evidence, answer by answer (${evidence.length})`, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .blocks */ .Bv)((0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .fence */ .EU)((0,_limits_js__WEBPACK_IMPORTED_MODULE_3__/* .plainLines */ .y1)(lines, MOST_ANSWERS, 1000)), note));
}
function ownerOf(served, known) {
    const { successor, predecessors = [], inForce } = known;
    for (const facts of [successor, ...predecessors, inForce]) {
        const spelt = facts && spelledBy(facts, served);
        const owner = facts === successor ? 'the new certificate' : 'the previous certificate';
        if (spelt !== undefined)
            return { owner, spelt };
    }
    return undefined;
}
function spelledBy(facts, served) {
    const text = (0,_probe_echo_js__WEBPACK_IMPORTED_MODULE_0__/* .plainDigits */ .Pl)(served);
    const { fingerprint, fingerprintSha1, serialNumber: serial = '' } = facts;
    const found = [fingerprint, fingerprintSha1].find((one) => one !== undefined && (0,_probe_echo_js__WEBPACK_IMPORTED_MODULE_0__/* .plainDigits */ .Pl)(one) === text);
    if (found !== undefined || !/^[0-9a-f]{1,64}$/iu.test(serial))
        return found;
    return text === (0,_probe_echo_js__WEBPACK_IMPORTED_MODULE_0__/* .plainDigits */ .Pl)(serial) || text === BigInt(`0x${serial}`).toString() ? serial : undefined;
}


/***/ }),

/***/ 2284:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   MT: () => (/* binding */ findingsOfStatus),
/* harmony export */   WX: () => (/* binding */ findingsOf),
/* harmony export */   ol: () => (/* binding */ nameOfRun),
/* harmony export */   sv: () => (/* binding */ findingsOfFailure)
/* harmony export */ });
/* harmony import */ var _operations_status_status_finding_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4899);
/* harmony import */ var _rotation_result_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4981);
/* harmony import */ var _zone_words_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9539);
/* harmony import */ var _certificate_words_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4265);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(5032);





function nameOfRun(workflow) {
    return short(workflow === undefined ? 'the run itself' : `workflow ${workflow}`);
}
function findingsOf(run, expiryWarning, settled = []) {
    const problems = run.targets.flatMap((target) => {
        const { name, zone, failure, inForce } = target;
        if ((0,_rotation_result_js__WEBPACK_IMPORTED_MODULE_2__/* .isFailure */ .N6)(target)) {
            const stands = failure?.inForce === undefined ? '' : ` In force now: ${failure.inForce}`;
            const sentence = failure === undefined ? target.sentence : `${failure.happened}${stands}`;
            return [
                problem(name, 'failed', sentence, failure?.remedy ?? 'See the summary of the run.', run.endedAt),
            ];
        }
        const end = inForce?.notAfter;
        if (end === undefined || !Number.isFinite(end) || end - run.endedAt > expiryWarning(name))
            return [];
        const until = (0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_1__/* .dayUntil */ .LO)({ notAfter: end, daysLeft: (0,_zone_words_js__WEBPACK_IMPORTED_MODULE_3__/* .daysUntil */ .AQ)(end, run.endedAt) });
        const sentence = `The certificate in force is valid until ${until}.`;
        return [{ ...problem(name, 'due', sentence, _operations_status_status_finding_js__WEBPACK_IMPORTED_MODULE_0__/* .RENEW */ .uz, run.endedAt), zone: short(zone.id ?? zone.asked) }];
    });
    const notStarted = run.targets.filter(({ outcome }) => outcome === 'not-started');
    const unknown = new Set(notStarted.map(({ name }) => name));
    const covers = [...settled, ...run.targets.map(({ name }) => name)].filter((name) => !unknown.has(name));
    return { covers: [...new Set(covers.map(short))], problems };
}
function findingsOfFailure(failure, now, names) {
    const { happened, remedy } = failure;
    return {
        covers: names.map(short),
        problems: names.map((name) => problem(name, 'failed', happened, remedy, now)),
    };
}
function findingsOfStatus(run, settled = []) {
    const read = run.zones.filter(({ outcome }) => outcome !== 'failed');
    const unread = run.zones.flatMap(({ zone, failure }) => failure === undefined
        ? []
        : [problem(statusOf(zone.asked), 'failed', failure.happened, failure.remedy, run.endedAt)]);
    const known = read.filter(({ findings }) => !findings.some(({ reason }) => reason === 'PRESENTED_UNKNOWN'));
    const named = known.flatMap(({ zone, hostnames }) => ['zone', ...hostnames.map(({ hostname }) => hostname)].map((name) => `${zone.asked} (${name})`));
    const zonesSeen = known
        .filter(({ hostnamesComplete }) => hostnamesComplete)
        .flatMap(({ zone: { asked, id, name } }) => [asked, id, name].filter((one) => one !== undefined));
    return {
        covers: [...settled, ...read.map(({ zone }) => statusOf(zone.asked))].map(short),
        coversDue: [...named, ...read.flatMap(({ compared }) => compared)].map(short),
        zonesSeen: zonesSeen.map(short),
        problems: [...unread, ...read.flatMap((zone) => dueIn(zone, run.endedAt))],
    };
}
function dueIn({ zone, findings }, seenAt) {
    const due = findings.filter(({ kind }) => kind === 'due');
    return [...Map.groupBy(due, ({ target }) => target)].map(([target, all]) => {
        const sentence = all.map((finding) => finding.sentence).join(' ');
        const remedies = [...new Set(all.map((finding) => finding.remedy))].join(' ');
        return { ...problem(target, 'due', sentence, remedies, seenAt), zone: short(zone.id ?? zone.asked) };
    });
}
function statusOf(zone) {
    return `${zone} (status)`;
}
function problem(target, kind, sentence, remedy, seenAt) {
    return { target: short(target), kind, sentence: (0,_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(sentence), remedy: (0,_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(remedy), seenAt };
}
function short(name) {
    return (0,_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(name, 200);
}


/***/ }),

/***/ 2778:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KG: () => (/* binding */ endingLine),
/* harmony export */   lw: () => (/* binding */ openingLine),
/* harmony export */   or: () => (/* binding */ rotationStory)
/* harmony export */ });
/* harmony import */ var _rotation_result_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(4981);
/* harmony import */ var _certificate_words_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4265);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(5032);
/* harmony import */ var _story_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5419);
/* harmony import */ var _target_section_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3496);
/* harmony import */ var _targets_section_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(1537);
/* harmony import */ var _wording_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(7142);







const SAID_OF_INPUTS = 'EXPIRES_SOON';
function openingLine(names) {
    return (0,_limits_js__WEBPACK_IMPORTED_MODULE_5__/* .plain */ .pj)(names.length === 1 ? `Target: ${names.join('')}.` : (0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .counted */ .hS)(names.length, 'target'));
}
function endingLine(target) {
    const { name, outcome, inForce } = target;
    const until = inForce?.notAfter === undefined ? '' : `, in force until ${(0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_0__/* .dayUntil */ .LO)(inForce)}`;
    const steps = stepsOf(target);
    const plan = steps.length === 0 ? '' : ` (${steps.join(', ')})`;
    return (0,_limits_js__WEBPACK_IMPORTED_MODULE_5__/* .plain */ .pj)(`${name}: ${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .outcomeWords */ .wX)(outcome).toLowerCase()}${plan}${until}.`, 2000);
}
function rotationStory(run) {
    const { outcome, targets } = run;
    const only = targets.length === 1 ? targets[0] : undefined;
    const bad = (0,_rotation_result_js__WEBPACK_IMPORTED_MODULE_6__/* .worstFirst */ .md)(targets).filter(_rotation_result_js__WEBPACK_IMPORTED_MODULE_6__/* .isFailure */ .N6);
    const failures = bad.map((target) => {
        return { name: only === undefined ? (0,_limits_js__WEBPACK_IMPORTED_MODULE_5__/* .plain */ .pj)(target.name, 200) : '', says: failureText(target) };
    });
    return {
        failedTitle: bad[0]?.outcome === 'rolled-back' ? 'Rotation rolled back' : 'Rotation failed',
        failures: targets.length === 0 && outcome === 'failed'
            ? [{ name: '', says: 'The run failed before it had a result.' }]
            : failures,
        warnings: (0,_targets_section_js__WEBPACK_IMPORTED_MODULE_3__/* .warningTexts */ .Lf)(targets, only === undefined, SAID_OF_INPUTS),
        ...(only === undefined
            ? { mark: _wording_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKS */ .j7[outcome], title: outcomeSentence(run), body: [(0,_targets_section_js__WEBPACK_IMPORTED_MODULE_3__/* .targetsSection */ .im)(run)], lines: [] }
            : {
                mark: (0,_target_section_js__WEBPACK_IMPORTED_MODULE_2__/* .markOf */ .Fg)(only),
                title: `${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .outcomeWords */ .wX)(only.outcome)}: ${(0,_limits_js__WEBPACK_IMPORTED_MODULE_5__/* .plain */ .pj)(only.name, 200)}`,
                body: (0,_target_section_js__WEBPACK_IMPORTED_MODULE_2__/* .targetSections */ .Ke)(only),
                lines: linesOf(only),
            }),
    };
}
function failureText({ failure, sentence, outcome }) {
    if (failure !== undefined)
        return (0,_story_js__WEBPACK_IMPORTED_MODULE_1__/* .failureWords */ .AC)(failure);
    return sentence === '' ? `${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .outcomeWords */ .wX)(outcome)}.` : sentence;
}
function outcomeSentence({ outcome, targets }) {
    if (targets.length === 0)
        return outcome === 'failed' ? 'Failed before any target' : 'Nothing to do';
    const parts = [...Map.groupBy((0,_rotation_result_js__WEBPACK_IMPORTED_MODULE_6__/* .worstFirst */ .md)(targets), (target) => target.outcome)].map(([one, { length }]) => {
        return `${length < targets.length ? length : 'all'} ${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .outcomeWords */ .wX)(one).toLowerCase()}`;
    });
    return `${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .counted */ .hS)(targets.length, 'target')}: ${parts.join(', ')}`;
}
function linesOf(target) {
    const { sentence, failure } = target;
    return [
        ...stepsOf(target).map((step) => `To be done: ${step}.`),
        failure === undefined ? sentence : '',
        inForceLine(target),
        renewalLine(target),
        ...(0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_0__/* .previousOf */ .te)(target)
            .filter((one) => !isTold(target, one))
            .map(fateLine),
    ];
}
function stepsOf({ phases }) {
    return phases.filter(({ outcome }) => outcome === 'planned').map(({ detail }) => detail);
}
function isTold({ failure, warnings }, { fate, why }) {
    if (fate !== 'kept')
        return false;
    return failure !== undefined || warnings.some(({ sentence }) => why !== '' && sentence.includes(why));
}
function inForceLine(target) {
    const { inForce, stood } = target;
    if (target.failure?.inForce !== undefined || target.outcome === 'not-started')
        return '';
    if (inForce === undefined && target.outcome === 'planned' && stood !== undefined)
        return `In force now: ${stood}.`;
    if (inForce === undefined)
        return 'It is not known what is in force now.';
    const which = (0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_0__/* .inForceDiffers */ .QE)(target) && target.outcome !== 'planned' ? 'not the new certificate, but ' : '';
    const valid = (0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .isoMoment */ .QA)(inForce.notAfter) === undefined ? '' : `, valid until ${(0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_0__/* .dayUntil */ .LO)(inForce)}`;
    return `In force now: ${which}certificate ${inForce.id ?? 'with an unknown id'}${valid}.`;
}
function renewalLine({ renewal, outcome }) {
    if (renewal?.dueAt === undefined || (outcome !== 'rotated' && outcome !== 'unchanged'))
        return '';
    return `${renewal.signer} signed it. Next renewal: the first run after ${(0,_wording_js__WEBPACK_IMPORTED_MODULE_4__/* .moment */ .n$)(renewal.dueAt)}.`;
}
function fateLine({ id, fate, why }) {
    const words = {
        kept: 'is kept',
        'in-use': 'is kept because it is still in use',
        'delete-unconfirmed': 'was to be deleted, but that is not confirmed',
    };
    const said = words[fate];
    if (said === undefined)
        return '';
    return `Previous certificate ${id ?? 'with an unknown id'} ${said}. ${why}`.trimEnd();
}


/***/ }),

/***/ 5419:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AC: () => (/* binding */ failureWords),
/* harmony export */   QG: () => (/* binding */ toldFailure),
/* harmony export */   Qu: () => (/* binding */ failureBlock),
/* harmony export */   Z5: () => (/* binding */ isUnclear),
/* harmony export */   _0: () => (/* binding */ findingsIn),
/* harmony export */   bM: () => (/* binding */ findingsList)
/* harmony export */ });
/* harmony import */ var _certificate_words_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4265);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5032);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3021);
/* harmony import */ var _wording_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7142);




function toldFailure(failure, name = '') {
    return failure === undefined ? [] : [{ name, says: failureWords(failure), failure }];
}
function failureWords({ happened, inForce, remedy }) {
    const now = inForce === undefined ? '' : ` In force now: ${stands(inForce)}`;
    return `${happened}${now} What to do: ${remedy}`;
}
function isUnclear({ warnings }) {
    return warnings.some(({ reason }) => reason === 'NOT_VERIFIED');
}
function stands(inForce) {
    return inForce === 'Nothing was changed.' ? `As before. ${inForce}` : inForce;
}
function standsUntil(inForce, certificate) {
    const words = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(stands(inForce));
    if (certificate === undefined)
        return words;
    const { id } = certificate;
    return id !== undefined && inForce.includes(id)
        ? `${words} What is in force is valid until ${(0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_0__/* .dayUntil */ .LO)(certificate)}.`
        : `${(0,_certificate_words_js__WEBPACK_IMPORTED_MODULE_0__/* .subjectUntil */ .fj)(certificate)}. ${words}`;
}
const SHORT = 400;
const MOST_PROBLEMS = 10;
function failureBlock(failure, certificate) {
    const [happened, rest] = whatHappened(failure.happened);
    const details = (0,_limits_js__WEBPACK_IMPORTED_MODULE_3__/* .plainLines */ .y1)([...rest, ...failure.details]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .blocks */ .Bv)(happened, failure.inForce === undefined ? '' : `**In force now:** ${standsUntil(failure.inForce, certificate)}`, `**What to do:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(failure.remedy)}`, details.length === 0 ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .fold */ .AU)(`Details (${(0,_wording_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(details.length, 'line')})`, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .fence */ .EU)(details)));
}
function whatHappened(text) {
    const problems = text.split('\n');
    if (problems.length > 1)
        return [
            (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .blocks */ .Bv)('**What happened:**', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)(problems.slice(0, MOST_PROBLEMS).map((problem) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(problem)))),
            problems.slice(MOST_PROBLEMS),
        ];
    const told = text.length > SHORT ? firstSentences(text) : text;
    return [`**What happened:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(told)}`, [text.slice(told.length)]];
}
function firstSentences(text) {
    const head = text.slice(0, SHORT);
    const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '));
    return end > 40 ? head.slice(0, end + 1) : `${head.trimEnd()}\u2026`;
}
const OPEN = 5;
const MOST = 100;
const KINDS = { due: ['\ud83d\udcc5', 'more due'], warning: ['\u26a0', 'more warnings'] };
function findingsList(zones, kind) {
    const [mark, words] = KINDS[kind];
    const lines = [...Map.groupBy(findingsIn(zones, kind), ({ target }) => target)].map(([target, all]) => {
        const remedies = new Set(all.map(({ remedy }) => remedy));
        const texts = [...all.map(({ sentence }) => sentence), ...remedies].map((text) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(text));
        return `${mark} **${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .prose */ .CS)(target, 300)}**: ${texts.join(' ')}`;
    });
    const more = lines.slice(OPEN);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .blocks */ .Bv)((0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)(lines.slice(0, OPEN)), more.length === 0 ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .fold */ .AU)(`And ${more.length} ${words}`, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)(more, MOST)));
}
function findingsIn(zones, kind) {
    return zones.flatMap(({ findings }) => findings.filter((one) => one.kind === kind));
}


/***/ }),

/***/ 3496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  l4: () => (/* binding */ NOBODY_LOOKS),
  Cp: () => (/* binding */ isVouchedByBundle),
  Fg: () => (/* binding */ markOf),
  ET: () => (/* binding */ otherWarnings),
  Ke: () => (/* binding */ targetSections),
  Ml: () => (/* binding */ unwatched)
});

// EXTERNAL MODULE: ./lib/report/certificate-words.js
var certificate_words = __nccwpck_require__(4265);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __nccwpck_require__(3021);
// EXTERNAL MODULE: ./lib/report/probe-strip.js
var probe_strip = __nccwpck_require__(3483);
// EXTERNAL MODULE: ./lib/report/story.js
var story = __nccwpck_require__(5419);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __nccwpck_require__(7142);
;// CONCATENATED MODULE: ./lib/report/timeline.js


const MARK = {
    done: '\u2705',
    skipped: '\u2796',
    planned: '\ud83d\udcdd',
    failed: '\u274c',
    interrupted: '\ud83d\uded1',
};
const STEP = {
    observe: 'Observe',
    issue: 'Issue',
    upload: 'Upload',
    activate: 'Wait for active',
    'switch-on': 'Switch on',
    canary: 'Canary hostname',
    associate: 'Move hostnames',
    probe: 'Probe',
    grace: 'Grace period',
    'observe-again': 'Observe again',
    delete: 'Delete previous',
    'roll-back': 'Roll back',
    'edges-follow': 'Wait for the edges',
    withdraw: 'Remove the upload',
};
const SHORTEST = 50;
function stepsFold(phases, told = '') {
    const taken = phases.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'planned');
    if (taken.length === 0)
        return '';
    const lines = taken.map(({ name, startedAt, endedAt, outcome, detail }) => {
        const happened = (0,markdown/* prose */.CS)(told === '' ? detail : detail.replace(told, 'See above.'), 600);
        const took = endedAt - startedAt < SHORTEST ? '' : ` (${(0,wording/* duration */.p0)(endedAt - startedAt)})`;
        const step = `${(0,wording/* clock */.pm)(startedAt)} ${MARK[outcome]} **${STEP[name]}**${took}`;
        return happened === '' ? step : `${step}: ${happened}`;
    });
    return (0,markdown/* fold */.AU)(`Timeline (${(0,wording/* counted */.hS)(taken.length, 'step')})`, (0,markdown/* blocks */.Bv)((0,markdown/* list */.p_)(lines), skippedLine(phases)));
}
function plannedList(phases) {
    const steps = phases.filter(({ outcome }) => outcome === 'planned');
    const lines = steps.map(({ detail }, index) => `${index + 1}. ${(0,markdown/* prose */.CS)(detail, 600)}`);
    return steps.length === 0 ? '' : (0,markdown/* blocks */.Bv)('**The plan:**', lines.join('\n'));
}
function skippedLine(phases) {
    const skipped = phases.filter(({ outcome }) => outcome === 'skipped');
    if (skipped.length === 0)
        return '';
    const words = skipped.map(({ name, detail }) => {
        const why = (0,markdown/* prose */.CS)(detail, 300).replace(/\.$/u, '');
        return why === '' ? STEP[name] : `${STEP[name]} (${why})`;
    });
    return `Skipped: ${words.join('; ')}.`;
}

;// CONCATENATED MODULE: ./lib/report/target-section.js






const MOST_ITEMS = 25;
const NOBODY_LOOKS = 'NOBODY_LOOKS';
function unwatched({ failure, warnings }) {
    return failure === undefined ? warnings.find(({ reason }) => reason === NOBODY_LOOKS)?.sentence : undefined;
}
function isVouchedByBundle(target) {
    return target.outcome === 'rotated' && target.evidence.length === 0 && unwatched(target) === undefined;
}
function markOf(target) {
    const unseen = unwatched(target) !== undefined || (0,story/* isUnclear */.Z5)(target);
    return target.outcome === 'rotated' && unseen ? '\u2753' : wording/* MARKS */.j7[target.outcome];
}
function otherWarnings({ warnings }) {
    return warnings.filter(({ reason }) => reason !== NOBODY_LOOKS);
}
function saysItself(target, sentence) {
    return (0,certificate_words/* previousOf */.te)(target).some(({ why }) => why !== '' && sentence.includes(why));
}
function targetSections(target) {
    const { failure, inForce, phases } = target;
    return [
        failure === undefined ? (0,markdown/* prose */.CS)(target.sentence) : (0,story/* failureBlock */.Qu)(failure, inForce),
        glance(target),
        (0,markdown/* warningList */.Vb)(otherWarnings(target)
            .map(({ sentence }) => sentence)
            .filter((sentence) => !saysItself(target, sentence))),
        plannedList(phases),
        (0,certificate_words/* valuesFold */.mQ)(target),
        (0,probe_strip/* everyAnswer */.km)(target),
        sparedFold(target.spared),
        stepsFold(phases, failure?.happened),
    ];
}
function glance(target) {
    const lines = [
        inForceLine(target),
        renewalLine(target),
        ...(0,probe_strip/* evidenceLines */.p1)(target).map((line) => `**Evidence:** ${line}`),
        isVouchedByBundle(target)
            ? '**Evidence:** `client-ca` \u2705 OpenSSL accepts the certificate; nothing looked at the site itself'
            : '',
        (0,markdown/* prose */.CS)(unwatched(target) ?? '').replace(/^Evidence:/u, '\u26a0 **Evidence:**'),
        ...(0,certificate_words/* previousOf */.te)(target).map(previousLine),
    ];
    return (0,markdown/* blocks */.Bv)((0,markdown/* list */.p_)(lines, MOST_ITEMS), (0,probe_strip/* legendOf */.BM)(target));
}
function inForceLine(target) {
    const { inForce, failure, outcome, stood } = target;
    if (failure !== undefined || outcome === 'not-started')
        return '';
    if (inForce === undefined)
        return `**In force:** ${(0,markdown/* prose */.CS)((outcome === 'planned' ? stood : undefined) ?? 'not known')}`;
    const other = (0,certificate_words/* inForceDiffers */.QE)(target) && outcome !== 'planned' ? ', which is not the new one' : '';
    return `**In force:** ${(0,certificate_words/* subjectUntil */.fj)(inForce)}${other}`;
}
function renewalLine({ renewal, outcome }) {
    if (renewal === undefined)
        return '';
    const signed = outcome === 'rotated' || outcome === 'unchanged' ? 'Signed by' : 'Signer';
    const next = renewal.dueAt === undefined ? '' : `. **Next renewal:** the first run after ${(0,wording/* moment */.n$)(renewal.dueAt)}`;
    return `**${signed}:** ${(0,markdown/* prose */.CS)(renewal.signer.replace(/^The /u, 'the '))}${next}`;
}
function previousLine(one) {
    return (0,certificate_words/* fateLine */.tC)(one, ['deleted', 'already-gone', 'to-delete'].includes(one.fate));
}
function sparedFold(spared) {
    if (spared.length === 0)
        return '';
    const items = spared.map((one) => `${(0,markdown/* code */.aY)(one.id ?? 'unknown id')}, ${(0,certificate_words/* subjectUntil */.fj)(one)}: ${(0,markdown/* prose */.CS)(one.why, 600)}`);
    return (0,markdown/* fold */.AU)(`Left alone: ${(0,wording/* counted */.hS)(spared.length, 'certificate')}`, (0,markdown/* list */.p_)(items, MOST_ITEMS));
}


/***/ }),

/***/ 1537:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  uZ: () => (/* binding */ MOST_BYTES),
  im: () => (/* binding */ targetsSection),
  Lf: () => (/* binding */ warningTexts)
});

// EXTERNAL MODULE: ./lib/rotation/result.js
var result = __nccwpck_require__(4981);
// EXTERNAL MODULE: ./lib/zone/words.js
var words = __nccwpck_require__(9539);
// EXTERNAL MODULE: ./lib/report/certificate-words.js
var certificate_words = __nccwpck_require__(4265);
// EXTERNAL MODULE: ./lib/report/limits.js
var limits = __nccwpck_require__(5032);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __nccwpck_require__(3021);
// EXTERNAL MODULE: ./lib/report/target-section.js + 1 modules
var target_section = __nccwpck_require__(3496);
// EXTERNAL MODULE: ./lib/report/story.js
var story = __nccwpck_require__(5419);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __nccwpck_require__(7142);
;// CONCATENATED MODULE: ./lib/report/targets-glance.js






function targetsGlance(targets) {
    return [firstToExpire(targets), checked(targets), watched(targets)];
}
function firstToExpire(targets) {
    const known = targets.filter(({ inForce }) => inForce?.notAfter !== undefined);
    const [first] = known.toSorted((one, other) => (one.inForce?.notAfter ?? 0) - (other.inForce?.notAfter ?? 0));
    return first?.inForce === undefined
        ? ''
        : `**In force:** ${(0,wording/* counted */.hS)(known.length, 'certificate')}${known.length === 1 ? '' : ', the first'} until ${(0,certificate_words/* dayUntil */.LO)(first.inForce)}: ${(0,markdown/* code */.aY)(first.name, 200)}`;
}
function checked(targets) {
    const passed = targets.filter((target) => !(0,result/* isFailure */.N6)(target) && passedEverywhere(target)).length;
    const which = passed < targets.length
        ? `${passed} of ${(0,wording/* counted */.hS)(targets.length, 'target')}`
        : passed === 2
            ? 'both targets'
            : `all ${passed} targets`;
    return passed === 0 ? '' : `\u2705 **Evidence:** every check passed for ${which}`;
}
function passedEverywhere(target) {
    if ((0,story/* isUnclear */.Z5)(target))
        return false;
    if ((0,target_section/* isVouchedByBundle */.Cp)(target))
        return true;
    const places = [...Map.groupBy(target.evidence, ({ via, to }) => `${via} ${to}`).values()];
    return places.length > 0 && places.every((answers) => answers.at(-1)?.verdict === 'pass');
}
function watched(targets) {
    const unseen = targets.filter((target) => (0,target_section/* unwatched */.Ml)(target) !== undefined).length;
    return unseen === 0
        ? ''
        : `\u26a0 **Evidence:** none for ${(0,wording/* counted */.hS)(unseen, 'target')}. Nothing checks whether visitors get through: add \`probe-urls\`, \`origin\` or \`client-ca\`.`;
}

;// CONCATENATED MODULE: ./lib/report/targets-section.js








const MOST_BYTES = 1_000_000;
const OPEN_FAILURES = 3;
const MOST_WARNINGS = 9;
const MOST_NAMES = 8;
function targetsSection(run) {
    const targets = (0,result/* worstFirst */.md)(run.targets);
    const open = failuresOf(targets).slice(0, OPEN_FAILURES);
    const others = run.targets.filter((target) => !(0,result/* isFailure */.N6)(target));
    const warnings = warningTexts(others, true, target_section/* NOBODY_LOOKS */.l4).map((text) => `\u26a0 ${(0,markdown/* prose */.CS)(text)}`);
    const above = (0,markdown/* list */.p_)([...targetsGlance(targets), ...warnings], MOST_WARNINGS);
    const lines = (0,markdown/* overview */.M0)(lineTable(targets, MOST_BYTES * 0.4), targets.length, 'targets');
    const opened = new Set(open.map(([first]) => first));
    const details = [
        ...open.map(([first, ...alike]) => (0,markdown/* blocks */.Bv)(detailFold(first, true), alikeLine(alike))),
        ...targets.filter((target) => !opened.has(target)).map((target) => detailFold(target, false)),
    ];
    const fitting = (0,limits/* within */.ux)(details, MOST_BYTES - 5000 - Buffer.byteLength(above + lines));
    const missing = details.length - fitting.length;
    const folded = fitting.slice(open.length);
    return (0,markdown/* blocks */.Bv)(above, ...fitting.slice(0, open.length), lines, folded.length === 0 ? '' : (0,markdown/* fold */.AU)(`Details of ${(0,wording/* counted */.hS)(folded.length, 'target')}`, (0,markdown/* blocks */.Bv)(...folded)), missing === 0
        ? ''
        : `The details of ${(0,wording/* counted */.hS)(missing, 'target')} are left out: GitHub shows at most 1 MiB here.`);
}
function warningTexts(targets, named, told) {
    const all = targets.flatMap(({ name, warnings }) => warnings
        .filter(({ reason }) => reason !== told)
        .map(({ reason, sentence }) => ({ name, sentence, like: reason === target_section/* NOBODY_LOOKS */.l4 ? reason : sentence })));
    return [...Map.groupBy(all, ({ like }) => like).values()].map((owners) => {
        const { name = '', sentence = '' } = owners[0] ?? {};
        const first = (0,limits/* plain */.pj)(name, 200);
        const more = owners.length > 1 ? ` and ${owners.length - 1} more` : '';
        return (0,limits/* plain */.pj)(named ? `${first}${more}: ${sentence}` : sentence, 4000);
    });
}
function lineTable(targets, room) {
    const rows = targets.map(targetLine);
    const lines = rows.map((row) => row.join(' | '));
    const fitting = rows.slice(0, (0,limits/* within */.ux)(lines, room, 5).length);
    const more = rows.length - fitting.length;
    const rest = more === 0 ? [] : [['\u2026', `and ${more} more`, markdown/* NOTHING */.K$]];
    return (0,markdown/* table */.tp)(['Target', 'Result', 'Expires'], [...fitting, ...rest]);
}
function targetLine(target) {
    const facts = target.inForce;
    const amount = (0,target_section/* otherWarnings */.ET)(target).length;
    const warnings = amount === 0 ? '' : `, ${(0,wording/* counted */.hS)(amount, 'warning')}`;
    const other = (0,certificate_words/* inForceDiffers */.QE)(target) && target.outcome === 'rotated' ? ' (not the new one)' : '';
    return [
        (0,markdown/* code */.aY)(target.name, 200),
        `${(0,target_section/* markOf */.Fg)(target)} ${(0,wording/* outcomeWords */.wX)(target.outcome)}${warnings}`,
        facts === undefined ? markdown/* NOTHING */.K$ : `${(0,certificate_words/* expiresIn */.EJ)(facts)}${other}`,
    ];
}
function failuresOf(targets) {
    const kinds = Map.groupBy(targets.filter(result/* isFailure */.N6), ({ outcome, failure }) => `${outcome} ${failure?.code ?? ''} ${failure?.remedy ?? ''}`);
    return [...kinds.values()].flatMap(([first, ...alike]) => (first === undefined ? [] : [[first, ...alike]]));
}
function alikeLine(targets) {
    if (targets.length === 0)
        return '';
    const names = (0,words/* someOf */.yU)(targets.map(({ name }) => (0,markdown/* code */.aY)(name, 200)), MOST_NAMES);
    return `**The same happened to ${(0,wording/* counted */.hS)(targets.length, 'more target')}:** ${names}`;
}
function detailFold(target, open) {
    const title = `${(0,target_section/* markOf */.Fg)(target)} ${(0,wording/* outcomeWords */.wX)(target.outcome)}: ${(0,markdown/* htmlCode */.h8)(target.name)}`;
    return (0,markdown/* fold */.AU)(title, (0,markdown/* blocks */.Bv)(...(0,target_section/* targetSections */.Ke)(target)), open);
}


/***/ }),

/***/ 7142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Nx: () => (/* binding */ capital),
/* harmony export */   QA: () => (/* binding */ isoMoment),
/* harmony export */   Vn: () => (/* binding */ WHEN_WORDS),
/* harmony export */   hS: () => (/* reexport safe */ _zone_words_js__WEBPACK_IMPORTED_MODULE_0__.hS),
/* harmony export */   iG: () => (/* binding */ daysLeftWords),
/* harmony export */   j7: () => (/* binding */ MARKS),
/* harmony export */   n$: () => (/* binding */ moment),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   pm: () => (/* binding */ clock),
/* harmony export */   rE: () => (/* binding */ VERDICT_MARKS),
/* harmony export */   vd: () => (/* binding */ FATE_WORDS),
/* harmony export */   wX: () => (/* binding */ outcomeWords)
/* harmony export */ });
/* harmony import */ var _zone_words_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9539);


const LATEST = 8.64e15;
function isoMoment(at) {
    if (at === undefined || !Number.isFinite(at) || Math.abs(at) > LATEST)
        return undefined;
    return `${new Date(at).toISOString().slice(0, -'.000Z'.length)}Z`;
}
function moment(at) {
    const iso = isoMoment(at);
    return iso === undefined ? 'unknown' : `${iso.replace('T', ' ').replace(/:\d\dZ$/u, '')} UTC`;
}
function clock(at) {
    return isoMoment(at)?.replace(/^.*T|Z$/gu, '') ?? '';
}
function duration(milliseconds) {
    const span = Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
    if (span < 9950)
        return `${Math.round(span / 100) / 10} s`;
    const seconds = Math.round(span / 1000);
    if (seconds < 60)
        return `${seconds} s`;
    if (seconds < 3600)
        return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
    const minutes = Math.round(seconds / 60);
    return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}
function pair(large, largeUnit, small, smallUnit) {
    return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
function daysLeftWords(days) {
    if (days === undefined || !Number.isFinite(days))
        return undefined;
    const whole = Math.floor(days);
    if (whole > 0)
        return `${(0,_zone_words_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(whole, 'day')} left`;
    return whole === 0 ? 'less than a day left' : `expired ${(0,_zone_words_js__WEBPACK_IMPORTED_MODULE_0__/* .daysAgo */ .HM)(whole)}`;
}
function capital(words) {
    return words.slice(0, 1).toUpperCase() + words.slice(1);
}
const MARKS = {
    ok: '\u2705',
    due: '\ud83d\udcc5',
    deleted: '\u2705',
    disabled: '\u2705',
    rotated: '\u2705',
    unchanged: '\u2705',
    planned: '\ud83d\udcdd',
    'not-started': '\u2796',
    'rolled-back': '\u23ea',
    failed: '\u274c',
};
function outcomeWords(outcome) {
    return capital(outcome.replaceAll('-', ' '));
}
const FATE_WORDS = {
    deleted: 'deleted',
    'to-delete': 'to be deleted',
    kept: 'kept',
    'in-use': 'still in use',
    'already-gone': 'already gone',
    'delete-unconfirmed': 'deletion not confirmed',
};
const VERDICT_MARKS = {
    pass: '\u2705',
    fail: '\u274c',
    inconclusive: '\u2753',
    skipped: '\u2796',
};
const WHEN_WORDS = {
    before: 'before',
    after: 'after',
    'after-rollback': 'after rolling back',
};


/***/ }),

/***/ 9330:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Eu: () => (/* binding */ haveIssued),
/* harmony export */   MT: () => (/* binding */ toBeIssued),
/* harmony export */   el: () => (/* binding */ withAuthorities),
/* harmony export */   wc: () => (/* binding */ renewalOf)
/* harmony export */ });
/* harmony import */ var _certificate_leaf_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4855);
/* harmony import */ var _issue_issuing_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3575);
/* harmony import */ var _issue_renewal_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8531);
/* harmony import */ var _issue_signers_open_signer_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(894);




function toBeIssued(issuing, now) {
    const { signer, identity, clientCa } = issuing;
    const [only, ...others] = identity.authorities ?? [];
    const signedBy = signer.kind === 'authority' ? signer.authority.certificate.x509 : others.length === 0 ? only : undefined;
    return {
        ...withAuthorities(issuing),
        leaf: (0,_issue_issuing_js__WEBPACK_IMPORTED_MODULE_1__/* .prospectiveLeaf */ .ti)(issuing, now),
        key: undefined,
        vouchedByCa: clientCa !== undefined,
        ...(signedBy === undefined ? {} : { signedBy }),
    };
}
function renewalOf({ issuing, successor: { leaf } }) {
    if (issuing === undefined)
        return undefined;
    const signer = (0,_issue_signers_open_signer_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOfSigner */ .nt)(issuing.signer);
    return { signer, dueAt: (0,_issue_issuing_js__WEBPACK_IMPORTED_MODULE_1__/* .isProspective */ .HF)(leaf) ? undefined : (0,_issue_renewal_js__WEBPACK_IMPORTED_MODULE_2__/* .dueAt */ .s5)(leaf, issuing.rule) };
}
function withAuthorities({ clientCa, identity }) {
    const given = (0,_certificate_leaf_js__WEBPACK_IMPORTED_MODULE_0__/* .certificatesIn */ .Yc)(clientCa ?? '');
    return { clientCa: given, chain: given.length > 0 ? [] : (identity.authorities ?? []) };
}
async function haveIssued(before, issuing, { issuer, api }, runLog) {
    const { leaf, key, vouchedByCa, findings } = await runLog.phase('issue', () => issuer.issue(issuing, api.serverNow()), (issued) => `issued ${issued.leaf.subject}, signed by ${issued.leaf.issuer}`);
    for (const { reason, sentence } of findings.filter(({ severity }) => severity === 'warn'))
        runLog.warn({ reason, sentence });
    const { clientCa, chain } = before.successor;
    return {
        ...before,
        successor: { clientCa, chain, leaf, key, vouchedByCa },
        conditional: findings.filter(({ severity }) => severity !== 'warn'),
    };
}


/***/ }),

/***/ 4981:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N6: () => (/* binding */ isFailure),
/* harmony export */   md: () => (/* binding */ worstFirst)
/* harmony export */ });
/* unused harmony export WORST_FIRST */
const WORST_FIRST = [
    'failed',
    'rolled-back',
    'not-started',
    'planned',
    'rotated',
    'unchanged',
];
function worstFirst(targets) {
    return WORST_FIRST.flatMap((outcome) => targets.filter((target) => target.outcome === outcome));
}
function isFailure({ outcome }) {
    return outcome === 'failed' || outcome === 'rolled-back';
}


/***/ }),

/***/ 4626:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Do: () => (/* binding */ decimalForms),
/* harmony export */   LV: () => (/* binding */ wrap),
/* harmony export */   dS: () => (/* binding */ escapedForms),
/* harmony export */   "do": () => (/* binding */ hexForms),
/* harmony export */   eO: () => (/* binding */ numberTexts),
/* harmony export */   ft: () => (/* binding */ base64Forms),
/* harmony export */   hY: () => (/* binding */ wrappedForms),
/* harmony export */   ps: () => (/* binding */ pem)
/* harmony export */ });
function wrap(text, width) {
    return Array.from({ length: Math.ceil(text.length / width) }, (_, at) => text.slice(at * width, (at + 1) * width));
}
function pem(label, der, lineEnd) {
    const body = wrap(der.toString('base64'), 64);
    return [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`, ''].join(lineEnd);
}
function base64Forms(bytes) {
    const plain = bytes.toString('base64');
    const url = bytes.toString('base64url');
    return [plain, plain.replace(/[=]+$/u, ''), url, `${url}${'='.repeat((4 - (url.length % 4)) % 4)}`];
}
function wrappedForms(base64) {
    return [...wrap(base64, 64), ...wrap(base64, 76)];
}
function hexForms(bytes) {
    const lower = bytes.toString('hex');
    const pairs = wrap(lower, 2);
    return [lower, pairs.join(':'), pairs.join(' ')].flatMap((form) => [form, form.toUpperCase()]);
}
function decimalForms(bytes) {
    return [bytes.join(','), bytes.join(', ')];
}
function escapedForms(text) {
    const uri = encodeURIComponent(text.toWellFormed());
    return [JSON.stringify(text).slice(1, -1), uri, uri.replaceAll('%20', '+')];
}
const LONGEST_DECIMAL = 5000;
const SHORTEST_DECIMAL = 18;
const SHORTEST_LIST = 6;
const OCTAL_BYTE = /^[0-3][0-7]{2}$/u;
function* numberTexts(text) {
    const numbers = text.match(/\d+/gu) ?? [];
    for (const digits of numbers) {
        if (digits.length < SHORTEST_DECIMAL || digits.length >= LONGEST_DECIMAL)
            continue;
        const hex = BigInt(digits).toString(16);
        yield Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    }
    yield* byteLists(numbers, decimalByte);
    if (/-\d/u.test(text))
        yield* byteLists(text.match(/-?\d+/gu) ?? [], decimalByte);
    if (numbers.filter((digits) => OCTAL_BYTE.test(digits)).length >= SHORTEST_LIST)
        yield* byteLists(numbers, (digits) => (OCTAL_BYTE.test(digits) ? Number.parseInt(digits, 8) : undefined));
}
function decimalByte(digits) {
    const value = Number(digits);
    return value >= -128 && value <= 255 ? value & 255 : undefined;
}
function* byteLists(numbers, byteOf) {
    let list = [];
    for (const digits of numbers) {
        const byte = byteOf(digits);
        if (byte !== undefined)
            list.push(byte);
        else {
            if (list.length >= SHORTEST_LIST)
                yield Uint8Array.from(list);
            list = [];
        }
    }
    if (list.length >= SHORTEST_LIST)
        yield Uint8Array.from(list);
}


/***/ }),

/***/ 7541:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LO: () => (/* binding */ inputVariable),
/* harmony export */   OC: () => (/* binding */ refuseUnsafeEnvironment),
/* harmony export */   bT: () => (/* binding */ fileFault),
/* harmony export */   oz: () => (/* binding */ FileUnset)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
const TALKATIVE = 'http https http2 tls net stream stream_wrap fetch undici websocket crypto quic'.split(' ');
const DANGEROUS_OPTIONS = [
    [/^--tls-keylog/u, 'writes the keys of all connections to a file'],
    [/^--trace-(?:tls|event)/u, 'writes network traffic to the log or to a file'],
    [/^--inspect(?!-publish-uid)/u, 'lets other programs read the memory of this step'],
    [/^--report-(?!exclude|dir|compact)/u, 'writes the environment, with the inputs in it, to a file'],
    [
        /^--heap(?:snapshot|-prof)|^--diagnostic-dir|^--abort-on-uncaught/u,
        'writes the memory of this step to a file',
    ],
    [/^--insecure-http-parser/u, 'switches off checks of responses'],
];
const DANGERS = [
    [
        'NODE_TLS_REJECT_UNAUTHORIZED',
        (value) => value === '0',
        'switches off the check of certificates, so that anybody on the network path could take the token and the private key',
    ],
    ['SSLKEYLOGFILE', (value) => value !== '', 'asks for the keys of all connections to be written to a file'],
    ['NODE_DEBUG', isTalkative, 'prints requests, with the token and the private key in them, to the log'],
    ['NODE_DEBUG_NATIVE', isTalkative, 'prints network traffic to the log'],
];
function refuseUnsafeEnvironment(env) {
    const found = DANGERS.filter(([variable, isSet]) => isSet(env[variable] ?? '')).map(([variable, , consequence]) => `${variable} ${consequence}.`);
    for (const [option, consequence] of DANGEROUS_OPTIONS)
        if (optionsIn(env['NODE_OPTIONS'] ?? '').some((given) => option.test(given)))
            found.push(`An option in NODE_OPTIONS ${consequence}.`);
    if (found.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('ENVIRONMENT_UNSAFE', {
        happened: `This environment is not safe for a private key: ${found.join(' ')}`,
        remedy: 'Remove these settings from the `env:` of the step, the job and the workflow, and from the runner itself. For a proxy with its own certificate authority, use NODE_EXTRA_CA_CERTS.',
    });
}
function isTalkative(value) {
    return value
        .toLowerCase()
        .split(',')
        .map((pattern) => pattern.trim())
        .some((pattern) => {
        const parts = pattern.split('*').map((part) => part.replaceAll(/[|\\{}()[\]^$+?.]/gu, '\\$&'));
        const whole = new RegExp(`^${parts.join('.*')}$`, 'u');
        return TALKATIVE.some((name) => whole.test(name));
    });
}
function optionsIn(value) {
    return value.split(/[\s"']+/u).map((option) => option.replaceAll('_', '-'));
}
class FileUnset extends Error {
}
const READ_ONLY = 'the file the runner named cannot be written.';
const FAULTS = {
    ENOENT: 'the file the runner named does not exist.',
    EISDIR: 'the runner named a directory instead of a file.',
    EACCES: READ_ONLY,
    EPERM: READ_ONLY,
    EROFS: READ_ONLY,
    ENOSPC: 'the disk is full.',
};
function fileFault(error) {
    const why = error instanceof FileUnset
        ? 'the runner named no file for it, so later steps will not see it.'
        : (FAULTS[(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .codeOf */ .$N)(error)] ?? 'writing the file the runner named failed.');
    return `${why} The rotation itself is not affected.`;
}


/***/ }),

/***/ 9443:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  wM: () => (/* binding */ Guard),
  Us: () => (/* binding */ isMadeOfWords)
});

// UNUSED EXPORTS: WindowIndex

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./lib/secrecy/encodings.js
var encodings = __nccwpck_require__(4626);
;// CONCATENATED MODULE: ./lib/secrecy/decodings.js

const DEEPEST = 3;
const SHORTEST_READABLE = 16;
function* decodings(text, depth = DEEPEST) {
    for (const plain of unescapings(text)) {
        for (const view of [plain, reversed(plain)]) {
            yield Buffer.from(view, 'utf8');
            if (/[\u0080-\u00FF]/u.test(view))
                yield Buffer.from(view, 'latin1');
            const squeezed = view.replaceAll(/[\s"'`\\,;|]+/gu, '');
            if (squeezed !== view)
                yield Buffer.from(squeezed, 'utf8');
            for (const bytes of decoded(view)) {
                yield bytes;
                if (depth > 0 && isReadable(bytes))
                    yield* decodings(readablePart(bytes), depth - 1);
            }
        }
    }
}
function* decoded(view) {
    for (const digits of base64Digits(view))
        for (const skip of [0, 1, 2, 3])
            yield Buffer.from(digits.slice(skip), 'base64');
    for (const run of view.replaceAll(/0x|\\x|[^0-9A-Za-z]+/giu, '').match(/[0-9a-f]{12,}/giu) ?? [])
        for (const skip of [0, 1])
            yield Buffer.from(run.slice(skip, run.length - ((run.length - skip) % 2)), 'hex');
    yield* base32(view.replaceAll(/[^A-Z2-7]+/gu, ''));
    for (const run of view.match(/[a-z2-7]{10,}/gu) ?? [])
        yield* base32(run.toUpperCase());
    yield* (0,encodings/* numberTexts */.eO)(view);
}
function base64Digits(view) {
    const digits = view.replaceAll(/[^A-Za-z0-9+/_-]+/gu, '');
    const alphabets = /[+/]/u.test(digits) && /[_-]/u.test(digits) ? [/[_-]+/gu, /[+/]+/gu] : [/[+/_-]+/gu];
    const fewer = alphabets.map((others) => digits.replaceAll(others, ''));
    return new Set([digits, ...fewer].filter(({ length }) => length >= 8));
}
const BASE32 = new Uint8Array(128);
for (const [value, code] of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567').entries())
    BASE32[code] = value;
function* base32(digits) {
    if (digits.length < 10)
        return;
    for (let skip = 0; skip < 8; skip += 1) {
        const bytes = new Uint8Array(Math.floor(((digits.length - skip) * 5) / 8));
        let value = 0;
        let bits = 0;
        let at = 0;
        for (let index = skip; index < digits.length && at < bytes.length; index += 1) {
            value = ((value << 5) | BASE32[digits.charCodeAt(index)]) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[at] = value >> bits;
            at += 1;
        }
        yield bytes;
    }
}
function isReadable(bytes) {
    let run = 0;
    for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at];
        if (byte === 0)
            continue;
        run = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13 ? run + 1 : 0;
        if (run >= SHORTEST_READABLE)
            return true;
    }
    return false;
}
function readablePart(bytes) {
    const text = Buffer.from(bytes.filter((byte) => byte !== 0)).toString('latin1');
    return (text.match(/[\t\n\r -~]{16,}/gu) ?? []).join('\n');
}
function reversed(text) {
    if (/[^\u0000-\u00FF]/u.test(text))
        return text.split('').toReversed().join('');
    return Buffer.from(Buffer.from(text, 'latin1').toReversed().buffer).toString('latin1');
}
const MOST_ROUNDS = 3;
const ESCAPE = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-9a-f]{2})|([^]))|%([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(\w{2,8});/giu;
const OCTAL = /\\([0-3][0-7]{2})/gu;
const QUOTED_PRINTABLE = /(?:=[0-9A-F]{2}){2}/u;
const SHORT = { n: '\n', r: '\n', t: '\n' };
const NAMED = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    sol: '/',
    plus: '+',
    equals: '=',
    NewLine: '\n',
};
const UNDOING = [
    (text) => (/[\\%&]/u.test(text) ? text.replaceAll(ESCAPE, unescaped) : undefined),
    (text) => text.includes('\\') ? text.replaceAll(OCTAL, (_, digits) => character(digits, 8)) : undefined,
    (text) => (/%[0-9a-f]{2}/iu.test(text) ? text.replaceAll('+', ' ') : undefined),
    (text) => QUOTED_PRINTABLE.test(text)
        ? text
            .replaceAll(/=\r?\n/gu, '')
            .replaceAll(/=([0-9A-F]{2})/gu, (_, digits) => character(digits, 16))
        : undefined,
    (text) => (/[^\u0000-\u00FF]/u.test(text) ? text.normalize('NFKC') : undefined),
];
function unescapings(text) {
    const layers = new Set([text]);
    let fresh = [text];
    for (let round = 0; round < MOST_ROUNDS && fresh.length > 0; round += 1) {
        const made = fresh.flatMap((layer) => UNDOING.map((undo) => undo(layer)));
        fresh = [...new Set(made)].filter((layer) => layer !== undefined).filter((layer) => !layers.has(layer));
        for (const layer of fresh)
            layers.add(layer);
    }
    return layers;
}
function unescaped(whole, ...[u, u4, x, dn, other, uri, xml, decimal, name]) {
    if (other !== undefined)
        return SHORT[other] ?? other;
    if (name !== undefined)
        return NAMED[name] ?? whole;
    return decimal === undefined
        ? character(u ?? u4 ?? x ?? dn ?? uri ?? xml ?? '', 16)
        : character(decimal, 10);
}
function character(digits, radix) {
    return String.fromCharCode(Number.parseInt(digits, radix));
}

// EXTERNAL MODULE: ./lib/secrecy/masks.js
var masks = __nccwpck_require__(2049);
// EXTERNAL MODULE: ./lib/secrecy/pasted.js
var pasted = __nccwpck_require__(6059);
;// CONCATENATED MODULE: ./lib/secrecy/guard.js




const KEY_WINDOW = 8;
const RANDOM_WINDOW = 6;
const HEX_WINDOW = 10;
const LOWER_CASE_WINDOW = 8;
const HEX = /^(?:[\da-f-]+|[\dA-F-]+)$/u;
const WORDS = /^[a-z_-]+$/u;
const SHORTEST_PIECE = Math.min(KEY_WINDOW, RANDOM_WINDOW);
const SHORTEST_RANDOM = 8;
const SHORTEST_CHOSEN = 6;
const LONG_CHOSEN = 16;
const FEWEST_DIFFERENT = 3;
const ONE_WORD = /^[a-z]+$/iu;
class Guard {
    #indexes = new Map();
    #inLowerCase = new WindowIndex(LOWER_CASE_WINDOW);
    protect(secret, made) {
        if (secret instanceof external_node_crypto_.KeyObject) {
            for (const integer of (0,pasted/* keyMaterial */.v)(secret).integers)
                for (const bytes of [integer, integer.toReversed()])
                    this.#index(KEY_WINDOW).add(bytes, isVaried);
            return;
        }
        const text = secret.trim();
        const bytes = Buffer.from(text);
        const random = made === 'random' || !isMadeOfWords(text);
        if (random && bytes.length >= SHORTEST_RANDOM) {
            const isTelling = (window) => isVaried(window) && !isLike(window, WORDS) && !isLike(window, HEX);
            this.#index(RANDOM_WINDOW).add(bytes, isTelling);
            this.#index(HEX_WINDOW).add(bytes, (window) => isVaried(window) && isLike(window, HEX));
            this.#inLowerCase.add(Buffer.from(text.toLowerCase()), isTelling);
        }
        if (bytes.length < SHORTEST_CHOSEN || (0,masks/* isPlainWord */.F7)(text))
            return;
        if (bytes.length < LONG_CHOSEN)
            this.#index(bytes.length).add(bytes, () => true);
        else {
            const isRevealing = (window) => isLike(bytes, ONE_WORD) || !isLike(window, ONE_WORD);
            this.#index(Math.ceil(bytes.length / 2)).add(bytes, isRevealing);
        }
    }
    finds(text) {
        if (this.#indexes.size === 0 || Buffer.byteLength(text) < SHORTEST_PIECE)
            return false;
        for (const bytes of decodings(text)) {
            for (const index of this.#indexes.values())
                if (index.occursIn(bytes))
                    return true;
        }
        for (const plain of unescapings(text.toLowerCase()))
            if (this.#inLowerCase.occursIn(Buffer.from(plain)))
                return true;
        return false;
    }
    #index(length) {
        const known = this.#indexes.get(length);
        if (known !== undefined)
            return known;
        const made = new WindowIndex(length);
        this.#indexes.set(length, made);
        return made;
    }
}
function isVaried(window) {
    return new Set(window).size >= FEWEST_DIFFERENT;
}
function isLike(window, pattern) {
    return pattern.test(Buffer.from(window).toString('latin1'));
}
class WindowIndex {
    length;
    #windows = new Set();
    #heads = new Uint8Array(65_536);
    #tails = new Uint8Array(65_536);
    constructor(length) {
        this.length = length;
    }
    add(secret, isRevealing) {
        for (let at = 0; at + this.length <= secret.length; at += 1) {
            const window = secret.subarray(at, at + this.length);
            if (!isRevealing(window))
                continue;
            this.#windows.add(latin1(window));
            this.#heads[pair(window, 0)] = 1;
            this.#tails[pair(window, this.length - 2)] = 1;
        }
    }
    occursIn(bytes) {
        const heads = this.#heads;
        const tails = this.#tails;
        const last = bytes.length - this.length;
        for (let at = 0; at <= last; at += 1) {
            if (heads[pair(bytes, at)] !== 1 || tails[pair(bytes, at + this.length - 2)] !== 1)
                continue;
            if (this.#windows.has(latin1(bytes.subarray(at, at + this.length))))
                return true;
        }
        return false;
    }
}
function pair(bytes, at) {
    return (bytes[at] << 8) | bytes[at + 1];
}
function latin1(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
function isMadeOfWords(text) {
    const common = text.match(/\p{Lu}?\p{Ll}{4,}|\p{Lu}{4,}|\d{6,}|[\s_.,/-]+/gu) ?? [];
    return 2 * common.join('').length >= text.length;
}


/***/ }),

/***/ 2049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F7: () => (/* binding */ isPlainWord),
/* harmony export */   FQ: () => (/* binding */ masksForPem),
/* harmony export */   ic: () => (/* binding */ masksForKey),
/* harmony export */   sK: () => (/* binding */ masksForText)
/* harmony export */ });
/* harmony import */ var _encodings_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4626);
/* harmony import */ var _pasted_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6059);


const SHORTEST_PIECE = 8;
const SHORTEST_TEXT = 4;
const INSPECTED_BYTES = 50;
function masksForPem(text, unwrapped = []) {
    const { pieces, wholes } = (0,_pasted_js__WEBPACK_IMPORTED_MODULE_0__/* .readPasted */ .a)(text, unwrapped);
    const forms = wholes.flatMap((whole) => {
        const bytes = Buffer.from(whole);
        return [whole, ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .escapedForms */ .dS)(whole), ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .base64Forms */ .ft)(bytes), ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .wrappedForms */ .hY)(bytes.toString('base64'))];
    });
    const lines = pieces.filter((piece) => piece.length > 64).flatMap(_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .wrappedForms */ .hY);
    return ordered([...pieces, ...lines, ...forms], SHORTEST_PIECE);
}
function masksForKey(key) {
    const { documents, integers } = (0,_pasted_js__WEBPACK_IMPORTED_MODULE_0__/* .keyMaterial */ .v)(key);
    const masks = documents.flatMap(({ label, der }) => documentForms(label, der));
    masks.push(...integers.flatMap(integerForms));
    return ordered(masks, SHORTEST_PIECE);
}
function integerForms(integer) {
    const number = integer[0] === 0 ? integer.subarray(1) : integer;
    return [
        ...new Set([integer, number]),
        integer.subarray(0, INSPECTED_BYTES),
    ]
        .flatMap((bytes) => [...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .base64Forms */ .ft)(bytes), ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .hexForms */ ["do"])(bytes), ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .decimalForms */ .Do)(bytes)])
        .concat(BigInt(`0x${number.toString('hex')}`).toString());
}
function documentForms(label, der) {
    const body = der.toString('base64');
    const lines = (0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .wrap */ .LV)(body, 64);
    const files = ['\n', '\r\n']
        .map((lineEnd) => (0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .pem */ .ps)(label, der, lineEnd))
        .flatMap((file) => [file, file.trimEnd()]);
    return [
        ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .base64Forms */ .ft)(der),
        ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .wrappedForms */ .hY)(body),
        ...lines.map((line) => encodeURIComponent(line)),
        ...['\\n', '\\r\\n', '\\\\n', '%0A', '%0D%0A', ' '].map((joint) => lines.join(joint)),
        ...files.flatMap((file) => (0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .base64Forms */ .ft)(Buffer.from(file))),
        ...files.flatMap((file) => (0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .wrappedForms */ .hY)(Buffer.from(file).toString('base64'))),
        ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .hexForms */ ["do"])(der),
        ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .hexForms */ ["do"])(der.subarray(0, INSPECTED_BYTES)),
        ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .decimalForms */ .Do)(der),
    ];
}
function masksForText(secret) {
    const values = new Set([secret, secret.trim(), ...secret.split(/[\r\n]+/u).map((line) => line.trim())]);
    const masks = [];
    for (const value of values) {
        if (value.length < SHORTEST_TEXT)
            continue;
        const bytes = Buffer.from(value);
        if (!isPlainWord(value))
            masks.push(value, ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .escapedForms */ .dS)(value));
        const encoded = [...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .base64Forms */ .ft)(bytes), ...base64Inside(bytes), ...(0,_encodings_js__WEBPACK_IMPORTED_MODULE_1__/* .hexForms */ ["do"])(bytes)];
        masks.push(...encoded.filter((form) => form.length >= SHORTEST_PIECE));
    }
    return ordered(masks, SHORTEST_TEXT);
}
function isPlainWord(text) {
    return text.length < SHORTEST_PIECE && /^\p{L}+$/u.test(text);
}
function base64Inside(bytes) {
    return [0, 1, 2].map((before) => {
        const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
        const end = Math.floor(((before + bytes.length) * 8) / 6);
        return encoded
            .slice(Math.ceil((before * 8) / 6), end)
            .replaceAll('-', '+')
            .replaceAll('_', '/');
    });
}
function ordered(masks, shortest) {
    const usable = masks.filter((mask) => mask.length >= shortest && mask.trim() === mask && !/[\r\n]/u.test(mask));
    return [...new Set(usable)].toSorted((a, b) => b.length - a.length);
}


/***/ }),

/***/ 6059:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ readPasted),
/* harmony export */   v: () => (/* binding */ keyMaterial)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _certificate_der_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4584);


const CERTIFICATE_BLOCK = /-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----([^-]*)-----END \1-----/gu;
const ARMOUR = /-----(?:BEGIN|END)[^\r\n-]*-----/gu;
const BODY = /^[\w+/=-]+$/u;
const BETWEEN = /[^\w+/=-]+/u;
const SHORTEST = { armoured: 8, bare: 16, inside: 32 };
const DEEPEST_BASE64 = 2;
function readPasted(pasted, unwrapped = []) {
    const layers = [...layersOf(pasted, DEEPEST_BASE64), ...unwrapped];
    const secret = layers.map(withoutCertificates);
    const isPublic = layers.at(-1).includes('-----BEGIN') && bodies(secret.at(-1)).length === 0;
    const trimmed = pasted.trim();
    const isReference = trimmed.length < SHORTEST.armoured || /^\$\{\{[^}]*\}\}$/u.test(trimmed);
    if (isPublic || isReference)
        return { pieces: [], wholes: [] };
    return { pieces: secret.flatMap(bodies), wholes: [...new Set([pasted, trimmed])] };
}
function layersOf(pasted, depth) {
    const text = pasted.replaceAll(/\\r\\n|\\[rn]/gu, '\n');
    const packed = text.replaceAll(/[\s"'`\uFEFF]+/gu, '');
    if (depth === 0 || !/^[\w+/-]{32,}={0,2}$/u.test(packed))
        return [text];
    const inner = layersOf(Buffer.from(packed, 'base64').toString('latin1'), depth - 1);
    return inner.at(-1).includes('-----BEGIN') ? [text, ...inner] : [text];
}
function bodies(text) {
    let armoured = false;
    return text
        .replaceAll(ARMOUR, '\n$&\n')
        .split(/[\r\n]+/u)
        .flatMap((line) => {
        if (line.startsWith('-----')) {
            armoured = line.startsWith('-----BEGIN');
            return [];
        }
        if (armoured && /^\s*(?:Proc-Type|DEK-Info)\s*:/u.test(line))
            return [];
        const bare = line.replaceAll(/^[\s"'`,\uFEFF]+|[\s"'`,\\]+$/gu, '');
        const shortest = BODY.test(bare) ? SHORTEST.bare : SHORTEST.inside;
        return bare.split(BETWEEN).filter((word) => word.length >= (armoured ? SHORTEST.armoured : shortest));
    });
}
function withoutCertificates(text) {
    return text.replaceAll(CERTIFICATE_BLOCK, (block, _label, body) => isCertificate(Buffer.from(body, 'base64')) ? '' : block);
}
function isCertificate(der) {
    try {
        return new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(der).raw.equals(der);
    }
    catch {
        return false;
    }
}
const SEED = 0x80;
const OCTETS = new Set([_certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.octetString, SEED]);
const LONGEST_SEED = 1000;
function keyMaterial(key) {
    const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
    const documents = [{ label: 'PRIVATE KEY', der: pkcs8 }];
    if (key.asymmetricKeyType === 'rsa')
        documents.push({ label: 'RSA PRIVATE KEY', der: key.export({ format: 'der', type: 'pkcs1' }) });
    if (key.asymmetricKeyType === 'ec')
        documents.push({ label: 'EC PRIVATE KEY', der: key.export({ format: 'der', type: 'sec1' }) });
    const inner = Buffer.from((0,_certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readChildren */ .KZ)((0,_certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(pkcs8))?.[2]?.content ?? pkcs8);
    const bare = key.asymmetricKeyType?.startsWith('slh-dsa-') === true;
    return { documents, integers: bare ? [inner.subarray(0, inner.length / 2)] : secretIntegers(inner) };
}
function secretIntegers(privateKey) {
    const outer = (0,_certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)(privateKey);
    const members = (0,_certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readChildren */ .KZ)(outer);
    if (members !== undefined && outer?.tag === _certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.sequence)
        return ofSequence(members);
    return outer !== undefined && OCTETS.has(outer.tag) ? ofOctets(outer.content) : [privateKey];
}
function ofSequence(members) {
    if (members[0]?.tag === _certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.octetString)
        return members.flatMap(({ content }) => ofOctets(content));
    if (members[1]?.tag === _certificate_der_js__WEBPACK_IMPORTED_MODULE_1__/* .DER */ .Wi.octetString)
        return [Buffer.from(members[1].content)];
    return members.slice(3).map((member) => withoutSignByte(member.content));
}
function ofOctets(octets) {
    const content = Buffer.from(octets);
    return content.length > LONGEST_SEED ? [content.subarray(32, 64), content.subarray(128)] : [content];
}
function withoutSignByte(integer) {
    return Buffer.from(integer[0] === 0 ? integer.subarray(1) : integer);
}


/***/ }),

/***/ 5355:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $0: () => (/* binding */ neutralise),
/* harmony export */   FS: () => (/* binding */ inAscii),
/* harmony export */   UO: () => (/* binding */ neutraliseLines),
/* harmony export */   iz: () => (/* binding */ WITHHELD),
/* harmony export */   s$: () => (/* binding */ withhold)
/* harmony export */ });
const WITHHELD = '[withheld: this text held a piece of a secret]';
function withhold(line, holdsSecret) {
    const document = line.startsWith('{') ? objectIn(line) : undefined;
    if (document === undefined)
        return withholdQuoted(line, holdsSecret);
    const rest = inAscii(JSON.stringify(document, (_, value) => cleanValue(value, holdsSecret)));
    return holdsSecret(rest) ? JSON.stringify({ withheld: WITHHELD }) : rest;
}
function withholdQuoted(text, holdsSecret) {
    const rest = text.replaceAll(/"[^"]*"/gu, (quoted) => (holdsSecret(quoted) ? `"${WITHHELD}"` : quoted));
    return holdsSecret(rest) ? WITHHELD : rest;
}
function cleanValue(value, holdsSecret) {
    if (typeof value === 'string')
        return holdsSecret(value) ? withholdQuoted(value, holdsSecret) : value;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !holdsSecret(name)));
}
function objectIn(line) {
    try {
        const value = JSON.parse(line);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function inAscii(json) {
    return json.replaceAll(/[^ -~]/gu, (character) => character.split('').map(escaped).join(''));
}
function escaped(unit) {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
const ANSI = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)|\u001B[ -/]*[0-~]/gu;
const LINE_END = /\r\n|[\n\u000B\f\r\u0085\u2028\u2029]/u;
const BLANK = /\r\n|[\s\u0085]/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const COMMAND_ANYWHERE = /##(?=[a-z]*\[)/giu;
const COMMAND_AT_START = /^[^!-~]*::/u;
const SUSPICIOUS = /[^ -~]|##|::/u;
function neutralise(text, maxLength = 2000) {
    if (text.length <= maxLength && !SUSPICIOUS.test(text))
        return text;
    const visible = text
        .slice(0, 4 * maxLength + 1000)
        .replaceAll(ANSI, '')
        .replaceAll('\uFEFF', '')
        .replaceAll(BLANK, ' ')
        .replaceAll(INVISIBLE, '')
        .toWellFormed();
    const harmless = visible
        .replaceAll(COMMAND_ANYWHERE, '# #')
        .replace(COMMAND_AT_START, (start) => `${start.slice(0, -2)}: :`);
    if (harmless.length <= maxLength && text.length <= 4 * maxLength + 1000)
        return harmless;
    return `${harmless.slice(0, maxLength - 1).toWellFormed()}\u2026`;
}
function neutraliseLines(text, maxLength) {
    return text.split(LINE_END).map((line) => neutralise(line, maxLength));
}


/***/ }),

/***/ 9336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  $: () => (/* binding */ realHost)
});

;// CONCATENATED MODULE: ./lib/secrecy/annotation-commands.js
const MOST_PER_KIND = 10;
const LONGEST_TEXT = 4000;
const NAMES = { warning: 'Warning', error: 'Error' };
class Annotations {
    #emit;
    #log;
    #emitted = { warning: 0, error: 0 };
    #held = { warning: [], error: [] };
    constructor(emit, log) {
        this.#emit = emit;
        this.#log = log;
    }
    add(kind, title, text) {
        if (this.#emitted[kind] < MOST_PER_KIND - 1) {
            this.#emitted[kind] += 1;
            this.#emit(kind, title, cut(text));
        }
        else {
            this.#log(`${NAMES[kind]}: ${title}: ${text}`);
            if (this.#emitted[kind] < MOST_PER_KIND)
                this.#held[kind].push({ title, text });
        }
    }
    close() {
        for (const kind of ['warning', 'error']) {
            const [first, ...more] = this.#held[kind];
            if (first === undefined)
                continue;
            this.#held[kind] = [];
            this.#emitted[kind] = MOST_PER_KIND;
            const texts = [first, ...more].map(({ title, text }) => `${title}: ${text}`);
            if (more.length === 0)
                this.#emit(kind, first.title, cut(first.text));
            else
                this.#emit(kind, `${texts.length} more of this kind`, cut(texts.join('\n')));
        }
    }
}
function cut(text) {
    return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}\u2026 (the rest is in the log)`;
}

// EXTERNAL MODULE: ./lib/secrecy/environment.js
var environment = __nccwpck_require__(7541);
// EXTERNAL MODULE: ./lib/secrecy/guard.js + 1 modules
var secrecy_guard = __nccwpck_require__(9443);
;// CONCATENATED MODULE: ./lib/secrecy/log-memory.js
const MEMORY = 256;
const A_SENTENCE = 12;
const CHANCE = 4;
const SELDOM = 64;
const LETTERS = /[\p{L}\p{N}]/gu;
function createLogMemory(guard) {
    let recent = '';
    let withheld = false;
    let sinceChance = SELDOM;
    const isChance = (text) => withheld &&
        sinceChance >= SELDOM &&
        (text.match(LETTERS) ?? []).length >= A_SENTENCE &&
        !guard.finds(text) &&
        !guard.finds(`${withoutStart(recent)}\n${text}`);
    return {
        recent: () => recent,
        finds: (text) => {
            const joined = `${recent}\n${text}`;
            const found = guard.finds(joined);
            const chance = found && isChance(text);
            recent = found ? harmlessEnd(joined.slice(-MEMORY), guard) : joined.slice(-MEMORY);
            sinceChance = chance ? 0 : sinceChance + 1;
            withheld = found && !chance;
            return withheld;
        },
    };
}
function withoutStart(text) {
    const cut = [...text.matchAll(LETTERS)][CHANCE];
    return cut === undefined ? '' : text.slice(cut.index);
}
function harmlessEnd(text, guard) {
    let harmless = text.length;
    let harmful = 0;
    while (harmless - harmful > 1) {
        const middle = Math.floor((harmless + harmful) / 2);
        if (guard.finds(text.slice(middle)))
            harmful = middle;
        else
            harmless = middle;
    }
    return guard.finds(text) ? text.slice(harmless) : text;
}

// EXTERNAL MODULE: ./lib/secrecy/withhold.js
var withhold = __nccwpck_require__(5355);
;// CONCATENATED MODULE: ./lib/secrecy/sink.js





const LONGEST_LINE = 8000;
const LONGEST_TITLE = 200;
const sink_LONGEST_TEXT = Number.MAX_SAFE_INTEGER / 8;
const LARGEST_SUMMARY = 1024 * 1024;
const SUMMARY_CUT = '\n\n_The rest was left out: a summary can hold 1 MiB._\n';
const harmless = (text) => (0,withhold/* neutraliseLines */.UO)(text, sink_LONGEST_TEXT).join('\n');
function createSink(ports) {
    const guard = new secrecy_guard/* Guard */.wM();
    const memory = createLogMemory(guard);
    let withheld = 0;
    const warned = new Set();
    const holds = (text) => guard.finds(text);
    const guarded = (text) => {
        const before = memory.recent();
        if (!memory.finds(text))
            return text;
        withheld += 1;
        const rest = (0,withhold/* withhold */.s$)(text, holds);
        return holds(`${before}\n${rest}`) ? withhold/* WITHHELD */.iz : rest;
    };
    const print = (text, port = ports.info) => {
        for (const line of (0,withhold/* neutraliseLines */.UO)(text, LONGEST_LINE)) {
            const safe = guarded(line);
            quietly(() => port(safe));
        }
    };
    const annotations = new Annotations((kind, title, text) => {
        const safeTitle = guarded((0,withhold/* neutralise */.$0)(title, LONGEST_TITLE));
        const safeText = guarded((0,withhold/* neutraliseLines */.UO)(text, LONGEST_LINE).join('\n'));
        quietly(() => ports.annotation(kind, safeTitle, safeText));
    }, print);
    const filed = (text) => {
        if (!guard.finds(text))
            return text;
        withheld += 1;
        const lines = text.split('\n').map((line) => (holds(line) ? (0,withhold/* withhold */.s$)(line, holds) : line));
        const rest = lines.join('\n');
        return guard.finds(rest) ? withhold/* WITHHELD */.iz : rest;
    };
    const write = (what, port) => {
        try {
            port();
        }
        catch (error) {
            const text = `${what}: ${(0,environment/* fileFault */.bT)(error)}`;
            if (!warned.has(what))
                annotations.add('warning', `${what} was not written`, text);
            warned.add(what);
        }
    };
    return {
        mask(values) {
            for (const value of new Set(values.flatMap((text) => text.split(/[\r\n]+/u))))
                if (value.trim() !== '' && !value.startsWith('-----'))
                    quietly(() => ports.setSecret(value));
        },
        protect: (secret, made = 'chosen') => guard.protect(secret, made),
        line: (text) => print(text),
        debug: (text) => print(text, ports.debug),
        annotate: (kind, title, text) => annotations.add(kind, title, text),
        outputs(values) {
            const texts = Object.entries(values).map(([name, value]) => [name, harmless(value)]);
            const clean = !guard.finds(texts.map(([, text]) => text).join('\n'));
            for (const [name, text] of texts) {
                const safe = clean ? text : filed(text);
                write('The output file', () => ports.setOutput((0,withhold/* neutralise */.$0)(name), safe));
            }
        },
        summary(markdown) {
            const clean = filed(markdownOf(markdown));
            write('The job summary', () => ports.replaceSummary(clean));
        },
        clean: (text) => filed(harmless(text)),
        close() {
            const texts = withheld === 1 ? '1 text held' : `${withheld} texts held`;
            const were = withheld === 1 ? 'was' : 'were';
            const says = `${texts} a piece of a secret and ${were} withheld. Please report this: it is a fault in this action or in an answer it received.`;
            if (withheld > 0)
                annotations.add('warning', 'Text withheld', says);
            withheld = 0;
            annotations.close();
        },
    };
}
function markdownOf(text) {
    const lines = (0,withhold/* neutraliseLines */.UO)(text, LARGEST_SUMMARY);
    const markdown = lines.join('\n');
    if (Buffer.byteLength(markdown) <= LARGEST_SUMMARY)
        return markdown;
    let room = LARGEST_SUMMARY - Buffer.byteLength(SUMMARY_CUT);
    const kept = lines.slice(0, lines.findIndex((line) => (room -= Buffer.byteLength(line) + 1) < 0));
    return kept.join('\n') + SUMMARY_CUT;
}
function quietly(act) {
    try {
        act();
    }
    catch {
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(7515);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: ./lib/world/actions-ports.js





function actionsPorts() {
    return {
        setSecret: (value) => issueCommand('add-mask', {}, value),
        info: (line) => void process.stdout.write(line + external_node_os_namespaceObject.EOL),
        debug: (line) => issueCommand('debug', {}, line),
        annotation: (kind, title, text) => issueCommand(kind, { title }, text),
        setOutput(name, value) {
            fileIn('GITHUB_OUTPUT');
            issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
        },
        replaceSummary: (markdown) => (0,external_node_fs_.writeFileSync)(fileIn('GITHUB_STEP_SUMMARY'), markdown, 'utf8'),
    };
}
function failStep() {
    process.exitCode = 1;
}
function fileIn(variable) {
    const file = process.env[variable];
    if (file === undefined || file === '')
        throw new environment/* FileUnset */.oz(`${variable} is not set`);
    return file;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./lib/world/clock.js

const clock = {
    wall: () => Date.now(),
    monotonic: () => Number(process.hrtime.bigint()) / 1e6,
};
const LONGEST_TIMER = 2 ** 31 - 1;
async function sleep(ms, signal) {
    const end = clock.monotonic() + ms;
    const stopped = () => signal?.aborted === true;
    for (let left = ms; left > 0 && !stopped(); left = end - clock.monotonic()) {
        await oneTimer(Math.min(Math.ceil(left), LONGEST_TIMER), signal);
    }
}
function oneTimer(ms, signal) {
    return new Promise((resolve) => {
        const done = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', done);
            resolve();
        };
        const timer = setTimeout(done, ms);
        signal?.addEventListener('abort', done, { once: true });
    });
}
function random() {
    return (0,external_node_crypto_.randomBytes)(6).readUIntBE(0, 6) / 2 ** 48;
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./lib/certificate/der.js
var der = __nccwpck_require__(4584);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
;// CONCATENATED MODULE: ./lib/world/files.js




function workspaceFiles(root) {
    return { read: (path, maxBytes) => Promise.resolve(readBelow(root, path, maxBytes)) };
}
function readBelow(root, path, maxBytes) {
    try {
        const base = (0,external_node_fs_.realpathSync)(root);
        const real = (0,external_node_fs_.realpathSync)((0,external_node_path_.join)(base, path));
        const inside = (0,external_node_path_.relative)(base, real);
        if (inside.startsWith('..') || (0,external_node_path_.isAbsolute)(inside))
            return { kind: 'outside' };
        return readText(real, maxBytes);
    }
    catch (error) {
        return { kind: (0,errors/* codeOf */.$N)(error) === 'ENOENT' ? 'missing' : 'unreadable' };
    }
}
function readText(path, maxBytes) {
    const file = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NONBLOCK);
    try {
        const stat = (0,external_node_fs_.fstatSync)(file);
        if (stat.isDirectory())
            return { kind: 'directory' };
        if (!stat.isFile())
            return { kind: 'unreadable' };
        if (stat.size > maxBytes)
            return { kind: 'too-large' };
        return { kind: 'text', text: textOf((0,external_node_fs_.readFileSync)(file)) };
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
function textOf(bytes) {
    const mark = bytes.toString('hex', 0, 2);
    if (mark === 'fffe' || mark === 'feff')
        return new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(bytes);
    const text = bytes.toString('utf8');
    const isText = !/[\0\uFFFD]/u.test(text);
    return isText || (0,der/* readWhole */.oD)(bytes, der/* DER */.Wi.sequence) === undefined ? text : bytes.toString('base64');
}
const LARGEST_EVENT = 25 * 1024 * 1024;
function readEvent(path = '') {
    try {
        const read = readText(path, LARGEST_EVENT);
        return read.kind === 'text' ? JSON.parse(read.text) : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/world/process-guards.js
const LAST_WORDS_MS = 1000;
const CRASH_TEXT = '::error title=Unexpected fault::This action stopped because of a fault of its own. The operation "status" shows what is in force; running the step again continues from there.';
function installProcessGuards(onCrash) {
    silenceReports();
    silenceStandardError();
    process.on('SIGUSR1', () => undefined);
    process.stdout.on('error', () => undefined);
    const crash = () => {
        process.exitCode = 1;
        try {
            onCrash();
        }
        catch {
        }
        setTimeout(() => process.exit(1), LAST_WORDS_MS);
        process.stdout.write(`${CRASH_TEXT}\n`, () => process.exit(1));
    };
    process.on('uncaughtException', crash);
    process.on('unhandledRejection', crash);
}
function silenceReports() {
    process.report.excludeEnv = true;
    process.report.reportOnFatalError = false;
    process.report.reportOnSignal = false;
    process.report.reportOnUncaughtException = false;
}
function silenceStandardError() {
    process.removeAllListeners('warning');
    process.stderr.on('error', () => undefined);
    process.stderr.write = (_chunk, encoding, done) => {
        const callback = typeof encoding === 'function' ? encoding : done;
        if (typeof callback === 'function')
            process.nextTick(() => callback());
        return true;
    };
}
async function compileParserOnce() {
    if (!process.versions.v8.startsWith('13.'))
        return;
    const { setFlagsFromString } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8877, 19));
    setFlagsFromString('--wasm-tiering-budget=1000000000');
}
function stopSignal() {
    const controller = new AbortController();
    const stop = () => controller.abort();
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    return controller.signal;
}

;// CONCATENATED MODULE: ./lib/world/real-host.js





const ISSUE_TIME = 60_000;
function realHost() {
    let lastWords;
    installProcessGuards(() => lastWords?.());
    const stop = stopSignal();
    const host = {
        env: process.env,
        sink: createSink(actionsPorts()),
        clock: clock,
        sleep: sleep,
        random: random,
        connect,
        askOpenSsl: async (question) => await (await __nccwpck_require__.e(/* import() */ 622).then(__nccwpck_require__.bind(__nccwpck_require__, 6622))).askOpenSsl(question),
        runCommand: async (command, say) => {
            const { runCommand } = await __nccwpck_require__.e(/* import() */ 837).then(__nccwpck_require__.bind(__nccwpck_require__, 5218));
            return await runCommand(command, { env: process.env, stop, say });
        },
        connectToSigner: async (trust) => {
            const { connectToSigner } = await Promise.all(/* import() */[__nccwpck_require__.e(43), __nccwpck_require__.e(405), __nccwpck_require__.e(838)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7838));
            return await connectToSigner(process.env, trust);
        },
        files: workspaceFiles(process.env['GITHUB_WORKSPACE'] ?? process.cwd()),
        readEvent: () => readEvent(process.env['GITHUB_EVENT_PATH']),
        loadIssueClient: async (token, repository) => {
            const until = AbortSignal.any([stop, AbortSignal.timeout(ISSUE_TIME)]);
            const { loadIssueClient } = await __nccwpck_require__.e(/* import() */ 974).then(__nccwpck_require__.bind(__nccwpck_require__, 4974));
            return await loadIssueClient(token, repository, githubHost(process.env), until);
        },
        stop,
        fail: failStep,
    };
    const atCrash = (speak) => {
        lastWords = speak;
    };
    return { host, atCrash };
}
function githubHost({ GITHUB_API_URL: url = '' }) {
    return URL.canParse(url) ? new URL(url).host : 'api.github.com';
}
async function connect() {
    await compileParserOnce();
    const [{ createDispatcher }, { createHttp }, { dial }] = await Promise.all([
        Promise.all(/* import() */[__nccwpck_require__.e(43), __nccwpck_require__.e(405), __nccwpck_require__.e(838)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7838)),
        Promise.all(/* import() */[__nccwpck_require__.e(43), __nccwpck_require__.e(219)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6219)),
        __nccwpck_require__.e(/* import() */ 428).then(__nccwpck_require__.bind(__nccwpck_require__, 4428)),
    ]);
    return { http: createHttp({ dispatcher: await createDispatcher(process.env) }), dial };
}


/***/ }),

/***/ 5278:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ failureOf)
/* harmony export */ });
/* harmony import */ var _cloudflare_api_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6176);

function failureOf(error, inForce) {
    const { code, happened, remedy } = error;
    const ofApi = [error, error.cause].find((one) => one instanceof _cloudflare_api_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ApiError */ .hD);
    return { code, happened, inForce: error.inForce ?? inForce, remedy, details: ofApi?.details() ?? [] };
}


/***/ }),

/***/ 9539:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AQ: () => (/* binding */ daysUntil),
/* harmony export */   E: () => (/* binding */ daysInWords),
/* harmony export */   HM: () => (/* binding */ daysAgo),
/* harmony export */   Jv: () => (/* binding */ whyUnlisted),
/* harmony export */   Po: () => (/* binding */ whyNotServed),
/* harmony export */   T8: () => (/* binding */ deleteWords),
/* harmony export */   YA: () => (/* binding */ seconds),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   yU: () => (/* binding */ someOf)
/* harmony export */ });
function seconds(milliseconds) {
    const whole = Math.max(0, Math.round(milliseconds / 1000));
    if (whole < 120)
        return `${whole} s`;
    const rest = whole % 60;
    return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}
function whyNotServed({ inactive }) {
    return inactive === undefined
        ? undefined
        : `The zone is \`${inactive}\` at Cloudflare, not active: none of its traffic goes through Cloudflare, and no certificate is shown to the origin.`;
}
function whyUnlisted({ refused }) {
    const why = refused === true
        ? 'the token may not read the list of hostnames (it needs SSL and Certificates: Read)'
        : 'Cloudflare gives no readable list of hostnames for this zone (GET /zones/{zone_id}/origin_tls_client_auth/hostnames)';
    return `Kept, since ${why}, so other hostnames may be on it, or may have been a moment ago.`;
}
function deleteWords(level, id) {
    return `To delete it: \`operation: delete\` with \`level: ${level}\` and \`certificate-id: ${id}\`.`;
}
const DAY = 86_400_000;
function daysUntil(moment, now) {
    const days = (moment - now) / DAY;
    return days >= 0 ? Math.floor(days) : Math.min(-1, Math.ceil(days));
}
function daysAgo(days) {
    return days >= -1 ? 'about a day ago' : `${-days} days ago`;
}
function daysInWords(milliseconds) {
    const days = Math.floor(milliseconds / DAY);
    return days < 1 ? 'less than a day' : counted(days, 'day');
}
function counted(amount, noun, plural = `${noun}s`) {
    return `${amount} ${amount === 1 ? noun : plural}`;
}
function someOf(names, most = 5) {
    const shown = names.slice(0, most).join(', ');
    return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5691);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
