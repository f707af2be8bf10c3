export const id = 974;
export const ids = [974];
export const modules = {

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
