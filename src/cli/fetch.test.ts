import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { ID, startFakeHub } from "../../test/fakeHub.js";
import { progressOn, runFetch } from "./fetch.js";

const root = mkdtempSync(join(tmpdir(), "raretag-fetch-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

function recorder() {
  const lines: string[] = [];
  const stderr = (text: string) => {
    lines.push(text);
  };
  return { lines, io: { stdout: stderr, stderr, stdin: (async function* () {})() } };
}

/** A cache as Hugging Face's tools lay it out, with one model. */
function stubCache(): void {
  const commit = "0123456789".repeat(4);
  const model = join(root, "cache", "models--owner--name");
  const snapshot = join(model, "snapshots", commit);
  mkdirSync(join(model, "refs"), { recursive: true });
  mkdirSync(snapshot, { recursive: true });
  writeFileSync(join(model, "refs", "main"), commit);
  for (const name of ["config.json", "vocab.txt", "model.safetensors"])
    writeFileSync(join(snapshot, name), name);
  vi.stubEnv("HF_HUB_CACHE", join(root, "cache"));
}

describe("runFetch", () => {
  test("copies a cached model without network, and refuses to copy over it", async () => {
    stubCache();
    const { lines, io } = recorder();
    const out = join(root, "out");
    await runFetch({ id: "owner/name", out, offline: true }, io);
    expect(readdirSync(out).sort()).toEqual(["config.json", "model.safetensors", "vocab.txt"]);
    expect(lines).toEqual([`owner/name is in ${out}: train with --encoder ${out}\n`]);
    await expect(runFetch({ id: "owner/name", out, offline: true }, io)).rejects.toThrow(
      `${out}: exists and is not empty. Give another folder, or --overwrite.`,
    );
    await runFetch({ id: "owner/name", out, offline: true, overwrite: true }, io);
  });

  test("says what to do when the cache has no such model and the network is off", async () => {
    stubCache();
    const options = { id: "owner/other", out: join(root, "other"), offline: true } as const;
    await expect(runFetch(options, recorder().io)).rejects.toThrow(
      /^owner\/other: is neither a folder nor in the cache .+"raretag demo".+$/,
    );
  });
});

describe("runFetch with a Hub within reach", () => {
  test("asks it nothing with --offline, and for the model without", async () => {
    const hub = await startFakeHub();
    const id = ID;
    vi.stubEnv("HF_HUB_CACHE", join(root, "empty cache"));
    vi.stubEnv("HF_ENDPOINT", hub.url);
    const out = join(root, "offline");
    await expect(runFetch({ id, out, offline: true }, recorder().io)).rejects.toThrow(
      "the network is switched off",
    );
    expect(hub.requests).toEqual([]);
    expect(existsSync(out)).toBe(false);
    await runFetch({ id, out }, recorder().io);
    expect(hub.requests.length).toBeGreaterThan(0);
    expect(readdirSync(out).sort()).toEqual(["config.json", "pytorch_model.bin", "vocab.txt"]);
    await hub.close();
  });
});

describe("progressOn", () => {
  test("reports every tenth of a file once", () => {
    const { lines, io } = recorder();
    const report = progressOn(io);
    for (let done = 0; done <= 40; done++) report({ file: "w.bin", done: done * 1e6, total: 40e6 });
    expect(lines).toHaveLength(11);
    expect(lines.slice(0, 2)).toEqual(["w.bin: 0 % of 40 MB\n", "w.bin: 10 % of 40 MB\n"]);
    expect(lines.at(-1)).toBe("w.bin: 100 % of 40 MB\n");
  });
});
