import * as C from "@aws-sdk/client-cognito-identity-provider";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction } from "./place.ts";

/** Id of their pool in a region, which AWS draws. */
export async function theirPool(at: EstatePlace): Promise<string | undefined> {
  const cognito = at.client(C.CognitoIdentityProviderClient);
  const { UserPools = [] } = await cognito.send(new C.ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools.find(({ Name }) => Name === THEIRS)?.Id;
}

/** A user pool that calls their function before a user signs up, with tags and a policy for passwords. */
export const theirUserPools: Neighbour = {
  make: async (at) => {
    await at.client(C.CognitoIdentityProviderClient).send(
      new C.CreateUserPoolCommand({
        PoolName: THEIRS,
        LambdaConfig: { PreSignUp: theirFunction(at) },
        Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 3 } },
        UserPoolTags: { owner: "they" },
      }),
    );
  },
  describe: async (at) => {
    const UserPoolId = await theirPool(at);
    const cognito = at.client(C.CognitoIdentityProviderClient);
    return { "user pool": await cognito.send(new C.DescribeUserPoolCommand({ UserPoolId })) };
  },
};
