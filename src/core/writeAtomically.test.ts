/** Files that are whole or absent, also when the disk refuses half-way. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DiskError } from "./error.js";
import { TEMPORARY_NAME, writeAtomically } from "./writeAtomically.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "raretag-write-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const bytes = (text: string) => new TextEncoder().encode(text);

/** What a disk that fills up does to a writer. */
function* fillingUp(first: string): Generator<Uint8Array> {
  yield bytes(first);
  throw Object.assign(new Error("no space left on device, write"), { code: "ENOSPC" });
}

describe("writeAtomically", () => {
  test("replaces a file by a text or by chunks, and leaves nothing else behind", async () => {
    await writeAtomically(at("a"), "früher");
    expect(readFileSync(at("a"), "utf8")).toBe("früher");
    await writeAtomically(at("a"), [bytes("la"), bytes(""), bytes("ter")]);
    expect(readFileSync(at("a"), "utf8")).toBe("later");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  test("makes folders only when asked", async () => {
    const refusal = await writeAtomically(at("x/y/a"), "").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DiskError);
    expect(refusal).toMatchObject({
      code: "ENOENT",
      source: at("x/y/a"),
      message: `${at("x/y/a")}: cannot be written (ENOENT). Check that the folder exists, that you may write there and that the disk has room.`,
    });
    await writeAtomically(at("x/y/a"), "there", { folders: "make" });
    expect(readFileSync(at("x/y/a"), "utf8")).toBe("there");
  });

  test("keeps the old file and removes its own when the disk is full half-way", async () => {
    writeFileSync(at("a"), "old");
    let seen: string[] = [];
    function* watched() {
      yield bytes("half");
      seen = readdirSync(folder);
      yield* fillingUp("a file");
    }
    await expect(writeAtomically(at("a"), watched())).rejects.toMatchObject({ code: "ENOSPC" });
    expect(readFileSync(at("a"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(seen.filter((name) => TEMPORARY_NAME.test(name))).toHaveLength(1);
  });

  test("does not replace a folder", async () => {
    await writeAtomically(at("x/a"), "", { folders: "make" });
    await expect(writeAtomically(at("x"), "")).rejects.toThrow(DiskError);
    expect(readdirSync(folder)).toEqual(["x"]);
  });

  test("takes names as long as the system allows", async () => {
    const name = "n".repeat(255);
    await writeAtomically(at(name), "");
    expect(existsSync(at(name))).toBe(true);
  });
});
