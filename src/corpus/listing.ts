/** Files of a corpus by what their names say. */

/** A file of a corpus. */
export interface Listed {
  /** As the user would name it. */
  readonly path: string;
  /** Relative path without extension, parted by `/`: the id of its document. */
  readonly key: string;
  /** In lower case, with its dot; empty if there is none. */
  readonly extension: string;
}
