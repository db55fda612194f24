import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeScheduler } from "../fake-scheduler.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";

/** Scheduler of one account and region, with every role and key that is asked for. */
export class SchedulerPlace implements FakePlace {
  readonly scheduler: FakeScheduler;

  constructor(place: PlaceOptions) {
    this.scheduler = new FakeScheduler(place);
    this.scheduler.page = place.page;
  }

  readonly client: ClientOf = (Class) => {
    const role = (name: string): string => `arn:aws:iam::${this.scheduler.account}:role/${name}`;
    const found = new Map<unknown, unknown>([
      [SchedulerClient, this.scheduler.client],
      [
        IAMClient,
        {
          send: async ({ input: { RoleName } }: { input: { RoleName: string } }) => ({
            Role: { Arn: role(RoleName) },
          }),
        },
      ],
      [KMSClient, { send: async () => ({ KeyMetadata: { KeyState: "Enabled" } }) }],
    ]).get(Class);
    if (found === undefined) throw new Error(`no ${Class.name} is needed`);
    return found as InstanceType<typeof Class>;
  };
}
