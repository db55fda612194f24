import type { JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import type { TopicRuleSettings } from "./document.ts";

/**
 * One form for settings that mean the same: with the defaults that IoT has.
 * https://docs.aws.amazon.com/iot/latest/apireference/API_TopicRulePayload.html
 */
export function formOf({ actions, errorAction, ...settings }: TopicRuleSettings): JsonObject {
  return canonical({
    ...settings,
    awsIotSqlVersion: settings.awsIotSqlVersion ?? "2015-10-08",
    actions: actions.map(actionForm),
    ...(isObject(errorAction) && { errorAction: actionForm(errorAction) }),
  });
}

function actionForm({ sns, republish, ...action }: JsonObject): JsonObject {
  return {
    ...action,
    ...(isObject(sns) && { sns: { messageFormat: "RAW", ...sns } }),
    ...(isObject(republish) && { republish: { qos: 0, ...republish } }),
  };
}
