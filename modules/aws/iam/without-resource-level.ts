import { SPECS } from "../../protectors/kinds.ts";

/**
 * Actions that a role of ours may do on more than this account's own resources, and where AWS says that there
 * is nothing narrower to name. Anything else on `*` is a mistake.
 */
export const WITHOUT_RESOURCE_LEVEL: Readonly<Record<string, string>> = {
  ...Object.assign({}, ...Object.values(SPECS).map(({ wildcardActions }) => wildcardActions)),
  "cloudwatch:PutMetricData":
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html",
};
