/** Tries the engine in a process of its own: a driver that aborts ends that one, and its log can be read. */

import { spawn } from "node:child_process";
import { enginePath } from "./engine.js";

/** What came of it. */
export interface ChildResult {
  /** What the script returned; undefined if it failed. */
  readonly value?: unknown;
  /** Why it failed, in the words of the engine. */
  readonly failure?: string;
  /** Everything that the engine logged. */
  readonly log: string;
}

/** Reads the model from standard input, and sends what the body returns. */
const frame = (body: string) => `
const { InferenceSession, Tensor } = require(process.argv[1]);
const device = process.argv[2];
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", async () => {
  const model = Buffer.concat(chunks);
  const send = (result) => process.send(result, () => process.disconnect());
  try {
    send({ value: await (async () => {${body}})() });
  } catch (error) {
    send({ failure: String(error.message) });
  }
});`;

/**
 * Runs a script beside the engine.
 * @param body of an async function over `model` (bytes), `device`, `InferenceSession` and `Tensor`
 * @param options `seconds` after which it is given up
 */
export function runBeside(
  body: string,
  { model, device, seconds }: { model: Uint8Array; device: string; seconds: number },
): Promise<ChildResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", frame(body), enginePath(), device], {
      stdio: ["pipe", "ignore", "pipe", "ipc"],
      timeout: seconds * 1000,
      killSignal: "SIGKILL",
    });
    let result: Omit<ChildResult, "log"> | undefined;
    const log: Buffer[] = [];
    child.on("message", (message) => {
      result = message as Omit<ChildResult, "log">;
    });
    child.stderr?.on("data", (chunk: Buffer) => log.push(chunk));
    child.stdin?.on("error", () => {}); // a child that ended does not read
    child.on("error", ({ message }) => resolve({ failure: message, log: "" }));
    child.on("close", (code, signal) => {
      const ended =
        signal === "SIGKILL"
          ? `no answer in ${seconds} s`
          : `its process ended with ${signal ?? code}`;
      resolve({ ...(result ?? { failure: ended }), log: Buffer.concat(log).toString("utf8") });
    });
    child.stdin?.end(model);
  });
}
