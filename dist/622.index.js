export const id = 622;
export const ids = [622];
export const modules = {

/***/ 6622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   askOpenSsl: () => (/* binding */ askOpenSsl)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7075);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1692);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(452);




const SERVER_LEVEL = 'DEFAULT@SECLEVEL=2';
const CLIENT_LEVEL = 'DEFAULT@SECLEVEL=0';
const HANDSHAKE_MS = 10_000;
function askOpenSsl(question) {
    return new Promise((resolve) => {
        try {
            shakeHands(question, resolve);
        }
        catch (error) {
            resolve({ kind: 'no-verdict', code: (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .codeOf */ .$N)(error) });
        }
    });
}
function shakeHands({ leaf, key, authorities }, resolve) {
    const own = { cert: leaf, key: key.export({ type: 'pkcs8', format: 'pem' }) };
    const trusting = { ...own, ca: [authorities ?? leaf], ciphers: SERVER_LEVEL };
    const context = (0,node_tls__WEBPACK_IMPORTED_MODULE_2__.createSecureContext)({ ...trusting, allowPartialTrustChain: authorities === undefined });
    const server = (0,node_tls__WEBPACK_IMPORTED_MODULE_2__.createServer)({
        ...trusting,
        requestCert: true,
        rejectUnauthorized: false,
        handshakeTimeout: HANDSHAKE_MS,
        SNICallback: (_, done) => done(null, context),
    });
    const [near, far] = (0,node_stream__WEBPACK_IMPORTED_MODULE_1__.duplexPair)();
    const settle = (answer) => {
        resolve(answer);
        client.destroy();
        near.destroy();
        far.destroy();
    };
    const fail = (error) => settle({ kind: 'no-verdict', code: (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .codeOf */ .$N)(error) });
    server.on('secureConnection', (socket) => settle(answerOf(socket, leaf)));
    server.on('tlsClientError', fail);
    server.emit('connection', far);
    const client = (0,node_tls__WEBPACK_IMPORTED_MODULE_2__.connect)({
        ...own,
        ca: [],
        ciphers: CLIENT_LEVEL,
        socket: near,
        servername: 'origin.invalid',
        rejectUnauthorized: false,
    });
    client.on('error', fail);
}
function answerOf(socket, leaf) {
    if (socket.getPeerX509Certificate()?.fingerprint256 !== new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(leaf).fingerprint256)
        return { kind: 'no-verdict', code: 'NO_CLIENT_CERTIFICATE' };
    if (!socket.authorized)
        return { kind: 'refused', code: reasonOf(socket) };
    return { kind: 'accepted', intermediates: Math.max(0, pathLength(socket) - 2) };
}
function pathLength(socket) {
    const seen = new Set();
    let one = socket.getPeerCertificate(true);
    while (!seen.has(one.fingerprint256)) {
        seen.add(one.fingerprint256);
        one = one.issuerCertificate ?? one;
    }
    return seen.size;
}
function reasonOf(socket) {
    const code = String(socket.authorizationError);
    if (code !== 'UNSPECIFIED')
        return code;
    const handle = Reflect.get(socket, 'ssl');
    const ask = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'verifyError') : undefined;
    const error = typeof ask === 'function' ? Reflect.apply(ask, handle, []) : undefined;
    const words = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
    return typeof words === 'string' ? words : code;
}


/***/ })

};
