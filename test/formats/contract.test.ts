import { describe, expect, test } from "vitest";
import { FORMATS, formatNamed } from "../../src/corpus/formatTable.js";
import { describeFormat } from "./contract.js";
import { LIMITS } from "./limits.js";

const asked = process.env.RARETAG_FORMAT;

for (const format of FORMATS)
  if (format.writer && (asked === undefined || format.name === asked))
    describeFormat(format, LIMITS[format.name] ?? {});

describe("LIMITS", () => {
  test("are of formats that are written", () => {
    for (const name of Object.keys(LIMITS)) expect(formatNamed(name)?.writer).toBeDefined();
  });
});
