/** The identity of a model: everything that its predictions follow from. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { encoderFingerprint, type LoadedModel } from "../recognizer/index.js";

/** SHA-256 over encoder, output layer, description and datastore, 64 hex digits. */
export async function modelFingerprint(model: LoadedModel): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([encoderFingerprint(model), model.description]));
  const datastore = join(model.folder, "knn.safetensors");
  if (existsSync(datastore))
    for await (const chunk of createReadStream(datastore)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
