export const id = 428;
export const ids = [428];
export const modules = {

/***/ 4428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  dial: () => (/* binding */ dial)
});

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/world/dial-fault.js

const BY_CODE = {
    ENOTFOUND: 'dns',
    EAI_AGAIN: 'dns',
    ENODATA: 'dns',
    ECONNREFUSED: 'refused',
    EHOSTUNREACH: 'unreachable',
    ENETUNREACH: 'unreachable',
    EADDRNOTAVAIL: 'unreachable',
    ETIMEDOUT: 'timeout',
    ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
    ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
    ERR_SSL_UNKNOWN_PROTOCOL: 'not-tls',
    ERR_SSL_HTTP_REQUEST: 'not-tls',
};
function classify(event, { connected, spoke, secure }) {
    if (event === 'timeout')
        return { kind: 'network', reason: spoke && secure ? 'silent' : 'timeout' };
    const code = (0,errors/* codeOf */.$N)(event);
    const phase = secure ? 'after-handshake' : 'handshake';
    const alert = alertIn(code);
    if (alert !== undefined)
        return { kind: 'tls-refused', alert, phase };
    const reason = BY_CODE[code];
    if (reason !== undefined)
        return { kind: 'network', reason };
    const hungUp = event === 'close' ||
        code === 'ECONNRESET' ||
        code === 'EPIPE' ||
        code === 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING';
    if (hungUp && spoke)
        return { kind: 'tls-refused', alert: 'none', phase };
    if (hungUp && connected)
        return { kind: 'network', reason: 'reset' };
    return { kind: 'network', reason: code.startsWith('ERR_SSL_') ? 'tls' : 'other' };
}
function alertIn(code) {
    return /_ALERT_([A-Z_]+)$/u.exec(code)?.[1]?.replaceAll('_', ' ').toLowerCase();
}

// EXTERNAL MODULE: ./lib/world/http-answer.js
var http_answer = __webpack_require__(8873);
;// CONCATENATED MODULE: ./lib/world/dial.js




