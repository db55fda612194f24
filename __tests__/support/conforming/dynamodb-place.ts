import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { type EventSourceMappingConfiguration, LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";
import { FakeService } from "../fake-aws/service.ts";
import { FakeDynamoDB } from "../fake-dynamodb.ts";
import { FakeScaling } from "../fake-scaling.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";

/** Mappings of Lambda in memory, as its list tells them. */
class FakeMappings extends FakeService<LambdaClient> {
  readonly service = "lambda";
  readonly all: EventSourceMappingConfiguration[] = [];

  ListEventSourceMappings({ EventSourceArn, Marker }: { EventSourceArn?: string; Marker?: string }) {
    const found = this.all.filter((one) => one.EventSourceArn === EventSourceArn);
    return this.paged("EventSourceMappings", found, Marker);
  }
}

/** DynamoDB and its autoscaling of one account and region, with every key that is asked for but those that are absent. */
export class DynamoDBPlace implements FakePlace {
  readonly dynamodb: FakeDynamoDB;
  readonly scaling: FakeScaling;
  readonly mappings: FakeMappings;
  readonly absent = new Set<string>();
  /** Where its tables are restored from, in a region of their own. */
  beyond?: DynamoDBPlace;

  constructor(readonly options: PlaceOptions) {
    this.dynamodb = new FakeDynamoDB(options);
    this.scaling = new FakeScaling({ ...options, wire: this.dynamodb.wire });
    this.mappings = new FakeMappings({ ...options, wire: this.dynamodb.wire });
    this.dynamodb.page = options.page;
    this.mappings.page = options.page;
    this.scaling.page = options.page;
  }

  readonly client: ClientOf = (Class) => {
    const known = new Map<unknown, unknown>([
      [DynamoDBClient, this.dynamodb.client],
      [ApplicationAutoScalingClient, this.scaling.client],
      [LambdaClient, this.mappings.client],
      [KMSClient, { send: (command: { input: { KeyId: string } }) => this.#key(command.input.KeyId) }],
    ]);
    const found = known.get(Class);
    if (found === undefined) throw new Error(`no ${Class.name} is needed`);
    return found as InstanceType<typeof Class>;
  };

  async #key(key: string): Promise<object> {
    if (this.absent.has(key)) throw awsError("NotFoundException", 400);
    const KeyManager = key.endsWith(":key/aws-managed") ? "AWS" : "CUSTOMER";
    return { KeyMetadata: { KeyState: "Enabled", KeyManager } };
  }
}
