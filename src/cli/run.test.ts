import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { describeConfig, formatConfig, loadConfig } from "../config/index.js";
import { FORMATS } from "../corpus/index.js";
import { COMMANDS } from "./commands.js";
import { run } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "raretag-cli-"));
/** Names of the formats that corpora can be written in. */
const WRITTEN = FORMATS.flatMap(({ name, writer }) => (writer ? [name] : []));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command line in this process. */
async function raretag(...argv: string[]) {
  const out = { code: 0, stdout: "", stderr: "" };
  out.code = await run(argv, {
    stdout: (text) => {
      out.stdout += text;
    },
    stderr: (text) => {
      out.stderr += text;
    },
    stdin: (async function* () {})(),
  });
  return out;
}

/** Runs the binary in a process of its own. */
function spawned(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "src/cli/main.ts", ...argv],
    { encoding: "utf8" },
  );
  return { code: status, stdout, stderr };
}

describe("run", () => {
  test("lists every command in the help, on standard output", async () => {
    const { code, stdout, stderr } = await raretag("--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { name } of COMMANDS) expect(stdout).toContain(`\n  ${name} `);
  });

  test.each(COMMANDS)("lists every flag in the help of $name", async ({ name, flags }) => {
    const { code, stdout } = await raretag(name, "--help");
    expect(code).toBe(0);
    for (const flag of flags) expect(stdout).toContain(`  ${flag.flags} `);
  });

  test("prints the version of the package", async () => {
    const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
    expect(await raretag("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("without a command, prints the help as an error", async () => {
    const { code, stdout, stderr } = await raretag();
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: raretag");
  });

  test.each([
    [["trian"], "raretag: unknown command 'trian'. Did you mean train."],
    [["--versoin"], "raretag: unknown option '--versoin'. Did you mean --version."],
    [
      ["audit", "--corpsu", "x"],
      "raretag audit: unknown option '--corpsu'. Did you mean --corpus.",
    ],
    [
      ["audit"],
      `raretag audit: required option '--corpus <dir>' is missing. Run "raretag audit --help".`,
    ],
    [
      ["audit", "--corpus"],
      `raretag audit: option '--corpus <dir>' argument missing. Run "raretag audit --help".`,
    ],
    [
      ["audit", "--corpus", "a", "b"],
      `raretag audit: too many arguments for 'audit'. Expected 0 arguments but got 1. Run "raretag audit --help".`,
    ],
    [
      ["fetch", "--out", "x"],
      `raretag fetch: missing required argument 'id'. Run "raretag fetch --help".`,
    ],
    [
      ["annotate", "--model", "m", "--format", "xml"],
      `--format: unknown format "xml". Choose one of text, ${WRITTEN.join(", ")}.`,
    ],
    [
      ["annotate", "--model", "m", "--min-probability", "1.5"],
      `--min-probability: the value is "1.5" but must be a number >= 0 and <= 1. Give a number in this range.`,
    ],
    [
      ["annotate", "--model", "m", "--min-probability", ""],
      `--min-probability: the value is "" but must be a number >= 0 and <= 1. Give a number in this range.`,
    ],
    [
      ["annotate", "--model", "m", "--threads", "1.5"],
      `--threads: the value is "1.5" but must be a whole number >= 0 and <= 1024. Give a number in this range.`,
    ],
    [
      ["demo", "--seed", "0.5"],
      `--seed: the value is "0.5" but must be a whole number >= 0 and <= 2147483647. Give a number in this range.`,
    ],
    [
      ["train", "--corpus", "c", "--out", "o", "--epochs", "-1"],
      "--epochs: training.epochs is -1 but must be a whole number >= 1. Leave it out for 12, the default of recipe small.",
    ],
    [
      ["train", "--corpus", "c", "--out", "o", "--dev", "1.5"],
      "--dev: training.dev is 1.5 but must be a number > 0 and < 1, or none, or a folder. Leave it out for 0.15, the default of recipe small.",
    ],
    [
      ["train", "--corpus", "c", "--out", "o", "--objective", "alt"],
      '--objective: objective.name is "alt" but must be one of btl, atl, auto. Did you mean atl.',
    ],
    [
      ["train", "--corpus", "c", "--out", "o", "--set", "epochs=3"],
      '--set: unknown key "epochs". Did you mean training.epochs.',
    ],
    [
      ["config", "--recipe", "papers"],
      '--recipe: recipe is "papers" but must be one of small, paper. Did you mean paper.',
    ],
    [
      ["config", "--config", join(folder, "none.yaml")],
      `${join(folder, "none.yaml")}: there is no such file. Check --config.`,
    ],
    [["config", "--config", folder], `${folder}: it cannot be read (EISDIR). Check --config.`],
  ])("refuses %j in one line", async (argv, message) => {
    expect(await raretag(...argv)).toEqual({ code: 2, stdout: "", stderr: `${message}\n` });
  });

  test("reports an unexpected error without its message, which may quote a document", async () => {
    const audit = COMMANDS.find(({ name }) => name === "audit") as (typeof COMMANDS)[number];
    vi.spyOn(audit, "load").mockRejectedValue(new TypeError("cannot read 'Mrs. Smith'"));
    expect(await raretag("audit", "--corpus", "x")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "unexpected TypeError. Run again with RARETAG_DEBUG=1 for its details and report it.\n",
    });
    vi.stubEnv("RARETAG_DEBUG", "1");
    expect((await raretag("audit", "--corpus", "x")).stderr).toContain("TypeError: cannot read");
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
});

describe("raretag config", () => {
  test("prints the configuration that file, flags and overrides make", async () => {
    const file = join(folder, "run.yaml");
    writeFileSync(file, "seed: 5\ntraining:\n  epochs: 4\n");
    const { code, stdout } = await raretag(
      ...["config", "--config", file, "--recipe", "paper", "--set", "seed=6", "--set", "threads=1"],
    );
    const sets = ["recipe=paper", "training.epochs=4", "seed=6", "threads=1"];
    expect({ code, stdout }).toEqual({ code: 0, stdout: formatConfig(loadConfig({ sets })) });
  });
});

describe("COMMANDS", () => {
  test.each(COMMANDS)("$name has an action", async ({ load }) => {
    expect(await load()).toBeTypeOf("function");
  });

  test("flags set keys of the configuration that exist", () => {
    const keys = describeConfig().map(({ path }) => path);
    const set = COMMANDS.flatMap(({ flags }) => flags.flatMap(({ sets }) => sets ?? []));
    expect(keys).toEqual(expect.arrayContaining(set));
  });
});

describe("main", () => {
  test("hands exit code and streams to the shell", () => {
    expect(spawned("trian")).toEqual({
      code: 2,
      stdout: "",
      stderr: "raretag: unknown command 'trian'. Did you mean train.\n",
    });
  });

  test("ends quietly when nobody reads its output any more", () => {
    const line = `"${process.execPath}" --import tsx src/cli/main.ts config | true`;
    const { stderr } = spawnSync("bash", ["-o", "pipefail", "-c", line], { encoding: "utf8" });
    expect(stderr).toBe("");
  });
});
