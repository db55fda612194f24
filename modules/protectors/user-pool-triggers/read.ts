import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { withDropped } from "../kit/dropped-members.ts";
import { toJson } from "../kit/json.ts";

export interface PoolReads {
  readonly cognito: Pick<CognitoIdentityProviderClient, "send">;
}

/** What reading and writing triggers asks. */
export interface PoolPorts extends PoolReads {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Whom a pool calls may be gone. */
  readonly lambda: Pick<LambdaClient, "send">;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const READ = "cognito-idp:DescribeUserPool";

/** A pool as it is now, whole, since a write replaces the whole. */
export interface ReadPool {
  readonly arn: string;
  /** When it was last written, ISO 8601; empty where AWS does not say. */
  readonly since: string;
  /** Every member of UserPoolType that is there. */
  readonly pool: JsonObject;
  readonly lambdaConfig: JsonObject;
  /** Paths of what AWS told of it and this version of the SDK does not know. */
  readonly dropped: readonly string[];
}

export async function readPool({ cognito }: PoolReads, id: string): Promise<ReadPool> {
  const command = new DescribeUserPoolCommand({ UserPoolId: id });
  const { answer, dropped } = await withDropped(command, () => cognito.send(command));
  const pool = toJson(answer.UserPool ?? {}) as JsonObject;
  const { Arn: arn, LastModifiedDate: since, LambdaConfig: config } = pool;
  if (typeof arn !== "string") throw new Error("it answered without an ARN");
  return {
    arn,
    since: typeof since === "string" ? since : "",
    pool,
    lambdaConfig: isObject(config) ? config : {},
    dropped: dropped.map((path) => path.replace(/^UserPool\./, "")),
  };
}
