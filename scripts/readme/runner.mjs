/** The workflow of the README, run as GitHub would: dispatch inputs with their defaults, secrets of its environment. */
import { parse } from 'yaml';
import { resolved } from '../../__tests__/examples/support/workflow.ts';
import { startAction } from '../../sandbox/runner/index.ts';

/**
 * What the sandbox needs to stand in for Cloudflare, and what lets a life pass in a minute. All else is the README's.
 * @param {string} baseUrl of the sandbox's API
 */
export const onTheSandbox = (baseUrl) => ({
  'api-base-url': baseUrl,
  'grace-period': '5s',
  'minimum-validity': '0s',
});
/** Of what the run issues. No input of the README: a life of 100 days would last too long. */
export const SHORT_LIFE = { issue: 'validity: 100s\nrenew-before: 50s' };

/**
 * @param {object} options
 * @param {string} options.script the bundle
 * @param {Readonly<Record<string, string>>} options.env reaches the sandbox
 * @param {Readonly<Record<string, string>>} options.instead inputs that replace the README's
 * @param {() => { environments: Record<string, { secrets: Record<string, string>, vars: Record<string, string> }> }} options.kept
 */
export function createRunner({ script, env, instead, kept }) {
  const github = { token: 'ghs_4XkPq7rT2mVb8sWd1fYz' };

  /**
   * @param {{ environment: string, step: object, event: string, inputs?: object, more?: object }} run
   */
  async function runStep({ environment, step, event, inputs = {}, more = {} }) {
    const store = kept().environments[environment];
    if (store === undefined) throw new Error(`The workflow's environment ${environment} was never made.`);
    const contexts = { secrets: store.secrets, vars: store.vars, inputs, github };
    const running = await startAction({
      script,
      inputs: { ...resolved(step, contexts).inputs, ...instead, ...more },
      env,
      secrets: [...Object.values(store.secrets), github.token],
      event: { name: event, payload: {} },
    });
    return running.finished;
  }

  return {
    runStep,
    /**
     * @param {string} text of the workflow
     * @param {{ event: 'schedule' } | { event: 'workflow_dispatch', inputs: Record<string, string> }} start
     */
    runWorkflow(text, start) {
      const { on, jobs } = parse(text);
      if (!(start.event in on)) throw new Error(`The workflow is not started by ${start.event}.`);
      const [job, ...others] = Object.values(jobs);
      const [step, ...further] = job.steps;
      if (others.length + further.length > 0) throw new Error('The workflow has more than one step.');
      const inputs = start.event === 'schedule' ? {} : dispatched(on.workflow_dispatch.inputs, start.inputs);
      return runStep({ environment: job.environment, step, event: start.event, inputs, more: SHORT_LIFE });
    },
  };
}

/**
 * @param {Record<string, { default?: string | boolean, options?: string[] }>} declared
 * @param {Record<string, string>} given
 */
function dispatched(declared, given) {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in declared)) throw new Error(`The workflow has no input ${name}.`);
    if (declared[name]?.options?.includes(value) === false) throw new Error(`${name} is never ${value}.`);
  }
  const defaults = Object.entries(declared).map(([name, input]) => [name, String(input.default ?? '')]);
  return { ...Object.fromEntries(defaults), ...given };
}
