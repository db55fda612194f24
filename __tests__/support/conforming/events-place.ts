import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeEvents } from "../fake-events.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";

/** EventBridge of one account and region, with every role and key that is asked for. */
export class EventsPlace implements FakePlace {
  readonly events: FakeEvents;

  constructor(place: PlaceOptions) {
    this.events = new FakeEvents(place);
    this.events.page = place.page;
  }

  readonly client: ClientOf = (Class) => {
    const role = (name: string): string => `arn:aws:iam::${this.events.account}:role/${name}`;
    const found = new Map<unknown, unknown>([
      [EventBridgeClient, this.events.client],
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
