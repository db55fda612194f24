import { type APIGatewayClient, GetAccountCommand } from "@aws-sdk/client-api-gateway";
import type { Blocked } from "../blocked.ts";
import type { PlanPorts } from "../protector.ts";
import { READ } from "./api-methods.ts";
import { attempt } from "./attempt.ts";
import type { Presence } from "./presence.ts";
import { isForbidden } from "./restore-error.ts";

/** Whether the account has a role for logs; `told` says what is to be logged. */
export type LogRole = (told: string) => Promise<Presence>;

/** A plan in the making, as far as logs of stages go. */
interface Planning {
  readonly ports: Pick<PlanPorts, "region"> & { readonly logRole: LogRole };
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/**
 * Whether an account has told API Gateway the role by which it writes logs in a region. One setting is for all REST and
 * WebSocket APIs; HTTP APIs, and access logs to Firehose, go without.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function logRolePresence(
  gateway: Pick<APIGatewayClient, "send">,
  { region, sleep }: Pick<PlanPorts, "region" | "sleep">,
): LogRole {
  return async (told) => {
    const what = { resource: `account settings of API Gateway in ${region}, for ${told}`, call: READ };
    try {
      const { cloudwatchRoleArn } = await attempt(sleep, what, () => gateway.send(new GetAccountCommand({})));
      return cloudwatchRoleArn ? "present" : "absent";
    } catch (error) {
      if (isForbidden(error)) return "unknown";
      throw error;
    }
  };
}

/** API Gateway takes no stage that writes logs to CloudWatch before it has a role for that. */
export async function planLogRole(
  { ports, blocked, warnings }: Planning,
  /** Those that arming makes or sets. */
  stages: readonly string[],
  resource: string,
): Promise<void> {
  if (stages.length === 0) return;
  const { region, logRole } = ports;
  const told = `logs of stage ${stages.join(", ")} of ${resource}`;
  const found = await logRole(told);
  if (found === "unknown")
    warnings.push(
      `${told}: whether API Gateway has a role for CloudWatch in ${region} cannot be asked (aws apigateway get-account); ` +
        "where it has none, arm fails",
    );
  if (found === "absent")
    blocked.push({
      because: "prerequisite",
      message: `${told}: API Gateway has no role for CloudWatch in ${region}, without which it takes no stage that logs`,
      hint: `${giveRole(region)}: it is for all REST and WebSocket APIs there`,
    });
}

/** What AWS says of a stage that it does not take. */
export function ofLogRole(region: string, again: string): (words: string) => string | undefined {
  return (words) =>
    /CloudWatch Logs role ARN must be set/i.test(words) ? `${giveRole(region)}; then ${again}` : undefined;
}

/** Whether access logs go where API Gateway writes by the account's role. */
export function isLogGroup(destination: unknown): boolean {
  return typeof destination === "string" && /^arn:[^:]*:logs:/.test(destination);
}

function giveRole(region: string): string {
  return `give it one (aws apigateway update-account --region ${region} --patch-operations op=replace,path=/cloudwatchRoleArn,value=ROLE)`;
}
