import type { RunSummary } from "../../modules/contract/events.ts";
import { SignedRuns } from "../../modules/recovery/signing/signed-runs.ts";
import { planRestore, type RestorePlan } from "../../modules/restore/plan.ts";
import type { RestoreAsked } from "../../modules/restore/restore-asked.ts";
import { runOfPolicy, type WhichRun } from "../../modules/restore/run-of-policy.ts";
import type { Selected } from "../../modules/restore/selected.ts";
import {
  application,
  backUp,
  functionArn,
  HOME,
  MAP,
  NAME,
  queueArn,
  type Region,
  restorePorts,
} from "./application.ts";
import type { MemoryStore } from "./memory-store.ts";
import { testSigner } from "./run-witness.ts";
import { PREFIX } from "./sample-point.ts";
import { ANY } from "./sample-request.ts";
import { ACCOUNT, seedFunction } from "./seed-function.ts";
import { signRunOf } from "./signed-run.ts";

const SIGNER = testSigner();

/** The application, with a second function that reads the same queue, and a third that has nothing to do with them. */
export function shop(): Region {
  const home = application();
  for (const [name, service] of [
    ["orders-audit", "orders"],
    ["refunds", "refunds"],
  ] as const)
    seedFunction(home.lambda, name).tags = { service, env: "prod" };
  const orders = home.lambda.functions.get(NAME);
  if (orders !== undefined) orders.tags = { service: "orders", env: "prod" };
  home.lambda.mappings.set("m2", {
    UUID: "m2",
    FunctionArn: functionArn().replace(/orders$/, "orders-audit"),
    EventSourceArn: queueArn(NAME),
    State: "Enabled",
  });
  return home;
}

/** A run of policy `orders` over all of it, whose summary is signed, or says something else. */
export async function runAt(
  home: Region,
  store: MemoryStore,
  startedAt: string,
  change: Partial<RunSummary> & { readonly unsigned?: true } = {},
): Promise<{ readonly run: string; readonly points: readonly string[] }> {
  const { points } = await backUp(home, store, startedAt, {
    select: { ...ANY, names: ["orders*", "refunds"] },
  });
  const run = /([^/]+)\.json$/.exec(points[0] ?? "")?.[1] ?? "";
  const kept = points.map((key) => ({ key, sha256: store.objects.get(key)?.sha256 ?? "" }));
  const { unsigned, ...said } = change;
  await signRunOf({ prefix: PREFIX, site: HOME, store }, kept, run, unsigned ? undefined : SIGNER, said);
  return { run, points };
}

export function runsIn(store: MemoryStore): Parameters<typeof runOfPolicy>[0] {
  const now = () => new Date("2026-11-29T00:00:00Z");
  const trust = { account: ACCOUNT, site: HOME, keys: [SIGNER.pin], now };
  return { store, prefix: PREFIX, witness: new SignedRuns(store, PREFIX, trust) };
}

/** What `--policy orders` takes. */
export async function ofPolicy(store: MemoryStore, which: Partial<WhichRun> = {}): Promise<Selected> {
  const selected = await runOfPolicy(runsIn(store), "orders", { unsigned: false, ...which });
  if (selected === undefined) throw new Error("there is no run");
  return selected;
}

export function planOf(
  there: Region,
  store: MemoryStore,
  { things, ...selection }: Selected,
  change: Partial<RestoreAsked> = {},
): Promise<RestorePlan> {
  return planRestore(restorePorts(there, store), {
    ...{ things, selection, map: MAP, alone: false, replace: false, allowPublic: false },
    ...change,
  });
}
