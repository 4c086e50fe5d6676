/** Room `runtime`: the engine. */
export { DEVICE_NAMES, type Device, type DeviceName, openDevice } from "./device.js";
export { engineVersion } from "./engineVersion.js";
export { RuntimeError } from "./error.js";
export { type NodeTime, type Profile, readProfile } from "./profile.js";
export { createSession, type Session, type SessionOptions } from "./session.js";
