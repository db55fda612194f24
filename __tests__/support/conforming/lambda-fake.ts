import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeEcr } from "../fake-ecr.ts";
import { FakeLambda } from "../fake-lambda/lambda.ts";
import { FakeMetrics } from "../fake-metrics.ts";
import { FakeNetworks } from "../fake-networks.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";

/** Lambda, with the roles and keys that a restore looks for. */
export class LambdaPlace implements FakePlace {
  readonly lambda: FakeLambda;
  readonly ecr: FakeEcr;
  readonly #networks = new FakeNetworks();
  readonly #metrics: FakeMetrics;

  constructor(readonly place: PlaceOptions) {
    this.lambda = new FakeLambda(place);
    this.lambda.page = place.page;
    this.ecr = new FakeEcr(place);
    this.#metrics = new FakeMetrics(place);
    this.lambda.imageAt = (address) => this.ecr.imageAt(address);
  }

  readonly client = ((Class: { readonly name: string }) => {
    const send = (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) =>
      /Lambda/.test(Class.name)
        ? this.lambda.send(command)
        : /ECR/.test(Class.name)
          ? this.ecr.send(command)
          : /EC2/.test(Class.name)
            ? this.#networks.send(command)
            : /^CloudWatchClient/.test(Class.name)
              ? this.#metrics.send(command)
              : this.#other(command);
    return { send };
  }) as ClientOf;

  download(address: string): AsyncIterable<Uint8Array> {
    return address.startsWith("https://layers.") ? this.ecr.download(address) : this.lambda.download(address);
  }

  store(bucket: string, key: string, bytes: Uint8Array): void {
    this.lambda.objects.set(`${bucket}/${key}`, bytes);
  }

  async #other(command: { readonly input: unknown }): Promise<unknown> {
    const { RoleName, KeyId, QueueName } = command.input as Record<string, string | undefined>;
    if (QueueName !== undefined) return { QueueUrl: QueueName };
    if (RoleName !== undefined)
      return { Role: { Arn: `arn:aws:iam::${this.place.account}:role/${RoleName}` } };
    return { KeyMetadata: { Arn: KeyId, KeyState: "Enabled" } };
  }
}
