/** The page of the nightly run says what failed, however it failed. */

import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type Report, renderRows, rowsOf } from "./results.js";

type File = Report["testResults"][number];
type Test = File["assertionResults"][number];

const tested = (change: Partial<Test>): Test => ({
  ...{ fullName: "f does", status: "passed", duration: 1500, failureMessages: [], meta: {} },
  ...change,
});
const reportOf = (assertionResults: readonly Test[], change: Partial<File> = {}): Report => ({
  testResults: [
    {
      ...{ name: resolve("test/a.test.ts"), status: "passed", message: "", assertionResults },
      ...change,
    },
  ],
});

describe("rowsOf", () => {
  test("tests that measured something have a row, the others share one", () => {
    const measured = tested({ meta: { figures: "3 MiB" } });
    const skipped: Test = { ...tested({ status: "skipped" }), duration: null };
    expect(rowsOf(reportOf([tested({}), measured, tested({}), skipped]))).toEqual([
      { check: "test/a.test.ts: f does", figures: "3 MiB", seconds: 1.5, passed: true },
      { check: "test/a.test.ts", figures: "2 tests passed, 1 not run", seconds: 3, passed: true },
    ]);
  });

  test("a test that failed has a row with the first line of its reason, after what it measured", () => {
    const failed = { status: "failed", failureMessages: ["Error: 9 is more than 5\n at x.ts"] };
    const rows = rowsOf(
      reportOf([tested(failed), tested({ ...failed, meta: { figures: "9 %" } })], {
        status: "failed",
      }),
    );
    expect(rows).toEqual([
      {
        ...{ check: "test/a.test.ts: f does", figures: "Error: 9 is more than 5" },
        ...{ seconds: 1.5, passed: false },
      },
      {
        ...{ check: "test/a.test.ts: f does", figures: "9 %; Error: 9 is more than 5" },
        ...{ seconds: 1.5, passed: false },
      },
    ]);
  });

  test("a file that could not be run has a row", () => {
    const broken = { status: "failed", message: "no such module\nat x.ts" } as const;
    const row = { check: "test/a.test.ts", figures: "no such module", seconds: 0, passed: false };
    expect(rowsOf(reportOf([], broken))).toEqual([row]);
    const notRun = { check: "test/a.test.ts", figures: "0 tests passed, 1 not run" };
    expect(rowsOf(reportOf([tested({ status: "skipped", duration: 0 })], broken))).toEqual([
      { ...notRun, seconds: 0, passed: true },
      row,
    ]);
  });
});

describe("renderRows", () => {
  test("shows what failed in capitals", () => {
    const row = { check: "a", figures: "b", seconds: 1.26 };
    expect(
      renderRows([
        { ...row, passed: true },
        { ...row, passed: false },
      ]).split("\n"),
    ).toEqual([
      "| check | figures | seconds | result |",
      "| ----- | ------- | ------: | ------ |",
      "| a     | b       |     1.3 | passed |",
      "| a     | b       |     1.3 | FAILED |",
    ]);
  });
});
