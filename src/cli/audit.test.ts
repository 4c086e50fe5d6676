import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runAudit } from "./audit.js";

const corpus = mkdtempSync(join(tmpdir(), "raretag-audit-"));
afterAll(() => rmSync(corpus, { recursive: true, force: true }));
writeFileSync(join(corpus, "a.txt"), "left arm pain");
writeFileSync(join(corpus, "a.ann"), "T1\tSign 0 13\tleft arm pain\nT2\tArm 5 8\tleg\n");

async function audited(json: { json?: true }) {
  let out = "";
  const stdout = (text: string) => {
    out += text;
  };
  await runAudit({ corpus, ...json }, { stdout, stderr: stdout, stdin: (async function* () {})() });
  return out;
}

describe("runAudit", () => {
  test("prints counts, findings, and odd lines by their place", async () => {
    const out = await audited({});
    expect(out).toContain("1 documents, 13 characters, 2 mentions of 2 types\n");
    expect(out).toMatch(/^warning: .*a\.ann:2: .+$/m);
    expect(out).toContain("info: --json lists the 1 mentions that flat labels change\n");
  });

  test("never prints the text of a document", async () => {
    for (const out of [await audited({}), await audited({ json: true })])
      expect(out).not.toMatch(/left|pain|leg/);
  });

  test("gives every affected mention and odd line as JSON", async () => {
    const out = JSON.parse(await audited({ json: true }));
    expect(out).toMatchObject({
      documents: 1,
      mentions: 2,
      problems: [{ line: 2, code: "quoted-text-differs" }],
      affected: [
        { documentId: "a", mentionId: "T1", reason: "nested", action: "dropped", by: "T2" },
      ],
    });
  });
});
