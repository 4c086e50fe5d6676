import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { CliError } from "./error.js";
import { openOutput } from "./outputFolder.js";

const root = mkdtempSync(join(tmpdir(), "raretag-output-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A folder of one file that says `old`. */
function occupied(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "content"), "old");
  return folder;
}

const contentOf = (folder: string) => readFileSync(join(folder, "content"), "utf8");
const beside = (name: string) => readdirSync(root).filter((other) => other.startsWith(name));

describe("openOutput", () => {
  test("works in a new folder itself, and removes it when the work fails", async () => {
    const folder = join(root, "new", "nested");
    const failed = await openOutput(folder, {});
    expect(failed.folder).toBe(folder);
    writeFileSync(join(folder, "content"), "half");
    await failed.discard();
    expect(readdirSync(join(root, "new"))).toEqual([]);
    const done = await openOutput(folder, {});
    writeFileSync(join(folder, "content"), "whole");
    await done.keep();
    expect(contentOf(folder)).toBe("whole");
  });

  test("leaves an empty folder empty when the work fails", async () => {
    const folder = join(root, "empty");
    mkdirSync(folder);
    const output = await openOutput(folder, {});
    writeFileSync(join(folder, "content"), "half");
    await output.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("touches an occupied folder only when the new content is complete", async () => {
    const folder = occupied("kept");
    const failed = await openOutput(folder, { overwrite: true });
    writeFileSync(join(failed.folder, "content"), "half");
    expect(contentOf(folder)).toBe("old");
    await failed.discard();
    expect(contentOf(folder)).toBe("old");
    const done = await openOutput(`${folder}/`, { overwrite: true });
    writeFileSync(join(done.folder, "content"), "whole");
    await done.keep();
    expect(contentOf(folder)).toBe("whole");
    expect(beside("kept")).toEqual(["kept"]);
  });

  test("refuses a folder that another run works on, or a killed one has left", async () => {
    const folder = occupied("busy");
    await openOutput(folder, { overwrite: true });
    await expect(openOutput(folder, { overwrite: true })).rejects.toEqual(
      new CliError(
        { source: `${folder}.partial` },
        "another run works here, or has left this when it was killed",
        "Wait for it, or move this folder away",
      ),
    );
  });

  test("tells how to go on with a run that was killed, wherever it worked", async () => {
    const folder = occupied("killed");
    const partial = `${folder}.partial`;
    mkdirSync(partial);
    writeFileSync(join(partial, "run.json"), "{}");
    const message = `${partial}: another run works here, or has left this when it was killed. Wait for it, go on with it by raretag train --resume ${folder}, or move this folder away.`;
    await expect(openOutput(folder, { overwrite: true })).rejects.toThrow(message);
    rmSync(folder, { recursive: true }); // killed between the two renames at its end
    await expect(openOutput(folder, {})).rejects.toThrow(message);
    mkdirSync(join(root, "alone", "snapshots"), { recursive: true });
    writeFileSync(join(root, "alone", "run.json"), "{}");
    await expect(openOutput(join(root, "alone"), {})).rejects.toThrow(
      `${join(root, "alone")}: holds a run that is not finished. Go on with it by raretag train --resume ${join(root, "alone")}, or replace it with --overwrite.`,
    );
  });

  test("takes a folder in which a run was killed before its definition was there", async () => {
    const leave = (folder: string) => {
      mkdirSync(join(folder, "snapshots"), { recursive: true });
      for (const name of ["run.lock", ".raretag-12-0.tmp"]) writeFileSync(join(folder, name), "");
    };
    const fresh = join(root, "fresh");
    leave(fresh);
    expect((await openOutput(fresh, {})).folder).toBe(fresh);
    const folder = occupied("beside");
    leave(`${folder}.partial`);
    expect((await openOutput(folder, { overwrite: true })).folder).toBe(`${folder}.partial`);
  });

  test("never replaces what holds its inputs, the working folder or the home", async () => {
    const folder = occupied("inputs");
    const inside = join(folder, "content");
    const home = occupied("home");
    vi.stubEnv("HOME", home);
    vi.stubEnv("USERPROFILE", home);
    for (const [target, inputs, kept] of [
      [folder, [folder], folder],
      [folder, [inside], inside],
      [process.cwd(), [], process.cwd()],
      [home, [], home],
    ] as const)
      await expect(openOutput(target, { overwrite: true, inputs })).rejects.toThrow(
        `${target}: --overwrite would delete ${kept}. Name another folder with --out.`,
      );
    const output = await openOutput(folder, { overwrite: true, inputs: [`${folder}-2`] });
    await output.discard();
  });
});
