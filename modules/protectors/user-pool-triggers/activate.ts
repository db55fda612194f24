import type { JsonObject } from "../../contract/json.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { goneFunctions } from "../kit/gone-functions.ts";
import { closedTo, letInCommand } from "../kit/invoke-permission.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { arnOfPool } from "./arn.ts";
import { holdsTriggers, inTheWay } from "./conflicts.ts";
import { taking } from "./disarm.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { PoolPorts, ReadPool } from "./read.ts";
import { type PoolTriggers, triggersIn, withTriggers } from "./triggers.ts";
import { readNow, requireKnown, WRITE, writePool } from "./write.ts";

interface TriggersActivation {
  readonly pool: string;
  readonly arn: string;
  readonly lambdaConfig: JsonObject;
  /** Names of triggers that were there and said otherwise, and that a person allowed to change. */
  readonly changes: readonly string[];
  /** Names of those that called a version that did not come back. */
  readonly lost: readonly string[];
  /** It had no key when the restore was planned. */
  readonly keys?: boolean;
}

const { pool, arn, lambdaConfig } = schema.properties;
const names = { type: "array", items: { type: "string" } };

/** @throws FormError */
export const parseActivation = parserOf<TriggersActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["pool", "arn", "lambdaConfig", "changes", "lost"],
    properties: { pool, arn, lambdaConfig, changes: names, lost: names, keys: { type: "boolean" } },
  },
  "what activates a user pool's triggers",
);

/** One for all triggers that are new to the pool, one for those that it had otherwise, and one for each that cannot call. */
export function activatings(
  ports: PoolPorts,
  activation: TriggersActivation,
  { arn: restored, note }: ActivateRequest,
): Activating[] {
  const { pool: id, changes, lost } = activation;
  requireRestored({ resource: `user pool ${id}`, call: WRITE }, activation.arn, restored);
  const all = [...triggersIn(activation.lambdaConfig)];
  const part = (changing: boolean): PoolTriggers =>
    new Map(all.filter(([name]) => changes.includes(name) === changing));
  const makes = (ours: PoolTriggers, changing: boolean): Activating[] =>
    ours.size === 0 ? [] : [activating(ports, activation, { ours, changing, note })];
  return [
    ...makes(part(false), false),
    ...makes(part(true), true),
    ...lost.map((name) => lostTrigger(id, name)),
  ];
}

interface Ours {
  readonly ours: PoolTriggers;
  readonly changing: boolean;
  readonly note: (text: string) => void;
}

function activating(
  ports: PoolPorts,
  { pool: id, changes, keys = false }: TriggersActivation,
  { ours, changing, note }: Ours,
): Activating {
  const told = [...ours].map(([name, { arn }]) => `${name} call ${arn}`).join(", ");
  const holds = ({ lambdaConfig: config }: ReadPool): boolean => holdsTriggers(config, ours);
  const requireAble = async (there: ReadPool): Promise<void> => {
    await requireRoom(ports, id, there, { ours, changes, note });
    await requireThere(ports, id, ours);
  };
  const merged = async (there: ReadPool): Promise<JsonObject> => {
    await requireAble(there);
    await requireLetIn(ports, id, ours);
    return withTriggers(there.lambdaConfig, ours);
  };
  return {
    title: `let ${told} in user pool ${id}`,
    call: WRITE,
    ...(changing && { changes: true as const }),
    active: async () => {
      const there = await readNow(ports, id, ARM_AGAIN);
      if (holds(there)) return true;
      requireKnown(`user pool ${id}`, there);
      // Whether functions let the pool in is not asked yet: arming writes their policies first.
      await requireAble(there);
      return false;
    },
    activate: () => writePool(ports, { id, again: ARM_AGAIN, note }, { holds, merged }),
    disarming: taking(ports, { id, ours, keys }, note),
  };
}

/** @throws RestoreError where the pool calls somebody else by a trigger of ours, and nobody allowed to change that */
async function requireRoom(
  ports: PoolPorts,
  id: string,
  { lambdaConfig: config }: ReadPool,
  { ours, changes, note }: Pick<Ours, "ours" | "note"> & Pick<TriggersActivation, "changes">,
): Promise<void> {
  const met = inTheWay(config, ours);
  const gone = await goneFunctions(
    ports,
    met.map(({ calls }) => calls),
  );
  const foreign = met.filter(({ name, calls }) => !gone.has(calls) && !changes.includes(name));
  if (foreign.length > 0)
    throw new RestoreError(
      `user pool ${id}`,
      WRITE,
      foreign.map(({ message }) => message).join("; "),
      "take that trigger away; then arm again; or restore with --replace to have it as it was captured",
    );
  for (const { message, calls } of met)
    note(
      `user pool ${id}: ${message}: it becomes as it was${gone.has(calls) ? ", for that function is gone" : ""}`,
    );
}

/** AWS takes a trigger whatever it calls: one that calls nobody keeps everybody from signing in. */
async function requireThere(ports: PoolPorts, id: string, ours: PoolTriggers): Promise<void> {
  const arns = [...ours.values()].map(({ arn }) => arn);
  const gone = await goneFunctions(ports, arns);
  if (gone.size === 0) return;
  throw new RestoreError(
    `user pool ${id}`,
    WRITE,
    `what its triggers are to call is not there: ${[...gone].sort().join(", ")}`,
    "restore that function first; then arm again",
  );
}

/** AWS takes a trigger of a function that does not let the pool in, too, and then refuses every sign-in. */
async function requireLetIn(ports: PoolPorts, id: string, ours: PoolTriggers): Promise<void> {
  const invoker = { service: "cognito-idp.amazonaws.com", source: arnOfPool(ports, id) };
  const arns = [...ours.values()].map(({ arn }) => arn);
  const closed = [...(await closedTo(ports, arns, invoker))].sort();
  if (closed.length === 0) return;
  throw new RestoreError(
    `user pool ${id}`,
    WRITE,
    `what its triggers are to call does not let the pool in, and nobody could sign in: ${closed.join(", ")}`,
    `${closed.map((one) => letInCommand(one, invoker)).join("; ")}; then ${ARM_AGAIN}`,
  );
}

/** A version that was not published again stays uncalled, and is said at every activation. */
function lostTrigger(id: string, name: string): Activating {
  const fail = async (): Promise<never> => {
    throw new RestoreError(
      `user pool ${id}`,
      WRITE,
      `the version that trigger ${name} called did not come back`,
      "let the trigger call an alias or another version of the function",
    );
  };
  return {
    title: `let ${name} call its function in user pool ${id}`,
    call: WRITE,
    active: fail,
    activate: fail,
  };
}
