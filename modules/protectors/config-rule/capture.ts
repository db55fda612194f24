import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { ConfigRuleDocument } from "./document.ts";
import { type ConfigRuleReads, READ, readConfigRule } from "./read.ts";
import { remediationText } from "./remediation.ts";

/** A rule has no revision, and its tags are a list of their own: it is read twice. */
export function captureConfigRule(
  ports: ConfigRuleReads & Pick<ProtectorPorts, "sleep">,
  { id, arn: wanted, hints }: CaptureItem,
): Promise<Captured<ConfigRuleDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a config rule's: it has none");
  const { account, region } = parseArn(wanted);
  return atOneMoment(
    ports.sleep,
    id,
    async () => {
      const found = await readConfigRule(ports, id);
      const [before, after] = [hashOfRead(found), hashOfRead(await readConfigRule(ports, id))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      const { arn, isGoing, isOwn, settings, remediations, tags } = found;
      if (isGoing) return undefined;
      if (arn !== wanted || !isOwn)
        throw new CallError(
          READ,
          id,
          new Error(
            isOwn ? `it answered for ${arn}, not for ${wanted}` : "it is no rule that asks a function",
          ),
        );
      return {
        document: {
          kind: "config-rule" as const,
          ...{ name: id, arn, account, region, settings, remediations, tags },
        },
        blobs: [],
        revision: { before, after },
        warnings: remediations.map((one) => remediationText(id, one)),
      };
    },
    async () => (await orNone(() => readConfigRule(ports, id))) === undefined,
  );
}
