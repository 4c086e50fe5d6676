/** What `raretag train` says at its end. */
import { renderReport } from "../evaluation/index.js";
import { lineOf } from "../signatures/index.js";
import type { Trained } from "../training/index.js";
import type { Io } from "./io.js";
import type { OutputFolder } from "./outputFolder.js";
import type { Saved } from "./trainAndSave.js";

/** Says what a run has left, and where. */
export function reportSaved(
  { folder, name }: OutputFolder,
  { trained, report, signatures }: Saved,
  io: Io,
): void {
  const place = trained.interrupted ? folder : name;
  const { affected, documents } = trained.prepared;
  const mentions = documents.reduce((sum, document) => sum + document.mentions.length, 0);
  const cut = affected.filter(({ action }) => action === "cut").length;
  const changed = affected.length - cut;
  const list = `${place}/affected.jsonl lists them`;
  if (changed > 0)
    io.stderr(`note: flat labels change ${changed} of ${mentions} mentions: ${list}\n`);
  if (cut > 0)
    io.stderr(`note: ${cut} of ${mentions} mentions are in no window as a whole: ${list}\n`);
  if (report) io.stdout(`${renderReport(report, { metrics: "harmonic" })}\n`);
  for (const signature of signatures) io.stderr(`${lineOf(signature)}\n`);
  if (trained.interrupted)
    io.stderr(`note: raretag train --resume ${name} goes on with this run\n`);
  io.stderr(`${reached(trained)} is in ${place}\n`);
}

function reached({ epoch, interrupted }: Trained): string {
  const model = epoch === 0 ? "the model before the end of epoch 1" : `the model of epoch ${epoch}`;
  return interrupted ? `interrupted; ${model}` : model;
}
