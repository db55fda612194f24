import { setTimeout as sleep } from "node:timers/promises";
import { backUp, destination, type Region, restorePorts } from "../__tests__/support/application.ts";
import type { Call } from "../__tests__/support/fake-aws/wire.ts";
import { type Blueprint, EMPTY } from "../__tests__/support/generated/blueprint.ts";
import { build } from "../__tests__/support/generated/build.ts";
import { bucketName, functionName } from "../__tests__/support/generated/names.ts";
import { MemoryStore } from "../__tests__/support/memory-store.ts";
import { ANY, request } from "../__tests__/support/sample-request.ts";
import { itemsOf } from "../handlers/discover/items.ts";
import type { BackupRequest } from "../modules/contract/events.ts";
import type { ThingId } from "../modules/contract/kinds.ts";
import { loadProtector } from "../modules/protectors/load.ts";
import { readEach } from "../modules/protectors/read-list.ts";
import { activateRestored } from "../modules/restore/activate.ts";
import { applyRestore } from "../modules/restore/apply.ts";
import { planRestore, type RestorePlan } from "../modules/restore/plan.ts";
import type { RestorePorts } from "../modules/restore/ports.ts";
import type { RestoreResult } from "../modules/restore/result.ts";
import { type Measured, median } from "./measure.ts";

/** What the sandbox's gateway takes for a call, about what AWS takes nearby. */
const LATENCY_MS = 25;
const ROUNDS = 3;

const told = { to: "function", pick: { at: 0, alias: true }, letters: false } as const;
const MADE = {
  ...{ versions: 2, weight: 0.25, variables: { MODE: "a" }, tags: { team: "shop" } },
  ...{ description: "takes orders", retries: 1, url: false },
};
/** A function with two versions behind a weighted alias, and five triggers: a queue, a topic, a rule, a schedule, a bucket. */
const FIVE: Blueprint = {
  ...EMPTY,
  functions: [MADE],
  queues: [{ fifo: false, dead: true, batch: 5, enabled: true, reader: told.pick }],
  topics: [{ filter: '{"kind":["order"]}', tells: [told] }],
  rules: [{ bus: "orders", takes: "pattern", kind: "order", enabled: true, input: undefined, tells: told }],
  schedules: [{ group: "nightly", enabled: true, input: undefined, tells: told }],
  buckets: [{ tells: told }],
};
/** The same function, and what has data or an address of its own: a stream, a table, three APIs and a pipe. */
const STREAMS_AND_APIS: Blueprint = {
  ...EMPTY,
  functions: [MADE],
  streams: [{ shards: 2, batch: 100, enabled: true, reader: told.pick }],
  tables: [{ view: "NEW_AND_OLD_IMAGES", batch: 100, enabled: true, reader: told.pick }],
  apis: [
    { socket: false, adds: "x", checks: true, calls: told.pick },
    { socket: true, adds: "x", checks: true, calls: told.pick },
  ],
  restApis: [{ variable: "blue", key: "key-of-twenty-letters", checks: true, calls: told.pick }],
  pipes: [{ kind: "order", enriched: told.pick, template: undefined, running: true, tells: told }],
};
const FUNCTION: ThingId = { kind: "lambda", id: functionName(0) };
const MAP = { [`arn:aws:s3:::${bucketName(0)}`]: `arn:aws:s3:::${bucketName(0)}-eu` };

/** How often a capture asks the same twice, and how much longer than its longest chain of calls a restore takes. */
export async function benchApplication(): Promise<readonly Measured[]> {
  return [
    ...(await measured("an application", FIVE)),
    ...(await measured("one with streams and APIs", STREAMS_AND_APIS)),
  ];
}

async function measured(name: string, plan: Blueprint): Promise<readonly Measured[]> {
  const home = build(plan);
  const store = new MemoryStore();
  const select = { ...ANY, names: [FUNCTION.id] };
  const listed = await callsOf(home, () => listOnly(home, select));
  const captured = (await callsOf(home, () => backUp(home, store, undefined, { select }))).slice(
    listed.length,
  );
  const again = askedAgain(captured);
  const rounds: { readonly whole: number; readonly chain: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ whole: await wholeRestore(home, store), chain: await longestChain(home, store) });
  const [whole, chain] = [median(rounds.map((one) => one.whole)), median(rounds.map((one) => one.chain))];
  return [
    {
      name: `capture of ${name}`,
      unit: "calls made twice",
      value: again.length,
      bound: 0,
      detail:
        again.length > 0
          ? again.join(", ")
          : `of ${captured.length}, but for the second look at what may change meanwhile`,
    },
    {
      name: `restore of ${name}`,
      unit: "times its longest chain of calls",
      value: whole / chain,
      bound: 1.5,
      detail: `${Math.round(whole)} ms against ${Math.round(chain)} ms at ${LATENCY_MS} ms a call, medians of ${ROUNDS}`,
    },
  ];
}

