import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMIT, ID, listen, WEIGHTS } from "../../test/fakeHub.js";
import {
  folder,
  hub,
  messageOf,
  options,
  snapshot,
  useFakeHub,
  weightsOf,
} from "../../test/hubSetup.js";
import { fetchModel, type HubOptions } from "./hub.js";

const NEXT_COMMIT = "89abcdef0123456789abcdef0123456789abcdef";
useFakeHub();

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

  test("asks nobody once the model is in the cache, even offline", async () => {
    const path = await fetchModel(ID, options());
    hub.requests.length = 0;
    expect(await fetchModel(ID, options())).toBe(path);
    expect(await fetchModel(ID, options({ offline: true }))).toBe(path);
    expect(hub.requests).toEqual([]);
  });

  test("a list that goes on at another host does not give the token away", async () => {
    const seen: (string | undefined)[] = [];
    const other = await listen(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end("[]");
    });
    hub.intercept = ({ url = "" }, response) => {
      if (url.includes("/tree/")) response.setHeader("link", `<${other.url}/more>; rel="next"`);
      return false;
    };
    await fetchModel(ID, options({ token: "hf_secret" }));
    await other.close();
    expect(seen).toEqual([undefined]);
  });

  test("refuses a list without end", async () => {
    for (let i = 0; i < 3000; i++) hub.files[`${i}.txt`] = Buffer.alloc(0);
    hub.intercept = ({ url = "" }, response) => {
      if (url.includes("/tree/")) response.setHeader("link", `<${hub.url}${url}>; rel="next"`);
      return false;
    };
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}: has more than 10000 files on ${hub.url}. Choose a BERT model that has its files for transformers.`,
    );
  });

  test("takes every file from one commit, though main moves on meanwhile", async () => {
    hub.intercept = ({ url = "" }) => {
      if (url.includes("/tree/")) hub.commit = NEXT_COMMIT;
      return false;
    };
    hub.breakAfter = 100_000;
    await messageOf(fetchModel(ID, options()));
    const asked = hub.requests.slice(1).map(({ path }) => path);
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.every((path) => path.includes(`/${COMMIT}`))).toBe(true);

    hub.breakAfter = undefined;
    hub.requests.length = 0;
    const path = await fetchModel(ID, options());
    expect(path.endsWith(NEXT_COMMIT)).toBe(true);
    expect(weightsOf(path).equals(WEIGHTS)).toBe(true);
    expect(
      hub.requests.every(
        ({ path, range = "" }) => !path.includes(COMMIT) && /^(bytes=0-0)?$/.test(range),
      ),
    ).toBe(true);
  });

  test("says that a gated model's files are kept back though its list is open", async () => {
    hub.intercept = ({ url = "" }, response) => {
      const mine = url.includes("/resolve/");
      if (mine) response.writeHead(401, { "x-error-code": "GatedRepo" }).end();
      return mine;
    };
    expect(await messageOf(fetchModel(ID, options()))).toBe(
      `CheckpointError: ${ID}: ${hub.url} does not give it to you (status 401 without a token). Check the name; for a private or gated model accept its terms and set HF_TOKEN.`,
    );
  });

  test("says that nobody listens, through the network itself", async () => {
    const { url, close } = await listen(() => {});
    await close();
    expect(await messageOf(fetchModel(ID, options({ hubUrl: url })))).toBe(
      `CheckpointError: ${ID}: is not in the cache and cannot be fetched from ${url} (ECONNREFUSED). ${WITHOUT_NETWORK}`,
    );
  });

  test("explains a page of a network's gate, which is no Hub", async () => {
    hub.intercept = (_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
      return true;
    };
    expect(await messageOf(fetchModel(ID, options()))).toMatch(
      /^CheckpointError: some-lab\/tiny-bert: is not in the cache and cannot be fetched from http:\/\/127\.0\.0\.1:\d+ \(.*JSON.*\)\. Run "raretag fetch/,
    );
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
