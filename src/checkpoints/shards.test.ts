import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { float32, type Tensor } from "../core/index.js";
import { readCheckpoint } from "./readCheckpoint.js";
import { writeSafetensorsFile } from "./safetensorsFile.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const INDEX = "model.safetensors.index.json";
const AGAIN = "Copy the files of this model again.";

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "raretag-shards-"));
  folder = join(root, "model");
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

const tensors = (...names: string[]) =>
  new Map<string, Tensor>(names.map((name, i) => [name, float32([1], [i])]));
const shard = (name: string, ...held: string[]) =>
  writeSafetensorsFile(join(folder, name), tensors(...held));
const index = (weightMap: unknown, name = INDEX) =>
  writeFile(join(folder, name), JSON.stringify({ metadata: {}, weight_map: weightMap }));
const outcome = () =>
  readCheckpoint(folder).then(
    (checkpoint) => [...checkpoint.tensors.keys()].sort(),
    (error: Error) => `${error.name}: ${error.message}`.replace(folder, "DIR"),
  );

describe("readShards", () => {
  test("keeps what a shard holds beyond the index", async () => {
    await shard("a.safetensors", "x", "buffer");
    await index({ x: "a.safetensors" });
    expect(await outcome()).toEqual(["buffer", "x"]);
  });

  test.each([
    "../x.safetensors",
    "/etc/passwd",
    "a/../../x",
    "sub/x.safetensors",
    "C:\\x",
    "..",
    ".",
    "",
    "-x\0y",
    "x\n",
  ])("refuses %j, which is no file of the folder", async (name) => {
    await writeSafetensorsFile(join(root, "x.safetensors"), tensors("x"));
    await index({ x: name });
    expect(await outcome()).toMatch(
      /^CheckpointError: DIR\/model\.safetensors\.index\.json: places tensor "x" in ".*", which is no file name\. Copy the files of this model again\.$/,
    );
  });

  test("refuses a tensor that lies in another shard", async () => {
    await shard("a.safetensors", "x");
    await shard("b.safetensors", "y");
    await index({ x: "b.safetensors", y: "a.safetensors" });
    expect(await outcome()).toBe(
      `CheckpointError: DIR/${INDEX}: places tensor "x" in b.safetensors, which lacks it. ${AGAIN}`,
    );
  });

  test("refuses a tensor that lies in two shards", async () => {
    await shard("a.safetensors", "x", "y");
    await shard("b.safetensors", "y", "z");
    await index({ x: "a.safetensors", z: "b.safetensors" });
    expect(await outcome()).toBe(
      `CheckpointError: DIR/${INDEX}: names b.safetensors, which holds tensor "y" of another file again. ${AGAIN}`,
    );
  });

  test.each([[null], [[]], ["a.safetensors"], [3]])("refuses the map %j", async (map) => {
    await index(map);
    expect(await outcome()).toBe(`CheckpointError: DIR/${INDEX}: has no weight_map. ${AGAIN}`);
  });

  test("refuses an index of gigabytes before reading it", async () => {
    await index({});
    await truncate(join(folder, INDEX), 5e9);
    expect(await outcome()).toBe(
      `CheckpointError: DIR/${INDEX}: has 5000000000 bytes but an index has at most 16777216. ${AGAIN}`,
    );
  });

  test("joins shards of torch", async () => {
    for (const name of ["a.bin", "b.bin"]) await writeFile(join(folder, name), "no torch");
    await index({ x: "a.bin" }, "pytorch_model.bin.index.json");
    expect(await outcome()).toMatch(/^CheckpointError: DIR\/a\.bin: is neither the zip nor/);
  });

  const linked = async (target: string, link: string) => {
    await mkdir(dirname(target), { recursive: true });
    await writeSafetensorsFile(target, tensors("x"));
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  };

  test("follows a link within the folder", async () => {
    await linked(join(folder, "real.safetensors"), join(folder, "a.safetensors"));
    await index({ x: "a.safetensors" });
    expect(await outcome()).toEqual(["x"]);
  });

  test.each(["x.safetensors", "blobs/x", "model/deep/x"])(
    "refuses a link to %s, which is not in the folder",
    async (target) => {
      await linked(join(root, target), join(folder, "a.safetensors"));
      await index({ x: "a.safetensors" });
      expect(await outcome()).toBe(
        `CheckpointError: DIR/${INDEX}: names a.safetensors, a link that leaves the folder. Give the folder that the files themselves lie in.`,
      );
    },
  );

  test("follows the links of Hugging Face's cache, and of a folder that is a link itself", async () => {
    const repository = join(root, "models--a--b");
    folder = join(repository, "snapshots", COMMIT);
    await linked(join(repository, "blobs", "4f"), join(folder, "a.safetensors"));
    await index({ x: "a.safetensors" });
    expect(await outcome()).toEqual(["x"]);
    await symlink(folder, join(root, "linked"));
    folder = join(root, "linked");
    expect(await outcome()).toEqual(["x"]);
  });
});
