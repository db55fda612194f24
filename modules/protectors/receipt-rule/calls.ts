import type { JsonObject } from "../../contract/json.ts";
import { isArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import type { ReceiptRuleSettings } from "./document.ts";

/** ARN of what one action serves: a function, or a topic. */
export function servedBy({ LambdaAction: lambda, SNSAction: sns }: JsonObject): string | undefined {
  if (isObject(lambda)) return String(lambda.FunctionArn);
  return isObject(sns) ? String(sns.TopicArn) : undefined;
}

/** Whether an action does something by itself: others only say what becomes of the mail for those. */
export function isOwnDoing({ StopAction: stop, AddHeaderAction: header }: JsonObject): boolean {
  return stop === undefined && header === undefined;
}

/** ARNs of all that the rule tells: functions, and topics of its actions. */
export function fedBy({ Actions }: ReceiptRuleSettings): readonly string[] {
  const topics = Actions.flatMap((action) =>
    Object.values(action).flatMap((one) => (isObject(one) ? String(one.TopicArn ?? "") : "")),
  );
  const functions = Actions.flatMap((action) => servedBy(action) ?? []);
  return [...new Set([...functions, ...topics])].filter(isArn);
}

/** The settings with what `now` makes of each function that an action calls. */
export function withFunctions(
  settings: ReceiptRuleSettings,
  now: (arn: string, at: number) => string,
): ReceiptRuleSettings {
  return {
    ...settings,
    Actions: settings.Actions.map((action, at) => {
      const { LambdaAction: lambda } = action;
      if (!isObject(lambda) || typeof lambda.FunctionArn !== "string") return action;
      return { ...action, LambdaAction: { ...lambda, FunctionArn: now(lambda.FunctionArn, at) } };
    }),
  };
}
