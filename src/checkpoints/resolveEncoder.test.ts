import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ID, WEIGHTS } from "../../test/fakeHub.js";
import {
  folder,
  hub,
  messageOf,
  options,
  snapshot,
  useFakeHub,
  weightsOf,
} from "../../test/hubSetup.js";
import { fetchModel } from "./hub.js";
import { copyModel, resolveEncoder } from "./resolveEncoder.js";

useFakeHub();

describe("resolveEncoder", () => {
  test("an existing folder wins, without any network", async () => {
    expect(await resolveEncoder(folder, options())).toBe(folder);
    expect(hub.requests).toEqual([]);
  });

  test("a name is looked up", async () => {
    expect(await resolveEncoder(ID, options())).toBe(snapshot());
  });

  test.each(["./absent", "/absent/model", "a/b/c", "../x/y", "a b", "-x", "a/..", "x..y", ""])(
    "never asks the Hub for what can only be a path: %j",
    async (path) => {
      expect(await messageOf(resolveEncoder(path, options()))).toBe(
        `CheckpointError: ${path}: is neither a folder nor the name of a model. Check the path, or give a name such as dmis-lab/biobert-v1.1.`,
      );
      expect(hub.requests).toEqual([]);
    },
  );

  test("refuses a file", async () => {
    await writeFile(join(folder, "x.bin"), "");
    expect(await messageOf(resolveEncoder(join(folder, "x.bin"), options()))).toBe(
      `CheckpointError: ${join(folder, "x.bin")}: is a file. Give the folder that holds it.`,
    );
  });
});

describe("copyModel", () => {
  const to = () => join(folder, "out");

  test("copies the files of a model", async () => {
    await copyModel({ from: await fetchModel(ID, options()), to: to(), onExisting: "refuse" });
    expect(readdirSync(to()).sort()).toEqual(["config.json", "pytorch_model.bin", "vocab.txt"]);
    expect(weightsOf(to()).equals(WEIGHTS)).toBe(true);
  });

  test("keeps a folder that holds anything, unless told to replace its model", async () => {
    const from = await fetchModel(ID, options());
    await mkdir(to());
    await writeFile(join(to(), "model.safetensors"), "another model");
    await writeFile(join(to(), "notes.md"), "mine");
    expect(await messageOf(copyModel({ from, to: to(), onExisting: "refuse" }))).toBe(
      `CheckpointError: ${to()}: exists and is not empty. Give another folder, or --overwrite.`,
    );
    await copyModel({ from, to: to(), onExisting: "replace" });
    expect(readdirSync(to()).sort()).toEqual([
      "config.json",
      "notes.md",
      "pytorch_model.bin",
      "vocab.txt",
    ]);
  });

  test("a copy onto itself changes nothing", async () => {
    const from = await fetchModel(ID, options());
    await copyModel({ from, to: from, onExisting: "replace" });
    expect(weightsOf(from).equals(WEIGHTS)).toBe(true);
  });
});
