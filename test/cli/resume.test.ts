/** A run that is killed, again and again, ends with the bytes of one that was left alone. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, type Random, TEMPORARY_NAME } from "../../src/core/index.js";
import { buildInto, temporaryFolder } from "./raretag.js";
import {
  bytesOf,
  type Moment,
  OBJECTIVES,
  runUntil,
  trainCommand,
  writeSmallCorpus,
} from "./smallRun.js";

const SEED = Number(process.env.RARETAG_KILL_SEED ?? 1);
const KILLS = 10;

const folder = temporaryFolder();
const corpus = folder.path("corpus");
let main = "";
beforeAll(async () => {
  main = buildInto(folder.path());
  await writeSmallCorpus(corpus);
});
afterAll(() => folder.remove());

const namesIn = (path: string) => (existsSync(path) ? readdirSync(path) : []);
const halfWritten = (work: string) =>
  namesIn(join(work, "snapshots")).filter((name) => TEMPORARY_NAME.test(name));

/** Files that the end of a run writes, one after the other. */
const SAVED = [
  "config.json",
  "model.safetensors",
  "knn.safetensors",
  "metrics.json",
  "raretag.json",
];

/** Draws a moment: any time, while one of the next snapshots is written, or while the model is saved. */
function drawMoment(random: Random, { work, length }: { work: string; length: number }): Moment {
  const kind = random.below(4);
  if (kind === 0) return random.next() * length;
  if (kind === 1) {
    const awaited = SAVED[random.below(SAVED.length)] as string;
    return () => existsSync(join(work, awaited));
  }
  let left = random.below(6);
  let seen = new Set(halfWritten(work));
  return () => {
    const now = halfWritten(work).filter((name) => !seen.has(name));
    seen = new Set([...seen, ...now]);
    left -= now.length;
    return left < 0;
  };
}

describe.each(Object.keys(OBJECTIVES) as (keyof typeof OBJECTIVES)[])("%s", (objective) => {
  const reference = folder.path(`${objective}-reference`);
  let length = 0;

  beforeAll(async () => {
    const started = performance.now();
    const { code, stderr } = await runUntil([
      main,
      ...trainCommand(objective, { corpus, out: reference }),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("is in") });
    length = performance.now() - started;
  });

  test(`ends alike after ${KILLS} kills at moments drawn with the seed ${SEED}`, async () => {
    const random = createRandom(SEED).stream("kills", objective);
    let kills = 0;
    let torn = 0;
    for (let run = 1; kills < KILLS; run++) {
      const out = folder.path(`${objective}-${run}`);
      mkdirSync(out);
      const beside = run % 2 === 0; // with --overwrite, the run works in a folder beside
      const work = beside ? `${out}.partial` : out;
      if (beside) writeFileSync(join(out, "old"), "old");
      const start = [
        ...trainCommand(objective, { corpus, out }),
        ...(beside ? ["--overwrite"] : []),
      ];
      for (let finished = false; !finished; ) {
        const began = existsSync(join(work, "run.json")) || existsSync(join(out, "run.json"));
        const moment = kills < KILLS ? drawMoment(random, { work, length }) : undefined;
        const { killed, code, stderr } = await runUntil(
          [main, ...(began ? ["train", "--resume", out] : start)],
          { moment },
        );
        if (killed) kills++;
        else expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
        torn += halfWritten(work).length;
        if (beside && existsSync(work)) expect(readFileSync(join(out, "old"), "utf8")).toBe("old");
        finished = !killed;
      }
      expect(bytesOf(out)).toEqual(bytesOf(reference));
      expect(existsSync(`${out}.partial`)).toBe(false);
    }
    expect(torn, "kills while a snapshot was written").toBeGreaterThan(0);
  }, 120_000);
});

test("the best epoch of the run that is killed is not its last", () => {
  const { training } = JSON.parse(
    readFileSync(folder.path("atl-reference", "raretag.json"), "utf8"),
  );
  expect(training.epoch).toBeLessThan(4);
});

test("a run finds its documents from any working folder, and scores dev and test alike", async () => {
  for (const part of ["dev", "test"]) await writeSmallCorpus(folder.path(part));
  const cwd = folder.path();
  const parts = ["--dev", "dev", "--test", "test"];
  const start = (out: string) => [
    ...[main, ...trainCommand("atl", { corpus: "corpus", out })],
    ...parts,
  ];
  expect(await runUntil(start("whole"), { cwd })).toMatchObject({ code: 0 });
  const work = folder.path("parts");
  const moment = () => existsSync(join(work, "config.json"));
  expect(await runUntil(start("parts"), { cwd, moment })).toMatchObject({ killed: true });
  expect(await runUntil([main, "train", "--resume", work])).toMatchObject({ code: 0 });
  expect(bytesOf(work)).toEqual(bytesOf(folder.path("whole")));
  expect(JSON.parse(readFileSync(join(work, "metrics.json"), "utf8")).test).not.toBeNull();
});
