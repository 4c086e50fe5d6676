/** The streams of a command, so that tests can stand in for a terminal. */

/** What a command reads and writes besides files. */
export interface Io {
  /** Results; UTF-8 text, written as it is. */
  readonly stdout: (text: string) => void;
  /** Progress, notices and errors. */
  readonly stderr: (text: string) => void;
  /** Whether standard error is a terminal, where a line can be rewritten. */
  readonly interactive?: boolean;
  /** Bytes of standard input. */
  readonly stdin: AsyncIterable<Uint8Array>;
}
