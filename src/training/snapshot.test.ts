/** Snapshots: what is written is read back; what is damaged, or belongs elsewhere, is not taken. */

import { createHash } from "node:crypto";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { float32, type Tensor, tensor, writeAtomically } from "../core/index.js";
import { TrainingError } from "./error.js";
import type { RunState } from "./runState.js";
import {
  findSnapshot,
  openSnapshots,
  type Snapshot,
  snapshotBytes,
  writeSnapshot,
} from "./snapshot.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "raretag-snapshot-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = { bytes: 12, sha256: "0".repeat(64) };
const take = { run: "this", fits: () => true };

/** A state whose numbers follow from `step`; names and types as no stepper has them. */
function stateAt(step: number): RunState {
  const tensors = new Map<string, Tensor>([
    ["best/weight", float32([2, 2], [step, -0, 1e-45, 3e38])],
    ["stepper/m", float32([0], [])],
    ["count", tensor("int64", [], BigInt64Array.of(BigInt(step)))],
    ["flags", tensor("bool", [3], Uint8Array.of(1, 0, 1))],
  ]);
  return {
    progress: { epoch: 2, batch: 3, copies: 1, step, losses: { sum: 0.1 + 0.2, count: 2 } },
    tensors,
    best: {
      epoch: 1,
      value: 1 / 3,
      parameters: new Map([["stepper/weight", float32([1], [step / 7])]]),
    },
  };
}

const snapshotAt = (step: number): Snapshot => ({ run: "this", log, state: stateAt(step) });
const names = () => readdirSync(folder).sort();
const newest = () => join(folder, names().at(-1) as string);

/** The step of the snapshot that is found, and what was said. */
async function found(): Promise<{ step: number | undefined; notices: readonly string[] }> {
  const { snapshot, notices } = await findSnapshot(folder, take);
  return { step: snapshot?.progress.step, notices };
}

describe("writeSnapshot", () => {
  test("writes what findSnapshot reads, and its size", async () => {
    const size = await writeSnapshot(folder, snapshotAt(5));
    expect(size).toBe(readFileSync(newest()).length);
    const { snapshot, notices } = await findSnapshot(folder, take);
    expect(notices).toEqual([]);
    expect(snapshot).toMatchObject({ run: "this", log, progress: stateAt(5).progress });
    expect(await snapshot?.read()).toEqual(stateAt(5));
    const { best: _, ...early } = stateAt(6);
    await writeSnapshot(folder, { ...snapshotAt(6), state: early });
    expect(await (await findSnapshot(folder, take)).snapshot?.read()).toEqual(early);
  });

  test("names a file after the SHA-256 of its content", async () => {
    await writeSnapshot(folder, snapshotAt(5));
    const hash = createHash("sha256").update(readFileSync(newest())).digest("hex");
    expect(names()).toEqual([`00000001-${hash}.safetensors`]);
  });

  test("keeps the last two, also of one step", async () => {
    for (const step of [1, 2, 3, 3, 4]) {
      await writeSnapshot(folder, snapshotAt(step));
      expect(await found()).toEqual({ step, notices: [] });
      expect(names().length).toBeLessThanOrEqual(2);
    }
    expect(names().map((name) => name.slice(0, 9))).toEqual(["00000004-", "00000005-"]);
  });

  test("does not copy tensors to write them", async () => {
    const state = stateAt(1);
    const memory = new Set([...state.tensors.values()].map(({ data }) => data.buffer));
    const write: typeof writeAtomically = async (_, chunks) => {
      for (const chunk of chunks as Iterable<Uint8Array>) memory.delete(chunk.buffer);
    };
    await writeSnapshot(folder, { ...snapshotAt(1), state }, { write });
    expect(memory.size).toBe(0);
  });

  test("leaves the snapshots before it when the disk is full", async () => {
    for (const step of [1, 2]) await writeSnapshot(folder, snapshotAt(step));
    const before = names();
    const write: typeof writeAtomically = (path, chunks) => {
      function* filling() {
        const [first] = chunks as Uint8Array[];
        yield first as Uint8Array;
        throw Object.assign(new Error("no space left on device, write"), { code: "ENOSPC" });
      }
      return writeAtomically(path, filling());
    };
    await expect(writeSnapshot(folder, snapshotAt(3), { write })).rejects.toThrow(
      /^.*00000003-[0-9a-f]{64}\.safetensors: cannot be written \(ENOSPC\)\. Check that the folder exists, that you may write there and that the disk has room\.$/,
    );
    expect(names()).toEqual(before);
    expect(await found()).toEqual({ step: 2, notices: [] });
  });
});

