import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { createRandom } from "../core/index.js";
import { CheckpointError } from "./error.js";
import { readSafetensorsFile } from "./safetensorsFile.js";
import { readTorchFile } from "./torchFile.js";

const read = (path: string) =>
  path.endsWith(".safetensors") ? readSafetensorsFile(path) : readTorchFile(path);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "raretag-hostile-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("reading hostile files", () => {
  const files = fixtureRoots("hostile").flatMap(({ name, path }) =>
    readdirSync(path).map((file) => ({ name: `${name} ${file}`, path: join(path, file) })),
  );
  test.each(files)("refuses $name in one line, and runs nothing", async ({ path }) => {
    const refusal: unknown = await read(path).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CheckpointError);
    const { message } = refusal as CheckpointError;
    expect(message).toMatch(/^[\x20-\x7e]{1,500}$/);
    expect(message.startsWith(path)).toBe(true);
    for (const place of [".", "src/checkpoints", path.slice(0, path.lastIndexOf("/"))])
      expect(existsSync(join(place, "HOSTILE_CODE_RAN"))).toBe(false);
  });
});

describe("reading damaged files", () => {
  const SEED = 20240903;
  const ROUNDS = 150;
  const files = [
    ...["model.safetensors", "pytorch_model.bin", "pytorch_model.legacy.bin"].map((file) =>
      join("test/fixtures/bert-tiny", file),
    ),
    ...["types.zip.bin", "views.legacy.bin", "training.zip.bin", "protocol4.zip.bin"].map((file) =>
      join("test/fixtures/torch", file),
    ),
  ];
  test.each(files)(`gives tensors or a CheckpointError, seed ${SEED}: %s`, async (file) => {
    const whole = readFileSync(file);
    const random = createRandom(SEED).stream(file);
    const path = join(folder, file.endsWith(".bin") ? "fuzz.bin" : "fuzz.safetensors");
    // most of a file is numbers, where nothing can go wrong: aim at the structure too
    const structure = Math.min(whole.length, 4500);
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let bytes = Buffer.from(whole);
      for (let flips = 1 + random.below(4); flips > 0; flips--) {
        const near = random.below(structure);
        const places = [near, bytes.length - 1 - near, random.below(bytes.length)];
        bytes[places[random.below(3)] as number] = random.below(256);
      }
      if (random.below(4) === 0) bytes = bytes.subarray(0, random.below(bytes.length));
      await writeFile(path, bytes);
      const outcome: unknown = await read(path).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome, `round ${round}`).toBeInstanceOf(CheckpointError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(ROUNDS / 4);
  });
});
