import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { beginsWith, openLog } from "./runLog.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "raretag-log-"));
  file = join(folder, "log.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = () => readFileSync(file, "utf8");

describe("openLog", () => {
  test("cuts what came after the mark, half a line of ü too, and goes on there", async () => {
    const first = await openLog(file);
    await first.append({ step: 1, name: "ü" });
    const mark = await first.mark();
    await first.append({ step: 2 });
    await first.close();
    appendFileSync(file, Buffer.from('{"step":3,"name":"ü').subarray(0, -1));
    expect(beginsWith(file, mark)).toBe(true);
    const second = await openLog(file, mark);
    expect(await second.mark()).toEqual(mark);
    await second.append({ step: 2 });
    const later = await second.mark();
    await second.close();
    expect(content()).toBe('{"step":1,"name":"ü"}\n{"step":2}\n');
    expect(later.bytes).toBe(Buffer.byteLength(content()));
    expect(beginsWith(file, later)).toBe(true);
  });

  test("begins anew without a mark", async () => {
    appendFileSync(file, "old\n");
    await (await openLog(file)).close();
    expect(content()).toBe("");
  });

  test.runIf(process.platform === "linux")("says that the disk is full", async () => {
    const log = await openLog("/dev/full");
    await expect(log.append({})).rejects.toThrow(
      "/dev/full: cannot be written (ENOSPC). Check that the folder exists, that you may write there and that the disk has room.",
    );
    await log.close();
  });
});

describe("beginsWith", () => {
  test("knows a log that is shorter, other or gone", async () => {
    const log = await openLog(file);
    await log.append({ step: 1 });
    const mark = await log.mark();
    await log.close();
    expect(beginsWith(file, { ...mark, bytes: mark.bytes + 1 })).toBe(false);
    expect(beginsWith(file, { ...mark, bytes: mark.bytes - 1 })).toBe(false);
    expect(beginsWith(join(folder, "gone"), mark)).toBe(false);
  });
});
