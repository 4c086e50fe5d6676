/** The fingerprint of an encoder changes with everything that it is, and not with where it lies. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ENCODER } from "../../test/cli/raretag.js";
import { encoderFingerprint, folderFingerprint } from "./fingerprint.js";
import { loadEncoder } from "./load.js";

const folder = mkdtempSync(join(tmpdir(), "raretag-fingerprint-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the encoder, of which one file is another. */
function copyOf(name: string, change: (file: Buffer) => Buffer | string, of: string): string {
  const copy = join(folder, name);
  cpSync(ENCODER, copy, { recursive: true });
  writeFileSync(join(copy, of), change(readFileSync(join(copy, of))));
  return copy;
}

describe("folderFingerprint", () => {
  test("is the same of a copy", async () => {
    const fingerprint = await folderFingerprint(ENCODER);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(await folderFingerprint(copyOf("copy", (file) => file, "config.json"))).toBe(
      fingerprint,
    );
  });

  test.each<[string, (file: Buffer) => Buffer | string, string]>([
    [
      "one bit of a weight",
      (file) => {
        file[file.length - 1] = (file.at(-1) as number) ^ 1;
        return file;
      },
      "model.safetensors",
    ],
    [
      "a setting",
      (file) => {
        const config = JSON.parse(String(file));
        return JSON.stringify({ ...config, layer_norm_eps: config.layer_norm_eps * 2 });
      },
      "config.json",
    ],
  ])("is another with %s", async (name, change, of) => {
    const changed = copyOf(name.replaceAll(" ", "-"), change, of);
    expect(await folderFingerprint(changed)).not.toBe(await folderFingerprint(ENCODER));
  });
});

describe("encoderFingerprint", () => {
  test("follows weights and their names, in whatever order they come", async () => {
    const encoder = await loadEncoder(ENCODER, { labels: [] });
    const fingerprint = encoderFingerprint(encoder);
    const reversed = new Map([...encoder.parameters].reverse());
    expect(encoderFingerprint({ ...encoder, parameters: reversed })).toBe(fingerprint);
    const less = new Map([...encoder.parameters].slice(1));
    expect(encoderFingerprint({ ...encoder, parameters: less })).not.toBe(fingerprint);
  });
});
