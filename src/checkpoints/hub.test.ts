import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchModel, type HubOptions } from "./hub.js";
import { copyModel, resolveEncoder } from "./resolveEncoder.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const ID = "some-lab/tiny-bert";
const WEIGHTS = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A Hub of one model, on loopback; `files` may be changed by a test, and `broken` says how it fails. */
interface FakeHub {
  readonly url: string;
  readonly requests: {
    path: string;
    range: string | undefined;
    authorization: string | undefined;
  }[];
  files: Record<string, Buffer>;
  large: Set<string>;
  status: number;
  /** bytes of a large file after which the connection breaks */
  breakAfter: number | undefined;
  /** what is sent instead of the weights */
  sent: Buffer | undefined;
}

let folder: string;
let server: Server;
let hub: FakeHub;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "raretag-hub-"));
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://hub").pathname;
    const { range, authorization } = request.headers;
    hub.requests.push({ path, range, authorization });
    if (hub.status !== 200) return response.writeHead(hub.status).end("no");
    const json = (value: unknown) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (path === `/api/models/${ID}/revision/main`) return json({ _id: "1", id: ID, sha: COMMIT });
    if (path === `/api/models/${ID}/tree/${COMMIT}`)
      return json(
        Object.entries(hub.files).map(([name, { length }]) => ({
          type: "file",
          path: name,
          size: length,
          oid: "0",
          ...(hub.large.has(name) && {
            lfs: { oid: sha256(hub.files[name] as Buffer), size: length, pointerSize: 100 },
          }),
        })),
      );
    const name = path.split(`/${ID}/resolve/${COMMIT}/`)[1] ?? "";
    const listed = hub.files[name];
    if (!listed) return response.writeHead(404, { "X-Error-Code": "EntryNotFound" }).end();
    const file = (hub.large.has(name) && range !== "bytes=0-0" && hub.sent) || listed;
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    const part = file.subarray(Number(from ?? 0), Number(to ?? file.length) + 1);
    response.writeHead(range ? 206 : 200, {
      etag: `"${name}"`,
      "content-length": part.length,
      ...(range && { "content-range": `bytes ${from}-${to}/${file.length}` }),
    });
    if (hub.breakAfter === undefined || part.length <= hub.breakAfter) return response.end(part);
    return response.write(part.subarray(0, hub.breakAfter), () =>
      setTimeout(() => response.destroy(), 20),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    files: {
      "README.md": Buffer.from("not wanted"),
      "config.json": Buffer.from("{}"),
      "vocab.txt": Buffer.from("[PAD]\n"),
      "pytorch_model.bin": WEIGHTS,
      "tf_model.h5": WEIGHTS,
    },
    large: new Set(["pytorch_model.bin", "model.safetensors", "tf_model.h5"]),
    status: 200,
    breakAfter: undefined,
    sent: undefined,
  };
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const options = (more: HubOptions = {}): HubOptions => ({
  cacheFolder: join(folder, "cache"),
  hubUrl: hub.url,
  env: {},
  ...more,
});
const snapshot = () => join(folder, "cache/models--some-lab--tiny-bert/snapshots", COMMIT);
const messageOf = (outcome: Promise<unknown>) =>
  outcome.then(
    () => "no error",
    (error: Error) => `${error.name}: ${error.message}`,
  );
const weightsOf = (path: string) => readFileSync(join(path, "pytorch_model.bin"));

const WITHOUT_NETWORK = `Run "raretag fetch ${ID} --out DIR" on a machine with network, or copy config.json, vocab.txt or tokenizer.json, and pytorch_model.bin or model.safetensors into a folder, and give that folder; "raretag demo" (npm run demo) needs no model.`;

