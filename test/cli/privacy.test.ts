/** What a run says and keeps holds no word of the documents. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { writeCorpus } from "../../src/corpus/index.js";
import { raretag, temporaryFolder, trainSmall } from "./raretag.js";

/** A word that stands in every text. */
const SECRET = "Xyzzyplugh";
const folder = temporaryFolder();
const corpus = folder.path("corpus");
beforeAll(async () => {
  const text = `${SECRET} is a woman with fever.\n`;
  const mentions = [
    { id: "T1", type: "Name", start: 0, end: 10 },
    { id: "T2", type: "Sign", start: 27, end: 32 },
  ];
  const documents = ["a", "b"].map((id) => ({ id, text, mentions }));
  await writeCorpus(corpus, documents, { format: "brat" });
});
afterAll(() => folder.remove());
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("privacy", () => {
  test("no file of a model and no output of a run holds a word of the corpus", async () => {
    vi.stubEnv("RARETAG_DEBUG", "1");
    const out = folder.path("private");
    const more = [
      "--test",
      corpus,
      "--set",
      "decode.decoder=knn",
      "--epochs",
      "2",
      "--dev",
      corpus,
    ];
    const trained = await trainSmall(corpus, out, ...more);
    const evaluated = await raretag(
      ...["evaluate", "--model", out, "--corpus", corpus],
      ...["--out", `${out}/scores.json`, "--errors", `${out}/errors.jsonl`],
    );
    expect([trained.code, evaluated.code]).toEqual([0, 0]);
    const said = [trained, evaluated].map(({ stdout, stderr }) => stdout + stderr);
    const files = readdirSync(out).map((name) => readFileSync(`${out}/${name}`, "latin1"));
    for (const content of [...said, ...files])
      expect(content.toLowerCase()).not.toContain(SECRET.toLowerCase());
    expect((await raretag("annotate", "--model", out, corpus)).stdout).toContain(SECRET);
  });
});
