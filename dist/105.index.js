export const id = 105;
export const ids = [105];
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


/***/ })

};
