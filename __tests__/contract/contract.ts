import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** Cloudflare's published contract of these endpoints. */
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean };
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const file = new URL('cloudflare-openapi-aop.json', import.meta.url);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this repository
const contract = JSON.parse(readFileSync(file, 'utf8')) as Contract;

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
formats.default(ajv);
ajv.addSchema(contract, 'contract');

const compiled = new Map<string, ValidateFunction>();

/** Validates against the schema at a JSON pointer of the contract; undefined if there is none. */
function validator(...pointer: readonly string[]): ValidateFunction | undefined {
  let node: unknown = contract;
  for (const step of pointer) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = Reflect.get(node, step);
  }
  const reference = pointer
    .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const known = compiled.get(reference) ?? ajv.compile({ $ref: `contract#/${reference}` });
  compiled.set(reference, known);
  return known;
}

function complaints(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath === '' ? '/' : error.instancePath} ${error.message ?? ''}`,
  );
}

interface Found {
  readonly template: string;
  readonly operation: Operation;
  readonly method: string;
}

function findOperation(method: string, path: string): Found | undefined {
  // Fixed segments win over variables, as in `…/hostnames/certificates`.
  const templates = Object.keys(contract.paths).toSorted(
    (a, b) => (a.match(/\{/g)?.length ?? 0) - (b.match(/\{/g)?.length ?? 0),
  );
  for (const template of templates) {
    const pattern = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
    if (!pattern.test(path)) continue;
    const operation = contract.paths[template]?.[method.toLowerCase()];
    if (operation !== undefined) return { template, operation, method: method.toLowerCase() };
  }
  return undefined;
}

/**
 * Holds a request to the contract.
 * @param path below `/client/v4`
 * @param body the text that was sent, if any
 * @returns what is wrong with it; empty if nothing is
 */
export function checkRequest(
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body: string | undefined,
): string[] {
  const found = findOperation(method, path);
  if (found === undefined) return [`${method} ${path} is not in the contract`];
  const { template, operation } = found;
  return [
    ...checkQuery(found, query),
    ...(body === undefined
      ? operation.requestBody?.required === true
        ? ['the body is missing']
        : []
      : checkBody(template, found.method, body)),
  ];
}

function checkQuery(
  { template, operation, method }: Found,
  query: Readonly<Record<string, string>>,
): string[] {
  const parameters = operation.parameters ?? [];
  return Object.entries(query).flatMap(([name, text]) => {
    const index = parameters.findIndex((parameter) => parameter.in === 'query' && parameter.name === name);
    if (index === -1) return [`the query ${name} is not in the contract`];
    const validate = validator('paths', template, method, 'parameters', String(index), 'schema');
    if (validate === undefined) return [];
    // Numbers travel as text.
    const asNumber = complaints(validate, Number(text));
    return asNumber.length === 0 ? [] : complaints(validate, text).map((words) => `query ${name}: ${words}`);
  });
}

function checkBody(template: string, method: string, body: string): string[] {
  const schema = validator('paths', template, method, 'requestBody', 'content', 'application/json', 'schema');
  if (schema === undefined) return ['a body is not in the contract'];
  try {
    const parsed: unknown = JSON.parse(body);
    return complaints(schema, parsed).map((words) => `body: ${words}`);
  } catch {
    return ['the body is not JSON'];
  }
}

/** Where the live API was seen to differ from its contract. The live fact wins, by name. */
export const deviations = [
  {
    name: 'an empty list of certificates is null',
    applies: (method: string, path: string, words: string): boolean =>
      method === 'GET' &&
      /origin_tls_client_auth(?:\/hostnames\/certificates)?$/.test(path) &&
      words === '/result must be array',
  },
  {
    name: 'the SSL mode may be origin_pull',
    applies: (method: string, path: string, words: string): boolean =>
      method === 'GET' &&
      path.endsWith('/settings/ssl') &&
      words === '/result/value must be equal to one of the allowed values',
  },
] as const;

export type DeviationName = (typeof deviations)[number]['name'];

export interface AnswerCheck {
  readonly problems: readonly string[];
  readonly deviations: readonly DeviationName[];
}

/** Holds a successful answer to the contract; known deviations are named, everything else is a problem. */
export function checkAnswer(method: string, path: string, answer: unknown): AnswerCheck {
  const found = findOperation(method, path);
  if (found === undefined) return { problems: [`${method} ${path} is not in the contract`], deviations: [] };
  const validate = validator(
    'paths',
    found.template,
    found.method,
    'responses',
    '200',
    'content',
    'application/json',
    'schema',
  );
  if (validate === undefined) return { problems: ['the contract has no answer'], deviations: [] };
  const named = new Set<DeviationName>();
  const problems = complaints(validate, answer).filter((words) => {
    const deviation = deviations.find((item) => item.applies(method, path, words));
    if (deviation !== undefined) named.add(deviation.name);
    return deviation === undefined;
  });
  return { problems, deviations: [...named] };
}
