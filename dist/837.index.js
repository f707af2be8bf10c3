export const id = 837;
export const ids = [837];
export const modules = {

/***/ 5218:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runCommand: () => (/* binding */ runCommand)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);


const LIMITS = { time: 60_000, mercy: 5000 };
const MOST_BYTES = 64 * 1024;
const NEEDED = /^(?:PATH|HOME|USER|TMPDIR|TMP|TEMP|LANG|LC_[A-Z]+|TZ|(?:HTTPS?|NO|ALL)_PROXY|SSL_CERT_(?:FILE|DIR)|SYSTEMROOT|PATHEXT|COMSPEC|USERPROFILE|(?:LOCAL)?APPDATA)$/iu;
function runCommand(command, surroundings) {
    const [program = '', ...words] = command.words;
    let child;
    try {
        child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(program, words, {
            env: { ...environmentFor(surroundings.env, command.passOn), ...command.variables },
            detached: true,
            stdio: 'pipe',
            windowsHide: true,
        });
    }
    catch (error) {
        return Promise.resolve(notStarted(error));
    }
    return ended(child, command.stdin, surroundings);
}
function ended(child, stdin, { stop, say, limits = LIMITS }) {
    return new Promise((resolve) => {
        let cut;
        let last;
        const end = (why) => {
            if (cut !== undefined)
                return;
            cut = why;
            signalGroup(child, 'SIGTERM');
            last = setTimeout(() => signalGroup(child, 'SIGKILL'), limits.mercy);
        };
        const stopped = () => end({ kind: 'stopped' });
        const timer = setTimeout(() => end({ kind: 'timed-out' }), limits.time);
        stop.addEventListener('abort', stopped, { once: true });
        if (stop.aborted)
            stopped();
        const settle = (how) => {
            clearTimeout(timer);
            clearTimeout(last);
            stop.removeEventListener('abort', stopped);
            signalGroup(child, 'SIGKILL');
            resolve(cut ?? how);
        };
        const overflow = () => end({ kind: 'too-much-output' });
        const stdout = gather(child.stdout, overflow);
        const complaints = byLine(say);
        gather(child.stderr, overflow, complaints.take);
        child.on('error', (error) => settle(notStarted(error)));
        child.on('close', (code) => {
            complaints.end();
            settle(code === null ? { kind: 'killed' } : { kind: 'exited', code, stdout: stdout() });
        });
        child.stdin.on('error', () => undefined);
        child.stdin.end(stdin);
    });
}
function gather(stream, overflow, take = () => undefined) {
    const pieces = [];
    let length = 0;
    stream.setEncoding('utf8');
    stream.on('data', (piece) => {
        length += piece.length;
        if (length > MOST_BYTES)
            return overflow();
        pieces.push(piece);
        take(piece);
    });
    return () => pieces.join('');
}
function byLine(say) {
    let rest = '';
    return {
        take: (text) => {
            const lines = (rest + text).split(/\r?\n/u);
            rest = lines.pop() ?? '';
            lines.forEach(say);
        },
        end: () => {
            if (rest !== '')
                say(rest);
            rest = '';
        },
    };
}
function environmentFor(env, passOn) {
    const named = new Set(passOn);
    const kept = Object.entries(env).filter(([name]) => NEEDED.test(name) || named.has(name));
    return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
function notStarted(error) {
    return { kind: (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .codeOf */ .$N)(error) === 'ENOENT' ? 'not-found' : 'not-started' };
}
function signalGroup({ pid }, signal) {
    if (pid === undefined)
        return;
    try {
        process.kill(-pid, signal);
    }
    catch {
    }
}


/***/ })

};