describe("findSnapshot", () => {
  test("finds none in an empty folder, nor in none", async () => {
    expect(await findSnapshot(folder, take)).toEqual({ notices: [] });
    expect(await findSnapshot(join(folder, "none"), take)).toEqual({ notices: [] });
  });

  test("passes over a snapshot of which any one byte is not as it was written", async () => {
    for (const step of [1, 2]) await writeSnapshot(folder, snapshotAt(step));
    const file = newest();
    const bytes = readFileSync(file);
    const [byte, bit] = [fc.nat(bytes.length - 1), fc.nat(7)];
    const damaged = fc.asyncProperty(byte, bit, async (at, n) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << n);
      writeFileSync(file, changed);
      expect(await found()).toEqual({
        step: 1,
        notices: [`${file} is damaged: its content is not what was written; it is passed over`],
      });
    });
    await fc.assert(damaged, { seed: 1, numRuns: 50 });
  });

  test("passes over one that was cut at any place", async () => {
    for (const step of [1, 2]) await writeSnapshot(folder, snapshotAt(step));
    const { length } = readFileSync(newest());
    for (let left = length - 1; left >= 0; left = Math.floor(left / 2) - 1) {
      truncateSync(newest(), left);
      expect((await found()).step).toBe(1);
    }
  });

  test("says so when none is whole", async () => {
    for (const step of [1, 2]) await writeSnapshot(folder, snapshotAt(step));
    for (const name of names()) truncateSync(join(folder, name), 9);
    const { step, notices } = await found();
    expect({ step, sentences: notices.length }).toEqual({ step: undefined, sentences: 2 });
  });

  test("passes over one whose log is not there any more", async () => {
    for (const step of [1, 2])
      await writeSnapshot(folder, { ...snapshotAt(step), log: { ...log, bytes: step } });
    const { snapshot, notices } = await findSnapshot(folder, {
      run: "this",
      fits: ({ bytes }) => bytes < 2,
    });
    expect(snapshot?.progress.step).toBe(1);
    expect(notices).toEqual([
      `${newest()} is passed over: the log does not begin with the 2 bytes that it had then`,
    ]);
  });

  test("refuses one of another run", async () => {
    await writeSnapshot(folder, { ...snapshotAt(1), run: "0123456789abcdef" });
    const refusal = findSnapshot(folder, { ...take, run: "fedcba9876543210" });
    await expect(refusal).rejects.toThrow(TrainingError);
    await expect(refusal).rejects.toThrow(
      `${newest()}: belongs to the run 0123456789ab but the definition beside it is of fedcba987654. Put run.json back as it was when the run began.`,
    );
  });
});

describe("openSnapshots", () => {
  test("clears away what a killed process was writing, and nothing else", async () => {
    const place = join(folder, "snapshots");
    await openSnapshots(place);
    for (const name of [".raretag-12-3.tmp", "mine.tmp"]) writeFileSync(join(place, name), "");
    await writeSnapshot(place, snapshotAt(1));
    const [snapshot] = readdirSync(place).filter((name) => name.startsWith("0"));
    await openSnapshots(place);
    expect(readdirSync(place).sort()).toEqual([snapshot, "mine.tmp"]);
  });
});

test("snapshotBytes counts the tensors of the state and of the best epoch", () => {
  expect(snapshotBytes(stateAt(1))).toBe(16 + 0 + 8 + 3 + 4);
});
