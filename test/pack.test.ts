/** The package as its users get it: built, packed, installed into an empty project, run and imported. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const MINUTES = 60_000;
const root = mkdtempSync(join(tmpdir(), "raretag-pack-"));
const project = join(root, "project");

function sh(folder: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

/** A copy of the sources is built, so that a `dist` in use here is left alone. */
beforeAll(() => {
  const copy = join(root, "copy");
  mkdirSync(copy);
  mkdirSync(project);
  const left = new Set(["node_modules", "dist", ".git", "runs", "coverage"]);
  for (const name of readdirSync("."))
    if (!left.has(name)) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  sh(copy, "npm", "run", "pack", "--", "--pack-destination", root);
  const tarball = readdirSync(root).find((name) => name.endsWith(".tgz")) as string;
  sh(project, "npm", "init", "--yes");
  sh(
    project,
    "npm",
    "install",
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    join(root, tarball),
  );
}, 5 * MINUTES);

afterAll(() => rmSync(root, { recursive: true, force: true }));

const installed = join(project, "node_modules", "raretag");

describe("the packed package", () => {
  test("has a working binary", () => {
    expect(sh(project, "npx", "--no-install", "raretag", "--help")).toContain("Usage: raretag");
  });

  test("can be imported, as a whole and by room", () => {
    const rooms = readdirSync(join(installed, "dist"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "cli")
      .map(({ name }) => `raretag/${name}`);
    expect(rooms).toContain("raretag/corpus");
    const code = `for (const name of ${JSON.stringify(["raretag", ...rooms])})
      if (Object.keys(await import(name)).length === 0) throw new Error(name);`;
    sh(project, "node", "--input-type=module", "--eval", code);
  });

  test("carries types, licence and no tests or sources", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "package.json", join("dist", "core", "index.d.ts")]),
    );
    expect(files.filter((name) => /\.test\.|(?<!\.d)\.ts$|fixtures/.test(name))).toEqual([]);
  });
});