function dial(request) {
    if (request.signal?.aborted === true)
        return Promise.resolve({ kind: 'network', reason: 'aborted' });
    return new Promise((resolve) => {
        new Conversation(request, resolve).begin();
    });
}
class Conversation {
    #request;
    #resolve;
    #plain;
    #timer;
    #connected = false;
    #secure = false;
    #received = '';
    #server;
    constructor(request, resolve) {
        this.#request = request;
        this.#resolve = resolve;
        this.#plain = (0,external_node_net_.connect)({ host: request.host, port: request.port });
        this.#timer = setTimeout(() => this.#fail('timeout'), request.timeoutMs);
    }
    begin() {
        this.#request.signal?.addEventListener('abort', this.#abort, { once: true });
        this.#watch(this.#plain);
        this.#plain.on('connect', () => {
            this.#connected = true;
            this.#secureIt();
        });
    }
    #secureIt() {
        let socket;
        try {
            socket = (0,external_node_tls_.connect)({ socket: this.#plain, ...optionsOf(this.#request) });
        }
        catch {
            this.#finish({ kind: 'network', reason: 'other' });
            return;
        }
        this.#watch(socket);
        socket.on('data', (chunk) => this.#receive(chunk));
        socket.on('secureConnect', () => {
            this.#secure = true;
            this.#server = socket.getPeerX509Certificate()?.fingerprint256;
            const { ca, certificate } = this.#request;
            if (ca !== undefined && certificate === undefined && !socket.authorized) {
                this.#finish({ kind: 'server-untrusted', reason: codeOf(socket.authorizationError) });
            }
            else {
                socket.write(requestText(this.#request.hostHeader), 'latin1');
            }
        });
    }
    #watch(socket) {
        socket.on('error', (error) => this.#fail(error));
        socket.on('close', () => this.#fail('close'));
    }
    #receive(chunk) {
        const { maxBytes } = this.#request;
        this.#received = (this.#received + chunk.toString('latin1')).slice(0, maxBytes);
        const parsed = (0,http_answer/* parseAnswer */.W)(this.#received);
        const full = this.#received.length >= maxBytes;
        if (parsed.kind === 'answer' && (full || parsed.answer.complete))
            this.#finish(http(parsed.answer));
        else if (parsed.kind === 'not-http' || (full && parsed.kind === 'more')) {
            this.#finish({ kind: 'network', reason: 'not-http' });
        }
    }
    #fail(event) {
        const parsed = (0,http_answer/* parseAnswer */.W)(this.#received);
        const reached = { connected: this.#connected, spoke: this.#plain.bytesRead > 0, secure: this.#secure };
        const odd = this.#received !== '' && event !== 'timeout';
        const otherwise = odd ? { kind: 'network', reason: 'not-http' } : classify(event, reached);
        this.#finish(parsed.kind === 'answer' ? http(parsed.answer) : otherwise);
    }
    #abort = () => this.#finish({ kind: 'network', reason: 'aborted' });
    #finish(answer) {
        clearTimeout(this.#timer);
        this.#request.signal?.removeEventListener('abort', this.#abort);
        const told = answer.kind === 'http' || answer.kind === 'tls-refused';
        this.#resolve(told && this.#server !== undefined ? { ...answer, server: this.#server } : answer);
        this.#plain.destroy();
    }
}
function optionsOf({ servername, certificate, ca }) {
    const client = certificate && {
        cert: certificate.pem,
        key: certificate.key.export({ type: 'pkcs8', format: 'pem' }),
    };
    return {
        servername,
        minVersion: 'TLSv1.2',
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: false,
        ...(client === undefined ? (ca === undefined ? {} : { ca }) : { ...client, ca: [] }),
    };
}
function requestText(hostHeader) {
    const lines = [
        'GET / HTTP/1.1',
        `Host: ${hostHeader.replaceAll(/[^\w.:[\]-]/gu, '')}`,
        'User-Agent: cloudflare-origin-pull-rotation (origin check)',
        'Accept: */*',
        'Connection: close',
    ];
    return `${lines.join('\r\n')}\r\n\r\n`;
}
function http({ status, headers, body }) {
    return { kind: 'http', status, headers, body };
}
function codeOf(error) {
    return String(error)
        .replaceAll(/[^A-Z0-9_]/gu, '')
        .slice(0, 80);
}


/***/ }),

/***/ 8873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ faultOf),
/* harmony export */   W: () => (/* binding */ parseAnswer)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);


function parseAnswer(bytes) {
    if (!'HTTP/1.'.startsWith(bytes.slice(0, 7)))
        return { kind: 'not-http' };
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1)
        return { kind: 'more' };
    const [statusLine = '', ...lines] = bytes.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/u.exec(statusLine)?.[1]);
    if (Number.isNaN(status))
        return { kind: 'not-http' };
    const rest = bytes.slice(end + 4);
    if (status < 200 && status !== 101)
        return parseAnswer(rest);
    const headers = Object.fromEntries(lines.flatMap(field));
    return {
        kind: 'answer',
        answer: { status, headers, body: rest, complete: isComplete(status, headers, rest) },
    };
}
function field(line) {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
}
function isComplete(status, headers, body) {
    if (status === 101 || status === 204 || status === 304)
        return true;
    if (headers['transfer-encoding'] !== undefined)
        return /(?:^|\r\n)0\r\n(?:.*\r\n)?\r\n$/u.test(body);
    const length = Number(headers['content-length'] ?? NaN);
    return body.length >= length;
}
const NAME_UNKNOWN = /^(?:ENOTFOUND|ENODATA|EAI_[A-Z]+)$/u;
const TIMEOUT = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/u;
const HUNG_UP = /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/u;
const REFUSED = /^(?:ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM|EINVAL)$/u;
const OWN = /^(?:UND_ERR_|ERR_INVALID_)/u;
const UNTRUSTED = /^(?:SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|CERT_(?:UNTRUSTED|REJECTED|REVOKED|SIGNATURE_|CHAIN_)|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_)/u;
const OTHER_NAME = /^(?:ERR_TLS_CERT_ALTNAME_|UND_ERR_PRX_TLS|HOSTNAME_MISMATCH)/u;
const OUT_OF_DATE = /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/u;
function faultOf(error, progress) {
    const reason = proxyReason(error) ?? reasonOf((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .codeOf */ .$N)(error), progress);
    return { reason, sent: progress === 'connecting' ? 'no' : 'perhaps' };
}
function reasonOf(code, progress) {
    if (TIMEOUT.test(code))
        return 'timeout';
    if (progress === 'reading')
        return 'cut';
    if (code === 'UND_ERR_HEADERS_OVERFLOW')
        return 'too-large';
    if (progress === 'waiting')
        return 'reset';
    if (NAME_UNKNOWN.test(code))
        return 'dns';
    if (HUNG_UP.test(code))
        return 'reset';
    if (OTHER_NAME.test(code))
        return 'other-name';
    if (code === '' || REFUSED.test(code) || OWN.test(code))
        return 'refused';
    if (UNTRUSTED.test(code))
        return isExtraFileUnreadable() ? 'ca-file' : 'untrusted';
    if (OUT_OF_DATE.test(code))
        return 'out-of-date';
    return 'tls';
}
function proxyReason(error) {
    if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .codeOf */ .$N)(error) !== 'UND_ERR_ABORTED' || !(error instanceof Error))
        return undefined;
    const [, status] = /^Proxy response \((\d{3})\)/u.exec(error.message) ?? [];
    if (status === undefined)
        return undefined;
    if (status === '407')
        return 'proxy-login';
    return /^(?:3|4(?!08|29))/u.test(status) ? 'proxy-refused' : 'proxy-failed';
}
function isExtraFileUnreadable() {
    const file = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
    if (file === '')
        return false;
    try {
        return !(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, 'latin1').includes('-----BEGIN ');
    }
    catch {
        return true;
    }
}


/***/ })

};
