/** What BioC says, in XML as in JSON. @see https://bioc.sourceforge.net */

import type { Problem } from "../document.js";

/** Where something stands, for problems. */
export type Place = Pick<Problem, "line" | "at">;

/** Keys and values that describe something; values are texts in XML and anything in JSON. */
export type Infons = Readonly<Record<string, unknown>>;

/** An annotation as the file has it; nothing of it is checked. */
export interface BiocAnnotation {
  readonly place: Place;
  readonly id: string | undefined;
  readonly infons: Infons;
  /** Offsets are of the document; numbers if all is well. */
  readonly locations: readonly { readonly offset: number; readonly length: number }[];
  readonly text: string | undefined;
}

/** A relation as the file has it. */
export interface BiocRelation {
  readonly place: Place;
  readonly id: string | undefined;
  readonly infons: Infons;
  readonly nodes: readonly { readonly refid: string; readonly role: string }[];
}

/** What a document, passage or sentence can have. */
interface Annotated {
  readonly place: Place;
  readonly infons: Infons;
  /** Fields of a JSON object that BioC does not know. */
  readonly others?: Infons;
  readonly annotations: readonly BiocAnnotation[];
  readonly relations: readonly BiocRelation[];
}

/** A passage, or a sentence of one. */
export interface BiocPart extends Annotated {
  /** In the text of the document; no number where the file has none. */
  readonly offset: number;
  /** Absent from a passage whose sentences have it. */
  readonly text: string | undefined;
  /** None in a sentence. */
  readonly sentences: readonly BiocPart[];
}

/** A document. */
export interface BiocDocument extends Annotated {
  readonly id: string | undefined;
  readonly passages: readonly BiocPart[];
}

/** What a collection says of all its documents. */
export interface BiocCollection {
  readonly source?: string;
  readonly date?: string;
  readonly key?: string;
  readonly infons?: Infons;
}

/** A passage or sentence as `meta` keeps it, to be written back; offsets are UTF-16. */
export interface KeptPart {
  readonly start: number;
  readonly end: number;
  readonly infons?: Infons;
  readonly others?: Infons;
  readonly sentences?: readonly KeptPart[];
}

/** What `meta.bioc` holds. Infons of the document are fields of `meta` itself. */
export interface KeptBioc {
  readonly collection?: BiocCollection;
  /** Absent where one passage without infons is the whole text. */
  readonly passages?: readonly KeptPart[];
  /** Fields of the document that BioC does not know. */
  readonly others?: Infons;
}

/**
 * What stands between passages, whose offsets leave a gap that no text of the file fills.
 * @param options.first whether it is before the first passage
 */
export function gapOf(length: number, { first }: { readonly first: boolean }): string {
  return length === 0 ? "" : first ? " ".repeat(length) : `${" ".repeat(length - 1)}\n`;
}

/** Infons of annotations that are entries of a vocabulary and their names; a number tells several apart. */
export const IDENTIFIER = /^identifier(\d*)$/;
