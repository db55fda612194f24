import type { Region } from "../application.ts";
import { ACCOUNT } from "../seed-function.ts";
import type { Blueprint } from "./blueprint.ts";
import { ALIAS, functionName, machineName } from "./names.ts";

export type Of<Part extends keyof Blueprint> = Blueprint[Part][number];
type Telling = Of<"rules">["tells"];

const LETTERS = "letters";

/** A region in which an application is being built, and whom the things of it call. */
export class Builder {
  readonly queues: readonly string[];
  readonly topics: readonly string[];
  readonly #machines: readonly string[];

  constructor(
    readonly region: Region,
    readonly plan: Blueprint,
  ) {
    this.queues = plan.queues.map(({ fifo }, at) => `queue-${at}${fifo ? ".fifo" : ""}`);
    this.topics = plan.topics.map((_, at) => `topic-${at}`);
    this.#machines = plan.machines.map((_, at) => machineName(at));
  }

  /** The queue that takes what nobody could take. */
  letters(): string {
    const { sqs } = this.region;
    if (!sqs.queues.has(LETTERS)) sqs.CreateQueue({ QueueName: LETTERS });
    return sqs.arn(LETTERS);
  }

  picked({ at, alias }: Telling["pick"]): { readonly name: string; readonly qualifier: string | undefined } {
    const index = at % this.plan.functions.length;
    const { versions = 0 } = this.plan.functions[index] ?? {};
    return { name: functionName(index), qualifier: alias && versions > 0 ? ALIAS : undefined };
  }

  /** ARN of what is told: a function, which then lets the service in, where there is no such other thing. */
  told({ to, pick }: Telling, service: string | undefined, source: string): string {
    const { sqs, sns, sfn } = this.region;
    const names = { function: [], machine: this.#machines, queue: this.queues, topic: this.topics }[to];
    const named = names[pick.at % Math.max(names.length, 1)];
    // A topic that is not FIFO takes no queue that is, and neither does S3.
    const other = named?.endsWith(".fifo") && (service === "sns" || service === "s3") ? undefined : named;
    if (other !== undefined) return { function: sns, machine: sfn, queue: sqs, topic: sns }[to].arn(other);
    return this.permitted(pick, service, source);
  }

  /** ARN of a function, which lets the service in; none: whoever calls has a role. An id of the source stays in no word of ours. */
  permitted(pick: Telling["pick"], service: string | undefined, source: string, named = source): string {
    const { lambda } = this.region;
    const { name, qualifier } = this.picked(pick);
    const StatementId = `${service}-${named.replaceAll(/[^a-z0-9]+/g, "-").slice(-20)}`;
    const statements = lambda.functions.get(name)?.policies.get(qualifier ?? "") ?? [];
    const there = statements.some(({ Sid }) => Sid === StatementId);
    if (service !== undefined && !there)
      lambda.AddPermission({
        FunctionName: name,
        ...(qualifier !== undefined && { Qualifier: qualifier }),
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal: `${service}.amazonaws.com`,
        // AWS Config takes no rule before it is let in, so that nobody knows the rule's ARN then.
        ...(service !== "config" && { SourceArn: source }),
        ...((service === "s3" || service === "config") && { SourceAccount: ACCOUNT }),
      });
    return lambda.arn(name, qualifier);
  }
}