describe("fetchModel", () => {
  test("downloads the description and the weights, and nothing else", async () => {
    const path = await fetchModel(ID, options());
    expect(path).toBe(snapshot());
    expect(readdirSync(path).sort()).toEqual(["config.json", "pytorch_model.bin", "vocab.txt"]);
    expect(weightsOf(path).equals(WEIGHTS)).toBe(true);
  });

  test("prefers safetensors", async () => {
    hub.files["model.safetensors"] = WEIGHTS;
    const path = await fetchModel(ID, options());
    expect(readdirSync(path).sort()).toEqual(["config.json", "model.safetensors", "vocab.txt"]);
  });

  test("reports how far a large file is", async () => {
    const seen: number[] = [];
    await fetchModel(ID, options({ onProgress: ({ done, total }) => seen.push(done / total) }));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("asks nobody once the model is in the cache, even offline", async () => {
    const path = await fetchModel(ID, options());
    hub.requests.length = 0;
    expect(await fetchModel(ID, options())).toBe(path);
    expect(await fetchModel(ID, options({ offline: true }))).toBe(path);
    expect(hub.requests).toEqual([]);
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

  test.each<[string, number, HubOptions, string]>([
    [
      "a name that the Hub does not know",
      404,
      {},
      "is neither a folder here nor a model on HUB. Check the spelling, e.g. dmis-lab/biobert-v1.1.",
    ],
    [
      "a private model",
      401,
      {},
      "HUB does not give it to you (status 401 without a token). Check the name; for a private or gated model accept its terms and set HF_TOKEN.",
    ],
    [
      "a gated model",
      403,
      { token: "hf_secret" },
      "HUB does not give it to you (status 403 with a token). Check the name; for a private or gated model accept its terms and set HF_TOKEN.",
    ],
    ["a Hub out of order", 503, {}, `HUB answered with status 503. ${WITHOUT_NETWORK}`],
  ])("explains %s", async (_, status, more, message) => {
    hub.status = status;
    expect(await messageOf(fetchModel(ID, options(more)))).toBe(
      `CheckpointError: ${ID}: ${message.replace("HUB", hub.url)}`,
    );
  });

  test("explains a Hub that cannot be reached, and names every way on", async () => {
    const unreachable = () =>
      Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
      );
    expect(await messageOf(fetchModel(ID, options({ fetch: unreachable })))).toBe(
      `CheckpointError: ${ID}: is not in the cache and cannot be fetched from ${hub.url} (ENOTFOUND). ${WITHOUT_NETWORK}`,
    );
  });

  test.each([{ offline: true }, { env: { HF_HUB_OFFLINE: "1" } }])(
    "touches no network with %o",
    async (more) => {
      expect(await messageOf(fetchModel(ID, options(more)))).toBe(
        `CheckpointError: ${ID}: is neither a folder nor in the cache ${join(folder, "cache")}, and the network is switched off. ${WITHOUT_NETWORK}`,
      );
      expect(hub.requests).toEqual([]);
    },
  );

  test.each([
    ["config.json", "config.json"],
    ["vocab.txt", "vocab.txt or tokenizer.json"],
    ["pytorch_model.bin", "model.safetensors or pytorch_model.bin"],
  ])("refuses a model without %s before downloading anything", async (file, missing) => {
    delete hub.files[file];
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}: has no ${missing} on ${hub.url}. Choose a BERT model that has its files for transformers.`,
    );
    expect(existsSync(snapshot())).toBe(false);
  });

  test("takes token, address and cache from Hugging Face's variables", async () => {
    const env = { HF_TOKEN: "hf_secret", HF_ENDPOINT: hub.url, HF_HOME: join(folder, "home") };
    expect(await fetchModel(ID, { env })).toBe(
      join(folder, "home/hub/models--some-lab--tiny-bert/snapshots", COMMIT),
    );
    expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer hf_secret"]),
    );
  });

  test("variables that are empty do not count", async () => {
    const env = {
      HF_TOKEN: "",
      HF_HUB_OFFLINE: "",
      HF_HUB_CACHE: "",
      HF_HOME: join(folder, "home"),
    };
    await fetchModel(ID, { env, hubUrl: `${hub.url}/` });
    expect(existsSync(join(folder, "home/hub/models--some-lab--tiny-bert"))).toBe(true);
    expect(hub.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test("says that the cache cannot be written", async () => {
    await writeFile(join(folder, "cache"), "a file");
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${join(folder, "cache")}: cannot hold ${ID} (ENOTDIR). Make room there, or set HF_HOME to a folder that can be written.`,
    );
  });

  test("refuses what is no token without showing it", async () => {
    expect(await messageOf(fetchModel(ID, options({ token: "my secret" })))).toBe(
      `CheckpointError: ${ID}: was given an access token that does not start with hf_. Copy the token from https://huggingface.co/settings/tokens.`,
    );
  });
});

describe("resolveEncoder", () => {
  test("an existing folder wins, without any network", async () => {
    expect(await resolveEncoder(folder, options())).toBe(folder);
    expect(hub.requests).toEqual([]);
  });

  test("a name is looked up", async () => {
    expect(await resolveEncoder(ID, options())).toBe(snapshot());
  });

  test.each(["./absent", "/absent/model", "a/b/c", "../x/y", "a b", "-x", "a/..", "x..y", ""])(
    "never asks the Hub for what can only be a path: %j",
    async (path) => {
      expect(await messageOf(resolveEncoder(path, options()))).toBe(
        `CheckpointError: ${path}: is neither a folder nor the name of a model. Check the path, or give a name such as dmis-lab/biobert-v1.1.`,
      );
      expect(hub.requests).toEqual([]);
    },
  );

  test("refuses a file", async () => {
    await writeFile(join(folder, "x.bin"), "");
    expect(await messageOf(resolveEncoder(join(folder, "x.bin"), options()))).toBe(
      `CheckpointError: ${join(folder, "x.bin")}: is a file. Give the folder that holds it.`,
    );
  });
});

describe("copyModel", () => {
  const to = () => join(folder, "out");

  test("copies the files of a model", async () => {
    await copyModel({ from: await fetchModel(ID, options()), to: to(), onExisting: "refuse" });
    expect(readdirSync(to()).sort()).toEqual(["config.json", "pytorch_model.bin", "vocab.txt"]);
    expect(weightsOf(to()).equals(WEIGHTS)).toBe(true);
  });

  test("keeps a folder that holds anything, unless told to replace its model", async () => {
    const from = await fetchModel(ID, options());
    await mkdir(to());
    await writeFile(join(to(), "model.safetensors"), "another model");
    await writeFile(join(to(), "notes.md"), "mine");
    expect(await messageOf(copyModel({ from, to: to(), onExisting: "refuse" }))).toBe(
      `CheckpointError: ${to()}: exists and is not empty. Give another folder, or --overwrite.`,
    );
    await copyModel({ from, to: to(), onExisting: "replace" });
    expect(readdirSync(to()).sort()).toEqual([
      "config.json",
      "notes.md",
      "pytorch_model.bin",
      "vocab.txt",
    ]);
  });

  test("a copy onto itself changes nothing", async () => {
    const from = await fetchModel(ID, options());
    await copyModel({ from, to: from, onExisting: "replace" });
    expect(weightsOf(from).equals(WEIGHTS)).toBe(true);
  });
});
