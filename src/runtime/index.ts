/** Room `runtime`: the engine. */
export { createSession, RuntimeError, type Session, type SessionOptions } from "./session.js";
