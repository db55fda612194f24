import type { Drained } from "../../drain/drain.ts";
import type { FailedMessage } from "../../drain/ports.ts";
import type { Replayed } from "../../drain/replay.ts";
import type { WaitingMessages } from "../drain/sqs.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

/** Some of those that failed; `--json` has all. */
const MOST_NAMED = 10;

export function describeWaitingMessages(
  name: string,
  { visible, received, delayed }: WaitingMessages,
): string {
  const others = [
    ...(received > 0 ? [`${received} are with consumers`] : []),
    ...(delayed > 0 ? [`${delayed} are delayed`] : []),
  ];
  return `about ${count(visible, "message")} wait in ${name}${others.map((one) => `, ${one}`).join("")}`;
}

/** What a drain would take; without a word of consent nothing is touched. */
export function describeDrainPreview(name: string, waiting: WaitingMessages): Line[] {
  const { visible, received, delayed } = waiting;
  const said = `${describeWaitingMessages(name, waiting)}; nothing was read`;
  if (visible + received + delayed === 0) return [said];
  return [said, "  help: --yes moves them into the store: nobody gets them until they are replayed"];
}

export function describeDrain(
  name: string,
  { messages, batches, left }: Drained,
  after: WaitingMessages,
  next: string,
): Line[] {
  if (messages === 0) return [`nothing waited in ${name}: nothing was taken, and there is no run to replay`];
  return [
    `${count(messages, "message")} in ${count(batches, "batch", "batches")} moved into the store`,
    describeWaitingMessages(name, after),
    ...(left.length > 0
      ? [
          `${count(left.length, "message")} could not be deleted: in the store and in the queue`,
          ...named(left),
        ]
      : []),
    `next: ${next}`,
  ];
}

export function describeReplay(to: string, told: Replayed): Line[] {
  const { sent, before, gone, messages, failed, ended, left = {} } = told;
  return [
    `${count(sent, "message")} of ${messages} sent to ${to}${before > 0 ? `, ${before} by an earlier replay` : ""}`,
    ...Object.entries(left).map(([why, passed]) => `${count(passed, "message")} passed over: ${why}`),
    ...(gone > 0
      ? [`${count(gone, "message")} had been sent to another one of that name, which is gone: sent again`]
      : []),
    ...(ended ? [] : ["the drain did not come to its end: what it did not delete is in the queue, too"]),
    ...(failed.length > 0
      ? [
          `${count(failed.length, "message")} not taken, and none after that sent`,
          ...named(failed),
          "  help: run the same command again: it sends the rest",
        ]
      : []),
  ];
}

function named(failed: readonly FailedMessage[]): Line[] {
  return failed.slice(0, MOST_NAMED).map(({ id, why }) => `  ${id}: ${why}`);
}
