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

/***/ 7938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readAuthorities)
/* harmony export */ });
/* harmony import */ var _form_texts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8032);
/* harmony import */ var _input_form_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1706);
/* harmony import */ var _leaf_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4855);
/* harmony import */ var _pasted_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6548);




const MAXIMUM_BYTES = 1024 * 1024;
function readAuthorities(text) {
    const reading = (0,_pasted_text_js__WEBPACK_IMPORTED_MODULE_3__/* .readPasted */ .aQ)(text, MAXIMUM_BYTES);
    if (reading.kind !== 'blocks')
        return { kind: 'fault', cure: _input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .WANTED */ .i7.ca, ...(0,_input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .formText */ .w3)(reading, 'ca') };
    if (reading.blocks.some(_input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .isKey */ .m0))
        return { kind: 'fault', ..._form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .EXPOSED */ .nI };
    const ders = reading.blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
    if (ders.length === 0)
        return { kind: 'fault', cure: _input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .WANTED */ .i7.ca, ...(0,_input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .blocksText */ .qs)(reading.blocks, 'ca') };
    const unreadable = ders.findIndex((der) => (0,_leaf_js__WEBPACK_IMPORTED_MODULE_2__/* .parseCertificate */ .hB)(der) === undefined);
    if (unreadable === -1)
        return { kind: 'read', ders };
    return {
        kind: 'fault',
        reason: 'CERTIFICATE_UNREADABLE',
        cause: `holds a certificate that cannot be read, number ${unreadable + 1}`,
        cure: _input_form_js__WEBPACK_IMPORTED_MODULE_1__/* .WANTED */ .i7.ca,
    };
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
/* harmony export */   vv: () => (/* binding */ readFirst)
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


/***/ }),

/***/ 4427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ encodedFields),
/* harmony export */   P: () => (/* binding */ fieldsOf)
/* harmony export */ });
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4759);
/* harmony import */ var _unwrap_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3328);


const FIELD = /(?<![\w.-])([\w.-]{1,40})(?:\\?["'])?\s{0,4}[:=]\s{0,4}(?:[|>][+-]?\s{1,80})?(?:\\?["'])?([\w+/-]{40,}(?:\s{1,80}[\w+/-]{4,}={0,2}(?=\s|$))*={0,2})/g;
const NAME = /^[a-z][a-z._-]*$/i;
function encodedFields(text) {
    return [...text.matchAll(FIELD)].map(([, name = '', value = '']) => ({ name, value: (0,_unwrap_js__WEBPACK_IMPORTED_MODULE_1__/* .unwrap */ .o)(value) }));
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
        return (0,_pem_js__WEBPACK_IMPORTED_MODULE_0__/* .hasArmour */ .$U)(value) ? value : '';
    const block = (0,_pem_js__WEBPACK_IMPORTED_MODULE_0__/* .readDerBlock */ .vf)(value);
    return typeof block === 'string' ? '' : block.kind;
}


/***/ }),

/***/ 8093:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ readFacts)
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
    const basicConstraints = optional(extensions.get(OID.basicConstraints), readBasicConstraints);
    const keyUsage = optional(extensions.get(OID.keyUsage), readKeyUsage);
    const subjectAltNames = optional(extensions.get(OID.subjectAltName), readNames);
    const subjectKeyId = optional(extensions.get(OID.subjectKeyId), readSubjectKeyId);
    const authorityKeyId = optional(extensions.get(OID.authorityKeyId), readAuthorityKeyId);
    if (!basicConstraints || !keyUsage || !subjectAltNames || !subjectKeyId || !authorityKeyId)
        return undefined;
    return {
        basicConstraints: basicConstraints.value,
        keyUsage: keyUsage.value,
        subjectAltNames: subjectAltNames.value ?? [],
        subjectKeyId: subjectKeyId.value,
        authorityKeyId: authorityKeyId.value?.hex,
        signatureAlgorithm,
        pssHash: signatureAlgorithm === OID.rsaPss ? readPssHash(parameters) : undefined,
    };
}
function optional(bytes, read) {
    if (bytes === undefined)
        return { value: undefined };
    const value = read(bytes);
    return value === undefined ? undefined : { value };
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


/***/ }),

/***/ 8032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DQ: () => (/* binding */ CSR),
/* harmony export */   M$: () => (/* binding */ BROKEN),
/* harmony export */   PH: () => (/* binding */ TOO_LARGE),
/* harmony export */   Qq: () => (/* binding */ CHECK_FILE),
/* harmony export */   RV: () => (/* binding */ PKCS7),
/* harmony export */   So: () => (/* binding */ OTHER_PEM),
/* harmony export */   V8: () => (/* binding */ OPENSSH),
/* harmony export */   kv: () => (/* binding */ PGP),
/* harmony export */   lV: () => (/* binding */ MISSING),
/* harmony export */   nI: () => (/* binding */ EXPOSED),
/* harmony export */   nY: () => (/* binding */ FOREIGN),
/* harmony export */   q$: () => (/* binding */ envelopeText),
/* harmony export */   qI: () => (/* binding */ PUBLIC_KEY),
/* harmony export */   xg: () => (/* binding */ PKCS12)
/* harmony export */ });
const FETCH_SECRET = 'Does the secret exist, under exactly this name, in this repository or environment? ' +
    'Pull requests from forks get no secrets.';
const MISSING = {
    blank: { reason: 'INPUT_MISSING', cause: 'is empty', cure: FETCH_SECRET },
    masked: {
        reason: 'INPUT_MISSING',
        cause: 'holds nothing but asterisks, as copied from a log that masks secrets',
        cure: FETCH_SECRET,
    },
    word: {
        reason: 'INPUT_MISSING',
        cause: 'holds a word for "nothing" instead of a value',
        cure: FETCH_SECRET,
    },
    unresolved: {
        reason: 'INPUT_UNRESOLVED',
        cause: 'holds an expression or variable that was not replaced with its value',
        cure: FETCH_SECRET,
    },
};
const COPY_AGAIN = 'Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; ' +
    'if the file itself is like this, export it again.';
const CHECK_FILE = 'Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or ' +
    '`openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.';
const BROKEN = {
    'no-end': { reason: 'END_LINE_MISSING', cause: 'has a BEGIN line without its END line', cure: COPY_AGAIN },
    'no-begin': {
        reason: 'BEGIN_LINE_MISSING',
        cause: 'has an END line without its BEGIN line',
        cure: COPY_AGAIN,
    },
    'labels-differ': {
        reason: 'LABELS_DIFFER',
        cause: 'has a BEGIN line and an END line that name different things',
        cure: COPY_AGAIN,
    },
    empty: { reason: 'BLOCK_EMPTY', cause: 'has nothing between its BEGIN and END lines', cure: COPY_AGAIN },
    truncated: {
        reason: 'TRUNCATED',
        cause: 'is truncated: its data ends before the length it announces',
        cure: CHECK_FILE,
    },
    damaged: {
        reason: 'DAMAGED',
        cause: 'is damaged: its data is not valid',
        cure: CHECK_FILE,
    },
};
const CONVERT_PKCS12 = 'Convert it, and give the two results: ' +
    '`openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem` and ' +
    '`openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem`.';
const PKCS12 = {
    reason: 'HOLDS_PKCS12',
    cause: 'holds a PKCS#12 bundle',
    cure: CONVERT_PKCS12,
};
const PKCS7 = {
    reason: 'HOLDS_PKCS7',
    cause: 'holds a PKCS#7 bundle, which has no key and needs unpacking',
    cure: 'Convert it: `openssl pkcs7 -print_certs -in bundle.p7b -out certificate.pem`.',
};
const OPENSSH = {
    reason: 'HOLDS_OPENSSH_KEY',
    cause: 'holds a private key in OpenSSH format',
    cure: 'Convert it in place: `ssh-keygen -p -m PKCS8 -f key`. Then give the contents of `key`.',
};
const CSR = {
    reason: 'HOLDS_CSR',
    cause: 'holds a certificate request, not a certificate',
    cure: 'Send it to your CA, and give the certificate that comes back.',
};
const PUBLIC_KEY = { reason: 'HOLDS_PUBLIC_KEY', cause: 'holds a public key' };
const PGP = { reason: 'HOLDS_PGP', cause: 'holds a PGP block' };
const OTHER_PEM = {
    reason: 'NOTHING_USABLE',
    cause: 'holds PEM, but nothing that can be used here',
};
function envelopeText(document, field) {
    return {
        reason: 'HOLDS_ENVELOPE',
        cause: `holds a whole ${document === 'kubernetes' ? 'Kubernetes Secret' : 'document with several fields'}`,
        cure: `Give the value of ${field === undefined ? 'the field that holds it' : `its field \`${field}\``} alone; it may stay in base64.`,
    };
}
const EXPOSED = {
    reason: 'HOLDS_PRIVATE_KEY',
    cause: 'holds a private key, but is not meant for secrets',
    cure: 'The runner prints the `with:` inputs of a step before this action begins, and masks only what comes from ' +
        '`secrets`: unless this key did, it is in the log. In that case treat it as leaked: delete the log, make a new key, ' +
        'have a certificate issued for it, and rotate to that. Keys belong in `private-key`, from a secret.',
};
const TOO_LARGE = {
    reason: 'TOO_LARGE',
    cause: 'is far too large for a key and its certificates (the limit is 64 KiB, for a CA bundle 1 MiB)',
};
const CONVERT_JWK = '`node -e "const all = JSON.parse(fs.readFileSync(0)); const key = [all, all.keys].flat().find((one) => one?.d); ' +
    "console.log(crypto.createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }))\" " +
    '< key.json > private-key.pem`';
const FOREIGN = {
    html: {
        reason: 'HOLDS_HTML',
        cause: 'holds a web page, perhaps a login or error page that was saved as the file',
    },
    entities: {
        reason: 'HOLDS_HTML_ENTITIES',
        cause: 'holds PEM with HTML entities or tags in it, such as `&#43;` for `+`',
        cure: 'Copy it from the file itself, not from a web page, a ticket or a template that escapes HTML.',
    },
    'quoted-printable': {
        reason: 'HOLDS_QUOTED_PRINTABLE',
        cause: 'holds PEM in the encoding of e-mails (quoted-printable), such as `=3D` for `=`',
        cure: 'Save the attachment or the decoded text in the mail program, and copy it from there.',
    },
    putty: {
        reason: 'HOLDS_PUTTY_KEY',
        cause: 'holds a private key in PuTTY format',
        cure: 'Convert it: `puttygen key.ppk -O private-openssh -o key`, then `ssh-keygen -p -m PKCS8 -f key`. ' +
            'Then give the contents of `key`.',
    },
    jwk: { reason: 'HOLDS_JWK', cause: 'holds a JSON Web Key', cure: `Convert it: ${CONVERT_JWK}.` },
    'jwk-set': {
        reason: 'HOLDS_JWK',
        cause: 'holds a list or a set of JSON Web Keys',
        cure: `Convert the one you need; this takes the first private one: ${CONVERT_JWK}.`,
    },
    'jwk-public': { reason: 'HOLDS_PUBLIC_KEY', cause: 'holds a JSON Web Key without its private part' },
    'ssh-public': { reason: 'HOLDS_PUBLIC_KEY', cause: 'holds an SSH public key' },
    'text-only': {
        reason: 'HOLDS_TEXT_ONLY',
        cause: 'holds the description that `openssl` prints with `-text -noout`, without the PEM itself',
    },
    place: {
        reason: 'HOLDS_PATH',
        cause: 'holds a path, an address or a reference, instead of the contents of the file',
    },
    binary: {
        reason: 'HOLDS_BINARY',
        cause: 'holds a binary file (DER or PKCS#12) that was read as text, which destroys it',
        cure: 'Convert the file: `openssl x509 -in certificate.cer -out certificate.pem` or ' +
            `\`openssl pkey -in key.der -out private-key.pem\`. If it is PKCS#12: ${CONVERT_PKCS12}`,
    },
    unknown: { reason: 'NOT_PEM', cause: 'is not PEM' },
};


/***/ }),

/***/ 1706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ judgeBlocks),
/* harmony export */   Mi: () => (/* binding */ judgeForm),
/* harmony export */   i7: () => (/* binding */ WANTED),
/* harmony export */   m0: () => (/* binding */ isKey),
/* harmony export */   qs: () => (/* binding */ blocksText),
/* harmony export */   w3: () => (/* binding */ formText)
/* harmony export */ });
/* harmony import */ var _form_texts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8032);

const WANTED = {
    certificate: 'Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
    'private-key': 'Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
    ca: 'Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
};
function judgeForm(reading, role, input) {
    return refusal(formText(reading, role), role, input);
}
function formText(reading, role) {
    switch (reading.kind) {
        case 'missing':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .MISSING */ .lV[reading.form];
        case 'broken':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .BROKEN */ .M$[reading.fault];
        case 'foreign':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .FOREIGN */ .nY[reading.form];
        case 'envelope': {
            const { document, ...fields } = reading.fields;
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .envelopeText */ .q$(document, fieldFor(role, document, fields));
        }
        case 'too-large':
            return _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .TOO_LARGE */ .PH;
    }
}
function fieldFor(role, document, { certificate, key }) {
    const usual = document === 'kubernetes' ? KUBERNETES_FIELDS[role] : undefined;
    return (role === 'private-key' ? key : certificate) ?? usual;
}
const KUBERNETES_FIELDS = {
    certificate: 'tls.crt',
    'private-key': 'tls.key',
    ca: 'ca.crt',
};
function judgeBlocks(blocks, role, names, input) {
    const swapped = `Were \`${names.certificate}\` and \`${names.privateKey}\` swapped?`;
    return refusal(blocksText(blocks, role, swapped), role, input);
}
function blocksText(blocks, role, swapped = '') {
    const kinds = new Set(blocks.map((block) => block.kind));
    const texts = [
        [kinds.has('pkcs12'), _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .PKCS12 */ .xg],
        [kinds.has('pkcs7'), forCertificates(_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .PKCS7 */ .RV, role)],
        [kinds.has('openssh'), _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .OPENSSH */ .V8],
        [kinds.has('certificate'), { reason: 'HOLDS_CERTIFICATE', cause: 'holds a certificate', cure: swapped }],
        [blocks.some(isKey), { reason: 'HOLDS_PRIVATE_KEY', cause: 'holds a private key', cure: swapped }],
        [kinds.has('csr'), forCertificates(_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .CSR */ .DQ, role)],
        [kinds.has('public-key') || kinds.has('ssh-public'), _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .PUBLIC_KEY */ .qI],
        [kinds.has('pgp'), _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .PGP */ .kv],
    ];
    return texts.find(([applies]) => applies)?.[1] ?? _form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .OTHER_PEM */ .So;
}
function forCertificates({ reason, cause, ...text }, role) {
    return role === 'private-key' ? { reason, cause } : { reason, cause, ...text };
}
function refusal(text, role, input) {
    const sentence = `\`${input}\` ${text.cause}. ${text.cure ?? WANTED[role]}`;
    return { reason: text.reason, severity: 'refuse', input, sentence };
}
const KEY_KINDS = new Set([
    'pkcs8',
    'pkcs1',
    'sec1',
    'encrypted-pkcs8',
    'legacy-encrypted',
]);
function isKey(block) {
    return KEY_KINDS.has(block.kind);
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
    if (scrypt !== undefined && memoryOf(scrypt) > MOST_MEMORY) {
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
    if (scrypt === undefined || info === undefined || memoryOf(scrypt) < OPENSSL_MEMORY)
        return undefined;
    const { salt, N, r, p } = scrypt;
    const key = (0,external_node_crypto_.scryptSync)(passphrase, salt, info.keyLength, { N, r, p, maxmem: 2 * MOST_MEMORY });
    const decipher = (0,external_node_crypto_.createDecipheriv)(info.name, key, vector);
    return Buffer.concat([decipher.update(data), decipher.final()]);
}
function readScheme(der) {
    const [algorithm, data] = (0,certificate_der/* readChildren */.KZ)((0,certificate_der/* readWhole */.oD)(der)) ?? [];
    const [name, parameters] = (0,certificate_der/* readChildren */.KZ)(algorithm) ?? [];
    const inner = (0,certificate_der/* readChildren */.KZ)(parameters);
    if ((0,certificate_der/* readOid */.fM)(name) !== PBES2)
        return { ...NOTHING, rounds: numberIn(inner?.[1]) };
    const [derivation, derivationParameters] = (0,certificate_der/* readChildren */.KZ)(inner?.[0]) ?? [];
    const [cipher, vector] = (0,certificate_der/* readChildren */.KZ)(inner?.[1]) ?? [];
    const [salt, first, second, third] = (0,certificate_der/* readChildren */.KZ)(derivationParameters) ?? [];
    const isScrypt = (0,certificate_der/* readOid */.fM)(derivation) === SCRYPT && salt !== undefined;
    const oid = (0,certificate_der/* readOid */.fM)(cipher);
    return {
        rounds: isScrypt ? 0 : numberIn(first),
        derivation: (0,certificate_der/* readOid */.fM)(derivation),
        scrypt: isScrypt
            ? { salt: salt.content, N: numberIn(first), r: numberIn(second), p: numberIn(third) }
            : undefined,
        cipher: oid,
        info: oid === undefined ? undefined : (0,external_node_crypto_.getCipherInfo)(oid),
        vector: vector?.content ?? new Uint8Array(),
        data: data?.content ?? new Uint8Array(),
    };
}
const NOTHING = {
    rounds: 0,
    derivation: undefined,
    scrypt: undefined,
    cipher: undefined,
    info: undefined,
    vector: new Uint8Array(),
    data: new Uint8Array(),
};
function memoryOf({ N, r, p }) {
    return 128 * N * r * p;
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
    for (const block of blocks) {
        const opened = key_input_open(block, passphrase);
        if ('key' in opened)
            keys.push(opened.key);
        else if ('obstacle' in opened)
            findings.push(obstacleFinding(opened.obstacle, input));
        else
            findings.push(faultFinding(opened.fault, input, passphraseInput, (0,pasted_text/* standIn */.us)(passphrase ?? '')));
    }
    const [key] = keys;
    if (key !== undefined && keys.some((other) => !other.equals(key))) {
        const sentence = `\`${input}\` holds different private keys. Give only the one that belongs to the certificate.`;
        findings.push({ reason: 'PRIVATE_KEYS_DIFFER', severity: 'refuse', input, sentence });
    }
    if (passphrase && blocks.length > 0 && !blocks.some(isEncrypted)) {
        const form = (0,pasted_text/* standIn */.us)(passphrase);
        const cause = form === undefined ? 'is set' : form_texts/* MISSING */.lV[form].cause;
        const sentence = `\`${passphraseInput}\` ${cause}, but the key in \`${input}\` is not encrypted. Remove \`${passphraseInput}\`, or give the encrypted key.`;
        findings.push({ reason: 'PASSPHRASE_UNUSED', severity: 'warn', input: passphraseInput, sentence });
    }
    return { key: findings.some(({ severity }) => severity === 'refuse') ? undefined : key, findings };
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
        return { fault: 'encryption-unsupported', obstacle };
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
        return { fault: isOutdated(error) ? 'cipher-outdated' : 'passphrase-wrong' };
    }
}
function isOutdated(error) {
    return (typeof error === 'object' &&
        error !== null &&
        'code' in error &&
        error.code === 'ERR_OSSL_EVP_UNSUPPORTED');
}
function obstacleFinding(obstacle, input) {
    const sentence = `The key in \`${input}\` is encrypted ${obstacle}. Export it again with the tool that made it: plain, or with AES-256-CBC and PBKDF2.`;
    return { severity: 'refuse', reason: 'ENCRYPTION_UNSUPPORTED', input, sentence };
}
function faultFinding(fault, input, passphraseInput, form) {
    if (fault === 'passphrase-wrong' && form !== undefined) {
        const { cause, cure = '' } = form_texts/* MISSING */.lV[form];
        const sentence = `\`${passphraseInput}\` ${cause}, and does not open the encrypted key in \`${input}\`. ${cure}`;
        return { severity: 'refuse', reason: 'PASSPHRASE_STAND_IN', input: passphraseInput, sentence };
    }
    const findings = {
        'passphrase-missing': {
            reason: 'PASSPHRASE_MISSING',
            input: passphraseInput,
            sentence: `The key in \`${input}\` is encrypted, but \`${passphraseInput}\` is empty. Set it, or give the plain key: \`${PLAIN}\`.`,
        },
        'passphrase-wrong': {
            reason: 'PASSPHRASE_WRONG',
            input: passphraseInput,
            sentence: `\`${passphraseInput}\` does not open the key in \`${input}\`: the passphrase is wrong, or the key is damaged. Try them by hand: \`${PLAIN}\`.`,
        },
        'cipher-outdated': {
            reason: 'CIPHER_UNSUPPORTED',
            input,
            sentence: `The key in \`${input}\` is encrypted in an outdated way that is no longer supported. Convert it to a plain key: \`${PLAIN} -provider legacy -provider default\`.`,
        },
        unreadable: {
            reason: 'PRIVATE_KEY_UNREADABLE',
            input,
            sentence: `The private key in \`${input}\` is damaged: it looks like a key, but its content is not one. ${form_texts/* CHECK_FILE */.Qq}`,
        },
    };
    return { severity: 'refuse', ...findings[fault] };
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
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4759);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(1826);
/* harmony import */ var _unwrap_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(3328);







const LITTER = /<[^<>]{1,20}>|&#x?[0-9a-f]{1,4};|\p{Cf}/giu;
const DEEPEST_JSON = 4;
const SEQUENCE = 0x30;
function keysWithin(text, passphrase) {
    const inner = undress(text);
    const fields = typeof inner === 'string' ? (0,_envelope_js__WEBPACK_IMPORTED_MODULE_1__/* .encodedFields */ .G)(inner) : [];
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
    const fields = (0,_envelope_js__WEBPACK_IMPORTED_MODULE_1__/* .encodedFields */ .G)(inner).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    return [...(plain === text ? [] : [plain]), ...fields, ...(0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .textsInBlocks */ .gW)(inner)];
}
function undress(text) {
    const hex = text.replaceAll(/0x|\\x|[\s:,"']+/giu, '');
    if (!/^(?:[0-9a-f]{2}){32,}$/iu.test(hex))
        return (0,_unwrap_js__WEBPACK_IMPORTED_MODULE_6__/* .unwrap */ .o)(text);
    const bytes = Buffer.from(hex, 'hex');
    return bytes[0] === SEQUENCE ? bytes : (0,_unwrap_js__WEBPACK_IMPORTED_MODULE_6__/* .unwrap */ .o)(bytes.toString('latin1').replaceAll('\0', ''));
}
function blocksOf(inner) {
    if (typeof inner === 'string')
        return (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .hasArmour */ .$U)(inner) ? (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .readSoundBlocks */ .M0)(inner.replaceAll(LITTER, '\n')) : [];
    const block = (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .readDerBlock */ .vf)(inner);
    return typeof block === 'string' ? [] : [block];
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
/* harmony export */   d3: () => (/* binding */ sameIssuerKey),
/* harmony export */   hB: () => (/* binding */ parseCertificate),
/* harmony export */   q0: () => (/* binding */ describe),
/* harmony export */   rf: () => (/* binding */ readLeaf),
/* harmony export */   s3: () => (/* binding */ isSignedBy)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _extensions_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8093);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4759);
/* harmony import */ var _validity_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9045);




function readLeaf(pem) {
    const certificate = parseCertificate(pem);
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
function describe(certificate) {
    const validity = (0,_validity_js__WEBPACK_IMPORTED_MODULE_3__/* .readValidity */ .T)(certificate.raw);
    if (validity === undefined)
        return undefined;
    const facts = (0,_extensions_js__WEBPACK_IMPORTED_MODULE_1__/* .readFacts */ .M)(certificate.raw);
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
/* harmony export */   us: () => (/* binding */ standIn)
/* harmony export */ });
/* unused harmony export MAXIMUM_BYTES */
/* harmony import */ var _envelope_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4427);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4759);
/* harmony import */ var _unwrap_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3328);



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
    const inner = (0,_unwrap_js__WEBPACK_IMPORTED_MODULE_2__/* .unwrap */ .o)(text);
    if (typeof inner !== 'string') {
        const block = (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .readDerBlock */ .vf)(inner);
        return typeof block === 'string' ? { kind: 'broken', fault: block } : { kind: 'blocks', blocks: [block] };
    }
    if (!(0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .hasArmour */ .$U)(inner))
        return withoutArmour(trim(inner));
    const blocks = (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .readBlocks */ .v_)(inner);
    const encoding = blocks.kind === 'broken' ? encodingIn(inner) : undefined;
    return encoding === undefined ? blocks : { kind: 'foreign', form: encoding };
}
function withoutArmour(text) {
    const fields = (0,_envelope_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .P)(text);
    return fields === undefined ? { kind: 'foreign', form: foreignForm(text) } : { kind: 'envelope', fields };
}
function encodingIn(text) {
    if (/&(?:#\d{1,4}|#x[\da-f]{1,4}|[a-z]{2,8});|<\/?[a-z][^<>]{0,40}>/i.test(text))
        return 'entities';
    return /=(?:[\dA-F]{2}|[\t ]{0,8}\r?\n[A-Za-z\d+/])/.test(text) ? 'quoted-printable' : undefined;
}
function trim(text) {
    let start = 0;
    let end = text.length;
    while (start < end && isWrapping(text.charAt(start)))
        start += 1;
    while (start < end && isWrapping(text.charAt(end - 1)))
        end -= 1;
    return text.slice(start, end);
}
function isWrapping(character) {
    return /[\s\u200B"'`]/.test(character);
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

/***/ 4759:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Bq: () => (/* binding */ armour),
  $B: () => (/* binding */ bare),
  $U: () => (/* binding */ hasArmour),
  v_: () => (/* binding */ readBlocks),
  vf: () => (/* binding */ readDerBlock),
  M0: () => (/* binding */ readSoundBlocks),
  gW: () => (/* binding */ textsInBlocks),
  $w: () => (/* binding */ withPlainArmour)
});

// UNUSED EXPORTS: isBase64

// EXTERNAL MODULE: ./lib/certificate/der.js
var certificate_der = __nccwpck_require__(4584);
;// CONCATENATED MODULE: ./lib/certificate/der-kind.js

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
    const fields = (0,certificate_der/* readChildren */.KZ)((0,certificate_der/* readWhole */.oD)(der, certificate_der/* DER */.Wi.sequence));
    if (fields === undefined)
        return indefinite(der);
    const shape = fields.map((field) => field.tag.toString(16).padStart(2, '0')).join(' ');
    const [first, second] = fields;
    if (shape === '30 30 03') {
        const inner = (0,certificate_der/* readChildren */.KZ)(first) ?? [];
        return inner.length <= 4 && inner.at(-1)?.tag === (0,certificate_der/* contextTag */.qA)(0, true) ? 'csr' : 'certificate';
    }
    if (shape.startsWith('06 a0') && (0,certificate_der/* readOid */.fM)(first)?.startsWith(PKCS7_ARC))
        return 'pkcs7';
    if (shape.startsWith('02 30') && (0,certificate_der/* readOid */.fM)((0,certificate_der/* readChildren */.KZ)(second)?.[0])?.startsWith(PKCS7_ARC))
        return 'pkcs12';
    return SHAPES.find(([, pattern]) => pattern.test(shape))?.[0];
}
function indefinite(der) {
    const start = Buffer.from(der.subarray(0, 16)).toString('hex');
    if (start.startsWith('3080020103'))
        return 'pkcs12';
    return start.startsWith('308006092a864886f70d0107') ? 'pkcs7' : undefined;
}

;// CONCATENATED MODULE: ./lib/certificate/pem.js


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
                return broken('no-end');
            begun = { label, at: marker.index + line.length };
        }
        else {
            if (begun === undefined)
                return broken('no-begin');
            if (begun.label !== label)
                return broken('labels-differ');
            const read = readBlock(label, text.slice(begun.at, marker.index), depth);
            if (typeof read === 'string')
                return broken(read);
            blocks.push(...read);
            begun = undefined;
        }
    }
    return begun === undefined ? { kind: 'blocks', blocks } : broken('no-end');
}
function readSoundBlocks(text) {
    const markers = [...text.matchAll(MARKER)];
    return markers.flatMap(([line, word, label = ''], index) => {
        const from = (markers[index]?.index ?? 0) + line.length;
        const read = word === 'BEGIN' ? readBlock(label, text.slice(from, markers[index + 1]?.index)) : 'no-begin';
        return typeof read === 'string' ? [] : read;
    });
}
function broken(fault) {
    return { kind: 'broken', fault };
}
function readBlock(label, body, depth = 0) {
    const foreign = kindOfLabel(label);
    if (foreign !== undefined)
        return [{ kind: foreign }];
    if (PROC_TYPE.test(body))
        return alone(readLegacy(label, body));
    const base64 = bare(body);
    if (base64 === '')
        return 'empty';
    if (!isBase64(base64))
        return 'damaged';
    const bytes = Buffer.from(base64, 'base64');
    const inner = textIn(bytes);
    if (depth < MAXIMUM_DEPTH && inner !== undefined) {
        const read = readBlocks(inner, depth + 1);
        return read.kind === 'blocks' ? read.blocks : read.fault;
    }
    const der = label === 'TRUSTED CERTIFICATE' ? ((0,certificate_der/* readFirst */.vv)(bytes)?.element.whole ?? bytes) : bytes;
    return alone(readDerBlock(der));
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
function alone(block) {
    return typeof block === 'string' ? block : [block];
}
function readDerBlock(der) {
    const kind = kindOfDer(der);
    if (kind !== undefined)
        return { kind, der };
    if ((0,certificate_der/* readWhole */.oD)(der) !== undefined)
        return 'damaged';
    return (0,certificate_der/* readFirst */.vv)(der) === undefined && der[0] === 0x30 ? 'truncated' : 'damaged';
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
    return { kind: 'legacy-encrypted', pem: lines(label, headers, base64) };
}
function lines(label, headers, base64) {
    const body = base64.match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${label}-----`, ...headers, ...body, `-----END ${label}-----`, ''].join('\n');
}
function bare(text) {
    return text.replaceAll(/[\s"'`,>\\]/g, '');
}
function isBase64(text) {
    return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}


/***/ }),

/***/ 1826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G5: () => (/* binding */ hasMorePrimes),
/* harmony export */   ZD: () => (/* binding */ PrivateKey),
/* harmony export */   uy: () => (/* binding */ lacksSeed)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4584);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4759);



const HIDDEN = '[private key]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
class PrivateKey {
    #keyObject;
    constructor(keyObject) {
        this.#keyObject = withNamedCurve(keyObject);
    }
    pem() {
        return (0,_pem_js__WEBPACK_IMPORTED_MODULE_2__/* .armour */ .Bq)('PRIVATE KEY', seedOnly(this.#keyObject.export({ type: 'pkcs8', format: 'der' })));
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


/***/ }),

/***/ 3328:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ unwrap)
/* harmony export */ });
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4584);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4759);


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
    return plain
        .replace(/^\uFFFD{1,2}/, '')
        .replaceAll(/[\0\uFEFF\u200B-\u200D\u2060]/g, '')
        .replaceAll(/\\{1,8}u([\dA-F]{4})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)))
        .replaceAll(/\\{1,8}\//g, '/')
        .replaceAll(/\\{1,8}[nrt]/g, '\n');
}


/***/ }),

/***/ 9045:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ readValidity)
/* harmony export */ });
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4584);

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

/***/ 3819:
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

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ ActionError),
/* harmony export */   z: () => (/* binding */ asActionError)
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


/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2897);
/* harmony import */ var _world_stage_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3477);


const { stage, atCrash } = (0,_world_stage_js__WEBPACK_IMPORTED_MODULE_1__/* .realStage */ .h)();
await (0,_main_js__WEBPACK_IMPORTED_MODULE_0__/* .main */ .i)(stage, atCrash);

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
/* harmony export */   VA: () => (/* binding */ rawPassphrase),
/* harmony export */   pJ: () => (/* binding */ refusePlaceholders),
/* harmony export */   pR: () => (/* binding */ isIssuing),
/* harmony export */   qR: () => (/* binding */ isGiven),
/* harmony export */   wK: () => (/* binding */ isPlaceholder)
/* harmony export */ });
/* harmony import */ var _secrecy_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7541);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5934);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4565);



function inputLookup(env) {
    return (name) => {
        if (!(0,_table_js__WEBPACK_IMPORTED_MODULE_2__/* .isInputName */ .wp)(name))
            return undefined;
        const raw = rawInput(env, name);
        const value = (isPlaceholder(raw) ? '' : raw) || (0,_table_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultOf */ .HA)(name);
        return value === '' ? undefined : (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .inputField */ .LF)(name, value);
    };
}
function firstOf(...lookups) {
    return (name) => {
        for (const lookup of lookups) {
            const field = lookup(name);
            if (field !== undefined)
                return field;
        }
        return undefined;
    };
}
function always(lookup, name) {
    return lookup(name) ?? (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .inputField */ .LF)(name, (0,_table_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultOf */ .HA)(name));
}
function refusePlaceholders(env, report) {
    for (const name of _table_js__WEBPACK_IMPORTED_MODULE_2__/* .INPUT_NAMES */ .Qh.filter((one) => _table_js__WEBPACK_IMPORTED_MODULE_2__/* .INPUTS */ .mc[one].secret === undefined)) {
        const value = rawInput(env, name);
        if (!isPlaceholder(value))
            continue;
        const cause = value.startsWith('${{')
            ? 'is an expression that was not resolved'
            : 'holds a placeholder, not a value';
        const cure = 'Check the variable or expression in the workflow.';
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .complain */ .cc)(report, (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .inputField */ .LF)(name, value), 'PLACEHOLDER', cause, cure);
    }
}
const PLACEHOLDER = /^(?:\*{3,}|null|undefined|\$\{\{.*\}\})$/su;
function isPlaceholder(value) {
    return PLACEHOLDER.test(value.trim());
}
function rawInput(env, name) {
    return (env[(0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .inputVariable */ .LO)(name)] ?? '').trim();
}
function rawPassphrase(text) {
    let start = 0;
    let end = text.length;
    while (isLineEnd(text[start]))
        start += 1;
    while (end > start && isLineEnd(text[end - 1]))
        end -= 1;
    const passphrase = text.slice(start, end);
    return passphrase.trim() === '' ? undefined : passphrase;
}
function isGiven(env, name) {
    const value = rawInput(env, name);
    return value !== '' && value.toLowerCase() !== (0,_table_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultOf */ .HA)(name);
}
function isIssuing(env) {
    const inputs = ['issue', 'authority-key', 'authority-certificate'];
    return inputs.some((name) => rawInput(env, name) !== '');
}
function isLineEnd(character = '') {
    return character === '\n' || character === '\r';
}


/***/ }),

/***/ 9851:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   dj: () => (/* binding */ readHeaderName),
/* harmony export */   jB: () => (/* binding */ readHeaders),
/* harmony export */   n3: () => (/* binding */ headerSecrets)
/* harmony export */ });
/* harmony import */ var _secrecy_made_of_words_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5621);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5934);


const TOKEN = /^[!#$%&'*+.^_`|~\da-z-]+$/iu;
const MOST_HEADERS = 50;
const LONGEST_VALUE = 8192;
const FORBIDDEN = /^(?:host|connection|content-.*|transfer-encoding|upgrade|te|trailer|keep-alive|proxy-.*|expect|range|if-.*|cf-connecting-ip|cf-ray)$/u;
function headerLines(text) {
    return text
        .split(/\r\n|\n/u)
        .map((line, index) => ({ number: index + 1, line: line.trim() }))
        .filter(({ line }) => line !== '');
}
function splitHeader(line) {
    const colon = line.indexOf(':');
    return colon === -1
        ? { name: '', value: line }
        : { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
}
function readHeaders(field, token, report) {
    const headers = new Map();
    const lines = headerLines(field.value);
    for (const { number, line } of lines.slice(0, MOST_HEADERS)) {
        const { name, value } = splitHeader(line);
        const fault = headers.has(name)
            ? 'names a header that an earlier line already names'
            : faultOf(name, value, token);
        if (fault === undefined)
            headers.set(name, value);
        else
            (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .complain */ .cc)(report, field, 'NOT_A_HEADER', `is not a list of headers: line ${number} ${fault}`, 'Write one `Name: value` on each line.');
    }
    if (lines.length > MOST_HEADERS)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .complain */ .cc)(report, field, 'TOO_MANY_HEADERS', `has ${lines.length} lines`, `At most ${MOST_HEADERS} headers are sent.`);
    return Object.fromEntries(headers);
}
function readHeaderName(field, report) {
    if (TOKEN.test(field.value) && field.value.length <= 100)
        return field.value.toLowerCase();
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .complain */ .cc)(report, field, 'NOT_A_HEADER_NAME', 'is not the name of a header', 'Write the name alone, such as `X-Client-Serial`.');
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
    return headerLines(text).flatMap(({ line }) => {
        const { name, value } = splitHeader(line);
        const credentials = SCHEME.exec(value)?.[1];
        if (credentials !== undefined)
            return [value, credentials];
        return name === '' || CREDENTIAL.test(name) || looksSecret(value) ? [value] : [];
    });
}
function looksSecret(value) {
    if ((value.match(LONG) ?? []).some((run) => /\d/u.test(run) && !(0,_secrecy_made_of_words_js__WEBPACK_IMPORTED_MODULE_1__/* .isMadeOfWords */ .U)(run)))
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
/* harmony export */   UO: () => (/* binding */ isWithin)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3136);
/* harmony import */ var _kinds_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1850);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5934);




const MOST_ENTRIES = 10_000;
const MOST_FAULTS = 10;
function readHostnames(field, report) {
    const entries = (0,_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .splitList */ .ry)(field.value);
    if (entries.length === 0)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .complain */ .cc)(report, field, 'HOSTNAMES_MISSING', 'does not name a hostname', 'Name at least one.');
    if (entries.length > MOST_ENTRIES) {
        const cause = `names ${entries.length} hostnames`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .complain */ .cc)(report, field, 'TOO_MANY_HOSTNAMES', cause, 'Split them into several targets of at most 100.');
        return [];
    }
    const hostnames = new Set();
    let faults = 0;
    for (const [index, entry] of entries.entries()) {
        const read = parseHostname(entry);
        if (read.kind === 'hostname')
            hostnames.add(read.hostname);
        else if (++faults <= MOST_FAULTS) {
            const { reason, cause, cure } = read.fault;
            (0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .complain */ .cc)(report, field, reason, `is not a list of hostnames: ${(0,_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .entryName */ .MB)(index, entries)}, ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .echo */ .WI)(entry)}, ${cause}`, cure);
        }
    }
    if (faults > MOST_FAULTS) {
        const cause = `has ${faults - MOST_FAULTS} more entries that are not hostnames`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .complain */ .cc)(report, field, 'NOT_A_HOSTNAME', cause, 'Check how the list is built.');
    }
    return [...hostnames];
}
function isWithin(hostname, zoneName) {
    return hostname === zoneName || hostname.endsWith(`.${zoneName}`);
}
const BARE = 'Write the bare hostname, such as `www.example.com`.';
const MISTAKES = [
    {
        test: (text) => text.includes('PRIVATE KEY'),
        reason: 'HOLDS_A_KEY',
        cause: 'holds a private key',
        cure: BARE,
    },
    {
        test: (text) => text.includes('://'),
        reason: 'HAS_SCHEME',
        cause: 'begins with a scheme such as https://',
        cure: BARE,
    },
    {
        test: (text) => (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(text.replaceAll(/^\[|\](?::\d+)?$/gu, '')) !== 0 || (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(text.replace(/:\d+$/u, '')) !== 0,
        reason: 'IS_AN_ADDRESS',
        cause: 'is an IP address',
        cure: 'Write the hostname that visitors use.',
    },
    { test: (text) => /[/\\?#]/u.test(text), reason: 'HAS_PATH', cause: 'has a path or query', cure: BARE },
    { test: (text) => text.includes('@'), reason: 'HAS_USER', cause: 'has an @ in it', cure: BARE },
    {
        test: (text) => text.includes(':'),
        reason: 'HAS_PORT',
        cause: 'has a port',
        cure: 'Leave the port out: certificates belong to hostnames, whatever the port.',
    },
    {
        test: (text) => text.includes('*'),
        reason: 'IS_A_WILDCARD',
        cause: 'is a wildcard',
        cure: 'Cloudflare takes certificates for single hostnames only: name each one, or use `level: zone`.',
    },
    {
        test: (text) => /\s/u.test(text),
        reason: 'HAS_BLANKS',
        cause: 'has a space in it',
        cure: 'Separate hostnames with commas or lines.',
    },
];
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/u;
function parseHostname(text) {
    const mistake = MISTAKES.find(({ test }) => test(text));
    if (mistake !== undefined)
        return { kind: 'fault', fault: mistake };
    const hostname = toAscii(text);
    if (hostname !== undefined && (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(hostname) !== 0)
        return parseHostname(hostname);
    if (hostname === undefined)
        return notHostname('is not a hostname');
    const labels = hostname.split('.');
    if (labels.length === 1)
        return notHostname('has no dot in it, so it is not a full hostname');
    return hostname.length <= 253 && labels.every((label) => LABEL.test(label))
        ? { kind: 'hostname', hostname }
        : notHostname('is not a hostname');
}
function notHostname(cause) {
    return { kind: 'fault', fault: { reason: 'NOT_A_HOSTNAME', cause, cure: BARE } };
}
function toAscii(text) {
    if (/[^\w.\-\u0080-\u{10FFFF}]/u.test(text))
        return undefined;
    const ascii = (0,node_url__WEBPACK_IMPORTED_MODULE_1__.domainToASCII)(text);
    return ascii === '' ? undefined : ascii.replace(/\.$/u, '');
}


/***/ }),

/***/ 1850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $7: () => (/* binding */ readDuration),
/* harmony export */   A_: () => (/* binding */ LEVELS),
/* harmony export */   Bo: () => (/* binding */ readBundle),
/* harmony export */   Kf: () => (/* binding */ readChoice),
/* harmony export */   MB: () => (/* binding */ entryName),
/* harmony export */   Vf: () => (/* binding */ readBoolean),
/* harmony export */   Xg: () => (/* binding */ readZone),
/* harmony export */   hq: () => (/* binding */ readCertificateId),
/* harmony export */   q1: () => (/* binding */ isZoneId),
/* harmony export */   ry: () => (/* binding */ splitList)
/* harmony export */ });
/* unused harmony export parseDuration */
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _certificate_authorities_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7938);
/* harmony import */ var _certificate_pem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4759);
/* harmony import */ var _hostnames_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3783);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(5934);





function readBoolean(field, report, otherwise) {
    if (/^(?:true|True|TRUE)$/u.test(field.value))
        return true;
    if (/^(?:false|False|FALSE)$/u.test(field.value))
        return false;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'NOT_A_BOOLEAN', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}`, 'Write `true` or `false`.');
    return otherwise;
}
function readChoice(field, choices, report) {
    const word = field.value.toLowerCase();
    const found = choices.find((choice) => choice === word);
    if (found === undefined) {
        const words = choices.map((choice) => `\`${choice}\``).join(', ');
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'NOT_A_CHOICE', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}`, `It is one of ${words}.`);
    }
    return found;
}
const SECOND = 1000;
const UNITS = new Map([
    ['s', SECOND],
    ['m', 60 * SECOND],
    ['h', 3600 * SECOND],
    ['d', 86_400 * SECOND],
]);
function parseDuration(text) {
    const [, count, unit] = /^(\d{1,9})([smhd])$/u.exec(text) ?? [];
    const size = UNITS.get(unit ?? '');
    return size === undefined ? undefined : Number(count) * size;
}
function readDuration(field, limits, report) {
    const duration = parseDuration(field.value);
    const example = 'Write a whole number and a unit, such as `90s`, `10m`, `2h` or `7d`.';
    if (duration === undefined) {
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'NOT_A_DURATION', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}, which is not a duration`, example);
        return 0;
    }
    if (duration >= milliseconds(limits.least) && duration <= milliseconds(limits.most))
        return duration;
    const range = `between \`${limits.least}\` and \`${limits.most}\``;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'DURATION_OUT_OF_RANGE', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}`, `It must be ${range}.`);
    return 0;
}
function milliseconds(text) {
    return parseDuration(text) ?? 0;
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
    if (inner === undefined || (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(inner) !== 0)
        return text;
    return inner.replaceAll(/(^|[,\r\n])\s*(["'])(.*?)\2\s*(?=$|[,\r\n])/gu, '$1$3');
}
function readCertificateId(field, report) {
    if (/^[\da-z](?:[\da-z-]{6,62})[\da-z]$/iu.test(field.value))
        return field.value;
    const cause = /[,\s]/u.test(field.value) ? 'holds more than one word' : 'is not the id of a certificate';
    const cure = 'Write one id as Cloudflare shows it, such as 32 hexadecimal characters; `operation: status` lists them.';
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'NOT_A_CERTIFICATE_ID', cause, cure);
    return '';
}
const ZONE_ID = /^[0-9a-f]{32}$/u;
function isZoneId(zone) {
    return ZONE_ID.test(zone);
}
function readZone(field, report) {
    const id = field.value.toLowerCase();
    if (isZoneId(id))
        return id;
    const cure = 'Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.';
    if (/^[0-9a-f-]{24,}$/u.test(id)) {
        const cause = `looks like an id, but has ${id.length} characters`;
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'ZONE_ID_LENGTH', cause, cure);
        return '';
    }
    const read = (0,_hostnames_js__WEBPACK_IMPORTED_MODULE_3__/* .parseHostname */ .Pv)(field.value);
    if (read.kind === 'hostname')
        return read.hostname;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, 'NOT_A_ZONE', `is ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .echo */ .WI)(field.value)}, which ${read.fault.cause}`, cure);
    return '';
}
const LEVELS = ['zone', 'hostname'];
function readBundle(field, report) {
    const read = (0,_certificate_authorities_js__WEBPACK_IMPORTED_MODULE_1__/* .readAuthorities */ .G)(field.value);
    if (read.kind === 'read')
        return read.ders.map((der) => (0,_certificate_pem_js__WEBPACK_IMPORTED_MODULE_2__/* .armour */ .Bq)('CERTIFICATE', der)).join('');
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .complain */ .cc)(report, field, read.reason, read.cause, read.cure);
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
    {
        test: (url) => url.protocol !== 'https:',
        reason: 'URL_NOT_HTTPS',
        cause: 'does not begin with https://',
    },
    {
        test: (url) => `${url.username}${url.password}` !== '',
        reason: 'URL_HAS_USER',
        cause: 'has a user name or password in it; use `probe-request-headers`',
    },
    {
        test: (url) => isAddress(url.hostname),
        reason: 'URL_HAS_ADDRESS',
        cause: 'has an IP address instead of a hostname, so it does not go through Cloudflare',
    },
    {
        test: (url) => isLocalName(url.hostname),
        reason: 'URL_IS_LOCAL',
        cause: 'leads to this machine or a local network, not through Cloudflare',
    },
];
function readProbeUrls(field, report) {
    const entries = (0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .splitList */ .ry)(field.value);
    if (entries.length > MOST_URLS)
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(report, field, 'TOO_MANY_URLS', `has ${entries.length} entries`, `At most ${MOST_URLS} are probed.`);
    const urls = new Set();
    for (const [index, entry] of entries.slice(0, MOST_URLS).entries()) {
        const where = `is not a list of URLs to probe: ${(0,_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .entryName */ .MB)(index, entries)}`;
        const url = URL.canParse(entry) ? new URL(entry) : undefined;
        const mistake = url === undefined
            ? { reason: 'NOT_A_URL', cause: 'is no URL' }
            : MISTAKES.find(({ test }) => test(url));
        if (mistake !== undefined)
            (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .complain */ .cc)(report, field, mistake.reason, `${where} ${mistake.cause}`, CURE);
        else if (url !== undefined)
            urls.add(normal(url));
    }
    return [...urls];
}
function hostOf(url) {
    return new URL(url).hostname.replace(/\.$/u, '');
}
function normal(url) {
    url.hash = '';
    url.hostname = url.hostname.replace(/\.$/u, '');
    return url.href;
}
const LOOPBACK = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
function isLoopback(host) {
    const address = bare(host);
    const version = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address);
    if (version === 0)
        return /^(?:.*\.)?localhost$/u.test(address);
    return LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
function isAddress(host) {
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(bare(host)) !== 0;
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
/* harmony export */   LF: () => (/* binding */ inputField),
/* harmony export */   WI: () => (/* binding */ echo),
/* harmony export */   cc: () => (/* binding */ complain),
/* harmony export */   g7: () => (/* binding */ collector),
/* harmony export */   x5: () => (/* binding */ refusal)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _secrecy_neutralise_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2436);


function complain(report, field, reason, cause, cure) {
    report({ reason, input: field.input, sentence: `${field.label} ${cause}. ${cure}` });
}
function inputField(name, value) {
    return { input: name, label: `\`${name}\``, value };
}
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
const MOST_SENTENCES = 40;
function refusal(problems) {
    const sentences = problems
        .slice(0, MOST_SENTENCES)
        .map(({ target, sentence }) => (target === undefined ? sentence : `${target}: ${sentence}`));
    const more = problems.length - sentences.length;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l('INPUT_INVALID', {
        happened: [...sentences, ...(more > 0 ? [`There are ${more} more problems like these.`] : [])].join('\n'),
        remedy: 'Fix this and run again. Nothing was sent to Cloudflare.',
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
    const harmless = (0,_secrecy_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .neutralise */ .$)(value, LONGEST).replaceAll('`', "'").trim();
    return harmless === '' ||
        LIKE_A_SECRET.test(value) ||
        LIKE_A_PIECE.some((piece) => piece.test(value.trim())) ||
        isTokenLike(value)
        ? `a value of ${value.length} characters`
        : `\`${harmless}\``;
}
function isTokenLike(value) {
    return value.length >= 20 && !/[.\s]/u.test(value);
}


/***/ }),

/***/ 9516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GV: () => (/* binding */ withScheme),
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
    const passphraseOf = (name) => {
        const input = name.startsWith('authority-') ? 'authority-key-passphrase' : 'private-key-passphrase';
        return (0,_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .rawPassphrase */ .VA)(env[(0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .inputVariable */ .LO)(input)] ?? '');
    };
    for (const name of _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUT_NAMES */ .Qh) {
        const variable = (0,_secrecy_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .inputVariable */ .LO)(name);
        const text = env[variable] ?? '';
        const meantFor = name === 'probe-request-headers' ? 'probes' : undefined;
        for (const { value, kind } of secretsOf(name, text))
            if (value.trim() !== '' && !(0,_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isPlaceholder */ .wK)(value))
                secrets.push({
                    name,
                    variable,
                    value,
                    kind,
                    meantFor,
                    passphrase: kind === 'pem' ? passphraseOf(name) : undefined,
                });
    }
    for (const name of PROXY_VARIABLES)
        for (const value of proxySecrets(env[name] ?? ''))
            secrets.push({ name, variable: name, value, kind: 'text', meantFor: 'proxy' });
    return secrets;
}
const KEY_BLOCK = /[-\u2010-\u2015\u2212]{2,8}\s{0,4}BEGIN[\s+]{1,4}[A-Z\d ]{0,40}PRIVATE[\s+]KEY[^]*?(?:END[\s+]{1,4}[A-Z\d +]{0,60}[-\u2010-\u2015\u2212]{2,8}|(?=[-\u2010-\u2015\u2212]{2,8}\s{0,4}BEGIN)|$)/gu;
const ENCODED = /[\w+/-]{64,}={0,2}/gu;
function keyBlocks(text) {
    const plain = text.match(KEY_BLOCK) ?? [];
    if (plain.length > 0)
        return plain;
    if (hidesKey(text))
        return [text];
    return (text.match(ENCODED) ?? []).filter(hidesKey);
}
function hidesKey(text) {
    return ((0,_certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_1__/* .textsWithin */ .q)(text).some((inner) => inner.search(KEY_BLOCK) >= 0) || (0,_certificate_keys_within_js__WEBPACK_IMPORTED_MODULE_1__/* .keysWithin */ .C)(text, undefined).length > 0);
}
function secretsOf(name, text) {
    if (name === 'api-token' || name === 'github-token')
        return [...new Set([text.trim(), (0,_token_js__WEBPACK_IMPORTED_MODULE_7__/* .stripBearer */ .Wg)(text)])].map((value) => ({ value, kind: 'text' }));
    if (name === 'probe-request-headers')
        return (0,_headers_js__WEBPACK_IMPORTED_MODULE_4__/* .headerSecrets */ .n3)(text).map((value) => ({ value, kind: 'text' }));
    const kind = _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUTS */ .mc[name].secret;
    if (kind !== undefined)
        return [{ value: text, kind }];
    return keyBlocks(text).map((value) => ({ value, kind: 'pem' }));
}
const SHORTEST_TOKEN = 8;
function proxySecrets(variable) {
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
const SHORTEST_KEY = 20;
const LONGEST = 1_048_576;
function refuseExposedKeys(env, report) {
    const exposed = _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUT_NAMES */ .Qh.filter((name) => _table_js__WEBPACK_IMPORTED_MODULE_6__/* .INPUTS */ .mc[name].secret === undefined && holdsKey((0,_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .rawInput */ .JR)(env, name)));
    exposed.forEach((name) => complainOfExposed(name, report));
    return new Set(exposed);
}
function complainOfExposed(name, report) {
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_5__/* .complain */ .cc)(report, (0,_problem_js__WEBPACK_IMPORTED_MODULE_5__/* .inputField */ .LF)(name, ''), _certificate_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .EXPOSED */ .nI.reason, _certificate_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .EXPOSED */ .nI.cause, _certificate_form_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .EXPOSED */ .nI.cure);
}
function holdsKey(text) {
    return text.length >= SHORTEST_KEY && text.length <= LONGEST && keyBlocks(text).length > 0;
}


/***/ }),

/***/ 4565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Af: () => (/* binding */ limitsOf),
/* harmony export */   HA: () => (/* binding */ defaultOf),
/* harmony export */   Qh: () => (/* binding */ INPUT_NAMES),
/* harmony export */   kb: () => (/* binding */ manifestKeys),
/* harmony export */   mc: () => (/* binding */ INPUTS),
/* harmony export */   wp: () => (/* binding */ isInputName)
/* harmony export */ });
const ROTATION = ['rotate', 'status', 'matrix'];
const CHECKS = ['rotate', 'status', 'matrix', 'disable'];
const TEXT = { kind: 'text' };
const BOOLEAN = { kind: 'boolean', default: 'false' };
const PEM = { kind: 'text', secret: 'pem' };
const SECRET = { kind: 'text', secret: 'text' };
const BUNDLE = { ...TEXT, manifest: 'setting', held: ['value', 'file'] };
const WITHIN_A_RUN = { kind: 'duration', limits: { least: '1s', most: '24h' } };
const OF_A_CERTIFICATE = {
    kind: 'duration',
    limits: { least: '0s', most: '3650d' },
    manifest: 'setting',
};
const TABLE = {
    'api-token': SECRET,
    operation: { ...TEXT, default: 'rotate' },
    zone: TEXT,
    level: {
        kind: 'choice',
        choices: ['zone', 'hostname'],
        operations: ['rotate', 'status', 'delete', 'disable'],
        manifest: 'target',
    },
    certificate: { ...PEM, manifest: 'target', held: ['env', 'file'] },
    'private-key': { ...PEM, manifest: 'target', held: ['env'] },
    'private-key-passphrase': { ...SECRET, manifest: 'target', held: ['env'] },
    'authority-certificate': { ...PEM, operations: ROTATION, manifest: 'setting', held: ['env', 'file'] },
    'authority-key': { ...PEM, manifest: 'setting', held: ['env'] },
    'authority-key-passphrase': { ...SECRET, manifest: 'setting', held: ['env'] },
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
        ...SECRET,
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
    'github-token': { ...SECRET, default: '${{ github.token }}' },
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
function manifestKeys(place) {
    return INPUT_NAMES.filter((name) => INPUTS[name].manifest === place).flatMap((name) => (INPUTS[name].held ?? ['value']).map((how) => (how === 'value' ? name : `${name}-${how}`)));
}


/***/ }),

/***/ 9896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AI: () => (/* binding */ readToken),
/* harmony export */   U9: () => (/* binding */ secretHint),
/* harmony export */   Wg: () => (/* binding */ stripBearer)
/* harmony export */ });
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8608);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5934);


const MAKE_ONE = 'Make an API token with the permission SSL and Certificates: Edit, keep it as a secret, and pass `${{ secrets.NAME }}`.';
const ALONE = 'Store the secret again with the token alone.';
const MISTAKES = [
    {
        test: /PRIVATE KEY|BEGIN CERTIFICATE/u,
        reason: 'TOKEN_IS_PEM',
        cause: 'holds a PEM text',
        cure: MAKE_ONE,
    },
    { test: /[\r\n]/u, reason: 'TOKEN_HAS_NEWLINE', cause: 'has a line break in it', cure: ALONE },
    { test: /\s/u, reason: 'TOKEN_HAS_BLANK', cause: 'has a space in it', cure: ALONE },
    {
        test: /^cfk_|^[0-9a-f]{37,45}$/u,
        reason: 'TOKEN_IS_GLOBAL_KEY',
        cause: 'is a global API key, which can do everything in the account',
        cure: MAKE_ONE,
    },
    {
        test: /^v1\.0-/u,
        reason: 'TOKEN_IS_ORIGIN_CA_KEY',
        cause: 'is an Origin CA key, which cannot manage origin pulls',
        cure: MAKE_ONE,
    },
    {
        test: /[^\w.~+/=-]/u,
        reason: 'TOKEN_CHARACTERS',
        cause: 'has characters that a token never has',
        cure: ALONE,
    },
    { test: /^.{513}/u, reason: 'TOKEN_TOO_LONG', cause: 'is longer than any token', cure: ALONE },
];
function readToken(field, env, report) {
    const token = stripBearer(field.value);
    if (token === '' || (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlaceholder */ .wK)(token)) {
        (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .complain */ .cc)(report, field, 'TOKEN_MISSING', 'is empty', `${MAKE_ONE} ${secretHint(env)}`.trim());
        return '';
    }
    const mistake = MISTAKES.find(({ test }) => test.test(token));
    if (mistake === undefined)
        return token;
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .complain */ .cc)(report, field, mistake.reason, mistake.cause, mistake.cure);
    return '';
}
function stripBearer(text) {
    return text.trim().replace(/^Bearer(?:\s+|$)/iu, '');
}
function secretHint(env) {
    const event = env['GITHUB_EVENT_NAME'] ?? '';
    if (env['GITHUB_ACTOR'] === 'dependabot[bot]')
        return 'This run was started by Dependabot, which only gets its own secrets.';
    if (event === 'pull_request' || event === 'pull_request_review')
        return 'This run belongs to a pull request, and a pull request from a fork gets no secrets.';
    return 'Does the secret exist in this repository or in the environment of the job, and is it passed to a called workflow?';
}


/***/ }),

/***/ 2897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/certificate/keys-within.js
var keys_within = __nccwpck_require__(7887);
// EXTERNAL MODULE: ./lib/secrecy/masks.js + 2 modules
var masks = __nccwpck_require__(2934);
;// CONCATENATED MODULE: ./lib/hide.js


const SHORTEST_TOKEN = 20;
function hide(stage, secrets, seals) {
    const { sink, env } = stage;
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

// EXTERNAL MODULE: ./lib/inputs/fields.js
var fields = __nccwpck_require__(8608);
// EXTERNAL MODULE: ./lib/inputs/table.js
var table = __nccwpck_require__(4565);
;// CONCATENATED MODULE: ./lib/inputs/manifest/keys.js

const LIST_KEYS = new Set(table/* INPUT_NAMES */.Qh.filter((name) => table/* INPUTS */.mc[name].kind === 'list'));
const ISSUE_KEYS = ['validity', 'renew-before', 'key', 'common-name', 'vault', 'step-ca'];
const SERVER_KEYS = ['address', 'audience', 'server-ca', 'token-env'];
const HEIGHTS = ['manifest', 'defaults', 'zone', 'target', 'issue', 'vault', 'step-ca'];
const KEYS_AT = {
    manifest: new Set(['defaults', 'zones']),
    defaults: new Set((0,table/* manifestKeys */.kb)('setting')),
    zone: new Set(['zone', 'targets', ...(0,table/* manifestKeys */.kb)('setting')]),
    target: new Set([...(0,table/* manifestKeys */.kb)('target'), ...(0,table/* manifestKeys */.kb)('setting')]),
    issue: new Set(ISSUE_KEYS),
    vault: new Set([...SERVER_KEYS, 'mount', 'role', 'login-mount', 'login-role', 'namespace']),
    'step-ca': new Set([...SERVER_KEYS, 'provisioner', 'fingerprint']),
};
function isBlock(key) {
    return key === 'issue' || key === 'vault' || key === 'step-ca';
}
const INSTEAD = new Map([
    ...table/* INPUT_NAMES */.Qh.flatMap(heldElsewhere),
    [
        'command',
        'Put it into the input `issue` of the step: a manifest is data, which a pull request can change',
    ],
    ['environment', 'Put it into the input `issue` of the step, beside `command`'],
    ['renew', 'Give the step the input `renew`'],
    ['hostname', 'Write `hostnames`'],
    ['probe-url', 'Write `probe-urls`'],
]);
function heldElsewhere(name) {
    const { held = ['value'] } = table/* INPUTS */.mc[name];
    if (held.includes('value'))
        return [];
    const variable = `Write \`${name}-env\` with the name of an environment variable`;
    const isKey = name.endsWith('-key');
    if (held.includes('file'))
        return [[name, `${variable}, or \`${name}-file\``]];
    const instead = (place) => isKey ? `${variable}; a key never belongs into ${place}` : variable;
    return [
        [name, instead('a manifest')],
        ...(isKey ? [[`${name}-file`, instead('the repository')]] : []),
    ];
}

// EXTERNAL MODULE: ./lib/secrecy/environment.js
var environment = __nccwpck_require__(7541);
// EXTERNAL MODULE: ./lib/inputs/headers.js
var inputs_headers = __nccwpck_require__(9851);
// EXTERNAL MODULE: ./lib/inputs/problem.js
var problem = __nccwpck_require__(5934);
// EXTERNAL MODULE: ./lib/inputs/secrets.js
var secrets = __nccwpck_require__(9516);
;// CONCATENATED MODULE: ./lib/inputs/manifest/parse.js

const DEEPEST = 12;
const CAUSES = new Map([
    ['BAD_INDENT', 'the indentation does not match the lines above'],
    ['TAB_AS_INDENT', 'a tab is used for indentation; YAML needs spaces'],
    ['BLOCK_AS_IMPLICIT_KEY', 'there are two keys on one line'],
    ['MISSING_CHAR', 'a closing quote, bracket or colon is missing'],
    ['BAD_SCALAR_START', 'a value begins with a character that needs quotes'],
    ['MULTIPLE_DOCS', 'there is a second document after ---'],
    ['TAG_RESOLVE_FAILED', 'there is a tag (!), which a manifest cannot have'],
    ['BAD_ALIAS', 'there is an alias (*), which a manifest cannot have'],
    ['RESOURCE_EXHAUSTION', 'it is nested too deeply'],
    ['BAD_DIRECTIVE', 'there is a line that begins with %'],
]);
function parseManifest(text, yaml) {
    const { problems, report } = (0,problem/* collector */.g7)();
    try {
        const root = parse(text.replace(/^\uFEFF/u, ''), yaml, report);
        return root !== undefined && problems.length === 0
            ? { kind: 'tree', root }
            : { kind: 'refused', problems, root };
    }
    catch {
        report(broken({ line: 1, column: 1 }, 'it is nested too deeply'));
        return { kind: 'refused', problems, root: undefined };
    }
}
function parse(text, yaml, report) {
    const lines = new yaml.LineCounter();
    const position = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const document = yaml.parseDocument(text, {
        schema: 'failsafe',
        uniqueKeys: false,
        lineCounter: lines,
        prettyErrors: false,
    });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined)
        report(broken(position(fault.pos[0]), CAUSES.get(fault.code) ?? 'this is not YAML'));
    if (document.contents === null) {
        if (fault === undefined)
            report(broken({ line: 1, column: 1 }, 'it is empty'));
        return undefined;
    }
    const further = fault === undefined ? report : () => undefined;
    return convert(document.contents, yaml, position, further, 0);
}
function convert(node, yaml, position, report, depth) {
    const at = yaml.isNode(node) ? position(node.range?.[0] ?? 0) : { line: 1, column: 1 };
    const next = (child) => convert(child, yaml, position, report, depth + 1);
    if (depth > DEEPEST) {
        report(broken(at, 'it is nested too deeply'));
        return { kind: 'text', value: '', at };
    }
    if (yaml.isAlias(node) || (yaml.isNode(node) && node.anchor !== undefined))
        report(broken(at, 'there is an anchor (&) or alias (*), which a manifest cannot have; write the values out'));
    if (yaml.isSeq(node))
        return { kind: 'list', items: node.items.map(next), at };
    if (yaml.isMap(node)) {
        const keys = new Set();
        const entries = [];
        for (const pair of node.items) {
            const key = next(pair.key);
            if (key.kind !== 'text')
                report(broken(key.at, 'a key must be a word'));
            else if (keys.has(key.value))
                report(broken(key.at, 'a key is given twice'));
            else {
                keys.add(key.value);
                entries.push({
                    key: key.value,
                    at: key.at,
                    value: pair.value === null ? { kind: 'text', value: '', at: key.at } : next(pair.value),
                });
            }
        }
        return { kind: 'map', entries, at };
    }
    return {
        kind: 'text',
        value: yaml.isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '',
        at,
    };
}
function broken(at, cause) {
    return {
        reason: 'MANIFEST_NOT_READABLE',
        input: 'manifest',
        sentence: `The manifest cannot be read at line ${at.line}, column ${at.column}: ${cause}.`,
    };
}
function place(at) {
    return `manifest, line ${at.line}, column ${at.column}`;
}
function parse_valueOf(map, key) {
    return map.entries.find((entry) => entry.key === key)?.value;
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/source.js

const LARGEST = 1_048_576;
const LARGEST_INLINE = 131_000;
async function readSource(input, files) {
    const { problems, report } = (0,problem/* collector */.g7)();
    const field = (0,problem/* inputField */.LF)('manifest', '');
    const tooLarge = 'Split it into several jobs; 1 MiB holds more than a thousand targets.';
    if (Buffer.byteLength(input) > LARGEST_INLINE) {
        const cause = 'is larger than the 128 KiB that Linux passes to a step in one input (Windows: 32 KiB)';
        const cure = 'Put it into a file in the repository, which may have 1 MiB, and give its path.';
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_TOO_LARGE', cause, cure);
        return { kind: 'refused', problems };
    }
    if (isYaml(input))
        return { kind: 'yaml', text: input };
    const cure = 'Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.';
    const fault = pathFault(input);
    if (fault !== undefined) {
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_PATH', `names a file ${fault}`, cure);
        return { kind: 'refused', problems };
    }
    const read = await files.read(input, LARGEST);
    if (read.kind === 'text')
        return { kind: 'yaml', text: read.text };
    if (read.kind === 'too-large')
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_TOO_LARGE', 'is larger than 1 MiB', tooLarge);
    else
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_PATH', `names a file ${FILE_FAULTS[read.kind]}`, cure);
    return { kind: 'refused', problems };
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
function complainOfKeyInFile(field, report) {
    (0,problem/* complain */.cc)(report, field, 'FILE_HOLDS_KEY', 'names a file in the repository that holds a private key', 'Make a new key, since the history of the repository keeps this one, and pass it as a secret.');
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/open.js








const LARGEST_FILE = 1_048_576;
const MOST_FILES = 2000;
async function openManifest(env, files) {
    const input = (0,fields/* rawInput */.JR)(env, 'manifest');
    if (input === '')
        return { kind: 'none' };
    const source = await readSource(input, files);
    if (source.kind === 'refused')
        return { ...source, secrets: [] };
    const parsed = parseManifest(source.text, await __nccwpck_require__.e(/* import() */ 815).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8815, 19)));
    const named = parsed.root === undefined ? [] : namedSecrets(parsed.root, env);
    const stray = strayKeys(source.text);
    const faults = stray.length > 0 ? keyFaults(source.text === input) : [];
    const pasted = [...named, ...stray];
    if (parsed.kind === 'refused')
        return { kind: 'refused', problems: [...faults, ...parsed.problems], secrets: pasted };
    const reads = new Map();
    for (const path of namedFiles(parsed.root).slice(0, MOST_FILES))
        reads.set(path, await files.read(path, LARGEST_FILE));
    const inFiles = [...reads.values()].flatMap((read) => (read.kind === 'text' ? strayKeys(read.text) : []));
    const secrets = [...pasted, ...inFiles];
    if (faults.length > 0)
        return { kind: 'refused', problems: faults, secrets };
    return { kind: 'opened', secrets, root: parsed.root, files: reads };
}
function keyFaults(inline) {
    const { problems, report } = (0,problem/* collector */.g7)();
    if (inline)
        (0,secrets/* complainOfExposed */.Vm)('manifest', report);
    else
        complainOfKeyInFile((0,problem/* inputField */.LF)('manifest', ''), report);
    return problems;
}
function strayKeys(text) {
    return (0,secrets/* keyBlocks */.MO)(text).map((value) => ({
        name: 'manifest',
        variable: (0,environment/* inputVariable */.LO)('manifest'),
        value,
        kind: 'pem',
    }));
}
function namedFiles(node) {
    if (node.kind === 'list')
        return [...new Set(node.items.flatMap(namedFiles))];
    if (node.kind === 'text')
        return [];
    const paths = node.entries.flatMap(({ key, value }) => {
        if (value.kind !== 'text')
            return namedFiles(value);
        return key.endsWith('-file') && pathFault(value.value) === undefined ? [value.value] : [];
    });
    return [...new Set(paths)];
}
function variableFault(name) {
    if (!/^[A-Za-z_]\w{0,254}$/u.test(name))
        return 'something that cannot be an environment variable: give its name, not its value';
    return /^(?:GITHUB|RUNNER|ACTIONS|INPUT|NODE)_|^(?:PATH|HOME)$/iu.test(name)
        ? 'an environment variable of the runner'
        : undefined;
}
function namedSecrets(root, env) {
    const secrets = new Map();
    const visit = (node) => {
        if (node.kind === 'list')
            node.items.forEach(visit);
        if (node.kind !== 'map')
            return;
        for (const { key, value } of node.entries) {
            if (value.kind !== 'text')
                visit(value);
            else if (key.endsWith('-env'))
                for (const secret of secretsOf(key, value.value, env)) {
                    const passphrase = passphraseOf(key, node, env);
                    const known = secret.kind === 'pem' ? { ...secret, passphrase } : secret;
                    secrets.set(JSON.stringify([known.kind, known.value, known.passphrase]), known);
                }
        }
    };
    visit(root);
    return [...secrets.values()];
}
function passphraseOf(key, beside, env) {
    const owner = key.startsWith('authority-') ? 'authority-key' : 'private-key';
    const named = parse_valueOf(beside, `${owner}-passphrase-env`);
    return named?.kind === 'text' && variableFault(named.value) === undefined
        ? (0,fields/* rawPassphrase */.VA)(env[named.value] ?? '')
        : undefined;
}
function secretsOf(key, variable, env) {
    const value = variableFault(variable) === undefined ? (env[variable] ?? '') : '';
    if (value.trim() === '')
        return [];
    const kind = kindOf(key.slice(0, -'-env'.length));
    const isHeaders = key === 'probe-request-headers-env';
    const values = isHeaders ? (0,inputs_headers/* headerSecrets */.n3)(value) : [value];
    const meantFor = isHeaders ? 'probes' : undefined;
    return values.map((one) => ({ name: variable, variable, value: one, kind, meantFor }));
}
function kindOf(name) {
    if (name === 'token')
        return 'text';
    return ((0,table/* isInputName */.wp)(name) ? table/* INPUTS */.mc[name].secret : undefined) ?? 'pem';
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/scope.js







function fieldOf({ key, value, at }) {
    return { input: 'manifest', label: `\`${key}\` (${place(at)})`, value: textOf(value) };
}
function scopeLookup(map, surroundings, report) {
    return (name) => {
        const path = name.split('.');
        if (path.length > 1)
            return withinBlocks(map, path, surroundings.env, report);
        const direct = entryOf(map, name);
        const file = entryOf(map, `${name}-file`);
        const variable = holdsNoValue(name) ? entryOf(map, `${name}-env`) : undefined;
        const [first, second] = [direct, variable, file].filter((entry) => entry !== undefined);
        if (first !== undefined && second !== undefined) {
            const cause = `is given together with \`${first.key}\``;
            (0,problem/* complain */.cc)(report, fieldOf(second), 'GIVEN_TWICE', cause, 'Give one of them.');
            return undefined;
        }
        if (direct !== undefined)
            return fieldOf(direct);
        if (file !== undefined)
            return withText(file, fileText(fieldOf(file), surroundings.files, report));
        return variable && withText(variable, variableText(fieldOf(variable), surroundings.env, report));
    };
}
function fileText(field, files, report) {
    const read = files.get(field.value) ?? { kind: 'missing' };
    const fault = pathFault(field.value) ?? (read.kind === 'text' ? undefined : FILE_FAULTS[read.kind]);
    if (fault !== undefined)
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_FILE', `names a file ${fault}`, 'Paths begin at the root of the workspace.');
    if (read.kind !== 'text' || fault !== undefined)
        return undefined;
    if ((0,secrets/* keyBlocks */.MO)(read.text).length === 0)
        return read.text;
    complainOfKeyInFile(field, report);
    return undefined;
}
function variableText(field, env, report) {
    const fault = variableFault(field.value);
    const value = fault === undefined ? (env[field.value] ?? '') : '';
    if (fault !== undefined)
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_VARIABLE', `names ${fault}`, 'Write the name of a variable that the step sets in `env`.');
    else if (value.trim() === '') {
        const name = /^[A-Z][A-Z\d_]*$/u.test(field.value) ? field.value : (0,problem/* echo */.WI)(field.value);
        (0,problem/* complain */.cc)(report, field, 'MANIFEST_VARIABLE_MISSING', `names the environment variable ${name}, which is empty or not set`, 'Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.');
    }
    return value.trim() === '' ? undefined : value;
}
function entryOf(map, key) {
    return map.entries.find((entry) => entry.key === key);
}
function holdsNoValue(name) {
    return (0,table/* isInputName */.wp)(name) && table/* INPUTS */.mc[name].held?.includes('env') === true;
}
const KNOWN = new Set(ISSUE_KEYS);
function withinBlocks(map, path, env, report) {
    if (!KNOWN.has(path[1] ?? ''))
        return undefined;
    const entry = entryWithin(map, path);
    if (entry !== undefined)
        return fieldOf(entry);
    const variable = entryWithin(map, [...path.slice(0, -1), `${path.at(-1) ?? ''}-env`]);
    return variable && withText(variable, variableText(fieldOf(variable), env, report));
}
function entryWithin(map, [key = '', ...rest]) {
    const entry = entryOf(map, key);
    if (entry === undefined || rest.length === 0)
        return entry;
    return entry.value.kind === 'map' ? entryWithin(entry.value, rest) : undefined;
}
function withText(entry, value) {
    return value === undefined ? undefined : { ...fieldOf(entry), from: fieldOf(entry).value, value };
}
function textOf(node) {
    if (node.kind === 'text')
        return node.value;
    return node.kind === 'list' ? node.items.map(textOf).join('\n') : '';
}

;// CONCATENATED MODULE: ./lib/inputs/issue/block.js






const NONE = { kind: 'none' };
const STEP_KEYS = new Set([...ISSUE_KEYS, 'command', 'environment']);
const LISTS = new Set(['command', 'environment']);
const KEYS = [...STEP_KEYS].map((key) => `\`${key}\``).join(', ');
const block_LARGEST = 16_384;
async function openIssueBlock(env) {
    const text = (0,fields/* rawInput */.JR)(env, 'issue');
    if (text === '' || (0,fields/* isPlaceholder */.wK)(text))
        return NONE;
    const { problems, report } = (0,problem/* collector */.g7)();
    const field = (0,problem/* inputField */.LF)('issue', text);
    if (text.length > block_LARGEST) {
        (0,problem/* complain */.cc)(report, field, 'ISSUE_SHAPE', 'is larger than 16 KiB', 'It should be a few lines of YAML.');
        return { kind: 'refused', problems, secrets: [] };
    }
    const parsed = parseManifest(text, await __nccwpck_require__.e(/* import() */ 815).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8815, 19)));
    const secrets = parsed.root === undefined ? [] : namedSecrets(parsed.root, env);
    if (parsed.kind === 'refused')
        return { kind: 'refused', problems: parsed.problems.map(asOwn), secrets };
    if (parsed.root.kind !== 'map') {
        (0,problem/* complain */.cc)(report, field, 'ISSUE_SHAPE', 'has something other than keys and values', `Its keys are ${KEYS}.`);
        return { kind: 'refused', problems, secrets };
    }
    checkEntries(parsed.root, STEP_KEYS, field, report);
    return problems.length > 0
        ? { kind: 'refused', problems, secrets }
        : { kind: 'opened', map: parsed.root, secrets };
}
function checkEntries(map, known, field, report) {
    const keys = [...known].map((key) => `\`${key}\``).join(', ');
    for (const { key, value } of map.entries) {
        const shown = /^[a-z-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
        if (!known.has(key))
            (0,problem/* complain */.cc)(report, field, 'ISSUE_SHAPE', `has ${shown}, which is not known there`, `The keys are ${keys}.`);
        else if (isBlock(key) && value.kind === 'map')
            checkEntries(value, KEYS_AT[key], field, report);
        else if (isBlock(key) || !fits(key, value))
            (0,problem/* complain */.cc)(report, field, 'ISSUE_SHAPE', `has no value, or a value of the wrong form, in ${shown}`, '`vault` and `step-ca` are blocks, `command` and `environment` may be lists, and everything else is text.');
    }
}
function fits(key, value) {
    if (value.kind === 'list')
        return LISTS.has(key) && value.items.every((item) => item.kind === 'text');
    return value.kind === 'text' && value.value !== '';
}
function blockLookup(block, env, report) {
    return (name) => {
        const [outer, ...path] = name.split('.');
        if (block.kind !== 'opened' || outer !== 'issue' || path.length === 0)
            return undefined;
        const entry = entryWithin(block.map, path);
        if (entry !== undefined)
            return asField(entry);
        const variable = entryWithin(block.map, [...path.slice(0, -1), `${path.at(-1) ?? ''}-env`]);
        if (variable === undefined)
            return undefined;
        const named = asField(variable);
        const value = variableText(named, env, report);
        return value === undefined ? undefined : { ...named, from: named.value, value };
    };
}
function asField({ key, value }) {
    return { input: 'issue', label: `\`${key}\` in \`issue\``, value: textOf(value) };
}
function asOwn({ sentence }) {
    const own = sentence
        .replace('The manifest', '`issue`')
        .replace('which a manifest cannot have', 'which it cannot have');
    return { reason: 'ISSUE_NOT_READABLE', input: 'issue', sentence: own };
}

;// CONCATENATED MODULE: ./lib/inputs/outward.js
function secretsSentOutward(job, holdsSecret) {
    return outward(job)
        .filter(({ texts }) => texts.some(holdsSecret))
        .map(({ input, target }) => ({
        reason: 'SECRET_SENT_OUTWARD',
        input,
        sentence: `\`${input}\` holds a piece of a token, of the private key or of its passphrase, and its value is sent to ` +
            'hosts that must not see it. Remove it. If an earlier run sent it, replace the secret.',
        ...(target === undefined ? {} : { target }),
    }));
}
function outward(job) {
    switch (job.operation) {
        case 'rotate': {
            const one = job.requests.length === 1;
            return job.requests.flatMap(({ name, policy }) => ofProbes(policy, one ? undefined : name));
        }
        case 'disable':
            return ofProbes(job.request, undefined);
        case 'status':
        case 'matrix':
        case 'delete':
            return [];
    }
}
function ofProbes({ probes, origin }, target) {
    const headers = Object.entries(probes.requestHeaders).map(([name, value]) => `${name}: ${value}`);
    const names = origin.addresses.map(({ hostname, host }) => `${hostname} ${host}`);
    return [
        { input: 'probe-urls', texts: probes.urls, target },
        { input: 'probe-request-headers', texts: headers, target },
        { input: 'origin', texts: names, target },
    ].map(({ target: named, ...one }) => (named === undefined ? one : { ...one, target: named }));
}

// EXTERNAL MODULE: ./lib/inputs/hostnames.js
var inputs_hostnames = __nccwpck_require__(3783);
// EXTERNAL MODULE: ./lib/inputs/kinds.js
var kinds = __nccwpck_require__(1850);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
;// CONCATENATED MODULE: ./lib/inputs/origins.js




const HTTPS = 443;
const MOST_ORIGINS = 100;
const MOST_QUESTIONS = 500;
const CURE = 'Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.';
function readOrigins(field, names, report) {
    const entries = (0,kinds/* splitList */.ry)(field.value);
    if (entries.length > MOST_ORIGINS)
        (0,problem/* complain */.cc)(report, field, 'TOO_MANY_ORIGINS', `has ${entries.length} entries`, `At most ${MOST_ORIGINS} are checked.`);
    const origins = new Map();
    for (const [index, entry] of entries.slice(0, MOST_ORIGINS).entries()) {
        const [first, ...others] = names;
        const read = parseOrigin(entry, first);
        if (read.kind === 'fault') {
            const cause = `is not a list of origins: ${(0,kinds/* entryName */.MB)(index, entries)}, ${(0,problem/* echo */.WI)(entry)}, ${read.cause}`;
            (0,problem/* complain */.cc)(report, field, 'NOT_AN_ORIGIN', cause, CURE);
            continue;
        }
        const { hostname, host, port } = read.value;
        for (const name of [hostname, ...(entry.includes('@') ? [] : others)])
            origins.set(`${name}@${host}@${port}`, { hostname: name, host, port });
    }
    if (origins.size > MOST_QUESTIONS)
        (0,problem/* complain */.cc)(report, field, 'TOO_MANY_ORIGINS', `asks ${names.length} names at ${entries.length} addresses`, `At most ${MOST_QUESTIONS} connections are made: name fewer hostnames in one step.`);
    return [...origins.values()];
}
function parseOrigin(entry, defaultName) {
    if (entry.includes('://'))
        return { kind: 'fault', cause: 'begins with a scheme such as https://' };
    const at = entry.lastIndexOf('@');
    const name = at === -1 ? defaultName : entry.slice(0, at).trim();
    if (name === undefined)
        return { kind: 'fault', cause: 'must say which hostname to ask for, since no hostname is named' };
    const hostname = (0,inputs_hostnames/* parseHostname */.Pv)(name);
    if (hostname.kind === 'fault')
        return { kind: 'fault', cause: `has a name before the @ that ${hostname.fault.cause}` };
    const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/u.exec(entry.slice(at + 1).trim()) ?? [];
    const host = bracketed ?? plain;
    if (host === undefined)
        return { kind: 'fault', cause: 'is not host:port; an IPv6 address must be in brackets' };
    const port = digits === undefined ? HTTPS : portOf(digits);
    if (port === undefined)
        return { kind: 'fault', cause: 'has a port that is not a number from 1 to 65535' };
    const address = bracketed === undefined ? parseHost(host) : parseIpv6(host);
    return address.kind === 'fault'
        ? address
        : { kind: 'read', value: { hostname: hostname.hostname, host: address.value, port } };
}
function portOf(digits) {
    const port = /^\d{1,5}$/u.test(digits) ? Number(digits) : 0;
    return port >= 1 && port <= 65_535 ? port : undefined;
}
function parseIpv6(host) {
    return (0,external_node_net_.isIP)(host) === 6 && !host.includes('%')
        ? { kind: 'read', value: host.toLowerCase() }
        : { kind: 'fault', cause: 'has no IPv6 address in its brackets' };
}
function parseHost(host) {
    if ((0,external_node_net_.isIP)(host) === 4)
        return { kind: 'read', value: host };
    if (/^(?!-)[\da-z-]{1,63}(?<!-)$/iu.test(host) && /[a-z]/iu.test(host))
        return { kind: 'read', value: host.toLowerCase() };
    const read = (0,inputs_hostnames/* parseHostname */.Pv)(host);
    return read.kind === 'hostname'
        ? { kind: 'read', value: read.hostname }
        : { kind: 'fault', cause: `has a host that ${read.fault.cause}` };
}

// EXTERNAL MODULE: ./lib/inputs/probe-urls.js
var probe_urls = __nccwpck_require__(6394);
;// CONCATENATED MODULE: ./lib/inputs/policy.js







const ORIGIN_TIMEOUT_MS = 10_000;
const PROBE_SUCCESSES = 5;
function durationOf(lookup, name, report) {
    return (0,kinds/* readDuration */.$7)((0,fields/* always */.Gk)(lookup, name), (0,table/* limitsOf */.Af)(name), report);
}
function booleanOf(lookup, name, report) {
    return (0,kinds/* readBoolean */.Vf)((0,fields/* always */.Gk)(lookup, name), report, (0,table/* defaultOf */.HA)(name) === 'true');
}
function readPolicy(lookup, place, token, report) {
    const probes = readProbes(lookup, place, token, report);
    return {
        enable: booleanOf(lookup, 'enable', report),
        deletePrevious: booleanOf(lookup, 'delete-previous', report),
        gracePeriod: durationOf(lookup, 'grace-period', report),
        activationTimeout: durationOf(lookup, 'activation-timeout', report),
        minimumValidity: durationOf(lookup, 'minimum-validity', report),
        expiryWarning: durationOf(lookup, 'expiry-warning', report),
        acceptIssuerChange: booleanOf(lookup, 'accept-issuer-change', report),
        probes,
        origin: readOriginCheck(lookup, place, probes.urls, report),
    };
}
function readProbes(lookup, place, token, report) {
    const urlField = lookup('probe-urls');
    const urls = urlField === undefined ? [] : (0,probe_urls/* readProbeUrls */.Xu)(urlField, report);
    if (urlField !== undefined)
        checkProbesBelong(urlField, urls, place, report);
    const headers = lookup('probe-request-headers');
    const echoHeader = lookup('probe-echo-header');
    return {
        urls,
        successes: PROBE_SUCCESSES,
        timeout: durationOf(lookup, 'probe-timeout', report),
        requestHeaders: headers === undefined ? {} : (0,inputs_headers/* readHeaders */.jB)(headers, token, report),
        echoHeader: echoHeader === undefined ? undefined : (0,inputs_headers/* readHeaderName */.dj)(echoHeader, report),
    };
}
function readOriginCheck(lookup, place, probeUrls, report, every = false) {
    const origins = lookup('origin');
    const serverCa = lookup('origin-server-ca');
    const names = namesForOrigin(place, probeUrls);
    return {
        addresses: origins === undefined ? [] : readOrigins(origins, every ? names : names.slice(0, 1), report),
        serverCa: serverCa === undefined ? undefined : (0,kinds/* readBundle */.Bo)(serverCa, report),
        timeout: ORIGIN_TIMEOUT_MS,
    };
}
function zoneName(zone) {
    return zone === '' || (0,kinds/* isZoneId */.q1)(zone) ? undefined : zone;
}
function checkProbesBelong(field, urls, place, report) {
    const { hostnames } = place;
    if (hostnames.length === 0)
        return;
    const stray = [...new Set(urls.map(probe_urls/* hostOf */.w4))].filter((host) => !hostnames.includes(host));
    if (stray.length === 0)
        return;
    const cause = `leads to ${stray.slice(0, 10).map(problem/* echo */.WI).join(', ')}, outside the hostnames of this target`;
    (0,problem/* complain */.cc)(report, field, 'PROBE_OUTSIDE_TARGET', cause, 'Probe the hostnames that are rotated, or leave these URLs out.');
}
function namesForOrigin(place, probeUrls) {
    if (place.hostnames.length > 0)
        return place.hostnames;
    const hosts = [...new Set(probeUrls.map(probe_urls/* hostOf */.w4))];
    const zone = zoneName(place.zone);
    return hosts.length > 0 || zone === undefined ? hosts : [zone];
}

;// CONCATENATED MODULE: ./lib/inputs/custom-hostnames.js




const MOST_TOLD = 10;
function warnOfCustomHostnames(job, warn) {
    for (const { target, zone, hostnames, probes } of namesOf(job)) {
        const name = zoneName(zone);
        if (name === undefined)
            continue;
        const outside = (hosts) => [
            ...new Set(hosts.filter((host) => !(0,inputs_hostnames/* isWithin */.UO)(host, name))),
        ];
        const tell = (input, sentence) => warn({ reason: 'OUTSIDE_ZONE', input, sentence, ...(target === undefined ? {} : { target }) });
        const strangers = outside(hostnames);
        if (strangers.length > 0)
            tell('hostnames', `\`hostnames\` names hostnames outside the zone ${name}: ${listed(strangers)}. Cloudflare takes them if they are custom hostnames of this zone, and refuses them otherwise.`);
        const probed = outside(probes.map(probe_urls/* hostOf */.w4)).filter((host) => !hostnames.includes(host));
        if (probed.length > 0)
            tell('probe-urls', `\`probe-urls\` leads to ${listed(probed)}, outside the zone ${name}. Such a probe proves something only for a custom hostname of this zone.`);
    }
}
function namesOf(job) {
    switch (job.operation) {
        case 'rotate':
            return job.requests.map(({ name, zone, hostnames, policy }) => ({
                target: job.requests.length === 1 ? undefined : name,
                zone,
                hostnames,
                probes: policy.probes.urls,
            }));
        case 'status':
        case 'matrix':
            return job.zones.flatMap(({ zone, expected }) => expected.map(({ name, hostnames }) => ({
                target: job.zones.length === 1 && expected.length === 1 ? undefined : name,
                zone,
                hostnames,
                probes: [],
            })));
        case 'disable': {
            const { zone, what, probes } = job.request;
            const hostnames = what.kind === 'hostnames' ? what.hostnames : [];
            return [{ target: undefined, zone, hostnames, probes: probes.urls }];
        }
        case 'delete':
            return [];
    }
}
function listed(hosts) {
    const shown = hosts.slice(0, MOST_TOLD).map(problem/* echo */.WI).join(', ');
    return hosts.length > MOST_TOLD ? `${shown} and ${hosts.length - MOST_TOLD} more` : shown;
}

;// CONCATENATED MODULE: ./lib/inputs/issue/authority.js

function authorityFrom(lookup) {
    const [certificate, key] = [lookup('authority-certificate'), lookup('authority-key')];
    const passphrase = lookup('authority-key-passphrase');
    if (certificate === undefined && key === undefined)
        return undefined;
    return {
        certificate: certificate?.value ?? '',
        privateKey: key?.value,
        passphrase: passphrase && (0,fields/* rawPassphrase */.VA)(passphrase.value),
        names: authority_namesOf(certificate, key, passphrase),
    };
}
function authoritiesOf(lookup) {
    const certificate = lookup('client-ca') ?? lookup('authority-certificate');
    return (certificate && {
        certificate: certificate.value,
        privateKey: undefined,
        passphrase: undefined,
        names: authority_namesOf(certificate, undefined, undefined),
    });
}
function authority_namesOf(certificate, key, passphrase) {
    return {
        certificate: certificate?.from ?? certificate?.input ?? 'authority-certificate',
        privateKey: key?.from ?? key?.input ?? 'authority-key',
        passphrase: passphrase?.from ?? passphrase?.input ?? 'authority-key-passphrase',
    };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./lib/certificate/leaf.js
var certificate_leaf = __nccwpck_require__(4855);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(7975);
;// CONCATENATED MODULE: ./lib/issue/leaf-key.js



const KEY_KINDS = ['ec-p256', 'ec-p384', 'rsa-2048'];
const generate = (0,external_node_util_.promisify)(external_node_crypto_.generateKeyPair);
async function makeLeafKey(kind) {
    switch (kind) {
        case 'ec-p256':
            return (0,external_node_crypto_.generateKeyPairSync)('ec', { namedCurve: 'prime256v1' }).privateKey;
        case 'ec-p384':
            return (0,external_node_crypto_.generateKeyPairSync)('ec', { namedCurve: 'secp384r1' }).privateKey;
        case 'rsa-2048':
            return (await generate('rsa', { modulusLength: 2048 })).privateKey;
    }
}
function kindOfKey(key) {
    const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType === 'rsa')
        return modulusLength === 2048 ? 'rsa-2048' : undefined;
    if (key.asymmetricKeyType !== 'ec')
        return undefined;
    if (namedCurve === 'prime256v1')
        return 'ec-p256';
    return namedCurve === 'secp384r1' ? 'ec-p384' : undefined;
}
function kindOfPem(pem) {
    const certificate = (0,certificate_leaf/* parseCertificate */.hB)(pem);
    return certificate && kindOfKey(certificate.publicKey);
}

// EXTERNAL MODULE: ./lib/certificate/extensions.js
var extensions = __nccwpck_require__(8093);
;// CONCATENATED MODULE: ./lib/certificate/wording.js
const MAXIMUM_NAME = 100;
const DAY = 86_400_000;
function shown(name) {
    const short = name.length > MAXIMUM_NAME ? `${name.slice(0, MAXIMUM_NAME).toWellFormed()}\u2026` : name;
    return `"${short.replaceAll(/["`]/g, "'")}"`;
}
function shownDate(ms) {
    return `${new Date(ms)
        .toISOString()
        .replace('T', ' ')
        .replace(/:[0-9.]+Z$/, '')} UTC`;
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

;// CONCATENATED MODULE: ./lib/certificate/trust-reasons.js



const SERVERS = 'on OpenSSL (nginx, Apache, HAProxy)';
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
    const opening = `An origin ${SERVERS} would refuse the certificate in \`${input}\` (${shown(leaf.subject)}), no matter which authorities it trusts`;
    return {
        reason: 'OPENSSL_REFUSES_CERTIFICATE',
        severity: 'refuse-unless-origin-check',
        input,
        sentence: sentenceOf(opening, answer, OF_THE_LEAF[answer.code]),
    };
}
function refusedByBundle(answer, about, severity) {
    const opening = `An origin ${SERVERS} that trusts what \`client-ca\` holds would refuse the certificate`;
    const text = missing(answer.code, about) ?? OF_THE_AUTHORITIES[answer.code];
    return {
        reason: 'CLIENT_CA_REFUSES',
        severity,
        input: 'client-ca',
        sentence: sentenceOf(opening, answer, text),
    };
}
function sentenceOf(opening, { kind, code }, text) {
    const [cause, cure] = text ?? [
        '',
        'Look up the reason in the documentation of OpenSSL (`X509_STORE_CTX_get_error`)',
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
    const issuer = shown(leaf.issuer);
    if (chain.some((one) => (0,certificate_leaf/* isSignedBy */.s3)(certificate, one)))
        return [
            `its issuer ${issuer} was pasted with it, but Cloudflare sends the leaf alone`,
            'Add that intermediate, and what is above it, to the CA file of the origin and to `client-ca`',
        ];
    const namesake = authorities.find((one) => (0,certificate_leaf/* describe */.q0)(one)?.subject === leaf.issuer);
    if (namesake !== undefined)
        return [
            `\`client-ca\` holds an authority of that name, but with another key: the certificate asks for key id ${keyIdOf(leaf.issuerKeyId)}, and the authority has ${keyIdOf((0,extensions/* readFacts */.M)(namesake.raw)?.subjectKeyId)}`,
            'Add the authority that issued the certificate to the CA file of the origin and to `client-ca`',
        ];
    return [
        `no certificate in \`client-ca\` issued it; its issuer is ${issuer}`,
        'Add that issuer to the CA file of the origin, or issue from the CA it trusts',
    ];
}
function notTakenForIssuer(certificate, signer) {
    const asked = (0,extensions/* readFacts */.M)(certificate.raw)?.authorityKeyId;
    const own = (0,extensions/* readFacts */.M)(signer.raw)?.subjectKeyId;
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
    return authority === undefined ? 'an intermediate' : shown((0,certificate_leaf/* describe */.q0)(authority)?.subject ?? '');
}

// EXTERNAL MODULE: ./lib/certificate/validity.js
var validity = __nccwpck_require__(9045);
;// CONCATENATED MODULE: ./lib/certificate/validity-checks.js

const SKEW_MS = 5 * 60_000;
function judgeValidity(leaf, policy, now, opening, input) {
    const findings = [];
    const left = leaf.notAfter - now;
    if (leaf.notBefore - now > SKEW_MS) {
        findings.push({
            reason: 'NOT_YET_VALID',
            severity: 'refuse',
            input,
            sentence: `${opening} is not valid before ${shownDate(leaf.notBefore)}. Run again after that, or check the clocks here and at the CA.`,
        });
    }
    if (left <= 0) {
        findings.push({
            reason: 'EXPIRED',
            severity: 'refuse',
            input,
            sentence: `${opening} expired at ${shownDate(leaf.notAfter)}. Issue a new one. Does the secret still hold the previous certificate?`,
        });
    }
    else if (left < policy.minimumValidityMs) {
        findings.push({
            reason: 'BELOW_MINIMUM_VALIDITY',
            severity: 'refuse-unless-in-force',
            input,
            sentence: `${opening} is valid for ${shownSpan(left)} more, until ${shownDate(leaf.notAfter)}; the required minimum is ${shownSpan(policy.minimumValidityMs)}. Issue one that lasts longer, or lower the minimum.`,
        });
    }
    else if (left < policy.expiryWarningMs) {
        findings.push({
            reason: 'EXPIRES_SOON',
            severity: 'warn',
            input,
            sentence: `${opening} expires in ${shownSpan(left)}, at ${shownDate(leaf.notAfter)}. Get the next one ready.`,
        });
    }
    return findings;
}

;// CONCATENATED MODULE: ./lib/certificate/trust.js




function certificatesIn(bundle) {
    const blocks = bundle.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu) ?? [];
    return blocks.flatMap((block) => (0,certificate_leaf/* parseCertificate */.hB)(block) ?? []);
}
async function judgeTrust(about, world) {
    const { clientCa, originGiven, input, leaf } = about;
    const alone = { leaf: leaf.pem, key: about.key.keyObject(), authorities: undefined };
    if (clientCa === undefined) {
        const answer = await askInTime(alone, world);
        const findings = answer.kind === 'accepted' ? [] : [refusedAlone(answer, leaf, input)];
        return { vouchedByCa: false, findings };
    }
    const answer = await askInTime({ ...alone, authorities: clientCa }, world);
    if (answer.kind === 'accepted')
        return accepted(answer.intermediates);
    const leafAnswer = await world.ask(alone);
    if (leafAnswer.kind !== 'accepted')
        return { vouchedByCa: false, findings: [refusedAlone(leafAnswer, leaf, input)] };
    const severity = originGiven ? 'refuse-unless-origin-check' : 'refuse';
    const finding = refusedByBundle(answer, { ...about, authorities: certificatesIn(clientCa) }, severity);
    return { vouchedByCa: false, findings: [finding] };
}
async function askInTime(question, { ask, clock, sleep }) {
    const answer = await ask(question);
    if (answer.kind !== 'refused' || answer.code !== 'CERT_NOT_YET_VALID')
        return answer;
    const now = clock.wall();
    const begins = certificatesIn(question.leaf + (question.authorities ?? ''))
        .map(({ raw }) => (0,validity/* readValidity */.T)(raw)?.notBefore ?? now)
        .filter((begin) => begin > now && begin - now <= SKEW_MS);
    if (begins.length === 0)
        return answer;
    await sleep(Math.max(...begins) - now + 1000);
    return await ask(question);
}
const DEPTH = 'By default nginx admits one intermediate (`ssl_verify_depth 1`) and Apache none (`SSLVerifyDepth 1`)';
function accepted(intermediates) {
    if (intermediates === 0)
        return { vouchedByCa: true, findings: [] };
    const base = { severity: 'warn', input: 'client-ca' };
    if (intermediates === 1) {
        const sentence = `The path from the certificate to its root in \`client-ca\` has an intermediate. ${DEPTH}: on Apache, set \`SSLVerifyDepth 2\`.`;
        return { vouchedByCa: true, findings: [{ ...base, reason: 'CLIENT_CA_ONE_INTERMEDIATE', sentence }] };
    }
    const count = String(intermediates);
    const sentence = `The path from the certificate to its root in \`client-ca\` has ${count} intermediates. ${DEPTH}, so \`client-ca\` does not vouch for the certificate. Set \`ssl_verify_depth ${count}\` or \`SSLVerifyDepth ${String(intermediates + 1)}\` there, and give \`origin\`, so that the origin itself can show that it accepts it.`;
    return { vouchedByCa: false, findings: [{ ...base, reason: 'CLIENT_CA_PATH_TOO_LONG', sentence }] };
}

;// CONCATENATED MODULE: ./lib/inputs/issue/server.js


const NAME = /^(?!\.+$)[\w.@ -]{1,200}$/u;
const PATH = /^(?!\.+(?:\/|$))[\w.-]+(?:\/(?!\.+(?:\/|$))[\w.-]+){0,9}$/u;
const TOKEN = /^[!-~]{1,16384}$/u;
const FINGERPRINT = /^(?:[\da-f]{2}:?){31}[\da-f]{2}$/iu;
function readVault(lookup, report) {
    const at = within(lookup, 'vault', report);
    const role = at.text('role', NAME, 'the name of a role of the PKI engine');
    if (at.field('role') === undefined)
        (0,problem/* complain */.cc)(report, at.block, 'SIGNER_ROLE_MISSING', 'has no `role`', 'Write the role of the PKI engine that is to sign.');
    const { address, audience, serverCa, token } = server(at, report);
    return {
        kind: 'vault',
        vault: {
            address,
            mount: at.text('mount', PATH, 'the path of a PKI engine') ?? 'pki',
            role: role ?? '',
            loginMount: at.text('login-mount', PATH, 'the path of a JWT method') ?? 'jwt',
            loginRole: at.text('login-role', NAME, 'the name of a role of the JWT method'),
            audience: audience ?? address,
            namespace: at.text('namespace', PATH, 'a namespace'),
            serverCa,
            token,
        },
    };
}
function readStepCa(lookup, report) {
    const at = within(lookup, 'step-ca', report);
    const fingerprint = at.text('fingerprint', FINGERPRINT, 'the SHA-256 fingerprint of the root, in hex');
    const { address, audience, serverCa, token } = server(at, report);
    const provisioner = at.text('provisioner', NAME, 'the name of a provisioner');
    return { kind: 'step-ca', stepCa: { address, provisioner, audience, fingerprint, serverCa, token } };
}
function within(lookup, kind, report) {
    const field = (key) => lookup(`issue.${kind}.${key}`);
    return {
        block: lookup(`issue.${kind}`) ?? { input: 'issue', label: `\`${kind}\``, value: '' },
        field,
        text: (key, form, what) => {
            const found = field(key);
            const value = found?.value.trim();
            if (found === undefined || value === undefined || form.test(value))
                return value;
            (0,problem/* complain */.cc)(report, found, 'SIGNER_SETTING', `is not ${what}`, 'Write it as it stands on the server.');
            return undefined;
        },
    };
}
function server(at, report) {
    const serverCa = at.field('server-ca');
    if (serverCa !== undefined && certificatesIn(serverCa.value).length === 0)
        (0,problem/* complain */.cc)(report, serverCa, 'SIGNER_SERVER_CA', 'holds no certificate', 'Give the authority of the server in PEM.');
    return {
        address: addressOf(at, report),
        audience: at.text('audience', /^\S{1,500}$/u, 'an audience'),
        serverCa: serverCa?.value,
        token: at.text('token', TOKEN, 'a token: it has blanks, line ends or letters that none has'),
    };
}
function addressOf(at, report) {
    const field = at.field('address');
    const url = field !== undefined && URL.canParse(field.value) ? new URL(field.value) : undefined;
    const bare = url?.protocol === 'https:' && `${url.username}${url.password}${url.search}${url.hash}` === '';
    if (url !== undefined && bare)
        return url.href.replace(/\/+$/u, '');
    (0,problem/* complain */.cc)(report, field ?? at.block, 'SIGNER_ADDRESS', field === undefined ? 'has no `address`' : 'is not an https URL without user, query and fragment', 'Write the address of the server, such as https://vault.example.com:8200.');
    return '';
}

;// CONCATENATED MODULE: ./lib/inputs/issue/signer.js



const WITHHELD = /^(?:INPUT|ACTIONS|GITHUB|RUNNER|STATE|CLOUDFLARE)_|^(?:NODE_OPTIONS|LD_PRELOAD|LD_LIBRARY_PATH)$/iu;
const MOST_WORDS = 100;
function readSigner(lookup, report) {
    const authority = authorityFrom(lookup);
    const [command, vault, stepCa] = ['command', 'vault', 'step-ca'].map((key) => lookup(`issue.${key}`));
    const [first, second] = [command, vault, stepCa].filter((field) => field !== undefined);
    const environment = lookup('issue.environment');
    if (command === undefined && environment !== undefined)
        (0,problem/* complain */.cc)(report, environment, 'ISSUE_SHAPE', 'is given without `command`', 'It only applies to a command.');
    const twice = second ?? (authority === undefined ? undefined : first);
    if (twice !== undefined)
        (0,problem/* complain */.cc)(report, twice, 'TWO_SIGNERS', 'is given together with another signer', 'Give either `authority-certificate` and `authority-key`, or one of `command`, `vault` and `step-ca` in `issue`.');
    if (first !== undefined && lookup('client-ca') === undefined)
        (0,problem/* complain */.cc)(report, first, 'CLIENT_CA_MISSING', 'is given without `client-ca`', 'Give the authorities that the origin trusts: only a certificate that one of them signed is accepted.');
    if (command !== undefined)
        return {
            kind: 'command',
            words: readWords(command, report),
            environment: readNames(environment, report),
        };
    if (vault !== undefined)
        return readVault(lookup, report);
    if (stepCa !== undefined)
        return readStepCa(lookup, report);
    if (authority === undefined)
        (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)('issue', ''), 'SIGNER_MISSING', 'does not say who signs', 'Give `authority-certificate` and `authority-key` from secrets, or `command`, `vault` or `step-ca` in `issue`.');
    return {
        kind: 'authority',
        pasted: authority ?? { certificate: '', privateKey: undefined, passphrase: undefined, names: NAMES },
    };
}
const NAMES = {
    certificate: 'authority-certificate',
    privateKey: 'authority-key',
    passphrase: 'authority-key-passphrase',
};
function readWords(field, report) {
    const lines = field.value.split('\n').filter((line) => line !== '');
    const words = lines.length > 1 ? lines : field.value.split(/[ \t]+/u).filter((word) => word !== '');
    if (words.length > MOST_WORDS || words.some((word) => word.includes('\0')))
        (0,problem/* complain */.cc)(report, field, 'COMMAND_WORDS', 'is not a list of words', 'Write the program and its arguments.');
    if (lines.length === 1 && /["'`$|<>;&]/u.test(field.value))
        (0,problem/* complain */.cc)(report, field, 'COMMAND_NEEDS_SHELL', 'is one line with quotes or other characters for a shell, and there is no shell', 'Write it as a list of words. If you need a pipe, put it into a script in the repository and name the script.');
    return words;
}
function readNames(field, report) {
    const names = (field?.value ?? '').split(/[\s,]+/u).filter((name) => name !== '');
    if (field === undefined)
        return names;
    if (names.some((name) => !/^[A-Za-z_]\w{0,254}$/u.test(name)))
        (0,problem/* complain */.cc)(report, field, 'ISSUE_ENVIRONMENT', 'has an entry that cannot be the name of an environment variable', 'Write names, not values.');
    const withheld = names.find((name) => WITHHELD.test(name));
    if (withheld !== undefined)
        (0,problem/* complain */.cc)(report, field, 'ISSUE_ENVIRONMENT', 'names a variable of the runner or of this action, or one that changes how programs start', 'Those are kept from the command: set a variable of your own in the `env` of the step.');
    return names;
}

;// CONCATENATED MODULE: ./lib/inputs/issue/read.js






const DEFAULT_VALIDITY = '100d';
const LIMITS = { least: '10s', most: '3650d' };
const LONGEST_NAME = 64;
const PLAIN_NAME = /^[A-Za-z\d*](?:[A-Za-z\d ._*@:()/-]*[A-Za-z\d)])?$/u;
function readIssue(place, lookup, report) {
    const always_ = (0,kinds/* readChoice */.Kf)((0,fields/* always */.Gk)(lookup, 'renew'), ['due', 'always'], report) === 'always';
    refuseBesideIssuing(lookup, report);
    return { ...readRule(place, lookup, report), always: always_, signer: readSigner(lookup, report) };
}
function readExpectedIssue(place, lookup, authorities, report) {
    return { ...readRule(place, lookup, report), authorities };
}
function readRule(place, lookup, report) {
    const asked = lookup('issue.validity') ?? (0,problem/* inputField */.LF)('issue', DEFAULT_VALIDITY);
    const validity = (0,kinds/* readDuration */.$7)(asked, LIMITS, report);
    const minimum = durationOf(lookup, 'minimum-validity', () => undefined);
    if (validity > 0 && validity <= minimum)
        (0,problem/* complain */.cc)(report, asked, 'VALIDITY_BELOW_MINIMUM', 'is not longer than `minimum-validity`, so every issued certificate would be refused at once', 'Raise it, or lower `minimum-validity`.');
    const before = lookup('issue.renew-before');
    const renewBefore = before && (0,kinds/* readDuration */.$7)(before, LIMITS, report);
    if (before !== undefined && renewBefore !== undefined && validity > 0 && renewBefore >= validity)
        (0,problem/* complain */.cc)(report, before, 'RENEWED_AT_ONCE', 'is not shorter than `validity`, so every certificate would be due as soon as it is issued', 'Make it shorter, or leave it out: without it, a certificate is renewed when a third of its life is left.');
    const kind = lookup('issue.key');
    const key = (kind && (0,kinds/* readChoice */.Kf)(kind, KEY_KINDS, report)) ?? 'ec-p256';
    return { commonName: readCommonName(place, lookup, report), key, validity, renewBefore };
}
function readCommonName(place, lookup, report) {
    const given = lookup('issue.common-name');
    const fitting = place.level === 'zone' ? zoneName(place.zone) : place.hostnames[0];
    const name = given?.value ?? fitting;
    const field = given ?? (0,problem/* inputField */.LF)('issue', '');
    if (name === undefined) {
        if (place.level === 'zone' && place.zone !== '')
            (0,problem/* complain */.cc)(report, field, 'COMMON_NAME_MISSING', 'has no `common-name`, and the zone is given by its id, which cannot be the name of a certificate', 'Give the zone by its name, or write a `common-name`.');
        return '';
    }
    if (name.length > LONGEST_NAME || !PLAIN_NAME.test(name))
        (0,problem/* complain */.cc)(report, field, 'COMMON_NAME', given === undefined
            ? `has no \`common-name\`, and the ${place.level === 'zone' ? 'zone' : 'first hostname'} is longer than the ${LONGEST_NAME} characters of a certificate's name`
            : 'is a name that not every signer writes the same way', `Write a \`common-name\` of at most ${LONGEST_NAME} letters, digits, spaces, dots and hyphens.`);
    return name;
}
function refuseBesideIssuing(lookup, report) {
    const accepted = lookup('accept-issuer-change');
    if (accepted?.value.toLowerCase() === 'true')
        (0,problem/* complain */.cc)(report, accepted, 'INPUT_BESIDE_ISSUING', 'is given although certificates are issued', 'On a schedule it would be permanent consent. Give `client-ca` or `origin` instead, which are checked on every run.');
    const replaced = lookup('replace');
    if (replaced !== undefined)
        (0,problem/* complain */.cc)(report, replaced, 'INPUT_BESIDE_ISSUING', 'is given although certificates are issued', 'Name the hostnames in `hostnames`: every issued certificate has a new id.');
}

;// CONCATENATED MODULE: ./lib/inputs/target-request.js







const MOST_HOSTNAMES = 100;
function readScope(lookup, zone, level, at, report) {
    const hosts = lookup('hostnames');
    const replaces = lookup('replace');
    if (level === 'zone')
        refuseAtZoneLevel([hosts, replaces], report);
    else if (hosts === undefined && replaces === undefined)
        (0,problem/* complain */.cc)(report, at, 'HOSTNAMES_MISSING', 'is `hostname`, but neither `hostnames` nor `replace` says which', 'Name the hostnames, or the id of the certificate to replace. If the list comes from a variable, is it empty?');
    else if (hosts !== undefined && replaces !== undefined)
        (0,problem/* complain */.cc)(report, replaces, 'HOSTNAMES_AND_REPLACE', 'is given together with `hostnames`', 'Give one of them: `replace` finds the hostnames itself.');
    const hostnames = hosts === undefined ? [] : (0,inputs_hostnames/* readHostnames */.Bs)(hosts, report);
    if (hosts !== undefined && hostnames.length > MOST_HOSTNAMES)
        (0,problem/* complain */.cc)(report, hosts, 'TOO_MANY_HOSTNAMES', `names ${hostnames.length} hostnames, and Cloudflare takes ${MOST_HOSTNAMES} on one certificate`, 'Split them across several certificates.');
    const replace = replaces === undefined ? undefined : (0,kinds/* readCertificateId */.hq)(replaces, report);
    return { name: target_request_nameOf(zone, level, hostnames, replace), zone, level, hostnames, replace };
}
function readTargetRequest(scope, lookup, pasted, token, report) {
    const clientCa = lookup('client-ca');
    const material = pasted === undefined
        ? { pasted, issue: readIssue(scope, lookup, report) }
        : { pasted, issue: undefined };
    return {
        ...scope,
        ...material,
        clientCa: clientCa === undefined ? undefined : (0,kinds/* readBundle */.Bo)(clientCa, report),
        policy: readPolicy(lookup, scope, token, report),
    };
}
function readExpectedTarget(scope, lookup, pasted, issue, report) {
    const { name, level, hostnames, replace } = scope;
    return {
        name,
        level,
        hostnames,
        replace,
        pasted,
        issue,
        enable: booleanOf(lookup, 'enable', report),
        expiryWarning: durationOf(lookup, 'expiry-warning', report),
    };
}
function refuseAtZoneLevel(fields, report) {
    for (const field of fields)
        if (field !== undefined)
            (0,problem/* complain */.cc)(report, field, 'HOSTNAMES_AT_ZONE_LEVEL', 'is given at zone level, where one certificate serves the whole zone', 'Remove it, or write `level: hostname`.');
}
function target_request_nameOf(zone, level, hostnames, replace) {
    const [first, ...others] = hostnames;
    if (level === 'zone')
        return `${zone} (zone)`;
    if (first === undefined)
        return `${zone} (replacing ${replace ?? 'nothing'})`;
    return others.length === 0 ? `${zone} (${first})` : `${zone} (${first} and ${others.length} more)`;
}
function materialFromInputs(env) {
    return {
        certificate: (0,fields/* rawInput */.JR)(env, 'certificate'),
        privateKey: (0,fields/* rawInput */.JR)(env, 'private-key') || undefined,
        passphrase: (0,fields/* rawPassphrase */.VA)(env[(0,environment/* inputVariable */.LO)('private-key-passphrase')] ?? ''),
        names: {
            certificate: 'certificate',
            privateKey: 'private-key',
            passphrase: 'private-key-passphrase',
        },
    };
}
function certificateFromInputs(env) {
    return (0,fields/* rawInput */.JR)(env, 'certificate') === '' ? undefined : materialFromInputs(env);
}

;// CONCATENATED MODULE: ./lib/inputs/jobs.js








function rotateFromInputs(env, lookup, token, report) {
    const zone = zoneOf(lookup, report);
    const level = levelOf(lookup, report);
    if (level === undefined)
        return [];
    const scope = readScope(lookup, zone, level, (0,problem/* inputField */.LF)('level', level), report);
    const pasted = (0,fields/* isIssuing */.pR)(env) ? undefined : materialFromInputs(env);
    return [readTargetRequest(scope, lookup, pasted, token, report)];
}
function statusFromInputs(env, lookup, report) {
    const zone = zoneOf(lookup, report);
    const level = levelOf(lookup, report);
    const named = lookup('hostnames') ?? lookup('replace');
    if (level === undefined && named !== undefined)
        (0,problem/* complain */.cc)(report, named, 'LEVEL_MISSING', 'is given without `level`', 'Write `level: hostname`.');
    const expected = level === 'zone' || (level === 'hostname' && named !== undefined) ? [level] : [];
    return [
        {
            zone,
            expiryWarning: durationOf(lookup, 'expiry-warning', report),
            enable: booleanOf(lookup, 'enable', report),
            expected: expected.map((one) => {
                const scope = readScope(lookup, zone, one, (0,problem/* inputField */.LF)('level', one), report);
                const issue = (0,fields/* isIssuing */.pR)(env)
                    ? readExpectedIssue(scope, lookup, authoritiesOf(lookup), report)
                    : undefined;
                return readExpectedTarget(scope, lookup, issue ? undefined : certificateFromInputs(env), issue, report);
            }),
        },
    ];
}
const EXPIRED = 'expired';
function deleteFromInputs(env, report) {
    const lookup = (0,fields/* inputLookup */.L3)(env);
    const id = lookup('certificate-id');
    return {
        zone: zoneOf(lookup, report),
        level: levelOf(lookup, report),
        what: id === undefined || id.value.toLowerCase() === EXPIRED
            ? { kind: 'expired' }
            : { kind: 'certificate', id: (0,kinds/* readCertificateId */.hq)(id, report) },
    };
}
function disableFromInputs(env, token, report) {
    const lookup = (0,fields/* inputLookup */.L3)(env);
    const zone = zoneOf(lookup, report);
    const level = levelOf(lookup, report);
    const what = level === undefined ? undefined : disabled(lookup, level, report);
    const hostnames = what?.kind === 'hostnames' ? what.hostnames : [];
    const place = { zone, level: level ?? 'zone', hostnames };
    const probes = readProbes(lookup, place, token, report);
    return {
        zone,
        what: what ?? { kind: 'zone' },
        acceptUnauthenticated: booleanOf(lookup, 'accept-unauthenticated', report),
        activationTimeout: durationOf(lookup, 'activation-timeout', report),
        probes,
        origin: readOriginCheck(lookup, place, probes.urls, report, true),
    };
}
function disabled(lookup, level, report) {
    const hosts = lookup('hostnames');
    const mode = lookup('mode');
    if (level === 'zone') {
        for (const field of [hosts, mode])
            if (field !== undefined)
                (0,problem/* complain */.cc)(report, field, 'HOSTNAMES_AT_ZONE_LEVEL', 'is given at zone level, where the switch of the whole zone is turned off', 'Remove it, or write `level: hostname`.');
        return { kind: 'zone' };
    }
    if (hosts === undefined)
        (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)('hostnames', ''), 'INPUT_MISSING', 'is empty, and `level: hostname` needs it', 'Name the hostnames to disable.');
    if (mode === undefined)
        (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)('mode', ''), 'INPUT_MISSING', 'is empty, and `level: hostname` needs it', 'Write `withdraw` to let the zone level apply again, or `off` to send no client certificate even if the zone level is on.');
    return {
        kind: 'hostnames',
        hostnames: hosts === undefined ? [] : (0,inputs_hostnames/* readHostnames */.Bs)(hosts, report),
        mode: (mode === undefined ? undefined : (0,kinds/* readChoice */.Kf)(mode, ['withdraw', 'off'], report)) ?? 'withdraw',
    };
}
function zoneOf(lookup, report) {
    const field = lookup('zone');
    return field === undefined ? '' : (0,kinds/* readZone */.Xg)(field, report);
}
function levelOf(lookup, report) {
    const field = lookup('level');
    return field === undefined ? undefined : (0,kinds/* readChoice */.Kf)(field, kinds/* LEVELS */.A_, report);
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/material.js




function readMaterial(target, at, surroundings, report) {
    const certificate = certificateText(target, at, surroundings, report) ?? { input: '', value: '' };
    const inFile = entryOf(target, 'certificate-file') !== undefined;
    const keyField = fieldNamed(target, 'private-key-env');
    const passphraseField = fieldNamed(target, 'private-key-passphrase-env');
    if (keyField === undefined && inFile)
        (0,problem/* complain */.cc)(report, at, 'MANIFEST_KEY_MISSING', 'has a target with `certificate-file` but no `private-key-env`', 'Name the environment variable that holds the private key.');
    const privateKey = keyField && variableText(keyField, surroundings.env, report);
    const passphrase = passphraseField && variableText(passphraseField, surroundings.env, report);
    return {
        certificate: certificate.value,
        privateKey,
        passphrase: passphrase === undefined ? undefined : (0,fields/* rawPassphrase */.VA)(passphrase),
        names: {
            certificate: certificate.input,
            privateKey: keyField?.value ?? certificate.input,
            passphrase: passphraseField?.value ?? 'private-key-passphrase-env',
        },
    };
}
function readCertificateOnly(target, at, surroundings, report, warn) {
    const named = fieldNamed(target, 'certificate-env');
    const absent = named !== undefined && (surroundings.env[named.value] ?? '').trim() === '';
    const certificate = certificateText(target, at, surroundings, absent ? warn : report);
    if (certificate === undefined)
        return undefined;
    const { input: name, value } = certificate;
    return {
        certificate: value,
        privateKey: undefined,
        passphrase: undefined,
        names: { certificate: name, privateKey: name, passphrase: name },
    };
}
function certificateText(target, at, { env, files }, report) {
    const variable = fieldNamed(target, 'certificate-env');
    const file = fieldNamed(target, 'certificate-file');
    if (variable !== undefined && file !== undefined)
        (0,problem/* complain */.cc)(report, file, 'GIVEN_TWICE', 'is given together with `certificate-env`', 'Give one of them.');
    const field = variable ?? file;
    if (field === undefined) {
        (0,problem/* complain */.cc)(report, at, 'MANIFEST_CERTIFICATE_MISSING', 'has a target without a certificate', 'Name it with `certificate-env` or `certificate-file`.');
        return undefined;
    }
    const value = variable === undefined ? fileText(field, files, report) : variableText(field, env, report);
    return value === undefined ? undefined : { input: field.value, value };
}
function fieldNamed(target, key) {
    const entry = entryOf(target, key);
    return entry && fieldOf(entry);
}
const PASTED = ['certificate-env', 'certificate-file', 'private-key-env', 'private-key-passphrase-env'];
const AUTHORITY = ['authority-key-env', 'authority-certificate-env', 'authority-certificate-file'];
const ISSUING = [...AUTHORITY, ...ISSUE_KEYS.map((key) => `issue.${key}`)];
function isIssued(target, lookup, byStep, report) {
    const pasted = PASTED.map((key) => entryOf(target, key)).find((entry) => entry !== undefined);
    if (pasted === undefined)
        return byStep || ISSUING.some((name) => lookup(name) !== undefined);
    const own = ['issue', ...AUTHORITY].some((key) => entryOf(target, key) !== undefined);
    if (own)
        (0,problem/* complain */.cc)(report, fieldOf(pasted), 'INPUT_BESIDE_ISSUING', 'is given for a target whose certificate is issued', 'The run makes the certificate and its key itself: remove it, or what it is issued with.');
    return false;
}
function authorityAtHand(lookup, env, warn) {
    const variable = lookup('authority-certificate-env');
    if (variable === undefined || lookup('client-ca') !== undefined)
        return true;
    return variableText(variable, env, warn) !== undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/shape.js


const MOST_ZONES = 1000;
function readShape(root, report) {
    const nothing = { kind: 'map', entries: [], at: root.at };
    const top = asMap(root, 'manifest', report);
    if (top === undefined)
        return { defaults: nothing, zones: [] };
    const defaultsNode = parse_valueOf(top, 'defaults');
    const defaults = defaultsNode === undefined ? undefined : asMap(defaultsNode, 'defaults', report);
    const zones = listOf(top, 'zones', report).flatMap((node) => zoneShape(node, report));
    if (zones.length > MOST_ZONES)
        complain(report, top.at, 'MANIFEST_SHAPE', `has more than ${MOST_ZONES} zones`);
    return { defaults: defaults ?? nothing, zones: zones.slice(0, MOST_ZONES) };
}
function zoneShape(node, report) {
    const settings = asMap(node, 'zone', report);
    if (settings === undefined)
        return [];
    const zone = parse_valueOf(settings, 'zone');
    const targets = listOf(settings, 'targets', report).flatMap((one) => asMap(one, 'target', report) ?? []);
    if (zone?.kind === 'text')
        return [{ zone, settings, targets }];
    complain(report, settings.at, 'MANIFEST_SHAPE', 'has a zone without `zone` (its name or id)');
    return [];
}
function listOf(map, key, report) {
    const node = parse_valueOf(map, key);
    if (node?.kind === 'list' && node.items.length > 0)
        return node.items;
    const cause = node === undefined
        ? `has no \`${key}\` here, a list`
        : `has something other than a list of entries in \`${key}\``;
    complain(report, node?.at ?? map.at, 'MANIFEST_SHAPE', cause);
    return [];
}
function asMap(node, height, report) {
    if (node.kind !== 'map') {
        complain(report, node.at, 'MANIFEST_SHAPE', `has something other than keys and values where ${WHERE[height]} should be`);
        return undefined;
    }
    const entries = node.entries.filter((entry) => {
        const known = KEYS_AT[height].has(entry.key);
        if (!known)
            complain(report, entry.at, 'MANIFEST_UNKNOWN_KEY', unknownKey(entry.key, height));
        else if (isBlock(entry.key))
            return asMap(entry.value, entry.key, report) !== undefined;
        else if (!shape_fits(entry.key, entry.value))
            complain(report, entry.value.at, 'MANIFEST_SHAPE', `has no value, or a value of the wrong form, in \`${entry.key}\``);
        else
            return true;
        return false;
    });
    return { ...node, entries };
}
const WHERE = {
    manifest: 'the manifest',
    defaults: 'the defaults',
    zone: 'a zone',
    target: 'a target',
    issue: 'an `issue`',
    vault: 'a `vault`',
    'step-ca': 'a `step-ca`',
};
function shape_fits(key, value) {
    if (key === 'defaults' || key === 'zones' || key === 'targets')
        return true;
    if (value.kind === 'text')
        return value.value !== '';
    return value.kind === 'list' && LIST_KEYS.has(key) && value.items.every((item) => item.kind === 'text');
}
function unknownKey(key, height) {
    const shown = /^[a-z_-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
    const elsewhere = HEIGHTS.filter((one) => KEYS_AT[one].has(key)).map((one) => WHERE[one]);
    const belongs = elsewhere.length > 0 ? `It belongs to ${elsewhere.join(' or ')}` : undefined;
    const instead = INSTEAD.get(key) ?? belongs ?? '`manifest.schema.json` lists all keys';
    return `has ${shown} in ${WHERE[height]}, where it is not known. ${instead}`;
}
function complain(report, at, reason, cause) {
    report({ reason, input: 'manifest', sentence: `\`manifest\` ${cause} (${place(at)}).` });
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/zones.js







function readZones(root, only, step, surroundings, report) {
    const shape = readShape(root, report);
    const named = shape.zones.map((zone) => ({
        zone,
        name: (0,kinds/* readZone */.Xg)({ ...textField('zone', zone.zone.at), value: zone.zone.value }, report),
    }));
    refuseTwice(named.map(({ name, zone }) => ({ key: name, at: zone.zone.at, what: `the zone ${name}` })), report);
    const wanted = only === undefined ? undefined : chosen(only, new Set(named.map(({ name }) => name)), report);
    const outer = (0,fields/* firstOf */.Ku)(scopeLookup(shape.defaults, surroundings, report), step);
    return named
        .filter(({ name }) => wanted?.has(name) ?? true)
        .map(({ zone, name }) => readOneZone(zone, name, outer, surroundings, report));
}
function readOneZone({ settings, targets }, zone, outer, surroundings, report) {
    const lookup = (0,fields/* firstOf */.Ku)(scopeLookup(settings, surroundings, report), outer);
    const read = targets.flatMap((map) => {
        const at = textField('targets', map.at);
        const level = zones_levelOf(map, at, report);
        if (level === undefined)
            return [];
        const inner = (0,fields/* firstOf */.Ku)(scopeLookup(map, surroundings, report), lookup);
        const levelField = textField('level', entryOf(map, 'level')?.at ?? map.at);
        return [{ scope: readScope(inner, zone, level, levelField, report), map, at, lookup: inner }];
    });
    const claims = read.flatMap(({ scope, map }) => claimsOf(scope).map((key) => ({ key, at: map.at })));
    refuseTwice(claims.map(({ key, at }) => ({ key, at, what: `${key} in the zone ${zone}` })), report);
    const ordered = [
        ...read.filter(({ scope }) => scope.level === 'hostname'),
        ...read.filter(({ scope }) => scope.level === 'zone'),
    ];
    return { zone, lookup, targets: ordered };
}
function claimsOf({ level, hostnames, replace }) {
    if (level === 'zone')
        return ['the zone level'];
    const replaced = replace === undefined || replace === '' ? [] : [`the certificate ${replace}`];
    return [...hostnames.map((hostname) => `the hostname ${hostname}`), ...replaced];
}
function zones_levelOf(map, at, report) {
    const entry = entryOf(map, 'level');
    if (entry !== undefined)
        return (0,kinds/* readChoice */.Kf)(fieldOf(entry), kinds/* LEVELS */.A_, report);
    (0,problem/* complain */.cc)(report, at, 'LEVEL_MISSING', 'has a target without `level`', 'Write `level: zone` or `level: hostname`.');
    return undefined;
}
function refuseTwice(claims, report) {
    const seen = new Map();
    for (const { key, at, what } of claims) {
        const before = key === '' ? undefined : seen.get(key);
        if (before === undefined)
            seen.set(key, at);
        else
            (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)('manifest', ''), 'MANIFEST_TWICE', `has ${what} twice (line ${before.line}, column ${before.column}, and line ${at.line}, column ${at.column})`, 'Name it once.');
    }
}
function chosen(only, known, report) {
    const wanted = (0,kinds/* splitList */.ry)(only.value).map((value) => (0,kinds/* readZone */.Xg)({ ...only, value }, report));
    if (wanted.length === 0)
        (0,problem/* complain */.cc)(report, only, 'ZONE_NOT_IN_MANIFEST', 'does not name a zone', 'Leave it out to take all zones.');
    const strange = wanted.filter((zone) => zone !== '' && !known.has(zone));
    if (strange.length > 0)
        (0,problem/* complain */.cc)(report, only, 'ZONE_NOT_IN_MANIFEST', `names ${strange.map(problem/* echo */.WI).join(', ')}, which the manifest does not have`, 'Write zones as the manifest does, or leave `zone` out to take them all.');
    return new Set(wanted);
}
function textField(key, at) {
    return { input: 'manifest', label: `\`${key}\` (${place(at)})`, value: '' };
}

;// CONCATENATED MODULE: ./lib/inputs/manifest/jobs.js








function rotateFromManifest(manifest, env, step, token, report) {
    return zonesOf(manifest, env, step, report).flatMap(({ targets }) => targets.map(({ scope, map, at, lookup }) => {
        const issues = isIssued(map, lookup, (0,fields/* isIssuing */.pR)(env), report);
        const pasted = issues ? undefined : readMaterial(map, at, { env, files: manifest.files }, report);
        return readTargetRequest(scope, lookup, pasted, token, report);
    }));
}
function statusFromManifest(manifest, env, step, report, warn) {
    const surroundings = { env, files: manifest.files };
    return zonesOf(manifest, env, step, report).map(({ zone, lookup: outer, targets }) => ({
        zone,
        expiryWarning: durationOf(outer, 'expiry-warning', report),
        enable: true,
        expected: targets.map(({ scope, map, at, lookup }) => {
            if (!isIssued(map, lookup, (0,fields/* isIssuing */.pR)(env), report)) {
                const pasted = readCertificateOnly(map, at, surroundings, report, warn);
                return readExpectedTarget(scope, lookup, pasted, undefined, report);
            }
            const authorities = authorityAtHand(lookup, env, warn) ? authoritiesOf(lookup) : undefined;
            const issue = readExpectedIssue(scope, lookup, authorities, report);
            return readExpectedTarget(scope, lookup, undefined, issue, report);
        }),
    }));
}
function zonesOf(manifest, env, step, report) {
    return readZones(manifest.root, step('zone'), settingsOnly(step), { env, files: manifest.files }, report);
}
function settingsOnly(step) {
    return (name) => (name === 'zone' || isOfTarget(name) ? undefined : step(name));
}
function isOfTarget(name) {
    return (0,table/* isInputName */.wp)(name) && table/* INPUTS */.mc[name].manifest === 'target';
}

;// CONCATENATED MODULE: ./lib/inputs/subject.js



const FILE = /^[\w./-]{1,150}\.(?:ya?ml|json)$/iu;
function subjectOf(operation, env) {
    const lookup = (0,fields/* inputLookup */.L3)(env);
    const input = (0,fields/* rawInput */.JR)(env, 'manifest');
    if (input === '' || (operation !== 'status' && operation !== 'rotate')) {
        const name = operation === 'status' ? zoneStatusNamed(lookup) : targetNamed(lookup);
        return { names: name === undefined ? [] : [name], manifest: undefined };
    }
    const words = operation === 'status' ? 'status by manifest' : 'manifest';
    const manifest = FILE.test(input) ? `${words} ${input}` : words;
    const chosen = (0,kinds/* splitList */.ry)(lookup('zone')?.value ?? '').map((value) => subject_zoneOf(value));
    const names = chosen.length === 0 ? [manifest] : chosen.map((zone) => ofManifest(zone, manifest));
    return { names: names.includes('') ? [manifest] : names, manifest };
}
function settledBy({ names, manifest }, job) {
    if (manifest === undefined)
        return names;
    const zones = job.operation === 'rotate' ? job.requests : job.operation === 'status' ? job.zones : [];
    return [...new Set([...names, ...zones.map(({ zone }) => ofManifest(zone, manifest))])];
}
function ofManifest(zone, manifest) {
    return zone === '' ? '' : `${zone} (${manifest})`;
}
function zoneStatusNamed(lookup) {
    const zone = zoneNamed(lookup);
    return zone && `${zone} (status)`;
}
function zoneNamed(lookup) {
    return subject_zoneOf(lookup('zone')?.value ?? '') || undefined;
}
function targetNamed(lookup) {
    const zone = zoneNamed(lookup);
    const field = lookup('level');
    const level = kinds/* LEVELS */.A_.find((one) => one === field?.value.toLowerCase());
    if (zone === undefined || field === undefined || level === undefined)
        return undefined;
    const { name, hostnames, replace } = readScope(lookup, zone, level, field, silent);
    const told = level === 'zone' || hostnames.length > 0 || (replace ?? '') !== '';
    return told ? name : undefined;
}
function subject_zoneOf(value) {
    return (0,kinds/* readZone */.Xg)({ input: 'zone', label: '`zone`', value }, silent);
}
function silent() { }

// EXTERNAL MODULE: ./lib/inputs/token.js
var inputs_token = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./lib/inputs/run-settings.js







function readOperation(env, report) {
    return (0,kinds/* readChoice */.Kf)((0,fields/* always */.Gk)((0,fields/* inputLookup */.L3)(env), 'operation'), OPERATIONS, report);
}
function readRunSettings(env, operation, report) {
    const lookup = (0,fields/* inputLookup */.L3)(env);
    const openIssue = booleanOf(lookup, 'open-issue', report);
    return {
        operation,
        subject: subjectOf(operation, env),
        token: (0,inputs_token/* readToken */.AI)((0,problem/* inputField */.LF)('api-token', (0,fields/* rawInput */.JR)(env, 'api-token')), env, report),
        apiBaseUrl: readApiBaseUrl((0,fields/* always */.Gk)(lookup, 'api-base-url'), report),
        timeout: durationOf(lookup, 'timeout', report),
        dryRun: booleanOf(lookup, 'dry-run', report),
        openIssue,
        githubToken: readGithubToken(env, openIssue, report),
        onFailure: (0,kinds/* readChoice */.Kf)((0,fields/* always */.Gk)(lookup, 'on-failure'), ['stop', 'continue'], report) ?? 'stop',
    };
}
function readGithubToken(env, needed, report) {
    const token = (0,inputs_token/* stripBearer */.Wg)((0,fields/* rawInput */.JR)(env, 'github-token'));
    const field = (0,problem/* inputField */.LF)('github-token', '');
    const cure = 'Leave it out, so that it is `${{ github.token }}`, and grant the job `permissions: issues: write`.';
    if (/[^\w.~+/=-]/u.test(token) && !(0,fields/* isPlaceholder */.wK)(token)) {
        (0,problem/* complain */.cc)(report, field, 'TOKEN_CHARACTERS', 'has characters that a token never has', cure);
        return undefined;
    }
    const absent = token === '' || (0,fields/* isPlaceholder */.wK)(token);
    if (absent && needed)
        (0,problem/* complain */.cc)(report, field, 'INPUT_MISSING', 'is empty, and `open-issue: true` needs it', cure);
    return absent ? undefined : token;
}
const run_settings_CURE = 'Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.';
function readApiBaseUrl(field, report) {
    const url = URL.canParse(field.value) ? new URL(field.value) : undefined;
    const mistake = url === undefined ? { reason: 'NOT_A_URL', cause: 'is no URL' } : mistakeOf(url);
    if (mistake !== undefined)
        (0,problem/* complain */.cc)(report, field, mistake.reason, mistake.cause, run_settings_CURE);
    return url === undefined ? '' : `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}
function mistakeOf(url) {
    const encrypted = url.protocol === 'https:' || (url.protocol === 'http:' && (0,probe_urls/* isLoopback */.U9)(url.hostname));
    if (!encrypted)
        return {
            reason: 'URL_NOT_HTTPS',
            cause: 'is not https, and token and private key would travel in the clear',
        };
    if (`${url.username}${url.password}` !== '')
        return { reason: 'URL_HAS_USER', cause: 'has a user name or password in it' };
    return `${url.search}${url.hash}` === ''
        ? undefined
        : { reason: 'URL_HAS_QUERY', cause: 'has a query or fragment at its end' };
}
const OPERATIONS = ['rotate', 'status', 'delete', 'disable', 'matrix'];

;// CONCATENATED MODULE: ./lib/inputs/operation-rules.js





const ROTATION = new Set(['rotate', 'status', 'matrix']);
function checkOperation(operation, env, report) {
    const saidElsewhere = (0,fields/* rawInput */.JR)(env, 'manifest') !== '' && ROTATION.has(operation);
    for (const name of table/* INPUT_NAMES */.Qh) {
        const { operations = OPERATIONS } = table/* INPUTS */.mc[name];
        if ((0,fields/* isGiven */.qR)(env, name) && !operations.includes(operation)) {
            const takers = operations.map((one) => `\`${one}\``).join(', ');
            const cause = `does not apply to \`operation: ${operation}\` (it belongs to ${takers})`;
            (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)(name, ''), 'INPUT_NOT_TAKEN', cause, 'Remove it, or change `operation`.');
        }
    }
    if (saidElsewhere)
        for (const name of table/* INPUT_NAMES */.Qh.filter((one) => table/* INPUTS */.mc[one].manifest === 'target' && (0,fields/* isGiven */.qR)(env, one)))
            (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)(name, ''), 'INPUT_BESIDE_MANIFEST', 'is given together with `manifest`', 'Set it in the manifest, for the target it belongs to.');
    const issues = (0,fields/* isIssuing */.pR)(env);
    if (issues && !saidElsewhere)
        operation_rules_refuseBesideIssuing(env, report);
    for (const name of saidElsewhere ? [] : NEEDS[operation])
        if ((0,fields/* rawInput */.JR)(env, name) === '' && !isInKey(name, env) && !(name === 'certificate' && issues))
            operation_rules_missing(name, operation, env, report);
}
const NOT_BESIDE_ISSUING = new Map([
    [
        'certificate',
        'The run makes the certificate and its key itself: remove it, or the inputs it issues with.',
    ],
    [
        'private-key',
        'The run makes the certificate and its key itself: remove it, or the inputs it issues with.',
    ],
    [
        'private-key-passphrase',
        'It is for a pasted key; for the key of the authority there is `authority-key-passphrase`.',
    ],
    ['replace', 'Name the hostnames in `hostnames`: every issued certificate has a new id.'],
    [
        'accept-issuer-change',
        'On a schedule it would be permanent consent. Give `client-ca` or `origin` instead, which are checked on every run.',
    ],
]);
function operation_rules_refuseBesideIssuing(env, report) {
    for (const [name, cure] of NOT_BESIDE_ISSUING)
        if ((0,fields/* isGiven */.qR)(env, name))
            (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)(name, ''), 'INPUT_BESIDE_ISSUING', 'is given although certificates are issued', cure);
}
const NEEDS = {
    rotate: ['zone', 'level', 'certificate'],
    status: ['zone'],
    matrix: ['manifest'],
    delete: ['zone', 'certificate-id'],
    disable: ['zone', 'level'],
};
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
function operation_rules_missing(name, operation, env, report) {
    const cure = CURES[name] ?? `Pass the certificate as PEM text. ${(0,inputs_token/* secretHint */.U9)(env)}`;
    (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)(name, ''), 'INPUT_MISSING', `is empty, and \`operation: ${operation}\` needs it`, cure);
}
function warnOfIdleInputs(env, report) {
    if ((0,fields/* isGiven */.qR)(env, 'manifest'))
        return;
    for (const name of table/* INPUT_NAMES */.Qh) {
        const mains = (table/* INPUTS */.mc[name].refines ?? []).filter(table/* isInputName */.wp);
        if (mains.length > 0 && (0,fields/* isGiven */.qR)(env, name) && !mains.some((main) => (0,fields/* isGiven */.qR)(env, main)))
            (0,problem/* complain */.cc)(report, (0,problem/* inputField */.LF)(name, ''), 'INPUT_IDLE', `does nothing without ${mains.map((main) => `\`${main}\``).join(' or ')}`, name === 'renew'
                ? 'Give an authority or a signer, or remove it.'
                : `Name what to check in \`${mains[0] ?? ''}\`.`);
    }
}

;// CONCATENATED MODULE: ./lib/inputs/read.js









const NO_MANIFEST = { kind: 'none' };
const NO_BLOCK = { kind: 'none' };
function readInputs(env, manifest = NO_MANIFEST, block = NO_BLOCK) {
    const { problems, report: reportAll } = (0,problem/* collector */.g7)();
    const told = new Set((0,secrets/* refuseExposedKeys */.Xi)(env, reportAll));
    const report = (problem) => {
        if (!told.has(problem.input))
            reportAll(problem);
    };
    const warned = (0,problem/* collector */.g7)();
    (0,fields/* refusePlaceholders */.pJ)(env, report);
    const operation = readOperation(env, report);
    const settings = readRunSettings(env, operation ?? 'rotate', report);
    if (operation === undefined)
        return { kind: 'refused', problems, settings: toTell(settings) };
    checkOperation(operation, env, report);
    warnOfIdleInputs(env, warned.report);
    if (manifest.kind === 'refused')
        manifest.problems.forEach(report);
    if (block.kind === 'refused') {
        block.problems.forEach(report);
        told.add('issue');
    }
    const step = (0,fields/* firstOf */.Ku)((0,fields/* inputLookup */.L3)(env), blockLookup(block, env, report));
    const job = readJob({ operation, env, step, manifest, token: settings.token, report, warn: warned.report });
    warnOfCustomHostnames(job, warned.report);
    return problems.length === 0
        ? { kind: 'valid', settings, job, warnings: warned.problems }
        : { kind: 'refused', problems, settings: toTell(settings) };
}
function toTell(settings) {
    const { operation, subject, dryRun, openIssue, githubToken } = settings;
    return { operation, subject, dryRun, openIssue, githubToken };
}
function readJob({ operation, env, step, manifest, token, report, warn }) {
    const none = manifest.kind === 'none';
    switch (operation) {
        case 'delete':
            return { operation, request: deleteFromInputs(env, report) };
        case 'disable':
            return { operation, request: disableFromInputs(env, token, report) };
        case 'rotate':
            if (manifest.kind === 'opened')
                return { operation, requests: rotateFromManifest(manifest, env, step, token, report) };
            return { operation, requests: none ? rotateFromInputs(env, step, token, report) : [] };
        case 'status':
        case 'matrix':
            if (manifest.kind === 'opened')
                return { operation, zones: statusFromManifest(manifest, env, step, report, warn) };
            return { operation, zones: none ? statusFromInputs(env, step, report) : [] };
    }
}

// EXTERNAL MODULE: ./lib/secrecy/guard.js + 4 modules
var guard = __nccwpck_require__(1627);
;// CONCATENATED MODULE: ./lib/github/fields.js
function fields_fields(value) {
    return typeof value === 'object' ? { ...value } : {};
}

;// CONCATENATED MODULE: ./lib/github/trigger.js

function readTrigger(context) {
    const payload = fields_fields(context?.payload);
    const repository = readRepository(context, payload);
    const home = homeOf(context?.serverUrl, repository);
    const runId = naturalNumber(context?.runId);
    const actor = trigger_text(context?.actor) ?? trigger_text(fields_fields(payload['sender'])['login']);
    const event = readEvent(trigger_text(context?.eventName), payload, home, trigger_text(context?.sha));
    return {
        actor,
        ref: trigger_text(context?.ref)?.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
        workflow: trigger_text(context?.workflow),
        repository,
        runUrl: home !== undefined && runId !== undefined ? `${home}/actions/runs/${runId}` : undefined,
        secretsWithheld: withheld(event, payload, actor, trigger_text(context?.eventName)),
        ...event,
    };
}
function readEvent(name, payload, home, sha) {
    switch (name) {
        case undefined:
            return { kind: 'none' };
        case 'release': {
            const release = fields_fields(payload['release']);
            const tag = trigger_text(release['tag_name']);
            return { kind: 'release', tag, url: tagUrl(home, tag), prerelease: release['prerelease'] === true };
        }
        case 'workflow_dispatch':
            return { kind: 'manual' };
        case 'schedule':
            return { kind: 'schedule', cron: trigger_text(payload['schedule']) };
        case 'repository_dispatch':
            return { kind: 'repository-dispatch', eventType: trigger_text(payload['action']) };
        case 'workflow_call':
            return { kind: 'workflow-call' };
        case 'workflow_run':
            return { kind: 'workflow-run', after: trigger_text(fields_fields(payload['workflow_run'])['name']) };
        case 'push':
            return { kind: 'push', commit: sha };
        case 'pull_request':
        case 'pull_request_target': {
            const number = naturalNumber(payload['number']) ?? naturalNumber(fields_fields(payload['pull_request'])['number']);
            const known = home !== undefined && number !== undefined;
            return { kind: 'pull-request', number, url: known ? `${home}/pull/${number}` : undefined };
        }
        default:
            return { kind: 'other', event: name };
    }
}
function withheld(event, payload, actor, name) {
    if (actor === 'dependabot[bot]' && (event.kind === 'push' || event.kind === 'pull-request')) {
        return 'dependabot';
    }
    if (name !== 'pull_request')
        return undefined;
    const pull = fields_fields(payload['pull_request']);
    const head = fields_fields(fields_fields(pull['head'])['repo']);
    const base = trigger_text(fields_fields(fields_fields(pull['base'])['repo'])['full_name']);
    if (base === undefined)
        return undefined;
    return trigger_text(head['full_name']) === base ? undefined : 'fork';
}
function withheldSentence(trigger) {
    switch (trigger.secretsWithheld) {
        case 'fork':
            return 'GitHub gives no secrets to a pull request from a fork, so the certificate, the key and the token are empty here. Run the rotation on release, by hand or on a schedule instead.';
        case 'dependabot':
            return 'GitHub gives a run started by Dependabot only the secrets of Dependabot, so the certificate, the key and the token are empty here. Run the rotation on release, by hand or on a schedule instead.';
        case undefined:
            break;
    }
    return undefined;
}
function readRepository(context, payload) {
    const given = fields_fields(context?.repo);
    const [owner, name] = [trigger_text(given['owner']), trigger_text(given['repo'])];
    if (owner !== undefined && name !== undefined)
        return properName(owner, name);
    const told = fields_fields(payload['repository']);
    return properName(trigger_text(fields_fields(told['owner'])['login']), trigger_text(told['name']));
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
    if (home === undefined || tag === undefined || /\.\.|^[./]|\/$|[\p{Cc}\p{Cf}]/u.test(tag))
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

;// CONCATENATED MODULE: ./lib/cloudflare/error-causes.js
const ORIGIN_PULLS = /origin_tls_client_auth/;
const UPLOAD = /^POST .*origin_tls_client_auth/;
const SETTINGS = /\/settings\/(?:ssl|tls_client_auth)$/;
const ENTRIES = [
    {
        when: (refusal) => refusal.challenged,
        cause: "A challenge page of Cloudflare's network edge answered in place of the API.",
        cure: 'The address of this runner is being challenged: run on another runner, or allow its address, and try again.',
    },
    {
        when: ({ status }) => status >= 300 && status < 400,
        cause: 'The answer was a redirect, which is never followed, since the request carries the token and may carry the key.',
        cure: 'Check `api-base-url`, and any proxy in between.',
    },
    {
        codes: [6003, 6111, 9103, 9106],
        cause: 'The secret in `api-token` is no API token: a global API key, the name or id of a token, or text that was pasted along with it.',
        cure: 'Make an API token with "Zone > SSL and Certificates: Edit", and put it alone into the secret.',
    },
    {
        codes: [10001],
        message: /method not allowed for token/i,
        cause: 'The token may not make this call at all.',
        cure: 'Give the token "Zone > SSL and Certificates: Edit" on this zone.',
    },
    {
        message: /unable to authenticate request/i,
        statuses: [401, 403],
        cause: 'The token is not (or not yet) known: one made seconds ago takes a moment to become valid, and one that was rolled no longer is.',
        cure: 'Wait a minute and run again; if it stays, put the current token into the secret.',
    },
    {
        codes: [10000],
        cause: 'The token lacks the permission "SSL and Certificates: Edit" for this zone, or the id is not the id of a zone, or a filter on client IP addresses of the token shuts out this runner.',
        cure: 'In the dashboard, under My Profile > API Tokens, or Manage Account > API Tokens for one that begins with `cfat_`, give the token "Zone > SSL and Certificates: Edit" on this zone, and check its IP filter; check the zone id.',
    },
    {
        codes: [9109],
        endpoint: SETTINGS,
        cause: 'The token may not read the settings of this zone.',
        cure: 'Add "Zone > Zone Settings: Read" to the token.',
    },
    {
        codes: [9109],
        cause: 'The token is not valid here: it was made for other zones, has expired, or its IP filter shuts out this runner.',
        cure: 'Check that the token covers this zone with "SSL and Certificates: Edit" and has not expired.',
    },
    {
        codes: [7003, 7000],
        cause: 'The zone id is malformed, or `api-base-url` has another path than `/client/v4`.',
        cure: 'Copy the zone id from the Overview page of the zone in the dashboard (32 hexadecimal digits).',
    },
    {
        codes: [971],
        cause: 'More calls were made than the API allows (1200 in 5 minutes for a user or an account token).',
        cure: 'Wait five minutes and run again; look for other jobs that use tokens of the same user, or this token.',
    },
    {
        codes: [1404],
        endpoint: ORIGIN_PULLS,
        cause: 'A certificate id is required, also to switch an association off.',
        cure: 'This is a defect of this action: please report it with the ray id.',
    },
    {
        codes: [1406],
        endpoint: ORIGIN_PULLS,
        cause: 'This certificate exists in the zone already, or was deleted from it only seconds ago.',
        cure: 'If it was just deleted, wait half a minute and run again; otherwise issue a fresh certificate.',
    },
    {
        codes: [1408],
        endpoint: UPLOAD,
        cause: 'Cloudflare could not parse the certificate.',
        cure: 'Check with `openssl x509 -in certificate.pem -noout -text` that it is a whole PEM certificate with a supported kind of key.',
    },
    {
        codes: [1412],
        endpoint: UPLOAD,
        cause: 'Only a leaf certificate is accepted, and this one is an authority (CA:TRUE) or no leaf was found.',
        cure: 'Upload the client certificate your authority issued, with `basicConstraints = CA:FALSE`, and not the authority itself.',
    },
    {
        codes: [1413],
        endpoint: UPLOAD,
        cause: 'Cloudflare does not take a key of this kind.',
        cure: 'Issue the certificate with an EC key on P-256, or an RSA key of at least 2048 bits.',
    },
    {
        codes: [1414],
        endpoint: ORIGIN_PULLS,
        cause: 'The certificate is being deleted already.',
        cure: 'Nothing has to be done: it will be gone in about ten seconds.',
    },
    {
        codes: [1415],
        endpoint: ORIGIN_PULLS,
        cause: 'The certificate id is invalid or its certificate was deleted; the id of a zone-level certificate does not work for a hostname, nor the reverse.',
        cure: 'Check whether somebody else deleted the certificate, then run again.',
    },
    {
        codes: [1433],
        endpoint: ORIGIN_PULLS,
        cause: 'The certificate is in use: a hostname is associated with it, or was until a moment ago.',
        cure: 'Point its hostnames at another certificate, wait up to five minutes and try again.',
    },
    {
        codes: [1434],
        endpoint: ORIGIN_PULLS,
        cause: 'The certificate cannot be deleted while it is being deployed.',
        cure: 'Wait a few minutes and run again.',
    },
    {
        codes: [1551, 1552],
        endpoint: ORIGIN_PULLS,
        cause: 'There is no certificate with this id at this level of the zone.',
        cure: 'Check the id and the level (`zone` or `hostname`), and whether somebody else deleted the certificate.',
    },
    {
        codes: [1553],
        endpoint: ORIGIN_PULLS,
        cause: 'Nothing is configured for this hostname.',
        cure: 'Check that the hostname belongs to this zone; a rotation with `level: hostname` sets it up.',
    },
    {
        message: /already (?:been )?deleted/i,
        endpoint: ORIGIN_PULLS,
        cause: 'The certificate is deleted already.',
        cure: 'Nothing has to be done.',
    },
    {
        statuses: [429],
        cause: 'More calls were made than the API allows (1200 in 5 minutes for a user or an account token).',
        cure: 'Wait five minutes and run again; look for other jobs that use tokens of the same user, or this token.',
    },
    {
        statuses: [409],
        cause: 'Another change of this zone was running all the time.',
        cure: 'Look for another job or person that changes origin pulls of this zone, wait for it, then run again.',
    },
    {
        codes: [1000],
        cause: "Cloudflare's API failed inside; this is not about your certificate or your token.",
        cure: 'Look at https://www.cloudflarestatus.com and run again.',
    },
    {
        statuses: [401],
        cause: 'The token was not accepted.',
        cure: 'Check that the secret holds a current API token, whole and without quotes.',
    },
    {
        statuses: [403],
        cause: 'The token may not do this, or something before the API (a firewall, a proxy) forbade it.',
        cure: 'Give the token "SSL and Certificates: Edit" on this zone; if it has that, look at proxies between the runner and the API.',
    },
    {
        statuses: [404, 405],
        cause: 'The API does not know this path or does not allow this call.',
        cure: 'Check the zone id, the certificate id and `api-base-url`.',
    },
    {
        when: ({ status }) => status === 408 || status >= 500,
        cause: "Cloudflare's API or its network edge failed; this is not about your certificate.",
        cure: 'Look at https://www.cloudflarestatus.com and run again.',
    },
    {
        when: ({ status, readable }) => status < 300 && !readable,
        cause: 'What came was empty, cut off, not JSON, or not of the form the API documents.',
        cure: 'Run again; if it stays, check `api-base-url` and any proxy between the runner and the API.',
    },
];
const UNKNOWN = {
    cause: 'The API gave no reason this action knows.',
    cure: "Read Cloudflare's message above; with the ray id, Cloudflare support can look the request up.",
};
function explain(refusal) {
    return ENTRIES.find((entry) => error_causes_fits(entry, refusal)) ?? UNKNOWN;
}
function isKnown(refusal) {
    return ENTRIES.some((entry) => error_causes_fits(entry, refusal));
}
function error_causes_fits(entry, refusal) {
    const { codes, statuses, endpoint, message, when } = entry;
    if (codes !== undefined && !codes.some((code) => refusal.apiCodes.includes(code)))
        return false;
    if (statuses !== undefined && !statuses.includes(refusal.status))
        return false;
    if (endpoint !== undefined && !endpoint.test(refusal.endpoint))
        return false;
    if (message !== undefined && !refusal.apiMessages.some((text) => message.test(text)))
        return false;
    return when === undefined || when(refusal);
}

;// CONCATENATED MODULE: ./lib/cloudflare/api-error.js


class ApiError extends errors/* ActionError */.l {
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
        const { cause, cure } = { ...explain(refusal), ...better };
        super(errorCode(refusal), { happened: `${headline(refusal)} ${cause}`, remedy: cure });
        this.name = 'ApiError';
        this.status = refusal.status;
        this.apiCodes = refusal.apiCodes;
        this.apiMessages = refusal.apiMessages;
        this.endpoint = refusal.endpoint;
        this.ray = refusal.ray;
        this.readable = refusal.readable;
        this.passing = isPassing(refusal);
        this.explained = better.cause !== undefined || isKnown(refusal);
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
    withRemedy(remedy) {
        return this.withExplanation({ cure: remedy });
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
    if ((status === 401 || status === 403) && !refusal.challenged)
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
    if (isKnown({ ...refusal, status: 400, apiCodes: others }))
        return false;
    const told = others.length < apiCodes.length || apiMessages.some((text) => /^request timeout/i.test(text));
    return told || isGood(refusal);
}
const isGood = ({ status }) => status >= 200 && status < 300;
function headline(refusal) {
    const { status, apiCodes, apiMessages, endpoint, ray, readable } = refusal;
    const verb = readable || status >= 300 ? 'refused' : 'gave no readable answer to';
    const codes = apiCodes.length === 0 ? '' : `, code ${apiCodes.join(', ')}`;
    const messages = apiMessages.length === 0
        ? ''
        : `: ${apiMessages.map((text) => `"${text.replaceAll('"', "'")}"`).join('; ')}`;
    const where = ray === undefined ? '' : ` (ray id ${ray})`;
    return `Cloudflare ${verb} \`${endpoint}\` with HTTP ${status}${codes}${messages}${where}.`;
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
function mistrusted(outcome) {
    const refused = outcome.kind === 'refused' && hasCode(outcome.error, 10_000);
    return refused ? { kind: 'ambiguous', error: outcome.error } : outcome;
}

;// CONCATENATED MODULE: ./lib/operations/failure.js

function failureOf(error, inForce) {
    const { code, happened, remedy } = error;
    const details = error instanceof ApiError ? error.details() : [];
    return { code, happened, inForce: error.inForce ?? inForce, remedy, details };
}

;// CONCATENATED MODULE: ./lib/report/limits.js
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

// EXTERNAL MODULE: ./lib/secrecy/neutralise.js
var neutralise = __nccwpck_require__(2436);
;// CONCATENATED MODULE: ./lib/report/neutral-text.js

function plain(text, most = 500) {
    return (0,neutralise/* neutralise */.$)(text, most).replaceAll(/ {2,}/gu, ' ').trim();
}
function plainLines(texts, lines = 60, most = 500) {
    const all = texts
        .flatMap((text) => (0,neutralise/* neutraliseLines */.U)(text, most))
        .map((line) => line.trimEnd())
        .filter((line) => line !== '');
    if (all.length <= lines)
        return all;
    return [...all.slice(0, lines), `\u2026 and ${all.length - lines} more`];
}

;// CONCATENATED MODULE: ./lib/rotation/result.js
const WORST_FIRST = [
    'failed',
    'rolled-back',
    'not-started',
    'planned',
    'rotated',
    'unchanged',
];
function isFailure({ outcome }) {
    return outcome === 'failed' || outcome === 'rolled-back';
}

;// CONCATENATED MODULE: ./lib/rotation/plan/days.js
const days_DAY = 86_400_000;
function daysUntil(moment, now) {
    const days = (moment - now) / days_DAY;
    return days >= 0 ? Math.floor(days) : Math.min(-1, Math.ceil(days));
}
function daysAgo(days) {
    return days >= -1 ? 'about a day ago' : `${-days} days ago`;
}
function daysInWords(milliseconds) {
    const days = Math.floor(milliseconds / days_DAY);
    if (days < 1)
        return 'less than a day';
    return days === 1 ? '1 day' : `${days} days`;
}

;// CONCATENATED MODULE: ./lib/report/wording.js

const LATEST = 8.64e15;
function isoMoment(at) {
    if (at === undefined || !Number.isFinite(at) || Math.abs(at) > LATEST)
        return undefined;
    return new Date(at).toISOString().replace(/\.\d{3}Z$/u, 'Z');
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
        return `${count(whole, 'day')} left`;
    return whole === 0 ? 'less than a day left' : `expired ${daysAgo(whole)}`;
}
function count(amount, noun, plural = `${noun}s`) {
    return `${amount} ${amount === 1 ? noun : plural}`;
}
const MARKS = {
    rotated: '\u2705',
    unchanged: '\u2705',
    planned: '\ud83d\udcdd',
    'not-started': '\u2796',
    'rolled-back': '\u23ea',
    failed: '\u274c',
};
const OUTCOME_WORDS = {
    rotated: 'Rotated',
    unchanged: 'Unchanged',
    planned: 'Planned',
    'not-started': 'Not started',
    'rolled-back': 'Rolled back',
    failed: 'Failed',
};
const PHASE_WORDS = {
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
    inconclusive: '\u2754',
    skipped: '\u2796',
};
const WHEN_WORDS = {
    before: 'before',
    after: 'after',
    'after-rollback': 'after going back',
};

;// CONCATENATED MODULE: ./lib/report/report-document.js



const PARTS = ['evidence', 'phases', 'details'];
function reportText(run, state, most = MOST_CHARACTERS) {
    const text = reportWithFacts(run, state, most);
    if (text !== undefined)
        return text;
    const worstFirst = WORST_FIRST.flatMap((outcome) => run.targets.filter((one) => one.outcome === outcome));
    return asManyAsFit(worstFirst, most, (some) => {
        const leftOut = [...PARTS, 'facts', ...(some.length < worstFirst.length ? ['targets'] : [])];
        return asciiJson({ ...documentOf({ ...run, targets: [] }, state, leftOut), targets: some.map(briefly) });
    });
}
function reportWithFacts(run, state, most = MOST_CHARACTERS) {
    for (let parts = 0; parts <= PARTS.length; parts += 1) {
        const text = asciiJson(documentOf(run, state, PARTS.slice(0, parts)));
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
        ...(inForce === undefined
            ? {}
            : { inForce: { id: inForce.id, ...dates({ notAfter: inForce.notAfter }) } }),
        predecessors: predecessors.map(({ id, fate }) => ({ id, fate })),
        ...(failure === undefined ? {} : { failure: { code: failure.code } }),
    };
}
function failureReportText(failure, operation = 'rotate') {
    const document = {
        version: 1,
        state: 'ended',
        operation,
        outcome: 'failed',
        dryRun: false,
        ...(failure === undefined ? {} : { failure }),
        targets: [],
        calls: {},
        leftOut: [],
    };
    return asciiJson(document);
}
function documentOf(run, state, leftOut) {
    return {
        version: 1,
        state,
        operation: run.operation,
        outcome: run.outcome,
        dryRun: run.dryRun,
        ...dates({ startedAt: run.startedAt, endedAt: state === 'begun' ? undefined : run.endedAt }),
        targets: run.targets.map((target) => targetOf(target, leftOut)),
        calls: run.calls,
        leftOut,
        ...(leftOut.length === 0 ? {} : { rest: REST }),
    };
}
function targetOf(target, leftOut) {
    const { successor, inForce, before, predecessors, spared, phases, evidence, failure, renewal, ...rest } = target;
    const details = leftOut.includes('details');
    return {
        ...rest,
        warnings: details ? [] : rest.warnings,
        successor: factsOf(successor),
        ...(inForce === undefined ? {} : { inForce: factsOf(inForce) }),
        ...(before.length === 0 ? {} : { before: beforeOf(before) }),
        predecessors: predecessors.map((one) => ({ ...one, ...factsOf(one) })),
        spared: details ? [] : spared.map((one) => ({ ...one, ...factsOf(one) })),
        phases: leftOut.includes('phases')
            ? []
            : phases.map((phase) => ({
                ...phase,
                ...dates({ startedAt: phase.startedAt, endedAt: phase.endedAt }),
            })),
        evidence: leftOut.includes('evidence')
            ? []
            : evidence.map((one) => ({ ...one, at: undefined, ...dates({ at: one.at }) })),
        ...(renewal === undefined
            ? {}
            : { renewal: { signer: renewal.signer, ...dates({ dueAt: renewal.dueAt }) } }),
        ...(failure === undefined ? {} : { failure: details ? { ...failure, details: [] } : failure }),
    };
}
function beforeOf(before) {
    return Object.fromEntries(before.map(({ hostname, ...had }) => [hostname, had]));
}
function factsOf(facts) {
    const { id, fingerprint, fingerprintSha1, serialNumber, subject, issuer, notAfter, daysLeft } = facts;
    const whole = daysLeft !== undefined && Number.isFinite(daysLeft) ? { daysLeft: Math.floor(daysLeft) } : {};
    const known = { daysLeft: undefined, notAfter: undefined, ...dates({ notAfter }), ...whole };
    return { id, fingerprint, fingerprintSha1, serialNumber, subject, issuer, ...known };
}
function dates(moments) {
    const entries = Object.entries(moments).map(([name, at]) => [name, isoMoment(at)]);
    return Object.fromEntries(entries.filter((entry) => entry[1] !== undefined).map(([name, iso]) => [name, `${iso}`]));
}
function asciiJson(value) {
    return JSON.stringify(value)
        .replaceAll(/[^ -~]/gu, (char) => [...Array(char.length).keys()].map((at) => unicode(char, at)).join(''))
        .replaceAll(/##/gu, String.raw `#\u0023`);
}
function unicode(text, at) {
    return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}

;// CONCATENATED MODULE: ./lib/report/outputs.js




function renderOutputs(run) {
    const [only, ...others] = run.targets;
    const facts = only === undefined || others.length > 0 ? undefined : only.inForce;
    return {
        result: run.outcome,
        changed: String(run.targets.some(({ changed }) => changed)),
        ...scalars(facts),
        'previous-certificate-ids': previousIds(run.targets),
        report: reportText(run, 'ended'),
        matrix: '',
        status: '',
        'issue-url': '',
    };
}
function emptyOutputs(result, failure, operation) {
    return {
        result,
        changed: 'false',
        ...scalars(undefined),
        'previous-certificate-ids': '',
        report: failureReportText(failure, operation),
        matrix: '',
        status: '',
        'issue-url': '',
    };
}
function previousIds(targets) {
    const ids = targets.flatMap(({ predecessors }) => predecessors.map(({ id }) => id));
    const each = [...new Set(ids.filter((id) => id !== undefined).map((id) => plain(id, 100)))];
    return asManyAsFit(each, MOST_CHARACTERS, (some) => some.join(','));
}
function scalars(facts) {
    const days = facts?.daysLeft;
    return {
        'certificate-id': plain(facts?.id ?? '', 100),
        fingerprint: plain(facts?.fingerprint ?? '', 100),
        'serial-number': plain(facts?.serialNumber ?? '', 100),
        'expires-on': isoMoment(facts?.notAfter) ?? '',
        'days-left': days === undefined || !Number.isFinite(days) ? '' : String(Math.floor(days)),
    };
}

;// CONCATENATED MODULE: ./lib/report/first-report.js


const LATEST_TARGETS = 20;
function renderFirstReport(drafts, startedAt) {
    return {
        result: 'failed',
        'previous-certificate-ids': previousIds(drafts),
        report: firstReport(drafts.slice(-LATEST_TARGETS), startedAt),
    };
}
function firstReport(targets, startedAt) {
    const run = {
        operation: 'rotate',
        outcome: 'failed',
        dryRun: false,
        startedAt,
        endedAt: startedAt,
        calls: {},
    };
    for (const size of [targets.length, 10, 5, 2, 1].filter((fewer) => fewer <= targets.length)) {
        const text = reportWithFacts({ ...run, targets: targets.slice(-size) }, 'begun');
        if (text !== undefined)
            return text;
    }
    return reportText({ ...run, targets: targets.slice(-1) }, 'begun');
}

;// CONCATENATED MODULE: ./lib/report/markdown.js

const NOTHING = '\u2013';
function code(value, most = 300) {
    const text = plain(value, most).replaceAll('`', "'").replaceAll('|', '\u00a6');
    return text === '' ? NOTHING : `\`${text}\``;
}
function htmlCode(value, most = 200) {
    return `<code>${html(value, most)}</code>`;
}
function html(value, most) {
    return plain(value, most)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}
const ALIVE = /@|:\/\/|www\.|mailto:|xmpp:|#\d|gh-\d|:[\w+-]+:|^\W*(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}\W*$|[0-9a-f]{16,}/iu;
const CORE = /^([([{"']*)(.*?)([.,;:!?)\]}"']*)$/su;
const QUOTED = /(?<=(?:^|\s)[([{"']*)`([^`]{1,200})`(?=[.,;:!?)\]}"']*(?:\s|$))/u;
function prose(sentence, most = 1500) {
    const parts = plain(sentence, most).split(QUOTED);
    const texts = parts.map((part, index) => index % 2 === 1 ? code(part) : part.split(' ').map(proseWord).join(' '));
    return texts.join('').replace(/^([#+\-=:]|\d+(?=[.)]))/u, leading);
}
function leading(mark) {
    return /^\d/u.test(mark) ? `${mark}\\` : `\\${mark}`;
}
function proseWord(word) {
    if (!ALIVE.test(word))
        return escaped(word);
    return word.replace(CORE, (_, before, core, after) => `${escaped(before)}${code(core)}${escaped(after)}`);
}
function escaped(text) {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll(/[\\`*[\]~$]/gu, String.raw `\$&`)
        .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/gu, String.raw `\_`)
        .replaceAll('|', '&#124;');
}
function markdown_table(head, rows) {
    const lines = rows.map((cells) => tableLine(cells.map((cell) => cell || NOTHING)));
    return [tableLine(head), tableLine(head.map(() => '---')), ...lines].join('\n');
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
function markdown_link(label, address) {
    return address === undefined ? label : `[${label}](${address})`;
}
function blocks(...parts) {
    return parts.filter((part) => part !== '').join('\n\n');
}
function list(items, most = Number.POSITIVE_INFINITY) {
    const told = items.filter((item) => item !== '');
    const lines = told.slice(0, most).map((item) => `- ${item.trimEnd()}`);
    return [...lines, ...(told.length > most ? [`- And ${told.length - most} more.`] : [])].join('\n');
}

;// CONCATENATED MODULE: ./lib/report/certificate-words.js



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
    return `${code(certificate_words_nameOf(facts))} until ${dayUntil(facts)}`;
}
function certificate_words_nameOf({ subject = '', id }) {
    return subject === '' ? (id ?? 'unknown') : subject;
}
function dayUntil({ notAfter, daysLeft }) {
    const words = daysLeftWords(daysLeft);
    const day = isoMoment(notAfter)?.slice(0, 10) ?? 'an unknown day';
    return words === undefined ? day : `${day}, ${words}`;
}
function valuesFold(target) {
    const { zone, hostnames, successor, inForce } = target;
    const previous = target.predecessors.filter(({ id }) => id === undefined || id !== inForce?.id);
    const place = [`zone=${zone.name ?? zone.asked}`, ...(zone.id === undefined ? [] : [`zone id=${zone.id}`])];
    const names = hostnames.slice(0, 1000).map((hostname) => `hostname=${hostname}`);
    const parts = [
        ...values('new', successor),
        ...(inForceDiffers(target) ? values('in force', target.inForce) : []),
        ...previous.slice(0, MOST_PREVIOUS).flatMap((one) => values('previous', one)),
    ];
    const lines = [...place, ...names, ...parts].map((line) => plain(line, 600));
    const title = hostnames.length > 3 ? `${count(hostnames.length, 'hostname')}, values to copy` : 'Values to copy';
    return fold(title, fence(lines));
}
function values(which, facts) {
    const { id, fingerprint, serialNumber, subject, issuer, notAfter } = facts;
    const pairs = [
        ['id', id],
        ['subject', subject],
        ['issuer', issuer],
        ['valid until', isoMoment(notAfter) === undefined ? undefined : moment(notAfter)],
        ['serial', serialNumber],
        ['sha256', fingerprint],
        ['SHA256 Fingerprint', fingerprint?.toUpperCase().replaceAll(/..(?=.)/gu, '$&:')],
    ];
    const known = pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    return known.length === 0 ? [] : [`${which} certificate:`, ...known];
}

;// CONCATENATED MODULE: ./lib/report/problems.js



function nameOfRun(workflow) {
    return plain(workflow === undefined ? 'the run itself' : `workflow ${workflow}`, 200);
}
function findingsOf(run, expiryWarning, settled = []) {
    const within = (target) => typeof expiryWarning === 'number' ? expiryWarning : expiryWarning(target);
    const problems = run.targets.flatMap((target) => {
        const name = plain(target.name, 200);
        if (target.outcome === 'failed' || target.outcome === 'rolled-back') {
            return [failed(name, target, run.endedAt)];
        }
        const end = target.inForce?.notAfter;
        if (end === undefined || !Number.isFinite(end) || end - run.endedAt > within(target.name))
            return [];
        const daysLeft = daysUntil(end, run.endedAt);
        const sentence = `The certificate in force is valid until ${dayUntil({ notAfter: end, daysLeft })}.`;
        const remedy = 'Issue a new certificate, store it with its key in the secrets, and run the rotation.';
        const zone = plain(target.zone.id ?? target.zone.asked, 200);
        return [{ target: name, kind: 'due', zone, sentence, remedy, seenAt: run.endedAt }];
    });
    const looked = run.targets.filter(({ outcome }) => outcome !== 'not-started');
    const notStarted = new Set(run.targets.flatMap(({ name, outcome }) => (outcome === 'not-started' ? [name] : [])));
    const covers = [...settled.filter((name) => !notStarted.has(name)), ...looked.map(({ name }) => name)];
    return { covers: [...new Set(covers.map((name) => plain(name, 200)))], problems };
}
function findingsOfFailure(failure, now, names) {
    const texts = { sentence: plain(failure.happened), remedy: plain(failure.remedy) };
    const targets = names.map((name) => plain(name, 200));
    return {
        covers: targets,
        problems: targets.map((target) => ({ target, kind: 'failed', ...texts, seenAt: now })),
    };
}
function failed(name, target, seenAt) {
    const { failure, sentence } = target;
    const inForce = failure?.inForce === undefined ? '' : ` In force now: ${failure.inForce}`;
    return {
        target: name,
        kind: 'failed',
        sentence: plain(failure === undefined ? sentence : `${failure.happened}${inForce}`),
        remedy: plain(failure?.remedy ?? 'See the summary of the run.'),
        seenAt,
    };
}

;// CONCATENATED MODULE: ./lib/report/failure-block.js



const SHORT = 400;
function failureBlock(failure, certificate = '') {
    const long = failure.happened.length > SHORT;
    const happened = long ? firstSentences(failure.happened) : failure.happened;
    const details = plainLines([
        ...(long ? [failure.happened.slice(happened.length)] : []),
        ...failure.details,
    ]);
    return blocks(`**What happened:** ${prose(happened)}`, failure.inForce === undefined
        ? ''
        : `**In force now:** ${prose(failure.inForce)} ${certificate}`.trimEnd(), `**What to do:** ${prose(failure.remedy)}`, details.length === 0 ? '' : fold(`Details (${count(details.length, 'line')})`, fence(details)));
}
function firstSentences(text) {
    const head = text.slice(0, SHORT);
    const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '));
    return end > 40 ? head.slice(0, end + 1) : `${head.trimEnd()}\u2026`;
}

;// CONCATENATED MODULE: ./lib/report/probe-strip.js



const MOST_PLACES = 20;
const MOST_STRETCHES = 12;
const MOST_ANSWERS = 300;
function evidenceLines(known) {
    const places = [...Map.groupBy(known.evidence, ({ via, to }) => `${via} ${to}`).values()];
    const lines = places.slice(0, MOST_PLACES).map((answers) => placeLine(answers, known));
    const more = places.length - lines.length;
    return more > 0 ? [...lines, `And ${count(more, 'more place')}.`] : lines;
}
function legendOf({ evidence }) {
    const edge = evidence.filter(({ via }) => via === 'edge');
    return edge.some(({ verdict }) => verdict !== 'pass')
        ? `One mark a probe: \u2705 passed, \u274c failed, \u2754 unclear. ${ALONE}`
        : '';
}
const ALONE = 'They show what the edge nearest to this runner did; of a long run, the first four and the last.';
function placeLine(answers, known) {
    const [{ via, to } = { via: 'edge', to: '' }] = answers;
    if (via === 'origin') {
        const seen = answers.map(({ verdict, sentence }) => `${VERDICT_MARKS[verdict]} ${prose(sentence, 600)}`);
        return `${code(to)} straight to the origin: ${seen.join(' ')}`;
    }
    const times = [...Map.groupBy(answers, ({ when }) => when)].map(([when, some]) => {
        const stretches = stretchesOf(some).map(({ like, marks }) => `${marks} ${answerWords(like, known)}`);
        const more = stretches.length > MOST_STRETCHES ? ['\u2026'] : [];
        return `${WHEN_WORDS[when]} ${[...stretches.slice(0, MOST_STRETCHES), ...more].join(', then ')}`;
    });
    return `${code(to)} through Cloudflare: ${times.join('; ')}`;
}
function stretchesOf(answers) {
    const stretches = [];
    for (const answer of answers) {
        const mark = VERDICT_MARKS[answer.verdict];
        const last = stretches.at(-1);
        if (last === undefined || !isLike(last.like, answer))
            stretches.push({ like: answer, marks: mark });
        else
            stretches.splice(-1, 1, { ...last, marks: last.marks + mark });
    }
    return stretches;
}
function isLike(one, other) {
    return one.verdict === other.verdict && one.status === other.status && one.served === other.served;
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
    const lines = evidence.slice(0, MOST_ANSWERS).map((answer) => {
        const { at, when, to, verdict, status, sentence, served } = answer;
        const owner = served === undefined ? undefined : ownerOf(served, known);
        const shown = served === undefined
            ? ''
            : ` Served: ${owner === undefined ? served : `${owner.owner}, ${owner.spelt}`}`;
        const head = `${clock(at)} ${VERDICT_MARKS[verdict]} ${WHEN_WORDS[when]}, ${to}`;
        return plain(`${head}${status === undefined ? '' : ` ${status}`}: ${sentence}${shown}`, 1000);
    });
    const more = evidence.length - lines.length;
    return fold(`Evidence, answer by answer (${evidence.length})`, blocks(fence(more > 0 ? [...lines, `\u2026 and ${more} more`] : lines), ALONE));
}
function ownerOf(served, known) {
    const { successor, predecessors = [], inForce } = known;
    const former = [...predecessors, ...(inForce === undefined ? [] : [inForce])];
    const own = successor === undefined ? undefined : spelledBy(successor, served);
    if (own !== undefined)
        return { owner: 'the new certificate', spelt: own };
    const other = former.map((facts) => spelledBy(facts, served)).find((one) => one !== undefined);
    return other === undefined ? undefined : { owner: 'the previous certificate', spelt: other };
}
function spelledBy(facts, served) {
    const text = bare(served);
    const { fingerprint, fingerprintSha1, serialNumber: serial = '' } = facts;
    const found = [fingerprint, fingerprintSha1].find((one) => one !== undefined && bare(one) === text);
    if (found !== undefined || !/^[0-9a-f]{1,64}$/iu.test(serial))
        return found;
    return text === bare(serial) || text === BigInt(`0x${serial}`).toString() ? serial : undefined;
}
function bare(hex) {
    return hex
        .replaceAll(/[:\s]/gu, '')
        .toLowerCase()
        .replace(/^0+(?=.)/u, '');
}

;// CONCATENATED MODULE: ./lib/report/glance.js




const MOST_ITEMS = 25;
function isUnwatched({ outcome, warnings }) {
    return outcome === 'rotated' && warnings.some(({ reason }) => reason === 'NOBODY_LOOKS');
}
function markOf(target) {
    return isUnwatched(target) ? '\u2754' : MARKS[target.outcome];
}
function glance(target) {
    const lines = [
        inForceLine(target),
        renewalLine(target),
        ...evidenceLines(target).map((line) => `**Evidence:** ${line}`),
        isUnwatched(target) ? '**Evidence:** none. Nobody looked whether visitors get through.' : '',
        ...target.predecessors.filter((one) => one.id !== target.inForce?.id).map(previousLine),
    ];
    return blocks(list(lines, MOST_ITEMS), legendOf(target));
}
function inForceLine(target) {
    const { inForce, failure, outcome, firstSetUp } = target;
    if (failure !== undefined || outcome === 'not-started')
        return '';
    if (inForce === undefined)
        return `**In force:** ${firstSetUp && outcome === 'planned' ? 'no certificate of its own' : 'not known'}`;
    const other = inForceDiffers(target) && outcome !== 'planned' ? ', which is not the new one' : '';
    return `**In force:** ${subjectUntil(inForce)}${other}`;
}
function renewalLine({ renewal }) {
    if (renewal === undefined)
        return '';
    const next = renewal.dueAt === undefined
        ? ''
        : `. **Next renewal:** by the first run from ${moment(renewal.dueAt)} on`;
    return `**Signed by:** ${code(renewal.signer)}${next}`;
}
function previousLine(one) {
    const gone = one.fate === 'deleted' || one.fate === 'already-gone';
    const words = FATE_WORDS[one.fate];
    const fate = `**${words.slice(0, 1).toUpperCase()}${words.slice(1)}:** ${subjectUntil(one)}`;
    if (gone || one.fate === 'to-delete')
        return fate;
    const id = one.id === undefined ? '' : ` (${code(one.id)})`;
    return `${fate}${id}. ${prose(one.why, 600)}`;
}
function sparedFold(spared) {
    if (spared.length === 0)
        return '';
    const items = spared.map((one) => `${code(one.id ?? 'unknown id')}, ${subjectUntil(one)}: ${prose(one.why, 600)}`);
    return fold(`Left alone: ${count(spared.length, 'certificate')}`, list(items, MOST_ITEMS));
}

;// CONCATENATED MODULE: ./lib/report/outcome-sentence.js


const PHRASE = {
    failed: 'failed',
    'rolled-back': 'rolled back',
    'not-started': 'not started',
    planned: 'planned',
    rotated: 'rotated',
    unchanged: 'unchanged',
};
function outcomeSentence(run) {
    if (run.targets.length === 0)
        return run.outcome === 'failed' ? 'Failed before any target' : 'Nothing to do';
    const parts = WORST_FIRST.flatMap((outcome) => {
        const amount = run.targets.filter((target) => target.outcome === outcome).length;
        return amount === 0
            ? []
            : [
                amount < run.targets.length
                    ? `${amount} ${PHRASE[outcome]}`
                    : `${amount === 1 ? '' : 'all '}${PHRASE[outcome]}`,
            ];
    });
    return `${count(run.targets.length, 'target')}: ${parts.join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/report/gantt.js

const TICKS = [
    [1, '1second'],
    [2, '2second'],
    [5, '5second'],
    [10, '10second'],
    [15, '15second'],
    [30, '30second'],
    [60, '1minute'],
    [120, '2minute'],
    [300, '5minute'],
    [600, '10minute'],
    [900, '15minute'],
    [1800, '30minute'],
    [3600, '1hour'],
];
const MOST_TICKS = 6;
const gantt_DAY = 86_400_000;
function ganttChart(bars) {
    const drawn = bars
        .filter(({ startedAt, endedAt }) => isoMoment(startedAt) !== undefined && isoMoment(endedAt) !== undefined)
        .map((bar) => ({ ...bar, endedAt: Math.max(bar.startedAt, bar.endedAt) }));
    const start = Math.min(...drawn.map(({ startedAt }) => startedAt));
    const span = Math.max(...drawn.map(({ endedAt }) => endedAt)) - start;
    if (drawn.length < 2 || span <= 0 || span >= gantt_DAY)
        return undefined;
    const seconds = span / 1000;
    const tick = TICKS.find(([length]) => seconds / length <= MOST_TICKS)?.[1] ?? '6hour';
    const least = Math.max(1, Math.round(span / 200));
    const tasks = drawn.map(({ label, startedAt, endedAt, tone }) => {
        const from = startedAt - start;
        const to = Math.max(endedAt - start, from + least);
        const name = `${tame(label)}, ${duration(endedAt - startedAt)}`;
        return `    ${name} :${tone === 'good' ? '' : 'crit, '}${instant(from)}, ${instant(to)}`;
    });
    return [
        'gantt',
        '    title Time since the start',
        '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
        `    axisFormat ${span < 3_600_000 ? '%M:%S' : '%H:%M'}`,
        `    tickInterval ${tick}`,
        ...tasks,
    ];
}
function instant(since) {
    return new Date(Date.UTC(2001, 0, 10) + since).toISOString().replace('T', ' ').replace('Z', '');
}
function tame(label) {
    const text = label
        .replaceAll(/[^A-Za-z0-9 .-]+/gu, ' ')
        .replaceAll(/\s+/gu, ' ')
        .trim();
    return text.length > 40 ? `${text.slice(0, 39)}.` : text || 'step';
}

;// CONCATENATED MODULE: ./lib/report/timeline.js



const MARK = {
    done: '\u2705',
    skipped: '\u2796',
    planned: '\ud83d\udcdd',
    failed: '\u274c',
    interrupted: '\ud83d\uded1',
};
function stepsFold(phases, told = '') {
    const taken = phases.filter(tookPlace);
    if (taken.length === 0)
        return '';
    const rows = taken.map(({ name, startedAt, endedAt, outcome, detail }) => [
        `${MARK[outcome]} ${PHASE_WORDS[name]}`,
        `${clock(startedAt)}<br>${duration(endedAt - startedAt)}`,
        prose(told === '' ? detail : detail.replace(told, 'See above.'), 600),
    ]);
    return fold(`Timeline (${count(taken.length, 'step')})`, blocks(phaseChart(taken), markdown_table(['Step', 'From, took', 'What happened'], rows), skippedLine(phases)));
}
function plannedList(phases) {
    return phases
        .filter(({ outcome }) => outcome === 'planned')
        .map(({ name, detail }, index) => `${index + 1}. **${PHASE_WORDS[name]}:** ${prose(detail, 600)}`)
        .join('\n');
}
function tookPlace({ outcome }) {
    return outcome !== 'skipped' && outcome !== 'planned';
}
function skippedLine(phases) {
    const skipped = phases.filter(({ outcome }) => outcome === 'skipped');
    if (skipped.length === 0)
        return '';
    const words = skipped.map(({ name, detail }) => {
        const why = prose(detail, 300).replace(/\.$/u, '');
        return why === '' ? PHASE_WORDS[name] : `${PHASE_WORDS[name]} (${why})`;
    });
    return `Skipped: ${words.join('; ')}.`;
}
function phaseChart(taken) {
    return chart(taken.map(({ name, startedAt, endedAt, outcome }) => ({
        label: PHASE_WORDS[name],
        startedAt,
        endedAt,
        tone: outcome === 'done' ? 'good' : 'bad',
    })));
}
function targetsChart(targets) {
    const bars = targets.flatMap(({ name, phases, outcome }, index) => {
        const run = phases.filter(tookPlace);
        if (run.length === 0)
            return [];
        const startedAt = Math.min(...run.map((phase) => phase.startedAt));
        const endedAt = Math.max(...run.map((phase) => phase.endedAt));
        const bad = outcome === 'failed' || outcome === 'rolled-back';
        return [{ label: `${index + 1} ${name}`, startedAt, endedAt, tone: bad ? 'bad' : 'good' }];
    });
    return bars.length > 40 ? '' : chart(bars);
}
function chart(bars) {
    const lines = ganttChart(bars);
    return lines === undefined ? '' : fence(lines, 'mermaid');
}

;// CONCATENATED MODULE: ./lib/report/target-section.js






const MOST_WARNINGS = 25;
function targetSection(target) {
    const { failure, inForce, phases } = target;
    return blocks(failure === undefined ? '' : failureBlock(failure, inForce === undefined ? '' : subjectUntil(inForce)), failure === undefined ? prose(target.sentence) : '', glance(target), warningList(target.warnings), plannedList(phases), valuesFold(target), everyAnswer(target), sparedFold(target.spared), stepsFold(phases, failure?.happened));
}
function warningList(warnings) {
    return list(warnings.map(({ sentence }) => `\u26a0 ${prose(sentence)}`), MOST_WARNINGS);
}

;// CONCATENATED MODULE: ./lib/report/annotations.js



const SAID_OF_INPUTS = new Set(['EXPIRES_SOON']);
const annotations_MOST_WARNINGS = 10;
const LONGEST = 4000;
function annotationsFor(run) {
    return [...errorFor(run), ...warningsFor(run)];
}
function worstOf(run) {
    return badOnes(run)[0];
}
function badOnes(run) {
    return WORST_FIRST.slice(0, 2).flatMap((outcome) => run.targets.filter((target) => target.outcome === outcome));
}
function errorFor(run) {
    const bad = badOnes(run);
    const [worst] = bad;
    if (worst === undefined) {
        if (run.outcome !== 'failed')
            return [];
        return [{ kind: 'error', title: 'Rotation failed', text: 'The run failed before it had a result.' }];
    }
    const name = run.targets.length > 1 ? `${plain(worst.name, 200)}: ` : '';
    const others = bad.length > 1 ? ` ${count(bad.length - 1, 'more target')} went wrong: see the job summary.` : '';
    const title = worst.outcome === 'failed' ? 'Rotation failed' : 'Rotation rolled back';
    return [{ kind: 'error', title, text: `${plain(`${name}${failureText(worst)}`, LONGEST - 100)}${others}` }];
}
function failureText({ failure, sentence, outcome }) {
    if (failure === undefined)
        return sentence === '' ? `${OUTCOME_WORDS[outcome]}.` : sentence;
    return failureWords(failure);
}
function failureWords({ happened, inForce, remedy }) {
    return [happened, inForce === undefined ? '' : `In force now: ${inForce}`, `What to do: ${remedy}`]
        .filter((part) => part !== '')
        .join(' ');
}
function warningTexts(targets, named, isTold = () => false) {
    const all = targets.flatMap(({ name, warnings }) => warnings.filter(({ reason }) => !isTold(reason)).map(({ sentence }) => ({ name, sentence })));
    return [...Map.groupBy(all, ({ sentence }) => sentence)].map(([sentence, owners]) => plain(named ? `${ownersWords(owners.map(({ name }) => name))}: ${sentence}` : sentence, LONGEST));
}
function warningsFor({ targets }) {
    return warningAnnotations(warningTexts(targets, targets.length > 1, (reason) => SAID_OF_INPUTS.has(reason)));
}
function warningAnnotations(texts) {
    const all = texts.map((text) => {
        return { kind: 'warning', title: 'Origin pull certificate', text: plain(text, LONGEST) };
    });
    if (all.length <= annotations_MOST_WARNINGS)
        return all;
    const shown = all.slice(0, annotations_MOST_WARNINGS - 1);
    const text = `${all.length - shown.length} more warnings: see the job summary.`;
    return [...shown, { kind: 'warning', title: 'More warnings', text }];
}
function ownersWords(names) {
    const first = names.slice(0, 1).map((name) => plain(name, 200));
    const others = names.length > 1 ? [`and ${names.length - 1} more`] : [];
    return [...first, ...others].join(' ');
}

;// CONCATENATED MODULE: ./lib/report/targets-section.js








const OPEN_FAILURES = 3;
const OPEN_LINES = 12;
const targets_section_MOST_WARNINGS = 9;
function targetsSection(run, room) {
    const worstFirst = WORST_FIRST.flatMap((outcome) => run.targets.filter((one) => one.outcome === outcome));
    const open = worstFirst.filter(isFailure).slice(0, OPEN_FAILURES);
    const others = run.targets.filter((target) => !open.includes(target));
    const warnings = warningTexts(others, true).map((text) => `\u26a0 ${prose(text)}`);
    const above = list([firstToExpire(worstFirst), watched(worstFirst), ...warnings], targets_section_MOST_WARNINGS);
    const overview = overviewOf(worstFirst, room * 0.4);
    let left = room - bytes(above) - bytes(overview) - 400;
    const details = worstFirst.map((target) => detailFold(target));
    const end = details.findIndex((detail) => (left -= bytes(detail) + 2) < 0);
    const fitting = end === -1 ? details : details.slice(0, end);
    const missing = details.length - fitting.length;
    const folded = fitting.slice(open.length);
    return blocks(above, ...fitting.slice(0, open.length), overview, folded.length === 0 ? '' : fold(`Details of ${count(folded.length, 'target')}`, blocks(...folded)), missing === 0
        ? ''
        : `The details of ${count(missing, 'target')} are left out: GitHub shows at most 1 MiB here.`);
}
function firstToExpire(targets) {
    const known = targets.filter(({ inForce }) => inForce?.notAfter !== undefined);
    const [first] = known.toSorted((one, other) => (one.inForce?.notAfter ?? 0) - (other.inForce?.notAfter ?? 0));
    return first?.inForce === undefined
        ? ''
        : `**In force:** ${count(known.length, 'certificate')}, the first until ${dayUntil(first.inForce)}: ${prose(first.name, 200)}`;
}
function watched(targets) {
    const unseen = targets.filter(isUnwatched).length;
    return unseen === 0
        ? ''
        : `**Evidence:** none of ${count(unseen, 'target')}: nobody looked whether visitors get through`;
}
function overviewOf(targets, room) {
    const lines = lineTable(targets, room);
    const chart = targetsChart(targets);
    if (targets.length > OPEN_LINES)
        return fold(`All ${count(targets.length, 'target')}`, blocks(lines, chart));
    return blocks(lines, chart === '' ? '' : fold('Timeline', chart));
}
function lineTable(targets, room) {
    const rows = [];
    let left = room;
    for (const target of targets) {
        const row = targetLine(target);
        left -= bytes(row.join(' | ')) + 5;
        if (left < 0) {
            rows.push(['\u2026', `and ${targets.length - rows.length} more`, NOTHING]);
            break;
        }
        rows.push(row);
    }
    return rows.length === 0 ? '' : markdown_table(['Target', 'Result', 'In force until'], rows);
}
function targetLine(target) {
    const facts = target.inForce;
    const warnings = target.warnings.length === 0 ? '' : `, ${count(target.warnings.length, 'warning')}`;
    const other = inForceDiffers(target) && target.outcome === 'rotated' ? ' (not the new one)' : '';
    return [
        prose(target.name, 200),
        `${markOf(target)} ${OUTCOME_WORDS[target.outcome]}${warnings}`,
        facts === undefined ? NOTHING : `${dayUntil(facts)}${other}`,
    ];
}
function detailFold(target) {
    const title = `${markOf(target)} ${OUTCOME_WORDS[target.outcome]}: ${htmlCode(target.name)}`;
    return fold(title, targetSection(target), isFailure(target));
}
function bytes(text) {
    return Buffer.byteLength(text);
}

;// CONCATENATED MODULE: ./lib/report/trigger-line.js



function triggerLine(trigger) {
    const cause = causeOf(trigger);
    const run = trigger.runUrl === undefined ? '' : ` (${markdown_link('this run', trigger.runUrl)})`;
    const withheld = withheldSentence(trigger);
    const line = cause === '' ? '' : `Started ${cause}${run}.`;
    return [line, withheld === undefined ? '' : prose(withheld)].filter(Boolean).join(' ');
}
function footer(run, trigger) {
    const calls = Object.values(run.calls).reduce((sum, amount) => sum + (Number.isFinite(amount) ? amount : 0), 0);
    const span = `Began ${moment(run.startedAt)}, took ${duration(run.endedAt - run.startedAt)}`;
    const line = `${span}, with ${count(calls, "call to Cloudflare's API", "calls to Cloudflare's API")}. All times are UTC.`;
    return [triggerLine(trigger), line].filter(Boolean).join(' ');
}
function causeOf(trigger) {
    const by = trigger.actor === undefined ? '' : ` by ${code(trigger.actor, 100)}`;
    const on = trigger.ref === undefined ? '' : ` on ${code(trigger.ref, 100)}`;
    switch (trigger.kind) {
        case 'release': {
            const kind = trigger.prerelease ? 'pre-release' : 'release';
            const tag = trigger.tag === undefined ? '' : ` ${markdown_link(code(trigger.tag, 100), trigger.url)}`;
            return `by ${kind}${tag}${trigger.actor === undefined ? '' : `, published${by}`}`;
        }
        case 'manual':
            return `by hand${by === '' ? '' : `,${by}`}${on}`;
        case 'schedule':
            return `by schedule${trigger.cron === undefined ? '' : ` ${code(trigger.cron, 100)}`}${on}`;
        case 'repository-dispatch': {
            const type = trigger.eventType === undefined ? '' : ` ${code(trigger.eventType, 100)}`;
            return `by repository dispatch${type}${by === '' ? '' : `, sent${by}`}`;
        }
        case 'workflow-call':
            return `by another workflow${by === '' ? '' : `, run${by}`}`;
        case 'workflow-run': {
            const after = trigger.after === undefined ? '' : ` of ${code(trigger.after, 100)}`;
            return `by the end of a workflow run${after}`;
        }
        case 'push':
            return `by a push${trigger.commit === undefined ? '' : ` of ${code(trigger.commit.slice(0, 12))}`}${by}${on}`;
        case 'pull-request': {
            const number = trigger.number === undefined ? '' : ` ${markdown_link(`no. ${trigger.number}`, trigger.url)}`;
            return `by pull request${number}${by}`;
        }
        case 'other':
            return `by event ${code(trigger.event, 100)}${by}`;
        case 'none':
            break;
    }
    return '';
}

;// CONCATENATED MODULE: ./lib/report/summary.js








const MOST_BYTES = 1_000_000;
const DRY_RUN = '**Dry run:** nothing was changed.';
const TOO_LONG = 'The rest is left out: it is too long for a summary.';
function renderSummary(run, trigger) {
    const [first, ...others] = run.targets;
    const dry = run.dryRun ? DRY_RUN : '';
    const foot = footer(run, trigger);
    if (first !== undefined && others.length === 0)
        return single(first, dry, foot);
    const head = blocks(`## ${MARKS[run.outcome]} ${outcomeSentence(run)}`, dry);
    const room = MOST_BYTES - Buffer.byteLength(head) - Buffer.byteLength(foot) - 10;
    return ended(blocks(head, targetsSection(run, room), foot));
}
function renderEarlyFailure(failure, trigger, sent = false) {
    return ended(blocks(`## ${MARKS.failed} ${sent ? 'Failed' : 'Failed before anything was changed'}`, failureBlock(failure), triggerLine(trigger)));
}
function single(target, dry, foot) {
    const head = blocks(`## ${markOf(target)} ${OUTCOME_WORDS[target.outcome]}: ${prose(target.name, 200)}`, dry);
    const whole = ended(blocks(head, targetSection(target), foot));
    if (Buffer.byteLength(whole) <= MOST_BYTES)
        return whole;
    const failure = target.failure === undefined ? prose(target.sentence) : failureBlock(target.failure);
    return ended(blocks(head, failure, TOO_LONG, foot));
}
function ended(markdown) {
    return `${markdown}\n`;
}

;// CONCATENATED MODULE: ./lib/report/log-lines.js





const log_lines_LONGEST = 2000;
function openingLine(names) {
    const [only, ...others] = names;
    return plain(only !== undefined && others.length === 0 ? `Target: ${only}.` : count(names.length, 'target'));
}
function endingLine(target) {
    const { name, outcome, inForce } = target;
    const until = inForce?.notAfter === undefined ? '' : `, in force until ${dayUntil(inForce)}`;
    return plain(`${name}: ${OUTCOME_WORDS[outcome].toLowerCase()}${until}.`, log_lines_LONGEST);
}
function closingLines(run) {
    const [only, ...others] = run.targets;
    const lines = only !== undefined && others.length === 0
        ? linesOfOne(only)
        : [...run.targets.flatMap((target) => untoldFailure(target, worstOf(run))), `${outcomeSentence(run)}.`];
    const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
    const took = `The run took ${duration(run.endedAt - run.startedAt)}.${dry}`;
    return [...lines, took].filter((line) => line !== '').map((line) => plain(line, log_lines_LONGEST));
}
function linesOfOne(target) {
    const { name, outcome, sentence, failure, phases, predecessors } = target;
    return [
        ...phases.filter((phase) => phase.outcome === 'planned').map(({ detail }) => `To be done: ${detail}.`),
        failure === undefined ? `${OUTCOME_WORDS[outcome]}. ${sentence}` : `${OUTCOME_WORDS[outcome]}: ${name}.`,
        log_lines_inForceLine(target),
        log_lines_renewalLine(target),
        ...predecessors.filter(({ id }) => id !== target.inForce?.id || id === undefined).map(fateLine),
    ];
}
function untoldFailure(target, annotated) {
    const { name, failure } = target;
    if (failure === undefined || target === annotated)
        return [];
    const inForce = failure.inForce === undefined ? '' : ` In force now: ${failure.inForce}`;
    return [`${name}: ${failure.happened}${inForce} What to do: ${failure.remedy}`];
}
function log_lines_inForceLine(target) {
    const { inForce } = target;
    if (target.failure?.inForce !== undefined || target.outcome === 'not-started')
        return '';
    if (inForce === undefined && target.outcome === 'planned' && target.firstSetUp)
        return 'In force now: no certificate of its own.';
    if (inForce === undefined)
        return 'It is not known what is in force now.';
    const which = inForceDiffers(target) && target.outcome !== 'planned' ? 'not the new certificate, but ' : '';
    return `In force now: ${which}${certificateWords(inForce)}.`;
}
function log_lines_renewalLine({ renewal, outcome }) {
    const day = isoMoment(renewal?.dueAt)?.slice(0, 10);
    if (renewal === undefined || day === undefined || (outcome !== 'rotated' && outcome !== 'unchanged'))
        return '';
    return `${renewal.signer} signed it. Next renewal: from ${day} on, by the first run after that.`;
}
function certificateWords(facts) {
    const valid = isoMoment(facts.notAfter) === undefined ? '' : `, valid until ${dayUntil(facts)}`;
    return `certificate ${facts.id ?? 'with an unknown id'}${valid}`;
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

;// CONCATENATED MODULE: ./lib/report/operations/status-document.js



function statusText(run, most = MOST_CHARACTERS) {
    for (const leftOut of [[], ['hostnames'], ['hostnames', 'certificates']]) {
        const text = documentText(run, run.zones.map((zone) => zoneDocument(zone, leftOut)), leftOut);
        if (text.length <= most)
            return text;
    }
    const worstFirst = worstZonesFirst(run.zones);
    return asManyAsFit(worstFirst, most, (some) => {
        const missing = some.length < worstFirst.length ? ['zones'] : [];
        return documentText(run, some.map(status_document_briefly), ['hostnames', 'certificates', 'findings', ...missing]);
    });
}
function worstZonesFirst(zones) {
    return ['failed', 'due', 'ok'].flatMap((outcome) => zones.filter((zone) => zone.outcome === outcome));
}
function documentText(run, zones, leftOut) {
    return asciiJson({
        version: 1,
        result: run.outcome,
        ...dates({ lookedAt: run.endedAt }),
        zones,
        leftOut,
        ...(leftOut.length === 0 ? {} : { rest: REST }),
    });
}
function status_document_briefly({ zone, outcome, switchOn, findings }) {
    const due = findings.filter(({ kind }) => kind === 'due').length;
    return { zone: zone.asked, result: outcome, enabled: switchOn, due };
}
function zoneDocument(status, leftOut) {
    const { zone, outcome, switchOn, sslMode, sharedCertificate, certificates, hostnames, failure } = status;
    const brief = leftOut.includes('hostnames');
    return {
        zone: zone.asked,
        id: zone.id,
        name: zone.name,
        result: outcome,
        ...(failure === undefined ? {} : { failure: { ...failure, details: [] } }),
        enabled: switchOn,
        sslMode,
        sharedCertificate,
        quota: status.quota,
        certificates: leftOut.includes('certificates')
            ? []
            : certificates.map((one) => certificateDocument(one, brief)),
        hostnames: brief ? [] : hostnames,
        hostnamesComplete: status.hostnamesComplete,
        compared: status.compared,
        findings: status.findings,
    };
}
function certificateDocument(certificate, brief) {
    const { notAfter, ...facts } = factsOf(certificate);
    const { level, status, use, expired, hostnames } = certificate;
    return {
        ...facts,
        expiresOn: notAfter,
        level,
        status,
        use,
        expired,
        uploadedOn: isoMoment(certificate.uploadedOn),
        renewAt: isoMoment(certificate.renewAt),
        ...(brief ? {} : { hostnames }),
    };
}
function matrixText({ entries }) {
    return asciiJson({ include: entries });
}

;// CONCATENATED MODULE: ./lib/report/operations/operation-report.js



function operationReport(run, most = MOST_CHARACTERS) {
    for (const leftOut of [[], ['evidence', 'findings', 'certificates']]) {
        const text = operation_report_reportText(run, ownFields(run, leftOut.length > 0), leftOut);
        if (text.length <= most)
            return text;
    }
    const leftOut = ['evidence', 'findings', 'certificates', 'entries', 'hostnames', 'warnings', 'zones'];
    const zones = 'zones' in run ? worstZonesFirst(run.zones) : [];
    return asManyAsFit(zones, most, (some) => operation_report_reportText(run, outcomeFields(run, some), leftOut));
}
function operation_report_reportText(run, own, leftOut) {
    return asciiJson({
        version: 1,
        state: 'ended',
        operation: run.operation,
        outcome: run.outcome,
        dryRun: run.dryRun,
        ...dates({ startedAt: run.startedAt, endedAt: run.endedAt }),
        targets: [],
        ...own,
        calls: run.calls,
        leftOut,
        ...(leftOut.length === 0 ? {} : { rest: REST }),
    });
}
function ownFields(run, brief) {
    switch (run.operation) {
        case 'status':
        case 'matrix':
            return {
                ...(run.operation === 'matrix' ? { entries: run.entries } : {}),
                zones: run.zones.map(({ zone, outcome, findings, failure }) => ({
                    zone: zone.asked,
                    outcome,
                    findings: brief ? [] : findings,
                    failure,
                })),
            };
        case 'delete': {
            const { zone, reason, sentence, certificates, warnings, failure } = run;
            const told = certificates.map((one) => ({ ...one, ...factsOf(one) }));
            return { zone, reason, sentence, certificates: brief ? [] : told, warnings, failure };
        }
        case 'disable': {
            const { zone, mode, hostnames, changed, reason, sentence, warnings, failure } = run;
            const evidence = run.evidence.map((one) => ({ ...one, at: undefined, ...dates({ at: one.at }) }));
            const seen = brief ? [] : evidence;
            return { zone, mode, hostnames, changed, reason, sentence, evidence: seen, warnings, failure };
        }
    }
}
function outcomeFields(run, zones) {
    if (run.operation === 'status' || run.operation === 'matrix')
        return { zones: zones.map(({ zone, outcome }) => ({ zone: zone.asked, outcome })) };
    return { zone: run.zone, reason: run.reason, sentence: run.sentence, failure: run.failure?.code };
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/some-of.js
function someOf(names, most = 5) {
    const shown = names.slice(0, most).join(', ');
    return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

;// CONCATENATED MODULE: ./lib/report/operations/zone-section.js




const zone_section_MOST_HOSTNAMES = 200;
const SHOWN = 3;
const USE = {
    'in-force': '\u2705 in force',
    'switched-off': '\u2796 switched off',
    stale: '\ud83d\uddd1 stale',
    unused: '\ud83d\uddd1 unused',
    unknown: '\u2754 use not known',
};
function zoneGlance(status) {
    const { switchOn, sslMode, sharedCertificate, quota, certificates, hostnamesComplete } = status;
    const inForce = zone_section_firstToExpire(certificates).map((one) => `**In force** for ${usersOf(one, hostnamesComplete)} until ${dayUntil(one)}`);
    return list([
        ...inForce.slice(0, SHOWN),
        inForce.length > SHOWN ? `And ${inForce.length - SHOWN} that end later` : '',
        `**Zone level** ${switchOn === true ? 'on' : 'off'}, SSL mode ${read(sslMode)}, Cloudflare's shared certificate ${read(sharedCertificate)}, ${quota.used} of ${count(quota.most, 'hostname certificate')}`,
    ]);
}
function read(value) {
    return value === undefined ? 'not readable' : code(value);
}
function zone_section_firstToExpire(certificates) {
    return certificates
        .filter(({ use, notAfter }) => use === 'in-force' && notAfter !== undefined)
        .toSorted((one, other) => (one.notAfter ?? 0) - (other.notAfter ?? 0));
}
function zoneDetails({ certificates, hostnames, hostnamesComplete }) {
    return blocks(certificates.length === 0
        ? 'There is no certificate at either level.'
        : fold(count(certificates.length, 'certificate'), certificateTable(certificates, hostnamesComplete)), hostnameFold(hostnames, hostnamesComplete));
}
function certificateTable(certificates, complete) {
    return markdown_table(['For', 'Valid until', 'Use', 'Subject', 'Certificate'], certificates.map((one) => [
        usersOf(one, complete),
        `${one.expired ? '\u274c ' : ''}${dayUntil(one)}`,
        useOf(one),
        one.subject === undefined ? NOTHING : code(one.subject),
        one.id === undefined ? NOTHING : code(one.id),
    ]));
}
function useOf({ use, status, expired }) {
    const words = expired ? USE[use].replace('\u2705 ', '') : USE[use];
    return status === 'active' ? words : `${words} (${code(status)})`;
}
function usersOf({ level, hostnames }, complete) {
    if (level === 'zone')
        return 'the zone';
    if (hostnames.length === 0)
        return complete ? 'no hostname' : 'not known';
    return someOf(hostnames.map((hostname) => code(hostname, 260)), SHOWN);
}
function hostnameFold(all, complete) {
    if (all.length === 0)
        return '';
    const rows = all
        .slice(0, zone_section_MOST_HOSTNAMES)
        .map(({ hostname, certificateId, enabled, status }) => [
        code(hostname, 260),
        enabled ? (status === 'active' ? '\u2705 on' : `\u23f3 ${code(status)}`) : '\u2796 off: none is sent',
        certificateId === undefined ? NOTHING : code(certificateId),
    ]);
    const more = all.length - rows.length;
    return fold(`${count(all.length, 'hostname')} with a certificate of ${all.length === 1 ? 'its' : 'their'} own`, blocks(markdown_table(['Hostname', 'State', 'Certificate'], rows), more > 0 ? `And ${more} more: see the output status.` : '', complete ? '' : prose('Only the hostnames you named: there was no full list.')));
}

;// CONCATENATED MODULE: ./lib/report/operations/operation-outputs.js




function operationOutputs(run) {
    const [only, ...others] = run.operation === 'status' ? run.zones : [];
    return {
        ...emptyOutputs('failed'),
        ...scalars(only === undefined || others.length > 0 ? undefined : zone_section_firstToExpire(only.certificates)[0]),
        result: run.outcome,
        changed: String(changed(run)),
        report: operationReport(run),
        matrix: run.operation === 'matrix' ? matrixText(run) : '',
        status: run.operation === 'status' ? statusText(run) : '',
    };
}
function changed(run) {
    switch (run.operation) {
        case 'status':
        case 'matrix':
            return false;
        case 'delete':
            return run.certificates.some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
        case 'disable':
            return run.changed;
    }
}

;// CONCATENATED MODULE: ./lib/report/operations/delete-story.js



const MOST = 100;
const delete_story_MARKS = {
    deleted: '\u2705',
    unchanged: '\u2705',
    planned: '\ud83d\udcdd',
    failed: '\u274c',
};
const WORDS = {
    deleted: 'Deleted',
    unchanged: 'Nothing to delete',
    planned: 'Planned',
    failed: 'Nothing deleted',
};
function deleteStory(run) {
    const begun = run.certificates.some(({ fate }) => fate === 'deleted');
    const kept = run.outcome === 'unchanged' && run.certificates.some(({ fate }) => fate === 'in-use');
    const words = run.outcome === 'failed' && begun ? 'Deleted in part' : kept ? 'Nothing deleted' : WORDS[run.outcome];
    return {
        mark: delete_story_MARKS[run.outcome],
        title: `${words}: ${run.zone}`,
        failedTitle: 'Deletion failed',
        failures: run.failure === undefined ? [] : [{ name: '', failure: run.failure }],
        warnings: run.warnings.map(({ sentence }) => sentence),
        body: [
            run.failure === undefined && run.outcome !== 'deleted' ? prose(run.sentence) : '',
            list(run.certificates.map((one) => certificateLine(one, run.failure)), MOST),
        ],
        lines: run.failure === undefined && run.outcome !== 'deleted' ? [`${run.zone}: ${run.sentence}`] : [],
    };
}
function certificateLine({ level, fate, why, ...facts }, failure) {
    const said = fate === 'deleted' || failure?.happened.includes(why) === true;
    const words = FATE_WORDS[fate].slice(0, 1).toUpperCase() + FATE_WORDS[fate].slice(1);
    const id = facts.id === undefined ? '' : ` ${code(facts.id)}`;
    return `**${words}:** ${subjectUntil(facts)}, ${level} level${id}${said ? '' : `. ${prose(why, 600)}`}`;
}

;// CONCATENATED MODULE: ./lib/report/operations/disable-story.js





const disable_story_MARKS = {
    disabled: '\u2705',
    unchanged: '\u2705',
    planned: '\ud83d\udcdd',
    'rolled-back': '\u23ea',
    failed: '\u274c',
};
const DONE = {
    zone: 'switched off',
    withdraw: 'withdrawn',
    off: 'switched off',
};
const MODES = {
    zone: '`level: zone` turns the switch of the zone level off. Hostnames with a certificate of their own keep it.',
    withdraw: '`mode: withdraw` lets the zone level apply to hostnames again.',
    off: '`mode: off` sends no client certificate for hostnames, even if the zone level is on.',
};
function disableStory(run) {
    const intended = run.outcome === 'disabled' || run.outcome === 'planned';
    return {
        mark: disable_story_MARKS[run.outcome],
        title: `${wordsFor(run)}: ${placeOf(run)}`,
        failedTitle: run.outcome === 'rolled-back' ? 'Switching off rolled back' : 'Switching off failed',
        failures: run.failure === undefined ? [] : [{ name: '', failure: run.failure }],
        warnings: run.warnings.map(({ sentence }) => sentence),
        body: [
            run.failure === undefined ? prose(run.sentence) : '',
            intended ? MODES[run.mode] : '',
            list(evidenceLines(run).map((line) => `**Evidence:** ${line}`)),
            legendOf(run),
            hostnames(run.hostnames),
            everyAnswer(run),
        ],
        lines: run.sentence === run.failure?.happened ? [] : [`${run.zone}: ${run.sentence}`],
    };
}
function wordsFor({ outcome, mode, changed }) {
    const done = DONE[mode];
    switch (outcome) {
        case 'disabled':
            return capital(done);
        case 'unchanged':
            return `${capital(done)} already`;
        case 'planned':
            return `Planned to be ${done}`;
        case 'rolled-back':
            return `Not ${done}: rolled back`;
        case 'failed':
            return changed ? `${capital(done)}, but not verified` : `Not ${done}`;
    }
}
function placeOf({ zone, hostnames: names }) {
    return names.length === 0 ? zone : someOf(names, 3);
}
function capital(words) {
    return words.slice(0, 1).toUpperCase() + words.slice(1);
}
function hostnames(all) {
    if (all.length <= 3)
        return '';
    const lines = all.slice(0, 1000).map((hostname) => plain(hostname, 260));
    return fold(count(all.length, 'hostname'), fence(lines));
}

;// CONCATENATED MODULE: ./lib/report/operations/findings-list.js

const OPEN = 5;
const findings_list_MOST = 100;
const findings_list_MARKS = { due: '\ud83d\udcc5', warning: '\u26a0' };
function findingsList(zones, kind) {
    const lines = findingsIn(zones, kind).map(({ target, sentence, remedy }) => `${findings_list_MARKS[kind]} **${prose(target, 300)}**: ${prose(sentence)} ${prose(remedy)}`);
    const more = lines.slice(OPEN);
    const words = kind === 'due' ? 'more due' : 'more warnings';
    return blocks(list(lines.slice(0, OPEN)), more.length === 0 ? '' : fold(`And ${more.length} ${words}`, list(more, findings_list_MOST)));
}
function findingsIn(zones, kind) {
    return zones.flatMap(({ findings }) => findings.filter((one) => one.kind === kind));
}

;// CONCATENATED MODULE: ./lib/report/operations/expiry-chart.js



const MOST_ROWS = 20;
const expiry_chart_DAY = 86_400_000;
const [BACK, AHEAD] = [60 * expiry_chart_DAY, 400 * expiry_chart_DAY];
const WIDEST_NAME = 26;
function expiryChart(zones, now) {
    const all = zones
        .flatMap(({ zone, certificates }) => certificates.map((certificate) => ({ zone: zone.asked, certificate })))
        .filter(({ certificate }) => isoMoment(certificate.notAfter) !== undefined)
        .toSorted((one, other) => rank(one) - rank(other) || endOf(one) - endOf(other));
    if (all.length === 0)
        return '';
    const rows = all.slice(0, MOST_ROWS);
    const names = expiry_chart_namesOf(rows);
    const lines = [
        '---\ndisplayMode: compact\nconfig:\n  gantt:\n    leftPadding: 230\n---\ngantt',
        '    dateFormat YYYY-MM-DD',
        '    axisFormat %Y-%m',
        `    tickInterval ${rows.some((row) => endOf(row) - now > 100 * expiry_chart_DAY) ? '2month' : '2week'}`,
        ...rows.flatMap((row, index) => [`    section ${names[index] ?? ''}`, ...bars(row.certificate, now)]),
    ];
    const more = all.length - rows.length;
    const left = more === 0 ? '' : ` Left out: ${count(more, 'certificate')} that end later or serve nobody.`;
    return blocks(fence(lines, 'mermaid'), `The red line is today; from the lighter part on a renewal is due.${left}`);
}
function rank({ certificate: { use } }) {
    return use === 'in-force' ? 0 : 1;
}
function endOf({ certificate }) {
    return certificate.notAfter ?? 0;
}
function expiry_chart_namesOf(rows) {
    const used = new Map();
    return rows.map(({ zone, certificate: { level, hostnames, notAfter = 0 } }) => {
        const who = level === 'zone' ? `${zone} (zone)` : hostnames.length === 0 ? zone : someOf(hostnames, 1);
        const name = `${expiry_chart_tame(who)} ${day(notAfter)}`;
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
    const to = Math.max(within(notAfter), now - BACK + 3 * expiry_chart_DAY);
    const from = Math.min(within(uploadedOn ?? now), to - expiry_chart_DAY);
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
    return isoMoment(at)?.slice(0, 10) ?? '';
}
function expiry_chart_tame(name) {
    const text = name
        .replaceAll(/[^A-Za-z0-9 .()*-]+/gu, ' ')
        .replaceAll(/\s+/gu, ' ')
        .trim();
    return text.length > WIDEST_NAME ? `${text.slice(0, WIDEST_NAME - 1)}.` : text;
}

;// CONCATENATED MODULE: ./lib/report/operations/status-story.js








const status_story_OPEN_LINES = 12;
const status_story_MARKS = { ok: '\u2705', due: '\ud83d\udcc5', failed: '\u274c' };
const status_story_WORDS = {
    ok: 'All is well',
    due: 'Due',
    failed: 'Not readable',
};
function statusStory(run) {
    const { zones } = run;
    return {
        mark: status_story_MARKS[run.outcome],
        title: titleOf(run),
        failedTitle: 'Status not readable',
        failures: zoneFailures(zones),
        warnings: warningSentences(zones),
        body: [findingsList(zones, 'due'), findingsList(zones, 'warning'), ...sections(zones, run.endedAt)],
        lines: zones.flatMap((zone) => zoneLines(zone, zones.length === 1)),
    };
}
function zoneFailures(zones) {
    return zones.flatMap(({ zone, failure }) => (failure === undefined ? [] : [{ name: zone.asked, failure }]));
}
function warningSentences(zones, isTold = () => true) {
    return [...findingsIn(zones, 'due'), ...findingsIn(zones, 'warning')]
        .filter(isTold)
        .map(({ target, sentence, remedy }) => `${target}: ${sentence} ${remedy}`);
}
function titleOf({ zones, outcome }) {
    const of = zones.length === 1 ? `zone ${zones[0]?.zone.asked ?? ''}` : count(zones.length, 'zone');
    const due = findingsIn(zones, 'due').length;
    const failed = zones.filter((zone) => zone.outcome === 'failed').length;
    switch (outcome) {
        case 'ok':
            return zones.every(({ hostnamesComplete }) => hostnamesComplete)
                ? `All is well: ${of}`
                : `Nothing is due in what could be seen: ${of}`;
        case 'due':
            return `${count(due, 'thing is', 'things are')} due: ${of}`;
        case 'failed':
            return `${failed} of ${count(zones.length, 'zone')} could not be checked${due > 0 ? `, and ${count(due, 'thing is', 'things are')} due` : ''}`;
    }
}
function sections(zones, now) {
    const [only, ...others] = zones;
    const read = worstZonesFirst(zones).filter(({ outcome }) => outcome !== 'failed');
    const chart = expiryChart(read, now);
    if (only !== undefined && others.length === 0)
        return only.outcome === 'failed' ? [] : [zoneGlance(only), chart, zoneDetails(only)];
    const lines = zoneTable(worstZonesFirst(zones));
    const folds = read.map((status) => fold(`${status_story_MARKS[status.outcome]} ${htmlCode(status.zone.asked)}`, blocks(zoneGlance(status), zoneDetails(status))));
    return [
        chart,
        zones.length > status_story_OPEN_LINES ? fold(`All ${zones.length} zones`, lines) : lines,
        ...(folds.length > status_story_OPEN_LINES ? [fold(`Details of ${folds.length} zones`, blocks(...folds))] : folds),
    ];
}
function zoneTable(zones) {
    const rows = zones.map((status) => [
        code(status.zone.asked, 260),
        `${status_story_MARKS[status.outcome]} ${status.outcome === 'ok' && !status.hostnamesComplete ? 'Nothing due, seen in part' : status_story_WORDS[status.outcome]}`,
        status.switchOn === undefined ? NOTHING : status.switchOn ? 'on' : 'off',
        String(status.hostnames.length),
        nextExpiry(status.certificates) ?? NOTHING,
    ]);
    return rows.length === 0
        ? ''
        : markdown_table(['Zone', 'Result', 'Zone level', 'Hostnames', 'Next to expire'], rows);
}
function nextExpiry(certificates) {
    const [first] = zone_section_firstToExpire(certificates);
    return first === undefined ? undefined : dayUntil(first);
}
function zoneLines(status, alone) {
    const { zone, certificates, switchOn, outcome, hostnamesComplete } = status;
    if (status.failure !== undefined)
        return [];
    const first = nextExpiry(certificates);
    const until = first === undefined ? 'none in force' : `the first in force until ${first}`;
    const known = hostnamesComplete ? '' : ', as far as is known';
    return [
        `${zone.asked}: ${outcome}; the zone level is ${switchOn === true ? 'on' : 'off'}; ${count(certificates.length, 'certificate')}${known}, ${until}.`,
        ...(alone ? zone_section_firstToExpire(certificates).map(status_story_certificateLine) : []),
    ];
}
function status_story_certificateLine(certificate) {
    const { id, level, hostnames } = certificate;
    const who = level === 'zone' ? 'the zone' : someOf(hostnames);
    return `In force for ${who} until ${dayUntil(certificate)}: certificate ${id ?? 'with an unknown id'}.`;
}

;// CONCATENATED MODULE: ./lib/report/operations/matrix-story.js




function matrixStory(run) {
    const { zones, entries, outcome } = run;
    const unread = zoneFailures(zones);
    const others = findingsIn(zones, 'due').length > 0;
    return {
        mark: { ok: '\u2705', due: '\ud83d\udcc5', failed: '\u274c' }[outcome],
        title: outcome === 'failed'
            ? 'No zone of the manifest could be checked'
            : entries.length === 0
                ? `${others ? 'Nothing that a rotation by the manifest would fix' : 'Nothing'} is due in ${count(zones.length, 'zone')}`
                : `${count(entries.length, 'job')} for what is due in ${count(zones.length, 'zone')}`,
        failedTitle: 'Matrix failed',
        failures: outcome === 'failed' ? unread : [],
        warnings: [
            ...(run.leftOut.length === 0
                ? []
                : [
                    `${count(run.leftOut.length, 'more zone is', 'more zones are')} due, from ${run.leftOut[0] ?? ''} on, for which the output has no room. Run \`operation: matrix\` again once these jobs are done.`,
                ]),
            ...(outcome === 'failed' ? [] : unread).map(({ name, failure }) => `${name} could not be checked, so it gets a job. ${failure.happened}`),
            ...warningSentences(zones, ({ expected, kind }) => kind === 'warning' || !expected),
        ],
        body: [jobs(run), findingsList(zones, 'due')],
        lines: entries.map(({ zone, due }) => `Job for ${zone}: ${count(due, 'target')} due.`),
    };
}
function jobs({ entries }) {
    if (entries.length === 0)
        return '';
    const lines = markdown_table(['Job', 'Targets due'], entries.map(({ zone, due }) => [code(zone, 1000), String(due)]));
    return entries.length > status_story_OPEN_LINES ? fold(`All ${entries.length} jobs`, lines) : lines;
}

;// CONCATENATED MODULE: ./lib/report/operations/operation-telling.js











const MOST_FAILURES = 20;
const operation_telling_LONGEST = 4000;
function storyOf(run) {
    switch (run.operation) {
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
function operationSummary(run, trigger) {
    const story = storyOf(run);
    const head = [`## ${story.mark} ${prose(story.title, 300)}`, run.dryRun ? DRY_RUN : ''];
    const parts = [...failureParts(story.failures), ...warningPart(run, story), ...story.body];
    const foot = footer(run, trigger);
    let room = MOST_BYTES - Buffer.byteLength(blocks(...head, foot)) - 200;
    const fitting = parts.filter((part) => {
        room -= Buffer.byteLength(part) + 2;
        return room >= 0;
    });
    const missing = parts.length - fitting.length;
    const cut = missing === 0 ? '' : TOO_LONG;
    return `${blocks(...head, ...fitting, cut, foot)}\n`;
}
function failureParts(failures) {
    const shown = failures
        .slice(0, MOST_FAILURES)
        .map(({ name, failure }) => blocks(name === '' ? '' : `**${prose(name, 300)}**`, failureBlock(failure)));
    const more = failures.length - shown.length;
    return more > 0 ? [...shown, `And ${count(more, 'more failure')}.`] : shown;
}
function warningPart(run, { warnings }) {
    if (run.operation === 'status' || run.operation === 'matrix' || warnings.length === 0)
        return [];
    return [
        list(warnings.map((sentence) => `\u26a0 ${prose(sentence)}`), 25),
    ];
}
function operationAnnotations(run) {
    const { failures, failedTitle, warnings } = storyOf(run);
    const [first, ...others] = failures;
    const more = others.length === 0 ? '' : ` ${count(others.length, 'more failure')}: see the job summary.`;
    const error = first === undefined ? [] : [`${plain(operation_telling_failureText(first), operation_telling_LONGEST - 100)}${more}`];
    return [
        ...error.map((text) => ({ kind: 'error', title: failedTitle, text })),
        ...warningAnnotations(warnings),
    ];
}
function operation_telling_failureText({ name, failure }) {
    const lead = name === '' ? '' : `${name}: `;
    return `${lead}${failureWords(failure)}`;
}
function operationLines(run) {
    const { lines, failures, title } = storyOf(run);
    const failed = failures
        .slice(1)
        .flatMap(({ name, failure }) => [
        `${name === '' ? '' : `${name}: `}What happened: ${failure.happened}`,
        ...(failure.inForce === undefined ? [] : [`In force now: ${failure.inForce}`]),
        `What to do: ${failure.remedy}`,
    ]);
    const took = duration(run.endedAt - run.startedAt);
    const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
    return [...lines, ...failed, `${title}. The run took ${took}.${dry}`].map((line) => plain(line, 2000));
}

;// CONCATENATED MODULE: ./lib/report/telling.js






function telling(run) {
    return run.operation === 'rotate'
        ? {
            outputs: renderOutputs(run),
            lines: closingLines(run),
            annotations: annotationsFor(run),
            summary: (trigger) => renderSummary(run, trigger),
        }
        : {
            outputs: operationOutputs(run),
            lines: operationLines(run),
            annotations: operationAnnotations(run),
            summary: (trigger) => operationSummary(run, trigger),
        };
}

;// CONCATENATED MODULE: ./lib/report/issue-state.js

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
    const texts = { target: plain(target, 200), sentence: plain(sentence), remedy: plain(remedy) };
    return [{ ...texts, kind, seenAt, ...(typeof zone === 'string' ? { zone: plain(zone, 200) } : {}) }];
}

;// CONCATENATED MODULE: ./lib/github/issue-client.js

async function readSelf(client) {
    try {
        const { login } = fields_fields(await client.self());
        return typeof login === 'string' ? { kind: 'user', login } : { kind: 'unknown' };
    }
    catch (error) {
        return { kind: fields_fields(error)['status'] === 403 ? 'app' : 'unknown' };
    }
}
function issue_client_readIssue(value) {
    const issue = fields_fields(value);
    const { number, body, title, html_url: url } = issue;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1)
        return undefined;
    if (issue['pull_request'] !== undefined && issue['pull_request'] !== null)
        return undefined;
    const known = ['OWNER', 'MEMBER', 'COLLABORATOR', undefined];
    const { type, login } = fields_fields(issue['user']);
    return {
        number,
        title: typeof title === 'string' ? title : '',
        body: typeof body === 'string' ? body.replaceAll('\r\n', '\n') : '',
        url: typeof url === 'string' ? url : undefined,
        author: typeof login === 'string' ? login : undefined,
        trusted: type === 'Bot' || known.includes(issue['author_association']),
    };
}

;// CONCATENATED MODULE: ./lib/github/issue-upkeep.js



const PER_PAGE = 100;
const OPEN_PAGES = 50;
const CLOSED_PAGES = 3;
async function keepIssue(client, wish, clean) {
    try {
        return await bringUpToDate(client, (body) => cleaned(wish(body), clean));
    }
    catch (error) {
        return { kind: 'warning', sentence: warningFor(error) };
    }
}
async function bringUpToDate(client, wish) {
    let asked;
    const self = () => (asked ??= readSelf(client));
    const open = await find(client, 'open', OPEN_PAGES, self);
    switch (open.kind) {
        case 'too-many':
            return unkept(`it was not found among the first ${OPEN_PAGES * PER_PAGE} open issues, and a second one is never opened.`);
        case 'ours':
            return settle(client, open.issue, wish(open.issue.body));
        case 'doubtful':
            return unkept(`issue no. ${open.issue.number} looks like it, but may not be by this action, and a second one is never opened. Close that one or give it another title, and leave github-token out.`);
        case 'none':
            break;
    }
    const closed = await find(client, 'closed', CLOSED_PAGES, self);
    const before = closed.kind === 'ours' ? closed.issue : undefined;
    const wanted = wish(before?.body);
    if (wanted.kind === 'closed')
        return { kind: 'nothing' };
    if (before !== undefined)
        return reopen(client, before, wanted);
    return openNew(client, wanted, wish, self);
}
async function settle(client, issue, wanted) {
    const { number, url } = issue;
    const { title, body } = wanted;
    if (wanted.kind === 'open') {
        await client.update(number, { title, body });
        return { kind: 'updated', number, url };
    }
    await client.comment(number, wanted.comment);
    await client.update(number, { title, body, state: 'closed', state_reason: 'completed' });
    return { kind: 'closed', number, url };
}
async function reopen(client, issue, wanted) {
    const { number, url } = issue;
    const { title, body } = wanted;
    await client.update(number, { title, body, state: 'open', state_reason: 'reopened' });
    await client.comment(number, wanted.comment);
    return { kind: 'reopened', number, url };
}
async function openNew(client, wanted, wish, self) {
    const made = issue_client_readIssue(await client.create({ title: wanted.title, body: wanted.body }));
    const found = await find(client, 'open', OPEN_PAGES, self);
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
async function find(client, state, pages, self) {
    let doubtful;
    for (let page = 1; page <= pages; page += 1) {
        const answer = await client.list(state, page);
        const items = Array.isArray(answer) ? answer : [];
        for (const issue of items.map(issue_client_readIssue).filter((one) => one !== undefined)) {
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
function cleaned(wish, clean) {
    return { ...wish, title: clean(wish.title), body: clean(wish.body), comment: clean(wish.comment) };
}
function warningFor(error) {
    const { status, headers } = answerIn(error);
    const lead = 'The issue was not kept up to date:';
    const limited = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
    if (status === 429 || (status === 403 && limited))
        return `${lead} GitHub accepts no more requests for now (rate limit). The next run tries again.`;
    switch (status) {
        case 401:
            return `${lead} GitHub does not accept the token given as github-token. Leave the input out, or pass a token that is still valid.`;
        case 403:
        case 404:
            return `${lead} the token given as github-token is not allowed to write issues. Add the line "issues: write" under the job's "permissions:".`;
        case 410:
            return `${lead} issues are switched off in this repository. Switch them on in its settings, or leave out open-issue.`;
        default:
            return typeof status === 'number'
                ? `${lead} GitHub answered with status ${status}. The next run tries again.`
                : `${lead} GitHub could not be reached. The next run tries again.`;
    }
}
function answerIn(error) {
    const { status, response } = fields_fields(error);
    return response === undefined
        ? { status: status === 500 ? undefined : status, headers: {} }
        : { status, headers: fields_fields(fields_fields(response)['headers']) };
}

;// CONCATENATED MODULE: ./lib/report/issue-text.js





const FORGOTTEN_AFTER = 35 * 86_400_000;
const LONGEST_BODY = 60_000;
function issueWish(body, findings, trigger, now) {
    const others = rememberedProblems(body).filter((problem) => !isSettled(problem, findings) && now - problem.seenAt < FORGOTTEN_AFTER);
    const problems = [...findings.problems, ...others].toSorted(byUrgency);
    const run = trigger.runUrl === undefined ? 'The latest run' : markdown_link('The latest run', trigger.runUrl);
    if (problems.length === 0) {
        return {
            kind: 'closed',
            title: 'Origin pull certificates: all is well',
            body: blocks(hiddenHead([]), `All is well: nothing is due, and no rotation failed (${moment(now)}).`, triggerLine(trigger)),
            comment: `${run} found that all is well again.`,
        };
    }
    const targets = new Set(problems.map(({ target }) => target)).size;
    const title = `Origin pull certificates: ${count(targets, 'target needs', 'targets need')} attention`;
    const comment = `${run} needs attention: ${issue_text_namesOf(problems.map(({ target }) => target))}.`;
    return { kind: 'open', title, body: openBody(problems, trigger, now), comment };
}
function issue_text_namesOf(targets) {
    return someOf([...new Set(targets)].map((name) => code(name, 200)));
}
function isSettled({ target, kind, zone }, { covers, coversDue = [], zonesSeen = [] }) {
    if (covers.includes(target))
        return true;
    return kind === 'due' && (coversDue.includes(target) || (zone !== undefined && zonesSeen.includes(zone)));
}
function openBody(problems, trigger, now) {
    for (let shown = problems.length; shown > 0; shown = Math.floor(shown / 2)) {
        const text = bodyWith(problems, shown, trigger, now);
        if (text.length <= LONGEST_BODY)
            return text;
    }
    return bodyWith(problems, 0, trigger, now);
}
function bodyWith(problems, shown, trigger, now) {
    const some = problems.slice(0, shown);
    const more = problems.length - some.length;
    return blocks(hiddenHead(some), 'This issue is kept up to date by the rotation workflow, and closed by it when all is well again.', ...some.map(problemText), more > 0 ? `And ${more} more: see the summary of the run.` : '', `Last updated ${moment(now)}.`, triggerLine(trigger));
}
function problemText({ target, kind, sentence, remedy }) {
    const mark = kind === 'failed' ? '\u274c Failed' : '\ud83d\udcc5 Due';
    return blocks(`### ${mark}: ${prose(target)}`, prose(sentence), remedy === '' ? '' : `**What to do:** ${prose(remedy)}`);
}
function byUrgency(one, other) {
    if (one.kind !== other.kind)
        return one.kind === 'failed' ? -1 : 1;
    return one.target < other.target ? -1 : 1;
}

;// CONCATENATED MODULE: ./lib/tell-issue.js



async function tellIssue(stage, { openIssue, githubToken, dryRun }, findings, trigger) {
    if (!openIssue || githubToken === undefined || dryRun)
        return;
    const kept = await keep(stage, githubToken, findings, trigger);
    switch (kept.kind) {
        case 'nothing':
            return;
        case 'warning':
            return stage.sink.annotate('warning', 'Issue', kept.sentence);
        case 'opened':
        case 'reopened':
        case 'updated':
        case 'closed':
            stage.sink.line(`Issue no. ${kept.number} was ${kept.kind}.`);
            return stage.sink.outputs({ 'issue-url': tell_issue_addressOf(kept.url) });
    }
}
function tell_issue_addressOf(url = '') {
    return /^https?:$/u.test(URL.canParse(url) ? new URL(url).protocol : '') ? plain(url, 1000) : '';
}
async function keep(stage, token, findings, trigger) {
    const { repository } = trigger;
    if (repository === undefined)
        return tell_issue_unkept('the run does not know its repository.');
    try {
        const client = await stage.loadIssueClient(token, repository);
        const now = stage.clock.wall();
        const wish = (body) => issueWish(body, findings, trigger, now);
        return await keepIssue(client, wish, (text) => stage.sink.clean(text));
    }
    catch {
        return tell_issue_unkept('its client could not be loaded. The next run tries again.');
    }
}
function tell_issue_unkept(why) {
    return { kind: 'warning', sentence: `The issue was not kept up to date: ${why}` };
}

;// CONCATENATED MODULE: ./lib/tell.js









function tellDrafts(stage, drafts, startedAt) {
    write(stage, renderFirstReport(drafts, startedAt));
}
function tellInputWarnings({ sink }, warnings) {
    for (const [sentence, all] of Map.groupBy(warnings, (warning) => warning.sentence)) {
        const [first, ...others] = all.flatMap(({ target }) => target ?? []);
        const more = others.length === 0 ? '' : ` and ${others.length} more`;
        sink.annotate('warning', 'Input', first === undefined ? sentence : `${first}${more}: ${sentence}`);
    }
}
async function tellRun(stage, settings, run, findings) {
    const { outputs, lines, annotations, summary } = telling(run);
    write(stage, outputs);
    if (run.outcome === 'failed' || run.outcome === 'rolled-back')
        stage.fail();
    for (const line of lines)
        stage.sink.line(line);
    for (const { kind, title, text } of annotations)
        stage.sink.annotate(kind, title, text);
    const trigger = triggerOf(stage);
    stage.sink.summary(summary(trigger));
    if (findings !== undefined) {
        const covers = [...findings.covers, runName(settings, trigger)];
        await tellIssue(stage, settings, { ...findings, covers }, trigger);
    }
    stage.sink.close();
}
async function tellFailure(stage, settings, error, progress) {
    const { sent } = progress;
    const operation = settings?.operation ?? 'rotate';
    const failure = writeFailure(stage, operation, error, progress);
    stage.fail();
    const trigger = triggerOf(stage);
    const withheld = withheldSentence(trigger);
    const { happened, inForce, remedy } = failure;
    const text = [happened, inForce, remedy, withheld].filter(Boolean).join('\n');
    stage.sink.annotate('error', TITLES[operation], text);
    stage.sink.summary(renderEarlyFailure(failure, trigger, sent));
    if (settings !== undefined) {
        const { names } = settings.subject;
        const told = names.length > 0 ? names : [runName(settings, trigger)];
        await tellIssue(stage, settings, findingsOfFailure(failure, stage.clock.wall(), told), trigger);
    }
    stage.sink.close();
}
function runName({ operation }, { workflow }) {
    return `${nameOfRun(workflow)}${operation === 'status' ? ' (status)' : ''}`;
}
function tellCrash(stage, operation, progress) {
    writeFailure(stage, operation, (0,errors/* asActionError */.z)(undefined), progress);
}
function writeFailure(stage, operation, error, { sent, drafts }) {
    const failure = failureOf(error, sent ? CHANGED_PERHAPS : 'Nothing was changed.');
    write(stage, {
        ...emptyOutputs('failed', failure, operation),
        changed: String(sent),
        'previous-certificate-ids': previousIds(drafts),
    });
    return failure;
}
const CHANGED_PERHAPS = 'Some changes had already been sent. `operation: status` shows what is in force now.';
const TITLES = {
    rotate: 'Rotation failed',
    status: 'Status failed',
    matrix: 'Matrix failed',
    delete: 'Deletion failed',
    disable: 'Switching off failed',
};
function write({ sink }, outputs) {
    sink.outputs(outputs);
}
function triggerOf(stage) {
    return readTrigger(stage.readContext());
}

// EXTERNAL MODULE: ./lib/certificate/der.js
var der = __nccwpck_require__(4584);
;// CONCATENATED MODULE: ./lib/certificate/certificate-checks.js



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
        sentence: () => 'is a CA certificate (CA:TRUE); Cloudflare only accepts leaf certificates. Issue a client certificate from it, with basicConstraints CA:FALSE, and give that.',
    },
    {
        reason: 'BASIC_CONSTRAINTS_ABSENT',
        severity: 'warn',
        applies: ({ facts }) => facts.basicConstraints === undefined,
        sentence: () => 'has no basicConstraints, so strict origins may refuse it. Issue the next one with basicConstraints CA:FALSE.',
    },
    {
        reason: 'KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE',
        severity: 'refuse-unless-origin-check',
        applies: ({ facts }) => facts.keyUsage?.digitalSignature === false,
        sentence: () => 'has a keyUsage without digitalSignature, which a TLS client needs. Issue it with keyUsage digitalSignature, or give `origin`, so that a check there can show that it is accepted.',
    },
    {
        reason: 'RSA_KEY_TOO_SHORT',
        severity: 'refuse',
        applies: (certificate) => rsaBits(certificate) < MINIMUM_RSA_BITS,
        sentence: (certificate) => `has an RSA key of ${String(rsaBits(certificate))} bits; at least ${String(MINIMUM_RSA_BITS)} are needed. Make a new key and get a certificate for it.`,
    },
    {
        reason: 'CURVE_UNSUPPORTED',
        severity: 'refuse',
        applies: (certificate) => certificate.leaf.keyKind === 'ec' && !onKnownCurve(certificate),
        sentence: () => 'has an EC key that is not on the named curve P-256, P-384 or P-521. Make a new key on one of them (`openssl ecparam -name prime256v1 -genkey -noout`) and get a certificate for it.',
    },
    {
        reason: 'KEY_ALGORITHM_UNSUPPORTED',
        severity: 'refuse',
        applies: ({ leaf }) => leaf.keyKind === 'other',
        sentence: () => 'has a kind of key that Cloudflare does not accept. Make a new one (RSA with at least 2048 bits, or EC on P-256, P-384 or P-521) and get a certificate for it.',
    },
    {
        reason: 'ED25519_KEY',
        severity: 'warn',
        applies: ({ leaf }) => leaf.keyKind === 'ed25519',
        sentence: () => `${ED25519} If the upload is refused, issue one with P-256.`,
    },
    {
        reason: 'SIGNATURE_WEAK',
        severity: 'refuse',
        applies: ({ facts, leaf }) => !leaf.selfSigned && (WEAK_SIGNATURES.has(facts.signatureAlgorithm) || facts.pssHash === SHA1),
        sentence: () => 'is signed with SHA-1 or MD5, which origins refuse. Have it signed again with SHA-256.',
    },
    {
        reason: 'SELF_SIGNED',
        severity: 'warn',
        applies: ({ leaf, facts }) => leaf.selfSigned && facts.basicConstraints?.ca !== true,
        sentence: () => 'is self-signed: the origin must trust this very certificate, and each rotation needs a change there first. A CA of your own lets the origin stay as it is.',
    },
];
const ED25519_IN_DOUBT = {
    cause: `The certificate ${ED25519}`,
    cure: 'Issue one with P-256, put it into the secret, and run again.',
};
function judgeCertificate(test) {
    const { certificate, input, policy } = test;
    const opening = `The certificate in \`${input}\` (${shown(certificate.leaf.subject)})`;
    const findings = CHECKS.filter((check) => check.applies(certificate)).map((check) => ({
        reason: check.reason,
        severity: check.severity,
        input,
        sentence: `${opening} ${check.sentence(certificate)}`,
    }));
    return [...findings, ...judgeValidity(certificate.leaf, policy, test.now, opening, input)];
}
function rsaBits({ x509, leaf }) {
    return leaf.keyKind === 'rsa' ? (x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) : Infinity;
}
function onKnownCurve({ x509 }) {
    const key = x509.publicKey;
    const spki = (0,der/* readChildren */.KZ)((0,der/* readWhole */.oD)(key.export({ type: 'spki', format: 'der' })));
    const named = (0,der/* readChildren */.KZ)(spki?.[0])?.[1]?.tag === der/* DER */.Wi.oid;
    return named && CURVES.has(key.asymmetricKeyDetails?.namedCurve ?? '');
}

;// CONCATENATED MODULE: ./lib/certificate/parsed.js


function parsed_parse(der) {
    const facts = (0,extensions/* readFacts */.M)(der);
    const x509 = (0,certificate_leaf/* parseCertificate */.hB)(der);
    const leaf = x509 && (0,certificate_leaf/* describe */.q0)(x509);
    return facts && x509 && leaf && { x509, leaf, facts };
}
function parsePem(pem) {
    const x509 = (0,certificate_leaf/* parseCertificate */.hB)(pem);
    return x509 && parsed_parse(x509.raw);
}

;// CONCATENATED MODULE: ./lib/certificate/chain.js


const MAXIMUM_CERTIFICATES = 16;
function readChain(ders, input) {
    if (ders.length === 0)
        return { leaf: undefined, chain: [], findings: [] };
    const distinct = [...new Map(ders.map((der) => [Buffer.from(der).toString('hex'), der])).values()];
    if (distinct.length > MAXIMUM_CERTIFICATES)
        return refused('UNRELATED_CERTIFICATES', input, tooMany(input));
    const parsed = distinct.map(parsed_parse);
    if (!parsed.every((one) => one !== undefined)) {
        const sentence = `\`${input}\` looks like a certificate, but its content cannot be read. ` +
            'Copy the whole file again; if nothing changes, have the certificate issued again.';
        return refused('CERTIFICATE_UNREADABLE', input, sentence);
    }
    const leaf = findLeaf(parsed);
    if (leaf === undefined)
        return refused('UNRELATED_CERTIFICATES', input, unrelated(input, parsed.length));
    const chain = parsed.filter((one) => one !== leaf);
    return { leaf, chain, findings: chain.length > 0 ? [chainFinding(leaf === parsed[0], input)] : [] };
}
function findLeaf(all) {
    const leaves = all.filter((one) => one.facts.basicConstraints?.ca !== true);
    const [leaf] = leaves.length === 1 ? leaves : all;
    const linked = new Set(leaf && [leaf]);
    for (const member of linked) {
        for (const issuer of all)
            if (issues(issuer, member))
                linked.add(issuer);
    }
    return linked.size === all.length ? leaf : undefined;
}
function issues(issuer, member) {
    return (0,certificate_leaf/* isSignedBy */.s3)(member.x509, issuer.x509);
}
function chainFinding(leafFirst, input) {
    return {
        reason: leafFirst ? 'CHAIN_PASTED' : 'CHAIN_OUT_OF_ORDER',
        severity: 'warn',
        input,
        sentence: `\`${input}\` holds a chain${leafFirst ? '' : ' that does not start with the leaf'}. Only the leaf is used: ` +
            'Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give only the leaf.',
    };
}
function unrelated(input, count) {
    return (`\`${input}\` holds ${String(count)} different certificates that do not form a chain. ` +
        'Give only the new client certificate.');
}
function tooMany(input) {
    return `\`${input}\` holds more than ${String(MAXIMUM_CERTIFICATES)} certificates. Give only the new client certificate.`;
}
function refused(reason, input, sentence) {
    return { leaf: undefined, chain: [], findings: [{ reason, severity: 'refuse', input, sentence }] };
}

// EXTERNAL MODULE: ./lib/certificate/form-texts.js
var form_texts = __nccwpck_require__(8032);
;// CONCATENATED MODULE: ./lib/certificate/key-proof.js

const MESSAGE = Buffer.from('The key that signed this belongs to the certificate that verifies it.');
function proveKey(certificate, key) {
    try {
        if (!certificate.checkPrivateKey(key))
            return 'mismatch';
        const signature = (0,external_node_crypto_.sign)(null, MESSAGE, key);
        const sound = (0,external_node_crypto_.verify)(null, MESSAGE, certificate.publicKey, signature) && isCoherent(key);
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

// EXTERNAL MODULE: ./lib/certificate/private-key.js
var private_key = __nccwpck_require__(1826);
;// CONCATENATED MODULE: ./lib/certificate/key-checks.js



function judgeKey(certificate, key, names, input) {
    if (certificate.leaf.keyKind === 'other')
        return [];
    const base = { severity: 'refuse', input };
    if ((0,private_key/* hasMorePrimes */.G5)(key)) {
        const sentence = `The RSA key in \`${input}\` is made of more than two primes, which Cloudflare and most servers do not accept. ` +
            'Make a new one (`openssl genrsa 2048`) and have a certificate issued for it.';
        return [{ ...base, reason: 'RSA_MULTI_PRIME', sentence }];
    }
    const proof = proveKey(certificate.x509, key);
    if (proof === 'mismatch') {
        return [{ ...base, reason: 'KEY_MISMATCH', sentence: mismatch(certificate, key, names, input) }];
    }
    if (proof === 'unsound') {
        const sentence = `The private key in \`${input}\` belongs to the certificate, but is damaged and does not work. ${form_texts/* CHECK_FILE */.Qq}`;
        return [{ ...base, reason: 'KEY_UNSOUND', sentence }];
    }
    if (!(0,private_key/* lacksSeed */.uy)(key))
        return [];
    const sentence = `The ML-DSA key in \`${input}\` has no seed, and Cloudflare only accepts the form with the seed. ` +
        'Give the file that was written when the key was made, or make a new key.';
    return [{ ...base, reason: 'ML_DSA_SEED_MISSING', sentence }];
}
function mismatch(certificate, key, names, input) {
    const { keyKind } = certificate.leaf;
    const kind = key.asymmetricKeyType ?? '';
    const kinds = kind.startsWith(keyKind)
        ? ''
        : ` (the certificate has a key of kind ${keyKind}, and this one is of kind ${kind})`;
    return (`The private key in \`${input}\` does not belong to the certificate in \`${names.certificate}\`${kinds}. ` +
        'Give the key with which this certificate was requested; was only one of the two secrets updated?');
}

// EXTERNAL MODULE: ./lib/certificate/key-input.js + 1 modules
var key_input = __nccwpck_require__(2324);
// EXTERNAL MODULE: ./lib/certificate/input-form.js
var input_form = __nccwpck_require__(1706);
// EXTERNAL MODULE: ./lib/certificate/pasted-text.js
var pasted_text = __nccwpck_require__(6548);
;// CONCATENATED MODULE: ./lib/certificate/successor-parts.js


function readParts(certificate, privateKey, names, role = 'certificate') {
    const first = successor_parts_readSource(certificate, names.certificate);
    const second = successor_parts_readSource(privateKey ?? '', names.privateKey);
    const certificateSource = isBlank(first) && holdsBoth(second) ? second : first;
    const keySource = isBlank(second) && holdsBoth(first) ? first : second;
    const keys = holdsBoth(first) && keySource === second ? [...second.keys, ...first.keys] : keySource.keys;
    return {
        certificates: certificateSource.certificates,
        keys,
        certificateInput: certificateSource.input,
        keyInput: keySource.input,
        findings: [
            ...judgeSource(certificateSource, certificateSource.certificates.length, role, names),
            ...judgeSource(keySource, keySource.keys.length, 'private-key', names),
        ],
    };
}
function successor_parts_readSource(text, input) {
    const reading = (0,pasted_text/* readPasted */.aQ)(text);
    const blocks = reading.kind === 'blocks' ? reading.blocks : [];
    const certificates = blocks.filter((block) => block.kind === 'certificate').map((block) => block.der);
    return { input, reading, certificates, keys: blocks.filter(input_form/* isKey */.m0) };
}
function isBlank({ reading }) {
    return reading.kind === 'missing' && reading.form === 'blank';
}
function holdsBoth({ certificates, keys }) {
    return certificates.length > 0 && keys.length > 0;
}
function judgeSource(source, found, role, names) {
    const { reading, input } = source;
    if (found > 0)
        return [];
    return reading.kind === 'blocks'
        ? [(0,input_form/* judgeBlocks */.Cl)(reading.blocks, role, names, input)]
        : [(0,input_form/* judgeForm */.Mi)(reading, role, input)];
}

;// CONCATENATED MODULE: ./lib/certificate/preflight.js







async function preflight(pasted, policy, world) {
    const examined = examine(pasted, policy, world.clock.wall());
    if (examined.kind === 'refused')
        return examined;
    const { successor } = examined;
    const { clientCa, originGiven } = policy;
    const about = { ...successor, clientCa, originGiven, input: examined.certificateInput };
    const { vouchedByCa, findings: ofTrust } = await judgeTrust(about, world);
    const findings = [...examined.findings, ...ofTrust];
    if (isRefused(findings))
        return { kind: 'refused', findings };
    return { kind: 'passed', successor: { ...successor, vouchedByCa }, findings };
}
function examine(pasted, policy, now) {
    const { names } = pasted;
    const parts = readParts(pasted.certificate, pasted.privateKey, names);
    const keyRead = (0,key_input/* readKeys */.x)(parts.keys, pasted.passphrase, parts.keyInput, names.passphrase);
    const { certificateInput } = parts;
    const { leaf, chain, findings: ofChain } = readChain(parts.certificates, certificateInput);
    const { key } = keyRead;
    const findings = [
        ...parts.findings,
        ...ofChain,
        ...(leaf ? judgeCertificate({ certificate: leaf, input: certificateInput, policy, now }) : []),
        ...keyRead.findings,
        ...(leaf && key ? judgeKey(leaf, key, { ...names, certificate: certificateInput }, parts.keyInput) : []),
    ];
    if (!leaf || !key || isRefused(findings))
        return { kind: 'refused', findings };
    const successor = {
        leaf: leaf.leaf,
        key: new private_key/* PrivateKey */.ZD(key),
        vouchedByCa: false,
        clientCa: certificatesIn(policy.clientCa ?? ''),
        chain: chain.map(({ x509 }) => x509),
    };
    return { kind: 'passed', successor, findings, certificateInput };
}
function isRefused(findings) {
    return findings.some(({ severity }) => severity === 'refuse');
}

;// CONCATENATED MODULE: ./lib/cloudflare/endpoint.js

const ID = /^[0-9a-zA-Z-]{1,64}$/;
const HOSTNAME = /^(?=.{1,255}$)(?:\*\.)?[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?(?:\.[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?)*$/;
function isId(text) {
    return ID.test(text);
}
function isHostname(text) {
    return HOSTNAME.test(text);
}
function pathOf(template, values) {
    return template.replace(/\{(\w+)\}/g, (_, name) => {
        const value = endpoint_valueOf(values, name);
        const fits = name === 'hostname' ? isHostname(value) : isId(value);
        if (!fits) {
            throw new errors/* ActionError */.l('INPUT_INVALID', {
                happened: `A \`${name}\` has a form that cannot be part of a path of Cloudflare's API.`,
                remedy: 'Give the id as the dashboard shows it, and hostnames in lower case without scheme, port or path.',
            });
        }
        return encodeURIComponent(value);
    });
}
function endpoint_valueOf(values, name) {
    switch (name) {
        case 'zone_id':
            return values.zone_id ?? '';
        case 'certificate_id':
            return values.certificate_id ?? '';
        default:
            return values.hostname ?? '';
    }
}
function endpointOf(request) {
    return `${request.method} ${request.template}`;
}

;// CONCATENATED MODULE: ./lib/cloudflare/foreign-text.js
const LONGEST_SENTENCE = 500;
const LONGEST_WORD = 100;
const foreign_text_LONGEST_NAME = 255;
const LONGEST_READ = 64 * 1024;
const PEM = /-----\s*BEGIN[^-]*-----(?:[\s\S]*?-----\s*END[^-]*-----|[\s\S]*)/g;
const LONG_BASE64 = /[A-Za-z0-9+/_=-]{44,}/g;
const foreign_text_FINGERPRINT = /^(?:[0-9a-f]{64}|[0-9A-F]{64})$/;
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
    return withoutCommands(visible(text.slice(0, foreign_text_LONGEST_NAME)));
}
function clean(text, secrets, longest) {
    let left = visible(text.slice(0, LONGEST_READ));
    for (const secret of secrets) {
        if (secret !== '')
            left = left.replaceAll(secret, '[redacted]');
    }
    left = left
        .replace(PEM, '[PEM left out]')
        .replace(LONG_BASE64, (run) => (foreign_text_FINGERPRINT.test(run) ? run : '[long text left out]'));
    left = withoutCommands(left);
    return left.length <= longest ? left : `${left.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}
function visible(text) {
    return text.replace(ESCAPES, '').replace(BLANKS, ' ').replace(INVISIBLE, '').trim();
}
function withoutCommands(text) {
    return text.replaceAll(/##(?=[a-z]*\[)/gi, '# #').replaceAll(/::(?=[a-z])/gi, ': :');
}

;// CONCATENATED MODULE: ./lib/cloudflare/json.js
const json_DEEPEST = 64;
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
function json_textOf(json, name) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
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
            if (depth > json_DEEPEST)
                return true;
        }
        else if (letter === 0x7d || letter === 0x5d)
            depth -= 1;
    }
    return false;
}

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
    const rows = rowsOf(result);
    if (rows === undefined)
        return undefined;
    const read = rows.map((row) => oneCertificate(row));
    const value = read.filter((row) => row !== undefined);
    return value.length === read.length ? { value } : undefined;
}
function readCertificate(result, expectedId) {
    const all = readCertificates(result)?.value ?? [];
    const fitting = expectedId === undefined ? all : all.filter((row) => row.id === expectedId);
    const [only, ...others] = fitting;
    return only === undefined || others.length > 0 ? undefined : { value: only };
}
function rowsOf(result) {
    if (result === null)
        return [];
    if (Array.isArray(result))
        return result;
    return asObject(result) === undefined ? undefined : [result];
}
function oneCertificate(row) {
    const json = asObject(row);
    const id = json === undefined ? undefined : json_textOf(json, 'id');
    if (json === undefined || id === undefined || !isId(id))
        return undefined;
    const issuer = json_textOf(json, 'issuer');
    const serialNumber = json_textOf(json, 'serial_number');
    const uploadedOn = readDate(json['uploaded_on']);
    return {
        id,
        ...readStatus(json['status']),
        pem: pemOf(json),
        issuer: issuer === undefined ? undefined : cleanSentence(issuer),
        serialNumber: serialNumber === undefined ? undefined : cleanWord(serialNumber),
        expiresOn: readDate(json['expires_on']),
        uploadedOn,
        uploadedOnText: uploadedOn === undefined ? undefined : json_textOf(json, 'uploaded_on'),
    };
}
function pemOf(json) {
    const pem = json_textOf(json, 'certificate');
    if (pem === undefined || pem.length > LONGEST_PEM || pem.includes('PRIVATE KEY'))
        return undefined;
    return pem;
}
function readAssociations(result) {
    const rows = rowsOf(result);
    if (rows === undefined)
        return undefined;
    const read = rows.map((row) => oneAssociation(row));
    const value = read.filter((row) => row !== undefined);
    return value.length === read.length ? { value } : undefined;
}
function pickAssociations(result, hostnames) {
    const rows = rowsOf(result)?.map((row) => oneAssociation(row));
    if (rows === undefined)
        return undefined;
    return { value: rows.filter((row) => row !== undefined).filter((row) => hostnames.has(row.hostname)) };
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
    const json = asObject(row);
    const hostname = json === undefined ? undefined : json_textOf(json, 'hostname');
    if (json === undefined || hostname === undefined)
        return undefined;
    const certificateId = json_textOf(json, 'cert_id');
    if (certificateId !== undefined ? !isId(certificateId) : !isAbsent(json['cert_id']))
        return undefined;
    const certificateStatus = json['cert_status'];
    return {
        hostname: cleanName(hostname).toLowerCase().replace(/\.$/, ''),
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
    return all.filter((certificate) => !isTombstone(certificate.status));
}
async function getCertificate(api, zoneId, level, id) {
    try {
        return await api.read({
            method: 'GET',
            template: ONE[level],
            values: { zone_id: zoneId, certificate_id: id },
            read: (result) => readCertificate(result, id),
        });
    }
    catch (error) {
        if (meaningOf(error) === 'not-found')
            return undefined;
        throw error;
    }
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
    const kind = DELETED[meaningOf(outcome.error)];
    return kind === undefined ? outcome : { kind };
}

;// CONCATENATED MODULE: ./lib/issue/dates.js
const HOUR = 3_600_000;
const dates_DAY = 24 * HOUR;
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
    return Math.max(notAfter - validity - 30 * dates_DAY, notBefore + (notAfter - notBefore) / 2);
}

;// CONCATENATED MODULE: ./lib/issue/identity.js

function identity_subjectOf({ commonName }) {
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
    const certificate = answers.has(pem) ? undefined : (0,certificate_leaf/* parseCertificate */.hB)(pem);
    const answer = answers.get(pem) ?? (certificate !== undefined && isOfIdentity(certificate, identity));
    answers.set(pem, answer);
    return answer;
}
function hasOnlyName({ subject, subjectAltName }, identity) {
    return subject === identity_subjectOf(identity) && subjectAltName === undefined;
}
function signerOf(certificate, { authorities }) {
    return authorities?.find((authority) => authority.ca && (0,certificate_leaf/* isSignedBy */.s3)(certificate, authority));
}

;// CONCATENATED MODULE: ./lib/issue/issuing.js


function orderOf(issuing, now) {
    const { identity, key, minimumValidity, clientCa, originGiven, validity, signer } = issuing;
    const authority = signer.kind === 'authority' ? signer.authority.certificate.leaf : undefined;
    return {
        identity,
        key,
        minimumValidity,
        clientCa,
        originGiven,
        now,
        dates: datesOf(now, validity, authority),
    };
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
        subject: identity_subjectOf(identity),
        issuer: authority?.leaf.subject ?? '',
        issuerKeyId: authority?.facts.subjectKeyId,
        subjectAltNames: [],
        selfSigned: false,
        ...orderOf(issuing, now).dates,
        keyKind: key === 'rsa-2048' ? 'rsa' : 'ec',
    };
}
function isProspective({ pem }) {
    return pem === '';
}

;// CONCATENATED MODULE: ./lib/probe/edge-body.js
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

;// CONCATENATED MODULE: ./lib/probe/edge.js

const ATTEMPT_TIMEOUT = 15_000;
const MAX_BYTES = 64 * 1024;
const USER_AGENT = 'cloudflare-origin-pull-rotation (verification probe)';
const REASONS = ['dns', 'refused', 'tls', 'reset', 'timeout', 'cut', 'aborted'];
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
        ...Object.fromEntries(asked),
        'accept-encoding': 'identity',
        'cache-control': 'no-cache',
        'user-agent': USER_AGENT,
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
    if (typeof error !== 'object' || error === null || !('fault' in error))
        return 'other';
    const { fault } = error;
    if (typeof fault !== 'object' || fault === null || !('reason' in fault))
        return 'other';
    const told = String(fault.reason);
    const group = GROUPS.find(([, reasons]) => reasons.test(told))?.[0];
    return group ?? REASONS.find((reason) => reason === told) ?? 'other';
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
function originEvidence(at, address, judged) {
    return {
        at,
        when: 'before',
        via: 'origin',
        to: `${address.host}:${address.port}`,
        verdict: judged.kind === 'admitted' && judged.enforced === false ? 'inconclusive' : ORIGIN_VERDICTS[judged.kind],
        status: judged.status,
        served: undefined,
        sentence: judged.sentence,
    };
}
const ORIGIN_VERDICTS = {
    admitted: 'pass',
    refused: 'fail',
    unreachable: 'skipped',
    unclear: 'inconclusive',
};

;// CONCATENATED MODULE: ./lib/probe/echo.js

const MAX_TEXT = 32 * 1024;
function readEcho(text) {
    const trimmed = text?.trim() ?? '';
    if (/^(?:|-|none|null|\(null\)|""|0)$/iu.test(trimmed))
        return { kind: 'none' };
    if (trimmed.length > MAX_TEXT)
        return { kind: 'unreadable' };
    return readDigits(trimmed) ?? echo_readCertificate(trimmed) ?? { kind: 'unreadable' };
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
function echo_readCertificate(text) {
    const envoy = /(?:^|[;,])\s*cert="?([^";,]+)/iu.exec(text)?.[1];
    const leaf = echo_unescape(envoy ?? text)
        .replaceAll('-----BEGIN CERTIFICATE-----', '')
        .replace(/(?:-----END CERTIFICATE-----|[,;]).*$/su, '');
    const base64 = leaf.replaceAll(/^:|:$|\s/gu, '');
    if (!/^MI[A-Za-z0-9+/]{100,}={0,2}$/u.test(base64))
        return undefined;
    const fingerprint = (0,external_node_crypto_.createHash)('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
    return { kind: 'certificate', fingerprint: fingerprint.toUpperCase() };
}
function echo_unescape(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./lib/probe/sign.js
const CACHED = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED']);
function signOf(answer) {
    if (answer.kind === 'unreachable')
        return unreached(answer.reason);
    return sign_hidden(answer) ?? aboutCertificate(answer) ?? byStatus(answer);
}
function unreached(reason) {
    return reason === 'timeout'
        ? { kind: 'failing', status: undefined, words: 'gave no answer in time' }
        : { kind: 'unreached', status: undefined, words: UNREACHED[reason] };
}
const UNREACHED = {
    dns: 'was not reached: its name did not resolve on the runner',
    refused: 'was not reached: the connection was refused',
    tls: 'was not reached: TLS between runner and edge failed',
    reset: 'was not reached: the connection was cut',
    cut: 'was not reached: the answer was cut',
    aborted: 'was not finished: the run was stopped',
    untrusted: 'was not reached: the runner does not trust the certificate that was shown instead',
    proxy: "was not reached: the runner's proxy made no connection",
    other: 'was not reached: the request failed on the runner',
};
function sign_hidden(answer) {
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
    if (cacheStatus !== undefined && CACHED.has(cacheStatus)) {
        return ` from Cloudflare's cache (${cacheStatus}), which says nothing about the origin`;
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
    const pageWords = PAGES.get(bodyKind);
    if (pageWords !== undefined) {
        return { kind: 'certificate', definite: true, status, words: `answered ${status} ${pageWords}` };
    }
    if (status !== 520 && status !== 525)
        return undefined;
    return {
        kind: 'certificate',
        definite: false,
        status,
        words: `answered ${status}${handshakeWords(status)}`,
    };
}
const PAGES = new Map([
    ['nginx-no-certificate', 'as nginx does where no client certificate arrived'],
    ['nginx-refused-certificate', 'as nginx does where it refuses the client certificate'],
    ['certificate-forbidden', 'with a page that mentions the client certificate'],
]);
function handshakeWords(status) {
    return status === 525
        ? ': the TLS handshake with the origin failed, as when it refuses the client certificate'
        : ': the origin closed the connection, as when it refuses the client certificate after the handshake, or when the zone uses zone versioning';
}
function byStatus({ status, bodyKind }) {
    const words = `answered ${status}`;
    if (status < 200 || status > 599)
        return { kind: 'blind', status, words: `${words}, which is not a final answer` };
    if (status === 526) {
        return {
            kind: 'failing',
            status,
            words: `${words}: Cloudflare does not trust the origin's own certificate`,
        };
    }
    if (status >= 500 && bodyKind === 'cloudflare-error') {
        return { kind: 'failing', status, words: `${words}: Cloudflare got no proper answer from the origin` };
    }
    if (status >= 500 || status === 408)
        return { kind: 'failing', status, words };
    return [400, 401, 403, 407].includes(status)
        ? { kind: 'turned-away', status, words }
        : { kind: 'reached', status, words };
}

;// CONCATENATED MODULE: ./lib/probe/verdict.js


function judgeBaseline(answer) {
    const sign = signOf(answer);
    const sentence = `${seen(answer)} ${sign.words}`;
    if (sign.kind === 'reached') {
        const served = answer.kind === 'answer' ? echoInWords(readEcho(answer.echoed)) : undefined;
        return { kind: 'healthy', status: sign.status, served, sentence: `${sentence}.` };
    }
    const ill = { served: undefined, sentence: `${sentence}.` };
    if (sign.kind === 'certificate')
        return { kind: 'lacks-certificate', status: sign.status, ...ill };
    if (sign.kind === 'blind')
        return { kind: 'inconclusive', status: sign.status, ...ill };
    if (sign.kind === 'turned-away' && sign.status !== 400) {
        return { kind: 'inconclusive', status: sign.status, ...ill, sentence: `${sentence}${LOGIN_WALL}` };
    }
    return { kind: 'failing', status: sign.status, ...ill };
}
function judge(baseline, answer, expected) {
    const sign = signOf(answer);
    const echo = readEcho(answer.kind === 'answer' ? answer.echoed : undefined);
    const named = echo.kind === 'digits' || echo.kind === 'certificate';
    const servedSuccessor = expected !== undefined && named ? echoNames(echo, expected) : 'unknown';
    const byStatus = conclude(sign, baseline?.kind === 'healthy' ? baseline.status : undefined);
    const { verdict, more, fault } = byStatus.verdict === 'pass' && expected !== undefined ? byEcho(servedSuccessor) : byStatus;
    return {
        verdict,
        certificateFault: fault !== undefined,
        definite: fault === 'definite',
        servedSuccessor,
        served: echoInWords(echo, expected),
        sentence: `${seen(answer)} ${sign.words}${more}`,
    };
}
function conclude(sign, wanted) {
    const before = wanted === undefined ? '' : `, where it answered ${wanted} before the change`;
    if (sign.kind === 'certificate') {
        return { verdict: 'fail', more: `${before}.`, fault: sign.definite ? 'definite' : 'likely' };
    }
    if (sign.kind === 'failing')
        return { verdict: 'fail', more: `${before}.` };
    if (sign.kind === 'turned-away') {
        if (wanted === undefined && sign.status !== 400)
            return { verdict: 'inconclusive', more: LOGIN_WALL };
        return {
            verdict: 'fail',
            more: `${before}; an application that refuses the certificate answers like this.`,
            fault: 'likely',
        };
    }
    return sign.kind === 'reached'
        ? reached(sign.status, wanted, before)
        : { verdict: 'inconclusive', more: '.' };
}
function reached(status, wanted, before) {
    const good = status < 300;
    if (wanted === undefined) {
        return good
            ? { verdict: 'pass', more: ' from the origin.' }
            : { verdict: 'inconclusive', more: ', where only 2xx would be a pass.' };
    }
    if (status === wanted)
        return { verdict: 'pass', more: ' from the origin, as before the change.' };
    return good
        ? { verdict: 'inconclusive', more: `${before}.` }
        : { verdict: 'fail', more: `${before}.`, fault: 'likely' };
}
function byEcho(servedSuccessor) {
    if (servedSuccessor === 'unknown') {
        return { verdict: 'inconclusive', more: ', but the origin names no certificate in its echo header.' };
    }
    return servedSuccessor
        ? { verdict: 'pass', more: ', and the origin names the expected certificate.' }
        : { verdict: 'inconclusive', more: ', but the origin still names another certificate.' };
}
const LOGIN_WALL = ', which may be a login page; `probe-request-headers` can carry the credentials for it.';
function seen(answer) {
    const ray = answer.kind === 'answer' ? answer.ray : undefined;
    return ray === undefined
        ? "Seen from the runner's edge, it"
        : `Seen from the runner's edge (ray ${ray}), it`;
}

;// CONCATENATED MODULE: ./lib/probe/baseline.js



const BELIEVED = 3;
const ATTEMPTS = 7;
const PAUSE = 1_000;
async function takeBaseline(world, url, settings) {
    const kinds = [];
    for (;;) {
        const answer = await probeEdge(world, url, settings);
        const baseline = judgeBaseline(answer);
        kinds.push(baseline.kind);
        if (isBelieved(kinds) || isOver(world)) {
            const judged = {
                verdict: VERDICTS[baseline.kind],
                served: baseline.served,
                sentence: baseline.sentence,
            };
            return { baseline, evidence: edgeEvidence('before', url, answer, judged) };
        }
        await world.sleep(PAUSE * (0.75 + world.random() / 2), world.stop);
    }
}
function isBelieved(kinds) {
    const latest = kinds.at(-1);
    const alike = kinds.slice(-BELIEVED).filter((kind) => kind === latest).length;
    return latest === 'healthy' || alike === BELIEVED || kinds.length === ATTEMPTS;
}
function isOver(world) {
    return world.stop.aborted || world.clock.monotonic() >= world.deadline();
}
const VERDICTS = {
    healthy: 'pass',
    'lacks-certificate': 'fail',
    failing: 'fail',
    inconclusive: 'inconclusive',
};

;// CONCATENATED MODULE: ./lib/probe/dial-request.js
const dial_request_MAX_BYTES = 16 * 1024;
function dialRequest({ host, port, hostname }, settings, stop) {
    return {
        host,
        port,
        servername: hostname,
        hostHeader: hostname,
        ...(settings.serverCa === undefined ? {} : { ca: settings.serverCa }),
        timeoutMs: settings.timeout,
        maxBytes: dial_request_MAX_BYTES,
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
    if (withIt.kind === 'http')
        return judgeHttp(withIt, without);
    if (withIt.kind === 'tls-refused')
        return judgeTls(withIt.alert, withIt.phase);
    if (withIt.kind === 'server-untrusted') {
        return {
            kind: 'unclear',
            status: undefined,
            sentence: "The origin's own certificate cannot be verified with the CA given for it, so the check ended there.",
        };
    }
    return judgeNetwork(withIt.reason);
}
function otherServer(judged) {
    const sentence = judged === undefined
        ? "The origin's own certificate could not be verified: over TLS 1.2, the origin refuses a connection without a client certificate before the handshake is complete."
        : 'With the new certificate, a different server answered than without one: its own certificate is not the one that was verified.';
    return { kind: 'unclear', status: undefined, sentence };
}
function judgeTls(alert, phase) {
    if (NOT_ABOUT_CERTIFICATE.has(alert)) {
        return {
            kind: 'unclear',
            status: undefined,
            sentence: `TLS with the origin failed for a reason other than the client certificate (alert "${alert}").`,
        };
    }
    const when = phase === 'handshake' ? 'during' : 'right after';
    const how = alert === 'none' ? 'by closing the connection without an alert' : `with the alert "${alert}"`;
    const sentence = `With the new certificate, the origin ended the connection ${when} the TLS handshake ${how}: it does not accept the certificate.`;
    return { kind: 'refused', by: 'tls', status: undefined, sentence };
}
function judgeNetwork(reason) {
    const connected = ['not-tls', 'tls', 'not-http', 'silent'].includes(reason);
    const sentence = NETWORK[reason];
    return connected
        ? { kind: 'unclear', status: undefined, sentence }
        : { kind: 'unreachable', status: undefined, sentence };
}
const NETWORK = {
    dns: 'The origin could not be reached from the runner: its name does not resolve.',
    refused: 'The origin could not be reached from the runner: it refused the connection.',
    unreachable: 'The origin could not be reached from the runner: there is no route to it.',
    timeout: 'The origin could not be reached from the runner: no connection in time.',
    reset: 'The origin could not be reached from the runner: the connection was cut before TLS began.',
    aborted: 'The check of the origin was not finished: the run was stopped.',
    'not-tls': "The origin's port is open, but does not speak TLS.",
    tls: 'TLS between runner and origin failed: no version, cipher or signature in common, or a broken answer.',
    'not-http': 'The origin accepted TLS, but did not answer in HTTP/1.',
    silent: 'The origin accepted TLS, but gave no answer in time.',
    other: 'The origin could not be reached from the runner.',
};
function judgeHttp(withIt, without) {
    const { status } = withIt;
    if (certificatePage(status, withIt.body) !== undefined) {
        const sentence = `With the new certificate, the origin answered ${status} with its page for a client certificate that it does not accept.`;
        return { kind: 'refused', by: 'ingress-page', status, sentence };
    }
    const enforced = isEnforced(withIt, without);
    if (status === 400 || status === 401 || status === 403)
        return forbidden(status, enforced);
    if ((status === 421 || status >= 500) && enforced !== true) {
        const sentence = `With the new certificate, the origin answered ${status}, which says nothing about the certificate.`;
        return { kind: 'unclear', status, sentence };
    }
    return {
        kind: 'admitted',
        status,
        enforced,
        sentence: `With the new certificate, the origin answered ${status}${IN_WORDS[`${enforced}`]}`,
    };
}
const IN_WORDS = {
    true: '; without one it refuses the connection.',
    false: '; without one it accepts the connection as well, so nothing is enforced there.',
    unknown: '; whether it requires a certificate could not be determined.',
};
function forbidden(status, enforced) {
    if (enforced === true) {
        const sentence = `The origin accepts the new certificate, yet answered ${status}: an address filter, a login, or the application.`;
        return { kind: 'unclear', status, sentence };
    }
    const sentence = `With the new certificate, the origin answered ${status}: it was refused. An origin that filters addresses answers like this as well; if yours does, leave out \`origin\`.`;
    return { kind: 'refused', by: 'http-status', status, sentence };
}
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

;// CONCATENATED MODULE: ./lib/rotation/observe/look-from-outside.js



async function lookFromOutside(target, world, journal) {
    const [baselines, originChecks] = await Promise.all([
        Promise.all(target.policy.probes.urls.map((url) => baselineOf(url, target, world, journal))),
        askOrigins(target, world, journal),
    ]);
    return { baselines, originChecks };
}
async function baselineOf(url, target, world, journal) {
    const { baseline, evidence } = await takeBaseline(world.probes, url, target.policy.probes);
    journal.evidence([evidence]);
    return { url, baseline };
}
async function askOrigins(target, world, journal) {
    const { leaf, key } = target.successor;
    if (key === undefined)
        return [];
    const credentials = { certificatePem: leaf.pem, key: key.keyObject() };
    const { addresses } = target.policy.origin;
    return await Promise.all(addresses.map((address) => originCheckOf(address, credentials, target, world, journal)));
}
async function originCheckOf(address, credentials, target, world, journal) {
    const verdict = await checkOrigin(world.dial, address, credentials, target.policy.origin, world.stop);
    journal.evidence([originEvidence(world.probes.clock.wall(), address, verdict)]);
    return { address: `${address.hostname}@${address.host}:${address.port}`, verdict };
}

;// CONCATENATED MODULE: ./lib/rotation/observe/live.js

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

;// CONCATENATED MODULE: ./lib/rotation/observe/read-leaf-once.js

const read_leaf_once_MOST = 2000;
const read_leaf_once_known = new Map();
function readLeafOnce(pem) {
    if (read_leaf_once_known.has(pem))
        return read_leaf_once_known.get(pem);
    if (read_leaf_once_known.size >= read_leaf_once_MOST)
        read_leaf_once_known.clear();
    const leaf = (0,certificate_leaf/* readLeaf */.rf)(pem);
    read_leaf_once_known.set(pem, leaf);
    return leaf;
}

;// CONCATENATED MODULE: ./lib/rotation/observe/read-certificates.js



async function observeCertificates(api, zoneId, level) {
    const certificates = await listCertificates(api, zoneId, level);
    return certificates.map(observed);
}
async function observeWithSuccessor(api, zoneId, level, successor) {
    const certificates = await observeCertificates(api, zoneId, level);
    const copy = findByFingerprint(certificates, successor);
    const read = copy === undefined ? undefined : await getCertificate(api, zoneId, level, copy.id);
    if (copy === undefined || read === undefined)
        return certificates;
    const others = certificates.filter(({ id }) => id !== copy.id);
    return [...others, { ...observed(read), leaf: copy.leaf }];
}
function observed(certificate) {
    return {
        id: certificate.id,
        status: certificate.status,
        rawStatus: certificate.rawStatus,
        leaf: certificate.pem === undefined ? undefined : readLeafOnce(certificate.pem),
        uploadedOn: certificate.uploadedOn,
    };
}

;// CONCATENATED MODULE: ./lib/rotation/plan/chain.js
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
            return { kind: 'different', now: "Cloudflare's shared certificate", equalNames: false };
        case 'unknown': {
            const each = (presented.among ?? []).map(({ leaf }) => leaf && compareIssuers(successor, leaf));
            if (each.length > 0 && each.every((one) => one?.kind === 'same-issuer'))
                return SAME;
            return { kind: 'unknown', now: 'a certificate whose issuer could not be read', equalNames: false };
        }
        case 'certificate': {
            const { leaf } = presented.certificate;
            if (leaf === undefined)
                return { kind: 'unknown', now: 'a certificate that Cloudflare did not return', equalNames: false };
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
const originAdmits = ({ observation }) => {
    const refused = observation.originChecks.find(({ verdict }) => verdict.kind === 'refused');
    return refused === undefined
        ? undefined
        : refuse('ORIGIN_REFUSES_SUCCESSOR', `The origin ${refused.address} refuses the new certificate. ${refused.verdict.sentence}`, "First make the origin trust the new certificate's issuer, in addition to the current one, then run again.");
};
const originEnforces = ({ observation }) => {
    const open = observation.originChecks.find(({ verdict }) => verdict.kind === 'admitted' && verdict.enforced === false);
    return open === undefined
        ? undefined
        : warn('ORIGIN_NOT_ENFORCING', `The origin ${open.address} lets visitors in without any client certificate: nothing is enforced there.`);
};
const originReached = ({ observation }) => {
    const missed = observation.originChecks.find(({ verdict }) => verdict.kind === 'unreachable' || verdict.kind === 'unclear');
    return missed === undefined
        ? undefined
        : warn('ORIGIN_NOT_CHECKED', `The origin ${missed.address} could not be checked from this runner. ${missed.verdict.sentence}`);
};
const originSettles = ({ target, observation }) => {
    const doubt = target.conditional.find((finding) => finding.severity === 'refuse-unless-origin-check');
    if (doubt === undefined || originVouches(observation.originChecks))
        return undefined;
    return refuse(doubt.reason, doubt.sentence, 'Or set `origin`, so that the origin itself can show that it accepts it.');
};
const validLongEnough = ({ target }) => {
    const short = target.conditional.find((finding) => finding.severity === 'refuse-unless-in-force');
    return short === undefined
        ? undefined
        : refuse(short.reason, short.sentence, 'Issue a certificate that is valid for longer, then run again.');
};
const notExpired = ({ target, now }) => target.successor.leaf.notAfter <= now
    ? refuse('SUCCESSOR_EXPIRED', "By Cloudflare's clock the new certificate has already expired.", 'Issue a new certificate, then run again.')
    : undefined;
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
const somebodyLooks = ({ target, observation }) => {
    const { probes, origin } = target.policy;
    if (probes.urls.length + origin.addresses.length > 0 || target.successor.vouchedByCa)
        return undefined;
    const { zone } = observation;
    const hostname = observation.level === 'hostname' ? observation.hostnames[0] : zone.name;
    const line = hostname === undefined
        ? '`probe-urls` with an address of the site'
        : `\`probe-urls: https://${hostname}/\``;
    return warn('NOBODY_LOOKS', `Evidence: none. Nothing checks whether visitors get through with the new certificate. To have it checked, add ${line}, or \`origin\` or \`client-ca\`.`);
};
const expiresSoon = ({ target, now }) => {
    if (target.issuing !== undefined)
        return undefined;
    const left = target.successor.leaf.notAfter - now;
    if (left <= 0 || left >= target.policy.expiryWarning)
        return undefined;
    return warn('EXPIRES_SOON', `The certificate expires in ${daysInWords(left)}.`);
};
function refuse(reason, happened, remedy) {
    return { kind: 'refuse', reason, text: { happened, inForce: 'Nothing was changed.', remedy } };
}
function warn(reason, sentence) {
    return { kind: 'warn', reason, sentence };
}

;// CONCATENATED MODULE: ./lib/rotation/plan/checks-issuer.js


const issuerKnown = ({ target, observation, presented }) => {
    const { successor, policy } = target;
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
                : refuse(verdict.kind === 'different' ? 'ISSUER_CHANGES' : 'ISSUER_UNKNOWN', `The new certificate was issued by ${issuerOf(successor.leaf)}; what Cloudflare presents now is from ${verdict.now}.${verdict.equalNames ? EQUAL_NAMES[verdict.kind] : ''} An origin that does not trust the new issuer would refuse every visitor.`, verdict.kind === 'different'
                    ? 'Make the origin trust both issuers, then show it: set `client-ca` or `origin`, or `accept-issuer-change: true`.'
                    : 'Set `client-ca` to the authorities that the origin trusts, so that both certificates can be checked against it, or set `origin`. If you know that the origin trusts the new issuer, set `accept-issuer-change: true`.');
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
    baselineHealthy,
    baselineMended,
    originReached,
    originEnforces,
];

;// CONCATENATED MODULE: ./lib/cloudflare/associations.js




async function getAssociation(api, zoneId, hostname) {
    try {
        return await api.read({
            method: 'GET',
            template: '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}',
            values: { zone_id: zoneId, hostname },
            read: (result) => readAssociation(result, hostname),
        });
    }
    catch (error) {
        if (meaningOf(error) === 'not-found')
            return undefined;
        throw error;
    }
}
async function putAssociations(api, zoneId, config) {
    const wanted = new Set(config.map((row) => row.hostname));
    return await api.write({
        method: 'PUT',
        template: '/zones/{zone_id}/origin_tls_client_auth/hostnames',
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
const TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/hostnames';
const associations_PER_PAGE = 1000;
const DEFAULT_PER_PAGE = 50;
const MOST_PAGES = 20;
async function listAssociations(api, zoneId) {
    const found = new Map();
    let total;
    for (let number = 1; number <= MOST_PAGES; number += 1) {
        const page = await getPage(api, zoneId, number);
        if (page instanceof ApiError)
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
    const full = perPage === undefined ? [DEFAULT_PER_PAGE, associations_PER_PAGE].includes(rows.length) : rows.length >= perPage;
    return full || rows.length > associations_PER_PAGE ? 'more' : 'complete';
}
async function getPage(api, zoneId, number) {
    try {
        return await api.read({
            method: 'GET',
            template: TEMPLATE,
            values: { zone_id: zoneId },
            query: { status: 'all', page: String(number), per_page: String(associations_PER_PAGE) },
            long: true,
            read: (result, info) => {
                const rows = readAssociations(result)?.value;
                const facts = asObject(info);
                if (rows === undefined)
                    return undefined;
                return {
                    value: {
                        rows,
                        perPage: countOf(facts, 'per_page'),
                        total: countOf(facts, 'total_count'),
                        pages: countOf(facts, 'total_pages'),
                    },
                };
            },
        });
    }
    catch (error) {
        if (error instanceof ApiError && isUnavailable(error))
            return error;
        throw error;
    }
}
function isUnavailable(error) {
    return error.code === 'API_ANSWER_UNREADABLE' || [401, 403, 404, 405].includes(error.status);
}
function senselessPages() {
    return new ApiError({
        status: 200,
        apiCodes: [],
        apiMessages: [],
        endpoint: `GET ${TEMPLATE}`,
        ray: undefined,
        challenged: false,
        readable: false,
    });
}

;// CONCATENATED MODULE: ./lib/rotation/observe/observation.js

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
function observation_usersOf(associations, certificateId) {
    return associations.rows.filter((row) => row.certificateId === certificateId).map((row) => row.hostname);
}

;// CONCATENATED MODULE: ./lib/rotation/plan/quota.js


const LIVE_QUOTA = 10;
function quotaUse(certificates, associations, now) {
    const live = certificates.filter(isLive);
    return {
        live: live.length,
        expired: ids(live.filter(({ leaf }) => leaf !== undefined && leaf.notAfter <= now)),
        unused: associations.complete
            ? ids(live.filter(({ id }) => observation_usersOf(associations, id).length === 0))
            : undefined,
    };
}
function quotaSentence({ live, expired, unused }) {
    return `The zone already has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${quota_list(expired)}. Unused: ${quota_list(unused)}.`;
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
function quota_list(some) {
    if (some === undefined)
        return 'not known';
    return some.length === 0 ? 'none' : some.join(', ');
}

;// CONCATENATED MODULE: ./lib/rotation/plan/checks-hostnames.js





const ASSOCIATIONS_PER_CERTIFICATE = 100;
function hostnameChecks(facts) {
    return [someHostname, probesInside, fewEnough(facts), stuckUnused(facts), quota(facts)];
}
const someHostname = ({ target, observation }) => observation.level === 'hostname' && observation.hostnames.length === 0
    ? refuse('NO_HOSTNAME', target.replace === undefined
        ? 'No hostname is left to work on.'
        : `No hostname uses the certificate ${target.replace} named by \`replace\`.`, 'Name the hostnames in `hostnames`, or correct `replace`.')
    : undefined;
const probesInside = ({ target, observation }) => {
    if (observation.level !== 'hostname')
        return undefined;
    const outside = target.policy.probes.urls.find((url) => !observation.hostnames.includes(new URL(url).hostname));
    return outside === undefined
        ? undefined
        : refuse('PROBE_OUTSIDE_TARGET', `The probe of ${withoutQuery(outside)} is on a hostname that this rotation does not touch, so it would prove nothing.`, 'Probe one of the hostnames of the rotation.');
};
const fewEnough = ({ adopt }) => ({ observation }) => {
    if (observation.level !== 'hostname')
        return undefined;
    const users = adopt === undefined ? [] : observation_usersOf(observation.associations, adopt.id);
    const count = new Set([...users, ...observation.hostnames]).size;
    return count <= ASSOCIATIONS_PER_CERTIFICATE
        ? undefined
        : refuse('TOO_MANY_HOSTNAMES', `One certificate can serve ${ASSOCIATIONS_PER_CERTIFICATE} hostnames; with those already on it this would be ${count}.`, 'Split the hostnames across several certificates.');
};
const stuckUnused = ({ stuck }) => ({ observation }) => {
    if (stuck === undefined || observation.level !== 'hostname')
        return undefined;
    const users = observation_usersOf(observation.associations, stuck.id);
    return users.length === 0
        ? undefined
        : refuse('STUCK_IN_USE', `Cloudflare timed out deploying ${stuck.id}, which is this certificate, and ${users.join(', ')} already uses it.`, 'Issue a fresh certificate, store it in the secret, and run again: the hostnames are then moved off the stuck one.');
};
const quota = ({ adopt, stuck }) => ({ target, observation, now }) => {
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

;// CONCATENATED MODULE: ./lib/rotation/plan/unlisted.js
function whyUnlisted({ refused }) {
    const why = refused === true
        ? 'the token may not read the list of hostnames (it needs SSL and Certificates: Read)'
        : 'Cloudflare gives no list of hostnames for this zone (GET /zones/{zone_id}/origin_tls_client_auth/hostnames)';
    return `Kept, since ${why}, so other hostnames may be on it, or may have been a moment ago.`;
}
function deleteWords(level, id) {
    return `To delete it: \`operation: delete\` with \`level: ${level}\` and \`certificate-id: ${id}\`.`;
}

;// CONCATENATED MODULE: ./lib/rotation/plan/succession.js





function zoneSuccession(successor, certificates, before, deploymentMayTake) {
    const others = certificates.filter((candidate) => candidate.id !== successor.id && isLive(candidate));
    const older = (candidate) => candidate.uploadedOn !== undefined &&
        successor.uploadedOn !== undefined &&
        candidate.uploadedOn < successor.uploadedOn;
    const known = ({ id, status, uploadedOn }) => before.has(id) ||
        status === 'deployment_timed_out' ||
        (successor.uploadedOn ?? 0) - (uploadedOn ?? 0) >= deploymentMayTake;
    return {
        superseded: others.filter((candidate) => older(candidate) && known(candidate)),
        spared: others
            .filter((candidate) => !older(candidate) || !known(candidate))
            .map((certificate) => older(certificate)
            ? {
                certificate,
                reason: 'ORDER_UNKNOWN',
                why: `It was uploaded shortly before the new certificate, so Cloudflare may have deployed it later and be using it. Once another certificate is known to be served, remove it with operation delete and certificate-id ${certificate.id}.`,
            }
            : {
                certificate,
                reason: 'NOT_OLDER',
                why: 'It is not older than the new certificate, so Cloudflare may be using it.',
            }),
    };
}
function hostnameSuccession(from) {
    const { successor, successorId, certificates, associations, movedOff, moving, siblings, identity } = from;
    const superseded = [];
    const spared = [];
    for (const certificate of certificates) {
        if (certificate.id === successorId || !isLive(certificate))
            continue;
        const users = observation_usersOf(associations, certificate.id).filter((hostname) => !moving.has(hostname));
        const verdict = judge(certificate, users);
        if (verdict === undefined)
            superseded.push(certificate);
        else
            spared.push({ certificate, ...verdict });
    }
    return { superseded, spared };
    function precedes(certificate, leaf) {
        if (identity === undefined)
            return (0,certificate_leaf/* sameLineage */.UB)(leaf, successor) && leaf.notBefore < successor.notBefore;
        const own = certificates.find(({ id }) => id === successorId);
        return pemIsOfIdentity(leaf.pem, identity) && (own === undefined || compareUploads(certificate, own) < 0);
    }
    function judge(certificate, users) {
        if (users.length > 0)
            return { reason: 'IN_USE', why: `Still used by ${users.join(', ')}.` };
        if (!associations.complete)
            return notListed(certificate, associations);
        if (movedOff.has(certificate.id))
            return undefined;
        if (certificate.leaf === undefined) {
            return { reason: 'UNREADABLE', why: 'Cloudflare returned no readable certificate for it.' };
        }
        if (siblings.has(certificate.leaf.fingerprint)) {
            return { reason: 'OF_THIS_RUN', why: 'Another target of this run puts it in force.' };
        }
        if (precedes(certificate, certificate.leaf)) {
            return undefined;
        }
        return {
            reason: 'OTHER_LINEAGE',
            why: `No hostname uses it, but it has another subject or issuer, or is not older. To remove it: operation delete with certificate-id ${certificate.id}.`,
        };
    }
}
function notListed({ id }, associations) {
    const why = `${whyUnlisted(associations)} ${deleteWords('hostname', id)}`;
    return { reason: 'NOT_LISTED', why };
}
function isInPlace(associations, hostname, certificateId, enabled) {
    const row = associationOf(associations, hostname);
    return (row !== undefined &&
        row.certificateId === certificateId &&
        row.enabled === enabled &&
        row.status === 'active' &&
        (row.certificateStatus === undefined || row.certificateStatus === 'active'));
}
function isStuck(certificate) {
    return certificate.status === 'deployment_timed_out' || certificate.status === 'deletion_timed_out';
}
function halfDeleted(certificates, successorId) {
    return certificates
        .filter(({ id, status }) => status === 'deletion_timed_out' && id !== successorId)
        .map((certificate) => ({
        certificate,
        reason: 'DELETION_TIMED_OUT',
        why: `Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${certificate.id}.`,
    }));
}

;// CONCATENATED MODULE: ./lib/rotation/plan/hostnames.js







function planHostnames(target, observation, now) {
    const present = findByFingerprint(observation.certificates, target.successor.leaf);
    const stuck = present !== undefined && isStuck(present);
    const adopt = stuck ? undefined : present;
    const { moves, warnings: moveWarnings } = movesOf(target, observation, adopt);
    const movedOff = new Set(moves.flatMap((move) => move.former?.certificateId ?? []));
    const discard = stuck ? present : target.orphan;
    const succession = hostnameSuccession({
        successor: target.successor.leaf,
        successorId: present?.id,
        certificates: observation.certificates.filter(({ id }) => id !== discard?.id),
        associations: observation.associations,
        movedOff,
        moving: new Set(moves.map((move) => move.hostname)),
        siblings: new Set(target.siblings),
        identity: target.issuing?.identity,
    });
    const inPlace = observation.hostnames.some((hostname) => adopt !== undefined && associationOf(observation.associations, hostname)?.certificateId === adopt.id);
    const replaces = moves.length > 0 || inPlace;
    const remove = target.policy.deletePrevious && replaces ? succession.superseded : [];
    const spared = [
        ...succession.spared,
        ...halfDeleted(observation.certificates, present?.id),
        ...(remove.length > 0 ? [] : kept(target, succession.superseded)),
    ];
    const input = { target, observation, presented: [...observation.presented.values()], now };
    const always = walk([sslModeSends, expiresSoon], input, [
        ...moveWarnings,
        ...unlisted(target, succession, movedOff),
    ]);
    if (adopt?.status === 'active' &&
        moves.length === 0 &&
        remove.length === 0 &&
        observation.hostnames.length > 0) {
        const shortly = target.conditional.map(({ reason, sentence }) => ({ reason, sentence }));
        const warnings = [...always.warnings, ...shortly, ...walk([baselineMended], input).warnings];
        return { kind: 'idle', reason: 'ALREADY_IN_FORCE', successor: adopt, spared, warnings };
    }
    const before = adopt === undefined ? [validLongEnough] : [];
    const checked = walk([
        notExpired,
        ...before,
        ...hostnameChecks({ moves, adopt, stuck: stuck ? present : undefined }),
        ...TOWARDS_THE_ORIGIN,
    ], input, always.warnings);
    if (checked.kind === 'refused')
        return checked;
    return {
        kind: 'rotate',
        reason: hostnames_reasonOf(moves, adopt),
        discard,
        adopt,
        switchOn: false,
        moves,
        canary: canaryOf(target, observation, moves, adopt),
        remove,
        spared,
        warnings: walk([somebodyLooks], input, checked.warnings).warnings,
    };
}
function movesOf(target, observation, adopt) {
    const moves = [];
    const warnings = [];
    for (const hostname of observation.hostnames) {
        const former = associationOf(observation.associations, hostname);
        const lost = danglingOf(observation.associations, hostname);
        if (lost !== undefined) {
            warnings.push({
                reason: 'CERTIFICATE_GONE',
                sentence: `${hostname} was still tied to the certificate ${lost.certificateId ?? ''}, which no longer exists: it counts as a hostname without one.`,
            });
        }
        const asBefore = former?.enabled ?? (target.replace === undefined ? undefined : lost?.enabled);
        const enabled = target.policy.enable && target.replace === undefined ? true : asBefore;
        if (enabled === undefined || enabled === null) {
            warnings.push({
                reason: 'HOSTNAME_LEFT_OUT',
                sentence: `${hostname} has no certificate of its own, and \`enable\` is false: it is left as it is.`,
            });
            continue;
        }
        if (former?.enabled === false && enabled) {
            warnings.push({
                reason: 'HOSTNAME_WAS_OFF',
                sentence: `${hostname} was set to send no certificate; this run switches it on.`,
            });
        }
        if (adopt !== undefined && isInPlace(observation.associations, hostname, adopt.id, enabled))
            continue;
        const onIt = adopt !== undefined && former?.certificateId === adopt.id && former.enabled === enabled;
        const pointed = onIt && former.status !== 'deployment_timed_out';
        moves.push({ hostname, former, enabled, pointed });
    }
    return { moves, warnings };
}
function unlisted({ policy }, { spared }, movedOff) {
    const named = spared.filter(({ certificate, reason }) => reason === 'NOT_LISTED' && movedOff.has(certificate.id));
    return policy.deletePrevious
        ? named.map(({ certificate, why }) => ({
            reason: 'PREDECESSOR_KEPT',
            sentence: `${certificate.id}: ${why}`,
        }))
        : [];
}
function hostnames_reasonOf(moves, adopt) {
    if (adopt !== undefined)
        return 'FINISH_EARLIER_RUN';
    return moves.some((move) => move.former !== undefined) ? 'REPLACE' : 'FIRST_SET_UP';
}
function canaryOf(target, observation, moves, adopt) {
    const waiting = moves.filter((move) => !move.pointed).map((move) => move.hostname);
    const probed = new Set(target.policy.probes.urls.map((url) => new URL(url).hostname));
    const isMoved = (hostname) => adopt !== undefined && associationOf(observation.associations, hostname)?.certificateId === adopt.id;
    const moved = observation.hostnames.find((hostname) => probed.has(hostname) && !waiting.includes(hostname) && isMoved(hostname));
    if (waiting.length > 0 && moved !== undefined)
        return moved;
    return waiting.length < 2 ? undefined : waiting.find((hostname) => probed.has(hostname));
}
function kept({ policy }, certificates) {
    const onRequest = { reason: 'KEPT_ON_REQUEST', why: '`delete-previous` is false.' };
    const idle = {
        reason: 'NOT_REPLACED',
        why: 'No hostname of the target uses the new certificate, so it replaces nothing.',
    };
    return certificates.map((certificate) => ({
        certificate,
        ...(policy.deletePrevious ? idle : onRequest),
    }));
}

;// CONCATENATED MODULE: ./lib/rotation/plan/zone.js








function planZone(target, observation, now) {
    const { certificates } = observation;
    const present = findByFingerprint(certificates, target.successor.leaf);
    const stuck = present !== undefined && isStuck(present);
    const adopt = stuck ? undefined : present;
    const switchOn = target.policy.enable && !observation.switchOn;
    const succession = successionOf(target, certificates, present, adopt);
    const spare = [...succession.spared, ...halfDeleted(certificates, present?.id)];
    const remove = target.policy.deletePrevious ? succession.superseded : [];
    const input = { target, observation, presented: [observation.presented], now };
    const always = walk([sslModeSends, expiresSoon, switchedOff], input);
    if (adopt?.status === 'active' &&
        newest(certificates)?.id === adopt.id &&
        whoElse(target, succession, observation, adopt).length === 0 &&
        !switchOn &&
        remove.length === 0) {
        const shortly = target.conditional.map(({ reason, sentence }) => ({ reason, sentence }));
        const spared = [...spare, ...keptOnRequest(succession)];
        const warnings = [...always.warnings, ...shortly, ...walk([baselineMended], input).warnings];
        return { kind: 'idle', reason: 'ALREADY_IN_FORCE', successor: adopt, spared, warnings };
    }
    const before = adopt === undefined ? [validLongEnough] : [];
    const checked = walk([
        notExpired,
        ...before,
        orderKnown(certificates, adopt),
        ...(adopt === undefined ? [] : [deployedLast(succession, adopt)]),
        notTheOnlyOne(observation, stuck ? present : undefined),
        probesSeeTheZone,
        ...TOWARDS_THE_ORIGIN,
    ], input, always.warnings);
    if (checked.kind === 'refused')
        return checked;
    return {
        kind: 'rotate',
        reason: zone_reasonOf(certificates, adopt, switchOn, remove),
        discard: stuck ? present : undefined,
        adopt,
        switchOn,
        moves: [],
        canary: undefined,
        remove,
        spared: [...spare, ...(target.policy.deletePrevious ? [] : keptOnRequest(succession))],
        warnings: walk([somebodyLooks], input, checked.warnings).warnings,
    };
}
function successionOf(target, certificates, present, adopt) {
    if (adopt !== undefined)
        return zoneSuccession(adopt, certificates, new Set(), target.policy.activationTimeout);
    return { superseded: certificates.filter((one) => isLive(one) && one.id !== present?.id), spared: [] };
}
function keptOnRequest(succession) {
    return succession.superseded.map((certificate) => ({
        certificate,
        reason: 'KEPT_ON_REQUEST',
        why: '`delete-previous` is false.',
    }));
}
function zone_reasonOf(certificates, adopt, switchOn, remove) {
    if (adopt === undefined)
        return certificates.some(isLive) ? 'REPLACE' : 'FIRST_SET_UP';
    return switchOn && adopt.status === 'active' && remove.length === 0 ? 'SWITCH_ON' : 'FINISH_EARLIER_RUN';
}
const switchedOff = ({ target, observation }) => {
    if (observation.level !== 'zone' || observation.switchOn)
        return undefined;
    return target.policy.enable
        ? warn('SWITCH_WAS_OFF', 'Authenticated origin pulls are off for the zone; this run switches them on.')
        : warn('SWITCH_STAYS_OFF', 'Authenticated origin pulls are off for the zone and stay off, since `enable` is false: the certificate is not presented.');
};
const orderKnown = (certificates, adopt) => () => {
    if (adopt === undefined || newest(certificates)?.id === adopt.id)
        return undefined;
    return refuse('OLDER_LIVE_COPY', `This certificate is already in the zone as ${adopt.id}, but it is not the newest one there, and Cloudflare uses the newest. Uploading it again would change nothing.`, 'Issue a fresh certificate (for the same key, if you like), store it in the secret, and run again.');
};
function whoElse({ policy }, { spared }, { baselines, switchOn }, { leaf }) {
    const served = baselines.flatMap(({ baseline }) => baseline.served ?? []);
    const named = leaf !== undefined && served.some((one) => echoNames(readEcho(one), leaf));
    if (named || !(switchOn || policy.enable))
        return [];
    return spared.flatMap(({ certificate, reason }) => (reason === 'ORDER_UNKNOWN' ? [certificate] : []));
}
const deployedLast = (succession, adopt) => ({ target, observation }) => {
    if (observation.level !== 'zone')
        return undefined;
    const others = whoElse(target, succession, observation, adopt).map(({ id }) => id);
    return others.length === 0
        ? undefined
        : refuse('ORDER_UNKNOWN', `This certificate is in the zone as ${adopt.id}, and ${others.join(', ')} was uploaded so shortly before it that Cloudflare may have deployed it later. It is not known which of them is in force.`, 'Issue a fresh certificate, store it in the secret, and run again: the ones that are there now are then known to be older, and are replaced.');
};
const notTheOnlyOne = (observation, stuck) => () => {
    const others = observation.certificates.some((one) => isLive(one) && one.id !== stuck?.id);
    if (stuck === undefined || others || !observation.switchOn)
        return undefined;
    return refuse('ONLY_CERTIFICATE_STUCK', `Cloudflare timed out deploying ${stuck.id}, which is this certificate and the only one of the zone.`, 'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.');
};
const probesSeeTheZone = ({ observation }) => {
    if (observation.level !== 'zone' || observation.associations === undefined)
        return undefined;
    const { associations } = observation;
    const blind = observation.baselines.find(({ url }) => associationOf(associations, new URL(url).hostname));
    return blind === undefined
        ? undefined
        : refuse('PROBE_SEES_OTHER_CERTIFICATE', `The probe of ${withoutQuery(blind.url)} would not see the zone's certificate: its hostname has an association of its own, which takes precedence.`, 'Probe a hostname without an association of its own.');
};

;// CONCATENATED MODULE: ./lib/rotation/plan/plan.js


function plan(target, observation, now) {
    switch (observation.level) {
        case 'zone':
            return planZone(target, observation, now);
        case 'hostname':
            return planHostnames(target, observation, now);
    }
}

;// CONCATENATED MODULE: ./lib/issue/authority-checks.js


const CLIENT_AUTH = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);
const authority_checks_CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const SKEW = 5 * 60_000;
const HOW_TO_RENEW = 'Make a new authority, add it to the CA file of the origin next to this one, and only then use it here.';
function allowsClients({ x509 }) {
    const purposes = x509.keyUsage;
    return !Array.isArray(purposes) || purposes.some((purpose) => CLIENT_AUTH.has(String(purpose)));
}
const authority_checks_CHECKS = [
    {
        reason: 'AUTHORITY_IS_NO_CA',
        severity: 'refuse',
        applies: ({ facts }) => facts.basicConstraints?.ca !== true,
        sentence: () => 'is not a certificate authority (it lacks basicConstraints CA:TRUE), so origins would refuse what it signs. Give the certificate of an authority.',
    },
    {
        reason: 'AUTHORITY_MAY_NOT_SIGN',
        severity: 'refuse',
        applies: ({ facts, x509 }) => facts.basicConstraints?.ca === true && !x509.ca,
        sentence: () => 'may not sign certificates (its keyUsage lacks keyCertSign). Make one with keyUsage keyCertSign.',
    },
    {
        reason: 'AUTHORITY_NOT_FOR_CLIENTS',
        severity: 'refuse',
        applies: (authority) => !allowsClients(authority),
        sentence: () => 'may not sign for clients (its extendedKeyUsage lacks clientAuth), so origins would refuse what it signs. Make one with extendedKeyUsage clientAuth, or with none.',
    },
    {
        reason: 'AUTHORITY_KEY_UNSUPPORTED',
        severity: 'refuse',
        applies: (authority) => !isStrong(authority),
        sentence: () => 'has a key that is too weak, or of a kind that this action cannot sign with. Make one with RSA of at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519.',
    },
    {
        reason: 'AUTHORITY_NOT_YET_VALID',
        severity: 'refuse',
        applies: ({ leaf }, _, now) => leaf.notBefore - now > SKEW,
        sentence: ({ leaf }) => `is not valid before ${shownDate(leaf.notBefore)}. Run again after that, or check the clocks here and where it was made.`,
    },
    {
        reason: 'AUTHORITY_EXPIRED',
        severity: 'refuse',
        applies: ({ leaf }, _, now) => leaf.notAfter <= now,
        sentence: ({ leaf }) => `expired at ${shownDate(leaf.notAfter)}. ${HOW_TO_RENEW}`,
    },
    {
        reason: 'AUTHORITY_ENDS_TOO_SOON',
        severity: 'refuse',
        applies: ({ leaf }, { minimumValidity }, now) => leaf.notAfter > now && leaf.notAfter - now < minimumValidity,
        sentence: ({ leaf }, now) => `ends in ${shownSpan(leaf.notAfter - now)}, and no certificate that it signs can outlive it: that is less than \`minimum-validity\`. ${HOW_TO_RENEW}`,
    },
    {
        reason: 'AUTHORITY_ENDS_SOON',
        severity: 'warn',
        applies: ({ leaf }, { validity, minimumValidity }, now) => leaf.notAfter - now >= minimumValidity && now >= authorityDueAt(leaf, validity),
        sentence: ({ leaf }, now) => `ends in ${shownSpan(leaf.notAfter - now)}, at ${shownDate(leaf.notAfter)}, and no certificate that it signs can outlive it. ${HOW_TO_RENEW}`,
    },
];
function judgeAuthority(authority, input, policy, now) {
    const opening = `The authority in \`${input}\` (${shown(authority.leaf.subject)})`;
    return authority_checks_CHECKS.filter(({ applies }) => applies(authority, policy, now)).map((check) => ({
        reason: check.reason,
        severity: check.severity,
        input,
        sentence: `${opening} ${check.sentence(authority, now)}`,
    }));
}
function isStrong({ x509, leaf }) {
    if (leaf.keyKind === 'ed25519')
        return true;
    const { modulusLength = 0, namedCurve = '' } = x509.publicKey.asymmetricKeyDetails ?? {};
    return leaf.keyKind === 'rsa' ? modulusLength >= 2048 : leaf.keyKind === 'ec' && authority_checks_CURVES.has(namedCurve);
}

;// CONCATENATED MODULE: ./lib/issue/renewal.js

const SPREAD = 1 / 20;
const URGENT = (/* unused pure expression or super */ null && (1 / 20));
function dueAt({ notBefore, notAfter }, { renewBefore, spreadBy }) {
    const lifetime = notAfter - notBefore;
    const before = renewBefore !== undefined && renewBefore < lifetime ? renewBefore : lifetime / 3;
    const spread = Math.min(lifetime * SPREAD, (lifetime - before) / 2);
    return Math.floor(notAfter - before - spread * shareOf(spreadBy));
}
function isUrgent({ notBefore, notAfter }, now) {
    return notAfter - now < (notAfter - notBefore) * URGENT;
}
function shareOf(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

;// CONCATENATED MODULE: ./lib/rotation/issue/choose.js










function choose(issuing, observation, now) {
    const own = ownIn(issuing, observation);
    const [latest] = own;
    if (latest === undefined)
        return issueFor('NONE_YET', 'there is none for this target yet');
    const why = reasonToIssue(issuing, observation, latest, now);
    return why === undefined ? { kind: 'keep', own: latest } : issueFor(...why);
}
function unproven(issuing, observation, own) {
    if (observation.level === 'zone' || !issuing.originGiven)
        return undefined;
    const { associations } = observation;
    if (observation_usersOf(associations, own.id).length > 0)
        return undefined;
    return issueFor('UNPROVEN', `an earlier run left ${own.id} unused, and its key is gone, so it cannot be shown to \`origin\``, associations.complete ? own : undefined);
}
function ownIn({ identity }, { certificates }) {
    const own = certificates.flatMap((one) => {
        const { leaf } = one;
        return isLive(one) && leaf !== undefined && pemIsOfIdentity(leaf.pem, identity) ? [{ ...one, leaf }] : [];
    });
    return own.toSorted((a, b) => compareUploads(b, a));
}
function reasonToIssue(issuing, observation, latest, now) {
    const { id, leaf } = latest;
    if (leaf.notAfter <= now)
        return ['EXPIRED', `${id} has expired`];
    const due = dueAt(leaf, issuing.rule);
    if (due <= now)
        return ['DUE', `${id} is valid until ${shownDate(leaf.notAfter)} and due since ${shownDate(due)}`];
    if (kindOfPem(leaf.pem) !== issuing.key)
        return ['KEY_KIND_CHANGED', `${id} has a key of another kind than \`${issuing.key}\``];
    const unfit = whyUnfit(leaf, now);
    if (unfit !== undefined)
        return ['UNFIT', `${id} is none that a run would issue: ${unfit}`];
    if (isStuck(latest))
        return ['STUCK', `Cloudflare gave up putting ${id} in force`];
    const used = isUsed(observation, latest);
    if (!used && leaf.notAfter - now < issuing.minimumValidity)
        return ['TOO_SHORT_TO_FINISH', `${id} is not in force, and is valid for less than \`minimum-validity\``];
    if (observation.level === 'zone') {
        const first = newest(observation.certificates);
        if (first === undefined)
            return ['ORDER_UNKNOWN', 'which certificate of the zone is the newest is not known'];
        if (first.id !== id)
            return ['NOT_THE_NEWEST', `${first.id} was uploaded after ${id}, and Cloudflare uses the newest`];
    }
    if (isPresented(observation, latest) && choose_isRefused(observation) && ownIn(issuing, observation).length === 1)
        return ['REFUSED_IN_FORCE', `visitors are refused with ${id}, and there is no earlier one to go back to`];
    return undefined;
}
function whyUnfit({ pem }, now) {
    const certificate = parsePem(pem);
    if (certificate === undefined)
        return 'unreadable';
    if (!allowsClients(certificate))
        return 'its extendedKeyUsage lacks clientAuth';
    const policy = { minimumValidityMs: 0, expiryWarningMs: 0 };
    const findings = judgeCertificate({ certificate, input: 'Cloudflare', policy, now });
    return findings.find(({ severity }) => severity !== 'warn')?.reason;
}
function isUsed(observation, { id, status }) {
    if (observation.level === 'zone')
        return observation.switchOn && status === 'active';
    return observation_usersOf(observation.associations, id).length > 0;
}
function isPresented(observation, own) {
    if (observation.level === 'zone')
        return isUsed(observation, own);
    return observation.associations.rows.some(({ certificateId, enabled }) => certificateId === own.id && enabled === true);
}
function choose_isRefused({ baselines }) {
    return baselines.length > 0 && baselines.every(({ baseline }) => baseline.kind === 'lacks-certificate');
}
function issueFor(reason, sentence, orphan) {
    return { kind: 'issue', reason, sentence, orphan };
}

;// CONCATENATED MODULE: ./lib/rotation/issue/settle.js







const CURED_BY_A_FRESH_ONE = new Set([
    'ORDER_UNKNOWN',
    'OLDER_LIVE_COPY',
    'ONLY_CERTIFICATE_STUCK',
]);
function toBeIssued(issuing, now) {
    const { signer, identity, clientCa } = issuing;
    const [only, ...others] = identity.authorities ?? [];
    const signedBy = signer.kind === 'authority' ? signer.authority.certificate.x509 : others.length === 0 ? only : undefined;
    return {
        ...withAuthorities(issuing),
        leaf: prospectiveLeaf(issuing, now),
        key: undefined,
        vouchedByCa: clientCa !== undefined,
        ...(signedBy === undefined ? {} : { signedBy }),
    };
}
async function settle_settle(asked, issuing, observation, world, journal, dryRun) {
    const now = () => world.api.serverNow();
    const choice = choose(issuing, observation, now());
    if (choice.kind === 'issue')
        return await renew(choice);
    const kept = await take(choice.own);
    const instead = ratherIssued(kept, choice.own);
    return instead === undefined ? kept : await renew(instead);
    function ratherIssued({ decided }, own) {
        switch (decided.kind) {
            case 'idle':
                return issuing.always ? issueFor('FORCED', '`renew` is `always`') : undefined;
            case 'rotate':
                if (decided.adopt === undefined)
                    return issueFor('GONE', `${own.id} is not there any more`);
                return decided.moves.length === 0 ? undefined : unproven(issuing, observation, own);
            case 'refused':
                if (CURED_BY_A_FRESH_ONE.has(decided.reason))
                    return issueFor('ORDER_UNKNOWN', `which certificate is in force cannot be told (${decided.reason})`);
                return isOfIssuer(decided)
                    ? issueFor('UNVOUCHED', `nobody can vouch for ${own.id}, whose key is gone (${decided.reason})`)
                    : undefined;
        }
    }
    async function take(own) {
        const read = await getCertificate(world.api, observation.zone.id, asked.level, own.id);
        const others = observation.certificates.filter(({ id }) => id !== own.id);
        const fresh = read === undefined ? own : { ...observed(read), leaf: own.leaf };
        const seen = { ...observation, certificates: [...others, fresh] };
        const successor = { ...withAuthorities(issuing), leaf: own.leaf, key: undefined, vouchedByCa: false };
        const target = { ...asked, successor };
        const decided = plan(target, seen, now());
        return decided.kind === 'idle' || dryRun || issuing.signer.kind !== 'authority'
            ? { target, observation: seen, decided }
            : await withStandIn(target, seen);
    }
    async function withStandIn(target, seen) {
        journal.say('OpenSSL is asked about a stand-in for the certificate that an earlier run left.');
        const { vouchedByCa, findings } = await world.issuer.issue(orderOf(issuing, now()), issuing.signer);
        const successor = { ...target.successor, vouchedByCa };
        const conditional = findings.filter(({ severity }) => severity !== 'warn');
        const judged = { ...target, successor, conditional };
        return { target: judged, observation: seen, decided: plan(judged, seen, now()) };
    }
    async function renew({ sentence, orphan }) {
        journal.say(`Issuing a certificate: ${sentence}.`);
        const before = { ...asked, successor: toBeIssued(issuing, now()), orphan };
        const expected = plan(before, observation, now());
        if (dryRun)
            await world.issuer.check(issuing.signer);
        const undecided = issuing.originGiven && isOfIssuer(expected);
        if (undecided && dryRun)
            return withoutIssuer(before);
        if (dryRun || (expected.kind === 'refused' && !undecided))
            return { target: before, observation, decided: expected };
        const issued = await journal.phase('issue', () => world.issuer.issue(orderOf(issuing, now()), issuing.signer), ({ leaf }) => `${leaf.subject}, signed by ${leaf.issuer}`);
        const { leaf, key, vouchedByCa, findings } = issued;
        for (const { reason, sentence: said } of findings.filter(({ severity }) => severity === 'warn'))
            journal.warn({ reason, sentence: said });
        const target = {
            ...before,
            successor: { ...withAuthorities(issuing), leaf, key, vouchedByCa },
            conditional: findings.filter(({ severity }) => severity !== 'warn'),
        };
        const seen = { ...observation, originChecks: await askOrigins(target, world, journal) };
        return { target, observation: seen, decided: plan(target, seen, now()) };
    }
    function withoutIssuer(target) {
        journal.warn({
            reason: 'ISSUER_TO_BE_SHOWN',
            sentence: 'Whether the origin accepts what is issued shows once it is: then it is shown to `origin` before anything is changed.',
        });
        const policy = { ...target.policy, acceptIssuerChange: true };
        return { target, observation, decided: plan({ ...target, policy }, observation, now()) };
    }
}
function isOfIssuer(decided) {
    return decided.kind === 'refused' && decided.reason.startsWith('ISSUER_');
}
function withAuthorities({ clientCa, identity }) {
    const given = certificatesIn(clientCa ?? '');
    return { clientCa: given, chain: given.length > 0 ? [] : (identity.authorities ?? []) };
}

;// CONCATENATED MODULE: ./lib/issue/authority.js






function readAuthority(pasted, policy, now) {
    const { names } = pasted;
    const parts = readParts(pasted.certificate, pasted.privateKey, names, 'ca');
    const { key, findings: keyFindings } = (0,key_input/* readKeys */.x)(parts.keys, pasted.passphrase, parts.keyInput, names.passphrase);
    const certificates = parts.certificates.map(parsed_parse);
    const readable = certificates.filter((one) => one !== undefined);
    const own = key && readable.find(({ x509 }) => proveKey(x509, key) !== 'mismatch');
    const certificate = own ?? readable[0];
    const findings = [
        ...parts.findings,
        ...(readable.length < certificates.length ? [unreadable(parts.certificateInput)] : []),
        ...keyFindings,
        ...(key && certificate ? authority_judgeKey(certificate, key, own !== undefined, names, parts.keyInput) : []),
        ...(certificate ? judgeAuthority(certificate, parts.certificateInput, policy, now) : []),
    ];
    const refused = findings.some(({ severity }) => severity === 'refuse');
    if (!certificate || !key || refused)
        return { kind: 'refused', findings };
    return { kind: 'read', authority: { certificate, key: new private_key/* PrivateKey */.ZD(key) }, findings };
}
function authority_judgeKey(certificate, key, fits, names, input) {
    const base = { severity: 'refuse', input };
    if (!fits)
        return [
            {
                ...base,
                reason: 'AUTHORITY_KEY_MISMATCH',
                sentence: `The private key in \`${input}\` does not belong to the authority in \`${names.certificate}\`. Give the key with which this authority was made; was only one of the two secrets updated?`,
            },
        ];
    if (proveKey(certificate.x509, key) === 'proven')
        return [];
    const sentence = `The private key in \`${input}\` belongs to the authority, but is damaged and does not work. Copy the whole file again.`;
    return [{ ...base, reason: 'KEY_UNSOUND', sentence }];
}
function unreadable(input) {
    const sentence = `\`${input}\` looks like a certificate, but its content cannot be read. Copy the whole file again.`;
    return { reason: 'CERTIFICATE_UNREADABLE', severity: 'refuse', input, sentence };
}

;// CONCATENATED MODULE: ./lib/inputs/issue/issuing.js


function readIssuing(request, issue, now) {
    const { validity } = issue;
    const { minimumValidity } = request.policy;
    if (issue.signer.kind !== 'authority')
        return { kind: 'read', issuing: issuingOf(request, issue, issue.signer), findings: [] };
    const read = readAuthority(issue.signer.pasted, { validity, minimumValidity }, now);
    if (read.kind === 'refused')
        return read;
    const signer = { kind: 'authority', authority: read.authority };
    return { kind: 'read', issuing: issuingOf(request, issue, signer), findings: read.findings };
}
function issuingOf({ name, clientCa, policy }, { commonName, key, validity, renewBefore, always }, signer) {
    return {
        identity: { commonName, authorities: issuing_authoritiesOf(signer, clientCa) },
        key,
        validity,
        minimumValidity: policy.minimumValidity,
        rule: { renewBefore, spreadBy: name },
        always,
        signer,
        clientCa,
        originGiven: policy.origin.addresses.length > 0,
    };
}
function issuing_authoritiesOf(signer, clientCa) {
    return signer.kind === 'authority' ? [signer.authority.certificate.x509] : certificatesIn(clientCa ?? '');
}
function sharedIdentities(requests) {
    const seen = new Set();
    return requests.filter((request) => {
        const key = identityKey(request);
        const twice = key !== '' && seen.has(key);
        seen.add(key);
        return twice;
    });
}
function identityKey({ zone, level, issue }) {
    return issue === undefined || issue.commonName === '' ? '' : `${zone} ${level} ${issue.commonName}`;
}

;// CONCATENATED MODULE: ./lib/inputs/targets.js



async function toTargets(requests, preflight, now) {
    const problems = (0,problem/* collector */.g7)();
    const warnings = (0,problem/* collector */.g7)();
    const targets = [];
    const prepared = await Promise.all(requests.map((request) => prepare(request, preflight, now)));
    for (const [index, { target, findings }] of prepared.entries()) {
        const name = requests[index]?.name ?? '';
        const named = (finding) => toProblem(finding, name, requests.length);
        const others = findings.filter(({ severity }) => severity !== 'warn');
        findings
            .filter(({ severity }) => severity === 'warn')
            .map(named)
            .forEach(warnings.report);
        if (target !== undefined)
            targets.push({ ...target, conditional: others });
        else
            others.map(named).forEach(problems.report);
    }
    sharedIdentities(requests).map(identityTwice).forEach(problems.report);
    return problems.problems.length > 0
        ? { kind: 'refused', problems: problems.problems }
        : { kind: 'targets', targets: withSiblings(targets), warnings: warnings.problems };
}
async function prepare(request, preflight, now) {
    const { pasted, issue, clientCa: _, ...known } = request;
    if (issue !== undefined) {
        const read = readIssuing(request, issue, now);
        if (read.kind === 'refused')
            return { target: undefined, findings: read.findings };
        const { issuing, findings } = read;
        return { target: { ...known, issuing, successor: toBeIssued(issuing, now) }, findings };
    }
    const judged = await preflight(pasted, policyOf(request));
    const { findings } = judged;
    const target = judged.kind === 'passed' ? { ...known, issuing: undefined, successor: judged.successor } : undefined;
    return { target, findings };
}
function identityTwice({ name, issue }) {
    return {
        reason: 'IDENTITY_TWICE',
        input: 'issue',
        target: name,
        sentence: `The common name ${(0,problem/* echo */.WI)(issue?.commonName ?? '')} is that of another target of the same zone and level: each would mistake the other's certificate for its own. Give each its own \`common-name\`.`,
    };
}
function policyOf({ policy, clientCa }) {
    return {
        minimumValidityMs: policy.minimumValidity,
        expiryWarningMs: policy.expiryWarning,
        clientCa,
        originGiven: policy.origin.addresses.length > 0,
    };
}
function toProblem({ reason, input, sentence }, target, count) {
    return count === 1 ? { reason, input, sentence } : { reason, input, sentence, target };
}
function withSiblings(targets) {
    const fingerprints = targets.map(({ successor }) => successor.leaf.fingerprint);
    return targets.map((target, index) => ({
        ...target,
        siblings: fingerprints.filter((_, other) => other !== index),
    }));
}

;// CONCATENATED MODULE: ./lib/issue/answer.js






const answer_MOST_BYTES = 64 * 1024;
const SLACK = 3_600_000;
const answer_SKEW = 5 * 60_000;
function readAnswer(text, wanted) {
    const reading = (0,pasted_text/* readPasted */.aQ)(text, answer_MOST_BYTES);
    const blocks = reading.kind === 'blocks' ? reading.blocks : [];
    if (blocks.some(input_form/* isKey */.m0))
        return answer_refused('ANSWER_HOLDS_KEY', 'answered with a private key', 'Treat that key as leaked. A signer receives a request and answers with certificates only.');
    const [leaf, ...chain] = blocks.flatMap((block) => block.kind === 'certificate' ? [parsed_parse(block.der)] : []);
    if (leaf === undefined)
        return answer_refused('ANSWER_NOT_PEM', 'answered with something that holds no readable certificate in PEM', 'Make it write the certificate in PEM, the leaf first, and nothing else.');
    const fault = FAULTS.map((find) => find(leaf, wanted)).find((found) => found !== undefined);
    if (fault !== undefined)
        return fault;
    return { kind: 'accepted', answered: { leaf, chain: chain.filter((one) => one !== undefined) } };
}
const isCa = ({ facts }) => facts.basicConstraints?.ca === true
    ? answer_refused('ANSWER_IS_CA', "answered with an authority's certificate (CA:TRUE) first", 'Make it sign with basicConstraints CA:FALSE, and write the leaf first.')
    : undefined;
const otherKey = ({ x509 }, { request }) => x509.publicKey.equals(request.publicKey)
    ? undefined
    : answer_refused('ANSWER_OF_OTHER_KEY', 'answered with a certificate for a different key than the one in the request', 'Let it sign the request that it gets, once for each request.');
const otherNames = ({ x509, leaf }, { identity }) => {
    if (hasOnlyName(x509, identity))
        return undefined;
    const names = x509.subjectAltName === undefined ? '' : ' with subject alternative names';
    return answer_refused('ANSWER_OF_OTHER_SUBJECT', `answered with the subject ${shown(leaf.subject)}${names}, where ${shown(identity_subjectOf(identity))} was requested`, 'Make it keep the subject of the request and add no names, or the next run will not recognise the certificate; or put its name into `common-name`.');
};
const answer_dates = ({ leaf }, { request, minimumValidity, now }) => {
    const left = leaf.notAfter - now;
    if (leaf.notBefore - now > answer_SKEW)
        return answer_refused('ANSWER_NOT_YET_VALID', `answered with a certificate that is not valid before ${shownDate(leaf.notBefore)}, by Cloudflare's clock ${shownSpan(leaf.notBefore - now)} from now`, "Check the signer's clock.");
    if (left <= 0)
        return answer_refused('ANSWER_EXPIRED', `answered with a certificate that expired at ${shownDate(leaf.notAfter)}`, "Check the signer's clock, and that the answer is not an old one.");
    if (left < minimumValidity)
        return answer_refused('ANSWER_BELOW_MINIMUM_VALIDITY', `answered with a certificate that is valid for ${shownSpan(left)}; \`minimum-validity\` is ${shownSpan(minimumValidity)}`, 'Make it sign for longer, or lower `minimum-validity`.');
    return leaf.notAfter > request.notAfter + SLACK
        ? answer_refused('ANSWER_LIVES_TOO_LONG', `answered with a certificate that is valid until ${shownDate(leaf.notAfter)}, longer than the requested ${shownSpan(request.notAfter - now)}`, 'Make it sign for `validity` at most, or raise `validity`.')
        : undefined;
};
const profile = (certificate, { now }) => {
    const policy = { minimumValidityMs: 0, expiryWarningMs: 0 };
    const finding = judgeCertificate({ certificate, input: 'the answer', policy, now }).find(({ severity }) => severity !== 'warn');
    return (finding &&
        answer_refused(`ANSWER_${finding.reason}`, 'answered with a certificate that origins or Cloudflare refuse', finding.sentence));
};
const otherSigner = ({ x509, leaf }, { identity }) => signerOf(x509, identity) === undefined
    ? answer_refused('ANSWER_SIGNED_BY_OTHER', `answered with a certificate signed by ${shown(leaf.issuer)}, which is not in \`client-ca\``, 'Cloudflare sends only the leaf, so the authority that signs it must be in the CA file of the origin, and in `client-ca`.')
    : undefined;
const FAULTS = [isCa, otherKey, otherNames, answer_dates, profile, otherSigner];
function answer_refused(reason, cause, cure) {
    return { kind: 'refused', reason, cause, cure };
}

;// CONCATENATED MODULE: ./lib/issue/signers/authority.js

function nameOfAuthority({ certificate }) {
    return `The authority ${shown(certificate.leaf.subject)}`;
}
function authoritySigner(authority) {
    return {
        name: nameOfAuthority(authority),
        check: () => Promise.resolve(),
        sign: async (request) => {
            const { certify } = await Promise.all(/* import() */[__nccwpck_require__.e(474), __nccwpck_require__.e(638)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1638));
            return certify(authority, request);
        },
    };
}

;// CONCATENATED MODULE: ./lib/issue/signers/command.js

const command_DAY = 86_400_000;
function nameOfCommand({ words }) {
    return `The command \`${words[0]?.split(/[/\\]/u).at(-1) ?? ''}\``;
}
function commandSigner({ words, environment }, run) {
    const name = nameOfCommand({ words });
    return {
        name,
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
            throw new errors/* ActionError */.l('SIGNER_FAILED', {
                happened: `${name} ${ENDED[end.kind]}${end.kind === 'exited' ? ` ${end.code}` : ''}.`,
                inForce: 'Nothing was changed at Cloudflare.',
                remedy: end.kind === 'stopped' ? 'Run again.' : (REMEDY[end.kind] ?? LOOK),
            });
        },
    };
}
function variablesOf({ commonName, notBefore, notAfter }) {
    return {
        CERTIFICATE_COMMON_NAME: commonName,
        CERTIFICATE_DAYS: String(Math.max(1, Math.floor((notAfter - notBefore) / command_DAY))),
        CERTIFICATE_NOT_AFTER: new Date(notAfter).toISOString().replace('.000Z', 'Z'),
    };
}
const ENDED = {
    exited: 'signed nothing: it ended with the exit code',
    'not-found': 'was not found',
    'not-started': 'could not be started',
    'timed-out': 'signed nothing: it took longer than a minute and was ended',
    stopped: 'signed nothing: the job was cancelled',
    'too-much-output': 'signed nothing: it wrote more than 64 KiB and was ended',
    killed: 'signed nothing: somebody ended it',
};
const LOOK = 'The log holds what it wrote to its standard error. Try it by hand with a request: it reads one from standard input and writes PEM to standard output.';
const REMEDY = {
    'not-found': 'Install it in a step before this one, and write it as words: the program first, then its arguments. No shell reads them.',
    'not-started': 'Is it a program that this runner can start? No shell reads the words.',
};

// EXTERNAL MODULE: ./lib/cloudflare/http.js
var cloudflare_http = __nccwpck_require__(3819);
;// CONCATENATED MODULE: ./lib/issue/signers/server.js



const LATE = new Error('A signer has had its time.');
const server_ATTEMPTS = 3;
const server_PAUSE = 2000;
const TIMEOUT = 30_000;
const server_MOST_BYTES = 256 * 1024;
const server_PASSING = new Set([408, 412, 425, 429, 500, 502, 503, 504]);
const PERMANENT = new Set([
    'untrusted',
    'ca-file',
    'other-name',
    'out-of-date',
    'proxy-login',
    'proxy-refused',
]);
async function askServer(world, http, name, ask, cure) {
    for (let attempt = 1;; attempt += 1) {
        const last = attempt === server_ATTEMPTS;
        try {
            const answer = await http({
                ...(await ask()),
                timeoutMs: TIMEOUT,
                maxBytes: server_MOST_BYTES,
                signal: world.stop,
            });
            if (answer.status >= 300 && answer.status < 400)
                throw redirected(name, answer, cure);
            if (last || !server_PASSING.has(answer.status))
                return server_read(answer);
        }
        catch (error) {
            if (!(error instanceof cloudflare_http/* TransportError */.w))
                throw error;
            const { reason } = error.fault;
            if (last || world.stop.aborted || PERMANENT.has(reason)) {
                const [what, remedy] = world.stop.aborted ? stopped(world.stop) : server_FAULTS[reason];
                throw signerFailed(`${name} ${what}.`, world.stop.aborted ? remedy : (cure ?? remedy), error);
            }
        }
        await world.sleep(server_PAUSE * attempt, world.stop);
    }
}
function signerFailed(happened, remedy, cause) {
    const inForce = 'Nothing was changed at Cloudflare.';
    return new errors/* ActionError */.l('SIGNER_FAILED', { happened, inForce, remedy }, { cause });
}
function quoted(words) {
    return `"${words.replaceAll('"', "'")}"`;
}
function isToken(text) {
    return text !== undefined && /^[!-~]{1,16384}$/u.test(text);
}
function server_read({ status, body }) {
    return { status, json: asObject(parseJson(body)?.value) };
}
function stopped({ reason }) {
    return reason === LATE ? ['answered too slowly: its two minutes were over', AGAIN] : server_FAULTS.aborted;
}
function redirected(name, { status }, cure) {
    return signerFailed(`${name} answered with a redirect (HTTP ${status}), which is not followed: the request holds a token.`, cure ??
        'Give the address of the server that answers itself: the active node, or a load balancer that finds it.');
}
const AGAIN = 'Check `address`, and that this runner may reach the server, then run again.';
const TLS = 'Give the authority of its TLS certificate in `server-ca` (PEM), or use an address with a certificate that the runner trusts.';
const IS_IT_THE_SIGNER = 'Check `address`: is it the signer?';
const PROXY = 'Check HTTPS_PROXY and NO_PROXY of the step.';
const server_FAULTS = {
    dns: ['was not found: its name could not be resolved', AGAIN],
    refused: ['refused the connection', AGAIN],
    tls: ['could not be spoken to: the TLS handshake failed', TLS],
    reset: ['broke the connection off', AGAIN],
    timeout: ['did not answer within half a minute', AGAIN],
    cut: ['broke its answer off', AGAIN],
    'too-large': ['answered with more than a signer has to say', IS_IT_THE_SIGNER],
    'not-utf8': ['answered with something that is no text', IS_IT_THE_SIGNER],
    aborted: ['was not waited for: the job was cancelled', 'Run again.'],
    untrusted: ['showed a TLS certificate of an authority that is not trusted here', TLS],
    'ca-file': [
        'showed a TLS certificate that is not trusted here, and the file in NODE_EXTRA_CA_CERTS cannot be read',
        'Correct NODE_EXTRA_CA_CERTS, or give the authority in `server-ca` (PEM).',
    ],
    'other-name': ['showed a TLS certificate for another name', 'Check the name in `address`.'],
    'out-of-date': ['showed a TLS certificate that has expired or is not valid yet', 'Renew it on the server.'],
    'proxy-login': ['was not reached: the proxy asks for a login', PROXY],
    'proxy-refused': ['was not reached: the proxy refused the connection', PROXY],
    'proxy-failed': ['was not reached: the proxy could not connect', PROXY],
};

;// CONCATENATED MODULE: ./lib/issue/signers/patience.js

const PATIENCE = 120_000;
function withPatience(open, world) {
    const within = async (work) => {
        const [late, ended] = [new AbortController(), new AbortController()];
        const wait = async () => {
            await world.sleep(PATIENCE, ended.signal);
            late.abort(LATE);
        };
        void wait();
        try {
            return await work(open({ ...world, stop: AbortSignal.any([world.stop, late.signal]) }));
        }
        finally {
            ended.abort();
        }
    };
    return {
        name: open(world).name,
        check: () => within((signer) => signer.check()),
        sign: (request) => within((signer) => signer.sign(request)),
    };
}

;// CONCATENATED MODULE: ./lib/issue/signers/id-token.js



const PERMISSION = 'Add `id-token: write` to the `permissions` of the job. GitHub gives no ID token to pull requests from forks.';
const id_token_NAME = "GitHub's service for ID tokens";
const id_token_AGAIN = 'Run again; see githubstatus.com if it lasts.';
const AGAIN_OR_TRUST = `${id_token_AGAIN} For a GitHub server of your own, give the authority of its TLS certificate in NODE_EXTRA_CA_CERTS.`;
async function requestIdToken(world, audience) {
    const address = world.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    const bearer = world.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
    if (bearer === '' || !URL.canParse(address)) {
        throw signerFailed('This job may not ask GitHub for an ID token.', PERMISSION);
    }
    world.protect(bearer);
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1')
        throw signerFailed(`${id_token_NAME} has an address without TLS, and what is sent there is a token.`, AGAIN_OR_TRUST);
    url.searchParams.set('audience', audience);
    const { status, json } = await askServer(world, await world.connect({ kind: 'runner' }), id_token_NAME, () => ({
        method: 'GET',
        url: url.href,
        headers: { accept: 'application/json', authorization: `Bearer ${bearer}` },
    }), AGAIN_OR_TRUST);
    const jwt = json === undefined ? undefined : json_textOf(json, 'value');
    if (jwt !== undefined)
        world.protect(jwt);
    const claims = jwt === undefined ? undefined : id_token_claimsOf(jwt);
    if (status === 200 && isToken(jwt) && claims !== undefined)
        return { jwt, claims };
    throw signerFailed(status === 200 ? `${id_token_NAME} answered without a token.` : `${id_token_NAME} answered HTTP ${status}.`, status === 401 || status === 403 ? PERMISSION : id_token_AGAIN);
}
function shownClaim(claims, name) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value === undefined)
        return 'nothing';
    return `\`${cleanWord(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}
function id_token_claimsOf(jwt) {
    const [, payload = ''] = jwt.split('.');
    return asObject(parseJson(Buffer.from(payload, 'base64url').toString('utf8'))?.value);
}

;// CONCATENATED MODULE: ./lib/issue/signers/step-ca-errors.js




const REFUSALS = [
    {
        when: (status, words) => status === 401 && /already used/iu.test(words),
        text: () => [
            'step-ca says that the one-time token was used before.',
            'Run again: each run asks for a new one.',
        ],
    },
    {
        when: (status) => status === 401,
        text: (audience, claims) => [
            `step-ca did not let this job in. Sent were the audience \`${audience}\`, the issuer ${shownClaim(claims, 'iss')} and the subject ${shownClaim(claims, 'sub')}.`,
            'The audience must be the `clientID` of an OIDC provisioner whose configuration endpoint is that of this issuer, and the clocks must agree. The log of step-ca names the reason.',
        ],
    },
    {
        when: (status, words) => status === 403 && /duration/iu.test(words),
        text: () => [
            'step-ca does not sign for as long as `validity` asks.',
            'Raise `claims.maxTLSCertDuration` of the provisioner (24 hours where nothing is said), or lower `validity`.',
        ],
    },
    {
        when: (status) => status === 403,
        text: (_, claims) => [
            `step-ca's policy does not allow this certificate. The job is ${shownClaim(claims, 'sub')}.`,
            "Allow the common name in the provisioner's or the authority's policy.",
        ],
    },
    {
        when: (status, words) => status === 400 && /key (?:of type|must be)|RSA key/iu.test(words),
        text: () => [
            'step-ca does not sign keys of this kind.',
            'Set `key` to one that it takes, such as `ec-p256`.',
        ],
    },
    {
        when: (status) => status === 400,
        text: (_, claims) => [
            `step-ca refused the request, perhaps by the template of the provisioner. Sent were repository_id ${shownClaim(claims, 'repository_id')} and environment ${shownClaim(claims, 'environment')}.`,
            'Compare them with what the template asks for; see docs/issuing.md for one.',
        ],
    },
    {
        when: (status) => status === 404,
        text: () => [
            'There is no step-ca at `address`.',
            'Give its address without a path, such as https://ca.example:9000.',
        ],
    },
];
function stepCaRefused({ status, json }, audience, claims) {
    const words = cleanSentence(json === undefined ? '' : (json_textOf(json, 'message') ?? ''));
    const known = REFUSALS.find(({ when }) => when(status, words));
    if (known === undefined) {
        return signerFailed(`step-ca did not sign (HTTP ${status}${words === '' ? '' : `: ${quoted(words)}`}).`, json === undefined ? IS_IT_THE_SIGNER : 'The log of step-ca has more.');
    }
    const [happened, remedy] = known.text(audience, claims);
    return signerFailed(words === '' ? happened : `${happened} It said: ${quoted(words)}`, remedy);
}

;// CONCATENATED MODULE: ./lib/issue/signers/step-ca.js





const step_ca_NAME = 'step-ca';
const step_ca_MOST_PAGES = 10;
function nameOfStepCa({ provisioner }) {
    return provisioner === undefined ? step_ca_NAME : `${step_ca_NAME} (provisioner ${provisioner})`;
}
function stepCaSigner(settings, world) {
    const opened = async () => {
        const http = await world.connect(await trustOf(settings, world));
        return { http, audience: await audienceOf(settings, world, http) };
    };
    return {
        name: nameOfStepCa(settings),
        check: async () => {
            const { audience } = await opened();
            if (settings.token === undefined)
                await requestIdToken(world, audience);
        },
        sign: async (request) => {
            const { http, audience } = await opened();
            return await sign(settings, world, http, audience, request);
        },
    };
}
async function sign({ address, token }, world, http, audience, { csr, notAfter }) {
    let claims = {};
    const answer = await askServer(world, http, step_ca_NAME, async () => {
        const identity = token === undefined ? await requestIdToken(world, audience) : undefined;
        claims = identity?.claims ?? {};
        return {
            method: 'POST',
            url: at(address, '/1.0/sign'),
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
                csr,
                ott: identity?.jwt ?? token,
                notAfter: new Date(notAfter).toISOString().replace(/\.\d+Z$/u, 'Z'),
            }),
        };
    });
    const pem = certificatesOf(answer);
    if (answer.status === 201 && pem !== undefined)
        return pem;
    throw stepCaRefused(answer, audience, claims);
}
function certificatesOf({ json }) {
    if (json === undefined)
        return undefined;
    const leaf = json_textOf(json, 'crt');
    const chain = json['certChain'];
    const all = Array.isArray(chain) && chain.length > 0 ? chain : [leaf, json['ca']];
    if (leaf === undefined)
        return undefined;
    return all
        .filter((one) => typeof one === 'string' && one !== '')
        .map((one) => `${String(one).trim()}\n`)
        .join('');
}
async function trustOf(settings, world) {
    const { address, fingerprint, serverCa } = settings;
    if (serverCa !== undefined)
        return { kind: 'authorities', pem: serverCa };
    if (fingerprint === undefined)
        return { kind: 'runner' };
    const wanted = fingerprint.replaceAll(':', '').toLowerCase();
    const { status, json } = await askServer(world, await world.connect({ kind: 'unverified' }), step_ca_NAME, () => ({
        method: 'GET',
        url: at(address, `/root/${wanted}`),
        headers: { accept: 'application/json' },
    }));
    const pem = json === undefined ? undefined : json_textOf(json, 'ca');
    if (status !== 200 || pem === undefined) {
        throw signerFailed(`step-ca has no root with the fingerprint given (HTTP ${status}).`, 'Take the fingerprint from the server: `step certificate fingerprint root_ca.crt`.');
    }
    const root = certificateOf(pem);
    if (root !== undefined && fingerprintOf(root) === wanted)
        return { kind: 'authorities', pem: root.toString() };
    throw signerFailed('step-ca showed another root than the fingerprint names.', 'Somebody may stand between this runner and the server. Compare the fingerprint on the server itself.');
}
function certificateOf(pem) {
    try {
        return new external_node_crypto_.X509Certificate(pem);
    }
    catch {
        return undefined;
    }
}
function fingerprintOf({ raw }) {
    return (0,external_node_crypto_.createHash)('sha256').update(raw).digest('hex');
}
async function audienceOf(settings, world, http) {
    const { address, audience, provisioner } = settings;
    if (audience !== undefined)
        return audience;
    if (provisioner === undefined)
        return address;
    const names = [];
    let cursor = '';
    for (let page = 0; cursor !== undefined && page < step_ca_MOST_PAGES; page += 1) {
        const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { json } = await askServer(world, http, step_ca_NAME, () => ({
            method: 'GET',
            url: at(address, `/provisioners?limit=100${query}`),
            headers: { accept: 'application/json' },
        }));
        const listed = json?.['provisioners'];
        const oidc = (Array.isArray(listed) ? listed : []).flatMap((one) => {
            const found = asObject(one);
            return found !== undefined && json_textOf(found, 'type')?.toUpperCase() === 'OIDC' ? [found] : [];
        });
        const own = oidc.find((one) => json_textOf(one, 'name') === provisioner);
        const clientId = own === undefined ? undefined : json_textOf(own, 'clientID');
        if (clientId !== undefined)
            return clientId;
        names.push(...oidc.flatMap((one) => json_textOf(one, 'name') ?? []));
        cursor = json === undefined ? undefined : json_textOf(json, 'nextCursor');
    }
    throw signerFailed(`step-ca has no OIDC provisioner \`${provisioner}\`.`, names.length === 0
        ? 'Add one for GitHub; see docs/issuing.md.'
        : 'Check `provisioner`: its name is written exactly as on the server.');
}
function at(address, path) {
    return `${address.replace(/\/+$/u, '')}${path}`;
}

;// CONCATENATED MODULE: ./lib/issue/signers/vault-errors.js



const says = (pattern, ...statuses) => (status, words) => (statuses.length === 0 || statuses.includes(status)) && pattern.test(words);
const SEALED = {
    when: (status, words) => /\bsealed\b/iu.test(words) || status === 503,
    text: () => [
        'Vault is sealed or not ready (HTTP 503).',
        'Unseal it, or wait until it is ready, and run again.',
    ],
};
const STANDBY = {
    when: (status) => [429, 472, 473].includes(status),
    text: () => [
        'This node of Vault is a standby or takes no more requests.',
        'Give the address of the active node, or of a load balancer that finds it.',
    ],
};
const LAGS = {
    when: (status) => status === 412,
    text: () => [
        'This replica of Vault is behind (HTTP 412).',
        'Run again, or give the address of the primary.',
    ],
};
const LOGIN = [
    {
        when: says(/role .*could not be found|missing role/iu),
        text: (_, { loginMount, loginRole }) => [
            loginRole === undefined
                ? `Vault's JWT method at \`${loginMount}\` has no default role, and no \`login-role\` was given.`
                : `Vault's JWT method at \`${loginMount}\` has no role \`${loginRole}\`.`,
            'Set `login-role` to the role that this repository logs in with; see docs/issuing.md for how to make one.',
        ],
    },
    {
        when: says(/oidc role_type/iu),
        text: (_, { loginRole }) => [
            `The role \`${loginRole ?? 'default'}\` is for people: its role_type is oidc.`,
            'Write it with `role_type=jwt`; Vault takes oidc where nothing is said.',
        ],
    },
    {
        when: says(/audience/iu),
        text: (_, { audience }) => [
            `Vault refused the audience of the ID token: \`${audience}\` was sent.`,
            'Put exactly this text into `bound_audiences` of the role, or set `audience` to what stands there.',
        ],
    },
    {
        when: says(/issuer|\biss\b/iu),
        text: (_, __, claims) => [
            `Vault refused the issuer of the ID token: ${shownClaim(claims, 'iss')} was sent.`,
            "Set the JWT method's `oidc_discovery_url` and `bound_issuer` to exactly this.",
        ],
    },
    {
        when: says(/claim "?[\w/]+"? (?:is missing|does not match)|claims?: claim/iu),
        text: (words, _, claims) => {
            const [, name = 'sub'] = /claim "?([\w/]+)"?/iu.exec(words.replace(/^.*?claims: /iu, '')) ?? [];
            return [
                `Vault refused the claim \`${name}\` of the ID token: ${shownClaim(claims, name)} was sent.`,
                `Correct \`bound_claims\` of the role, or run from the repository, environment or branch that it names.`,
            ];
        },
    },
    {
        when: says(/sub(?:ject)?\)? claim/iu),
        text: (_, __, claims) => [
            `Vault refused the subject of the ID token: ${shownClaim(claims, 'sub')} was sent.`,
            'Bind `repository_id` and `environment` in place of `bound_subject`: the form of the subject varies.',
        ],
    },
    {
        when: says(/expired|not yet valid|\bnbf\b|\bexp\b|\biat\b/iu),
        text: () => [
            'Vault takes the ID token for expired or not yet valid.',
            'Check the clock of the Vault server: the token was a few seconds old.',
        ],
    },
    {
        when: says(/signature|known key|keyset|verif/iu),
        text: () => [
            'Vault could not verify the signature of the ID token.',
            "Check the JWT method's `oidc_discovery_url` or `jwks_url`, and that Vault can reach it.",
        ],
    },
    {
        when: (status) => status === 403 || status === 404,
        text: (_, { loginMount, namespace }) => [
            `Vault has nothing to log in to at \`auth/${loginMount}\`${namespace === undefined ? '' : ` in the namespace \`${namespace}\``}.`,
            'Check `login-mount` and `namespace`: the JWT method must be enabled there.',
        ],
    },
];
const SIGN = [
    {
        when: says(/unknown role/iu),
        text: (_, { mount, role }) => [
            `The PKI engine at \`${mount}\` has no role \`${role}\`.`,
            'Set `role` to a role of that engine; see docs/issuing.md for how to make one.',
        ],
    },
    {
        when: says(/beyond the expiration of the CA|past the (?:CA|issuer)/iu),
        text: () => [
            "Vault does not sign beyond its authority's own end.",
            'Renew the authority in Vault, let its issuer truncate (`leaf_not_after_behavior=truncate`), or lower `validity`.',
        ],
    },
    {
        when: says(/max(?:imum)?[ _]ttl|ttl.*(?:larger|greater)/iu),
        text: () => [
            'Vault does not sign for as long as `validity` asks.',
            'Raise `max_ttl` of the role, or lower `validity`.',
        ],
    },
    {
        when: says(/not allowed by this role|common name|subject/iu),
        text: () => [
            'The role does not allow the common name of the request.',
            'Let the role allow it: `allowed_domains` with `allow_bare_domains=true`, and `cn_validations=disabled` if it is no hostname; or set `common-name`.',
        ],
    },
    {
        when: says(/keys? of type|key[ _](?:type|bits)|bits/iu),
        text: () => [
            'The role does not sign keys of this kind.',
            'Set `key_type` and `key_bits` of the role to fit `key` (`ec` and 256 by default): where nothing is said, Vault signs RSA alone.',
        ],
    },
    {
        when: says(/permission denied/iu, 403),
        text: (_, { mount, role }) => [
            `The policy of this login does not allow to sign at \`${mount}/sign/${role}\`.`,
            `Give it a policy with \`path "${mount}/sign/${role}" { capabilities = ["update"] }\`.`,
        ],
    },
    {
        when: (status) => status === 403,
        text: () => ['Vault refused the token.', 'Is the token given still valid, and of this namespace?'],
    },
    {
        when: (status) => status === 404,
        text: (_, { mount }) => [`Vault has no PKI engine at \`${mount}\`.`, 'Check `mount` and `namespace`.'],
    },
];
function loginRefused(answer, settings, claims) {
    return vault_errors_explain([SEALED, STANDBY, LAGS, ...LOGIN], 'log this job in', answer, settings, claims);
}
function signRefused(answer, settings) {
    return vault_errors_explain([SEALED, STANDBY, LAGS, ...SIGN], 'sign', answer, settings, {});
}
function vault_errors_explain(refusals, what, { status, json }, settings, claims) {
    const words = cleanSentence((Array.isArray(json?.['errors']) ? json['errors'] : [])
        .filter((one) => typeof one === 'string')
        .join('; '));
    const known = refusals.find(({ when }) => when(status, words));
    const said = words === '' ? `HTTP ${status}` : `HTTP ${status}: ${quoted(words)}`;
    if (known === undefined) {
        const remedy = json === undefined ? IS_IT_THE_SIGNER : "Vault's own log has more.";
        return signerFailed(`Vault did not ${what} (${said}).`, remedy);
    }
    const [happened, remedy] = known.text(words, settings, claims);
    return signerFailed(words === '' ? happened : `${happened} Vault said: ${quoted(words)}`, remedy);
}

;// CONCATENATED MODULE: ./lib/issue/signers/vault.js




const vault_NAME = 'Vault';
function nameOfVault({ role }) {
    return `${vault_NAME} (role ${role})`;
}
function vaultSigner(settings, world) {
    const withToken = async (use) => {
        const { serverCa, token } = settings;
        const http = await world.connect(serverCa === undefined ? { kind: 'runner' } : { kind: 'authorities', pem: serverCa });
        if (token !== undefined)
            return await use(http, token);
        const fresh = await logIn(settings, world, http);
        try {
            return await use(http, fresh);
        }
        finally {
            await revoke(settings, http, fresh);
        }
    };
    return {
        name: nameOfVault(settings),
        check: () => withToken(() => Promise.resolve()),
        sign: (request) => withToken((http, token) => vault_sign(settings, world, http, token, request)),
    };
}
async function logIn(settings, world, http) {
    let identity;
    const answer = await askServer(world, http, vault_NAME, async () => {
        identity = await requestIdToken(world, settings.audience);
        const { loginRole: role } = settings;
        return post(settings, `auth/${settings.loginMount}/login`, undefined, {
            ...(role === undefined ? {} : { role }),
            jwt: identity.jwt,
        });
    });
    const token = json_textOf(asObject(answer.json?.['auth']) ?? {}, 'client_token');
    if (token !== undefined)
        world.protect(token);
    if (answer.status === 200 && isToken(token))
        return token;
    throw loginRefused(answer, settings, identity?.claims ?? {});
}
async function vault_sign(settings, world, http, token, { csr, commonName, notAfter }) {
    const answer = await askServer(world, http, vault_NAME, () => post(settings, `${settings.mount}/sign/${settings.role}`, token, {
        csr,
        common_name: commonName,
        ttl: `${Math.floor((notAfter - world.now()) / 1000)}s`,
        exclude_cn_from_sans: true,
        remove_roots_from_chain: true,
    }));
    const pem = vault_certificatesOf(answer);
    if (answer.status === 200 && pem !== undefined)
        return pem;
    throw signRefused(answer, settings);
}
function vault_certificatesOf({ json }) {
    const data = asObject(json?.['data']) ?? {};
    const leaf = json_textOf(data, 'certificate');
    const chain = data['ca_chain'];
    const above = Array.isArray(chain) ? chain.filter((one) => typeof one === 'string') : [data['issuing_ca']];
    if (leaf === undefined)
        return undefined;
    return [leaf, ...above.filter((one) => typeof one === 'string')].map((one) => `${one.trim()}\n`).join('');
}
async function revoke(settings, http, token) {
    try {
        const request = post(settings, 'auth/token/revoke-self', token, {});
        await http({ ...request, timeoutMs: REVOKE_TIMEOUT, maxBytes: 64 * 1024 });
    }
    catch {
    }
}
const REVOKE_TIMEOUT = 4000;
function post(settings, path, token, body) {
    const { address, namespace } = settings;
    return {
        method: 'POST',
        url: `${address.replace(/\/+$/u, '')}/v1/${path}`,
        headers: {
            'content-type': 'application/json',
            ...(token === undefined ? {} : { 'x-vault-token': token }),
            ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
        },
        body: JSON.stringify(body),
    };
}

;// CONCATENATED MODULE: ./lib/issue/signers/open.js





function nameOfSigner(settings) {
    switch (settings.kind) {
        case 'authority':
            return nameOfAuthority(settings.authority);
        case 'command':
            return nameOfCommand(settings);
        case 'vault':
            return nameOfVault(settings.vault);
        case 'step-ca':
            return nameOfStepCa(settings.stepCa);
    }
}
function openSigner(settings, world, now) {
    const server = { ...world.server, now: () => now };
    switch (settings.kind) {
        case 'authority':
            return authoritySigner(settings.authority);
        case 'command':
            return commandSigner(settings, world.runCommand);
        case 'vault':
            return withPatience((within) => vaultSigner(settings.vault, within), server);
        case 'step-ca':
            return withPatience((within) => stepCaSigner(settings.stepCa, within), server);
    }
}

;// CONCATENATED MODULE: ./lib/issue/issue.js







function createIssuer(world) {
    return {
        issue: (order, signer) => issue(order, openSigner(signer, world, order.now), world),
        check: (signer) => openSigner(signer, world, 0).check(),
    };
}
async function issue(order, signer, { protect, trust }) {
    const { identity, minimumValidity, now, clientCa, originGiven } = order;
    const made = await makeLeafKey(order.key);
    protect(made);
    const { certificateRequest } = await Promise.all(/* import() */[__nccwpck_require__.e(474), __nccwpck_require__.e(638)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1638));
    const request = {
        csr: certificateRequest(identity.commonName, made),
        publicKey: (0,external_node_crypto_.createPublicKey)(made),
        commonName: identity.commonName,
        ...order.dates,
    };
    const read = readAnswer(await signer.sign(request), { request, identity, minimumValidity, now });
    if (read.kind === 'refused')
        throw refusal(`${signer.name} ${read.cause}.`, read.cure);
    const { leaf } = read.answered.leaf;
    const key = new private_key/* PrivateKey */.ZD(made);
    const about = { leaf, key, chain: [], clientCa, originGiven, input: 'the answer' };
    const { vouchedByCa, findings } = await judgeTrust(about, trust);
    const refused = findings.find(({ severity }) => severity === 'refuse');
    if (refused !== undefined)
        throw refusal(`${signer.name} answered with a certificate that an origin would refuse. ${refused.sentence}`, 'Correct this at the signer or in the inputs, then run again.');
    return { leaf, key, vouchedByCa, findings };
}
function refusal(happened, remedy) {
    const inForce = 'Nothing was changed at Cloudflare.';
    return new errors/* ActionError */.l('SIGNER_ANSWER_REFUSED', { happened, inForce, remedy });
}

;// CONCATENATED MODULE: ./lib/rotation/observe/associations.js



const MAY_BE_MISSING = 120_000;
async function observeAssociations(api, zoneId, hostnames) {
    const listed = await listAssociations(api, zoneId);
    if (listed.kind === 'complete')
        return { complete: true, rows: listed.associations };
    const rows = await observeOneByOne(api, zoneId, hostnames);
    const refused = [401, 403].includes(listed.error.status);
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

;// CONCATENATED MODULE: ./lib/rotation/apply/look-at-rows.js

async function lookAtRows({ observation, siblings, world }, hostnames, api = world.api) {
    const asked = world.clock.monotonic();
    const seen = await observeAssociations(api, observation.zone.id, hostnames);
    noteRows(siblings.rows, seen, asked, world);
    return seen;
}
function noteRows(watch, { complete, rows }, asked, { clock }) {
    if (complete)
        watch.saw({ rows, asked, answered: clock.monotonic() });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/bad-news.js

class BadNews extends errors/* ActionError */.l {
    constructor(code, text, options) {
        super(code, text, options);
        this.name = 'BadNews';
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/waiting.js


const UNREADABLE = new Set([
    'API_UNREACHABLE',
    'API_ANSWER_UNREADABLE',
    'API_RATE_LIMITED',
]);
const REFUSED = new Set(['API_REFUSED', 'API_UNAUTHORIZED']);
const SAY_AGAIN_AFTER = 10_000;
async function waitFor(world, wait) {
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
            wait.say(`waiting for ${wait.what}: ${look.status} (${seconds(looked)} so far, at most ${seconds(left)} more)`);
        }
    }
}
async function untilDue(world, poll, elapsed, due) {
    for (let left = due() - elapsed(); left > 0; left = due() - elapsed()) {
        assertRunning(world);
        await pause(world, Math.ceil(left), poll.news());
    }
}
function assertRunning(world) {
    if (world.stop.aborted) {
        throw new errors/* ActionError */.l('CANCELLED', {
            happened: 'The run was cancelled.',
            remedy: 'Run it again: it carries on from where this one stopped.',
        });
    }
    if (world.clock.monotonic() >= world.deadline()) {
        throw new errors/* ActionError */.l('TIMED_OUT', {
            happened: 'The time given by `timeout` is up.',
            remedy: 'Run it again: it carries on from where this one stopped. Give more `timeout` if this happens often.',
        });
    }
}
async function pause(world, milliseconds, news) {
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
    return (error instanceof errors/* ActionError */.l &&
        !(error instanceof BadNews) &&
        (UNREADABLE.has(error.code) || REFUSED.has(error.code)));
}
function seconds(milliseconds) {
    const whole = Math.max(0, Math.round(milliseconds / 1000));
    if (whole < 120)
        return `${whole} s`;
    const rest = whole % 60;
    return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __nccwpck_require__(3136);
;// CONCATENATED MODULE: ./lib/cloudflare/zones.js






async function findZones(api, name) {
    const wanted = asciiName(name);
    const zones = await api.read({
        method: 'GET',
        template: '/zones',
        values: {},
        query: { name: wanted, per_page: '50' },
        long: true,
        read: zones_readZones,
    });
    return zones.filter((zone) => zone.name === wanted);
}
function asciiName(name) {
    return (0,external_node_url_.domainToASCII)(name).replace(/\.$/, '');
}
function zones_readZones(result) {
    const rows = rowsOf(result);
    if (rows === undefined)
        return undefined;
    const read = rows.map((row) => oneZone(row));
    const value = read.filter((row) => row !== undefined);
    return value.length === read.length ? { value } : undefined;
}
function oneZone(row) {
    const json = asObject(row);
    const id = json === undefined ? undefined : json_textOf(json, 'id');
    const name = json === undefined ? undefined : json_textOf(json, 'name');
    if (json === undefined || id === undefined || name === undefined || !isId(id))
        return undefined;
    const holder = asObject(json['account']) ?? {};
    const account = json_textOf(holder, 'name') ?? json_textOf(holder, 'id');
    const status = json_textOf(json, 'status');
    const type = json_textOf(json, 'type');
    return {
        id,
        name: asciiName(cleanName(name)),
        ...(account === undefined ? {} : { account: cleanWord(account) }),
        ...(status === undefined ? {} : { status: cleanWord(status) }),
        ...(type === undefined ? {} : { type: cleanWord(type) }),
    };
}
async function getSslMode(api, zoneId) {
    return await getSetting(api, zoneId, '/zones/{zone_id}/settings/ssl');
}
async function getSharedCertificateSwitch(api, zoneId) {
    return await getSetting(api, zoneId, '/zones/{zone_id}/settings/tls_client_auth');
}
async function getSetting(api, zoneId, template) {
    try {
        const value = await api.read({ method: 'GET', template, values: { zone_id: zoneId }, read: readValue });
        return { kind: 'known', value };
    }
    catch (error) {
        if (error instanceof ApiError && error.code !== 'API_RATE_LIMITED')
            return { kind: 'unreadable', error };
        throw error;
    }
}
function readValue(result) {
    const json = asObject(result);
    const value = json === undefined ? undefined : json_textOf(json, 'value');
    return value === undefined ? undefined : { value: cleanWord(value) };
}
const zones_TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/settings';
async function getZoneSwitch(api, zoneId) {
    return await api.read({
        method: 'GET',
        template: zones_TEMPLATE,
        values: { zone_id: zoneId },
        read: readEnabled,
    });
}
async function setZoneSwitch(api, zoneId, enabled) {
    const values = { zone_id: zoneId };
    return await api.write({ method: 'PUT', template: zones_TEMPLATE, values, body: { enabled }, read: readEnabled });
}
function readEnabled(result) {
    const rows = Array.isArray(result) ? result : [result];
    const enabled = rows.length === 1 ? asObject(rows[0])?.['enabled'] : undefined;
    return typeof enabled === 'boolean' ? { value: enabled } : undefined;
}

;// CONCATENATED MODULE: ./lib/rotation/observe/zone.js


const ZONE_ID = /^[0-9a-f]{32}$/;
async function resolveZone(api, asked) {
    if (ZONE_ID.test(asked))
        return { asked, id: asked, name: undefined };
    const zones = (await findZones(api, asked)).filter((zone) => zone.name === asked);
    const [zone, other] = zones;
    if (zone !== undefined && other === undefined)
        return { asked, id: zone.id, name: zone.name };
    throw new errors/* ActionError */.l('ZONE_NOT_FOUND', {
        happened: zone === undefined
            ? `The token sees no zone named ${asked}.`
            : `The token sees ${zones.length} zones named ${asked}, in different accounts.`,
        inForce: 'Nothing was changed.',
        remedy: zone === undefined
            ? 'Check the name (the zone, not a hostname in it), and that the token includes this zone with Zone: Read; or give the zone id.'
            : 'Give the zone id instead of the name.',
    });
}

;// CONCATENATED MODULE: ./lib/operations/estate/look.js



async function lookAtHoldings({ api }, zone, hostnames) {
    const [switchOn, ofZone, ofHostnames, associations] = await Promise.all([
        getZoneSwitch(api, zone.id),
        observeCertificates(api, zone.id, 'zone'),
        observeCertificates(api, zone.id, 'hostname'),
        observeAssociations(api, zone.id, hostnames),
    ]);
    return { zone, switchOn, certificates: { zone: ofZone, hostname: ofHostnames }, associations };
}
async function lookAtEstate(world, zone, hostnames) {
    const [holdings, ssl, shared] = await Promise.all([
        lookAtHoldings(world, zone, hostnames),
        getSslMode(world.api, zone.id),
        getSharedCertificateSwitch(world.api, zone.id),
    ]);
    const listed = holdings.certificates.hostname;
    const { associations, unlisted } = await withTheirCertificates(world.api, zone.id, holdings.associations, listed);
    return {
        ...holdings,
        associations,
        certificates: { ...holdings.certificates, hostname: [...listed, ...unlisted] },
        sslMode: ssl.kind === 'known' ? ssl.value : undefined,
        sharedCertificate: shared.kind === 'known' ? shared.value : undefined,
    };
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
        const moving = rows.filter((row) => !quiet_isSettled(row));
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
function quiet_isSettled({ status, enabled }) {
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
            quiet_isSettled(one) === quiet_isSettled(other))));
}
function youngest(rows) {
    const dates = rows.flatMap(({ updatedAt }) => updatedAt ?? []);
    return dates.length < rows.length || dates.length === 0 ? undefined : Math.max(...dates);
}
function ageOf(rows, now) {
    const date = youngest(rows);
    return date === undefined ? undefined : now - date - IMPRECISION;
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
            const left = unquiet({ asked: monotonic, hostnames: own }, patienceFor(0), server).map((one) => one.kind === 'settling' ? one.left : 0);
            return Math.max(0, ...left);
        },
    };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/retire.js



const IN_USE = 240_000;
const GONE = 120_000;
const ASK_AGAIN = 45_000;
const TOOK_EFFECT = new Set(['accepted', 'gone', 'ambiguous']);
const ACCEPTED = 'Cloudflare accepted the deletion,';
const UNDER_WAY = 'Its deletion was already under way,';
const UNANSWERED = 'Cloudflare gave no clear answer to the deletion request,';
async function retire(world, zoneId, level, id, say, stillFree = () => Promise.resolve(undefined), patience = IN_USE, mayBeGone = () => undefined) {
    const began = world.clock.monotonic();
    let objection;
    const beforeAgain = async () => {
        objection = await stillFree();
        if (objection !== undefined)
            throw notAgain(objection);
    };
    const remove = async () => {
        try {
            const outcome = await deleteCertificate(world.api, zoneId, level, id, beforeAgain);
            if (TOOK_EFFECT.has(outcome.kind))
                mayBeGone();
            return objection === undefined || outcome.kind === 'ambiguous' ? outcome : undefined;
        }
        catch (error) {
            if (objection !== undefined)
                return undefined;
            throw error;
        }
    };
    const again = async () => {
        objection = await stillFree();
        return objection === undefined ? await remove() : undefined;
    };
    for (let outcome = await remove();; outcome = await again()) {
        switch (outcome?.kind) {
            case undefined:
                return objection ?? { fate: 'kept', why: 'It was kept.' };
            case 'accepted':
                return await untilGone(world, zoneId, level, id, say, again, ACCEPTED);
            case 'gone':
                if (world.stop.aborted)
                    return { fate: 'deleted', why: 'It was already deleted.' };
                return await untilGone(world, zoneId, level, id, say, again, UNDER_WAY);
            case 'in-use':
            case 'pending-deployment': {
                const elapsed = world.clock.monotonic() - began;
                const why = outcome.kind === 'in-use' ? 'still in use' : 'still being deployed';
                if (elapsed >= patience || world.stop.aborted || world.clock.monotonic() >= world.deadline()) {
                    return { fate: 'in-use', why: `Cloudflare says that it is ${why}.` };
                }
                say(`Cloudflare says that certificate ${id} is ${why}; asking again (${seconds(elapsed)} so far)`);
                await pause(world, Math.min(2000 + elapsed / 4, 15_000));
                break;
            }
            case 'refused':
                throw outcome.error;
            case 'ambiguous':
                if (objection !== undefined) {
                    const fate = await untilGone(world, zoneId, level, id, say, noRequest, UNANSWERED);
                    return fate.fate === 'deleted' ? fate : { ...fate, why: `${fate.why} ${objection.why}` };
                }
                if (outcome.error.code === 'WORLD_CHANGED')
                    throw outcome.error;
                return await untilGone(world, zoneId, level, id, say, again, UNANSWERED);
        }
    }
}
const noRequest = () => Promise.resolve(undefined);
function notAgain({ why }) {
    return new errors/* ActionError */.l('WORLD_CHANGED', {
        happened: `The deletion was not repeated. ${why}`,
        remedy: 'Run again: the next run continues from what is there.',
    });
}
async function untilGone(world, zoneId, level, id, say, askAgain, sent) {
    const began = world.clock.monotonic();
    let asked = 1;
    let unread = false;
    const gone = await waitFor(world, {
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
            why: `${sent} and ${unread ? 'it could not be read whether it is gone' : 'it is still there'}. The next run checks again.`,
        };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/until-quiet.js


const until_quiet_PATIENCE = 10 * 60_000;
const LOOK_EVERY = 15_000;
async function untilQuiet(context, look) {
    const { journal, world } = context;
    const end = Math.min(world.clock.monotonic() + until_quiet_PATIENCE, world.deadline());
    for (;;) {
        assertRunning(world);
        const seen = await look();
        const restless = seen.remove.flatMap((one) => seen.unquiet.filter((row) => holds(row, one.uploadedOn)));
        const wait = Math.max(0, ...restless.map(quietIn));
        if (wait <= 0 || world.clock.monotonic() + wait >= end)
            return seen;
        journal.say(`${until_quiet_namesOf(restless)} changed a moment ago: looking again in ${seconds(wait)} before anything is deleted`);
        await pause(world, wait);
    }
}
function quietIn(one) {
    switch (one.kind) {
        case 'settling':
            return Math.max(one.left, 1);
        case 'under-way':
            return LOOK_EVERY;
        case 'stuck':
            return 0;
    }
}
function whyNotQuiet(some, uploadedOn) {
    const restless = some.filter((one) => holds(one, uploadedOn));
    if (restless.length === 0)
        return undefined;
    const stuck = restless.every(({ kind }) => kind === 'stuck');
    const many = new Set(restless.map(({ hostname }) => hostname)).size > 1;
    const what = stuck
        ? `${many ? 'have' : 'has'} been on ${many ? 'their' : 'its'} way to another certificate for too long`
        : 'changed a moment ago or is on its way to another certificate';
    return `${until_quiet_namesOf(restless)} ${what}, so Cloudflare may still show it there.`;
}
const until_quiet_SHOWN = 5;
function until_quiet_namesOf(some) {
    const names = [...new Set(some.map(({ hostname }) => hostname))];
    const more = names.length - until_quiet_SHOWN;
    return names.slice(0, until_quiet_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

;// CONCATENATED MODULE: ./lib/operations/delete/find.js


async function findCertificate({ api }, holdings, id, level) {
    const levels = level === undefined ? ['hostname', 'zone'] : [level];
    for (const one of levels) {
        const certificate = holdings.certificates[one].find((held) => held.id === id);
        if (certificate !== undefined)
            return { level: one, certificate };
    }
    for (const one of levels) {
        const read = await getCertificate(api, holdings.zone.id, one, id);
        if (read !== undefined)
            return { level: one, certificate: observed(read) };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/operations/estate/in-force.js


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
        .filter((row) => row.certificateId === id && row.enabled === true)
        .map(({ hostname }) => hostname);
}

;// CONCATENATED MODULE: ./lib/operations/delete/guard.js




function objectionTo({ level, certificate }, holdings) {
    return level === 'hostname' ? usedByHostnames(certificate, holdings) : heldByZone(certificate, holdings);
}
function usedByHostnames({ id }, { associations }) {
    const users = [...new Set(observation_usersOf(associations, id))].toSorted();
    if (users.length === 0)
        return undefined;
    return {
        reason: 'IN_USE',
        sentence: `The certificate ${id} is in use by ${someOf(users, 20)}.`,
        remedy: 'Move these hostnames to another certificate by a rotation, or disable them with `operation: disable`, then delete it.',
    };
}
function heldByZone(certificate, holdings) {
    const { switchOn, certificates, associations } = holdings;
    const { id } = certificate;
    const others = certificates.zone.filter((one) => one.id !== id);
    const last = !others.some(isLive);
    const held = heldByZoneLevel([...others, certificate]).some((one) => one.id === id);
    if (!switchOn || !(last || held))
        return undefined;
    const apart = [...new Set(associations.rows.map(({ hostname }) => hostname))].toSorted();
    const except = apart.length === 0 ? '' : ` except ${someOf(apart, 20)}, which may have one of their own`;
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

;// CONCATENATED MODULE: ./lib/operations/delete/carry-out.js












const PATIENCE_WITHOUT_LIST = 0;
const UNTIL_QUIET = 10 * 60_000;
async function lookAgain({ level, certificate }, before, world, rows) {
    const hostnames = before.associations.rows.map(({ hostname }) => hostname);
    const asked = world.clock.monotonic();
    const holdings = await lookAtHoldings(world, before.zone, hostnames);
    if (rows !== undefined)
        noteRows(rows, holdings.associations, asked, world);
    const found = await findCertificate(world, holdings, certificate.id, level);
    if (found === undefined || isTombstone(found.certificate.status))
        return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
    const objection = objectionTo(found, holdings);
    return objection === undefined
        ? undefined
        : { fate: 'in-use', why: `This changed during the run. ${objection.sentence}` };
}
async function deleteAll(victims, before, world, say, settled, rows) {
    for (const candidate of victims) {
        const fate = (await whyNot(candidate, before, world, say, rows)) ??
            (await send(candidate, before, world, say, settled));
        say(`${candidate.certificate.id}: ${fate.why}`);
        settled({ candidate, fate });
    }
}
async function whyNot(candidate, before, world, say, rows) {
    const { level, certificate } = candidate;
    const end = Math.min(world.clock.monotonic() + UNTIL_QUIET, world.deadline());
    for (;;) {
        const fate = await lookAgain(candidate, before, world, rows);
        if (fate !== undefined || rows === undefined || level === 'zone')
            return fate;
        const restless = rows
            .unquiet(PROPAGATION, world.api.serverNow())
            .filter((one) => holds(one, certificate.uploadedOn));
        const why = whyNotQuiet(restless, certificate.uploadedOn);
        if (why === undefined)
            return undefined;
        const wait = Math.max(...restless.map(quietIn));
        if (wait <= 0 || world.clock.monotonic() + wait >= end)
            return { fate: 'in-use', why: `${why} ${deleteWords(level, certificate.id)}` };
        say(`${certificate.id} stays for ${seconds(wait)} more. ${why}`);
        await pause(world, wait);
        assertRunning(world);
    }
}
async function send(candidate, before, world, say, settled) {
    assertRunning(world);
    const stillFree = async () => {
        const now = await lookAgain(candidate, before, world);
        return now?.fate === 'already-gone' ? undefined : now;
    };
    try {
        const { level, certificate } = candidate;
        const patience = level === 'hostname' && !before.associations.complete ? PATIENCE_WITHOUT_LIST : undefined;
        return await retire(world, before.zone.id, level, certificate.id, say, stillFree, patience);
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.l)
            settled({
                candidate,
                fate: { fate: carry_out_isRefused(error) ? 'kept' : 'delete-unconfirmed', why: error.happened },
            });
        throw error;
    }
}
function carry_out_isRefused(error) {
    return error instanceof ApiError && error.endpoint.startsWith('DELETE ');
}

;// CONCATENATED MODULE: ./lib/operations/delete/decide.js



function decide(request, holdings, single, now) {
    return request.what.kind === 'certificate'
        ? decideOne(request.what.id, single, holdings)
        : decideExpired(request, holdings, now);
}
function decideOne(id, candidate, holdings) {
    if (candidate === undefined) {
        const sentence = `There is no certificate ${id} in this zone, so there is nothing to delete.`;
        return { kind: 'nothing', reason: 'NOT_FOUND', sentence, kept: [] };
    }
    if (isTombstone(candidate.certificate.status)) {
        const sentence = `The certificate ${id} is \`${candidate.certificate.rawStatus}\` already.`;
        return { kind: 'nothing', reason: 'ALREADY_DELETED', sentence, kept: [] };
    }
    const objection = objectionTo(candidate, holdings);
    return objection === undefined
        ? { kind: 'delete', victims: [candidate], kept: [] }
        : { kind: 'refused', candidate, objection };
}
function decide_unlisted({ level, certificate }, { associations }) {
    if (level === 'zone' || associations.complete)
        return undefined;
    const { id } = certificate;
    return {
        reason: 'NOT_LISTED',
        sentence: `${id}: ${whyUnlisted(associations)}`,
        remedy: deleteWords(level, id),
    };
}
function decideExpired(request, holdings, now) {
    const levels = request.level === undefined ? ['hostname', 'zone'] : [request.level];
    const expired = levels.flatMap((level) => holdings.certificates[level]
        .filter((one) => !isTombstone(one.status) && one.leaf !== undefined && one.leaf.notAfter <= now)
        .map((certificate) => ({ level, certificate })));
    const judged = expired.map((candidate) => ({
        candidate,
        objection: objectionTo(candidate, holdings) ?? decide_unlisted(candidate, holdings),
    }));
    const victims = judged.filter(({ objection }) => objection === undefined).map(({ candidate }) => candidate);
    const kept = judged.flatMap(({ candidate, objection }) => objection === undefined ? [] : [{ candidate, objection }]);
    if (victims.length > 0)
        return { kind: 'delete', victims, kept };
    return kept.length === 0
        ? { kind: 'nothing', reason: 'NOTHING_EXPIRED', sentence: 'No certificate is expired.', kept }
        : {
            kind: 'nothing',
            reason: 'EXPIRED_IN_USE',
            sentence: 'No certificate is both expired and unused.',
            kept,
        };
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/facts.js


function facts_factsOf(certificate, now) {
    return factsOfLeaf(certificate.id, certificate.leaf, now);
}
function factsOfLeaf(id, leaf, now) {
    if (leaf !== undefined && isProspective(leaf))
        return facts_toBeIssued(leaf);
    return {
        id,
        fingerprint: leaf?.fingerprint,
        fingerprintSha1: leaf?.fingerprintSha1,
        serialNumber: leaf?.serialNumber,
        subject: leaf?.subject,
        issuer: leaf?.issuer,
        notAfter: leaf?.notAfter,
        daysLeft: leaf === undefined ? undefined : daysUntil(leaf.notAfter, now),
    };
}
function facts_toBeIssued({ subject, issuer }) {
    return {
        id: undefined,
        fingerprint: undefined,
        fingerprintSha1: undefined,
        serialNumber: undefined,
        subject,
        issuer: issuer === '' ? undefined : issuer,
        notAfter: undefined,
        daysLeft: undefined,
    };
}

;// CONCATENATED MODULE: ./lib/operations/delete/conclude.js

function conclude_refused(plan, now) {
    const { candidate, objection } = plan;
    const { reason, sentence, remedy } = objection;
    return {
        outcome: 'failed',
        reason,
        sentence: `Refused: ${sentence}`,
        certificates: [judged(candidate, { fate: 'in-use', why: sentence }, now)],
        warnings: [],
        failure: {
            code: 'PLAN_REFUSED',
            happened: sentence,
            inForce: stays(candidate),
            remedy,
            details: [],
        },
    };
}
function conclude_failed(failure, settled, now) {
    return {
        outcome: 'failed',
        reason: failure.code,
        sentence: 'The deletion was not completed.',
        certificates: settled.map(({ candidate, fate }) => judged(candidate, fate, now)),
        warnings: [],
        failure,
    };
}
function conclude_conclude(request, plan, settled, run) {
    const stay = plan.kept.map((one) => judged(one.candidate, keptFate(one), run.now));
    const warnings = [...plan.kept.map(keptWarning), ...unguarded(request, plan, run.associations)];
    if (plan.kind === 'nothing') {
        const { reason, sentence } = plan;
        const doubt = reason === 'NOT_FOUND' ? [{ reason, sentence: `${sentence} Is the id right?` }] : [];
        return {
            outcome: 'unchanged',
            reason,
            sentence,
            certificates: stay,
            warnings: [...doubt, ...warnings],
            failure: undefined,
        };
    }
    if (run.dryRun) {
        const would = { fate: 'to-delete', why: 'Nothing refers to it.' };
        const victims = plan.victims.map((one) => judged(one, would, run.now));
        return {
            outcome: 'planned',
            reason: 'TO_DELETE',
            sentence: `To be deleted: ${conclude_ids(plan.victims)}.`,
            certificates: [...victims, ...stay],
            warnings,
            failure: undefined,
        };
    }
    const certificates = [...settled.map(({ candidate, fate }) => judged(candidate, fate, run.now)), ...stay];
    return { certificates, ...judgeSettled(request, settled, warnings) };
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
function judgeSettled(request, settled, warnings) {
    const gone = settled.filter(({ fate }) => fate.fate === 'deleted');
    const inUse = settled.filter(({ fate }) => fate.fate === 'in-use');
    const unsure = settled.filter(({ fate }) => fate.fate === 'delete-unconfirmed');
    const [kept] = inUse;
    if (request.what.kind === 'certificate' && kept !== undefined) {
        const happened = `The certificate ${kept.candidate.certificate.id} was not deleted. ${kept.fate.why}`;
        const remedy = 'Use `operation: status` to see which hostnames use it, move them, then delete it.';
        return {
            outcome: 'failed',
            reason: 'IN_USE',
            sentence: happened,
            warnings,
            failure: { code: 'DELETE_FAILED', happened, inForce: stays(kept.candidate), remedy, details: [] },
        };
    }
    const doubts = inUse.map(({ candidate, fate }) => ({
        reason: 'KEPT_IN_USE',
        sentence: `${candidate.certificate.id}: ${fate.why}`,
    }));
    const told = { warnings: [...warnings, ...doubts] };
    if (unsure.length > 0)
        return { ...told, ...unconfirmed(unsure, gone) };
    const stayed = inUse.length === 0 ? '' : ` Kept: ${idsOf(inUse)}.`;
    if (gone.length > 0)
        return {
            ...told,
            outcome: 'deleted',
            reason: 'DELETED',
            sentence: `Deleted: ${idsOf(gone)}.${stayed}`,
            failure: undefined,
        };
    const others = settled.filter(({ fate }) => fate.fate === 'already-gone');
    const left = others.length === 0
        ? 'Nothing was deleted.'
        : `Nothing was left to delete: somebody else deleted ${idsOf(others)} during the run.`;
    return {
        ...told,
        outcome: 'unchanged',
        reason: inUse.length === 0 ? 'NOTHING_LEFT' : 'KEPT_IN_USE',
        sentence: `${left}${stayed}`,
        failure: undefined,
    };
}
function stays({ certificate }) {
    return `Nothing was changed: ${certificate.id} stays.`;
}
function idsOf(settled) {
    return conclude_ids(settled.map(({ candidate }) => candidate));
}
function unconfirmed(unsure, gone) {
    const happened = unsure
        .map(({ candidate, fate }) => `The certificate ${candidate.certificate.id}: ${fate.why}`)
        .join(' ');
    const done = gone.length === 0 ? '' : `Confirmed as deleted: ${idsOf(gone)}. `;
    return {
        outcome: 'failed',
        reason: 'DELETE_UNCONFIRMED',
        sentence: 'The deletion is not confirmed.',
        failure: {
            code: 'DELETE_FAILED',
            happened,
            inForce: `${done}No certificate in force was touched.`,
            remedy: 'Run again in a few minutes. What is gone by then is skipped.',
            details: [],
        },
    };
}
function judged({ level, certificate }, { fate, why }, now) {
    return { ...facts_factsOf(certificate, now), level, fate, why };
}
function keptFate({ objection }) {
    return { fate: 'in-use', why: objection.sentence };
}
function keptWarning({ objection }) {
    const { sentence, remedy } = objection;
    return { reason: 'EXPIRED_IN_USE', sentence: `Expired, but kept. ${sentence} ${remedy}` };
}
function conclude_ids(candidates) {
    return candidates.map(({ certificate }) => certificate.id).join(', ');
}

;// CONCATENATED MODULE: ./lib/operations/delete/delete.js











async function deleteCertificates(request, world, options) {
    const say = (line) => world.say(`${request.zone}: ${line}`);
    const settled = [];
    try {
        const asked = world.clock.monotonic();
        const holdings = await look(request, world);
        const rows = createRowWatch();
        noteRows(rows, holdings.associations, asked, world);
        const single = await singleOf(request, holdings, world);
        const plan = decide(request, holdings, single, world.api.serverNow());
        if (plan.kind === 'refused')
            return conclude_refused(plan, world.api.serverNow());
        if (plan.kind === 'delete' && !options.dryRun) {
            say(`to delete: ${plan.victims.map(({ certificate }) => certificate.id).join(', ')}`);
            assertRunning(world);
            await deleteAll(plan.victims, holdings, world, say, (one) => settled.push(one), request.what.kind === 'certificate' ? undefined : rows);
        }
        const { associations } = holdings;
        return conclude_conclude(request, plan, settled, { ...options, associations, now: world.api.serverNow() });
    }
    catch (error) {
        const cause = (0,errors/* asActionError */.z)(error);
        return conclude_failed(failureOf(cause, inForce(settled)), settled, world.api.serverNow());
    }
}
async function look(request, world) {
    const zone = await resolveZone(world.api, request.zone);
    return await lookAtHoldings(world, zone, []);
}
async function singleOf({ what, level }, holdings, world) {
    return what.kind === 'certificate' ? await findCertificate(world, holdings, what.id, level) : undefined;
}
function inForce(settled) {
    const gone = settled.filter(({ fate }) => fate.fate === 'deleted').map(({ candidate }) => candidate);
    const ids = gone.map(({ certificate }) => certificate.id).join(', ');
    return ids === ''
        ? 'No certificate in force was touched.'
        : `Deleted so far: ${ids}. No certificate in force was touched.`;
}

;// CONCATENATED MODULE: ./lib/rotation/apply/watch-over.js



const BLIND = 5_000;
const SEES = Number.POSITIVE_INFINITY;
async function watchOver(site, wait) {
    const sight = { blindSince: SEES, trouble: undefined };
    const over = new AbortController();
    const end = Promise.withResolvers();
    const probing = probeWhileBlind(site, sight, over.signal);
    probing.catch(end.reject);
    const look = () => watch_over_watched(site, wait, sight, over.signal, end.reject);
    const looks = async () => {
        for (;;) {
            const value = await waitFor(site.world, { ...wait, look, refusals: 'no-news' });
            if (value !== undefined || sight.trouble === undefined)
                return value;
        }
    };
    try {
        return await Promise.race([looks(), end.promise]);
    }
    catch (error) {
        over.abort();
        throw error instanceof BadNews ? error : ((await rejection(probing)) ?? error);
    }
    finally {
        over.abort();
    }
}
async function watch_over_watched({ world, longest, untouched }, wait, sight, over, end) {
    const { clock } = world;
    if (over.aborted)
        throw new errors/* ActionError */.l('CANCELLED', { happened: 'The wait is over.', remedy: '' });
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
    return new errors/* ActionError */.l(error.code, {
        happened: `For ${seconds(blind)} after the cut-over no look at Cloudflare could be read, while waiting for ${what}. ${error.happened}`,
        remedy: `${untouched} ${error.remedy}`,
    }, { cause: error });
}
async function probeWhileBlind({ world, longest, badNews }, sight, over) {
    const { stop } = world;
    while (!over.aborted && !stop.aborted) {
        const blind = world.clock.monotonic() - sight.blindSince;
        if (blind >= BLIND) {
            const news = await badNews(sight.blindSince + longest, over);
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

;// CONCATENATED MODULE: ./lib/rotation/journal.js

function plainLog(say, label = '') {
    const line = (text) => say(label === '' ? beginning(text) : `${label}: ${text}`);
    return { say: line, news: line, reached: () => undefined };
}
function createJournal(ports) {
    const phases = [];
    const warnings = [];
    const evidence = [];
    const { log } = ports;
    const { say, news } = log;
    const record = (name, outcome, detail) => {
        const at = ports.monotonic();
        phases.push({ name, startedAt: at, endedAt: at, outcome, detail: beginning(detail) });
    };
    return {
        phase: async (name, work, describe) => {
            const startedAt = ports.monotonic();
            try {
                const value = await work();
                const said = describe(value);
                const detail = beginning(said);
                phases.push({ name, startedAt, endedAt: ports.monotonic(), outcome: 'done', detail });
                log.reached(name);
                say(said);
                return value;
            }
            catch (error) {
                phases.push({
                    name,
                    startedAt,
                    endedAt: ports.monotonic(),
                    outcome: journal_endOf(error),
                    detail: journal_reasonOf(error),
                });
                throw error;
            }
        },
        skip: (name, detail) => {
            log.reached(name);
            record(name, 'skipped', detail);
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
function journal_endOf(error) {
    const interrupted = error instanceof errors/* ActionError */.l && (error.code === 'CANCELLED' || error.code === 'TIMED_OUT');
    return interrupted ? 'interrupted' : 'failed';
}
function journal_reasonOf(error) {
    return error instanceof errors/* ActionError */.l ? error.happened : 'It failed.';
}
function beginning(line) {
    return /^[a-z']+(?=[\s,;]|$)/u.test(line) ? line.slice(0, 1).toUpperCase() + line.slice(1) : line;
}

;// CONCATENATED MODULE: ./lib/operations/disable/apply.js








async function carryOut(steps, way, doing) {
    doing.wrote(true);
    return await (steps.kind === 'zone' ? moveSwitch(way === 'back', doing) : moveHostnames(steps, way, doing));
}
async function moveSwitch(on, doing) {
    const { world, zone, wrote } = doing;
    const sent = await setZoneSwitch(world.api, zone.id, on);
    const outcome = on ? sent : mistrusted(sent);
    if (outcome.kind === 'refused') {
        wrote(false);
        throw outcome.error;
    }
    const what = `the switch of the zone to be ${on ? 'on' : 'off'}`;
    return await untilShown(doing, outcome, what, SETTLE.switch, async () => {
        const now = await getZoneSwitch(world.api, zone.id);
        return { done: now === on ? 1 : 0, of: 1, status: now ? 'still on' : 'still off' };
    });
}
async function moveHostnames(steps, way, doing) {
    const { moves } = steps;
    const { world, zone } = doing;
    const wanted = (move) => way === 'back' ? (move.former.enabled ?? true) : steps.mode === 'off' ? false : null;
    const config = moves.map((move) => ({
        hostname: move.hostname,
        certificateId: move.certificateId,
        enabled: wanted(move),
    }));
    const sent = await putAssociations(world.api, zone.id, config);
    const outcome = way === 'back' ? sent : mistrusted(sent);
    if (outcome.kind === 'refused')
        throw await refusedAsAWhole(outcome.error, moves, wanted, doing);
    const hostnames = moves.map(({ hostname }) => hostname);
    const what = `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to follow`;
    return await untilShown(doing, outcome, what, SETTLE.list, async () => {
        const seen = await observeAssociations(world.api, zone.id, hostnames);
        const done = moves.filter((move) => isDone(seen, move, wanted(move))).length;
        return { done, of: moves.length, status: `${done} of ${moves.length} done` };
    });
}
const SETTLE = { switch: 90_000, list: 150_000 };
async function untilShown({ world, atMost, say, wrote, wait }, outcome, what, settle, look) {
    const began = world.clock.monotonic();
    if (outcome.kind === 'ambiguous')
        say('the answer was lost; reading whether it was applied');
    const took = await wait({
        what,
        atMost,
        say,
        look: async () => {
            const { done, of, status } = await look();
            if (done === of)
                return { done: true, value: true };
            const lost = outcome.kind === 'ambiguous' && done === 0 && world.clock.monotonic() - began > settle;
            return lost ? { done: true, value: false } : { done: false, status };
        },
    });
    if (took === true)
        return undefined;
    if (outcome.kind === 'applied')
        return neverShown();
    if (took === false) {
        wrote(false);
        throw outcome.error;
    }
    return outcome.error;
}
function neverShown() {
    return new errors/* ActionError */.l('ACTIVATION_TIMED_OUT', {
        happened: 'Cloudflare accepted the change, but did not show it within `activation-timeout`.',
        remedy: 'Run again: it continues from what Cloudflare shows then.',
    });
}
async function refusedAsAWhole(error, moves, wanted, { world, zone, wrote }) {
    const done = moves.length === 1 ? [] : await doneAllTheSame(moves, wanted, { world, zone });
    if (done === undefined)
        return error;
    wrote(done.length > 0);
    if (done.length === 0)
        return error;
    const names = someOf(done.map(({ hostname }) => hostname));
    const { code, happened, remedy } = error;
    return new errors/* ActionError */.l(code, { happened: `${happened} It was applied to ${names} nevertheless.`, remedy }, { cause: error });
}
async function doneAllTheSame(moves, wanted, { world, zone }) {
    const hostnames = moves.map(({ hostname }) => hostname);
    try {
        const rows = await observeOneByOne(world.api, zone.id, hostnames);
        const enabled = new Map(rows.map((row) => [row.hostname, row.enabled]));
        return moves.filter((move) => (enabled.get(move.hostname) ?? null) === wanted(move));
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.l)
            return undefined;
        throw error;
    }
}
function isDone(seen, move, enabled) {
    return enabled === null
        ? associationOf(seen, move.hostname) === undefined
        : isInPlace(seen, move.hostname, move.certificateId, enabled);
}

;// CONCATENATED MODULE: ./lib/operations/disable/checks.js



const checks_CHECKS = [
    (request, look) => originOpen(request, look),
    (request, look) => probesSeeTheChange(request, look),
    (_, observation) => baselineHealthy({ observation }),
    (_, observation) => baselineMended({ observation }),
];
const originOpen = ({ acceptUnauthenticated }, { origins, afterwards }) => {
    const closed = origins.find(({ openness }) => openness.kind === 'closed');
    const unseen = origins.find(({ openness }) => openness.kind === 'unknown');
    const doubt = closed ?? unseen;
    if (doubt === undefined && origins.length > 0)
        return undefined;
    const found = doubt === undefined
        ? 'No `origin` was given, so it is not known whether visitors are let in without a client certificate.'
        : closed === undefined
            ? `Whether the origin ${doubt.address} lets visitors in without a client certificate could not be determined. ${doubt.openness.sentence}`
            : `The origin ${doubt.address} still demands a client certificate. ${doubt.openness.sentence}`;
    const reason = closed === undefined ? 'ORIGIN_NOT_SEEN' : 'ORIGIN_DEMANDS_CERTIFICATE';
    const shown = shownTo(afterwards, closed !== undefined);
    if (afterwards.kind === 'zone')
        return { kind: 'warn', reason: 'ZONE_CERTIFICATE_APPLIES', sentence: `${found} ${shown}` };
    if (acceptUnauthenticated)
        return {
            kind: 'warn',
            reason,
            sentence: `${found} ${shown} The run continues because of \`accept-unauthenticated\`.`,
        };
    return refuse(reason, `${found} ${shown}`, remedyFor(closed !== undefined, afterwards));
};
function remedyFor(demands, { kind }) {
    const shared = 'if it trusts the shared certificate, set `accept-unauthenticated: true`.';
    if (!demands)
        return 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.';
    return kind === 'shared'
        ? `Let the origin accept visitors without a client certificate first, then run again; ${shared}`
        : 'Let the origin accept visitors without a client certificate first, then run again.';
}
function shownTo(afterwards, demands) {
    switch (afterwards.kind) {
        case 'zone': {
            const id = afterwards.id === undefined ? '' : `, ${afterwards.id}`;
            return `Afterwards Cloudflare shows it the certificate of the zone level${id}; only a probe can tell whether the origin accepts that one for these hostnames.`;
        }
        case 'shared':
            return 'Afterwards Cloudflare shows it its shared certificate; an origin that does not trust it would refuse every visitor.';
        case 'nothing':
            return `${demands ? 'Switching' : 'If it demands one, switching'} off would make it refuse every visitor.`;
    }
}
const probesSeeTheChange = ({ what, probes }, { associations }) => {
    const blind = probes.urls.find((url) => {
        const { hostname } = new URL(url);
        return what.kind === 'zone'
            ? associationOf(associations, hostname) !== undefined
            : !what.hostnames.includes(hostname);
    });
    if (blind === undefined)
        return undefined;
    return refuse('PROBE_SEES_OTHER_CERTIFICATE', `The probe of ${withoutQuery(blind)} would not see the change: ${what.kind === 'zone' ? 'its hostname has a certificate of its own, which takes precedence' : 'it is on a hostname that is not switched off here'}.`, what.kind === 'zone'
        ? 'Probe a hostname without a certificate of its own.'
        : 'Probe one of the hostnames that are switched off.');
};

;// CONCATENATED MODULE: ./lib/operations/disable/decide.js





function decide_decide(request, look) {
    const { what } = request;
    const steps = what.kind === 'zone' ? zoneSteps(look) : hostnameSteps(what, look);
    if (steps.kind === 'refuse')
        return { ...steps, kind: 'refused', warnings: [] };
    if (steps.kind === 'idle')
        return { ...steps, warnings: [] };
    const warnings = [];
    for (const check of checks_CHECKS) {
        const said = check(request, look);
        if (said?.kind === 'refuse')
            return { ...said, kind: 'refused', warnings };
        if (said !== undefined)
            warnings.push({ reason: said.reason, sentence: said.sentence });
    }
    return { ...steps, warnings };
}
function zoneSteps({ switchOn }) {
    return switchOn
        ? {
            kind: 'zone',
            sentence: 'Authenticated origin pulls are switched off for the zone; hostnames with a certificate of their own keep it.',
        }
        : { kind: 'idle', sentence: 'Authenticated origin pulls are already off for the zone.' };
}
function hostnameSteps({ hostnames, mode }, look) {
    const known = hostnames.map((hostname) => ({
        hostname,
        former: associationOf(look.associations, hostname),
    }));
    const bare = known.filter(({ former }) => former === undefined).map(({ hostname }) => hostname);
    if (mode === 'off' && bare.length > 0) {
        return refuse('HOSTNAME_WITHOUT_CERTIFICATE', `No certificate of their own: ${someOf(bare)}. Cloudflare switches a hostname off only together with a certificate it is tied to.`, 'Leave these hostnames out, or give them a certificate by a rotation at hostname level first.');
    }
    const moves = known.flatMap(({ hostname, former }) => {
        const certificateId = former?.certificateId;
        if (former === undefined || certificateId === undefined)
            return [];
        if (mode === 'off' && isInPlace(look.associations, hostname, certificateId, false))
            return [];
        return [{ hostname, certificateId, former }];
    });
    const names = someOf(moves.map(({ hostname }) => hostname));
    if (moves.length === 0) {
        const state = mode === 'off' ? 'already switched off' : 'already without a certificate of their own';
        return { kind: 'idle', sentence: `All these hostnames are ${state}.` };
    }
    return {
        kind: 'hostnames',
        mode,
        moves,
        sentence: mode === 'off'
            ? `No client certificate is sent for ${names}, even if the zone level is on.`
            : `${names} ${moves.length === 1 ? 'has no certificate of its own' : 'have no certificate of their own'} any more; the zone level, which is ${look.switchOn ? 'on' : 'off'}, applies again${decide_shown(look.afterwards)}.`,
    };
}
function decide_shown(afterwards) {
    switch (afterwards.kind) {
        case 'zone':
            return afterwards.id === undefined ? '' : `, with its certificate ${afterwards.id}`;
        case 'shared':
            return ", and Cloudflare's shared certificate is shown";
        case 'nothing':
            return ', and no client certificate is sent';
    }
}

;// CONCATENATED MODULE: ./lib/probe/without-certificate.js



async function checkWithoutCertificate(dial, address, settings, stop) {
    return judgeOpenness(await dial(dialRequest(address, settings, stop)));
}
function judgeOpenness(answer) {
    if (answer.kind === 'tls-refused')
        return without_certificate_closed(undefined, 'ended the TLS connection');
    if (answer.kind !== 'http') {
        const { sentence } = judgeOrigin(answer, undefined);
        return { kind: 'unknown', status: undefined, sentence };
    }
    const { status, body } = answer;
    if (certificatePage(status, body) !== undefined)
        return without_certificate_closed(status, `answered ${status} with the page that asks for a client certificate`);
    if ([400, 401, 403].includes(status))
        return without_certificate_closed(status, `answered ${status}: it was refused`);
    if (status === 421 || status >= 500) {
        const sentence = `Without a client certificate, the origin answered ${status}, which says nothing.`;
        return { kind: 'unknown', status, sentence };
    }
    return { kind: 'open', status, sentence: `Without a client certificate, the origin answered ${status}.` };
}
function opennessEvidence(at, address, seen) {
    return {
        at,
        when: 'before',
        via: 'origin',
        to: `${address.host}:${address.port}`,
        verdict: { open: 'pass', closed: 'fail', unknown: 'inconclusive' }[seen.kind],
        status: seen.status,
        served: undefined,
        sentence: seen.sentence,
    };
}
function without_certificate_closed(status, did) {
    return { kind: 'closed', status, sentence: `Without a client certificate, the origin ${did}.` };
}

;// CONCATENATED MODULE: ./lib/operations/zones.js
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

;// CONCATENATED MODULE: ./lib/operations/disable/look.js









const ORIGINS_AT_ONCE = 16;
async function look_look(request, world, journal) {
    const zone = await resolveZone(world.api, request.zone);
    const probed = request.probes.urls.map((url) => new URL(url).hostname);
    const named = request.what.kind === 'hostnames' ? request.what.hostnames : [];
    const hostnames = [...new Set([...named, ...probed])];
    const [switchOn, below, associations, baselines, origins] = await Promise.all([
        getZoneSwitch(world.api, zone.id),
        lookBelow(request, zone, world),
        lookAtAssociations(world, zone, hostnames, new Set(named)),
        Promise.all(request.probes.urls.map((url) => look_baselineOf(url, request, world, journal))),
        inParallel(request.origin.addresses, ORIGINS_AT_ONCE, (address) => opennessOf(address, request, world, journal)),
    ]);
    const live = switchOn ? below.certificates.filter(isLive) : [];
    const afterwards = live.length > 0 ? { kind: 'zone', id: zoneCertificate(live)?.id } : { kind: below.otherwise };
    return { zone, switchOn, associations, afterwards, baselines, origins };
}
async function lookAtAssociations({ api }, zone, hostnames, named) {
    const [tied, listed] = await Promise.all([
        observeAssociations(api, zone.id, hostnames),
        named.size === 0 ? [] : observeCertificates(api, zone.id, 'hostname'),
    ]);
    const isNamed = ({ hostname }) => named.has(hostname);
    return (await withTheirCertificates(api, zone.id, tied, listed, isNamed)).associations;
}
async function lookBelow({ what }, zone, { api }) {
    if (what.kind === 'hostnames' && what.mode === 'off')
        return { certificates: [], otherwise: 'nothing' };
    const [certificates, shared] = await Promise.all([
        what.kind === 'zone' ? [] : observeCertificates(api, zone.id, 'zone'),
        getSharedCertificateSwitch(api, zone.id),
    ]);
    const on = shared.kind === 'known' && shared.value === 'on';
    return { certificates, otherwise: on ? 'shared' : 'nothing' };
}
async function look_baselineOf(url, { probes }, world, journal) {
    const { baseline, evidence } = await takeBaseline(world.probes, url, probes);
    journal.evidence([evidence]);
    return { url, baseline };
}
async function opennessOf(address, { origin }, world, journal) {
    const openness = await checkWithoutCertificate(world.dial, address, origin, world.stop);
    const named = `${address.hostname}@${address.host}:${address.port}`;
    journal.evidence([{ ...opennessEvidence(world.probes.clock.wall(), address, openness), to: named }]);
    return { address: named, openness };
}

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
    return new errors/* ActionError */.l('CANCELLED', {
        happened: sentence('The run was cancelled, so no further call was made.', last),
        remedy: 'Run again: it carries on from what Cloudflare has.',
    }, { cause: last });
}
function timedOut(last) {
    return new errors/* ActionError */.l('TIMED_OUT', {
        happened: sentence("The run's time (`timeout`) is over, so no further call was made.", last),
        remedy: 'Run again, with a longer `timeout` if this happens often: it carries on from what Cloudflare has.',
    }, { cause: last });
}
function limitOutlastsRun(wait, at) {
    const moment = at < 8.64e15 && wait < 86_400_000 ? `at ${new Date(at).toISOString()}` : 'in more than a day';
    return `Calls are possible again ${moment}, which is after this run must end (\`timeout\`): run again then.`;
}
function retries_seconds(ms) {
    return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.ceil(ms / 1000)} s`;
}
function sentence(first, last) {
    return last === undefined ? first : `${first} Before that: ${last.happened}`;
}

;// CONCATENATED MODULE: ./lib/cloudflare/attempt.js



const LONG_WAIT = 10_000;
const ATTEMPT_MS = 30_000;
const AFTER_CANCEL_MS = 4_000;
const attempt_MOST_BYTES = 1024 * 1024;
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
            throw limited(state, wait);
        tell(world, state, now, wait);
        await world.sleep(Math.ceil(Math.min(wait, left)), AbortSignal.any([world.stop, state.budget.changed()]));
    }
}
function tell(world, state, now, wait) {
    if (wait < 1000 || now + wait <= state.toldUntil + 1000)
        return;
    state.toldUntil = now + wait;
    world.say(`The rate limit of Cloudflare's API leaves no room for more calls: going on in ${retries_seconds(wait)}.`);
}
function limited(state, wait) {
    return new errors/* ActionError */.l('API_RATE_LIMITED', {
        happened: "The rate limit of Cloudflare's API (1200 calls in 5 minutes for a user) leaves no room for more calls.",
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
        const endpoint = endpointOf(request);
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
            maxBytes: request.long === true ? MOST_BYTES_OF_A_LIST : attempt_MOST_BYTES,
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
    const path = pathOf(request.template, request.values);
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

;// CONCATENATED MODULE: ./lib/rotation/roll-back/overtime.js




const OVERTIME = 10 * 60_000;
const ONE_CALL = 5_000;
function openOvertime(world, say) {
    const { clock, stop } = world;
    const began = clock.monotonic();
    const deadline = () => began + OVERTIME;
    const patience = abortAfterCancel(stop, ONE_CALL, world.sleep);
    const api = world.api.withStop(stop, deadline);
    const last = world.api.withStop(patience.signal, deadline);
    const overtime = { ...world, api, deadline, probes: { ...world.probes, deadline } };
    let sent = 'nothing';
    const write = async (request) => {
        const outcome = await whileThereIsTime(overtime, say, request, () => insist(api, last, stop, request));
        if (outcome.kind !== 'refused')
            sent = outcome.kind === 'applied' ? 'applied' : 'perhaps';
        return outcome;
    };
    return {
        world: overtime,
        insisting: { ...overtime, api: { ...api, write } },
        sent: () => sent,
        began,
        close: patience.close,
    };
}
async function whileThereIsTime({ clock, deadline, sleep, stop }, say, request, send) {
    for (let wait = FIRST_PAUSE;; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
        const [result, error] = await settled(send);
        const isOver = stop.aborted || clock.monotonic() + wait >= deadline();
        if (isOver || error === undefined || meaningOf(error) !== 'other')
            return result();
        say(`The call that restores what was in force is made again. ${error.happened}`);
        await sleep(wait, stop);
        await request.beforeAgain?.();
    }
}
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;
async function settled(send) {
    try {
        const outcome = await send();
        return [() => outcome, outcome.kind === 'refused' ? outcome.error : undefined];
    }
    catch (error) {
        const result = () => {
            throw error;
        };
        return [result, error instanceof errors/* ActionError */.l && isUnread(error) ? error : undefined];
    }
}
async function insist(api, last, stop, request) {
    let before;
    try {
        before = await api.write(request);
        if (before.kind !== 'ambiguous' || !stop.aborted)
            return before;
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.l) || !stop.aborted)
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
function unsettled(error) {
    return new errors/* ActionError */.l('CANCELLED', {
        happened: 'The call that restores what was in force was sent and its answer was lost; the run was cancelled before it could be read.',
        remedy: 'Check what Cloudflare shows for the zone, then run again.',
    }, { cause: error });
}

;// CONCATENATED MODULE: ./lib/operations/disable/restore.js




const TIMES = 3;
const SHOWS_WITHIN = 45_000;
async function restore(steps, doing) {
    const overtime = openOvertime(doing.world, doing.say);
    try {
        await untilBack(steps, doing, overtime);
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.l) || error.code !== 'CANCELLED')
            throw error;
        if (overtime.sent() === 'perhaps')
            throw unsettled(error);
        if (overtime.sent() === 'nothing')
            throw error;
    }
    finally {
        overtime.close();
    }
    return overtime.world;
}
async function untilBack(steps, doing, { insisting, world }) {
    const wait = (one) => waitFor(world, { ...one, refusals: 'no-news' });
    for (let time = 1;; time += 1) {
        const atMost = time < TIMES ? Math.min(SHOWS_WITHIN, doing.atMost) : doing.atMost;
        const doubt = await carryOut(steps, 'back', { ...doing, world: insisting, atMost, wait });
        if (doubt === undefined)
            return;
        if (time === TIMES)
            throw doubt;
        doing.say('what was there before does not show again; bringing it back once more');
    }
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
const streak_FAULTS = 6;
const FAULTS_SPAN = 8_000;
function isBadNews(streak, baseline) {
    if (baseline?.kind === 'lacks-certificate')
        return false;
    const { count, since } = streak.faults;
    return (streak.definiteRefusals >= DEFINITE_REFUSALS ||
        (count >= streak_FAULTS && streak.lastAskedAt - since >= FAULTS_SPAN));
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

;// CONCATENATED MODULE: ./lib/probe/pace.js

const pace_PAUSE = 1_000;
const SHORTEST_PAUSE = 50;
const GRACE_STEP = { shortest: 5_000, longest: 30_000 };
function nextProbe(streak, pace, random) {
    const { lastAskedAt: asked, lastPassAt } = streak;
    const { until } = pace;
    if (!isVerified(streak, pace.successes)) {
        const pause = Math.min(pace_PAUSE, pace.timeout / (3 * pace.successes));
        return asked + Math.max(SHORTEST_PAUSE, pause * (0.75 + random() / 2));
    }
    if (until === undefined || lastPassAt >= until)
        return Infinity;
    const step = Math.min(Math.max((until - streak.waitingSince) / pace.successes, GRACE_STEP.shortest), GRACE_STEP.longest);
    const left = until - asked;
    return left < 1.5 * step ? Math.max(until, asked + SHORTEST_PAUSE) : asked + step;
}
function pace_isDone(streak, { successes, until }) {
    if (!isVerified(streak, successes))
        return false;
    return until === undefined || streak.lastPassAt >= until;
}
function isGivenUp(streak, { successes, timeout }, now) {
    return !isVerified(streak, successes) && now - streak.waitingSince >= timeout;
}

;// CONCATENATED MODULE: ./lib/probe/conclusion.js



function conclusion_conclude(watched, pace, moment) {
    if (watched.length === 0)
        return { kind: 'inconclusive', sentence: 'No probe was made, so nothing was verified.' };
    const givenUp = watched.filter(({ streak }) => isGivenUp(streak, pace, moment.now));
    const bad = watched.find(({ streak, baseline }) => !pace.patient && isBadNews(streak, baseline)) ??
        givenUp.find(({ streak }) => endsBadly(streak));
    if (bad !== undefined)
        return badNews(bad);
    const done = watched.filter(({ streak }) => pace_isDone(streak, pace));
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
    const passed = `${watched.length === 1 ? 'the probe' : `each of ${watched.length} probes`} passed`;
    const often = successes === 1 ? '' : ` ${successes} times in a row`;
    const last = until === undefined ? '' : ', the last time at the end of the wait for lagging edges';
    const worth = proven
        ? 'and the origin named the expected certificate'
        : 'which proves the certificate as far as the origin enforces one';
    return {
        kind: 'verified',
        proven,
        sentence: `Seen from the runner's edge, ${passed}${often}${last}, ${worth}.`,
    };
}
function badNews({ url, streak }) {
    const failure = streak.lastFailure;
    return {
        kind: 'bad-news',
        url,
        certificateFault: failure?.certificateFault === true,
        sentence: `${withoutQuery(url)} fails. ${failure?.sentence ?? ''}`,
    };
}
function inconclusive({ url, streak }, { timeout }) {
    const seconds = Math.round(timeout / 1000);
    const last = streak.last === undefined ? '' : ` ${streak.last.sentence}`;
    return {
        kind: 'inconclusive',
        servedOther: streak.last?.verdict === 'inconclusive' && streak.last.servedSuccessor === false,
        sentence: `${withoutQuery(url)} was not verified within ${seconds} s.${last}`,
    };
}
function interrupted(watched, by) {
    const failing = watched.find(({ streak, baseline }) => isFailing(streak, baseline));
    const why = by === 'stop' ? 'The run was cancelled' : 'The run was out of time';
    const so = failing === undefined ? '' : ` ${badNews(failing).sentence}`;
    return {
        kind: 'interrupted',
        by,
        failing: failing !== undefined,
        sentence: `${why} before the probes were done.${so}`,
    };
}

;// CONCATENATED MODULE: ./lib/probe/ledger.js
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
        const end = conclusion_conclude(watched, pace, { now, stopped: world.stop.aborted, deadline: world.deadline() });
        if (end !== undefined)
            return { ...end, evidence: evidenceOf(watched) };
        const open = new Set(watched.filter(({ streak }) => !pace_isDone(streak, pace) && !isGivenUp(streak, pace, now)));
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
    inconclusive: 'this shows nothing of the certificate',
    skipped: 'it could not be asked',
};
function expectedAt(url, { expected, settings }) {
    if (settings.echoHeader === undefined)
        return undefined;
    return typeof expected === 'function' ? expected(url) : expected;
}
function evidenceOf(watched) {
    return watched.flatMap(({ rows }) => rows).toSorted((one, other) => one.at - other.at);
}

;// CONCATENATED MODULE: ./lib/operations/disable/verify.js





async function verify(watching) {
    const { request, world, journal } = watching;
    if (request.probes.urls.length === 0)
        return;
    const until = world.clock.monotonic() + PROPAGATION;
    const seen = await probe(watching, 'after', until < world.deadline() ? until : undefined);
    journal.evidence(seen.evidence);
    switch (seen.kind) {
        case 'verified':
            return;
        case 'inconclusive':
            return journal.warn({ reason: 'NOT_VERIFIED', sentence: seen.sentence });
        case 'bad-news':
            throw verify_badNews(seen.sentence);
        case 'interrupted':
            if (seen.failing)
                throw verify_badNews(seen.sentence);
            if (seen.by === 'stop')
                assertRunning(world);
            throw new errors/* ActionError */.l('TIMED_OUT', {
                happened: 'The time given by `timeout` ran out before the probes were done.',
                remedy: 'Look at the site: another run would find it already switched off, and probe nothing.',
            });
    }
}
async function badNewsOf(watching, until, over) {
    const { request, world, journal } = watching;
    if (request.probes.urls.length === 0)
        return undefined;
    journal.say('Cloudflare cannot be asked for the moment; the probes go on');
    const probes = { ...world.probes, stop: AbortSignal.any([world.stop, over]) };
    const seen = await probe({ ...watching, world: { ...world, probes } }, 'after', until);
    journal.evidence(seen.evidence);
    const bad = seen.kind === 'bad-news' || (seen.kind === 'interrupted' && seen.failing && !over.aborted);
    return bad ? verify_badNews(seen.sentence) : undefined;
}
async function verifyRestored(watching) {
    const seen = await probe(watching, 'after-rollback', undefined);
    watching.journal.evidence(seen.evidence);
    return seen.sentence;
}
function probe({ request, look, world, journal }, when, until) {
    return verifyThroughEdge({ ...world.probes, say: journal.say }, {
        urls: request.probes.urls,
        baselines: new Map(look.baselines.map(({ url, baseline }) => [url, baseline])),
        expected: undefined,
        settings: request.probes,
        when,
        until,
    });
}
function verify_badNews(sentence) {
    return new BadNews('VERIFICATION_FAILED', {
        happened: `After switching off, visitors were refused. ${sentence}`,
        remedy: 'Let the origin accept visitors without a client certificate, then run again.',
    });
}

;// CONCATENATED MODULE: ./lib/operations/disable/disable.js












async function disable(request, world, options) {
    const { zone, what } = request;
    const journal = createJournal({
        now: () => world.api.serverNow(),
        monotonic: () => world.clock.monotonic(),
        log: plainLog(world.say, zone),
    });
    const mode = what.kind === 'zone' ? 'zone' : what.mode;
    let hostnames = what.kind === 'zone' ? [] : what.hostnames;
    const end = (ending) => ({
        zone,
        mode,
        hostnames,
        evidence: journal.seen(),
        warnings: journal.warnings(),
        ...ending,
    });
    try {
        const seen = await look_look(request, world, journal);
        const plan = decide_decide(request, seen);
        plan.warnings.forEach(journal.warn);
        if (plan.kind === 'hostnames')
            hostnames = plan.moves.map(({ hostname }) => hostname);
        return end(await follow(plan, { request, look: seen, world, journal }, options.dryRun));
    }
    catch (error) {
        return end(disable_stopped((0,errors/* asActionError */.z)(error), false));
    }
}
async function follow(plan, scene, dryRun) {
    switch (plan.kind) {
        case 'refused': {
            const { happened, remedy } = plan.text;
            const inForce = 'Nothing was changed.';
            const failure = { code: 'PLAN_REFUSED', happened, inForce, remedy, details: [] };
            return { outcome: 'failed', changed: false, reason: plan.reason, sentence: happened, failure };
        }
        case 'idle':
            return disable_ended('unchanged', 'ALREADY_OFF', plan.sentence, false);
        case 'zone':
        case 'hostnames':
            return dryRun
                ? disable_ended('planned', 'TO_DISABLE', `To be done: ${plan.sentence}`, false)
                : await switchOff(plan, scene);
    }
}
async function switchOff(plan, scene) {
    const { request, look: seen, world, journal } = scene;
    let wrote = false;
    const doing = {
        world,
        zone: seen.zone,
        atMost: request.activationTimeout,
        say: journal.say,
        wrote: (perhaps) => {
            wrote = perhaps;
        },
        wait: (wait) => watchOver(siteOf(scene), wait),
    };
    try {
        assertRunning(world);
        const doubt = await carryOut(plan, 'off', doing);
        if (doubt === undefined)
            journal.say(plan.kind === 'hostnames' && plan.mode === 'withdraw' ? 'withdrawn' : 'switched off');
        await verify(scene);
        if (doubt !== undefined)
            throw doubt;
        return disable_ended('disabled', 'DISABLED', plan.sentence, true);
    }
    catch (error) {
        const cause = (0,errors/* asActionError */.z)(error);
        if (cause instanceof BadNews)
            return await goBack(plan, scene, doing, cause);
        return disable_stopped(cause, wrote);
    }
}
function siteOf(scene) {
    return {
        world: scene.world,
        longest: PROPAGATION,
        untouched: 'Look at the site.',
        badNews: (until, over) => badNewsOf(scene, until, over),
    };
}
async function goBack(plan, scene, doing, cause) {
    scene.journal.news('going back to what was there before');
    try {
        const world = await restore(plan, doing);
        const seen = world.stop.aborted
            ? 'The call that restores the previous state was made; the run was cancelled before it was confirmed.'
            : await verifyRestored({ ...scene, world });
        const failure = failureOf(cause, `As before the run. ${seen}`);
        const sentence = 'Switching off was undone, since visitors were refused.';
        return { outcome: 'rolled-back', changed: false, reason: cause.code, sentence, failure };
    }
    catch (error) {
        const second = (0,errors/* asActionError */.z)(error);
        const failure = {
            ...failureOf(second, 'Switched off, though visitors are refused.'),
            code: 'ROLLBACK_FAILED',
            happened: `${cause.happened} Restoring the previous state failed as well. ${second.happened}`,
            remedy: 'Switch it on again in the dashboard, or let the origin accept visitors without a certificate.',
        };
        return {
            outcome: 'failed',
            changed: true,
            reason: 'ROLLBACK_FAILED',
            sentence: 'Visitors are refused, and restoring the previous state failed.',
            failure,
        };
    }
}
function disable_stopped(error, changed) {
    const inForce = changed
        ? 'The change was sent to Cloudflare and stays; it was not verified.'
        : 'Nothing was changed.';
    return {
        outcome: 'failed',
        changed,
        reason: error.code,
        sentence: changed ? 'Switched off, but not verified.' : 'Nothing was switched off.',
        failure: failureOf(error, inForce),
    };
}
function disable_ended(outcome, reason, sentence, changed) {
    return { outcome, changed, reason, sentence, failure: undefined };
}

;// CONCATENATED MODULE: ./lib/fleet/progress.js

const progress_AGAIN = { changed: 3000, same: 10_000 };
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
        return { logOf: () => plainLog(say), ended: () => undefined };
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
    const tick = () => {
        const at = now();
        const next = text();
        if (next === '' || at - said.at < (next === said.text ? progress_AGAIN.same : progress_AGAIN.changed))
            return;
        said = { text: next, at };
        say(next);
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
    };
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

;// CONCATENATED MODULE: ./lib/rotation/outcome/renewal.js



function renewalOf({ issuing, successor: { leaf } }) {
    if (issuing === undefined)
        return undefined;
    const signer = nameOfSigner(issuing.signer);
    return { signer, dueAt: isProspective(leaf) ? undefined : dueAt(leaf, issuing.rule) };
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/not-started.js


const EARLIER_FAILED = 'an earlier target of its zone failed';
function notStarted(target, why, now) {
    const { name, zone, level, hostnames, successor } = target;
    return {
        name,
        zone: { asked: zone, id: undefined, name: undefined },
        level,
        hostnames,
        outcome: 'not-started',
        changed: false,
        reason: 'NOT_STARTED',
        sentence: `Not started, since ${why}.`,
        firstSetUp: false,
        successor: factsOfLeaf(undefined, successor.leaf, now),
        inForce: undefined,
        before: [],
        predecessors: [],
        spared: [],
        phases: [],
        evidence: [],
        warnings: [],
        renewal: renewalOf(target),
        failure: undefined,
    };
}

;// CONCATENATED MODULE: ./lib/rotation/plan/presented.js

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





async function verify_verify(context, hostnames, until) {
    const { observation, world, journal } = context;
    const urls = urlsToProbe(context).filter((url) => hostnames === undefined || hostnames.has(new URL(url).hostname));
    if (urls.length === 0)
        return { passed: true, proven: false, sentence: 'nothing to probe' };
    const shown = await verify_probe(context, urls, until);
    journal.evidence(shown.evidence);
    switch (shown.kind) {
        case 'verified':
            return { passed: true, proven: shown.proven, sentence: shown.sentence };
        case 'inconclusive':
            if (shown.servedOther === true && observation.level === 'zone')
                throw otherServed(shown.sentence);
            journal.warn({ reason: 'NOT_VERIFIED', sentence: shown.sentence });
            return { passed: false, proven: false, sentence: shown.sentence };
        case 'bad-news':
            throw apply_verify_badNews(observation.level, shown.sentence);
        case 'interrupted':
            if (shown.failing)
                throw apply_verify_badNews(observation.level, shown.sentence);
            if (shown.by === 'stop')
                assertRunning(world);
            throw new errors/* ActionError */.l('TIMED_OUT', {
                happened: 'The time given by `timeout` ran out before the probes were done.',
                remedy: 'Run again: the next run continues from here, and probes again before it deletes anything.',
            });
    }
}
async function verify_badNewsOf(context, until, over) {
    const { ledger, observation, world, journal } = context;
    const moved = new Set(ledger.moved.map(({ hostname }) => hostname));
    const urls = urlsToProbe(context).filter((url) => observation.level === 'zone' || moved.has(new URL(url).hostname));
    if (urls.length === 0)
        return undefined;
    journal.say('Cloudflare cannot be asked for the moment; the probes go on');
    const probes = { ...world.probes, stop: AbortSignal.any([world.stop, over]) };
    const shown = await verify_probe({ ...context, world: { ...world, probes } }, urls, until);
    journal.evidence(shown.evidence);
    const bad = shown.kind === 'bad-news' || (shown.kind === 'interrupted' && shown.failing && !over.aborted);
    return bad ? apply_verify_badNews(observation.level, shown.sentence) : undefined;
}
function urlsToProbe({ ledger, observation, plan, target }) {
    return target.policy.probes.urls.filter((url) => isPresentedFor(new URL(url).hostname, observation, plan, ledger.successor));
}
function verify_probe(context, urls, until) {
    const { target, observation, world } = context;
    const baselines = new Map(observation.baselines.map(({ url, baseline }) => [url, baseline]));
    const settings = target.policy.probes;
    const said = { ...world.probes, say: context.journal.say };
    const expected = target.successor.leaf;
    return verifyThroughEdge(said, { urls, baselines, expected, settings, when: 'after', until });
}
function otherServed(sentence) {
    return new errors/* ActionError */.l('VERIFICATION_FAILED', {
        happened: `Visitors get through, but with a different certificate than the new one. ${sentence}`,
        remedy: 'Nothing was deleted. Run again in a few minutes. If it stays so, Cloudflare takes another certificate of the zone for the one deployed last: issue a fresh certificate, put it into the secret, and run again.',
    });
}
function apply_verify_badNews(level, sentence) {
    const fresh = level === 'zone'
        ? ' Issue a fresh certificate for it (a new one for the same key will do): Cloudflare may not use one again that was taken back.'
        : '';
    return new BadNews('VERIFICATION_FAILED', {
        happened: `After the change, visitors were refused. ${sentence}`,
        remedy: `Make the origin trust the new certificate, then run again.${fresh}`,
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/watch.js





async function watchFor(context, wait) {
    const { ledger, world } = context;
    if (ledger.cutOverAt === undefined)
        return await waitFor(world, wait);
    const badNews = (until, over) => verify_badNewsOf(context, until, over);
    const untouched = 'Nothing was deleted.';
    return await watchOver({ world, longest: longestWatch(context), untouched, badNews }, wait);
}
async function readWatched(context, what, read) {
    const { journal, target } = context;
    const value = await watchFor(context, {
        what,
        atMost: target.policy.activationTimeout,
        say: journal.say,
        look: async () => ({ done: true, value: { read: await read() } }),
    });
    if (value !== undefined)
        return value.read;
    throw new errors/* ActionError */.l('API_UNREACHABLE', {
        happened: `Waited in vain for ${what}.`,
        remedy: 'Nothing was deleted. Run again: the next run continues from what is there.',
    });
}
function longestWatch(context) {
    const probed = urlsToProbe(context).length > 0;
    return PROPAGATION + (probed ? context.target.policy.gracePeriod : 0);
}

;// CONCATENATED MODULE: ./lib/rotation/apply/associate.js









async function associate(context, successorId, moves) {
    const { ledger, world } = context;
    let doubt;
    ledger.cutOverAt ??= world.clock.monotonic();
    const unsent = moves.filter((move) => !move.pointed);
    if (unsent.length > 0) {
        const before = ledger.moved;
        ledger.moved = [...ledger.moved, ...unsent];
        ledger.asked = [...ledger.asked, ...unsent];
        ledger.wrote = true;
        const outcome = await sent(context, successorId, unsent);
        if (outcome.kind !== 'refused')
            context.siblings.done('move');
        if (outcome.kind === 'refused') {
            const applied = await appliedInPart(context, successorId, unsent, outcome.error);
            ledger.moved = [...before, ...applied];
            if (outcome.error.code === 'API_REFUSED' && before.length === 0)
                throw associate_refused(outcome.error);
            throw outcome.error;
        }
        ledger.unseen = new Set([...ledger.unseen, ...unsent.map(({ hostname }) => hostname)]);
        if (outcome.kind === 'ambiguous') {
            doubt = outcome.error;
            context.journal.say('the answer to the association was lost; reading whether it was applied');
        }
    }
    await untilInPlace(context, successorId, moves, doubt);
}
async function sent({ ledger, observation, world }, successorId, moves) {
    const requests = moves.map((move) => request(move, successorId));
    try {
        return mistrusted(await putAssociations(world.api, observation.zone.id, requests));
    }
    catch (error) {
        ledger.moved = ledger.moved.filter((move) => !moves.includes(move));
        ledger.asked = ledger.asked.filter((move) => !moves.includes(move));
        throw error;
    }
}
async function appliedInPart({ ledger, observation, world }, successorId, moves, error) {
    if (moves.length === 1 || error.code !== 'API_REFUSED')
        return [];
    const hostnames = moves.map((move) => move.hostname);
    try {
        const rows = await observeOneByOne(world.api, observation.zone.id, hostnames);
        const there = new Set(rows.filter((row) => row.certificateId === successorId).map(({ hostname }) => hostname));
        return moves.filter(({ hostname }) => there.has(hostname));
    }
    catch (failure) {
        if (!(failure instanceof errors/* ActionError */.l))
            throw failure;
        ledger.unseen = new Set([...ledger.unseen, ...hostnames]);
        return moves;
    }
}
function associate_refused(error) {
    const { happened, remedy } = error;
    return new BadNews('API_REFUSED', { happened, remedy }, { cause: error });
}
function request(move, certificateId) {
    return { hostname: move.hostname, certificateId, enabled: move.enabled };
}
const associate_SETTLE = 150_000;
async function untilInPlace(context, successorId, moves, doubt) {
    const { target, world, journal, ledger } = context;
    const hostnames = moves.map((move) => move.hostname);
    const began = world.clock.monotonic();
    const done = await watchFor(context, {
        what: hostnames.length === 1 ? `${hostnames.join('')} to use it` : `${hostnames.length} hostnames to use it`,
        atMost: target.policy.activationTimeout,
        say: journal.say,
        justSent: moves.some((move) => !move.pointed) ? 'association' : undefined,
        look: async () => {
            const associations = await lookAtRows(context, hostnames);
            const there = new Set(observation_usersOf(associations, successorId));
            ledger.unseen = new Set([...ledger.unseen].filter((hostname) => !there.has(hostname)));
            const lost = there.size === 0 && world.clock.monotonic() - began > associate_SETTLE;
            if (doubt !== undefined && lost)
                return { done: true, value: false };
            return lookAt(associations, moves, successorId);
        },
    });
    if (done === true)
        return;
    if (done === false && doubt !== undefined)
        throw doubt;
    throw new errors/* ActionError */.l('ACTIVATION_TIMED_OUT', {
        happened: 'Not all hostnames were using the new certificate within `activation-timeout`.',
        remedy: 'Nothing was deleted. Run again: the next run continues with the remaining hostnames.',
    });
}
function lookAt(associations, moves, successorId) {
    const waiting = moves.filter(({ hostname, enabled }) => !isInPlace(associations, hostname, successorId, enabled));
    for (const { hostname } of waiting) {
        const row = associationOf(associations, hostname);
        if (row?.certificateId === successorId && row.status === 'deployment_timed_out') {
            throw new BadNews('ACTIVATION_FAILED', {
                happened: `The association of ${hostname} ended as \`deployment_timed_out\`: Cloudflare gave up deploying it.`,
                remedy: 'Run again; if it happens twice, ask Cloudflare support and name the hostname.',
            });
        }
    }
    if (waiting.length === 0)
        return { done: true, value: true };
    return { done: false, status: `${moves.length - waiting.length} of ${moves.length} in force` };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/switch-on.js





const switch_on_SETTLE = 90_000;
async function switchOn(context) {
    const { journal, ledger, observation, world } = context;
    assertRunning(world);
    ledger.switchedOn = true;
    ledger.cutOverAt = world.clock.monotonic();
    ledger.wrote = true;
    const outcome = await switch_on_sent(context);
    if (outcome.kind === 'refused') {
        ledger.switchedOn = false;
        throw outcome.error;
    }
    ledger.switchUnsettled = true;
    if (outcome.kind === 'ambiguous')
        journal.say('the answer to switching on was lost; reading whether it was applied');
    const on = await watchFor(context, {
        what: 'origin pulls of the zone to be on',
        atMost: switch_on_SETTLE,
        say: journal.say,
        look: async () => (await getZoneSwitch(world.api, observation.zone.id))
            ? { done: true, value: true }
            : { done: false, status: 'off' },
    });
    if (on !== true)
        throw outcome.kind === 'ambiguous' ? outcome.error : notOn();
    ledger.switchUnsettled = false;
}
function notOn() {
    return new errors/* ActionError */.l('ACTIVATION_TIMED_OUT', {
        happened: 'Cloudflare accepted the call that switches origin pulls on for the zone, but still shows them as off.',
        remedy: 'Nothing was deleted. Check the switch in the dashboard, then run again.',
    });
}
async function switch_on_sent({ ledger, observation, world }) {
    try {
        return mistrusted(await setZoneSwitch(world.api, observation.zone.id, true));
    }
    catch (error) {
        ledger.switchedOn = false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/cut-over.js






const BATCH = 25;
async function cutOver(context, active) {
    const { plan, journal } = context;
    if (plan.switchOn)
        await journal.phase('switch-on', () => switchOn(context), () => 'origin pulls of the zone are on');
    const stages = stagesOf(context, active.id);
    for (const [index, { name, moves, proves }] of stages.entries()) {
        if (moves.length > 0)
            await journal.phase(name, () => associate(context, active.id, moves), () => `${names(moves)} ${moves.length === 1 ? 'uses' : 'use'} ${active.id}`);
        if (proves.size > 0 && index < stages.length - 1)
            await prove(context, proves);
    }
    return plan.switchOn || plan.moves.length > 0;
}
function stagesOf({ observation, plan, target }, successorId) {
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
    const there = observation.level === 'hostname'
        ? observation.hostnames.filter((hostname) => associationOf(observation.associations, hostname)?.certificateId === successorId &&
            moves.every((move) => move.hostname !== hostname))
        : [];
    return [{ name: 'canary', moves: first, proves: proving([canary, ...there]) }, ...batches];
}
async function prove(context, hostnames) {
    const verified = await context.journal.phase('probe', () => verify_verify(context, hostnames, edgesFollowBy(context)), ({ sentence }) => sentence);
    if (verified.passed)
        return;
    throw new errors/* ActionError */.l('VERIFICATION_FAILED', {
        happened: `It could not be seen whether visitors get through with the new certificate, so no further hostname was moved. ${verified.sentence}`,
        remedy: 'Nothing was undone or deleted. Run again: the next run probes again before it moves the others. If this keeps happening, choose a probe URL that the origin itself answers.',
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

;// CONCATENATED MODULE: ./lib/rotation/plan/grace.js

function graceLeft(ages, grace, activationTimeout) {
    const known = ages.witnessed ?? ages.seen;
    const deployed = (ages.remembered ?? 0) - Math.max(activationTimeout, ACTIVE_WITHIN);
    const inForce = ages.witnessed ?? Math.max(ages.seen, deployed);
    return Math.max(grace - inForce, Math.min(grace, PROPAGATION) - known);
}

;// CONCATENATED MODULE: ./lib/rotation/apply/grace-watch.js




function openGrace(context, successor, moments) {
    const { journal, observation, world, siblings } = context;
    const left = () => {
        const now = { monotonic: world.clock.monotonic(), server: world.api.serverNow() };
        return observation.level === 'hostname'
            ? siblings.rows.graceLeft(observation.hostnames, now)
            : zoneLeft(context, successor, moments);
    };
    const rest = async () => {
        for (let wait = left(); wait > 0; wait = left()) {
            assertRunning(world);
            journal.say(`grace: ${seconds(wait)} until the predecessor may go`);
            await pause(world, Math.min(Math.max(wait, 1), HEARTBEAT));
        }
        assertRunning(world);
    };
    return { left, rest };
}
function zoneLeft({ plan, target, world }, { uploadedOn }, { seenAt, witnessedAt }) {
    const known = !plan.switchOn && uploadedOn !== undefined;
    const now = world.clock.monotonic();
    const ages = {
        remembered: known ? world.api.serverNow() - uploadedOn - IMPRECISION : undefined,
        witnessed: witnessedAt === undefined ? undefined : now - witnessedAt,
        seen: now - seenAt,
    };
    return graceLeft(ages, target.policy.gracePeriod, target.policy.activationTimeout);
}

;// CONCATENATED MODULE: ./lib/rotation/apply/context.js
function context_nameOf(context, id) {
    return `${context.target.level} certificate ${id}`;
}

;// CONCATENATED MODULE: ./lib/rotation/apply/activation.js









const REVIVAL = 60_000;
async function untilActive(context, successor) {
    const { target, observation, world, journal, ledger } = context;
    const { activationTimeout } = target.policy;
    const began = world.clock.monotonic();
    let unborn = ledger.uploaded === successor.id;
    const active = await watchFor(context, {
        what: `${context_nameOf(context, successor.id)} to become active`,
        atMost: activationTimeout,
        say: journal.say,
        justSent: ledger.uploaded === successor.id ? 'activation' : undefined,
        look: async () => {
            const read = await getCertificate(world.api, observation.zone.id, target.level, successor.id);
            if (unborn && read?.status === 'deleted')
                return { done: true, value: 'died' };
            if (unborn && read?.status === 'pending_deletion' && world.clock.monotonic() - began < REVIVAL)
                return { done: false, status: read.rawStatus };
            unborn &&= read === undefined;
            if (read !== undefined)
                return activation_lookAt(context, { ...observed(read), leaf: successor.leaf });
            if (world.clock.monotonic() - began < MAY_BE_MISSING)
                return { done: false, status: 'not readable yet' };
            throw vanished(context, successor.id, 'can no longer be found');
        },
    });
    if (active !== undefined)
        return active;
    throw new errors/* ActionError */.l('ACTIVATION_TIMED_OUT', {
        happened: `${context_nameOf(context, successor.id)} did not become active within \`activation-timeout\`.`,
        remedy: 'Nothing was deleted. Run again: the next run continues with this certificate.',
    });
}
async function untilOthersSettle(context) {
    const { target, observation, world, journal } = context;
    if (observation.level !== 'zone')
        return;
    const began = world.clock.monotonic();
    for (const other of observation.certificates.filter(({ status }) => isDeploying(status))) {
        const settled = await waitFor(world, {
            what: `${context_nameOf(context, other.id)}, which somebody else uploaded, to be deployed`,
            atMost: target.policy.activationTimeout,
            say: journal.say,
            look: async () => {
                const read = await getCertificate(world.api, observation.zone.id, target.level, other.id);
                if (read === undefined && world.clock.monotonic() - began < MAY_BE_MISSING)
                    return { done: false, status: 'not readable yet' };
                return read !== undefined && isDeploying(read.status)
                    ? { done: false, status: read.rawStatus }
                    : { done: true, value: true };
            },
        });
        if (settled === true)
            continue;
        throw new errors/* ActionError */.l('ACTIVATION_TIMED_OUT', {
            happened: `${context_nameOf(context, other.id)}, which somebody else uploaded, is still being deployed, so it is not clear which of the two Cloudflare would use.`,
            remedy: 'Nothing was uploaded. Run again once that certificate is active or gone.',
        });
    }
}
const GAVE_UP = {
    deployment_timed_out: 'Cloudflare gave up deploying it.',
    deletion_timed_out: 'Cloudflare gave up deleting its former copy, and did not bring it back.',
};
function activation_lookAt(context, certificate) {
    switch (certificate.status) {
        case 'active':
            return { done: true, value: certificate };
        case 'initializing':
        case 'pending_deployment':
        case 'unknown':
            return { done: false, status: certificate.rawStatus };
        case 'deployment_timed_out':
        case 'deletion_timed_out':
            throw new BadNews('ACTIVATION_FAILED', {
                happened: `${context_nameOf(context, certificate.id)} ended as \`${certificate.status}\`: ${GAVE_UP[certificate.status]}`,
                remedy: 'Run again; if it happens twice, ask Cloudflare support and name the certificate id.',
            });
        case 'pending_deletion':
        case 'deleted':
            throw vanished(context, certificate.id, `is \`${certificate.status}\``);
    }
}
function vanished(context, id, how) {
    return new errors/* ActionError */.l('WORLD_CHANGED', {
        happened: `${context_nameOf(context, id)}, the new one, ${how}: somebody else deleted it during this run.`,
        remedy: 'Find out who else changes origin pulls of this zone, then run again.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/discard-orphan.js





async function discardOrphan(context, orphan) {
    const { journal, ledger, observation, target, world } = context;
    const look = async () => ({
        associations: await lookAtRows(context, target.hostnames),
        remove: [orphan],
        unquiet: context.siblings.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()),
    });
    const objection = (seen) => {
        const [user] = observation_usersOf(seen.associations, orphan.id);
        if (user !== undefined)
            return `${user} uses it now.`;
        if (!seen.associations.complete)
            return 'It is not known which hostnames use it.';
        return whyNotQuiet(seen.unquiet, orphan.uploadedOn);
    };
    if (orphan.status !== 'active')
        throw discard_orphan_stays(orphan.id, 'It is still being deployed.');
    const why = objection(await untilQuiet(context, look));
    if (why !== undefined)
        throw discard_orphan_stays(orphan.id, why);
    ledger.wrote = true;
    const mayBeGone = () => {
        ledger.fates.set(orphan.id, {
            fate: 'delete-unconfirmed',
            why: 'The run ended before it was confirmed.',
        });
    };
    const stillFree = async () => {
        const now = objection(await look());
        return now === undefined ? undefined : { fate: 'kept', why: now };
    };
    const fate = await journal.phase('delete', () => retire(world, observation.zone.id, target.level, orphan.id, journal.say, stillFree, undefined, mayBeGone), (done) => `${orphan.id}, which an earlier run left unused: ${done.why}`);
    ledger.fates.set(orphan.id, fate);
    if (fate.fate !== 'deleted')
        throw discard_orphan_stays(orphan.id, fate.why);
}
function discard_orphan_stays(id, why) {
    return new errors/* ActionError */.l('DELETE_FAILED', {
        happened: `${id}, which an earlier run left unused, could not be removed, so no new one was uploaded. ${why}`,
        remedy: 'Run again later, or wait for the schedule: the certificate in force is still valid for a while.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/discard.js





async function discard(context, stuck) {
    const { journal, ledger, observation, target, world } = context;
    await assertNotTheOnlyOne(context, stuck);
    ledger.wrote = true;
    const mayBeGone = () => {
        ledger.fates.set(stuck.id, { fate: 'delete-unconfirmed', why: 'The run ended before it was confirmed.' });
    };
    const { say } = journal;
    const fate = await journal.phase('delete', () => retire(world, observation.zone.id, target.level, stuck.id, say, undefined, undefined, mayBeGone), (done) => `${stuck.id}, a copy whose deployment had timed out: ${done.why}`);
    ledger.fates.set(stuck.id, fate);
    if (fate.fate === 'deleted')
        return;
    throw new errors/* ActionError */.l('DELETE_FAILED', {
        happened: `${stuck.id}, a copy of this certificate whose deployment timed out, could not be removed. ${fate.why}`,
        remedy: 'Issue a fresh certificate, store it in the secret, and run again.',
    });
}
async function assertNotTheOnlyOne({ observation, world }, stuck) {
    if (observation.level !== 'zone' || !observation.switchOn)
        return;
    for (const { id } of observation.certificates.filter((one) => one.id !== stuck.id && isLive(one))) {
        const read = await getCertificate(world.api, observation.zone.id, 'zone', id);
        if (read !== undefined && isLive(observed(read)))
            return;
    }
    throw new errors/* ActionError */.l('WORLD_CHANGED', {
        happened: `Cloudflare timed out deploying ${stuck.id}, which is this certificate, and now the only one of the zone: the other one in the list was deleted by somebody else.`,
        remedy: 'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/refused-upload.js






async function explainRefusal(context, error) {
    const { observation, target, world } = context;
    const unexplained = error instanceof ApiError && error.code === 'API_REFUSED' && !error.explained;
    if (!unexplained)
        return error;
    if (target.successor.leaf.keyKind === 'ed25519')
        return error.withExplanation(ED25519_IN_DOUBT);
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
        if (trouble instanceof errors/* ActionError */.l)
            return error;
        throw trouble;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/upload.js









const upload_SETTLE = 150_000;
const ANSWERED = 75_000;
const ADOPT = 90_000;
const TOMBSTONE = 15_000;
const upload_ATTEMPTS = 6;
async function upload(context) {
    const { target, observation, world, journal, ledger } = context;
    const { leaf, key } = target.successor;
    if (key === undefined)
        throw new errors/* ActionError */.l('WORLD_CHANGED', {
            happened: 'The certificate that an earlier run left behind no longer exists, and its key is gone.',
            remedy: 'Run again: the next run issues a new one.',
        });
    const body = { certificate: leaf.pem, privateKey: key.pem() };
    const cutsOver = observation.level === 'zone' && observation.switchOn;
    let unauthorized = false;
    for (let attempt = 1; attempt <= upload_ATTEMPTS; attempt += 1) {
        assertRunning(world);
        ledger.wrote = true;
        if (cutsOver)
            ledger.cutOverAt ??= world.clock.monotonic();
        const outcome = await uploadCertificate(world.api, observation.zone.id, target.level, body);
        if (outcome.kind === 'applied') {
            ledger.uploaded = outcome.value.id;
            ledger.uploadUnsettled = false;
            return { certificate: { ...observed(outcome.value), leaf }, found: false };
        }
        if (outcome.kind === 'ambiguous') {
            const { cause } = outcome.error;
            const refusal = cause instanceof ApiError && cause.readable && cause.status < 500 ? cause : undefined;
            if (refusal?.code === 'API_UNAUTHORIZED' && unauthorized) {
                ledger.uploadUnsettled = false;
                throw refusal;
            }
            unauthorized ||= refusal?.code === 'API_UNAUTHORIZED';
            ledger.uploadUnsettled = true;
            journal.say(`${refusal === undefined ? 'the answer to the upload was lost' : refusal.happened}; reading whether it was applied before anything is sent again`);
            const found = await upload_find(context, refusal === undefined ? upload_SETTLE : ANSWERED);
            if (found !== undefined)
                return takeOver(context, found);
            continue;
        }
        if (!hasCode(outcome.error, 1406))
            throw await explainRefusal(context, outcome.error);
        journal.say('Cloudflare says that this certificate already exists in the zone; looking for it');
        const found = await upload_find(context, attempt % 2 === 1 ? TOMBSTONE : ADOPT);
        if (found !== undefined)
            return takeOver(context, found);
    }
    throw upload_unsettled('its list does not show it.');
}
function upload_unsettled(why, cause) {
    return new errors/* ActionError */.l('UPLOAD_AMBIGUOUS', {
        happened: `It is not clear whether Cloudflare has the new certificate: uploads got no clear answer, and ${why}`,
        remedy: 'Run again in a few minutes: an upload that succeeded is then found and used.',
    }, { cause });
}
function takeOver(context, found) {
    const { ledger, observation, plan } = context;
    const known = found.id !== plan.discard?.id &&
        observation.certificates.some(({ id, status }) => id === found.id && !isTombstone(status));
    if (ledger.uploadUnsettled && !known)
        ledger.uploaded = found.id;
    else
        ledger.adopted = found.id;
    ledger.uploadUnsettled = false;
    return { certificate: found, found: true };
}
async function upload_find(context, atMost) {
    const { target, observation, world, journal } = context;
    let trouble;
    const found = await watchFor(context, {
        what: 'the uploaded certificate to show in the list',
        atMost,
        say: journal.say,
        refusals: 'no-news',
        look: async () => {
            try {
                const certificates = await observeCertificates(world.api, observation.zone.id, target.level);
                const copy = findByFingerprint(certificates, target.successor.leaf);
                trouble = undefined;
                return copy === undefined ? { done: false, status: 'not in the list' } : { done: true, value: copy };
            }
            catch (error) {
                trouble = isUnread(error) ? error : undefined;
                throw error;
            }
        },
    });
    if (found === undefined && trouble !== undefined)
        throw upload_unsettled(`its list cannot be read. ${trouble.happened}`, trouble);
    return found;
}

;// CONCATENATED MODULE: ./lib/rotation/apply/bring.js









async function bring(context) {
    const { observation, plan: decided, journal, ledger, siblings, target, world } = context;
    const seenAt = world.clock.monotonic();
    if (observation.level === 'zone' && observation.switchOn && decided.adopt !== undefined)
        ledger.cutOverAt = seenAt;
    if (decided.discard !== undefined)
        await (decided.discard.id === target.orphan?.id ? discardOrphan : discard)(context, decided.discard);
    if (decided.adopt === undefined)
        await untilOthersSettle(context);
    else
        journal.skip('upload', `already there as ${decided.adopt.id}; taken over`);
    const first = decided.adopt === undefined ? await uploaded(context) : { certificate: decided.adopt, found: false };
    ledger.successor = first.certificate.id;
    if (isTakenOver(context))
        ledger.uploaded = first.certificate.id;
    siblings.done('upload');
    const wasActive = decided.adopt?.status === 'active';
    const { certificate: successor, found } = wasActive ? first : await activated(context, first);
    const further = found && target.level === 'zone' ? await planAgain(context, successor) : context;
    return { context: further, successor, wasActive, seenAt };
}
function isTakenOver({ observation, plan: { adopt }, target }) {
    if (target.issuing === undefined || adopt === undefined)
        return false;
    return observation.level === 'zone'
        ? adopt.status !== 'active'
        : observation_usersOf(observation.associations, adopt.id).length === 0;
}
async function uploaded(context) {
    const { journal, ledger } = context;
    const brought = await journal.phase('upload', () => upload(context), ({ certificate: { id } }) => ledger.uploaded === id ? `uploaded as ${id}` : `found as ${id}; taken over`);
    ledger.successor = brought.certificate.id;
    return brought;
}
async function activated(context, first) {
    const wait = ({ certificate }) => context.journal.phase('activate', () => untilActive(context, certificate), (now) => now === 'died' ? `${certificate.id} went with its former life` : `${certificate.id} is active`);
    const active = await wait(first);
    if (active !== 'died')
        return { ...first, certificate: active };
    const again = await uploaded(context);
    const second = await wait(again);
    if (second !== 'died')
        return { ...again, certificate: second };
    throw new errors/* ActionError */.l('ACTIVATION_FAILED', {
        happened: `Cloudflare accepted the new certificate twice, and deleted it because of a request from before this run.`,
        remedy: 'Nothing else was changed. Run again in a few minutes, or issue a fresh certificate.',
    });
}
async function planAgain(context, found) {
    const { observation, target, world, plan: before } = context;
    if (observation.level !== 'zone')
        return context;
    const listed = await readWatched(context, 'the list of certificates', () => observeCertificates(world.api, observation.zone.id, 'zone'));
    const certificates = [...listed.filter(({ id }) => id !== found.id), found];
    const seen = { ...observation, certificates };
    const decided = plan(target, seen, world.api.serverNow());
    switch (decided.kind) {
        case 'refused':
            throw new errors/* ActionError */.l('WORLD_CHANGED', {
                happened: `This certificate was already in the zone, uploaded by somebody else or earlier. ${decided.text.happened}`,
                remedy: decided.text.remedy,
            });
        case 'idle':
            return {
                ...context,
                observation: seen,
                plan: { ...before, adopt: found, remove: [], spared: decided.spared },
            };
        case 'rotate':
            return { ...context, observation: seen, plan: decided };
    }
}

;// CONCATENATED MODULE: ./lib/rotation/apply/after-deletion.js







const READ_WITHIN = 60_000;
async function relyAgain(context, successor) {
    if (await isThere(context, successor.id))
        return successor;
    const { journal, observation, world } = context;
    const listed = await readAfter(context, 'which certificates are there', () => observeCertificates(world.api, observation.zone.id, 'zone'));
    for (const { id } of listed.filter((one) => one.id !== successor.id && isLive(one)))
        if (await isThere(context, id))
            throw deleted(successor, `${id} is still there.`);
    const on = await readAfter(context, 'whether the zone is on', () => getZoneSwitch(world.api, observation.zone.id));
    if (!on)
        throw deleted(successor, 'Origin pulls of the zone are off.');
    journal.warn({
        reason: 'UPLOADED_AGAIN',
        sentence: `Somebody else deleted ${successor.id} while this run deleted its predecessor, so the zone had no certificate left. It was uploaded again.`,
    });
    const { certificate } = await activated(context, await uploaded(context));
    return certificate;
}
async function isThere(context, id) {
    const { observation, world } = context;
    const read = await readAfter(context, `whether ${id} is still there`, () => getCertificate(world.api, observation.zone.id, 'zone', id));
    return read !== undefined && isLive(observed(read));
}
async function readAfter({ journal, world }, what, read) {
    const answer = await waitFor(world, {
        what: `an answer after the deletion: ${what}`,
        atMost: READ_WITHIN,
        refusals: 'no-news',
        say: journal.say,
        look: async () => ({ done: true, value: { read: await read() } }),
    });
    if (answer !== undefined)
        return answer.read;
    throw new errors/* ActionError */.l('API_UNREACHABLE', {
        happened: `A predecessor was deleted, and ${what} could not be read afterwards.`,
        remedy: 'Run again: the next run checks, and uploads the new certificate again if it is gone.',
    });
}
function deleted({ id }, what) {
    return new errors/* ActionError */.l('WORLD_CHANGED', {
        happened: `Somebody else deleted the new certificate ${id} while this run deleted its predecessor. ${what}`,
        remedy: 'Find out who else changes origin pulls of this zone, then run again.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/flap.js



const FLAP = 30_000;
async function untilSteady(context, hostnames, read) {
    let seen = await read();
    if (!flaps(seen, hostnames))
        return seen;
    await waitFor(context.world, {
        what: 'the new certificate to read as active again',
        atMost: FLAP,
        say: context.journal.say,
        look: async () => {
            seen = await read();
            return flaps(seen, hostnames) ? { done: false, status: 'pending' } : { done: true, value: true };
        },
    });
    return seen;
}
function flaps({ successor, associations }, hostnames) {
    if (isDeploying(successor?.status))
        return true;
    return hostnames.some((hostname) => {
        const row = associations === undefined ? undefined : associationOf(associations, hostname);
        if (row === undefined || row.certificateId !== successor?.id)
            return false;
        return isDeploying(row.status) || isDeploying(row.certificateStatus);
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/with-siblings.js

function movedOff(plan) {
    return new Set(plan.moves.flatMap(({ former }) => former?.certificateId ?? []));
}
async function untilMyTurnToMove({ siblings }) {
    if (await siblings.turn('move'))
        return;
    throw new BadNews('EARLIER_TARGET_FAILED', {
        happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
        remedy: 'Mend that target, then run again.',
    });
}
function leftToSiblings(context, successor) {
    const { ledger, plan } = context;
    if (ledger.wrote || plan.moves.length > 0 || plan.remove.length === 0)
        return undefined;
    const elsewhere = plan.remove.flatMap((certificate) => {
        const fate = ledger.fates.get(certificate.id);
        return fate?.elsewhere === true ? [{ certificate, reason: 'OF_THIS_RUN', why: fate.why }] : [];
    });
    if (elsewhere.length < plan.remove.length)
        return undefined;
    const { warnings, spared } = plan;
    return { kind: 'idle', reason: 'ALREADY_IN_FORCE', successor, spared: [...spared, ...elsewhere], warnings };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/second-look.js










const AT_ONCE = 10_000;
const LOOK_AND_DELETE = 4;
async function second_look_lookAgain(context, successor, proven) {
    const { observation, target, world } = context;
    const { zone } = observation;
    const read = async () => {
        let began = 0;
        const [listed, now, associations] = await world.api.whenRoom(LOOK_AND_DELETE, () => {
            began = world.clock.monotonic();
            return Promise.all([
                observeCertificates(world.api, zone.id, target.level),
                getCertificate(world.api, zone.id, target.level, successor.id),
                observation.level === 'hostname' ? lookAtRows(context, observation.hostnames) : undefined,
            ]);
        });
        if (world.clock.monotonic() - began > AT_ONCE)
            return await read();
        return { listed, successor: now, associations };
    };
    const hostnames = observation.level === 'hostname' ? observation.hostnames : [];
    const { listed, successor: now, associations } = await untilSteady(context, hostnames, read);
    const current = stillActive(successor, now);
    const certificates = [...listed.filter((one) => one.id !== successor.id), current];
    return associations === undefined
        ? lookAtZone(context, current, certificates, proven)
        : lookAtHostnames(context, current, certificates, associations);
}
function stillActive(successor, read) {
    if (read !== undefined && isReborn(successor, read)) {
        throw moved(`${successor.id} was deleted and uploaded again: the grace of the new one has not been waited for.`);
    }
    if (read?.status === 'active')
        return { ...observed(read), leaf: successor.leaf };
    throw moved(`The new certificate ${successor.id} is ${read === undefined ? 'gone' : `\`${read.rawStatus}\``}.`);
}
function isReborn({ uploadedOn }, read) {
    return uploadedOn !== undefined && read.uploadedOn !== undefined && uploadedOn !== read.uploadedOn;
}
function lookAtZone(context, successor, certificates, proven) {
    const ids = new Set(context.plan.remove.map((certificate) => certificate.id));
    const named = new Set(context.plan.spared.map(({ certificate }) => certificate.id));
    const stranger = certificates.find((one) => isLive(one) && one.id !== successor.id && !ids.has(one.id) && !named.has(one.id));
    if (stranger !== undefined)
        throw moved(`A certificate that was not there before, ${stranger.id}, appeared.`);
    if (newest(certificates)?.id !== successor.id && !proven) {
        throw moved(`${successor.id} is not the newest certificate of the zone, so Cloudflare may be using another.`);
    }
    const late = certificates.find(({ id, status }) => status === 'active' && wasUnderWay(context, id));
    if (late !== undefined && late.id !== successor.id && !proven) {
        throw moved(`${late.id} became active only during the run, so Cloudflare may be using it, though it was uploaded earlier.`);
    }
    const live = new Map(certificates.filter(isLive).map((certificate) => [certificate.id, certificate]));
    const planned = context.plan.remove;
    return {
        remove: planned.filter(({ id }) => live.has(id)),
        ...notToDelete(planned, certificates),
        inUse: [],
        unquiet: [],
        unlisted: undefined,
    };
}
function wasUnderWay({ ledger, observation }, id) {
    const before = observation.certificates.find((one) => one.id === id)?.status;
    if (before === undefined || before === 'active')
        return false;
    return ledger.uploaded === undefined || before === 'deployment_timed_out';
}
function lookAtHostnames(context, successor, certificates, associations) {
    const { plan, siblings, target, world } = context;
    const strayed = [...plan.moves, ...inPlaceBefore(context, successor)].find(({ hostname, enabled }) => !isInPlace(associations, hostname, successor.id, enabled));
    if (strayed !== undefined)
        throw moved(`${strayed.hostname} is no longer on the new certificate.`);
    const { superseded } = hostnameSuccession({
        successor: target.successor.leaf,
        successorId: successor.id,
        certificates,
        associations,
        movedOff: movedOff(plan),
        moving: new Set(),
        siblings: new Set(target.siblings),
        identity: target.issuing?.identity,
    });
    const free = new Set((associations.complete ? superseded : plan.remove).map(({ id }) => id));
    const live = new Set(certificates.filter(isLive).map((certificate) => certificate.id));
    const present = plan.remove.filter(({ id }) => live.has(id));
    return {
        remove: present.filter(({ id }) => free.has(id)),
        ...notToDelete(plan.remove, certificates),
        inUse: present
            .filter(({ id }) => !free.has(id))
            .map((certificate) => ({ certificate, hostnames: observation_usersOf(associations, certificate.id) })),
        unquiet: siblings.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()),
        unlisted: associations.complete ? undefined : whyUnlisted(associations),
    };
}
function notToDelete(planned, certificates) {
    const statuses = new Map(certificates.map(({ id, status }) => [id, status]));
    const dead = planned.filter(({ id }) => !certificates.some((one) => one.id === id && isLive(one)));
    const isHalf = ({ id }) => statuses.get(id) === 'deletion_timed_out';
    return { gone: dead.filter((one) => !isHalf(one)), halfDeleted: dead.filter(isHalf) };
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
function moved(what) {
    return new errors/* ActionError */.l('WORLD_CHANGED', {
        happened: `Somebody else changed origin pulls of this zone during the run. ${what}`,
        inForce: 'Nothing was deleted.',
        remedy: 'Find out who else changes them, then run again: the next run continues from what is there.',
    });
}

;// CONCATENATED MODULE: ./lib/rotation/apply/remove.js








const FRESH = 10_000;
async function removePredecessors(context, successor, verified, grace) {
    const { journal, ledger, plan, target, world } = context;
    const keep = (fate) => {
        plan.remove.forEach(({ id }) => ledger.fates.set(id, fate));
    };
    if (!verified.passed) {
        return keep({
            fate: 'kept',
            why: 'The probes did not verify the new certificate, so the previous one stays.',
        });
    }
    if (grace.left() > 0) {
        return keep({ fate: 'kept', why: 'The grace period outlasts this run; the next one deletes it.' });
    }
    const mine = await claimed(context);
    if (mine.length === 0)
        return undefined;
    let standing = successor;
    let look = await untilQuiet(context, () => observeAgain(context, standing, verified.proven));
    let lookedAt = world.clock.monotonic();
    for (const { id } of mine) {
        if (world.clock.monotonic() - lookedAt > FRESH) {
            look = await observeAgain(context, standing, verified.proven);
            lookedAt = world.clock.monotonic();
        }
        const again = () => noted(context, standing, verified.proven);
        ledger.fates.set(id, await removeOne(context, id, look, again));
        if (target.level === 'hostname' || !ledger.deleteSent)
            continue;
        ledger.seenInForce = false;
        standing = await relyAgain(context, standing);
        ledger.seenInForce = true;
        lookedAt = Number.NEGATIVE_INFINITY;
    }
    const left = plan.remove.filter(({ id }) => ledger.fates.get(id)?.fate === 'in-use').map(({ id }) => id);
    if (left.length > 0) {
        journal.warn({
            reason: 'PREDECESSOR_KEPT',
            sentence: `Still in use, so it was kept: ${left.join(', ')}.`,
        });
    }
    return standing;
}
async function claimed({ ledger, plan, siblings }) {
    const own = movedOff(plan);
    const verified = plan.remove.every(({ id }) => own.has(id)) || (await siblings.othersVerified());
    return plan.remove.filter(({ id }) => {
        if (!verified && !own.has(id)) {
            const why = 'Another target of this run was not verified and may still need it. The next run checks again.';
            ledger.fates.set(id, { fate: 'kept', why });
            return false;
        }
        const other = siblings.claim(id);
        if (other === undefined)
            return true;
        const why = `${other}, another target of this run, deletes it.`;
        ledger.fates.set(id, { fate: 'kept', why, elsewhere: true });
        return false;
    });
}
async function observeAgain(context, successor, proven) {
    return await context.journal.phase('observe-again', () => noted(context, successor, proven), (look) => `nothing moved since; ${look.remove.length} to delete`);
}
async function noted(context, successor, proven) {
    context.ledger.seenInForce = false;
    const look = await second_look_lookAgain(context, successor, proven);
    context.ledger.seenInForce = true;
    return look;
}
async function removeOne(context, id, look, again) {
    const { journal, ledger, observation, target, world } = context;
    const stays = keptBy(context, look, id);
    if (stays !== undefined)
        return named(context, id, stays);
    if (look.gone.some((certificate) => certificate.id === id)) {
        journal.warn({ reason: 'PREDECESSOR_GONE', sentence: `${id} was deleted by somebody else meanwhile.` });
        return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
    }
    if (look.halfDeleted.some((certificate) => certificate.id === id)) {
        const why = `Somebody else asked for its deletion, and Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${id}.`;
        journal.warn({ reason: 'PREDECESSOR_KEPT', sentence: `${id} is still there. ${why}` });
        return { fate: 'kept', why };
    }
    assertRunning(world);
    ledger.wrote = true;
    let mayBeGone = false;
    const sent = () => {
        mayBeGone = true;
        ledger.deleteSent = true;
    };
    const stillFree = async () => keptBy(context, await again(), id);
    const work = () => retire(world, observation.zone.id, target.level, id, journal.say, stillFree, undefined, sent);
    try {
        return named(context, id, await journal.phase('delete', work, (fate) => `${id}: ${fate.why}`));
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.l))
            throw error;
        ledger.fates.set(id, { fate: mayBeGone ? 'delete-unconfirmed' : 'kept', why: error.happened });
        throw error;
    }
}
function keptBy({ plan, target }, look, id) {
    const user = look.inUse.find(({ certificate }) => certificate.id === id);
    if (user !== undefined)
        return { fate: 'in-use', why: `Still used by ${user.hostnames.join(', ')}.` };
    const uploadedOn = plan.remove.find((one) => one.id === id)?.uploadedOn;
    const why = look.unlisted ?? whyNotQuiet(look.unquiet, uploadedOn);
    return why === undefined ? undefined : { fate: 'kept', why: `${why} ${deleteWords(target.level, id)}` };
}
function named({ journal }, id, fate) {
    if (fate.fate === 'kept')
        journal.warn({ reason: 'PREDECESSOR_KEPT', sentence: `${id} is kept. ${fate.why}` });
    return fate;
}

;// CONCATENATED MODULE: ./lib/rotation/apply/apply.js










async function apply(standing) {
    const { context, seenAt, successor, wasActive } = standing;
    const { plan, world, siblings } = context;
    await untilMyTurnToMove(context);
    const moved = await cutOver(context, successor);
    siblings.done('move');
    const witnessedAt = wasActive && !moved ? undefined : world.clock.monotonic();
    const grace = openGrace(context, successor, { seenAt, witnessedAt });
    const verified = await apply_settle(context, grace, witnessedAt !== undefined);
    if (verified.passed)
        siblings.verified();
    const looked = plan.remove.length === 0 ? undefined : await removePredecessors(context, successor, verified, grace);
    if (looked === undefined && !verified.proven)
        await refuseOldDate(context, successor);
    return looked ?? successor;
}
async function isNewest(context, successor) {
    const { observation, world } = context;
    const listed = await readWatched(context, 'the list of certificates', () => observeCertificates(world.api, observation.zone.id, 'zone'));
    const others = listed.filter((one) => one.id !== successor.id);
    return newest([...others, successor])?.id === successor.id;
}
async function refuseOldDate(context, successor) {
    const { observation, ledger } = context;
    const alone = observation.certificates.every(({ id }) => id === successor.id);
    if (observation.level !== 'zone' || ledger.uploaded !== successor.id || alone)
        return;
    if (await isNewest(context, successor))
        return;
    throw new errors/* ActionError */.l('WORLD_CHANGED', {
        happened: `${successor.id} was uploaded, and judging by upload dates, another certificate of the zone is as new or newer and may be in use.`,
        remedy: 'Run again: it says which one is newer, and what to do.',
    });
}
async function apply_settle(context, grace, cameIntoForce) {
    const { journal, plan, world } = context;
    const left = plan.remove.length > 0 ? Math.max(0, grace.left()) : 0;
    const now = world.clock.monotonic();
    const tooLong = left > 0 && now + left >= world.deadline();
    if (tooLong) {
        journal.warn({
            reason: 'GRACE_OUTLASTS_RUN',
            sentence: `The grace period ends in ${seconds(left)}, after this run: the next run deletes the previous certificate.`,
        });
    }
    const wait = tooLong ? 0 : left;
    const follow = cameIntoForce ? edgesFollowBy(context) : undefined;
    const verified = urlsToProbe(context).length === 0
        ? { passed: true, proven: false, sentence: 'nothing to probe' }
        : await journal.phase('probe', () => watch(context, wait > 0 ? now + wait : follow), ({ sentence }) => sentence);
    if (wait > 0) {
        await journal.phase('grace', () => grace.rest(), () => 'the grace period is over');
    }
    return verified;
}
async function watch(context, until) {
    const { journal, world } = context;
    if (until === undefined || until < world.deadline())
        return await verify_verify(context, undefined, until);
    const verified = await verify_verify(context, undefined, undefined);
    const sentence = 'The run ends before every edge can be expected to present the new certificate, so the probes may have seen the previous one.';
    journal.warn({ reason: 'NOT_VERIFIED', sentence });
    return { ...verified, passed: false, sentence: `${verified.sentence} ${sentence}` };
}

;// CONCATENATED MODULE: ./lib/rotation/apply/refused-in-force.js






const refused_in_force_LOOK_EVERY = 15_000;
const refused_in_force_DAY = 86_400_000;
async function refusedInForce(seen, successor, since) {
    const { journal, observation, target, world } = seen;
    if (successor.status !== 'active' || !isInForce(seen, successor))
        return undefined;
    const served = observation.baselines.filter(({ url }) => isPresentedFor(new URL(url).hostname, observation, { moves: [], switchOn: false }, successor.id));
    const first = served.map(({ baseline }) => baseline);
    if (first.length === 0 || !first.every((one) => isRefusal(seen, successor, one)))
        return undefined;
    const end = since + PROPAGATION;
    let last = first;
    journal.say('the certificate in force is refused; looking again until the edges had time to follow');
    while (world.clock.monotonic() < end) {
        assertRunning(world);
        await pause(world, Math.min(refused_in_force_LOOK_EVERY, end - world.clock.monotonic()));
        const looks = await Promise.all(served.map(({ url }) => takeBaseline(world.probes, url, target.policy.probes)));
        journal.evidence(looks.map(({ evidence }) => evidence));
        last = looks.map(({ baseline }) => baseline);
        if (!last.every((one) => isRefusal(seen, successor, one)))
            return undefined;
    }
    assertRunning(world);
    return new BadNews('VERIFICATION_FAILED', {
        happened: `The certificate ${successor.id} is in force, and visitors are refused with it. ${last[0]?.sentence ?? ''}`,
        remedy: "Make the origin trust the certificate's issuer, or store a certificate that it trusts in the secret, and run again.",
    });
}
function isInForce({ observation }, { id }) {
    return observation.level === 'hostname' || newest(observation.certificates)?.id === id;
}
function isRefusal({ observation, world }, { uploadedOn }, { kind, status }) {
    if (kind !== 'lacks-certificate')
        return false;
    if (observation.level === 'hostname' || (status !== 520 && status !== 525))
        return true;
    const young = uploadedOn !== undefined && world.api.serverNow() - uploadedOn < refused_in_force_DAY;
    return young || observation.originChecks.some(({ verdict }) => verdict.kind === 'refused');
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/candidates.js



const candidates_SHOWN = 5;
function unknownFormer(target, observation, plan, now) {
    if (observation?.level !== 'hostname' || plan.adopt === undefined)
        return undefined;
    const successor = plan.adopt.id;
    const known = new Set(plan.moves.filter(({ pointed }) => !pointed).map(({ hostname }) => hostname));
    const hostnames = observation.hostnames.filter((hostname) => associationOf(observation.associations, hostname)?.certificateId === successor && !known.has(hostname));
    if (hostnames.length === 0)
        return undefined;
    const one = hostnames.length === 1;
    const names = someOf(hostnames, candidates_SHOWN);
    const ids = candidates(target, observation, plan, now).map(({ id }) => id);
    const [likely] = ids;
    const which = likely === undefined
        ? 'Cloudflare has no other certificate left that it may have been'
        : `it may have been ${ids.join(' or ')}`;
    return {
        inForce: `${names} ${one ? 'was' : 'were'} on the new certificate already when this run began, and ${one ? 'stays' : 'stay'} there: what ${one ? 'it' : 'they'} had before is not known any more; ${which}.`,
        remedy: likely === undefined
            ? ''
            : ` To point ${one ? 'it' : 'them'} back by hand, call PUT /zones/${observation.zone.id}/origin_tls_client_auth/hostnames of Cloudflare's API with ${body(hostnames, likely)}.`,
    };
}
function candidates({ successor }, { certificates, associations }, { adopt, moves }, now) {
    const formers = new Set(moves.map(({ former }) => former?.certificateId));
    const alive = certificates
        .filter(({ id, status }) => id !== adopt?.id && status === 'active')
        .flatMap((one) => (one.leaf !== undefined && one.leaf.notAfter > now ? [{ one, leaf: one.leaf }] : []))
        .toSorted((a, b) => b.leaf.notBefore - a.leaf.notBefore);
    const former = alive.filter(({ one }) => formers.has(one.id));
    const unused = alive.filter(({ one, leaf }) => !formers.has(one.id) &&
        observation_usersOf(associations, one.id).length === 0 &&
        (0,certificate_leaf/* sameLineage */.UB)(leaf, successor.leaf) &&
        leaf.notBefore < successor.leaf.notBefore);
    return [...former, ...unused].map(({ one }) => one);
}
function body(hostnames, id) {
    const config = hostnames.slice(0, candidates_SHOWN).map((hostname) => ({ hostname, cert_id: id, enabled: true }));
    const more = hostnames.length > candidates_SHOWN ? `, and in the same way for ${hostnames.length - candidates_SHOWN} more` : '';
    return `${JSON.stringify({ config })}${more}`;
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/in-force.js
function inForceNow(observation, ledger) {
    if (observation === undefined)
        return 'Nothing was changed.';
    if (!ledger.wrote)
        return `Nothing was changed: ${before(observation)}.`;
    if (ledger.undone)
        return `As before the run: ${before(observation)}.${orphanOf(ledger)}`;
    const upload = uploadOf(ledger);
    const traffic = observation.level === 'zone' ? zoneTraffic(observation, ledger) : hostnameTraffic(observation, ledger);
    const deletions = ledger.deleteSent
        ? 'The deletion of predecessors has begun; the next run finishes it.'
        : 'No predecessor was deleted.';
    return [upload, traffic, deletions].filter((part) => part !== '').join(' ');
}
function uploadOf(ledger) {
    if (ledger.uploadUnsettled)
        return 'The new certificate may or may not have reached Cloudflare; the next run finds out.';
    if (ledger.successor === undefined)
        return 'The new certificate was not uploaded.';
    const how = ledger.uploaded === undefined ? 'was there before this run' : 'was uploaded by this run';
    return `The new certificate ${ledger.successor} ${how}${WITHDRAWN[ledger.withdrawn]}.`;
}
const WITHDRAWN = {
    no: '',
    asked: '; its deletion was asked for and is not confirmed',
    gone: ' and deleted again',
};
function orphanOf({ orphan, withdrawn }) {
    if (orphan === undefined)
        return '';
    const what = `certificate ${orphan}, uploaded by this run,`;
    return withdrawn === 'asked'
        ? ` The deletion of the ${what} was asked for and is not confirmed; nothing uses it.`
        : ` The ${what} is there still; nothing uses it.`;
}
function zoneTraffic(observation, ledger) {
    if (!observation.switchOn && !ledger.switchedOn)
        return 'Origin pulls of the zone are off, as before.';
    if (!observation.switchOn) {
        if (ledger.offUnsettled)
            return 'Origin pulls of the zone are perhaps off again: this run had switched them on, and the answer to switching them off was lost.';
        return ledger.switchUnsettled
            ? 'Origin pulls of the zone were perhaps switched on by this run: the answer was lost, and they were not seen to be on.'
            : 'Origin pulls of the zone were switched on by this run.';
    }
    if (ledger.successor === undefined && !ledger.uploadUnsettled)
        return `${in_force_capital(before(observation))}.`;
    const former = observation.presented.kind === 'certificate' ? observation.presented.certificate.id : undefined;
    if (ledger.withdrawn !== 'no')
        return `Then ${ledger.backTo ?? former ?? 'an older certificate'} is the newest of the zone; whether Cloudflare uses it again is not confirmed.`;
    if (ledger.seenInForce)
        return 'It is active, and Cloudflare uses it.';
    if (ledger.deleteSent)
        return 'What Cloudflare uses since then was not seen.';
    const until = former === undefined ? '' : ` Until then ${former} stays in force.`;
    return `Cloudflare uses the newest certificate once it is active.${until}`;
}
function hostnameTraffic(observation, ledger) {
    const moved = ledger.moved.map((move) => move.hostname);
    const back = ledger.back.map((move) => move.hostname);
    if (moved.length + back.length === 0)
        return `No hostname was moved: ${before(observation)}.`;
    const left = observation.hostnames.filter((hostname) => ![...moved, ...back].includes(hostname));
    return [
        in_force_listed('Pointed at the new certificate', moved.filter((hostname) => !ledger.unseen.has(hostname))),
        in_force_listed('Perhaps pointed at it: they were not seen there', moved.filter((hostname) => ledger.unseen.has(hostname))),
        in_force_listed('Pointed back to what they had before', back.filter((hostname) => !ledger.unseen.has(hostname))),
        in_force_listed('Pointed back to what they had before, and not seen there since', back.filter((hostname) => ledger.unseen.has(hostname))),
        in_force_listed('As before', left),
    ]
        .filter((part) => part !== '')
        .join(' ');
}
function in_force_listed(what, hostnames) {
    return hostnames.length === 0 ? '' : `${what}: ${hostnames.join(', ')}.`;
}
function before(observation) {
    if (observation.level === 'zone') {
        return observation.switchOn
            ? `${in_force_wordsFor(observation.presented)} is in force for the zone`
            : 'origin pulls of the zone are off';
    }
    const ids = new Set([...observation.presented.values()].map(in_force_wordsFor));
    if (ids.size === 0)
        return 'there was no hostname to work on';
    return `${[...ids].join(' and ')} ${ids.size === 1 ? 'is' : 'are'} in force for the hostnames`;
}
function certificateBefore(observation) {
    const all = observation.level === 'zone' ? [observation.presented] : [...observation.presented.values()];
    const [first, ...others] = all.map((presented) => presented.kind === 'certificate' && (presented.perhaps ?? []).length === 0
        ? presented.certificate
        : undefined);
    return others.every((other) => other?.id === first?.id) ? first : undefined;
}
function in_force_wordsFor(presented) {
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
function in_force_capital(sentence) {
    return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/planned-phases.js


function plannedPhases(target, plan, now) {
    const steps = [];
    const step = (when, name, detail) => void (when && steps.push([name, detail]));
    const probed = target.policy.probes.urls.length > 0;
    const waiting = plan.moves.filter((move) => !move.pointed);
    step(plan.discard !== undefined, 'delete', `remove ${plan.discard?.id ?? ''}, ${plan.discard?.id === target.orphan?.id ? 'which an earlier run left unused' : 'a copy whose deployment timed out'}`);
    const issued = plan.adopt === undefined && target.issuing !== undefined;
    step(issued, 'issue', 'make a key and get a certificate for it');
    step(plan.adopt === undefined, 'upload', 'upload the certificate');
    step(plan.adopt?.status !== 'active', 'activate', 'wait until it is active');
    step(plan.switchOn, 'switch-on', 'switch origin pulls of the zone on');
    step(plan.canary !== undefined, 'canary', `point ${plan.canary ?? ''} at it first, and probe it`);
    step(waiting.length > 0, 'associate', `point ${waiting.map((move) => move.hostname).join(', ')} at it${waiting.length > BATCH ? `, ${BATCH} at a time` : ''}`);
    step(probed, 'probe', `probe ${counted(target.policy.probes.urls.length)} through Cloudflare`);
    step(plan.remove.length > 0, 'grace', `wait ${seconds(target.policy.gracePeriod)} of grace`);
    step(plan.remove.length > 0, 'observe-again', 'observe again');
    step(plan.remove.length > 0, 'delete', `delete ${plan.remove.map(({ id }) => id).join(', ')}`);
    return steps.map(([name, detail]) => ({ name, startedAt: now, endedAt: now, outcome: 'planned', detail }));
}
function counted(urls) {
    return urls === 1 ? '1 URL' : `${urls} URLs`;
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/replaced.js


function predecessorsOf(plan, ledger, ending, now) {
    return [
        ...plan.remove.map((certificate) => removed(certificate, ledger, ending, now)),
        ...plan.spared.filter((one) => isReplaced(plan, one)).map((one) => replaced_kept(one, now)),
    ];
}
function sparedOf(plan, now) {
    return plan.spared.filter((one) => !isReplaced(plan, one)).map((one) => told(one, now));
}
function told({ certificate, reason, why }, now) {
    return { ...facts_factsOf(certificate, now), reason, why };
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
    return reason === 'KEPT_ON_REQUEST' || moves.some(({ former }) => former?.certificateId === certificate.id);
}
function replaced_kept({ certificate, reason, why }, now) {
    return { ...facts_factsOf(certificate, now), fate: reason === 'IN_USE' ? 'in-use' : 'kept', why };
}
function removed(certificate, ledger, ending, now) {
    const fate = ledger.fates.get(certificate.id);
    const facts = facts_factsOf(certificate, now);
    if (fate !== undefined)
        return { ...facts, ...fate };
    if (ending === 'planned')
        return { ...facts, fate: 'to-delete', why: 'To be deleted once the new one is verified.' };
    const why = ledger.undone
        ? 'The run restored the previous state.'
        : 'The run ended before it could be deleted safely.';
    return { ...facts, fate: 'kept', why };
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/wording.js
function wording_sentenceOf(ending, target, { presented, dark }) {
    const where = wording_placeOf(target);
    switch (ending.kind) {
        case 'idle':
            if (!presented)
                return `The certificate is at Cloudflare already, not presented for ${where}; there was nothing to do.`;
            return `The certificate is already in force for ${wording_shown(target, dark)}; there was nothing to do.${notFor(target, dark)}`;
        case 'planned':
            return planned(ending.plan, where);
        case 'rotated':
            if (!presented)
                return `The certificate is at Cloudflare, not presented for ${where}.`;
            return `${done(ending.plan)} for ${wording_shown(target, dark)}.${notFor(target, dark)}`;
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
function wording_shown(target, dark) {
    const hostnames = target.hostnames.filter((hostname) => !dark.includes(hostname));
    return wording_placeOf({ ...target, hostnames });
}
function notFor(target, dark) {
    return dark.length === 0 ? '' : ` Not presented for ${wording_placeOf({ ...target, hostnames: dark })}.`;
}
function rolledBack({ undone, error }, where) {
    switch (undone.kind) {
        case 'no-way-back':
            return `The new certificate for ${where} failed, and there was no way back. ${undone.sentence}`;
        case 'nothing-moved':
            return `The new certificate for ${where} failed. ${undone.sentence} ${error.happened}`;
        case 'restored':
        case 'one-call':
            return `The new certificate for ${where} failed, and its upload was removed. ${error.happened}`;
    }
}
function done(plan) {
    switch (plan.reason) {
        case 'FIRST_SET_UP':
            return 'The first certificate is in force';
        case 'REPLACE':
            return 'The new certificate is in force';
        case 'FINISH_EARLIER_RUN':
            return 'An earlier rotation was finished';
        case 'SWITCH_ON':
            return 'Origin pulls were switched on';
    }
}
function planned(plan, where) {
    const amount = plan.remove.length;
    const previous = amount === 1 ? 'the previous one' : `${amount} previous ones`;
    const remove = amount === 0 ? '.' : `, then delete ${previous}.`;
    switch (plan.reason) {
        case 'FIRST_SET_UP':
            return `Would put a first certificate in force for ${where}${remove}`;
        case 'REPLACE':
            return `Would put a new certificate in force for ${where}${remove}`;
        case 'FINISH_EARLIER_RUN':
            return `Would finish an earlier rotation for ${where}${remove}`;
        case 'SWITCH_ON':
            return `Would switch origin pulls on for ${where}.`;
    }
}
function wording_placeOf(target) {
    if (target.level === 'zone')
        return `the zone ${target.zone}`;
    const { hostnames } = target;
    if (hostnames.length === 0)
        return `the hostnames on ${target.replace ?? target.zone}`;
    return hostnames.length > 3 ? `${hostnames.length} hostnames of ${target.zone}` : hostnames.join(', ');
}

;// CONCATENATED MODULE: ./lib/rotation/outcome/conclude.js









function outcome_conclude_conclude(all) {
    const { target, observation, journal, ledger, ending, now } = all;
    const plan = ending.kind === 'refused' || ending.kind === 'idle' ? undefined : ending.plan;
    const successorId = successorIdOf(ending) ?? ledger.successor;
    return {
        name: target.name,
        zone: { asked: target.zone, id: observation?.zone.id, name: observation?.zone.name },
        level: target.level,
        hostnames: observation?.level === 'hostname' ? observation.hostnames : target.hostnames,
        outcome: outcomeOf(ending, ledger),
        changed: ledger.undone ? ledger.orphan !== undefined || hasDeleted(ledger) : hasChanged(ledger),
        reason: conclude_reasonOf(ending),
        sentence: wording_sentenceOf(ending, target, presentation(all, successorId)),
        firstSetUp: plan?.reason === 'FIRST_SET_UP',
        successor: factsOfLeaf(successorId, target.successor.leaf, now),
        inForce: inForceOf(all, successorId),
        before: hadBefore(observation),
        predecessors: plan === undefined
            ? []
            : predecessorsOf(plan, ledger, ending.kind === 'planned' ? 'planned' : 'other', now),
        spared: sparedIn(ending, now),
        phases: ending.kind === 'planned'
            ? [...journal.phases(), ...plannedPhases(target, ending.plan, now)]
            : journal.phases(),
        evidence: journal.seen(),
        warnings: journal.warnings(),
        renewal: renewalOf(target),
        failure: conclude_failureOf(all),
    };
}
function hasChanged(ledger) {
    const brought = ledger.uploaded !== undefined || ledger.uploadUnsettled;
    const moved = ledger.moved.length + ledger.back.length > 0;
    return brought || ledger.switchedOn || moved || ledger.withdrawn !== 'no' || hasDeleted(ledger);
}
function hasDeleted({ fates }) {
    return [...fates.values()].some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
}
function outcomeOf(ending, ledger) {
    switch (ending.kind) {
        case 'idle':
            return 'unchanged';
        case 'planned':
            return 'planned';
        case 'rotated':
            return hasChanged(ledger) ? 'rotated' : 'unchanged';
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
function conclude_reasonOf(ending) {
    switch (ending.kind) {
        case 'refused':
        case 'idle':
        case 'planned':
        case 'rotated':
            return ending.plan.reason;
        case 'stopped':
        case 'rolled-back':
        case 'roll-back-failed':
            return ending.error.code;
    }
}
function successorIdOf(ending) {
    if (ending.kind === 'idle' || ending.kind === 'rotated') {
        return ending.kind === 'idle' ? ending.plan.successor.id : ending.successor.id;
    }
    return ending.kind === 'refused' ? undefined : ending.plan?.adopt?.id;
}
function presentation({ ending, observation }, id) {
    if (observation === undefined)
        return { presented: false, dark: [] };
    const plan = ending.kind === 'idle' || ending.kind === 'refused' ? undefined : ending.plan;
    return presentationOf(observation, plan ?? { moves: [], switchOn: false }, id);
}
function inForceOf(all, id) {
    const { ending, observation, target, ledger, now } = all;
    if (ending.kind === 'rotated' || ending.kind === 'idle') {
        return presentation(all, id).presented ? factsOfLeaf(id, target.successor.leaf, now) : undefined;
    }
    if (observation === undefined)
        return undefined;
    if (hasChanged(ledger) && !ledger.undone)
        return ledger.seenInForce && presentation(all, id).presented
            ? factsOfLeaf(id, target.successor.leaf, now)
            : undefined;
    const former = certificateBefore(observation);
    return former === undefined ? undefined : facts_factsOf(former, now);
}
function sparedIn(ending, now) {
    switch (ending.kind) {
        case 'refused':
            return [];
        case 'idle':
            return ending.plan.spared.map((one) => told(one, now));
        case 'planned':
        case 'rotated':
        case 'stopped':
        case 'rolled-back':
        case 'roll-back-failed':
            return ending.plan === undefined ? [] : sparedOf(ending.plan, now);
    }
}
function conclude_failureOf(all) {
    const { ending, observation, ledger } = all;
    const inForce = inForceNow(observation, ledger);
    switch (ending.kind) {
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
        case 'rolled-back':
            return withUnknown(all, ending.plan, failure(ending.error, `${ending.undone.sentence} ${inForce}`));
        case 'roll-back-failed':
            return withUnknown(all, ending.plan, {
                ...failure(ending.error, inForce),
                code: 'ROLLBACK_FAILED',
                happened: `${ending.error.happened} Going back failed as well. ${ending.failure.happened}`,
                remedy: ending.failure.remedy,
            });
    }
}
function withUnknown({ target, observation, now }, plan, failed) {
    const unknown = unknownFormer(target, observation, plan, now);
    if (unknown === undefined)
        return failed;
    return {
        ...failed,
        inForce: `${failed.inForce ?? ''} ${unknown.inForce}`.trim(),
        remedy: `${failed.remedy}${unknown.remedy}`,
    };
}
function failure(error, inForce) {
    const { code, happened, remedy } = error;
    return { code, happened, inForce, remedy, details: detailsOf(error) };
}
function detailsOf(error) {
    if (error instanceof ApiError)
        return error.details();
    return error.cause instanceof ApiError ? error.cause.details() : [];
}

;// CONCATENATED MODULE: ./lib/rotation/ledger.js
function openLedger() {
    return {
        wrote: false,
        successor: undefined,
        uploaded: undefined,
        adopted: undefined,
        backTo: undefined,
        uploadUnsettled: false,
        cutOverAt: undefined,
        switchedOn: false,
        switchUnsettled: false,
        offUnsettled: false,
        moved: [],
        unseen: new Set(),
        asked: [],
        back: [],
        withdrawn: 'no',
        orphan: undefined,
        deleteSent: false,
        seenInForce: false,
        undone: false,
        fates: new Map(),
    };
}

;// CONCATENATED MODULE: ./lib/rotation/observe/observe.js







async function observe(target, zone, world, journal) {
    const outside = lookFromOutside(target, world, journal);
    return target.level === 'zone'
        ? await observeZone(target, zone, world, outside)
        : await observeHostnames(target, zone, world, outside);
}
async function observeZone(target, zone, world, outside) {
    const { api } = world;
    const probed = target.policy.probes.urls.map((url) => new URL(url).hostname);
    const [certificates, switchOn, sslMode, associations, seen] = await Promise.all([
        observeWithSuccessor(api, zone.id, 'zone', target.successor.leaf),
        getZoneSwitch(api, zone.id),
        sslModeOf(world, zone),
        probed.length === 0 ? undefined : observeAssociations(api, zone.id, probed),
        outside,
    ]);
    const presented = await presentedByZone(world, zone, switchOn, certificates, target.policy);
    const at = api.serverNow();
    return { level: 'zone', zone, at, certificates, switchOn, sslMode, associations, presented, ...seen };
}
async function observeHostnames(target, zone, world, outside) {
    const { api } = world;
    const [listed, tied, sslMode, seen] = await Promise.all([
        observeWithSuccessor(api, zone.id, 'hostname', target.successor.leaf),
        observeAssociations(api, zone.id, target.hostnames),
        sslModeOf(world, zone),
        outside,
    ]);
    const { associations, unlisted } = await withTheirCertificates(api, zone.id, tied, listed, ({ hostname, certificateId }) => target.hostnames.includes(hostname) ||
        (certificateId !== undefined && certificateId === target.replace));
    const certificates = [...listed, ...unlisted];
    const hostnames = hostnamesOf(target, certificates, associations);
    const presented = await presentedByHostname(world, zone, hostnames, certificates, associations, target.policy);
    const at = api.serverNow();
    return { level: 'hostname', zone, at, certificates, sslMode, hostnames, associations, presented, ...seen };
}
function hostnamesOf(target, certificates, associations) {
    if (target.replace === undefined)
        return target.hostnames;
    const moved = findByFingerprint(certificates, target.successor.leaf)?.id;
    const ids = [target.replace, ...(moved === undefined ? [] : [moved])];
    const users = ids.flatMap((id) => observation_usersOf(associations, id));
    return [...new Set(users)].filter((hostname) => {
        const row = associationOf(associations, hostname) ?? danglingOf(associations, hostname);
        return ids.includes(row?.certificateId ?? '');
    });
}
async function sslModeOf(world, zone) {
    const mode = await getSslMode(world.api, zone.id);
    return mode.kind === 'known' ? mode.value : undefined;
}
async function presentedByZone(world, zone, switchOn, certificates, { activationTimeout }) {
    const live = certificates.filter(isLive);
    if (switchOn && live.length > 0) {
        const active = await activeOf(world, zone, live);
        const certificate = newest(active) ?? (active.length === 1 ? active[0] : undefined);
        if (certificate === undefined)
            return { kind: 'unknown', among: active.length > 0 ? active : live };
        const perhaps = uploadedWith(certificate, active, activationTimeout);
        return { kind: 'certificate', certificate, ...(perhaps.length === 0 ? {} : { perhaps }) };
    }
    const shared = await getSharedCertificateSwitch(world.api, zone.id);
    if (shared.kind === 'unreadable')
        return { kind: 'unread' };
    return shared.value === 'on' ? { kind: 'shared' } : { kind: 'nothing' };
}
async function activeOf(world, zone, live) {
    const active = live.filter(({ status }) => status === 'active');
    if (active.length > 0)
        return active;
    const read = await Promise.all(live.map(({ id }) => getCertificate(world.api, zone.id, 'zone', id)));
    return read.flatMap((one) => (one?.status === 'active' ? [observed(one)] : []));
}
async function presentedByHostname(world, zone, hostnames, certificates, associations, policy) {
    const fallsBack = hostnames.some((hostname) => associationOf(associations, hostname) === undefined);
    const zoneLevel = fallsBack ? await presentedBelow(world, zone, policy) : { kind: 'unknown' };
    return new Map(hostnames.map((hostname) => {
        const association = associationOf(associations, hostname);
        if (association === undefined)
            return [hostname, zoneLevel];
        if (association.enabled === false)
            return [hostname, { kind: 'nothing' }];
        const certificate = certificates.find((candidate) => candidate.id === association.certificateId);
        return [
            hostname,
            certificate === undefined ? { kind: 'unknown' } : { kind: 'certificate', certificate },
        ];
    }));
}
async function presentedBelow(world, zone, policy) {
    const [switchOn, certificates] = await Promise.all([
        getZoneSwitch(world.api, zone.id),
        observeCertificates(world.api, zone.id, 'zone'),
    ]);
    return await presentedByZone(world, zone, switchOn, certificates, policy);
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/point-back.js







const point_back_TIMES = 3;
const point_back_SHOWS_WITHIN = 45_000;
const IN_FORCE_WITHIN = 5 * 60_000;
async function pointBack(undoing, moves) {
    const { journal } = undoing;
    let left = moves;
    for (let time = 1; time <= point_back_TIMES; time += 1) {
        const outcome = await put(undoing, left);
        const { inForce, strayed } = await untilRestored(undoing, left);
        if (strayed.length === 0) {
            if (!inForce && outcome.kind === 'ambiguous')
                throw outcome.error;
            if (inForce)
                note(undoing.ledger, left, []);
            else
                journal.warn(UNCONFIRMED);
            return;
        }
        note(undoing.ledger, left, strayed);
        left = strayed;
        journal.say(`${point_back_hostnamesOf(left)} is still on the new certificate`);
    }
    throw straysStill(left);
}
const UNCONFIRMED = {
    reason: 'ROLL_BACK_UNCONFIRMED',
    sentence: 'The hostnames were pointed back, but Cloudflare does not show all of them in force yet.',
};
function straysStill(moves) {
    return new errors/* ActionError */.l('ROLLBACK_FAILED', {
        happened: `${point_back_hostnamesOf(moves)} is on the new certificate again, or still, although it was pointed back ${point_back_TIMES} times.`,
        remedy: 'Find out who else changes the associations of this zone, and point the hostnames at their former certificates.',
    });
}
async function strayedOf(undoing, moves, read = (api, _, names) => lookAtRows(undoing, names, api)) {
    const hostnames = moves.map((move) => move.hostname);
    if (hostnames.length === 0)
        return [];
    const seen = await undoing.glance((api) => read(api, undoing.observation.zone.id, hostnames));
    return seen === undefined ? undefined : noteStrayed(undoing, seen.value, moves);
}
function noteStrayed(undoing, seen, moves) {
    const { ledger } = undoing;
    const strayed = onSuccessor(undoing, seen, moves);
    const known = moves.filter(({ hostname }) => ledger.moved.some((move) => move.hostname === hostname));
    note(ledger, known, strayed);
    return strayed;
}
const byName = async (api, zoneId, hostnames) => ({
    complete: true,
    rows: await observeOneByOne(api, zoneId, hostnames),
});
function point_back_hostnamesOf(moves) {
    return moves.map((move) => move.hostname).join(', ');
}
function without(moves, others) {
    return moves.filter(({ hostname }) => !others.some((other) => other.hostname === hostname));
}
async function put(undoing, moves) {
    const { insisting, journal, ledger, observation } = undoing;
    const requests = moves.map((move) => former(move, ledger.successor));
    const outcome = await putAssociations(insisting.api, observation.zone.id, requests);
    switch (outcome.kind) {
        case 'applied':
            note(ledger, moves, []);
            doubt(ledger, moves);
            return outcome;
        case 'ambiguous':
            doubt(ledger, moves);
            journal.say('the answer to the way back was lost; reading whether it was applied');
            return outcome;
        case 'refused':
            await strayedOf(undoing, moves, byName);
            throw outcome.error;
    }
}
function former(move, successorId) {
    const { hostname } = move;
    const id = move.former?.certificateId;
    if (id === undefined)
        return { hostname, certificateId: successorId ?? '', enabled: null };
    return { hostname, certificateId: id, enabled: move.former?.enabled ?? true };
}
function note(ledger, moves, strayed) {
    const back = without(moves, strayed);
    ledger.unseen = new Set([...ledger.unseen].filter((name) => moves.every((move) => move.hostname !== name)));
    ledger.back = [...without(without(ledger.back, moves), strayed), ...back];
    ledger.moved = [...without(without(ledger.moved, moves), strayed), ...strayed];
}
function doubt(ledger, moves) {
    ledger.unseen = new Set([...ledger.unseen, ...moves.map(({ hostname }) => hostname)]);
}
async function untilRestored(undoing, moves) {
    const { journal, target, world } = undoing;
    const hostnames = moves.map((move) => move.hostname);
    const began = world.clock.monotonic();
    let strayed = [];
    const shown = await waitFor(world, {
        what: 'the former certificates to be in force again',
        atMost: Math.min(target.policy.activationTimeout, IN_FORCE_WITHIN),
        say: journal.say,
        refusals: 'no-news',
        look: async () => {
            const associations = await lookAtRows(undoing, hostnames);
            strayed = onSuccessor(undoing, associations, moves);
            const left = moves.filter((move) => !isRestored(associations, move));
            if (left.length === 0)
                return { done: true, value: { inForce: true, strayed: [] } };
            const patient = strayed.length === 0 || world.clock.monotonic() - began < point_back_SHOWS_WITHIN;
            return patient
                ? { done: false, status: `${left.length} left` }
                : { done: true, value: { inForce: false, strayed } };
        },
    });
    return shown ?? { inForce: false, strayed };
}
function onSuccessor({ ledger }, associations, moves) {
    return moves.filter(({ hostname }) => associationOf(associations, hostname)?.certificateId === ledger.successor);
}
function isRestored(associations, move) {
    const id = move.former?.certificateId;
    if (id === undefined)
        return associationOf(associations, move.hostname) === undefined;
    return isInPlace(associations, move.hostname, id, move.former?.enabled ?? true);
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/way-back.js





async function whyNotBackTo(undoing, id) {
    const { observation, target, world } = undoing;
    const seen = await undoing.glance((api) => getCertificate(api, observation.zone.id, target.level, id));
    if (seen === undefined) {
        const then = observation.certificates.find((certificate) => certificate.id === id);
        const fit = then === undefined || then.status === 'unknown' || isDeploying(then.status) ? 'active' : then.status;
        return way_back_whyUnfit(id, fit, then?.rawStatus ?? fit, then?.leaf?.notAfter, world.api.serverNow());
    }
    if (seen.value === undefined)
        return `${id} is no longer there`;
    const { status, rawStatus, expiresOn } = seen.value;
    const expiry = observed(seen.value).leaf?.notAfter ?? expiresOn;
    return way_back_whyUnfit(id, status, rawStatus, expiry, world.api.serverNow());
}
function way_back_whyUnfit(id, status, rawStatus, expiry, now) {
    if (status !== 'active')
        return `${id} is \`${rawStatus}\``;
    return expiry !== undefined && expiry <= now ? `${id} has expired` : undefined;
}
async function removeUpload(undoing, stillFree, patience) {
    const { journal, ledger, observation, target, world } = undoing;
    const id = ledger.uploaded;
    if (id === undefined)
        return;
    if (world.stop.aborted)
        return leaveUpload(undoing, id, 'The run was cancelled before.');
    let asked = false;
    const mayBeGone = () => {
        asked = true;
    };
    const { say } = journal;
    try {
        const fate = await journal.phase('withdraw', () => retire(world, observation.zone.id, target.level, id, say, stillFree, patience, mayBeGone), ({ why }) => `${id}, uploaded by this run: ${why}`);
        if (fate.fate === 'delete-unconfirmed')
            ledger.withdrawn = 'asked';
        if (fate.fate !== 'deleted')
            return leaveUpload(undoing, id, fate.why);
        ledger.withdrawn = 'gone';
        ledger.orphan = undefined;
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.l))
            throw error;
        if (asked)
            ledger.withdrawn = 'asked';
        leaveUpload(undoing, id, error.happened);
    }
}
function leaveUpload({ journal, ledger }, id, why) {
    ledger.orphan = id;
    const what = ledger.withdrawn === 'asked'
        ? `The deletion of the certificate ${id}, uploaded by this run, is not confirmed.`
        : `The certificate ${id}, uploaded by this run, was not removed.`;
    const next = why.endsWith('The next run checks again.') ? '' : ' The next run deals with it.';
    journal.warn({ reason: 'ORPHAN_LEFT', sentence: `${what} ${why}${next}` });
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/take-back.js








const ROUNDS = 3;
const take_back_LOOK_EVERY = 15_000;
const FOR_PROBES = 3 * 60_000;
async function takeBack(undoing, pointBackAgain) {
    for (let round = 1;; round += 1) {
        const strayed = await removeOnce(undoing);
        if (strayed.length === 0)
            return;
        if (round > ROUNDS)
            throw straysStill(strayed);
        undoing.journal.say(`${point_back_hostnamesOf(strayed)} is on the new certificate again; pointing back once more`);
        await pointBackAgain(undoing, strayed);
    }
}
async function removeOnce(undoing) {
    const id = undoing.ledger.uploaded;
    const edgesFollowed = followedBy(undoing);
    const first = await untilFree(undoing, id, edgesFollowed);
    if (first.kind === 'strayed')
        return first.moves;
    if (id === undefined)
        return [];
    if (first.kind === 'shown') {
        leaveUpload(undoing, id, `${first.why} ${deleteWords('hostname', id)}`);
        return [];
    }
    let strayed = [];
    const stillFree = async () => {
        const now = await take_back_look(undoing, id, edgesFollowed);
        if (now.kind === 'strayed')
            strayed = now.moves;
        return take_back_keptBy(now);
    };
    await removeUpload(undoing, stillFree, first.unlisted === true ? 0 : undefined);
    return strayed;
}
function take_back_keptBy(shown) {
    switch (shown.kind) {
        case 'free':
            return undefined;
        case 'strayed':
            return { fate: 'in-use', why: `${point_back_hostnamesOf(shown.moves)} is on it again.` };
        case 'shown':
            return { fate: 'in-use', why: shown.why };
    }
}
async function untilFree(undoing, id, edgesFollowed) {
    const { journal, ledger, world } = undoing;
    let seen = await take_back_look(undoing, id, edgesFollowed);
    if (seen.kind !== 'shown' || id === undefined)
        return seen;
    journal.say(`the new certificate stays until nobody is shown it any longer. ${seen.why}`);
    await journal.phase('edges-follow', async () => {
        while (seen.kind === 'shown' && seen.wait > 0 && !world.stop.aborted) {
            if (world.clock.monotonic() + seen.wait >= world.deadline() - FOR_PROBES)
                return;
            await pause(world, Math.min(seen.wait, take_back_LOOK_EVERY));
            seen = await take_back_look(undoing, id, edgesFollowed);
        }
    }, () => (seen.kind === 'free' ? 'the edges had time to follow' : `it stays: ${take_back_keptBy(seen)?.why ?? ''}`));
    return ledger.uploaded === undefined || world.stop.aborted ? { kind: 'free' } : seen;
}
function followedBy({ ledger, target, world }) {
    const wait = ledger.back.length === 0 ? 0 : Math.min(target.policy.gracePeriod, PROPAGATION);
    return world.clock.monotonic() + wait;
}
async function take_back_look(undoing, id, edgesFollowed) {
    const { glance, ledger, world } = undoing;
    const hostnames = ledger.asked.map(({ hostname }) => hostname);
    if (id === undefined && hostnames.length === 0)
        return { kind: 'free' };
    const seen = await glance((api) => lookAtRows(undoing, hostnames, api));
    if (seen === undefined) {
        const why = 'The associations of the zone could not be read.';
        return world.stop.aborted ? { kind: 'free' } : { kind: 'shown', why, wait: take_back_LOOK_EVERY };
    }
    const strayed = noteStrayed(undoing, seen.value, ledger.asked);
    if (strayed.length > 0)
        return { kind: 'strayed', moves: strayed };
    if (id === undefined)
        return { kind: 'free' };
    return seen.value.complete ? inList(undoing, seen.value, id) : take_back_unlisted(undoing, edgesFollowed);
}
function inList({ observation, siblings, target, world }, rows, id) {
    const users = observation_usersOf(rows, id);
    if (users.length > 0)
        return { kind: 'shown', why: `It is used by ${users.join(', ')}.`, wait: take_back_LOOK_EVERY };
    const grace = Math.min(target.policy.gracePeriod, PROPAGATION);
    const restless = siblings.rows
        .unquiet(grace, world.api.serverNow(), PROPAGATION)
        .filter((one) => holds(one, observation.at));
    const why = whyNotQuiet(restless, observation.at);
    return why === undefined
        ? { kind: 'free' }
        : { kind: 'shown', why, wait: Math.max(...restless.map(quietIn)) };
}
function take_back_unlisted({ world }, edgesFollowed) {
    const left = edgesFollowed - world.clock.monotonic();
    return left <= 0
        ? { kind: 'free', unlisted: true }
        : { kind: 'shown', why: `Edges may present it for ${seconds(left)} more.`, wait: left };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/hostnames.js






async function rollBackHostnames(undoing) {
    const { journal, ledger } = undoing;
    if (ledger.moved.length === 0) {
        await takeBack(undoing, hostnames_goBack);
        return ledger.back.length === 0
            ? { kind: 'nothing-moved', sentence: 'This run had moved no hostname.' }
            : restored(ledger.back);
    }
    const overtaken = await overtakenBy(undoing);
    if (overtaken.length === ledger.moved.length) {
        return { kind: 'no-way-back', sentence: `${reasonsOf(overtaken)}, so nothing was put back.` };
    }
    const { back, stay } = await sort(undoing, overtaken);
    if (back.length === 0) {
        return { kind: 'no-way-back', sentence: `The new certificate stays in force: ${reasonsOf(stay)}.` };
    }
    await hostnames_goBack(undoing, back);
    if (stay.length > 0) {
        const names = point_back_hostnamesOf(stay.map(({ move }) => move));
        return {
            kind: 'no-way-back',
            sentence: `${isBack(back)} had; ${names} ${stay.length === 1 ? 'stays as it is' : 'stay as they are'}: ${reasonsOf(stay)}.`,
        };
    }
    journal.say(`back on the former certificate after ${seconds(undoing.world.clock.monotonic() - undoing.began)}`);
    await takeBack(undoing, hostnames_goBack);
    return restored(ledger.back);
}
async function pointStrayedBack(undoing) {
    const strayed = (await strayedOf(undoing, undoing.ledger.asked)) ?? [];
    if (strayed.length === 0)
        return false;
    await hostnames_goBack(undoing, strayed);
    return true;
}
async function hostnames_goBack(undoing, moves) {
    await undoing.journal.phase('roll-back', () => pointBack(undoing, moves), () => `${moves.length === 1 ? point_back_hostnamesOf(moves) : `${moves.length} hostnames`} pointed back`);
}
function restored(moves) {
    return { kind: 'restored', sentence: `${isBack(moves)} had before.` };
}
function isBack(moves) {
    return `${point_back_hostnamesOf(moves)} ${moves.length === 1 ? 'is back on what it' : 'are back on what they'}`;
}
async function overtakenBy({ glance, ledger, observation }) {
    const hostnames = ledger.moved.map(({ hostname }) => hostname);
    const seen = await glance((api) => observeAssociations(api, observation.zone.id, hostnames));
    if (seen === undefined)
        return [];
    return ledger.moved.flatMap((move) => {
        const now = associationOf(seen.value, move.hostname)?.certificateId;
        if (now === ledger.successor || now === move.former?.certificateId)
            return [];
        const where = now === undefined ? 'was voided' : `was pointed at ${now}`;
        return [{ move, why: `${move.hostname} ${where} by somebody else` }];
    });
}
function reasonsOf(staying) {
    return staying.map(({ why }) => why).join('; ');
}
async function sort(undoing, overtaken) {
    const { ledger, observation } = undoing;
    const ids = [...new Set(ledger.moved.flatMap((move) => move.former?.certificateId ?? []))];
    const reasons = new Map(await Promise.all(ids.map(async (id) => [id, await whyNotBackTo(undoing, id)])));
    const sick = new Set(observation.baselines
        .filter(({ baseline }) => baseline.kind === 'lacks-certificate')
        .map(({ url }) => new URL(url).hostname));
    const why = (move) => {
        const taken = overtaken.find((one) => one.move === move);
        if (taken !== undefined)
            return taken.why;
        if (sick.has(move.hostname))
            return `${move.hostname} failed before as well`;
        const id = move.former?.certificateId;
        return id === undefined ? undefined : reasons.get(id);
    };
    return {
        back: ledger.moved.filter((move) => why(move) === undefined),
        stay: ledger.moved.flatMap((move) => {
            const reason = why(move);
            return reason === undefined ? [] : [{ move, why: reason }];
        }),
    };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/undoing.js


const GLANCE = 15_000;
function openUndoing(context) {
    const { journal } = context;
    const { clock, stop } = context.world;
    const overtime = openOvertime(context.world, journal.say);
    return {
        ...context,
        ...overtime,
        glance: async (look) => {
            const soon = clock.monotonic() + GLANCE;
            try {
                return {
                    value: await look(context.world.api.withStop(stop, () => Math.min(soon, overtime.world.deadline()))),
                };
            }
            catch (error) {
                if (!(error instanceof errors/* ActionError */.l))
                    throw error;
                if (!stop.aborted)
                    journal.say(`Reading from Cloudflare failed, so that is skipped. ${error.happened}`);
                return undefined;
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/verify.js



const PASSES = 30_000;
async function verify_verifyRestored(context) {
    const { target, observation, world, journal } = context;
    const { urls, timeout } = target.policy.probes;
    if (urls.length === 0)
        return { bad: false, sentence: 'No probe is configured, so this could not be seen from outside.' };
    const follow = Math.min(target.policy.gracePeriod, PROPAGATION);
    const baselines = new Map(observation.baselines.map(({ url, baseline }) => [url, baseline]));
    const wasRefused = (url) => baselines.get(url)?.kind === 'lacks-certificate';
    const shown = await journal.phase('probe', () => verifyThroughEdge({ ...world.probes, say: journal.say }, {
        urls: urls.toSorted((one, other) => Number(wasRefused(one)) - Number(wasRefused(other))),
        baselines,
        expected: (url) => formerAt(observation, url, baselines.get(url)),
        settings: {
            ...target.policy.probes,
            timeout: Math.max(timeout, follow + Math.min(timeout, PASSES)),
        },
        when: 'after-rollback',
        until: undefined,
    }), ({ kind }) => kind === 'verified'
        ? 'visitors get through again'
        : 'whether visitors get through again was not to be seen');
    journal.evidence(shown.evidence);
    const { sentence } = shown;
    switch (shown.kind) {
        case 'bad-news':
            return { bad: shown.certificateFault && !wasRefused(shown.url), sentence };
        case 'inconclusive':
            return { bad: shown.servedOther === true, sentence };
        case 'verified':
        case 'interrupted':
            return { bad: false, sentence };
    }
}
function formerAt(observation, url, baseline) {
    const presented = observation.level === 'zone' ? observation.presented : observation.presented.get(new URL(url).hostname);
    const leaf = presented?.kind === 'certificate' ? presented.certificate.leaf : undefined;
    if (leaf === undefined || baseline?.served === undefined)
        return leaf;
    return echoNames(readEcho(baseline.served), leaf) ? leaf : undefined;
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/zone.js






async function rollBackZone(undoing) {
    const { ledger, observation } = undoing;
    if (ledger.switchedOn) {
        const other = await uploadedByOthers(undoing);
        if (other !== undefined) {
            return {
                kind: 'no-way-back',
                sentence: `Somebody else has uploaded ${other} in the meantime, so the zone stays switched on.`,
            };
        }
        await zone_goBack(undoing);
        await switchStrayedBack(undoing);
        await removeUpload(undoing);
        return { kind: 'restored', sentence: 'Origin pulls of the zone are off again, as they were before.' };
    }
    const wasOff = observation.level === 'zone' && !observation.switchOn;
    if (wasOff) {
        await removeUpload(undoing);
        return { kind: 'nothing-moved', sentence: 'Nothing was in force yet.' };
    }
    return await deleteSuccessor(undoing);
}
async function switchStrayedBack(undoing) {
    const { glance, observation } = undoing;
    if (observation.level !== 'zone' || observation.switchOn)
        return false;
    const seen = await glance((api) => getZoneSwitch(api, observation.zone.id));
    if (seen?.value !== true)
        return false;
    undoing.journal.say('the zone is switched on again; switching it off once more');
    await zone_goBack(undoing);
    return true;
}
async function uploadedByOthers({ glance, ledger, observation }) {
    const known = new Set([ledger.successor, ...observation.certificates.map(({ id }) => id)]);
    const now = await glance((api) => observeCertificates(api, observation.zone.id, 'zone'));
    return now?.value.find((certificate) => isLive(certificate) && !known.has(certificate.id))?.id;
}
async function zone_goBack(undoing) {
    await undoing.journal.phase('roll-back', () => zone_switchOff(undoing), () => 'switched off again, as it was before');
}
const zone_SETTLE = 90_000;
async function zone_switchOff({ insisting, journal, ledger, observation, world }) {
    const outcome = await setZoneSwitch(insisting.api, observation.zone.id, false);
    if (outcome.kind === 'refused')
        throw outcome.error;
    ledger.offUnsettled = outcome.kind === 'ambiguous';
    if (outcome.kind === 'ambiguous') {
        journal.say('the answer to the switch was lost; reading whether it was applied');
        const off = await waitFor(world, {
            what: 'the zone to be off',
            atMost: zone_SETTLE,
            say: journal.say,
            refusals: 'no-news',
            look: async () => (await getZoneSwitch(world.api, observation.zone.id))
                ? { done: false, status: 'on' }
                : { done: true, value: true },
        });
        if (off === undefined)
            throw outcome.error;
    }
    ledger.offUnsettled = false;
    ledger.switchedOn = false;
}
async function deleteSuccessor(undoing) {
    const { journal, ledger } = undoing;
    const way = await wayBack(undoing);
    if (way.kind === 'none')
        return { kind: 'no-way-back', sentence: `The new certificate stays in force: ${way.why}.` };
    const { fate, why } = await journal.phase('roll-back', () => withdraw(undoing, way), (one) => `${way.successor}, ${ledger.uploaded === undefined ? 'taken over' : 'uploaded'} by this run: ${one.why}`);
    if (fate !== 'deleted') {
        return {
            kind: 'no-way-back',
            sentence: `Rolling back to ${way.predecessor} did not succeed: the new certificate ${way.successor} is not known to be deleted. ${why}`,
        };
    }
    ledger.withdrawn = 'gone';
    const now = await wayBack(undoing);
    ledger.backTo = now.kind === 'to' ? now.predecessor : way.predecessor;
    return now.kind === 'to'
        ? { kind: 'restored', sentence: `${now.predecessor} is the newest certificate of the zone again.` }
        : { kind: 'no-way-back', sentence: `Rolling back failed: ${now.why}.` };
}
async function withdraw(undoing, way) {
    const { insisting, journal, ledger, observation, target } = undoing;
    const stillFree = async () => {
        const now = await wayBack(undoing);
        return now.kind === 'to' ? undefined : { fate: 'kept', why: `${now.why}, so the new one stays.` };
    };
    const { id } = observation.zone;
    try {
        return await retire(insisting, id, target.level, way.successor, journal.say, stillFree);
    }
    finally {
        if (undoing.sent() !== 'nothing')
            ledger.withdrawn = 'asked';
    }
}
async function wayBack(undoing) {
    const { ledger, observation } = undoing;
    if (ledger.uploadUnsettled)
        await findUpload(undoing);
    const mine = ledger.uploaded ?? ledger.adopted;
    if (mine === undefined)
        return none('it was not uploaded by this run, so this run does not delete it');
    const wasSick = ledger.adopted === undefined &&
        observation.baselines.some(({ baseline }) => baseline.kind === 'lacks-certificate');
    const reasons = [];
    for (const { id } of await olderOnes(undoing, mine)) {
        if (wasSick)
            return none(`the site failed with ${id} as well`);
        const why = await whyNotBackTo(undoing, id);
        if (why === undefined)
            return { kind: 'to', predecessor: id, successor: mine };
        reasons.push(why);
    }
    return none(reasons.length === 0 ? 'there was no certificate before it to go back to' : reasons.join('; '));
}
async function olderOnes({ glance, observation }, successorId) {
    const now = (await glance((api) => observeCertificates(api, observation.zone.id, 'zone')))?.value ?? [];
    const uploadedOn = now.find(({ id }) => id === successorId)?.uploadedOn ?? Number.NEGATIVE_INFINITY;
    const presented = observation.level === 'zone' ? observation.presented : undefined;
    const shown = presented?.kind === 'certificate' ? [presented.certificate] : [];
    const before = new Map([...shown, ...observation.certificates].map((one) => [one.id, one]));
    const since = now.filter(({ id, uploadedOn: on = Infinity }) => !before.has(id) && on < uploadedOn);
    return [...before.values(), ...since]
        .filter((one) => isLive(one) && one.id !== successorId)
        .toSorted((one, other) => (other.uploadedOn ?? 0) - (one.uploadedOn ?? 0));
}
const FOUND_WITHIN = 150_000;
async function findUpload({ journal, ledger, observation, target, world }) {
    const { leaf } = target.successor;
    const found = await waitFor(world, {
        what: 'the uploaded certificate to show in the list',
        atMost: FOUND_WITHIN,
        say: journal.say,
        refusals: 'no-news',
        look: async () => {
            const listed = await observeCertificates(world.api, observation.zone.id, 'zone');
            const copy = findByFingerprint(listed, leaf);
            return copy === undefined ? { done: false, status: 'not in the list' } : { done: true, value: copy };
        },
    });
    const known = observation.certificates.some(({ id }) => id === found?.id);
    if (found === undefined || known)
        return;
    ledger.uploaded = found.id;
    ledger.successor = found.id;
    ledger.uploadUnsettled = false;
}
function none(why) {
    return { kind: 'none', why };
}

;// CONCATENATED MODULE: ./lib/rotation/roll-back/roll-back.js







async function rollBack(context) {
    const { ledger } = context;
    if (ledger.deleteSent) {
        throw new errors/* ActionError */.l('INTERNAL', {
            happened: 'A roll-back was requested after the deletion of a previous certificate was sent.',
            remedy: 'Please report this.',
        });
    }
    const undoing = openUndoing(context);
    try {
        const undone = await undo(undoing);
        if (undone.kind === 'nothing-moved')
            ledger.undone = true;
        return undone.kind === 'restored' ? await roll_back_confirm(undoing, undone) : undone;
    }
    finally {
        undoing.close();
    }
}
async function undo(undoing) {
    try {
        return undoing.observation.level === 'zone'
            ? await rollBackZone(undoing)
            : await rollBackHostnames(undoing);
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.l) || error.code !== 'CANCELLED')
            throw error;
        switch (undoing.sent()) {
            case 'applied':
                return {
                    kind: 'one-call',
                    sentence: 'The call that restores what was in force was made; the run was cancelled before it was confirmed.',
                };
            case 'perhaps':
                throw unsettled(error);
            case 'nothing':
                throw error;
        }
    }
}
async function roll_back_confirm(undoing, undone) {
    const { began, journal, ledger, world } = undoing;
    if (!world.stop.aborted) {
        let seen = await verify_verifyRestored(undoing);
        if (seen.bad && (await putStrayedBack(undoing)))
            seen = await verify_verifyRestored(undoing);
        if (seen.bad)
            throw stillRefused(seen.sentence);
        journal.say(`rolled back within ${seconds(world.clock.monotonic() - began)}`);
        ledger.undone = isAsBefore(undoing);
        return { ...undone, sentence: `${undone.sentence} ${seen.sentence}` };
    }
    ledger.undone = isAsBefore(undoing);
    return undone;
}
function isAsBefore({ ledger, observation }) {
    if (observation.level !== 'zone' || ledger.backTo === undefined)
        return true;
    const { presented } = observation;
    return presented.kind === 'certificate' && presented.certificate.id === ledger.backTo;
}
async function putStrayedBack(undoing) {
    return undoing.observation.level === 'zone'
        ? await switchStrayedBack(undoing)
        : await pointStrayedBack(undoing);
}
function stillRefused(sentence) {
    return new errors/* ActionError */.l('ROLLBACK_FAILED', {
        happened: `Cloudflare shows the previous certificate in force, but it is not presented for visitors. ${sentence}`,
        remedy: "Check the site now. If visitors are still refused, upload a certificate that the origin trusts, or stop demanding one at the origin, and ask Cloudflare's support.",
    });
}

;// CONCATENATED MODULE: ./lib/rotation/gates.js
function createGates(names) {
    const gates = new Map(names.map((name) => [name, Promise.withResolvers()]));
    return {
        open: (name) => gates.get(name)?.resolve(),
        openAll: () => gates.forEach(({ resolve }) => resolve()),
        passed: async (name) => await gates.get(name)?.promise,
    };
}

;// CONCATENATED MODULE: ./lib/rotation/siblings.js


function alone() {
    return {
        rows: createRowWatch(),
        turn: () => Promise.resolve(true),
        done: () => undefined,
        verified: () => undefined,
        othersVerified: () => Promise.resolve(true),
        claim: () => undefined,
    };
}
function createFamily(names) {
    const members = names.map((name) => ({
        name,
        state: 'waiting',
        verified: false,
        gates: createGates(['upload', 'move', 'verified']),
    }));
    const start = createGates(['gathered']);
    const rows = createRowWatch();
    const claims = new Map();
    const seat = (me, index) => ({
        rows,
        turn: async (step) => {
            const before = members.slice(0, index).filter(({ state }) => state !== 'waiting');
            await Promise.all(before.map(({ gates }) => gates.passed(step)));
            return before.every(({ state }) => state !== 'failed');
        },
        done: (step) => me.gates.open(step),
        verified: () => {
            me.verified = true;
            me.gates.open('verified');
        },
        othersVerified: async () => {
            await start.passed('gathered');
            const others = members.filter((member) => member !== me && member.state !== 'waiting');
            await Promise.all(others.map(({ gates }) => gates.passed('verified')));
            return others.every(({ verified }) => verified);
        },
        claim: (id) => {
            const claimed = claims.get(id) ?? me;
            claims.set(id, claimed);
            return claimed === me ? undefined : claimed.name;
        },
    });
    return {
        begin: (index) => {
            const me = members[index];
            if (me === undefined)
                return alone();
            me.state = 'at-work';
            return seat(me, index);
        },
        end: (index, failed) => {
            const me = members[index];
            if (me === undefined)
                return;
            me.state = failed ? 'failed' : 'succeeded';
            me.gates.openAll();
        },
        gathered: () => start.openAll(),
    };
}

;// CONCATENATED MODULE: ./lib/rotation/rotate.js

















async function rotate(asked, world, options) {
    const journal = createJournal({
        now: () => world.api.serverNow(),
        monotonic: () => world.clock.monotonic(),
        log: options.log ?? plainLog(world.say),
    });
    const ledger = openLedger();
    const { siblings = alone() } = options;
    const askedAt = world.clock.monotonic();
    let target = asked;
    let observation;
    const end = (ending) => outcome_conclude_conclude({ target, observation, journal, ledger, ending, now: world.api.serverNow() });
    try {
        observation = await journal.phase('observe', () => rotate_look(target, world, journal, options.resolve), describe);
        if (observation.level === 'hostname') {
            siblings.rows.minds(observation.hostnames, target.policy.gracePeriod);
            noteRows(siblings.rows, observation.associations, askedAt, world);
        }
        let decided;
        if (target.issuing === undefined)
            decided = plan(target, observation, world.api.serverNow());
        else {
            const { issuing } = target;
            const settled = await settle_settle(target, issuing, observation, world, journal, options.dryRun);
            ({ target, observation, decided } = settled);
        }
        decided.warnings.forEach(journal.warn);
        switch (decided.kind) {
            case 'refused':
                return end({ kind: 'refused', plan: decided });
            case 'idle': {
                const seen = { target, observation, world, journal };
                const refused = options.dryRun ? undefined : await refusedInForce(seen, decided.successor, askedAt);
                if (refused !== undefined) {
                    const finish = finishing(decided);
                    const all = { target, observation, plan: finish, world, journal, ledger, siblings };
                    return end(await rotate_takeBack(all, refused, decided.successor.id));
                }
                siblings.verified();
                return end({ kind: 'idle', plan: decided });
            }
            case 'rotate': {
                if (!(await siblings.turn('upload'))) {
                    const seen = { phases: journal.phases(), evidence: journal.seen(), warnings: journal.warnings() };
                    return { ...notStarted(target, EARLIER_FAILED, world.api.serverNow()), ...seen };
                }
                if (options.dryRun)
                    return end({ kind: 'planned', plan: decided });
                await world.announce(end({ kind: 'planned', plan: decided }));
                const context = { target, observation, plan: decided, world, journal, ledger, siblings };
                const { adopt, moves, switchOn } = decided;
                const stands = adopt !== undefined && moves.length === 0 && !switchOn;
                const refused = stands ? await refusedInForce(context, adopt, askedAt) : undefined;
                if (refused !== undefined && stands)
                    return end(await rotate_takeBack(context, refused, adopt.id));
                return end(await rotate_carryOut(context));
            }
        }
    }
    catch (error) {
        return end({ kind: 'stopped', plan: undefined, error: (0,errors/* asActionError */.z)(error) });
    }
}
async function rotate_look(target, world, journal, resolve = (asked) => resolveZone(world.api, asked)) {
    const zone = await resolve(target.zone);
    return await observe(target, zone, world, journal);
}
async function rotate_carryOut(first) {
    let context = first;
    try {
        const standing = await bring(first);
        ({ context } = standing);
        const successor = await apply(standing);
        const left = leftToSiblings(context, successor);
        if (left !== undefined)
            return { kind: 'idle', plan: left };
        return { kind: 'rotated', plan: context.plan, successor };
    }
    catch (error) {
        const cause = (0,errors/* asActionError */.z)(error);
        if (context.ledger.deleteSent || !(cause instanceof BadNews))
            return { kind: 'stopped', plan: context.plan, error: cause };
        return await rotate_goBack(context, cause, context.plan);
    }
}
async function rotate_takeBack(context, refused, successorId) {
    const { ledger, plan: decided, observation } = context;
    if (observation.level === 'hostname')
        return { kind: 'stopped', plan: decided, error: refused };
    ledger.successor = successorId;
    ledger.adopted = successorId;
    ledger.wrote = true;
    return await rotate_goBack(context, refused, decided);
}
function finishing({ successor, spared, warnings }) {
    return {
        kind: 'rotate',
        reason: 'FINISH_EARLIER_RUN',
        discard: undefined,
        adopt: successor,
        switchOn: false,
        moves: [],
        canary: undefined,
        remove: [],
        spared,
        warnings,
    };
}
async function rotate_goBack(context, error, decided) {
    context.journal.news('going back to what was in force before');
    try {
        return { kind: 'rolled-back', plan: decided, error, undone: await rollBack(context) };
    }
    catch (failure) {
        return { kind: 'roll-back-failed', plan: decided, error, failure: (0,errors/* asActionError */.z)(failure) };
    }
}
function describe(observation) {
    const count = observation.certificates.length;
    const what = `${count} ${observation.level} certificate${count === 1 ? '' : 's'}`;
    return observation.level === 'zone'
        ? `the zone has ${what}; origin pulls are ${observation.switchOn ? 'on' : 'off'}`
        : `the zone has ${what}; ${observation.hostnames.length} hostname${observation.hostnames.length === 1 ? '' : 's'} to look after`;
}

;// CONCATENATED MODULE: ./lib/operations/same-zone.js



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
    const names = asked.filter((zone) => !same_zone_isId(zone));
    if (names.length === 0 || names.length === asked.length)
        return byZone(targets);
    const ids = new Map();
    await inParallel(names, width, async (name) => {
        const zone = await resolve(name).catch(() => undefined);
        if (zone !== undefined)
            ids.set(name, zone.id);
    });
    const zones = byZone(targets, (zone) => ids.get(zone) ?? zone);
    zones.forEach(same_zone_refuseTwice);
    return zones;
}
function same_zone_refuseTwice(targets) {
    const owners = new Map();
    for (const target of targets)
        for (const claim of same_zone_claimsOf(target)) {
            const owner = owners.get(claim);
            if (owner === undefined)
                owners.set(claim, target);
            else if (owner.zone !== target.zone)
                throw twice(owner, target, claim);
        }
}
function same_zone_claimsOf({ level, hostnames, replace }) {
    if (level === 'zone')
        return ['the zone level'];
    return [
        ...hostnames.map((hostname) => `the hostname ${hostname}`),
        ...(replace === undefined ? [] : [`the certificate ${replace}`]),
    ];
}
function twice(one, other, claim) {
    return new errors/* ActionError */.l('INPUT_INVALID', {
        happened: `\`manifest\` has ${claim} twice: ${one.zone} and ${other.zone} are one zone.`,
        inForce: 'Nothing was changed.',
        remedy: 'Name the zone once, and each of its targets once.',
    });
}
function same_zone_isId(zone) {
    return /^[0-9a-f]{32}$/u.test(zone);
}

;// CONCATENATED MODULE: ./lib/operations/slots.js



async function countSlots({ zone }, resolve, api) {
    const live = await liveIn(zone, resolve, api);
    if (live === undefined)
        return { hasRoom: () => false };
    const there = new Set(live.map(({ leaf }) => leaf?.fingerprint));
    const ids = new Set(live.map(({ id }) => id));
    return {
        hasRoom: (target, atWork, done) => {
            const brought = new Set([...atWork, ...done.keys()].map(wants).filter((one) => !there.has(one)));
            if (there.has(wants(target)) || brought.has(wants(target)))
                return true;
            const gone = new Set([...done.values()].flatMap(deletedBy).filter((id) => ids.has(id)));
            return live.length + brought.size - gone.size < LIVE_QUOTA;
        },
    };
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

;// CONCATENATED MODULE: ./lib/operations/zone-hostnames.js




async function rotateHostnames(targets, work, resolve, api) {
    const [only, ...others] = targets;
    if (only === undefined)
        return [];
    if (others.length === 0)
        return [await work(only)];
    const family = createFamily(targets.map(({ name }) => name));
    const results = new Map();
    const running = new Map();
    const toTheEnd = async (target, index) => {
        const result = await work(target, family.begin(index));
        results.set(target, result);
        running.delete(target);
        family.end(index, isFailure(result) || result.outcome === 'not-started');
    };
    const begin = (target) => void running.set(target, toTheEnd(target, targets.indexOf(target)));
    const waiting = () => targets.filter((target) => !results.has(target) && !running.has(target));
    const slots = await countSlots(only, resolve, api);
    for (;;) {
        const failed = [...results.values()].some(isFailure);
        for (const target of failed ? [] : waiting()) {
            if (running.size === 0 || slots.hasRoom(target, [...running.keys()], results))
                begin(target);
        }
        family.gathered();
        if (running.size === 0)
            break;
        await Promise.race(running.values());
    }
    return targets.map((target) => results.get(target) ?? notStarted(target, EARLIER_FAILED, api.serverNow()));
}

;// CONCATENATED MODULE: ./lib/operations/rotate.js








const ZONES_AT_ONCE = 100;
const ZONES_AT_FIRST = { stop: 16, continue: ZONES_AT_ONCE };
async function rotateAll(targets, world, { dryRun, onFailure, telling }) {
    const resolve = resolver(world.api);
    const zones = await targetsByZone(targets, resolve, ZONES_AT_ONCE);
    let left = targets.length;
    const shared = {
        ...world,
        api: lookTogether(world.api),
        polling: createPolling(world.api.callsLeft, () => left),
    };
    const progress = createProgress(targets.map(({ name }) => name), { now: () => world.clock.monotonic(), say: world.say, debug: telling?.debug ?? (() => undefined) });
    let failed = false;
    const work = async (target, siblings) => {
        const log = progress.logOf(target.name);
        const result = await rotate(target, shared, { dryRun, resolve, siblings, log });
        progress.ended(target.name);
        telling?.ended(result);
        failed ||= isFailure(result);
        return result;
    };
    const rotateOne = async (zone) => {
        const why = 'another zone failed, and `on-failure` is `stop`';
        const done = failed && onFailure === 'stop'
            ? zone.map((target) => notStarted(target, why, world.api.serverNow()))
            : await rotateZone(zone, work, resolve, shared);
        left -= zone.length;
        return done;
    };
    const results = await inParallel(zones, ZONES_AT_FIRST[onFailure], rotateOne, ZONES_AT_ONCE);
    return results.flat();
}
async function rotateZone(targets, work, resolve, { api }) {
    const hostnames = targets.filter((target) => target.level === 'hostname');
    const done = [...(await rotateHostnames(hostnames, work, resolve, api))];
    for (const target of targets.filter(({ level }) => level === 'zone'))
        done.push(done.some(isFailure) ? notStarted(target, EARLIER_FAILED, api.serverNow()) : await work(target));
    return done;
}
function runResult(targets, run) {
    const outcome = WORST_FIRST.find((one) => targets.some((target) => target.outcome === one)) ?? 'unchanged';
    return { operation: 'rotate', outcome, targets, ...run };
}

;// CONCATENATED MODULE: ./lib/operations/status/matrix.js
const MOST_JOBS = 256;
const matrix_MOST_CHARACTERS = 29_000;
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
    let fitting = zones.length;
    while (lengthOf(inGroups(zones.slice(0, fitting), 1)) > matrix_MOST_CHARACTERS)
        fitting = Math.floor(fitting * 0.9);
    const taken = zones.slice(0, fitting);
    let jobs = Math.min(MOST_JOBS, taken.length);
    while (jobs > 1 && lengthOf(inGroups(taken, jobs)) > matrix_MOST_CHARACTERS)
        jobs = Math.floor(jobs * 0.9);
    const leftOut = zones.slice(fitting).map(([first]) => first?.zone.asked ?? '');
    return { entries: inGroups(taken, jobs), leftOut };
}
function inGroups(zones, most) {
    const size = Math.max(1, Math.ceil(zones.length / Math.max(1, most)));
    return [...Map.groupBy(zones.entries(), ([index]) => Math.floor(index / size)).values()]
        .map((group) => group.flatMap(([, zone]) => zone))
        .map((group) => ({
        zone: group.map(({ zone }) => zone.asked).join(','),
        due: group.reduce((sum, status) => sum + Math.max(1, dueTargets(status)), 0),
    }));
}
function lengthOf(entries) {
    return JSON.stringify(entries).length;
}

;// CONCATENATED MODULE: ./lib/operations/status/certificates.js




function heldCertificates(look, now) {
    const { zone, hostname } = look.certificates;
    const row = (level, certificate, use) => ({
        ...facts_factsOf(certificate, now),
        level,
        status: certificate.rawStatus,
        use,
        expired: certificate.leaf !== undefined && certificate.leaf.notAfter <= now,
        uploadedOn: certificate.uploadedOn,
        hostnames: level === 'zone' ? [] : [...new Set(observation_usersOf(look.associations, certificate.id))],
    });
    return [
        ...zone.map((one) => row('zone', one, zoneUse(one, look))),
        ...hostname.map((one) => row('hostname', one, hostnameUse(one, look))),
    ];
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
    if (observation_usersOf(associations, certificate.id).length > 0)
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

;// CONCATENATED MODULE: ./lib/operations/status/finding.js

const RENEW = 'Issue a new certificate, store it with its key in the secrets, and run the rotation.';
function due(about, reason, sentence, remedy) {
    return { kind: 'due', reason, ...about, sentence, remedy };
}
function warning(about, reason, sentence, remedy) {
    return { kind: 'warning', reason, ...about, sentence, remedy };
}
function expiryOf(certificate, about, within, now) {
    const { id, leaf } = certificate;
    if (leaf === undefined) {
        const sentence = `It is not known when the certificate ${id} expires: Cloudflare returned no readable certificate.`;
        return [warning(about, 'UNREADABLE', sentence, 'Check it in the dashboard.')];
    }
    const left = leaf.notAfter - now;
    if (left <= 0) {
        const ago = daysAgo(daysUntil(leaf.notAfter, now));
        const sentence = `The certificate in force, ${id}, expired ${ago}: an origin that checks it refuses every visitor.`;
        return [due(about, 'EXPIRED', sentence, RENEW)];
    }
    if (left > within)
        return [];
    const sentence = `The certificate in force, ${id}, expires in ${daysInWords(left)}.`;
    return [due(about, 'EXPIRES_SOON', sentence, RENEW)];
}
function expiryOfUnknown({ id, leaf }, about, doubt, within, now) {
    if (leaf === undefined || leaf.notAfter - now > within)
        return [];
    const left = leaf.notAfter - now;
    const when = left <= 0 ? `expired ${daysAgo(daysUntil(leaf.notAfter, now))}` : `expires in ${daysInWords(left)}`;
    const { sentence, remedy } = DOUBTS[doubt];
    return [
        due(about, left <= 0 ? 'EXPIRED' : 'EXPIRES_SOON', `The certificate ${id} ${when}. ${sentence}`, remedy),
    ];
}
const DOUBTS = {
    'no-list': {
        sentence: 'It is not known which hostnames use it, since Cloudflare gave no list of them.',
        remedy: `If hostnames use it: ${RENEW} If none does: \`operation: delete\` with its id; Cloudflare refuses to delete one that is in use.`,
    },
    'no-order': {
        sentence: 'It is not known whether Cloudflare uses it for the zone.',
        remedy: RENEW,
    },
};

;// CONCATENATED MODULE: ./lib/operations/status/compare-hostnames.js





const ROTATE = 'Run the rotation with this certificate.';
function compareHostnames(target, expected, look) {
    const about = { target: target.name, expected: true };
    if (target.replace !== undefined)
        return leftBehind(about, target.replace, expected, look);
    const by = Map.groupBy(target.hostnames, (hostname) => stateOf(hostname, target, expected, look));
    const said = (state) => {
        const hostnames = by.get(state);
        const words = compare_hostnames_WORDS[state];
        if (hostnames === undefined || words === undefined)
            return [];
        return [due(about, words.reason, `${words.says}: ${someOf(hostnames)}.`, ROTATE)];
    };
    return ['without', 'gone', 'off', 'other', 'stuck'].flatMap(said);
}
const compare_hostnames_WORDS = {
    without: { reason: 'NO_CERTIFICATE', says: 'Without a certificate of their own' },
    gone: {
        reason: 'CERTIFICATE_GONE',
        says: 'Tied to a certificate that no longer exists, so it is not sent',
    },
    off: { reason: 'SWITCHED_OFF', says: 'Switched off, so no client certificate is sent' },
    other: {
        reason: 'NOT_IN_FORCE',
        says: 'On a different certificate than the one that should be in force',
    },
    stuck: { reason: 'NOT_DEPLOYED', says: 'Cloudflare gave up putting their certificate in force' },
    fine: undefined,
};
function stateOf(hostname, { enable }, expected, { associations, certificates }) {
    const association = associationOf(associations, hostname);
    if (association === undefined) {
        if (!enable)
            return 'fine';
        return danglingOf(associations, hostname) === undefined ? 'without' : 'gone';
    }
    if (association.enabled === false && enable)
        return 'off';
    const held = certificates.hostname.find(({ id }) => id === association.certificateId);
    if (expected.kind === 'to-issue')
        return 'other';
    if (expected.kind === 'leaf' && held?.leaf?.fingerprint !== expected.leaf.fingerprint)
        return 'other';
    return association.status === 'deployment_timed_out' ? 'stuck' : 'fine';
}
function leftBehind(about, replaced, expected, look) {
    const { associations, certificates } = look;
    const held = certificates.hostname.find(({ id }) => id === replaced);
    if (expected.kind === 'leaf' && held?.leaf?.fingerprint === expected.leaf.fingerprint)
        return [];
    const users = [...liveAssociations(associations), ...danglingAssociations(associations)].filter(({ certificateId }) => certificateId === replaced);
    if (users.length === 0)
        return associations.complete ? usedByNobody(about, replaced, expected, look) : [];
    const sentence = `Still on the certificate ${replaced}, which is to be replaced: ${someOf(users.map(({ hostname }) => hostname))}.`;
    return [due(about, 'NOT_IN_FORCE', sentence, ROTATE)];
}
function usedByNobody(about, replaced, expected, { associations, certificates }) {
    const sentence = `No hostname uses the certificate ${replaced} named by \`replace\``;
    if (expected.kind !== 'leaf')
        return [
            warning(about, 'REPLACED_UNUSED', `${sentence}; whether another one has replaced it could not be compared.`, 'Give the certificate to have it compared.'),
        ];
    const own = findByFingerprint(certificates.hostname, expected.leaf);
    if (own !== undefined && servedBy(associations, own.id).length > 0)
        return [];
    return [
        due(about, 'NO_HOSTNAME', `${sentence}, and none uses the certificate that should be in force.`, 'Correct `replace`, or name the hostnames in `hostnames`.'),
    ];
}

;// CONCATENATED MODULE: ./lib/operations/status/compare-zone.js



const compare_zone_ROTATE = 'Run the rotation with this certificate.';
function compareZone(target, expected, look) {
    const about = { target: target.name, expected: true };
    const switchedOff = target.enable && !look.switchOn;
    return [
        ...(switchedOff
            ? [
                due(about, 'SWITCHED_OFF', 'Authenticated origin pulls are switched off for the zone.', 'Run the rotation: it switches them on.'),
            ]
            : []),
        ...certificateFindings(about, expected, look),
    ];
}
function certificateFindings(about, expected, { certificates }) {
    const held = certificates.zone;
    if (expected.kind === 'to-issue')
        return [due(about, 'NOT_IN_FORCE', 'No certificate has been issued for it yet.', 'Run the rotation.')];
    if (expected.kind !== 'leaf') {
        if (held.some(isLive))
            return [];
        return [due(about, 'NO_CERTIFICATE', 'The zone has no certificate of its own.', 'Run the rotation.')];
    }
    const present = zoneCertificate(held);
    if (present?.leaf?.fingerprint === expected.leaf.fingerprint)
        return [];
    const copy = findByFingerprint(held, expected.leaf);
    const instead = present === undefined ? 'no certificate that can be identified' : `the certificate ${present.id}`;
    const where = copy === undefined
        ? 'has not been uploaded'
        : `is there as ${copy.id} with the status \`${copy.rawStatus}\`, but is not the one Cloudflare uses`;
    const sentence = `The certificate that should be in force ${where}; in force is ${instead}.`;
    return [due(about, 'NOT_IN_FORCE', sentence, compare_zone_ROTATE)];
}

// EXTERNAL MODULE: ./lib/certificate/authorities.js
var certificate_authorities = __nccwpck_require__(7938);
;// CONCATENATED MODULE: ./lib/operations/status/issued.js







const RUN = 'Run the rotation: it issues a new one and puts it in force.';
function identityOf({ commonName, authorities }) {
    const known = authoritiesIn({ authorities });
    return { commonName, authorities: authorities === undefined ? undefined : known.map(({ x509 }) => x509) };
}
function authoritiesIn({ authorities }) {
    const read = (0,certificate_authorities/* readAuthorities */.G)(authorities?.certificate ?? '');
    return read.kind === 'read' ? read.ders.flatMap((der) => parsed_parse(der) ?? []) : [];
}
function issued_renewalOf({ id, leaf }, { renewBefore, key }, target, about, now) {
    if (leaf === undefined)
        return [];
    if (leaf.notAfter <= now)
        return [
            due(about, 'EXPIRED', `The certificate in force, ${id}, expired at ${shownDate(leaf.notAfter)}.`, RUN),
        ];
    const from = dueAt(leaf, { renewBefore, spreadBy: target.name });
    const until = `valid until ${shownDate(leaf.notAfter)}`;
    if (from <= now)
        return [
            due(about, 'RENEWAL_DUE', `The certificate in force, ${id}, is ${until}, and due for renewal since ${shownDate(from)}.`, RUN),
        ];
    if (kindOfPem(leaf.pem) === key)
        return [];
    return [
        due(about, 'RENEWAL_DUE', `The certificate in force, ${id}, has a different kind of key than \`${key}\`.`, RUN),
    ];
}
function authorityEnds(issue, about, now) {
    const ending = authoritiesIn(issue).filter(({ leaf }) => now >= authorityDueAt(leaf, issue.validity));
    const all = authoritiesIn(issue).length;
    if (ending.length < all || all === 0)
        return [];
    return ending.map(({ leaf }) => due(about, 'AUTHORITY_ENDS_SOON', `The authority ${leaf.subject} ends at ${shownDate(leaf.notAfter)}, and no certificate that it signs can outlive it.`, 'Make a new authority, add it to the CA file of the origin next to this one, and only then store it in the secrets.'));
}

;// CONCATENATED MODULE: ./lib/operations/status/expected-leaf.js




function expectedLeaf({ pasted, issue }, held) {
    if (issue !== undefined) {
        const [latest] = ownIn({ identity: identityOf(issue) }, { certificates: held });
        return latest === undefined ? { kind: 'to-issue' } : { kind: 'leaf', leaf: latest.leaf };
    }
    if (pasted === undefined)
        return { kind: 'absent' };
    const { certificates, certificateInput } = readParts(pasted.certificate, undefined, pasted.names);
    const { leaf } = readChain(certificates, certificateInput);
    return leaf === undefined
        ? { kind: 'unreadable', input: certificateInput }
        : { kind: 'leaf', leaf: leaf.leaf };
}

;// CONCATENATED MODULE: ./lib/operations/status/compare.js








function compare_compare(target, look, now) {
    const expected = expectedLeaf(target, look.certificates[target.level]);
    const about = { target: target.name, expected: true };
    const serving = servingFor(target, expected, look);
    const unreadable = expected.kind === 'unreadable'
        ? [
            due(about, 'EXPECTED_UNREADABLE', `The certificate in \`${expected.input}\` cannot be read, so it could not be compared.`, 'Store the certificate as PEM text in the secret.'),
        ]
        : [];
    const differences = target.level === 'zone' ? compareZone(target, expected, look) : compareHostnames(target, expected, look);
    return {
        findings: [
            ...unreadable,
            ...differences,
            ...serving.flatMap((one) => target.issue === undefined
                ? expiryOf(one, about, target.expiryWarning, now)
                : issued_renewalOf(one, target.issue, target, about, now)),
            ...(target.issue === undefined ? [] : authorityEnds(target.issue, about, now)),
        ],
        judged: new Map(serving.map((one) => [one.id, renewalDue(one, target)])),
    };
}
function renewalDue({ leaf }, { issue, name, expiryWarning }) {
    if (leaf === undefined)
        return undefined;
    return issue === undefined ? leaf.notAfter - expiryWarning : dueAt(leaf, { ...issue, spreadBy: name });
}
function servingFor({ level, hostnames, replace }, expected, { switchOn, certificates, associations }) {
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

;// CONCATENATED MODULE: ./lib/operations/status/presented.js


function showsAny({ switchOn, certificates, associations, sharedCertificate, }) {
    const ofZone = switchOn && certificates.zone.some(({ status }) => status === 'active');
    const held = new Set(certificates.hostname.map(({ id }) => id));
    const ofHostnames = liveAssociations(associations).some(({ enabled, certificateId }) => enabled === true && certificateId !== undefined && held.has(certificateId));
    if (ofZone || ofHostnames || sharedCertificate === 'on')
        return true;
    return sharedCertificate === undefined || !associations.complete ? undefined : false;
}
function nothingPresented(look, { zone, enable, expected }) {
    const isMeant = expected.length === 0 ? !enable : expected.every((target) => !target.enable);
    const shown = showsAny(look);
    if (isMeant || shown === true)
        return [];
    const about = { target: `${zone} (zone)`, expected: false };
    if (shown === undefined)
        return [
            warning(about, 'PRESENTED_UNKNOWN', "The zone has no certificate of its own that is shown to the origin, and it could not be read whether Cloudflare's shared one is.", 'Give the token Zone Settings: Read.'),
        ];
    if (expected.length > 0)
        return [];
    return [
        due(about, 'NOTHING_PRESENTED', 'Authenticated origin pulls are off: no client certificate is shown to the origin at either level.', 'Run a rotation, or give `enable: false` if that is meant.'),
    ];
}

;// CONCATENATED MODULE: ./lib/operations/status/remarks.js



function remarksOn(look, held, about) {
    const remark = (reason, sentence, remedy) => [
        warning(about, reason, sentence, remedy),
    ];
    const { sslMode, switchOn, associations } = look;
    const inForce = held.some(({ use }) => use === 'in-force');
    const sendsNothing = sslMode === 'off' || sslMode === 'flexible';
    const idle = held.filter(({ use }) => use === 'stale' || use === 'unused');
    const expired = idle.filter((one) => one.expired);
    const live = held.filter(({ level }) => level === 'hostname').length;
    return [
        ...(sendsNothing && (inForce || switchOn)
            ? remark('SSL_MODE_SENDS_NOTHING', `The SSL mode of the zone is \`${sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate.`, 'Set it to `full` or `strict`; a configuration rule may still set another for a hostname.')
            : []),
        ...(switchOn && look.certificates.zone.length === 0
            ? remark('SWITCH_WITHOUT_CERTIFICATE', 'Authenticated origin pulls are on for the zone, but the zone has no certificate of its own.', 'Upload one by a rotation at zone level, or switch them off with `operation: disable`.')
            : []),
        ...(expired.length > 0
            ? remark('EXPIRED_UNUSED', `Expired and unused: ${remarks_ids(expired)}.`, 'To remove them: `operation: delete` with `certificate-id: expired`.')
            : []),
        ...(live >= LIVE_QUOTA
            ? remark('QUOTA_USED', `The zone has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${remarks_ids(ofHostnames(expired))}. Unused: ${remarks_ids(ofHostnames(idle))}.`, 'Delete the unused ones with `operation: delete`, or the next upload may be refused.')
            : []),
        ...(associations.complete
            ? []
            : remark('HOSTNAMES_NOT_LISTED', 'Cloudflare gave no list of the hostnames with a certificate of their own, so only the ones you named are known.', associations.refused
                ? 'Give the token SSL and Certificates: Read for this zone.'
                : 'To check others, name them in `hostnames` or in a manifest.')),
    ];
}
function ofHostnames(held) {
    return held.filter(({ level }) => level === 'hostname');
}
function remarks_ids(held) {
    return held.length === 0
        ? 'none'
        : someOf(held.map(({ id }) => id ?? ''), 10);
}

;// CONCATENATED MODULE: ./lib/operations/status/judge.js










function judge_judge(look, request, now) {
    const compared = request.expected.map((target) => compare_compare(target, look, now));
    const renewalOf = ({ id = '', use, notAfter }) => use === 'in-force' && notAfter !== undefined
        ? (judged.get(id) ?? notAfter - request.expiryWarning)
        : undefined;
    const judged = new Map(compared.flatMap((one) => [...one.judged]));
    const certificates = heldCertificates(look, now).map((one) => ({ ...one, renewAt: renewalOf(one) }));
    const about = { target: request.zone, expected: false };
    const findings = [
        ...compared.flatMap((one) => one.findings),
        ...unasked(look, request, judged, now),
        ...stuckHostnames(look, request),
        ...lostHostnames(look, request),
        ...nothingPresented(look, request),
        ...remarksOn(look, certificates, about),
    ];
    return {
        zone: look.zone,
        outcome: findings.some(({ kind }) => kind === 'due') ? 'due' : 'ok',
        switchOn: look.switchOn,
        sslMode: look.sslMode,
        sharedCertificate: look.sharedCertificate,
        certificates,
        hostnames: liveAssociations(look.associations).map((row) => ({
            hostname: row.hostname,
            certificateId: row.certificateId,
            enabled: row.enabled === true,
            status: row.rawStatus,
        })),
        hostnamesComplete: look.associations.complete,
        quota: { used: look.certificates.hostname.filter(isLive).length, most: LIVE_QUOTA },
        compared: request.expected.map(({ name }) => name),
        findings,
        failure: undefined,
    };
}
function unasked({ switchOn, certificates, associations }, { zone, expiryWarning }, judged, now) {
    const present = switchOn ? zoneCertificate(certificates.zone) : undefined;
    const aboutZone = { target: `${zone} (zone)`, expected: false };
    const ofZone = present === undefined
        ? certificates.zone
            .filter((one) => switchOn && isLive(one))
            .flatMap((one) => expiryOfUnknown(one, aboutZone, 'no-order', expiryWarning, now))
        : judged.has(present.id)
            ? []
            : expiryOf(present, aboutZone, expiryWarning, now);
    const ofHostnames = certificates.hostname.flatMap((one) => {
        const [first, ...others] = servedBy(associations, one.id);
        if (judged.has(one.id))
            return [];
        if (first === undefined) {
            const about = { target: `${zone} (certificate ${one.id})`, expected: false };
            const unseen = !associations.complete && observation_usersOf(associations, one.id).length === 0;
            return unseen ? expiryOfUnknown(one, about, 'no-list', expiryWarning, now) : [];
        }
        const target = `${zone} (${first}${others.length === 0 ? '' : ` and ${others.length} more`})`;
        return expiryOf(one, { target, expected: false }, expiryWarning, now);
    });
    return [...ofZone, ...ofHostnames];
}
function stuckHostnames({ associations }, { zone, expected }) {
    const asked = new Set(expected.flatMap(({ hostnames }) => hostnames));
    const stuck = liveAssociations(associations).filter(({ hostname, status }) => status === 'deployment_timed_out' && !asked.has(hostname));
    const [first] = stuck;
    if (first === undefined)
        return [];
    const names = someOf(stuck.map(({ hostname }) => hostname));
    const sentence = `Cloudflare gave up putting the certificate of these hostnames in force: ${names}.`;
    const about = { target: `${zone} (${first.hostname})`, expected: false };
    return [due(about, 'NOT_DEPLOYED', sentence, 'Rotate them to a fresh certificate.')];
}
function lostHostnames({ associations }, { zone, expected }) {
    const asked = new Set(expected.flatMap(({ hostnames }) => hostnames));
    const lost = danglingAssociations(associations)
        .map(({ hostname }) => hostname)
        .filter((hostname) => !asked.has(hostname));
    const [first] = lost;
    if (first === undefined)
        return [];
    const sentence = `Tied to a certificate that no longer exists, so it is not sent: ${someOf(lost)}.`;
    const about = { target: `${zone} (${first})`, expected: false };
    return [due(about, 'CERTIFICATE_GONE', sentence, 'Rotate them to a certificate of their own.')];
}

;// CONCATENATED MODULE: ./lib/operations/status/status.js








async function lookAtZones(requests, world) {
    return await inParallel(requests, ZONES_AT_ONCE, (request) => status_lookAtZone(request, world));
}
async function status_lookAtZone(request, world) {
    try {
        const zone = await resolveZone(world.api, request.zone);
        const hostnames = request.expected.flatMap((target) => target.hostnames);
        const look = await lookAtEstate(world, zone, [...new Set(hostnames)]);
        const status = judge_judge(look, request, world.api.serverNow());
        return status;
    }
    catch (error) {
        const failure = failureOf((0,errors/* asActionError */.z)(error), 'Nothing was changed.');
        return status_unread(request, failure);
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

;// CONCATENATED MODULE: ./lib/cloudflare/verdict.js





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
        return { kind: 'again', reason, applied, error, because: verdict_reasonOf(error) };
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
    if (authenticated && hasCode(error, AUTHENTICATION))
        return again('authentication', 'perhaps');
    return { kind: 'refused', error };
}
const AUTHENTICATION = 10_000;
function isYoungToken({ status, apiMessages }) {
    return [401, 403].includes(status) && apiMessages.some((text) => YOUNG.test(text));
}
const YOUNG = /unable to authenticate request|^internal error/i;
function judgeFault(request, fault, answered) {
    const because = verdict_FAULTS[fault.reason];
    const lasting = LASTING[fault.reason];
    const error = new errors/* ActionError */.l('API_UNREACHABLE', {
        happened: `\`${endpointOf(request)}\` got no answer from Cloudflare: ${because}.`,
        remedy: lasting ?? 'Check the network between this runner and the API (proxy, firewall), then run again.',
    });
    if (lasting !== undefined && !answered)
        return { kind: 'refused', error };
    return { kind: 'again', reason: 'transient', applied: fault.sent, error, because };
}
const LASTING = {
    untrusted: 'A proxy or firewall on the way seems to open TLS. In the `env:` of the job, set NODE_EXTRA_CA_CERTS to a PEM file on this runner with the authority of that proxy; never switch the check off.',
    'ca-file': 'Let NODE_EXTRA_CA_CERTS name a PEM file that is there on this runner (and in the container of the job), with the authority of the proxy; or remove it.',
    'other-name': 'Something on the way (a proxy, a filter of names) answers in place of the API: let this runner reach api.cloudflare.com, or see `api-base-url`.',
    'out-of-date': 'Check the clock of this runner, and whether a proxy on the way shows an expired certificate.',
    'proxy-login': 'Put user and password into the URL of the proxy, from a secret: `HTTPS_PROXY: http://user:password@proxy.example:3128`, with special characters percent-encoded.',
    'proxy-refused': 'Let the proxy allow api.cloudflare.com on port 443; or name it in NO_PROXY if this runner reaches it without the proxy.',
};
const verdict_FAULTS = {
    dns: 'the name of the API could not be resolved',
    refused: 'the connection was refused',
    tls: 'no TLS connection came about',
    reset: 'the connection broke',
    timeout: 'no complete answer came in time',
    cut: 'the answer was cut off',
    'too-large': 'the answer was far too long',
    'not-utf8': 'the answer was not UTF-8 text',
    aborted: 'the call was given up',
    untrusted: 'this runner does not trust the authority of the certificate it was shown',
    'ca-file': 'this runner does not trust the certificate it was shown, and the file that NODE_EXTRA_CA_CERTS names cannot be read',
    'other-name': 'the certificate it was shown is for another name',
    'out-of-date': 'the certificate it was shown is not valid at this time',
    'proxy-login': 'the proxy asks for a login (status 407)',
    'proxy-refused': 'the proxy does not allow the connection',
    'proxy-failed': 'the proxy could not make the connection',
};
function apiError(request, answer, envelope, challenged) {
    const ok = answer.status >= 200 && answer.status < 300;
    const failure = envelope.kind === 'failure' && (envelope.explicit || !ok);
    return new ApiError({
        status: answer.status,
        apiCodes: failure ? envelope.codes : [],
        apiMessages: failure ? envelope.messages : [],
        endpoint: endpointOf(request),
        ray: rayOf(answer.headers),
        challenged,
        readable: failure,
    });
}
function rayOf(headers) {
    const ray = headers['cf-ray'];
    return ray !== undefined && /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(ray) ? ray : undefined;
}
function verdict_reasonOf(error) {
    if (error.code === 'API_ANSWER_UNREADABLE')
        return `HTTP ${error.status} with an unreadable answer`;
    const codes = error.apiCodes.length === 0 ? '' : `, code ${error.apiCodes.join(', ')}`;
    return `HTTP ${error.status}${codes}`;
}
const MOST_ERRORS = 10;
const DEEPEST_CHAIN = 4;
function readEnvelope(body, secrets) {
    const json = asObject(parseJson(body)?.value);
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
        const error = asObject(item);
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
    return typeof message === 'string' ? cleanSentence(message, secrets) : '';
}

;// CONCATENATED MODULE: ./lib/cloudflare/call.js







async function call(world, state, request, since) {
    const repeated = new Map();
    let doubt = false;
    let lookedAt = since;
    let last;
    for (;;) {
        let verdict;
        let away;
        try {
            const look = request.beforeAgain;
            const turn = await takeTurn(world, state, last, look === undefined ? undefined : { since: lookedAt, look });
            [verdict, away] = await attemptOnce(world, state, request, turn, repeated.get('throttled') ?? 0);
        }
        catch (error) {
            if (error instanceof errors/* ActionError */.l)
                return { kind: 'failed', error, doubt };
            throw error;
        }
        if (verdict.kind === 'done')
            return verdict;
        if (verdict.kind === 'refused')
            return { kind: 'failed', error: verdict.error, doubt };
        doubt ||= isDoubtful(request, verdict);
        if (doubt && request.method === 'POST')
            return { kind: 'failed', error: verdict.error, doubt };
        last = verdict.error;
        const nth = (repeated.get(verdict.reason) ?? 0) + 1;
        repeated.set(verdict.reason, nth);
        const error = (await call_pause(world, state, request, verdict, nth, away)) ?? (await objection(request.beforeAgain));
        if (error !== undefined)
            return { kind: 'failed', error, doubt };
        lookedAt = world.clock.monotonic();
    }
}
async function attemptOnce(world, state, request, turn, throttled) {
    try {
        const { answer, away } = await attempt(world, state, request, turn, throttled);
        const secrets = [state.settings.token, ...(request.secrets ?? [])];
        const verdict = judgeAnswer(request, answer, secrets, mayAuthenticate(state, request));
        if (verdict.kind === 'done') {
            state.authenticated = true;
            state.lacking.delete(endpointOf(request));
        }
        return [verdict, away];
    }
    catch (error) {
        if (error instanceof cloudflare_http/* TransportError */.w)
            return [judgeFault(request, error.fault, state.answered), 0];
        throw error;
    }
}
function isDoubtful({ method }, { applied, reason }) {
    return method !== 'GET' && applied === 'perhaps' && (method === 'POST' || reason !== 'authentication');
}
function mayAuthenticate(state, request) {
    return state.authenticated && !(request.method === 'GET' && state.lacking.has(endpointOf(request)));
}
async function call_pause(world, state, request, verdict, nth, away) {
    const next = repetition(verdict.reason, nth, world.random());
    const now = world.clock.monotonic();
    const throttled = verdict.reason === 'throttled';
    const delay = Math.max(away, next?.delay ?? 0);
    if (away > 0)
        state.toldUntil = Math.max(state.toldUntil, now + away);
    if (next === undefined && verdict.reason === 'authentication')
        state.lacking.add(endpointOf(request));
    if (next === undefined)
        return verdict.error;
    if (world.stop.aborted)
        return cancelled(verdict.error);
    if (now + delay >= world.deadline()) {
        return throttled
            ? outlasted(verdict.error, delay, state.serverClock.now() + delay)
            : tooLate(verdict.error);
    }
    world.say(`${endpointOf(request)}: ${verdict.because}; ${WHY[verdict.reason]}, ` +
        `trying again in ${retries_seconds(delay)} (attempt ${next.attempt} of ${next.of}).`);
    if (!throttled)
        await world.sleep(delay, world.stop);
    return undefined;
}
async function objection(beforeAgain = () => Promise.resolve()) {
    try {
        await beforeAgain();
        return undefined;
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.l)
            return error;
        throw error;
    }
}
const WHY = {
    transient: 'this often passes',
    conflict: 'another change of this zone is running',
    'young-token': 'a token made seconds ago takes a moment',
    authentication: 'this strikes valid tokens as well now and then',
    throttled: 'the API is rate limited',
};
function tooLate(error) {
    return error instanceof ApiError && error.status === 409 ? error : timedOut(error);
}
function outlasted(error, wait, at) {
    return error instanceof ApiError ? error.withRemedy(limitOutlastsRun(wait, at)) : error;
}

;// CONCATENATED MODULE: ./lib/cloudflare/rate-limit-answers.js
const LONGEST_WINDOW = 300;
const MOST_CALLS = 1_000_000;
function readRemaining(header) {
    return items(header).flatMap(({ name, values }) => {
        const left = values.get('r');
        const reset = values.get('t');
        if (left === undefined || reset === undefined || left > MOST_CALLS || reset > LONGEST_WINDOW)
            return [];
        return [{ name, left, resetMs: reset * 1000 }];
    });
}
function readQuotas(header) {
    return items(header).flatMap(({ name, values }) => {
        const calls = values.get('q');
        const window = values.get('w');
        if (calls === undefined || window === undefined || calls < 1 || calls > MOST_CALLS)
            return [];
        return window < 1 || window > LONGEST_WINDOW ? [] : [{ name, calls, windowMs: window * 1000 }];
    });
}
const rate_limit_answers_MOST_ITEMS = 8;
const PARAMETER = /^([a-z])=(\d{1,9})$/;
function items(header) {
    if (header === undefined)
        return [];
    return header
        .slice(0, 1024)
        .split(',')
        .slice(0, rate_limit_answers_MOST_ITEMS)
        .flatMap((text) => {
        const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
        if (name === '')
            return [];
        const values = new Map();
        for (const parameter of parameters) {
            const [, key = '', digits] = PARAMETER.exec(parameter) ?? [];
            if (digits !== undefined && !values.has(key))
                values.set(key, Number(digits));
        }
        return [{ name: name.replaceAll('"', ''), values }];
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
                longest = Math.max(longest, rate_limit_answers_waitFor(window, now, underWay));
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
                windows.set(remaining.name, merge(known, rate_limit_answers_read(remaining, turn, now), turn));
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
function rate_limit_answers_waitFor(window, now, underWay) {
    if (now < window.latest)
        return window.left - underWay.size < 1 ? window.latest - now : 0;
    const since = [...underWay].filter((turn) => turn.startedAt >= window.latest).length;
    return since < Math.max(1, window.left) ? 0 : RESOLUTION_MS;
}
function rate_limit_answers_read({ left, resetMs }, turn, now) {
    return {
        left,
        earliest: turn.startedAt + resetMs - RESOLUTION_MS,
        latest: now + resetMs + RESOLUTION_MS,
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
        const waits = [...quotas.values()].map(({ name, calls, windowMs }) => told.has(name) ? 0 : sliding(now, calls, windowMs + rate_limit_RESOLUTION_MS));
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
        throw new errors/* ActionError */.l('INPUT_INVALID', {
            happened: 'The API token is empty or holds characters that no token has.',
            remedy: 'Put the token into the secret as the dashboard shows it: one line, no blanks, no quotes.',
        });
    }
    const state = {
        settings,
        budget: createRateBudget(),
        serverClock: createServerClock(world.clock),
        calls: new Map(),
        authenticated: false,
        lacking: new Set(),
        toldUntil: -Infinity,
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
            return await queue(request.values.zone_id ?? '', async () => await writeOnce(world, state, request, since));
        },
        serverNow: state.serverClock.now,
        calls: () => {
            const byEndpoint = Object.fromEntries(state.calls);
            return { total: Object.values(byEndpoint).reduce((sum, count) => sum + count, 0), byEndpoint };
        },
        callsLeft: () => state.budget.left(world.clock.monotonic()),
        whenRoom: async (calls, start) => await whenRoom(world, state, calls, start),
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
    if (error instanceof ApiError)
        return { kind: 'refused', error };
    throw error;
}
function lostUpload(request, error) {
    return new errors/* ActionError */.l('UPLOAD_AMBIGUOUS', {
        happened: `Whether \`${endpointOf(request)}\` was applied is not known. ${error.happened}`,
        remedy: 'It is not sent a second time. Run again: the next run finds out what is there and carries on.',
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
const client_LOOK_EVERY = 1_000;
async function whenRoom(world, state, calls, start) {
    const before = state.lastToEnter;
    const entered = Promise.withResolvers();
    state.lastToEnter = entered.promise;
    try {
        await before;
        const now = () => world.clock.monotonic();
        const until = Math.min(now() + WINDOW_MS, world.deadline());
        while (state.budget.left(now()) < calls && now() < until && !world.stop.aborted)
            await world.sleep(Math.min(client_LOOK_EVERY, Math.max(1, until - now())), world.stop);
        const work = start();
        entered.resolve();
        return await work;
    }
    finally {
        entered.resolve();
    }
}

;// CONCATENATED MODULE: ./lib/operations/world.js


const world_USER_AGENT = 'cloudflare-origin-pull-rotation/1 (GitHub Action)';
function rotationWorld(parts) {
    const { clock, sleep, random, say, stop, dial, issuer, announce } = parts;
    const deadline = () => parts.endsAt;
    const api = createApi({ http: parts.http, clock, sleep, random, say, stop, deadline }, { token: parts.token, baseUrl: parts.baseUrl, userAgent: world_USER_AGENT });
    const serverClock = { wall: () => api.serverNow(), monotonic: () => clock.monotonic() };
    const probes = { http: parts.http, clock: serverClock, sleep, random, say, stop, deadline };
    const polling = createPolling(api.callsLeft, () => 1);
    return { api, clock, sleep, probes, dial, issuer, stop, deadline, say, announce, polling };
}

;// CONCATENATED MODULE: ./lib/report/status-problems.js

function findingsOfStatus(run, settled = []) {
    const read = run.zones.filter(({ outcome }) => outcome !== 'failed');
    const unread = run.zones.flatMap(({ zone, failure }) => failure === undefined
        ? []
        : [status_problems_problem(statusOf(zone.asked), 'failed', failure.happened, failure.remedy, run.endedAt)]);
    const seenWhole = read.filter(({ hostnamesComplete }) => hostnamesComplete).filter(isKnownToPresent);
    const named = read
        .filter(isKnownToPresent)
        .flatMap(({ zone, hostnames }) => [
        `${zone.asked} (zone)`,
        ...hostnames.map(({ hostname }) => `${zone.asked} (${hostname})`),
    ]);
    return {
        covers: [...settled.map((name) => plain(name, 200)), ...read.map(({ zone }) => statusOf(zone.asked))],
        coversDue: [...named, ...read.flatMap(({ compared }) => compared)].map((name) => plain(name, 200)),
        zonesSeen: seenWhole.flatMap(({ zone }) => status_problems_namesOf(zone)).map((name) => plain(name, 200)),
        problems: [...unread, ...read.flatMap((zone) => dueIn(zone, run.endedAt))],
    };
}
function isKnownToPresent({ findings }) {
    return !findings.some(({ reason }) => reason === 'PRESENTED_UNKNOWN');
}
function dueIn({ zone, findings }, seenAt) {
    const due = findings.filter(({ kind }) => kind === 'due');
    return [...Map.groupBy(due, ({ target }) => target)].map(([target, all]) => {
        const sentence = all.map((finding) => finding.sentence).join(' ');
        const remedies = [...new Set(all.map((finding) => finding.remedy))].join(' ');
        const found = status_problems_problem(target, 'due', sentence, remedies, seenAt);
        return { ...found, zone: plain(zone.id ?? zone.asked, 200) };
    });
}
function status_problems_namesOf({ asked, id, name }) {
    return [asked, id, name].filter((one) => one !== undefined);
}
function statusOf(zone) {
    return plain(`${zone} (status)`, 200);
}
function status_problems_problem(target, kind, sentence, remedy, seenAt) {
    return { target: plain(target, 200), kind, sentence: plain(sentence), remedy: plain(remedy), seenAt };
}

;// CONCATENATED MODULE: ./lib/work.js
















async function work(stage, settings, job, began, progress) {
    const { dryRun } = settings;
    const connect = () => connected(stage, settings, began, progress);
    switch (job.operation) {
        case 'rotate':
            return await work_rotate(stage, settings, job, began, progress);
        case 'status':
        case 'matrix': {
            const world = await connect();
            const zones = await lookAtZones(job.zones, world);
            const facts = work_factsOf(stage, settings, began, world);
            if (job.operation === 'matrix')
                return { run: matrixRun(zones, facts), findings: undefined };
            const run = statusRun(zones, facts);
            return { run, findings: findingsOfStatus(run, settledBy(settings.subject, job)) };
        }
        case 'delete': {
            const world = await connect();
            const ending = await deleteCertificates(job.request, world, { dryRun });
            const facts = work_factsOf(stage, settings, began, world);
            return {
                run: { operation: 'delete', zone: job.request.zone, ...ending, ...facts },
                findings: undefined,
            };
        }
        case 'disable': {
            const world = await connect();
            const ending = await disable(job.request, world, { dryRun });
            const facts = work_factsOf(stage, settings, began, world);
            return { run: { operation: 'disable', ...ending, ...facts }, findings: undefined };
        }
    }
}
async function work_rotate(stage, settings, job, began, progress) {
    const targets = await targetsOf(stage, job);
    const world = await connected(stage, settings, began, progress);
    const telling = {
        debug: (line) => stage.sink.debug(line),
        ended: (result) => {
            if (targets.length > 1)
                stage.sink.line(endingLine(result));
        },
    };
    stage.sink.line(openingLine(targets.map(({ name }) => name)));
    const results = await rotateAll(targets, world, { ...settings, telling });
    const run = runResult(results, work_factsOf(stage, settings, began, world));
    const within = new Map(targets.map((target) => [target.name, warningBefore(target)]));
    const settled = settledBy(settings.subject, job);
    return { run, findings: findingsOf(run, (name) => within.get(name) ?? 0, settled) };
}
function warningBefore({ issuing, policy, successor: { leaf } }) {
    return issuing === undefined ? policy.expiryWarning : (leaf.notAfter - leaf.notBefore) / 20;
}
async function targetsOf(stage, job) {
    const { askOpenSsl, clock, stop } = stage;
    const sleep = (ms) => stage.sleep(ms, stop);
    const read = await toTargets(job.requests, (pasted, policy) => preflight(pasted, policy, { ask: askOpenSsl, clock, sleep }), clock.wall());
    if (read.kind === 'refused')
        throw (0,problem/* refusal */.x5)(read.problems);
    tellInputWarnings(stage, read.warnings);
    return read.targets;
}
async function connected(stage, settings, began, progress) {
    stage.sink.debug('The inputs are good.');
    const { http, dial } = await stage.connect();
    const announce = together(stage, () => tellDrafts(stage, progress.drafts, began.wall));
    return rotationWorld({
        http: (request) => {
            progress.sent ||= request.method !== 'GET';
            return http(request);
        },
        dial,
        issuer: work_issuerOf(stage),
        clock: stage.clock,
        sleep: stage.sleep,
        random: stage.random,
        stop: stage.stop,
        say: (line) => stage.sink.line(line),
        announce: (draft) => {
            progress.drafts.push(draft);
            return announce();
        },
        endsAt: began.monotonic + settings.timeout,
        token: settings.token,
        baseUrl: settings.apiBaseUrl,
    });
}
function work_issuerOf(stage) {
    const { askOpenSsl, clock, stop, sink, runCommand, connectToSigner, env } = stage;
    const sleep = (ms) => stage.sleep(ms, stop);
    return createIssuer({
        runCommand: (command) => runCommand(command, (line) => sink.line(line)),
        server: {
            connect: connectToSigner,
            env,
            sleep: stage.sleep,
            stop,
            protect: (token) => {
                sink.mask((0,masks/* masksForText */.sK)(token));
                sink.protect(token, 'random');
            },
        },
        trust: { ask: askOpenSsl, clock, sleep },
        protect: (key) => sink.protect(key, 'random'),
    });
}
function together({ sleep }, tell) {
    let soon;
    const later = async () => {
        await sleep(1);
        soon = undefined;
        tell();
    };
    return () => (soon ??= later());
}
function work_factsOf(stage, { dryRun }, began, { api }) {
    const calls = api.calls().byEndpoint;
    return { dryRun, startedAt: began.wall, endedAt: stage.clock.wall(), calls };
}

;// CONCATENATED MODULE: ./lib/main.js












async function main(stage, atCrash = () => undefined) {
    const began = { wall: stage.clock.wall(), monotonic: stage.clock.monotonic() };
    const progress = { sent: false, drafts: [] };
    let settings;
    let told = false;
    atCrash(() => {
        if (!told)
            tellCrash(stage, settings?.operation ?? 'rotate', progress);
    });
    try {
        const env = { ...stage.env };
        const seals = new guard/* Guard */.w();
        hide(stage, (0,secrets/* secretInputs */._y)(env), seals);
        (0,environment/* refuseUnsafeEnvironment */.OC)(env);
        const manifest = await openManifest(env, stage.files);
        if (manifest.kind !== 'none')
            hide(stage, manifest.secrets, seals);
        const block = await openIssueBlock(env);
        if (block.kind !== 'none')
            hide(stage, block.secrets, seals);
        const inputs = readInputs(env, manifest, block);
        settings = inputs.settings;
        if (inputs.kind === 'refused')
            throw (0,problem/* refusal */.x5)(inputs.problems);
        const sentOutward = secretsSentOutward(inputs.job, (text) => seals.finds(text));
        if (sentOutward.length > 0)
            throw (0,problem/* refusal */.x5)(sentOutward);
        tellInputWarnings(stage, inputs.warnings);
        const { run, findings } = await work(stage, inputs.settings, inputs.job, began, progress);
        told = true;
        await tellRun(stage, inputs.settings, run, findings);
    }
    catch (error) {
        told = true;
        await tellFailure(stage, settings, (0,errors/* asActionError */.z)(error), progress);
    }
}


/***/ }),

/***/ 7541:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LO: () => (/* binding */ inputVariable),
/* harmony export */   OC: () => (/* binding */ refuseUnsafeEnvironment)
/* harmony export */ });
/* unused harmony exports takeVariables, takeInputs */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
function takeVariables(env, names) {
    const taken = new Map();
    for (const name of names) {
        const value = env[name];
        if (value !== undefined)
            taken.set(name, value);
        delete env[name];
    }
    return taken;
}
function takeInputs(env, names) {
    const taken = new Map();
    for (const name of names) {
        const variable = inputVariable(name);
        const value = takeVariables(env, [variable]).get(variable);
        if (value !== undefined)
            taken.set(name, value);
    }
    return taken;
}
const TALKATIVE = [
    'http',
    'https',
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
];
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
    {
        variable: 'NODE_TLS_REJECT_UNAUTHORIZED',
        isSet: (value) => value === '0',
        consequence: 'switches off the check of certificates, so that anybody on the network path could take the token and the private key',
    },
    {
        variable: 'SSLKEYLOGFILE',
        isSet: (value) => value !== '',
        consequence: 'asks for the keys of all connections to be written to a file',
    },
    {
        variable: 'NODE_DEBUG',
        isSet: isTalkative,
        consequence: 'prints requests, with the token and the private key in them, to the log',
    },
    {
        variable: 'NODE_DEBUG_NATIVE',
        isSet: isTalkative,
        consequence: 'prints network traffic to the log',
    },
];
function refuseUnsafeEnvironment(env) {
    const found = DANGERS.filter(({ variable, isSet }) => isSet(env[variable] ?? '')).map(({ variable, consequence }) => `${variable} ${consequence}.`);
    for (const [option, consequence] of DANGEROUS_OPTIONS)
        if (optionsIn(env['NODE_OPTIONS'] ?? '').some((given) => option.test(given)))
            found.push(`An option in NODE_OPTIONS ${consequence}.`);
    if (found.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l('ENVIRONMENT_UNSAFE', {
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


/***/ }),

/***/ 1627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  w: () => (/* binding */ Guard)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./lib/secrecy/number-texts.js
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

;// CONCATENATED MODULE: ./lib/secrecy/unescapings.js
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
    yield* numberTexts(view);
}
function base64Digits(view) {
    const digits = view.replaceAll(/[^A-Za-z0-9+/_-]+/gu, '');
    const alphabets = /[+/]/u.test(digits) && /[_-]/u.test(digits) ? [/[_-]+/gu, /[+/]+/gu] : [/[+/_-]+/gu];
    const fewer = alphabets.map((others) => digits.replaceAll(others, ''));
    return new Set([digits, ...fewer].filter(({ length }) => length >= 8));
}
const BASE32 = new Map(Array.from(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567').entries(), ([value, code]) => [code, value]));
function* base32(digits) {
    if (digits.length < 10)
        return;
    for (let skip = 0; skip < 8; skip += 1) {
        const bytes = new Uint8Array(Math.floor(((digits.length - skip) * 5) / 8));
        let value = 0;
        let bits = 0;
        let at = 0;
        for (let index = skip; index < digits.length && at < bytes.length; index += 1) {
            value = ((value << 5) | BASE32.get(digits.charCodeAt(index))) & 0xfff;
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
    for (const byte of bytes) {
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

// EXTERNAL MODULE: ./lib/secrecy/key-material.js
var key_material = __nccwpck_require__(645);
// EXTERNAL MODULE: ./lib/secrecy/made-of-words.js
var made_of_words = __nccwpck_require__(5621);
// EXTERNAL MODULE: ./lib/secrecy/masks.js + 2 modules
var masks = __nccwpck_require__(2934);
;// CONCATENATED MODULE: ./lib/secrecy/window-index.js
class WindowIndex {
    length;
    #windows = new Set();
    #heads = new Uint8Array(65_536);
    #tails = new Uint8Array(65_536);
    constructor(length) {
        this.length = length;
    }
    add(secret, isTelling) {
        for (let at = 0; at + this.length <= secret.length; at += 1) {
            const window = secret.subarray(at, at + this.length);
            if (!isTelling(window))
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

;// CONCATENATED MODULE: ./lib/secrecy/guard.js






const KEY_WINDOW = 8;
const RANDOM_WINDOW = 6;
const SHORTEST_PIECE = Math.min(KEY_WINDOW, RANDOM_WINDOW);
const SHORTEST_RANDOM = 8;
const SHORTEST_CHOSEN = 6;
const LONG_CHOSEN = 16;
const FEWEST_DIFFERENT = 3;
const ONE_WORD = /^[a-z]+$/iu;
class Guard {
    #indexes = new Map();
    protect(secret, made) {
        if (secret instanceof external_node_crypto_.KeyObject) {
            for (const integer of (0,key_material/* keyMaterial */.v)(secret).integers)
                this.#index(KEY_WINDOW).add(integer, isVaried);
            return;
        }
        const text = secret.trim();
        const bytes = Buffer.from(text);
        const random = made === 'random' || !(0,made_of_words/* isMadeOfWords */.U)(text);
        if (random && bytes.length >= SHORTEST_RANDOM)
            this.#index(RANDOM_WINDOW).add(bytes, (window) => isVaried(window) && !isLike(window, /^[a-z_-]+$/u));
        if (bytes.length < SHORTEST_CHOSEN || (0,masks/* isPlainWord */.F7)(text))
            return;
        if (bytes.length < LONG_CHOSEN)
            this.#index(bytes.length).add(bytes, () => true);
        else {
            const isTelling = (window) => isLike(bytes, ONE_WORD) || !isLike(window, ONE_WORD);
            this.#index(Math.ceil(bytes.length / 2)).add(bytes, isTelling);
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


/***/ }),

/***/ 645:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ keyMaterial)
/* harmony export */ });
const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
const SEED = 0x80;
const WRAPPERS = new Set([SEQUENCE, OCTET_STRING, SEED]);
const LONGEST_SEED = 1000;
function keyMaterial(key) {
    const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
    const documents = [{ label: 'PRIVATE KEY', der: pkcs8 }];
    if (key.asymmetricKeyType === 'rsa')
        documents.push({ label: 'RSA PRIVATE KEY', der: key.export({ format: 'der', type: 'pkcs1' }) });
    if (key.asymmetricKeyType === 'ec')
        documents.push({ label: 'EC PRIVATE KEY', der: key.export({ format: 'der', type: 'sec1' }) });
    const inner = elements(elements(pkcs8)[0].content)[2].content;
    const bare = key.asymmetricKeyType?.startsWith('slh-dsa-') === true;
    return { documents, integers: bare ? [inner.subarray(0, inner.length / 2)] : secretIntegers(inner) };
}
function secretIntegers(privateKey) {
    const [outer] = elements(privateKey);
    if (outer === undefined || !WRAPPERS.has(outer.tag) || outer.end !== privateKey.length)
        return [privateKey];
    return outer.tag === SEQUENCE ? ofSequence(elements(outer.content)) : ofOctets(outer.content);
}
function ofSequence(members) {
    if (members[0]?.tag === OCTET_STRING)
        return members.flatMap(({ content }) => ofOctets(content));
    if (members[1]?.tag === OCTET_STRING)
        return [members[1].content];
    return members.slice(3).map((member) => withoutSignByte(member.content));
}
function ofOctets(content) {
    return content.length > LONGEST_SEED ? [content.subarray(32, 64), content.subarray(128)] : [content];
}
function withoutSignByte(integer) {
    return integer[0] === 0 ? integer.subarray(1) : integer;
}
function elements(der) {
    const found = [];
    for (let at = 0; at + 1 < der.length;) {
        const short = der[at + 1];
        const lengthBytes = short < 0x80 ? 0 : short - 0x80;
        const start = at + 2 + lengthBytes;
        if (lengthBytes > 4 || start > der.length)
            return found;
        const end = start + (lengthBytes === 0 ? short : der.readUIntBE(at + 2, lengthBytes));
        if (end > der.length)
            return found;
        found.push({ tag: der[at], content: der.subarray(start, end), end });
        at = end;
    }
    return found;
}


/***/ }),

/***/ 5621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ isMadeOfWords)
/* harmony export */ });
function isMadeOfWords(text) {
    const common = text.match(/\p{Lu}?\p{Ll}{4,}|\p{Lu}{4,}|\d{6,}|[\s_.,/-]+/gu) ?? [];
    return 2 * common.join('').length >= text.length;
}


/***/ }),

/***/ 2934:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  F7: () => (/* binding */ isPlainWord),
  ic: () => (/* binding */ masksForKey),
  FQ: () => (/* binding */ masksForPem),
  sK: () => (/* binding */ masksForText)
});

;// CONCATENATED MODULE: ./lib/secrecy/encodings.js
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

// EXTERNAL MODULE: ./lib/secrecy/key-material.js
var key_material = __nccwpck_require__(645);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./lib/secrecy/pasted.js

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
        return new external_node_crypto_.X509Certificate(der).raw.equals(der);
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/secrecy/masks.js



const SHORTEST_PIECE = 8;
const SHORTEST_TEXT = 4;
const INSPECTED_BYTES = 50;
function masksForPem(text, unwrapped = []) {
    const { pieces, wholes } = readPasted(text, unwrapped);
    const forms = wholes.flatMap((whole) => {
        const bytes = Buffer.from(whole);
        return [whole, ...escapedForms(whole), ...base64Forms(bytes), ...wrappedForms(bytes.toString('base64'))];
    });
    const lines = pieces.filter((piece) => piece.length > 64).flatMap(wrappedForms);
    return ordered([...pieces, ...lines, ...forms], SHORTEST_PIECE);
}
function masksForKey(key) {
    const { documents, integers } = (0,key_material/* keyMaterial */.v)(key);
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
        .flatMap((bytes) => [...base64Forms(bytes), ...hexForms(bytes), ...decimalForms(bytes)])
        .concat(BigInt(`0x${number.toString('hex')}`).toString());
}
function documentForms(label, der) {
    const body = der.toString('base64');
    const lines = wrap(body, 64);
    const files = ['\n', '\r\n']
        .map((lineEnd) => pem(label, der, lineEnd))
        .flatMap((file) => [file, file.trimEnd()]);
    return [
        ...base64Forms(der),
        ...wrappedForms(body),
        ...lines.map((line) => encodeURIComponent(line)),
        ...['\\n', '\\r\\n', '\\\\n', '%0A', '%0D%0A', ' '].map((joint) => lines.join(joint)),
        ...files.flatMap((file) => base64Forms(Buffer.from(file))),
        ...files.flatMap((file) => wrappedForms(Buffer.from(file).toString('base64'))),
        ...hexForms(der),
        ...hexForms(der.subarray(0, INSPECTED_BYTES)),
        ...decimalForms(der),
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
            masks.push(value, ...escapedForms(value));
        const encoded = [...base64Forms(bytes), ...base64Inside(bytes), ...hexForms(bytes)];
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

/***/ 2436:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ neutralise),
/* harmony export */   U: () => (/* binding */ neutraliseLines)
/* harmony export */ });
const ANSI = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)|\u001B[ -/]*[0-~]/gu;
const LINE_END = /\r\n|[\n\u000B\f\r\u0085\u2028\u2029]/u;
const BLANK = /\r\n|[\s\u0085]/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const COMMAND_ANYWHERE = /##(?=[a-z]*\[)/giu;
const COMMAND_AT_START = /^[^!-~]*::/u;
function neutralise(text, maxLength = 2000) {
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

/***/ 7662:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ codeOf)
/* harmony export */ });
function codeOf(error) {
    if (typeof error !== 'object' || error === null || !('code' in error))
        return '';
    return typeof error.code === 'string' ? error.code : '';
}


/***/ }),

/***/ 3477:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  h: () => (/* binding */ realStage)
});

;// CONCATENATED MODULE: ./lib/github/context.js
function readContext(env, readEvent) {
    const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
    const path = env['GITHUB_EVENT_PATH'] ?? '';
    return {
        eventName: env['GITHUB_EVENT_NAME'],
        payload: path === '' ? undefined : parsed(readEvent(path)),
        actor: env['GITHUB_ACTOR'],
        ref: env['GITHUB_REF'],
        sha: env['GITHUB_SHA'],
        workflow: env['GITHUB_WORKFLOW'],
        runId: Number(env['GITHUB_RUN_ID']),
        serverUrl: env['GITHUB_SERVER_URL'],
        repo: { owner, repo },
    };
}
function parsed(text) {
    try {
        return text === undefined ? undefined : JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/github/load-issue-client.js
async function loadIssueClient(token, { owner, name }, signal) {
    const { getOctokit } = await Promise.all(/* import() */[__nccwpck_require__.e(440), __nccwpck_require__.e(43), __nccwpck_require__.e(405), __nccwpck_require__.e(752), __nccwpck_require__.e(218)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2218));
    const { issues, users } = getOctokit(token, signal === undefined ? {} : { request: { signal } }).rest;
    const place = { owner, repo: name };
    return {
        list: async (state, page) => {
            const order = state === 'open' ? OLDEST_FIRST : LATEST_CHANGE_FIRST;
            return (await issues.listForRepo({ ...place, ...order, state, page, per_page: 100 })).data;
        },
        create: async (issue) => (await issues.create({ ...place, ...issue })).data,
        update: async (number, change) => (await issues.update({ ...place, ...change, issue_number: number })).data,
        comment: async (number, body) => (await issues.createComment({ ...place, issue_number: number, body })).data,
        self: async () => (await users.getAuthenticated()).data,
    };
}
const OLDEST_FIRST = { sort: 'created', direction: 'asc' };
const LATEST_CHANGE_FIRST = { sort: 'updated', direction: 'desc' };

;// CONCATENATED MODULE: ./lib/secrecy/annotations.js
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

;// CONCATENATED MODULE: ./lib/secrecy/file-fault.js
class FileUnset extends Error {
}
const FAULTS = {
    ENOENT: 'missing',
    EISDIR: 'directory',
    EACCES: 'read-only',
    EPERM: 'read-only',
    EROFS: 'read-only',
    ENOSPC: 'full',
};
const SENTENCES = {
    unset: 'the runner named no file for it, so later steps will not see it.',
    missing: 'the file the runner named does not exist.',
    directory: 'the runner named a directory instead of a file.',
    'read-only': 'the file the runner named cannot be written.',
    full: 'the disk is full.',
    other: 'writing the file the runner named failed.',
};
function fileFault(error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    const why = error instanceof FileUnset ? 'unset' : (FAULTS[code] ?? 'other');
    return { why, sentence: `${SENTENCES[why]} The rotation itself is not affected.` };
}

// EXTERNAL MODULE: ./lib/secrecy/guard.js + 4 modules
var secrecy_guard = __nccwpck_require__(1627);
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

// EXTERNAL MODULE: ./lib/secrecy/neutralise.js
var neutralise = __nccwpck_require__(2436);
;// CONCATENATED MODULE: ./lib/secrecy/withhold.js
const WITHHELD = '[withheld: this text held a piece of a secret]';
const NOT_ASCII = /[^ -~]/gu;
function withhold(line, holdsSecret) {
    const document = line.startsWith('{') ? objectIn(line) : undefined;
    if (document === undefined)
        return withholdQuoted(line, holdsSecret);
    const rest = JSON.stringify(document, (_, value) => cleanValue(value, holdsSecret)).replaceAll(NOT_ASCII, escaped);
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
function escaped(character) {
    return character
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('');
}

;// CONCATENATED MODULE: ./lib/secrecy/sink.js







const LONGEST_LINE = 8000;
const LONGEST_TITLE = 200;
const sink_LONGEST_TEXT = Number.MAX_SAFE_INTEGER / 8;
const LARGEST_SUMMARY = 1024 * 1024;
const SUMMARY_CUT = '\n\n_The rest was left out: a summary can hold 1 MiB._\n';
const harmless = (text) => (0,neutralise/* neutraliseLines */.U)(text, sink_LONGEST_TEXT).join('\n');
function createSink(ports) {
    const guard = new secrecy_guard/* Guard */.w();
    const memory = createLogMemory(guard);
    let withheld = 0;
    const warned = new Set();
    const holds = (text) => guard.finds(text);
    const guarded = (text) => {
        const before = memory.recent();
        if (!memory.finds(text))
            return text;
        withheld += 1;
        const rest = withhold(text, holds);
        return holds(`${before}\n${rest}`) ? WITHHELD : rest;
    };
    const print = (text, port = ports.info) => {
        for (const line of (0,neutralise/* neutraliseLines */.U)(text, LONGEST_LINE)) {
            const safe = guarded(line);
            quietly(() => port(safe));
        }
    };
    const annotations = new Annotations((kind, title, text) => {
        const safeTitle = guarded((0,neutralise/* neutralise */.$)(title, LONGEST_TITLE));
        const safeText = guarded((0,neutralise/* neutraliseLines */.U)(text, LONGEST_LINE).join('\n'));
        quietly(() => ports.annotation(kind, safeTitle, safeText));
    }, print);
    const filed = (text) => {
        if (!guard.finds(text))
            return text;
        withheld += 1;
        const lines = text.split('\n').map((line) => (holds(line) ? withhold(line, holds) : line));
        const rest = lines.join('\n');
        return guard.finds(rest) ? WITHHELD : rest;
    };
    const write = (what, port) => {
        try {
            port();
            return { kind: 'written' };
        }
        catch (error) {
            const { why, sentence } = fileFault(error);
            if (!warned.has(what))
                annotations.add('warning', `${what} not written`, `${what}: ${sentence}`);
            warned.add(what);
            return { kind: 'not-written', why };
        }
    };
    const setOutput = (name, clean) => write('The output file', () => ports.setOutput((0,neutralise/* neutralise */.$)(name), clean));
    return {
        mask(values) {
            for (const value of new Set(values.flatMap((text) => text.split(/[\r\n]+/u))))
                if (value.trim() !== '' && !value.startsWith('-----'))
                    quietly(() => ports.setSecret(value));
        },
        protect: (secret, made = 'chosen') => guard.protect(secret, made),
        line: (text) => print(text),
        group(title, lines) {
            const safe = guarded((0,neutralise/* neutralise */.$)(title, LONGEST_TITLE));
            quietly(() => ports.startGroup(safe));
            for (const line of lines)
                print(line);
            quietly(() => ports.endGroup());
        },
        debug: (text) => print(text, ports.debug),
        annotate: (kind, title, text) => annotations.add(kind, title, text),
        output: (name, value) => setOutput(name, filed(harmless(value))),
        outputs(values) {
            const texts = Object.entries(values).map(([name, value]) => [name, harmless(value)]);
            const clean = !guard.finds(texts.map(([, text]) => text).join('\n'));
            for (const [name, text] of texts)
                setOutput(name, clean ? text : filed(text));
        },
        summary(markdown) {
            const clean = filed(markdownOf(markdown));
            return write('The job summary', () => ports.replaceSummary(clean));
        },
        clean: (text) => filed(harmless(text)),
        close() {
            if (withheld > 0)
                annotations.add('warning', 'Text withheld', `${withheld} texts held a piece of a secret and were withheld. Please report this: it is a fault in this action or in an answer it received.`);
            withheld = 0;
            annotations.close();
        },
    };
}
function markdownOf(text) {
    const lines = (0,neutralise/* neutraliseLines */.U)(text, LARGEST_SUMMARY);
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
;// CONCATENATED MODULE: ./lib/world/core-commands.js



;// CONCATENATED MODULE: ./lib/world/actions-ports.js




function actionsPorts() {
    return {
        setSecret: (value) => issueCommand('add-mask', {}, value),
        info: (line) => void process.stdout.write(line + external_node_os_namespaceObject.EOL),
        debug: (line) => issueCommand('debug', {}, line),
        annotation: (kind, title, text) => issueCommand(kind, { title }, text),
        startGroup: (title) => issueCommand('group', {}, title),
        endGroup: () => issueCommand('endgroup', {}, ''),
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
        throw new FileUnset(`${variable} is not set`);
    return file;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./lib/world/clock.js

const clock = {
    wall: () => Date.now(),
    monotonic: () => performance.now(),
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
// EXTERNAL MODULE: ./lib/world/error-code.js
var error_code = __nccwpck_require__(7662);
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
        return { kind: (0,error_code/* codeOf */.$)(error) === 'ENOENT' ? 'missing' : 'unreadable' };
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
function readEvent(path) {
    try {
        const read = readText(path, LARGEST_EVENT);
        return read.kind === 'text' ? read.text : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/world/process-guards.js
const LAST_WORDS_MS = 1000;
const CRASH_TEXT = '::error title=Unexpected fault::This action stopped because of a fault of its own. The operation "status" shows what is in force; running the step again continues from there.';
function installProcessGuards(onCrash = () => undefined) {
    silenceReports();
    silenceStandardError();
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

;// CONCATENATED MODULE: external "node:v8"
const external_node_v8_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");
;// CONCATENATED MODULE: ./lib/world/parser.js

function compileParserOnce() {
    if (process.versions.v8.startsWith('13.'))
        (0,external_node_v8_namespaceObject.setFlagsFromString)('--wasm-tiering-budget=1000000000');
}

;// CONCATENATED MODULE: ./lib/world/signals.js
function stopSignal() {
    const controller = new AbortController();
    const stop = () => controller.abort();
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    return controller.signal;
}

;// CONCATENATED MODULE: ./lib/world/stage.js









const ISSUE_TIME = 60_000;
function realStage() {
    let lastWords;
    installProcessGuards(() => lastWords?.());
    const stop = stopSignal();
    const stage = {
        env: process.env,
        sink: createSink(actionsPorts()),
        clock: clock,
        sleep: sleep,
        random: random,
        connect,
        askOpenSsl: async (question) => await (await __nccwpck_require__.e(/* import() */ 622).then(__nccwpck_require__.bind(__nccwpck_require__, 6622))).askOpenSsl(question),
        runCommand: async (command, say) => {
            const { runCommand } = await __nccwpck_require__.e(/* import() */ 953).then(__nccwpck_require__.bind(__nccwpck_require__, 6953));
            return await runCommand(command, { env: process.env, stop, say });
        },
        connectToSigner: async (trust) => {
            const { connectToSigner } = await Promise.all(/* import() */[__nccwpck_require__.e(440), __nccwpck_require__.e(43), __nccwpck_require__.e(405), __nccwpck_require__.e(669)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6669));
            return await connectToSigner(process.env, trust);
        },
        files: workspaceFiles(process.env['GITHUB_WORKSPACE'] ?? process.cwd()),
        readContext: () => readContext(process.env, readEvent),
        loadIssueClient: (token, repository) => loadIssueClient(token, repository, AbortSignal.any([stop, AbortSignal.timeout(ISSUE_TIME)])),
        stop,
        fail: failStep,
    };
    const atCrash = (speak) => {
        lastWords = speak;
    };
    return { stage, atCrash };
}
async function connect() {
    compileParserOnce();
    const [{ createDispatcher }, { createHttp }, { dial }] = await Promise.all([
        Promise.all(/* import() */[__nccwpck_require__.e(440), __nccwpck_require__.e(405), __nccwpck_require__.e(838)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7838)),
        Promise.all(/* import() */[__nccwpck_require__.e(440), __nccwpck_require__.e(43), __nccwpck_require__.e(175)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1175)),
        __nccwpck_require__.e(/* import() */ 314).then(__nccwpck_require__.bind(__nccwpck_require__, 9314)),
    ]);
    return { http: createHttp({ dispatcher: await createDispatcher(process.env) }), dial };
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
