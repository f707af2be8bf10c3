export const id = 105;
export const ids = [105];
export const modules = {

/***/ 3105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   askAbout: () => (/* binding */ askAbout)
/* harmony export */ });
/* harmony import */ var _certificate_finding_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8062);
/* harmony import */ var _certificate_trust_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3772);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5934);



async function askAbout(judged, world) {
    const problems = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .collector */ .g7)();
    const warnings = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .collector */ .g7)();
    const ask = async ({ target, named, trustCase }) => {
        if (trustCase === undefined)
            return target;
        const { vouchedByCa, findings } = await (0,_certificate_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .judgeTrust */ .g)(trustCase, world);
        const all = [...target.conditional, ...findings];
        const conditional = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .reportFindings */ .LH)({ problems, warnings }, all, findings.some(_certificate_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .isRefusal */ .vu), named);
        const successor = { ...target.successor, vouchedByCa };
        return { ...target, successor, conditional };
    };
    const targets = await Promise.all(judged.map(ask));
    return { targets, problems: problems.problems, warnings: warnings.problems };
}


/***/ })

};
