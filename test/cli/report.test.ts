import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type RunCost, type RunRecord } from "../../src/experiments/index.js";
import { syntheticExperiment } from "../syntheticRecords.js";
import { raretag, temporaryFolder } from "./raretag.js";

const { path, remove } = temporaryFolder();
const { experiment, records, costs } = syntheticExperiment({ documents: 8, seeds: 2 });
afterAll(remove);
beforeAll(async () => {
  const store = await openStore({ folder: path("x"), records: path("shared") });
  await store.plan(experiment);
  for (const [id, record] of records) await store.write({ record, cost: costs.get(id) as RunCost });
});
const report = (...more: string[]) =>
  raretag("report", path("x"), "--records", path("shared"), ...more);

describe("raretag report", () => {
  test("prints Markdown, the same again", async () => {
    const [first, second] = [await report(), await report()];
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^# Experiment: synthetic\n/);
    expect(first.stdout).toContain("All of 6 runs are there.");
    expect(first.stdout).toContain("| btl-ignored, argmax | 2 of 2 | 2 | 8 |");
    expect(second).toEqual(first);
  });

  test("writes files, and does not replace them unasked", async () => {
    const files = ["--markdown", path("r.md"), "--html", path("r.html")];
    const { stdout } = await report();
    expect(await report(...files)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(path("r.md"), "utf8")).toBe(stdout);
    const page = readFileSync(path("r.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>/);
    expect(await report(...files)).toMatchObject({
      ...{ code: 2, stdout: "" },
      stderr: `${path("r.md")}: the file exists already. Name another file, or replace it with --overwrite.\n`,
    });
    expect((await report(...files, "--overwrite")).code).toBe(0);
    expect(readFileSync(path("r.html"), "utf8")).toBe(page);
  });

  test("shows the scores that are asked for", async () => {
    const { stdout } = await report("--score", "runMicroF1", "--score", "macroF1");
    expect(stdout).toContain("| Documents | macro-F1 of words | run micro-F1 |");
    expect(await report("--score", "f1")).toMatchObject({
      ...{ code: 2, stdout: "" },
      stderr: expect.stringContaining('--score: there is no score "f1". Choose from '),
    });
  });

  test("says what is missing, and of what it is no experiment", async () => {
    const { id } = [...records.values()][1] as RunRecord;
    rmSync(path("shared", `${id}.json.gz`));
    const incomplete = await report();
    expect(incomplete.stdout).toContain("1 run is missing of 6, by number 2.");
    writeFileSync(path("file"), "");
    const none = await raretag("report", path("nothing"));
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("holds no experiment");
  });
});
