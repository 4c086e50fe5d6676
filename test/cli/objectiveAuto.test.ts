/** `raretag train --objective auto`: chooses, says why, and comes to the same bytes however often it is killed. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/index.js";
import { buildInto, ENCODER, type Outcome, raretag, temporaryFolder } from "./raretag.js";
import { bytesOf, runUntil, writeSmallCorpus } from "./smallRun.js";

const folder = temporaryFolder();
const corpus = folder.path("corpus");
const reference = folder.path("reference");
const TRIALS = 8; // four objectives, two folds
const PATIENCE = 240_000;

const SETTINGS = [
  ...["--encoder", ENCODER, "--threads", "1", "--epochs", "2", "--dev", "0.5"],
  ...["--learning-rate", "0.01", "--set", "windows.length=64", "--set", "windows.overlap=8"],
  ...["--set", "training.snapshotMinutes=0", "--set", "decode.knn.k=3"],
];
const command = (out: string, ...more: string[]) => [
  ...["train", "--corpus", corpus, "--out", out, ...SETTINGS],
  ...["--objective", "auto", "--inner-folds", "2", ...more],
];
const resume = (out: string, ...more: string[]) => raretag("train", "--resume", out, ...more);

let main = "";
let outcome: Outcome;
beforeAll(async () => {
  main = buildInto(folder.path());
  await writeSmallCorpus(corpus);
  outcome = await raretag(...command(reference));
}, PATIENCE);
afterAll(() => folder.remove());

const choiceIn = (out: string) => JSON.parse(readFileSync(join(out, "choice.json"), "utf8"));

describe("a run", () => {
  test("tells the cost first, then the scores, what it chose and why", () => {
    const { code, stdout, stderr } = outcome;
    const choice = choiceIn(reference);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(choice.reason) });
    const [cost, ...after] = stderr.slice(stderr.indexOf("choosing the objective")).split("\n");
    expect(cost).toBe(
      "choosing the objective: 4 objectives x 2 folds of 6 documents, 8 trainings, 8.0 times the work of the run itself",
    );
    expect(after.slice(0, TRIALS).map((line) => line.replace(/, about .* left$/, ""))).toEqual(
      Array.from({ length: TRIALS }, (_, i) => `${i + 1} of ${TRIALS} trainings done`),
    );
    const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(2 + choice.systems.length);
    expect(rows.filter((row) => / chosen +\|[ |]*$/.test(row))).toHaveLength(1);
  });

  test("chooses one that no simpler one is as near to the best as", () => {
    const { chosen, best, systems, selection, documents } = choiceIn(reference);
    expect({ selection, documents }).toEqual({ selection: "tokens.macroF1", documents: 6 });
    const scores = systems.map(({ score }: { score: number }) => score);
    const top = systems[scores.indexOf(Math.max(...scores))];
    expect(best).toEqual({ objective: top.objective, decoding: top.decoding });
    expect(top.score).toBeGreaterThan(0);
    const near = systems.find(
      ({ score }: { score: number }) => score >= top.score - top.standardError,
    );
    expect(chosen).toEqual({ objective: near.objective, decoding: near.decoding });
    expect(near.difference).toBeNull();
  });

  test("leaves what a run leaves to which the choice was given", async () => {
    const config = folder.path("chosen.yaml");
    const text = readFileSync(join(reference, "config.yaml"), "utf8");
    writeFileSync(config, text);
    expect(loadConfig({ file: { source: config, text } }).objective.name).toMatch(/^(atl|btl)$/);
    const named = folder.path("named");
    const given = ["train", "--corpus", corpus, "--out", named, "--config", config];
    expect(await raretag(...given)).toMatchObject({ code: 0 });
    const { "choice.json": _, "run.json": __, ...chosen } = bytesOf(reference);
    const { "run.json": ___, ...expected } = bytesOf(named);
    expect(chosen).toEqual(expected);
  });
});

describe("a run that is killed", () => {
  const trialsOf = (out: string) =>
    existsSync(join(out, "choice")) ? readdirSync(join(out, "choice")).length : 0;
  const killed = async (argv: readonly string[], moment: () => boolean) =>
    expect(await runUntil([main, ...argv], { moment })).toMatchObject({ killed: true });

  test(
    "while it chooses and while it trains ends with the same bytes",
    async () => {
      const out = folder.path("killed");
      await killed(command(out), () => trialsOf(out) >= 3);
      expect(existsSync(join(out, "choice.json"))).toBe(false);
      const before = trialsOf(out);
      const again = ["train", "--resume", out];
      await killed(again, () => trialsOf(out) > before);
      await killed(again, () => existsSync(join(out, "log.jsonl")));
      expect(existsSync(join(out, "choice.json"))).toBe(true);
      const { code, stdout, stderr } = await raretag(...command(out), "--resume", out);
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringContaining(choiceIn(out).reason),
      });
      expect(stdout).not.toContain("less the chosen");
      expect(bytesOf(out)).toEqual(bytesOf(reference));
    },
    PATIENCE,
  );

  test(
    "by Ctrl-C while it chooses goes on, and only as it began",
    async () => {
      const out = folder.path("interrupted");
      const { code, stderr } = await runUntil([main, ...command(out)], {
        ...{ moment: () => trialsOf(out) > 0, signal: "SIGINT" },
      });
      expect({ code, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({
        code: 0,
        last: `note: raretag train --resume ${out} goes on with choosing`,
      });
      for (const [flags, problem] of [
        [
          ["--objective", "btl"],
          "objective.name: the run began with auto but --resume is given btl",
        ],
        [["--inner-folds", "3"], "--inner-folds: the run began with 2 but --resume is given 3"],
      ] as const)
        expect(await resume(out, ...flags)).toMatchObject({
          code: 2,
          stderr: `${problem}. Leave it out, or start a new run.\n`,
        });
      expect(await resume(out)).toMatchObject({ code: 0 });
      expect(bytesOf(out)).toEqual(bytesOf(reference));
    },
    PATIENCE,
  );
});

describe("refuses, before anything is written,", () => {
  test.each([
    [
      "what would be chosen",
      ["--set", "objective.weights=none"],
      '--set: objective.weights is "none" but has no effect while objective.name is "auto". Leave it out, or set objective.name to btl or atl.',
    ],
    [
      "a decoder, which is chosen too",
      ["--set", "decode.decoder=knn"],
      '--set: decode.decoder is "knn" but has no effect while objective.name is "auto". Leave it out, or set objective.name to btl or atl.',
    ],
    [
      "more folds than documents",
      ["--inner-folds", "7"],
      "objective auto: needs a document for each of 7 folds and the training part has 6. Name an objective, or give more documents or fewer --inner-folds.",
    ],
    [
      "folds without a choice",
      ["--objective", "btl"],
      "--inner-folds: is for the objective auto, and the objective is btl. Leave it out, or add --objective auto.",
    ],
  ])("%s", async (_, flags, message) => {
    const out = folder.path("refused");
    const { code, stderr } = await raretag(...command(out, ...flags));
    expect({ code, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({ code: 2, last: message });
    expect(existsSync(out)).toBe(false);
  });
});

test("a dry run says what choosing would take, and writes nothing", async () => {
  const out = folder.path("dry");
  const { code, stdout, stderr } = await raretag(...command(out, "--dry-run"));
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining("8 trainings, 8.0 times the work"),
  });
  expect(stdout).toMatch(/^time for choosing the objective: \d+/m);
  expect(existsSync(out)).toBe(false);
});
