/** Scripts beside the engine: what comes back, also from a process that dies. */

import { describe, expect, test } from "vitest";
import { runBeside } from "./childEngine.js";

const common = { model: Uint8Array.of(1, 2, 3), device: "cpu", seconds: 30 };

describe("runBeside", () => {
  test("gives what the script returns, and what was logged", async () => {
    const script = `
      process.stderr.write("a word");
      return [[...model], device, typeof InferenceSession.create, typeof Tensor];`;
    expect(await runBeside(script, common)).toEqual({
      value: [[1, 2, 3], "cpu", "function", "function"],
      log: "a word",
    });
  });

  test("gives the message of an error", async () => {
    const { failure, value } = await runBeside(`throw new Error("no adapter");`, common);
    expect([failure, value]).toEqual(["no adapter", undefined]);
  });

  test("survives a process that aborts", async () => {
    const { failure } = await runBeside("process.abort();", common);
    expect(failure).toMatch(/^its process ended with (SIGABRT|\d+)$/);
  });

  test("gives up a process that does not answer", async () => {
    const { failure } = await runBeside("for (;;);", { ...common, seconds: 1 });
    expect(failure).toBe("no answer in 1 s");
  });
});
