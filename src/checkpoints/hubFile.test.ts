import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ID, listen, sha256, WEIGHTS } from "../../test/fakeHub.js";
import { hub, messageOf, options, snapshot, useFakeHub, weightsOf } from "../../test/hubSetup.js";
import { fetchModel } from "./hub.js";

useFakeHub();

describe("downloadFile", () => {
  test("reports how far a large file is", async () => {
    const seen: number[] = [];
    await fetchModel(ID, options({ onProgress: ({ done, total }) => seen.push(done / total) }));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("a broken download never looks whole, and the next one goes on where it ended", async () => {
    hub.breakAfter = 100_000;
    expect(await messageOf(fetchModel(ID, options()))).toMatch(
      /^CheckpointError: some-lab\/tiny-bert: is not in the cache and cannot be fetched from http:\/\/127\.0\.0\.1:\d+ \(\w+\)\. Run "raretag fetch/,
    );
    expect(readdirSync(snapshot()).sort()).toEqual([
      "config.json",
      "pytorch_model.bin.incomplete",
      "vocab.txt",
    ]);
    expect(await messageOf(fetchModel(ID, options({ offline: true })))).toContain("switched off");
    const done = readFileSync(join(snapshot(), "pytorch_model.bin.incomplete")).length;
    expect(done).toBeGreaterThan(0);

    hub.breakAfter = undefined;
    hub.requests.length = 0;
    const path = await fetchModel(ID, options());
    expect(weightsOf(path).equals(WEIGHTS)).toBe(true);
    expect(hub.requests.at(-1)?.range).toBe(`bytes=${done}-${WEIGHTS.length - 1}`);
    expect(existsSync(join(path, "pytorch_model.bin.incomplete"))).toBe(false);
  });

  test("throws away what does not have the listed SHA-256", async () => {
    hub.sent = Buffer.from(WEIGHTS).fill(1, 5, 6);
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}/pytorch_model.bin: the 300000 bytes that came have SHA-256 ${sha256(hub.sent)} but ${sha256(WEIGHTS)} is listed. Try again.`,
    );
    expect(readdirSync(snapshot()).sort()).toEqual(["config.json", "vocab.txt"]);
  });

  test("throws away a small file that is not what git names", async () => {
    hub.intercept = ({ url = "", headers }, response) => {
      const mine = url.endsWith("/config.json") && headers.range !== "bytes=0-0";
      if (mine) response.end("[]");
      return mine;
    };
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}/config.json: the 2 bytes that came have SHA-1 0637a088a01e8ddab3bf3fa98dbe804cbde1a0dc but 9e26dfeeb6e641a33dae4961196235bdb965b21b is listed. Try again.`,
    );
    expect(readdirSync(snapshot())).toEqual([]);
  });

  test("goes on with any file, also across a restart of the Hub", async () => {
    hub.files["vocab.txt"] = Buffer.from("[PAD]\n".repeat(20_000));
    hub.large.clear();
    hub.breakAfter = 50_000;
    await messageOf(fetchModel(ID, options()));
    hub.breakAfter = undefined;
    hub.requests.length = 0;
    const path = await fetchModel(ID, options());
    expect(readFileSync(join(path, "vocab.txt"))).toEqual(hub.files["vocab.txt"]);
    expect(hub.requests.filter(({ range }) => range && range !== "bytes=0-0").length).toBe(1);
  });

  test("starts over where the Hub sends the whole file again instead of its rest", async () => {
    hub.breakAfter = 100_000;
    await messageOf(fetchModel(ID, options()));
    hub.breakAfter = undefined;
    hub.intercept = ({ url = "", headers }, response) => {
      const mine = url.endsWith(".bin") && headers.range !== "bytes=0-0";
      if (mine) response.end(WEIGHTS);
      return mine;
    };
    expect(weightsOf(await fetchModel(ID, options())).equals(WEIGHTS)).toBe(true);
  });

  test("refuses another part of the file than it asked for", async () => {
    hub.breakAfter = 100_000;
    await messageOf(fetchModel(ID, options()));
    hub.breakAfter = undefined;
    hub.intercept = ({ url = "", headers }, response) => {
      const mine = url.endsWith(".bin") && headers.range !== "bytes=0-0";
      if (mine)
        response
          .writeHead(206, { "content-range": "bytes 7-299999/300000" })
          .end(WEIGHTS.subarray(7));
      return mine;
    };
    const done = readFileSync(join(snapshot(), "pytorch_model.bin.incomplete")).length;
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}/pytorch_model.bin: bytes from ${done} were asked for but the Hub sends "bytes 7-299999/300000". Try again.`,
    );
    hub.intercept = () => false;
    expect(weightsOf(await fetchModel(ID, options())).equals(WEIGHTS)).toBe(true);
  });

  test.each<[string, Buffer | undefined, string]>([
    [
      "ends early without a word",
      WEIGHTS.subarray(0, 1000),
      "the connection ended at byte 1000 of 300000",
    ],
    ["never ends", Buffer.concat([WEIGHTS, WEIGHTS]), "more than the 300000 listed bytes came"],
    ["is empty", undefined, "the Hub answered with status 204 and no content"],
  ])("says that a file %s, and gets it the next time", async (_, body, problem) => {
    hub.intercept = ({ url = "", headers }, response) => {
      const mine = url.endsWith(".bin") && headers.range !== "bytes=0-0";
      if (mine && body === undefined) response.writeHead(204).end();
      else if (mine) response.writeHead(200, { "transfer-encoding": "chunked" }).end(body);
      return mine;
    };
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}/pytorch_model.bin: ${problem}. Try again.`,
    );
    hub.intercept = () => false;
    expect(weightsOf(await fetchModel(ID, options())).equals(WEIGHTS)).toBe(true);
  });

  test("says that the Hub offers another size than it lists", async () => {
    hub.intercept = ({ url = "" }, response) => {
      const mine = url.endsWith(".bin");
      if (mine) response.writeHead(206, { etag: "x", "content-range": "bytes 0-0/5" }).end("x");
      return mine;
    };
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}/pytorch_model.bin: the Hub offers 5 bytes but lists 300000. Try again.`,
    );
  });

  test("throws away a partial file that is longer than the whole one", async () => {
    await mkdir(snapshot(), { recursive: true });
    await writeFile(join(snapshot(), "pytorch_model.bin.incomplete"), Buffer.alloc(300_001));
    expect(weightsOf(await fetchModel(ID, options())).equals(WEIGHTS)).toBe(true);
  });

  test("follows the Hub to another host, which never sees the token", async () => {
    const seen: (string | undefined)[] = [];
    const cdn = await listen(({ headers }, response) => {
      seen.push(headers.authorization);
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
      const part = WEIGHTS.subarray(Number(from ?? 0), Number(to ?? WEIGHTS.length) + 1);
      response.writeHead(headers.range ? 206 : 200, {
        etag: '"x"',
        "x-cache": "Hit from cloudfront", // the client then asks this host directly the next time
        ...(headers.range && { "content-range": `bytes ${from}-${to}/${WEIGHTS.length}` }),
      });
      response.end(part);
    });
    hub.intercept = ({ url = "" }, response) => {
      const mine = url.endsWith(".bin");
      if (mine) response.writeHead(302, { location: `${cdn.url}/blob` }).end();
      return mine;
    };
    const path = await fetchModel(ID, options({ token: "hf_secret" }));
    await cdn.close();
    expect(weightsOf(path).equals(WEIGHTS)).toBe(true);
    expect(hub.requests.every(({ authorization }) => authorization === "Bearer hf_secret")).toBe(
      true,
    );
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen)).toEqual(new Set([undefined]));
  });
});
