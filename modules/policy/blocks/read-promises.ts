import type { SourcePos } from "../../core/diagnostic.ts";
import { MINUTES_A_DAY } from "../../core/duration.ts";
import type { Block, Origin, Promises } from "../policy.ts";
import { get, type Located } from "../yaml/located.ts";
import { block } from "./block.ts";
import {
  ASSUMED_COST,
  readAlerts,
  readCompliance,
  readCost,
  readDrill,
  readEncryption,
  readHold,
  readObjectives,
  readStayIn,
} from "./read-blocks.ts";
import { readProtect } from "./read-protect.ts";
import { readCopies, readLock, readRetention } from "./read-retention.ts";
import { defaultStartWindow, readSchedule } from "./read-schedule.ts";

type ValueOf<K extends keyof Promises> = NonNullable<Promises[K]>["value"];
type Readers = { readonly [K in keyof Promises]-?: (node: Located) => ValueOf<K> | undefined };

const READERS: Readers = {
  protect: readProtect,
  schedule: readSchedule,
  retention: readRetention,
  copies: readCopies,
  lock: readLock,
  "stay-in": readStayIn,
  hold: readHold,
  objectives: readObjectives,
  drill: readDrill,
  alerts: readAlerts,
  compliance: readCompliance,
  encryption: readEncryption,
  cost: readCost,
};

/** The keys that a policy, a profile and the estate's defaults share. */
const PROMISE_KEYS = Object.keys(READERS) as readonly (keyof Promises)[];

/** The blocks that one place writes. One that cannot be read is left out: the schema has told why. */
export function readPromises(node: Located | undefined, from: Origin): Partial<Promises> {
  const blocks = PROMISE_KEYS.flatMap((key): [string, Block<unknown>][] => {
    const found = block<unknown>(get(node, key), from, READERS[key]);
    return found === undefined ? [] : [[key, found]];
  });
  return Object.fromEntries(blocks) as Partial<Promises>;
}

const DAILY = { every: MINUTES_A_DAY };

/** What holds when nobody says so: daily, 35 days, no copy, a removable lock. */
export function zonekeepDefaults(at: SourcePos): Promises {
  const byDefault = <T>(value: T): Block<T> => ({ value, from: "default", at, places: {} });
  return {
    protect: byDefault({
      code: "published",
      configuration: "all",
      triggers: "all",
      state: [],
      events: {},
    }),
    schedule: byDefault({
      timing: DAILY,
      timeZone: "UTC",
      startWindow: defaultStartWindow(DAILY),
      pauses: [],
      on: [],
      overlap: "allow",
    }),
    retention: byDefault({ keep: 35, generations: {} }),
    copies: byDefault([]),
    lock: byDefault({ mode: "governance" }),
    cost: byDefault(ASSUMED_COST),
  };
}
