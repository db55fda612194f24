import type * as C from "@aws-sdk/client-cognito-identity-provider";
import { userPoolTriggers } from "../../../modules/protectors/user-pool-triggers/protector.ts";
import { arbitraryPool, type MadePool, NAMED } from "../arbitrary-pool.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { CognitoPlace } from "./cognito-place.ts";

function idElsewhere({ id }: MadePool): string {
  return id.replace(SOURCE.region, ELSEWHERE.region);
}

function idIn({ place }: CognitoPlace, value: MadePool): string {
  return place.region === SOURCE.region ? value.id : idElsewhere(value);
}

function configOf(fake: CognitoPlace, id: string): C.LambdaConfigType {
  return fake.cognito.pools.get(id)?.LambdaConfig ?? {};
}

/** Names of the triggers, but for the key and the member that says the same as another one. */
function namesOf(config: C.LambdaConfigType): string[] {
  return Object.keys(config).filter((name) => name !== "KMSKeyID" && name !== "PreTokenGeneration");
}

const arnOf = (id: string, { account, region } = SOURCE): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;

/** Triggers of user pools, as the suite of kinds takes them. */
export const conforming: Conforming<CognitoPlace, MadePool> = {
  protector: userPoolTriggers,
  fake: (options) => new CognitoPlace(options),
  arbitrary: arbitraryPool,
  put: ({ cognito }, { id, config, settings }) =>
    void cognito.have(id, { ...settings, LambdaConfig: config }),
  // A restore makes no pool.
  prepare: (fake, value) => void fake.cognito.have(idIn(fake, value), structuredClone(value.settings)),
  idElsewhere,
  change: (fake, value, n) => {
    const { cognito, place } = fake;
    const id = idIn(fake, value);
    const theirs = `arn:aws:lambda:${place.region}:${place.account}:function:changed-${n}`;
    const was = configOf(fake, id);
    const changed = Object.fromEntries(
      Object.entries(was).map(([name, one]) => {
        if (name === "KMSKeyID") return [name, one];
        return [name, typeof one === "string" ? theirs : { ...one, LambdaArn: theirs }];
      }),
    );
    cognito.have(id, { ...cognito.pools.get(id), LambdaConfig: changed });
  },
  map: (value) => ({
    [arnOf(value.id)]: arnOf(idElsewhere(value), ELSEWHERE),
    ...Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  }),
  neighbours: (fake, value) => {
    const { cognito } = fake;
    const id = idIn(fake, value);
    const UserMigration = `arn:aws:lambda:${fake.place.region}:${SOURCE.account}:function:theirs`;
    const pool = cognito.pools.get(id);
    cognito.have(id, { ...pool, LambdaConfig: { ...pool?.LambdaConfig, UserMigration } });
    const other = `${fake.place.region}_zzTheirs`;
    cognito.have(other, { LambdaConfig: { UserMigration } });
    return () => {
      const { LambdaConfig, LastModifiedDate: _, ...rest } = cognito.pools.get(id) ?? {};
      return { beside: LambdaConfig?.UserMigration, rest, other: cognito.pools.get(other) };
    };
  },
  secretsOf: { reason: "triggers have none" },
  fires: (fake, value) => namesOf(configOf(fake, idIn(fake, value))),
  readOnlyFields: [],
  unseen: {
    "kms:CreateGrant": "Cognito asks it of who writes a pool with a key: no call of its own",
    "iam:CreateServiceLinkedRole":
      "Cognito asks it of who writes a pool that sends mail by SES: no call of its own",
    "restore lambda:GetFunctionConfiguration":
      "asked only of the function of a trigger that is in the way of ours",
  },
  tolerated: { "kms:DescribeKey": "arming tries it, and Cognito will say" },
  proven: endToEnd("__tests__/sandbox/user-pool-triggers.test.ts"),
  lost: ["the user pool itself with its users, groups, app clients, domain and every other setting"],
};
