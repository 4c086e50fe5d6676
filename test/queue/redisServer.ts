/** A real redis-server for tests: on a free port, in a folder of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** Whether there is one on this machine. */
export const HAS_REDIS = spawnSync("redis-server", ["--version"]).status === 0;

/** A server that can be killed and started again, with what it remembers. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  /** Kills it at once. */
  kill(): Promise<void>;
  /** Everything that is in it, as text by key, whatever its type. */
  dump(): Promise<Record<string, string>>;
  /** Kills it and removes its folder. */
  remove(): Promise<void>;
}

/** Starts a server that writes each command down before it answers. @param flags more settings */
export async function startRedis(...flags: string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "raretag-redis-"));
  const port = await freePort();
  const password = /--requirepass (\S+)/.exec(flags.join(" "))?.[1];
  let server: ChildProcess | undefined;
  const settings = [
    ...["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
    ...["--appendonly", "yes", "--appendfsync", "always", ...flags],
  ];
  const client = () => new Redis({ port, ...(password ? { password } : {}) });
  const remote: RedisServer = {
    port,
    url: `redis://${password ? `:${password}@` : ""}127.0.0.1:${port}`,
    async start() {
      server = spawn("redis-server", settings, { stdio: "ignore" });
      const connection = client();
      connection.on("error", () => {}); // not yet
      await connection.ping();
      connection.disconnect();
    },
    async kill() {
      if (server?.exitCode !== null || server.signalCode !== null) return;
      const gone = new Promise((resolve) => server?.once("exit", resolve));
      server.kill("SIGKILL");
      await gone;
    },
    async dump() {
      const connection = client();
      const found: Record<string, string> = {};
      for (const key of await connection.keys("*")) {
        const read: Record<string, () => Promise<unknown>> = {
          string: () => connection.get(key),
          hash: () => connection.hgetall(key),
          list: () => connection.lrange(key, 0, -1),
          set: () => connection.smembers(key),
          zset: () => connection.zrange(key, "0", "-1"),
          stream: () => connection.xrange(key, "-", "+"),
        };
        found[key] = JSON.stringify(await read[await connection.type(key)]?.());
      }
      connection.disconnect();
      return found;
    },
    async remove() {
      await remote.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await remote.start();
  return remote;
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
