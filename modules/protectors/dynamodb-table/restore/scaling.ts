import {
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  PutScheduledActionCommand,
  type PutScheduledActionCommandInput,
  RegisterScalableTargetCommand,
  type ScalableDimension,
} from "@aws-sdk/client-application-auto-scaling";
import type { JsonObject } from "../../../contract/json.ts";
import { own } from "../../../core/own.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import type { ScaledCapacity, TableSettings } from "../document.ts";
import { NAMESPACE, resourceId } from "../read-scaling.ts";
import { scaledForm, scaledLabel } from "../view.ts";
import type { Draft } from "./draft.ts";
import { endedAt, withoutPastStart } from "./past.ts";
import { push, stays } from "./push.ts";

const REGISTER = "application-autoscaling:RegisterScalableTarget";
const POLICY = "application-autoscaling:PutScalingPolicy";
const ACTION = "application-autoscaling:PutScheduledAction";
/** What a capacity does of which nothing is suspended. */
const RUNNING = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

/** First what is scaled, then how and when. Alarms are made by the policies. */
export function planScaling(draft: Draft, there: TableSettings): void {
  const { document } = draft.request.translation;
  for (const wanted of document.scaling) {
    const live = there.scaling.find((one) => scaledLabel(one) === scaledLabel(wanted));
    planTarget(draft, wanted, live);
    planPolicies(draft, wanted, live);
    planActions(draft, wanted, live);
  }
  for (const live of there.scaling)
    if (!document.scaling.some((one) => scaledLabel(one) === scaledLabel(live)))
      stays(draft, `autoscaling (${scaledLabel(live)})`);
}

function of({ request }: Draft, { index, dimension }: ScaledCapacity) {
  return {
    ServiceNamespace: NAMESPACE,
    ResourceId: resourceId(request.translation.document.name, index),
    ScalableDimension: dimension as ScalableDimension,
  } as const;
}

function planTarget(draft: Draft, wanted: ScaledCapacity, live: ScaledCapacity | undefined): void {
  const bounds = (one: ScaledCapacity): JsonObject => {
    const { min, max, suspended } = scaledForm(one);
    return { min: min ?? 0, max: max ?? 0, suspended: suspended ?? {} };
  };
  if (live !== undefined && sameJson(bounds(wanted), bounds(live))) return;
  push(draft, `scale ${scaledLabel(wanted)} from ${wanted.min} to ${wanted.max}`, REGISTER, () =>
    draft.ports.scaling.send(
      new RegisterScalableTargetCommand({
        ...of(draft, wanted),
        MinCapacity: wanted.min,
        MaxCapacity: wanted.max,
        SuspendedState: { ...RUNNING, ...wanted.suspended },
      }),
    ),
  );
}

function planPolicies(draft: Draft, wanted: ScaledCapacity, live: ScaledCapacity | undefined): void {
  planNamed(draft, "scaling policy", namedIn(wanted, "policies"), namedIn(live, "policies"), (name, one) =>
    push(draft, `put scaling policy ${name}`, POLICY, () =>
      draft.ports.scaling.send(
        new PutScalingPolicyCommand({
          ...one,
          ...of(draft, wanted),
        } as unknown as PutScalingPolicyCommandInput),
      ),
    ),
  );
}

/** One that has ended is refused by autoscaling, and would scale nothing; it may end while the items are restored. */
function planActions(draft: Draft, wanted: ScaledCapacity, live: ScaledCapacity | undefined): void {
  const { ports, request, warnings } = draft;
  const now = ports.now();
  const started = (all: Named): Named =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [name, withoutPastStart(one, now)]));
  const [all, there] = [started(namedIn(wanted, "actions")), started(namedIn(live, "actions"))];
  planNamed(draft, "scheduled action", all, there, (name, one) => {
    const ended = endedAt(one, now);
    if (ended === undefined)
      push(draft, `put scheduled action ${name}`, ACTION, async () => {
        if (endedAt(one, ports.now()) !== undefined) return;
        const action = withoutPastStart(one, ports.now());
        await ports.scaling.send(
          new PutScheduledActionCommand({
            ...action,
            ...datesOf(action),
            ...of(draft, wanted),
          } as unknown as PutScheduledActionCommandInput),
        );
      });
    else
      warnings.push(
        `scheduled action ${name} (${scaledLabel(wanted)}) of table ${request.translation.document.name} ended at ${ended}, and scales nothing any more: it is not put again`,
      );
  });
}

type Named = Readonly<Record<string, JsonObject>>;

function namedIn(capacity: ScaledCapacity | undefined, what: "policies" | "actions"): Named {
  const forms = capacity && scaledForm(capacity)[what];
  return (isObject(forms) ? forms : {}) as Named;
}

/** What is not as it was is put; what the point does not have stays. */
function planNamed(
  draft: Draft,
  what: string,
  wanted: Named,
  live: Named,
  put: (name: string, one: JsonObject) => void,
): void {
  for (const [name, one] of Object.entries(wanted)) {
    const now = own(live, name);
    if (now === undefined || !sameJson(sortedKeys(one), sortedKeys(now))) put(name, one);
  }
  for (const name of Object.keys(live)) if (!Object.hasOwn(wanted, name)) stays(draft, `${what} ${name}`);
}

/** Times are kept as texts. */
function datesOf(action: JsonObject): Record<string, Date> {
  return Object.fromEntries(
    ["StartTime", "EndTime"].flatMap((key) => {
      const time = action[key];
      return typeof time === "string" ? [[key, new Date(time)] as const] : [];
    }),
  );
}
