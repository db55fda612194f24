import type { CreateConnectionRequest } from "@aws-sdk/client-eventbridge";
import type { AnyProtector } from "../../../modules/protectors/load.ts";
import type { ThingPlan } from "../../../modules/protectors/protector.ts";
import type { EventsPlace } from "../../support/conforming/events-place.ts";
import { ports } from "../event-rule/place.ts";

export const API_KEY = {
  AuthorizationType: "API_KEY",
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-api-key", ApiKeyValue: "canary-key" } },
} as const satisfies Partial<CreateConnectionRequest>;

/** A thing as a run captures it. */
export async function capturedBy(protector: AnyProtector, there: EventsPlace, id: string) {
  const options = { triggers: "all", needsTags: () => false, warn: () => undefined } as const;
  for await (const item of protector.inventory(ports(there), options))
    if (item.id === id) {
      const scope = { code: "published", triggers: "all" } as const;
      const found = await protector.capture(ports(there) as never, item, {
        ...{ scope, today: "2026-01-01" },
        keep: async (one) => one,
      });
      if (found !== undefined) return found;
    }
  throw new Error(`${id} is not captured`);
}

interface Asked {
  readonly map?: Readonly<Record<string, string>>;
  readonly replace?: boolean;
  readonly target?: { readonly account: string; readonly region: string; readonly partition: string };
}

/** What a restore of it would do; without a map it is restored alone. */
export function planBy(
  protector: AnyProtector,
  there: EventsPlace,
  { document, secrets }: Awaited<ReturnType<typeof capturedBy>>,
  { map = {}, replace = false, target = { ...ports(there) } }: Asked = {},
): Promise<ThingPlan> {
  const { account, partition, region } = target;
  const at = { account, partition, region };
  return protector.plan(ports(there), {
    point: "point",
    translation: protector.translate(document, secrets, { target: at, map }),
    target: at,
    together: new Set(),
    today: "2026-01-01",
    replace,
    allowPublic: false,
  });
}

/** Does its steps, and tells what arming is left with. */
export async function performed(plan: ThingPlan, ids = new Map<string, string>()) {
  for (const [from, to] of plan.ids) ids.set(from, to);
  for (const { perform } of plan.steps) await perform?.(ids);
  return { ids, activation: plan.activation(ids) };
}
