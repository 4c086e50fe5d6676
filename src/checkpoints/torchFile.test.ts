import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { CheckpointError } from "./error.js";
import { readSafetensorsFile } from "./safetensorsFile.js";
import { readTorchFile } from "./torchFile.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "raretag-torch-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, "model.bin");
  await writeFile(path, typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  return path;
}

/** The legacy layout by the text of torch/serialization.py. @param root pickle opcodes of the value */
function legacy({ root, keys = "]", data = "" }: { root: string; keys?: string; data?: string }) {
  const magic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
  return `${magic}\x80\x02M\xe9\x03.\x80\x02}.\x80\x02${root}.\x80\x02${keys}.${data}`;
}

const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
/** Opcodes of a tensor `w` on storage "0" of two floats. */
const tensorOf = ({ elements = 2, offset = 0, size = 2, stride = 1, type = "FloatStorage" }) =>
  `}${text("w")}ctorch._utils\n_rebuild_tensor_v2\n((${text("storage")}ctorch\n${type}\n${text("0")}${text("cpu")}` +
  `J${int32(elements)}tQJ${int32(offset)}J${int32(size)}\x85J${int32(stride)}\x85\x89}tRs`;
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes.toString("latin1");
};
const KEYS = `]${text("0")}a`;
const DATA = "\x02\0\0\0\0\0\0\0\0\0\x80\x3f\0\0\0\xc0"; // count 2, then 1 and -2

const EXPANDED = legacy({
  root: tensorOf({ size: 2 ** 31 - 1, stride: 0 }),
  keys: KEYS,
  data: DATA,
});

