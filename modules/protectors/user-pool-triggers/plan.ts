import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { requireAnsweredFor } from "../kit/answered-for.ts";
import { attemptOrNone } from "../kit/attempt.ts";
import { goneFunctions } from "../kit/gone-functions.ts";
import type { Presence } from "../kit/presence.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { AtArm } from "../parts.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import { holdsTriggers, inTheWay } from "./conflicts.ts";
import type { TriggersDocument } from "./document.ts";
import { type PoolPorts, READ, type ReadPool, readPool } from "./read.ts";
import { SENDER_KEY, triggersIn } from "./triggers.ts";
import { unknownVersions, versionsKnown, versionsNow } from "./versions.ts";
import { WRITE } from "./write.ts";

interface PlanningPorts extends PoolPorts {
  readonly key: (key: string) => Promise<Presence>;
}

/**
 * Reads only, and plans no write: a trigger fires as soon as it is written, so it is merged at activation. What would keep
 * it from that is told beforehand.
 */
export async function planTriggers(
  ports: PlanningPorts,
  { translation, together, replace, known = new Map() }: PlanRequest<TriggersDocument>,
): Promise<ThingPlan> {
  const { missing } = translation;
  const document = { ...translation.document, lambdaConfig: versionsKnown(translation, known) };
  const { pool, arn } = document;
  const blocked = untranslated([...missing, ...unknownVersions(translation, together)]);
  const warnings = [...translation.warnings];
  const steps: ThingPlan["steps"][number][] = [];
  const waiting: AtArm[] = [];
  // A pool without a counterpart is not looked for.
  const there = missing.some(({ path }) => path === "arn")
    ? undefined
    : await readThere(ports, document, blocked);
  const ours = triggersIn(document.lambdaConfig);
  const changes: string[] = [];
  if (there !== undefined && holdsTriggers(there.lambdaConfig, ours))
    steps.push({ title: `triggers of user pool ${pool} are as they were`, call: READ, effect: "keep" });
  else if (there !== undefined) {
    const met = inTheWay(there.lambdaConfig, ours);
    if (replace) changes.push(...met.map(({ name }) => name));
    waiting.push({
      title: `merge triggers into user pool ${pool}`,
      call: WRITE,
      effect: changes.length > 0 ? "replace" : "create",
    });
    warnings.push(
      ...(replace ? [] : await metAtArm(ports, pool, met)),
      ...(await keyMissed(ports, document)),
    );
  }
  return {
    live: there === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm: waiting,
    ids: new Map(),
    activation: (ids) => {
      const { lambdaConfig, lost } = versionsNow(translation, ids);
      const keys = lambdaConfig[SENDER_KEY] !== undefined && there?.lambdaConfig[SENDER_KEY] === undefined;
      return { pool, arn, lambdaConfig, changes, lost, ...(keys && { keys }) };
    },
  };
}

/** Triggers that arming would find in its way. */
async function metAtArm(ports: PoolPorts, pool: string, met: ReturnType<typeof inTheWay>): Promise<string[]> {
  const gone = await goneFunctions(
    ports,
    met.map(({ calls }) => calls),
  );
  return met.map(({ calls, message }) =>
    gone.has(calls)
      ? `arm replaces what user pool ${pool} has: ${message}, which is gone`
      : `user pool ${pool}: ${message}: arm leaves that as it is, unless the restore is run with --replace`,
  );
}

/** AWS looks at the key when custom senders are written. */
async function keyMissed(
  { key: presence }: PlanningPorts,
  { pool, lambdaConfig }: { readonly pool: string; readonly lambdaConfig: JsonObject },
): Promise<string[]> {
  const { [SENDER_KEY]: key } = lambdaConfig;
  if (typeof key !== "string" || (await presence(key)) !== "absent") return [];
  return [
    `key ${key} of user pool ${pool} does not exist or is not enabled: arm cannot set custom senders before it is`,
  ];
}

async function readThere(
  ports: PoolPorts,
  { pool, arn }: TriggersDocument,
  blocked: Blocked[],
): Promise<ReadPool | undefined> {
  const what = { resource: `user pool ${pool}`, call: READ };
  const there = await attemptOrNone(ports.sleep, what, () => readPool(ports, pool));
  if (there !== undefined) requireAnsweredFor(there.arn, arn, what);
  else
    blocked.push({
      because: "incomplete",
      message: `user pool ${pool} is not there, and a restore makes no user pool: users cannot be brought back`,
      hint: "create a replica of it before it is lost, or map it to one that exists",
    });
  return there;
}
