export const id = 838;
export const ids = [838];
export const modules = {

/***/ 7838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
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
    const { throughProxies } = await Promise.all(/* import() */[__webpack_require__.e(43), __webpack_require__.e(752), __webpack_require__.e(729)]).then(__webpack_require__.bind(__webpack_require__, 1729));
    return throughProxies(proxies, { ...SETTINGS, requestTls: trust }, direct);
}


/***/ })

};
