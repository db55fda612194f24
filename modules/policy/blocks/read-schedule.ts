import { isDay } from "../../core/day.ts";
import { compareText } from "../../core/source-order.ts";
import { windowOfInterval } from "../../core/start-window.ts";
import type { SchedulePause, Timing, WrittenSchedule } from "../policy.ts";
import { get, items, type Located, text } from "../yaml/located.ts";
import { minutes, oneOf, optional, someOf } from "./block.ts";

export function readSchedule(node: Located): WrittenSchedule | undefined {
  const [timing, ...beside] = readTimings(node);
  if (timing === undefined) return undefined;
  return {
    timing,
    ...(beside.length > 0 && { beside }),
    timeZone: text(get(node, "time-zone")) ?? "UTC",
    startWindow: minutes(get(node, "start-window")) ?? defaultStartWindow(timing),
    ...optional("completionWindow", minutes(get(node, "completion-window"))),
    pauses: readPauses(get(node, "pauses")),
    on: someOf(["change", "deployment"], get(node, "on")),
    overlap: oneOf(["allow", "skip"], get(node, "overlap")) ?? "allow",
  };
}

/** Of several only the first counts; that there are several is told by `checkBlocks`. */
function readTimings(node: Located): Timing[] {
  const [every, rate] = [minutes(get(node, "every")), minutes(get(node, "rate"))];
  const cron = text(get(node, "cron"));
  return [
    ...(every === undefined ? [] : [{ every }]),
    ...(rate === undefined ? [] : [{ rate }]),
    ...(cron === undefined ? [] : [{ cron }]),
  ];
}

/** That of the interval. Whoever writes a cron means that time. */
export function defaultStartWindow(timing: Timing): number {
  return "every" in timing ? windowOfInterval(timing.every) : 0;
}

function readPauses(node: Located | undefined): SchedulePause[] {
  return items(node)
    .flatMap((item) => {
      const [from, to] = [text(get(item, "from")), text(get(item, "to"))];
      // What is no day has been told; further checks count on days.
      if (from === undefined || to === undefined || !isDay(from) || !isDay(to)) return [];
      return [{ from, to, reason: text(get(item, "reason")) ?? "" }];
    })
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to));
}