describe("readTorchFile", () => {
  const models = ["bert-tiny", "bert-tiny-relu"].flatMap((model) =>
    fixtureRoots(model).map(({ name, path }) => ({ name: `${name} ${model}`, path })),
  );
  test.each(models)("both layouts of $name equal its safetensors file", async ({ path }) => {
    const { tensors } = await readSafetensorsFile(join(path, "model.safetensors"));
    expect(tensors.size).toBeGreaterThan(0);
    for (const file of ["pytorch_model.bin", "pytorch_model.legacy.bin"]) {
      const read = await readTorchFile(join(path, file));
      expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
      for (const [name, tensor] of read) expect(tensor, name).toEqual(tensors.get(name));
    }
  });

  const odd = fixtureRoots("torch").flatMap(({ path }) =>
    readdirSync(path)
      .filter((file) => file.endsWith(".bin"))
      .map((file) => ({ file, path: join(path, file) })),
  );
  test.each(odd)("$file equals what torch reads in it", async ({ path }) => {
    const { tensors } = await readSafetensorsFile(path.replace(/bin$/, "safetensors"));
    const read = await readTorchFile(path);
    expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, tensor] of read) expect(tensor, name).toEqual(tensors.get(name));
  });

  test("tensors that share a storage share memory", async () => {
    const views = await readTorchFile("test/fixtures/torch/views.zip.bin");
    expect(views.get("rows")?.data.buffer).toBe(views.get("whole")?.data.buffer);
  });

  test("reads a legacy file made by hand", async () => {
    const path = await written(legacy({ root: tensorOf({}), keys: KEYS, data: DATA }));
    expect([...(await readTorchFile(path))]).toEqual([
      ["w", { dtype: "float32", shape: [2], data: Float32Array.of(1, -2) }],
    ]);
  });

  const DAMAGED = "The file is damaged or incomplete, copy or download it again.";
  test.each<[string, string, string]>([
    [
      "an empty file",
      "",
      "is empty. Take a file written by torch.save, or a safetensors file. A small text file here is a pointer of Git LFS.",
    ],
    [
      "a pointer of Git LFS",
      "version https://git-lfs.github.com/spec/v1\n",
      "is neither the zip nor the legacy layout of torch.save. Take a file written by torch.save, or a safetensors file. A small text file here is a pointer of Git LFS.",
    ],
    [
      "another pickle",
      "\x80\x02K\x01.",
      "is a pickle but not of torch. Take a file written by torch.save.",
    ],
    ["a zip without end", "PK\x03\x04", `is a zip file without its end. ${DAMAGED}`],
    [
      "a view that ends past its storage",
      legacy({ root: tensorOf({ size: 3 }), keys: KEYS, data: DATA }),
      `tensor "w" reaches element 2 of a storage of 2. ${DAMAGED}`,
    ],
    [
      "a view that starts past its storage",
      legacy({ root: tensorOf({ offset: 2, size: 1 }), keys: KEYS, data: DATA }),
      `tensor "w" reaches element 2 of a storage of 2. ${DAMAGED}`,
    ],
    [
      "a stride that leads past its storage",
      legacy({ root: tensorOf({ stride: 2 }), keys: KEYS, data: DATA }),
      `tensor "w" reaches element 2 of a storage of 2. ${DAMAGED}`,
    ],
    [
      "much memory out of little file",
      EXPANDED,
      `its tensors up to "w" need 17179869176 bytes but the file of ${EXPANDED.length} is allowed ${2 ** 20 + 8 * EXPANDED.length}. Do not use this file.`,
    ],
    [
      "a storage cut off",
      legacy({ root: tensorOf({}), keys: KEYS, data: DATA.slice(0, -1) }),
      `needs 8 bytes at byte # but 7 are there. ${DAMAGED}`,
    ],
    [
      "a storage without count",
      legacy({ root: tensorOf({}), keys: KEYS }),
      `needs 8 bytes at byte # but 0 are there. ${DAMAGED}`,
    ],
    [
      "a storage of another count",
      legacy({ root: tensorOf({ elements: 3 }), keys: KEYS, data: DATA }),
      `storage "0" has 2 elements but its tensors were made on 3. ${DAMAGED}`,
    ],
    [
      "a storage that is not listed",
      legacy({ root: tensorOf({}), data: DATA }),
      `storage "0" is missing. ${DAMAGED}`,
    ],
    [
      "a storage that no tensor has",
      legacy({ root: "}", keys: KEYS, data: DATA }),
      `lists a storage twice, or one that no tensor uses. ${DAMAGED}`,
    ],
    [
      "a file of no tensors",
      legacy({ root: `}${text("epoch")}K\x03s` }),
      'holds no tensors on top or under state_dict, model_state_dict, model, module, but "epoch". Save the state_dict of the model itself.',
    ],
    [
      "a file of one number",
      legacy({ root: "K\x03" }),
      "holds no tensors on top or under state_dict, model_state_dict, model, module, but no named values. Save the state_dict of the model itself.",
    ],
    [
      "a negative offset",
      legacy({ root: tensorOf({ offset: -1 }), keys: KEYS, data: DATA }),
      `the pickle builds a tensor with an impossible offset, size or stride (before byte #). ${DAMAGED}`,
    ],
    [
      "a negative size",
      legacy({ root: tensorOf({ size: -2 }), keys: KEYS, data: DATA }),
      `the pickle builds a tensor with an impossible offset, size or stride (before byte #). ${DAMAGED}`,
    ],
    [
      "a tensor to be negated when read",
      legacy({
        root: tensorOf({}).replace("}tRs", `}}${text("neg")}\x88stRs`),
        keys: KEYS,
        data: DATA,
      }),
      "the pickle builds a tensor with metadata (before byte #). Save the model again with plain tensors.",
    ],
    [
      "an unknown element type",
      legacy({ root: tensorOf({ type: "ComplexFloatStorage" }), keys: KEYS, data: DATA }),
      'the pickle asks for "torch.ComplexFloatStorage", which no table of weights needs (before byte #). Nothing of it was run. Take a safetensors version of the model, or save its plain state_dict again where you trust it.',
    ],
  ])("refuses %s", async (_, bytes, message) => {
    const path = await written(bytes);
    const refusal = await readTorchFile(path).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CheckpointError);
    // where opcodes lie in these files is not worth counting
    const said = (refusal as CheckpointError).message.replace(/(?<=(before|at) byte )\d+/, "#");
    expect(said).toBe(`${path}: ${message}`);
  });

  test("refuses a zip whose entries are compressed, or that is cut off anywhere", async () => {
    const bytes = await readFile("test/fixtures/torch/stateDict.zip.bin");
    for (let length = 0; length < bytes.length; length += 97)
      await expect(readTorchFile(await written(bytes.subarray(0, length)))).rejects.toMatchObject({
        name: "CheckpointError",
      });
    const deflated = Buffer.from(bytes);
    deflated[deflated.indexOf("PK\x01\x02", 0, "latin1") + 10] = 8;
    const path = await written(deflated);
    await expect(readTorchFile(path)).rejects.toThrow(
      `${path}: holds "stateDict.zip/data.pkl" compressed or encrypted. Torch stores entries as they are: take the original file.`,
    );
  });

  test("refuses a file of a big-endian machine", async () => {
    const bytes = await readFile("test/fixtures/torch/stateDict.zip.bin");
    const big = Buffer.from(bytes.toString("latin1").replace("little", "bigbig"), "latin1");
    const path = await written(big);
    await expect(readTorchFile(path)).rejects.toThrow(
      `${path}: was written on a big-endian machine. Save it again on a little-endian one.`,
    );
  });
});
