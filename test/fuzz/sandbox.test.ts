import { afterAll, describe, expect, test } from "vitest";
import { openSandbox } from "./sandbox.js";

const sandbox = openSandbox();
const impatient = openSandbox({ hangAfter: 1000 });
afterAll(async () => {
  await sandbox.close();
  await impatient.close();
});

describe("openSandbox", () => {
  test.each([
    ["bad: throws", "threw something else than a RaretagError: TypeError: secret"],
    ["bad: takes memory", "asked for 12582912 bytes to read 2, 4194336 are allowed"],
    ["bad: fills the heap", "the process ended"],
    ["bad: exits", "the process ended (0)"],
    ["bad: runs code", "code of the file was run"],
    ["bad: repaints the terminal", "has a message with control characters"],
  ] as const)("notices a reader that is %s", async (reader, problem) => {
    await expect(sandbox.read(reader, { x: Buffer.from("{}") })).rejects.toThrow(
      `reader ${reader}: ${problem}`,
    );
  });

  test("notices a reader that hangs", async () => {
    await expect(impatient.read("bad: hangs", {})).rejects.toThrow(
      "reader bad: hangs: no answer after 1000 ms",
    );
  });

  test("goes on after a process that died, and hands back what was read or refused", async () => {
    const header = '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}';
    const file = Buffer.concat([Buffer.alloc(8), Buffer.from(`${header}xy`)]);
    file.writeBigUInt64LE(BigInt(header.length));
    await expect(sandbox.read("bad: exits", {})).rejects.toThrow();
    expect(await sandbox.read("safetensors", { "model.safetensors": file })).toEqual({
      value: [{ name: "a", dtype: "uint8", shape: [2] }],
    });
    const refused = await sandbox.read("safetensors", { "model.safetensors": file.subarray(9) });
    expect(refused.refusal).toMatch(
      /model\.safetensors: announces a header of \d+ bytes but \d+ follow/,
    );
  });
});
