/** Keeps the documentation true: links resolve, commands and flags exist, every dependency is explained. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { operatorTable } from "../scripts/operatorTable.js";
import { COMMANDS } from "../src/cli/commands.js";

const PAGES = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...["docs", "examples", "bench", "test"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => join(folder, name)),
    ),
];

const textOf = (page: string) => (existsSync(page) ? readFileSync(page, "utf8") : "");
const withoutCode = (text: string) =>
  text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

/** Targets of the relative links of a page. */
function linksOf(text: string): string[] {
  return Array.from(withoutCode(text).matchAll(/\]\(<?([^)\s>]+)/g), (match) => match[1] as string)
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*/, ""));
}

/** Command lines of the `sh` blocks, with continued lines joined and comments cut. */
function commandsOf(text: string): string[] {
  return Array.from(text.matchAll(/^```sh\n([\s\S]*?)^```/gm), (match) => match[1] as string)
    .flatMap((block) => block.replace(/\\\n\s*/g, " ").split("\n"))
    .map((line) => line.replace(/(^|\s)#.*/, "").trim())
    .flatMap((line) => line.split(/\s*(?:\||&&|;)\s*/))
    .map((line) => line.replace(/^(\$ |npx (--no-install )?)/, ""));
}

/** What is wrong with one command line: an unknown npm script, command or flag. */
function mistakes(line: string, scripts: readonly string[]): string[] {
  const [program, name, ...rest] = line.split(/\s+/);
  if (program === "npm" && name === "run")
    return scripts.includes(rest[0] ?? "") ? [] : [`no script ${rest[0]}`];
  if (program !== "raretag" || name === undefined || name.startsWith("-")) return [];
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) return [`no command ${name}`];
  const flags = [...command.flags.map(({ flags }) => flags.split(" ")[0]), "--help"];
  return rest
    .filter((word) => word.startsWith("--"))
    .map((word) => word.replace(/=.*/, ""))
    .filter((word) => !flags.includes(word))
    .map((word) => `no flag ${word} of ${name}`);
}

const manifest = JSON.parse(textOf("package.json"));

describe("documentation", () => {
  test("README.md and ARCHITECTURE.md exist", () => {
    expect(PAGES).toEqual(expect.arrayContaining(["README.md", "ARCHITECTURE.md"]));
  });

  test.each(PAGES)("%s links to files that exist", (page) => {
    const broken = linksOf(textOf(page)).filter((link) => !existsSync(join(dirname(page), link)));
    expect(broken).toEqual([]);
  });

  test.each(PAGES)("%s shows commands and flags that exist", (page) => {
    const scripts = Object.keys(manifest.scripts);
    expect(commandsOf(textOf(page)).flatMap((line) => mistakes(line, scripts))).toEqual([]);
  });

  test.each(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))(
    "ARCHITECTURE.md explains the dependency %s",
    (name) => {
      expect(textOf("ARCHITECTURE.md")).toContain(`\`${name}\``);
    },
  );
});

describe("docs/operators.md", () => {
  test("is what the table of operators says; npx tsx scripts/operatorTable.ts writes it", () => {
    expect(textOf("docs/operators.md")).toBe(operatorTable());
  });
});

describe("linksOf", () => {
  test("finds relative links, without anchors, outside of code", () => {
    const text = "[a](docs/a.md#part) ![b](b.png) [c](https://x.org) [d](#here) `[e](e.md)`";
    expect(linksOf(text)).toEqual(["docs/a.md", "b.png"]);
  });
});

describe("mistakes", () => {
  const page =
    "```sh\nnpm run demo # fast\nraretag train --corpus a \\\n  --epoch=3 | raretag trian\n```\n";

  test("finds unknown scripts, commands and flags in sh blocks", () => {
    const found = commandsOf(page).flatMap((line) => mistakes(line, ["test"]));
    expect(found).toEqual(["no script demo", "no flag --epoch of train", "no command trian"]);
  });

  test("accepts what exists", () => {
    expect(mistakes("raretag train --corpus a --epochs 3", [])).toEqual([]);
    expect(mistakes("npm run test", ["test"])).toEqual([]);
    expect(mistakes("raretag --help", [])).toEqual([]);
  });
});
