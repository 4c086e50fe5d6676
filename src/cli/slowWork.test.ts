import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { showSlowWork } from "./slowWork.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start(terminal: boolean) {
  const lines: string[] = [];
  const stderr = (text: string) => lines.push(text);
  return { lines, work: showSlowWork({ stderr, terminals: { stderr: terminal } }) };
}

describe("showSlowWork", () => {
  test("says nothing of quick work", () => {
    const { lines, work } = start(false);
    work.say("reading");
    vi.advanceTimersByTime(1900);
    work.say("counting");
    work.end();
    vi.advanceTimersByTime(10_000);
    expect(lines).toEqual([]);
  });

  test("says every two seconds what is being done, at once where work did not wait", () => {
    const { lines, work } = start(false);
    work.say("reading");
    vi.advanceTimersByTime(2000);
    vi.setSystemTime(Date.now());
    expect(lines).toEqual(["reading\n"]);
    work.say("counting");
    expect(lines).toEqual(["reading\n"]);
    vi.advanceTimersByTime(2000);
    expect(lines).toEqual(["reading\n", "counting\n"]);
    work.end();
  });

  test("rewrites one line on a terminal and clears it", () => {
    const { lines, work } = start(true);
    work.say("reading");
    vi.advanceTimersByTime(2000);
    work.end();
    expect(lines).toEqual(["\r\u001b[Kreading", "\r\u001b[K"]);
  });
});
