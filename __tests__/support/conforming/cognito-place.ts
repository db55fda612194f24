import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";
import { FakeCognito } from "../fake-cognito.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** User pools of one account and region, with every function, role and key that is asked for but those that are absent. */
export class CognitoPlace implements FakePlace {
  readonly client: ClientOf;
  readonly cognito: FakeCognito;
  readonly absent = new Set<string>();

  constructor(readonly place: PlaceOptions) {
    this.cognito = new FakeCognito(place);
    this.cognito.page = place.page;
    const others = loneService(
      CognitoIdentityProviderClient,
      this.cognito.client,
      place.account,
      this.absent,
    );
    const lambda = { send: this.#answer };
    this.client = (Class) =>
      (Class as unknown) === LambdaClient ? (lambda as InstanceType<typeof Class>) : others(Class);
  }

  readonly #answer = async ({ input }: { input: { FunctionName: string } }): Promise<object> => {
    if (this.absent.has(input.FunctionName)) throw awsError("ResourceNotFoundException", 404);
    return { FunctionArn: input.FunctionName };
  };
}
