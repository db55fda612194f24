import { devNull } from "node:os";

/** The embedded AWS takes any key; these say in every log that they are not real. */
export const FAKE_CREDENTIALS = { accessKeyId: "sandbox", secretAccessKey: "sandbox" } as const;

/**
 * What points any AWS SDK, and the Terraform provider, at the sandbox and away from everything this machine
 * has configured. An empty string counts as absent in all of them.
 */
export function sandboxEnvironment(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: FAKE_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: FAKE_CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: "",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_PROFILE: "",
    AWS_CA_BUNDLE: "",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** An environment without any AWS setting of this machine, so that none of them leaks into a child. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_")));
}
