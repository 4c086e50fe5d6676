/** The one base error: where it happened, what was wrong, what to do, in a single line. */

/** Place of a problem in an input, printed as `source:line`. */
export interface Location {
  readonly source?: string | undefined;
  readonly line?: number | undefined;
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
    super(`${place}${problem}. ${advice}.`.replace(/\s*\r?\n\s*/g, " "), options);
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
