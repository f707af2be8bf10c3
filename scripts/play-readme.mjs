/**
 * `npm run play-readme`: does what the README asks, command by command, from a fresh clone to a rotation that nobody
 * starts. Cloudflare is the sandbox, `gh` a stand-in that keeps what it is told, and the origin an nginx if there is
 * one. Fails if a step does not end as the README says, or if it has a command or a block that is not known here.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { startSandbox } from '../sandbox/index.ts';
import { findNginx } from '../sandbox/origin/nginx.ts';
import { blocksOf, commandsOf, kindOf } from './readme/blocks.mjs';
import { shellIn, startIssues } from './readme/github.mjs';
import { createRunner, onTheSandbox } from './readme/runner.mjs';

/** Without the packages, whose time is the network's. */
const MOST_SECONDS = 300;
/** @type {{ event: 'schedule' }} */
const SCHEDULE = { event: 'schedule' };
const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 1000);
/** @param {string} text */
const say = (text) => console.log(`${String(seconds()).padStart(4)} s  ${text}`);
/**
 * @param {boolean} holds
 * @param {string} what
 */
function expect(holds, what) {
  if (!holds) throw new Error(`It is not so: ${what}`);
  say(`  ✓ ${what}`);
}

let installing = 0;
const folder = mkdtempSync(join(tmpdir(), 'play-readme-'));
/** @type {(() => Promise<void>)[]} */
const closing = [];
try {
  await play();
  const took = seconds() - installing;
  expect(took < MOST_SECONDS, `all of it in ${took} seconds, and ${installing} more to install the packages`);
} finally {
  for (const close of closing) await close();
  // Node takes a minute over the packages of a clone.
  execFileSync('rm', ['-rf', folder]);
}