async function callsOf({ wire }: Region, run: () => Promise<unknown>): Promise<readonly Call[]> {
  const before = wire.calls.length;
  await run();
  return wire.calls.slice(before);
}

/** What a run lists before it captures: a list is another's word, so that a capture reads again. */
async function listOnly(home: Region, select: BackupRequest["select"]): Promise<void> {
  const warn = (): void => undefined;
  const ports = { aws: home.ports(), protector: loadProtector, list: readEach(warn), now: () => 0 };
  await itemsOf(ports, { ...request, select }, warn);
}

/** Calls that were made more often than a first and a second look. */
function askedAgain(calls: readonly Call[]): string[] {
  const counts = new Map<string, number>();
  for (const { service, name, input } of calls) {
    const call = `${service}:${name} ${JSON.stringify(input)}`;
    counts.set(call, (counts.get(call) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 2).map(([call, count]) => `${count} times ${call}`);
}

async function place(
  home: Region,
  store: MemoryStore,
): Promise<{ readonly there: Region; readonly ports: RestorePorts }> {
  const there = await destination(store);
  there.from = home;
  there.dynamodb.others.push(home.dynamodb);
  there.buckets.add(`${bucketName(0)}-eu`);
  const carry = there.wire.carry.bind(there.wire);
  there.wire.carry = async (call, answer) => {
    await sleep(LATENCY_MS);
    return carry(call, answer);
  };
  const ports = restorePorts(there, store);
  return { there, ports: { ...ports, source: { ...ports.source, store: far(store) } } };
}

/** A store that answers as late as everything else. */
function far(store: MemoryStore): MemoryStore {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== "function") return method;
      if (name === "list")
        return async function* (prefix: string) {
          await sleep(LATENCY_MS);
          yield* target.list(prefix);
        };
      return async (...args: unknown[]) => {
        await sleep(LATENCY_MS);
        return method.apply(target, args);
      };
    },
  });
}

const planned = (ports: RestorePorts, things: readonly ThingId[], alone: boolean): Promise<RestorePlan> =>
  planRestore(ports, { things, point: "latest", map: MAP, alone, replace: false, allowPublic: true });

async function wholeRestore(home: Region, store: MemoryStore): Promise<number> {
  const { ports } = await place(home, store);
  const began = performance.now();
  const result = await applyRestore(ports, await planned(ports, [FUNCTION], false));
  const { failed } = await activateRestored(ports, result, { dryRun: false, alongside: true });
  const ended = performance.now();
  if ((result.failed ?? []).length + failed.length > 0)
    throw new Error(JSON.stringify([result.failed, failed]));
  return ended - began;
}

/**
 * Milliseconds that no order of calls could save: what reading and planning the slowest thing takes, then in each wave
 * what making the slowest one takes, then letting events in at the function, and at the slowest of those that call it.
 * Things are timed one by one.
 */
async function longestChain(home: Region, store: MemoryStore): Promise<number> {
  const { ports } = await place(home, store);
  const whole = await planned(ports, [FUNCTION], false);
  const reading: number[] = [];
  for (const { thing } of whole.waves.flat())
    reading.push(await timed(() => planned(ports, [{ kind: thing.kind, id: thing.id }], true)));
  let making = 0;
  const arming = { function: 0, other: 0 };
  const results: RestoreResult[] = [];
  for (const wave of whole.waves) {
    const each: number[] = [];
    for (const one of wave)
      each.push(
        await timed(async () => results.push(await applyRestore(ports, { ...whole, waves: [[one]] }))),
      );
    making += Math.max(...each);
  }
  for (const result of results.toReversed()) {
    const which = result.things[0]?.kind === FUNCTION.kind ? "function" : "other";
    const took = await timed(() => activateRestored(ports, result, { dryRun: false, alongside: true }));
    arming[which] = Math.max(arming[which], took);
  }
  return Math.max(...reading) + making + arming.function + arming.other;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
