import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ENCODER, raretag } from "../../test/cli/raretag.js";

const root = mkdtempSync(join(tmpdir(), "raretag-audit-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folder(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(root, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, name, file), text);
  return join(root, name);
}
const corpus = folder("corpus", {
  "a.txt": "sinister brachium dolor",
  "a.ann": "T1\tSign 0 23\tsinister brachium dolor\nT2\tArm 9 17\tcrus\n",
});
const other = folder("other", {
  "a.txt": "sinister brachium dolor",
  "a.ann": "T1\tSign 18 23\tdolor\n",
  "b.txt": "cough",
  "b.ann": "",
});
const flags = ["audit", "--corpus", corpus];

describe("raretag audit", () => {
  test("prints counts, findings, and odd lines by their place", async () => {
    const { code, stdout } = await raretag(...flags);
    expect(code).toBe(0);
    expect(stdout).toContain("1 documents, 23 characters, 2 mentions of 2 types");
    expect(stdout).toMatch(/^warning: .*a\.ann:2: .+$/m);
    expect(stdout).toContain("note: --json lists the 1 mentions that flat labels change\n");
  });

  test("never prints the text of a document, unless asked", async () => {
    const html = join(root, "private.html");
    const outputs = [
      (await raretag(...flags)).stdout,
      (await raretag(...flags, "--json", "--html", html)).stdout,
      readFileSync(html, "utf8"),
    ];
    for (const out of outputs) expect(out).not.toMatch(/sinister|brachium|dolor|crus/);
    expect((await raretag(...flags, "--with-text")).stdout).toContain(
      "Sign: sinister brachium dolor (1)",
    );
    expect((await raretag(...flags, "--with-text", "--json")).stdout).toContain(
      "sinister brachium dolor",
    );
  });

  test("gives everything as JSON, with every affected mention and odd line", async () => {
    expect(JSON.parse((await raretag(...flags, "--json")).stdout)).toMatchObject({
      ...{ format: "brat", documents: 1, mentions: 2 },
      types: { Sign: { mentions: 1 }, Arm: { mentions: 1 } },
      findings: expect.arrayContaining([
        expect.objectContaining({ code: "few-mentions", severity: "warning" }),
      ]),
      problems: [{ line: 2, code: "quoted-text-differs" }],
      problemCounts: [{ code: "quoted-text-differs", count: 1, lost: 0 }],
      affected: [
        { documentId: "a", mentionId: "T1", reason: "nested", action: "dropped", by: "T2" },
      ],
    });
  });

  test("takes the parts from folders, whose ids may repeat", async () => {
    const report = JSON.parse((await raretag(...flags, "--json", "--test", other)).stdout);
    expect(report).toMatchObject({
      ...{ documents: 3, mentions: 3 },
      parts: { train: { documents: 1, mentions: 2 }, test: { documents: 2, mentions: 1 } },
      duplicates: { identicalAcrossParts: 1 },
    });
    expect(Object.keys(report.parts)).toEqual(["train", "test"]);
  });

  test("takes the parts from a split file, and leaves the others in the whole", async () => {
    const split = join(root, "split.json");
    writeFileSync(split, '{"train": ["a"], "dev": []}');
    const { stdout } = await raretag("audit", "--corpus", other, "--json", "--split", split);
    expect(JSON.parse(stdout)).toMatchObject({
      documents: 2,
      parts: { train: { documents: 1, mentions: 1 } },
    });
  });

  test("refuses parts from a file and from folders", async () => {
    expect(await raretag(...flags, "--split", "s.json", "--dev", other)).toEqual({
      ...{ code: 2, stdout: "" },
      stderr:
        "--split: parts are given by a file and by folders. Leave out --split, or --dev and --test.\n",
    });
  });

  test("counts pieces and windows of an encoder", async () => {
    const { stdout } = await raretag(...flags, "--json", "--encoder", ENCODER);
    const { encoder, pieces, weights } = JSON.parse(stdout);
    expect(encoder).toEqual({
      ...{ name: ENCODER, windowLength: 64, windowOverlap: 8, maxPositions: 64 },
    });
    expect(pieces.total).toBeGreaterThanOrEqual(3);
    expect(weights.unit).toBe("pieces");
  });

  test("fails on findings of a severity or a worse one, after it has printed", async () => {
    const { code, stdout, stderr } = await raretag(...flags, "--json", "--fail-on", "warning");
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout);
    const bad = findings.filter(({ severity }: { severity: string }) => severity !== "note");
    const codes = bad.map((finding: { code: string }) => finding.code);
    expect(stderr).toBe(
      `--fail-on: ${codes.length} findings are as bad as warning or worse: ${codes.join(", ")}. docs/audit.md says what to do about each.\n`,
    );
    expect((await raretag(...flags, "--fail-on", "error")).code).toBe(0);
    expect((await raretag(...flags, "--test", other, "--fail-on", "error")).code).toBe(1);
  });

  test("writes a page, and does not overwrite one", async () => {
    const html = join(root, "audit.html");
    expect((await raretag(...flags, "--html", html)).code).toBe(0);
    expect(readFileSync(html, "utf8")).toMatch(/^<!doctype html>/i);
    expect(await raretag(...flags, "--html", html)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("the file exists already"),
    });
    expect((await raretag(...flags, "--html", html, "--overwrite")).code).toBe(0);
    expect(existsSync(html)).toBe(true);
  });
});
