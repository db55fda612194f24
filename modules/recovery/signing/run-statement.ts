import type { RunSummary } from "../../contract/events.ts";
import { hashOfJson, jsonBytes } from "../bytes.ts";

/** Whose run a summary is of. */
export interface RunName {
  readonly account: string;
  /** The source: a region or an edge zone. */
  readonly site: string;
  readonly policy: string;
  readonly run: string;
}

/**
 * What is signed of a run: far below the 4,096 bytes that KMS signs as they are, whatever the length of the summary. It
 * says whose run it is, so that no signature can be shown for another one.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function runStatement({ account, site, policy, run }: RunName, summary: RunSummary): Uint8Array {
  const { signature: _, ...signed } = summary;
  return jsonBytes({
    format: "zonekeep/run/1",
    ...{ account, site, policy, run },
    summary: hashOfJson(signed),
  });
}
