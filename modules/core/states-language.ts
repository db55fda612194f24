/**
 * Fields of Amazon States Language that say how states are joined and what they call. Every other one may hold what a
 * program is told or says, credentials too. https://states-language.net
 */
const JOINTS = new Set([
  "BackoffRate",
  "Branches",
  "Catch",
  "Choices",
  "Default",
  "End",
  "ErrorEquals",
  "ExecutionType",
  "HeartbeatSeconds",
  "IntervalSeconds",
  "ItemProcessor",
  "ItemReader",
  "Iterator",
  "JitterStrategy",
  "Label",
  "MaxAttempts",
  "MaxConcurrency",
  "MaxDelaySeconds",
  "Mode",
  "Next",
  "ProcessorConfig",
  "QueryLanguage",
  "Resource",
  "ResultWriter",
  "Retry",
  "StartAt",
  "States",
  "TimeoutSeconds",
  "ToleratedFailureCount",
  "ToleratedFailurePercentage",
  "Type",
  "Version",
]);

/** Where something stands in a definition: keys and indices from its top. */
export type DefinitionPath = readonly (string | number)[];

/** Whether what stands there may be a program's own: in no log, plan or clear document. Names of states are shown. */
export function isTold(path: DefinitionPath): boolean {
  let isName = false;
  for (const key of path) {
    if (typeof key === "string" && !isName && !JOINTS.has(key)) return true;
    isName = key === "States" && !isName;
  }
  return false;
}

/** Every text of a definition that is a program's own; of what is no definition, all of it. */
export function toldTexts(definition: string): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: DefinitionPath): void => {
    if (typeof value === "string") {
      if (isTold(path) && !isName(value)) found.push(value);
    } else if (Array.isArray(value)) value.forEach((item, at) => void walk(item, [...path, at]));
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
  };
  const whole = parsed(definition);
  if (whole === undefined) return [definition];
  walk(whole, []);
  return found;
}

/** An ARN names something of AWS, and is shown wherever it stands. */
export function isName(text: string): boolean {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:[^\s"']+$/.test(text);
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
