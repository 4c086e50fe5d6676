import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fixtureRoots, MINILM } from "../../test/fixtureRoots.js";
import { float32, type Tensor, tensor } from "../core/index.js";
import { readCheckpoint } from "./readCheckpoint.js";
import { readSafetensorsFile, writeSafetensorsFile } from "./safetensorsFile.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "raretag-checkpoint-"));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const one = (value: number) => new Map<string, Tensor>([["x", float32([1], [value])]]);
const messageOf = (outcome: Promise<unknown>) =>
  outcome.then(
    () => "no error",
    (error: Error) => error.message,
  );

describe("readCheckpoint", () => {
  const models = fixtureRoots("bert-tiny").map(({ path }) => path);
  test.each(models)("reads a folder with any one of the files alike: %s", async (path) => {
    const wanted = await readSafetensorsFile(join(path, "model.safetensors"));
    for (const [from, to] of [
      ["pytorch_model.legacy.bin", "pytorch_model.bin"],
      ["pytorch_model.bin", "pytorch_model.bin"],
      ["model.safetensors", "model.safetensors"],
    ] as const) {
      await copyFile(join(path, from), at(to));
      const { source, tensors } = await readCheckpoint(folder);
      expect(source).toBe(at(to));
      expect(new Map([...tensors].sort())).toEqual(new Map([...wanted.tensors].sort()));
    }
  });

  test("prefers safetensors to a torch file beside it", async () => {
    await writeSafetensorsFile(at("model.safetensors"), one(1));
    await writeFile(at("pytorch_model.bin"), "not even torch");
    expect((await readCheckpoint(folder)).source).toBe(at("model.safetensors"));
  });

  test("gives doubles as float32", async () => {
    const double = tensor("float64", [1], Float64Array.of(1 / 3));
    await writeSafetensorsFile(at("model.safetensors"), new Map([["x", double]]));
    expect((await readCheckpoint(folder)).tensors.get("x")).toEqual(
      float32([1], [Math.fround(1 / 3)]),
    );
  });

  test("joins the shards that an index names", async () => {
    await writeSafetensorsFile(at("model-1-of-2.safetensors"), one(1));
    await writeSafetensorsFile(at("model-2-of-2.safetensors"), new Map([["y", float32([1], [2])]]));
    const index = { weight_map: { x: "model-1-of-2.safetensors", y: "model-2-of-2.safetensors" } };
    await writeFile(at("model.safetensors.index.json"), JSON.stringify(index));
    const { tensors } = await readCheckpoint(folder);
    expect(tensors).toEqual(new Map([...one(1), ["y", float32([1], [2])]]));
  });

  test.each<[string, unknown, string]>([
    [
      "leaves the folder",
      { weight_map: { x: "../x.safetensors" } },
      'places tensor "x" in "../x.safetensors", which is no file name. Copy the files of this model again.',
    ],
    [
      "names no file",
      { weight_map: { x: 1 } },
      'places tensor "x" in "1", which is no file name. Copy the files of this model again.',
    ],
    ["has no map", {}, "has no weight_map. Copy the files of this model again."],
    [
      "names a tensor that its shard lacks",
      { weight_map: { z: "shard.safetensors" } },
      'places tensor "z" in shard.safetensors, which lacks it. Copy the files of this model again.',
    ],
  ])("refuses an index that %s", async (_, index, message) => {
    await writeSafetensorsFile(at("shard.safetensors"), one(1));
    const path = at("model.safetensors.index.json");
    await writeFile(path, JSON.stringify(index));
    expect(await messageOf(readCheckpoint(folder))).toBe(`${path}: ${message}`);
  });

  test("refuses an index whose shard is absent", async () => {
    const index = { weight_map: { x: "a.bin" } };
    await writeFile(at("pytorch_model.bin.index.json"), JSON.stringify(index));
    expect(await messageOf(readCheckpoint(folder))).toBe(
      `${at("a.bin")}: cannot be opened (ENOENT). Check the path and its permissions.`,
    );
  });

  test("says which names it looked for in a folder without weights", async () => {
    expect(await messageOf(readCheckpoint(folder))).toBe(
      `${folder}: holds no weights: looked for model.safetensors, model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json. Copy one of these files here, or give the folder that has them.`,
    );
    expect(await messageOf(readCheckpoint(at("absent")))).toBe(
      `${at("absent")}: is no folder. Copy one of these files here, or give the folder that has them.`,
    );
  });

  test.skipIf(!existsSync(MINILM))(
    `reads a real float16 encoder${existsSync(MINILM) ? "" : " (skipped: ../shared is absent)"}`,
    async () => {
      const { tensors } = await readCheckpoint(MINILM);
      const words = tensors.get("embeddings.word_embeddings.weight") as Tensor<"float32">;
      expect([words.dtype, words.shape]).toEqual(["float32", [30522, 384]]);
      const weights = [...tensors.values()].filter(({ dtype }) => dtype === "float32");
      for (const { data } of weights as Tensor<"float32">[])
        expect(data.every((x) => Number.isFinite(x) && Math.abs(x) < 100)).toBe(true);
      expect(tensors.get("embeddings.position_ids")?.dtype).toBe("int64");
    },
  );
});

describe("writeSafetensorsFile", () => {
  test("writes the same bytes twice, and leaves nothing else in the folder", async () => {
    await writeSafetensorsFile(at("a"), one(1), { format: "pt" });
    const first = await readFile(at("a"));
    await writeSafetensorsFile(at("a"), one(1), { format: "pt" });
    expect(await readFile(at("a"))).toEqual(first);
    expect(await readdir(folder)).toEqual(["a"]);
    expect(await readSafetensorsFile(at("a"))).toEqual({
      tensors: one(1),
      metadata: new Map([["format", "pt"]]),
    });
  });
});
