import { FUNCTIONS, LOST, STANDBY } from "./regions.ts";

/** What a person may try in the sandbox that the demo leaves running, while the first region is cut off still. */
export function nextSteps({
  policies: folder,
  endpoint,
}: {
  readonly policies: string;
  readonly endpoint: string;
}): string[] {
  const { quote } = FUNCTIONS;
  const copy = `${quote}-again`;
  const result = `${copy}.${STANDBY}.restore.json`;
  const policies = `--policies ${folder}`;
  const there = `--site ${LOST} --to ${STANDBY} --role standby`;
  return [
    "",
    `${LOST} is cut off still. A first restore of your own, beside the one that came back, and its events in and out again:`,
    "",
    `  npx zonekeep restore ${quote} ${there} --as ${copy} ${policies}`,
    `  npx zonekeep arm ${result} --alongside --role standby`,
    `  npx zonekeep disarm ${result} --role standby`,
    "",
    "All of a policy, as the demo has restored it:",
    "",
    `  npx zonekeep restore --policy orders ${there} --map sandbox/demo/${STANDBY}.map.yaml --dry-run ${policies}`,
    "",
    `What there is, whether every byte is, and ${LOST} back again:`,
    "",
    `  npx zonekeep list --from ${STANDBY} --site ${LOST} ${policies}`,
    `  npx zonekeep verify ${quote} --site ${LOST} --from ${STANDBY} ${policies}`,
    // Version 1 of the AWS CLI does not read AWS_ENDPOINT_URL.
    `  aws --endpoint-url ${endpoint} --region ${STANDBY} lambda list-functions --query 'Functions[].FunctionName'`,
    `  curl --data '{"region":"${LOST}"}' ${endpoint}/_sandbox/heal`,
    "",
    "Then, in the place where it was:",
    "",
    `  npx zonekeep restore ${quote} --site ${LOST} ${policies}`,
  ];
}
