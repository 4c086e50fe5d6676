/** A disk that fills up while a run goes on, on a small disk in memory where this system lets us mount one. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN, raretag, temporaryFolder } from "./raretag.js";
import { bytesOf, runUntil, trainCommand, writeSmallCorpus } from "./smallRun.js";

const folder = temporaryFolder();
const corpus = folder.path("corpus");
const disk = folder.path("disk");

/** Mounts a disk of 8 MB. @returns whether this system allows it */
function mounted(): boolean {
  mkdirSync(disk);
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]).status === 0;
}
const available = mounted();

beforeAll(() => writeSmallCorpus(corpus));
afterAll(() => {
  if (available) spawnSync("umount", [disk]);
  folder.remove();
});

/** Writes to the disk until nothing more goes in. */
function fillUp(file: string): void {
  const handle = openSync(file, "w");
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(handle, block);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
  } finally {
    closeSync(handle);
  }
}

test.runIf(available)(
  "a full disk stops a run, which goes on when there is room again",
  async () => {
    const reference = folder.path("reference");
    expect(await raretag(...trainCommand("atl", { corpus, out: reference }))).toMatchObject({
      code: 0,
    });

    const out = join(disk, "model");
    const filler = join(disk, "filler");
    const snapshots = () => {
      try {
        return readdirSync(join(out, "snapshots")).filter((name) => name.endsWith(".safetensors"));
      } catch {
        return [];
      }
    };
    let filled = false;
    const { code, stderr } = await runUntil([...MAIN, ...trainCommand("atl", { corpus, out })], {
      moment: () => {
        if (!filled && snapshots().length === 2) {
          fillUp(filler);
          filled = true;
        }
        return false;
      },
    });
    const [note, error] = stderr.trimEnd().split("\n").slice(-2);
    expect({ code, note, error }).toEqual({
      code: 2,
      note: `note: raretag train --resume ${out} goes on from the last snapshot`,
      error: expect.stringMatching(
        /: cannot be written \(ENOSPC\)\. Check that the folder exists, that you may write there and that the disk has room\.$/,
      ),
    });
    expect(snapshots()).toHaveLength(2);

    rmSync(filler);
    const resumed = await raretag("train", "--resume", out);
    expect(resumed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("going on after step"),
    });
    expect(bytesOf(out)).toEqual(bytesOf(reference));
  },
);
