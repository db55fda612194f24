import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { PipesClient } from "@aws-sdk/client-pipes";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";
import { Wire } from "../fake-aws/wire.ts";
import { FakeEvents } from "../fake-events.ts";
import { FakePipes } from "../fake-pipes.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Pipes and API destinations of one account and region, with every role, key, function and queue that is asked for, but those that are absent. */
export class PipesPlace implements FakePlace {
  readonly client: ClientOf;
  readonly pipes: FakePipes;
  readonly events: FakeEvents;
  /** ARNs, keys, and names of queues and functions. */
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    const wire = new Wire();
    this.pipes = new FakePipes({ ...place, wire });
    this.events = new FakeEvents({ ...place, wire });
    this.pipes.page = place.page;
    this.events.page = place.page;
    const others = loneService(PipesClient, this.pipes.client, place.account, this.absent);
    const known = new Map<unknown, unknown>([
      [EventBridgeClient, this.events.client],
      [LambdaClient, this.#there("ResourceNotFoundException", 404, ({ FunctionName }) => FunctionName)],
      [SQSClient, this.#there("AWS.SimpleQueueService.NonExistentQueue", 400, ({ QueueName }) => QueueName)],
    ]);
    this.client = (Asked) => (known.get(Asked) as InstanceType<typeof Asked> | undefined) ?? others(Asked);
  }

  #there(
    absent: string,
    status: number,
    named: (input: Readonly<Record<string, string>>) => string | undefined,
  ) {
    const send = async ({ input }: { input: Readonly<Record<string, string>> }): Promise<object> => {
      if (this.absent.has(named(input) ?? "")) throw awsError(absent, status);
      return {};
    };
    return { send };
  }
}
