import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { interruptsOf } from "../../modules/cli/terminal/interrupts.ts";

class FakeProcess extends EventEmitter {
  readonly pid = 7;
  readonly killed: string[] = [];
  kill(_pid: number, signal: string): void {
    this.killed.push(signal);
  }
}

function heard() {
  const process = new FakeProcess();
  const said: string[] = [];
  const whenInterrupted = interruptsOf(process as unknown as NodeJS.Process, (text) => said.push(text));
  return { process, said, whenInterrupted };
}

test("a command that made nothing for a while says how to go on, and ends at once", () => {
  const { process, said, whenInterrupted } = heard();
  whenInterrupted(() => ["stopped"]);
  process.emit("SIGINT", "SIGINT");
  expect({ said, killed: process.killed }).toEqual({ said: ["stopped\n"], killed: ["SIGINT"] });
  expect(process.listenerCount("SIGTERM")).toBe(0);
});

test("what it made is taken back before it ends, also where that fails; whoever says it twice waits for nothing", async () => {
  const { process, whenInterrupted } = heard();
  let finish: () => void = () => undefined;
  const settled = whenInterrupted(
    () => [],
    () => new Promise<void>((_done, fail) => (finish = () => fail(new Error("AWS says no")))),
  );
  process.emit("SIGTERM", "SIGTERM");
  settled();
  expect(process.killed).toEqual([]);
  finish();
  await new Promise(setImmediate);
  expect(process.killed).toEqual(["SIGTERM"]);

  const other = heard();
  other.whenInterrupted(
    () => [],
    () => new Promise<void>(() => undefined),
  );
  other.process.emit("SIGINT", "SIGINT");
  other.process.emit("SIGINT", "SIGINT");
  expect(other.process.killed).toEqual(["SIGINT"]);
});
