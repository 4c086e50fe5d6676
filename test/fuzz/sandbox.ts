/**
 * Reads files in a process of its own, so that a hang, a crash or memory that runs out fails a test
 * and does not take the tests with it.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer, Request } from "./child.js";
import type { Files, ReaderName } from "./readers.js";

/** What may be asked for in typed arrays: this, and a multiple of the bytes that are read. */
const ALWAYS_ALLOWED = 4 << 20;
const ALLOWED_PER_BYTE = 16;
const LARGEST_HEAP = 256; // MiB
const LONGEST_MESSAGE = 1000;
/** Far above what any case takes, also on a busy machine. */
const HANG_AFTER = 20_000; // milliseconds

/** A process that reads files. */
export interface Sandbox {
  /**
   * Reads `files` and returns what the reader made of them: its value, or the refusal's message.
   * @throws Error naming what was wrong if the reader did anything else than read or refuse
   */
  read(reader: ReaderName, files: Files): Promise<{ value?: unknown; refusal?: string }>;
  close(): Promise<void>;
}

async function start(folder: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL("./child.ts", import.meta.url)), [folder], {
    execArgv: ["--import", import.meta.resolve("tsx"), `--max-old-space-size=${LARGEST_HEAP}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the sandbox did not start, code ${code}`);
    }),
  ]);
  return child;
}

/** What is wrong with an answer; undefined if nothing is. */
function fault({ kind, message = "", allocated, codeRan }: Answer, size: number) {
  if (codeRan) return "code of the file was run";
  if (kind === "threw") return `threw something else than a RaretagError: ${message}`;
  const allowed = ALWAYS_ALLOWED + ALLOWED_PER_BYTE * size;
  if (allocated > allowed)
    return `asked for ${allocated} bytes to read ${size}, ${allowed} are allowed`;
  if (message.length > LONGEST_MESSAGE) return `has a message of ${message.length} characters`;
  if (/\p{Cc}/u.test(message))
    return `has a message with control characters: ${JSON.stringify(message)}`;
  return undefined;
}

/** Starts a sandbox; a process that died or was killed is replaced for the next case. */
export function openSandbox({ hangAfter = HANG_AFTER } = {}): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "raretag-fuzz-"));
  let child: ChildProcess | undefined;
  const end = async () => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, "exit");
    ending.kill("SIGKILL");
    await gone;
  };
  return {
    async read(reader, files) {
      child ??= await start(folder);
      const running = child;
      const stop = new AbortController();
      const { signal } = stop;
      const watchdog = setTimeout(() => stop.abort(), hangAfter);
      running.send({ reader, files } satisfies Request);
      const answer = await Promise.race([
        once(running, "message", { signal }).then(([message]) => message as Answer),
        once(running, "exit", { signal }).then(([code, by]) => `the process ended (${code ?? by})`),
      ])
        .catch(() => `no answer after ${hangAfter} ms`)
        .finally(() => clearTimeout(watchdog));
      stop.abort(); // the other of the two no longer waits
      const size = Object.values(files).reduce((sum, { length }) => sum + length, 0);
      const problem = typeof answer === "string" ? answer : fault(answer, size);
      if (typeof answer === "string") await end();
      if (typeof answer === "string" || problem !== undefined)
        throw new Error(`reader ${reader}: ${problem}`);
      return answer.kind === "read"
        ? { value: answer.value }
        : { refusal: answer.message as string };
    },
    async close() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
