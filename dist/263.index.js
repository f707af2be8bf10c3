export const id = 263;
export const ids = [263];
export const modules = {

/***/ 1263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   certificateRequest: () => (/* binding */ certificateRequest),
/* harmony export */   certify: () => (/* binding */ certify)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _peculiar_asn1_csr__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6474);
/* harmony import */ var _peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7261);
/* harmony import */ var _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3594);
/* harmony import */ var _certificate_pem_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9913);





function certify(authority, request) {
    const issuer = _peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.parse(authority.certificate.x509.raw, _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Certificate).tbsCertificate;
    const key = publicKeyInfo(request.publicKey);
    const { subjectKeyId } = authority.certificate.facts;
    const issuerKeyId = subjectKeyId === undefined ? keyIdOf(issuer.subjectPublicKeyInfo) : Buffer.from(subjectKeyId, 'hex');
    const { identifier, sign } = signingWith(authority.key.keyObject());
    const tbsCertificate = new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.TBSCertificate({
        version: _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Version.v3,
        serialNumber: arrayBuffer(serialNumber()),
        signature: identifier,
        issuer: issuer.subject,
        validity: new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Validity({
            notBefore: new Date(request.notBefore),
            notAfter: new Date(request.notAfter),
        }),
        subject: nameOf(request.commonName),
        subjectPublicKeyInfo: key,
        extensions: new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Extensions(leafExtensions(keyIdOf(key), issuerKeyId)),
    });
    const signatureValue = sign(_peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.serialize(tbsCertificate));
    const certificate = new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Certificate({ tbsCertificate, signatureAlgorithm: identifier, signatureValue });
    return (0,_certificate_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .armour */ .Bq)('CERTIFICATE', new Uint8Array(_peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.serialize(certificate)));
}
function serialNumber() {
    const serial = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16);
    serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
    return serial;
}
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
function certificateRequest(commonName, key) {
    const wanted = _peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.serialize(new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Extensions(usageExtensions()));
    const certificationRequestInfo = new _peculiar_asn1_csr__WEBPACK_IMPORTED_MODULE_1__.CertificationRequestInfo({
        version: 0,
        subject: nameOf(commonName),
        subjectPKInfo: publicKeyInfo((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)(key)),
        attributes: new _peculiar_asn1_csr__WEBPACK_IMPORTED_MODULE_1__.Attributes([new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Attribute({ type: EXTENSION_REQUEST, values: [wanted] })]),
    });
    const { identifier, sign } = signingWith(key);
    const signature = sign(_peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.serialize(certificationRequestInfo));
    const request = new _peculiar_asn1_csr__WEBPACK_IMPORTED_MODULE_1__.CertificationRequest({
        certificationRequestInfo,
        signatureAlgorithm: identifier,
        signature,
    });
    return (0,_certificate_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .armour */ .Bq)('CERTIFICATE REQUEST', new Uint8Array(_peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.serialize(request)));
}
const COMMON_NAME = '2.5.4.3';
function nameOf(commonName) {
    const value = new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.AttributeValue({ utf8String: commonName });
    return new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Name([
        new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.RelativeDistinguishedName([new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.AttributeTypeAndValue({ type: COMMON_NAME, value })]),
    ]);
}
function publicKeyInfo(key) {
    return _peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.SubjectPublicKeyInfo);
}
function keyIdOf({ subjectPublicKey }) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha1').update(new Uint8Array(subjectPublicKey)).digest();
}
function usageExtensions() {
    return [
        extension(_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.id_ce_keyUsage, new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.KeyUsage(_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.KeyUsageFlags.digitalSignature), true),
        extension(_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.id_ce_extKeyUsage, new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.ExtendedKeyUsage([_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.id_kp_clientAuth])),
    ];
}
function leafExtensions(subjectKeyId, authorityKeyId) {
    const keyIdentifier = new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.KeyIdentifier(arrayBuffer(authorityKeyId));
    return [
        extension(_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.id_ce_basicConstraints, new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.BasicConstraints(), true),
        ...usageExtensions(),
        extension(_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.id_ce_subjectKeyIdentifier, new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.SubjectKeyIdentifier(arrayBuffer(subjectKeyId))),
        extension(_peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.id_ce_authorityKeyIdentifier, new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.AuthorityKeyIdentifier({ keyIdentifier })),
    ];
}
function extension(extnID, value, critical = false) {
    const extnValue = new _peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.OctetString(_peculiar_asn1_schema__WEBPACK_IMPORTED_MODULE_2__.AsnConvert.serialize(value));
    return new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.Extension({ extnID, critical, extnValue });
}
const ALGORITHMS = {
    rsa: { oid: '1.2.840.113549.1.1.11', hash: 'sha256', parameters: null },
    ed25519: { oid: '1.3.101.112', hash: null },
    prime256v1: { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
    secp384r1: { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
    secp521r1: { oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
};
function signingWith(key) {
    const algorithm = ALGORITHMS[key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? ''];
    if (algorithm === undefined)
        throw new Error('a key of another kind');
    const { oid, hash, ...parameters } = algorithm;
    return {
        identifier: new _peculiar_asn1_x509__WEBPACK_IMPORTED_MODULE_3__.AlgorithmIdentifier({ algorithm: oid, ...parameters }),
        sign: (bytes) => arrayBuffer((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.sign)(hash, new Uint8Array(bytes), key)),
    };
}
function arrayBuffer(bytes) {
    return new Uint8Array(bytes).buffer;
}


/***/ })

};
