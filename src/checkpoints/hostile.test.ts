import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { CheckpointError } from "./error.js";
import { readSafetensorsFile } from "./safetensorsFile.js";
import { readTorchFile } from "./torchFile.js";

const read = (path: string) =>
  path.endsWith(".safetensors") ? readSafetensorsFile(path) : readTorchFile(path);

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
