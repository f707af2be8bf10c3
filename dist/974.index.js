export const id = 974;
export const ids = [974];
export const modules = {

/***/ 6982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M$: () => (/* binding */ judgeFault),
/* harmony export */   _Q: () => (/* binding */ faultWords),
/* harmony export */   _n: () => (/* binding */ judgeAnswer)
/* harmony export */ });
/* unused harmony export readEnvelope */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _api_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6176);
/* harmony import */ var _endpoint_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4246);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3395);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9169);





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
        happened: `\`${(0,_endpoint_js__WEBPACK_IMPORTED_MODULE_2__/* .endpointOf */ .X5)(request)}\` got no answer from Cloudflare: ${because}.`,
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
function reasonOf(error) {
    if (!error.readable && error.status < 500)
        return `HTTP ${error.status} with an unreadable answer`;
    return `HTTP ${error.status}${(0,_api_error_js__WEBPACK_IMPORTED_MODULE_1__/* .codesIn */ .Od)(error.apiCodes)}`;
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

/***/ 3395:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GD: () => (/* binding */ cleanWord),
/* harmony export */   b4: () => (/* binding */ cleanSentence),
/* harmony export */   dr: () => (/* binding */ asciiName)
/* harmony export */ });
/* unused harmony export cleanName */
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3136);

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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 4974:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   loadIssueClient: () => (/* binding */ loadIssueClient)
/* harmony export */ });
/* unused harmony export explained */
/* harmony import */ var _cloudflare_api_answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6982);
/* harmony import */ var _github_issue_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7266);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(452);
/* harmony import */ var _http_answer_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8873);




const OLDEST_FIRST = { sort: 'created', direction: 'asc' };
const LATEST_CHANGE_FIRST = { sort: 'updated', direction: 'desc' };
async function loadIssueClient(token, { owner, name }, host, signal) {
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(43), __webpack_require__.e(752), __webpack_require__.e(405), __webpack_require__.e(218)]).then(__webpack_require__.bind(__webpack_require__, 2218));
    const { issues, users } = getOctokit(token, { request: { signal } }).rest;
    const place = { owner, repo: name };
    const data = async (answer) => {
        try {
            return (await answer).data;
        }
        catch (error) {
            throw explained(error, host);
        }
    };
    return {
        list: (state, page) => {
            const order = state === 'open' ? OLDEST_FIRST : LATEST_CHANGE_FIRST;
            return data(issues.listForRepo({ ...place, ...order, state, page, per_page: 100 }));
        },
        create: (issue) => data(issues.create({ ...place, ...issue })),
        update: (number, change) => data(issues.update({ ...place, ...change, issue_number: number })),
        comment: (number, body) => data(issues.createComment({ ...place, issue_number: number, body })),
        self: () => data(users.getAuthenticated()),
    };
}
function explained(error, host) {
    if (typeof error !== 'object' || error === null || ('response' in error && error.response !== undefined))
        return error;
    const chain = causesOf(error);
    const isGivenUp = chain.some((one) => one instanceof Error && GIVEN_UP.has(one.name));
    const cause = chain.find((one) => (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .codeOf */ .$N)(one) !== '');
    if (!isGivenUp && cause === undefined)
        return error;
    const fault = isGivenUp ? { reason: 'timeout', sent: 'perhaps' } : (0,_http_answer_js__WEBPACK_IMPORTED_MODULE_3__/* .faultOf */ .K)(cause, 'connecting');
    const { because, lasting } = (0,_cloudflare_api_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .faultWords */ ._Q)(fault, host);
    return new _github_issue_client_js__WEBPACK_IMPORTED_MODULE_1__/* .GithubUnreachable */ .UH(because, lasting);
}
const GIVEN_UP = new Set(['AbortError', 'TimeoutError']);
const DEEPEST = 8;
function causesOf(error) {
    const chain = [];
    for (let one = error; one !== undefined && chain.length < DEEPEST;) {
        chain.push(one);
        one = one instanceof Error ? one.cause : undefined;
    }
    return chain;
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
