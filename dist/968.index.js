export const id = 968;
export const ids = [968];
export const modules = {

/***/ 3968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  certificateRequest: () => (/* reexport */ certificateRequest),
  certify: () => (/* reexport */ certify)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ../../work/wt/roll-back/node_modules/@peculiar/asn1-schema/build/cjs/index.js
var cjs = __webpack_require__(1545);
// EXTERNAL MODULE: ../../work/wt/roll-back/node_modules/@peculiar/asn1-x509/build/cjs/index.js
var build_cjs = __webpack_require__(6846);
// EXTERNAL MODULE: ./lib/certificate/pem.js + 1 modules
var pem = __webpack_require__(3436);
;// CONCATENATED MODULE: ./lib/issue/certify/signature.js


const RSA = { oid: '1.2.840.113549.1.1.11', hash: 'sha256', parameters: null };
const ED25519 = { oid: '1.3.101.112', hash: null };
const BY_CURVE = {
    prime256v1: { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
    secp384r1: { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
    secp521r1: { oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
};
function signingWith(key) {
    const algorithm = algorithmOf(key);
    if (algorithm === undefined)
        throw new Error('a key of another kind');
    const { oid, hash, ...parameters } = algorithm;
    return {
        identifier: new build_cjs.AlgorithmIdentifier({ algorithm: oid, ...parameters }),
        sign: (bytes) => arrayBuffer((0,external_node_crypto_.sign)(hash, new Uint8Array(bytes), key)),
    };
}
function algorithmOf(key) {
    if (key.asymmetricKeyType === 'rsa')
        return RSA;
    if (key.asymmetricKeyType === 'ed25519')
        return ED25519;
    return BY_CURVE[key.asymmetricKeyDetails?.namedCurve ?? ''];
}
function arrayBuffer(bytes) {
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    return copy;
}

;// CONCATENATED MODULE: ./lib/issue/certify/profile.js




const COMMON_NAME = '2.5.4.3';
function nameOf(commonName) {
    const value = new build_cjs.AttributeValue({ utf8String: commonName });
    return new build_cjs.Name([new build_cjs.RelativeDistinguishedName([new build_cjs.AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}
function publicKeyInfo(key) {
    return cjs.AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), build_cjs.SubjectPublicKeyInfo);
}
function keyIdOf({ subjectPublicKey }) {
    return (0,external_node_crypto_.createHash)('sha1').update(new Uint8Array(subjectPublicKey)).digest();
}
function usageExtensions() {
    return [
        extension(build_cjs.id_ce_keyUsage, new build_cjs.KeyUsage(build_cjs.KeyUsageFlags.digitalSignature), true),
        extension(build_cjs.id_ce_extKeyUsage, new build_cjs.ExtendedKeyUsage([build_cjs.id_kp_clientAuth])),
    ];
}
function leafExtensions(subjectKeyId, authorityKeyId) {
    const keyIdentifier = new build_cjs.KeyIdentifier(arrayBuffer(authorityKeyId));
    return [
        extension(build_cjs.id_ce_basicConstraints, new build_cjs.BasicConstraints(), true),
        ...usageExtensions(),
        extension(build_cjs.id_ce_subjectKeyIdentifier, new build_cjs.SubjectKeyIdentifier(arrayBuffer(subjectKeyId))),
        extension(build_cjs.id_ce_authorityKeyIdentifier, new build_cjs.AuthorityKeyIdentifier({ keyIdentifier })),
    ];
}
function extension(extnID, value, critical = false) {
    const extnValue = new cjs.OctetString(cjs.AsnConvert.serialize(value));
    return new build_cjs.Extension({ extnID, critical, extnValue });
}

;// CONCATENATED MODULE: ./lib/issue/certify/certificate.js






function certify(authority, request) {
    const issuer = cjs.AsnConvert.parse(authority.certificate.x509.raw, build_cjs.Certificate).tbsCertificate;
    const key = publicKeyInfo(request.publicKey);
    const { subjectKeyId } = authority.certificate.facts;
    const issuerKeyId = subjectKeyId === undefined ? keyIdOf(issuer.subjectPublicKeyInfo) : Buffer.from(subjectKeyId, 'hex');
    const { identifier, sign } = signingWith(authority.key.keyObject());
    const tbsCertificate = new build_cjs.TBSCertificate({
        version: build_cjs.Version.v3,
        serialNumber: arrayBuffer(serialNumber()),
        signature: identifier,
        issuer: issuer.subject,
        validity: new build_cjs.Validity({ notBefore: new Date(request.notBefore), notAfter: new Date(request.notAfter) }),
        subject: nameOf(request.commonName),
        subjectPublicKeyInfo: key,
        extensions: new build_cjs.Extensions([...leafExtensions(keyIdOf(key), issuerKeyId)]),
    });
    const signatureValue = sign(cjs.AsnConvert.serialize(tbsCertificate));
    const certificate = new build_cjs.Certificate({ tbsCertificate, signatureAlgorithm: identifier, signatureValue });
    return (0,pem/* armour */.Bq)('CERTIFICATE', new Uint8Array(cjs.AsnConvert.serialize(certificate)));
}
function serialNumber() {
    const serial = (0,external_node_crypto_.randomBytes)(16);
    serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
    return serial;
}

// EXTERNAL MODULE: ../../work/wt/roll-back/node_modules/@peculiar/asn1-csr/build/cjs/index.js
var asn1_csr_build_cjs = __webpack_require__(9054);
;// CONCATENATED MODULE: ./lib/issue/certify/request.js







const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
function certificateRequest(commonName, key) {
    const wanted = cjs.AsnConvert.serialize(new build_cjs.Extensions([...usageExtensions()]));
    const certificationRequestInfo = new asn1_csr_build_cjs.CertificationRequestInfo({
        version: 0,
        subject: nameOf(commonName),
        subjectPKInfo: publicKeyInfo((0,external_node_crypto_.createPublicKey)(key)),
        attributes: new asn1_csr_build_cjs.Attributes([new build_cjs.Attribute({ type: EXTENSION_REQUEST, values: [wanted] })]),
    });
    const { identifier, sign } = signingWith(key);
    const signature = sign(cjs.AsnConvert.serialize(certificationRequestInfo));
    const request = new asn1_csr_build_cjs.CertificationRequest({
        certificationRequestInfo,
        signatureAlgorithm: identifier,
        signature,
    });
    return (0,pem/* armour */.Bq)('CERTIFICATE REQUEST', new Uint8Array(cjs.AsnConvert.serialize(request)));
}

;// CONCATENATED MODULE: ./lib/issue/certify/index.js




/***/ })

};
