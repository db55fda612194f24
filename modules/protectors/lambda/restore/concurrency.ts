import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { comesBack, type Draft, overwriting } from "./draft.ts";

/** Absent is unreserved; 0 is throttled off on purpose, and comes back as that. */
export function planConcurrency(draft: Draft): void {
  const { ports, document, live, steps, warnings } = draft;
  const wanted = document.reservedConcurrency;
  const part = "concurrency";
  if (!comesBack(draft, part, `the reserved concurrency of ${document.name}`)) return;
  if (wanted === live?.reservedConcurrency) {
    if (wanted !== undefined)
      steps.push({ title: `reserved concurrency is ${wanted}`, call: "lambda:GetFunction", effect: "keep" });
    return;
  }
  // Somebody throttled it off since, on purpose.
  if (live?.reservedConcurrency === 0)
    warnings.push(
      `function ${document.name} is there with reserved concurrency 0, so that nothing invokes it; it had ` +
        `${wanted ?? "none"} when captured: this restore lets it run again, unless you say --skip concurrency`,
    );
  const FunctionName = document.name;
  const effect = overwriting(draft);
  if (wanted === undefined) {
    const what = { resource: FunctionName, call: "lambda:DeleteFunctionConcurrency" };
    steps.push({
      title: "remove the reserved concurrency",
      call: what.call,
      effect,
      part,
      perform: async () => {
        await attempt(ports.sleep, what, () =>
          ports.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
        );
      },
    });
    return;
  }
  const what = {
    resource: FunctionName,
    call: "lambda:PutFunctionConcurrency",
    hint: "Lambda keeps 100 unreserved: ask AWS for a higher concurrency here, and run the restore again; or say --skip concurrency",
  };
  steps.push({
    title: `reserve concurrency ${wanted}`,
    call: what.call,
    effect,
    part,
    perform: async () => {
      await attempt(ports.sleep, what, () =>
        ports.lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: wanted }),
        ),
      );
    },
  });
}
