/** What readers and writers complain of, on standard error: the first of each kind, then counts. */
import { PROBLEM_CODES, type Problem, placeOf } from "../corpus/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";

/** Problems of one code that are printed one by one. */
const SHOWN = 10;

/** Prints problems as they come, and counts those that are not printed. */
export interface ProblemLog {
  readonly onProblem: (problem: Problem) => void;
  /** Problems so far because of which something of a file is missing. */
  lost(): number;
  /** Prints a line for each code of which not all were printed. */
  finish(): void;
}

/** Starts with nothing printed. @param onEach is told every problem */
export function createProblemLog(
  { stderr }: Pick<Io, "stderr">,
  { onEach = () => {} }: { readonly onEach?: (problem: Problem) => void } = {},
): ProblemLog {
  const counts = new Map<Problem["code"], number>();
  let lost = 0;
  return {
    onProblem(problem) {
      onEach(problem);
      if (problem.lost) lost++;
      const n = (counts.get(problem.code) ?? 0) + 1;
      counts.set(problem.code, n);
      if (n <= SHOWN) stderr(`${lineOf(problem)}\n`);
    },
    lost: () => lost,
    finish() {
      for (const [code, n] of counts)
        if (n > SHOWN) stderr(`${n - SHOWN} more like this: ${PROBLEM_CODES[code]} (${code})\n`);
    },
  };
}

/**
 * Makes sure that a corpus to learn from, or to score on, is complete.
 * @throws CliError naming the first entry that cannot be read, unless they are to be skipped
 */
export function checkReadable(
  problems: readonly Problem[],
  { skipUnreadable }: { readonly skipUnreadable?: true | undefined },
): void {
  const [first, ...others] = problems.filter(({ lost }) => lost);
  if (first === undefined || skipUnreadable) return;
  throw new CliError(
    { source: placeOf(first) },
    others.length > 0 ? `${first.message}, and ${others.length} more` : first.message,
    "Correct it, or go on without it: --skip-unreadable",
  );
}

/** The same as lines, for problems that are all known. */
export function linesOfProblems(problems: readonly Problem[]): string[] {
  const lines: string[] = [];
  const log = createProblemLog({ stderr: (text) => lines.push(text.slice(0, -1)) });
  problems.forEach(log.onProblem);
  log.finish();
  return lines;
}

/** One line: where, what, and whether it is missing from the result. */
const lineOf = (problem: Problem) =>
  `${placeOf(problem)}: ${problem.message}${problem.lost ? " (left out)" : ""}`;
