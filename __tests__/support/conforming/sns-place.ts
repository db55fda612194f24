import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";
import { FakeSns } from "../fake-sns.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";

/** SNS of one account and region, with every role and key that is asked for but those that are absent. */
export class SnsPlace implements FakePlace {
  readonly sns: FakeSns;
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    this.sns = new FakeSns(place);
    this.sns.page = place.page;
  }

  readonly client: ClientOf = (Class) => {
    const found = new Map<unknown, unknown>([
      [SNSClient, this.sns.client],
      [IAMClient, { send: async ({ input }: { input: { RoleName: string } }) => this.#role(input.RoleName) }],
      [KMSClient, { send: async ({ input }: { input: { KeyId: string } }) => this.#key(input.KeyId) }],
    ]).get(Class);
    if (found === undefined) throw new Error(`no ${Class.name} is needed`);
    return found as InstanceType<typeof Class>;
  };

  #role(name: string): object {
    const Arn = `arn:aws:iam::${this.sns.account}:role/${name}`;
    if (this.absent.has(Arn)) throw awsError("NoSuchEntityException", 404);
    return { Role: { Arn } };
  }

  #key(id: string): object {
    if (this.absent.has(id)) throw awsError("NotFoundException", 400);
    return { KeyMetadata: { KeyState: "Enabled" } };
  }
}
