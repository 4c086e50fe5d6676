/** What a corpus format is to the rest: a name, a nose, a reader, and mostly a writer. */

import type { Document, Problem } from "./document.js";
import type { Listed } from "./listing.js";

/** A file, read when asked. */
export interface SourceFile extends Listed {
  /** All bytes. For what is surely small, or cannot be read otherwise. */
  bytes(): Promise<Uint8Array>;
  /** Bytes as they come from the disk. */
  stream(): AsyncIterable<Uint8Array>;
}

/** What a reader tells besides documents. */
export interface ReadContext {
  readonly onProblem: (problem: Problem) => void;
  /** One sentence on what was decided or left aside; the same sentence is shown once. */
  readonly onNotice: (notice: string) => void;
  /** Settings of `raretag ... --read KEY=VALUE` that only some formats know, such as `scheme`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** How the notice of a reader begins that found no bounds of documents and set some itself. */
export const PSEUDO_DOCUMENTS = "nothing parts documents";

/** What a writer tells besides files. */
export interface WriteContext {
  /** Something that the format could not take as it is. */
  readonly onProblem: (problem: Problem) => void;
  /** Types that files of settings name beside those of the mentions. */
  readonly types?: readonly string[] | undefined;
}

/** A piece of what is written: appended to the file, which is a relative path; absent in a format of one file. */
export interface Chunk {
  readonly file?: string;
  readonly content: string;
}

/** What a document may hold that not every format can. */
export const FEATURES = {
  text: "white space and line ends of texts",
  overlaps: "nested and crossing mentions",
  fragments: "discontinuous mentions",
  "mention ids": "ids of mentions",
  types: "types that are not one word",
  probabilities: "probabilities of mentions",
  words: "tokens",
  attributes: "attributes",
  relations: "relations",
  triggers: "triggers of events that are no mentions",
  events: "events",
  normalizations: "normalizations",
  notes: "notes",
  meta: "other fields of documents",
} as const;

/** One of {@link FEATURES}. */
export type Feature = keyof typeof FEATURES;

/** A format. */
export interface Format {
  /** As `--format` names it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Extensions of its files, in lower case with their dot; a folder may hold others. */
  readonly extensions: readonly string[];
  /**
   * Whether a file is of this format, by its name and the beginning of its content (up to 64 Ki characters, cut
   * anywhere). Must say no to files of other formats; `--format auto` asks every format.
   */
  looksLike(file: Listed, head: string): boolean;
  /**
   * Documents of these files, which have the format's extensions (or are one file that the user named).
   * What cannot be read is a problem with `lost`, not an error, and reading goes on after it. Offsets of what comes
   * out are UTF-16. Ids of documents need not be unique across files.
   */
  read(files: readonly SourceFile[], context: ReadContext): AsyncIterable<Document>;
  /** Settings of its reader, with a sentence on each. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What it can hold. */
  readonly holds: ReadonlySet<Feature>;
  readonly writer?: {
    /** A file for all documents, or files in a folder. */
    readonly layout: "file" | "folder";
    /** Extension of the one file. */
    readonly extension: string;
    /** Writes what the format holds and leaves out the rest, which the caller counts. */
    write(documents: AsyncIterable<Document>, context: WriteContext): AsyncIterable<Chunk>;
  };
}
