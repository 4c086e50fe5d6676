/** The streams of a command, so that tests can stand in for a terminal. */

/** What a command reads and writes besides files. */
export interface Io {
  /** Results; UTF-8 text, written as it is. */
  readonly stdout: (text: string) => void;
  /** Progress, notices and errors. */
  readonly stderr: (text: string) => void;
  /** Bytes of standard input. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Streams that are a terminal; on that of standard error a line can be rewritten. */
  readonly terminals?: Readonly<Partial<Record<"stdin" | "stdout" | "stderr", boolean>>>;
}

/** Prints each notice as a line of its own. */
export function noticesOn({ stderr }: Pick<Io, "stderr">): { onNotice: (text: string) => void } {
  return { onNotice: (text) => stderr(`note: ${text}\n`) };
}
