/** The flags that say which queue. */
import type { QueuePlace } from "../experiments/index.js";

/** Variable of the environment that holds the password, so that no list of processes shows it. */
const PASSWORD = "RARETAG_QUEUE_PASSWORD";

/** The queue of these flags. */
export function queuePlace({
  queue,
  queueName,
}: {
  readonly queue: string;
  readonly queueName?: string | undefined;
}): QueuePlace {
  return { url: queue, name: queueName, password: process.env[PASSWORD] };
}
