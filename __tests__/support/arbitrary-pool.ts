import type * as C from "@aws-sdk/client-cognito-identity-provider";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const FUNCTIONS = [here("lambda", "function:orders"), here("lambda", "function:orders:live")];
const KEY = here("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
/** All that the arbitrary's pools name in their region. */
export const NAMED = [...FUNCTIONS, KEY];

/** A pool, as it is there: what it calls, and what else is set of it. */
export interface MadePool {
  readonly id: string;
  readonly config: C.LambdaConfigType;
  readonly settings: Omit<C.UserPoolType, "Id" | "Arn" | "LambdaConfig">;
}

const LambdaArn = fc.constantFrom(...FUNCTIONS);
const versioned = fc.record({ LambdaVersion: fc.constant("V1_0" as const), LambdaArn });

const config = fc
  .record(
    {
      PreSignUp: LambdaArn,
      PostConfirmation: LambdaArn,
      CustomMessage: LambdaArn,
      VerifyAuthChallengeResponse: LambdaArn,
      PreTokenGenerationConfig: fc.record({
        LambdaVersion: fc.constantFrom("V1_0" as const, "V2_0" as const, "V3_0" as const),
        LambdaArn,
      }),
      CustomSMSSender: versioned,
      CustomEmailSender: versioned,
      InboundFederation: versioned,
    },
    { requiredKeys: [] },
  )
  .filter((made) => Object.keys(made).length > 0)
  .map((made): C.LambdaConfigType => {
    const sends = (made.CustomSMSSender ?? made.CustomEmailSender) !== undefined;
    return { ...made, ...(sends && { KMSKeyID: KEY }) };
  });

const settings: fc.Arbitrary<MadePool["settings"]> = fc.record({
  MfaConfiguration: fc.constantFrom("OFF" as const, "OPTIONAL" as const),
  DeletionProtection: fc.constantFrom("ACTIVE" as const, "INACTIVE" as const),
  AutoVerifiedAttributes: fc.subarray(["email" as const, "phone_number" as const]),
  UserPoolTags: fc.constantFrom(
    {},
    { team: "shop" },
    { team: "shop", "aws:cloudformation:stack-name": "shop" },
  ),
  UserPoolTier: fc.constantFrom("LITE" as const, "PLUS" as const),
  SmsAuthenticationMessage: fc.constantFrom("Your code is {####}", "{####} is your code"),
});

/** Pools that call a function or two. */
export const arbitraryPool: fc.Arbitrary<MadePool> = fc.record({
  id: fc.stringMatching(/^[a-zA-Z0-9]{4,9}$/).map((drawn) => `${region}_${drawn}`),
  config,
  settings,
});
