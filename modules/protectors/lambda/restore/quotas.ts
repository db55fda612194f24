import { GetAccountSettingsCommand, type GetAccountSettingsCommandOutput } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import { isPublished } from "../arn.ts";
import type { Draft } from "./draft.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const UNRESERVED_FLOOR = 100;
const CODE = "lambda:TotalCodeSize";
const CONCURRENCY = "lambda:ConcurrentExecutions";

/** What the account's limits leave room for, counting what the other functions of this restore take. */
export async function planQuotas(draft: Draft): Promise<void> {
  const wanted = draft.document.reservedConcurrency;
  const reserves =
    wanted !== undefined && wanted > (draft.live?.reservedConcurrency ?? 0) && !draft.skip.has("concurrency");
  const made = versionsToMake(draft);
  if (!reserves && made.length === 0) return;
  const settings = await accountSettings(draft);
  if (settings === undefined) return;
  if (reserves) planReserved(draft, wanted - (draft.live?.reservedConcurrency ?? 0), settings);
  planStorage(draft, made, settings);
}

/** `undefined`: not permitted to ask; then Lambda will say. */
async function accountSettings({
  ports,
  document,
  warnings,
}: Draft): Promise<GetAccountSettingsCommandOutput | undefined> {
  const what = { resource: document.name, call: "lambda:GetAccountSettings" };
  try {
    return await attempt(ports.sleep, what, () => ports.lambda.send(new GetAccountSettingsCommand({})));
  } catch (error) {
    if (!(error instanceof RestoreError) || error.failure !== "denied") throw error;
    warnings.push("whether the account has room for it is not known: allow lambda:GetAccountSettings");
    return undefined;
  }
}

function planReserved(
  { document, blocked, claims }: Draft,
  more: number,
  { AccountLimit }: GetAccountSettingsCommandOutput,
): void {
  const unreserved = AccountLimit?.UnreservedConcurrentExecutions;
  if (unreserved === undefined) return;
  const taken = claims.get(CONCURRENCY) ?? 0;
  const room = unreserved - UNRESERVED_FLOOR - taken;
  claims.set(CONCURRENCY, taken + more);
  if (more <= room) return;
  blocked.push({
    because: "quota",
    message:
      `${document.name} reserves a concurrency of ${document.reservedConcurrency}, and here ${Math.max(0, room)} may ` +
      `be reserved: Lambda keeps ${UNRESERVED_FLOOR} of the account's unreserved`,
    hint: "ask AWS for a higher concurrency (Service Quotas, L-B99A9384), or say --skip concurrency",
  });
}

/** Versions and `$LATEST`, each with its package: Lambda counts every one of them. */
function versionsToMake({ document, live, ids }: Draft): FunctionVersions {
  return document.versions.filter(({ version }) =>
    isPublished(version) ? ids.versions.get(version) === undefined : live === undefined,
  );
}

type FunctionVersions = Draft["document"]["versions"];

function planStorage(
  { document, blocked, warnings, claims }: Draft,
  made: FunctionVersions,
  { AccountLimit, AccountUsage }: GetAccountSettingsCommandOutput,
): void {
  const [limit, used] = [AccountLimit?.TotalCodeSize, AccountUsage?.TotalCodeSize];
  if (limit === undefined || used === undefined) return;
  const taken = claims.get(CODE) ?? 0;
  const counted = made.filter(isStored);
  const sum = counted.reduce((all, { codeSize }) => all + codeSize, 0);
  // Versions of one content may become one: the least that it takes is each package once.
  const packages = new Map(counted.map(({ codeSha256, codeSize }) => [codeSha256, codeSize]));
  const least = [...packages.values()].reduce((all, size) => all + size, 0);
  claims.set(CODE, taken + sum);
  const room = Math.max(0, limit - used - taken);
  const message = `the packages of ${document.name} have ${mega(sum)} MB, and the account has room for ${mega(room)} MB of code here`;
  const hint =
    "delete versions and layers that nothing uses, or restore fewer of them (another point, --alone)";
  // Lambda counts bytes as they are unpacked, and a point knows them packed: more than the least is only likely too much.
  if (least > room) blocked.push({ because: "quota", message, hint });
  else if (sum > room) warnings.push(`${message}: ${hint}`);
}

/** Images lie in ECR, and code that stays in its owner's bucket lies there: neither counts. */
function isStored({ image, configuration }: FunctionVersions[number]): boolean {
  return image === undefined && configuration.ResolvedS3Object === undefined;
}

function mega(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
