/** The server of a queue: its address, which is shown without its password, and a connection that survives restarts. */

import type { Redis } from "ioredis";
import { ExperimentError } from "../error.js";

/** Prefix of every key that we write. */
export const PREFIX = "raretag";

/** Milliseconds to wait for the first answer. */
const PATIENCE = 10_000;

/** Which queue on which server. */
export interface QueuePlace {
  /** `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS. */
  readonly url: string;
  /** Where the address has none. */
  readonly password?: string | undefined;
  /** Queues of different names share a server. `raretag` unless given. */
  readonly name?: string | undefined;
}

/** Told what a user should know while a queue is used. */
export interface QueueListener {
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** A queue whose server answers. */
export interface OpenQueue {
  /** Its key prefix and name, for BullMQ. */
  readonly name: string;
  readonly connection: Redis;
  /** The address without user and password. */
  readonly shown: string;
}

/**
 * Connects. Once the server has answered, the connection waits for it however long it is away.
 * @throws ExperimentError if the address is none, or the server cannot be reached or refuses
 */
export async function openServer(
  place: QueuePlace,
  { onNotice = () => {} }: QueueListener = {},
): Promise<OpenQueue> {
  const { options, shown } = parse(place);
  const name = place.name ?? "raretag";
  if (!/^[\w.-]+$/.test(name))
    throw new ExperimentError(
      { source: "--queue-name" },
      `${JSON.stringify(name)} has other characters than letters, digits, dot, hyphen and underscore`,
      "Choose another name",
    );
  const ioredis = await import("ioredis");
  let answered = false;
  const connection = new ioredis.Redis({
    ...options,
    lazyConnect: true,
    connectTimeout: PATIENCE,
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => (answered ? Math.min(50 * 2 ** times, 2000) : null),
  });
  let said: unknown;
  connection.on("error", (error: unknown) => {
    said = error;
  });
  try {
    await connection.connect();
    await connection.ping();
  } catch (error) {
    connection.disconnect();
    throw refusal(shown, said ?? error);
  }
  answered = true;
  let away = false;
  connection.on("reconnecting", () => {
    if (!away) onNotice(`${shown} is away: waiting for it`);
    away = true;
  });
  connection.on("ready", () => {
    if (away) onNotice(`${shown} is back`);
    away = false;
  });
  return { name, connection, shown };
}

/** @throws ExperimentError that does not quote the address, which may hold a password */
function parse({ url, password }: QueuePlace) {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const [, database] = /^\/?(\d*)$/.exec(parsed?.pathname ?? "") ?? [];
  const user = decoded(parsed?.username);
  const secret = decoded(parsed?.password);
  if (
    !(parsed?.hostname && /^rediss?:$/.test(parsed.protocol)) ||
    [database, user, secret].includes(undefined)
  )
    throw new ExperimentError(
      { source: "--queue" },
      "the address of the server is not redis://HOST:PORT",
      "Write redis://HOST:PORT/DATABASE, or rediss:// for TLS; port and database may be left out",
    );
  const { protocol, hostname } = parsed;
  const port = Number(parsed.port || 6379);
  return {
    shown: `${protocol}//${hostname}:${port}${database && `/${database}`}`,
    options: {
      ...{ host: hostname.replace(/^\[|\]$/g, ""), port, db: Number(database) },
      ...(user && { username: user }),
      ...((secret || password) && { password: secret || password }),
      ...(protocol === "rediss:" && { tls: {} }),
    },
  };
}

function decoded(part = ""): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** What the server or the network said. A client's own error would quote the command, and the password in it. */
export function refusal(shown: string, error: unknown): ExperimentError {
  const { code, message = "" } = error as NodeJS.ErrnoException;
  const said = code ? undefined : /^([A-Z]{3,})\b/.exec(message)?.[1];
  if (said === undefined)
    return new ExperimentError(
      { source: shown },
      `cannot be reached (${code ?? "no answer"})`,
      "Start the server there or correct the address, see docs/queue.md",
    );
  return new ExperimentError(
    { source: shown },
    `the server refuses (${said})`,
    /^(WRONGPASS|NOAUTH|NOPERM|ERR)$/.test(said)
      ? "Give the user and password that the server wants, see docs/queue.md"
      : "Look at the log of the server, and at its memory and disk",
  );
}
