export const id = 729;
export const ids = [729];
export const modules = {

/***/ 1729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   throughProxies: () => (/* binding */ throughProxies)
/* harmony export */ });
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4371);
/* harmony import */ var _inputs_probe_urls_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6394);


function throughProxies(proxies, settings, direct) {
    return new ByDestination(new undici__WEBPACK_IMPORTED_MODULE_0__/* .EnvHttpProxyAgent */ .J2({ ...settings, ...proxies }), direct);
}
class ByDestination extends undici__WEBPACK_IMPORTED_MODULE_0__/* .Dispatcher */ .mk {
    #away;
    #here;
    constructor(away, here) {
        super();
        this.#away = away;
        this.#here = here;
    }
    dispatch(options, handler) {
        const { hostname } = new URL(String(options.origin));
        return ((0,_inputs_probe_urls_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U9)(hostname) ? this.#here : this.#away).dispatch(options, handler);
    }
    async destroy() {
        await Promise.all([this.#away.destroy(), this.#here.destroy()]);
    }
}


/***/ })

};
