/** `raretag train --freeze`: what stays as it is, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCheckpoint } from "../../src/checkpoints/index.js";
import { writeCorpus } from "../../src/corpus/index.js";
import { ENCODER, notes, temporaryFolder, trainSmall } from "./raretag.js";

const folder = temporaryFolder();
const corpus = folder.path("corpus");

beforeAll(() => writeCorpus(corpus, notes(4), { format: "brat" }));
afterAll(() => folder.remove());

describe("raretag train --freeze", () => {
  test("keeps the embeddings and the lowest layers as they were, and trains the others", async () => {
    const out = folder.path("model");
    const { code, stderr } = await trainSmall(corpus, out, "--dev", "none", "--freeze", "1");
    expect(stderr).toMatch(/model of epoch \d+ is in/);
    expect(code).toBe(0);
    const [before, after] = [await readCheckpoint(ENCODER), await readCheckpoint(out)];
    const changed = [...after.tensors]
      .filter(([name, tensor]) => {
        const known = before.tensors.get(name) ?? before.tensors.get(name.replace("bert.", ""));
        return known && Buffer.compare(bytesOf(known), bytesOf(tensor)) !== 0;
      })
      .map(([name]) => name);
    expect(changed.length).toBeGreaterThan(10);
    for (const name of changed) expect(name).toMatch(/^bert\.encoder\.layer\.1\./);
  });

  test("refuses more layers than the encoder has", async () => {
    const { code, stderr } = await trainSmall(corpus, folder.path("none"), "--freeze", "3");
    expect(stderr.split("\n").at(-2)).toBe(
      "training.freeze: 3 layers are to stay as they are but the encoder has 2. Freeze at most 2.",
    );
    expect(code).toBe(2);
  });
});

/** Values of a tensor of a checkpoint. */
function bytesOf(tensor: { readonly data: ArrayBufferView }): Buffer {
  const { buffer, byteOffset, byteLength } = tensor.data;
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
