import {
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  PutScheduledActionCommand,
  type PutScheduledActionCommandInput,
  RegisterScalableTargetCommand,
  type ScalableDimension,
} from "@aws-sdk/client-application-auto-scaling";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import type { ScaledCapacity, TableSettings } from "../document.ts";
import { NAMESPACE, resourceId } from "../read-scaling.ts";
import { scaledForm, scaledLabel } from "../view.ts";
import type { Draft } from "./draft.ts";
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
    planNamed(draft, wanted, live, "policies");
    planNamed(draft, wanted, live, "actions");
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

function planNamed(
  draft: Draft,
  wanted: ScaledCapacity,
  live: ScaledCapacity | undefined,
  what: "policies" | "actions",
): void {
  const [forms, there] = [scaledForm(wanted)[what], live && scaledForm(live)[what]];
  const now = isObject(there) ? there : {};
  for (const [name, one] of Object.entries(isObject(forms) ? forms : {})) {
    if (now[name] !== undefined && sameJson(sortedKeys(one as Json), sortedKeys(now[name]))) continue;
    if (what === "policies")
      push(draft, `put scaling policy ${name}`, POLICY, () =>
        draft.ports.scaling.send(
          new PutScalingPolicyCommand({
            ...(one as JsonObject),
            ...of(draft, wanted),
          } as unknown as PutScalingPolicyCommandInput),
        ),
      );
    else
      push(draft, `put scheduled action ${name}`, ACTION, () =>
        draft.ports.scaling.send(
          new PutScheduledActionCommand({
            ...(one as JsonObject),
            ...datesOf(one as JsonObject),
            ...of(draft, wanted),
          } as unknown as PutScheduledActionCommandInput),
        ),
      );
  }
  for (const name of Object.keys(now))
    if (!(name in (isObject(forms) ? forms : {})))
      stays(draft, `${what === "policies" ? "scaling policy" : "scheduled action"} ${name}`);
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
