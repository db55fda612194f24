import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

/** Client settings that assume `role`; none where there is no role, and the runner's own credentials hold. */
export function roleCredentials(
  role: string | undefined,
  region: string,
  session: string,
): { readonly credentials?: ReturnType<typeof fromTemporaryCredentials> } {
  if (role === undefined) return {};
  return {
    credentials: fromTemporaryCredentials({
      params: { RoleArn: role, RoleSessionName: session },
      // The region's own STS: a lost region elsewhere must not stop this one.
      clientConfig: { region },
    }),
  };
}
