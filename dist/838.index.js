export const id = 838;
export const ids = [838,219];
export const modules = {

/***/ 7838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectToSigner: () => (/* binding */ connectToSigner),
  createDispatcher: () => (/* binding */ createDispatcher)
});

// EXTERNAL MODULE: ./node_modules/undici/lib/dispatcher/agent.js
var agent = __webpack_require__(7405);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/inputs/secrets.js
var secrets = __webpack_require__(9516);
;// CONCATENATED MODULE: ./lib/world/proxy.js


function proxiesOf(env) {
    const httpProxy = proxyUrl(env, 'http_proxy');
    const httpsProxy = proxyUrl(env, 'https_proxy');
    if (httpProxy === '' && httpsProxy === '')
        return undefined;
    return { httpProxy, httpsProxy, noProxy: read(env, 'no_proxy') };
}
function read(env, name) {
    return env[name]?.trim() || env[name.toUpperCase()]?.trim() || '';
}
function proxyUrl(env, name) {
    const given = read(env, name);
    if (given === '')
        return '';
    const text = (0,secrets/* withScheme */.GV)(given);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const usable = url !== undefined && /^https?:$/u.test(url.protocol) && url.hostname !== '';
    if (!usable || !isDecodable(url.username) || !isDecodable(url.password))
        throw unusable(name.toUpperCase());
    return url.href;
}
function isDecodable(text) {
    try {
        decodeURIComponent(text);
        return true;
    }
    catch {
        return false;
    }
}
function unusable(name) {
    return new errors/* ActionError */.lZ('ENVIRONMENT_UNSAFE', {
        happened: `The environment variable ${name} does not hold the URL of a proxy.`,
        remedy: `Set ${name} to a URL like http://proxy.example:3128, with special characters in a user name or password percent-encoded, or remove it.`,
    });
}

// EXTERNAL MODULE: ./lib/world/undici-http.js
var undici_http = __webpack_require__(6219);
;// CONCATENATED MODULE: ./lib/world/dispatcher.js



const CONNECTIONS = 50;
const CONNECT_TIMEOUT = 10_000;
const KEEP_ALIVE = 4000;
const SETTINGS = {
    connections: CONNECTIONS,
    connectTimeout: CONNECT_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE,
    keepAliveMaxTimeout: KEEP_ALIVE,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
};
async function createDispatcher(env, trust = {}) {
    const proxies = proxiesOf(env);
    const direct = new agent({ ...SETTINGS, connect: trust });
    if (proxies === undefined)
        return direct;
    const { throughProxies } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(729)]).then(__webpack_require__.bind(__webpack_require__, 1729));
    return throughProxies(proxies, { ...SETTINGS, requestTls: trust }, direct);
}
async function connectToSigner(env, trust) {
    return (0,undici_http.createHttp)({ dispatcher: await createDispatcher(env, tlsOf(trust)) });
}
function tlsOf(trust) {
    if (trust.kind === 'runner')
        return {};
    return trust.kind === 'authorities' ? { ca: trust.pem } : { rejectUnauthorized: false };
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


/***/ }),

/***/ 6219:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createHttp: () => (/* binding */ createHttp)
/* harmony export */ });
/* harmony import */ var undici_lib_api_api_request_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6424);
/* harmony import */ var _outside_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6852);
/* harmony import */ var _http_answer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8873);



function createHttp({ dispatcher }) {
    return (request) => new Attempt(request, dispatcher).run();
}
class Attempt {
    #request;
    #dispatcher;
    #ending = new AbortController();
    #progress = 'connecting';
    constructor(request, dispatcher) {
        this.#request = request;
        this.#dispatcher = dispatcher;
    }
    async run() {
        const { signal, timeoutMs } = this.#request;
        if (signal?.aborted === true)
            throw this.#fault('aborted');
        const ended = Promise.withResolvers();
        const end = (reason) => {
            ended.reject(this.#fault(reason));
            this.#ending.abort();
        };
        const abort = () => end('aborted');
        const timer = setTimeout(() => end('timeout'), timeoutMs);
        signal?.addEventListener('abort', abort, { once: true });
        try {
            return await Promise.race([this.#exchange(), ended.promise]);
        }
        finally {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
        }
    }
    async #exchange() {
        try {
            const { method, url, headers, body } = this.#request;
            const { origin, pathname, search } = new URL(url);
            const watched = {
                dispatch: (options, handler) => this.#dispatcher.dispatch(options, this.#watch(handler)),
            };
            const answer = await undici_lib_api_api_request_js__WEBPACK_IMPORTED_MODULE_0__.call(watched, {
                origin,
                path: pathname + search,
                method,
                headers,
                body: body ?? null,
                signal: this.#ending.signal,
                headersTimeout: 0,
                bodyTimeout: 0,
            });
            this.#progress = 'reading';
            const bytes = await this.#readAll(answer.body);
            return { status: answer.statusCode, headers: flat(answer.headers), body: this.#decode(bytes) };
        }
        catch (error) {
            throw error instanceof _outside_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportError */ .w ? error : new _outside_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportError */ .w((0,_http_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .faultOf */ .K)(error, this.#progress));
        }
    }
    #watch(handler) {
        return {
            onRequestStart: (controller, context) => {
                this.#progress = 'waiting';
                handler.onRequestStart?.(controller, context);
            },
            onResponseStart: (...args) => handler.onResponseStart?.(...args),
            onResponseData: (...args) => handler.onResponseData?.(...args),
            onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
            onResponseError: (...args) => handler.onResponseError?.(...args),
        };
    }
    async #readAll(body) {
        const { maxBytes, timeoutMs, lenientBody = false } = this.#request;
        const chunks = [];
        let size = 0;
        let enough = false;
        const end = () => {
            enough = true;
            body.destroy();
        };
        const timer = lenientBody ? setTimeout(end, timeoutMs / 5) : undefined;
        body.on('error', () => { });
        try {
            for await (const chunk of body) {
                chunks.push(chunk);
                size += chunk.length;
                if (size > maxBytes && !lenientBody)
                    throw this.#fault('too-large');
                if (size >= maxBytes && lenientBody)
                    break;
            }
        }
        catch (error) {
            if (!enough)
                throw error;
        }
        finally {
            clearTimeout(timer);
        }
        return Buffer.concat(chunks).subarray(0, maxBytes);
    }
    #decode(bytes) {
        try {
            return new TextDecoder('utf-8', { fatal: this.#request.lenientBody !== true }).decode(bytes);
        }
        catch {
            throw this.#fault('not-utf8');
        }
    }
    #fault(reason) {
        return new _outside_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportError */ .w({ reason, sent: this.#progress === 'connecting' ? 'no' : 'perhaps' });
    }
}
function flat(headers) {
    const present = Object.entries(headers).filter((entry) => entry[1] !== undefined);
    return Object.fromEntries(present.map(([name, value]) => [
        name.toLowerCase(),
        Array.isArray(value) ? value.join(', ') : String(value),
    ]));
}


/***/ })

};
