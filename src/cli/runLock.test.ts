import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkUnlocked, lockRun } from "./runLock.js";

const root = mkdtempSync(join(tmpdir(), "raretag-lock-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** An empty folder. */
function folderOf(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

/** A folder with a lock that says `text`. */
function locked(name: string, text: string): string {
  const folder = folderOf(name);
  writeFileSync(join(folder, "run.lock"), text);
  return folder;
}

const holder = (pid: number, more: object = {}) =>
  JSON.stringify({ pid, host: hostname(), ...more });

const brief = { patience: 100 };

describe("lockRun", () => {
  test("lets one in at a time, and the next once it is released", async () => {
    const folder = folderOf("turns");
    const lock = await lockRun(folder);
    await expect(lockRun(folder, brief)).rejects.toThrow(
      `${folder}/run.lock: process ${process.pid} on ${hostname()} works on this run. Wait for it or end it; if there is no such process, remove this file.`,
    );
    await expect(checkUnlocked(folder)).rejects.toThrow("works on this run");
    await lock.release(folder);
    await checkUnlocked(folder);
    await (await lockRun(folder)).release(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("takes over the lock of a process that has ended", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const folder = locked("ended", holder(pid));
    await checkUnlocked(folder);
    await lockRun(folder);
    expect(JSON.parse(readFileSync(join(folder, "run.lock"), "utf8")).pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(["run.lock"]);
  });

  test.runIf(process.platform === "linux")(
    "takes over the lock of an older process of the same number",
    async () => {
      const folder = locked("reused", holder(process.ppid, { started: "1" }));
      await (await lockRun(folder)).release(folder);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test("takes over a lock that was never written to its end", async () => {
    const folder = locked("empty", "");
    await (await lockRun(folder, brief)).release(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("leaves the lock of another machine alone", async () => {
    const folder = locked("elsewhere", JSON.stringify({ pid: 1, host: "elsewhere" }));
    await expect(lockRun(folder, brief)).rejects.toThrow(
      "process 1 on elsewhere works on this run",
    );
  });

  test("one of several that find a dead lock gets it", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    for (let round = 0; round < 50; round++) {
      const folder = locked(`race-${round}`, holder(pid));
      const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => lockRun(folder, brief)));
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(["run.lock"]);
    }
  });

  test("releases only its own lock, wherever the run lies by now", async () => {
    const [here, there] = [folderOf("here"), locked("there", holder(1))];
    const lock = await lockRun(here);
    await lock.release(here, there, join(root, "nowhere"));
    expect([readdirSync(here), readdirSync(there)]).toEqual([[], ["run.lock"]]);
  });
});
