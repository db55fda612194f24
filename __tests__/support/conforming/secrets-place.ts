import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeSecrets } from "../fake-secrets.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { everyFunction } from "./every-function.ts";
import { loneService } from "./lone-service.ts";

/** Secrets of one account and region, with every function that is asked for but those that are absent. */
export class SecretsPlace implements FakePlace {
  readonly client: ClientOf;
  readonly secrets: FakeSecrets;
  readonly absent = new Set<string>();

  constructor(readonly place: PlaceOptions) {
    this.secrets = new FakeSecrets(place);
    this.secrets.page = place.page;
    const others = loneService(SecretsManagerClient, this.secrets.client, place.account);
    this.client = everyFunction(others, this.absent);
  }
}
