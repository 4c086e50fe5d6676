/** Servers that cannot be used: one line, exit code 2, and never the password. */
import { spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectQueue } from "../../src/experiments/index.js";
import { MAIN, raretag, temporaryFolder } from "../cli/raretag.js";
import { jobOf } from "./jobs.js";
import { freePort, HAS_REDIS, type RedisServer, startRedis } from "./redisServer.js";

const SECRET = "s3cret-Marker";

describe("raretag worker refuses", () => {
  test.each([
    [
      "redis://:s3cret-Marker@127.0.0.1:1",
      "redis://127.0.0.1:1: cannot be reached (ECONNREFUSED). ",
    ],
    [
      "rediss://u:s3cret-Marker@127.0.0.1:1/2",
      "rediss://127.0.0.1:1/2: cannot be reached (ECONNREF",
    ],
    ["redis://[::1]:1", "redis://[::1]:1: cannot be reached ("],
    ["http://:s3cret-Marker@host", "--queue: the address of the server is not redis://HOST:PORT. "],
    [
      "redis://:s3cret-Marker%E0@host",
      "--queue: the address of the server is not redis://HOST:PORT. ",
    ],
    [
      "redis://:s3cret-Marker@host/x",
      "--queue: the address of the server is not redis://HOST:PORT. ",
    ],
    ["s3cret-Marker", "--queue: the address of the server is not redis://HOST:PORT. "],
  ])("%s", async (url, message) => {
    const { code, stdout, stderr } = await raretag("worker", "--queue", url);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.startsWith(message), stderr).toBe(true);
    expect(stderr.trimEnd()).not.toContain("\n");
    expect(stderr).not.toContain(SECRET);
  });

  test("a name that no key may have", async () => {
    const { code, stderr } = await raretag("worker", "--queue", "redis://h", "--queue-name", "a:b");
    expect(code).toBe(2);
    expect(stderr).toContain('--queue-name: "a:b" has other characters than ');
  });
});

describe.skipIf(!HAS_REDIS)("a server with a password", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis("--requirepass", SECRET);
  });
  afterAll(() => redis?.remove());

  test("is reached with it, in the address or beside it", async () => {
    const bare = `redis://127.0.0.1:${redis.port}`;
    const notices: string[] = [];
    const onNotice = (text: string) => notices.push(text);
    await (await connectQueue(redis.url, { onNotice })).close();
    await (await connectQueue(bare, { onNotice, password: SECRET })).close();
    expect(notices).toEqual(
      Array(2).fill(
        `no worker yet: start one by raretag worker --queue ${bare} --queue-name raretag`,
      ),
    );
  });

  test.each([
    ["none", ""],
    ["another", ":wrong-Marker@"],
  ])("refuses %s without repeating it", async (_, login) => {
    const { code, stderr } = await raretag(
      "worker",
      "--queue",
      `redis://${login}127.0.0.1:${redis.port}`,
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(
        `^redis://127\\.0\\.0\\.1:${redis.port}: the server refuses \\((NOAUTH|WRONGPASS)\\)\\. Give `,
      ),
    );
    expect(stderr).not.toContain("Marker");
  });
});

describe.skipIf(!HAS_REDIS)("a server without room", () => {
  test("is told from one that is not there", async () => {
    const redis = await startRedis("--maxmemory", "1mb", "--maxmemory-policy", "noeviction");
    const queue = await connectQueue(redis.url);
    const job = jobOf("large", { begun: "x".repeat(2 ** 21) });
    const other = jobOf("small", { begun: "x" });
    const said = await Promise.any(
      [job, other].map((one) => queue.run(one).then(Promise.reject, (error) => error.message)),
    );
    await queue.close();
    await redis.remove();
    expect(said).toBe(
      `redis://127.0.0.1:${redis.port}: the server refuses (OOM). Look at the log of the server, and at its memory and disk.`,
    );
  });
});

const HAS_OPENSSL = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!HAS_REDIS || !HAS_OPENSSL)("a server behind TLS", () => {
  const folder = temporaryFolder();
  const [key, certificate] = [folder.path("key.pem"), folder.path("certificate.pem")];
  let redis: RedisServer;
  let url = "";
  beforeAll(async () => {
    spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"],
      ...["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
    ]);
    const port = await freePort();
    url = `rediss://127.0.0.1:${port}`;
    redis = await startRedis(
      ...["--tls-port", `${port}`, "--tls-cert-file", certificate, "--tls-key-file", key],
      ...["--tls-auth-clients", "no"],
    );
  });
  afterAll(async () => {
    await redis?.remove();
    folder.remove();
  });

  test("is trusted by its certificate only", async () => {
    expect(await raretag("worker", "--queue", url)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${url}: cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT). `),
    });
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
    const worker = spawn(process.execPath, [...MAIN, "worker", "--queue", url], { env });
    let said = "";
    worker.stderr.once("data", () => worker.kill("SIGTERM"));
    worker.stderr.on("data", (data) => {
      said += data;
    });
    const code = await new Promise((resolve) => worker.on("close", resolve));
    expect(said).toContain(`waiting for work from ${url}\n`);
    expect(code).toBe(0);
  });
});
