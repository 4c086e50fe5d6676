/** What vitest's JSON reporter writes of a run, as rows of docs/nightly.md. */

import { relative } from "node:path";
import { markdownTable } from "../../src/cli/benchTable.js";

declare module "vitest" {
  interface TaskMeta {
    /** What a test measured, for docs/nightly.md. */
    figures?: string;
  }
}

/** The parts of the reporter's file that are read. */
export interface Report {
  readonly testResults: readonly {
    /** Path of the file. */
    readonly name: string;
    readonly status: "passed" | "failed";
    /** Why the file could not be run. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Milliseconds; absent for tests that were not run. */
      readonly duration?: number | null;
      readonly failureMessages: readonly string[];
      readonly meta: { readonly figures?: string };
    }[];
  }[];
}

/** A row of the page. */
export interface Row {
  readonly check: string;
  readonly figures: string;
  readonly seconds: number;
  readonly passed: boolean;
}

type Test = Report["testResults"][number]["assertionResults"][number];

/** A row for each test that measured something or failed, and one for what else is in a file. */
export function rowsOf({ testResults }: Report): Row[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(".", name);
    const named = assertionResults.filter((test) => test.meta.figures ?? test.status === "failed");
    const others = assertionResults.filter((test) => !named.includes(test));
    const rows = named.map((test) => ({ ...rowOf(test), check: `${file}: ${test.fullName}` }));
    if (others.length > 0) rows.push({ ...summaryOf(others), check: file });
    if (status === "failed" && rows.every(({ passed }) => passed))
      rows.push({ check: file, figures: firstLine(message), seconds: 0, passed: false });
    return rows;
  });
}

function rowOf({ meta, status, duration, failureMessages }: Test): Omit<Row, "check"> {
  const why = failureMessages.map(firstLine);
  return {
    figures: [...(meta.figures ? [meta.figures] : []), ...why].join("; "),
    seconds: (duration ?? 0) / 1000,
    passed: status === "passed",
  };
}

function summaryOf(tests: readonly Test[]): Omit<Row, "check"> {
  const passed = tests.filter(({ status }) => status === "passed").length;
  const left = tests.length - passed;
  return {
    figures: `${passed} tests passed${left > 0 ? `, ${left} not run` : ""}`,
    seconds: tests.reduce((sum, { duration }) => sum + (duration ?? 0), 0) / 1000,
    passed: true,
  };
}

const firstLine = (text: string) => text.split("\n", 1)[0] as string;

/** The table of the page. */
export function renderRows(rows: readonly Row[]): string {
  return markdownTable(
    ["check", "figures", "seconds", "result"],
    rows.map(({ check, figures, seconds, passed }) => [
      ...[check, figures, seconds.toFixed(1), passed ? "passed" : "FAILED"],
    ]),
    { left: [1, 3] },
  );
}
