/** The one base error: where it happened, what was wrong, what to do, in a single line. */

/** Place of a problem in an input, printed as `source:line`. */
export interface Location {
  readonly source?: string | undefined;
  readonly line?: number | undefined;
}

const LONGEST_PROBLEM = 1000;

/** A problem may quote what an untrusted file holds, which must not flood a terminal. */
function bounded(problem: string): string {
  return problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)}...` : problem;
}

/** Without line breaks; control characters, which could repaint a terminal, are spelled out. */
function oneLine(message: string): string {
  return message
    .replace(/\s*\r?\n\s*/g, " ")
    .replace(
      /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/**
 * Bad input or an impossible request. Each room derives one class from it.
 * The command line prints `message` alone and exits with code 2.
 * Never put document text into a message: say offsets, ids and counts.
 */
export class RaretagError extends Error {
  readonly source: string | undefined;
  readonly line: number | undefined;
  readonly advice: string;

  /**
   * @param location where it happened; printed first
   * @param problem what was wrong, with both values, without a full stop
   * @param advice what the user can do, without a full stop
   */
  constructor(location: Location, problem: string, advice: string, options?: { cause?: unknown }) {
    const place =
      location.source === undefined
        ? ""
        : location.line === undefined
          ? `${location.source}: `
          : `${location.source}:${location.line}: `;
    super(oneLine(`${place}${bounded(problem)}. ${advice}.`), options);
    this.name = new.target.name;
    this.source = location.source;
    this.line = location.line;
    this.advice = advice;
  }
}

/** A broken promise inside raretag itself, not the user's doing. */
export class InternalError extends RaretagError {
  constructor(problem: string) {
    super({}, problem, "This is a defect of raretag, please report it");
  }
}

/** The disk refused to write: full, read-only, or without the folder. */
export class DiskError extends RaretagError {
  /** Of the system, such as `ENOSPC`, where it gave one. */
  readonly code: string | undefined;

  /** @param cause what the system threw; its code, else its message, is shown */
  constructor(source: string, cause: unknown) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    super(
      { source },
      `cannot be written (${code ?? (cause instanceof Error ? cause.message : cause)})`,
      "Check that the folder exists, that you may write there and that the disk has room",
      { cause },
    );
    this.code = code;
  }
}
