/** 100,000 damaged inputs for each reader of corpora, in a process of its own. */

import { afterAll, describe, test } from "vitest";
import { FORMATS } from "../../src/corpus/formatTable.js";
import { seedsOf } from "../fuzz/corpusSeeds.js";
import { fuzzFormat } from "../fuzz/formats.js";
import { FUZZ_SEED } from "../fuzz/runs.js";
import { openSandbox } from "../fuzz/sandbox.js";

const CASES = 100_000;

const sandbox = openSandbox();
afterAll(() => sandbox.close());

describe(`readers of corpora, ${CASES} damaged inputs each, seed ${FUZZ_SEED}`, () => {
  test.each(FORMATS)("$name", async (format) => {
    const seeds = await seedsOf(format, FUZZ_SEED);
    await fuzzFormat(format, { sandbox, seeds, seed: FUZZ_SEED, numRuns: CASES });
  });
});
