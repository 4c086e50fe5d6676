/** Errors keep what a person needs on their way through the queue, and lose what may be a patient's. */
import { describe, expect, test } from "vitest";
import { CorpusError } from "../../corpus/index.js";
import { ExperimentError } from "../error.js";
import { JobError } from "../localWorkers.js";
import { failureOf, toError } from "./failure.js";

const pass = (error: unknown) => toError(JSON.stringify(failureOf(error)), { task: "run 0123" });

describe("failureOf", () => {
  test("keeps place, problem and advice of a refusal, which is final", () => {
    const error = new CorpusError({ source: "a.ann", line: 3 }, "ends at 9, not 8", "Look at it");
    expect(failureOf(error).final).toBe(true);
    const passed = pass(error);
    expect(passed).toBeInstanceOf(ExperimentError);
    expect(passed.message).toBe("run 0123: a.ann:3: ends at 9, not 8. Look at it.");
  });

  test("keeps the refusal of a local worker", () => {
    const error = new JobError("grid: no such corpus. Correct the path.");
    expect(failureOf(error).final).toBe(true);
    expect(pass(error).message).toBe(
      "run 0123: grid: no such corpus. Correct the path. Then start it again.",
    );
  });

  test.each([
    ["an error", () => new TypeError("Smith has a fever")],
    [
      "a stack from a local worker",
      () => new JobError(new TypeError("Smith has\na fever").stack ?? "", "fault"),
    ],
    [
      "a path before a stack",
      () => new JobError("/a.js:5\n\nTypeError: Smith\n    at f (a.js:5)", "fault"),
    ],
  ])("of %s keeps the kind and the place only, and lets it be tried again", (_, make) => {
    const error = make();
    expect(failureOf(error).final).toBe(false);
    expect(pass(error).message).toMatch(/^run 0123: unexpected TypeError at .+\. Start it again /);
    expect(pass(error).message).not.toContain("Smith");
  });
});

describe("toError", () => {
  test("explains what BullMQ says by itself", () => {
    const said = (reason: string) => toError(reason, { task: "run 0123" }).message;
    expect(said("job stalled more than allowable limit")).toContain(
      "its worker was lost each time",
    );
    expect(said("anything else")).toContain("the queue gave it up");
  });
});
