/** A Hub of one model on loopback, which fails as a test tells it to. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What was asked of the Hub. */
export interface HubRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** The Hub; tests change its fields. */
export interface FakeHub {
  readonly url: string;
  readonly requests: HubRequest[];
  /** what main is; every commit has the same files */
  commit: string;
  files: Record<string, Buffer>;
  /** names of the files that LFS keeps */
  large: Set<string>;
  /** status of every answer */
  status: number;
  /** bytes of a large file after which the connection breaks */
  breakAfter: number | undefined;
  /** what is sent instead of the large files */
  sent: Buffer | undefined;
  /** answers a request itself and returns true, or leaves it to the Hub */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

const hex = (algorithm: string, ...parts: readonly (Uint8Array | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash(algorithm)).digest("hex");

/** SHA-256 in hexadecimal digits, by which LFS names a file. */
export const sha256 = (bytes: Uint8Array) => hex("sha256", bytes);

/** The name that git gives to a file. */
export const gitName = (bytes: Uint8Array) => hex("sha1", `blob ${bytes.length}\0`, bytes);

/** Starts a server on a free port of loopback. */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The model of the Hub. */
export const ID = "some-lab/tiny-bert";
/** The commit that its main is at first. */
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** Its weights. */
export const WEIGHTS = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));

/** Starts a Hub of one model, with some files that nobody wants beside it. */
export async function startFakeHub(): Promise<FakeHub> {
  const { url, close } = await listen((request, response) => {
    const path = new URL(request.url ?? "", "http://hub").pathname;
    const { range, authorization } = request.headers;
    hub.requests.push({ path, range, authorization });
    if (hub.intercept(request, response)) return;
    if (hub.status !== 200) return void response.writeHead(hub.status).end("no");
    const json = (value: unknown) =>
      void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(value));
    if (path === `/api/models/${ID}/revision/main`)
      return json({ _id: "1", id: ID, sha: hub.commit });
    if (path.startsWith(`/api/models/${ID}/tree/`)) return json(listing());
    const [, name = ""] = path.match(`^/${ID}/resolve/[0-9a-f]{40}/(.+)$`) ?? [];
    const listed = hub.files[name];
    if (!listed) return void response.writeHead(404, { "X-Error-Code": "EntryNotFound" }).end();
    sendFile(response, { name, listed, range });
  });

  function listing() {
    return Object.entries(hub.files).map(([path, bytes]) => ({
      ...{ type: "file", path, size: bytes.length, oid: gitName(bytes) },
      ...(hub.large.has(path) && {
        lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 100 },
      }),
    }));
  }

  function sendFile(
    response: ServerResponse,
    { name, listed, range }: { name: string; listed: Buffer; range: string | undefined },
  ): void {
    const file = (hub.large.has(name) && range !== "bytes=0-0" && hub.sent) || listed;
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    const part = file.subarray(Number(from ?? 0), Number(to ?? file.length) + 1);
    response.writeHead(range ? 206 : 200, {
      etag: `"${name}"`,
      "content-length": part.length,
      ...(range && { "content-range": `bytes ${from}-${to}/${file.length}` }),
    });
    if (hub.breakAfter === undefined || part.length <= hub.breakAfter)
      return void response.end(part);
    response.write(part.subarray(0, hub.breakAfter), () =>
      setTimeout(() => response.destroy(), 20),
    );
  }

  const hub: FakeHub = {
    url,
    requests: [],
    commit: COMMIT,
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
    intercept: () => false,
    close,
  };
  return hub;
}
