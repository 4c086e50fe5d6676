import { afterAll, describe, test } from "vitest";
import { FORMATS } from "../../src/corpus/formatTable.js";
import { seedsOf } from "./corpusSeeds.js";
import { fuzzFormat } from "./formats.js";
import { FUZZ_LIMIT, FUZZ_SEED, fuzzed } from "./runs.js";
import { openSandbox } from "./sandbox.js";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const asked = process.env.RARETAG_FORMAT;

describe(`readers of corpora, seed ${FUZZ_SEED}`, () => {
  test.each(FORMATS.filter(({ name }) => asked === undefined || asked === name))(
    "$name: damaged files are read as far as they are sound",
    async (format) => {
      const seeds = await seedsOf(format, FUZZ_SEED);
      await fuzzFormat(format, { sandbox, seeds, ...fuzzed(2000) });
    },
    FUZZ_LIMIT,
  );
});
