import type { InputProblem, Report } from './problem.ts';

/** Gathers problems in the order found; what is said already is not said again. */
export function collector(): { readonly problems: readonly InputProblem[]; readonly report: Report } {
  const problems: InputProblem[] = [];
  const said = new Set<string>();
  return {
    problems,
    report(problem) {
      const key = `${problem.target ?? ''}\n${problem.sentence}`;
      if (!said.has(key)) problems.push(problem);
      said.add(key);
    },
  };
}
