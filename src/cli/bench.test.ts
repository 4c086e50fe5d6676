/** `raretag bench profile` on the smallest encoder: everything that the engine did has its place. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { type BenchOptions, runBench } from "./bench.js";
import { CliError } from "./error.js";

const SMALL: BenchOptions = {
  ...{ what: "profile", size: "tiny", batch: 2, length: 8, steps: 2, threads: 1 },
};

async function outputOf(options: BenchOptions): Promise<string> {
  let printed = "";
  const nothing = (async function* () {})();
  const io = { stdout: (text: string) => (printed += text), stderr: () => {}, stdin: nothing };
  await runBench(options, io);
  return printed;
}

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("raretag-profile-"));

describe("runBench", () => {
  test.each(["adamw", "sgd"] as const)("finds every node of a step with %s", async (optimizer) => {
    const before = leftovers();
    const profile = JSON.parse(await outputOf({ ...SMALL, optimizer, json: true }));
    expect(profile).toMatchObject({ size: "tiny", optimizer, batch: 2, length: 8, steps: 2 });
    const places = profile.operators.flatMap((row: { places: object }) => Object.keys(row.places));
    expect([...new Set(places)].sort()).toEqual(["backward", "forward", "optimizer"]);
    expect(leftovers()).toEqual(before);
  });

  test("says what was run above its tables", async () => {
    expect(await outputOf(SMALL)).toMatch(
      /^tiny, 2 x 8 pieces, dropout 0.1, adamw, threads 1: mean of 2 steps with the profiler on\n\n\| part of the step /,
    );
  });

  test("refuses anything but profile", async () => {
    const refused = outputOf({ ...SMALL, what: "train" });
    await expect(refused).rejects.toThrow(CliError);
    await expect(refused).rejects.toThrow(
      'raretag bench: there is no "train". Use profile; comparisons with other tools are in the repository: npm run bench.',
    );
  });
});
