/** Runners: parameters stored or read at every run, in float32 or int8. */
import { describe, expect, test } from "vitest";
import { drawnParameters, smallConfig } from "../../test/smallBert.js";
import type { Encoding, Window } from "../tokenizer/index.js";
import { createForwardRunner, type ForwardRunnerOptions, logitsOfDocuments } from "./forward.js";

const outputs = 3;
const config = smallConfig();
const parameters = drawnParameters(config, outputs);
const tokenizer = { clsId: 1, sepId: 2, padId: 0 };
const encodings = [
  [3, 4, 5, 6, 7],
  [8, 9, 10],
].map((ids) => ({ ids: Int32Array.from(ids) }) as Encoding);
const windowOf = (document: number): Window => {
  const end = encodings[document]?.ids.length ?? 0;
  return { document, start: 0, end, ownedStart: 0, ownedEnd: end };
};

async function logits(
  options: Pick<ForwardRunnerOptions, "parameters" | "precision">,
  documents: number[],
) {
  const all = { config, outputs, threads: 1, ...options } as ForwardRunnerOptions;
  const runner = await createForwardRunner(all);
  const windows = documents.map(windowOf);
  const found = await logitsOfDocuments(runner, { encodings, windows }, { tokenizer, outputs });
  await runner.release();
  return found.map((values) => Array.from(values));
}

describe("createForwardRunner", () => {
  test("reads parameters at every run, if they are a function", async () => {
    const nothing = new Map(
      [...parameters].map(([name, p]) => [name, { ...p, data: p.data.map(() => 0) }]),
    );
    let current: typeof parameters = nothing;
    const runner = await createForwardRunner({
      ...{ config, outputs, threads: 1 },
      parameters: () => current,
    });
    const run = () =>
      logitsOfDocuments(runner, { encodings, windows: [windowOf(0)] }, { tokenizer, outputs });
    const [before] = await run();
    expect(before?.every((value) => value === 0)).toBe(true);
    current = parameters;
    const [after] = await run();
    await runner.release();
    const [stored] = await logits({ parameters }, [0]);
    after?.forEach((value, i) => {
      expect(value).toBeCloseTo(stored?.[i] as number, 5);
    });
  });

  test("in int8 gives the same logits of a window to the last bit, whatever runs beside it", async () => {
    const options = { parameters, precision: "int8" } as const;
    const [both, first, second] = await Promise.all([
      logits(options, [0, 1]),
      logits(options, [0]),
      logits(options, [1]),
    ]);
    expect(both[0]).toEqual(first[0]);
    expect(both[1]).toEqual(second[1]);
    expect(both[0]?.some((value) => value !== 0)).toBe(true);
  });
});