async function play() {
  const clone = join(folder, 'clone');
  say('git clone');
  execFileSync('git', ['clone', '-q', fileURLToPath(new URL('..', import.meta.url)), clone]);
  const blocks = blocksOf(readFileSync(join(clone, 'README.md'), 'utf8'));
  for (const block of blocks) if (kindOf(block) === 'commands') commandsOf(block.text);

  const token = randomBytes(30).toString('base64url');
  const issues = await startIssues();
  const box = await startSandbox({
    hosts: ['www.example.com'],
    tokens: { [token]: {} },
    originMode: 'optional',
    nginx: findNginx() !== undefined,
  });
  closing.push(issues.close, box.close);
  box.model.addZone({ name: 'example.com' });
  const webAuthority = join(folder, 'web-authority.pem');
  writeFileSync(webAuthority, box.webAuthority.certificate);
  const reader = join(folder, 'reader');
  mkdirSync(reader);
  const shell = shellIn(reader, token);
  const runner = createRunner({
    script: join(clone, 'dist/index.js'),
    env: {
      HTTPS_PROXY: box.proxy.url,
      NODE_EXTRA_CA_CERTS: webAuthority,
      GITHUB_API_URL: issues.url,
      NO_PROXY: '127.0.0.1',
    },
    instead: onTheSandbox(box.baseUrl),
    kept: shell.kept,
  });

  let workflow = '';
  let issuedAt = 0;
  /**
   * @param {string} what
   * @param {Promise<import('../sandbox/runner/index.ts').ActionResult>} run
   * @param {string} result
   */
  async function ends(what, run, result) {
    const writes = box.api.calls.filter(({ method }) => method !== 'GET').length;
    const ended = await run;
    if (process.env['PLAY_LOG'] === 'yes' || ended.outputs['result'] !== result)
      console.log(ended.log.join('\n'));
    expect(ended.outputs['result'] === result, `${what}: ${result}`);
    expect(
      (ended.outputs['changed'] === 'true') ===
        box.api.calls.filter(({ method }) => method !== 'GET').length > writes,
      '`changed` tells whether there were writes',
    );
    return ended;
  }

  const doing = {
    /** @param {string} command */
    shell: async (command) => shell.run(command),
    /** @param {string} command */
    workflow: async (command) => {
      shell.run(command);
      const started = shell.kept().started.at(-1);
      expect(started.workflow === 'unattended.yml', 'that is the workflow of the README');
      const dry = started.inputs['dry-run'] === 'true';
      const start = { event: 'workflow_dispatch', inputs: started.inputs };
      await ends(
        dry ? 'the dry run' : 'the first run',
        runner.runWorkflow(workflow, start),
        dry ? 'planned' : 'rotated',
      );
      if (!dry) await unattended();
    },
    /** @param {string} command */
    clone: async (command) => inClone(command.replace('npm ci && ', '')),
    /** @param {string} command */
    service: async (command) => upAndDown(command.replace('npm ci && ', '')),
    elsewhere: async () => say('  .ci/run does that before anything else'),
  };

  /** What the schedule does from then on, with the origin demanding the certificate. */
  async function unattended() {
    issuedAt = Date.now();
    say('ssl_verify_client on;');
    await box.setOriginMode('tls');
    box.traffic.start();
    await ends('the schedule, with nothing due', runner.runWorkflow(workflow, SCHEDULE), 'unchanged');
    const left = issuedAt + 51_000 - Date.now();
    say(`  the certificate is due in ${Math.round(left / 1000)} seconds`);
    await wait(Math.max(0, left));
    const renewed = await ends(
      'the schedule, when it is due',
      runner.runWorkflow(workflow, SCHEDULE),
      'rotated',
    );
    expect(renewed.outputs['previous-certificate-ids'] !== '', 'the previous certificate is named');
    await box.traffic.stop();
    const { made, failed } = box.traffic.report();
    expect(made > 50 && failed === 0, `${made} visits meanwhile, ${failed} of them refused`);
    expect(issues.calls.length > 0, 'the one issue was looked for');
  }

  /** @param {string} text */
  async function pasted(text) {
    shell.run(
      "printf 'basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature\\nextendedKeyUsage=clientAuth\\n' > leaf.cnf && openssl ecparam -name prime256v1 -genkey -noout -out leaf.key && openssl req -new -key leaf.key -subj /CN=example.com | openssl x509 -req -CA authority.pem -CAkey authority.key -CAcreateserial -days 100 -extfile leaf.cnf -out leaf.pem",
    );
    shell.run('gh secret set ORIGIN_PULL_CERTIFICATE --env origin-pull < leaf.pem');
    shell.run('gh secret set ORIGIN_PULL_KEY --env origin-pull < leaf.key');
    const step = { environment: 'origin-pull', step: parse(text), event: 'release' };
    await ends('a pasted certificate', runner.runStep(step), 'rotated');
    await ends('the same certificate again', runner.runStep(step), 'unchanged');
  }

  /** @param {string} command */
  function inClone(command) {
    const env = { ...process.env, npm_config_fund: 'false', npm_config_audit: 'false' };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: clone,
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${command}\nended with ${status}:\n${stdout}${stderr}`);
  }

  /** @param {string} command */
  async function upAndDown(command) {
    const child = spawn('bash', ['-c', command], {
      cwd: clone,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    let said = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      said += text;
      if (said.includes('Ctrl+C ends it.')) process.kill(-(child.pid ?? 0), 'SIGINT');
    }
    await ended;
    expect(said.includes('api-base-url'), 'the sandbox says what it needs to be used, and ends with Ctrl+C');
  }

  let installed = false;
  for (const block of blocks) {
    switch (kindOf(block)) {
      case 'commands':
        for (const { command, how } of commandsOf(block.text)) {
          if (command.startsWith('npm ci') && how !== 'elsewhere' && !installed) {
            say('npm ci');
            const from = seconds();
            inClone('npm ci');
            installing = seconds() - from;
            installed = true;
          }
          say(command);
          await doing[how](command);
        }
        break;
      case 'trust':
        say('ssl_client_certificate …; ssl_verify_client optional;');
        await box.origin.trust([readFileSync(join(reader, 'authority.pem'), 'utf8')]);
        break;
      case 'workflow':
        workflow = block.text;
        break;
      case 'pasted':
        await pasted(block.text);
        break;
      case 'picture':
        break;
    }
  }
  expect(installed && issuedAt > 0, 'both the quick start and the trial were played');
}
