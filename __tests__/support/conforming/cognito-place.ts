import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeCognito } from "../fake-cognito.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { everyFunction } from "./every-function.ts";
import { loneService } from "./lone-service.ts";

/** User pools of one account and region, with every function, role and key that is asked for but those that are absent. */
export class CognitoPlace implements FakePlace {
  readonly client: ClientOf;
  readonly cognito: FakeCognito;
  readonly absent = new Set<string>();
  /** Statements of functions' policies, by `name` or `name:qualifier`. */
  readonly policies = new Map<string, readonly object[]>();

  constructor(readonly place: PlaceOptions) {
    this.cognito = new FakeCognito(place);
    this.cognito.page = place.page;
    const others = loneService(
      CognitoIdentityProviderClient,
      this.cognito.client,
      place.account,
      this.absent,
    );
    this.client = everyFunction(others, this.absent, this.policies);
  }
}
