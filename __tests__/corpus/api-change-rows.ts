import type { HttpRequest } from '../../src/outside.ts';
import { atFirst, isById, isList, refusal } from './api-row.ts';
import type { ApiRow, Tamper } from './api-row.ts';

type Fits = (request: HttpRequest) => boolean;

const isDelete: Fits = ({ method }) => method === 'DELETE';
const isPut: Fits = ({ method }) => method === 'PUT';
/** One association by its hostname. */
const isHostname: Fits = ({ method, url }) => method === 'GET' && /\/hostnames\/[a-z0-9.-]+\.com$/u.test(url);

/** The codes that each call is known to refuse with, and one that nobody knows. */
const REFUSALS: readonly {
  readonly where: string;
  readonly level: ApiRow['level'];
  readonly fits: Fits;
  readonly status: number;
  readonly codes: readonly number[];
}[] = [
  {
    where: 'a deletion',
    level: 'zone',
    fits: isDelete,
    status: 400,
    codes: [1404, 1414, 1415, 1433, 1434, 99_999],
  },
  { where: 'a deletion', level: 'zone', fits: isDelete, status: 404, codes: [1551, 1552] },
  {
    where: 'a deletion, per hostname',
    level: 'hostname',
    fits: isDelete,
    status: 400,
    codes: [1414, 1415, 1433, 1434],
  },
  { where: 'a deletion, per hostname', level: 'hostname', fits: isDelete, status: 404, codes: [1551, 1552] },
  {
    where: 'a change of hostnames',
    level: 'hostname',
    fits: isPut,
    status: 400,
    codes: [1404, 1414, 1415, 1433, 1434, 99_999],
  },
  { where: 'a change of hostnames', level: 'hostname', fits: isPut, status: 404, codes: [1551, 1552, 1553] },
  { where: 'a look at a certificate', level: 'zone', fits: isById, status: 404, codes: [1415, 1551, 1552] },
  {
    where: 'a look at a certificate, per hostname',
    level: 'hostname',
    fits: isById,
    status: 404,
    codes: [1551, 1552],
  },
  { where: 'a look at a hostname', level: 'hostname', fits: isHostname, status: 404, codes: [1553] },
  { where: 'a look at the list', level: 'zone', fits: isList, status: 400, codes: [1415, 1552, 99_999] },
];

/** The catalogue where it occurs: at deletions, changes of hostnames and reads, once and for ever. */
export function apiChangeRows(): readonly ApiRow[] {
  return [
    ...REFUSALS.flatMap(({ where, level, fits, status, codes }) =>
      codes.flatMap((code) => {
        const no: Tamper = (_, answer) => refusal(answer, status, [{ code, message: 'No.' }]);
        const row = { level, result: 'either' } as const;
        return [
          { ...row, name: `code ${code} at ${where}, once`, tamper: atFirst(fits, 1, no) },
          { ...row, name: `code ${code} at ${where}, always`, tamper: atFirst(fits, Infinity, no) },
        ];
      }),
    ),
    ...(['zone', 'hostname'] as const).map((level): ApiRow => ({
      name: `"Certificate is already deleted." without a code, at a deletion at ${level} level`,
      level,
      tamper: (request, answer) =>
        isDelete(request) ? refusal(answer, 400, [{ message: 'Certificate is already deleted.' }]) : answer,
      result: 'rotated',
    })),
  ];
}
