import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest } from "../activating.ts";
import type { ClientOf, ProtectorPorts } from "../protector.ts";
import { apiError, RestoreError } from "./restore-error.ts";

/** What calls by its own clock, and may run in two places at once. */
export interface Beside {
  /** `schedule default/nightly` */
  readonly resource: string;
  /** The call that would enable it. */
  readonly call: string;
  /** ARN of what it was restored from. */
  readonly source: string;
  /** Whether that one is there and enabled, by clients of its own region. */
  readonly runs: (client: ClientOf) => Promise<boolean>;
}

/**
 * What would run beside that which it was restored from is not armed, unless a person says so; then it is noted. The
 * source's region may be lost: one that cannot be asked is noted, and holds up nothing.
 * @throws RestoreError while the source is enabled
 */
export async function refuseBesideEnabled(
  ports: Pick<ProtectorPorts, "region" | "client" | "elsewhere">,
  { arn, alongside, note }: ActivateRequest,
  { resource, call, source, runs }: Beside,
): Promise<void> {
  if (source === arn) return;
  const { account, region, resource: name } = parseArn(source);
  const copied = `${name} of ${region}, of which ${resource} is a copy,`;
  const ask = async (): Promise<boolean> => {
    if (account !== parseArn(arn).account) throw new Error(`it is of account ${account}`);
    if (region === ports.region) return runs(ports.client);
    if (ports.elsewhere === undefined) throw new Error("only one region is asked");
    return ports.elsewhere(region, runs);
  };
  const answer = await ask().catch((error: unknown) => apiError(error).message);
  if (typeof answer === "string")
    note(`${copied} could not be asked whether it is enabled (${answer}): if it is, both run`);
  else if (answer && alongside) note(`${copied} is enabled: both run`);
  else if (answer)
    throw new RestoreError(
      resource,
      call,
      `${copied} is enabled, and both would run`,
      "disable that one and arm again; or say --alongside, if both are to run",
    );
}
